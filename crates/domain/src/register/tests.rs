//! The life of an entry, and what stands against each step.

use jiff::civil::{Date, DateTime, date};
use serde_json::{Map, Value, json};
use zhiheng_law::{Column, ColumnType, Register};

use super::{Around, Entry, State, Step, Wish, compare, decide, evolve, id_of};
use crate::authority::Role;
use crate::context::Actor;

fn column(id: &str, kind: ColumnType, required: bool) -> Column {
    Column {
        id: id.to_owned(),
        title: format!("栏{id}"),
        names: Vec::new(),
        kind,
        required,
        limit: 20,
        options: vec!["行政检查".to_owned(), "行政处罚".to_owned()],
        help: String::new(),
        public: true,
        from: None,
    }
}

fn register() -> Register {
    Register {
        id: "items".to_owned(),
        title: "事项".to_owned(),
        noun: "事项".to_owned(),
        help: String::new(),
        place: 1,
        basis: Vec::new(),
        public: true,
        key: vec!["code".to_owned()],
        name: "name".to_owned(),
        category: Some("category".to_owned()),
        every: false,
        parent: Some("code".to_owned()),
        columns: vec![
            column("code", ColumnType::Code, true),
            column("name", ColumnType::Text, true),
            column("category", ColumnType::Choice, true),
            column("cap", ColumnType::Integer, false),
            column("review", ColumnType::YesNo, false),
            column("fine_min", ColumnType::Money, false),
            column("fine_max", ColumnType::Money, false),
            column("since", ColumnType::Day, false),
            column("kinds", ColumnType::List, false),
            column("percent_min", ColumnType::Decimal, false),
            column("basis", ColumnType::Long, false),
        ],
    }
}

fn person(id: &str, role: Role) -> Actor {
    Actor { id: id.to_owned(), name: id.to_owned(), agency: "cz".to_owned(), roles: vec![role] }
}

fn wish(step: Step) -> Wish {
    Wish { step, fields: Map::new(), none: None, day: None, words: "长政发1号".to_owned() }
}

fn content(name: &str) -> Map<String, Value> {
    let Value::Object(fields) = json!({ "code": "JC-1", "name": name, "category": "行政检查" })
    else {
        unreachable!()
    };
    fields
}

fn proposal(name: &str, day: Option<Date>) -> Wish {
    Wish { fields: content(name), day, ..wish(Step::Propose) }
}

struct Desk {
    register: Register,
    entry: Option<Entry>,
    now: DateTime,
}

impl Desk {
    fn new() -> Self {
        Self { register: register(), entry: None, now: date(2026, 3, 2).at(9, 0, 0, 0) }
    }

    fn take(&mut self, wish: &Wish, actor: &Actor) -> Result<(), Vec<String>> {
        let around =
            Around { register: &self.register, actor, agency: "cz", id: "cz.JC-1", now: self.now };
        let event = decide(self.entry.as_ref(), wish, &around)
            .map_err(|reasons| reasons.into_iter().map(|reason| reason.code).collect::<Vec<_>>())?;
        self.entry = Some(evolve(self.entry.take(), &event));
        Ok(())
    }

    /// Collected, examined and published by three people.
    fn publish(&mut self, name: &str, day: Option<Date>) {
        self.take(&proposal(name, day), &person("a", Role::Officer)).unwrap();
        self.take(&wish(Step::Examine), &person("b", Role::LegalReviewer)).unwrap();
        self.take(&wish(Step::Publish), &person("c", Role::DisclosureEditor)).unwrap();
    }

    fn state(&self) -> State {
        self.entry.as_ref().unwrap().state()
    }

    fn name_on(&self, day: Date) -> Option<&str> {
        self.entry.as_ref().unwrap().on(day).map(|version| version.name.as_str())
    }
}

#[test]
fn an_entry_goes_from_draft_to_examination_to_publication_to_repeal() {
    let mut desk = Desk::new();
    let draft = Wish { step: Step::Draft, ..proposal("检查", None) };
    desk.take(&draft, &person("a", Role::Officer)).unwrap();
    assert_eq!(desk.state(), State::Draft);
    desk.take(&wish(Step::Submit), &person("a", Role::Officer)).unwrap();
    assert_eq!(desk.state(), State::Pending);
    desk.take(&wish(Step::Examine), &person("b", Role::SectionHead)).unwrap();
    assert_eq!(desk.state(), State::Pending);
    desk.take(&wish(Step::Publish), &person("c", Role::DisclosureEditor)).unwrap();
    assert_eq!(desk.state(), State::Published);
    desk.take(&wish(Step::Withdraw), &person("c", Role::DisclosureEditor)).unwrap();
    assert_eq!(desk.state(), State::Repealed);
    assert_eq!(desk.name_on(date(2026, 3, 2)), None);
}

