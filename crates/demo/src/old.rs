//! Two petitions of long ago, handled under the rules of their day and filed for ten years: their period has ended.
//!
//! What this is not: rows with an early date. They were performed like all others, with the clock where it stood then.

use jiff::civil::{Date, DateTime, date};
use serde_json::{Value, json};
use zhiheng_app::perform::Wish;
use zhiheng_app::{App, Error};

use crate::clock::ManualClock;
use crate::people::{invented_name, person};
use crate::play::{Callers, object};

/// The day on which people take up their posts; two years of work begin much later.
pub const FIRST: Date = date(2014, 3, 3);

/// One petition: agency, what it is about, and its days from registration to filing.
const PETITIONS: [(&str, &str, [DateTime; 5]); 2] = [
    (
        "luzhou",
        "合同纠纷",
        [
            date(2014, 4, 8).at(9, 20, 0, 0),
            date(2014, 4, 10).at(10, 0, 0, 0),
            date(2014, 4, 15).at(9, 30, 0, 0),
            date(2014, 4, 18).at(15, 0, 0, 0),
            date(2014, 5, 6).at(9, 0, 0, 0),
        ],
    ),
    (
        "luzhou",
        "宅基地边界争议",
        [
            date(2015, 9, 8).at(9, 20, 0, 0),
            date(2015, 9, 9).at(10, 0, 0, 0),
            date(2015, 9, 16).at(9, 30, 0, 0),
            date(2015, 9, 18).at(15, 0, 0, 0),
            date(2015, 10, 12).at(9, 0, 0, 0),
        ],
    ),
];

/// Performs them. Answers how many acts that were.
///
/// # Errors
/// The store is not there, or an act of them is refused: then the demonstration contradicts its own law.
pub(crate) async fn play(
    app: &App,
    clock: &ManualClock,
    callers: &Callers,
) -> Result<usize, Error> {
    let mut acts = 0;
    for (n, (agency, subject, days)) in PETITIONS.into_iter().enumerate() {
        let mut matter = None;
        let steps = [
            ("register", "officer"),
            ("route", "officer"),
            ("refuse", "officer"),
            ("conclude", "section"),
            ("archive", "archivist"),
        ];
        for ((act, desk), at) in steps.into_iter().zip(days) {
            clock.forward(zhiheng_calendar::china_timestamp(at));
            let Some(caller) = callers.get(&person(agency, desk)) else { continue };
            let wish = Wish {
                matter: matter.clone(),
                procedure: "petition.2005".to_owned(),
                act: act.to_owned(),
                fields: object(form(act, subject, &invented_name(n * 5 + 40), at)),
                ..Wish::default()
            };
            matter = Some(app.perform(caller, &wish).await?.matter.id);
            acts += 1;
        }
    }
    Ok(acts)
}

fn form(act: &str, subject: &str, party: &str, at: DateTime) -> Value {
    let day = at.date().to_string();
    match act {
        "register" => json!({
            "title": format!("反映{subject}"), "channel": "书信", "received_on": day, "party": party, "party_kind": "自然人",
            "address": "长治市示例村(演示地址)", "request": "请求依法处理。",
            "facts": format!("就{subject}，来信人与对方多次协商没有结果。"),
        }),
        "route" => json!({
            "manner": "本机关办理", "to": "本机关办理科室", "handed_on": day, "why": "属于职权范围。",
        }),
        "refuse" => json!({
            "reason": "已经或者依法应当通过诉讼、仲裁、行政复议等法定途径解决", "explanation": "请向人民法院起诉。",
        }),
        "conclude" => json!({ "outcome": "不予受理", "follow_up": "做好解释。" }),
        _ => json!({ "keeping": "10年", "volume": format!("演示{}-1", at.year()), "pages": 9 }),
    }
}
