//! What people are shown of dossiers whose period ends.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::retention::{self, Life};

use crate::life::CanStep;
use crate::light::Light;
use crate::shapes::{Id, Titled, moment};

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

    pub(super) fn states(self) -> &'static [&'static str] {
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

/// What happened, the newest first.
pub(super) fn told(life: &Life) -> Vec<LifeLine> {
    let mut lines = Vec::new();
    let mut note = |title: &str, hand: &retention::Hand, said: String| {
        let by = Id::new(&hand.id, &hand.name);
        lines.push((hand.at, LifeLine { title: title.to_owned(), by, at: moment(hand.at), said }));
    };
    for hold in &life.holds {
        note(
            "暂停销毁",
            &hold.by,
            format!("{}：{}（{}）", hold.ground.words(), hold.reason, hold.basis),
        );
        if let Some(lifted) = &hold.lifted {
            note("解除暂停", lifted, hold.lifted_for.clone());
        }
    }
    for appraisal in &life.appraisals {
        let more = match appraisal.answer {
            retention::Answer::Destroy => String::new(),
            retention::Answer::Keep => format!("（续存 {}）", appraisal.period),
            retention::Answer::Transfer => format!("（移交 {}）", appraisal.archive),
        };
        let said = format!("{}{more}：{}", appraisal.answer.words(), appraisal.reason);
        note("鉴定", &appraisal.by, said);
        if let Some(approved) = &appraisal.approved {
            note("批准销毁", approved, String::new());
        }
        if let Some(rejected) = &appraisal.rejected {
            note("退回", rejected, appraisal.rejected_for.clone());
        }
    }
    if let Some(prepared) = &life.prepared {
        note("执行，封存待销", prepared, String::new());
    }
    if let Some(receipt) = &life.receipt {
        note("移交", &receipt.by, format!("{}，回执 {}", receipt.archive, receipt.number));
    }
    if let Some(done) = &life.certificate {
        note("监销，已销毁", &done.witness, format!("销毁证明 {}", done.number));
    }
    lines.sort_by(|(one, _), (other, _)| other.cmp(one));
    lines.into_iter().map(|(_, line)| line).collect()
}
