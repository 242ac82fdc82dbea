//! Worked examples: acts in order, with what is expected of each. They are read here and run where acts are decided.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeTable;

use crate::model::{Example, ExampleStep};
use crate::source::{Source, Table, to_json};

/// A file of examples for one procedure: pairs of the procedure's id with its line and file, and an example.
pub(super) fn file<'t>(
    source: &Source<'t>,
    document: &Spanned<DeTable<'t>>,
) -> Vec<(String, usize, String, Example)> {
    let root = Table::new(source, document.get_ref(), 1, "示例文件");
    let procedure = root.text("procedure");
    let line = root.line_of("procedure");
    let examples = root
        .tables("example", "示例")
        .iter()
        .map(|t| (procedure.clone(), line, source.name.to_owned(), example(source.name, t)))
        .collect();
    root.finish();
    examples
}

pub(super) fn example(file: &str, table: &Table<'_, '_>) -> Example {
    let example = Example {
        title: table.text("title"),
        file: file.to_owned(),
        line: table.line,
        steps: table.tables("step", "示例步骤").iter().map(step).collect(),
    };
    table.finish();
    example
}

fn step(table: &Table<'_, '_>) -> ExampleStep {
    let map = |key| {
        let entries = table.entries(key);
        entries.into_iter().map(|(name, value, _)| (name, to_json(value)))
    };
    let step = ExampleStep {
        at: table.text("at"),
        who: table.text("who"),
        act: table.text("act"),
        fields: map("fields").collect(),
        refused: table.text_if("refused"),
        basis: table.text_if("basis"),
        due: map("due")
            .map(|(duty, day)| (duty, day.as_str().unwrap_or_default().to_owned()))
            .collect::<BTreeMap<String, String>>(),
        known: map("known").collect(),
        line: table.line,
    };
    table.finish();
    step
}
