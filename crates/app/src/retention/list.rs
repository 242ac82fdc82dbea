//! Dossiers whose period ends (保管到期), and the end of one dossier's life as a person reads it.
//!
//! What this is not: the dossier itself. Nothing here needs it, and after its destruction there is none.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::Power;
use zhiheng_domain::retention::{self, Ground as HoldGround, Life, Standing, Step};

use super::certificate_words;
use super::steps::Ground;
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::life::{CanStep, can};
use crate::light::{Light, duty_light};
use crate::looking::body_of;
use crate::ports::TraceFilter;
use crate::sealing::kind;
use crate::shapes::{Id, Titled, moment};

/// Dossiers that are read for the list; the rest is counted as `more`.
const READ: usize = 2000;
/// Rows read at a time.
const PAGE: usize = 500;

/// Which part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// The period has ended or ends soon, and nobody has appraised it.
    #[default]
    Due,
    /// On the way: appraised, approved, sealed, to be handed over.
    Under,
    /// Held.
    Held,
    /// Destroyed or handed over.
    Over,
}

impl Tab {
    /// The part with this id.
    pub fn parse(id: &str) -> Option<Self> {
        match id {
            "due" => Some(Self::Due),
            "under" => Some(Self::Under),
            "held" => Some(Self::Held),
            "over" => Some(Self::Over),
            _ => None,
        }
    }

    fn states(self) -> &'static [&'static str] {
        match self {
            Self::Due => &["kept"],
            Self::Under => &["appraised", "approved", "prepared", "leaving"],
            Self::Held => &["held"],
            Self::Over => &["destroyed", "erased", "transferred"],
        }
    }
}

/// What narrows the list.
#[derive(Debug, Clone, Default)]
pub struct DueFilter {
    /// Part.
    pub tab: Tab,
    /// Year in which the period ends.
    pub year: Option<i16>,
    /// Agency.
    pub agency: Option<String>,
    /// Enforcement category.
    pub category: Option<String>,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DueList {
    /// 案卷，期满最早的在前
    pub items: Vec<DueLine>,
    /// 按期满的年份、机关、类别各多少卷；不受筛选影响
    pub tally: Vec<DueTally>,
    /// 还有没有列出的
    pub more: bool,
    /// 各部分多少卷：due、under、held、over
    pub counts: BTreeMap<String, u64>,
    /// 鉴定清册，最近的在前
    pub sheets: Vec<super::SheetView>,
    /// 您可以鉴定本机关的案卷
    pub appraises: bool,
    /// 暂停销毁的事由
    pub grounds: Vec<Titled>,
    /// 期满以后多少日内鉴定
    pub within: i64,
    /// 这个数的依据
    pub basis: String,
    /// 这个数核实过没有：read、excerpt、unverified
    pub certainty: String,
}

/// One dossier.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DueLine {
    /// 事项
    pub matter: Id,
    /// 题名；已经销毁的没有
    pub title: Option<String>,
    /// 案卷号
    pub volume: String,
    /// 类别
    pub category: String,
    /// 保管机关
    pub agency: Id,
    /// 归档日期
    pub archived: String,
    /// 页数
    pub pages: u64,
    /// 保管期限
    pub period: String,
    /// 保管到；永久的没有
    pub until: Option<String>,
    /// 最迟哪一天鉴定
    pub appraise_by: Option<String>,
    /// 鉴定期限的灯
    pub light: Light,
    /// 期限已经届满
    pub ended: bool,
    /// 到了哪一步
    pub standing: Titled,
    /// 暂停销毁的事由
    pub held: Vec<String>,
    /// 清册
    pub sheet: Option<String>,
    /// 销毁证明或者移交回执的编号
    pub paper: Option<String>,
    /// 您可以把它放进清册
    pub appraise: bool,
}

/// How many dossiers end in a year, by agency and category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DueTally {
    /// 年份；永久的是 0
    pub year: i16,
    /// 机关
    pub agency: Id,
    /// 类别
    pub category: String,
    /// 卷数
    pub count: u64,
}

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HoldView {
    /// 第几项
    pub n: u32,
    /// 事由
    pub ground: Titled,
    /// 依据
    pub basis: String,
    /// 原因
    pub reason: String,
    /// 提出的人
    pub by: Id,
    /// 提出的时间
    pub at: String,
    /// 该复核了：提出以后很久没有解除
    pub stale: bool,
    /// 解除的人
    pub lifted: Option<Id>,
    /// 解除的时间
    pub lifted_at: Option<String>,
    /// 解除的原因
    pub lifted_for: String,
}

