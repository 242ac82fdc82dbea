//! Open data: every public decision by year as CSV, JSON lines and a spreadsheet, with terms of use and a dictionary of the columns.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Request, State, rejection::PathRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::date;
use zhiheng_app::ports::DecisionRow;
use zhiheng_app::public::DecisionQuery;

use super::{OpenDecision, body, sheet};
use crate::portal::face::{Face, Keep, page};
use crate::portal::failure::{Failure, settle};
use crate::portal::limiter::asking;
use crate::portal::{Portal, words};

/// Column, heading, what it means.
pub(super) const COLUMNS: [(&str, &str, &str); 16] = [
    ("id", "公示编号", "长期不变，决定页的地址是 /decisions/ 加上它"),
    ("number", "文号", "决定书文号；来源没有写明的为空"),
    ("agency", "机关", "作出决定的机关全称"),
    ("category", "类别", "行政处罚、行政许可、行政强制、行政检查、信访等"),
    ("title", "名称", "公开的案件或者事项名称"),
    ("party", "当事人", "依法应当隐去的部分已经隐去"),
    ("facts", "事实", "公开的事实"),
    ("basis", "依据", "决定所依据的法律、法规、规章条文"),
    ("result", "决定内容", "作出了什么决定"),
    ("kinds", "处理种类", "警告、罚款等；JSON 里是列表，表格里用顿号隔开"),
    ("fine", "罚款", "单位：分。没有罚款的为空"),
    ("region", "地区", "作出决定的机关所在的省、市"),
    ("decided", "作出日期", "YYYY-MM-DD；来源没有写明的为空"),
    ("published", "公开日期", "YYYY-MM-DD；年度文件按它划分"),
    ("until", "公示到", "公示期的最后一日；没有规定期限的为空。期满的不再出现"),
    ("source", "来源", "转载的写明从哪里来；本平台作出的为空"),
];

#[derive(Template)]
#[template(path = "portal/data.html")]
struct Data<'p> {
    face: &'p Face,
    years: Vec<(String, String)>,
    today: String,
}

#[derive(Template)]
#[template(path = "portal/dictionary.html")]
struct Dictionary<'p> {
    face: &'p Face,
    columns: [(&'static str, &'static str, &'static str); 16],
}

pub(in crate::portal) async fn all(State(portal): State<Portal>, face: Face) -> Response {
    settle(&face, listed(&portal, &face).await)
}

async fn listed(portal: &Portal, face: &Face) -> Result<Response, Failure> {
    let mut years: BTreeMap<String, u64> = BTreeMap::new();
    for facet in portal.app.public_facets().await? {
        if facet.field == "month"
            && let Some(year) = facet.value.get(..4)
        {
            let held = years.entry(year.to_owned()).or_default();
            *held = held.saturating_add(facet.count);
        }
    }
    let years = years.into_iter().rev().map(|(year, held)| (year, words::grouped(held))).collect();
    let template = Data { face, years, today: words::day(portal.app.today()) };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}

pub(in crate::portal) async fn dictionary(face: Face) -> Response {
    page(&face, StatusCode::OK, Keep::Minute, &Dictionary { face: &face, columns: COLUMNS })
}

/// A file `decisions-YYYY.csv`, `.jsonl` or `.xlsx`.
pub(in crate::portal) async fn file(
    State(portal): State<Portal>,
    face: Face,
    name: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let Ok(Path(name)) = name else { return Failure::missing("这份数据").page(&face) };
    let known = name.strip_prefix("decisions-").and_then(|rest| {
        let (year, kind) = rest.split_once('.')?;
        let plain = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let year = year.parse::<i16>().ok().filter(|year| plain && (1949..=2999).contains(year))?;
        matches!(kind, "csv" | "jsonl" | "xlsx").then(|| (year, kind.to_owned()))
    });
    let Some((year, kind)) = known else { return Failure::missing("这份数据").page(&face) };
    let from = asking(request.extensions(), request.headers());
    if let Err(seconds) = portal.downloads.admit(from, portal.app.now().as_microsecond()) {
        return Failure::often("下载太频繁", portal.downloads.most(), seconds).page(&face);
    }
    let query = DecisionQuery {
        from: Some(date(year, 1, 1)),
        to: Some(date(year, 12, 31)),
        ..DecisionQuery::default()
    };
    let (media, content) = match kind.as_str() {
        "csv" => ("text/csv; charset=utf-8", csv(&portal, query)),
        "jsonl" => ("application/x-ndjson; charset=utf-8", json_lines(&portal, query)),
        _ => {
            // One at a time: a workbook takes time, and its writer a thread.
            let Ok(_turn) = portal.sheets.try_acquire() else {
                return Failure::often("正在为别人制作表格", 1, 30).page(&face);
            };
            match sheet::workbook(&portal.app, query).await {
                Ok(bytes) => (
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    bytes.into(),
                ),
                Err(error) => return Failure::from(error).page(&face),
            }
        }
    };
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

fn json_lines(portal: &Portal, query: DecisionQuery) -> axum::body::Body {
    let write = Box::new(|rows: &[DecisionRow]| {
        let mut text = Vec::new();
        for row in rows {
            // Texts, numbers and lists of texts: there is nothing that JSON could refuse.
            if serde_json::to_writer(&mut text, &OpenDecision::from(row)).is_ok() {
                text.push(b'\n');
            }
        }
        text
    });
    body(&portal.app, query, (0, usize::MAX), (Vec::new(), Vec::new()), write)
}

/// With a byte order mark, by which spreadsheet programs know UTF-8.
fn csv(portal: &Portal, query: DecisionQuery) -> axum::body::Body {
    let mut head = "\u{feff}".as_bytes().to_vec();
    head.extend(lines([COLUMNS.map(|(_, heading, _)| heading.to_owned())]));
    let write = Box::new(|rows: &[DecisionRow]| lines(rows.iter().map(cells)));
    body(&portal.app, query, (0, usize::MAX), (head, Vec::new()), write)
}

fn lines(rows: impl IntoIterator<Item = [String; 16]>) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Into memory: nothing that could fail.
        let _ = writer.write_record(row.map(harmless));
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that no spreadsheet program takes for a formula.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// The cells of a decision, in the order of [`COLUMNS`].
pub(super) fn cells(row: &DecisionRow) -> [String; 16] {
    [
        row.id.clone(),
        row.number.clone(),
        row.agency_name.clone(),
        row.category.clone(),
        row.title.clone(),
        row.party.clone(),
        row.facts.clone(),
        row.basis.clone(),
        row.result.clone(),
        row.kinds.join("、"),
        row.fine.map(|fine| fine.to_string()).unwrap_or_default(),
        row.region.clone(),
        row.decided.clone(),
        row.published.clone(),
        row.until.clone().unwrap_or_default(),
        row.source.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_text() {
        assert_eq!(harmless("=1+1".to_owned()), "'=1+1");
        assert_eq!(harmless("某某公司".to_owned()), "某某公司");
    }

    #[test]
    fn what_was_written_is_read_back_whatever_stands_in_it() {
        let mut row: [String; 16] = std::array::from_fn(|place| format!("第{place}格"));
        row[3] = "带,逗号和\"引号\"\n以及换行".to_owned();
        let bytes = lines([row.clone()]);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        let read: Vec<String> =
            reader.records().next().unwrap().unwrap().iter().map(ToOwned::to_owned).collect();
        assert_eq!(read, row);
    }
}
