//! The small files of a pack: its heading, the statutes, the review catalogue, the steps of cards, devices and rooms.

use toml::Spanned;
use toml::de::DeTable;

use super::{Lines, Located, procedure};
use crate::local::{self, LocalReading};
use crate::model::{CatalogueEntry, Statute};
use crate::source::{Source, Table};
use crate::step_rules::{self, StepRules};

pub(crate) type LocatedStatute = Located<Statute>;
pub(crate) type LocatedEntry = Located<CatalogueEntry>;
/// The review catalogue, and how local ones are read.
pub(crate) type Catalogue = (Vec<LocatedEntry>, Vec<Located<LocalReading>>);

/// What `pack.toml` says.
#[derive(Default)]
pub(crate) struct Heading {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) version: String,
}

pub(crate) fn heading<'t>(source: &Source<'t>, document: &Spanned<DeTable<'t>>) -> Heading {
    let table = Table::new(source, document.get_ref(), 1, "法律包");
    let heading = Heading {
        id: table.text("id"),
        title: table.text("title"),
        version: table.text("version"),
    };
    table.finish();
    heading
}

pub(crate) fn statutes<'t>(
    source: &Source<'t>,
    document: &Spanned<DeTable<'t>>,
) -> Vec<LocatedStatute> {
    let root = Table::new(source, document.get_ref(), 1, "法律目录");
    let mut statutes = Vec::new();
    for table in root.tables("statute", "法律") {
        let value = Statute {
            code: table.text("code"),
            title: table.text("title"),
            version: table.date("version"),
            from: table.date("from"),
            to: table.date_if("to"),
            articles: table.integer_if("articles").and_then(|n| u32::try_from(n).ok()),
        };
        let mut lines = Lines::default();
        lines.note("", &table, &["code", "from", "to"]);
        table.finish();
        statutes.push(Located { file: source.name.to_owned(), lines, value });
    }
    root.finish();
    statutes
}

pub(crate) fn catalogue<'t>(source: &Source<'t>, document: &Spanned<DeTable<'t>>) -> Catalogue {
    let root = Table::new(source, document.get_ref(), 1, "法制审核目录");
    let mut entries = Vec::new();
    for table in root.tables("entry", "目录条目") {
        let value = CatalogueEntry {
            id: table.text("id"),
            title: table.text("title"),
            procedures: table.texts("procedures"),
            condition: table.text("condition"),
            basis: table.text_if("basis").unwrap_or_default(),
            mandatory: table.flag("mandatory", false),
        };
        let mut lines = Lines::default();
        lines.note("", &table, &["id", "procedures", "condition", "basis"]);
        table.finish();
        entries.push(Located { file: source.name.to_owned(), lines, value });
    }
    let readings = local::read(source, &root);
    root.finish();
    (entries, readings)
}

pub(crate) fn steps<'t>(
    source: &Source<'t>,
    document: &Spanned<DeTable<'t>>,
    what: &'static str,
) -> StepRules {
    let root = Table::new(source, document.get_ref(), 1, what);
    let rules = StepRules {
        steps: step_rules::steps(source, &root),
        parameters: procedure::parameters(source, &root, &mut Lines::default()),
    };
    root.finish();
    rules
}
