//! Registers through the application: three hands, versions with their days, what an act is told, and that all of it is on
//! the record: rebuilt to the same bytes, verified, audited.

mod catalogue;
mod import;
mod known;
mod life;
mod owed;

use jiff::civil::Date;
use serde_json::{Value, json};
use zhiheng_app::Error;
use zhiheng_app::registers::{Done, EntryWish};
use zhiheng_domain::register::{Step, Wish};

use crate::world::{World, object};

/// A register that nobody foresaw.
pub(crate) const FIREWOOD: (&str, &str) = (
    "registers/firewood.toml",
    r#"id = "firewood"
title = "柴火清单"
noun = "柴火"
help = "谁也没想到的名录。"
place = 99
basis = ["处罚法34"]
key = ["name"]
name = "name"

[[column]]
id = "name"
title = "名称"
type = "text"
required = true

[[column]]
id = "keeper"
title = "保管人"
type = "text"
public = false
"#,
);

/// A procedure that asks the registers.
pub(crate) const ASKING: [(&str, &str); 2] = [
    ("national/procedures/test-asking.toml", include_str!("asking.toml")),
    ("national/procedures/test-asking.examples.toml", include_str!("asking.examples.toml")),
];

pub(crate) fn wish(step: Step, words: &str) -> Wish {
    Wish { step, fields: object(json!({})), none: None, day: None, words: words.to_owned() }
}

pub(crate) fn entry(id: Option<&str>, wish: Wish) -> EntryWish {
    EntryWish { id: id.map(ToOwned::to_owned), agency: None, seen: None, wish }
}

impl World {
    /// One step with one entry.
    pub(crate) async fn step(
        &self,
        desk: &str,
        kind: &str,
        id: Option<&str>,
        wish: Wish,
    ) -> Result<Done, Error> {
        self.app.change_entries(&self.caller(desk).await, kind, vec![entry(id, wish)]).await
    }

    /// Collected by the officer, examined by the reviewer, published by the editor. Answers the id.
    pub(crate) async fn publish(&self, kind: &str, fields: Value, day: Option<Date>) -> String {
        let proposal =
            Wish { fields: object(fields), day, ..wish(Step::Propose, "长政发〔2026〕1号") };
        let done = self.step("officer", kind, None, proposal).await.unwrap();
        let id = done.entries[0].id.clone();
        self.step("reviewer", kind, Some(&id), wish(Step::Examine, "同意")).await.unwrap();
        self.step("editor", kind, Some(&id), wish(Step::Publish, "")).await.unwrap();
        id
    }
}

/// The codes of a refusal.
#[track_caller]
pub(crate) fn codes(error: Error) -> Vec<String> {
    match error {
        Error::Refused(reasons) | Error::Input(reasons) => {
            reasons.into_iter().map(|reason| reason.code).collect()
        }
        other => vec![format!("{other:?}")],
    }
}

pub(crate) fn item(code: &str, name: &str) -> Value {
    json!({ "code": code, "category": "行政检查", "name": name, "basis": "《示例条例》第一条" })
}
