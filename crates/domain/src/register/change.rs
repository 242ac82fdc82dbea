//! What may be done with an entry: decided with the register and the person at hand.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zhiheng_law::Register;

use super::entry::{Entry, Mark, Work};
use super::form::{self, NONE};
use super::step::Step;
use crate::context::Actor;
use crate::refusal::Refusal;

/// The paper that tells collecting, examining and publishing apart.
const BASIS: &str = "国办发〔2018〕118号";
/// Longest source, opinion or reason, in characters.
const LONGEST: usize = 2000;

/// What a person wants to do with an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Which step.
    pub step: Step,
    /// The content, where one is written down.
    pub fields: Map<String, Value>,
    /// It says that there is no such entry, in this group; empty = in the whole register.
    pub none: Option<String>,
    /// First day on which it is to hold, or from which it is to hold no more; none = today.
    pub day: Option<Date>,
    /// Source, opinion or reason.
    pub words: String,
}

/// What a decision about an entry depends on besides it.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The register.
    pub register: &'a Register,
    /// Who.
    pub actor: &'a Actor,
    /// The agency that the entry belongs to.
    pub agency: &'a str,
    /// Id of the entry.
    pub id: &'a str,
    /// The present moment, China standard time.
    pub now: DateTime,
}

/// One step, taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryEvent {
    /// Register.
    pub register: String,
    /// Entry.
    pub id: String,
    /// Agency it belongs to.
    pub agency: String,
    /// Which step.
    pub step: Step,
    /// Number of the version that it is about.
    pub n: u32,
    /// Who, when, and with which opinion or reason.
    pub mark: Mark,
    /// What the version says, where it was written down.
    pub content: Option<Content>,
    /// First day on which the entry does not hold any more, where it was withdrawn.
    pub until: Option<Date>,
    /// What a remark or an answer is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<RemarkOn>,
}

/// What a remark or an answer is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkOn {
    /// Agency that is remarked upon.
    pub to: String,
    /// Number of the remark that is answered; 0 for a remark.
    pub n: u32,
}

/// What a version says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Name shown.
    pub name: String,
    /// Value of the grouping column.
    pub category: String,
    /// Code of the item that it is about.
    pub code: String,
    /// It says that there is no such entry.
    pub none: bool,
    /// First day on which it holds.
    pub effective: Date,
    /// Source.
    pub source: String,
    /// Values by column.
    pub fields: Map<String, Value>,
}

/// Whether the step may be taken, and what it says.
///
/// # Errors
/// Every reason against it.
pub fn decide(
    entry: Option<&Entry>,
    wish: &Wish,
    around: &Around<'_>,
) -> Result<EntryEvent, Vec<Refusal>> {
    let mut reasons = readiness(entry, wish.step, around);
    if wish.words.chars().count() > LONGEST {
        reasons.push(Refusal::new("input.too_long", format!("文字超过 {LONGEST} 个字")));
    }
    let words = wish.words.trim().to_owned();
    let today = around.now.date();
    let mut content = None;
    match wish.step {
        Step::Draft | Step::Propose => match content_of(entry, wish, around, &words) {
            Ok(written) => content = Some(written),
            Err(faults) => reasons.extend(faults),
        },
        Step::Return if words.is_empty() => {
            reasons.push(Refusal::new("input.required", "退回的，应当写明意见").at("opinion"));
        }
        Step::Withdraw => {
            if words.is_empty() {
                reasons.push(Refusal::new("input.required", "废止的，应当写明理由").at("reason"));
            }
            if wish.day.is_some_and(|day| day < today) {
                reasons.push(Refusal::new("input.date", "废止的日期不能早于今天").at("on"));
            }
        }
        _ => {}
    }
    if !reasons.is_empty() {
        return Err(reasons);
    }
    let written = matches!(wish.step, Step::Draft | Step::Propose);
    let last = entry.map_or(0, |entry| entry.last);
    let working = entry.and_then(|entry| entry.working.as_ref()).map(|version| version.n);
    let live = entry.and_then(Entry::live).map(|version| version.n);
    let n = match wish.step {
        Step::Withdraw => live,
        _ => working,
    };
    let person = around.actor;
    Ok(EntryEvent {
        register: around.register.id.clone(),
        id: around.id.to_owned(),
        agency: around.agency.to_owned(),
        step: wish.step,
        n: n.unwrap_or(last + 1),
        mark: Mark {
            person: person.id.clone(),
            name: person.name.clone(),
            at: around.now,
            opinion: if written { String::new() } else { words },
        },
        content,
        until: (wish.step == Step::Withdraw).then(|| wish.day.unwrap_or(today)),
        remark: None,
    })
}