/// The end of one dossier's life.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LifeView {
    /// 这一卷
    pub line: DueLine,
    /// 暂停销毁，最近的在前
    pub holds: Vec<HoldView>,
    /// 经过：最近的在前
    pub steps: Vec<LifeLine>,
    /// 您现在能办的步骤
    pub can: Vec<CanStep>,
    /// 已经销毁的：一句话
    pub destroyed: Option<String>,
    /// 销毁证明涵盖记录中的哪些位置：每段的首尾
    pub leaves: Vec<(u64, u64)>,
    /// 暂停销毁的事由
    pub grounds: Vec<Titled>,
}

/// Something that happened at the end of a dossier's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LifeLine {
    /// 做了什么
    pub title: String,
    /// 谁
    pub by: Id,
    /// 什么时候
    pub at: String,
    /// 说了什么
    pub said: String,
}

fn grounds() -> Vec<Titled> {
    HoldGround::ALL.into_iter().map(|ground| Titled::new(ground.id(), ground.words())).collect()
}

impl App {
    /// Dossiers of the caller's scope whose period has ended or ends soon, and those on their way out.
    ///
    /// # Errors
    /// The agency is outside the scope, the caller may not view matters, or the store is not there.
    pub async fn retention_list(&self, caller: &Caller, filter: &DueFilter) -> Result<DueList, Error> {
        caller.require(Power::View)?;
        if filter.agency.as_ref().is_some_and(|agency| !caller.scope.contains(agency)) {
            let said = "没有这一机关，或者不在您的查看范围内";
            return Err(Error::field("input.choice", "agency", said));
        }
        let (mut counts, mut lives, mut more) = (BTreeMap::new(), Vec::new(), false);
        for (name, tab) in
            [("due", Tab::Due), ("under", Tab::Under), ("held", Tab::Held), ("over", Tab::Over)]
        {
            let (found, cut) = self.lives(caller, tab).await?;
            counts.insert(name.to_owned(), u64::try_from(found.len()).unwrap_or(u64::MAX));
            if tab == filter.tab {
                (lives, more) = (found, cut);
            }
        }
        let tree = self.tree().await?;
        let mut tally: BTreeMap<(i16, String, String), u64> = BTreeMap::new();
        for life in &lives {
            let key = (life.until.map_or(0, Date::year), life.agency.clone(), life.category.clone());
            *tally.entry(key).or_default() += 1;
        }
        lives.retain(|life| {
            filter.year.is_none_or(|year| life.until.map_or(0, Date::year) == year)
                && filter.agency.as_ref().is_none_or(|agency| life.agency == *agency)
                && filter.category.as_ref().is_none_or(|category| life.category == *category)
        });
        lives.sort_by(|one, other| {
            (one.until.is_none(), one.until, &one.matter)
                .cmp(&(other.until.is_none(), other.until, &other.matter))
        });
        let mut items = Vec::with_capacity(lives.len());
        for life in &lives {
            if let Some(line) = self.due_line(caller, life).await? {
                items.push(line);
            }
        }
        let rules = &self.pack().retention;
        let within = rules.parameters.get("appraise_within");
        let appraises = rules.step(Step::Appraise.id()).is_some_and(|rule| {
            rule.powers.iter().filter_map(|power| Power::parse(power)).any(|power| caller.actor.may(power))
        });
        Ok(DueList {
            items,
            tally: tally
                .into_iter()
                .map(|((year, agency, category), count)| {
                    let agency = Id::new(&agency, tree.name(&agency));
                    DueTally { year, agency, category, count }
                })
                .collect(),
            more,
            counts,
            sheets: self.sheets(caller).await?,
            appraises,
            grounds: grounds(),
            within: rules.number("appraise_within", 180),
            basis: within.map(|held| held.basis.clone()).unwrap_or_default(),
            certainty: within.map(|held| held.certainty.clone()).unwrap_or_default(),
        })
    }

