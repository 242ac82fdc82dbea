//! How far one's own matter is, by the number and the code on one's paper: stage, step and days, and nothing else.
//!
//! What this is not: the matter. No name, no text, no unit complained of leaves here, whoever asks (信访工作条例30, 44).

use jiff::civil::Date;
use zhiheng_domain::{DutyState, Matter, Status};
use zhiheng_law::{ActKind, Procedure};

use crate::application::App;
use crate::error::Error;
use crate::ports::MatterRow;
use crate::project::code_digest;

/// Longest number or code that is looked for, in characters.
const LONGEST: usize = 64;
/// Acts by which an agency takes a matter on: 受理告知, 立案, 受理.
const ACCEPTING: [&str; 3] = ["notice", "file_case", "accept"];
/// Acts, beside decisions and conclusions, that give the party its outcome.
const ANSWERING: [&str; 5] = ["opinion", "review_result", "recheck_result", "refuse", "not_file"];
/// Duties whose days concern the party.
const CONCERNING: [&str; 5] = ["decide", "handle", "notify", "serve", "review"];

/// Where a stage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageState {
    /// Behind.
    Done,
    /// Here.
    Now,
    /// Ahead.
    Ahead,
}

/// One stage by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageNow {
    /// Name shown to people.
    pub title: String,
    /// Where it stands.
    pub state: StageState,
}

/// The days of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestones {
    /// Registered.
    pub registered: Date,
    /// Taken on.
    pub accepted: Option<Date>,
    /// Next day by which the agency must act; none where nothing is owed or the clock stands.
    pub due: Option<Date>,
    /// Outcome given.
    pub outcome: Option<Date>,
}

/// What a party may know by number and code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The number.
    pub number: String,
    /// Kind of matter: the procedure's name.
    pub matter: String,
    /// Stages in order.
    pub stages: Vec<StageNow>,
    /// Legal step now.
    pub step: String,
    /// The days.
    pub days: Milestones,
    /// Days past due; 0 where nothing is.
    pub overdue: i32,
    /// The clock of what is owed stands (听证、鉴定…).
    pub stopped: bool,
    /// It is over.
    pub ended: bool,
}

impl App {
    /// The progress behind a number and its code; `None` for every pair that does not fit, whatever the reason.
    /// The same two look-ups are made for every wrong pair, so that time does not tell which half was wrong.
    ///
    /// # Errors
    /// The dossier was destroyed lawfully ([`Error::Destroyed`]: that and no more), or the store is not there.
    pub async fn progress_of(&self, number: &str, code: &str) -> Result<Option<Progress>, Error> {
        let Some((_, matter)) = self.matter_behind(number, code).await? else { return Ok(None) };
        let procedure = self.pack().procedures.get(&matter.procedure).ok_or_else(|| {
            Error::Internal(format!("procedure {} is not in the pack", matter.procedure))
        })?;
        Ok(Some(progress(plain(number), &matter, procedure, self.today())))
    }

    /// The matter behind a number and its code; `None` for every pair that does not fit.
    pub(crate) async fn matter_behind(
        &self,
        number: &str,
        code: &str,
    ) -> Result<Option<(MatterRow, Matter)>, Error> {
        let number = plain(number);
        let code = plain(code);
        let row = self.store().progress(&number).await?;
        let asked = code_digest(self.suite(), &number, &code);
        let matter = row.filter(|row| same(&row.code, &asked)).map(|row| row.matter);
        let held = self.store().matter(matter.as_deref().unwrap_or("-")).await?;
        let Some(mut held) = held.filter(|_| matter.is_some()) else { return Ok(None) };
        if held.status == crate::ports::Status::Destroyed {
            return Err(self.gone(&held.id).await);
        }
        let snapshot = std::mem::take(&mut held.snapshot);
        let matter = serde_json::from_str(&snapshot)
            .map_err(|error| Error::Internal(format!("snapshot of {}: {error}", held.id)))?;
        Ok(Some((held, matter)))
    }
}

/// What may be told of a matter.
pub(crate) fn progress(
    number: String,
    matter: &Matter,
    procedure: &Procedure,
    today: Date,
) -> Progress {
    let ended = matter.status != Status::Open;
    let owed = || {
        matter.duties.iter().filter(|duty| {
            duty.state.owed() && duty.owner != "party" && CONCERNING.contains(&duty.kind.as_str())
        })
    };
    let due = owed().filter_map(|duty| duty.due).min();
    let days_of = |fits: &dyn Fn(&str) -> bool| -> Vec<Date> {
        matter.done.iter().filter(|done| fits(&done.act)).map(|done| done.day).collect()
    };
    let gives_outcome = |act: &str| {
        ANSWERING.contains(&act)
            || procedure
                .act(act)
                .is_some_and(|act| matches!(act.kind, ActKind::Decide | ActKind::Close))
    };
    let overdue = due.map_or(0, |due| (today - due).get_days().max(0));
    let reached = procedure.stages.iter().position(|stage| stage.id == matter.stage);
    let stages = procedure.stages.iter().enumerate().map(|(place, stage)| StageNow {
        title: stage.title.clone(),
        state: match reached {
            Some(now) if place < now => StageState::Done,
            Some(now) if place == now && !ended => StageState::Now,
            Some(now) if place == now => StageState::Done,
            Some(_) | None => StageState::Ahead,
        },
    });
    Progress {
        number,
        matter: procedure.title.clone(),
        stages: stages.collect(),
        step: matter.step.clone(),
        days: Milestones {
            registered: matter.opened,
            accepted: days_of(&|act| ACCEPTING.contains(&act)).into_iter().min(),
            due,
            outcome: days_of(&gives_outcome).into_iter().max(),
        },
        overdue,
        stopped: due.is_none() && owed().any(|duty| duty.state == DutyState::Stopped),
        ended,
    }
}

/// What people type, made one form: blanks at the ends and full-width brackets do not matter.
pub(crate) fn plain(text: &str) -> String {
    text.trim()
        .chars()
        .take(LONGEST)
        .filter(|c| !c.is_control())
        .map(|c| match c {
            '[' | '［' | '【' => '〔',
            ']' | '］' | '】' => '〕',
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
                char::from_u32(u32::from(c).saturating_sub(0xfee0)).unwrap_or(c)
            }
            other => other,
        })
        .collect()
}

/// Compares two digests in hex without stopping at the first difference.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_its_brackets_and_digits_are_typed() {
        assert_eq!(plain(" 长信[２０２６]12号 "), "长信〔2026〕12号");
        assert_eq!(plain("ｋ7q9"), "k7q9");
        assert_eq!(plain("a\0b"), "ab");
    }

    #[test]
    fn digests_are_the_same_only_when_every_digit_is() {
        assert!(same("00ff", "00ff"));
        assert!(!same("00ff", "00fe"));
        assert!(!same("00ff", "00ff0"));
    }
}
