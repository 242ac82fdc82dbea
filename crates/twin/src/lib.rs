//! The paper twin (纸电对照): a scanned dossier is read back and each page is held against its electronic page.
//!
//! A page is known by the code in its lower corner and by its picture, and both must agree. The scan is laid over the
//! electronic page by the corners of the code and by the print itself; what is on one and not on the other is named with its
//! place in millimetres. Pages that belong elsewhere are extra, and pages that did not come are missing.
//!
//! What this is not: reading words off a picture, nor a judgement whether a signature is genuine. It knows no matter, no store
//! and no typesetting: the electronic pages come in as pictures through [`Pages`].

mod code;
mod compare;
mod dossier;
mod geometry;
mod ink;
mod picture;
mod port;
mod reading;
mod register;

pub use code::{Code, Sight, codes};
pub use compare::{Comparison, Detail, Mark, MarkKind, Original, compare};
pub use dossier::{Check, Extra, Page, PageId, Pages, Paper, Report, Verdict};
pub use geometry::Area;
pub use picture::{Grey, Scan};
pub use port::Reader;
pub use reading::{ReadError, scans};
