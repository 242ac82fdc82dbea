//! The public form of a text: each find hidden, shortened to its surname, or left, as the channel says.
//!
//! What this is not: a search; it takes what was found and what a person said about it.

use serde::Serialize;

use crate::surname;
use crate::{Find, Kind};

/// What stands in place of what is hidden.
pub const HIDDEN: &str = "（已隐去）";

/// What a channel does with a kind of datum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Nothing of it is shown.
    Hide,
    /// Of a name the surname is shown: 张某. Anything else is hidden.
    Surname,
    /// It stays.
    Keep,
}

/// A text after masking, with what each find became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replaced {
    /// The public text.
    pub text: String,
    /// Whether anything was hidden.
    pub changed: bool,
    /// What each find became, in the order given; none where it stays.
    pub shown: Vec<Option<String>>,
}

/// A person's name with all but the surname hidden: 张某, 欧阳某.
pub fn person(name: &str) -> String {
    let chars: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
    if chars.is_empty() {
        return String::new();
    }
    let length = surname::length(&chars).unwrap_or(1);
    let surname: String = chars.iter().take(length).collect();
    format!("{surname}某")
}

/// Replaces finds as `treatment` says. `finds` come from [`crate::find`] over the same text: ordered, without overlaps.
/// Two persons of one surname stay apart: 张某, 张某乙. `first` are names that get their form first, so that the party is called the
/// same in every text of a publication.
pub fn replaced(
    text: &str,
    finds: &[Find],
    first: &[&str],
    treatment: impl Fn(Kind) -> Treatment,
) -> Replaced {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut people: Vec<(String, String)> = Vec::new();
    for name in first {
        apart(&mut people, name);
    }
    let mut shown = Vec::with_capacity(finds.len());
    for find in finds {
        let done = treatment(find.kind);
        if done == Treatment::Keep || find.from < at {
            shown.push(None);
            continue;
        }
        let form = match (find.kind, done) {
            (Kind::Name, Treatment::Surname) => apart(&mut people, &find.text),
            _ => HIDDEN.to_owned(),
        };
        out.extend(chars.get(at..find.from).unwrap_or_default());
        out.push_str(&form);
        shown.push(Some(form));
        at = find.to;
    }
    out.extend(chars.get(at..).unwrap_or_default());
    Replaced { changed: out != text, text: out, shown }
}

/// The short form of a name, another one for another person of the same surname.
fn apart(people: &mut Vec<(String, String)>, name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some((_, shown)) = people.iter().find(|(held, _)| *held == name) {
        return shown.clone();
    }
    let base = person(&name);
    let same = people.iter().filter(|(held, _)| person(held) == base).count();
    let shown = match same {
        0 => base,
        _ => match "甲乙丙丁戊己庚辛壬癸".chars().nth(same) {
            Some(mark) => format!("{base}{mark}"),
            None => format!("{base}{}", same + 1),
        },
    };
    people.push((name, shown.clone()));
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_persons_of_one_surname_stay_apart_and_each_keeps_the_same_form() {
        let text = "当事人：张小明。证人张大山称，张小明到场。";
        let finds = crate::find(text, &["张小明", "张大山"]);
        let shown = replaced(text, &finds, &[], |_| Treatment::Surname);
        assert_eq!(shown.text, "当事人：张某。证人张某乙称，张某到场。");
    }

    #[test]
    fn what_the_channel_keeps_stays() {
        let text = "联系电话：13800001234";
        let shown = replaced(text, &crate::find(text, &[]), &[], |_| Treatment::Keep);
        assert!(!shown.changed);
    }
}
