//! The file about 双公示: the fields of each kind of decision and the lists of values.

use toml::Spanned;
use toml::de::DeTable;

use crate::credit::{
    CodeCheck, CreditChange, CreditField, CreditReport, CreditRules, CreditTable, CreditType,
    ReceiptWords, Required,
};
use crate::source::{Source, Table};

const TYPES: &[(&str, CreditType)] = &[
    ("text", CreditType::Text),
    ("date", CreditType::Date),
    ("money", CreditType::Money),
    ("choice", CreditType::Choice),
    ("choices", CreditType::Choices),
];
const CHECKS: &[(&str, CodeCheck)] =
    &[("organisation", CodeCheck::Organisation), ("citizen", CodeCheck::Citizen)];
const CERTAINTIES: &[(&str, &str)] =
    &[("read", "read"), ("excerpt", "excerpt"), ("unverified", "unverified")];

pub(super) fn file<'t>(source: &Source<'t>, document: &Spanned<DeTable<'t>>) -> CreditRules {
    let root = Table::new(source, document.get_ref(), 1, "双公示");
    let rules = CreditRules {
        standard: root.text("standard"),
        basis: root.texts("basis"),
        rule: root.text("rule"),
        most: root.integer_if("most").and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
        most_certainty: root.one_of("most_certainty", CERTAINTIES, "unverified").to_owned(),
        receipt: ReceiptWords {
            number: root.texts("receipt_number"),
            result: root.texts("receipt_result"),
            reason: root.texts("receipt_reason"),
            accepted: root.texts("receipt_accepted"),
            rejected: root.texts("receipt_rejected"),
            certainty: root.one_of("receipt_certainty", CERTAINTIES, "unverified").to_owned(),
        },
        changes: root.tables("change", "变更").iter().map(change).collect(),
        reports: root.tables("report", "表").iter().map(report).collect(),
        tables: root
            .tables("table", "取值表")
            .iter()
            .map(values)
            .map(|table| (table.id.clone(), table))
            .collect(),
    };
    root.finish();
    rules
}

fn change(table: &Table<'_, '_>) -> CreditChange {
    let read = CreditChange {
        id: table.text("id"),
        title: table.text("title"),
        acts: table.texts("acts"),
        rule: table.text("rule"),
        basis: table.text("basis"),
        certainty: table.one_of("certainty", CERTAINTIES, "unverified").to_owned(),
    };
    table.finish();
    read
}

fn report(table: &Table<'_, '_>) -> CreditReport {
    let read = CreditReport {
        id: table.text("id"),
        title: table.text("title"),
        category: table.text("category"),
        key: table.texts("key"),
        only: table.text_if("only"),
        fields: table.tables("field", "字段").iter().map(field).collect(),
    };
    table.finish();
    read
}

fn field(table: &Table<'_, '_>) -> CreditField {
    let read = CreditField {
        code: table.text("code"),
        title: table.text("title"),
        kind: table.one_of("type", TYPES, CreditType::Text),
        limit: table.integer_if("limit").and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
        required: match table.text_if("required").as_deref() {
            Some("always") => Required::Always,
            None | Some("no") => Required::No,
            Some(condition) => Required::When(condition.to_owned()),
        },
        source: table.text("source"),
        check: table
            .text_if("check")
            .map(|_| table.one_of("check", CHECKS, CodeCheck::Organisation)),
        check_when: table.text_if("check_when"),
        table: table.text_if("table"),
        personal: table.flag("personal", false),
        certainty: table.one_of("certainty", CERTAINTIES, "unverified").to_owned(),
        line: table.line,
    };
    table.finish();
    read
}

fn values(table: &Table<'_, '_>) -> CreditTable {
    let read = CreditTable {
        id: table.text("id"),
        title: table.text("title"),
        values: table.texts("values"),
        means: table
            .texts("means")
            .iter()
            .filter_map(|pair| pair.split_once('='))
            .map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned()))
            .collect(),
        certainty: table.one_of("certainty", CERTAINTIES, "unverified").to_owned(),
    };
    table.finish();
    read
}
