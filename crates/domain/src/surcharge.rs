//! The surcharge on an unpaid fine (加处罚款): so much a day, never more than the fine, not counted while a dispute runs (处罚法72、73).
//!
//! What this is not: a decision to impose it; that is an act with its own gates.

use jiff::civil::Date;

use crate::state::Matter;

/// Days and amount, in 分.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surcharge {
    /// Days that count.
    pub days: i64,
    /// Amount, in 分, at most the principal.
    pub amount: i64,
}

/// The surcharge on `principal` (分) from the day after `due` to `until` inclusive, at `rate` ‰ a day, without the days on which
/// a dispute ran. A dispute runs from the day it begins to the day before the one on which it ends; one without an end still runs.
pub fn surcharge(
    principal: i64,
    rate: i64,
    due: Date,
    until: Date,
    disputes: &[(Date, Option<Date>)],
) -> Surcharge {
    let mut days = 0;
    let mut day = due;
    // The cap is reached within 1000 ‰ / rate days, so the walk is short whatever the delay.
    while let Ok(next) = day.tomorrow() {
        day = next;
        if day > until {
            break;
        }
        let stands = disputes.iter().any(|(from, to)| *from <= day && to.is_none_or(|to| day < to));
        if !stands {
            days += 1;
        }
        if days * rate >= 1000 {
            break;
        }
    }
    let amount = (i128::from(principal) * i128::from(rate) * i128::from(days) / 1000)
        .min(i128::from(principal));
    Surcharge { days, amount: i64::try_from(amount).unwrap_or(principal) }
}

/// The spans in which a dispute ran: from each act of `stop` to the next act of `go`.
pub(crate) fn disputes(
    matter: &Matter,
    stop: &[String],
    go: &[String],
) -> Vec<(Date, Option<Date>)> {
    let mut spans: Vec<(Date, Option<Date>)> = Vec::new();
    for done in &matter.done {
        let running = spans.last().is_some_and(|(_, to)| to.is_none());
        if stop.contains(&done.act) && !running {
            spans.push((done.day, None));
        } else if go.contains(&done.act)
            && let Some((_, to @ None)) = spans.last_mut()
        {
            *to = Some(done.day);
        }
    }
    spans
}
