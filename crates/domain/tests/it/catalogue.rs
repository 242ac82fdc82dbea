//! 国办发〔2018〕118号（十二）; 处罚法58: an agency's review catalogue beside its superior's. Given any two entries, when the agency's
//! is not found looser, then whatever the superior's makes major the agency's makes major too; what would drop or loosen is refused.

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use zhiheng_domain::Power;
use zhiheng_domain::catalogue::{
    Beside, CATALOGUE, Circumstances, Limit, Listed, Relation, Rule, Scope, against, answer,
    beside, comment, limits,
};
use zhiheng_domain::register::{Around, Entry, EntryEvent, Step, Wish, decide, evolve};
use zhiheng_domain::{Actor, Known, Refusal, Role};

use crate::world::PACK;

const SCOPES: [&str; 3] = ["", "a", "b"];

prop_compose! {
    fn rules()(
        (procedure, item) in (0..3_usize, 0..3_usize),
        region in prop::sample::select(vec!["", "14", "1404", "140425", "15"]),
        party in prop::sample::select(vec!["", "公民", "单位和个体工商户"]),
        amount in prop::option::of(0..6_i64),
        (hearing, impact, relations) in any::<(bool, bool, bool)>(),
        always in prop::bool::weighted(0.2),
    ) -> Rule {
        Rule {
            category: "行政处罚".to_owned(),
            procedure: SCOPES[procedure].to_owned(),
            item: SCOPES[item].to_owned(),
            region: region.to_owned(),
            party: party.to_owned(),
            amount, hearing, impact, relations, always,
            template: String::new(),
        }
    }
}

prop_compose! {
    fn matters()(
        (procedure, item) in (0..3_usize, 0..3_usize),
        division in prop::sample::select(vec!["140425000000", "140400000000", "150100000000"]),
        amount in prop::option::of(0..6_i64),
        (person, hearing, impact, relations) in any::<(bool, bool, bool, bool)>(),
    ) -> (usize, usize, &'static str, Circumstances) {
        (procedure, item, division, Circumstances { amount, person, hearing, impact, relations })
    }
}

fn major(
    rule: &Rule,
    (procedure, item, division, of): &(usize, usize, &str, Circumstances),
) -> bool {
    let scope = Scope {
        category: "行政处罚",
        procedure: SCOPES[*procedure],
        family: "f",
        item: SCOPES[*item],
        division,
    };
    rule.in_scope(&scope) && !rule.made_major(of).is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn an_entry_that_is_not_looser_makes_major_whatever_its_standard_does(
        own in rules(), standard in rules(), matter in matters()
    ) {
        if own.looser_than(&standard).is_empty() && major(&standard, &matter) {
            prop_assert!(major(&own, &matter), "{own:?} {standard:?} {matter:?}");
        }
    }

    #[test]
    fn a_stricter_adaptation_of_any_entry_is_never_looser(
        standard in rules(), lower in 0..6_i64, (hearing, always) in any::<(bool, bool)>(), open in any::<bool>()
    ) {
        let mut own = standard.clone();
        own.amount = standard.amount.map(|amount| (amount - lower).max(0)).or(Some(lower));
        if standard.amount.is_none() { own.party.clear(); }
        own.hearing |= hearing;
        own.always |= always;
        if open { own.item.clear(); own.party.clear(); own.region.clear(); own.procedure.clear(); }
        prop_assert_eq!(own.looser_than(&standard), vec![]);
    }

    #[test]
    fn what_passes_the_gate_is_never_looser_than_what_it_adapts(own in rules(), standard in rules()) {
        let template = city(&fields(&standard, "罚款"));
        let mut adapted = fields(&own, "罚款");
        adapted.insert("template".to_owned(), json!(template.id));
        let refusals = propose(None, &adapted, &Beside { above: &[template], own: &[], limits: &[] });
        prop_assert_eq!(refusals.is_empty(), own.looser_than(&standard).is_empty(), "{:?}", refusals);
    }
}

fn fields(rule: &Rule, name: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    for (column, text) in [
        ("category", &rule.category),
        ("item", &rule.item),
        ("region", &rule.region),
        ("party", &rule.party),
        ("procedure", &rule.procedure),
    ] {
        if !text.is_empty() {
            fields.insert(column.to_owned(), json!(text));
        }
    }
    for (column, yes) in [
        ("hearing", rule.hearing),
        ("impact", rule.impact),
        ("relations", rule.relations),
        ("always", rule.always),
    ] {
        fields.insert(column.to_owned(), json!(yes));
    }
    if let Some(amount) = rule.amount {
        fields.insert("amount".to_owned(), json!(amount));
    }
    fields.insert("matter".to_owned(), json!(name));
    fields.insert("criteria".to_owned(), json!("示例标准"));
    fields.insert("basis".to_owned(), json!("示例依据"));
    fields
}

