//! Names of natural persons: those that are known, and those that their surroundings give away (当事人、证人、男、女、先生、系).
//!
//! What this is not: names of officers and judges, of units, of statutes; these are public.

use std::sync::LazyLock;

use regex::Regex;

use crate::plain::pattern;
use crate::surname;
use crate::view::{INVISIBLE, View, han};
use crate::{Certainty, Find, Kind};

/// Parts that a person has in a matter. The longest stand first.
static PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:法定代表人|法人代表|委托代理人|代理人|主要负责人|负责人|实际控制人|实际经营者|经营者|投资人|被处罚人|被处罚对象|行政相对人|当事人|被申请人|申请人|复议申请人|被检查人|被调查人|被询问人|被举报人|举报人|投诉人|信访人|反映人|开户人|持卡人|收款人|付款人|送货人|被招用人员|被侵害人|被监护人|从业人员|证人|见证人|监护人|第三人|利害关系人|联系人|收货人|签收人|受送达人|行为人|违法行为人|驾驶人|驾驶员|司机|店主|老板|店员|厨师|患者|死者|伤者|受害人|被害人|消费者|顾客|村民|居民|业主|户主|房主|房东|承租人|租户|股东|其妻子|其丈夫|其父亲|其母亲|其妻|其夫|其子|其女|其父|其母|妻子|丈夫|儿子|女儿|父亲|母亲|配偶|员工|职工|工人|邻居|姓名|学生|家长|车主|船主|雇主|雇员|被许可人|受让人|转让人)",
    )
});
/// A sex or a person's number behind a name.
static SEXED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?P<part> ?[,(] ?(?:男|女|性别|公民身份号码|身份证|系(?:该|本|上述)|(?:19|20)\d{2}年[^,。]{0,8}出?生))",
    )
});
/// A form of address behind a name.
static TITLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?P<part>先生|女士|小姐|大爷|大妈|阿姨|师傅)"));
/// What only a person does, behind a name at the beginning of a clause.
static DOES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?P<part>陈述|供述|承认|辩称|自述|述称|反映|声称|签名|签字|捺印|到场|驾驶|系当事人|系该|系本|系店|系经营|的询问笔录|的陈述|的证言|的身份证|本人|提供的|出具的|(?:对|拒绝在)[^,。]{0,10}(?:签字|签名|认可)|称[,:“])",
    )
});

/// Characters that no given name has at any place.
const NEVER: &str = "的了是在和与及或不其此该为于向从被把以可能应将已未称系说到对后前内外下等人者某×*限公司厂店市县村局院所部处科室厅站队组会校委政府法规章条款项证书号第名员元年月日时分现处罚款违反据根规定行为经提供出具签字询问笔录到场驾驶陈述供述承认辩自述反映地址电话住男女证看见听买卖销售持要当场进拿没就也还都却则均仍即曾给让请求因驾陪";
/// Surnames that are common words as well: behind a part without a sign between, more is asked of what follows.
const RISKY: &str = "于和向应有时从全都万单成安常明权何连解管计路方高金石白原满强商包房车关项官能宿经冷别终家温水米位权保查申代";
/// Words that begin like a name and are none.
const WORDS: [&str; 76] = [
    "高度", "高于", "方式", "方面", "安全", "常规", "常年", "金额", "时间", "和解", "马上", "于是",
    "江苏", "单位", "单独", "明确", "明知", "全部", "全体", "严重", "严格", "成立", "成品", "应当",
    "应予", "都是", "连续", "解除", "解释", "强制", "强行", "包装", "包括", "华北", "车辆", "车主",
    "房屋", "边界", "商品", "商户", "计算", "计量", "原因", "原料", "官方", "明细", "文书", "文件",
    "关于", "关系", "查明", "查封", "任何", "任职", "石油", "白酒", "金属", "温度", "项目", "路口",
    "宿舍", "权益", "权利", "权限", "代表", "查阅", "申报", "申请", "保管", "原告", "和联", "向有",
    "管理", "关联", "费用", "项下",
];
/// What may stand behind a name that stands directly behind a part.
const FOLLOWS: [&str; 44] = [
    "的", "系", "是", "称", "说", "在", "于", "到", "对", "向", "为", "与", "和", "及", "等", "提",
    "出", "签", "陈", "承", "拒", "未", "不", "已", "将", "因", "从", "经", "有", "擅", "违", "非",
    "自", "现", "某", "一", "二", "两", "至", "驾", "证", "当", "反", "持",
];
/// Officers' titles: their names are public (国办发〔2018〕118号六).
const OFFICERS: [&str; 9] = [
    "执法人员",
    "承办人",
    "审核人员",
    "主办人",
    "协办人",
    "审判长",
    "审判员",
    "书记员",
    "检查人员",
];

