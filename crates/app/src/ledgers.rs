//! Ledgers (台账): cases, papers, numbers with their voids, seals, seized goods, fines, dossiers kept – read from the matters that a
//! person may see, never kept by hand.
//!
//! What this is not: a read model of its own. Each is told anew from the matters that the filters show, up to [`MOST`] of them; no
//! party is named, and no amounts are summed or ranked (处罚法74).

pub(crate) mod lines;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use zhiheng_domain::{Matter, Power};

use crate::application::App;
use crate::blanks::{BLANKS, Blank, BlankState};
use crate::caller::Caller;
use crate::error::Error;
use crate::lists::{ListQuery, MatterListRow, list_row};
use crate::ports::{RegisterFilter, StoreError};
use crate::sealing::kind;

/// Matters that one ledger looks through, at most.
const MOST: usize = 5_000;

/// A ledger by its id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerKind {
    /// Id.
    pub id: String,
    /// Name.
    pub title: String,
    /// What stands in it.
    pub help: String,
}

/// A ledger as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ledger {
    /// Id.
    pub id: String,
    /// Name.
    pub title: String,
    /// Heads of its columns.
    pub columns: Vec<String>,
    /// Lines, in the order of the ledger.
    pub rows: Vec<LedgerRow>,
    /// Matters that were looked through.
    pub matters: usize,
    /// More matters fit the filters than were looked through: narrow them.
    pub cut: bool,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerRow {
    /// Cells under the heads.
    pub cells: Vec<String>,
    /// Matter that it belongs to.
    pub matter: Option<String>,
    /// Wants attention: a gap, a void, something overdue or expired.
    pub mark: bool,
}

/// Which ledgers there are: id, name, help, heads.
const KINDS: [(&str, &str, &str, &[&str]); 7] = [
    (
        "cases",
        "案件台账",
        "每件事项一行",
        &["编号", "名称", "类别", "机关", "登记日期", "环节", "承办人", "状态"],
    ),
    (
        "papers",
        "文书台账",
        "出具的每份文书一行",
        &["文号", "文书", "事项", "机关", "日期", "对外", "送达日期"],
    ),
    (
        "numbers",
        "文号台账",
        "每个文号一行，缺号、作废、预留都看得见",
        &["文号", "年度", "序号", "去向", "文书", "事项"],
    ),
    (
        "seals",
        "用印台账",
        "对外文书用印，一份一行",
        &["日期", "印章", "文书", "文号", "事项", "经办行为"],
    ),
    (
        "goods",
        "涉案财物台账",
        "查封、扣押、登记保存、抽样等清单上的物品",
        &["日期", "清单", "物品", "事项", "机关"],
    ),
    (
        "fines",
        "罚款台账",
        "决定的罚款和缴纳情况；不汇总、不排名",
        &["事项", "名称", "决定日期", "罚款", "缴纳", "到期日"],
    ),
    (
        "archives",
        "档案台账",
        "已归档的案卷和保管期限，期满的标出",
        &["归档号", "事项", "名称", "机关", "归档日期", "保管期限", "期满之日"],
    ),
];

/// One matter as ledgers see it.
pub(crate) struct Seen {
    pub(crate) row: MatterListRow,
    pub(crate) matter: Matter,
}

impl App {
    /// The ledgers that there are.
    pub fn ledger_kinds(&self) -> Vec<LedgerKind> {
        KINDS
            .iter()
            .map(|(id, title, help, _)| LedgerKind {
                id: (*id).to_owned(),
                title: (*title).to_owned(),
                help: (*help).to_owned(),
            })
            .collect()
    }

    /// A ledger over the matters that `query` shows. `year` narrows papers and numbers to that year, and matters to those opened in it.
    ///
    /// # Errors
    /// There is no such ledger, the caller may view no matters, or the store is not there.
    pub async fn ledger(
        &self,
        caller: &Caller,
        id: &str,
        query: &ListQuery,
        year: Option<i16>,
    ) -> Result<Ledger, Error> {
        caller.require(Power::View)?;
        let (id, title, _, columns) = KINDS
            .iter()
            .find(|(held, ..)| *held == id)
            .ok_or_else(|| Error::Missing { what: "这种台账".to_owned() })?;
        let (seen, cut) = self.seen(query).await?;
        let in_year = |day: jiff::civil::Date| year.is_none_or(|year| day.year() == year);
        let rows = match *id {
            "cases" => lines::cases(&seen, in_year),
            "papers" => lines::papers(&seen, in_year),
            "numbers" => lines::numbers(&seen, &self.blanks_of(query).await?, year),
            "seals" => lines::seals(self.pack(), &seen, in_year),
            "goods" => lines::goods(&seen, in_year),
            "fines" => lines::fines(&seen, self.today(), in_year),
            _ => self.archives(&seen, in_year).await?,
        };
        Ok(Ledger {
            id: (*id).to_owned(),
            title: (*title).to_owned(),
            columns: columns.iter().map(|head| (*head).to_owned()).collect(),
            rows,
            matters: seen.len(),
            cut,
        })
    }

