//! A table becomes entries that are collected, or handed on to examination: all rows or none.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use zhiheng_domain::register::{Step, Wish, read};
use zhiheng_domain::{Actor, Refusal};
use zhiheng_law::{ColumnType, Register};
use zhiheng_sheets::kinds::FieldSpec;
use zhiheng_sheets::{Kind, Mapping, RowFault, Shape, Table, fine, read_places};

use super::change::{EntryWish, Failed, Known};
use super::row::entry_of;
use crate::application::App;
use crate::error::Error;

/// Column that says which agency a row belongs to, where a table speaks for several.
const AGENCY: &str = "@agency";
/// Most rows of one table.
const MOST: usize = 20_000;

/// What became of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Rows in the file.
    pub rows: usize,
    /// Rows taken.
    pub accepted: usize,
    /// Rows that say what the register says already.
    pub unchanged: usize,
    /// Rows refused; one refused row keeps every row out.
    pub rejected: usize,
    /// Why, by sheet, row and column.
    pub report: Vec<RowFault>,
    /// The mapping that was used.
    pub mapping: Mapping,
}

/// How a table is to be taken.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// Agency of rows that name none.
    pub agency: Option<&'a str>,
    /// Act in the name of the agency that each row names: for the operator of the platform.
    pub for_any: bool,
    /// Handed on to examination; else kept as drafts.
    pub submit: bool,
    /// Say what would become of it and write nothing.
    pub check: bool,
}

/// A file as a table of a register, with the columns matched. It takes as long as the file is large.
///
/// # Errors
/// The file is no table.
pub fn read_table(register: &Register, bytes: &[u8]) -> Result<(Table, Mapping), Error> {
    let table = zhiheng_sheets::table::read_all(bytes)
        .map_err(|fault| Error::field("import.file", "file", fault.to_string()))?;
    let mapping = Mapping::guess(&sheet_kind(register), &table);
    Ok((table, mapping))
}

/// An empty table of a register to fill in, as a workbook.
///
/// # Errors
/// The workbook cannot be written.
pub fn template(register: &Register) -> Result<Vec<u8>, Error> {
    zhiheng_sheets::template::write(&sheet_kind(register))
        .map_err(|error| Error::Internal(format!("template: {error}")))
}

/// The columns of a register as an import reads them.
pub fn sheet_kind(register: &Register) -> Kind {
    let mut fields: Vec<FieldSpec> = register
        .columns
        .iter()
        .map(|column| FieldSpec {
            id: column.id.clone(),
            label: column.title.clone(),
            columns: column.names.clone(),
            required: column.required,
            shape: match column.kind {
                ColumnType::Text | ColumnType::Long => Shape::Text(column.limit),
                ColumnType::Day => Shape::Day,
                ColumnType::Money => Shape::Money,
                ColumnType::YesNo => Shape::YesNo,
                ColumnType::List => Shape::List,
                ColumnType::Choice => Shape::Choice(column.options.clone()),
                ColumnType::Integer => Shape::Integer,
                ColumnType::Decimal => Shape::Decimal,
                ColumnType::Code
                | ColumnType::Agency
                | ColumnType::Procedure
                | ColumnType::Item => Shape::Code(column.limit),
            },
            help: column.help.clone(),
        })
        .collect();
    fields.push(FieldSpec {
        id: AGENCY.to_owned(),
        label: "机关编号".to_owned(),
        columns: ["机关编号", "实施机关编号", "单位编号"].map(ToOwned::to_owned).to_vec(),
        required: false,
        shape: Shape::Id,
        help: "一张表里有几个机关的，写明各是哪个机关的；只有一个机关的不用填".to_owned(),
    });
    Kind { id: register.id.clone(), title: register.title.clone(), fields, whole: true }
}

