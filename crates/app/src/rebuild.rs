//! Read models from the journal alone: every event in order, through the same functions that wrote them the first time.
//!
//! What this is not: a migration. Nothing in the journal changes; what is dropped here was computed, and is computed again.
//! A kill in between leaves the read models half done: whoever starts a rebuild notes so beforehand (see the command line)
//! and begins it again.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use zhiheng_domain::register::Entry;
use zhiheng_domain::{Matter, evolve};

use crate::application::App;
use crate::error::Error;
use crate::imported;
use crate::looking;
use crate::ports::{RegisterRow, StoredEvent, View};
use crate::project;
use crate::registers;
use crate::registry;
use crate::retention;
use crate::sealing::{self, kind};
use crate::tree::{Agency, Tree};

/// Events read and views written in one step.
const STEP: usize = 1000;
/// Matters kept at hand between steps; the others are read back when an act on them comes by.
const KEPT: usize = 20_000;
/// Differences that are named; the others are counted.
const NAMED: usize = 20;

/// What a rebuild did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Rebuilt {
    /// Events replayed.
    pub events: u64,
    /// Rows written.
    pub views: u64,
    /// What the comparison gave, where one was asked for.
    pub comparison: Option<Comparison>,
}

/// The read models before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Rows before.
    pub before: usize,
    /// Rows after.
    pub after: usize,
    /// Rows that are not the same.
    pub differing: usize,
    /// The first of them by table and key. No content: it may be personal.
    pub named: Vec<String>,
}

impl Comparison {
    /// Whether the rebuilt rows are those that were there, to the byte.
    pub fn is_same(&self) -> bool {
        self.differing == 0
    }
}

impl App {
    /// Drops every read model and writes it anew from the journal. With `compare` says what came out differently.
    /// `progress` is told how many events of how many are done.
    ///
    /// # Errors
    /// The store is not there, or a stored event cannot be read: then the read models are incomplete.
    pub async fn rebuild(
        &self,
        compare: bool,
        mut progress: impl FnMut(u64, u64) + Send,
    ) -> Result<Rebuilt, Error> {
        let before = if compare { self.store().dump_views().await? } else { Vec::new() };
        let total = self.store().size().await?;
        self.store().drop_views().await?;
        self.keep_tree(None);
        let mut replay = Replay::new(self);
        let mut rebuilt = Rebuilt::default();
        while rebuilt.events < total {
            let events = self.store().journal(rebuilt.events, STEP).await?;
            if events.is_empty() {
                break;
            }
            let mut views = Vec::new();
            for event in &events {
                views.extend(replay.views(event).await?);
            }
            rebuilt.events += u64::try_from(events.len()).unwrap_or(0);
            let views = last_of_each(views);
            rebuilt.views += u64::try_from(views.len()).unwrap_or(0);
            self.store().put_views(views).await?;
            replay.forget();
            progress(rebuilt.events, total);
        }
        self.keep_tree(None);
        if compare {
            rebuilt.comparison = Some(difference(&before, &self.store().dump_views().await?));
        }
        Ok(rebuilt)
    }
}

/// The state that replaying needs: agencies as they were then, and the matters at hand.
struct Replay<'a> {
    app: &'a App,
    agencies: BTreeMap<String, Agency>,
    tree: Option<Arc<Tree>>,
    matters: BTreeMap<String, Matter>,
    entries: BTreeMap<(String, String), Entry>,
}

impl<'a> Replay<'a> {
    fn new(app: &'a App) -> Self {
        Self {
            app,
            agencies: BTreeMap::new(),
            tree: None,
            matters: BTreeMap::new(),
            entries: BTreeMap::new(),
        }
    }

    /// The rows that an event gave, by its kind.
    async fn views(&mut self, stored: &StoredEvent) -> Result<Vec<View>, Error> {
        if stored.is_erased() {
            // The event that bears the certificate says what is left; it comes later.
            return Ok(Vec::new());
        }
        match stored.kind.as_str() {
            kind::ACT => self.act(stored).await,
            kind::REGISTER => self.register(stored),
            kind::ENTRY => self.entry(stored).await,
            kind::IMPORT => {
                let StoredEvent { content, stream, version, .. } = stored;
                let row = imported::stored_row(content, stream, *version, self.app)?;
                Ok(vec![View::Decision(Box::new(row))])
            }
            kind::LOOK
            | kind::ACCESS
            | kind::RECEIPT
            | kind::SHEET
            | kind::LETTER
            | kind::CREDIT
            | kind::DELIVERY
            | kind::PARTY => {
                let values = sealing::values_of(&stored.content)?;
                Ok(vec![looking::view_of(&stored.kind, &values)?])
            }
            kind::RETENTION => retention::views_of(&sealing::values_of(&stored.content)?),
            // They are on the record and in no list.
            kind::REFUSAL | kind::EXPORT | kind::SCAN | kind::STATEMENT | kind::CLOSED => {
                Ok(Vec::new())
            }
            other => Err(Error::Internal(format!("event {}: unknown kind {other}", stored.seq))),
        }
    }

