//! Where somebody lives: an address behind a word that says so, or one that goes down to a room or a number in a village.
//!
//! What this is not: the seat of a company or of an office, or the place where something happened; these are public.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::plain::pattern;
use crate::view::{View, han};
use crate::{Certainty, Find, Kind};

/// Words that only a person's home has.
static HOME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:家庭住址|家庭地址|户籍地址|户籍所在地|户籍地|户口所在地|经常居住地|现住址|现住所|现住地|现居住地|居住地址|居住地|暂住地|住址|家住|现住|暂住|租住|居住|户籍)(?: ?(?:[:]|为|是|在|于|系|均为)? ?\n?)",
    )
});
/// Words that a person's and a unit's address have alike.
static SEAT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:住所地|住所|通讯地址|通信地址|联系地址|送达地址|收件地址|邮寄地址|地址|住)(?: ?[:] ?\n?|为|在|于|是)",
    )
});
/// The end of an address that goes down to a flat, a yard or a number in a village.
static DEEP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:[0-9A-Za-z一二三四五六七八九十]{1,4} ?(?:号楼|栋|幢|号院|座) ?(?:[0-9A-Za-z一二三四五六七八九十]{1,3} ?单元)? ?[0-9一二三四五六七八九零]{2,5} ?(?:室|号|户)?|[0-9一二三四五六七八九十]{1,3} ?单元 ?[0-9一二三四五六七八九零]{2,5} ?(?:室|号|户)?|[一-龥]{1,6}村(?:[一-龥0-9]{0,6}?(?:组|队|巷|街|区))? ?[0-9]{1,4} ?号)",
    )
});

/// Signs and words at which an address has ended.
const ENDS: [char; 12] = [',', '。', ';', '、', '(', ')', ':', '!', '?', '"', '“', '”'];
/// Last characters of an address.
const LAST: [char; 26] = [
    '号', '室', '户', '楼', '栋', '幢', '座', '层', '元', '组', '队', '村', '巷', '街', '路', '区',
    '县', '市', '镇', '乡', '弄', '院', '里', '庄', '园', '道',
];
/// Longest address.
const LONGEST: usize = 60;
/// How far behind a name an address is still that person's.
const NEAR: usize = 24;
/// Signs of a unit in whose name an address is given.
const UNITS: [&str; 24] = [
    "公司",
    "厂",
    "商行",
    "经营部",
    "门市部",
    "合作社",
    "事务所",
    "学校",
    "医院",
    "诊所",
    "药房",
    "饭店",
    "酒店",
    "超市",
    "中心",
    "商店",
    "餐厅",
    "企业",
    "局",
    "委员会",
    "政府",
    "法院",
    "农场",
    "店",
];
/// Words before a place that is none of a home.
const BUSINESS: [&str; 15] = [
    "经营场所",
    "经营地址",
    "经营地",
    "营业场所",
    "办公地址",
    "生产地址",
    "注册地址",
    "仓库",
    "现场",
    "施工",
    "工地",
    "坐落",
    "位于",
    "设在",
    "开设",
];

