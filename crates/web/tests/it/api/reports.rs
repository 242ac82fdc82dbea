//! The yearly report over HTTP: a generated year against a second count, what stands behind a number, and the files.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use zhiheng_app::sealing;
use zhiheng_domain::{Effect, Event};

use crate::world::World;

/// Sanctions from light to heavy; what is none of them counts only where it stands alone.
const ORDER: [&str; 13] = [
    "其他行政处罚",
    "警告",
    "通报批评",
    "罚款",
    "没收违法所得、没收非法财物",
    "暂扣许可证件",
    "降低资质等级",
    "限制开展生产经营活动",
    "责令停产停业",
    "责令关闭",
    "限制从业",
    "吊销许可证件",
    "行政拘留",
];

const PROCEDURES: [&str; 19] = [
    "penalty.ordinary",
    "penalty.summary",
    "licence.grant",
    "licence.change",
    "licence.renewal",
    "licence.revocation",
    "coercion.measure",
    "coercion.freeze",
    "coercion.execution",
    "coercion.substitute",
    "inspection.single",
    "inspection.random",
    "levy",
    "adjudication",
    "benefit",
    "confirmation",
    "reward",
    "other.applied",
    "other.exofficio",
];

/// Plays worked examples as far as they go in this world; what is refused is let be, as in a year of real work.
async fn year(world: &World) {
    for procedure in PROCEDURES {
        let examples = world.app.pack().procedures[procedure].examples.len().min(3);
        for example in 0..examples {
            let steps = world.app.pack().procedures[procedure].examples[example].steps.clone();
            let mut matter: Option<String> = None;
            for step in steps {
                world.clock.at(&step.at);
                let client = world.person(&step.who).await;
                let fields = Value::Object(step.fields.clone());
                if let Some(id) = matter.as_deref() {
                    drop(client.act(id, &step.act, &fields).await);
                } else {
                    let wish = json!({ "procedure": procedure, "fields": fields });
                    let answer = client.post("/api/matters", &wish).await;
                    if answer.status < 300 {
                        matter = answer.json()["matter"]["id"].as_str().map(ToOwned::to_owned);
                    }
                }
                if matter.is_none() {
                    break;
                }
            }
        }
    }
}

/// What the naive count knows of a matter.
#[derive(Default)]
struct Known {
    facts: BTreeMap<String, Value>,
    done: BTreeMap<String, u32>,
}

/// The count over raw events, written a second time and without the pack's rules.
fn naive(events: &[Event], agency: &str) -> BTreeMap<String, i64> {
    let mut matters: BTreeMap<&str, Known> = BTreeMap::new();
    let mut holders: BTreeMap<&str, String> = BTreeMap::new();
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for event in events {
        let known = matters.entry(&event.matter).or_default();
        for effect in &event.effects {
            match effect {
                Effect::Opened { facts, agency, .. } => {
                    known.facts.clone_from(facts);
                    holders.insert(&event.matter, agency.clone());
                }
                Effect::FactSet { fact, value } => {
                    known.facts.insert(fact.clone(), value.clone());
                }
                _ => {}
            }
        }
        *known.done.entry(event.act.clone()).or_default() += 1;
        if event.day.year() != 2026
            || holders.get(event.matter.as_str()).map(String::as_str) != Some(agency)
        {
            continue;
        }
        for (name, value) in counted(event, known) {
            *sums.entry(name).or_default() += value;
        }
    }
    sums.retain(|_, value| *value != 0);
    sums
}