    async fn act(&mut self, stored: &StoredEvent) -> Result<Vec<View>, Error> {
        let event = sealing::event_of(&stored.content)?;
        let before = match self.matters.remove(&event.matter) {
            None if stored.version > 1 => self.read_back(&event.matter).await?,
            held => held,
        };
        let matter = evolve(before, &event);
        if matter.version != stored.version {
            return Err(Error::Internal(format!(
                "event {}: {} is at version {}, not {}",
                stored.seq, stored.stream, matter.version, stored.version
            )));
        }
        let tree = self.tree();
        let views = project::views(&matter, &event, self.app.pack(), &tree, self.app.suite())?;
        self.matters.insert(event.matter, matter);
        Ok(views)
    }

    async fn entry(&mut self, stored: &StoredEvent) -> Result<Vec<View>, Error> {
        let event = registers::event_of(&stored.content)?;
        let key = (event.register.clone(), event.id.clone());
        let before = match self.entries.remove(&key) {
            None if stored.version > 1 => {
                let row = self.app.store().entry(&key.0, &key.1).await?;
                row.as_ref().map(registers::entry_of).transpose()?
            }
            held => held,
        };
        let entry = zhiheng_domain::register::evolve(before, &event);
        if entry.seen != stored.version {
            return Err(Error::Internal(format!(
                "event {}: {} is at version {}, not {}",
                stored.seq, stored.stream, entry.seen, stored.version
            )));
        }
        let row = registers::row_of(&entry, self.app.pack())?;
        self.entries.insert(key, entry);
        Ok(vec![View::Entry(Box::new(row))])
    }

    fn register(&mut self, stored: &StoredEvent) -> Result<Vec<View>, Error> {
        let view = registry::view_of(&sealing::values_of(&stored.content)?, stored.version)?;
        if let View::Register(row) = &view
            && row.kind == "agencies"
        {
            self.note(row);
        }
        Ok(vec![view])
    }

    /// An agency changed: the tree of the acts that follow is another one.
    fn note(&mut self, row: &RegisterRow) {
        self.tree = None;
        self.agencies.remove(&row.id);
        if row.active
            && let Ok(agency) = serde_json::from_str::<Agency>(&row.body)
        {
            self.agencies.insert(row.id.clone(), agency);
        }
    }

    fn tree(&mut self) -> Arc<Tree> {
        self.tree
            .get_or_insert_with(|| Arc::new(Tree::new(self.agencies.values().cloned())))
            .clone()
    }

    async fn read_back(&self, id: &str) -> Result<Option<Matter>, Error> {
        let Some(row) = self.app.store().matter(id).await? else { return Ok(None) };
        serde_json::from_str(&row.snapshot)
            .map(Some)
            .map_err(|error| Error::Internal(format!("snapshot of {id}: {error}")))
    }

    /// Lets go of matters once they are written, so that memory stays bounded.
    fn forget(&mut self) {
        if self.matters.len() > KEPT {
            self.matters.clear();
        }
        if self.entries.len() > KEPT {
            self.entries.clear();
        }
    }
}

/// The views of a step without those that a later one of the same step replaces. Order is kept.
fn last_of_each(views: Vec<View>) -> Vec<View> {
    let mut seen = std::collections::BTreeSet::new();
    let mut kept: Vec<View> = views
        .into_iter()
        .rev()
        .filter(|view| match view {
            View::Matter(row) => seen.insert((0_u8, row.id.clone())),
            View::Duties { matter, .. } => seen.insert((1, matter.clone())),
            _ => true,
        })
        .collect();
    kept.reverse();
    kept
}

fn difference(before: &[String], after: &[String]) -> Comparison {
    let mut lines: BTreeMap<&str, i64> = BTreeMap::new();
    for line in before {
        *lines.entry(line).or_default() += 1;
    }
    for line in after {
        *lines.entry(line).or_default() -= 1;
    }
    let differing: Vec<(&str, i64)> = lines.into_iter().filter(|(_, count)| *count != 0).collect();
    Comparison {
        before: before.len(),
        after: after.len(),
        differing: differing.len(),
        named: differing.iter().take(NAMED).map(|(line, count)| name(line, *count)).collect(),
    }
}

/// A row of a dump by its table and id: `matter 01J…`, with `-` where it is gone and `+` where it is new.
fn name(line: &str, count: i64) -> String {
    let sign = if count > 0 { '-' } else { '+' };
    let (table, row) = line.split_once(' ').unwrap_or((line, ""));
    let row: serde_json::Value = serde_json::from_str(row).unwrap_or_default();
    let key = ["id", "username", "number"]
        .iter()
        .find_map(|key| row.get(key)?.as_str())
        .unwrap_or_default();
    format!("{sign} {table} {key}").trim_end().to_owned()
}
