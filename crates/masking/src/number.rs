//! Numbers: citizens' numbers, bank accounts, telephones. Written with blanks, line breaks, full-width or Chinese digits, too.
//!
//! What this is not: every long number. 文号, 案号, amounts, credit codes, numbers of papers and goods stay.

use std::ops::Range;

use crate::check::{bank_card, citizen, credit_code};
use crate::view::{INVISIBLE, View};
use crate::{Certainty, Find, Kind};

/// Digits that stand together, with nothing between them.
struct Group {
    range: Range<usize>,
    digits: String,
    /// What stands between this group and the one before it breaks the line or cannot be seen.
    broken: bool,
    /// A Latin letter stands beside it: part of a code.
    glued: bool,
}

/// First two places of a citizen's number: the province.
const PROVINCES: [u32; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
    53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83,
];
/// Words before a number that is none of a person.
const CODES: [&str; 24] = [
    "信用代码",
    "机构代码",
    "注册号",
    "编号",
    "单号",
    "票号",
    "流水号",
    "订单",
    "发票",
    "合同号",
    "许可证号",
    "执法证",
    "批号",
    "批次",
    "条码",
    "条形码",
    "货号",
    "序列号",
    "登记号",
    "受理号",
    "文号",
    "案号",
    "凭证号",
    "证书号",
];
/// Words before a telephone that belongs to an office and stays.
const OFFICES: [&str; 15] = [
    "咨询",
    "监督",
    "举报电话",
    "举报热线",
    "投诉电话",
    "投诉举报",
    "热线",
    "值班",
    "窗口",
    "本机关",
    "本局",
    "我局",
    "大厅",
    "办公电话",
    "服务电话",
];
/// Places of a mobile number as people write them.
const MOBILE: [&[usize]; 9] = [
    &[11],
    &[3, 4, 4],
    &[3, 8],
    &[7, 4],
    &[3, 3, 5],
    &[4, 4, 3],
    &[5, 6],
    &[6, 5],
    &[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
];
/// Most groups that one number is written in.
const MOST: usize = 18;

/// Citizens' numbers.
pub(crate) fn identity(view: &View) -> Vec<Find> {
    candidates(view, |digits| digits.len() == 18 || digits.len() == 15)
        .into_iter()
        .filter_map(|(range, digits, _)| {
            let said = says(view, range.start, 16, &["身份证", "身份号", "证件号", "身份信息"]);
            let code = says(view, range.start, 12, &CODES);
            let (certainty, why) = match digits.len() {
                18 if !lives(&digits, 6, 8) || (credit_code(&digits) && !said) => return None,
                18 if citizen(&digits) && !says(view, range.start, 12, &["信用代码"]) => {
                    (Certainty::Certain, "校验码相符的公民身份号码")
                }
                18 if said => (Certainty::Certain, "前面写明是身份证件的号码"),
                18 if !code => (Certainty::Likely, "像公民身份号码，但校验码不符"),
                15 if lives(&digits, 6, 6) && said => {
                    (Certainty::Certain, "前面写明是身份证件的号码（15 位旧号码）")
                }
                15 if lives(&digits, 6, 6) && !code && !bank_card(&digits) => {
                    (Certainty::Likely, "像 15 位的旧身份证号码")
                }
                _ => return None,
            };
            Some(view.found(range, Kind::IdNumber, certainty, why))
        })
        .collect()
}

/// Bank accounts.
pub(crate) fn accounts(view: &View) -> Vec<Find> {
    candidates(view, |digits| (9..=25).contains(&digits.len()))
        .into_iter()
        .filter_map(|(range, digits, _)| {
            let said = says(
                view,
                range.start,
                14,
                &["账号", "帐号", "账户", "帐户", "卡号", "银行卡", "存折", "储蓄卡", "信用卡"],
            );
            let code = says(view, range.start, 10, &CODES);
            let card = bank_card(&digits) && (16..=19).contains(&digits.len());
            let (certainty, why) = if said && !says(view, range.start, 6, &["微信账号", "登录账号"])
            {
                (Certainty::Certain, "前面写明是账号或者卡号")
            } else if card && digits.starts_with("62") && !code {
                (Certainty::Certain, "校验码相符的银联卡号")
            } else if card && !code && digits.starts_with(['4', '5', '3', '9']) {
                (Certainty::Likely, "校验码与银行卡号相符")
            } else {
                return None;
            };
            Some(view.found(range, Kind::BankAccount, certainty, why))
        })
        .collect()
}

/// Telephones.
pub(crate) fn phones(view: &View) -> Vec<Find> {
    let mut found = Vec::new();
    for (range, digits, sizes) in candidates(view, |digits| (7..=16).contains(&digits.len())) {
        if says(view, range.start, 14, &OFFICES) || counted(view, range.end) {
            continue;
        }
        let said = says(
            view,
            range.start,
            10,
            &[
                "电话",
                "手机",
                "联系方式",
                "致电",
                "来电",
                "拨打",
                "微信",
                "号码",
                "TEL",
                "tel",
                "Tel",
            ],
        );
        let code = says(view, range.start, 8, &CODES);
        let own = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&digits);
        let mobile = own.len() == 11
            && own.starts_with('1')
            && own.chars().nth(1).is_some_and(|second| ('3'..='9').contains(&second));
        let well_set = sizes.is_empty()
            || MOBILE.contains(&sizes.as_slice())
            || (own.len() != digits.len()
                && sizes.first() == Some(&2)
                && sizes.get(1..).is_some_and(|rest| MOBILE.contains(&rest)));
        if mobile && (well_set || said) && (said || !code) {
            let range = whole(view, range);
            found.push(view.found(range, Kind::Phone, Certainty::Certain, "手机号码"));
            continue;
        }
        let area = digits.starts_with('0') && (10..=16).contains(&digits.len());
        let written = matches!(sizes.as_slice(), [3 | 4, 7 | 8] | [3 | 4, 7 | 8, 1..=4]);
        if area && (written || said) && !code && !digits.starts_with("00") {
            let range = whole(view, range);
            found.push(view.found(range, Kind::Phone, Certainty::Certain, "带区号的固定电话"));
        } else if said && (7..=8).contains(&digits.len()) && sizes.len() <= 2 && !code {
            found.push(view.found(range, Kind::Phone, Certainty::Certain, "前面写明是电话"));
        }
    }
    found
}

