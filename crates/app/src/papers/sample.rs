//! Samples and blanks: what a paper looks like before anybody has filled it in.
//!
//! A sample is taken from the worked examples of the pack where one of them issues the paper; its people are invented. Where none
//! does, the places are filled from the fields' own labels and options, so that the sample always shows every place.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use serde_json::{Map, Value, json};
use zhiheng_calendar::Calendar;
use zhiheng_domain::paper::{self, Source};
use zhiheng_domain::{PaperRow, SignOff, example};
use zhiheng_law::{ActType, Field, FieldType, Pack, PaperRule, Procedure};

use super::sheet_of;
use crate::ports::press::{Sheet, Standing};

/// Day of samples that no example dates.
const DAY: Date = date(2026, 3, 2);
/// Agency of samples.
const AGENCY: &str = "示例机关";
/// What stands where a pen will write.
const ROOM: &str = "＿＿＿＿＿＿";
/// Where a long text will be written: lines of it.
const LONG: usize = 60;
/// Where the day of the paper itself stands in its text: the layout leaves room for it below.
const OPEN_DAY: &str = "＿＿年＿月＿日";
/// Where another day will be written.
const OPEN_DATE: &str = "＿＿＿＿年＿＿月＿＿日";
/// Where a moment will be written.
const OPEN_MOMENT: &str = "＿＿＿＿年＿＿月＿＿日＿＿时＿＿分";

/// A sample of a paper: `paper` is the id of its rule in the pack.
pub fn sample(
    pack: &Pack,
    calendar: &Calendar,
    procedure: &str,
    act: &str,
    paper: &str,
) -> Option<Sheet> {
    let procedure = pack.procedures.get(procedure)?;
    let act = procedure.act(act)?;
    let rule = act.papers.iter().find(|rule| rule.id == paper)?;
    let key = format!("{}.{}", procedure.id, act.id);
    let held = from_examples(pack, calendar, procedure, act, rule)
        .unwrap_or_else(|| invented(procedure, act, rule));
    let mut sheet = sheet_of(&key, &held, AGENCY, Standing::Sample);
    sheet.key = format!("{key}~{}", rule.id);
    for one in &mut sheet.signatures {
        one.digest.clear();
    }
    sheet.renamed();
    Some(sheet)
}

/// What is printed on a numbered form before a pen fills in the rest.
#[derive(Debug, Clone, Copy)]
pub struct Printed<'a> {
    /// Key of its pages.
    pub key: &'a str,
    /// Agency.
    pub agency: &'a str,
    /// 文号.
    pub number: &'a str,
    /// Day on which the number was taken; it dates the file and stands nowhere on the paper.
    pub day: Date,
    /// Where and until when the party may seek redress, where the paper says so (处罚法52、59): a pen must not have to.
    pub remedy: &'a str,
}

/// A numbered form to be filled in by pen; it is the paper itself. Its days are left open, for it will be used on another day.
pub fn blank(
    procedure: &Procedure,
    act: &ActType,
    rule: &PaperRule,
    printed: &Printed<'_>,
) -> Sheet {
    let (form, facts) = (Map::new(), BTreeMap::new());
    let mut rooms = rooms(procedure, act);
    if rule.remedy.is_some() {
        rooms.insert("remedy".to_owned(), printed.remedy.to_owned());
    }
    rooms.insert("number".to_owned(), printed.number.to_owned());
    rooms.insert("paper".to_owned(), printed.number.to_owned());
    let mut held = filled(
        procedure,
        act,
        rule,
        Values { form: &form, facts: &facts, words: &rooms },
        printed.agency,
    );
    held.number = Some(printed.number.to_owned());
    held.day = printed.day;
    for text in &mut held.paragraphs {
        *text = without_due(&text.replace("（未填）", ROOM));
    }
    held.paragraphs.retain(|text| ![OPEN_DAY, printed.agency].contains(&text.trim()));
    for one in &mut held.signoffs {
        one.person.clear();
    }
    let mut sheet = sheet_of("", &held, printed.agency, Standing::Blank);
    printed.key.clone_into(&mut sheet.key);
    sheet
}

