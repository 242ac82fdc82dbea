//! What can be stored at all: checked once, before any store sees it, so that all of them refuse the same.

use zhiheng_app::ports::{
    AccountRow, Append, AppendError, DecisionFilter, DecisionRow, DutyFilter, DutyRow,
    EarlierFilter, EntryFilter, EntryRow, MatterFilter, MatterRow, PartyRow, ProgressRow,
    RegisterRow, Sealed, SessionRow, StoreError, TallyFilter, TraceFilter, TraceRow, View,
};

use crate::{order, tally};

/// Longest body of an event, snapshot or register entry, in bytes.
const BODY: usize = 8 << 20;
/// Longest text of a field that is shown or searched, in bytes.
const TEXT: usize = 1 << 20;
/// Longest id, name or number, in bytes.
const NAME: usize = 1024;
/// Longest query, in bytes.
const QUERY: usize = 4096;

/// Checks what an append says before its events are known.
pub(crate) fn append(append: &Append) -> Result<(), AppendError> {
    name("流水标识", &append.stream)?;
    if let Some(once) = &append.idempotency {
        name("幂等键", &once.key)?;
        name("请求摘要", &once.request)?;
    }
    Ok(())
}

/// Checks events and views once they are complete.
pub(crate) fn sealed(sealed: &Sealed) -> Result<(), AppendError> {
    text("回执", &sealed.receipt, BODY)?;
    for event in &sealed.events {
        name("事件种类", &event.kind)?;
        name("行为人", &event.actor)?;
        text("事件内容", &event.content, BODY)?;
        if event.leaf.len() > BODY {
            return Err(too_long("事件摘要").into());
        }
    }
    sealed.views.iter().try_for_each(view).map_err(AppendError::from)
}

/// Checks one change of a read model.
pub(crate) fn view(view: &View) -> Result<(), StoreError> {
    match view {
        View::Matter(row) => matter(row),
        View::Duties { matter, rows } => {
            name("事项编号", matter)?;
            rows.iter().try_for_each(duty)
        }
        View::Decision(row) => decision(row),
        View::Register(RegisterRow { kind, id, agency, name: title, body, .. }) => {
            names(&[kind, id, agency, title])?;
            text("登记内容", body, BODY)
        }
        View::Entry(row) => entry(row),
        View::Party(PartyRow { matter, family, agency, party, opened }) => {
            names(&[matter, family, agency, party])?;
            days(&[Some(opened)])
        }
        View::Progress(ProgressRow { number, code, matter }) => names(&[number, code, matter]),
        View::Trace(row) => {
            let TraceRow { kind, id, matter, agency, person, state, body, at: _ } = row.as_ref();
            names(&[kind, id, matter, agency, person, state])?;
            text("留痕内容", body, BODY)
        }
        View::Tally(row) => {
            names(&[&row.matter, &row.cell, &row.agency])?;
            tally::place(row).map(|_| ())
        }
        View::Account(AccountRow { username, person, name, agency, roles, .. }) => {
            names(&[username, person, name, agency])?;
            list(roles)
        }
        View::Cites { matter, digests } => {
            name("事项编号", matter)?;
            list(digests)
        }
        View::Erased(gone) => {
            names(&[&gone.matter, &gone.decision])?;
            gone.entries.iter().try_for_each(|(kind, id)| names(&[kind, id]))
        }
    }
}

/// Checks a session before it is kept.
pub(crate) fn session(row: &SessionRow) -> Result<(), StoreError> {
    names(&[&row.token, &row.username, &row.csrf])
}

/// Checks a name that is to be stored.
pub(crate) fn name(what: &str, value: &str) -> Result<(), StoreError> {
    text(what, value, NAME)
}

/// Whether anything could be stored under this name: if not, looking for it finds nothing.
pub(crate) fn findable(value: &str) -> bool {
    value.len() <= NAME && !value.contains('\0')
}

/// Checks what a list of matters asks.
pub(crate) fn matters(filter: &MatterFilter) -> Result<(), StoreError> {
    query(&filter.words)?;
    days(&[filter.due_from.as_deref(), filter.due_to.as_deref()])?;
    options(&[filter.procedure.as_deref(), filter.stage.as_deref(), Some(&filter.viewer)])?;
    cursor_length(filter.cursor.as_deref())?;
    list(filter.agencies.as_deref().unwrap_or_default())
}

/// Checks what a list of duties asks.
pub(crate) fn duties(filter: &DutyFilter) -> Result<(), StoreError> {
    days(&[filter.due_from.as_deref(), filter.due_to.as_deref()])?;
    options(&[filter.handler.as_deref(), filter.matter.as_deref(), Some(&filter.viewer)])?;
    for values in [&filter.owners, &filter.kinds, &filter.states] {
        list(values)?;
    }
    list(filter.agencies.as_deref().unwrap_or_default())
}

/// Checks what a list of decisions asks.
pub(crate) fn decisions(filter: &DecisionFilter) -> Result<(), StoreError> {
    query(&filter.words)?;
    days(&[filter.from.as_deref(), filter.to.as_deref(), Some(&filter.on)])?;
    let values = [&filter.category, &filter.agency, &filter.region, &filter.kind];
    options(&values.map(|value| value.as_deref()))?;
    cursor_length(filter.cursor.as_deref())
}

/// Checks what a list of entries asks.
pub(crate) fn entries(filter: &EntryFilter) -> Result<(), StoreError> {
    query(&filter.words)?;
    days(&[filter.on.as_deref()])?;
    let values = [&filter.state, &filter.category, &filter.code];
    options(&values.map(|value| value.as_deref()))?;
    options(&[Some(&filter.kind)])?;
    cursor_length(filter.cursor.as_deref())?;
    list(filter.agencies.as_deref().unwrap_or_default())
}

