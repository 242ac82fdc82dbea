//! What a yearly report looks like to those who show or write it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zhiheng_law::AnnualRules;

use super::held::Held;
use crate::shapes::{Id, Titled};

/// A year's report.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AnnualReport {
    /// 哪一种年报
    pub report: String,
    /// 这一种年报叫什么
    pub name: String,
    /// 各部分和各表的标题自带序号
    pub numbered: bool,
    /// 年度
    pub year: i16,
    /// 机关
    pub agency: Id,
    /// 名称
    pub title: String,
    /// 表样
    pub form: Titled,
    /// 表样的出处
    pub source: String,
    /// 表样的可信程度：read、excerpt、unverified
    pub certainty: String,
    /// 数字是现算的、已编制的还是已公布的
    pub standing: Standing,
    /// 公布之日；没有公布的是今天
    pub day: String,
    /// 统计表
    pub tables: Vec<ReportTable>,
    /// 情况说明
    pub sections: Vec<Narrative>,
    /// 各类、各月；不排列罚款
    pub charts: Vec<KindChart>,
    /// 年报这一件事项
    pub matter: Option<Titled>,
    /// 公布之日
    pub published: Option<String>,
    /// 公布以后的更正
    pub corrections: Vec<Correction>,
    /// 已公布的数与现在数得的不同之处
    pub differences: Vec<Change>,
    /// 平台以外的数由谁、哪一天、依据什么填报，最近的在前
    pub entries: Vec<Entry>,
    /// 谁编制、审核、批准、公布、报送
    pub signoffs: Vec<String>,
}

/// Who entered what the platform does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Entry {
    /// 填报的人
    pub by: String,
    /// 填报之日
    pub day: String,
    /// 来源
    pub source: String,
}

/// A kind of yearly report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportKind {
    /// 编号
    pub id: String,
    /// 全称
    pub title: String,
    /// 在列表里叫什么
    pub short: String,
    /// 一句话
    pub lead: String,
}

/// Whether numbers may still move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Counted now.
    Live,
    /// A report is being made; the numbers are counted now.
    Compiling,
    /// Published: the numbers stand.
    Published,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReportTable {
    /// 编号
    pub id: String,
    /// 名称
    pub title: String,
    /// 第一栏叫什么
    pub stub: String,
    /// 行是项目而不是机关
    pub lines: bool,
    /// 栏目
    pub heads: Vec<Head>,
    /// 每个机关一行
    pub rows: Vec<ReportRow>,
    /// 各行之和；只有一行的没有
    pub total: Option<Vec<String>>,
    /// 填表说明
    pub notes: Vec<String>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Head {
    /// 栏目
    pub title: String,
    /// 上面的大栏目；没有的为空
    pub over: String,
    /// 单位
    pub unit: String,
    /// 合起来的格；百分比的为空
    pub cells: Vec<String>,
    /// 是合计
    pub sum: bool,
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportRow {
    /// 机关
    pub agency: Id,
    /// 行的名称：机关名，或者项目
    pub title: String,
    /// 行的名称上面的大项；没有的为空
    pub over: String,
    /// 数字
    pub values: Vec<String>,
    /// 这一行的数字是否已经固定
    pub standing: Standing,
}

/// A part of the narrative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Narrative {
    /// 编号
    pub id: String,
    /// 标题
    pub title: String,
    /// 正文
    pub text: String,
    /// 排在表后
    pub behind: bool,
}

/// Acts of one kind by month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KindChart {
    /// 类别
    pub title: String,
    /// 单位
    pub unit: String,
    /// 一月至十二月
    pub months: Vec<u64>,
}

/// A correction that was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Correction {
    /// 更正之日
    pub day: String,
    /// 原因
    pub reason: String,
    /// 改了哪些数
    pub changes: Vec<Change>,
}

/// A number before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Change {
    /// 格
    pub cell: String,
    /// 名称
    pub title: String,
    /// 单位
    pub unit: String,
    /// 原来
    pub before: String,
    /// 现在
    pub now: String,
}

/// A published report in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicReport {
    /// 年度
    pub year: i16,
    /// 机关
    pub agency: Id,
    /// 公布之日
    pub published: String,
    /// 最近一次更正之日
    pub corrected: Option<String>,
}

/// What may be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Years {
    /// 这一种年报
    pub report: ReportKind,
    /// 可以选的年报
    pub reports: Vec<ReportKind>,
    /// 可以选的年度，新的在前
    pub years: Vec<i16>,
    /// 正在编制或者最近应当公布的年度
    pub due: i16,
    /// 本人的机关
    pub agency: String,
    /// 看得见的机关
    pub agencies: Vec<Id>,
    /// 表样
    pub forms: Vec<Titled>,
}

impl ReportKind {
    pub(super) fn of(rules: &AnnualRules) -> Self {
        let AnnualRules { id, title, short, lead, .. } = rules;
        Self { id: id.clone(), title: title.clone(), short: short.clone(), lead: lead.clone() }
    }
}

impl Standing {
    pub(super) fn of(held: Option<&Held>, live: bool) -> Self {
        match held {
            Some(held) if !live && held.published().is_some() => Self::Published,
            Some(_) if !live => Self::Compiling,
            _ => Self::Live,
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Live => "现在数得",
            Self::Compiling => "正在编制，现在数得",
            Self::Published => "已公布",
        }
    }
}
