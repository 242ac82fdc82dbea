//! 双公示 as a page shows it. No value of a personal field is in any of these shapes.

use serde::Serialize;
use utoipa::ToSchema;

use crate::light::Light;
use crate::shapes::{Id, Titled};

/// The desk of 双公示.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CreditDesk {
    /// 看哪一天以后作出的决定
    pub from: String,
    /// 各种状态各有多少
    pub numbers: Vec<CreditNumber>,
    /// 要报送的，最急的在前
    pub owed: Vec<CreditLine>,
    /// 还有更多没有列出
    pub more: bool,
    /// 报送过的批次，新的在前
    pub batches: Vec<CreditBatchView>,
    /// 还有更早的批次没有列出
    pub more_batches: bool,
    /// 依据
    pub rule: CreditRule,
}

/// How many decisions stand so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CreditNumber {
    /// 状态：late 逾期未报、unsent 待报送、change 待报状态、sent 待回执、rejected 被退回、accepted 已接收
    pub id: String,
    /// 名称
    pub title: String,
    /// 多少件
    pub count: usize,
}

/// On what the reporting rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CreditRule {
    /// 字段依据的标准
    pub standard: String,
    /// 期限，例如“处罚决定公开期限：7 个工作日”
    pub term: String,
    /// 条文
    pub basis: String,
    /// 一批最多几条
    pub most: usize,
    /// 未经核实的口径，要照本省平台核对
    pub unverified: Vec<String>,
}

/// A decision that is owed to the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CreditLine {
    /// 公开编号
    pub decision: String,
    /// 文号
    pub number: String,
    /// 公开的标题
    pub title: String,
    /// 事项
    pub matter: Id,
    /// 行政许可或者行政处罚
    pub report: Titled,
    /// 新报、更正或者状态；不欠什么的为空
    pub operation: Option<Titled>,
    /// 放在哪一种批次里：rows 数据行、states 状态行
    pub content: Option<Titled>,
    /// 状态行报什么：信用修复、撤销公示
    pub change: String,
    /// 决定日期
    pub decided: String,
    /// 哪一天以前报
    pub due: Option<String>,
    /// 期限的灯
    pub light: Light,
    /// 期限的依据
    pub basis: String,
    /// 到了哪一步
    pub standing: Titled,
    /// 平台退回的原因；没有被退回的为空
    pub rejected: String,
    /// 为什么还不能报
    pub faults: Vec<CreditFault>,
    /// 可以放进批次
    pub ready: bool,
}

/// Why a row cannot go, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CreditFault {
    /// 字段代码
    pub field: String,
    /// 字段名称
    pub title: String,
    /// 稳定的代码
    pub code: String,
    /// 为什么
    pub message: String,
    /// 怎么办
    pub advice: String,
}

/// A decision with all fields of its row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CreditPage {
    /// 这一件
    pub line: CreditLine,
    /// 各个字段，按标准的次序
    pub fields: Vec<CreditField>,
}

/// A field of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CreditField {
    /// 代码
    pub code: String,
    /// 名称
    pub title: String,
    /// 类型：text、date、money、choice、choices
    pub kind: String,
    /// 可以选的值
    pub options: Vec<String>,
    /// 值；证件号码不显示，一律为空
    pub value: String,
    /// 有值
    pub held: bool,
    /// 值由案卷、机关登记得来，不能在这里填写
    pub from_dossier: bool,
    /// 证件号码：只在报送的文件里
    pub personal: bool,
    /// 最多几个字；0 为不限
    pub limit: usize,
    /// 核实的程度：read、excerpt、unverified
    pub certainty: String,
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CreditBatchView {
    /// 编号
    pub id: String,
    /// 行政许可或者行政处罚
    pub report: Titled,
    /// 数据行或者状态行
    pub content: Titled,
    /// 谁生成的
    pub by: Id,
    /// 什么时候
    pub made: String,
    /// 各行的摘要合起来的摘要；写在记录里，文件没有变就不会变
    pub digest: String,
    /// 几条
    pub rows: usize,
    /// 还没有回执的
    pub waiting: usize,
    /// 平台接收的
    pub accepted: usize,
    /// 平台退回的
    pub rejected: usize,
    /// 各行；在列表里为空
    pub lines: Vec<CreditBatchLine>,
}

/// A row of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CreditBatchLine {
    /// 公开编号
    pub decision: String,
    /// 事项
    pub matter: Id,
    /// 文号
    pub number: String,
    /// 新报、更正或者状态
    pub operation: Titled,
    /// 到了哪一步
    pub standing: Titled,
    /// 平台退回的原因
    pub reason: String,
}