/// Addresses of persons. `names` are the names that were found: an address shortly behind one is that person's.
pub(crate) fn addresses(view: &View, names: &[Find]) -> Vec<Find> {
    let mut found: Vec<Find> = Vec::new();
    for label in places(view, &HOME) {
        let before = view.clause(label.start, 40);
        if let Some(range) = body(view, label.end)
            && !ends_with_any(&before, &["保障", "改善", "影响"])
        {
            found.push(view.found(range, Kind::Address, Certainty::Certain, "前面写明是住址"));
        }
    }
    for label in places(view, &SEAT) {
        let Some(range) = body(view, label.end) else { continue };
        let before = view.clause(label.start, 60);
        let business = BUSINESS.iter().any(|word| view.before(label.start, 6).contains(word))
            || ends_with_any(&before, &["IP", "网", "网络", "链接", "办公", "注册", "机关", "不"]);
        let of_person = names.iter().any(|name| {
            let between = view.slice(name.to..label.start);
            name.to <= label.start
                && between.chars().count() <= NEAR
                && !between.contains('。')
                && !UNITS.iter().any(|word| between.contains(word))
        });
        let person = of_person || person_before(&before);
        if business || (!person && UNITS.iter().any(|word| before.contains(word))) {
            continue;
        }
        let (certainty, why) = if person {
            (Certainty::Certain, "前面是自然人，写明了住所")
        } else {
            (Certainty::Likely, "可能是自然人的住所；是单位的可以保留")
        };
        found.push(view.found(range, Kind::Address, certainty, why));
    }
    for deep in places(view, &DEEP) {
        let range = start(view, deep.start)..deep.end;
        let before = view.clause(range.start, 24);
        let business = BUSINESS.iter().any(|word| before.contains(word))
            || UNITS.iter().any(|word| before.contains(word))
            || after_unit(view, range.end);
        if !business {
            let why = "写到门牌、房间或者村组的地址";
            let sure = view.slice(range.clone()).contains("单元")
                || view.slice(range.clone()).contains('村');
            let certainty = if sure { Certainty::Certain } else { Certainty::Likely };
            found.push(view.found(range, Kind::Address, certainty, why));
        }
    }
    found
}

fn places(view: &View, pattern: &LazyLock<Option<Regex>>) -> Vec<Range<usize>> {
    pattern.as_ref().map(|pattern| view.all(pattern)).unwrap_or_default()
}

fn ends_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

/// A seller's or an office's room: 501室从事, 302室的经营场所, 3号楼101商铺.
fn after_unit(view: &View, end: usize) -> bool {
    let after = view.after(end, 10);
    ["从事", "经营", "的经营", "开设", "商铺", "门市", "门面", "店", "办理", "窗口", "设立"]
        .iter()
        .any(|word| after.contains(word))
}

/// The last one spoken of is a person: a sex, a nationality or a number of a person stands before.
fn person_before(before: &str) -> bool {
    [
        ",男",
        ",女",
        "汉族",
        "身份号码",
        "身份证",
        "先生",
        "女士",
        "个体",
        "(男",
        "(女",
        "自然人",
        "证人",
        "举报人",
        "业主",
    ]
    .iter()
    .any(|word| before.contains(word))
}

/// The address that begins at a place: at least four characters that end in a sign of a place.
fn body(view: &View, from: usize) -> Option<Range<usize>> {
    let mut end = from;
    while end < view.len().min(from + LONGEST) && !ENDS.contains(&view.at(end)) {
        // A line break ends it, unless the number goes on behind it.
        if view.at(end) == '\n' && !(han(view.at(end + 1)) || view.at(end + 1).is_ascii_digit()) {
            break;
        }
        end += 1;
    }
    let mut last = end;
    while last > from && !LAST.contains(&view.at(last - 1)) && !view.at(last - 1).is_ascii_digit() {
        last -= 1;
    }
    let text = view.slice(from..last);
    let named = ["省", "市", "区", "县", "镇", "乡", "村", "路", "街", "号", "小区", "楼"]
        .iter()
        .filter(|sign| text.contains(**sign))
        .count();
    (last >= from + 4 && named >= 2).then_some(from..last)
}

/// Where an address begins whose end is known: back over characters of places to a sign or a word that leads to it.
fn start(view: &View, end: usize) -> usize {
    let mut at = end;
    while at > 0 && end - at < 30 {
        let c = view.at(at - 1);
        let leads = [
            '在', '于', '住', '至', '到', '从', '为', '系', '是', '和', '与', '赴', '往', '的',
            '及', '往', '由',
        ]
        .contains(&c);
        if leads || !(han(c) || c.is_ascii_digit()) {
            break;
        }
        at -= 1;
    }
    at
}
