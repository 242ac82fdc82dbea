//! Fragments: facts, parameters and acts that many procedures share, written once and taken in by `[[use]]`.
//!
//! What this is not: a language of macros. Names written `$name` are replaced by what the procedure gives under `with`, and that is all;
//! lines stay where they are, so that a fault in a shared act points into the fragment.

use std::collections::BTreeMap;

use super::{Lines, act, procedure};
use crate::fault::PackFault;
use crate::model::{ActKind, Field, FieldType, PARTY_ITEM, Procedure};
use crate::source::{Source, Table, near, to_json};

/// Text of each fragment by its name, with the file it stands in.
pub(super) type Fragments = BTreeMap<String, (String, String)>;

/// Reads one `[[use]]` and appends what the fragment brings. What the procedure declares itself prevails.
pub(super) fn take_in(
    used: &Table<'_, '_>,
    host: &Source<'_>,
    fragments: &Fragments,
    into: &mut Procedure,
    lines: &mut Lines,
    faults: &mut Vec<PackFault>,
) {
    let name = used.text("fragment");
    let mut values: BTreeMap<String, String> = used
        .entries("with")
        .into_iter()
        .map(|(key, value, _)| {
            let json = to_json(value);
            let text = json.as_str().map_or_else(|| json.to_string(), ToOwned::to_owned);
            (key, text)
        })
        .collect();
    values.insert("stage".to_owned(), used.text("stage"));
    values.insert("step".to_owned(), used.text("step"));
    used.finish();
    let Some((file, text)) = fragments.get(&name) else {
        let names: Vec<&str> = fragments.keys().map(String::as_str).collect();
        host.fault(
            used.line,
            format!("没有叫「{name}」的共用片段"),
            format!("{}可用的有：{}", near(&name, &names), names.join("、")),
        );
        return;
    };
    bring((file, text), &values, host, into, lines, faults);
}

/// The filing of a withholding (备案), for every procedure that can withhold: the procedure does not ask for it.
pub(super) fn withholding(
    host: &Source<'_>,
    fragments: &Fragments,
    into: &mut Procedure,
    lines: &mut Lines,
    faults: &mut Vec<PackFault>,
) {
    let Some((file, text)) = fragments.get(crate::disclosure::FRAGMENT) else { return };
    let Some(act) = into.acts.iter().find(|act| act.kind == ActKind::Withhold) else { return };
    let values = BTreeMap::from([
        ("stage".to_owned(), act.stage.clone()),
        ("step".to_owned(), act.step.clone()),
        ("withhold".to_owned(), act.id.clone()),
    ]);
    bring((file, text), &values, host, into, lines, faults);
}

/// What a party sends and how it is answered (当事人来件), for every procedure with acts that a party can start; those acts can name what
/// they take over.
pub(super) fn party(
    host: &Source<'_>,
    fragments: &Fragments,
    into: &mut Procedure,
    lines: &mut Lines,
    faults: &mut Vec<PackFault>,
) {
    let Some((file, text)) = fragments.get(PARTY_FRAGMENT) else { return };
    let Some(first) = into.acts.iter().find(|act| act.party.is_some()) else { return };
    let values = BTreeMap::from([
        ("stage".to_owned(), first.stage.clone()),
        ("step".to_owned(), first.step.clone()),
        ("basis".to_owned(), first.basis.first().cloned().unwrap_or_default()),
    ]);
    for act in into.acts.iter_mut().filter(|act| act.party.is_some()) {
        act.fields.push(item_field());
    }
    bring((file, text), &values, host, into, lines, faults);
}

/// Fragment that is taken in without being asked for.
const PARTY_FRAGMENT: &str = "party";

fn item_field() -> Field {
    Field {
        id: PARTY_ITEM.to_owned(),
        label: "接收的当事人来件".to_owned(),
        kind: FieldType::Integer,
        required: false,
        options: Vec::new(),
        max: 50,
        help: "从“当事人来件”点“接收”的，系统已经填好；提出的日期以来件到达的时间为准。不是接收来件的不填。"
            .to_owned(),
        basis: String::new(),
        personal: false,
        public: false,
        sealed: false,
        fact: None,
        columns: Vec::new(),
        evidence: false,
        filled: false,
    }
}

/// Fills in a fragment's text and appends what it brings.
fn bring(
    (file, text): (&str, &str),
    values: &BTreeMap<String, String>,
    host: &Source<'_>,
    into: &mut Procedure,
    lines: &mut Lines,
    faults: &mut Vec<PackFault>,
) {
    let (text, missing) = fill(text, values);
    for (line, name) in missing {
        faults.push(PackFault {
            file: file.to_owned(),
            line,
            message: format!("共用片段里的 ${name} 在程序「{}」中没有给出", into.id),
            advice: format!("在 {} 的 [[use]] 里写 with = {{ {name} = \"…\" }}", host.name),
        });
    }
    let source = Source::new(file, &text);
    let document = source.document();
    let root = Table::new(&source, document.get_ref(), 1, "共用片段");
    for table in root.tables("fact", "事实") {
        let fact = procedure::fact(&table, &mut Lines::default());
        if into.facts.iter().all(|held| held.id != fact.id) {
            lines.stands_in(&format!("fact/{}", fact.id), file, table.line);
            into.facts.push(fact);
        }
    }
    for (name, parameter) in procedure::parameters(&source, &root, lines) {
        lines.stands_in(&format!("parameter/{name}"), file, 1);
        into.parameters.entry(name).or_insert(parameter);
    }
    for table in root.tables("act", "行为") {
        let act = act::act(&table, lines);
        lines.stands_in(&format!("act/{}", act.id), file, table.line);
        into.acts.push(act);
    }
    root.finish();
    faults.extend(source.into_faults());
}

/// The text with every `$name` replaced, and those for which there is no value, with their lines.
fn fill(text: &str, values: &BTreeMap<String, String>) -> (String, Vec<(usize, String)>) {
    let mut out = String::with_capacity(text.len());
    let mut missing = Vec::new();
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            out.push('\n');
        }
        // Comments speak about the names; they are not filled in.
        if line.trim_start().starts_with('#') {
            out.push_str(line);
            continue;
        }
        let mut pieces = line.split('$');
        out.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let end = piece
                .find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))
                .unwrap_or(piece.len());
            let (name, rest) = piece.split_at(end);
            match values.get(name) {
                Some(value) => out.push_str(value),
                None => missing.push((n + 1, name.to_owned())),
            }
            out.push_str(rest);
        }
    }
    (out, missing)
}