fn actor(id: &str, agency: &str, roles: &[Role]) -> Actor {
    Actor {
        id: id.to_owned(),
        name: format!("示例人员{id}"),
        agency: agency.to_owned(),
        roles: roles.to_vec(),
    }
}

/// The step, taken without the gate of the catalogue.
fn step(
    entry: Option<&Entry>,
    step: Step,
    fields: &Map<String, Value>,
    agency: &str,
    day: i8,
) -> EntryEvent {
    let who = match step {
        Step::Examine => actor("b", agency, &[Role::LegalReviewer]),
        Step::Publish | Step::Withdraw => actor("c", agency, &[Role::DisclosureEditor]),
        _ => actor("a", agency, &[Role::Officer]),
    };
    let around = Around {
        register: PACK.register(CATALOGUE).unwrap(),
        actor: &who,
        agency,
        id: &format!("{agency}.1"),
        now: date(2026, 3, day).at(9, 0, 0, 0),
    };
    let wish =
        Wish {
            step, fields: fields.clone(), none: None, day: None, words: "示例来源".to_owned()
        };
    decide(entry, &wish, &around).unwrap_or_else(|refusals| panic!("{refusals:?}"))
}

fn published(agency: &str, fields: &Map<String, Value>, day: i8) -> Entry {
    let mut entry = None;
    for taken in [Step::Propose, Step::Examine, Step::Publish] {
        let event = step(entry.as_ref(), taken, fields, agency, day);
        entry = Some(evolve(entry, &event));
    }
    entry.unwrap()
}

fn city(fields: &Map<String, Value>) -> Entry {
    published("city", fields, 2)
}

fn propose(
    entry: Option<&Entry>,
    fields: &Map<String, Value>,
    beside: &Beside<'_>,
) -> Vec<Refusal> {
    against(entry, &step(None, Step::Propose, fields, "county", 3), beside)
}

fn rule(amount: i64) -> Rule {
    Rule { category: "行政处罚".to_owned(), amount: Some(amount), ..Rule::default() }
}

#[test]
fn dropping_or_loosening_what_the_city_lists_is_refused_with_field_and_limit() {
    let template = city(&fields(&Rule { hearing: true, ..rule(3_000_000) }, "罚款"));
    let above = [template.clone()];
    let beside = Beside { above: &above, own: &[], limits: &[] };
    let adapted = |rule: &Rule| {
        let mut fields = fields(rule, "罚款");
        fields.insert("template".to_owned(), json!(template.id));
        fields
    };
    let looser = propose(None, &adapted(&rule(4_000_000)), &beside);
    let told: Vec<_> = looser.iter().map(|one| (one.code.as_str(), one.field.as_deref())).collect();
    assert_eq!(told, [("catalogue.looser", Some("amount")), ("catalogue.looser", Some("hearing"))]);
    assert!(looser[0].message.contains("30000 元"), "{}", looser[0].message);
    assert_eq!(looser[0].article.as_deref(), Some("国办发〔2018〕118号（十二）"));
    // The same said without naming the city's entry is found by what it is about.
    assert_eq!(propose(None, &fields(&rule(4_000_000), "罚款"), &beside).len(), 2);
    assert_eq!(propose(None, &adapted(&Rule { hearing: true, ..rule(1_000_000) }), &beside), []);

    let own = published("county", &adapted(&Rule { hearing: true, ..rule(1_000_000) }), 3);
    let withdraw = step(Some(&own), Step::Withdraw, &Map::new(), "county", 4);
    let owns = [own.clone()];
    let refused = against(Some(&own), &withdraw, &Beside { own: &owns, ..beside });
    assert_eq!(refused[0].code, "catalogue.dropped");
    // Turned into something else, the city's entry would be gone as well.
    let other = fields(&rule(1_000_000), "别的事项");
    assert_eq!(propose(Some(&own), &other, &beside)[0].code, "catalogue.dropped");
    // Once the city has withdrawn its entry the county may.
    let gone = evolve(
        Some(template.clone()),
        &step(Some(&template), Step::Withdraw, &Map::new(), "city", 5),
    );
    let without = [gone];
    assert_eq!(against(Some(&own), &withdraw, &Beside { above: &without, ..beside }), []);
}

