//! 双公示 of the demonstration: two deliveries of the penalty agency, the second of them with a row that the platform rejects and
//! one that it has not answered yet.
//!
//! What this is not: a platform. What it answers is made up here, and so are the codes and cards of invented people.

use std::collections::VecDeque;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use zhiheng_app::credit::{CreditFault, CreditLine, Said};
use zhiheng_app::{App, Error};
use zhiheng_domain::credit::{Content, Row, organisation};

use crate::clock::ManualClock;
use crate::people::person;
use crate::play::Callers;

/// The agency that reports.
const AGENCY: &str = "shili";
/// Days before the end on which a delivery is made.
const BEFORE: [i64; 2] = [240, 4];
/// In the last delivery every so manyth row is not filled in, so that the page has something to mend.
const UNFILLED: usize = 4;

/// Deliveries that are still to be made, the earliest first.
pub(crate) struct Reporting(VecDeque<DateTime>);

impl Reporting {
    /// The deliveries between two moments.
    pub(crate) fn planned(from: Date, until: DateTime) -> Self {
        let day = |before: i64| until.date().checked_sub(before.days()).ok();
        let days = BEFORE.into_iter().filter_map(day).filter(|day| *day > from);
        Self(days.map(|day| day.at(16, 30, 0, 0)).collect())
    }

    /// Makes those that were due by a moment.
    ///
    /// # Errors
    /// The store is not there, or a delivery of rows that are ready is refused.
    pub(crate) async fn until(
        &mut self,
        app: &App,
        clock: &ManualClock,
        callers: &Callers,
        moment: DateTime,
    ) -> Result<(), Error> {
        while self.0.front().is_some_and(|at| *at <= moment) {
            let Some(at) = self.0.pop_front() else { break };
            clock.forward(zhiheng_calendar::china_timestamp(at));
            self.deliver(app, callers).await?;
        }
        Ok(())
    }

    async fn deliver(&self, app: &App, callers: &Callers) -> Result<(), Error> {
        let Some(editor) = callers.get(&person(AGENCY, "editor")) else { return Ok(()) };
        let last = self.0.is_empty();
        let begin = app.today().checked_sub(3.years()).ok();
        let mut ready: Vec<String> = Vec::new();
        for (n, line) in app.credit_desk(editor, begin).await?.owed.into_iter().enumerate() {
            let rows = line.content.as_ref().is_some_and(|content| content.id == "rows");
            if !rows || last && n % UNFILLED == 1 {
                continue;
            }
            if line.ready || self.filled(app, callers, n, &line).await? {
                ready.push(line.decision);
            }
        }
        if ready.is_empty() {
            return Ok(());
        }
        let batch = app.deliver_credit(editor, "penalty", Content::Rows, &ready).await?;
        let said = batch.lines.iter().enumerate().filter_map(|(n, line)| match n {
            0 if last && batch.rows > 2 => None,
            1 if last => {
                Some((line.number.clone(), Some("统一社会信用代码与登记的名称不一致".to_owned())))
            }
            _ => Some((line.number.clone(), None)),
        });
        let said: Vec<Said> = said.collect();
        if !said.is_empty() {
            app.credit_receipt(editor, &batch.id, &said).await?;
        }
        Ok(())
    }

    /// Types what is missing; whether the row is then ready.
    async fn filled(
        &self,
        app: &App,
        callers: &Callers,
        n: usize,
        line: &CreditLine,
    ) -> Result<bool, Error> {
        let Some(editor) = callers.get(&person(AGENCY, "editor")) else { return Ok(false) };
        // A value may ask for another: the number of a card for its kind.
        let mut faults: Vec<CreditFault> = line.faults.clone();
        for _ in 0..3 {
            let values: Row = faults
                .iter()
                .filter_map(|fault| Some((fault.field.clone(), value(&fault.field, n)?)))
                .collect();
            if values.is_empty() {
                return Ok(false);
            }
            let page = app.fill_credit(editor, &line.decision, &values).await?;
            if page.line.ready {
                return Ok(true);
            }
            faults = page.line.faults;
        }
        Ok(false)
    }
}

/// An invented value for a field.
fn value(code: &str, n: usize) -> Option<String> {
    match code.split_once('_')?.1 {
        "XDR_SHXYM" => organisation(&format!("91140400MA0{n:06}")),
        "FRDB" => Some("王某某".to_owned()),
        "XDR_ZJLX" => Some("护照".to_owned()),
        "XDR_ZJHM" => Some(format!("E{n:08}")),
        "YXQ" => Some("2099-12-31".to_owned()),
        "GSJZQ" => Some("2028-12-31".to_owned()),
        "NR_ZKDX" => Some(format!("示例许可证 第 {n:04} 号")),
        _ => None,
    }
}
