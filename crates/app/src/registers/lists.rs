//! Registers and their entries as staff list them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::register::{Entry, State, Step, Version, Work};
use zhiheng_law::{Column, ColumnType, Register};

use super::row::entry_of;
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::{EntryFilter, EntryTally, StoreError};
use crate::shapes::Id;
use crate::tree::Tree;

/// Rows on one page where the caller does not say.
const PAGE: usize = 50;
/// Most rows on one page.
const MOST: usize = 500;
/// Longest value of a filter, in bytes.
const LONGEST: usize = 400;

/// One register.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RegisterInfo {
    /// Id.
    pub id: String,
    /// Name.
    pub title: String,
    /// What one entry is called.
    pub noun: String,
    /// What it is for.
    pub help: String,
    /// Articles.
    pub basis: Vec<String>,
    /// Shown to the public.
    pub public: bool,
    /// Column by which it is grouped.
    pub group: Option<String>,
    /// Values that the column may have; empty where any will do.
    pub groups: Vec<String>,
    /// Columns, in order.
    pub columns: Vec<ColumnInfo>,
    /// How many entries there are, by state.
    pub counts: BTreeMap<String, u64>,
    /// Where it is stated that there are none.
    pub none: Vec<NoneInfo>,
    /// What the caller may do.
    pub can: Powers,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ColumnInfo {
    /// Id.
    pub id: String,
    /// Name.
    pub title: String,
    /// `text`, `long`, `day`, `money`, `yesno`, `list`, `code`, `choice`, `integer`, `decimal`, `agency`, `procedure`, `item`.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: &'static str,
    /// Must be filled in.
    pub required: bool,
    /// Values to choose from.
    pub options: Vec<String>,
    /// What to write there.
    pub help: String,
    /// Shown to the public.
    pub public: bool,
    /// Part of what makes an entry this entry.
    pub key: bool,
}

/// A statement that there is no such entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoneInfo {
    /// Id of the statement.
    pub id: String,
    /// Agency.
    pub agency: Id,
    /// Group; empty = the whole register.
    pub group: String,
    /// Since when.
    pub effective: String,
}

/// What a person may do with entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Powers {
    /// Collect and hand on.
    pub propose: bool,
    /// Examine.
    pub examine: bool,
    /// Publish and withdraw.
    pub publish: bool,
}

/// One entry in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EntryLine {
    /// Id.
    pub id: String,
    /// Code of the item that it is about.
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// Agency.
    pub agency: Id,
    /// Value of the grouping column.
    pub group: String,
    /// It states that there is no such entry.
    pub none: bool,
    /// State.
    pub state: String,
    /// Its name.
    pub state_title: String,
    /// Number of the version shown.
    pub version: u32,
    /// First day on which it holds.
    pub effective: String,
    /// First day on which it does not hold any more.
    pub until: Option<String>,
    /// What is under work beside it.
    pub working: Option<WorkingInfo>,
    /// Version of its stream.
    pub seen: u64,
    /// Values by column.
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
}

/// A version under work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorkingInfo {
    /// Its number.
    pub version: u32,
    /// `draft` or `pending`.
    pub state: String,
    /// Name of the state.
    pub state_title: String,
    /// Examined; waits for its publication.
    pub examined: bool,
}

/// One page of entries.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EntryList {
    /// The entries.
    pub items: Vec<EntryLine>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// How many there are.
    pub total: u64,
    /// False where there may be more than were counted.
    pub exact: bool,
}

