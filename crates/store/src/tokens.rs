//! Cuts text into search tokens: the one function used when a row is indexed and when it is looked for.
//!
//! A run of Chinese characters gives each pair of neighbours, then its last character alone; a word of letters and
//! digits gives itself in lower case; anything else separates. So 食品安全 is `食品 品安 安全 全`. A phrase of these
//! tokens, side by side, occurs in a text exactly where its characters do, whatever their number: two characters are
//! one token, one character is the beginning of a token.
//!
//! This is no dictionary: it knows no words, so it never misses a name that a dictionary does not have.

/// Longest word of letters and digits kept as one token, in characters; longer ones are cut.
const WORD: usize = 64;

/// Stands between two fields, so that no phrase reaches from one into the next. Nobody can look for it.
const BREAK: &str = "｜";

/// Most words looked for at once; more would make a slow query out of a pasted page.
const WORDS: usize = 16;

/// One word of a query as neighbouring tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Tokens that stand side by side. Never empty.
    pub tokens: Vec<String>,
    /// The last token may go on: it is one Chinese character and the text may continue after it.
    pub open: bool,
}

/// What kind of character it is for the cutting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Chinese,
    Word,
    Other,
}

/// The tokens of one text, in order.
pub fn tokens(text: &str) -> Vec<String> {
    cut(text, true)
}

/// The tokens of several fields, in order, with a break between fields.
pub fn stream<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let mut all: Vec<String> = Vec::new();
    for field in fields {
        let found = tokens(field);
        if !found.is_empty() && !all.is_empty() {
            all.push(BREAK.to_owned());
        }
        all.extend(found);
    }
    all.join(" ")
}

/// The phrases of a query, one for each word between white space. `None` where there are words but none of them can
/// occur anywhere (punctuation alone); empty where there are no words at all.
pub fn phrases(words: &str) -> Option<Vec<Phrase>> {
    let mut found = Vec::new();
    let mut asked = false;
    for word in words.split_whitespace() {
        asked = true;
        if found.len() == WORDS {
            break;
        }
        let tokens = cut(word, false);
        if let Some(last) = tokens.last() {
            let open = is_single_chinese(last);
            found.push(Phrase { tokens, open });
        }
    }
    if asked && found.is_empty() { None } else { Some(found) }
}

/// Whether a phrase occurs in a stream made by [`stream`].
pub fn occurs(stream: &str, phrase: &Phrase) -> bool {
    let text: Vec<&str> = stream.split(' ').collect();
    let last = phrase.tokens.len().saturating_sub(1);
    text.windows(phrase.tokens.len().max(1)).any(|window| {
        window.iter().zip(&phrase.tokens).enumerate().all(|(place, (have, want))| {
            if place == last && phrase.open {
                have.starts_with(want.as_str())
            } else {
                have == want
            }
        })
    })
}

/// Cuts into tokens. `whole`: the text ends here, so the last character of its last run counts; a query may go on.
fn cut(text: &str, whole: bool) -> Vec<String> {
    let mut out = Vec::new();
    let mut run: Vec<char> = Vec::new();
    let mut class = Class::Other;
    for raw in text.chars() {
        for character in plain(raw).to_lowercase() {
            let next = class_of(character);
            if next != class {
                flush(&mut out, &mut run, class, true);
                class = next;
            }
            if next != Class::Other {
                run.push(character);
            }
        }
    }
    flush(&mut out, &mut run, class, whole);
    out
}

/// Turns one run into tokens.
fn flush(out: &mut Vec<String>, run: &mut Vec<char>, class: Class, ended: bool) {
    match class {
        Class::Chinese => {
            for pair in run.windows(2) {
                out.push(pair.iter().collect());
            }
            if ended || run.len() == 1 {
                out.extend(run.last().map(char::to_string));
            }
        }
        Class::Word => {
            for part in run.chunks(WORD) {
                out.push(part.iter().collect());
            }
        }
        Class::Other => {}
    }
    run.clear();
}

/// A full-width form as the plain character it stands for.
fn plain(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        other => other,
    }
}

fn class_of(character: char) -> Class {
    match character {
        '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Class::Chinese,
        other if other.is_alphanumeric() => Class::Word,
        _ => Class::Other,
    }
}

fn is_single_chinese(token: &str) -> bool {
    let mut characters = token.chars();
    matches!((characters.next().map(class_of), characters.next()), (Some(Class::Chinese), None))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str, words: &str) -> bool {
        let stream = stream([text]);
        phrases(words).is_some_and(|all| all.iter().all(|phrase| occurs(&stream, phrase)))
    }

    #[test]
    fn a_chinese_run_becomes_pairs_and_its_last_character() {
        assert_eq!(tokens("食品安全"), ["食品", "品安", "安全", "全"]);
        assert_eq!(tokens("A股2025年"), ["a", "股", "2025", "年"]);
        assert_eq!(tokens("ＡＢＣ１２"), ["abc12"]);
    }

    #[test]
    fn a_document_number_is_found_whole_and_in_parts() {
        let text = "长信罚〔2026〕12号 关于张三的决定";
        for words in [
            "长信罚〔2026〕12号",
            "长信罚(2026)12号",
            "2026",
            "12号",
            "信罚",
            "罚",
            "张三 决定",
            "号",
        ] {
            assert!(found(text, words), "{words}");
        }
        for words in ["长信罚〔2025〕12号", "2号", "张四", "三张", "202"] {
            assert!(!found(text, words), "{words}");
        }
    }

    #[test]
    fn no_phrase_reaches_from_one_field_into_the_next() {
        let stream = stream(["张", "三"]);
        let phrase = phrases("张三").unwrap();
        assert!(!occurs(&stream, &phrase[0]));
    }

    #[test]
    fn punctuation_alone_can_never_occur() {
        assert_eq!(phrases("！？"), None);
        assert_eq!(phrases("  "), Some(Vec::new()));
    }

    proptest! {
        #[test]
        fn chinese_is_found_exactly_where_it_is_a_part_of_the_text(
            text in "[食品安全审核张三]{1,12}", word in "[食品安全审核张三]{1,4}",
        ) {
            prop_assert_eq!(found(&text, &word), text.contains(&word));
        }

        #[test]
        fn any_text_is_cut_without_failing(text in any::<String>(), words in any::<String>()) {
            let _ = found(&text, &words);
            for token in tokens(&text) {
                prop_assert!(!token.is_empty() && !token.contains(' '));
            }
        }
    }
}
