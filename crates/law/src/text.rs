//! The text of a statute, taken apart into articles, paragraphs and items, so that each can be cited and opened.
//!
//! What this is not: an interpretation. The words are those of the statute; only where they begin and end is found here.
//!
//! A file is Markdown: `# title`, lines of history, `<!-- INFO END -->`, headings with `##`, and paragraphs of which those that
//! begin with `第…条` open an article. Lines that begin with `（一）` are items of the paragraph before them.

use serde::Serialize;

use crate::citation::Citation;
use crate::fault::PackFault;

/// A statute's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatuteText {
    /// Code by which packs cite it.
    pub code: String,
    /// Version, `2021-01-22`.
    pub version: String,
    /// Articles in order.
    pub articles: Vec<Article>,
}

/// An article (条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Article {
    /// Number from 1.
    pub n: u32,
    /// As people say it: `第五十八条`.
    pub name: String,
    /// Chapter it stands in; empty where there are none.
    pub chapter: String,
    /// Paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph (款).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    /// Number from 1.
    pub n: u32,
    /// Its words.
    pub text: String,
    /// Items in order.
    pub items: Vec<Item>,
}

/// An item (项).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Number from 1.
    pub n: u32,
    /// Its words, with its number.
    pub text: String,
}

/// Where in a statute a citation points: an article, and inside it a paragraph and an item where it names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Article.
    pub article: u32,
    /// Paragraph, from 1.
    pub paragraph: Option<u32>,
    /// Item, from 1.
    pub item: Option<u32>,
}

impl StatuteText {
    /// Reads a file named `statutes/代号@2021-01-22.md`.
    ///
    /// # Errors
    /// The name is not of that form, there is no article, or the articles do not follow one another.
    pub(crate) fn parse(file: &str, place: &str, text: &str) -> Result<Self, PackFault> {
        let fault = |line: usize, message: String, advice: &str| PackFault {
            file: file.to_owned(),
            line,
            message,
            advice: advice.to_owned(),
        };
        let (code, version) =
            place.strip_suffix(".md").and_then(|name| name.split_once('@')).ok_or_else(|| {
                fault(
                    1,
                    "法律文本的文件名不对".to_owned(),
                    "写成 代号@通过日期.md，例如 处罚法@2021-01-22.md",
                )
            })?;
        let body = text.find("<!-- INFO END -->").unwrap_or(0);
        let mut chapter = String::new();
        let mut articles: Vec<Article> = Vec::new();
        let mut at = 0;
        for (n, line) in text.split('\n').enumerate() {
            let start = at;
            at += line.len() + 1;
            let line = line.trim();
            if start < body || line.is_empty() || line.starts_with("<!--") {
                continue;
            }
            if let Some(heading) = line.strip_prefix('#') {
                heading.trim_start_matches('#').trim().clone_into(&mut chapter);
                continue;
            }
            if let Some((number, rest)) = article_head(line) {
                let expected = articles.last().map_or(1, |last| last.n + 1);
                if number != expected {
                    return Err(fault(
                        n + 1,
                        format!("第 {number} 条前面应是第 {expected} 条"),
                        "核对文本，补上缺少的条文",
                    ));
                }
                let name = line.split_inclusive('条').next().unwrap_or_default().to_owned();
                articles.push(Article {
                    n: number,
                    name,
                    chapter: chapter.clone(),
                    paragraphs: vec![Paragraph { n: 1, text: rest.to_owned(), items: Vec::new() }],
                });
                continue;
            }
            let Some(article) = articles.last_mut() else { continue };
            let next =
                u32::try_from(article.paragraphs.len()).unwrap_or(u32::MAX).saturating_add(1);
            match (item_number(line), article.paragraphs.last_mut()) {
                (Some(n), Some(paragraph)) => {
                    paragraph.items.push(Item { n, text: line.to_owned() });
                }
                _ => article.paragraphs.push(Paragraph {
                    n: next,
                    text: line.to_owned(),
                    items: Vec::new(),
                }),
            }
        }
        if articles.is_empty() {
            return Err(fault(1, "法律文本里没有条文".to_owned(), "条文以“第一条”起头"));
        }
        Ok(Self { code: code.to_owned(), version: version.to_owned(), articles })
    }

    /// The article with this number.
    pub fn article(&self, n: u32) -> Option<&Article> {
        self.articles.iter().find(|article| article.n == n)
    }
}

impl Article {
    /// The whole article as one text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for paragraph in &self.paragraphs {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&paragraph.text);
            for item in &paragraph.items {
                out.push('\n');
                out.push_str(&item.text);
            }
        }
        out
    }
}

