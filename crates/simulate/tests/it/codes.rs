//! The table of periods as the lawyers wrote it down, copied by hand once more, and every row of it held against the pack.

use zhiheng_calendar::Unit;
use zhiheng_law::period::{Direction, RuleKind};

use crate::law;

/// Code, amount and unit, extension, and what its article must name.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// W working days, D natural days, H hours, M months, Y years; `≥` at least, `before` counted back.
const ROWS: &[Row] = &[
    ("PEN_VERIFY", "15W", "15W", "市监18"),
    ("PEN_LIMIT", "2Y", "", "处罚法36"),
    ("PEN_LIMIT/5Y", "5Y", "", "处罚法36"),
    ("PEN_REG", "7W", "", "处罚法56"),
    ("PEN_EMERG", "24H", "", "强制法19"),
    ("PEN_DEFEND", "5W", "", "市监57"),
    ("PEN_HEAR_REQ", "5W", "", "处罚法64"),
    ("PEN_HEAR_NOTICE", "≥7W", "", "处罚法64"),
    ("PEN_HEAR_REPORT", "5W", "", "市监听29"),
    ("PEN_LEGAL", "5W", "5W", "蒙244第31"),
    ("PEN_DECIDE", "90D", "30D open", "处罚法60"),
    ("PEN_SERVE", "7W", "", "处罚法61"),
    ("PEN_ANNOUNCE", "30D", "", "民事诉讼法95"),
    ("PEN_ANNOUNCE/60D", "60D", "", ""),
    ("PEN_PUBLISH", "7W", "", "118号（六）"),
    ("PEN_WITHDRAW", "3W", "", "处罚法48"),
    ("PEN_PAY", "15D", "open", "处罚法67"),
    ("PEN_CASH1", "2W", "", "处罚法71"),
    ("PEN_CASH2", "2W", "", "处罚法71"),
    ("PEN_SURCHARGE", "3%", "", "处罚法72"),
    ("PEN_URGE", "10W", "", "强制法54"),
    ("PEN_COURT", "3M", "", "强制法53"),
    ("PEN_SIMPLE_FILE", "3W", "", "处罚法52"),
    ("PEN_CLOSE", "15W", "", "市监77"),
    ("PEN_ARCHIVE", "30D", "", "辽程93"),
    ("LIC_CORRECT", "5W", "", "许可法32"),
    ("LIC_DECIDE", "20W", "10W", "许可法42"),
    ("LIC_JOINT", "45W", "15W", "许可法42"),
    ("LIC_HEAR_REQ", "5W", "", "许可法47"),
    ("LIC_HEAR_HOLD", "20W", "", "许可法47"),
    ("LIC_HEAR_NOTICE", "≥7W", "", "许可法48"),
    ("LIC_DELIVER", "10W", "", "许可法44"),
    ("LIC_RENEW", "before 30W", "", "许可法50"),
    ("LIC_PUBLISH", "7W", "", "118号（六）"),
    ("COE_SEAL", "30D", "30D", "强制法25"),
    ("COE_FREEZE", "30D", "30D", "强制法32"),
    ("COE_FREEZE_DOC", "3W", "", "强制法31"),
    ("COE_SUBST", "≥3W", "", "强制法51"),
    ("COE_RESUME", "3Y", "", "强制法39"),
    ("INS_LATE", "2W", "", "浙程78"),
    ("INS_RESULT", "3W", "", "浙程79"),
    ("ANY_PUBLISH", "20W", "", "118号（六）"),
    ("ANY_EXOFFICIO", "60D", "30D", "鲁程93"),
    ("ANY_APPLY", "20D", "10D", "鲁程93"),
    ("ADJ_DECIDE", "60D", "30D", "鲁程117"),
    ("CRIM_APPROVE", "3D", "", "移送规定5"),
    ("CRIM_SEND", "24H", "", "移送规定5"),
    ("PET_ROUTE", "15D", "", "信访工作条例22"),
    ("PET_NOTICE", "15D", "", "信访工作条例23"),
    ("PET_OBJECT", "5W", "", "信访工作条例23"),
    ("PET_HANDLE", "60D", "30D", "信访工作条例34"),
    ("PET_REVIEW_REQ", "30D", "", "信访工作条例35"),
    ("PET_REVIEW_DO", "30D", "", "信访工作条例35"),
    ("PET_RECHECK_REQ", "30D", "", "信访工作条例36"),
    ("PET_RECHECK_DO", "30D", "", "信访工作条例36"),
    ("PET_FEEDBACK", "30D", "", "信访工作条例40"),
    ("FOI_CORRECT", "7W", "", "政府信息公开条例30"),
    ("FOI_REPLY", "20W", "20W", "政府信息公开条例33"),
    ("FOI_THIRD", "15W", "", "政府信息公开条例32"),
    ("REV_ANSWER", "10W", "", "行政复议法48"),
    ("REV_ANSWER/5W", "5W", "", "行政复议法54"),
    ("LIT_ANSWER", "15D", "", "行政诉讼法67"),
    ("RIGHT_REVIEW", "60D", "", "行政复议法20"),
    ("RIGHT_SUE", "6M", "", "行政诉讼法46"),
    ("AV_UPLOAD", "24H", "24H", "蒙244第20"),
    ("AV_UPLOAD/1W", "1W", "24H", "粤录23"),
    ("REPORT_YEAR", "01-31", "", "118号"),
    ("PRE_PUBLISH", "20W", "", "政府信息公开条例26"),
    ("REVIEW_SCORE_REQ", "10W", "", "粤231第12"),
    ("REVIEW_SCORE_ANSWER", "10W", "", "粤231第12"),
];

