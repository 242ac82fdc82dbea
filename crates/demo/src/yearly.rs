//! The yearly reports of the demonstration: opened by the platform in December, compiled, examined, approved, published and sent in
//! January by the people of each agency. One county is late, so that a red light can be seen.
//!
//! What this is not: the numbers (the platform fills them in from the matters that were played).

use std::collections::{BTreeMap, VecDeque};

use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value, json};
use zhiheng_app::caller::Caller;
use zhiheng_app::perform::Wish;
use zhiheng_app::{App, Error};

use crate::clock::ManualClock;
use crate::people::{AGENCIES, person};

/// The county that compiles and gets no further.
const LATE: &str = "qinyuan";

/// Days of January on which the acts fall, with the desk that performs each.
const STEPS: [(&str, i8, &str, &str); 12] = [
    ("annual", 6, "compile", "officer"),
    ("annual", 8, "examine", "section"),
    ("annual", 12, "approve_report", "head"),
    ("annual", 20, "release", "editor"),
    ("annual", 21, "send_government", "officer"),
    ("annual", 22, "send_superior", "officer"),
    ("openness", 5, "enter", "officer"),
    ("openness", 7, "compile", "officer"),
    ("openness", 9, "examine", "section"),
    ("openness", 13, "approve_report", "head"),
    ("openness", 20, "release", "editor"),
    ("openness", 22, "send_office", "officer"),
];

/// What a person of the demonstration knows beside the platform: a few requests for information, all answered but one.
const ENTERED: [(&str, &str); 7] = [
    ("norms.held", "2"),
    ("apply.new.person", "3"),
    ("apply.new.company", "1"),
    ("apply.granted.person", "2"),
    ("apply.unheld.company", "1"),
    ("apply.left.person", "1"),
    ("dispute_openness.review.kept", "1"),
];

enum Chore {
    Open,
    Act {
        report: &'static str,
        agency: &'static str,
        year: i16,
        act: &'static str,
        desk: &'static str,
    },
}

/// What is still to be done, the earliest first.
pub(crate) struct Yearly(VecDeque<(DateTime, Chore)>);

impl Yearly {
    /// The reports of every year whose December lies between two moments.
    pub(crate) fn planned(from: Date, until: DateTime) -> Self {
        let mut chores = Vec::new();
        for year in from.year()..=until.date().year() {
            let (Ok(opening), Ok(january)) = (Date::new(year, 12, 1), Date::new(year + 1, 1, 1))
            else {
                continue;
            };
            if opening < from {
                continue;
            }
            chores.push((opening.at(8, 30, 0, 0), Chore::Open));
            for (report, day, act, desk) in STEPS {
                let Ok(day) = Date::new(january.year(), 1, day) else { continue };
                for (agency, ..) in AGENCIES {
                    if agency != LATE || matches!(act, "enter" | "compile") {
                        let chore = Chore::Act { report, agency, year, act, desk };
                        chores.push((day.at(16, 0, 0, 0), chore));
                    }
                }
            }
        }
        chores.retain(|(at, _)| *at <= until);
        chores.sort_by_key(|(at, _)| *at);
        Self(chores.into())
    }

    /// Does what was due by a moment.
    ///
    /// # Errors
    /// The store is not there, or the law refuses what every agency owes.
    pub(crate) async fn until(
        &mut self,
        app: &App,
        clock: &ManualClock,
        callers: &BTreeMap<String, Caller>,
        moment: DateTime,
    ) -> Result<(), Error> {
        while self.0.front().is_some_and(|(at, _)| *at <= moment) {
            let Some((at, chore)) = self.0.pop_front() else { break };
            clock.forward(zhiheng_calendar::china_timestamp(at));
            match chore {
                Chore::Open => {
                    app.open_reports().await?;
                }
                Chore::Act { report, agency, year, act, desk } => {
                    let Some(caller) = callers.get(&person(agency, desk)) else { continue };
                    let held = app.report_matter(report, agency, year).await?;
                    let Some(matter) = held else { continue };
                    let fields = form(app, caller, &matter, act, at).await?;
                    let wish = Wish {
                        matter: Some(matter),
                        act: act.to_owned(),
                        fields,
                        ..Wish::default()
                    };
                    app.perform(caller, &wish).await?;
                }
            }
        }
        Ok(())
    }
}

/// What the person hands in: the platform's drafts as they are, and what only people know.
async fn form(
    app: &App,
    caller: &Caller,
    matter: &str,
    act: &str,
    at: DateTime,
) -> Result<Map<String, Value>, Error> {
    let said = |value: Value| match value {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    match act {
        "enter" => {
            let mut fields = app.act_form(caller, matter, act).await?.defaults;
            if let Some(rows) = fields.get_mut("entered").and_then(Value::as_array_mut) {
                for row in rows {
                    let number = row.get(0).and_then(Value::as_str).and_then(|cell| {
                        ENTERED.iter().find(|(held, _)| *held == cell).map(|(_, number)| *number)
                    });
                    if let (Some(number), Some(place)) = (number, row.get_mut(3)) {
                        *place = Value::from(number);
                    }
                }
            }
            fields.insert("entered_source".to_owned(), Value::from("申请登记簿、收费台账（演示）"));
            Ok(fields)
        }
        "compile" => {
            let mut fields = app.act_form(caller, matter, act).await?.defaults;
            for (section, text) in [
                (
                    "section_problems",
                    "公开申请的答复文书还不够统一；下一年度统一样式、按月检查。（演示）",
                ),
                ("section_others", "没有收取信息处理费。没有其他需要报告的事项。（演示）"),
                ("section_rules", "本年度没有新制定的制度；现行制度在执法清单中公布。（演示）"),
                ("section_training", "组织执法人员集中培训两次，参加人员考核合格。（演示）"),
                ("section_dossiers", "对本机关办结的案卷进行了自查。（演示）"),
                ("section_plans", "音像记录入库还不够及时；下一年度按期归集，按月通报。（演示）"),
            ] {
                if fields.contains_key(section) {
                    fields.insert(section.to_owned(), Value::from(text));
                }
            }
            if let Some(Value::String(text)) = fields.get_mut("section_overview") {
                *text = text.replace("：（由编制的人填写）", "正常（演示）");
            }
            Ok(fields)
        }
        "send_government" | "send_superior" | "send_office" => Ok(said(json!({
            "to": if act == "send_superior" { "上级主管部门（演示）" } else { "本级人民政府办公室（演示）" },
            "sent_on": at.date().to_string(),
            "way": "公文交换",
            "receipt_no": "收文登记（演示）",
        }))),
        _ => Ok(Map::new()),
    }
}
