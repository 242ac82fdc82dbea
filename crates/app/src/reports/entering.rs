//! Numbers that a person enters because the platform does not know them: every cell once, whole, and adding up on both sides.
//!
//! What this is not: who entered them and when; that is the act, which is on the record with its person and day.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use zhiheng_domain::Refusal;
use zhiheng_law::annual::spread_id;
use zhiheng_law::{AnnualRules, Balance, Measure, TallyCell};

use super::figures::{Figures, shown, stored_unit};
use crate::error::{Error, refused};

/// Faults that are told at once.
const MOST: usize = 8;

/// The rows that the form begins with: every cell with the number that was entered before, otherwise nought. Money in 元.
pub(super) fn proposed(rules: &AnnualRules, held: &Figures) -> Value {
    rules
        .entered()
        .map(|cell| {
            let number = match cell.measure {
                Measure::Amount => shown(held.get(&cell.id), cell.measure, "元"),
                Measure::Count | Measure::Officers => held.get(&cell.id).to_string(),
            };
            row(cell, &cell.unit, number)
        })
        .collect()
}

/// The rows as they are kept: in the order of the pack, with its names, money in 分.
///
/// # Errors
/// `report.entered` where a row is none of the report's, stands twice or is missing, or its number is none;
/// `report.balance` where the sides do not add up.
pub(super) fn checked(rows: &Value, rules: &AnnualRules) -> Result<Value, Error> {
    let mut said: BTreeMap<String, i64> = BTreeMap::new();
    let mut named: BTreeSet<String> = BTreeSet::new();
    let mut faults = Vec::new();
    for (place, row) in (1..).zip(rows.as_array().into_iter().flatten()) {
        let texts: Vec<&str> =
            row.as_array().into_iter().flatten().map(|cell| cell.as_str().unwrap_or("")).collect();
        let [id, _, _, number] = texts.as_slice() else {
            faults.push(format!("第 {place} 行应有格、名称、单位、数四栏"));
            continue;
        };
        let Some(cell) = rules.entered().find(|cell| cell.id == id.trim()) else {
            faults.push(format!("第 {place} 行的“{id}”不是由人填报的格"));
            continue;
        };
        if !named.insert(cell.id.clone()) {
            faults.push(format!("“{}”填了两次", cell.title));
        }
        match value(number.trim(), cell.measure) {
            None => faults.push(format!("“{}”的数“{number}”不对：{}", cell.title, form(cell))),
            Some(number) => {
                said.insert(cell.id.clone(), number);
            }
        }
    }
    let missing = rules.entered().filter(|cell| !named.contains(&cell.id));
    faults.extend(missing.map(|cell| format!("“{}”没有填；没有的填零", cell.title)));
    if !faults.is_empty() {
        return Err(refusal("report.entered", faults));
    }
    let unbalanced: Vec<String> =
        rules.balances.iter().flat_map(|balance| apart(balance, &said, rules)).collect();
    if !unbalanced.is_empty() {
        return Err(refusal("report.balance", unbalanced));
    }
    let kept = |cell: &TallyCell| {
        let number = said.get(&cell.id).copied().unwrap_or(0);
        row(cell, &stored_unit(cell), number.to_string())
    };
    Ok(rules.entered().map(kept).collect())
}

/// Where the sides of a balance differ, a sentence each.
fn apart(balance: &Balance, said: &BTreeMap<String, i64>, rules: &AnnualRules) -> Vec<String> {
    let once = [String::new()];
    let keys = if balance.keys.is_empty() { &once[..] } else { &balance.keys };
    let mut found = Vec::new();
    for key in keys {
        let sum = |cells: &[String]| -> i128 {
            let numbers = cells.iter().filter_map(|cell| said.get(&spread_id(cell, key)));
            numbers.map(|number| i128::from(*number)).sum()
        };
        let (left, right) = (sum(&balance.left), sum(&balance.right));
        if left != right {
            let first = balance.left.first().and_then(|cell| rules.cell(&spread_id(cell, key)));
            let title = first.map(|cell| cell.title.as_str()).unwrap_or_default();
            // The key's name stands in brackets at the end of its cells' titles.
            let name = title.rsplit_once('（').map_or("", |(_, name)| name.trim_end_matches('）'));
            found.push(format!("{name}：{}；现在是 {left} 和 {right}", balance.message));
        }
    }
    found
}

fn refusal(code: &'static str, faults: Vec<String>) -> Error {
    let more = faults.len().saturating_sub(MOST);
    let mut refusals: Vec<Refusal> =
        faults.into_iter().take(MOST).map(|fault| Refusal::new(code, fault)).collect();
    if more > 0 {
        refusals.push(Refusal::new(code, format!("还有 {more} 处")));
    }
    refused(refusals, None)
}

fn row(cell: &TallyCell, unit: &str, number: String) -> Value {
    Value::from(vec![cell.id.clone(), cell.title.clone(), unit.to_owned(), number])
}

/// A count without sign, or money in 元 with at most two decimals, as 分.
fn value(text: &str, measure: Measure) -> Option<i64> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match measure {
        Measure::Count | Measure::Officers => {
            text.parse().ok().filter(|number| digits(text) && *number <= 1_000_000_000)
        }
        Measure::Amount => {
            let (whole, cents) = text.split_once('.').unwrap_or((text, "0"));
            if !digits(whole) || !digits(cents) || cents.len() > 2 {
                return None;
            }
            let cents: i64 = format!("{cents:0<2}").parse().ok()?;
            let whole: i64 = whole.parse().ok().filter(|whole| *whole <= 1_000_000_000_000)?;
            whole.checked_mul(100)?.checked_add(cents)
        }
    }
}

fn form(cell: &TallyCell) -> &'static str {
    match cell.measure {
        Measure::Amount => "填元，最多两位小数",
        Measure::Count | Measure::Officers => "填不带符号的整数，没有的填零",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn money_that_is_entered_is_kept_to_the_cent(cents in 0_i64..1_000_000_000_000) {
            let text = format!("{}.{:02}", cents / 100, cents % 100);
            proptest::prop_assert_eq!(value(&text, Measure::Amount), Some(cents));
        }

        #[test]
        fn what_is_no_count_is_not_taken_for_one(text in "[-+ .a0-9]{0,6}") {
            let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            proptest::prop_assert_eq!(value(&text, Measure::Count).is_some(), plain);
        }
    }
}
