//! Drawings as pictures: messengers show PNG in its place, and SVG only as something to download.
//!
//! Letters come from a font of our own, so that they are there on a machine without any.

use nabat_kit::port::Attachment;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// DejaVu Sans, the letters charts are written in; `fonts/LICENSE` beside it says whose it is.
const FONT: &[u8] = include_bytes!("../fonts/dejavu-sans-subset.ttf");
/// Pixels to a unit of the drawing: sharp on a telephone.
const SCALE: f32 = 1.5;
/// Higher pictures are refused by messengers (Telegram: width and height together at most 10,000).
const HIGHEST: f32 = 8_000.0;

/// Makes a picture of a drawing.
type Draw = fn(&[u8]) -> Result<Vec<u8>, String>;

/// What a messenger makes of drawings it is to attach. Messengers hold it as a value: where none is opened to draw,
/// neither what draws nor its font is in the program.
#[derive(Clone, Copy)]
pub struct Pictures(Option<Draw>);

impl Pictures {
    /// Drawings become pictures.
    pub const DRAWN: Self = Self(Some(png));
    /// Drawings stay as they are: for whoever attaches nothing.
    pub const NONE: Self = Self(None);

    /// A drawing as a PNG of the same name; anything else, and what cannot be drawn, as it is.
    pub async fn shown(self, file: &Attachment) -> Attachment {
        let (Some(draw), Some(name)) = (self.0, file.name.strip_suffix(".svg")) else { return file.clone() };
        let content = file.content.clone();
        // Thousands of pixels a side take a moment, and others are waited for on this thread.
        match tokio::task::spawn_blocking(move || draw(&content)).await {
            Ok(Ok(content)) => Attachment { name: format!("{name}.png"), content },
            Ok(Err(why)) => {
                tracing::warn!("`{}` goes as a drawing, it cannot be made a picture: {why}", file.name);
                file.clone()
            }
            Err(_) => file.clone(),
        }
    }
}

/// A drawing as PNG.
///
/// # Errors
/// It is no SVG, or would be too large.
pub fn png(svg: &[u8]) -> Result<Vec<u8>, String> {
    let mut options = Options { font_family: "DejaVu Sans".to_owned(), ..Options::default() };
    options.fontdb_mut().load_font_data(FONT.to_vec());
    let tree = Tree::from_data(svg, &options).map_err(|error| error.to_string())?;
    let size = tree.size();
    let scale = SCALE.min(HIGHEST / size.height().max(1.0));
    let side = |length: f32| (length * scale).ceil() as u32;
    let mut pixels = Pixmap::new(side(size.width()), side(size.height())).ok_or("it has no size")?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A white field with these words on it.
    fn saying(words: &str) -> Vec<u8> {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"40\" font-family=\"DejaVu Sans, Arial, sans-serif\">\
             <rect width=\"200\" height=\"40\" fill=\"#ffffff\"/><text x=\"10\" y=\"25\" fill=\"#000000\">{words}</text></svg>"
        )
        .into_bytes()
    }

    /// How many pixels are dark.
    fn ink(svg: &[u8]) -> usize {
        let picture = Pixmap::decode_png(&png(svg).expect("a picture")).expect("PNG");
        assert_eq!((picture.width(), picture.height()), (300, 60));
        picture.pixels().iter().filter(|pixel| pixel.red() < 128).count()
    }

    #[test]
    fn cyrillic_is_written_and_each_letter_is_its_own() {
        assert_eq!(ink(&saying("")), 0);
        let written = ink(&saying("Мониторинг ×10⁻³"));
        // A font without the letters draws the same box for each, or nothing.
        assert!(written > 200, "{written}");
        let one = |letter: &str| png(&saying(letter)).expect("a picture");
        let letters: std::collections::BTreeSet<Vec<u8>> =
            "АБВГДЕЁЖЗИЙКЛМНПРУФЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнпртуфцчшщъыьэюя№—"
                .chars()
                .map(|letter| one(&letter.to_string()))
                .collect();
        assert_eq!(letters.len(), "АБВГДЕЁЖЗИЙКЛМНПРУФЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнпртуфцчшщъыьэюя№—".chars().count());
    }

    #[tokio::test]
    async fn only_drawings_become_pictures() {
        let svg = Attachment { name: "Мониторинг.svg".to_owned(), content: saying("о") };
        let png = Pictures::DRAWN.shown(&svg).await;
        assert_eq!(png.name, "Мониторинг.png");
        assert!(png.content.starts_with(b"\x89PNG\r\n"));
        for other in [("a.csv", "1,2"), ("broken.svg", "<svg")] {
            let file = Attachment { name: other.0.to_owned(), content: other.1.as_bytes().to_vec() };
            assert_eq!(Pictures::DRAWN.shown(&file).await, file);
        }
        assert_eq!(Pictures::NONE.shown(&svg).await, svg);
    }
}
