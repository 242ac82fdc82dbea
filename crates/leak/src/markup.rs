//! Plain text and HTML: what a browser shows, what it hides, and what is only in the source.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::check::Look;
use crate::finding::{How, Place};
use crate::words::letters;

/// Longest source.
const LONGEST: usize = 32 << 20;

/// Looks into a text.
pub(crate) fn look(look: &mut Look<'_>, text: &str) {
    if text.len() > LONGEST {
        look.tell(Place::default(), How::Damaged);
        return;
    }
    let start = text.get(..2048).unwrap_or(text).to_ascii_lowercase();
    let markup = start.contains("<html")
        || start.contains("<!doctype")
        || start.contains("<?xml")
        || start.contains("<body")
        || start.contains("<div")
        || start.contains("<p");
    if !markup {
        look.text(Place::default(), &letters(text, How::Visible));
        return;
    }
    look.report.pages += 1;
    look.text(Place::default(), &letters(&entities(&shown(text)), How::Visible));
    let found = look.report.findings.len();
    look.text(Place::default(), &letters(&entities(&bare(text)), How::HiddenMarkup));
    if look.report.findings.len() == found {
        look.text(Place::default(), &letters(&entities(text), How::HiddenMarkup));
    }
    for data in embedded(text) {
        look.attachment("网页内嵌的内容", &data);
    }
}

/// The text between tags, without comments, scripts and styles, and without what says of itself that it is hidden.
fn shown(source: &str) -> String {
    let mut text = String::new();
    let mut rest = source;
    let mut hidden: Option<String> = None;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        if hidden.is_none() {
            text.push_str(before);
        }
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some(close) = tag.find('>') else { break };
        let (inside, after) = tag.split_at(close);
        let inside = inside.trim_start_matches('<').to_ascii_lowercase();
        rest = after.strip_prefix('>').unwrap_or(after);
        let name: String = inside
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if hidden.as_deref() == Some(name.as_str()) && inside.starts_with('/') {
            hidden = None;
        } else if hidden.is_none() && !inside.starts_with('/') && hides(&name, &inside) {
            hidden = Some(name.clone());
        }
        if matches!(name.as_str(), "p" | "br" | "div" | "li" | "tr" | "h1" | "h2" | "h3") {
            text.push('\n');
        }
    }
    if hidden.is_none() {
        text.push_str(rest);
    }
    text
}

fn hides(name: &str, inside: &str) -> bool {
    let void = matches!(name, "input" | "meta" | "img" | "br" | "link" | "hr");
    let style: String = inside.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(name, "script" | "style" | "template" | "noscript" | "head")
        || !void
            && (style.contains("display:none")
                || style.contains("visibility:hidden")
                || style.contains("color:#fff")
                || style.contains("color:white")
                || style.contains("font-size:0")
                || style.contains("font-size:1px")
                || style.contains("opacity:0;")
                || inside.split_whitespace().any(|word| word == "hidden"))
}

/// The source without its tags, so that words divided by tags stand together.
fn bare(source: &str) -> String {
    let mut text = String::new();
    let mut depth = false;
    for letter in source.chars() {
        match letter {
            '<' => depth = true,
            '>' => depth = false,
            _ if !depth => text.push(letter),
            _ => {}
        }
    }
    text
}

/// Character references made into characters.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let end = after.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end);
        let letter = end.and_then(|end| after.get(1..end)).and_then(reference);
        if let (Some(letter), Some(end)) = (letter, end) {
            out.push(letter);
            rest = after.get(end + 1..).unwrap_or_default();
        } else {
            out.push('&');
            rest = after.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" | "zwnj" | "zwj" => Some(' '),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Files written into the source as `data:` addresses.
fn embedded(source: &str) -> Vec<Vec<u8>> {
    source
        .split(";base64,")
        .skip(1)
        .filter_map(|rest| {
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/' | '='))
                .unwrap_or(rest.len());
            STANDARD.decode(rest.get(..end)?).ok()
        })
        .filter(|bytes| !bytes.is_empty())
        .collect()
}