    /// The same to be taken out; that it was is put on the record first.
    ///
    /// # Errors
    /// As [`App::ledger`]; or the caller may not export.
    pub async fn take_ledger(
        &self,
        caller: &Caller,
        id: &str,
        query: &ListQuery,
        year: Option<i16>,
    ) -> Result<Ledger, Error> {
        caller.require(Power::Export)?;
        let ledger = self.ledger(caller, id, query, year).await?;
        let named = vec![
            ("act".to_owned(), Value::from("export.ledger")),
            ("actor".to_owned(), Value::from(caller.actor.id.as_str())),
            ("agency".to_owned(), Value::from(caller.actor.agency.as_str())),
            ("count".to_owned(), Value::from(ledger.rows.len())),
            ("ledger".to_owned(), Value::from(id)),
        ];
        self.note(kind::EXPORT, &caller.actor.id, named).await?;
        Ok(ledger)
    }

    /// The matters that a query shows, with their state.
    async fn seen(&self, query: &ListQuery) -> Result<(Vec<Seen>, bool), Error> {
        let tree = self.tree().await?;
        if query.shows_nothing() {
            return Ok((Vec::new(), false));
        }
        let mut filter = query.filter().clone();
        filter.limit = 500;
        let mut seen = Vec::new();
        loop {
            let page = self.store().matters(&filter).await.map_err(of_query)?;
            for row in page.items {
                if seen.len() == MOST {
                    return Ok((seen, true));
                }
                let Some(whole) = self.store().matter(&row.id).await? else { continue };
                if whole.status == crate::ports::Status::Destroyed {
                    continue;
                }
                let matter = serde_json::from_str(&whole.snapshot)
                    .map_err(|error| Error::Internal(format!("snapshot of {}: {error}", row.id)))?;
                seen.push(Seen { row: list_row(self, &tree, row), matter });
            }
            let Some(next) = page.next else { return Ok((seen, false)) };
            filter.cursor = Some(next);
        }
    }

    async fn blanks_of(&self, query: &ListQuery) -> Result<BTreeMap<String, Blank>, Error> {
        let agencies = query.filter().agencies.clone();
        let filter = RegisterFilter { kind: BLANKS.to_owned(), agencies, ids: Vec::new() };
        let rows = self.store().register(&filter).await?;
        Ok(rows
            .iter()
            .filter_map(|row| serde_json::from_str::<Blank>(&row.body).ok())
            // One that was used stands on the paper of its act.
            .filter(|blank| blank.state != BlankState::Used)
            .map(|blank| (blank.number.clone(), blank))
            .collect())
    }

    async fn archives(
        &self,
        seen: &[Seen],
        in_year: impl Fn(jiff::civil::Date) -> bool,
    ) -> Result<Vec<LedgerRow>, Error> {
        let mut rows = Vec::new();
        for one in seen {
            let Some(procedure) = self.pack().procedures.get(&one.matter.procedure) else {
                continue;
            };
            let locks = |id: &str| {
                procedure.act(id).is_some_and(|act| act.kind == zhiheng_law::ActKind::Archive)
            };
            let Some(done) = one.matter.done.iter().find(|done| locks(&done.act)) else { continue };
            if !in_year(done.day) {
                continue;
            }
            let stream = format!("matter:{}", one.matter.id);
            let before = done.version.saturating_sub(1);
            let events = self.store().stream(&stream, before).await?;
            let event = events.iter().find(|event| event.version == done.version);
            let fields = match event {
                Some(event) => crate::sealing::values_of(&event.content)?,
                None => continue,
            };
            let text = |name: &str| {
                fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let chosen = text("fields.keeping");
            let kept = crate::retention::keeping(
                self.pack(),
                procedure,
                &one.matter,
                Some(chosen.as_str()),
                Some(done.day),
            );
            let today = self.today().to_string();
            let mark = kept.until.as_ref().is_some_and(|until| *until < today);
            let cells = vec![
                text("fields.volume"),
                one.row.number.clone().unwrap_or_default(),
                one.row.title.clone(),
                one.row.agency.name.clone(),
                done.day.to_string(),
                kept.period,
                kept.until.unwrap_or_default(),
            ];
            rows.push(LedgerRow { cells, matter: Some(one.row.id.clone()), mark });
        }
        Ok(rows)
    }
}

/// What the store refuses of a checked query is its words.
fn of_query(fault: StoreError) -> Error {
    match fault {
        StoreError::Input(reason) => Error::field("input.query", "q", reason),
        fault => Error::Store(fault),
    }
}
