//! Lists taken out as a spreadsheet: exactly what the filters show, and noted on the record.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use zhiheng_app::lists::MatterListRow;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::Filters;
use crate::server::Api;

/// Headings with the width of their columns in characters.
const COLUMNS: [(&str, u32); 13] = [
    ("编号", 22),
    ("名称", 40),
    ("类别", 12),
    ("程序", 20),
    ("阶段", 10),
    ("环节", 14),
    ("机关", 22),
    ("登记日期", 12),
    ("到期日", 12),
    ("期限", 18),
    ("承办人", 18),
    ("状态", 10),
    ("重大", 6),
];

/// 列表导出为表格
///
/// 与列表相同的条件，导出的就是看到的，最多十万行。导出的条件和行数进入记录。
#[utoipa::path(
    get, path = "/matters.xlsx", tag = "事项",
    params(
        ("q" = Option<String>, Query, description = "与列表相同"),
        ("procedure" = Option<String>, Query, description = "程序"),
        ("stage" = Option<String>, Query, description = "阶段"),
        ("light" = Option<String>, Query, description = "期限"),
        ("agency" = Option<String>, Query, description = "机关"),
        ("status" = Option<String>, Query, description = "状态"),
        ("sort" = Option<String>, Query, description = "次序"),
    ),
    responses(
        (status = 200, description = "表格", body = Vec<u8>,
         content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Problems
    )
)]
pub(crate) async fn matters(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Response, Problem> {
    let query = api.app.list_query(who.caller(), &given).map_err(Problem::of_address)?;
    let rows = api.app.export_list(who.caller(), &query).await.map_err(Problem::of_address)?;
    let name = format!("matters-{}.xlsx", api.app.today());
    let title = |id: &str| {
        api.app.pack().procedures.get(id).map_or_else(|| id.to_owned(), |held| held.title.clone())
    };
    let rows: Vec<(MatterListRow, String)> = rows
        .into_iter()
        .map(|row| {
            let procedure = title(&row.procedure);
            (row, procedure)
        })
        .collect();
    let sheet = tokio::task::spawn_blocking(move || write(&rows))
        .await
        .map_err(|error| zhiheng_app::Error::Internal(format!("spreadsheet: {error}")))?
        .map_err(|error| zhiheng_app::Error::Internal(format!("spreadsheet: {error}")))?;
    let about = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((about, sheet).into_response())
}

/// Writes row by row, so that a hundred thousand rows take no more memory than one; every cell is text, never a formula.
fn write(rows: &[(MatterListRow, String)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name("事项")?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for ((heading, width), column) in COLUMNS.into_iter().zip(0..) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    for ((row, procedure), line) in rows.iter().zip(1..) {
        let status = match row.status.as_str() {
            "open" => "在办",
            "closed" => "已办结",
            _ => "已归档",
        };
        let handlers = row.handlers.join("、");
        let cells = [
            row.number.as_deref().unwrap_or_default(),
            &row.title,
            &row.category,
            procedure,
            &row.stage.title,
            &row.step,
            &row.agency.name,
            &row.opened,
            row.due.as_deref().unwrap_or_default(),
            &row.light.text,
            &handlers,
            status,
            if row.major { "是" } else { "" },
        ];
        for (cell, column) in cells.into_iter().zip(0..) {
            sheet.write_string(line, column, cell)?;
        }
    }
    workbook.save_to_buffer()
}
