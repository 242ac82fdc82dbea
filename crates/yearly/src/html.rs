//! The report as one page of HTML that stands alone: headings, tables with heads and captions, no script.

use askama::Template;
use zhiheng_app::reports::{AnnualReport, Narrative, ReportTable};

use crate::{YearlyError, plain};

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'r> {
    report: &'r AnnualReport,
    tables: Vec<Turned<'r>>,
    standing: String,
    corrections: Vec<String>,
    before: Vec<&'r Narrative>,
    behind: Vec<&'r Narrative>,
    entered: Option<String>,
}

/// A table as the page shows it.
struct Turned<'r> {
    table: &'r ReportTable,
    heads: Vec<String>,
    lines: Vec<Vec<String>>,
}

pub(crate) fn write(report: &AnnualReport) -> Result<Vec<u8>, YearlyError> {
    let page = Page {
        report,
        tables: report.tables.iter().map(turned).collect(),
        standing: plain::standing(report),
        corrections: plain::corrections(report),
        before: plain::parts(report, false).collect(),
        behind: plain::parts(report, true).collect(),
        entered: plain::entered(report),
    };
    page.render().map(String::into_bytes).map_err(|error| YearlyError::Write(error.to_string()))
}

fn turned(table: &ReportTable) -> Turned<'_> {
    let (heads, lines) = plain::turned(table);
    Turned { table, heads, lines }
}
