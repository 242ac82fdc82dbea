//! A file about a yearly report: cells, forms, sections.

use toml::Spanned;
use toml::de::DeTable;

use super::{Lines, procedure};
use crate::annual::{
    Across, AnnualRules, Balance, FormColumn, FormLine, FormTable, Measure, ReportForm,
    ReportSection, TallyCell,
};
use crate::source::{Source, Table};

const MEASURES: &[(&str, Measure)] =
    &[("count", Measure::Count), ("amount", Measure::Amount), ("officers", Measure::Officers)];

pub(super) fn file<'t>(
    id: &str,
    source: &Source<'t>,
    document: &Spanned<DeTable<'t>>,
) -> AnnualRules {
    let root = Table::new(source, document.get_ref(), 1, "年报");
    let each: Vec<(String, Vec<(String, String)>)> = root
        .tables("each", "分项")
        .iter()
        .map(|table| {
            let keys = table.tables("keys", "分项");
            let keys = keys.iter().map(|key| {
                let read = (key.text("key"), key.text("title"));
                key.finish();
                read
            });
            let read = (table.text("id"), keys.collect());
            table.finish();
            read
        })
        .collect();
    let keys = |name: &str| -> &[(String, String)] {
        each.iter().find(|(id, _)| id == name).map_or(&[], |(_, keys)| keys.as_slice())
    };
    let cells: Vec<TallyCell> =
        root.tables("cell", "格").iter().flat_map(|table| cell(table, &keys)).collect();
    let unit = |id: &str| {
        cells.iter().find(|cell| cell.id == id).map(|cell| cell.unit.clone()).unwrap_or_default()
    };
    let balances = root.tables("balance", "勾稽");
    let balances = balances.iter().map(|table| {
        let read = Balance {
            left: table.texts("left"),
            right: table.texts("right"),
            keys: table
                .text_if("each")
                .map(|name| keys(&name).iter().map(|(key, _)| key.clone()).collect())
                .unwrap_or_default(),
            message: table.text("message"),
            line: table.line,
        };
        table.finish();
        read
    });
    let balances = balances.collect();
    let forms = root.tables("form", "表样").iter().map(|table| form(table, &unit)).collect();
    let rules = AnnualRules {
        id: id.to_owned(),
        title: root.text("title"),
        short: root.text("short"),
        lead: root.text("lead"),
        place: root.integer_if("place").unwrap_or(0),
        procedure: root.text("procedure"),
        numbered: root.flag("numbered", false),
        borrowed: root.texts("borrowed"),
        balances,
        basis: root.texts("basis"),
        parameters: procedure::parameters(source, &root, &mut Lines::default()),
        forms,
        sections: root.tables("section", "情况说明").iter().map(section).collect(),
        cells,
    };
    root.finish();
    rules
}

/// One cell, or one for each key that it is spread over.
fn cell<'k>(
    table: &Table<'_, '_>,
    keys: &dyn Fn(&str) -> &'k [(String, String)],
) -> Vec<TallyCell> {
    let measure = table.one_of("measure", MEASURES, Measure::Count);
    let read = TallyCell {
        id: table.text("id"),
        title: table.text("title"),
        unit: table.text("unit"),
        measure,
        procedures: table.texts("procedures"),
        acts: table.texts("acts"),
        by: table.text("by"),
        when: table.text_if("when"),
        amount: table.texts("amount"),
        every: table.flag("every", false),
        group: table.text_if("group"),
        severity: table.integer_if("severity").unwrap_or(0),
        entered: table.flag("entered", false),
        borrowed: false,
        rule: table.text("rule"),
        basis: table.text("basis"),
        certainty: table.one_of("certainty", CERTAINTIES, "unverified").to_owned(),
        line: table.line,
    };
    let each = table.text_if("each");
    table.finish();
    let Some(each) = each else { return vec![read] };
    keys(&each)
        .iter()
        .map(|(key, title)| TallyCell {
            id: format!("{}.{key}", read.id),
            title: format!("{}（{title}）", read.title),
            ..read.clone()
        })
        .collect()
}

const CERTAINTIES: &[(&str, &str)] =
    &[("read", "read"), ("excerpt", "excerpt"), ("unverified", "unverified")];

fn form(table: &Table<'_, '_>, unit: &dyn Fn(&str) -> String) -> ReportForm {
    let read = ReportForm {
        id: table.text("id"),
        title: table.text("title"),
        default: table.flag("default", false),
        basis: table.text("basis"),
        certainty: table.one_of("certainty", CERTAINTIES, "unverified").to_owned(),
        source: table.text("source"),
        tables: table
            .tables("table", "表")
            .iter()
            .map(|held| {
                let read = FormTable {
                    id: held.text("id"),
                    title: held.text("title"),
                    columns: held
                        .tables("columns", "栏")
                        .iter()
                        .map(|held| column(held, unit))
                        .collect(),
                    stub: held.text_if("stub").unwrap_or_default(),
                    across: held.tables("across", "栏").iter().map(across).collect(),
                    lines: held.tables("lines", "行").iter().map(line).collect(),
                    notes: held.texts("notes"),
                };
                held.finish();
                read
            })
            .collect(),
        line: table.line,
    };
    table.finish();
    read
}

fn column(table: &Table<'_, '_>, unit: &dyn Fn(&str) -> String) -> FormColumn {
    let cells = table.texts("cells");
    let share = table.texts("share");
    let own = match (cells.first(), share.is_empty()) {
        (Some(id), _) => unit(id),
        (None, false) => "%".to_owned(),
        (None, true) => String::new(),
    };
    let read = FormColumn {
        title: table.text("title"),
        over: table.text_if("over").unwrap_or_default(),
        unit: table.text_if("unit").unwrap_or(own),
        sum: table.flag("sum", false),
        cells,
        share,
        line: table.line,
    };
    table.finish();
    read
}

fn across(table: &Table<'_, '_>) -> Across {
    let read = Across {
        key: table.text_if("key").unwrap_or_default(),
        title: table.text("title"),
        over: table.text_if("over").unwrap_or_default(),
    };
    table.finish();
    read
}

fn line(table: &Table<'_, '_>) -> FormLine {
    let read = FormLine {
        title: table.text("title"),
        over: table.text_if("over").unwrap_or_default(),
        cells: table.texts("cells"),
        sum: table.flag("sum", false),
        line: table.line,
    };
    table.finish();
    read
}

fn section(table: &Table<'_, '_>) -> ReportSection {
    let read = ReportSection {
        id: table.text("id"),
        title: table.text("title"),
        body: table.text("body"),
        behind: table.flag("behind", false),
        line: table.line,
    };
    table.finish();
    read
}