/// Whether a text is written like the name of a natural person: a surname and one or two characters that given names have.
pub fn looks_like_name(text: &str) -> bool {
    let chars: Vec<char> = text.trim().chars().collect();
    let Some(surname) = surname::length(&chars) else { return false };
    let given = chars.get(surname..).unwrap_or_default();
    matches!(given.len(), 1 | 2)
        && given.iter().all(|c| han(*c) && !NEVER.contains(*c))
        && !WORDS.iter().any(|word| text.starts_with(word))
}

/// Names that are known, wherever they stand, also with blanks between the characters.
pub(crate) fn known(view: &View, names: &[&str]) -> Vec<Find> {
    let mut found = Vec::new();
    for name in names {
        let wanted: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
        if wanted.len() < 2 {
            continue;
        }
        for from in 0..view.len() {
            if let Some(to) = matched(view, from, &wanted) {
                found.push(view.found(
                    from..to,
                    Kind::Name,
                    Certainty::Certain,
                    "本件登记过的自然人姓名",
                ));
            }
        }
    }
    found
}

/// Where a name that begins at a place ends, with blanks passed by.
fn matched(view: &View, from: usize, wanted: &[char]) -> Option<usize> {
    let mut at = from;
    for (place, c) in wanted.iter().enumerate() {
        while place > 0 && passed(view.at(at)) && at < view.len() {
            at += 1;
        }
        if at >= view.len() || view.at(at) != *c {
            return None;
        }
        at += 1;
    }
    Some(at)
}

fn passed(c: char) -> bool {
    c == ' ' || c == '\n' || c == '·' || INVISIBLE.contains(&c)
}

/// Names that their surroundings give away.
pub(crate) fn by_context(view: &View) -> Vec<Find> {
    let mut found = Vec::new();
    let mut note = |range: Option<(usize, usize)>, certainty, why| {
        if let Some((from, to)) = range {
            let find: Find = view.found(from..to, Kind::Name, certainty, why);
            if !found.contains(&find) {
                found.push(find);
            }
        }
    };
    for part in PART.as_ref().map(|pattern| view.all(pattern)).unwrap_or_default() {
        note(behind(view, part.end), Certainty::Certain, "前面写明了身份（当事人、证人等）");
    }
    for sexed in SEXED.as_ref().map(|pattern| view.all(pattern)).unwrap_or_default() {
        note(
            in_front(view, sexed.start, true),
            Certainty::Certain,
            "后面写明了性别、出生或者身份证件",
        );
    }
    for title in TITLE.as_ref().map(|pattern| view.all(pattern)).unwrap_or_default() {
        note(in_front(view, title.start, false), Certainty::Certain, "后面有对人的称呼");
    }
    for does in DOES.as_ref().map(|pattern| view.all(pattern)).unwrap_or_default() {
        note(in_front(view, does.start, true), Certainty::Likely, "像是人名，后面是只有人才做的事");
    }
    found
}

/// A name that was found once is the same name wherever it stands again.
pub(crate) fn repeated(view: &View, found: &mut Vec<Find>) {
    let names: Vec<(String, Certainty)> = found
        .iter()
        .filter(|find| find.kind == Kind::Name && find.certainty == Certainty::Certain)
        .map(|find| (find.text.chars().filter(|c| han(*c)).collect(), find.certainty))
        .collect();
    for (name, certainty) in names {
        let wanted: Vec<char> = name.chars().collect();
        if wanted.len() < 2 {
            continue;
        }
        for from in 0..view.len() {
            let Some(to) = matched(view, from, &wanted) else { continue };
            // Two characters may be part of a longer word: 王丽 in 王丽娟商行 is a unit's name.
            let unit = unit_goes_on(view, to);
            if !unit && found.iter().all(|other| to <= other.from || other.to <= from) {
                found.push(view.found(from..to, Kind::Name, certainty, "与前面认出的姓名相同"));
            }
        }
    }
}

/// A unit's name goes on behind: 张小明餐饮店.
fn unit_goes_on(view: &View, to: usize) -> bool {
    let after: String = view.after(to, 10).chars().take_while(|c| han(*c)).collect();
    [
        "店",
        "商行",
        "公司",
        "超市",
        "经营部",
        "诊所",
        "厂",
        "饭馆",
        "门市",
        "工作室",
        "养殖场",
        "合作社",
        "农场",
        "加工坊",
    ]
    .iter()
    .any(|unit| after.contains(unit))
        && !after.starts_with([
            '在', '系', '的', '称', '对', '到', '向', '是', '经', '于', '自', '反', '证', '陈',
            '提', '家', '拒', '未', '与', '将',
        ])
}