impl App {
    /// Takes a table into a register and says what became of each row.
    ///
    /// # Errors
    /// There is no such register, the person collects nothing, or the store is not there. Wrong rows are no error: they are
    /// in the report.
    pub async fn import_entries(
        &self,
        actor: &Actor,
        kind: &str,
        (table, mapping): (&Table, &Mapping),
        source: &str,
        manner: Manner<'_>,
    ) -> Result<Imported, Error> {
        let register = self.register_of(kind)?;
        let step = if manner.submit { Step::Propose } else { Step::Draft };
        if !step.powers().iter().any(|power| actor.may(*power)) {
            return Err(Error::Denied("您的岗位不采集名录，不能导入".to_owned()));
        }
        let sheet = sheet_kind(register);
        let (rows, mut faults) = read_places(&sheet, table, mapping);
        let mut imported =
            Imported { rows: table.rows.len(), mapping: mapping.clone(), ..Imported::default() };
        if table.rows.len() > MOST {
            let why = format!("超过 {MOST} 行，请分成几个文件导入");
            return Err(Error::field("import.too_many", "file", why));
        }
        let mut known = Known::default();
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        let mut taken = Vec::new();
        for (place, values) in rows {
            let told = |column: &str, code: &'static str, reason: String| {
                let row = table.rows.get(place);
                RowFault {
                    sheet: row.map(|row| row.sheet.clone()).unwrap_or_default(),
                    row: row.map_or(place, |row| row.number),
                    column: column.to_owned(),
                    code,
                    reason,
                }
            };
            let (agency, fields) = completed(register, values);
            let Some(agency) = agency.or_else(|| manner.agency.map(ToOwned::to_owned)) else {
                let why = "没有写明是哪个机关的".to_owned();
                faults.push(told("机关编号", "import.required", why));
                continue;
            };
            if self.tree().await?.get(&agency).is_none() {
                let why = format!("没有编号为“{agency}”的机关");
                faults.push(told("机关编号", "import.unknown_agency", why));
                continue;
            }
            let actor = if manner.for_any {
                Actor { agency: agency.clone(), ..actor.clone() }
            } else {
                actor.clone()
            };
            let wish = EntryWish {
                id: None,
                agency: Some(agency),
                seen: None,
                wish: Wish { step, fields, none: None, day: None, words: source.to_owned() },
            };
            let agency = wish.agency.as_deref().unwrap_or_default();
            match self.take(register, &actor, agency, &wish, &mut known).await {
                Ok(step) => {
                    if let Some(before) = ids.get(&step.entry.id) {
                        let line = table.rows.get(*before);
                        let (sheet, row) = line.map_or(("", 0), |row| (&row.sheet, row.number));
                        let why = format!("与{sheet}第 {row} 行是同一条");
                        faults.push(told(&key_titles(register), "import.duplicate", why));
                        continue;
                    }
                    ids.insert(step.entry.id.clone(), place);
                    taken.push(step);
                }
                Err(Failed::Refused(_, refusals)) => {
                    if self.is_known(register, &wish, &refusals).await? {
                        imported.unchanged += 1;
                        continue;
                    }
                    faults.extend(refusals.into_iter().map(|refusal| {
                        let column = refusal.field.as_deref().and_then(|id| register.column(id));
                        let title = column.map_or("", |column| column.title.as_str());
                        told(title, code(&refusal.code), refusal.message)
                    }));
                }
                Err(Failed::Error(error)) => return Err(error),
            }
        }
        faults.sort_by(|one, other| (&one.sheet, one.row).cmp(&(&other.sheet, other.row)));
        if faults.is_empty() {
            imported.accepted = taken.len();
            if !manner.check && !taken.is_empty() {
                self.write_entries(&actor.id, &taken).await?;
            }
        } else {
            imported.unchanged = 0;
            imported.rejected = table.rows.len();
        }
        imported.report = faults;
        Ok(imported)
    }

    /// Whether a row says what is published or what waits already.
    async fn is_known(
        &self,
        register: &Register,
        wish: &EntryWish,
        refusals: &[Refusal],
    ) -> Result<bool, Error> {
        match refusals {
            [one] if one.code == "register.unchanged" => Ok(true),
            [one] if one.code == "register.pending" => {
                let Ok(fields) = read(register, &wish.wish.fields) else { return Ok(false) };
                let agency = wish.agency.as_deref().unwrap_or_default();
                let id = zhiheng_domain::register::id_of(register, agency, &fields, |text| {
                    self.digest(text)
                });
                let row = self.store().entry(&register.id, &id).await?;
                let entry = row.as_ref().map(entry_of).transpose()?;
                let working = entry.as_ref().and_then(|entry| entry.working.as_ref());
                Ok(working.is_some_and(|working| working.fields == fields))
            }
            _ => Ok(false),
        }
    }
}

/// The agency that a row names, and its values with what can be read out of its words.
fn completed(
    register: &Register,
    mut values: Map<String, Value>,
) -> (Option<String>, Map<String, Value>) {
    let agency = values.remove(AGENCY).and_then(|value| value.as_str().map(ToOwned::to_owned));
    complete(register, &mut values);
    (agency, values)
}

/// Fills in what a column can be read out of another one's words, where nothing was given: the amounts of a 裁量标准.
pub(super) fn complete(register: &Register, values: &mut Map<String, Value>) {
    let readable = || register.columns.iter().filter(|column| column.from.is_some());
    // An amount that somebody wrote stands; then the words are not read at all.
    let written = |id: &str| values.get(id).is_some_and(|value| !value.is_null() && *value != "");
    if readable().any(|column| written(&column.id)) {
        return;
    }
    for column in readable() {
        let words = column.from.as_deref().and_then(|from| values.get(from)?.as_str());
        if let Some(value) = words.and_then(|words| fine::read(words).value(&column.id)) {
            values.insert(column.id.clone(), value);
        }
    }
}

fn key_titles(register: &Register) -> String {
    let title = |key: &String| register.column(key).map(|column| column.title.clone());
    register.key.iter().filter_map(title).collect::<Vec<_>>().join("、")
}

/// The code of a refusal as reports write it.
fn code(code: &str) -> &'static str {
    match code {
        "input.reference" => "import.reference",
        "input.range" => "import.range",
        "input.required" => "import.required",
        "input.too_long" => "import.too_long",
        "register.pending" => "register.pending",
        "authority.agency" => "authority.agency",
        "authority.power" => "authority.power",
        _ => "import.refused",
    }
}
