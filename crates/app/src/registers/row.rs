//! From a step of an entry to what the record keeps, and back; from an entry to its row. Pure: the same live and in a rebuild.

use serde_json::{Map, Value};
use zhiheng_domain::register::{Content, Entry, EntryEvent, Mark, RemarkOn, Step, place};
use zhiheng_law::{Pack, Register};

use crate::error::Error;
use crate::ports::EntryRow;
use crate::sealing;

/// Stream of an entry.
pub fn stream_of(register: &str, id: &str) -> String {
    format!("entry:{register}:{id}")
}

/// Fields of a step by name, as they are committed to.
pub(super) fn fields_of(event: &EntryEvent) -> Vec<(String, Value)> {
    let EntryEvent { register, id, agency, step, n, mark, content, until, remark } = event;
    let Mark { person, name, at, opinion } = mark;
    let mut named = vec![
        ("agency".to_owned(), Value::from(agency.as_str())),
        ("actor".to_owned(), Value::from(person.as_str())),
        ("actor_name".to_owned(), Value::from(name.as_str())),
        ("at".to_owned(), Value::from(at.to_string())),
        ("id".to_owned(), Value::from(id.as_str())),
        ("n".to_owned(), Value::from(*n)),
        ("opinion".to_owned(), Value::from(opinion.as_str())),
        ("register".to_owned(), Value::from(register.as_str())),
        ("step".to_owned(), Value::from(step.id())),
    ];
    if let Some(until) = until {
        named.push(("until".to_owned(), Value::from(until.to_string())));
    }
    if let Some(RemarkOn { to, n }) = remark {
        named.push(("remark_on".to_owned(), Value::from(*n)));
        named.push(("remark_to".to_owned(), Value::from(to.as_str())));
    }
    if let Some(content) = content {
        let Content { name, category, code, none, effective, source, fields } = content;
        named.extend([
            ("category".to_owned(), Value::from(category.as_str())),
            ("code".to_owned(), Value::from(code.as_str())),
            ("effective".to_owned(), Value::from(effective.to_string())),
            ("name".to_owned(), Value::from(name.as_str())),
            ("none".to_owned(), Value::from(*none)),
            ("source".to_owned(), Value::from(source.as_str())),
        ]);
        named.extend(fields.iter().map(|(name, value)| (format!("fields.{name}"), value.clone())));
    }
    named
}

/// The step that stored fields describe.
///
/// # Errors
/// A field is missing or has another shape: the stored content is no step of an entry of this version.
pub fn event_of(content: &str) -> Result<EntryEvent, Error> {
    let named = sealing::values_of(content)?;
    let corrupt = |what: &str| Error::Internal(format!("stored entry: {what}"));
    let text = |name: &str| named.get(name).and_then(Value::as_str).ok_or_else(|| corrupt(name));
    let step = text("step")?;
    let step = Step::ALL.into_iter().chain(Step::REMARKS).find(|known| known.id() == step);
    let day = |name: &str| text(name)?.parse().map_err(|_| corrupt(name));
    let fields: Map<String, Value> = named
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("fields.")?.to_owned(), value.clone())))
        .collect();
    let content = if named.contains_key("effective") {
        Some(Content {
            name: text("name")?.to_owned(),
            category: text("category")?.to_owned(),
            code: text("code")?.to_owned(),
            none: named.get("none").and_then(Value::as_bool).ok_or_else(|| corrupt("none"))?,
            effective: day("effective")?,
            source: text("source")?.to_owned(),
            fields,
        })
    } else {
        None
    };
    let n = named.get("n").and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    Ok(EntryEvent {
        register: text("register")?.to_owned(),
        id: text("id")?.to_owned(),
        agency: text("agency")?.to_owned(),
        step: step.ok_or_else(|| corrupt("step"))?,
        n: n.ok_or_else(|| corrupt("n"))?,
        mark: Mark {
            person: text("actor")?.to_owned(),
            name: text("actor_name")?.to_owned(),
            at: text("at")?.parse().map_err(|_| corrupt("at"))?,
            opinion: text("opinion")?.to_owned(),
        },
        content,
        until: named.contains_key("until").then(|| day("until")).transpose()?,
        remark: match named.get("remark_on").and_then(Value::as_u64) {
            Some(n) => Some(RemarkOn {
                to: text("remark_to")?.to_owned(),
                n: u32::try_from(n).map_err(|_| corrupt("remark_on"))?,
            }),
            None => None,
        },
    })
}

/// The entry that a row carries.
///
/// # Errors
/// The body is none of this version.
pub fn entry_of(row: &EntryRow) -> Result<Entry, Error> {
    serde_json::from_str(&row.body)
        .map_err(|error| Error::Internal(format!("entry {} {}: {error}", row.kind, row.id)))
}

/// The row of an entry.
///
/// # Errors
/// The entry cannot be written.
pub fn row_of(entry: &Entry, pack: &Pack) -> Result<EntryRow, Error> {
    let register = pack.register(&entry.register);
    let shown = entry.shown();
    let text = |value: fn(&zhiheng_domain::register::Version) -> &str| {
        shown.map(value).unwrap_or_default().to_owned()
    };
    let span = entry.span();
    Ok(EntryRow {
        kind: entry.register.clone(),
        id: entry.id.clone(),
        agency: entry.agency.clone(),
        name: text(|version| &version.name),
        category: text(|version| &version.category),
        code: text(|version| &version.code),
        state: entry.state().id().to_owned(),
        none: shown.is_some_and(|version| version.none),
        held_from: span.map(|(from, _)| from.to_string()).unwrap_or_default(),
        held_until: span.and_then(|(_, until)| until).map(|until| until.to_string()),
        place: shown
            .zip(register)
            .map(|(version, register)| place(register, &version.fields))
            .unwrap_or_default(),
        search: shown
            .zip(register)
            .map(|(version, register)| search(register, version))
            .unwrap_or_default(),
        waits: entry.waiting().map(|(_, since)| since.date().to_string()),
        work: entry.waiting().map(|(version, _)| version.work.id().to_owned()).unwrap_or_default(),
        version: entry.seen,
        body: serde_json::to_string(entry).map_err(|error| Error::Internal(error.to_string()))?,
    })
}

/// What searches look into: what the public may see, for the public searches in it too.
fn search(register: &Register, version: &zhiheng_domain::register::Version) -> String {
    let mut parts = vec![version.name.clone(), version.category.clone()];
    for column in register.columns.iter().filter(|column| column.public) {
        match version.fields.get(&column.id) {
            Some(Value::String(text)) => parts.push(text.clone()),
            Some(Value::Array(items)) => {
                parts.extend(items.iter().filter_map(Value::as_str).map(ToOwned::to_owned));
            }
            _ => {}
        }
    }
    parts.dedup();
    parts.join("\n").to_lowercase().replace('\0', "")
}
