//! The list of decisions: search, filters with counts, pages. A wrong parameter is answered with this page and its name.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use jiff::civil::Date;
use zhiheng_app::Error;
use zhiheng_app::error::Reason;
use zhiheng_app::ports::{DecisionRow, Facet, Page};
use zhiheng_app::public::{Count, DecisionQuery, Found, PAGE};

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::marked::Marked;
use super::{Portal, address, words};

/// Categories of enforcement and the petition: always there to choose, whether or not there is a decision yet.
const CATEGORIES: [&str; 11] = [
    "行政处罚",
    "行政许可",
    "行政强制",
    "行政检查",
    "行政征收",
    "行政收费",
    "行政给付",
    "行政确认",
    "行政裁决",
    "行政奖励",
    "信访",
];
/// Most values offered in one selection.
const MOST_CHOICES: usize = 200;
/// Values shown beside the list.
const BESIDE: usize = 8;
/// Characters of the excerpt under a title.
const EXCERPT: usize = 96;

#[derive(Template)]
#[template(path = "portal/decisions.html")]
struct List<'p> {
    face: &'p Face,
    query: &'p DecisionQuery,
    faults: Vec<Fault>,
    items: Vec<Item>,
    total: String,
    range: String,
    selections: Vec<Selection>,
    from: String,
    to: String,
    narrowing: Vec<(String, String)>,
    beside: Vec<Beside>,
    /// All that was found was counted.
    whole: bool,
    /// The same as pictures.
    pictures: String,
    /// The same as a feed.
    feed: String,
    first: Option<String>,
    next: Option<String>,
    searched: bool,
}

/// A wrong parameter.
struct Fault {
    field: String,
    message: String,
}

/// One decision in the list.
struct Item {
    link: String,
    title: Marked,
    number: Marked,
    agency: Marked,
    party: Marked,
    excerpt: Marked,
    category: String,
    kinds: String,
    published: String,
    published_words: String,
    imported: bool,
}

/// One selection of the form.
struct Selection {
    field: &'static str,
    label: &'static str,
    /// Value, its count among what was found (empty where one of the field is chosen), whether it is chosen.
    choices: Vec<(String, String, bool)>,
}

/// A short list of links beside the results.
struct Beside {
    label: &'static str,
    /// Value, link, count.
    values: Vec<(String, String, String)>,
}

pub(super) async fn show(State(portal): State<Portal>, face: Face, uri: Uri) -> Response {
    settle(&face, list(&portal, &face, &uri).await)
}

async fn list(portal: &Portal, face: &Face, uri: &Uri) -> Result<Response, Failure> {
    let facets = portal.app.public_facets().await?;
    let (query, mut reasons) = asked(uri, &facets);
    let mut rows = nothing();
    let mut found = None;
    if reasons.is_empty() {
        match portal.app.public_decisions(&query).await {
            Ok(list) => {
                rows = list;
                found = Some(found_by(portal, &query).await?);
            }
            Err(Error::Input(wrong)) => reasons = wrong,
            Err(error) => return Err(error.into()),
        }
    }
    let status = if reasons.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let keep = if reasons.is_empty() { Keep::Minute } else { Keep::Never };
    let template = template(face, &query, reasons, &rows, (&facets, found.as_deref()));
    Ok(page(face, status, keep, &template))
}

/// The question in an address, with what is wrong with it. Categories are those of the law and those that occur.
pub(super) fn asked(uri: &Uri, facets: &[Facet]) -> (DecisionQuery, Vec<Reason>) {
    let categories: Vec<&str> = CATEGORIES
        .into_iter()
        .chain(values(facets, "category").map(|facet| facet.value.as_str()))
        .collect();
    match DecisionQuery::parse(&address::pairs(uri), &categories) {
        Ok(query) => (query, Vec::new()),
        Err(wrong) => *wrong,
    }
}

