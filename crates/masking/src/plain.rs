//! What a pattern tells by itself: electronic mail, number plates, days of birth, property certificates, and that somebody is under age.
//!
//! What this is not: names and addresses, which need their surroundings.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::view::View;
use crate::{Certainty, Find, Kind};

/// A pattern of this crate. An impossible one is found by every test, so that nothing is lost by matching nothing.
pub(crate) fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

static EMAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"[A-Za-z0-9][A-Za-z0-9._%+-]*\s?@\s?[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}",
    )
});
static PLATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁] ?[A-HJ-NP-Za-hj-np-z] ?[·•. -]? ?(?:[DFdf][A-HJ-NP-Za-hj-np-z0-9][0-9]{4}|[0-9]{5}[DFdf]|[A-HJ-NP-Za-hj-np-z0-9]{4}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳])",
    )
});
static BORN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?P<part>(?:19|20)\d{2} ?(?:年|[-./]) ?\d{1,2} ?(?:月|[-./]) ?\d{1,2} ?日?|(?:19|20)\d{2} ?年 ?\d{1,2} ?月|(?:19|20)\d{2} ?年|(?:19|20)\d{6}|[一二][零九一二三四五六七八]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)(?: ?\n?)(?:出生|生(?:[,。;、)(]|人))",
    )
});
static BORN_ON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:出生(?:年月日|日期|时间|年月|于)?|生日|(?:^|[^先发产学医新滋衍])生于)(?: ?(?:[::为是]|系)? ?\n?)(?P<part>(?:19|20)\d{2} ?(?:年|[-./]) ?\d{1,2} ?(?:月|[-./]) ?\d{1,2} ?日?|(?:19|20)\d{2} ?年 ?\d{1,2} ?月|(?:19|20)\d{2} ?[-./] ?\d{1,2}|(?:19|20)\d{6}|[一二][零九一二三四五六七八]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?|(?:19|20)\d{2} ?年)",
    )
});
static AGED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?P<part>(?:\d{1,2}|十?[一二三四五六七八九]|十) ?周?岁)"));
static SCHOOL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?P<part>(?:小学|初中|高中|中学|[一二三四五六]年级|初[一二三]|高[一二三])[一-龥]{0,6}?(?:在校学生|在校生|学生|班))",
    )
});
static ATTENDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?P<part>(?:就读于|在读于|就读)[一-龥0-9]{2,16}?(?:小学|中学|初中|高中|幼儿园|年级)(?:[一二三四五六0-9]年级|[初高][一二三])?)",
    )
});
static PROPERTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁]?(?: ?\(\d{4}\) ?)?[一-龥]{0,6}(?:不动产权|房权证|房产证|土地使用证|国用|集用|宅基地使用证)[一-龥]{0,6}(?: ?\(\d{4}\) ?)?(?:字)?第? ?)(?P<part>[A-Z]?\d[\d -]{3,18}\d) ?号",
    )
});

fn places(view: &View, pattern: &LazyLock<Option<Regex>>) -> Vec<Range<usize>> {
    pattern.as_ref().map(|pattern| view.all(pattern)).unwrap_or_default()
}

/// Electronic mail of persons; the mail of an office stays.
pub(crate) fn emails(view: &View) -> Vec<Find> {
    places(view, &EMAIL)
        .into_iter()
        .filter(|range| {
            let text = view.slice(range.clone());
            !text.ends_with(".gov.cn") && !office(&view.clause(range.start, 14))
        })
        .map(|range| view.found(range, Kind::Email, Certainty::Certain, "电子邮箱"))
        .collect()
}

/// Number plates; the vehicle of the office stays.
pub(crate) fn plates(view: &View) -> Vec<Find> {
    places(view, &PLATE)
        .into_iter()
        .filter(|range| {
            let digits = view.slice(range.clone()).chars().filter(char::is_ascii_digit).count();
            let service = ["执法车", "公务车", "执法执勤", "公务用车"];
            let before = view.clause(range.start, 12);
            digits >= 2
                && !view.at(range.end).is_ascii_alphanumeric()
                && !service.iter().any(|word| before.contains(word))
        })
        .map(|range| view.found(range, Kind::Plate, Certainty::Certain, "机动车号牌"))
        .collect()
}

