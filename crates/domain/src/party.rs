//! What a party itself brings forward (当事人来件): recorded as it comes, taken over into an act or answered with a reason, and never
//! passed over: what came in time stands in the way of a decision until it was heard (处罚法45、62、63).
//!
//! What this is not: who may come in by which code (see `app`), nor which acts a party can start; that is data of the pack.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zhiheng_law::{ActKind, ActType, PARTY, PARTY_ITEM, PartyRule, Performer, Procedure};

use crate::context::Context;
use crate::effect::Effect;
use crate::gate::{self, Sight, holds};
use crate::refusal::Refusal;
use crate::state::{Duty, DutyState, Matter, Status};

/// Duty of the agency that every 当事人来件 brings about.
pub const DUTY: &str = "party_item";
/// Items of one matter that may wait at a time.
pub const WAITING: usize = 20;
/// Items that one matter takes in all.
pub const MOST: usize = 200;

/// One 当事人来件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyItem {
    /// Version of the event that brought it; its number within the matter.
    pub version: u64,
    /// Act that it is for.
    pub about: String,
    /// When it came, China standard time. Time limits are judged by it and not by when somebody opened it.
    pub at: DateTime,
    /// Last day on which it could come, where there is one.
    pub due: Option<Date>,
    /// It came in time.
    pub in_time: bool,
    /// Digests of its files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Heard>,
}

/// What became of a 当事人来件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Version of the event.
    pub version: u64,
    /// When, China standard time.
    pub at: DateTime,
    /// It was taken over into its act; otherwise it was answered.
    pub taken: bool,
    /// What the party is told; empty where it was taken over.
    pub said: String,
}

/// Whether a party may bring something forward now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Yes; where there is a last day, it is this one.
    Open(Option<Date>),
    /// Yes, but too late: its last day was this one. It is taken in and answered, and holds nothing up.
    Late(Date),
    /// What it would answer to has not happened, or this party has no such right.
    NotYet,
    /// The agency has decided, or the matter has ended.
    Over,
    /// It was done and cannot be done twice.
    Done,
}

/// Id under which the party of a matter acts.
pub fn actor_of(matter: &str) -> String {
    format!("{PARTY}:{matter}")
}

/// Whether an actor is the party of a matter and no person of an agency.
pub fn is_party(actor: &str) -> bool {
    actor.strip_prefix(PARTY).is_some_and(|rest| rest.starts_with(':'))
}

/// Acts that the party of this procedure can start, with how.
pub fn rules(procedure: &Procedure) -> impl Iterator<Item = (&ActType, &PartyRule)> {
    procedure.acts.iter().filter_map(|act| Some((act, act.party.as_ref()?)))
}

