//! The file about looking: its articles and its numbers.

use toml::Spanned;
use toml::de::DeTable;

use super::{Lines, procedure};
use crate::looking::LookingRules;
use crate::source::{Source, Table};

pub(super) fn file<'t>(source: &Source<'t>, document: &Spanned<DeTable<'t>>) -> LookingRules {
    let root = Table::new(source, document.get_ref(), 1, "调阅");
    let rules = LookingRules {
        basis: root.texts("basis"),
        party_basis: root.texts("party_basis"),
        parameters: procedure::parameters(source, &root, &mut Lines::default()),
    };
    root.finish();
    rules
}