/// Room for a pen by the name of the place, wide enough for what its field asks.
fn rooms(procedure: &Procedure, act: &ActType) -> BTreeMap<String, String> {
    let room = |field: &Field| match field.kind {
        FieldType::Long => "＿".repeat(LONG),
        FieldType::Date => OPEN_DATE.to_owned(),
        FieldType::Moment => OPEN_MOMENT.to_owned(),
        FieldType::Integer | FieldType::Bool => "＿＿＿＿".to_owned(),
        FieldType::Money => "＿＿＿＿＿＿＿＿元".to_owned(),
        FieldType::Choice | FieldType::Choices if !field.options.is_empty() => {
            field.options.iter().map(|option| format!("□{option}")).collect::<Vec<_>>().join(" ")
        }
        _ => ROOM.repeat(2),
    };
    let mut rooms = BTreeMap::new();
    let others = procedure.acts.iter().flat_map(|act| &act.fields);
    for field in act.fields.iter().chain(others) {
        if let Some(fact) = &field.fact {
            rooms.entry(format!("facts.{fact}")).or_insert_with(|| room(field));
        }
    }
    for field in &act.fields {
        rooms.insert(field.id.clone(), room(field));
    }
    rooms
}

/// The text with room where a due date would stand.
fn without_due(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{due:") {
        out.push_str(before);
        out.push_str(OPEN_DATE);
        rest = after.split_once('}').map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    out
}

/// The paper as the first worked example issues it that does.
fn from_examples(
    pack: &Pack,
    calendar: &Calendar,
    procedure: &Procedure,
    act: &ActType,
    rule: &PaperRule,
) -> Option<zhiheng_domain::Paper> {
    let again = format!("{}-", rule.id);
    procedure
        .examples
        .iter()
        .filter(|example| {
            example
                .steps
                .iter()
                .any(|step| step.refused.is_none() && (step.act == act.id || step.act.is_empty()))
        })
        .find_map(|held| {
            let matter = example::run(held, procedure, pack, calendar).ok()??;
            let issued = matter.papers.into_iter();
            issued
                .filter(|paper| paper.act == act.id)
                .find(|paper| paper.id == rule.id || paper.id.starts_with(&again))
        })
}

fn invented(procedure: &Procedure, act: &ActType, rule: &PaperRule) -> zhiheng_domain::Paper {
    let mut facts = BTreeMap::new();
    for field in procedure.acts.iter().flat_map(|act| &act.fields) {
        if let Some(fact) = &field.fact {
            facts.entry(fact.clone()).or_insert_with(|| value(field));
        }
    }
    let form = act.fields.iter().map(|field| (field.id.clone(), value(field))).collect();
    let mut held = filled(
        procedure,
        act,
        rule,
        Values { form: &form, facts: &facts, words: &BTreeMap::new() },
        AGENCY,
    );
    held.number = rule.number_kind.as_ref().map(|kind| format!("示例{kind}〔2026〕1号"));
    let number = held.number.clone().unwrap_or_default();
    for text in &mut held.paragraphs {
        *text = text.replace("{paper}", &number).replace("{number}", "示例〔2026〕1号");
    }
    held
}

/// What goes into the places of a paper.
struct Values<'a> {
    form: &'a Map<String, Value>,
    facts: &'a BTreeMap<String, Value>,
    /// Words that go before either.
    words: &'a BTreeMap<String, String>,
}

/// The paper with these values in its places.
fn filled(
    procedure: &Procedure,
    act: &ActType,
    rule: &PaperRule,
    Values { form, facts, words }: Values<'_>,
    agency: &str,
) -> zhiheng_domain::Paper {
    let empty = form.is_empty();
    let or_room = |text: &str| if empty { ROOM.to_owned() } else { text.to_owned() };
    let mut others = BTreeMap::from([
        ("agency".to_owned(), agency.to_owned()),
        ("date".to_owned(), if empty { OPEN_DAY.to_owned() } else { paper::long_date(DAY) }),
        ("matter_number".to_owned(), or_room("示例〔2026〕1号")),
        ("officers".to_owned(), or_room("示例甲（SL0001）、示例乙（SL0002）")),
        ("remedy".to_owned(), "（救济途径和期限由系统依法生成）".to_owned()),
    ]);
    others.extend(words.iter().map(|(name, said)| (name.clone(), said.clone())));
    let source = Source { form, facts, others: &others };
    zhiheng_domain::Paper {
        id: rule.id.clone(),
        act: act.id.clone(),
        version: 1,
        title: rule.title.clone(),
        issuer: agency.to_owned(),
        number: None,
        addressee: String::new(),
        day: DAY,
        paragraphs: rule.body.iter().map(|text| paper::fill(text, &source)).collect(),
        outward: rule.outward,
        served: None,
        layout: rule.layout,
        rows: rule.rows.iter().map(|name| row(procedure, act, name, &source)).collect(),
        signoffs: rule
            .signoffs
            .iter()
            .filter_map(|id| procedure.act(id))
            .map(|act| SignOff {
                act: act.title.clone(),
                person: "示例甲".to_owned(),
                opinion: if empty { String::new() } else { "同意。".to_owned() },
                day: DAY,
            })
            .collect(),
        signatures: act
            .fields
            .iter()
            .filter(|field| rule.signatures.contains(&field.id))
            .map(|field| (field.label.clone(), String::new()))
            .collect(),
    }
}

