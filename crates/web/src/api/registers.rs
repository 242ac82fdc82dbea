//! The registers that procedures use: listed, read with their history, handed in as tables.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_app::Error;
use zhiheng_app::registers::{
    self, Comparison, EntryList, EntryPage, Manner, RegisterInfo, RegistersOwed,
};
use zhiheng_domain::Power;

use crate::api::COLLECTING;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Filters};
use crate::server::Api;

/// Largest table, in bytes.
const TABLE_LIMIT: usize = 20 * 1024 * 1024;
/// Media type of a workbook.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What became of a table.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportReport {
    /// 行数
    rows: usize,
    /// 接受的行数
    accepted: usize,
    /// 与名录里已有内容相同的行数
    unchanged: usize,
    /// 退回的行数；有一行退回，全部不写入
    rejected: usize,
    /// 退回的原因
    report: Vec<ImportFault>,
    /// 列的对应
    mapping: ImportMapping,
}

/// One wrong cell.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportFault {
    /// 工作表；只有一张的为空
    sheet: String,
    /// 行
    row: usize,
    /// 列
    column: String,
    code: String,
    /// 原因
    reason: String,
}

/// Which column was read as which field.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportMapping {
    kind: String,
    columns: std::collections::BTreeMap<String, String>,
}

/// The bound of this one address.
pub(crate) fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(TABLE_LIMIT)
}

/// 名录
///
/// 各名录的栏目、条数、“无此类事项”声明，以及您能做什么。
#[utoipa::path(
    get, path = "/registers", tag = "名录",
    responses((status = 200, description = "名录", body = Vec<RegisterInfo>), Problems)
)]
pub(crate) async fn all(
    State(api): State<Api>,
    who: Who,
) -> Result<Json<Vec<RegisterInfo>>, Problem> {
    Ok(Json(api.app.registers(who.caller()).await?))
}

/// 等待公布的名录
///
/// 已经送出、还没有公布的内容，按公布期限排列；以及应当逐类公布、还缺的。
#[utoipa::path(
    get, path = "/registers/owed", tag = "名录",
    responses((status = 200, description = "等待公布的名录", body = RegistersOwed), Problems)
)]
pub(crate) async fn owed(State(api): State<Api>, who: Who) -> Result<Json<RegistersOwed>, Problem> {
    Ok(Json(api.app.registers_owed(who.caller()).await?))
}

/// 名录的条目
///
/// 查看范围内机关的条目。`in_force=true` 只列今天有效的，并给出今天有效的内容。
#[utoipa::path(
    get, path = "/registers/{kind}/entries", tag = "名录",
    params(
        ("kind" = String, Path, description = "名录"),
        ("words" = Option<String>, Query, description = "关键词"),
        ("state" = Option<String>, Query, description = "状态：draft、pending、published、repealed"),
        ("agency" = Option<String>, Query, description = "机关"),
        ("group" = Option<String>, Query, description = "类别"),
        ("item" = Option<String>, Query, description = "事项编码"),
        ("in_force" = Option<bool>, Query, description = "只列今天有效的"),
        ("waiting" = Option<bool>, Query, description = "只列等待公布的"),
        ("cursor" = Option<String>, Query, description = "上一页的 next"),
        ("limit" = Option<u32>, Query, description = "条数，1 至 500，缺省 50"),
    ),
    responses((status = 200, description = "条目", body = EntryList), Problems)
)]
pub(crate) async fn entries(
    State(api): State<Api>,
    who: Who,
    Address(kind): Address<String>,
    Filters(given): Filters,
) -> Result<Json<EntryList>, Problem> {
    let list = api.app.entry_list(who.caller(), &kind, &given).await;
    Ok(Json(list.map_err(Problem::of_address)?))
}

/// 一条
///
/// 现行内容、在办内容、历次公布的版本、经过，以及接着能做什么。
#[utoipa::path(
    get, path = "/registers/{kind}/entries/{id}", tag = "名录",
    params(("kind" = String, Path, description = "名录"), ("id" = String, Path, description = "编号")),
    responses((status = 200, description = "一条", body = EntryPage), Problems)
)]
pub(crate) async fn entry(
    State(api): State<Api>,
    who: Who,
    Address((kind, id)): Address<(String, String)>,
) -> Result<Json<EntryPage>, Problem> {
    Ok(Json(api.app.entry_page(who.caller(), &kind, &id).await?))
}

/// 两个版本的差别
#[utoipa::path(
    get, path = "/registers/{kind}/entries/{id}/compare", tag = "名录",
    params(
        ("kind" = String, Path, description = "名录"),
        ("id" = String, Path, description = "编号"),
        ("left" = u32, Query, description = "版本"),
        ("right" = u32, Query, description = "版本"),
    ),
    responses((status = 200, description = "差别", body = Comparison), Problems)
)]
pub(crate) async fn compare(
    State(api): State<Api>,
    who: Who,
    Address((kind, id)): Address<(String, String)>,
    Filters(given): Filters,
) -> Result<Json<Comparison>, Problem> {
    known(&given, &["left", "right"])?;
    let number = |name: &'static str| {
        let value = given.iter().find(|(held, _)| held == name).map(|(_, value)| value.trim());
        let detail = format!("地址中应有“{name}”，是版本的号数");
        let wrong = || Problem::wrong_field("input.integer", name, detail);
        value.and_then(|value| value.parse::<u32>().ok()).ok_or_else(wrong)
    };
    let versions = (number("left")?, number("right")?);
    Ok(Json(api.app.entry_comparison(who.caller(), &kind, &id, versions).await?))
}

