//! A period rule in words, for charts, guides and forms: `90 日`, `5 个工作日`, `次年 1 月 31 日`.
//!
//! What this is not: it counts no day; see `period`.

use crate::period::{PeriodRule, RuleKind};

/// The rule's length, rate or fixed day in words.
pub fn words(rule: &PeriodRule) -> String {
    match rule.kind {
        RuleKind::Term(period) => period.to_string(),
        RuleKind::Rate { percent } => format!("每日 {percent}%"),
        RuleKind::Annual { month, day } => format!("次年 {month} 月 {day} 日"),
    }
}
