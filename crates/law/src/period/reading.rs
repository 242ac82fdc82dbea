//! From the text of `periods.toml` to rules, with every mistake at its line.
//!
//! What this is not: a general TOML mapper. Each field is read by hand so that one run reports all mistakes in Chinese.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeTable;
use zhiheng_calendar::{Period, Roll, Unit};

use super::fields::{Entry, Faults};
use super::table::option_code;
use super::{
    Bearer, Certainty, Direction, ExtensionRule, LastDay, Limits, OptionRule, PeriodRule,
    PeriodTable, RuleKind,
};
use crate::fault::PackFault;

const RULE_FIELDS: &[&str] = &[
    "code",
    "title",
    "from",
    "to",
    "kind",
    "amount",
    "unit",
    "percent",
    "month",
    "day",
    "direction",
    "bearer",
    "roll",
    "extensions",
    "stops",
    "basis",
    "parameter",
    "min",
    "max",
    "options",
    "certainty",
    "aliases",
    "note",
];
const DIRECTIONS: &[(&str, Direction)] = &[
    ("deadline", Direction::Deadline),
    ("minimum", Direction::Minimum),
    ("elapsed", Direction::Elapsed),
    ("before", Direction::Before),
];
const BEARERS: &[(&str, Bearer)] =
    &[("party", Bearer::Party), ("agency", Bearer::Agency), ("law", Bearer::Law)];
const ROLLS: &[(&str, Roll)] = &[("forward", Roll::Forward), ("stay", Roll::Stay)];
const CERTAINTIES: &[(&str, Certainty)] = &[
    ("read", Certainty::Read),
    ("excerpt", Certainty::Excerpt),
    ("unverified", Certainty::Unverified),
];

/// Reads a whole file.
pub(super) fn read(file: &str, text: &str) -> Result<PeriodTable, Vec<PackFault>> {
    let mut faults = Faults { file, text, found: Vec::new() };
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        // One slip makes the parser stumble several times; the first word on a line is the useful one.
        let line = faults.line(&error.span().unwrap_or(0..0));
        if faults.found.iter().any(|fault| fault.line == line) {
            continue;
        }
        let message = format!("不是正确的 TOML：{}", error.message());
        faults.add(error.span().unwrap_or(0..0), message, "按 TOML 的写法改正这一行");
    }
    let mut rules: Vec<PeriodRule> = Vec::new();
    let mut last_day = None;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    if faults.found.is_empty() {
        if let Some(value) = root.get_ref().get("last_day") {
            last_day = Entry::new(value, &mut faults).map(|entry| entry.last_day(&mut faults));
        }
        let agency = last_day.as_ref().map(|last_day| last_day.agency);
        for (key, value) in root.get_ref() {
            if key.get_ref() == "last_day" {
                continue;
            }
            if key.get_ref() != "rule" {
                let message = format!("不认识的表 {}", key.get_ref());
                faults.add(
                    key.span(),
                    message,
                    "期限写在 [[rule]] 里，机关期限的末日写在 [last_day] 里",
                );
                continue;
            }
            for entry in value.get_ref().as_array().into_iter().flatten() {
                let Some(rule) =
                    Entry::new(entry, &mut faults).and_then(|e| e.rule(agency, &mut faults))
                else {
                    continue;
                };
                for name in PeriodTable::spellings(&rule) {
                    if let Some(line) = seen.insert(name.clone(), rule.line) {
                        let message = format!("期限代码 {name} 重复，第 {line} 行已有");
                        faults.add(entry.span(), message, "每个代码和别名只写一次");
                    }
                }
                rules.push(rule);
            }
        }
        if rules.is_empty() && faults.found.is_empty() {
            faults.add(0..0, "没有任何期限".to_owned(), "至少写一条 [[rule]]");
        }
    }
    faults.found.sort();
    if faults.found.is_empty() {
        Ok(PeriodTable::build(
            rules,
            last_day.unwrap_or_else(|| PeriodTable::default().last_day().clone()),
        ))
    } else {
        Err(faults.found)
    }
}

impl Entry<'_, '_> {
    fn rule(&self, agency: Option<Roll>, faults: &mut Faults<'_>) -> Option<PeriodRule> {
        self.known_fields(RULE_FIELDS, faults);
        let code = self.text("code", true, faults);
        let kind = self.kind(faults);
        let period = match kind {
            Some(RuleKind::Term(period)) => Some(period),
            _ => None,
        };
        let bearer = self.choice("bearer", BEARERS, None, faults).unwrap_or(Bearer::Law);
        // Left out, the agency's own periods follow the switch at the head of the file.
        let default = if bearer == Bearer::Agency { agency } else { None };
        let rule = PeriodRule {
            title: self.text("title", true, faults),
            from: self.text("from", true, faults),
            to: self.text("to", true, faults),
            direction: self
                .choice("direction", DIRECTIONS, Some(Direction::Deadline), faults)
                .unwrap_or(Direction::Deadline),
            bearer,
            roll: self.choice("roll", ROLLS, default, faults).unwrap_or(Roll::Stay),
            own_roll: self.table.contains_key("roll"),
            extensions: self.extensions(faults),
            stops: self.texts("stops", faults),
            basis: self.text("basis", true, faults),
            parameter: self.limits(period, faults),
            options: self.options(&code, faults),
            certainty: self
                .choice("certainty", CERTAINTIES, None, faults)
                .unwrap_or(Certainty::Unverified),
            aliases: self.texts("aliases", faults),
            note: self.text("note", false, faults),
            changed: None,
            line: faults.line(&self.span),
            kind: kind?,
            code,
        };
        let counted_days = rule.direction != Direction::Deadline;
        if counted_days && rule.period().is_none_or(|period| period.unit == Unit::Hour) {
            let message = self.says("direction", "只有以日、月、年计的期限才能这样写");
            faults.add(self.span.clone(), message, "改为 deadline，或改单位");
        }
        Some(rule)
    }

