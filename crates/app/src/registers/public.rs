//! Published registers as anybody may read them: what holds today, and what was published before.
//!
//! What this is not: drafts, opinions, or who collected and examined; nor columns that the pack keeps from the public.

use zhiheng_domain::register::{Entry, State, Version, words};
use zhiheng_law::Register;

use super::lists::{NoneInfo, published};
use super::row::entry_of;
use crate::application::App;
use crate::error::Error;
use crate::ports::{EntryFilter, EntryTally, StoreError};
use crate::shapes::Id;
use crate::tree::Tree;

/// Entries on one page.
const PAGE: usize = 30;
/// Longest id that is looked for.
const LONGEST_ID: usize = 160;

/// A register that is public.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicRegister {
    /// Its columns and words.
    pub register: Register,
    /// Published entries.
    pub held: u64,
    /// Where it is stated that there are none.
    pub none: Vec<NoneInfo>,
}

/// A page of entries that hold today.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicList {
    /// The register.
    pub register: PublicRegister,
    /// Values of the grouping column that occur, with counts.
    pub groups: Vec<(String, u64)>,
    /// The entries.
    pub entries: Vec<PublicEntry>,
    /// How many there are.
    pub total: u64,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// An entry with what the public may know of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicEntry {
    /// Id.
    pub id: String,
    /// Agency.
    pub agency: Id,
    /// What holds today; none where it is repealed or begins on a coming day.
    pub now: Option<PublicVersion>,
    /// Every published version, newest first.
    pub versions: Vec<PublicVersion>,
}

/// A published version in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicVersion {
    /// Number.
    pub n: u32,
    /// Name.
    pub name: String,
    /// Value of the grouping column.
    pub category: String,
    /// It states that there is no such entry.
    pub none: bool,
    /// First day on which it holds.
    pub effective: String,
    /// Day of its publication.
    pub published: String,
    /// First day on which it does not hold any more, and why.
    pub until: Option<(String, String)>,
    /// Source.
    pub source: String,
    /// Public columns that say something: name and words.
    pub cells: Vec<(String, String)>,
}

impl App {
    /// Every public register.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn public_registers(&self) -> Result<Vec<PublicRegister>, Error> {
        let tallies = self.store().entry_tallies(None).await?;
        let tree = self.tree().await?;
        let mut registers = Vec::new();
        for register in self.pack().registers.iter().filter(|register| register.public) {
            registers.push(self.public_register(register, &tallies, &tree).await?);
        }
        Ok(registers)
    }

    async fn public_register(
        &self,
        register: &Register,
        tallies: &[EntryTally],
        tree: &Tree,
    ) -> Result<PublicRegister, Error> {
        let none = tallies.iter().any(|tally| tally.kind == register.id && tally.none);
        Ok(PublicRegister {
            held: published(tallies, &register.id),
            none: if none { self.stated(register, None, tree).await? } else { Vec::new() },
            register: register.clone(),
        })
    }

    /// A page of the entries of a register that hold today.
    ///
    /// # Errors
    /// There is no such public register, a cursor that is none, or the store is not there.
    pub async fn public_entries(
        &self,
        kind: &str,
        (words, category, agency): (&str, Option<&str>, Option<&str>),
        cursor: Option<&str>,
    ) -> Result<PublicList, Error> {
        let register = self.public_kind(kind)?;
        let tallies = self.store().entry_tallies(None).await?;
        let tree = self.tree().await?;
        let today = self.today();
        let filter = EntryFilter {
            kind: register.id.clone(),
            agencies: agency.map(|agency| vec![agency.to_owned()]),
            words: words.to_owned(),
            category: category.map(ToOwned::to_owned),
            on: Some(today.to_string()),
            cursor: cursor.map(ToOwned::to_owned),
            limit: PAGE,
            ..EntryFilter::default()
        };
        let page = self.store().entries(&filter).await.map_err(|fault| match fault {
            StoreError::Input(reason) => Error::field("input.query", "cursor", reason),
            fault => Error::Store(fault),
        })?;
        let mut groups: Vec<(String, u64)> = Vec::new();
        let own = |tally: &&EntryTally| {
            tally.kind == kind && tally.state == State::Published.id() && !tally.none
        };
        for tally in tallies.iter().filter(own).filter(|tally| !tally.category.is_empty()) {
            match groups.iter_mut().find(|(group, _)| *group == tally.category) {
                Some((_, held)) => *held += tally.held,
                None => groups.push((tally.category.clone(), tally.held)),
            }
        }
        let order = |group: &String| {
            register.categories().iter().position(|known| known == group).unwrap_or(usize::MAX)
        };
        groups.sort_by(|(one, _), (other, _)| (order(one), one).cmp(&(order(other), other)));
        let entries = page
            .items
            .iter()
            .map(|row| Ok(self.shown(register, &entry_of(row)?, &tree)))
            .collect::<Result<Vec<_>, Error>>()?;
        Ok(PublicList {
            register: self.public_register(register, &tallies, &tree).await?,
            groups,
            entries: entries.into_iter().filter(|entry| entry.now.is_some()).collect(),
            total: page.total,
            next: page.next,
        })
    }

    /// One entry that was published at some time.
    ///
    /// # Errors
    /// There is none, or the store is not there.
    pub async fn public_entry(
        &self,
        kind: &str,
        id: &str,
    ) -> Result<(PublicEntry, Register), Error> {
        let missing = || Error::Missing { what: "这一条".to_owned() };
        let register = self.public_kind(kind)?;
        if id.len() > LONGEST_ID {
            return Err(missing());
        }
        let row = self.store().entry(kind, id).await?.ok_or_else(missing)?;
        let entry = entry_of(&row)?;
        if entry.published.is_empty() {
            return Err(missing());
        }
        let tree = self.tree().await?;
        Ok((self.shown(register, &entry, &tree), register.clone()))
    }

    fn public_kind(&self, kind: &str) -> Result<&Register, Error> {
        let register = self.register_of(kind)?;
        if register.public {
            Ok(register)
        } else {
            Err(Error::Missing { what: "这一名录".to_owned() })
        }
    }

    fn shown(&self, register: &Register, entry: &Entry, tree: &Tree) -> PublicEntry {
        PublicEntry {
            id: entry.id.clone(),
            agency: Id::new(&entry.agency, tree.name(&entry.agency)),
            now: entry.on(self.today()).map(|version| told(register, version)),
            versions: entry.published.iter().rev().map(|version| told(register, version)).collect(),
        }
    }
}

fn told(register: &Register, version: &Version) -> PublicVersion {
    let cells = register
        .columns
        .iter()
        .filter(|column| column.public)
        .map(|column| (column.title.clone(), words(column, version.fields.get(&column.id))))
        .filter(|(_, words)| !words.is_empty());
    PublicVersion {
        n: version.n,
        name: version.name.clone(),
        category: version.category.clone(),
        none: version.none,
        effective: version.effective.to_string(),
        published: version
            .published
            .as_ref()
            .map(|mark| mark.at.date().to_string())
            .unwrap_or_default(),
        until: version.until.map(|until| {
            let why = version.withdrawn.as_ref().map(|mark| mark.opinion.clone());
            (until.to_string(), why.unwrap_or_default())
        }),
        source: version.source.clone(),
        cells: cells.collect(),
    }
}
