//! A request to look (调阅申请): asked with a purpose, a scope and a last day, answered by another person of the agency that holds
//! the matter.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use zhiheng_law::LookingRules;

use crate::authority::Power;
use crate::context::Actor;
use crate::refusal::Refusal;
use crate::state::Matter;

/// Longest reason, in characters.
const LONGEST: usize = 500;
/// Files that one request may name; more than that is the whole dossier.
const FILES: usize = 200;

/// What somebody wants to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 办案协助
    Assistance,
    /// 监督检查
    Supervision,
    /// 案卷评查
    Evaluation,
    /// 当事人查阅
    Party,
    /// 其他
    Other,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 5] =
        [Self::Assistance, Self::Supervision, Self::Evaluation, Self::Party, Self::Other];

    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Assistance => "assistance",
            Self::Supervision => "supervision",
            Self::Evaluation => "evaluation",
            Self::Party => "party",
            Self::Other => "other",
        }
    }

    /// Name shown to people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Assistance => "办案协助",
            Self::Supervision => "监督检查",
            Self::Evaluation => "案卷评查",
            Self::Party => "当事人申请",
            Self::Other => "其他",
        }
    }

    /// The purpose with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.id() == id)
    }
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Waits for an answer.
    Asked,
    /// Granted.
    Approved,
    /// Refused with a reason.
    Refused,
    /// Taken back by who asked, or ended early by who granted.
    Withdrawn,
    /// Granted, and the day has passed. Never stored.
    Expired,
}

impl Standing {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    /// Name shown to people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Asked => "待批",
            Self::Approved => "已批准",
            Self::Refused => "未批准",
            Self::Withdrawn => "已撤回",
            Self::Expired => "已到期",
        }
    }
}

/// Who asked, or who answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Person id; of a party empty.
    pub id: String,
    /// Name then; of a party empty.
    pub name: String,
    /// Agency then.
    pub agency: String,
}

impl Person {
    /// Of somebody who acts.
    pub fn of(actor: &Actor) -> Self {
        Self { id: actor.id.clone(), name: actor.name.clone(), agency: actor.agency.clone() }
    }
}

/// A request to look, with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Id.
    pub id: String,
    /// The matter.
    pub matter: String,
    /// Agency that holds the matter.
    pub holder: String,
    /// Who asks.
    pub by: Person,
    /// What for.
    pub purpose: Purpose,
    /// In words.
    pub reason: String,
    /// Digests of the files; empty = the whole dossier.
    pub files: Vec<String>,
    /// Last day.
    pub until: Date,
    /// When it was asked.
    pub asked: DateTime,
    /// Whether who asks works above the agency that holds the matter.
    pub superior: bool,
    /// Granted, refused, withdrawn or waiting.
    pub standing: Standing,
    /// Who answered.
    pub answered: Option<Person>,
    /// When.
    pub answered_at: Option<DateTime>,
    /// Why it was refused, or what goes with the grant.
    pub said: String,
    /// Events of its stream.
    pub version: u64,
}

impl Request {
    /// Where it stands on a day: a grant ends by itself.
    pub fn on(&self, today: Date) -> Standing {
        match self.standing {
            Standing::Approved if self.until < today => Standing::Expired,
            other => other,
        }
    }

    /// Whether it names the file; `None` asks for the whole dossier.
    pub fn covers(&self, file: Option<&str>) -> bool {
        self.files.is_empty() || file.is_some_and(|file| self.files.iter().any(|held| held == file))
    }
}

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// What for.
    pub purpose: Option<Purpose>,
    /// In words.
    pub reason: String,
    /// Digests of the files; empty = the whole dossier.
    pub files: Vec<String>,
    /// Last day.
    pub until: Option<Date>,
}

/// What a request is judged against.
pub struct Around<'a> {
    /// The numbers and articles.
    pub rules: &'a LookingRules,
    /// The present moment, China standard time.
    pub now: DateTime,
    /// The agency that holds the matter and those above it.
    pub chain: &'a [String],
    /// Every file that the matter holds, by digest; asked only when a request is made.
    pub files: &'a [String],
}

/// A request, made.
///
/// # Errors
/// What is wrong with the form.
pub fn ask(
    id: &str,
    matter: &Matter,
    by: Person,
    wish: &Wish,
    around: &Around<'_>,
) -> Result<Request, Vec<Refusal>> {
    let longest = around.rules.number("longest", 30);
    let today = around.now.date();
    let mut wrong = Vec::new();
    let Some(purpose) = wish.purpose else {
        return Err(vec![Refusal::new("input.purpose", "请选择调阅用途").at("purpose")]);
    };
    let reason = wish.reason.trim();
    if !(2..=LONGEST).contains(&reason.chars().count()) {
        wrong.push(Refusal::new("input.reason", "请写明为什么要调阅（2 至 500 字）").at("reason"));
    }
    if wish.files.len() > FILES {
        let said = format!("一次最多选 {FILES} 个文件；要看的更多时申请整卷");
        wrong.push(Refusal::new("input.files", said).at("files"));
    }
    if wish.files.iter().any(|file| !around.files.contains(file)) {
        wrong.push(Refusal::new("input.files", "所选的文件不在本件里").at("files"));
    }
    let last = today.saturating_add(jiff::Span::new().days(longest.clamp(1, 3660)));
    let until = wish.until.unwrap_or(last);
    if until < today || until > last {
        let said = format!("截止日期应在今天至 {last} 之间（一次最长 {longest} 日）");
        wrong.push(Refusal::new("input.until", said).at("until"));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let superior = around.chain.iter().skip(1).any(|agency| *agency == by.agency);
    Ok(Request {
        id: id.to_owned(),
        matter: matter.id.clone(),
        holder: matter.agency.clone(),
        by,
        purpose,
        reason: reason.to_owned(),
        files: wish.files.clone(),
        until,
        asked: around.now,
        superior,
        standing: Standing::Asked,
        answered: None,
        answered_at: None,
        said: String::new(),
        version: 1,
    })
}

/// What can be done with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Grant it.
    Approve,
    /// Refuse it.
    Refuse,
    /// Take it back, or end a grant early.
    Withdraw,
}

