//! The first page: search, what is owed before, during and after an act of enforcement, and the year in numbers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use zhiheng_app::Error;
use zhiheng_app::public::{Count, YearNumbers};

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, address, words};

#[derive(Template)]
#[template(path = "portal/home.html")]
struct Home<'p> {
    face: &'p Face,
    year: i16,
    present: bool,
    total: String,
    total_link: String,
    ever: String,
    months: Vec<Bar>,
    categories: Vec<Bar>,
    kinds: Vec<Bar>,
    today: String,
}

/// One bar of a picture that is also a list of links.
struct Bar {
    label: String,
    count: String,
    link: String,
    /// Length of the bar, 0 to 100.
    length: u64,
}

pub(super) async fn show(State(portal): State<Portal>, face: Face) -> Response {
    settle(&face, home(&portal, &face).await)
}

async fn home(portal: &Portal, face: &Face) -> Result<Response, Failure> {
    let YearNumbers { year, present, total, ever, months, categories, kinds } =
        numbers(portal).await?.as_ref().clone();
    let (first, last) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
    let months = months.into_iter().map(|(start, end, count)| {
        let link =
            address::link("/decisions", [("from", start.to_string()), ("to", end.to_string())]);
        (format!("{} 月", start.month()), link, count)
    });
    let narrowed = |field: &'static str, values: Vec<(String, Count)>| {
        let (first, last) = (first.clone(), last.clone());
        values.into_iter().map(move |(value, count)| {
            let pairs = [(field, value.clone()), ("from", first.clone()), ("to", last.clone())];
            (value, address::link("/decisions", pairs), count)
        })
    };
    let template = Home {
        face,
        year,
        present,
        total: words::counted(total),
        total_link: address::link("/decisions", [("from", &first), ("to", &last)]),
        ever: words::counted(ever),
        months: bars(months),
        categories: bars(narrowed("category", categories)),
        kinds: bars(narrowed("kind", kinds)),
        today: words::day(portal.app.today()),
    };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}

/// The year in numbers, counted once for each state of the record.
async fn numbers(portal: &Portal) -> Result<Arc<YearNumbers>, Failure> {
    let state = (portal.app.store().size().await.map_err(Error::Store)?, portal.app.today());
    if let Some(numbers) = portal.year.get("", state) {
        return Ok(numbers);
    }
    let numbers = Arc::new(portal.app.public_year().await?);
    portal.year.keep(String::new(), state, numbers.clone());
    Ok(numbers)
}

/// Bars as long as their share of the longest.
fn bars(values: impl Iterator<Item = (String, String, Count)>) -> Vec<Bar> {
    let values: Vec<_> = values.collect();
    let longest = values.iter().map(|(_, _, count)| count.number).max().unwrap_or(0).max(1);
    values
        .into_iter()
        .map(|(label, link, count)| Bar {
            label,
            link,
            length: count.number.saturating_mul(100).div_ceil(longest).min(100),
            count: words::counted(count),
        })
        .collect()
}
