//! Disclosure after the decision, as the pack says it: what each channel hides, the six settings of each kind of decision (范围、
//! 内容、方式、时限、程序、公开期限), and for how long a penalty stays public. One file, `disclosure.toml`.
//!
//! What this is not: the judgement (see `domain`), nor the search for personal data (see the `masking` crate). A procedure says
//! nothing of this: whoever publishes, publishes under these rules, because [`spread`] gives them to every procedure.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use zhiheng_masking::{Kind, Treatment};

use crate::citation::{self, Citation};
use crate::fault::PackFault;
use crate::model::{ActKind, DutyRule, Field, FieldType, Parameter, Performer, Procedure};

/// Name of the file in the national folder.
pub(crate) const FILE: &str = "disclosure.toml";
/// Fragment that every procedure with an approval of withholding takes in.
pub(crate) const FRAGMENT: &str = "disclosure";

/// Channel that the act of publication goes to.
pub const PORTAL: &str = "summary";
/// Field in which a person says what personal data stays, and why: rows of kind, text, reason.
pub const KEPT: &str = "kept";
/// Field with the last day of the public period.
pub const UNTIL: &str = "public_until";
/// Field that says why the public period is another one than proposed.
pub const UNTIL_REASON: &str = "until_reason";
/// Field that tells the public why an earlier copy is corrected.
pub const CORRECTION: &str = "public_correction";
/// Duty to file the reason for withholding (备案).
pub const FILE_DUTY: &str = "file_withholding";
/// A duty's start that is no field: the day of the decision.
pub const DECIDED: &str = "decided";
/// Ids of the rules that refuse.
pub const RULES: &[&str] = &["personal", "kept", "period", "period_reason", "correction"];
/// The six settings, in the order of 方案.
pub const SETTINGS: [(&str, &str); 6] = [
    ("scope", "公示范围"),
    ("content", "公示内容"),
    ("manner", "公示方式"),
    ("term", "公示时限"),
    ("procedure", "公示程序"),
    ("period", "公开期限"),
];
/// Before the id of a class of the public period: its parameter in a procedure.
const MONTHS: &str = "public_months_";

/// The rules about disclosure.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DisclosureRules {
    /// What refuses a publication.
    pub rules: Vec<DisclosureRule>,
    /// What each channel does with personal data.
    pub channels: Vec<Channel>,
    /// The six settings of each kind of decision.
    pub settings: Vec<DecisionSetting>,
    /// Classes of the public period, lightest first.
    pub classes: Vec<PeriodClass>,
    /// Where the reason for withholding is filed: the period by category; the first that fits holds.
    pub filings: Vec<Filing>,
}

/// One rule that refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisclosureRule {
    /// One of [`RULES`].
    pub id: String,
    /// Article.
    pub basis: String,
    /// What is said.
    pub message: String,
}

/// Where public copies go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Channel {
    /// Stable id.
    pub id: String,
    /// Name.
    pub title: String,
    /// What goes there.
    pub help: String,
    /// What is done with each kind; a kind that is missing is hidden.
    pub treatments: Vec<TreatmentRule>,
}

/// What a channel does with one kind of personal datum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TreatmentRule {
    /// Kind.
    pub kind: Kind,
    /// What is done.
    pub treatment: Treatment,
    /// Article.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

/// The six settings of a kind of decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionSetting {
    /// Stable id.
    pub id: String,
    /// Name of the kind of decision.
    pub title: String,
    /// Categories of enforcement.
    pub categories: Vec<String>,
    /// The settings, in the order of [`SETTINGS`].
    pub items: Vec<SettingItem>,
}

/// One of the six settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettingItem {
    /// Id of [`SETTINGS`].
    pub id: String,
    /// Name.
    pub title: String,
    /// What holds.
    pub text: String,
    /// Article.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

/// A class of the public period (失信信息分类): how long at least and at most, counted from the day of the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodClass {
    /// Stable id.
    pub id: String,
    /// Name: 轻微, 一般, 严重.
    pub title: String,
    /// First day of decisions to which it applies.
    pub from: Date,
    /// Categories of enforcement for which classes hold.
    pub categories: Vec<String>,
    /// Families of procedures whose decisions all belong here.
    pub families: Vec<String>,
    /// Kinds of sanction that put a decision into this class; the heaviest class that fits holds.
    pub sanctions: Vec<String>,
    /// Shortest, in months.
    pub min: i64,
    /// Longest, in months.
    pub max: i64,
    /// Proposed, in months.
    pub months: i64,
    /// Article.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

