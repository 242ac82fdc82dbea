//! Runs the worked examples of a pack: the statute's own cases, written by lawyers beside the rules.
//!
//! What this is not: a test framework. It says for each step what came out; a test or the checker says whether that is a fault.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use zhiheng_calendar::Calendar;
use zhiheng_law::{Example, PARTY, Pack, Procedure};

use crate::authority::Role;
use crate::context::{Actor, Context};
use crate::decide::{Submission, decide};
use crate::evolve::evolve;
use crate::known::Known;
use crate::officer::Officer;
use crate::state::Matter;

/// A step of an example that did not come out as written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Deviation {
    /// File of the pack.
    pub file: String,
    /// Line of the step.
    pub line: usize,
    /// Title of the example.
    pub example: String,
    /// What was expected and what came out, in Chinese.
    pub message: String,
}

/// The invented people of examples, by id, with agency and roles.
const PEOPLE: [(&str, &str, &[Role]); 21] = [
    ("officer-a", "agency", &[Role::Officer]),
    ("officer-b", "agency", &[Role::Officer]),
    ("officer-c", "agency", &[Role::Officer]),
    ("officer-expired", "agency", &[Role::Officer]),
    ("head-of-section", "agency", &[Role::SectionHead]),
    ("reviewer", "agency", &[Role::LegalReviewer]),
    ("principal", "agency", &[Role::AgencyHead]),
    // Three who hold what should be in different hands, so that an example can show them refused.
    ("acting-head", "agency", &[Role::AgencyHead, Role::Officer]),
    ("reviewing-officer", "agency", &[Role::LegalReviewer, Role::SectionHead]),
    ("editing-officer", "agency", &[Role::DisclosureEditor, Role::Officer]),
    ("editor", "agency", &[Role::DisclosureEditor]),
    ("archivist", "agency", &[Role::Archivist]),
    ("upper-officer", "upper", &[Role::Officer, Role::SectionHead]),
    ("upper-head", "upper", &[Role::AgencyHead, Role::Officer]),
    ("upper-reviewer", "upper", &[Role::LegalReviewer]),
    ("upper-upper-head", "upper-upper", &[Role::AgencyHead, Role::Officer]),
    // Officers whose cards do not serve, each for a reason of its own.
    ("officer-suspended", "agency", &[Role::Officer]),
    ("officer-withdrawn", "agency", &[Role::Officer]),
    ("officer-untrained", "agency", &[Role::Officer]),
    ("officer-elsewhere", "agency", &[Role::Officer]),
    ("officer-otherwise", "agency", &[Role::Officer]),
];

/// Id of the matter in examples.
const MATTER: &str = "example";

/// Division code of the agency in examples (长治市).
pub const DIVISION: &str = "140400";

/// Runs every example of a procedure; an empty answer means that all came out as written.
pub fn run_all(procedure: &Procedure, pack: &Pack, calendar: &Calendar) -> Vec<Deviation> {
    procedure
        .examples
        .iter()
        .filter_map(|example| run(example, procedure, pack, calendar).err())
        .collect()
}

