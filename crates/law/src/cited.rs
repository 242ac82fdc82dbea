//! Statutes cited in free text (《行政处罚法》第五十八条): is there such a statute, was it in force on the day, has it that article.
//!
//! What this is not: a refusal. A statute outside the list may well exist, so what is found here is a warning to the person who writes.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{Pack, Statute};
use crate::text::number;

/// A doubt about something cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitationWarning {
    /// What was cited, as written.
    pub cite: String,
    /// The doubt, in Chinese.
    pub message: String,
}

impl Pack {
    /// Doubts about the statutes that `text` cites, as of `day`.
    pub fn doubts(&self, text: &str, day: Date) -> Vec<CitationWarning> {
        let mut found = Vec::new();
        for piece in text.split('《').skip(1) {
            let Some((title, rest)) = piece.split_once('》') else { continue };
            let versions: Vec<&Statute> =
                self.statutes.iter().filter(|s| named(s, title)).collect();
            if versions.is_empty() {
                continue;
            }
            let numbers = articles(rest);
            let cite = match numbers.first() {
                Some(first) => format!("《{title}》第{first}条"),
                None => format!("《{title}》"),
            };
            let doubt = |message: String| CitationWarning { cite: cite.clone(), message };
            let current = versions.iter().find(|s| s.from <= day && s.to.is_none_or(|to| day < to));
            let Some(current) = current else {
                found.push(doubt(out_of_force(&versions, title, day)));
                continue;
            };
            if let Some(last) = current.articles {
                for n in numbers.iter().filter(|n| **n > last || **n == 0) {
                    found.push(doubt(format!("《{title}》只有 {last} 条，没有第 {n} 条")));
                }
            }
        }
        found.dedup();
        found
    }
}

/// Whether the words in brackets mean this statute: its full title, the title without 中华人民共和国, or its code.
fn named(statute: &Statute, title: &str) -> bool {
    let bare = |title: &str| {
        let title = title.strip_prefix("中华人民共和国").unwrap_or(title);
        title.split(['（', '(']).next().unwrap_or(title).to_owned()
    };
    statute.code == title || bare(&statute.title) == bare(title)
}

fn out_of_force(versions: &[&Statute], title: &str, day: Date) -> String {
    let ended = versions.iter().filter_map(|s| s.to).filter(|to| *to <= day).max();
    let begins = versions.iter().map(|s| s.from).filter(|from| *from > day).min();
    match (ended, begins) {
        (Some(to), _) => format!("《{title}》已于 {to} 失效，{day} 不能再作依据"),
        (None, Some(from)) => format!("《{title}》所列版本自 {from} 起施行，{day} 尚未施行"),
        (None, None) => format!("《{title}》在 {day} 不是现行有效"),
    }
}

/// Numbers of the articles that follow a title: `第五十七条、第58条第一款`; others end the list.
fn articles(mut rest: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    loop {
        rest = rest.trim_start_matches(['、', '和', '及', '，', ' ']);
        let Some((words, tail)) = rest.strip_prefix('第').and_then(|rest| rest.split_once('条'))
        else {
            return numbers;
        };
        let Some(n) = number(words) else { return numbers };
        numbers.push(n);
        rest = tail;
        // Paragraph and item of the article just named.
        while let Some((words, tail)) = rest
            .strip_prefix('第')
            .and_then(|rest| rest.split_once(['款', '项']))
            .filter(|(words, _)| words.chars().count() < 6 && !words.contains('条'))
        {
            if number(words.trim_matches(['（', '）', '(', ')'])).is_none() {
                break;
            }
            rest = tail;
        }
    }
}
