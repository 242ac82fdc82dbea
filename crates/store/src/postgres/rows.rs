//! The tables of the read models: their columns, and rows as JSON.

use serde::de::DeserializeOwned;
use tokio_postgres::Row;

use super::failure::{Failure, corrupt};

/// One table whose columns are the fields of a row.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Columns that tell rows apart.
    key: &'static str,
    /// Columns that are fields of the row.
    fields: &'static str,
    /// Columns that are made from the row.
    made: &'static str,
    /// Fields that are read as empty text, because lists do not show them.
    left_out: &'static str,
}

pub(super) const MATTER: Table = Table {
    name: "matter",
    key: "id",
    fields: "id, number, title, procedure, noun, category, stage, step, agency, opened, due, \
        handlers, status, major, hidden_from, search, version, snapshot",
    made: ", due_order, number_order, stream, terms",
    left_out: "",
};
/// Matters as lists show them.
pub(super) const MATTER_BARE: Table = Table {
    fields: "id, number, title, procedure, noun, category, stage, step, agency, opened, due, \
        handlers, status, major, hidden_from, search, version",
    left_out: ", '' AS snapshot",
    ..MATTER
};
pub(super) const DUTY: Table = Table {
    name: "duty",
    key: "id",
    fields: "id, matter, matter_number, matter_title, procedure, agency, hidden_from, rule, title, \
        kind, owner, state, created, due, ended, basis, act, handlers",
    made: ", due_order",
    left_out: "",
};
pub(super) const DECISION: Table = Table {
    name: "decision",
    key: "id",
    fields: "id, number, agency, agency_name, category, title, party, facts, basis, result, kinds, \
        fine, region, decided, published, until, state, reason, source, stream, version",
    made: ", key, head_stream, body_stream, terms",
    left_out: "",
};
pub(super) const REGISTER: Table = Table {
    name: "register",
    key: "kind, id",
    fields: "kind, id, agency, name, body, active, version",
    made: "",
    left_out: "",
};
pub(super) const ENTRY: Table = Table {
    name: "entry",
    key: "kind, id",
    fields: "kind, id, agency, name, category, code, state, none, held_from, held_until, place, \
        search, waits, work, version, body",
    made: "",
    left_out: "",
};
pub(super) const PARTY: Table = Table {
    name: "party",
    key: "matter",
    fields: "matter, family, agency, party, opened",
    made: "",
    left_out: "",
};
pub(super) const PROGRESS: Table = Table {
    name: "progress",
    key: "number",
    fields: "number, code, matter",
    made: "",
    left_out: "",
};
pub(super) const TRACE: Table = Table {
    name: "trace",
    key: "kind, id",
    fields: "kind, id, matter, agency, person, state, at, body",
    made: "",
    left_out: "",
};
pub(super) const TALLY: Table = Table {
    name: "tally",
    key: "matter, version, cell",
    fields: "matter, version, cell, agency, day, amount",
    made: ", year, month",
    left_out: "",
};
pub(super) const ACCOUNT: Table = Table {
    name: "account",
    key: "username",
    fields: "username, person, name, agency, roles, active",
    made: "",
    left_out: "",
};
pub(super) const SESSION: Table = Table {
    name: "session",
    key: "token",
    fields: "token, username, csrf, created, seen",
    made: "",
    left_out: "",
};

impl Table {
    /// Inserts or replaces one row: `$1` is its JSON.
    pub(super) fn upsert(&self) -> String {
        self.insert("json_populate_record")
    }

    /// Inserts or replaces many rows: `$1` is their JSON.
    pub(super) fn upsert_all(&self) -> String {
        self.insert("json_populate_recordset")
    }

    /// Reads rows as JSON in the first column; a condition may follow.
    pub(super) fn select(&self) -> String {
        let Self { name, .. } = self;
        format!("SELECT {} FROM {name} t", self.json())
    }

    /// One row `t` as JSON.
    pub(super) fn json(&self) -> String {
        let Self { fields, left_out, .. } = self;
        format!("(SELECT to_json(r)::text FROM (SELECT {}{left_out}) r)", qualified(fields))
    }

    fn insert(&self, read: &str) -> String {
        let Self { name, key, fields, made, .. } = self;
        let columns = format!("{fields}{made}");
        let set: Vec<String> =
            columns.split(", ").map(|column| format!("{column} = excluded.{column}")).collect();
        let set = set.join(", ");
        format!(
            "INSERT INTO {name} ({columns})
             SELECT {columns} FROM {read}(NULL::{name}, $1::text::json)
             ON CONFLICT ({key}) DO UPDATE SET {set}"
        )
    }
}

/// A row of [`Table::select`].
pub(super) fn read<T: DeserializeOwned>(table: &Table, row: &Row) -> Result<T, Failure> {
    let text: &str = row.try_get(0)?;
    serde_json::from_str(text).map_err(|_| corrupt(table.name, "?", "row does not fit its type"))
}

/// Rows of [`Table::select`].
pub(super) fn read_all<T: DeserializeOwned>(
    table: &Table,
    rows: &[Row],
) -> Result<Vec<T>, Failure> {
    rows.iter().map(|row| read(table, row)).collect()
}

fn qualified(fields: &str) -> String {
    fields.split(", ").map(|field| format!("t.{field}")).collect::<Vec<_>>().join(", ")
}
