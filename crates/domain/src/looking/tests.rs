//! Requests and looks, told as sentences.

use jiff::civil::{DateTime, date};
use proptest::prelude::*;

use zhiheng_law::LookingRules;

use super::*;
use crate::authority::Role;
use crate::context::Actor;
use crate::state::{Matter, Named, Status};

fn pack() -> zhiheng_law::Pack {
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut files = Vec::new();
    for folder in ["national", "registers"] {
        gather(&packs.join(folder), folder, &mut files);
    }
    zhiheng_law::Pack::load(&files).unwrap()
}

fn gather(folder: &std::path::Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for found in std::fs::read_dir(folder).unwrap() {
        let path = found.unwrap().path();
        let name = format!("{prefix}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            gather(&path, &name, files);
        } else {
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

const CHAIN: [&str; 2] = ["bureau", "upper"];

fn rules() -> LookingRules {
    LookingRules { basis: vec!["粤录26".to_owned()], ..LookingRules::default() }
}

fn chain() -> Vec<String> {
    CHAIN.iter().map(|agency| (*agency).to_owned()).collect()
}

fn held() -> Vec<String> {
    vec!["aa".to_owned(), "bb".to_owned()]
}

fn actor(id: &str, agency: &str, roles: &[Role]) -> Actor {
    Actor {
        id: id.to_owned(),
        name: id.to_owned(),
        agency: agency.to_owned(),
        roles: roles.to_vec(),
    }
}

fn matter() -> Matter {
    let mut matter = Matter::unopened("M", "p", "1", "bureau", date(2026, 3, 2));
    matter.evidence = vec![("aa".to_owned(), 1), ("bb".to_owned(), 2)];
    matter
}

fn at() -> DateTime {
    date(2026, 3, 2).at(9, 0, 0, 0)
}

fn asked(by: &Actor, files: &[&str], purpose: Purpose) -> Request {
    let wish = Wish {
        purpose: Some(purpose),
        reason: "季度抽查".to_owned(),
        files: files.iter().map(|file| (*file).to_owned()).collect(),
        until: Some(date(2026, 3, 10)),
    };
    let (rules, chain) = (rules(), chain());
    let around = Around { rules: &rules, now: at(), chain: &chain, files: &held() };
    ask("R", &matter(), Person::of(by), &wish, &around).unwrap()
}

fn answered(
    request: &Request,
    step: Answer,
    by: &Actor,
    words: &str,
) -> Result<Request, Vec<String>> {
    let (rules, chain) = (rules(), chain());
    let around = Around { rules: &rules, now: at(), chain: &chain, files: &held() };
    answer(request, step, by, words, None, &around)
        .map_err(|refusals| refusals.into_iter().map(|refusal| refusal.code).collect())
}

#[test]
fn given_a_grant_then_it_covers_what_was_asked_until_its_last_day_and_no_more() {
    let above = actor("s", "upper", &[Role::Supervisor]);
    let head = actor("h", "bureau", &[Role::SectionHead]);
    let granted =
        answered(&asked(&above, &["aa"], Purpose::Evaluation), Answer::Approve, &head, "").unwrap();
    assert_eq!(granted.on(date(2026, 3, 10)), Standing::Approved);
    assert_eq!(granted.on(date(2026, 3, 11)), Standing::Expired);
    assert!(granted.covers(Some("aa")));
    assert!(!granted.covers(Some("bb")));
    assert!(!granted.covers(None), "one file is not the dossier");
    let ended = answered(&granted, Answer::Withdraw, &head, "").unwrap();
    assert_eq!(ended.on(date(2026, 3, 3)), Standing::Withdrawn);
}

#[test]
fn given_ones_own_request_then_another_person_answers_it() {
    let head = actor("h", "bureau", &[Role::SectionHead]);
    let request = asked(&head, &[], Purpose::Other);
    assert_eq!(answered(&request, Answer::Approve, &head, ""), Err(vec!["access.self".to_owned()]));
    assert!(answered(&request, Answer::Withdraw, &head, "").is_ok());
    let other = actor("o", "bureau", &[Role::AgencyHead]);
    assert!(answered(&request, Answer::Approve, &other, "").is_ok());
    let officer = actor("p", "bureau", &[Role::Officer]);
    let refused = answered(&request, Answer::Approve, &officer, "");
    assert_eq!(refused, Err(vec!["authority.access".to_owned()]));
    let elsewhere = actor("q", "upper", &[Role::AgencyHead]);
    let refused = answered(&request, Answer::Approve, &elsewhere, "");
    assert_eq!(refused, Err(vec!["authority.access".to_owned()]));
}

#[test]
fn given_a_superior_who_asks_then_a_refusal_says_why_at_some_length() {
    let above = actor("s", "upper", &[Role::Supervisor]);
    let head = actor("h", "bureau", &[Role::SectionHead]);
    let request = asked(&above, &[], Purpose::Other);
    assert!(request.superior);
    let none = answered(&request, Answer::Refuse, &head, " ");
    assert_eq!(none, Err(vec!["input.reason".to_owned()]));
    let short = answered(&request, Answer::Refuse, &head, "不方便");
    assert_eq!(short, Err(vec!["access.superior".to_owned()]));
    let long = answered(&request, Answer::Refuse, &head, "本件涉及的材料已经移送公安机关保管");
    assert_eq!(long.unwrap().standing, Standing::Refused);
}

#[test]
fn given_a_person_named_in_the_matter_then_only_stepping_back_closes_it() {
    let mut held = matter();
    let officer = actor("p", "bureau", &[Role::Officer]);
    held.officers = vec![Named { id: "p".to_owned(), name: "p".to_owned(), card: String::new() }];
    let pack = pack();
    let procedure = &pack.procedures["penalty.ordinary"];
    assert_eq!(part(&officer, &held, procedure, &chain()), Some(Part::Named));
    held.recused = vec!["p".to_owned()];
    assert_eq!(part(&officer, &held, procedure, &chain()), None);
    let other = actor("q", "bureau", &[Role::Officer]);
    assert_eq!(part(&other, &held, procedure, &chain()), None);
    let post =
        |roles: &[Role], agency: &str| part(&actor("z", agency, roles), &held, procedure, &chain());
    for role in [Role::SectionHead, Role::AgencyHead, Role::LegalReviewer, Role::Archivist] {
        assert_eq!(post(&[role], "bureau"), Some(Part::Post), "{role:?}");
    }
    for role in [Role::Supervisor, Role::Administrator] {
        assert_eq!(post(&[role], "bureau"), None, "{role:?}");
    }
    assert_eq!(
        post(&[Role::AgencyHead], "upper"),
        None,
        "the procedure gives the superior nothing"
    );
}

#[test]
fn given_a_procedure_that_gives_the_superior_an_act_then_its_people_look_without_asking() {
    let (pack, held) = (pack(), matter());
    let above = actor("s", "upper", &[Role::Officer]);
    let petition = &pack.procedures["petition"];
    assert_eq!(part(&above, &held, petition, &chain()), Some(Part::Post));
    let elsewhere = actor("s", "other", &[Role::Officer]);
    assert_eq!(part(&elsewhere, &held, petition, &chain()), None);
}

proptest! {
    #[test]
    fn a_grant_never_reaches_beyond_the_longest_time(days in -5..400_i64) {
        let by = actor("s", "upper", &[Role::Supervisor]);
        let wish = Wish {
            purpose: Some(Purpose::Other),
            reason: "抽查案卷".to_owned(),
            files: Vec::new(),
            until: Some(at().date().saturating_add(jiff::Span::new().days(days))),
        };
        let (rules, chain) = (rules(), chain());
        let around = Around { rules: &rules, now: at(), chain: &chain, files: &held() };
        let request = ask("R", &matter(), Person::of(&by), &wish, &around);
        prop_assert_eq!(request.is_ok(), (0..=30).contains(&days));
    }

    #[test]
    fn a_look_of_those_on_the_matter_by_day_and_in_measure_is_never_unusual(
        hour in 6..22_i8, recent in 0..29_u64,
    ) {
        let look = Look {
            part: Some(Part::Named), granted: false, status: Status::Archived, archivist: false, hour, recent,
        };
        prop_assert!(unusual(&look, &rules()).is_empty());
        prop_assert_eq!(unusual(&Look { hour: 23, ..look }, &rules()), vec!["night"]);
        prop_assert_eq!(unusual(&Look { recent: 30, ..look }, &rules()), vec!["many"]);
        prop_assert_eq!(unusual(&Look { part: None, ..look }, &rules()), vec!["unrelated"]);
        let granted = Look { part: None, granted: true, ..look };
        prop_assert!(unusual(&granted, &rules()).is_empty());
    }
}