fn counted(event: &Event, known: &Known) -> Vec<(String, i64)> {
    let text = |name: &str| known.facts.get(name).and_then(Value::as_str).unwrap_or_default();
    let money = |name: &str| known.facts.get(name).and_then(Value::as_i64).unwrap_or(0);
    let said = |name: &str| event.fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let paid = |name: &str| event.fields.get(name).and_then(Value::as_i64).unwrap_or(0);
    let done = |act: &str| known.done.get(act).copied().unwrap_or(0);
    let one = |name: &str| vec![(name.to_owned(), 1)];
    match (event.procedure.as_str(), event.act.as_str()) {
        ("penalty.ordinary" | "penalty.summary", "decide") => {
            let chosen = known.facts.get("sanctions").and_then(Value::as_array).unwrap();
            let place = |kind: &Value| ORDER.iter().position(|held| kind == held).unwrap();
            let kind = ORDER[chosen.iter().map(place).max().unwrap()];
            let kind = if matches!(kind, "责令关闭" | "限制从业") {
                "责令关闭、限制从业"
            } else {
                kind
            };
            let sum = money("fine") + money("confiscated_amount");
            vec![
                (format!("penalty/{kind}"), 1),
                ("penalty/合计".to_owned(), 1),
                ("penalty/罚没金额".to_owned(), sum),
            ]
        }
        ("licence.grant" | "licence.change" | "licence.renewal", act) => match act {
            "apply" => one("licence/申请数量"),
            "accept" => one("licence/受理数量"),
            "grant" => one("licence/许可数量"),
            "deny" => one("licence/不予许可数量"),
            _ => Vec::new(),
        },
        ("licence.revocation", "decide") if text("outcome") == "撤销许可" => {
            one("licence/撤销许可数量")
        }
        ("coercion.measure", "implement") => {
            let kind = if text("measure") == "扣押财物" { "扣押" } else { "查封" };
            vec![(format!("coercion/行政强制措施{kind}"), 1), ("coercion/合计".to_owned(), 1)]
        }
        ("coercion.freeze", "freeze") => {
            vec![("coercion/行政强制措施冻结".to_owned(), 1), ("coercion/合计".to_owned(), 1)]
        }
        ("coercion.substitute", "substitute") => {
            vec![("coercion/行政强制执行代履行".to_owned(), 1), ("coercion/合计".to_owned(), 1)]
        }
        ("coercion.execution", act @ ("close" | "end_execution" | "no_more"))
            if act != "close" || said("outcome") == "强制执行完毕" =>
        {
            let column = match text("manner") {
                "加处罚款或者滞纳金" => "加处罚款或者滞纳金",
                "划拨存款、汇款" => "划拨存款、汇款",
                "拍卖或者依法处理查封、扣押的场所、设施、财物" => {
                    "拍卖或者依法处理"
                }
                "排除妨碍、恢复原状" => "排除妨碍、恢复原状",
                "强制拆除" | "其他强制执行方式" => "其他",
                _ => return Vec::new(),
            };
            vec![(format!("coercion/行政强制执行{column}"), 1), ("coercion/合计".to_owned(), 1)]
        }
        (_, "apply_court") => {
            vec![("coercion/申请法院强制执行".to_owned(), 1), ("coercion/合计".to_owned(), 1)]
        }
        ("inspection.single" | "inspection.random", "tell_result")
            if done("tell_result") == 1
                && done("inspect") > 0
                && text("conclusion") != "涉嫌违法，移交立案" =>
        {
            one("others/行政检查次数")
        }
        ("levy", "close") if done("decide") > 0 && said("outcome") != "决定被撤销" => {
            vec![
                ("others/行政征收次数".to_owned(), 1),
                ("others/行政征收金额".to_owned(), money("levy_amount")),
            ]
        }
        ("adjudication", "close") if said("outcome") == "已经裁决" => {
            one("others/行政裁决次数")
        }
        ("benefit", "issue") => {
            vec![
                ("others/行政给付次数".to_owned(), 1),
                ("others/行政给付金额".to_owned(), paid("paid_amount")),
            ]
        }
        ("confirmation", "close") if done("decide") > 0 && text("result") == "予以确认" => {
            one("others/行政确认次数")
        }
        ("reward", "grant") => {
            let times = i64::from(done("grant") == 1);
            vec![
                ("others/行政奖励次数".to_owned(), times),
                ("others/行政奖励金额".to_owned(), paid("granted_amount")),
            ]
        }
        ("other.applied" | "other.exofficio", "close") if done("decide") > 0 => {
            one("others/其他行政执法行为宗数")
        }
        _ => Vec::new(),
    }
}