/// With the sign before the country's number, and the bracket around the area's.
fn whole(view: &View, range: Range<usize>) -> Range<usize> {
    let before = range.start.checked_sub(1).map(|place| (place, view.at(place)));
    let bracket = view.slice(range.clone()).contains(')');
    match before {
        Some((place, '+')) => place..range.end,
        Some((place, '(')) if bracket => place..range.end,
        _ => range,
    }
}

/// Every stretch of whole groups whose digits are wanted, longest first at each place: range, digits, sizes of the groups (empty
/// where a break that nobody sees makes the sizes meaningless).
fn candidates(
    view: &View,
    wanted: impl Fn(&str) -> bool,
) -> Vec<(Range<usize>, String, Vec<usize>)> {
    let mut found: Vec<(Range<usize>, String, Vec<usize>)> = Vec::new();
    for run in runs(view) {
        for first in 0..run.len() {
            for last in (first..run.len().min(first + MOST)).rev() {
                let groups = run.get(first..=last).unwrap_or_default();
                let (Some(head), Some(tail)) = (groups.first(), groups.last()) else { continue };
                let digits: String = groups.iter().map(|group| group.digits.as_str()).collect();
                if groups.iter().any(|group| group.glued) || !wanted(&digits) {
                    continue;
                }
                let broken = groups.iter().skip(1).any(|group| group.broken);
                let sizes = if broken {
                    Vec::new()
                } else {
                    groups.iter().map(|group| group.digits.len()).collect()
                };
                found.push((head.range.start..tail.range.end, digits, sizes));
            }
        }
    }
    found
}

