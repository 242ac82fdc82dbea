//! The lines of each ledger, from the state of matters. Pure.

use std::collections::BTreeMap;

use jiff::civil::Date;
use zhiheng_domain::paper::yuan;
use zhiheng_law::{Layout, Pack};

use super::{LedgerRow, Seen};
use crate::blanks::{Blank, BlankState};

fn row(one: &Seen, cells: Vec<String>) -> LedgerRow {
    LedgerRow { cells, matter: Some(one.row.id.clone()), mark: false }
}

fn number(one: &Seen) -> String {
    one.row.number.clone().unwrap_or_else(|| "未编号".to_owned())
}

pub(super) fn cases(seen: &[Seen], in_year: impl Fn(Date) -> bool) -> Vec<LedgerRow> {
    let shown = seen.iter().filter(|one| in_year(one.matter.opened));
    shown
        .map(|one| {
            let status = match one.row.status.as_str() {
                "open" => "在办",
                "closed" => "已办结",
                _ => "已归档",
            };
            let cells = vec![
                number(one),
                one.row.title.clone(),
                one.row.category.clone(),
                one.row.agency.name.clone(),
                one.row.opened.clone(),
                one.row.step.clone(),
                one.row.handlers.join("、"),
                status.to_owned(),
            ];
            LedgerRow {
                mark: one.row.light.state == crate::light::LightState::Overdue,
                ..row(one, cells)
            }
        })
        .collect()
}

pub(super) fn papers(seen: &[Seen], in_year: impl Fn(Date) -> bool) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    for one in seen {
        for paper in one.matter.papers.iter().filter(|paper| in_year(paper.day)) {
            let cells = vec![
                paper.number.clone().unwrap_or_default(),
                paper.title.clone(),
                number(one),
                one.row.agency.name.clone(),
                paper.day.to_string(),
                if paper.outward { "是" } else { "" }.to_owned(),
                paper.served.map(|day| day.to_string()).unwrap_or_default(),
            ];
            rows.push(row(one, cells));
        }
    }
    rows.sort_by(|one, other| one.cells.get(4).cmp(&other.cells.get(4)));
    rows
}

/// `长信罚决〔2026〕5号` in its parts: what stands before the year, the year, the number.
pub(crate) fn parted(number: &str) -> Option<(String, i16, u32)> {
    let (series, rest) = number.split_once('〔')?;
    let (year, rest) = rest.split_once('〕')?;
    let n = rest.strip_suffix('号')?;
    Some((series.to_owned(), year.parse().ok()?, n.parse().ok()?))
}

/// What became of a number.
struct Use {
    state: String,
    title: String,
    /// Id and number of the matter.
    matter: Option<(String, String)>,
    mark: bool,
}

/// Every number from 1 to the highest of its series: used, reserved, void, or wanting.
pub(super) fn numbers(
    seen: &[Seen],
    blanks: &BTreeMap<String, Blank>,
    year: Option<i16>,
) -> Vec<LedgerRow> {
    let mut series: BTreeMap<(String, i16), BTreeMap<u32, Use>> = BTreeMap::new();
    let mut note = |number: &str, used: Use| {
        if let Some((name, held, n)) = parted(number)
            && year.is_none_or(|year| year == held)
        {
            series.entry((name, held)).or_default().insert(n, used);
        }
    };
    for one in seen {
        let used = |title: &str| Use {
            state: "已用".to_owned(),
            title: title.to_owned(),
            matter: Some((one.row.id.clone(), number(one))),
            mark: false,
        };
        if let Some(number) = &one.matter.number {
            note(number, used("（事项编号）"));
        }
        for paper in &one.matter.papers {
            if let Some(number) = &paper.number {
                note(number, used(&paper.title));
            }
        }
    }
    for blank in blanks.values() {
        let state = match blank.state {
            BlankState::Void => {
                format!("作废：{}", blank.reason.as_deref().unwrap_or("没有写明理由"))
            }
            _ => "预留，未用".to_owned(),
        };
        let mark = blank.state == BlankState::Void;
        note(&blank.number, Use { state, title: blank.title.clone(), matter: None, mark });
    }
    let mut rows = Vec::new();
    for ((name, year), held) in series {
        let last = held.keys().next_back().copied().unwrap_or(0);
        for n in 1..=last {
            // Numbers leave no gaps; one that this person may not see looks like a gap here and is told as what it is.
            let unseen = Use {
                state: "不在查看范围内".to_owned(),
                title: String::new(),
                matter: None,
                mark: true,
            };
            let used = held.get(&n).unwrap_or(&unseen);
            rows.push(LedgerRow {
                cells: vec![
                    format!("{name}〔{year}〕{n}号"),
                    year.to_string(),
                    n.to_string(),
                    used.state.clone(),
                    used.title.clone(),
                    used.matter.as_ref().map(|(_, number)| number.clone()).unwrap_or_default(),
                ],
                matter: used.matter.as_ref().map(|(id, _)| id.clone()),
                mark: used.mark,
            });
        }
    }
    rows
}

