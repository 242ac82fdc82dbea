//! Tries to get back from a public copy what was masked in it, before it is released (政府信息公开条例第十五条).
//!
//! It looks where the words of a badly masked file survive: under boxes and in white, outside the page, on layers, in metadata,
//! notes, attachments, earlier states, cropped images and their small pictures; and it holds the copy against those released
//! before. What it finds it names by place and by the number of the masked item, never by the words.
//!
//! What this is not: masking, or a search for personal data that nobody named. It knows no matter and no store: files and the
//! words to look for are arguments.

mod archive;
mod check;
mod finding;
mod grey;
mod markup;
mod ocr;
mod pdf;
mod picture;
mod port;
mod words;

pub use check::{Copy, check};
pub use finding::{Extent, Finding, How, Place, Report, Sight};
pub use ocr::{Ocr, Tesseract};
pub use port::LeakReader;
pub use words::Masked;
