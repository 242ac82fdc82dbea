//! An act that was done on a numbered form is entered: the form must be the agency's, open, and of a paper that the act issues.

use zhiheng_domain::{Decision, Refusal};
use zhiheng_law::ActType;

use super::{BLANKS, Blank, BlankState, blank_of, still};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::{Append, RegisterRow};

/// A form with the version of its stream, while an act uses it.
pub(crate) struct Held {
    pub(crate) blank: Blank,
    row: RegisterRow,
}

impl App {
    /// The form under this number, if the caller's agency reserved it and it is still open.
    async fn reserved(
        &self,
        caller: &Caller,
        number: &str,
    ) -> Result<Result<Held, Refusal>, Error> {
        let number = number.trim();
        for row in self.blank_rows(Some(&caller.actor.agency), Vec::new()).await? {
            let blank = blank_of(&row)?;
            if blank.number == number {
                return Ok(still(&blank).map(|()| Held { blank, row }));
            }
        }
        let shown: String = number.chars().filter(|c| !c.is_control()).take(60).collect();
        let message = format!("本机关没有预留文号“{shown}”；请核对空白文书上的文号");
        Ok(Err(Refusal::new("number.not_reserved", message).at("reserved")))
    }

    /// The decision on the form, where the act was done on one.
    pub(crate) async fn on_form(
        &self,
        caller: &Caller,
        number: Option<&str>,
        decided: Result<Decision, Vec<Refusal>>,
    ) -> Result<Result<(Decision, Option<Held>), Vec<Refusal>>, Error> {
        let Some(number) = number else {
            return Ok(decided.map(|decision| (decision, None)));
        };
        Ok(match (decided, self.reserved(caller, number).await?) {
            (Ok(decision), Ok(held)) => under(decision, &held)
                .map(|decision| (decision, Some(held)))
                .map_err(|refusal| vec![refusal]),
            (Err(mut refusals), Err(refusal)) => {
                refusals.push(refusal);
                Err(refusals)
            }
            (Err(refusals), Ok(_)) => Err(refusals),
            (Ok(_), Err(refusal)) => Err(vec![refusal]),
        })
    }

    /// The open forms of the caller's agency that an act could be entered on.
    pub(crate) async fn open_blanks(
        &self,
        caller: &Caller,
        procedure: &str,
        act: &ActType,
    ) -> Result<Vec<Blank>, Error> {
        if !act.papers.iter().any(|rule| rule.blank && rule.number_kind.is_some()) {
            return Ok(Vec::new());
        }
        let mut open = self.blanks(caller, true).await?;
        open.retain(|blank| blank.procedure == procedure && blank.act == act.id);
        Ok(open)
    }

    /// The forms on which papers of a matter were written, each with its agency.
    pub(crate) async fn blanks_used_in(&self, matter: &str) -> Result<Vec<(String, Blank)>, Error> {
        let mut used = Vec::new();
        for row in self.blank_rows(None, Vec::new()).await? {
            let blank = blank_of(&row)?;
            if blank.matter.as_deref() == Some(matter) {
                used.push((row.agency, blank));
            }
        }
        Ok(used)
    }

    /// What is appended beside the act that uses the form.
    pub(crate) fn used(&self, actor: &str, held: &Held, matter: &str) -> Result<Append, Error> {
        let used = Blank {
            state: BlankState::Used,
            matter: Some(matter.to_owned()),
            ..held.blank.clone()
        };
        self.blank_append(actor, &held.row, used)
    }
}

/// Whether a stream is that of a form.
pub(crate) fn is_form(stream: &str) -> bool {
    stream.strip_prefix(BLANKS).is_some_and(|rest| rest.starts_with(':'))
}

/// The decision with the number of the form on its paper.
fn under(decision: Decision, held: &Held) -> Result<Decision, Refusal> {
    let Blank { paper, kind, number, .. } = &held.blank;
    decision.under(paper, kind, number).map_err(|refusal| refusal.at("reserved"))
}
