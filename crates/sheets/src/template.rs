//! An empty table to fill in: the head as an import understands it, and a second worksheet that says what belongs where.

use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};

use crate::kinds::{Kind, Shape};
use crate::table::NOTES;

/// Rows for which a choice can be picked from a list.
const ROWS: u32 = 1000;
/// Longest list of choices that a workbook can keep in a cell, in characters.
const LONGEST_LIST: usize = 255;

/// The workbook of a kind.
///
/// # Errors
/// The workbook cannot be written.
pub fn write(kind: &Kind) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00F1_F3F5));
    let needed = head.clone().set_font_color(Color::RGB(0x00B4_2318));
    // Text, so that codes keep their zeros.
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&kind.title))?;
    sheet.set_freeze_panes(1, 0)?;
    for (field, column) in kind.fields.iter().zip(0..) {
        let format = if field.required { &needed } else { &head };
        sheet.write_string_with_format(0, column, &field.label, format)?;
        let width = u32::try_from(field.label.chars().count()).unwrap_or(20) * 2 + 4;
        sheet.set_column_width(column, width.clamp(12, 40))?;
        sheet.set_column_format(column, &text)?;
        if let Some(options) = options(&field.shape) {
            let validation = DataValidation::new().allow_list_strings(&options)?;
            sheet.add_data_validation(1, column, ROWS, column, &validation)?;
        }
    }
    let notes = book.add_worksheet();
    notes.set_name(NOTES)?;
    notes.set_column_width(0, 24)?;
    notes.set_column_width(1, 10)?;
    notes.set_column_width(2, 30)?;
    notes.set_column_width(3, 60)?;
    for (title, column) in ["栏目", "必填", "怎样填", "说明"].into_iter().zip(0..) {
        notes.write_string_with_format(0, column, title, &head)?;
    }
    for (field, row) in kind.fields.iter().zip(1..) {
        notes.write_string(row, 0, &field.label)?;
        notes.write_string(row, 1, if field.required { "是" } else { "" })?;
        notes.write_string(row, 2, shape(&field.shape))?;
        notes.write_string(row, 3, &field.help)?;
    }
    book.save_to_buffer()
}

fn options(shape: &Shape) -> Option<Vec<&str>> {
    let options: Vec<&str> = match shape {
        Shape::YesNo => vec!["是", "否"],
        Shape::Choice(options) => options.iter().map(String::as_str).collect(),
        _ => return None,
    };
    let length: usize = options.iter().map(|option| option.chars().count() + 1).sum();
    (length <= LONGEST_LIST).then_some(options)
}

fn shape(shape: &Shape) -> String {
    match shape {
        Shape::Text(limit) => format!("文字，不超过 {limit} 个字"),
        Shape::Day => "日期，例如 2026-03-01".to_owned(),
        Shape::Money => "金额，单位元，例如 50000 或 5万元".to_owned(),
        Shape::YesNo => "是、否".to_owned(),
        Shape::List => "几项，用、隔开".to_owned(),
        Shape::Id => "字母、数字、- 和 _".to_owned(),
        Shape::Code(limit) => format!("字母、数字、-、_ 和 .，不超过 {limit} 位"),
        Shape::Choice(options) => options.join("、"),
        Shape::Integer => "整数".to_owned(),
        Shape::Decimal => "数字，例如 1.5".to_owned(),
    }
}

/// A name that a worksheet may have.
fn sheet_name(title: &str) -> String {
    title
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\'))
        .take(31)
        .collect()
}
