//! The file about reviewers: its rules and its numbers.

use toml::Spanned;
use toml::de::DeTable;

use super::{Lines, procedure};
use crate::check::CATEGORIES;
use crate::reviewers::{REASONS, ReviewerRule, ReviewerRules};
use crate::source::{Source, Table, near};

pub(super) fn file<'t>(source: &Source<'t>, document: &Spanned<DeTable<'t>>) -> ReviewerRules {
    let root = Table::new(source, document.get_ref(), 1, "法制审核人员");
    let mut rules = Vec::new();
    for table in root.tables("rule", "规则") {
        let rule = ReviewerRule {
            id: table.text("id"),
            categories: table.texts("categories"),
            basis: table.text("basis"),
            message: table.text("message"),
            line: table.line,
        };
        table.finish();
        if !REASONS.contains(&rule.id.as_str()) {
            source.fault(
                table.line_of("id"),
                format!("没有叫「{}」的情形", rule.id),
                format!("{}可以写：{}", near(&rule.id, REASONS), REASONS.join("、")),
            );
        }
        for category in rule.categories.iter().filter(|held| !CATEGORIES.contains(&held.as_str())) {
            source.fault(
                table.line_of("categories"),
                format!("没有叫「{category}」的执法类别"),
                format!("可以写：{}", CATEGORIES.join("、")),
            );
        }
        rules.push(rule);
    }
    let parameters = procedure::parameters(source, &root, &mut Lines::default());
    root.finish();
    ReviewerRules { rules, parameters }
}
