//! The report as a Word file that can be worked on.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, Paragraph, Run, RunFonts, Table, TableCell, TableRow, WidthType,
};
use zhiheng_app::reports::AnnualReport;

use crate::{YearlyError, plain};

/// Sizes in half points: title 二号, headings 三号, text 小四 in tables and 三号 otherwise.
const TITLE: usize = 44;
const HEADING: usize = 32;
const TEXT: usize = 28;
const CELL: usize = 21;

pub(crate) fn write(report: &AnnualReport) -> Result<Vec<u8>, YearlyError> {
    let fonts =
        RunFonts::new().east_asia("仿宋").ascii("Times New Roman").hi_ansi("Times New Roman");
    let mut docx = Docx::new().default_fonts(fonts).default_size(TEXT).add_paragraph(
        Paragraph::new()
            .align(AlignmentType::Center)
            .add_run(Run::new().add_text(report.title.clone()).size(TITLE).bold()),
    );
    docx = docx.add_paragraph(text(&plain::standing(report)));
    docx = narrative(docx, report, false);
    for table in &report.tables {
        let (heads, lines) = plain::turned(table);
        docx = docx.add_paragraph(heading(&table.title));
        let mut rows = vec![TableRow::new(heads.iter().map(|head| cell(head, true)).collect())];
        rows.extend(
            lines
                .iter()
                .map(|line| TableRow::new(line.iter().map(|value| cell(value, false)).collect())),
        );
        docx = docx.add_table(Table::new(rows).width(9000, WidthType::Dxa));
        for note in &table.notes {
            docx = docx.add_paragraph(small(note));
        }
    }
    docx = narrative(docx, report, true);
    if let Some(entered) = plain::entered(report) {
        docx = docx.add_paragraph(text(&entered));
    }
    for correction in plain::corrections(report) {
        docx = docx.add_paragraph(text(&correction));
    }
    docx = docx.add_paragraph(small(&format!("表样：{}。{}", report.form.title, report.source)));
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|error| YearlyError::Write(error.to_string()))?;
    Ok(bytes.into_inner())
}

fn narrative(mut docx: Docx, report: &AnnualReport, behind: bool) -> Docx {
    for section in plain::parts(report, behind) {
        docx = docx.add_paragraph(heading(&section.title));
        for line in section.text.lines() {
            docx = docx.add_paragraph(text(line));
        }
    }
    docx
}

fn heading(words: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(words).size(HEADING).bold())
}

fn text(words: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(words).size(TEXT))
}

fn small(words: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(words).size(CELL))
}

fn cell(words: &str, head: bool) -> TableCell {
    let run = Run::new().add_text(words).size(CELL);
    let run = if head { run.bold() } else { run };
    TableCell::new().add_paragraph(Paragraph::new().add_run(run))
}