#[test]
fn collecting_examining_and_publishing_are_done_by_three_people() {
    // A section head who also edits the public pages holds every power that is needed, and still may not.
    let mut all = person("a", Role::SectionHead);
    all.roles.extend([Role::DisclosureEditor, Role::LegalReviewer]);
    let mut desk = Desk::new();
    desk.take(&proposal("检查", None), &all).unwrap();
    assert_eq!(desk.take(&wish(Step::Examine), &all), Err(vec!["register.same_person".to_owned()]));
    assert_eq!(desk.take(&wish(Step::Return), &all), Err(vec!["register.same_person".to_owned()]));
    desk.take(&wish(Step::Examine), &person("b", Role::LegalReviewer)).unwrap();
    assert_eq!(desk.take(&wish(Step::Publish), &all), Err(vec!["register.same_person".to_owned()]));
    let mut examiner = person("b", Role::LegalReviewer);
    examiner.roles.push(Role::DisclosureEditor);
    let refused = desk.take(&wish(Step::Publish), &examiner);
    assert_eq!(refused, Err(vec!["register.same_person".to_owned()]));
    desk.take(&wish(Step::Publish), &person("c", Role::DisclosureEditor)).unwrap();
}

#[test]
fn nothing_is_published_that_was_not_examined() {
    let mut desk = Desk::new();
    let editor = person("c", Role::DisclosureEditor);
    assert_eq!(
        desk.take(&wish(Step::Publish), &editor),
        Err(vec!["register.not_examined".to_owned()])
    );
    desk.take(&proposal("检查", None), &person("a", Role::Officer)).unwrap();
    assert_eq!(
        desk.take(&wish(Step::Publish), &editor),
        Err(vec!["register.not_examined".to_owned()])
    );
    let reviewer = person("b", Role::LegalReviewer);
    let silent = Wish { words: String::new(), ..wish(Step::Return) };
    assert_eq!(desk.take(&silent, &reviewer), Err(vec!["input.required".to_owned()]));
    desk.take(&wish(Step::Return), &reviewer).unwrap();
    assert_eq!(desk.state(), State::Draft);
    assert_eq!(
        desk.take(&wish(Step::Publish), &editor),
        Err(vec!["register.not_examined".to_owned()])
    );
}

#[test]
fn a_new_version_holds_from_its_day_and_the_old_one_stays_readable() {
    let mut desk = Desk::new();
    desk.publish("旧名", Some(date(2026, 1, 1)));
    desk.now = date(2026, 4, 1).at(9, 0, 0, 0);
    desk.publish("新名", Some(date(2026, 6, 1)));
    assert_eq!(desk.name_on(date(2025, 12, 31)), None);
    assert_eq!(desk.name_on(date(2026, 5, 31)), Some("旧名"));
    assert_eq!(desk.name_on(date(2026, 6, 1)), Some("新名"));
    let entry = desk.entry.as_ref().unwrap();
    assert_eq!(entry.published.len(), 2);
    assert_eq!(entry.span(), Some((date(2026, 1, 1), None)));
    let changes = compare(&desk.register, &entry.published[0], &entry.published[1]);
    let columns: Vec<&str> = changes.iter().map(|change| change.column.as_str()).collect();
    assert_eq!(columns, ["name", "effective"]);
}

#[test]
fn while_a_version_is_under_work_the_published_one_holds_and_a_second_proposal_waits() {
    let mut desk = Desk::new();
    desk.publish("旧名", None);
    let officer = person("a", Role::Officer);
    desk.take(&proposal("新名", None), &officer).unwrap();
    assert_eq!((desk.state(), desk.name_on(date(2026, 3, 2))), (State::Published, Some("旧名")));
    let again = desk.take(&proposal("又名", None), &officer);
    assert_eq!(again, Err(vec!["register.pending".to_owned()]));
    desk.take(&wish(Step::Discard), &officer).unwrap();
    assert_eq!(
        desk.take(&proposal("旧名", None), &officer),
        Err(vec!["register.unchanged".to_owned()])
    );
    desk.take(&proposal("又名", None), &officer).unwrap();
    assert_eq!(
        desk.entry.as_ref().unwrap().working.as_ref().unwrap().n,
        3,
        "a number is not given twice"
    );
}

#[test]
fn a_repealed_entry_can_be_published_again_and_the_gap_stays() {
    let mut desk = Desk::new();
    desk.publish("检查", Some(date(2026, 1, 1)));
    desk.take(&wish(Step::Withdraw), &person("c", Role::DisclosureEditor)).unwrap();
    desk.now = date(2026, 5, 1).at(9, 0, 0, 0);
    desk.publish("检查", None);
    assert_eq!(desk.name_on(date(2026, 2, 1)), Some("检查"));
    assert_eq!(desk.name_on(date(2026, 4, 1)), None);
    assert_eq!(desk.name_on(date(2026, 5, 1)), Some("检查"));
    assert_eq!(desk.entry.as_ref().unwrap().span(), Some((date(2026, 5, 1), None)));
}