/// Runs one example and gives the matter at its end.
///
/// # Errors
/// The first step that did not come out as written.
pub fn run(
    example: &Example,
    procedure: &Procedure,
    pack: &Pack,
    calendar: &Calendar,
) -> Result<Option<Matter>, Deviation> {
    let officers = officers();
    let chain = ["agency", "upper", "upper-upper"].map(ToOwned::to_owned);
    let mut counters: BTreeMap<String, u32> = BTreeMap::new();
    let mut matter: Option<Matter> = None;
    for step in &example.steps {
        let deviation = |message: String| Deviation {
            file: example.file.clone(),
            line: step.line,
            example: example.title.clone(),
            message,
        };
        let actor =
            actor(&step.who).ok_or_else(|| deviation(format!("示例人物“{}”不存在", step.who)))?;
        let at: DateTime =
            step.at.parse().map_err(|_| deviation(format!("时刻“{}”写法不对", step.at)))?;
        let known = Known::new(&step.known).map_err(deviation)?;
        let cx = Context {
            now: zhiheng_calendar::china_timestamp(at),
            actor: &actor,
            pack,
            calendar,
            officers: &officers,
            chain: &chain,
            division: DIVISION,
            mark: "示例",
            agency_name: "示例机关",
            government: "示例市人民政府",
            superior: "示例上级机关",
            known: &known,
            fresh_id: MATTER,
            fresh_code: "EXAMPLE0",
        };
        let submission =
            Submission { procedure: &procedure.id, act: &step.act, fields: &step.fields };
        match (decide(matter.as_ref(), submission, &cx), &step.refused) {
            (Ok(decision), None) => {
                let numbers: Vec<u32> = decision
                    .series()
                    .iter()
                    .map(|series| {
                        let counter = counters.entry(series.kind.clone()).or_default();
                        *counter += 1;
                        *counter
                    })
                    .collect();
                let (event, _) = decision.finish(&numbers).map_err(deviation)?;
                let next = evolve(matter.take(), &event);
                check_dues(&next, &step.due).map_err(deviation)?;
                matter = Some(next);
            }
            (Ok(_), Some(code)) => {
                return Err(deviation(format!("“{}”应被 {code} 拒绝,却获准", step.act)));
            }
            (Err(refusals), None) => {
                let why = refusals
                    .iter()
                    .map(|refusal| format!("{} {}", refusal.code, refusal.message))
                    .collect::<Vec<_>>();
                return Err(deviation(format!("“{}”应获准,却被拒绝:{}", step.act, why.join("|"))));
            }
            (Err(refusals), Some(code)) => {
                let named = refusals.iter().find(|refusal| refusal.code == *code);
                let Some(named) = named else {
                    let codes = refusals
                        .iter()
                        .map(|refusal| refusal.code.as_str())
                        .collect::<Vec<_>>()
                        .join("、");
                    return Err(deviation(format!(
                        "“{}”应被 {code} 拒绝,实际是 {codes}",
                        step.act
                    )));
                };
                if let Some(basis) = &step.basis
                    && named.article.as_ref() != Some(basis)
                {
                    return Err(deviation(format!(
                        "拒绝应引用 {basis},实际引用 {}",
                        named.article.as_deref().unwrap_or("无")
                    )));
                }
            }
        }
    }
    Ok(matter)
}

/// The invented person with this id.
pub fn actor(id: &str) -> Option<Actor> {
    if id == PARTY {
        return Some(Actor {
            id: crate::party::actor_of(MATTER),
            name: "当事人".to_owned(),
            agency: "agency".to_owned(),
            roles: Vec::new(),
        });
    }
    PEOPLE.iter().find(|(known, ..)| *known == id).map(|(id, agency, roles)| Actor {
        id: (*id).to_owned(),
        name: format!("示例人员{id}"),
        agency: (*agency).to_owned(),
        roles: roles.to_vec(),
    })
}

/// The invented people as officers. The card of `officer-expired` ran out in 2020; those of `officer-suspended` and `-withdrawn` are what
/// they are called; `-untrained` has not passed the training; `-elsewhere` has a card for another province, `-otherwise` one for no
/// category that a procedure has.
pub fn officers() -> Vec<Officer> {
    PEOPLE
        .iter()
        .enumerate()
        .map(|(n, (id, agency, _))| Officer {
            id: (*id).to_owned(),
            name: format!("示例人员{id}"),
            agency: (*agency).to_owned(),
            card: format!("SL{n:04}"),
            valid_from: Some(jiff::civil::date(2015, 1, 1)),
            valid_until: Some(if *id == "officer-expired" {
                jiff::civil::date(2020, 12, 31)
            } else {
                jiff::civil::date(2035, 12, 31)
            }),
            suspended: *id == "officer-suspended",
            withdrawn: *id == "officer-withdrawn",
            waiting: false,
            trained: *id != "officer-untrained",
            fields: if *id == "officer-otherwise" {
                vec!["行政执法监督".to_owned()]
            } else {
                Vec::new()
            },
            regions: if *id == "officer-elsewhere" {
                vec!["110000".to_owned()]
            } else {
                Vec::new()
            },
        })
        .collect()
}

fn check_dues(matter: &Matter, expected: &BTreeMap<String, String>) -> Result<(), String> {
    for (rule, due) in expected {
        let held = matter.duties.iter().rev().find(|duty| duty.rule == *rule && duty.state.owed());
        let Some(held) = held else { return Err(format!("应产生义务“{rule}”,没有")) };
        let actual = held.due.map(|day| day.to_string()).unwrap_or_default();
        if actual != *due {
            return Err(format!("义务“{rule}”应至 {due},实际至 {actual}"));
        }
    }
    Ok(())
}
