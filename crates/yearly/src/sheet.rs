//! The report as a spreadsheet: one sheet for each table as the form sets it out, numbers as numbers, and the narrative.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook};
use zhiheng_app::reports::{AnnualReport, Head, ReportTable};

use crate::{YearlyError, plain};

pub(crate) fn write(report: &AnnualReport) -> Result<Vec<u8>, YearlyError> {
    let mut book = Workbook::new();
    let day: jiff::civil::Date = report.day.parse().unwrap_or(jiff::civil::Date::MIN);
    // The day of the report, not of the writing: the same report gives the same bytes.
    let written = ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(1970).max(1970),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )?;
    book.set_properties(
        &DocProperties::new().set_title(&report.title).set_creation_datetime(&written),
    );
    for table in &report.tables {
        one(&mut book, report, table)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name("情况说明")?;
    sheet.set_column_width(0, 18)?;
    sheet.set_column_width(1, 90)?;
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
    let mut row = 0;
    for section in plain::parts(report, false).chain(plain::parts(report, true)) {
        sheet.write_string_with_format(row, 0, &section.title, &bold)?;
        sheet.write_string_with_format(row, 1, &section.text, &wrapped)?;
        row += 1;
    }
    sheet.write_string(row, 0, "说明")?;
    sheet.write_string_with_format(row, 1, plain::standing(report), &wrapped)?;
    if let Some(entered) = plain::entered(report) {
        row += 1;
        sheet.write_string(row, 0, "填报")?;
        sheet.write_string_with_format(row, 1, entered, &wrapped)?;
    }
    for correction in plain::corrections(report) {
        row += 1;
        sheet.write_string(row, 0, "更正")?;
        sheet.write_string_with_format(row, 1, correction, &wrapped)?;
    }
    Ok(book.save_to_buffer()?)
}

/// One table: title, heads in two lines, a line for each agency, the sum, the notes.
fn one(book: &mut Workbook, report: &AnnualReport, table: &ReportTable) -> Result<(), YearlyError> {
    let framed = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    let head = framed.clone().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let sheet = book.add_worksheet();
    let name = table.title.split('\u{3000}').next().unwrap_or(&table.title);
    sheet.set_name(name)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    let last = u16::try_from(table.heads.len()).unwrap_or(u16::MAX);
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    sheet.merge_range(
        0,
        0,
        0,
        last.max(1),
        &format!("{}年度　{}", report.year, table.title),
        &title,
    )?;
    sheet.set_column_width(0, if table.lines { 60 } else { 24 })?;
    sheet.merge_range(1, 0, 2, 0, &table.stub, &head)?;
    let mut column = 1;
    for (over, heads) in grouped(&table.heads) {
        let width = u16::try_from(heads.len()).unwrap_or(1);
        match (over, width) {
            ("", _) => {}
            (over, 1) => {
                sheet.write_string_with_format(1, column, over, &head)?;
            }
            (over, width) => {
                sheet.merge_range(1, column, 1, column + width - 1, over, &head)?;
            }
        }
        for held in heads {
            let words = format!("{}（{}）", held.title, held.unit);
            if over.is_empty() {
                sheet.merge_range(1, column, 2, column, &words, &head)?;
            } else {
                sheet.write_string_with_format(2, column, &words, &head)?;
            }
            sheet.set_column_width(column, 13)?;
            column += 1;
        }
    }
    let mut row = 3;
    let total = table.total.as_ref().map(|total| ("合计".to_owned(), total));
    let lines = table.rows.iter().map(|row| (plain::title(row), &row.values)).chain(total);
    for (title, values) in lines {
        sheet.write_string_with_format(row, 0, title, &framed)?;
        for (value, column) in values.iter().zip(1_u16..) {
            match value.parse::<f64>() {
                Ok(number) => sheet.write_number_with_format(row, column, number, &framed)?,
                Err(_) => sheet.write_string_with_format(row, column, value, &framed)?,
            };
        }
        row += 1;
    }
    for note in &table.notes {
        row += 1;
        sheet.write_string(row, 0, note)?;
    }
    Ok(())
}

/// Neighbours with the same head over them.
fn grouped(heads: &[Head]) -> Vec<(&str, Vec<&Head>)> {
    let mut groups: Vec<(&str, Vec<&Head>)> = Vec::new();
    for head in heads {
        match groups.last_mut() {
            Some((over, held)) if *over == head.over && !head.over.is_empty() => held.push(head),
            _ => groups.push((&head.over, vec![head])),
        }
    }
    groups
}