#[test]
fn that_there_is_none_is_stated_for_a_group_and_dated() {
    let mut desk = Desk::new();
    let none = Wish { none: Some("行政处罚".to_owned()), ..wish(Step::Propose) };
    let odd = Wish { none: Some("行政烤火".to_owned()), ..wish(Step::Propose) };
    let officer = person("a", Role::Officer);
    assert_eq!(desk.take(&odd, &officer), Err(vec!["input.choice".to_owned()]));
    desk.take(&none, &officer).unwrap();
    let version = desk.entry.as_ref().unwrap().working.clone().unwrap();
    assert!(version.none);
    assert_eq!((version.name.as_str(), version.category.as_str()), ("无此类事项", "行政处罚"));
}

#[test]
fn every_wrong_value_is_named_with_its_column() {
    let mut desk = Desk::new();
    let Value::Object(fields) = json!({
        "code": "JC 1", "category": "行政烤火", "cap": -1, "review": "是", "fine_min": 200, "fine_max": 100,
        "since": "2026-02-30", "kinds": "警告", "percent_min": "一成", "basis": "长".repeat(21), "odd": 1
    }) else {
        unreachable!()
    };
    let mut codes = desk
        .take(&Wish { fields, ..wish(Step::Propose) }, &person("a", Role::Officer))
        .unwrap_err();
    codes.sort();
    let wanted = [
        "input.choice",
        "input.code",
        "input.date",
        "input.decimal",
        "input.integer",
        "input.list",
        "input.range",
        "input.required",
        "input.too_long",
        "input.unknown",
        "input.yes_no",
    ];
    assert_eq!(codes, wanted);
}

#[test]
fn another_agency_and_an_administrator_may_not() {
    let mut desk = Desk::new();
    let mut neighbour = person("a", Role::Officer);
    neighbour.agency = "lz".to_owned();
    let refused = desk.take(&proposal("检查", None), &neighbour);
    assert_eq!(refused, Err(vec!["authority.agency".to_owned()]));
    let refused = desk.take(&proposal("检查", None), &person("z", Role::Administrator));
    assert_eq!(refused, Err(vec!["authority.power".to_owned()]));
}

#[test]
fn the_code_of_an_entry_does_not_change() {
    let mut desk = Desk::new();
    desk.publish("检查", None);
    let mut other = content("检查");
    other.insert("code".to_owned(), json!("JC-2"));
    let refused =
        desk.take(&Wish { fields: other, ..wish(Step::Propose) }, &person("a", Role::Officer));
    assert_eq!(refused, Err(vec!["register.key".to_owned()]));
    assert_eq!(id_of(&desk.register, "cz", &content("检查"), |_| unreachable!()), "cz.JC-1");
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn step() -> impl Strategy<Value = (Step, usize, u8, u8)> {
        (prop::sample::select(Step::ALL.to_vec()), 0..4_usize, 0..4_u8, 0..28_u8)
    }

    proptest! {
        /// Whatever people try: what was published keeps its words, its days begin as they were published, and each version
        /// went through three hands.
        #[test]
        fn what_was_published_is_never_rewritten(steps in prop::collection::vec(step(), 1..40)) {
            let mut all = ["a", "b", "c", "d"].map(|id| person(id, Role::SectionHead));
            for actor in &mut all {
                actor.roles.push(Role::DisclosureEditor);
            }
            let mut desk = Desk::new();
            let mut seen: Vec<super::super::Version> = Vec::new();
            for (step, who, name, day) in steps {
                let day = date(2026, 3, 1 + i8::try_from(day).unwrap());
                let wish = Wish { step, ..proposal(&format!("名{name}"), Some(day)) };
                desk.now = desk.now.checked_add(jiff::Span::new().hours(1)).unwrap();
                let before = desk.entry.as_ref().map_or(0, |entry| entry.seen);
                let taken = desk.take(&wish, &all[who]).is_ok();
                let Some(entry) = &desk.entry else { continue };
                prop_assert_eq!(entry.seen, before + u64::from(taken));
                for (old, new) in seen.iter().zip(&entry.published) {
                    prop_assert_eq!((&old.fields, old.effective, old.n), (&new.fields, new.effective, new.n));
                }
                seen.clone_from(&entry.published);
                for version in &entry.published {
                    let (examined, published) =
                        (version.examined.clone().unwrap(), version.published.clone().unwrap());
                    prop_assert_ne!(&version.collected.person, &examined.person);
                    prop_assert_ne!(&version.collected.person, &published.person);
                    prop_assert_ne!(&examined.person, &published.person);
                }
            }
        }
    }
}
