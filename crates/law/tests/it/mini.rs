//! A small lawful pack for tests, which each test spoils in one place.

use zhiheng_law::{Pack, PackFault};

pub(crate) const PACK: &str = r#"id = "test"
title = "测试包"
version = "1"
"#;

pub(crate) const STATUTES: &str = r#"[[statute]]
code = "处罚法"
title = "行政处罚法"
version = 2021-01-22
from = 2021-07-15
articles = 86
"#;

pub(crate) const PERIODS: &str = r#"[[rule]]
code = "PEN_DECIDE"
title = "处罚决定期限"
from = "立案"
to = "决定"
amount = 90
unit = "natural_day"
bearer = "agency"
roll = "stay"
basis = "处罚法60"
certainty = "read"
"#;

pub(crate) const CATALOGUE: &str = r#"[[entry]]
id = "large"
title = "数额较大"
procedures = ["mini"]
condition = "facts.fine >= param.limit"
basis = "处罚法58"
mandatory = true
"#;

pub(crate) const PROCEDURE: &str = r#"id = "mini"
title = "小程序"
category = "行政处罚"
noun = "案件"
number_kind = "小"
from = 2021-07-15
basis = ["处罚法54"]

[[stage]]
id = "one"
title = "查"
steps = ["立案", "审核"]

[[stage]]
id = "two"
title = "办结"
steps = ["决定"]

[[fact]]
id = "fine"
label = "罚款"
default = 0
reviewed = true

[[fact]]
id = "kinds"
label = "种类"
default = []

[parameter.limit]
label = "审核金额"
value = 100
unit = "分"
min = 0
max = 1000
basis = "处罚法58"
certainty = "read"

[[act]]
id = "open"
title = "立案"
kind = "open"
stage = "one"
step = "立案"
power = "register"
numbers = true
basis = ["处罚法54"]
help = "登记。"
sentence = "已立案，{number}，期限 {due:decide}。"
next = ["submit"]

[[act.field]]
id = "source"
label = "来源"
type = "choice"
required = true
options = ["检查", "举报"]
help = "从哪里来。"

[[act.field]]
id = "fine"
label = "罚款"
type = "money"
required = true
help = "以分计。"
basis = "处罚法59"
fact = "fine"

[[act.field]]
id = "day"
label = "日期"
type = "date"
help = "哪一天。"

[[act.duty]]
id = "decide"
title = "作出决定"
kind = "handle"
owner = "decide"
rule = "PEN_DECIDE"
start = "day"
fulfilled_by = ["decide"]
when = "facts.fine > 0"
basis = "处罚法60"

[[act]]
id = "submit"
title = "送审"
kind = "submit"
stage = "one"
step = "审核"
power = "handle"
repeat = true
basis = ["处罚法58"]
help = "送审。"
sentence = "已送审。"
next = ["opine"]

[[act.gate]]
gate = "after"
acts = ["open"]
basis = "处罚法54"
message = "先立案"
supply = "open"

[[act]]
id = "opine"
title = "审核"
kind = "opine"
stage = "one"
step = "审核"
power = "review"
repeat = true
basis = ["处罚法58"]
help = "审核。"
sentence = "已审核。"
next = ["decide"]

[[act.field]]
id = "conclusion"
label = "结论"
type = "choice"
required = true
options = ["同意", "不同意"]
help = "只有同意放行。"

[[act.field]]
id = "items"
label = "逐项"
type = "review_items"
required = true
help = "逐项。"

[[act.gate]]
gate = "after"
acts = ["submit"]
basis = "处罚法58"
message = "先送审"

[[act]]
id = "decide"
title = "决定"
kind = "decide"
stage = "two"
step = "决定"
power = "decide"
basis = ["处罚法57"]
help = "决定。"
sentence = "已决定，{paper}。"

[[act.field]]
id = "text"
label = "正文"
type = "long"
required = true
help = "写什么。"

[[act.gate]]
gate = "review_cleared"
when = "done.open > 0"
basis = "处罚法58"
message = "先审核"
supply = "submit"

[[act.gate]]
gate = "holds"
condition = "fields.text != '' && facts.fine < 1000"
basis = "处罚法59"
message = "不能超过"

[[act.gate]]
gate = "within"
since = "open"
rule = "PEN_DECIDE"
basis = "处罚法60"
message = "超过期限"

[[act.paper]]
id = "decision"
title = "决定书"
number_kind = "小决"
outward = true
body = ["{text}，罚款 {facts.fine}", "{agency}"]

[[example]]
title = "一次决定"

[[example.step]]
at = "2026-03-02T09:00"
who = "officer-a"
act = "open"
due = { decide = "2026-05-31" }
fields = { source = "检查", fine = 100, day = "2026-03-02" }

[[example.step]]
at = "2026-03-02T10:00"
who = "principal"
act = "decide"
refused = "gate.review_cleared"
basis = "处罚法58"
fields = { text = "罚" }
"#;

/// The files of the pack.
pub(crate) fn files() -> Vec<(String, String)> {
    [
        ("national/pack.toml", PACK),
        ("national/statutes.toml", STATUTES),
        ("national/periods.toml", PERIODS),
        ("national/catalogue.toml", CATALOGUE),
        ("national/procedures/mini.toml", PROCEDURE),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .to_vec()
}

/// The pack, which must be lawful.
pub(crate) fn load() -> Pack {
    Pack::load(&files()).unwrap_or_else(|faults| panic!("{}", told(&faults)))
}

/// The faults after one place in one file was spoilt.
#[track_caller]
pub(crate) fn spoil(file: &str, from: &str, to: &str) -> (Vec<PackFault>, String) {
    let mut files = files();
    let name = format!("national/{file}");
    let (_, text) = files.iter_mut().find(|(known, _)| *known == name).expect("a file of the pack");
    assert_eq!(text.matches(from).count(), 1, "«{from}» must stand exactly once");
    *text = text.replacen(from, to, 1);
    let spoilt = text.clone();
    match Pack::load(&files) {
        Ok(_) => (Vec::new(), spoilt),
        Err(faults) => (faults, spoilt),
    }
}

pub(crate) fn told(faults: &[PackFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
