//! Decisions as a spreadsheet. Written row by row to a file of its own, so that a year of a million takes no more memory than a day.

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use zhiheng_app::ports::DecisionRow;
use zhiheng_app::public::DecisionQuery;
use zhiheng_app::{App, Error};

use super::data::{COLUMNS, cells};

/// Rows of one workbook: as many as a desk computer opens. The other files hold all.
const ROWS: usize = 100_000;
/// Characters that one cell holds.
const CELL: usize = 32_767;

/// The workbook of a question.
pub(super) async fn workbook(app: &App, mut query: DecisionQuery) -> Result<Vec<u8>, Error> {
    // The reader sends pieces, the writer takes them: neither holds more than two.
    let (send, mut receive) = tokio::sync::mpsc::channel::<Vec<DecisionRow>>(1);
    let writing = tokio::task::spawn_blocking(move || -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name("执法决定")?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for ((_, heading, _), column) in COLUMNS.into_iter().zip(0..) {
            sheet.write_string_with_format(0, column, heading, &bold)?;
        }
        let mut line = 1;
        while let Some(rows) = receive.blocking_recv() {
            for row in &rows {
                for (cell, column) in cells(row).into_iter().zip(0..) {
                    // Every cell is text, never a formula; what is too long for a cell is cut, and the other files hold it whole.
                    let cell: String = cell.chars().take(CELL).collect();
                    sheet.write_string(line, column, cell)?;
                }
                line += 1;
            }
        }
        workbook.save_to_buffer()
    });
    let mut left = ROWS;
    loop {
        let (mut rows, next) = app.public_run(&query, super::PIECE).await?;
        rows.truncate(left);
        left = left.saturating_sub(rows.len());
        if send.send(rows).await.is_err() || next.is_none() || left == 0 {
            break;
        }
        query.cursor = next;
    }
    drop(send);
    let written = writing.await.map_err(|error| Error::Internal(format!("sheet: {error}")))?;
    written.map_err(|error| Error::Internal(format!("sheet: {error}")))
}