    fn last_day(&self, faults: &mut Faults<'_>) -> LastDay {
        self.known_fields(&["agency", "basis", "certainty"], faults);
        LastDay {
            agency: self.choice("agency", ROLLS, None, faults).unwrap_or(Roll::Stay),
            basis: self.text("basis", true, faults),
            certainty: self
                .choice("certainty", CERTAINTIES, None, faults)
                .unwrap_or(Certainty::Unverified),
        }
    }

    fn kind(&self, faults: &mut Faults<'_>) -> Option<RuleKind> {
        let kinds = &[("term", 't'), ("rate", 'r'), ("annual", 'a')];
        match self.choice("kind", kinds, Some('t'), faults)? {
            'r' => {
                let percent = self.number("percent", true, faults)?;
                Some(RuleKind::Rate { percent })
            }
            'a' => {
                let month = self.number("month", true, faults);
                let day = self.number("day", true, faults);
                let (month, day) = (i8::try_from(month?).ok(), i8::try_from(day?).ok());
                // A year without 29 February: a day that not every year has is no fixed day.
                let fixed =
                    month.zip(day).filter(|(m, d)| jiff::civil::Date::new(2001, *m, *d).is_ok());
                let Some((month, day)) = fixed else {
                    let message = self.says("month、day", "不是每年都有的一天");
                    faults.add(
                        self.span.clone(),
                        message,
                        "写真实的月和日，例如 month = 1、day = 31",
                    );
                    return None;
                };
                Some(RuleKind::Annual { month, day })
            }
            _ => self.period(faults).map(RuleKind::Term),
        }
    }

    fn limits(&self, period: Option<Period>, faults: &mut Faults<'_>) -> Option<Limits> {
        let parameter = match self.table.get("parameter") {
            None => false,
            Some(value) => value.get_ref().as_bool().unwrap_or_else(|| {
                faults.add(
                    value.span(),
                    self.says("parameter", "应为 true 或 false"),
                    "改成 true 或 false",
                );
                false
            }),
        };
        let min = self.number("min", parameter, faults);
        let max = self.number("max", parameter, faults);
        if !parameter {
            if min.is_some() || max.is_some() {
                let message = self.says("min、max", "只有参数才有");
                faults.add(self.span.clone(), message, "加 parameter = true，或去掉 min、max");
            }
            return None;
        }
        let (min, max) = (min?, max?);
        let amount_span = self.table.get("amount").map_or_else(|| self.span.clone(), Spanned::span);
        match period {
            _ if min > max => {
                let message = self.says("min", &format!("是 {min}，大于 max {max}"));
                faults.add(self.span.clone(), message, "改正上下限");
            }
            Some(period) if !(min..=max).contains(&period.amount) => {
                let message =
                    self.says("amount", &format!("是 {}，不在 {min} 至 {max} 之间", period.amount));
                faults.add(amount_span, message, "改数值或上下限");
            }
            Some(_) => {}
            None => {
                let message = self.says("parameter", "只有以时间长短计的期限才能作参数");
                faults.add(self.span.clone(), message, "去掉 parameter");
            }
        }
        Some(Limits { min, max })
    }

    fn extensions(&self, faults: &mut Faults<'_>) -> Vec<ExtensionRule> {
        let mut extensions = Vec::new();
        for item in self.items("extensions", faults) {
            let Some(mut entry) = Entry::new(item, faults) else { continue };
            entry.name = format!("{} 的延长", self.name);
            entry.known_fields(&["amount", "unit", "times", "condition", "basis"], faults);
            // No amount at all: the law leaves the length to a decision, which must then be described.
            let open = entry.table.get("amount").is_none();
            let period = if open { None } else { entry.period(faults) };
            extensions.push(ExtensionRule {
                period,
                times: entry.number("times", false, faults).unwrap_or(1),
                condition: entry.text("condition", open, faults),
                basis: entry.text("basis", true, faults),
            });
        }
        extensions
    }

    fn options(&self, code: &str, faults: &mut Faults<'_>) -> Vec<OptionRule> {
        let mut options = Vec::new();
        for item in self.items("options", faults) {
            let Some(mut entry) = Entry::new(item, faults) else { continue };
            entry.name = format!("{} 的选项", self.name);
            entry.known_fields(&["amount", "unit", "when", "basis"], faults);
            let when = entry.text("when", true, faults);
            let basis = entry.text("basis", true, faults);
            let Some(period) = entry.period(faults) else { continue };
            options.push(OptionRule { code: option_code(code, period), period, when, basis });
        }
        options
    }
}