/// A name directly behind a part, with at most a sign, 为, 是, 系, 姓名 or a bracket between.
fn behind(view: &View, end: usize) -> Option<(usize, usize)> {
    let mut at = end;
    let mut open = false;
    // 当事人（被处罚人）：
    if view.at(at) == '(' {
        let close = (at..view.len().min(at + 16)).find(|place| view.at(*place) == ')');
        let held = close.map(|close| view.slice(at + 1..close)).unwrap_or_default();
        match close {
            Some(close) if held.contains("姓名") || held.contains('人') || held.contains('者') =>
            {
                at = close + 1;
            }
            _ => {
                at += 1;
                open = true;
            }
        }
    }
    for word in ["姓名", "名字"] {
        if view.after(at, 2) == word {
            at += 2;
        }
    }
    while matches!(view.at(at), ':' | ' ' | '\n' | '"' | '“') && at < view.len() {
        at += 1;
        open = true;
    }
    if !open && matches!(view.at(at), '为' | '是' | '系' | '叫') {
        at += 1;
        open = true;
    }
    name_at(view, at, open).filter(|(_, to)| !unit_goes_on(view, *to))
}

/// The name that begins at a place. `open`: a sign stands before, so that less is asked of what follows.
fn name_at(view: &View, from: usize, open: bool) -> Option<(usize, usize)> {
    let (mut chars, mut places) = (Vec::new(), Vec::new());
    let mut at = from;
    while chars.len() < 5 && at < view.len() {
        let c = view.at(at);
        let gap = !chars.is_empty()
            && (INVISIBLE.contains(&c) || (chars.len() <= 2 && (c == ' ' || (open && c == '\n'))));
        if !gap {
            if !han(c) {
                break;
            }
            chars.push(c);
            places.push(at);
        }
        at += 1;
    }
    let surname = surname::length(&chars)?;
    if WORDS.iter().any(|word| chars.starts_with(&word.chars().collect::<Vec<_>>())) {
        return None;
    }
    let fits = |length: usize| {
        let given = chars.get(surname..length)?;
        if given.is_empty() || given.iter().any(|c| NEVER.contains(*c)) {
            return None;
        }
        let end = places.get(length.checked_sub(1)?)? + 1;
        let next = view.at(end);
        let bound = !han(next) || end >= view.len();
        let word = FOLLOWS.iter().any(|word| view.after(end, 1) == *word);
        // Two given characters behind a plain surname are a name, whatever follows.
        let plain = length == surname + 2
            && (surname == 2 || !chars.first().is_some_and(|c| RISKY.contains(*c)));
        (bound || word || plain).then_some((from, end))
    };
    fits(surname + 2).or_else(|| fits(surname + 1))
}

/// The name that ends at a place: from the beginning of the clause where `whole`, otherwise the last two to four characters.
fn in_front(view: &View, end: usize, whole: bool) -> Option<(usize, usize)> {
    for length in [3_usize, 2, 4] {
        let Some(from) = end.checked_sub(length) else { continue };
        let chars: Vec<char> = view.slice(from..end).chars().collect();
        if chars.len() != length || !chars.iter().all(|c| han(*c)) {
            continue;
        }
        let Some(surname) = surname::length(&chars) else { continue };
        let given = chars.get(surname..).unwrap_or_default();
        let right = match (surname, given.len()) {
            (1 | 2, 1 | 2) => !given.iter().any(|c| NEVER.contains(*c)),
            _ => false,
        };
        let text: String = chars.iter().collect();
        if !right || WORDS.iter().any(|word| text.starts_with(word)) {
            continue;
        }
        let before = view.before(from, 5);
        let officer = OFFICERS.iter().any(|title| view.clause(from, 12).contains(title));
        let begins = from == 0
            || !han(view.at(from - 1))
            || [
                "人", "者", "经", "由", "对", "向", "与", "和", "及", "据", "民", "员", "方", "主",
                "有", "为", "系", "是",
            ]
            .iter()
            .any(|word| before.ends_with(word));
        // Inside a sentence two letters behind another one are more often a word than a name.
        let inside = !begins && (whole || (length == 2 && han(view.at(from - 1))));
        if officer || inside {
            continue;
        }
        return Some((from, end));
    }
    None
}
