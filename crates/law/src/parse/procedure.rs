//! A procedure's file: its heading, stages, facts, parameters and materials; acts are read in `act`, shared acts in `fragment`.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fragment::{self, Fragments};
use super::{Lines, Located, act, example};
use crate::fault::PackFault;
use crate::model::{ActKind, FactType, Field, Material, PUBLIC_FILES, Parameter, Procedure, Stage};
use crate::source::{Source, Table};

/// Reads a procedure; acts that it takes in from fragments stand behind its own.
pub(super) fn file<'t>(
    source: &Source<'t>,
    document: &Spanned<DeTable<'t>>,
    fragments: &Fragments,
    faults: &mut Vec<PackFault>,
) -> Located<Procedure> {
    let mut lines = Lines::default();
    let root = Table::new(source, document.get_ref(), 1, "程序");
    lines.note("", &root, &["id", "category", "number_kind", "from", "to", "basis"]);
    let id = root.text("id");
    let mut value = Procedure {
        family: root.text_if("family").unwrap_or_else(|| id.clone()),
        id,
        title: root.text("title"),
        category: root.text("category"),
        noun: root.text("noun"),
        number_kind: root.text("number_kind"),
        from: root.date("from"),
        to: root.date_if("to"),
        version: String::new(),
        internal: root.flag("internal", false),
        basis: root.texts("basis"),
        stages: root.tables("stage", "阶段").iter().map(|t| stage(t, &mut lines)).collect(),
        facts: root.tables("fact", "事实").iter().map(|t| fact(t, &mut lines)).collect(),
        parameters: parameters(source, &root, &mut lines),
        materials: root
            .tables("material", "材料")
            .iter()
            .map(|t| material(t, &mut lines))
            .collect(),
        acts: root.tables("act", "行为").into_iter().map(|t| act::act(&t, &mut lines)).collect(),
        examples: root
            .tables("example", "示例")
            .into_iter()
            .map(|t| example::example(source.name, &t))
            .collect(),
    };
    for used in root.tables("use", "引用") {
        fragment::take_in(&used, source, fragments, &mut value, &mut lines, faults);
    }
    // One place for all procedures: what releases a decision may release its papers. A report's own act brings its own files.
    if !value.internal {
        let releasing = value.acts.iter_mut().filter(|act| act.kind == ActKind::Publish);
        for act in releasing.filter(|act| act.fields.iter().all(|field| field.id != PUBLIC_FILES)) {
            act.fields.push(Field::public_files());
        }
    }
    root.finish();
    fragment::withholding(source, fragments, &mut value, &mut lines, faults);
    fragment::party(source, fragments, &mut value, &mut lines, faults);
    Located { file: source.name.to_owned(), lines, value }
}

fn stage(table: &Table<'_, '_>, lines: &mut Lines) -> Stage {
    let stage =
        Stage { id: table.text("id"), title: table.text("title"), steps: table.texts("steps") };
    lines.note(&format!("stage/{}", stage.id), table, &[]);
    table.finish();
    stage
}

fn material(table: &Table<'_, '_>, lines: &mut Lines) -> Material {
    let material = Material {
        title: table.text("title"),
        required: table.flag("required", true),
        copies: table.integer_if("copies").and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
        basis: table.text_if("basis").unwrap_or_default(),
        help: table.text_if("help").unwrap_or_default(),
        form: table.texts("form"),
    };
    lines.note(&format!("material/{}", material.title), table, &["basis"]);
    table.finish();
    material
}

pub(super) fn fact(table: &Table<'_, '_>, lines: &mut Lines) -> FactType {
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

pub(super) fn parameters<'t>(
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
