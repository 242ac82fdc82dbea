//! Numbers, days, money and citations as people read them.

use jiff::civil::Date;
use zhiheng_app::public::Count;
use zhiheng_law::citation::{Citation, split};
use zhiheng_law::text::StatuteText;
use zhiheng_law::{Pack, Statute};

/// A number in groups of three digits.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count, with what it means where it stopped at its bound.
pub(super) fn counted(count: Count) -> String {
    if count.exact { grouped(count.number) } else { format!("{} 以上", grouped(count.number)) }
}

/// A day, `2026年3月1日`.
pub(super) fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A stored day in words; as it is where it is none.
pub(super) fn stored_day(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), day)
}

/// Money in 分, as 元.
pub(super) fn yuan(fen: i64) -> String {
    let whole = grouped(fen.unsigned_abs() / 100);
    let rest = fen.unsigned_abs() % 100;
    let sign = if fen < 0 { "-" } else { "" };
    if rest == 0 { format!("{sign}{whole} 元") } else { format!("{sign}{whole}.{rest:02} 元") }
}

/// Citations of a pack in full: `处罚法58、85` as `《中华人民共和国行政处罚法》第58条、第85条`. What cannot be taken apart stays as written.
pub(super) fn cited(pack: &Pack, text: &str) -> String {
    let codes: Vec<&str> = pack.statutes.iter().map(|statute| statute.code.as_str()).collect();
    // A statute named twice in a row is named once: 《…》第54条、第57条.
    let mut all: Vec<(String, String)> = Vec::new();
    for one in split(text) {
        let cited = Citation::parse(one, &codes).and_then(|cited| {
            let statute = pack.statutes.iter().find(|statute| statute.code == cited.code)?;
            Some((format!("《{}》", statute.title), places(cited.place)))
        });
        let (statute, place) = cited.unwrap_or_else(|| (one.to_owned(), String::new()));
        match all.last_mut() {
            Some((last, held)) if *last == statute && !held.is_empty() && !place.is_empty() => {
                held.push('、');
                held.push_str(&place);
            }
            _ => all.push((statute, place)),
        }
    }
    let all: Vec<String> = all.into_iter().map(|(statute, place)| statute + &place).collect();
    all.join("；")
}

/// A citation in words, with the address of its article where the text is held.
pub(super) struct Cited {
    /// As people read it.
    pub(super) label: String,
    /// Where it opens.
    pub(super) link: Option<String>,
}

/// Every citation of a text on its own.
pub(super) fn links(pack: &Pack, text: &str) -> Vec<Cited> {
    let codes: Vec<&str> = pack.statutes.iter().map(|statute| statute.code.as_str()).collect();
    split(text)
        .map(|one| {
            let link = Citation::parse(one, &codes).and_then(|cited| {
                let versions = pack.statutes.iter().filter(|statute| statute.code == cited.code);
                let statute = versions.max_by_key(|statute| statute.from)?;
                text_of(pack, statute)?;
                let place = cited.places().first().copied();
                let anchor = place.map(|place| format!("#t{}", place.article)).unwrap_or_default();
                Some(statute_address(statute) + &anchor)
            });
            Cited { label: cited(pack, one), link }
        })
        .collect()
}

/// The text of a statute's version, where it is held.
pub(super) fn text_of<'p>(pack: &'p Pack, statute: &Statute) -> Option<&'p StatuteText> {
    let version = statute.version.to_string();
    pack.texts.iter().find(|text| text.code == statute.code && text.version == version)
}

/// Where a version of a statute stands.
pub(super) fn statute_address(statute: &Statute) -> String {
    format!("/law/{}/{}", percent(&statute.code), statute.version)
}

/// A segment of an address.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// `64(一)、65` as `第64条(一)、第65条`.
fn places(place: &str) -> String {
    let parts: Vec<String> = place
        .split('、')
        .map(|part| {
            let digits = part.chars().take_while(char::is_ascii_digit).count();
            match part.split_at_checked(digits) {
                Some((number, rest)) if !number.is_empty() => format!("第{number}条{rest}"),
                _ => part.to_owned(),
            }
        })
        .collect();
    parts.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_money_are_read_at_a_glance() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(yuan(20_000_000), "200,000 元");
        assert_eq!(yuan(-150), "-1.50 元");
    }

    #[test]
    fn places_become_articles() {
        assert_eq!(places("64（一）、65"), "第64条（一）、第65条");
        assert_eq!(places("（十二）"), "（十二）");
    }
}
