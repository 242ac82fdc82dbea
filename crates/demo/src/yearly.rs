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
const STEPS: [(i8, &str, &str); 6] = [
    (6, "compile", "officer"),
    (8, "examine", "section"),
    (12, "approve_report", "head"),
    (20, "release", "editor"),
    (21, "send_government", "officer"),
    (22, "send_superior", "officer"),
];

enum Chore {
    Open,
    Act { agency: &'static str, year: i16, act: &'static str, desk: &'static str },
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
            for (day, act, desk) in STEPS {
                let Ok(day) = Date::new(january.year(), 1, day) else { continue };
                for (agency, ..) in AGENCIES {
                    if agency != LATE || act == "compile" {
                        chores.push((day.at(16, 0, 0, 0), Chore::Act { agency, year, act, desk }));
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
                Chore::Act { agency, year, act, desk } => {
                    let Some(caller) = callers.get(&person(agency, desk)) else { continue };
                    let Some(matter) = app.report_matter(agency, year).await? else { continue };
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
        "compile" => {
            let mut fields = app.act_form(caller, matter, act).await?.defaults;
            for (section, text) in [
                ("section_rules", "本年度没有新制定的制度；现行制度在执法清单中公布。（演示）"),
                ("section_training", "组织执法人员集中培训两次，参加人员考核合格。（演示）"),
                ("section_dossiers", "对本机关办结的案卷进行了自查。（演示）"),
                ("section_plans", "音像记录入库还不够及时；下一年度按期归集，按月通报。（演示）"),
            ] {
                fields.insert(section.to_owned(), Value::from(text));
            }
            Ok(fields)
        }
        "send_government" | "send_superior" => Ok(said(json!({
            "to": if act == "send_superior" { "上级主管部门（演示）" } else { "本级人民政府办公室（演示）" },
            "sent_on": at.date().to_string(),
            "way": "公文交换",
            "receipt_no": "收文登记（演示）",
        }))),
        _ => Ok(Map::new()),
    }
}
