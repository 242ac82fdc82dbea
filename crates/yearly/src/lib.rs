//! A year's report (统计年报) as files: PDF, Word, Excel, HTML, JSON. The same report gives the same bytes.
//!
//! What this is not: it counts nothing and asks nobody; a report arrives complete (see `zhiheng_app::reports`).

mod html;
mod pdf;
mod plain;
mod sheet;
mod word;

use zhiheng_app::ports::{Press, PressError};
use zhiheng_app::reports::AnnualReport;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PDF/A, in pages.
    Pdf,
    /// Word, to be worked on.
    Word,
    /// Excel, one sheet for each table.
    Excel,
    /// A page that stands alone.
    Html,
    /// For programs.
    Json,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum YearlyError {
    /// The pages could not be set.
    #[error(transparent)]
    Press(#[from] PressError),
    /// The spreadsheet could not be written.
    #[error("表格没有写成：{0}")]
    Excel(#[from] rust_xlsxwriter::XlsxError),
    /// Another file could not be written.
    #[error("年报没有写成：{0}")]
    Write(String),
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Word, Self::Excel, Self::Html, Self::Json];

    /// Ending of the file name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Word => "docx",
            Self::Excel => "xlsx",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// Media type.
    pub fn media(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
        }
    }

    /// The kind with this ending.
    pub fn parse(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.ending() == ending)
    }
}

/// The report as a file of this kind. It takes milliseconds of a processor: call it where blocking is allowed.
///
/// # Errors
/// A character without a face, or a file that cannot be written.
pub fn write(report: &AnnualReport, kind: Kind, press: &dyn Press) -> Result<Vec<u8>, YearlyError> {
    match kind {
        Kind::Pdf => Ok(press.pdf(&pdf::sheet(report))?),
        Kind::Word => word::write(report),
        Kind::Excel => sheet::write(report),
        Kind::Html => html::write(report),
        Kind::Json => {
            serde_json::to_vec_pretty(report).map_err(|error| YearlyError::Write(error.to_string()))
        }
    }
}