/// Whether the party may start this act today. `sight` is that of no form.
///
/// # Errors
/// The condition of the pack cannot be evaluated.
pub(crate) fn opening(
    matter: &Matter,
    procedure: &Procedure,
    (act, rule): (&ActType, &PartyRule),
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Result<Opening, Refusal> {
    if matter.status != Status::Open {
        return Ok(Opening::Over);
    }
    // What is served or agreed to may come after the decision; what is to be heard must come before it.
    if rule.unheard.is_some() && ended(matter, procedure) {
        return Ok(Opening::Over);
    }
    if let Some(when) = &rule.when
        && !holds(cx, when, sight)?
    {
        return Ok(Opening::NotYet);
    }
    let waits = matter.party_items.iter().any(|item| item.about == act.id && item.heard.is_none());
    // A confirmation is given once.
    let once = !act.repeat || (rule.confirms.is_some() && rule.day.is_none());
    if (once && matter.did(&act.id)) || ((once || rule.confirms.is_some()) && waits) {
        return Ok(Opening::Done);
    }
    if !grants(procedure, act) {
        let missing = waits_for(act).iter().any(|id| !matter.did(id));
        return Ok(if missing { Opening::NotYet } else { Opening::Open(None) });
    }
    Ok(match right(matter, procedure, act) {
        None => Opening::NotYet,
        Some(duty) => match duty.due {
            Some(due) if due < cx.today() => Opening::Late(due),
            due => Opening::Open(due),
        },
    })
}

/// What stands against an act because of what a party brought forward.
pub(crate) fn closed(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    if hears_first(procedure, act) {
        reasons.extend(unheard(matter, procedure));
    }
    if sight.blank {
        return reasons;
    }
    match act.kind {
        ActKind::PartySend => reasons.extend(unfit(matter, procedure, sight, cx)),
        ActKind::PartyAnswer => reasons.extend(unanswerable(matter, procedure, sight, cx)),
        _ => {
            let Some(n) = sight.form.get(PARTY_ITEM) else { return reasons };
            let fits = waiting(matter, n).is_some_and(|item| item.about == act.id);
            if !fits {
                reasons.push(no_item());
            }
        }
    }
    reasons
}

/// Day on which the party brought forward what this act takes over: the limits of the act are judged by it.
pub(crate) fn came_on(matter: &Matter, act: &ActType, form: &Map<String, Value>) -> Option<Date> {
    let item = waiting(matter, form.get(PARTY_ITEM)?)?;
    (item.about == act.id && item.in_time).then(|| item.at.date())
}

/// What follows from an act for what the party brought forward.
pub(crate) fn effects(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    form: &Map<String, Value>,
    cx: &Context<'_>,
) -> Vec<Effect> {
    if act.kind == ActKind::PartySend {
        return sent(matter, procedure, form, cx);
    }
    let Some(item) = form.get(PARTY_ITEM).and_then(|n| waiting(matter, n)) else {
        return Vec::new();
    };
    let heard = Heard {
        version: matter.version + 1,
        at: cx.moment(),
        taken: act.kind != ActKind::PartyAnswer,
        said: form.get("said").and_then(Value::as_str).unwrap_or_default().to_owned(),
    };
    let mut effects = vec![Effect::PartyHeard { item: item.version, heard }];
    let owed = |duty: &&Duty| duty.rule == DUTY && duty.event == item.version && duty.state.owed();
    effects.extend(matter.duties.iter().find(owed).map(|duty| Effect::DutyEnded {
        n: duty.n,
        state: DutyState::Fulfilled,
        day: cx.today(),
    }));
    effects
}

fn sent(
    matter: &Matter,
    procedure: &Procedure,
    form: &Map<String, Value>,
    cx: &Context<'_>,
) -> Vec<Effect> {
    let about = form.get("about").and_then(Value::as_str).unwrap_or_default();
    let Some(act) = procedure.act(about) else { return Vec::new() };
    let due = right(matter, procedure, act).and_then(|duty| duty.due);
    let files = form.get("files").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let digest = |file: &Value| file.get("digest").and_then(Value::as_str).map(ToOwned::to_owned);
    let in_time = due.is_none_or(|due| cx.today() <= due);
    let item = PartyItem {
        version: matter.version + 1,
        about: act.id.clone(),
        at: cx.moment(),
        due,
        in_time,
        files: files.iter().filter_map(digest).collect(),
        heard: None,
    };
    let mut effects = vec![Effect::PartySent { item }];
    // Nothing gets heavier from the moment on at which the party spoke (处罚法45二款), whether somebody opened it or not.
    if in_time && act.kind == ActKind::Defend {
        effects.push(Effect::Defended);
    }
    effects
}

/// The form of a 当事人来件: it is for something that the party may bring forward, and not empty.
fn unfit(
    matter: &Matter,
    procedure: &Procedure,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Vec<Refusal> {
    let text = |field: &str| sight.form.get(field).and_then(Value::as_str).unwrap_or_default();
    let Some((act, rule)) = rules(procedure).find(|(act, _)| act.id == text("about")) else {
        return vec![Refusal::new("party.about", "这件事不能在当事人页面上提出").at("about")];
    };
    let mut reasons = Vec::new();
    match opening(matter, procedure, (act, rule), sight, cx) {
        Ok(Opening::Open(_) | Opening::Late(_)) => {}
        Ok(Opening::NotYet) => reasons.push(Refusal::new(
            "party.not_yet",
            format!(
                "“{}”现在还不能提出：相应的文书送达以后，依法有这项权利的，才可以提出",
                rule.title
            ),
        )),
        Ok(Opening::Over) => reasons.push(Refusal::new(
            "party.over",
            format!(
                "机关已经作出决定或者结案，不能再提出“{}”；不服的，可以依法申请复议或者提起诉讼",
                rule.title
            ),
        )),
        Ok(Opening::Done) => reasons
            .push(Refusal::new("party.done", format!("“{}”已经提出过，不用再提", rule.title))),
        Err(refusal) => reasons.push(refusal),
    }
    if text("text").is_empty() && !sight.form.contains_key("files") {
        reasons.push(Refusal::new("input.required", "请写下内容，或者附上材料").at("text"));
    }
    if rule.files.is_none() && sight.form.contains_key("files") {
        let said = format!("“{}”不用附材料；有材料的，用“补充材料”提交", rule.title);
        reasons.push(Refusal::new("input.files", said).at("files"));
    }
    let field = act.fields.iter().find(|field| field.id == rule.text);
    let limit = field.map_or(0, |field| field.max);
    if limit > 0 && text("text").chars().count() > limit {
        reasons.push(Refusal::new("input.too_long", format!("最多写 {limit} 个字")).at("text"));
    }
    let open = matter.party_items.iter().filter(|item| item.heard.is_none()).count();
    if open >= WAITING || matter.party_items.len() >= MOST {
        let said = "已经提出的还没有处理完，请等机关处理以后再提出，或者直接联系承办人";
        reasons.push(Refusal::new("party.many", said));
    }
    reasons
}

/// A right that was used in time is heard and not refused. What was heard already needs no second hearing, and what can be heard no
/// more, because the matter took another way, is answered.
fn unanswerable(
    matter: &Matter,
    procedure: &Procedure,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Vec<Refusal> {
    let Some(item) = sight.form.get(PARTY_ITEM).and_then(|n| waiting(matter, n)) else {
        return vec![no_item()];
    };
    let Some(act) = procedure.act(&item.about) else { return Vec::new() };
    let Some(article) = act.party.as_ref().and_then(|rule| rule.unheard.as_ref()) else {
        return Vec::new();
    };
    if !item.in_time || !grants(procedure, act) {
        return Vec::new();
    }
    // Of two of a kind one was taken over: the other can be answered by pointing at it.
    let again = (!act.repeat && matter.did(&act.id))
        || matter.party_items.iter().any(|other| {
            other.about == item.about && other.heard.as_ref().is_some_and(|heard| heard.taken)
        });
    let form = Map::new();
    let blank =
        Sight { form: &form, blank: true, files: &[], came: Some(item.at.date()), ..*sight };
    if again || !gate::closed(matter, procedure, act, &blank, cx).is_empty() {
        return Vec::new();
    }
    let said = format!("当事人在期限内{}，应当听取，不能只作答复", wish(act));
    vec![Refusal::new("party.must_take", said).under(article).supplied_by(Some(&act.id))]
}

fn unheard<'m>(matter: &'m Matter, procedure: &'m Procedure) -> impl Iterator<Item = Refusal> + 'm {
    let open = matter.party_items.iter().filter(|item| item.in_time && item.heard.is_none());
    open.filter_map(|item| {
        let act = procedure.act(&item.about)?;
        let article = act.party.as_ref()?.unheard.as_ref()?;
        let at = item.at.strftime("%Y-%m-%d %H:%M");
        let said = format!("当事人 {at} {}，还没有接收或者答复", wish(act));
        Some(Refusal::new("party.unheard", said).under(article).supplied_by(Some(&act.id)))
    })
}

fn wish(act: &ActType) -> String {
    act.party.as_ref().map(|rule| format!("提出了“{}”", rule.title)).unwrap_or_default()
}

fn no_item() -> Refusal {
    Refusal::new("party.no_item", "没有这件等待处理的当事人来件，请从“当事人来件”重新打开")
        .at(PARTY_ITEM)
}

fn waiting<'m>(matter: &'m Matter, n: &Value) -> Option<&'m PartyItem> {
    let n = n.as_u64()?;
    matter.party_items.iter().find(|item| item.version == n && item.heard.is_none())
}

/// Acts that decide about the party or end the matter. Where the engine knows no decision, it is what the power to decide does.
fn hears_first(procedure: &Procedure, act: &ActType) -> bool {
    let decides = procedure.acts.iter().any(|act| act.kind == ActKind::Decide);
    act.by == Performer::Own
        && (matches!(act.kind, ActKind::Decide | ActKind::Close)
            || (!decides && act.power == "decide"))
}

/// A decision stands; or, where the engine knows none, what the power to decide does was done.
fn ended(matter: &Matter, procedure: &Procedure) -> bool {
    if procedure.acts.iter().any(|act| act.kind == ActKind::Decide) {
        return matter.decision_stands();
    }
    let decides = |act: &&ActType| hears_first(procedure, act) && act.power == "decide";
    procedure.acts.iter().filter(decides).any(|act| matter.did(&act.id))
}

/// Some duty of the procedure is a right of the party that this act fulfils.
fn grants(procedure: &Procedure, act: &ActType) -> bool {
    procedure.acts.iter().flat_map(|act| &act.duties).any(|duty| {
        duty.owner == PARTY && duty.kind == "right" && duty.fulfilled_by.contains(&act.id)
    })
}

/// The party's newest right to what this act records.
fn right<'m>(matter: &'m Matter, procedure: &Procedure, act: &ActType) -> Option<&'m Duty> {
    matter.duties.iter().rev().find(|duty| {
        duty.owner == PARTY
            && duty.kind == "right"
            && duty.state != DutyState::Excused
            && procedure
                .duty(&duty.rule)
                .is_some_and(|(_, rule)| rule.fulfilled_by.contains(&act.id))
    })
}

/// Acts that must have been done before, in every case.
fn waits_for(act: &ActType) -> Vec<&String> {
    let always = act.gates.iter().filter(|gate| gate.when.is_none());
    always
        .filter_map(|gate| match &gate.check {
            zhiheng_law::GateCheck::After { acts } => Some(acts),
            _ => None,
        })
        .flatten()
        .collect()
}
