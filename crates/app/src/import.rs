//! Importing a table: registers all or nothing, published decisions row by row; one append either way.
//!
//! What this is not: reading the file (see `zhiheng_sheets`). Here rows are compared with what the platform holds and written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use zhiheng_domain::disclosure::held_back;
use zhiheng_law::disclosure::PORTAL;
use zhiheng_sheets::mapping::{Numbered, Values};
use zhiheng_sheets::{Kind, Mapping, Report, RowFault, Table, read_rows};

use crate::application::App;
use crate::devices::DEVICES;
use crate::error::Error;
use crate::imported::ImportedDecision;
use crate::officers::OFFICERS;
use crate::ports::RegisterFilter;
use crate::registry::Entry;
use crate::sealing::kind as events;

/// Rows written in one append; a file of many is written in several, each whole.
const BATCH: usize = 500;
/// What of a decision that is taken over is shown to the public, with the name of its column.
const SHOWN: [(&str, &str); 5] = [
    ("title", "标题"),
    ("party", "当事人"),
    ("facts", "违法事实"),
    ("basis", "依据"),
    ("result", "处罚内容"),
];

impl App {
    /// Imports a table and says what became of each row.
    ///
    /// # Errors
    /// The store is not there. Wrong rows are no error: they are in the report.
    pub async fn import(
        &self,
        actor: &str,
        kind: &Kind,
        table: &Table,
        mapping: &Mapping,
        source: &str,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Report, Error> {
        let (rows, mut faults) = read_rows(kind, table, mapping);
        let (mut rows, more) = self.cross_check(actor, kind, rows).await?;
        faults.extend(more);
        if kind.id == DEVICES {
            let (right, more) = self.device_rows(rows).await?;
            rows = right;
            faults.extend(more);
        }
        faults.sort_by_key(|fault| fault.row);
        let wrong: BTreeSet<usize> = faults.iter().map(|fault| fault.row).collect();
        let unreadable = rows.is_empty() && !faults.is_empty();
        let stop = kind.whole && !faults.is_empty();
        let accepted = if stop { 0 } else { rows.len() };
        if !stop {
            if kind.id == "decisions" {
                let decisions: Vec<ImportedDecision> =
                    rows.iter().map(|row| decision(row, source)).collect();
                for (n, part) in decisions.chunks(BATCH).enumerate() {
                    self.take_over(actor, part).await?;
                    progress((n * BATCH + part.len()).min(decisions.len()), decisions.len());
                }
            } else {
                let mut entries: Vec<Entry> =
                    rows.into_iter().map(|(_, values)| entry(kind, values)).collect();
                if kind.id == OFFICERS {
                    self.carry(&mut entries).await?;
                }
                if kind.id == DEVICES {
                    let serials = self.unclaimed(&entries).await?;
                    entries.extend(serials);
                }
                self.enter(actor, entries).await?;
                progress(accepted, accepted);
            }
        }
        let rejected = if stop || unreadable { table.rows.len() } else { wrong.len() };
        Ok(Report {
            rows: table.rows.len(),
            accepted,
            rejected,
            report: faults,
            mapping: mapping.clone(),
        })
    }

    /// What a table does not tell about an officer stays: training, phones, the photo.
    async fn carry(&self, entries: &mut [Entry]) -> Result<(), Error> {
        const CARRIED: [&str; 3] = ["training", "devices", "photo"];
        let ids = entries.iter().map(|entry| entry.id.clone()).collect();
        let filter = RegisterFilter { kind: OFFICERS.to_owned(), agencies: None, ids };
        let rows = self.store().register(&filter).await?;
        let held: BTreeMap<&str, &str> =
            rows.iter().map(|row| (row.id.as_str(), row.body.as_str())).collect();
        for entry in entries {
            let Some(body) = held.get(entry.id.as_str()) else { continue };
            let Ok(body) = serde_json::from_str::<Map<String, Value>>(body) else { continue };
            for (name, value) in body {
                if CARRIED.contains(&name.as_str()) {
                    entry.body.entry(name).or_insert(value);
                }
            }
        }
        Ok(())
    }

    /// Officers and devices whose life is on this platform: a table changes it no more.
    async fn kept_here(&self, kind: &Kind, ids: Vec<String>) -> Result<BTreeSet<String>, Error> {
        if !matches!(kind.id.as_str(), OFFICERS | DEVICES) || ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let filter = RegisterFilter { kind: kind.id.clone(), agencies: None, ids };
        let rows = self.store().register(&filter).await?;
        Ok(rows
            .into_iter()
            .filter(|row| {
                serde_json::from_str::<Map<String, Value>>(&row.body)
                    .is_ok_and(|body| body.get("kept_here") == Some(&Value::Bool(true)))
            })
            .map(|row| row.id)
            .collect())
    }

    /// What only the platform knows: unknown agencies, the same id or 文号 twice, decisions that belong into a matter.
    async fn cross_check(
        &self,
        actor: &str,
        kind: &Kind,
        rows: Vec<Numbered>,
    ) -> Result<(Vec<Numbered>, Vec<RowFault>), Error> {
        let tree = self.tree().await?;
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        for (row, values) in &rows {
            if let Some(id) = values.get("id").and_then(Value::as_str) {
                ids.entry(id.to_owned()).or_insert(*row);
            }
        }
        let kept_here = self.kept_here(kind, ids.keys().cloned().collect()).await?;
        let mut faults = Vec::new();
        let mut numbers: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut right = Vec::with_capacity(rows.len());
        let mut own = 0;
        for (row, values) in rows {
            let text = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or_default();
            let mut fault = |column: &str, code: &'static str, reason: String| {
                faults.push(RowFault {
                    sheet: String::new(),
                    row,
                    column: column.to_owned(),
                    code,
                    reason,
                });
            };
            let before = ids.get(text("id")).copied();
            if before.is_some_and(|before| before != row) {
                fault(
                    "编号",
                    "import.duplicate",
                    format!("编号“{}”与第 {} 行重复", text("id"), before.unwrap_or_default()),
                );
                continue;
            }
            let parent = text("parent");
            if kind.id == "agencies"
                && !parent.is_empty()
                && tree.get(parent).is_none()
                && !ids.contains_key(parent)
            {
                fault(
                    "上级机关编号",
                    "import.unknown_agency",
                    format!("没有编号为“{parent}”的机关"),
                );
                continue;
            }
            if matches!(kind.id.as_str(), "officers" | "devices")
                && tree.get(text("agency")).is_none()
            {
                fault(
                    "机关编号",
                    "import.unknown_agency",
                    format!("没有编号为“{}”的机关", text("agency")),
                );
                continue;
            }
            if kept_here.contains(text("id")) {
                fault(
                    "编号",
                    "import.kept_here",
                    if kind.id == DEVICES {
                        format!(
                            "{}在本平台办过领用、送修等手续，不能由导入改变；请在“执法设备”里办理",
                            text("name")
                        )
                    } else {
                        format!(
                            "{}的执法证件在本平台办理，不能由导入改变；请在“执法人员”里办理",
                            text("name")
                        )
                    },
                );
                continue;
            }
            if kind.id == "decisions" {
                let number = (text("agency_name").to_owned(), text("number").to_owned());
                if !number.1.is_empty() {
                    if let Some(before) = numbers.get(&number) {
                        fault(
                            "文号",
                            "import.duplicate_number",
                            format!("文号“{}”与第 {before} 行重复", number.1),
                        );
                        continue;
                    }
                    numbers.insert(number.clone(), row);
                }
                if tree.all().any(|agency| agency.name == number.0) {
                    own += 1;
                    fault(
                        "决定机关",
                        "gate.review_cleared",
                        format!(
                            "{} 是本平台的机关,决定须在案件内作出并经法制审核,不能由导入产生(处罚法58)",
                            number.0
                        ),
                    );
                    continue;
                }
                if let Some((column, said)) = self.shows_personal(&values) {
                    fault(column, "disclosure.personal", said);
                    continue;
                }
            }
            right.push((row, values));
        }
        if own > 0 {
            self.note_refused_import(actor, own).await?;
        }
        Ok((right, faults))
    }

