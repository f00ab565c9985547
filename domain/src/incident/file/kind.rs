//! What a file is, by what is in it: one of a short list, so that a browser is told nothing else.

use serde::{Deserialize, Serialize};

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Text of any sort.
    Text,
    /// A PDF.
    Pdf,
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
    /// A picture.
    Gif,
    /// A picture.
    Webp,
    /// A document of Word.
    Docx,
    /// A table of Excel.
    Xlsx,
    /// A presentation of PowerPoint.
    Pptx,
    /// A document of an office program of before 2007.
    Ole,
    /// A text document of OpenDocument.
    Odt,
    /// A table of OpenDocument.
    Ods,
    /// An archive.
    Zip,
    /// A compressed file.
    Gzip,
    /// Anything else.
    Other,
}

impl FileKind {
    /// The media type it is handed out as. Nothing a browser would run is among them.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; charset=utf-8",
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Ole => "application/x-ole-storage",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Zip => "application/zip",
            Self::Gzip => "application/gzip",
            Self::Other => "application/octet-stream",
        }
    }

    /// The ending of a file of this sort, where its own name is not used.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Zip => "zip",
            Self::Gzip => "gz",
            Self::Ole | Self::Other => "bin",
        }
    }
}