fn row(procedure: &Procedure, act: &ActType, name: &str, source: &Source<'_>) -> PaperRow {
    let fact = name.strip_prefix("facts.").unwrap_or(name);
    let all = || procedure.acts.iter().flat_map(|act| &act.fields);
    let own = act.fields.iter().find(|field| field.id == name);
    let field = own.or_else(|| all().find(|field| field.fact.as_deref() == Some(fact)));
    let label = procedure.facts.iter().find(|held| held.id == fact).map(|held| held.label.clone());
    let label = own.map(|field| field.label.clone()).or(label).unwrap_or_default();
    let value = source.form.get(name).or_else(|| source.facts.get(fact));
    let columns = field.map(|field| field.columns.clone()).filter(|columns| !columns.is_empty());
    match columns {
        Some(columns) => {
            let given = value.and_then(Value::as_array);
            let texts = |row: &Value| {
                let cells = row.as_array().map(Vec::as_slice).unwrap_or_default();
                cells.iter().map(|cell| paper::shown("", cell)).collect()
            };
            let rows: Vec<Vec<String>> = match given {
                Some(rows) => rows.iter().map(texts).collect(),
                // Room for a pen.
                None => vec![vec![String::new(); columns.len()]; 10],
            };
            let table = std::iter::once(columns).chain(rows).collect();
            PaperRow { label, value: String::new(), table }
        }
        None => PaperRow {
            label,
            value: value.map(|value| paper::shown(fact, value)).unwrap_or_default(),
            table: Vec::new(),
        },
    }
}

/// A value that a field could have, in the words of the field itself.
fn value(field: &Field) -> Value {
    let label = field.label.as_str();
    match field.kind {
        FieldType::Date => json!("2026-03-02"),
        FieldType::Moment => json!("2026-03-02T09:30"),
        FieldType::Integer => json!(2),
        FieldType::Money => json!(100_000),
        FieldType::Bool => json!(true),
        FieldType::Choice => {
            field.options.first().map_or(json!("（选项）"), |first| json!(first))
        }
        FieldType::Choices => field.options.iter().take(2).cloned().collect(),
        FieldType::Person => json!("示例甲"),
        FieldType::Officers => json!(["示例甲", "示例乙"]),
        FieldType::File | FieldType::Signature => json!({ "name": format!("{label}.pdf") }),
        FieldType::Files => json!([{ "name": format!("{label}.pdf") }]),
        FieldType::Table => {
            let rows = (1..=3).map(|n| {
                field.columns.iter().map(|column| json!(format!("{column}{n}"))).collect::<Value>()
            });
            rows.collect()
        }
        FieldType::Item => json!("示例事项001"),
        FieldType::Tier => json!("一般"),
        FieldType::Matter => json!("示例〔2026〕1号"),
        FieldType::Held => json!("0".repeat(64)),
        FieldType::Text | FieldType::Long if field.fact.as_deref() == Some("party") => {
            json!("示例餐饮店")
        }
        FieldType::Text | FieldType::Long | FieldType::ReviewItems => json!(format!("（{label}）")),
    }
}

impl Sheet {
    /// The people of the examples by names that read like names.
    fn renamed(&mut self) {
        const CALLED: [&str; 12] =
            ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "子", "丑"];
        let names: Vec<(String, String)> = example::officers()
            .into_iter()
            .zip(CALLED)
            .flat_map(|(officer, called)| {
                let called = format!("示例{called}");
                [(officer.name, called.clone()), (format!("示例人员{}", officer.id), called)]
            })
            .collect();
        let change = |text: &mut String| {
            for (name, called) in &names {
                if text.contains(name.as_str()) {
                    *text = text.replace(name.as_str(), called);
                }
            }
        };
        self.paragraphs.iter_mut().for_each(change);
        self.signoffs.iter_mut().for_each(|one| change(&mut one.person));
        for row in &mut self.rows {
            if let crate::ports::press::Cell::Text(text) = &mut row.value {
                change(text);
            }
        }
    }
}