impl Citation<'_> {
    /// Every place that the citation names. `64(一)` is the first item of article 64; `第五十八条第一款第二项` is read as well.
    pub fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        for part in self.place.split('、') {
            let part = part.trim();
            let article = leading_number(part)
                .or_else(|| article_head(part).map(|(n, _)| n))
                .or_else(|| part.strip_prefix('第').and_then(leading_number));
            let bracket = part
                .split_once(['(', '（'])
                .and_then(|(_, rest)| rest.split_once([')', '）']))
                .and_then(|(words, _)| number(words));
            match (article, bracket) {
                (Some(article), item) => places.push(Place {
                    article,
                    paragraph: counted(part, '款'),
                    item: item.or_else(|| counted(part, '项')),
                }),
                // 处罚法64(一)、(二): the second names only an item of the article before.
                (None, Some(item)) => {
                    if let Some(last) = places.last().copied() {
                        places.push(Place { item: Some(item), ..last });
                    }
                }
                (None, None) => {}
            }
        }
        places
    }
}

/// The number before a word of counting: `第二款` gives 2.
fn counted(text: &str, word: char) -> Option<u32> {
    let (before, _) = text.split_once(word)?;
    let (_, words) = before.rsplit_once('第')?;
    number(words)
}

fn leading_number(text: &str) -> Option<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

/// `第五十八条 有下列…` gives 58 and what follows.
fn article_head(line: &str) -> Option<(u32, &str)> {
    let (words, rest) = line.strip_prefix('第')?.split_once('条')?;
    Some((number(words)?, rest.trim_start()))
}

/// `（十二）…` gives 12.
fn item_number(line: &str) -> Option<u32> {
    number(line.strip_prefix('（')?.split_once('）')?.0)
}

/// A whole number in Chinese or Arabic figures, below a thousand.
pub(crate) fn number(words: &str) -> Option<u32> {
    if words.is_empty() {
        return None;
    }
    if let Ok(n) = words.parse() {
        return Some(n);
    }
    let (mut total, mut digit, mut seen) = (0_u32, 0_u32, false);
    for c in words.chars() {
        match c {
            '零' | '〇' => {}
            '百' => {
                total += digit.max(1) * 100;
                digit = 0;
            }
            '十' => {
                total += digit.max(1) * 10;
                digit = 0;
            }
            other => {
                let found = "一二三四五六七八九".chars().position(|d| d == other)?;
                digit = u32::try_from(found).ok()? + 1;
            }
        }
        seen = true;
    }
    seen.then_some(total + digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# 某法\n\n2021年1月22日 通过\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 为了某事，制定本法。\n\n第二条 有下列情形之一的：\n\n（一）甲；\n\n（二）乙。\n\n前款所称乙，是指丙。\n";

    #[test]
    fn an_article_opens_by_its_number_with_paragraphs_and_items() {
        let text = StatuteText::parse("f", "某法@2021-01-22.md", SAMPLE).unwrap();
        assert_eq!((text.code.as_str(), text.version.as_str()), ("某法", "2021-01-22"));
        let second = text.article(2).unwrap();
        assert_eq!((second.name.as_str(), second.chapter.as_str()), ("第二条", "第一章 总则"));
        assert_eq!(second.paragraphs.len(), 2);
        assert_eq!(second.paragraphs[0].items[1].text, "（二）乙。");
        assert_eq!(second.paragraphs[1].text, "前款所称乙，是指丙。");
    }

    #[test]
    fn a_missing_article_is_a_fault_with_its_line() {
        let torn = SAMPLE.replace("第二条", "第三条");
        let fault = StatuteText::parse("f", "某法@2021-01-22.md", &torn).unwrap_err();
        assert_eq!(fault.line, 11);
    }

    #[test]
    fn chinese_numbers_up_to_three_hundred_are_read() {
        for (words, n) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("九十九", 99),
            ("一百零一", 101),
            ("二百八十", 280),
            ("三百零六", 306),
        ] {
            assert_eq!(number(words), Some(n), "{words}");
        }
        assert_eq!(number("本"), None);
    }

    #[test]
    fn a_citation_names_articles_paragraphs_and_items() {
        let place = |text: &str| Citation::parse(text, &["处罚法"]).unwrap().places();
        let whole = |article| Place { article, paragraph: None, item: None };
        assert_eq!(place("处罚法54、76"), [whole(54), whole(76)]);
        assert_eq!(place("处罚法64(一)"), [Place { item: Some(1), ..whole(64) }]);
        assert_eq!(
            place("处罚法第五十八条第一款第二项"),
            [Place { paragraph: Some(1), item: Some(2), ..whole(58) }]
        );
    }
}
