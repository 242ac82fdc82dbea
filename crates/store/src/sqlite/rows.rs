//! Rows of the tables as rows of the port. The lists of columns stand here once, in the order in which they are read.

use rusqlite::Row;
use zhiheng_app::ports::{
    AccountRow, DecisionRow, DutyRow, EntryRow, MatterRow, PartyRow, ProgressRow, RegisterRow,
    SessionRow, Status,
};

use super::failure::{Failure, corrupt};
use super::number::count;

pub(super) const MATTER: &str = "id, number, title, procedure, noun, category, stage, step, agency, \
    opened, due, handlers, status, major, hidden_from, search, version";
pub(super) const DUTY: &str = "id, matter, matter_number, matter_title, procedure, agency, \
    hidden_from, rule, title, kind, owner, state, created, due, ended, basis, act, handlers";
pub(super) const DECISION: &str = "id, number, agency, agency_name, category, title, party, facts, \
    basis, result, kinds, fine, region, decided, published, until, state, reason, source, stream, \
    version";
pub(super) const REGISTER: &str = "kind, id, agency, name, body, active, version";
pub(super) const ENTRY: &str = "kind, id, agency, name, category, code, state, none, held_from, \
    held_until, place, search, version, body, waits, work";
pub(super) const ACCOUNT: &str = "username, person, name, agency, roles, active";

/// A list of texts as one column.
pub(super) fn pack(list: &[String]) -> String {
    serde_json::Value::from(list).to_string()
}

/// The name of a status in the tables.
pub(super) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Closed => "closed",
        Status::Archived => "archived",
        Status::Destroyed => "destroyed",
    }
}

/// A row of [`MATTER`]; the snapshot is left empty.
pub(super) fn matter(row: &Row<'_>) -> Result<MatterRow, Failure> {
    let id: String = row.get(0)?;
    let status: String = row.get(12)?;
    let status = match status.as_str() {
        "open" => Status::Open,
        "closed" => Status::Closed,
        "archived" => Status::Archived,
        "destroyed" => Status::Destroyed,
        _ => return Err(corrupt("matter", &id, "unknown status")),
    };
    Ok(MatterRow {
        number: row.get(1)?,
        title: row.get(2)?,
        procedure: row.get(3)?,
        noun: row.get(4)?,
        category: row.get(5)?,
        stage: row.get(6)?,
        step: row.get(7)?,
        agency: row.get(8)?,
        opened: row.get(9)?,
        due: row.get(10)?,
        handlers: unpack(row, 11, "matter", &id)?,
        status,
        major: row.get(13)?,
        hidden_from: row.get(14)?,
        search: row.get(15)?,
        version: count(row.get(16)?),
        snapshot: String::new(),
        id,
    })
}

/// A row of [`DUTY`].
pub(super) fn duty(row: &Row<'_>) -> Result<DutyRow, Failure> {
    let id: String = row.get(0)?;
    Ok(DutyRow {
        matter: row.get(1)?,
        matter_number: row.get(2)?,
        matter_title: row.get(3)?,
        procedure: row.get(4)?,
        agency: row.get(5)?,
        hidden_from: row.get(6)?,
        rule: row.get(7)?,
        title: row.get(8)?,
        kind: row.get(9)?,
        owner: row.get(10)?,
        state: row.get(11)?,
        created: row.get(12)?,
        due: row.get(13)?,
        ended: row.get(14)?,
        basis: row.get(15)?,
        act: row.get(16)?,
        handlers: unpack(row, 17, "duty", &id)?,
        id,
    })
}

/// A row of [`DECISION`].
pub(super) fn decision(row: &Row<'_>) -> Result<DecisionRow, Failure> {
    let id: String = row.get(0)?;
    Ok(DecisionRow {
        number: row.get(1)?,
        agency: row.get(2)?,
        agency_name: row.get(3)?,
        category: row.get(4)?,
        title: row.get(5)?,
        party: row.get(6)?,
        facts: row.get(7)?,
        basis: row.get(8)?,
        result: row.get(9)?,
        kinds: unpack(row, 10, "decision", &id)?,
        fine: row.get(11)?,
        region: row.get(12)?,
        decided: row.get(13)?,
        published: row.get(14)?,
        until: row.get(15)?,
        state: row.get(16)?,
        reason: row.get(17)?,
        source: row.get(18)?,
        stream: row.get(19)?,
        version: count(row.get(20)?),
        id,
    })
}

/// A row of [`REGISTER`].
pub(super) fn register(row: &Row<'_>) -> Result<RegisterRow, Failure> {
    Ok(RegisterRow {
        kind: row.get(0)?,
        id: row.get(1)?,
        agency: row.get(2)?,
        name: row.get(3)?,
        body: row.get(4)?,
        active: row.get(5)?,
        version: count(row.get(6)?),
    })
}

/// A row of [`ENTRY`].
pub(super) fn entry(row: &Row<'_>) -> Result<EntryRow, Failure> {
    Ok(EntryRow {
        kind: row.get(0)?,
        id: row.get(1)?,
        agency: row.get(2)?,
        name: row.get(3)?,
        category: row.get(4)?,
        code: row.get(5)?,
        state: row.get(6)?,
        none: row.get(7)?,
        held_from: row.get(8)?,
        held_until: row.get(9)?,
        place: row.get(10)?,
        search: row.get(11)?,
        version: count(row.get(12)?),
        body: row.get(13)?,
        waits: row.get(14)?,
        work: row.get(15)?,
    })
}

/// A row of matter, family, agency, party and day.
pub(super) fn party(row: &Row<'_>) -> Result<PartyRow, Failure> {
    Ok(PartyRow {
        matter: row.get(0)?,
        family: row.get(1)?,
        agency: row.get(2)?,
        party: row.get(3)?,
        opened: row.get(4)?,
    })
}

/// A row of number, code and matter.
pub(super) fn progress(row: &Row<'_>) -> Result<ProgressRow, Failure> {
    Ok(ProgressRow { number: row.get(0)?, code: row.get(1)?, matter: row.get(2)? })
}

/// A row of [`ACCOUNT`].
pub(super) fn account(row: &Row<'_>) -> Result<AccountRow, Failure> {
    let username: String = row.get(0)?;
    Ok(AccountRow {
        person: row.get(1)?,
        name: row.get(2)?,
        agency: row.get(3)?,
        roles: unpack(row, 4, "account", &username)?,
        active: row.get(5)?,
        username,
    })
}

/// A row of token, username, csrf, created and seen.
pub(super) fn session(row: &Row<'_>) -> Result<SessionRow, Failure> {
    Ok(SessionRow {
        token: row.get(0)?,
        username: row.get(1)?,
        csrf: row.get(2)?,
        created: row.get(3)?,
        seen: row.get(4)?,
    })
}

pub(super) fn unpack(
    row: &Row<'_>,
    column: usize,
    table: &'static str,
    id: &str,
) -> Result<Vec<String>, Failure> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| corrupt(table, id, "not a list of texts"))
}