pub(super) fn seals(pack: &Pack, seen: &[Seen], in_year: impl Fn(Date) -> bool) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    for one in seen {
        let procedure = pack.procedures.get(&one.matter.procedure);
        for paper in &one.matter.papers {
            if !paper.outward || !in_year(paper.day) {
                continue;
            }
            let act = procedure.and_then(|procedure| procedure.act(&paper.act));
            let issuer = if paper.issuer.is_empty() { &one.row.agency.name } else { &paper.issuer };
            let cells = vec![
                paper.day.to_string(),
                issuer.clone(),
                paper.title.clone(),
                paper.number.clone().unwrap_or_default(),
                number(one),
                act.map(|act| act.title.clone()).unwrap_or_default(),
            ];
            rows.push(row(one, cells));
        }
    }
    rows.sort_by(|one, other| one.cells.first().cmp(&other.cells.first()));
    rows
}

/// Lists that name goods: tables of papers set as lists, a line for each row.
pub(super) fn goods(seen: &[Seen], in_year: impl Fn(Date) -> bool) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    for one in seen {
        for paper in &one.matter.papers {
            if !matches!(paper.layout, Layout::List | Layout::Receipt) || !in_year(paper.day) {
                continue;
            }
            for table in paper.rows.iter().map(|held| &held.table) {
                let Some((heads, lines)) = table.split_first() else { continue };
                if !heads.iter().any(|head| head.contains("数量")) {
                    continue;
                }
                for line in lines {
                    let told: Vec<&str> =
                        line.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
                    let cells = vec![
                        paper.day.to_string(),
                        paper.title.clone(),
                        told.join("，"),
                        number(one),
                        one.row.agency.name.clone(),
                    ];
                    rows.push(row(one, cells));
                }
            }
        }
    }
    rows.sort_by(|one, other| one.cells.first().cmp(&other.cells.first()));
    rows
}

pub(super) fn fines(seen: &[Seen], today: Date, in_year: impl Fn(Date) -> bool) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    for one in seen {
        let Some(decided) = &one.matter.decided else { continue };
        let fine = one.matter.facts.get("fine").and_then(serde_json::Value::as_i64).unwrap_or(0);
        if fine <= 0 || !in_year(decided.day) {
            continue;
        }
        let owed = one.matter.duties.iter().rfind(|duty| duty.kind == "pay");
        let paid = owed.is_some_and(|duty| !duty.state.owed());
        let due = owed.and_then(|duty| duty.due);
        let late = !paid && due.is_some_and(|due| due < today);
        let state = match (owed, paid, late) {
            _ if one.matter.set_aside.is_some() => "决定已被改变",
            (None, ..) => "没有登记",
            (_, true, _) => "已缴清或者不再需要缴纳",
            (_, _, true) => "逾期未缴",
            _ => "未到期",
        };
        let cells = vec![
            number(one),
            one.row.title.clone(),
            decided.day.to_string(),
            yuan(fine),
            state.to_owned(),
            due.map(|day| day.to_string()).unwrap_or_default(),
        ];
        rows.push(LedgerRow { mark: late, ..row(one, cells) });
    }
    rows.sort_by(|one, other| one.cells.get(2).cmp(&other.cells.get(2)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_numbers_then_their_parts_are_read_and_nonsense_is_not() {
        assert_eq!(parted("长信罚决〔2026〕5号"), Some(("长信罚决".to_owned(), 2026, 5)));
        assert_eq!(
            (parted("5号"), parted("甲〔2026〕x号"), parted("甲〔2026〕5")),
            (None, None, None)
        );
    }
}