/// Days of birth.
pub(crate) fn births(view: &View) -> Vec<Find> {
    places(view, &BORN)
        .into_iter()
        .chain(places(view, &BORN_ON))
        .map(|range| {
            view.found(
                trimmed(view, range),
                Kind::BirthDate,
                Certainty::Certain,
                "写明是出生的日期",
            )
        })
        .collect()
}

/// Certificates of ownership.
pub(crate) fn properties(view: &View) -> Vec<Find> {
    places(view, &PROPERTY)
        .into_iter()
        .map(|range| view.found(range, Kind::Property, Certainty::Certain, "产权证书的编号"))
        .collect()
}

/// Words before an age that is a limit in the law and nobody's own.
const LIMITS: [&str; 9] = ["未满", "不满", "已满", "年满", "未达", "低于", "达到", "不足", "满"];

/// What tells that somebody is under eighteen.
pub(crate) fn minors(view: &View) -> Vec<Find> {
    let mut found = Vec::new();
    for range in places(view, &AGED) {
        let text = view.slice(range.clone());
        let years = years(&text);
        let before = view.before(range.start, 4);
        let limit = LIMITS.iter().any(|word| before.trim_end().ends_with(word))
            || ["以上", "以下", "以内", "的未成年人", "的人", "的公民", "至"]
                .iter()
                .any(|word| view.after(range.end, 6).starts_with(word));
        let told = [
            "年龄", "时年", "现年", "年仅", "今年", ",", "(", "男", "女", "才", "仅", "系", "是",
            "为", "子", "孩", "生",
        ]
        .iter()
        .any(|word| before.trim_end().ends_with(word));
        if years.is_some_and(|years| (1..18).contains(&years)) && !limit {
            let (certainty, why) = if told {
                (Certainty::Certain, "写明的年龄不满十八周岁")
            } else {
                (Certainty::Likely, "可能是未成年人的年龄")
            };
            found.push(view.found(range, Kind::Minor, certainty, why));
        }
    }
    for range in places(view, &ATTENDS) {
        found.push(view.found(range, Kind::Minor, Certainty::Certain, "写明在中小学就读"));
    }
    for range in places(view, &SCHOOL) {
        // 向中小学学生销售 is about pupils in general; 系某中学高二学生 about one.
        let before = view.clause(range.start, 16);
        let one = ["系", "是", "为", "就读", "在读", "名", "位", ","]
            .iter()
            .any(|word| before.ends_with(word))
            || before.contains('系')
            || before.contains("就读");
        let general = ["向", "对", "面向", "各", "招收", "周边", "全体", "全市", "组织"]
            .iter()
            .any(|word| before.contains(word));
        if one && !general {
            found.push(view.found(range, Kind::Minor, Certainty::Certain, "写明是中小学的学生"));
        } else if !general {
            found.push(view.found(range, Kind::Minor, Certainty::Likely, "可能是中小学的学生"));
        }
    }
    found
}

/// Whether what stands before speaks of an office and not of a person.
fn office(before: &str) -> bool {
    ["监督", "举报", "投诉", "咨询", "本机关", "本局", "我局", "信箱", "官方"]
        .iter()
        .any(|word| before.contains(word))
}

/// Years of an age, Arabic or Chinese up to nineteen.
fn years(text: &str) -> Option<u32> {
    let number = text.trim_end_matches('岁').trim_end_matches('周').trim();
    if let Ok(years) = number.parse() {
        return Some(years);
    }
    let ten = number.starts_with('十');
    let unit = number.trim_start_matches('十').chars().next();
    let unit = match unit {
        Some(c) => {
            u32::try_from("零一二三四五六七八九".chars().position(|held| held == c)?).ok()?
        }
        None => 0,
    };
    Some(if ten { 10 + unit } else { unit })
}

/// Without blanks at its end.
fn trimmed(view: &View, range: Range<usize>) -> Range<usize> {
    let mut end = range.end;
    while end > range.start && matches!(view.at(end - 1), ' ' | '\n') {
        end -= 1;
    }
    range.start..end
}
