//! An enforcement officer as acts see him: the card, what it covers, and why it does not serve here and today.
//!
//! What this is not: the life of the card (see [`crate::certificate`]). A card issued elsewhere and taken over from a table has
//! no more than a number and two days; what it does not say limits nothing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An enforcement officer as registered: the card and what it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// Person id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Agency.
    pub agency: String,
    /// Number of the enforcement card (执法证号); empty if none.
    #[serde(default)]
    pub card: String,
    /// First day on which the card is valid.
    pub valid_from: Option<Date>,
    /// Last day on which the card is valid.
    pub valid_until: Option<Date>,
    /// The card is suspended (暂扣).
    #[serde(default)]
    pub suspended: bool,
    /// The card was taken back (收回).
    #[serde(default, skip_serializing_if = "is_false")]
    pub withdrawn: bool,
    /// Applied for, examined or issued, and not yet put into use (启用).
    #[serde(default, skip_serializing_if = "is_false")]
    pub waiting: bool,
    /// Passed the training before the post (岗前培训). A card issued elsewhere was issued to somebody trained.
    #[serde(default = "trained_elsewhere", skip_serializing_if = "is_true")]
    pub trained: bool,
    /// Categories of enforcement that the card covers; empty = all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Division codes of the areas that the card covers (区划代码, 6 digits); empty = everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
}

fn trained_elsewhere() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_false(value: &bool) -> bool {
    !*value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_true(value: &bool) -> bool {
    *value
}

/// Why a card does not serve, from what can never be mended to what tomorrow mends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Defect {
    /// There is no card.
    NoCard,
    /// Taken back.
    Withdrawn,
    /// Suspended.
    Suspended,
    /// The training before the post is not passed.
    Untrained,
    /// Not yet put into use.
    Waiting,
    /// Begins to be valid later; the day, if one is known.
    Early(Option<Date>),
    /// Ran out; the day, if one is known.
    Lapsed(Option<Date>),
    /// Does not cover this category; what it covers.
    Field(Vec<String>),
    /// Does not cover this area; what it covers.
    Region(Vec<String>),
}

impl Defect {
    /// Stable id.
    pub fn id(&self) -> &'static str {
        match self {
            Self::NoCard => "no_card",
            Self::Withdrawn => "withdrawn",
            Self::Suspended => "suspended",
            Self::Untrained => "untrained",
            Self::Waiting => "waiting",
            Self::Early(_) => "early",
            Self::Lapsed(_) => "lapsed",
            Self::Field(_) => "field",
            Self::Region(_) => "region",
        }
    }

    /// What it is, in Chinese, after the person's name.
    pub fn words(&self) -> String {
        match self {
            Self::NoCard => "没有执法证件".to_owned(),
            Self::Withdrawn => "的执法证件已被收回".to_owned(),
            Self::Suspended => "的执法证件正在暂扣期间".to_owned(),
            Self::Untrained => "岗前培训还没有合格，不能上岗执法".to_owned(),
            Self::Waiting => "的执法证件还没有启用".to_owned(),
            Self::Early(Some(day)) => format!("的执法证件自 {day} 起才有效"),
            Self::Lapsed(Some(day)) => format!("的执法证件已于 {day} 到期，不在有效期内"),
            Self::Early(None) | Self::Lapsed(None) => {
                "的执法证件没有登记有效期，不在有效期内".to_owned()
            }
            Self::Field(fields) => format!("的执法证件只能用于{}", fields.join("、")),
            Self::Region(regions) => {
                format!("的执法证件只在区划 {} 内有效", regions.join("、"))
            }
        }
    }
}

impl Officer {
    /// What is wrong with the card itself on `day`, whatever it is used for.
    pub fn defect_on(&self, day: Date) -> Option<Defect> {
        if self.withdrawn {
            return Some(Defect::Withdrawn);
        }
        if self.suspended {
            return Some(Defect::Suspended);
        }
        if !self.trained {
            return Some(Defect::Untrained);
        }
        if self.waiting {
            return Some(Defect::Waiting);
        }
        if self.card.is_empty() {
            return Some(Defect::NoCard);
        }
        if self.valid_from.is_none_or(|from| day < from) {
            return Some(Defect::Early(self.valid_from));
        }
        if self.valid_until.is_none_or(|until| until < day) {
            return Some(Defect::Lapsed(self.valid_until));
        }
        None
    }

    /// What is wrong with the card for an act of this category in this area on `day`. An empty division is an agency that
    /// has none on file, and is not asked.
    pub fn defect(&self, day: Date, category: &str, division: &str) -> Option<Defect> {
        if let Some(defect) = self.defect_on(day) {
            return Some(defect);
        }
        if !self.fields.is_empty() && !self.fields.iter().any(|field| field == category) {
            return Some(Defect::Field(self.fields.clone()));
        }
        let inside = |region: &String| covers(region, division);
        if !self.regions.is_empty() && !division.is_empty() && !self.regions.iter().any(inside) {
            return Some(Defect::Region(self.regions.clone()));
        }
        None
    }

    /// Whether the card is valid on `day`.
    pub fn valid_on(&self, day: Date) -> bool {
        self.defect_on(day).is_none()
    }
}

/// Whether one division lies in another: 140400 (长治市) holds 140403, 140000 (山西省) holds both.
pub fn covers(region: &str, division: &str) -> bool {
    let mut prefix = region;
    while let Some(shorter) = prefix.strip_suffix("00") {
        prefix = shorter;
    }
    !prefix.is_empty() && division.starts_with(prefix)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_officer_of_an_old_record_replays_as_trained_and_unlimited() {
        let old = r#"{"id":"a","name":"甲","agency":"x","card":"1","valid_from":"2020-01-01","valid_until":"2030-01-01","suspended":false}"#;
        let officer: Officer = serde_json::from_str(old).unwrap();
        assert_eq!(officer.defect(date(2026, 1, 1), "行政处罚", "140400"), None);
        assert_eq!(serde_json::to_string(&officer).unwrap(), old);
    }

    #[test]
    fn a_city_card_serves_in_its_counties_and_a_county_card_only_at_home() {
        assert!(covers("140400", "140403") && covers("140000", "140403"));
        assert!(!covers("140403", "140400") && !covers("140500", "140403"));
        assert!(!covers("000000", "140403"));
    }

    #[test]
    fn a_withdrawn_card_is_called_withdrawn_even_when_it_has_run_out_too() {
        let officer: Officer = serde_json::from_str(
            r#"{"id":"a","name":"甲","agency":"x","card":"1","valid_until":"2020-01-01","withdrawn":true}"#,
        )
        .unwrap();
        assert_eq!(officer.defect_on(date(2026, 1, 1)), Some(Defect::Withdrawn));
    }

    proptest! {
        #[test]
        fn a_card_is_valid_exactly_between_its_two_days(from in 0_i32..3000, length in 0_i32..3000, at in 0_i32..7000) {
            use jiff::ToSpan as _;
            let start = date(2015, 1, 1);
            let day = |n: i32| start.checked_add(n.days()).unwrap();
            let officer = Officer {
                id: "a".into(), name: "甲".into(), agency: "x".into(), card: "1".into(),
                valid_from: Some(day(from)), valid_until: Some(day(from + length)),
                suspended: false, withdrawn: false, waiting: false, trained: true,
                fields: Vec::new(), regions: Vec::new(),
            };
            prop_assert_eq!(officer.valid_on(day(at)), at >= from && at <= from + length);
        }
    }
}