    async fn lives(&self, caller: &Caller, tab: Tab) -> Result<(Vec<Life>, bool), Error> {
        let soon = self.pack().retention.number("soon", 90).clamp(0, 3660);
        let soon = self.now().checked_add(SignedDuration::from_hours(24 * soon)).ok();
        let mut lives: Vec<Life> = Vec::new();
        for state in tab.states() {
            let mut filter = TraceFilter {
                kind: kind::RETENTION.to_owned(),
                agencies: Some(caller.scope.clone()),
                state: Some((*state).to_owned()),
                to: soon.filter(|_| tab == Tab::Due).map(jiff::Timestamp::as_microsecond),
                limit: PAGE,
                ..TraceFilter::default()
            };
            loop {
                let (rows, next) = self.store().traces(&filter).await?;
                for row in &rows {
                    lives.push(body_of(row)?);
                }
                if lives.len() >= READ {
                    lives.truncate(READ);
                    return Ok((lives, true));
                }
                let Some(next) = next else { break };
                filter.cursor = Some(next);
            }
        }
        Ok((lives, false))
    }

    /// The line of a dossier; none where the caller may not know of its matter.
    async fn due_line(&self, caller: &Caller, life: &Life) -> Result<Option<DueLine>, Error> {
        let Some(row) = self.store().matter(&life.matter).await? else { return Ok(None) };
        if !row.hidden_from.is_empty() && row.hidden_from == caller.actor.agency {
            return Ok(None);
        }
        let tree = self.tree().await?;
        let today = self.today();
        let rules = &self.pack().retention;
        let open = life.standing == Standing::Kept && life.ended(today);
        let by = life.appraise_by(rules);
        let destroyed = life.standing.is_destroyed();
        let own = life.agency == caller.actor.agency && caller.actor.may(Power::Archive);
        let paper = life.certificate.as_ref().map(|done| done.number.clone());
        Ok(Some(DueLine {
            matter: Id::new(&life.matter, &life.number),
            title: (!destroyed).then_some(row.title),
            volume: life.volume.clone(),
            category: life.category.clone(),
            agency: Id::new(&life.agency, tree.name(&life.agency)),
            archived: life.archived.to_string(),
            pages: life.pages,
            period: life.period.clone(),
            until: life.until.map(|until| until.to_string()),
            appraise_by: by.filter(|_| open).map(|by| by.to_string()),
            light: duty_light(
                self.calendar(),
                today,
                by.filter(|_| open),
                "archive",
                if open { "open" } else { "fulfilled" },
            ),
            ended: life.ended(today),
            standing: Titled::new(life.standing.id(), life.standing.words()),
            held: life.held().map(|hold| hold.ground.words().to_owned()).collect(),
            sheet: life.appraisal().map(|appraisal| appraisal.sheet.clone()),
            paper: paper.or_else(|| life.receipt.as_ref().map(|receipt| receipt.number.clone())),
            appraise: open && own && !life.handlers.contains(&caller.actor.id),
        }))
    }

    async fn sheets(&self, caller: &Caller) -> Result<Vec<super::SheetView>, Error> {
        let filter = TraceFilter {
            kind: kind::SHEET.to_owned(),
            agencies: Some(caller.scope.clone()),
            limit: 20,
            ..TraceFilter::default()
        };
        let (rows, _) = self.store().traces(&filter).await?;
        let kept: Vec<super::sheet::Kept> = rows.iter().map(body_of).collect::<Result<_, _>>()?;
        Ok(kept.iter().map(|kept| kept.view(Vec::new(), Vec::new())).collect())
    }