/// Until when the reason for withholding is filed with the bureau of justice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Filing {
    /// Categories; empty = all.
    pub categories: Vec<String>,
    /// Period rule, from the day of the decision.
    pub rule: String,
    /// Article.
    pub basis: String,
}

impl DisclosureRules {
    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&DisclosureRule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// A channel by id.
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// What the portal does with a kind. Without the file nothing is asked; with it, a kind that is not named is hidden.
    pub fn treatment(&self, channel: &str, kind: Kind) -> Treatment {
        match self.channel(channel) {
            None => Treatment::Keep,
            Some(channel) => channel
                .treatments
                .iter()
                .find(|rule| rule.kind == kind)
                .map_or(Treatment::Hide, |rule| rule.treatment),
        }
    }

    /// The settings of a category.
    pub fn setting(&self, category: &str) -> Option<&DecisionSetting> {
        self.settings.iter().find(|setting| setting.categories.iter().any(|held| held == category))
    }

    /// The class of a decision: that of its procedure's family where there is one, otherwise the heaviest that one of its kinds of
    /// sanction fits, otherwise the lightest; none where the category has no classes, or had none on the day of the decision.
    pub fn class(
        &self,
        procedure: &Procedure,
        sanctions: &[&str],
        decided: Date,
    ) -> Option<&PeriodClass> {
        let held = || {
            self.classes.iter().filter(|class| {
                class.from <= decided && class.categories.contains(&procedure.category)
            })
        };
        let fits = |class: &&PeriodClass| {
            class.sanctions.iter().any(|sanction| sanctions.contains(&sanction.as_str()))
        };
        held()
            .find(|class| class.families.contains(&procedure.family))
            .or_else(|| held().rfind(fits))
            .or_else(|| held().next())
    }
}

impl PeriodClass {
    /// Name of the parameter under which an agency sets the months of this class.
    pub fn parameter(&self) -> String {
        format!("{MONTHS}{}", self.id)
    }
}

/// Gives every procedure that publishes what the engine asks of a publication: the field for what is kept, the reason for another
/// period, the parameters of the classes; and whoever withholds, the duty to file.
pub(crate) fn spread(rules: &DisclosureRules, procedure: &mut Procedure) {
    if rules.channels.is_empty() {
        return;
    }
    let classes: Vec<&PeriodClass> = rules
        .classes
        .iter()
        .filter(|class| class.categories.contains(&procedure.category))
        .collect();
    let mut publishes = false;
    for act in procedure.acts.iter_mut().filter(|act| act.kind == ActKind::Publish) {
        publishes = true;
        let timed = !classes.is_empty() && act.fields.iter().any(|field| field.id == UNTIL);
        for field in [correction(rules), kept(rules), until_reason(rules)] {
            // Only an act that can be done again corrects.
            let wanted = match field.id.as_str() {
                CORRECTION => act.repeat,
                UNTIL_REASON => timed,
                _ => true,
            };
            if wanted && act.fields.iter().all(|held| held.id != field.id) {
                act.fields.push(field);
            }
        }
    }
    if publishes {
        for class in classes {
            procedure.parameters.entry(class.parameter()).or_insert_with(|| Parameter {
                label: format!("公开期限：{}", class.title),
                value: class.months,
                unit: "个月".to_owned(),
                min: Some(class.min),
                max: Some(class.max),
                basis: class.basis.clone(),
                certainty: class.certainty.clone(),
                changed: None,
            });
        }
    }
    let filing = rules.filings.iter().find(|filing| {
        filing.categories.is_empty() || filing.categories.contains(&procedure.category)
    });
    let files = procedure.acts.iter().any(|act| act.id == FILE_DUTY);
    if let (Some(filing), true) = (filing, files) {
        for act in procedure.acts.iter_mut().filter(|act| act.kind == ActKind::Withhold) {
            if act.duties.iter().all(|duty| duty.id != FILE_DUTY) {
                act.duties.push(duty(filing));
                act.next.insert(0, FILE_DUTY.to_owned());
            }
        }
    }
}

