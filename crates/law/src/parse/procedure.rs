//! A procedure's file: its heading, stages, facts and parameters; acts are read in `act`.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Lines, Located, act, example};
use crate::model::{FactType, Parameter, Procedure, Stage};
use crate::source::{Source, Table};

pub(super) fn file<'t>(source: &Source<'t>, document: &Spanned<DeTable<'t>>) -> Located<Procedure> {
    let mut lines = Lines::default();
    let root = Table::new(source, document.get_ref(), 1, "程序");
    lines.note("", &root, &["id", "category", "number_kind", "from", "to", "basis"]);
    let value = Procedure {
        id: root.text("id"),
        title: root.text("title"),
        category: root.text("category"),
        noun: root.text("noun"),
        number_kind: root.text("number_kind"),
        from: root.date("from"),
        to: root.date_if("to"),
        version: String::new(),
        basis: root.texts("basis"),
        stages: root.tables("stage", "阶段").iter().map(|t| stage(t, &mut lines)).collect(),
        facts: root.tables("fact", "事实").iter().map(|t| fact(t, &mut lines)).collect(),
        parameters: parameters(source, &root, &mut lines),
        acts: root.tables("act", "行为").into_iter().map(|t| act::act(&t, &mut lines)).collect(),
        examples: root
            .tables("example", "示例")
            .into_iter()
            .map(|t| example::example(source.name, &t))
            .collect(),
    };
    root.finish();
    Located { file: source.name.to_owned(), lines, value }
}

fn stage(table: &Table<'_, '_>, lines: &mut Lines) -> Stage {
    let stage =
        Stage { id: table.text("id"), title: table.text("title"), steps: table.texts("steps") };
    lines.note(&format!("stage/{}", stage.id), table, &[]);
    table.finish();
    stage
}

fn fact(table: &Table<'_, '_>, lines: &mut Lines) -> FactType {
    let fact = FactType {
        id: table.text("id"),
        label: table.text("label"),
        default: table.json("default"),
        reviewed: table.flag("reviewed", false),
    };
    lines.note(&format!("fact/{}", fact.id), table, &[]);
    table.finish();
    fact
}

fn parameters<'t>(
    source: &Source<'t>,
    root: &Table<'_, 't>,
    lines: &mut Lines,
) -> BTreeMap<String, Parameter> {
    let mut parameters = BTreeMap::new();
    for (name, value, line) in root.entries("parameter") {
        let DeValue::Table(table) = value else {
            source.fault(
                line,
                format!("参数 {name} 应当是一个表"),
                "写成 [parameter.名称] 再逐项填写",
            );
            continue;
        };
        let table = Table::new(source, table, line, "参数");
        let parameter = Parameter {
            label: table.text("label"),
            value: table.integer("value"),
            unit: table.text("unit"),
            min: table.integer_if("min"),
            max: table.integer_if("max"),
            basis: table.text_if("basis").unwrap_or_default(),
            certainty: table.one_of("certainty", CERTAINTY, "unverified").to_owned(),
            changed: None,
        };
        lines.note(&format!("parameter/{name}"), &table, &["value", "basis"]);
        let outside = parameter.min.is_some_and(|min| parameter.value < min)
            || parameter.max.is_some_and(|max| parameter.value > max);
        if outside {
            source.fault(
                table.line_of("value"),
                format!("参数 {name} 的值 {} 超出它自己的上下限", parameter.value),
                "改正 value，或改正 min、max",
            );
        }
        table.finish();
        parameters.insert(name, parameter);
    }
    parameters
}

const CERTAINTY: &[(&str, &str)] =
    &[("read", "read"), ("excerpt", "excerpt"), ("unverified", "unverified")];