impl Answer {
    /// The answer with this id.
    pub fn parse(id: &str) -> Option<Self> {
        match id {
            "approve" => Some(Self::Approve),
            "refuse" => Some(Self::Refuse),
            "withdraw" => Some(Self::Withdraw),
            _ => None,
        }
    }

    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
        }
    }
}

/// Whether a person may answer requests to look at matters of an agency.
pub fn answers(actor: &Actor, holder: &str) -> bool {
    actor.agency == holder && actor.may(Power::Approve)
}

/// A request, answered. `until` may bring the last day forward.
///
/// # Errors
/// Every reason why not.
pub fn answer(
    request: &Request,
    answer: Answer,
    actor: &Actor,
    words: &str,
    until: Option<Date>,
    around: &Around<'_>,
) -> Result<Request, Vec<Refusal>> {
    let words = words.trim();
    let today = around.now.date();
    let articles = around.rules.cited();
    let own = !request.by.id.is_empty() && request.by.id == actor.id;
    let standing = request.on(today);
    let fits = match answer {
        Answer::Approve | Answer::Refuse => standing == Standing::Asked,
        Answer::Withdraw => matches!(standing, Standing::Asked | Standing::Approved),
    };
    let mut wrong = Vec::new();
    if !fits {
        let said = format!("这份申请{}，不能再办", standing.words());
        wrong.push(Refusal::new("access.state", said));
    }
    match answer {
        Answer::Approve | Answer::Refuse if own => {
            let said = "不能批准自己的调阅申请，请由本机关另一名有审批权的人办理";
            wrong.push(Refusal::new("access.self", said).under(&articles));
        }
        Answer::Withdraw if own => {}
        _ if !answers(actor, &request.holder) => {
            let said = "调阅申请由案件所在机关有审批权的人批准";
            wrong.push(Refusal::new("authority.access", said).under(&articles));
        }
        _ => {}
    }
    let count = words.chars().count();
    if count > LONGEST {
        wrong.push(Refusal::new("input.reason", "说明不超过 500 字").at("reason"));
    }
    if answer == Answer::Refuse && count == 0 {
        wrong.push(Refusal::new("input.reason", "不批准的，请写明理由").at("reason"));
    }
    let least = usize::try_from(around.rules.number("refusal_words", 10)).unwrap_or(10);
    let owed = request.superior || request.purpose == Purpose::Supervision;
    if answer == Answer::Refuse && owed && (1..least).contains(&count) {
        let said = format!(
            "上级机关、司法行政部门因工作需要调阅，原则上不得拒绝；确不能提供的，理由至少写 {least} 个字"
        );
        wrong.push(Refusal::new("access.superior", said).under(&articles).at("reason"));
    }
    let until = until.unwrap_or(request.until);
    if answer == Answer::Approve && !(today..=request.until).contains(&until) {
        let said = format!("截止日期应在今天至申请的 {} 之间", request.until);
        wrong.push(Refusal::new("input.until", said).at("until"));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Request {
        standing: match answer {
            Answer::Approve => Standing::Approved,
            Answer::Refuse => Standing::Refused,
            Answer::Withdraw => Standing::Withdrawn,
        },
        until: if answer == Answer::Approve { until } else { request.until },
        answered: Some(Person::of(actor)),
        answered_at: Some(around.now),
        said: words.to_owned(),
        version: request.version.saturating_add(1),
        ..request.clone()
    })
}

/// Why a look without a part and without a grant is refused: the nearest request tells what to do.
pub fn refused(
    requests: &[Request],
    file: Option<&str>,
    today: Date,
    rules: &LookingRules,
) -> Refusal {
    let expired =
        requests.iter().find(|one| one.on(today) == Standing::Expired && one.covers(file));
    let elsewhere =
        requests.iter().find(|one| one.on(today) == Standing::Approved && !one.covers(file));
    let waiting = requests.iter().any(|one| one.on(today) == Standing::Asked);
    let refusal = if let Some(request) = expired {
        let said = format!("调阅已于 {} 到期；还要看的，请重新申请", request.until);
        Refusal::new("access.expired", said)
    } else if elsewhere.is_some() {
        Refusal::new("access.scope", "批准调阅的范围不包括这份材料；要看的，请另行申请")
    } else if waiting {
        Refusal::new("access.waiting", "调阅申请还没有批准；批准以后才能看案卷材料")
    } else {
        let said = "您不是本件的承办、审核、审批或者档案人员；看案卷材料要先申请调阅，写明用途、范围和截止日期";
        Refusal::new("access.needed", said)
    };
    refusal.under(&rules.cited())
}
