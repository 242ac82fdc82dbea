//! What of the registers the public is still owed: contents that were handed on and wait, with the day by which they must be public
//! (政府信息公开条例26); and the kinds of a register that everybody must publish and this agency has not.
//!
//! What this is not: the steps to publish (see `change`). A draft that nobody handed on yet is owed to nobody.

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_calendar::Moment;
use zhiheng_domain::Power;
use zhiheng_law::Register;

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::light::{Light, light};
use crate::ports::{EntryTally, EntryWait};
use crate::shapes::{Id, Titled};

/// Rule that says how long there is, by its code in the pack.
const RULE: &str = "PRE_PUBLISH";

/// What is owed of the registers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegistersOwed {
    /// 等待公布的，公布期限早的在前
    pub waiting: Vec<Waiting>,
    /// 应当每一类都公布、还缺的
    pub lacking: Vec<Lacking>,
    /// 公布期限的依据
    pub basis: String,
}

/// Contents of one register that wait since one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Waiting {
    /// 名录
    pub register: Titled,
    /// 机关
    pub agency: Id,
    /// 做到哪一步：`draft` 已退回、`pending` 待审核、`examined` 待公布
    pub work: String,
    /// 这一步的名称
    pub work_title: String,
    /// 多少条
    pub held: u64,
    /// 从哪一天起算
    pub since: String,
    /// 应当公布的最后一天
    pub due: Option<String>,
    /// 灯
    pub light: Light,
}

/// Kinds of a register that an agency has neither published nor stated to have none of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Lacking {
    /// 名录
    pub register: Titled,
    /// 机关
    pub agency: Id,
    /// 缺哪几类
    pub kinds: Vec<String>,
    /// 依据
    pub basis: String,
}

impl App {
    /// What the caller's agencies still owe of the registers that are public.
    ///
    /// # Errors
    /// The caller sees nothing of this, the pack's rule cannot be applied, or the store is not there.
    pub async fn registers_owed(&self, caller: &Caller) -> Result<RegistersOwed, Error> {
        caller.require(Power::View)?;
        let agencies = caller.agencies();
        let tree = self.tree().await?;
        let mut waiting = Vec::new();
        for wait in self.store().entries_waiting(agencies.as_deref()).await? {
            let Some(register) = self.pack().register(&wait.kind).filter(|held| held.public) else {
                continue;
            };
            let agency = Id::new(&wait.agency, tree.name(&wait.agency));
            waiting.push(self.register_waiting(register, agency, wait)?);
        }
        waiting.sort_by(|a, b| (&a.due, &a.register.id).cmp(&(&b.due, &b.register.id)));
        let tallies = self.store().entry_tallies(agencies.as_deref()).await?;
        let own = &caller.actor.agency;
        let lacking = self
            .pack()
            .registers
            .iter()
            .filter(|register| register.every && register.public)
            .filter_map(|register| {
                let kinds = lacking(register, own, &tallies);
                (!kinds.is_empty()).then(|| Lacking {
                    register: Titled::new(&register.id, &register.title),
                    agency: Id::new(own, tree.name(own)),
                    kinds,
                    basis: register.basis.join("；"),
                })
            })
            .collect();
        let basis = self.pack().periods.get(RULE).map(|rule| rule.basis.clone());
        Ok(RegistersOwed { waiting, lacking, basis: basis.unwrap_or_default() })
    }

    fn register_waiting(
        &self,
        register: &Register,
        agency: Id,
        wait: EntryWait,
    ) -> Result<Waiting, Error> {
        let corrupt = |what: String| Error::Internal(format!("{RULE}: {what}"));
        let since: jiff::civil::Date =
            wait.since.parse().map_err(|_| corrupt(format!("day {}", wait.since)))?;
        let rule = self.pack().periods.get(RULE);
        let due = match rule {
            Some(rule) => rule
                .term(self.calendar(), Moment::Day(since), &[], &[])
                .map_err(|fault| corrupt(fault.to_string()))?
                .due
                .map(zhiheng_calendar::Due::date),
            None => None,
        };
        let work_title = match wait.work.as_str() {
            "draft" => "已退回，待重新采集",
            "examined" => "已审核，待公布",
            _ => "待审核",
        };
        Ok(Waiting {
            register: Titled::new(&register.id, &register.title),
            agency,
            work_title: work_title.to_owned(),
            work: wait.work,
            held: wait.held,
            since: wait.since,
            light: light(self.calendar(), self.today(), due, "open"),
            due: due.map(|day| day.to_string()),
        })
    }
}

/// Kinds of a register for which the agency has neither a published entry nor a statement; a statement about the whole register
/// covers every kind.
fn lacking(register: &Register, agency: &str, tallies: &[EntryTally]) -> Vec<String> {
    let said = |kind: &str| {
        tallies.iter().any(|tally| {
            tally.kind == register.id
                && tally.agency == agency
                && tally.state == "published"
                && (tally.category == kind || (tally.none && tally.category.is_empty()))
        })
    };
    register.categories().iter().filter(|kind| !said(kind)).cloned().collect()
}