    /// The end of one dossier's life, destroyed ones too.
    ///
    /// # Errors
    /// There is no such dossier within the caller's scope, it is not locked, or the store is not there.
    pub async fn life_view(&self, caller: &Caller, id: &str) -> Result<LifeView, Error> {
        caller.require(Power::View)?;
        let missing = || Error::Missing { what: "这一卷".to_owned() };
        let life = self.life_held(id).await?.ok_or_else(missing)?;
        if !caller.scope.contains(&life.agency) {
            return Err(missing());
        }
        let line = self.due_line(caller, &life).await?.ok_or_else(missing)?;
        let rules = &self.pack().retention;
        let mut steps = Vec::new();
        if !life.standing.is_destroyed() {
            let (life, ground): (Life, Ground) = self.ground(caller, id).await?;
            let around = ground.around(self, caller);
            steps = retention::possible(&life, &around);
        }
        let now = zhiheng_calendar::china_datetime(self.now());
        let stale = rules.number("hold_review", 365);
        let mut holds: Vec<HoldView> = life
            .holds
            .iter()
            .map(|hold| HoldView {
                n: hold.n,
                ground: Titled::new(hold.ground.id(), hold.ground.words()),
                basis: hold.basis.clone(),
                reason: hold.reason.clone(),
                by: Id::new(&hold.by.id, &hold.by.name),
                at: moment(hold.by.at),
                stale: hold.lifted.is_none()
                    && hold.by.at.checked_add(stale.days()).is_ok_and(|day| day < now),
                lifted: hold.lifted.as_ref().map(|by| Id::new(&by.id, &by.name)),
                lifted_at: hold.lifted.as_ref().map(|by| moment(by.at)),
                lifted_for: hold.lifted_for.clone(),
            })
            .collect();
        holds.reverse();
        Ok(LifeView {
            line,
            holds,
            steps: told(&life),
            can: steps
                .into_iter()
                .filter_map(|step| can(rules, step.id(), step != Step::HandOver))
                .collect(),
            destroyed: certificate_words(&life),
            leaves: life.certificate.as_ref().map(|done| done.leaves.clone()).unwrap_or_default(),
            grounds: grounds(),
        })
    }

    /// The certificate of a destroyed dossier as a paper.
    ///
    /// # Errors
    /// There is none within the caller's scope, or the store is not there.
    pub async fn destruction_paper(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<crate::ports::press::Sheet, Error> {
        caller.require(Power::View)?;
        let missing = || Error::Missing { what: "这份销毁证明".to_owned() };
        let life = self.life_held(id).await?.filter(|life| caller.scope.contains(&life.agency));
        let life = life.ok_or_else(missing)?;
        self.due_line(caller, &life).await?.ok_or_else(missing)?;
        super::certificate_sheet(&life).ok_or_else(missing)
    }
}

/// What happened, the newest first.
fn told(life: &Life) -> Vec<LifeLine> {
    let mut lines = Vec::new();
    let mut line = |title: &str, hand: &retention::Hand, said: String| {
        let by = Id::new(&hand.id, &hand.name);
        lines.push((hand.at, LifeLine { title: title.to_owned(), by, at: moment(hand.at), said }));
    };
    for hold in &life.holds {
        line("暂停销毁", &hold.by, format!("{}：{}（{}）", hold.ground.words(), hold.reason, hold.basis));
        if let Some(lifted) = &hold.lifted {
            line("解除暂停", lifted, hold.lifted_for.clone());
        }
    }
    for appraisal in &life.appraisals {
        let more = match appraisal.answer {
            retention::Answer::Destroy => String::new(),
            retention::Answer::Keep => format!("（续存 {}）", appraisal.period),
            retention::Answer::Transfer => format!("（移交 {}）", appraisal.archive),
        };
        let said = format!("{}{more}：{}", appraisal.answer.words(), appraisal.reason);
        line("鉴定", &appraisal.by, said);
        if let Some(approved) = &appraisal.approved {
            line("批准销毁", approved, String::new());
        }
        if let Some(rejected) = &appraisal.rejected {
            line("退回", rejected, appraisal.rejected_for.clone());
        }
    }
    if let Some(prepared) = &life.prepared {
        line("执行，封存待销", prepared, String::new());
    }
    if let Some(receipt) = &life.receipt {
        line("移交", &receipt.by, format!("{}，回执 {}", receipt.archive, receipt.number));
    }
    if let Some(done) = &life.certificate {
        line("监销，已销毁", &done.witness, format!("销毁证明 {}", done.number));
    }
    lines.sort_by(|(one, _), (other, _)| other.cmp(one));
    lines.into_iter().map(|(_, line)| line).collect()
}
