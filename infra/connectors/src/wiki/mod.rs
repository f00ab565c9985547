//! Wikis of others. On each page Nabat has a section between two marks; what people write around it stays.

pub mod confluence;
pub mod dokuwiki;
mod drawing;
pub mod mediawiki;
mod section;
mod xml;