fn duty(filing: &Filing) -> DutyRule {
    DutyRule {
        id: FILE_DUTY.to_owned(),
        title: "不公开的理由报同级司法行政部门备案".to_owned(),
        kind: "publish".to_owned(),
        owner: "publish".to_owned(),
        by: Performer::Own,
        rule: Some(filing.rule.clone()),
        period: String::new(),
        start: Some(DECIDED.to_owned()),
        fulfilled_by: vec![FILE_DUTY.to_owned()],
        excused_by: Vec::new(),
        when: None,
        basis: filing.basis.clone(),
    }
}

fn kept(rules: &DisclosureRules) -> Field {
    Field {
        columns: vec!["类别".to_owned(), "内容".to_owned(), "保留的理由".to_owned()],
        personal: true,
        ..field(
            KEPT,
            "保留的个人信息",
            FieldType::Table,
            "系统在公开文本里认出、经核对应当保留的个人信息，逐项写明理由；没有的不填。不公开。",
            rules.rule("kept").map(|rule| rule.basis.clone()).unwrap_or_default(),
        )
    }
}

fn correction(rules: &DisclosureRules) -> Field {
    Field {
        public: true,
        ..field(
            CORRECTION,
            "更正的理由",
            FieldType::Text,
            "已经公示过、这次是更正的，向公众说明为什么更正；第一次公示的不填。门户上列出每次更正的日期、改了哪些栏目和这个理由，旧的内容不再显示。",
            rules.rule("correction").map(|rule| rule.basis.clone()).unwrap_or_default(),
        )
    }
}

fn until_reason(rules: &DisclosureRules) -> Field {
    field(
        UNTIL_REASON,
        "公示截止与建议不同的理由",
        FieldType::Text,
        "公示截止按公开期限的类别提出；改成别的日期的，写明理由，不得短于最短期、长于最长期。",
        rules.rule("period_reason").map(|rule| rule.basis.clone()).unwrap_or_default(),
    )
}

fn field(id: &str, label: &str, kind: FieldType, help: &str, basis: String) -> Field {
    Field {
        id: id.to_owned(),
        label: label.to_owned(),
        kind,
        required: false,
        options: Vec::new(),
        max: 500,
        help: help.to_owned(),
        basis,
        personal: false,
        public: false,
        sealed: false,
        fact: None,
        columns: Vec::new(),
        evidence: false,
        filled: false,
    }
}

/// Every basis must cite a statute that the pack knows; every class must have its limits in order; every filing a known period.
pub(crate) fn check(
    rules: &DisclosureRules,
    statutes: &[(&str, Option<u32>)],
    periods: &dyn Fn(&str) -> bool,
) -> Vec<PackFault> {
    let codes: Vec<&str> = statutes.iter().map(|(code, _)| *code).collect();
    let fault = |message: String, advice: &str| PackFault {
        file: format!("national/{FILE}"),
        line: 1,
        message,
        advice: advice.to_owned(),
    };
    let mut faults = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for channel in &rules.channels {
        *seen.entry(channel.id.as_str()).or_default() += 1;
    }
    for (id, _) in seen.iter().filter(|(_, count)| **count > 1) {
        faults.push(fault(format!("渠道 {id} 写了两次"), "删掉一处"));
    }
    for class in &rules.classes {
        if !(0 <= class.min && class.min <= class.months && class.months <= class.max) {
            let message = format!("「{}」的期限应当是最短 ≤ 建议 ≤ 最长", class.title);
            faults.push(fault(message, "改正 min、months、max"));
        }
    }
    for filing in rules.filings.iter().filter(|filing| !periods(&filing.rule)) {
        faults.push(fault(format!("没有期限 {}", filing.rule), "改成 periods.toml 里的代码"));
    }
    let settings = rules.settings.iter().flat_map(|setting| &setting.items);
    let given = rules
        .rules
        .iter()
        .map(|rule| &rule.basis)
        .chain(rules.channels.iter().flat_map(|c| c.treatments.iter().map(|rule| &rule.basis)))
        .chain(settings.map(|item| &item.basis))
        .chain(rules.classes.iter().map(|class| &class.basis))
        .chain(rules.filings.iter().map(|filing| &filing.basis));
    for part in given.flat_map(|basis| citation::split(basis)) {
        if Citation::parse(part, &codes).is_none() {
            let message = format!("依据「{part}」引用的法律不在目录里，或者写法不对");
            faults.push(fault(message, "写成法律代号加条号，例如 粤公14"));
        }
    }
    faults
}