/// The report's own numbers by table, head over, and head; noughts and shares left out, money in 分.
fn told(report: &Value) -> BTreeMap<String, i64> {
    let mut numbers = BTreeMap::new();
    for table in report["tables"].as_array().unwrap() {
        if table["id"] == "officers" {
            continue;
        }
        let heads = table["heads"].as_array().unwrap();
        let values = table["rows"][0]["values"].as_array().unwrap();
        for (head, value) in heads.iter().zip(values) {
            let text = |name: &str| head[name].as_str().unwrap();
            let name =
                format!("{}/{}{}", table["id"].as_str().unwrap(), text("over"), text("title"));
            let number: i64 = value.as_str().unwrap().replace('.', "").parse().unwrap();
            if number != 0 {
                numbers.insert(name, number);
            }
        }
    }
    numbers
}

#[tokio::test]
async fn given_a_generated_year_then_the_report_equals_an_independent_count() {
    let world = World::new().await;
    year(&world).await;
    world.clock.at("2026-12-31T09:00");
    let events: Vec<Event> = world
        .events("act")
        .await
        .iter()
        .map(|stored| sealing::event_of(&stored.content).unwrap())
        .collect();
    let head = world.person("principal").await;
    let answer = head.get("/api/reports/annual?year=2026&form=datong").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let report = answer.json();
    let agency = report["agency"]["id"].as_str().unwrap().to_owned();
    let expected = naive(&events, &agency);
    assert!(expected.len() >= 15, "the year has most kinds of acts: {expected:?}");
    assert_eq!(told(&report), expected);

    // Behind each number stand as many lines as it says.
    let mut looked = 0;
    for table in report["tables"].as_array().unwrap() {
        for (head_of, value) in table["heads"]
            .as_array()
            .unwrap()
            .iter()
            .zip(table["rows"][0]["values"].as_array().unwrap())
        {
            let (Some([cell]), Ok(count)) = (
                head_of["cells"].as_array().map(Vec::as_slice),
                value.as_str().unwrap().parse::<usize>(),
            ) else {
                continue;
            };
            let cell = cell.as_str().unwrap();
            if cell.starts_with("officers") || count == 0 {
                continue;
            }
            let behind =
                head.get(&format!("/api/reports/annual/lines?year=2026&cell={cell}")).await.json();
            assert_eq!(behind["lines"].as_array().unwrap().len(), count, "{cell}");
            assert!(!behind["rule"]["rule"].as_str().unwrap().is_empty());
            looked += 1;
        }
    }
    assert!(looked >= 12, "{looked}");

    let before = world.app.rebuild(true, |_, _| {}).await.unwrap();
    assert!(before.comparison.unwrap().is_same());
    assert_eq!(told(&head.get("/api/reports/annual?year=2026&form=datong").await.json()), expected);
}

#[tokio::test]
async fn given_nothing_happened_then_a_table_of_noughts_is_printed_and_taken_out_only_by_who_may() {
    let world = World::new().await;
    let head = world.person("principal").await;
    let report = head.get("/api/reports/annual?year=2025").await.json();
    assert!(told(&report).is_empty());
    assert_eq!(report["tables"].as_array().unwrap().len(), 5);
    for kind in ["pdf", "docx", "xlsx", "html", "json"] {
        let address = format!("/api/reports/annual/file?year=2025&kind={kind}");
        if kind == "pdf" {
            // This world has no press; that the pages are the same is asked where they are set.
            continue;
        }
        let (one, other) = (head.get(&address).await, head.get(&address).await);
        assert_eq!(one.status, 200, "{}", one.text());
        assert!(one.body == other.body, "{kind}");
    }
    let noted = world.events("export").await;
    assert_eq!(noted.iter().filter(|event| event.content.contains("export.annual")).count(), 8);
    let officer = world.person("officer-a").await;
    let refused = officer.get("/api/reports/annual/file?year=2025&kind=xlsx").await.problem(403);
    assert_eq!(refused, "authority.denied");
    assert_eq!(head.get("/api/reports/annual?year=2025&agency=nowhere").await.status, 404);
    assert_eq!(head.get("/api/reports/annual/lines?year=2025&cell=none").await.status, 404);
    for wrong in
        ["", "year=x", "year=2025&year=2025", "year=2025&below=maybe", "year=2025&sort=fine"]
    {
        assert_eq!(head.get(&format!("/api/reports/annual?{wrong}")).await.status, 400, "{wrong}");
    }
    let form = head.get("/api/reports/annual?year=2025&form=none").await;
    assert_eq!(form.status, 422, "{}", form.text());
}
