//! Tables that go out: the same head and rows as csv and as a workbook.
//!
//! Every cell is text: a long number of a card would lose its last digits otherwise, and no cell is ever a formula.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// The table as csv: UTF-8 with its mark, so that spreadsheet programs read the hanzi.
///
/// # Errors
/// A row has another length than the head.
pub fn csv(head: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(head)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| tamed(cell)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// The table as a workbook with one worksheet of that name.
///
/// # Errors
/// The name or the number of rows is more than a workbook holds.
pub fn xlsx(name: &str, head: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (title, column) in head.iter().zip(0..) {
        sheet.write_string_with_format(0, column, title, &bold)?;
    }
    for (row, line) in rows.iter().zip(1..) {
        for (cell, column) in row.iter().zip(0..) {
            sheet.write_string(line, column, cell)?;
        }
    }
    book.save_to_buffer()
}

/// A cell of a csv that no spreadsheet program takes for a formula.
fn tamed(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_cells_like_formulas_and_long_numbers_then_both_tables_read_back_as_text() {
        let head = ["文号".to_owned(), "号码".to_owned()];
        let rows = vec![vec!["示罚〔2026〕1号".to_owned(), "110105194912310021".to_owned()]];
        for bytes in [csv(&head, &rows).unwrap(), xlsx("行政处罚", &head, &rows).unwrap()] {
            let table = crate::table::read(&bytes).unwrap();
            assert_eq!(table.columns, head);
            assert_eq!(table.rows[0].cells, rows[0]);
        }
        let text = String::from_utf8(csv(&head, &[vec!["=1+1".into(), "x".into()]]).unwrap());
        assert!(text.unwrap().contains("'=1+1,x"));
    }
}