/// The values of what a question finds, asked once for each state of the record.
pub(super) async fn found_by(
    portal: &Portal,
    query: &DecisionQuery,
) -> Result<Arc<Found>, Failure> {
    let state = (portal.app.store().size().await.map_err(Error::Store)?, portal.app.today());
    let question = address::link("", query.pairs());
    if let Some(found) = portal.found.get(&question, state) {
        return Ok(found);
    }
    let found = Arc::new(portal.app.public_found(query).await?);
    portal.found.keep(question, state, found.clone());
    Ok(found)
}

/// The list of a question with some conditions set anew; an empty one is taken away.
pub(super) fn narrowed(query: &DecisionQuery, more: &[(&'static str, String)]) -> String {
    let mut pairs = query.pairs();
    pairs.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    pairs.extend(more.iter().filter(|(_, value)| !value.is_empty()).cloned());
    address::link("/decisions", pairs)
}

/// First and last day of a month `YYYY-MM` or of a year `YYYY`, as conditions.
pub(super) fn span(value: &str) -> [(&'static str, String); 2] {
    let first = format!("{value}{}", if value.len() == 4 { "-01-01" } else { "-01" });
    let last = first.parse::<Date>().ok().map(|day| match value.len() {
        4 => format!("{value}-12-31"),
        _ => day.last_of_month().to_string(),
    });
    [("from", first), ("to", last.unwrap_or_default())]
}

fn template<'p>(
    face: &'p Face,
    query: &'p DecisionQuery,
    reasons: Vec<Reason>,
    rows: &Page<DecisionRow>,
    (facets, found): (&[Facet], Option<&Found>),
) -> List<'p> {
    let here = query.pairs();
    let next = rows.next.as_ref().map(|cursor| {
        let place =
            [("cursor", cursor.clone()), ("page", query.page.saturating_add(1).to_string())];
        narrowed(query, &place)
    });
    let narrowing = here
        .iter()
        .filter(|(name, _)| *name != "q")
        .map(|(name, value)| {
            let shown = match *name {
                "from" => format!("{} 起", words::stored_day(value)),
                "to" => format!("至 {}", words::stored_day(value)),
                _ => value.clone(),
            };
            (shown, narrowed(query, &[(*name, String::new())]))
        })
        .collect();
    List {
        face,
        query,
        faults: reasons
            .into_iter()
            .map(|reason| Fault {
                field: reason.field.unwrap_or_default(),
                message: reason.message,
            })
            .collect(),
        items: rows.items.iter().map(|row| item(row, &query.words)).collect(),
        total: words::counted(Count { number: rows.total, exact: rows.exact }),
        range: range(query.page, rows.items.len()),
        selections: selections(query, facets, found),
        from: query.from.map(|day| day.to_string()).unwrap_or_default(),
        to: query.to.map(|day| day.to_string()).unwrap_or_default(),
        narrowing,
        beside: found.map(|found| beside(query, found)).unwrap_or_default(),
        whole: found.is_none_or(|found| found.whole),
        feed: address::link("/feed.atom", here.clone()),
        pictures: address::link("/numbers", here),
        first: query.cursor.is_some().then(|| narrowed(query, &[])),
        next,
        searched: !query.words.is_empty() || query.is_narrowed(),
    }
}

/// What narrows further, with how many of the decisions found each would leave.
fn beside(query: &DecisionQuery, found: &Found) -> Vec<Beside> {
    let dated = query.from.is_some() || query.to.is_some();
    [
        ("category", "类别", query.category.is_some()),
        ("kind", "处理种类", query.kind.is_some()),
        ("region", "地区", query.region.is_some()),
        ("agency", "机关", query.agency.is_some()),
        ("year", "公开的年份", dated),
    ]
    .into_iter()
    .filter(|(_, _, chosen)| !chosen)
    .map(|(field, label, _)| {
        let mut values: Vec<&(String, Count)> = found.of(field).iter().collect();
        if field == "year" {
            values.reverse();
        } else {
            // Commonest first: this orders choices, it ranks nobody.
            values.sort_by_key(|value| std::cmp::Reverse(value.1.number));
        }
        let values = values.into_iter().take(BESIDE).map(|(value, count)| {
            let link = match field {
                "year" => narrowed(query, &span(value)),
                _ => narrowed(query, &[(field, value.clone())]),
            };
            (value.clone(), link, at_least(*count))
        });
        Beside { label, values: values.collect() }
    })
    .filter(|beside: &Beside| beside.values.len() > 1)
    .collect()
}

/// A count beside a value: a lower bound bears a plus sign, which the page explains.
fn at_least(count: Count) -> String {
    let plus = if count.exact { "" } else { "+" };
    format!("{}{plus}", words::grouped(count.number))
}

fn item(row: &DecisionRow, asked: &str) -> Item {
    let part = |text: &str, most| Marked::excerpt(text, asked, most);
    let body = if row.facts.is_empty() { &row.result } else { &row.facts };
    // The excerpt comes from where the words are, otherwise from the facts.
    let told = [&row.facts, &row.result, &row.basis]
        .into_iter()
        .find(|text| {
            let text = text.to_ascii_lowercase();
            asked.split_whitespace().any(|word| text.contains(&word.to_ascii_lowercase()))
        })
        .unwrap_or(body);
    let title = if row.title.is_empty() { "（无标题）" } else { row.title.as_str() };
    Item {
        link: format!("/decisions/{}", row.id),
        title: part(title, 80),
        number: part(&row.number, 60),
        agency: part(&row.agency_name, 40),
        party: part(&row.party, 60),
        excerpt: part(told, EXCERPT),
        category: row.category.clone(),
        kinds: row.kinds.join("、"),
        published_words: words::stored_day(&row.published),
        published: row.published.clone(),
        imported: !row.source.is_empty(),
    }
}

/// What may be chosen. Where nothing is chosen yet, each value says how many of the decisions found it would leave.
fn selections(query: &DecisionQuery, facets: &[Facet], found: Option<&Found>) -> Vec<Selection> {
    let fields = [
        ("category", "类别", &query.category),
        ("agency", "机关", &query.agency),
        ("region", "地区", &query.region),
        ("kind", "处理种类", &query.kind),
    ];
    fields
        .into_iter()
        .map(|(field, label, chosen)| {
            let chosen = chosen.clone().unwrap_or_default();
            let counts = found.filter(|_| chosen.is_empty());
            let counted = |value: &str| {
                counts.map(|found| at_least(found.count(field, value))).unwrap_or_default()
            };
            let mut choices: Vec<(String, String, bool)> = values(facets, field)
                .take(MOST_CHOICES)
                .map(|facet| (facet.value.clone(), counted(&facet.value), facet.value == chosen))
                .collect();
            if !chosen.is_empty() && choices.iter().all(|choice| !choice.2) {
                choices.insert(0, (chosen.clone(), String::new(), true));
            }
            Selection { field, label, choices }
        })
        .collect()
}

/// Values of a field, commonest first: this orders choices, it ranks nobody.
fn values<'f>(facets: &'f [Facet], field: &str) -> impl Iterator<Item = &'f Facet> {
    let mut held: Vec<&Facet> = facets.iter().filter(|facet| facet.field == field).collect();
    held.sort_by(|one, other| {
        other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value))
    });
    held.into_iter()
}

fn range(page: u32, shown: usize) -> String {
    let before = u64::from(page.saturating_sub(1)).saturating_mul(u64::try_from(PAGE).unwrap_or(0));
    let shown = u64::try_from(shown).unwrap_or(0);
    format!(
        "{}–{}",
        words::grouped(before.saturating_add(1)),
        words::grouped(before.saturating_add(shown))
    )
}

fn nothing() -> Page<DecisionRow> {
    Page { items: Vec::new(), next: None, total: 0, exact: true }
}