impl App {
    /// Every register, with what the caller sees of it.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn registers(&self, caller: &Caller) -> Result<Vec<RegisterInfo>, Error> {
        let agencies = caller.agencies();
        let tallies = self.store().entry_tallies(agencies.as_deref()).await?;
        let tree = self.tree().await?;
        let mut infos = Vec::new();
        for register in &self.pack().registers {
            let own = || tallies.iter().filter(|tally| tally.kind == register.id);
            let mut counts: BTreeMap<String, u64> =
                State::SHOWN.map(|state| (state.id().to_owned(), 0)).into();
            for tally in own().filter(|tally| !tally.none) {
                *counts.entry(tally.state.clone()).or_default() += tally.held;
            }
            let stated = own().any(|tally| tally.none && tally.state == "published");
            let none = if stated {
                self.stated(register, caller.agencies(), &tree).await?
            } else {
                Vec::new()
            };
            let may = |step: Step| step.powers().iter().any(|power| caller.actor.may(*power));
            infos.push(RegisterInfo {
                id: register.id.clone(),
                title: register.title.clone(),
                noun: register.noun.clone(),
                help: register.help.clone(),
                basis: register.basis.clone(),
                public: register.public,
                group: register.category.clone(),
                groups: register.categories().to_vec(),
                columns: columns(register),
                counts,
                none,
                can: Powers {
                    propose: may(Step::Propose),
                    examine: may(Step::Examine),
                    publish: may(Step::Publish),
                },
            });
        }
        Ok(infos)
    }

    /// Where it is stated today that a register holds nothing.
    pub(super) async fn stated(
        &self,
        register: &Register,
        agencies: Option<Vec<String>>,
        tree: &Tree,
    ) -> Result<Vec<NoneInfo>, Error> {
        let today = self.today();
        // Statements have no key, so they stand before everything else.
        let filter = EntryFilter {
            kind: register.id.clone(),
            agencies,
            words: zhiheng_domain::register::NONE.to_owned(),
            on: Some(today.to_string()),
            limit: MOST,
            ..EntryFilter::default()
        };
        let mut none = Vec::new();
        for row in self.store().entries(&filter).await?.items.iter().filter(|row| row.none) {
            let entry = entry_of(row)?;
            let Some(version) = entry.on(today) else { continue };
            none.push(NoneInfo {
                id: entry.id.clone(),
                agency: Id::new(&entry.agency, tree.name(&entry.agency)),
                group: version.category.clone(),
                effective: version.effective.to_string(),
            });
        }
        Ok(none)
    }

    /// A page of entries: the caller's own agencies' in every state, others' as far as they hold.
    ///
    /// # Errors
    /// There is no such register, a filter is wrong, or the store is not there.
    pub async fn entry_list(
        &self,
        caller: &Caller,
        kind: &str,
        given: &[(String, String)],
    ) -> Result<EntryList, Error> {
        let register = self.register_of(kind)?;
        let tree = self.tree().await?;
        let mut filter = EntryFilter {
            kind: register.id.clone(),
            agencies: caller.agencies(),
            limit: PAGE,
            ..EntryFilter::default()
        };
        let mut seen: Vec<&str> = Vec::new();
        for (name, value) in given {
            let value = value.trim();
            if seen.contains(&name.as_str()) {
                return Err(wrong("input.repeated", name, "这一条件只能给一次"));
            }
            seen.push(name);
            if value.len() > LONGEST || value.chars().any(char::is_control) {
                return Err(wrong("input.too_long", name, "条件过长，或者含有控制字符"));
            }
            if value.is_empty() {
                continue;
            }
            let text = Some(value.to_owned());
            match name.as_str() {
                "words" => value.clone_into(&mut filter.words),
                "state" if State::parse(value).is_some() => filter.state = text,
                "state" => return Err(wrong("input.choice", name, "没有这一状态")),
                "agency" if caller.scope.iter().any(|held| held == value) => {
                    filter.agencies = Some(vec![value.to_owned()]);
                }
                "agency" => {
                    return Err(wrong(
                        "input.choice",
                        name,
                        "没有这一机关，或者不在您的查看范围内",
                    ));
                }
                "group" => filter.category = text,
                "item" => filter.code = text,
                "in_force" if value == "true" => filter.on = Some(self.today().to_string()),
                "waiting" if value == "true" => filter.waiting = true,
                "in_force" | "waiting" if value == "false" => {}
                "in_force" | "waiting" => {
                    return Err(wrong("input.choice", name, "应是 true 或 false"));
                }
                "cursor" => filter.cursor = text,
                "limit" => match value.parse() {
                    Ok(limit @ 1..=MOST) => filter.limit = limit,
                    _ => return Err(wrong("input.integer", name, "应是 1 至 500 的整数")),
                },
                _ => {
                    let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                    return Err(wrong("input.unknown", &name, "没有这一条件"));
                }
            }
        }
        let page = self.store().entries(&filter).await.map_err(|fault| match fault {
            StoreError::Input(reason) => Error::field("input.query", "cursor", reason),
            fault => Error::Store(fault),
        })?;
        let today = filter.on.is_some().then(|| self.today());
        let mut items = Vec::with_capacity(page.items.len());
        for row in &page.items {
            let entry = entry_of(row)?;
            let shown = today.map_or_else(|| entry.shown(), |day| entry.on(day));
            items.extend(shown.map(|version| line(&entry, version, &tree)));
        }
        Ok(EntryList { items, next: page.next, total: page.total, exact: page.exact })
    }
}

pub(super) fn line(entry: &Entry, version: &Version, tree: &Tree) -> EntryLine {
    let state = entry.state();
    let working = entry.working.as_ref().filter(|working| working.n != version.n);
    EntryLine {
        id: entry.id.clone(),
        code: Some(version.code.clone()).filter(|code| !code.is_empty()),
        name: version.name.clone(),
        agency: Id::new(&entry.agency, tree.name(&entry.agency)),
        group: version.category.clone(),
        none: version.none,
        state: state.id().to_owned(),
        state_title: state.title().to_owned(),
        version: version.n,
        effective: version.effective.to_string(),
        until: version.until.map(|until| until.to_string()),
        working: working.map(|working| WorkingInfo {
            version: working.n,
            state: working.state().id().to_owned(),
            state_title: working.state().title().to_owned(),
            examined: working.work == Work::Examined,
        }),
        seen: entry.seen,
        fields: version.fields.clone(),
    }
}

pub(super) fn columns(register: &Register) -> Vec<ColumnInfo> {
    let info = |column: &Column| ColumnInfo {
        id: column.id.clone(),
        title: column.title.clone(),
        kind: type_name(column.kind),
        required: column.required,
        options: column.options.clone(),
        help: column.help.clone(),
        public: column.public,
        key: register.key.contains(&column.id),
    };
    register.columns.iter().map(info).collect()
}

fn type_name(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "text",
        ColumnType::Long => "long",
        ColumnType::Day => "day",
        ColumnType::Money => "money",
        ColumnType::YesNo => "yesno",
        ColumnType::List => "list",
        ColumnType::Code => "code",
        ColumnType::Choice => "choice",
        ColumnType::Integer => "integer",
        ColumnType::Decimal => "decimal",
        ColumnType::Agency => "agency",
        ColumnType::Procedure => "procedure",
        ColumnType::Item => "item",
    }
}

/// Counts of published entries by register, for the public.
pub(super) fn published(tallies: &[EntryTally], kind: &str) -> u64 {
    let own = |tally: &&EntryTally| tally.kind == kind && tally.state == "published" && !tally.none;
    tallies.iter().filter(own).map(|tally| tally.held).sum()
}

pub(super) fn wrong(code: &str, name: &str, why: &str) -> Error {
    Error::field(code, name, format!("“{name}”：{why}"))
}