    /// The public copy of a row is held to the same rule as one that is published here: what is certain personal data stays out.
    fn shows_personal(&self, values: &Values) -> Option<(&'static str, String)> {
        let rules = &self.pack().disclosure;
        let rule = rules.rule("personal")?;
        SHOWN.into_iter().find_map(|(name, column)| {
            let text = values.get(name).and_then(Value::as_str)?;
            let left = held_back(text, &[], rules, PORTAL);
            let find = left.first()?;
            // The report of an import is kept: it names the kind and the place, not the datum itself.
            let said = format!(
                "{}：第 {} 字起是{}（{}），共 {} 处（{}）",
                rule.message,
                find.from + 1,
                find.kind.title(),
                find.why,
                left.len(),
                rule.basis
            );
            Some((column, said))
        })
    }

    async fn note_refused_import(&self, actor: &str, rows: usize) -> Result<(), Error> {
        let named = vec![
            ("act".to_owned(), Value::from("import.decisions")),
            ("actor".to_owned(), Value::from(actor)),
            ("articles".to_owned(), Value::from(vec!["处罚法58"])),
            ("codes".to_owned(), Value::from(vec!["gate.review_cleared"])),
            ("rows".to_owned(), Value::from(rows)),
        ];
        self.note(events::REFUSAL, actor, named).await
    }
}

fn entry(kind: &Kind, values: Values) -> Entry {
    let text = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (id, name) = (text("id"), text("name"));
    let agency = if kind.id == "agencies" { id.clone() } else { text("agency") };
    let body: Map<String, Value> = values;
    Entry { register: kind.id.clone(), id, agency, name, body, active: true }
}

fn decision(row: &Numbered, source: &str) -> ImportedDecision {
    let (number_in_file, values) = row;
    let text = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let title = text("title");
    let agency_name = match text("agency_name") {
        name if !name.is_empty() => name,
        // The notice's title begins with the agency that decided.
        _ => ["行政处罚", "关于"]
            .iter()
            .find_map(|mark| title.split_once(mark))
            .map_or_else(|| "（来源未注明机关）".to_owned(), |(name, _)| name.to_owned()),
    };
    let key = match (text("key"), text("row")) {
        (key, _) if key.is_empty() => format!("{source}#{number_in_file}"),
        (key, row) if row.is_empty() => format!("{key}#{number_in_file}"),
        (key, row) => format!("{key}#{row}"),
    };
    let party = text("party");
    ImportedDecision {
        key,
        number: text("number"),
        title: if title.is_empty() { format!("{party}行政处罚决定") } else { title },
        agency_name,
        category: "行政处罚".to_owned(),
        party,
        facts: text("facts"),
        basis: text("basis"),
        result: text("result"),
        kinds: values
            .get("kinds")
            .and_then(Value::as_array)
            .map(|kinds| kinds.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect())
            .unwrap_or_default(),
        fine: values.get("fine").and_then(Value::as_i64),
        region: text("region"),
        decided: text("decided"),
        published: text("published"),
        source: if text("source").is_empty() { source.to_owned() } else { text("source") },
    }
}
