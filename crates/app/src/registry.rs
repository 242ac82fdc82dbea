//! Registers: agencies, officers, accounts, items, devices. Each entry is a stream of its own on the record; the row is its last state.
//!
//! What this is not: parsing of spreadsheets (the command line reads them) and the secrets of accounts, which are never on the record.

use serde_json::{Map, Value};

use crate::application::App;
use crate::error::Error;
use crate::ports::{AccountRow, Append, Payload, RegisterFilter, RegisterRow, Sealed, View};
use crate::sealing::{self, kind};

/// Register of accounts: its rows are kept in a table of their own.
pub const ACCOUNTS: &str = "accounts";

/// One entry as somebody wants it to be from now on.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Register: `agencies`, `officers`, `accounts`, `items`, `devices`, …
    pub register: String,
    /// Id within the register.
    pub id: String,
    /// Agency it belongs to; empty if none.
    pub agency: String,
    /// Name shown.
    pub name: String,
    /// The entry: each of its fields is committed to on its own.
    pub body: Map<String, Value>,
    /// In use.
    pub active: bool,
}

impl App {
    /// Writes entries, all or none. An entry that says what the register says already is left out.
    /// Answers how many were written.
    ///
    /// # Errors
    /// The store is not there, or somebody changed an entry at the same moment.
    pub async fn enter(&self, actor: &str, entries: Vec<Entry>) -> Result<usize, Error> {
        let mut batch = Vec::with_capacity(entries.len());
        let mut held: std::collections::BTreeMap<String, std::collections::BTreeMap<String, u64>> =
            std::collections::BTreeMap::new();
        for entry in entries {
            if !held.contains_key(&entry.register) {
                let versions = self.versions(&entry.register).await?;
                held.insert(entry.register.clone(), versions);
            }
            let seen = held
                .get(&entry.register)
                .and_then(|versions| versions.get(&entry.id))
                .copied()
                .unwrap_or(0);
            let stream = stream_of(&entry.register, &entry.id);
            let event = self.seal(kind::REGISTER, actor, fields_of(&entry))?;
            let views = vec![view_of(&sealing::values_of(&event.content)?, seen + 1)?];
            let payload =
                Payload::Ready(Sealed { events: vec![event], views, receipt: "{}".to_owned() });
            batch.push(Append { stream, seen, payload, idempotency: None });
            // The same entry twice in one batch: the second follows the first.
            if let Some(versions) = held.get_mut(&entry.register) {
                versions.insert(entry.id, seen + 1);
            }
        }
        let written = batch.len();
        if written > 0 {
            self.store().append(batch).await?;
            self.keep_tree(None);
            self.record_grew();
        }
        Ok(written)
    }

    async fn versions(
        &self,
        register: &str,
    ) -> Result<std::collections::BTreeMap<String, u64>, Error> {
        if register == ACCOUNTS {
            // Accounts have no version in their row; their streams are short.
            let mut versions = std::collections::BTreeMap::new();
            for account in self.store().accounts().await? {
                let events =
                    self.store().stream(&stream_of(ACCOUNTS, &account.username), 0).await?;
                versions.insert(account.username, events.last().map_or(0, |event| event.version));
            }
            return Ok(versions);
        }
        let filter = RegisterFilter { kind: register.to_owned(), ..RegisterFilter::default() };
        Ok(self
            .store()
            .register(&filter)
            .await?
            .into_iter()
            .map(|row| (row.id, row.version))
            .collect())
    }
}

/// Stream of an entry.
pub fn stream_of(register: &str, id: &str) -> String {
    format!("{register}:{id}")
}

/// An account as an entry.
pub fn account_entry(account: &AccountRow) -> Entry {
    let AccountRow { username, person, name, agency, roles, active } = account;
    let mut body = Map::new();
    body.insert("person".to_owned(), Value::from(person.as_str()));
    body.insert("roles".to_owned(), Value::from(roles.clone()));
    Entry {
        register: ACCOUNTS.to_owned(),
        id: username.clone(),
        agency: agency.clone(),
        name: name.clone(),
        body,
        active: *active,
    }
}

/// The row that a register event gives. Pure: used when it is written and in a rebuild.
///
/// # Errors
/// The stored fields are not those of a register entry.
pub fn view_of(values: &Map<String, Value>, version: u64) -> Result<View, Error> {
    let text = |name: &str| {
        values
            .get(name)
            .and_then(Value::as_str)
            .map(ToOwned::to_owned)
            .ok_or_else(|| Error::Internal(format!("register event without {name}")))
    };
    let body: Map<String, Value> = values
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("body.")?.to_owned(), value.clone())))
        .collect();
    let active = values.get("active").and_then(Value::as_bool).unwrap_or(true);
    let register = text("register")?;
    if register == ACCOUNTS {
        let roles = body.get("roles").and_then(Value::as_array);
        return Ok(View::Account(AccountRow {
            username: text("id")?,
            person: body.get("person").and_then(Value::as_str).unwrap_or_default().to_owned(),
            name: text("name")?,
            agency: text("agency")?,
            roles: roles
                .map(|roles| {
                    roles.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
                })
                .unwrap_or_default(),
            active,
        }));
    }
    Ok(View::Register(RegisterRow {
        kind: register,
        id: text("id")?,
        agency: text("agency")?,
        name: text("name")?,
        body: serde_json::to_string(&body).map_err(|error| Error::Internal(error.to_string()))?,
        active,
        version,
    }))
}

/// The fields of an entry as the record commits to them.
pub(crate) fn fields_of(entry: &Entry) -> Vec<(String, Value)> {
    let Entry { register, id, agency, name, body, active } = entry;
    let mut named = vec![
        ("active".to_owned(), Value::from(*active)),
        ("agency".to_owned(), Value::from(agency.as_str())),
        ("id".to_owned(), Value::from(id.as_str())),
        ("name".to_owned(), Value::from(name.as_str())),
        ("register".to_owned(), Value::from(register.as_str())),
    ];
    named.extend(body.iter().map(|(field, value)| (format!("body.{field}"), value.clone())));
    named
}
