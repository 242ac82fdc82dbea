//! The reviewers of the simulated agency: one of every standing, published in the register like any other entry, so that who may not
//! review is tried as well as who may.
//!
//! What this is not: the rule who may (see `breach::reviewing`, which says it from what stands here).

use serde_json::json;
use zhiheng_app::ports::AccountRow;
use zhiheng_app::{App, Error};
use zhiheng_domain::Role;
use zhiheng_law::CATEGORIES;

use crate::registers::publish;
use crate::world::People;

/// What was published about a reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Person id.
    pub person: String,
    /// Needs no qualification, or holds it.
    pub qualified: bool,
    /// Categories of enforcement that the reviewer's own section handles.
    pub undertakes: Vec<String>,
}

/// Reviewers besides those of the worked examples; the last one is published nowhere.
const MORE: [&str; 3] = ["beginning-reviewer", "handling-reviewer", "unlisted-reviewer"];

/// Their accounts.
pub fn accounts() -> impl Iterator<Item = AccountRow> {
    MORE.into_iter().map(|id| AccountRow {
        username: id.to_owned(),
        person: id.to_owned(),
        name: format!("模拟人员{id}"),
        agency: "agency".to_owned(),
        roles: vec![Role::LegalReviewer.id().to_owned()],
        active: true,
    })
}

/// Publishes everybody but the unlisted one.
///
/// # Errors
/// The store is not there. A pack without this register is no error.
pub async fn enter(app: &App, people: &People) -> Result<Vec<Seat>, Error> {
    let mut seats = Vec::new();
    if app.register_of("reviewers").is_err() {
        return Ok(seats);
    }
    let all: Vec<String> = CATEGORIES.iter().map(|category| (*category).to_owned()).collect();
    for (person, qualified, undertakes) in [
        ("reviewer", true, Vec::new()),
        ("reviewing-officer", true, Vec::new()),
        ("beginning-reviewer", false, Vec::new()),
        ("handling-reviewer", true, all),
    ] {
        // A beginner is who began on 15 July 2021 or later (处罚法58).
        let fields = json!({
            "person": person, "name": format!("模拟人员{person}"), "unit": "法规科", "undertakes": undertakes,
            "began_on": "2022-01-04", "appointment": "模拟文〔2018〕1号",
            "qualification": qualified.then_some("模拟证0001"),
            "qualified_on": qualified.then_some("2015-03-01"),
        });
        publish(app, people, "reviewers", fields).await?;
        seats.push(Seat { person: person.to_owned(), qualified, undertakes });
    }
    Ok(seats)
}
