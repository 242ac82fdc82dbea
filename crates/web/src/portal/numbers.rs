//! The decisions that a question finds, as pictures: by month, kind, category and region; below each its numbers as a table, every
//! one of which leads to its list.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use zhiheng_app::public::{DecisionQuery, Found};

use super::decisions::{asked, found_by, narrowed, span};
use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::figure::{Figure, Value, bars, columns};
use super::{Portal, address, words};

#[derive(Template)]
#[template(path = "portal/numbers.html")]
struct Numbers<'p> {
    face: &'p Face,
    figures: Vec<Figure>,
    conditions: String,
    list: String,
    looked: String,
    whole: bool,
    narrowed: bool,
}

pub(super) async fn show(State(portal): State<Portal>, face: Face, uri: Uri) -> Response {
    settle(&face, drawn(&portal, &face, &uri).await)
}

async fn drawn(portal: &Portal, face: &Face, uri: &Uri) -> Result<Response, Failure> {
    let facets = portal.app.public_facets().await?;
    let (query, reasons) = asked(uri, &facets);
    if !reasons.is_empty() {
        let all: Vec<String> = reasons.into_iter().map(|reason| reason.message).collect();
        return Err(Failure::bad_request(all.join("；")));
    }
    let found = found_by(portal, &query).await?;
    let figures = [
        columns("months", "按公开的月份", "月份", &values(&query, &found, "month")),
        bars("kinds", "按处理种类", "处理种类", &values(&query, &found, "kind")),
        bars("categories", "按执法类别", "类别", &values(&query, &found, "category")),
        bars("regions", "按地区", "地区", &values(&query, &found, "region")),
    ];
    let conditions: Vec<String> = query
        .pairs()
        .into_iter()
        .map(|(name, value)| match name {
            "q" => format!("含“{value}”"),
            "from" => format!("{} 起", words::stored_day(&value)),
            "to" => format!("至 {}", words::stored_day(&value)),
            _ => value,
        })
        .collect();
    let template = Numbers {
        face,
        figures: figures.into_iter().filter(|figure| !figure.rows.is_empty()).collect(),
        conditions: conditions.join("，"),
        list: address::link("/decisions", query.pairs()),
        looked: words::grouped(found.looked),
        whole: found.whole,
        narrowed: !query.pairs().is_empty(),
    };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}

fn values(query: &DecisionQuery, found: &Found, field: &'static str) -> Vec<Value> {
    let link = |value: &str| match field {
        "month" => narrowed(query, &span(value)),
        _ => narrowed(query, &[(field, value.to_owned())]),
    };
    found.of(field).iter().map(|(value, count)| (value.clone(), *count, link(value))).collect()
}
