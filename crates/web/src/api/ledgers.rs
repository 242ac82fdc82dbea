//! Ledgers (台账): told from the matters that the person may see, and taken out as a spreadsheet.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use zhiheng_app::Error;
use zhiheng_app::ledgers::{Ledger, LedgerKind};
use zhiheng_app::lists::ListQuery;
use zhiheng_domain::Power;

use crate::api::blobs::disposition;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Filters};
use crate::server::Api;

/// 台账的种类
#[utoipa::path(
    get, path = "/ledgers", tag = "台账",
    responses((status = 200, description = "种类", body = Vec<LedgerKind>), Problems)
)]
pub(crate) async fn all(
    State(api): State<Api>,
    who: Who,
) -> Result<Json<Vec<LedgerKind>>, Problem> {
    who.caller().require(Power::View)?;
    Ok(Json(api.app.ledger_kinds()))
}

/// 一本台账
///
/// 由看得见的事项现算，不另外登记：案件、文书、文号（缺号、作废、预留都看得见）、用印、涉案财物、罚款、档案。不写当事人，不汇总、不排名。
#[utoipa::path(
    get, path = "/ledgers/{kind}", tag = "台账",
    params(
        ("kind" = String, Path, description = "哪一种台账：cases、papers、numbers、seals、goods、fines、archives"),
        ("year" = Option<i16>, Query, description = "年度"),
        ("q" = Option<String>, Query, description = "与事项列表相同"),
        ("procedure" = Option<String>, Query, description = "程序"),
        ("agency" = Option<String>, Query, description = "机关"),
        ("status" = Option<String>, Query, description = "状态"),
    ),
    responses((status = 200, description = "台账", body = Ledger), Problems)
)]
pub(crate) async fn one(
    State(api): State<Api>,
    who: Who,
    Address(kind): Address<String>,
    Filters(given): Filters,
) -> Result<Json<Ledger>, Problem> {
    who.caller().require(Power::View)?;
    let (query, year) = read(&api, &who, given)?;
    Ok(Json(api.app.ledger(who.caller(), &kind, &query, year).await?))
}

/// 台账的表格
///
/// 与看到的相同；导出进入记录。
#[utoipa::path(
    get, path = "/ledgers/{kind}/table.xlsx", tag = "台账",
    params(
        ("kind" = String, Path, description = "台账"),
        ("year" = Option<i16>, Query, description = "年度"),
        ("q" = Option<String>, Query, description = "与事项列表相同"),
        ("procedure" = Option<String>, Query, description = "程序"),
        ("agency" = Option<String>, Query, description = "机关"),
        ("status" = Option<String>, Query, description = "状态"),
    ),
    responses(
        (status = 200, description = "表格", body = Vec<u8>,
         content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Problems
    )
)]
pub(crate) async fn table(
    State(api): State<Api>,
    who: Who,
    Address(kind): Address<String>,
    Filters(given): Filters,
) -> Result<Response, Problem> {
    who.caller().require(Power::View)?;
    who.caller().require(Power::Export)?;
    let (query, year) = read(&api, &who, given)?;
    let ledger = api.app.take_ledger(who.caller(), &kind, &query, year).await?;
    let name = format!("{} {}.xlsx", ledger.title, api.app.today());
    let sheet = tokio::task::spawn_blocking(move || write(&ledger))
        .await
        .map_err(|error| Error::Internal(format!("spreadsheet: {error}")))?
        .map_err(|error| Error::Internal(format!("spreadsheet: {error}")))?;
    let about = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (header::CONTENT_DISPOSITION, disposition("attachment", &name)),
    ];
    Ok((about, sheet).into_response())
}

/// The filters of the list of matters, and the year beside them.
fn read(
    api: &Api,
    who: &Who,
    given: Vec<(String, String)>,
) -> Result<(ListQuery, Option<i16>), Problem> {
    let (years, rest): (Vec<_>, Vec<_>) = given.into_iter().partition(|(name, _)| name == "year");
    let year = match years.as_slice() {
        [] => None,
        [(_, text)] if text.trim().is_empty() => None,
        [(_, text)] => match text.trim().parse::<i16>() {
            Ok(year) if (1949..=2999).contains(&year) => Some(year),
            _ => return Err(Problem::wrong_field("input.integer", "year", "年度应是四位数")),
        },
        _ => return Err(Problem::wrong_field("input.repeated", "year", "年度只能给一次")),
    };
    let query = api.app.list_query(who.caller(), &rest).map_err(Problem::of_address)?;
    Ok((query, year))
}

/// Every cell is text, never a formula.
fn write(ledger: &Ledger) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(&ledger.title)?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (heading, column) in ledger.columns.iter().zip(0..) {
        sheet.set_column_width(column, 20)?;
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    for (row, line) in ledger.rows.iter().zip(1..) {
        for (cell, column) in row.cells.iter().zip(0..) {
            sheet.write_string(line, column, cell)?;
        }
    }
    workbook.save_to_buffer()
}
