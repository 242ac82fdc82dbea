//! The yearly reports (年报): shown, opened to the matters behind each number, and taken out as a file.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zhiheng_app::Error;
use zhiheng_app::reports::{AnnualReport, Lines, Wanted, Years};
use zhiheng_domain::Power;
use zhiheng_yearly::{Kind, YearlyError};

use crate::api::blobs::disposition;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::Filters;
use crate::server::Api;

/// The addresses of the yearly report.
pub(super) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(years))
        .routes(routes!(annual))
        .routes(routes!(lines))
        .routes(routes!(file))
}

/// 年报可以选的年度、机关和表样
#[utoipa::path(
    get, path = "/reports/years", tag = "年报",
    params(("report" = Option<String>, Query, description = "哪一种年报：annual 行政执法统计年报（缺省）、openness 政府信息公开工作年度报告")),
    responses((status = 200, description = "可以选的", body = Years), Problems)
)]
pub(crate) async fn years(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<Years>, Problem> {
    who.caller().require(Power::View)?;
    let mut report = String::new();
    for (name, value) in given {
        match name.as_str() {
            "report" => report = value,
            _ => return Err(Problem::wrong_field("input.unknown", &name, "没有这个条件")),
        }
    }
    Ok(Json(api.app.annual_years(who.caller(), &report).await?))
}

/// 一个年度的年报
///
/// 公布以前的数字是现在数得的；公布以后是公布的数字，`live=true` 看现在数得的。只看得见本机关和下级机关。
#[utoipa::path(
    get, path = "/reports/annual", tag = "年报",
    params(
        ("report" = Option<String>, Query, description = "哪一种年报：annual（缺省）、openness"),
        ("year" = i16, Query, description = "年度"),
        ("agency" = Option<String>, Query, description = "机关；缺省本机关"),
        ("form" = Option<String>, Query, description = "表样；缺省编制时选的"),
        ("below" = Option<bool>, Query, description = "列出下级机关和合计"),
        ("live" = Option<bool>, Query, description = "现在数得的数字"),
    ),
    responses((status = 200, description = "年报", body = AnnualReport), Problems)
)]
pub(crate) async fn annual(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<AnnualReport>, Problem> {
    who.caller().require(Power::View)?;
    let asked = Asked::read(&who, given, &["form", "below", "live"])?;
    Ok(Json(api.app.annual_report(who.caller(), &asked.wanted).await?))
}

/// 一个数字背后：计数规则和事项
#[utoipa::path(
    get, path = "/reports/annual/lines", tag = "年报",
    params(
        ("report" = Option<String>, Query, description = "哪一种年报：annual（缺省）、openness"),
        ("year" = i16, Query, description = "年度"),
        ("agency" = Option<String>, Query, description = "机关；缺省本机关"),
        ("cell" = String, Query, description = "格"),
        ("after" = Option<String>, Query, description = "上一页的 next"),
    ),
    responses((status = 200, description = "规则和事项", body = Lines), Problems)
)]
pub(crate) async fn lines(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<Lines>, Problem> {
    who.caller().require(Power::View)?;
    let asked = Asked::read(&who, given, &["cell", "after"])?;
    let Wanted { report, agency, year, .. } = &asked.wanted;
    let at = (report.as_str(), agency.as_str(), *year);
    let lines = api.app.annual_lines(who.caller(), at, &asked.cell, asked.after.as_deref());
    Ok(Json(lines.await?))
}

/// 年报的文件
///
/// PDF、Word、Excel、HTML、JSON；同一份年报每次取得的字节相同。取出进入记录。
#[utoipa::path(
    get, path = "/reports/annual/file", tag = "年报",
    params(
        ("report" = Option<String>, Query, description = "哪一种年报：annual（缺省）、openness"),
        ("year" = i16, Query, description = "年度"),
        ("agency" = Option<String>, Query, description = "机关；缺省本机关"),
        ("form" = Option<String>, Query, description = "表样；缺省编制时选的"),
        ("below" = Option<bool>, Query, description = "列出下级机关和合计"),
        ("live" = Option<bool>, Query, description = "现在数得的数字"),
        ("kind" = String, Query, description = "文件格式：pdf、docx、xlsx、html、json"),
    ),
    responses(
        (status = 200, description = "文件", body = Vec<u8>, content_type = "application/pdf"),
        Problems
    )
)]
pub(crate) async fn file(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Response, Problem> {
    who.caller().require(Power::View)?;
    who.caller().require(Power::Export)?;
    let asked = Asked::read(&who, given, &["form", "below", "live", "kind"])?;
    let kind = Kind::parse(&asked.kind).ok_or_else(|| {
        Problem::wrong_field("input.choice", "kind", "文件种类应是 pdf、docx、xlsx、html 或者 json")
    })?;
    let report = api.app.take_annual_report(who.caller(), &asked.wanted).await?;
    let name = format!("{}.{}", report.title, kind.ending());
    let press = api.press.clone();
    let bytes =
        tokio::task::spawn_blocking(move || zhiheng_yearly::write(&report, kind, press.as_ref()))
            .await
            .map_err(|error| Error::Internal(format!("report: {error}")))?
            .map_err(unwritten)?;
    let about = [
        (header::CONTENT_TYPE, kind.media().to_owned()),
        (header::CONTENT_DISPOSITION, disposition("attachment", &name)),
    ];
    Ok((about, bytes).into_response())
}

pub(crate) fn unwritten(error: YearlyError) -> Error {
    match error {
        YearlyError::Press(error) => error.into(),
        error => Error::Internal(format!("report: {error}")),
    }
}

/// What stands behind the question mark.
#[derive(Default)]
struct Asked {
    wanted: Wanted,
    cell: String,
    after: Option<String>,
    kind: String,
}

impl Asked {
    /// Takes the filters apart; `more` names those besides year and agency.
    fn read(who: &Who, given: Vec<(String, String)>, more: &[&str]) -> Result<Self, Problem> {
        let mut asked = Self::default();
        who.caller().actor.agency.clone_into(&mut asked.wanted.agency);
        let mut seen = Vec::new();
        for (name, value) in given {
            if seen.contains(&name) {
                return Err(Problem::wrong_field("input.repeated", &name, "只能给一次"));
            }
            match name.as_str() {
                "year" => {
                    let year =
                        value.trim().parse().ok().filter(|year| (1949..=2999).contains(year));
                    asked.wanted.year = year.ok_or_else(|| {
                        Problem::wrong_field("input.integer", "year", "年度应是四位数")
                    })?;
                }
                "report" => asked.wanted.report = value,
                "agency" if !value.is_empty() => asked.wanted.agency = value,
                "agency" => {}
                "form" if more.contains(&"form") => asked.wanted.form = value,
                "below" if more.contains(&"below") => asked.wanted.below = flag(&name, &value)?,
                "live" if more.contains(&"live") => asked.wanted.live = flag(&name, &value)?,
                "cell" if more.contains(&"cell") => asked.cell = value,
                "after" if more.contains(&"after") => asked.after = Some(value),
                "kind" if more.contains(&"kind") => asked.kind = value,
                _ => return Err(Problem::wrong_field("input.unknown", &name, "没有这个条件")),
            }
            seen.push(name);
        }
        if asked.wanted.year == 0 {
            return Err(Problem::wrong_field("input.required", "year", "请给出年度"));
        }
        Ok(asked)
    }
}

fn flag(name: &str, value: &str) -> Result<bool, Problem> {
    match value {
        "true" => Ok(true),
        "false" | "" => Ok(false),
        _ => Err(Problem::wrong_field("input.choice", name, "应是 true 或者 false")),
    }
}
