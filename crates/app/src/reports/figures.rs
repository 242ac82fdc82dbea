//! The numbers of one agency and year: by cell, and by cell and month; as rows of a form's table, and back.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use zhiheng_domain::Officer;
use zhiheng_law::{AnnualRules, Measure};

use super::held::Held;
use super::shapes::Change;
use crate::application::App;
use crate::error::Error;
use crate::ports::RegisterFilter;

/// Numbers by cell; money is 分. A cell that is not there is nought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// The year.
    pub cells: BTreeMap<String, i64>,
    /// Each month, 1..=12, of the cells that count how often.
    pub months: BTreeMap<(String, u8), i64>,
}

impl Figures {
    /// What was counted, with what a person entered for the report.
    pub(super) fn live(counted: Option<&Self>, held: Option<&Held>) -> Self {
        let mut figures = counted.cloned().unwrap_or_default();
        figures.cells.extend(held.map(Held::entered).unwrap_or_default().cells);
        figures
    }

    /// The number of a cell.
    pub fn get(&self, cell: &str) -> i64 {
        self.cells.get(cell).copied().unwrap_or(0)
    }

    /// One row for each cell of the pack, noughts included: id, name, unit, number.
    pub fn rows(&self, rules: &AnnualRules) -> Value {
        let row = |cell: &zhiheng_law::TallyCell| {
            let value = self.get(&cell.id).to_string();
            Value::from(vec![cell.id.clone(), cell.title.clone(), stored_unit(cell), value])
        };
        rules.cells.iter().map(row).collect()
    }

    /// One row for each cell and month in which something happened.
    pub fn month_rows(&self) -> Value {
        let row = |((cell, month), count): (&(String, u8), &i64)| {
            Value::from(vec![cell.clone(), month.to_string(), count.to_string()])
        };
        self.months.iter().map(row).collect()
    }

    /// From the rows that a matter keeps. Rows of another shape are passed over.
    pub fn read(rows: Option<&Value>, months: Option<&Value>) -> Self {
        let texts = |row: &Value| -> Vec<String> {
            let cells = row.as_array().into_iter().flatten();
            cells.map(|cell| cell.as_str().unwrap_or_default().to_owned()).collect()
        };
        let list = |rows: Option<&Value>| -> Vec<Vec<String>> {
            rows.and_then(Value::as_array).into_iter().flatten().map(texts).collect()
        };
        let cells = list(rows).into_iter().filter_map(|row| match row.as_slice() {
            [cell, _, _, number] => Some((cell.clone(), number.parse().ok()?)),
            _ => None,
        });
        let months = list(months).into_iter().filter_map(|row| match row.as_slice() {
            [cell, month, count] => {
                Some(((cell.clone(), month.parse().ok()?), count.parse().ok()?))
            }
            _ => None,
        });
        Self { cells: cells.collect(), months: months.collect() }
    }

    /// Where `now` differs, in the order of the pack. What is on the register of officers changes by nature and is passed over
    /// unless asked for.
    pub fn changes(&self, now: &Self, rules: &AnnualRules, officers: bool) -> Vec<Change> {
        rules
            .cells
            .iter()
            .filter(|cell| officers || cell.measure != Measure::Officers)
            .filter(|cell| self.get(&cell.id) != now.get(&cell.id))
            .map(|cell| Change {
                cell: cell.id.clone(),
                title: cell.title.clone(),
                unit: cell.unit.clone(),
                before: shown(self.get(&cell.id), cell.measure, &cell.unit),
                now: shown(now.get(&cell.id), cell.measure, &cell.unit),
            })
            .collect()
    }
}

/// The unit in which a cell's number is kept: money to the cent.
pub(super) fn stored_unit(cell: &zhiheng_law::TallyCell) -> String {
    // What is kept is exact; forms show it in 元 or 万元.
    if cell.measure == Measure::Amount { "分".to_owned() } else { cell.unit.clone() }
}

/// A number as it is shown: money, kept in 分, in 元 with two decimals or in 万元 with as many as are needed, at least two.
pub(super) fn shown(value: i64, measure: Measure, unit: &str) -> String {
    match (measure, unit) {
        (Measure::Amount, "万元") => {
            let text = format!("{}.{:06}", value / 1_000_000, (value % 1_000_000).abs());
            let whole = text.find('.').unwrap_or(0) + 3;
            let kept = text.trim_end_matches('0').len().max(whole);
            text.chars().take(kept).collect()
        }
        (Measure::Amount, _) => format!("{}.{:02}", value / 100, (value % 100).abs()),
        (Measure::Count | Measure::Officers, _) => value.to_string(),
    }
}

impl App {
    /// The numbers of a year as counted now, by agency; `None` = every agency that has any.
    pub(super) async fn counted(
        &self,
        agencies: Option<&[String]>,
        year: i16,
    ) -> Result<BTreeMap<String, Figures>, Error> {
        let amounts: BTreeSet<&str> = self
            .pack()
            .counted()
            .filter(|cell| cell.measure == Measure::Amount)
            .map(|cell| cell.id.as_str())
            .collect();
        let mut all: BTreeMap<String, Figures> = BTreeMap::new();
        for sum in self.store().tally_sums(agencies, year).await? {
            let figures = all.entry(sum.agency).or_default();
            let count = i64::try_from(sum.count).unwrap_or(i64::MAX);
            if amounts.contains(sum.cell.as_str()) {
                *figures.cells.entry(sum.cell).or_default() += sum.amount;
            } else {
                *figures.cells.entry(sum.cell.clone()).or_default() += count;
                *figures.months.entry((sum.cell, sum.month)).or_default() += count;
            }
        }
        let filter = RegisterFilter {
            kind: "officers".to_owned(),
            agencies: agencies.map(<[String]>::to_vec),
            ids: Vec::new(),
        };
        let today = self.today();
        for row in self.store().register(&filter).await?.iter().filter(|row| row.active) {
            let Ok(officer) = serde_json::from_str::<Officer>(&row.body) else { continue };
            if officer.card.is_empty() {
                continue;
            }
            let figures = all.entry(row.agency.clone()).or_default();
            *figures.cells.entry("officers.all".to_owned()).or_default() += 1;
            let certified = i64::from(officer.valid_on(today));
            *figures.cells.entry("officers.certified".to_owned()).or_default() += certified;
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_money_then_it_is_shown_in_yuan_or_ten_thousand_yuan_without_losing_a_cent() {
        assert_eq!(shown(123_456, Measure::Amount, "元"), "1234.56");
        assert_eq!(shown(0, Measure::Amount, "元"), "0.00");
        assert_eq!(shown(123_456, Measure::Amount, "万元"), "0.123456");
        assert_eq!(shown(2_000_000, Measure::Amount, "万元"), "2.00");
        assert_eq!(shown(2_010_000, Measure::Amount, "万元"), "2.01");
        assert_eq!(shown(7, Measure::Count, "宗"), "7");
    }

    #[test]
    fn given_figures_then_their_rows_read_back_as_they_were() {
        let figures = Figures {
            cells: BTreeMap::from([("a".to_owned(), 3), ("b".to_owned(), 0)]),
            months: BTreeMap::from([(("a".to_owned(), 2), 3)]),
        };
        let rows = serde_json::json!([["a", "甲", "宗", "3"], ["b", "乙", "分", "0"]]);
        assert_eq!(Figures::read(Some(&rows), Some(&figures.month_rows())), figures);
        assert_eq!(Figures::read(Some(&Value::from("x")), None), Figures::default());
    }
}