/// Checks what a list of traces asks.
pub(crate) fn traces(filter: &TraceFilter) -> Result<(), StoreError> {
    let values = [&filter.matter, &filter.person, &filter.state];
    options(&values.map(|value| value.as_deref()))?;
    options(&[Some(&filter.kind)])?;
    cursor_length(filter.cursor.as_deref())?;
    list(filter.agencies.as_deref().unwrap_or_default())
}

/// Checks which lines of the yearly count are asked for.
pub(crate) fn tallies(filter: &TallyFilter) -> Result<(), StoreError> {
    let after = filter.after.as_ref();
    names(&[&filter.agency, &filter.cell, after.map_or("", |(_, matter, _)| matter)])?;
    days(&[after.map(|(day, ..)| day.as_str())])
}

/// Checks which matters are to be counted.
pub(crate) fn earlier(filter: &EarlierFilter) -> Result<(), StoreError> {
    let EarlierFilter { family, agency, party, from, to, but } = filter;
    names(&[family, agency, party, but])?;
    days(&[Some(from), Some(to)])
}

/// The answer to a cursor that no page ever gave.
pub(crate) fn bad_cursor() -> StoreError {
    StoreError::Input("翻页位置无效，请从第一页重新查看".to_owned())
}

/// Checks days that are asked for; `None` passes.
pub(crate) fn days(values: &[Option<&str>]) -> Result<(), StoreError> {
    values.iter().flatten().try_for_each(|value| {
        let known = order::day(value).is_some();
        if known {
            Ok(())
        } else {
            Err(StoreError::Input("日期应写作 2026-01-31 的样子".to_owned()))
        }
    })
}

fn matter(row: &MatterRow) -> Result<(), StoreError> {
    names(&[
        &row.id,
        &row.procedure,
        &row.noun,
        &row.category,
        &row.stage,
        &row.step,
        &row.agency,
    ])?;
    names(&[&row.hidden_from, row.number.as_deref().unwrap_or_default()])?;
    days(&[Some(&row.opened), row.due.as_deref()])?;
    list(&row.handlers)?;
    text("标题", &row.title, TEXT)?;
    text("检索文字", &row.search, TEXT)?;
    text("事项内容", &row.snapshot, BODY)
}

fn entry(row: &EntryRow) -> Result<(), StoreError> {
    names(&[&row.kind, &row.id, &row.agency, &row.category, &row.code, &row.state])?;
    days(&[Some(&row.held_from).filter(|day| !day.is_empty()).map(String::as_str)])?;
    days(&[row.held_until.as_deref(), row.waits.as_deref()])?;
    names(&[&row.work])?;
    for (what, value) in [("名称", &row.name), ("排序", &row.place), ("检索文字", &row.search)]
    {
        text(what, value, TEXT)?;
    }
    text("登记内容", &row.body, BODY)
}

fn duty(row: &DutyRow) -> Result<(), StoreError> {
    names(&[&row.id, &row.matter, &row.procedure, &row.agency, &row.hidden_from, &row.rule])?;
    names(&[&row.kind, &row.owner, &row.state, row.matter_number.as_deref().unwrap_or_default()])?;
    names(&[row.act.as_deref().unwrap_or_default()])?;
    days(&[Some(&row.created), row.due.as_deref(), row.ended.as_deref()])?;
    list(&row.handlers)?;
    for (what, value) in [("标题", &row.matter_title), ("义务", &row.title), ("依据", &row.basis)]
    {
        text(what, value, TEXT)?;
    }
    Ok(())
}

fn decision(row: &DecisionRow) -> Result<(), StoreError> {
    names(&[&row.id, &row.number, &row.agency, &row.agency_name, &row.category, &row.region])?;
    names(&[&row.state, &row.source, &row.stream])?;
    days(&[Some(&row.decided), Some(&row.published), row.until.as_deref()])?;
    list(&row.kinds)?;
    let fields = [&row.title, &row.party, &row.facts, &row.basis, &row.result];
    fields.into_iter().try_for_each(|value| text("公示文字", value, TEXT))?;
    text("撤回理由", row.reason.as_deref().unwrap_or_default(), TEXT)
}

fn query(words: &str) -> Result<(), StoreError> {
    if words.len() > QUERY {
        return Err(StoreError::Input("检索词太长，请缩短后再查".to_owned()));
    }
    Ok(())
}

fn cursor_length(cursor: Option<&str>) -> Result<(), StoreError> {
    if cursor.is_some_and(|cursor| cursor.len() > 2 * QUERY || cursor.contains('\0')) {
        return Err(bad_cursor());
    }
    Ok(())
}

fn options(values: &[Option<&str>]) -> Result<(), StoreError> {
    values.iter().flatten().try_for_each(|value| name("筛选条件", value))
}

fn names(values: &[&str]) -> Result<(), StoreError> {
    values.iter().try_for_each(|value| name("名称或编号", value))
}

fn list(values: &[String]) -> Result<(), StoreError> {
    values.iter().try_for_each(|value| name("名称或编号", value))
}

fn text(what: &str, value: &str, most: usize) -> Result<(), StoreError> {
    if value.len() > most {
        return Err(too_long(what));
    }
    // PostgreSQL cannot keep this character, so no store does.
    if value.contains('\0') {
        return Err(StoreError::Input(format!("{what}里有不可见的空字符，请删除后重试")));
    }
    Ok(())
}

fn too_long(what: &str) -> StoreError {
    StoreError::Input(format!("{what}太长，无法保存"))
}
