//! Queries in the language of the full text index, made from tokens alone.

use crate::tokens::Phrase;

/// Every phrase has to occur, in one of the columns.
pub(super) fn within(columns: &str, phrases: &[Phrase]) -> String {
    let each = |one: &Phrase| format!("{{{columns}}} : {}", phrase(one));
    phrases.iter().map(each).collect::<Vec<_>>().join(" AND ")
}

/// One value of one field as one token, whatever characters it has.
pub(super) fn facet(field: &str, value: &str) -> String {
    use std::fmt::Write as _;

    value.bytes().fold(format!("{field}0"), |mut token, byte| {
        let _ = write!(token, "{byte:02x}");
        token
    })
}

/// One of the values of a field has to be the row's.
pub(super) fn among<'a>(field: &str, values: impl IntoIterator<Item = &'a String>) -> String {
    let each = |value: &String| format!("facet : \"{}\"", facet(field, value));
    format!("({})", values.into_iter().map(each).collect::<Vec<_>>().join(" OR "))
}

/// Neighbouring tokens; the last may go on if the phrase is open.
fn phrase(phrase: &Phrase) -> String {
    // Tokens hold letters, digits and characters alone, so there is nothing to escape in the quotes.
    let quoted = phrase.tokens.join(" ").replace('"', "");
    if phrase.open { format!("\"{quoted}\" *") } else { format!("\"{quoted}\"") }
}
