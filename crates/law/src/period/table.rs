//! The table of period rules: look-up by any spelling, and what a local pack may change.

use std::collections::BTreeMap;

use zhiheng_calendar::{Period, Roll, Unit};

use super::{Bearer, Certainty, Changed, LastDay, PeriodError, PeriodRule, RuleKind, reading};
use crate::fault::PackFault;

/// Every period rule of a pack, in the order of the file.
#[derive(Debug, Clone)]
pub struct PeriodTable {
    last_day: LastDay,
    rules: Vec<PeriodRule>,
    /// Codes, option codes and aliases, in [`spelling`], to the place in `rules` and the length meant.
    names: BTreeMap<String, Named>,
    /// The same rule under an option's length.
    variants: Vec<PeriodRule>,
}

/// A table without rules; the agency's own last days stay.
impl Default for PeriodTable {
    fn default() -> Self {
        let last_day =
            LastDay { agency: Roll::Stay, basis: String::new(), certainty: Certainty::Unverified };
        Self { last_day, rules: Vec::new(), names: BTreeMap::new(), variants: Vec::new() }
    }
}

#[derive(Debug, Clone, Copy)]
enum Named {
    Rule(usize),
    Variant(usize),
}

/// How codes are compared: without blanks, in capitals.
fn spelling(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

impl PeriodTable {
    /// Reads `periods.toml`. All mistakes are reported at once, each with its line.
    pub fn parse(file_name: &str, toml_text: &str) -> Result<Self, Vec<PackFault>> {
        reading::read(file_name, toml_text)
    }

    /// The rule of this code, option code (`PEN_LIMIT/5Y`) or alias (`PEN_CASH1/2`); blanks and case do not matter.
    pub fn get(&self, code: &str) -> Option<&PeriodRule> {
        match self.names.get(&spelling(code))? {
            Named::Rule(index) => self.rules.get(*index),
            Named::Variant(index) => self.variants.get(*index),
        }
    }

    /// Like [`get`](Self::get), with an error that names the code.
    pub fn require(&self, code: &str) -> Result<&PeriodRule, PeriodError> {
        self.get(code).ok_or_else(|| PeriodError::UnknownCode { code: code.to_owned() })
    }

    /// Every code, in the order of the file, without options and aliases.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.code.as_str())
    }

    /// Every rule, in the order of the file.
    pub fn rules(&self) -> impl Iterator<Item = &PeriodRule> {
        self.rules.iter()
    }

    /// The table with one amount set by a local rule, the unit kept. Refused where the law fixes the number,
    /// outside the stated limits, or without a basis.
    pub fn with_parameter(
        &self,
        code: &str,
        amount: u32,
        basis: &str,
    ) -> Result<Self, PeriodError> {
        let (rule, period) = self.changeable(code, basis)?;
        // The limits are stated in the rule's own unit.
        let limits = rule.parameter.filter(|l| (l.min..=l.max).contains(&amount));
        if limits.is_none() {
            let (min, max) = rule.parameter.map_or((0, 0), |limits| (limits.min, limits.max));
            return Err(PeriodError::OutsideLimits { code: rule.code.clone(), amount, min, max });
        }
        let code = rule.code.clone();
        Ok(self.changed(&code, Period::new(amount, period.unit), basis))
    }

    /// The table with one of the lengths that the rule offers, which may be in another unit (24 小时 → 1 个工作日).
    pub fn with_option(
        &self,
        code: &str,
        period: Period,
        basis: &str,
    ) -> Result<Self, PeriodError> {
        let (rule, _) = self.changeable(code, basis)?;
        let code = rule.code.clone();
        if rule.options.iter().all(|option| option.period != period) {
            return Err(PeriodError::NoSuchOption { code, period });
        }
        Ok(self.changed(&code, period, basis))
    }

    /// What happens to the last day of the agency's own periods.
    pub fn last_day(&self) -> &LastDay {
        &self.last_day
    }

    /// The table with the last day of the agency's own periods rolled forward or not. Which is right the statutes do
    /// not say, so it is the agency's to settle, with its basis; terms of parties and of the law itself, and rules that
    /// state their `roll` themselves, are not touched.
    pub fn with_agency_roll(&self, roll: Roll, basis: &str) -> Result<Self, PeriodError> {
        if basis.trim().is_empty() {
            return Err(PeriodError::BasisMissing { code: "last_day".to_owned() });
        }
        let mut rules = self.rules.clone();
        for rule in rules.iter_mut().filter(|r| r.bearer == Bearer::Agency && !r.own_roll) {
            rule.roll = roll;
        }
        let last_day =
            LastDay { agency: roll, basis: basis.trim().to_owned(), ..self.last_day.clone() };
        Ok(Self::build(rules, last_day))
    }

    pub(super) fn build(rules: Vec<PeriodRule>, last_day: LastDay) -> Self {
        let mut table = Self { last_day, ..Self::default() };
        for (index, rule) in rules.iter().enumerate() {
            table.names.insert(spelling(&rule.code), Named::Rule(index));
            for option in &rule.options {
                let named = Named::Variant(table.variants.len());
                table.names.insert(spelling(&option.code), named);
                table.variants.push(variant(rule, &option.code));
            }
            for alias in &rule.aliases {
                table.names.insert(spelling(alias), Named::Rule(index));
            }
        }
        table.rules = rules;
        table
    }

    /// Spellings under which `rule` can be asked for.
    pub(super) fn spellings(rule: &PeriodRule) -> Vec<String> {
        let options = rule.options.iter().map(|option| &option.code);
        let names = std::iter::once(&rule.code).chain(options).chain(&rule.aliases);
        names.map(|name| spelling(name)).collect()
    }

    fn changeable(&self, code: &str, basis: &str) -> Result<(&PeriodRule, Period), PeriodError> {
        let rule = self.require(code)?;
        if basis.trim().is_empty() {
            return Err(PeriodError::BasisMissing { code: rule.code.clone() });
        }
        // An option's own code names a length already; only the rule itself can be set.
        let own = self.rules.iter().find(|own| own.code == rule.code);
        match own.and_then(|own| own.parameter.and(own.period()).map(|period| (own, period))) {
            Some(found) => Ok(found),
            None => Err(PeriodError::NotAParameter {
                code: rule.code.clone(),
                basis: rule.basis.clone(),
            }),
        }
    }

    fn changed(&self, code: &str, period: Period, basis: &str) -> Self {
        let mut rules = self.rules.clone();
        for rule in rules.iter_mut().filter(|rule| rule.code == code) {
            let national =
                rule.changed.as_ref().map_or_else(|| rule.period(), |c| Some(c.national));
            rule.changed =
                national.map(|national| Changed { national, basis: basis.trim().to_owned() });
            rule.kind = RuleKind::Term(period);
        }
        Self::build(rules, self.last_day.clone())
    }
}

/// The rule with one of its options as its length.
fn variant(rule: &PeriodRule, code: &str) -> PeriodRule {
    let mut variant = rule.clone();
    if let Some(option) = rule.options.iter().find(|option| option.code == code) {
        variant.code.clone_from(&option.code);
        variant.kind = RuleKind::Term(option.period);
        variant.basis.clone_from(&option.basis);
        variant.title = format!("{}（{}）", rule.title, option.when);
        variant.parameter = None;
        variant.changed = None;
        variant.options = Vec::new();
        variant.aliases = Vec::new();
    }
    variant
}

/// The code of an option: `PEN_LIMIT/5Y`, letters as H, D, W, M, Y.
pub(super) fn option_code(code: &str, period: Period) -> String {
    let letter = match period.unit {
        Unit::Hour => 'H',
        Unit::NaturalDay => 'D',
        Unit::WorkingDay => 'W',
        Unit::Month => 'M',
        Unit::Year => 'Y',
    };
    format!("{code}/{}{letter}", period.amount)
}