/// 导入模板
///
/// 一张只有表头的表，和一张填写说明。
#[utoipa::path(
    get, path = "/registers/{kind}/template.xlsx", tag = "名录",
    params(("kind" = String, Path, description = "名录")),
    responses(
        (status = 200, description = "模板", body = Vec<u8>,
         content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Problems
    )
)]
pub(crate) async fn template(
    State(api): State<Api>,
    _who: Who,
    Address(kind): Address<String>,
) -> Result<Response, Problem> {
    let register = api.app.register_of(&kind)?.clone();
    let book = tokio::task::spawn_blocking(move || registers::template(&register))
        .await
        .map_err(|error| Error::Internal(format!("template: {error}")))??;
    let about = [
        (header::CONTENT_TYPE, WORKBOOK.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{kind}.xlsx\"")),
    ];
    Ok((about, book).into_response())
}

/// 导入
///
/// 请求体就是文件（xlsx、xls、csv），不超过 20 MB。有一行不对，全部不写入；`check=true` 只看结果。
#[utoipa::path(
    post, path = "/registers/{kind}/import", tag = "名录",
    params(
        ("kind" = String, Path, description = "名录"),
        ("name" = String, Query, description = "文件名，记作来源"),
        ("agency" = Option<String>, Query, description = "没有写明机关的行属于哪个机关；缺省为本机关"),
        ("submit" = Option<bool>, Query, description = "true 报审；缺省存为草稿"),
        ("check" = Option<bool>, Query, description = "true 只看结果，不写入"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, description = "结果", body = ImportReport), Problems)
)]
pub(crate) async fn import(
    State(api): State<Api>,
    who: Who,
    Address(kind): Address<String>,
    Filters(given): Filters,
    content: Result<Bytes, BytesRejection>,
) -> Result<Json<ImportReport>, Problem> {
    needs(&who, COLLECTING)?;
    let register = api.app.register_of(&kind)?.clone();
    known(&given, &["name", "agency", "submit", "check"])?;
    let value = |wanted: &str| {
        given
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    };
    let flag = |name: &'static str| match value(name) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => {
            let detail = format!("“{name}”应是 true 或 false");
            Err(Problem::wrong_field("input.choice", name, detail))
        }
    };
    let name = value("name").filter(|name| {
        name.chars().count() <= 255
            && !name.chars().any(|c| c.is_control() || matches!(c, '/' | '\\'))
    });
    let name = name.ok_or_else(|| {
        Problem::wrong_field("input.name", "name", "地址中应有文件名，1 至 255 个字，不含斜线")
    })?;
    let manner = Manner {
        agency: Some(value("agency").unwrap_or(&who.caller().actor.agency)),
        for_any: false,
        submit: flag("submit")?,
        check: flag("check")?,
    };
    let content = content?;
    let read = tokio::task::spawn_blocking(move || registers::read_table(&register, &content));
    let (table, mapping) =
        read.await.map_err(|error| Error::Internal(format!("table: {error}")))??;
    let actor = &who.caller().actor;
    let done = api
        .app
        .import_entries(actor, &kind, (&table, &mapping), name, manner)
        .await
        .map_err(Problem::of_address)?;
    Ok(Json(ImportReport {
        rows: done.rows,
        accepted: done.accepted,
        unchanged: done.unchanged,
        rejected: done.rejected,
        report: done
            .report
            .into_iter()
            .map(|fault| ImportFault {
                sheet: fault.sheet,
                row: fault.row,
                column: fault.column,
                code: fault.code.to_owned(),
                reason: fault.reason,
            })
            .collect(),
        mapping: ImportMapping { kind: done.mapping.kind, columns: done.mapping.columns },
    }))
}

/// Refuses who holds none of the powers, before anything of the request is looked at.
pub(super) fn needs(who: &Who, powers: &[Power]) -> Result<(), Problem> {
    if powers.iter().any(|power| who.caller().actor.may(*power)) {
        return Ok(());
    }
    let titles: Vec<&str> = powers.iter().map(|power| power.title()).collect();
    Err(Error::Denied(format!("您的岗位没有“{}”权限", titles.join("”或者“"))).into())
}

/// Refuses what an address does not take, and what is said twice.
pub(super) fn known(given: &[(String, String)], names: &[&str]) -> Result<(), Problem> {
    for (at, (name, _)) in given.iter().enumerate() {
        if !names.contains(&name.as_str()) {
            let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            let detail = format!("没有“{name}”这一条件");
            return Err(Problem::wrong_field("input.unknown", &name, detail));
        }
        if given.iter().take(at).any(|(before, _)| before == name) {
            let detail = format!("“{name}”只能给一次");
            return Err(Problem::wrong_field("input.repeated", name, detail));
        }
    }
    Ok(())
}
