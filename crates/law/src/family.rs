//! Rules of the platform beside procedures, each with numbers that an agency may set for itself within the limits of the pack:
//! devices, rooms, officers, keeping, looking, reviewers.
//!
//! What this is not: what those numbers do (see `domain`), nor the values that agencies have set; those are entries of a register.

use std::collections::BTreeMap;

use crate::looking::LookingRules;
use crate::model::{Pack, Parameter};
use crate::reviewers::ReviewerRules;
use crate::step_rules::StepRules;

/// Values that an agency has set for itself, by the name of the parameter.
pub type OwnValues = BTreeMap<String, i64>;

/// A family of rules with numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// 执法人员
    Officers,
    /// 执法设备
    Devices,
    /// 办案场所
    Rooms,
    /// 法制审核人员
    Reviewers,
    /// 调阅
    Looking,
    /// 保管与鉴定
    Retention,
}

impl Family {
    /// Every family, in the order in which they are listed.
    pub const ALL: [Self; 6] = [
        Self::Officers,
        Self::Devices,
        Self::Rooms,
        Self::Reviewers,
        Self::Looking,
        Self::Retention,
    ];

    /// Stable id, as addresses and entries write it. No procedure has one like it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Officers => "rules.officers",
            Self::Devices => "rules.devices",
            Self::Rooms => "rules.rooms",
            Self::Reviewers => "rules.reviewers",
            Self::Looking => "rules.looking",
            Self::Retention => "rules.retention",
        }
    }

    /// Name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Officers => "执法人员",
            Self::Devices => "执法设备",
            Self::Rooms => "办案场所",
            Self::Reviewers => "法制审核人员",
            Self::Looking => "调阅",
            Self::Retention => "保管与鉴定",
        }
    }

    /// The family with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.id() == id)
    }
}

impl Pack {
    /// The numbers of a family, by name.
    pub fn numbers(&self, family: Family) -> &BTreeMap<String, Parameter> {
        match family {
            Family::Officers => &self.officers.parameters,
            Family::Devices => &self.devices.parameters,
            Family::Rooms => &self.rooms.parameters,
            Family::Reviewers => &self.reviewers.parameters,
            Family::Looking => &self.looking.parameters,
            Family::Retention => &self.retention.parameters,
        }
    }
}

impl StepRules {
    /// The same rules with an agency's own numbers; values outside the limits are left alone.
    #[must_use]
    pub fn with(&self, own: &OwnValues) -> Self {
        Self { steps: self.steps.clone(), parameters: set(&self.parameters, own) }
    }
}

impl LookingRules {
    /// The same rules with an agency's own numbers; values outside the limits are left alone.
    #[must_use]
    pub fn with(&self, own: &OwnValues) -> Self {
        Self { parameters: set(&self.parameters, own), ..self.clone() }
    }
}

impl ReviewerRules {
    /// The same rules with an agency's own numbers; values outside the limits are left alone.
    #[must_use]
    pub fn with(&self, own: &OwnValues) -> Self {
        Self { parameters: set(&self.parameters, own), ..self.clone() }
    }
}

fn set(parameters: &BTreeMap<String, Parameter>, own: &OwnValues) -> BTreeMap<String, Parameter> {
    let mut parameters = parameters.clone();
    for (name, value) in own {
        // The limits may have become narrower since the agency set it.
        if let Some(parameter) = parameters.get_mut(name).filter(|held| held.allows(*value)) {
            parameter.value = *value;
        }
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(value: i64, limits: Option<(i64, i64)>) -> Parameter {
        Parameter {
            label: "示例".to_owned(),
            value,
            unit: "日".to_owned(),
            min: limits.map(|(min, _)| min),
            max: limits.map(|(_, max)| max),
            basis: "粤录26".to_owned(),
            certainty: "unverified".to_owned(),
            changed: None,
        }
    }

    #[test]
    fn an_agencys_value_holds_within_the_limits_of_the_pack_and_nowhere_else() {
        let rules = LookingRules {
            parameters: BTreeMap::from([
                ("longest".to_owned(), parameter(30, Some((1, 180)))),
                ("many".to_owned(), parameter(30, Some((5, 40)))),
                ("fixed".to_owned(), parameter(7, None)),
            ]),
            ..LookingRules::default()
        };
        let own = [("longest", 60), ("many", 41), ("fixed", 8), ("unheard", 1)];
        let own = own.map(|(name, value)| (name.to_owned(), value)).into();
        let set = rules.with(&own);
        let value = |name| set.number(name, 0);
        assert_eq!(
            (value("longest"), value("many"), value("fixed"), value("unheard")),
            (60, 30, 7, 0)
        );
    }

    #[test]
    fn an_id_names_its_family() {
        for family in Family::ALL {
            assert_eq!(Family::parse(family.id()), Some(family));
        }
        assert_eq!(Family::parse("penalty.ordinary"), None);
    }
}