/// What stands against a step before anything is written: authority, order, and that three people do it.
pub fn readiness(entry: Option<&Entry>, step: Step, around: &Around<'_>) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    let mut refuse = |code: &str, message: String| reasons.push(Refusal::new(code, message));
    let actor = around.actor;
    if !step.powers().iter().any(|power| actor.may(*power)) {
        let powers: Vec<&str> = step.powers().iter().map(|power| power.title()).collect();
        refuse(
            "authority.power",
            format!("“{}”需要“{}”权限，您的岗位没有", step.title(), powers.join("”或者“")),
        );
    }
    if actor.agency != around.agency {
        refuse("authority.agency", format!("“{}”由登记的机关自己办理", step.title()));
    }
    let working = entry.and_then(|entry| entry.working.as_ref());
    let at = working.map(|version| version.work);
    match step {
        Step::Draft | Step::Propose => {
            if matches!(at, Some(Work::Pending | Work::Examined)) {
                let message = "上一次报审的内容还没有公布，先退回或者公布，再改".to_owned();
                refuse("register.pending", message);
            }
        }
        Step::Submit => {
            if at != Some(Work::Draft) {
                refuse("register.no_draft", "没有草稿可以报审".to_owned());
            }
        }
        Step::Examine | Step::Return => {
            if at != Some(Work::Pending) {
                refuse("register.not_pending", "没有等待审核的内容".to_owned());
            }
        }
        Step::Publish => {
            if at != Some(Work::Examined) {
                refuse("register.not_examined", "没有经过审核的内容，不得公布".to_owned());
            }
        }
        Step::Withdraw => {
            if entry.and_then(Entry::live).is_none() {
                refuse("register.not_published", "没有已经公布的内容可以废止".to_owned());
            }
        }
        Step::Comment | Step::Answer => {
            refuse("register.remark", "意见和答复不是名录的一步，另行提出".to_owned());
        }
        Step::Discard => {
            if at.is_none() {
                refuse("register.no_draft", "没有未公布的内容可以放弃".to_owned());
            }
        }
    }
    let hands: Vec<&str> = match (step, working) {
        (Step::Examine | Step::Return, Some(version)) => vec![&version.collected.person],
        (Step::Publish, Some(version)) => [Some(&version.collected), version.examined.as_ref()]
            .into_iter()
            .flatten()
            .map(|mark| mark.person.as_str())
            .collect(),
        _ => Vec::new(),
    };
    if hands.contains(&actor.id.as_str()) {
        refuse("register.same_person", "采集、审核、发布应当由不同的人进行".to_owned());
    }
    for reason in &mut reasons {
        if matches!(reason.code.as_str(), "register.same_person" | "register.not_examined") {
            reason.article = Some(BASIS.to_owned());
        }
    }
    reasons
}

fn content_of(
    entry: Option<&Entry>,
    wish: &Wish,
    around: &Around<'_>,
    source: &str,
) -> Result<Content, Vec<Refusal>> {
    let register = around.register;
    let mut faults = Vec::new();
    if source.is_empty() {
        faults
            .push(Refusal::new("input.required", "应当写明来源：文件、文号或者决定").at("source"));
    }
    let effective = wish.day.unwrap_or(around.now.date());
    let content = if let Some(category) = &wish.none {
        let known = register.categories();
        if !category.is_empty() && !known.is_empty() && !known.contains(category) {
            let message = format!("“{}”没有这一类别", register.title);
            faults.push(Refusal::new("input.choice", message).at("category"));
        }
        let (name, category) = (NONE.to_owned(), category.clone());
        let source = source.to_owned();
        Content {
            name,
            category,
            code: String::new(),
            none: true,
            effective,
            source,
            fields: Map::new(),
        }
    } else {
        let fields = match form::read(register, &wish.fields) {
            Ok(fields) => fields,
            Err(wrong) => {
                faults.extend(wrong);
                return Err(faults);
            }
        };
        let text = |column: Option<&str>| {
            column.and_then(|column| fields.get(column)?.as_str()).unwrap_or_default().to_owned()
        };
        Content {
            // A list is one line an entry, however long the column is that names it.
            name: text(Some(&register.name)).split_whitespace().collect::<Vec<_>>().join(" "),
            category: text(register.category.as_deref()),
            code: text(register.parent.as_deref()),
            none: false,
            effective,
            source: source.to_owned(),
            fields,
        }
    };
    if let Some(entry) = entry {
        let shown = entry.shown();
        if let (Some(key), Some(shown)) = (form::single_code(register), shown)
            && shown.fields.get(key) != content.fields.get(key)
        {
            let title = register.column(key).map_or(key, |column| column.title.as_str());
            let message = format!("“{title}”是这一条的编码，不能改；编码不同的，另行登记");
            faults.push(Refusal::new("register.key", message).at(key));
        }
        if entry.working.is_none()
            && entry.live().is_some_and(|live| {
                let dated = wish.day.is_none_or(|day| day == live.effective);
                dated
                    && (&live.fields, live.none, &live.category)
                        == (&content.fields, content.none, &content.category)
            })
        {
            let message = "与已经公布的内容相同，不需要再报".to_owned();
            faults.push(Refusal::new("register.unchanged", message));
        }
    }
    if faults.is_empty() { Ok(content) } else { Err(faults) }
}