#[test]
fn an_amount_above_the_national_limit_is_refused_for_whom_the_limit_is_meant() {
    let known = Known::default().with_parameter("review_unit", 2_000_000);
    let all = limits(&PACK, date(2026, 3, 2), |procedure| {
        (procedure.id == "penalty.ordinary").then_some(&known)
    });
    let unit = all.iter().find(|limit| limit.party == "单位和个体工商户").unwrap();
    assert_eq!(unit.amount, 2_000_000, "the agency's own limit, stricter than the pack's");
    let beside = Beside { above: &[], own: &[], limits: &all };
    let of =
        |party: &str, amount| fields(&Rule { party: party.to_owned(), ..rule(amount) }, "罚款");
    assert_eq!(propose(None, &of("单位和个体工商户", 2_000_000), &beside), []);
    let refused = propose(None, &of("单位和个体工商户", 2_000_001), &beside);
    assert_eq!(refused.len(), 1);
    assert_eq!(
        (refused[0].code.as_str(), refused[0].field.as_deref()),
        ("catalogue.national", Some("amount"))
    );
    assert!(refused[0].message.contains("20000 元"), "{}", refused[0].message);
    let person = Limit { amount: 1_000_000, ..unit.clone() };
    assert_eq!(propose(None, &of("公民", 1_500_000), &Beside { limits: &[person], ..beside }), []);
}

#[test]
fn side_by_side_tells_same_stricter_added_missing_and_looser() {
    let register = PACK.register(CATALOGUE).unwrap();
    let entry = |amount| city(&fields(&rule(amount), "罚款"));
    let (one, same, lower, higher) = (entry(3), entry(3), entry(2), entry(4));
    let of = |left: Option<&Entry>, right: Option<&Entry>| {
        beside(register, left.and_then(Entry::live), right.and_then(Entry::live)).0
    };
    assert_eq!(of(Some(&one), Some(&same)), Relation::Same);
    assert_eq!(of(Some(&one), Some(&lower)), Relation::Stricter);
    assert_eq!(of(Some(&one), Some(&higher)), Relation::Looser);
    assert_eq!(of(Some(&one), None), Relation::Missing);
    assert_eq!(of(None, Some(&one)), Relation::Added);
}

#[test]
fn an_entry_of_tomorrow_is_not_told_to_an_act_of_today() {
    let mut entry = city(&fields(&rule(2), "罚款"));
    entry.published[0].effective = date(2026, 3, 10);
    let scope = Scope {
        category: "行政处罚",
        procedure: "penalty.ordinary",
        family: "penalty.ordinary",
        item: "",
        division: "140425",
    };
    let told =
        |day| entry.on(day).and_then(|version| Listed::of(&entry.id, version, false, &scope));
    assert_eq!(told(date(2026, 3, 9)), None);
    let listed = told(date(2026, 3, 10)).unwrap();
    // What stands in the event is read back the same.
    let known = Known::default().with_listed(&listed);
    assert_eq!(known.listed().collect::<Vec<_>>(), [listed]);
}

#[test]
fn only_a_superior_remarks_and_only_the_agency_remarked_upon_answers() {
    let entry = published("county", &fields(&rule(2), "罚款"), 2);
    let chain = ["county".to_owned(), "city".to_owned()];
    let now = date(2026, 3, 5).at(9, 0, 0, 0);
    let above = actor("u", "city", &[Role::LegalReviewer]);
    let own = actor("o", "county", &[Role::LegalReviewer]);
    assert!(own.may(Power::Review));
    let refused = comment(&entry, "county", "请说明", (&own, &chain), now).unwrap_err();
    assert_eq!(refused[0].code, "authority.agency");
    let event = comment(&entry, "county", "请说明", (&above, &chain), now).unwrap();
    let entry = evolve(Some(entry), &event);
    assert_eq!(answer(&entry, 1, "已说明", &above, now).unwrap_err()[0].code, "authority.agency");
    assert_eq!(answer(&entry, 2, "已说明", &own, now).unwrap_err()[0].code, "catalogue.remark");
    let entry = evolve(Some(entry.clone()), &answer(&entry, 1, "已说明", &own, now).unwrap());
    assert_eq!(entry.remarks[0].said.name, "示例人员u");
    assert_eq!(entry.remarks[0].answers[0].opinion, "已说明");
}
