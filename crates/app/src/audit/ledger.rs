//! Every 文号 and 案号 as an audit meets it: none twice, none left out, and of numbered blank forms what became of each.

use std::collections::{BTreeMap, BTreeSet};

use zhiheng_domain::audit::Finding;
use zhiheng_domain::{Effect, Event};

use crate::blanks::{Blank, BlankState};
use crate::ports::{NumberKey, StoredEvent};

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Given to a matter or a paper in the moment of its act.
    Given,
    /// Printed on a form that is still open.
    Reserved,
    /// An act bears it; the form is to follow in the same moment.
    Entered,
    /// An act bears it, and the form says so.
    Used,
    /// The form was voided.
    Void,
}

/// The numbers of every series.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    series: BTreeMap<NumberKey, BTreeMap<u32, Fate>>,
    /// Forms that an act bears, until the register says so: where the act stands.
    entered: BTreeMap<(NumberKey, u32), (u64, String, u64, String)>,
    /// Numbers of matters that were destroyed, by the agency that gave them: their acts cannot be read any more.
    destroyed: BTreeSet<(String, String)>,
}

impl Ledger {
    /// Notes the numbers of a matter that was destroyed.
    pub(super) fn destroyed(&mut self, numbers: &[(String, String)]) {
        self.destroyed.extend(numbers.iter().cloned());
    }

    /// The number that is given next: those of destroyed matters were given. Series begin at 1.
    fn next(&self, key: &NumberKey, mark: &str) -> u32 {
        let last = self.series.get(key).and_then(|series| series.last_key_value());
        let mut n = last.map_or(1, |(last, _)| last.saturating_add(1));
        let number = |n: u32| format!("{mark}{}〔{}〕{n}号", key.kind, key.year);
        while self.destroyed.contains(&(key.agency.clone(), number(n))) {
            n = n.saturating_add(1);
        }
        n
    }

    /// The numbers of an act; `mark` is the 机关代字 of the agency that acted, as it was then.
    pub(super) fn act(&mut self, stored: &StoredEvent, event: &Event, mark: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let finding = |code: &str, message: String| Finding {
            matter: event.matter.clone(),
            version: stored.version,
            act: event.act.clone(),
            code: code.to_owned(),
            message,
            article: None,
        };
        for number in numbers(event) {
            let Some((kind, year, n)) = taken_apart(number, mark) else {
                let message = format!("文号{number}不是本机关的编号");
                findings.push(finding("audit.number_form", message));
                continue;
            };
            let key = NumberKey { agency: event.agency.clone(), kind: kind.to_owned(), year };
            let due = self.next(&key, mark);
            let series = self.series.entry(key.clone()).or_default();
            match series.get(&n) {
                Some(Fate::Reserved) => {
                    series.insert(n, Fate::Entered);
                    let place =
                        (stored.seq, event.matter.clone(), stored.version, event.act.clone());
                    self.entered.insert((key, n), place);
                }
                Some(Fate::Void) => {
                    let message = format!("文号{number}已经作废，却用于文书");
                    findings.push(finding("audit.number_void", message));
                }
                Some(Fate::Given | Fate::Entered | Fate::Used) => {
                    let message = format!("文号{number}用了两次");
                    findings.push(finding("audit.number_twice", message));
                }
                None => {
                    if n != due {
                        let message = format!("文号{number}之前有缺号：应为第 {due} 号");
                        findings.push(finding("audit.number_gap", message));
                    }
                    series.insert(n, Fate::Given);
                }
            }
        }
        findings
    }

    /// What the register says of a form.
    pub(super) fn blank(
        &mut self,
        stored: &StoredEvent,
        agency: &str,
        blank: &Blank,
    ) -> Option<Finding> {
        let Blank { kind, year, n, number, .. } = blank;
        let key = NumberKey { agency: agency.to_owned(), kind: kind.clone(), year: *year };
        // What stands before the kind is the mark of the agency, as it was then.
        let mark = number.split_once(&format!("{kind}〔")).map_or("", |(mark, _)| mark);
        let due = self.next(&key, mark);
        let gone = self.destroyed.contains(&(key.agency.clone(), number.clone()));
        let series = self.series.entry(key.clone()).or_default();
        let held = series.get(n).copied();
        let (fate, fault) = match (blank.state, held) {
            (BlankState::Reserved, None) => {
                let gap = (*n != due && !gone).then(|| {
                    let message = format!("预留文号{number}之前有缺号：应为第 {due} 号");
                    ("audit.number_gap", message)
                });
                (Fate::Reserved, gap)
            }
            (BlankState::Used, Some(Fate::Entered)) => {
                self.entered.remove(&(key, *n));
                (Fate::Used, None)
            }
            // The act that bears it was destroyed with its matter.
            (BlankState::Used, Some(Fate::Reserved)) if gone => (Fate::Used, None),
            (BlankState::Void, Some(Fate::Reserved)) => (Fate::Void, None),
            (BlankState::Reserved, Some(held)) => {
                (held, Some(("audit.number_twice", format!("文号{number}已经用过，又作预留"))))
            }
            (BlankState::Used, held) => (
                held.unwrap_or(Fate::Used),
                Some(("audit.number_unused", format!("文号{number}记为已用，却没有文书"))),
            ),
            (BlankState::Void, held) => (
                held.unwrap_or(Fate::Void),
                Some(("audit.number_void", format!("文号{number}没有预留或者已经用过，却作废"))),
            ),
        };
        series.insert(*n, fate);
        fault.map(|(code, message)| Finding {
            matter: blank.matter.clone().unwrap_or_else(|| stored.stream.clone()),
            version: stored.version,
            act: blank.act.clone(),
            code: code.to_owned(),
            message,
            article: None,
        })
    }

    /// Acts that bear the number of a form of which the register still says that it is open.
    pub(super) fn open(self) -> impl Iterator<Item = (u64, Finding)> {
        self.entered.into_iter().map(|((key, n), (seq, matter, version, act))| {
            let NumberKey { kind, year, .. } = key;
            let message = format!("文书用了预留的{kind}〔{year}〕{n}号，登记中却仍是未用");
            let code = "audit.number_unused".to_owned();
            (seq, Finding { matter, version, act, code, message, article: None })
        })
    }
}

/// The numbers that an act gave: of its matter and of its papers.
pub(crate) fn numbers(event: &Event) -> impl Iterator<Item = &str> {
    event.effects.iter().filter_map(|effect| match effect {
        Effect::Numbered { number } => Some(number.as_str()),
        Effect::PaperIssued { paper } => paper.number.as_deref(),
        _ => None,
    })
}

/// Kind, year and place of `长信罚〔2026〕5号`.
fn taken_apart<'n>(number: &'n str, mark: &str) -> Option<(&'n str, i16, u32)> {
    let (kind, rest) = number.strip_prefix(mark)?.split_once('〔')?;
    let (year, n) = rest.strip_suffix('号')?.split_once('〕')?;
    Some((kind, year.parse().ok()?, n.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_a_number_then_it_is_taken_apart_by_the_agency_s_mark() {
        assert_eq!(taken_apart("长信罚决〔2026〕12号", "长信"), Some(("罚决", 2026, 12)));
        assert_eq!(taken_apart("长信罚决〔2026〕12号", "临海"), None);
        assert_eq!(taken_apart("长信罚决2026年12号", "长信"), None);
    }
}
