//! Text on the chart: how wide it is, where it breaks, how it is escaped. No font is loaded: a hanzi is one em, Latin about half.

/// Size of all type, in px.
pub(super) const SIZE: i32 = 16;

/// Width of a text in px, rounded up.
pub(super) fn width(text: &str) -> i32 {
    // Tenths of an em, so that all arithmetic is whole.
    let tenths: i32 = text
        .chars()
        .map(|c| match c {
            ' ' | 'i' | 'l' | '.' | ',' | '\'' => 3,
            c if c.is_ascii_uppercase() => 7,
            c if c.is_ascii() => 6,
            '·' => 5,
            _ => 10,
        })
        .sum();
    (tenths * SIZE + 9) / 10
}

/// Breaks a text into lines no wider than `room` px. Numbers and Latin words stay whole, as does what stands between ` · `
/// where it fits a line; a line never begins with closing punctuation.
pub(super) fn wrap(text: &str, room: i32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for part in text.split(SEPARATOR) {
        let joined =
            if line.is_empty() { part.to_owned() } else { format!("{line}{SEPARATOR}{part}") };
        if width(&joined) <= room {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut pieces = fill(part, room);
        line = pieces.pop().unwrap_or_default();
        lines.append(&mut pieces);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Stands between details that would rather not be broken.
pub(super) const SEPARATOR: &str = " · ";

/// Fills lines word by word; a hanzi is a word.
fn fill(text: &str, room: i32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words(text) {
        let longer = format!("{line}{word}");
        if width(&longer) > room && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            line.push_str(word.trim_start());
        } else {
            line = longer;
        }
    }
    lines.push(line);
    lines
}

/// Pieces that are not broken: a run of digits and Latin letters, or one hanzi, each with the punctuation that closes it.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in text.chars() {
        let closing = "，。、；：）」』〕》”号".contains(c);
        let opened = "（「『〔《“".contains(last);
        let running = last.is_ascii_alphanumeric() && c.is_ascii_alphanumeric();
        match words.last_mut() {
            Some(word) if closing || opened || running => word.push(c),
            _ => words.push(c.to_string()),
        }
        last = c;
    }
    words
}

/// Escapes text for XML.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hanzi_are_one_em_and_latin_about_half() {
        assert_eq!(width("立案"), 32);
        assert!(width("118") < width("一一八"));
    }

    #[test]
    fn lines_break_within_the_room_and_never_before_closing_punctuation() {
        let lines = wrap("没收违法所得、没收非法财物，限制从业", 96);
        assert_eq!(lines.concat(), "没收违法所得、没收非法财物，限制从业");
        for line in &lines {
            assert!(width(line) <= 96 + SIZE, "{line}");
            assert!(!line.starts_with(['、', '，']), "{line}");
        }
        assert!(wrap("", 96).is_empty());
        assert_eq!(wrap("承办人员 · 信访工作条例22", 110), ["承办人员", "信访工作条例", "22"]);
        assert_eq!(wrap("国办发〔2018〕118号", 60), ["国办发", "〔2018〕", "118号"]);
    }

    #[test]
    fn markup_and_control_characters_cannot_leave_the_text() {
        assert_eq!(escape("<a href=\"x\">&\u{7}"), "&lt;a href=&quot;x&quot;&gt;&amp; ");
    }
}
