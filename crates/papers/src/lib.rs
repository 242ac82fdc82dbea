//! Papers: sets a [`Sheet`] by the measures of GB/T 9704 and prints it as PDF/A-2b or as pictures of its pages.
//!
//! The layouts are Typst files beside this source; the words come from the sheet and are never read as markup. The faces travel
//! inside the program (see `fonts/README.md`), and a folder may add an agency's own.
//!
//! What this is not: what stands on a paper (see `zhiheng_app::papers`), nor its number, which the record gives.

mod bind;
mod code;
mod data;
mod faces;
mod glyphs;
mod picture;
mod places;
mod plate;
mod world;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::{World as _, WorldExt as _};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use zhiheng_app::ports::press::{Part, Place, Png, Press, PressError, Sheet};

use crate::faces::Faces;
use crate::world::{Job, Stock};

/// After so many papers in which a result was not used, the typesetter forgets it.
const KEEP: usize = 8;
/// What may be asked of pictures, in dots to the inch.
const DOTS: std::ops::RangeInclusive<u16> = 36..=600;

/// Prints papers. Faces are read at the first paper, once.
#[derive(Debug, Default)]
pub struct Printer {
    folder: Option<PathBuf>,
    stock: OnceLock<Stock>,
}

impl Printer {
    /// A printer with the faces of the program and those in `folder`, if it is there.
    pub fn new(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned), stock: OnceLock::new() }
    }

    fn stock(&self) -> &Stock {
        self.stock.get_or_init(|| Stock::new(Faces::read(self.folder.as_deref())))
    }
}

impl Press for Printer {
    fn pdf(&self, sheet: &Sheet) -> Result<Vec<u8>, PressError> {
        let job = Job::new(self.stock(), sheet)?;
        let document = set(&job, sheet)?;
        let standards = PdfStandards::new(&[PdfStandard::A_2b])
            .map_err(|fault| PressError::Layout(fault.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(format!("{}.{}", sheet.key, sheet.fingerprint())),
            creator: Smart::Custom(Some("Zhiheng".to_owned())),
            standards,
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&document, &options)
            .map_err(|faults| PressError::Layout(told(&job, &faults)))?;
        comemo::evict(KEEP);
        Ok(bytes)
    }

    fn pages(&self, sheet: &Sheet, dpi: u16) -> Result<Vec<Png>, PressError> {
        let document = set(&Job::new(self.stock(), sheet)?, sheet)?;
        let dots = dpi.clamp(*DOTS.start(), *DOTS.end());
        let pages = document.pages().iter().map(|page| picture::drawn(page, dots)).collect();
        comemo::evict(KEEP);
        pages
    }

    fn places(&self, sheet: &Sheet) -> Result<Vec<Place>, PressError> {
        let document = set(&Job::new(self.stock(), sheet)?, sheet)?;
        let found = places::found(&document, sheet);
        comemo::evict(KEEP);
        Ok(found)
    }

    fn plate(&self, image: &[u8], caption: &str) -> Result<Vec<u8>, PressError> {
        let job = plate::job(self.stock(), image, caption)?;
        let output = typst::compile::<PagedDocument>(&job).output;
        let document = output.map_err(|faults| PressError::Unbindable(told(&job, &faults)))?;
        let options =
            PdfOptions { ident: Smart::Custom("plate".to_owned()), ..PdfOptions::default() };
        let bytes = typst_pdf::pdf(&document, &options)
            .map_err(|faults| PressError::Unbindable(told(&job, &faults)))?;
        comemo::evict(KEEP);
        Ok(bytes)
    }

    fn count(&self, pdf: &[u8]) -> Result<usize, PressError> {
        bind::count(pdf)
    }

    fn bind(&self, parts: &[Part]) -> Result<Vec<u8>, PressError> {
        bind::bind(parts)
    }

    fn faces(&self) -> Result<Vec<String>, PressError> {
        self.stock().faces().names()
    }
}

/// Sets the sheet and draws the code on each of its pages.
fn set(job: &Job<'_>, sheet: &Sheet) -> Result<PagedDocument, PressError> {
    let set = typst::compile::<PagedDocument>(job);
    for warning in &set.warnings {
        tracing::debug!(target: "zhiheng::papers", key = sheet.key, warning = %warning.message);
    }
    let document = set.output.map_err(|faults| PressError::Layout(told(job, &faults)))?;
    glyphs::all_drawn(&document)?;
    code::drawn(document, sheet)
}

/// Faults of a layout with the line where each stands, for the log.
fn told(job: &Job<'_>, faults: &[SourceDiagnostic]) -> String {
    let place = |fault: &SourceDiagnostic| {
        let id = fault.span.id()?;
        let source = job.source(id).ok()?;
        let start = job.range(fault.span)?.start;
        let line = source.text().get(..start)?.lines().count().max(1);
        Some(format!("{}:{line}: ", id.vpath().get_without_slash()))
    };
    faults
        .iter()
        .map(|fault| format!("{}{}", place(fault).unwrap_or_default(), fault.message))
        .collect::<Vec<_>>()
        .join("; ")
}
