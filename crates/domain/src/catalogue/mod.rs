//! The local review catalogue (本级重大执法决定法制审核目录): what a published entry says as a rule, when it makes a matter major, and
//! what an agency may not loosen of what its superior or the national pack lists.
//!
//! A local entry only ever adds: the national catalogue of the pack holds beside it, and so do the entries of the agencies above
//! (国办发〔2018〕118号（十二）: 上级行政执法机关明确标准). Nothing here lets a matter through.
//!
//! What this is not: where entries are kept, nor who collects, examines and publishes one (see [`crate::register`]).

mod beside;
mod limit;
mod listed;
mod remark;

pub use beside::{FieldRelation, Relation, Side, beside};
pub use limit::{Beside, Limit, against, corresponds, limits, live};
pub use listed::{Circumstances, Listed, Scope};
pub use remark::{answer, comment};

pub(crate) use listed::newly;

use serde_json::{Map, Value};

/// Register of local catalogues.
pub const CATALOGUE: &str = "catalogue";
/// The paper under which agencies draw up their catalogues and superiors set the standard.
pub const BASIS: &str = "国办发〔2018〕118号（十二）";

/// What an entry says as a rule: where it holds, and what of its conditions makes a matter major. Any one of them is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "columns of the register, one yes or no each")]
pub struct Rule {
    /// 执法类别
    pub category: String,
    /// Procedure; empty = all of the category.
    pub procedure: String,
    /// Code of the item; empty = all.
    pub item: String,
    /// Beginning of the division code; empty = everywhere.
    pub region: String,
    /// For whom the amount is meant; empty = everybody.
    pub party: String,
    /// Amount in 分 from which on.
    pub amount: Option<i64>,
    /// 经过听证
    pub hearing: bool,
    /// 重大公共利益、社会影响
    pub impact: bool,
    /// 疑难复杂、多个法律关系
    pub relations: bool,
    /// 一律审核
    pub always: bool,
    /// Id of the superior's entry that it adapts; empty if none.
    pub template: String,
}

/// A column in which a rule is looser than another, and what the other asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looser {
    /// Column.
    pub column: &'static str,
    /// What the other says, in words.
    pub limit: String,
}

impl Rule {
    /// The rule of an entry's values.
    pub fn of(fields: &Map<String, Value>) -> Self {
        let text = |name: &str| {
            fields.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
        };
        let flag = |name: &str| fields.get(name).and_then(Value::as_bool).unwrap_or_default();
        Self {
            category: text("category"),
            procedure: text("procedure"),
            item: text("item"),
            region: text("region"),
            party: text("party"),
            amount: fields.get("amount").and_then(Value::as_i64),
            hearing: flag("hearing"),
            impact: flag("impact"),
            relations: flag("relations"),
            always: flag("always"),
            template: text("template"),
        }
    }

    /// Whether it can make a matter major at all; otherwise it is words for the public.
    pub fn rules(&self) -> bool {
        self.always || self.amount.is_some() || self.hearing || self.impact || self.relations
    }

    /// Every column in which it is looser than `standard`: empty exactly where whatever `standard` makes major it makes major too.
    pub fn looser_than(&self, standard: &Self) -> Vec<Looser> {
        let mut looser = Vec::new();
        let mut note = |column: &'static str, limit: String| looser.push(Looser { column, limit });
        if !standard.rules() {
            return looser;
        }
        if self.category != standard.category {
            note("category", standard.category.clone());
        }
        // A scope that is left open takes in every other one.
        for (column, own, other) in [
            ("procedure", &self.procedure, &standard.procedure),
            ("item", &self.item, &standard.item),
        ] {
            if !own.is_empty() && own != other {
                note(column, open(other));
            }
        }
        if !standard.region.starts_with(&self.region) {
            note("region", open(&standard.region));
        }
        if self.always {
            return looser;
        }
        if standard.always {
            note("always", "一律审核".to_owned());
            return looser;
        }
        if let Some(most) = standard.amount {
            if self.amount.is_none_or(|amount| amount > most) {
                note("amount", yuan(most));
            }
            if !self.party.is_empty() && self.party != standard.party {
                note("party", open(&standard.party));
            }
        }
        for (column, own, other) in [
            ("hearing", self.hearing, standard.hearing),
            ("impact", self.impact, standard.impact),
            ("relations", self.relations, standard.relations),
        ] {
            if other && !own {
                note(column, "是".to_owned());
            }
        }
        looser
    }
}

fn open(scope: &str) -> String {
    if scope.is_empty() { "不限".to_owned() } else { scope.to_owned() }
}

/// An amount in 元, in words.
pub(crate) fn yuan(fen: i64) -> String {
    match (fen / 100, fen % 100) {
        (yuan, 0) => format!("{yuan} 元"),
        (yuan, rest) => format!("{yuan}.{rest:02} 元"),
    }
}
