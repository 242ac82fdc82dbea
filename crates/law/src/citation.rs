//! Citations as packs write them: a statute's code and what follows, for example `处罚法54`, `处罚法64(一)`, `处罚法54、76`.
//!
//! What this is not: it knows no statute; the codes arrive as an argument.

/// A citation taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation<'t> {
    /// The statute's code.
    pub code: &'t str,
    /// Articles by number; empty where the whole paper or a section in words is meant.
    pub articles: Vec<u32>,
    /// Everything after the code, as written: `64(一)`.
    pub place: &'t str,
}

/// The single citations of a text that lists several, separated by `；` or `;`.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(['；', ';']).map(str::trim).filter(|part| !part.is_empty())
}

impl<'t> Citation<'t> {
    /// Takes a citation apart; the longest code that fits wins.
    ///
    /// None where no code fits, or where what follows is not a place in a statute.
    pub fn parse(text: &'t str, codes: &[&str]) -> Option<Self> {
        let length = codes
            .iter()
            .filter(|code| !code.is_empty() && text.starts_with(**code))
            .map(|code| code.len())
            .max()?;
        let (code, place) = text.split_at_checked(length)?;
        let place = place.trim();
        let place_like = place.chars().all(|c| {
            c.is_ascii_digit() || "一二三四五六七八九十、之第条款项目至（）()".contains(c)
        });
        // 蒙244第31: a code that ends in digits would run together with the article's number.
        let digit = |c: char| c.is_ascii_digit();
        if !place_like || (code.ends_with(digit) && place.starts_with(digit)) {
            return None;
        }
        // Numbers in brackets are items, not articles.
        let mut articles = Vec::new();
        let mut depth = 0_u32;
        let mut digits = String::new();
        for c in place.chars().chain(['、']) {
            if c.is_ascii_digit() && depth == 0 {
                digits.push(c);
                continue;
            }
            if let Ok(number) = digits.parse() {
                articles.push(number);
            }
            digits.clear();
            match c {
                '(' | '（' => depth = depth.saturating_add(1),
                ')' | '）' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        Some(Self { code, articles, place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: &[&str] = &["处罚法", "118号文", "行诉法", "行诉法解释", "蒙244"];

    #[test]
    fn the_longest_code_wins_and_items_are_not_articles() {
        let cited = Citation::parse("行诉法解释64", CODES).unwrap();
        assert_eq!((cited.code, cited.articles), ("行诉法解释", vec![64]));
        let cited = Citation::parse("处罚法64(一)、65", CODES).unwrap();
        assert_eq!(cited.articles, vec![64, 65]);
        assert_eq!(cited.place, "64(一)、65");
        assert_eq!(Citation::parse("118号文(六)", CODES).unwrap().articles, Vec::<u32>::new());
    }

    #[test]
    fn an_unknown_statute_or_a_place_in_other_words_is_refused() {
        assert!(Citation::parse("刑法54", CODES).is_none());
        assert!(Citation::parse("处罚法那一条", CODES).is_none());
        assert!(Citation::parse("", CODES).is_none());
        assert!(Citation::parse("蒙24431", CODES).is_none());
        assert_eq!(Citation::parse("蒙244第31", CODES).unwrap().articles, vec![31]);
    }

    #[test]
    fn a_text_may_cite_several() {
        assert_eq!(
            split("处罚法58；118号文(十二)").collect::<Vec<_>>(),
            ["处罚法58", "118号文(十二)"]
        );
    }
}
