//! The file about the yearly report: cells, forms, sections.

use toml::Spanned;
use toml::de::DeTable;

use super::{Lines, procedure};
use crate::annual::{
    AnnualRules, FormColumn, FormTable, Measure, ReportForm, ReportSection, TallyCell,
};
use crate::source::{Source, Table};

const MEASURES: &[(&str, Measure)] =
    &[("count", Measure::Count), ("amount", Measure::Amount), ("officers", Measure::Officers)];

pub(super) fn file<'t>(source: &Source<'t>, document: &Spanned<DeTable<'t>>) -> AnnualRules {
    let root = Table::new(source, document.get_ref(), 1, "年报");
    let cells: Vec<TallyCell> = root.tables("cell", "格").iter().map(cell).collect();
    let unit = |id: &str| {
        cells.iter().find(|cell| cell.id == id).map(|cell| cell.unit.clone()).unwrap_or_default()
    };
    let forms = root.tables("form", "表样").iter().map(|table| form(table, &unit)).collect();
    let rules = AnnualRules {
        basis: root.texts("basis"),
        parameters: procedure::parameters(source, &root, &mut Lines::default()),
        forms,
        sections: root.tables("section", "情况说明").iter().map(section).collect(),
        cells,
    };
    root.finish();
    rules
}

fn cell(table: &Table<'_, '_>) -> TallyCell {
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
        rule: table.text("rule"),
        basis: table.text("basis"),
        certainty: table.one_of("certainty", CERTAINTIES, "unverified").to_owned(),
        line: table.line,
    };
    table.finish();
    read
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

fn section(table: &Table<'_, '_>) -> ReportSection {
    let read = ReportSection {
        id: table.text("id"),
        title: table.text("title"),
        body: table.text("body"),
        line: table.line,
    };
    table.finish();
    read
}
