//! The file about disclosure: its rules, channels, settings and classes.

use toml::Spanned;
use toml::de::DeTable;
use zhiheng_masking::{Kind, Treatment};

use crate::check::CATEGORIES;
use crate::disclosure::{
    Channel, DecisionSetting, DisclosureRule, DisclosureRules, Filing, PeriodClass, RULES,
    SETTINGS, SettingItem, TreatmentRule,
};
use crate::source::{Source, Table, near};

const CERTAINTY: &[(&str, &str)] =
    &[("read", "read"), ("excerpt", "excerpt"), ("unverified", "unverified")];
const TREATMENTS: &[(&str, Treatment)] =
    &[("hide", Treatment::Hide), ("surname", Treatment::Surname), ("keep", Treatment::Keep)];

pub(super) fn file<'t>(source: &Source<'t>, document: &Spanned<DeTable<'t>>) -> DisclosureRules {
    let root = Table::new(source, document.get_ref(), 1, "公示");
    let rules = DisclosureRules {
        rules: root.tables("rule", "规则").iter().map(|table| rule(source, table)).collect(),
        channels: root
            .tables("channel", "渠道")
            .iter()
            .map(|table| channel(source, table))
            .collect(),
        settings: root
            .tables("setting", "公示设置")
            .iter()
            .map(|table| setting(source, table))
            .collect(),
        classes: root.tables("class", "公开期限的类别").iter().map(|t| class(source, t)).collect(),
        filings: root.tables("filing", "备案").iter().map(|t| filing(source, t)).collect(),
    };
    root.finish();
    rules
}

fn known(source: &Source<'_>, table: &Table<'_, '_>, key: &str, word: &str, words: &[&str]) {
    if !words.contains(&word) {
        source.fault(
            table.line_of(key),
            format!("{key} 不认识「{word}」"),
            format!("{}可以写：{}", near(word, words), words.join("、")),
        );
    }
}

fn categories(source: &Source<'_>, table: &Table<'_, '_>) -> Vec<String> {
    let held = table.texts("categories");
    for category in &held {
        known(source, table, "categories", category, CATEGORIES);
    }
    held
}

fn rule(source: &Source<'_>, table: &Table<'_, '_>) -> DisclosureRule {
    let rule = DisclosureRule {
        id: table.text("id"),
        basis: table.text("basis"),
        message: table.text("message"),
    };
    known(source, table, "id", &rule.id, RULES);
    table.finish();
    rule
}

fn channel(source: &Source<'_>, table: &Table<'_, '_>) -> Channel {
    let kinds: Vec<(&str, Kind)> = Kind::ALL.into_iter().map(|kind| (kind.id(), kind)).collect();
    let words: Vec<&str> = kinds.iter().map(|(word, _)| *word).collect();
    let treatments = table
        .tables("treat", "遮盖")
        .iter()
        .flat_map(|table| {
            let treatment = table.one_of("treatment", TREATMENTS, Treatment::Hide);
            let (basis, certainty) =
                (table.text("basis"), table.one_of("certainty", CERTAINTY, "unverified"));
            let named = table.texts("kinds");
            for word in &named {
                known(source, table, "kinds", word, &words);
            }
            table.finish();
            named
                .iter()
                .filter_map(|word| Kind::parse(word))
                .map(|kind| TreatmentRule {
                    kind,
                    treatment,
                    basis: basis.clone(),
                    certainty: certainty.to_owned(),
                })
                .collect::<Vec<_>>()
        })
        .collect();
    let channel = Channel {
        id: table.text("id"),
        title: table.text("title"),
        help: table.text("help"),
        treatments,
    };
    table.finish();
    channel
}

fn setting(source: &Source<'_>, table: &Table<'_, '_>) -> DecisionSetting {
    let words: Vec<&str> = SETTINGS.iter().map(|(id, _)| *id).collect();
    let mut items: Vec<SettingItem> = table
        .tables("item", "一项设置")
        .iter()
        .map(|table| {
            let id = table.text("id");
            known(source, table, "id", &id, &words);
            let title =
                SETTINGS.iter().find(|(held, _)| *held == id).map_or("", |(_, title)| *title);
            let item = SettingItem {
                title: title.to_owned(),
                id,
                text: table.text("text"),
                basis: table.text("basis"),
                certainty: table.one_of("certainty", CERTAINTY, "unverified").to_owned(),
            };
            table.finish();
            item
        })
        .collect();
    items.sort_by_key(|item| words.iter().position(|word| *word == item.id));
    for (id, title) in SETTINGS {
        if items.iter().filter(|item| item.id == id).count() != 1 {
            source.fault(
                table.line,
                format!("六项设置里的“{title}”应当恰好写一次"),
                format!("写一个 [[setting.item]]，id = \"{id}\""),
            );
        }
    }
    let setting = DecisionSetting {
        id: table.text("id"),
        title: table.text("title"),
        categories: categories(source, table),
        items,
    };
    table.finish();
    setting
}

fn class(source: &Source<'_>, table: &Table<'_, '_>) -> PeriodClass {
    let class = PeriodClass {
        id: table.text("id"),
        title: table.text("title"),
        from: table.date("from"),
        categories: categories(source, table),
        families: table.texts("families"),
        sanctions: table.texts("sanctions"),
        min: table.integer("min"),
        max: table.integer("max"),
        months: table.integer("months"),
        basis: table.text("basis"),
        certainty: table.one_of("certainty", CERTAINTY, "unverified").to_owned(),
    };
    table.finish();
    class
}

fn filing(source: &Source<'_>, table: &Table<'_, '_>) -> Filing {
    let filing = Filing {
        categories: categories(source, table),
        rule: table.text("rule"),
        basis: table.text("basis"),
    };
    table.finish();
    filing
}