/// Groups of digits that only blanks, breaks and hyphens part.
fn runs(view: &View) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = Vec::new();
    let mut at = 0;
    let mut end = None;
    while at < view.len() {
        let Some((range, digits)) = group(view, at) else {
            at += 1;
            continue;
        };
        let before = if range.start == 0 { ' ' } else { view.at(range.start - 1) };
        let glued = view.at(range.end).is_ascii_alphabetic()
            || view.at(range.end) == '_'
            || (before.is_ascii_alphabetic() && !labelled(view, range.start));
        let between = end.map(|end| view.slice(end..range.start));
        let joined = between.as_ref().is_some_and(|held| {
            held.chars().count() <= 4
                && held.chars().all(|c| {
                    matches!(c, ' ' | '\n' | '-' | '·' | '—' | '(' | ')') || INVISIBLE.contains(&c)
                })
        });
        let broken = between.is_some_and(|held| {
            held.contains('\n') || held.chars().any(|c| INVISIBLE.contains(&c))
        });
        at = range.end;
        end = Some(range.end);
        let next = Group { range, digits, broken, glued };
        match runs.last_mut().filter(|_| joined) {
            Some(run) => run.push(next),
            None => runs.push(vec![next]),
        }
    }
    runs
}

/// The digits that begin at a place: Arabic, or at least seven Chinese ones in a row.
fn group(view: &View, at: usize) -> Option<(Range<usize>, String)> {
    let mut digits = String::new();
    let mut end = at;
    if view.at(at).is_ascii_digit() {
        while end < view.len() && view.at(end).is_ascii_digit() {
            digits.push(view.at(end));
            end += 1;
        }
        if matches!(view.at(end), 'X' | 'x') && !view.at(end + 1).is_ascii_alphanumeric() {
            digits.push('X');
            end += 1;
        }
        return Some((at..end, digits));
    }
    while let Some(digit) = chinese(view.at(end)).filter(|_| end < view.len()) {
        digits.push(digit);
        end += 1;
    }
    (digits.len() >= 7).then_some((at..end, digits))
}

fn chinese(c: char) -> Option<char> {
    let place = "零一二三四五六七八九".chars().position(|held| held == c)?;
    char::from_digit(u32::try_from(place).ok()?, 10)
}

/// A Latin word before digits that only says what they are.
fn labelled(view: &View, start: usize) -> bool {
    let word: String = view
        .before(start, 6)
        .chars()
        .rev()
        .take_while(char::is_ascii_alphabetic)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    ["tel", "id", "qq", "no", "mobile", "phone"].contains(&word.to_ascii_lowercase().as_str())
}

/// Whether one of the words stands shortly before, in the same sentence.
fn says(view: &View, place: usize, count: usize, words: &[&str]) -> bool {
    let before = view.clause(place, count);
    // A number between the word and this one has taken the word for itself.
    let rest = before.rsplit([',', '、']).next().unwrap_or_default();
    let near = if rest.chars().count() <= 2 { before.as_str() } else { rest };
    words.iter().any(|word| near.contains(word))
}

/// What follows makes the number an amount or a count.
fn counted(view: &View, end: usize) -> bool {
    let after = view.after(end, 2);
    ["元", "万", "亿", "份", "件", "吨", "公斤", "千克", "平方", "号文", "%"]
        .iter()
        .any(|unit| after.starts_with(unit))
}

/// Whether a citizen's number has a province and a day of birth that can be: `length` 8 = yyyymmdd, 6 = yymmdd.
fn lives(digits: &str, from: usize, length: usize) -> bool {
    let part =
        |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let province = part(0, 2).is_some_and(|code| PROVINCES.contains(&code));
    let months = from + length - 4;
    let month = part(months, months + 2).is_some_and(|month| (1..=12).contains(&month));
    let day = part(months + 2, months + 4).is_some_and(|day| (1..=31).contains(&day));
    let year =
        length == 6 || part(from, from + 4).is_some_and(|year| (1900..=2099).contains(&year));
    province && month && day && year
}