/// What must stop the clock of a rule.
const STOPS: &[(&str, &[&str])] = &[
    ("PEN_VERIFY", &["鉴定检验"]),
    ("PEN_LEGAL", &["补正材料"]),
    ("PEN_DECIDE", &["中止", "听证", "公告", "鉴定检验"]),
    ("PEN_PUBLISH", &["不公开审批"]),
    ("PEN_SURCHARGE", &["复议", "诉讼"]),
    ("LIC_DECIDE", &["听证", "招标", "检验", "鉴定", "专家评审"]),
    ("LIC_JOINT", &["听证", "招标", "检验", "鉴定", "专家评审"]),
    ("COE_SEAL", &["检测鉴定"]),
    ("ANY_PUBLISH", &["不公开审批"]),
    ("ANY_EXOFFICIO", &["听证", "鉴定检验"]),
    ("ANY_APPLY", &["听证", "鉴定检验"]),
    ("PET_RECHECK_DO", &["听证"]),
    ("FOI_REPLY", &["征求意见"]),
    ("AV_UPLOAD", &["偏远", "异地", "连续执法"]),
];

fn length(period: zhiheng_calendar::Period) -> String {
    let unit = match period.unit {
        Unit::Hour => 'H',
        Unit::NaturalDay => 'D',
        Unit::WorkingDay => 'W',
        Unit::Month => 'M',
        Unit::Year => 'Y',
    };
    format!("{}{unit}", period.amount)
}

#[test]
fn every_row_of_the_table_of_periods_is_a_rule_with_its_length_extension_and_article() {
    let periods = law().pack.periods;
    let mut differing = Vec::new();
    for (code, amount, extension, article) in ROWS {
        let Some(rule) = periods.get(code) else {
            differing.push(format!("{code} is no rule"));
            continue;
        };
        let held = match rule.kind {
            RuleKind::Term(period) => length(period),
            RuleKind::Rate { percent } => format!("{percent}%"),
            RuleKind::Annual { month, day } => format!("{month:02}-{day:02}"),
        };
        let held = match rule.direction {
            Direction::Minimum => format!("≥{held}"),
            Direction::Before => format!("before {held}"),
            Direction::Deadline | Direction::Elapsed => held,
        };
        let longer: Vec<String> = rule
            .extensions
            .iter()
            .map(|extension| extension.period.map_or_else(|| "open".to_owned(), length))
            .collect();
        let longer = longer.join(" ");
        if held != *amount || longer != *extension || !rule.basis.contains(article) {
            differing.push(format!(
                "{code}: {held} + {longer} ({}), not {amount} + {extension} ({article})",
                rule.basis
            ));
        }
    }
    assert!(differing.is_empty(), "{differing:#?}");
}

#[test]
fn every_reason_that_the_table_gives_for_stopping_a_clock_stands_in_its_rule() {
    let periods = law().pack.periods;
    for (code, reasons) in STOPS {
        let rule = periods.get(code).unwrap();
        for reason in *reasons {
            assert!(rule.stops.iter().any(|held| held == reason), "{code}: {reason}");
        }
    }
}

#[test]
fn no_rule_is_without_an_article() {
    for rule in law().pack.periods.rules() {
        assert!(!rule.basis.trim().is_empty(), "{}", rule.code);
    }
}
