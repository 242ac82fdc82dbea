//! Numbered blank forms: reserved from the series, used once by the act done on paper, or voided; never a gap, never a number twice.

use serde_json::{Value, json};
use zhiheng_app::Error;
use zhiheng_app::blanks::{BlankState, Form};
use zhiheng_app::perform::{Performed, Wish};
use zhiheng_app::ports::Store as _;

use crate::world::{World, object};

/// A procedure whose second act can be done on a form; the first bears a number of its own.
const PROCEDURE: &str = r#"id = "spot"
title = "现场取样"
category = "行政检查"
noun = "事项"
number_kind = "样"
from = 2021-07-15
basis = ["处罚法54"]

[[stage]]
id = "one"
title = "查"
steps = ["登记", "取样"]

[[fact]]
id = "title"
label = "名称"
default = ""

[[act]]
id = "open"
title = "登记"
kind = "open"
stage = "one"
step = "登记"
power = "register"
numbers = true
basis = ["处罚法54"]
help = "登记。"
sentence = "已登记，{number}。"
next = ["take"]

[[act.field]]
id = "title"
label = "名称"
type = "text"
required = true
help = "取样的地点。"
fact = "title"

[[act]]
id = "take"
title = "取样"
kind = "ordinary"
stage = "one"
step = "取样"
power = "handle"
repeat = true
basis = ["处罚法56"]
help = "取样。"
sentence = "已取样，{paper}。"

[[act.field]]
id = "goods"
label = "物品"
type = "text"
required = true
help = "取了什么。"

[[act.paper]]
id = "receipt"
title = "取样凭证"
number_kind = "取"
blank = true
layout = "receipt"
outward = true
body = ["{number}：取{goods}。"]
"#;

const RECEIPT: Form<'static> = Form { procedure: "spot", act: "take", paper: "receipt" };

async fn world() -> World {
    World::under(&[("national/procedures/spot.toml", PROCEDURE)]).await
}

async fn opened(world: &World) -> String {
    let wish = Wish {
        procedure: "spot".to_owned(),
        fields: object(json!({ "title": "示例市场" })),
        ..Wish::default()
    };
    world.app.perform(&world.caller("officer").await, &wish).await.unwrap().matter.id
}

async fn taken(
    world: &World,
    desk: &str,
    matter: &str,
    number: Option<&str>,
) -> Result<Performed, Error> {
    let wish = Wish {
        matter: Some(matter.to_owned()),
        act: "take".to_owned(),
        fields: object(json!({ "goods": "一件" })),
        reserved: number.map(ToOwned::to_owned),
        ..Wish::default()
    };
    world.app.perform(&world.caller(desk).await, &wish).await
}

fn code(refused: Result<Performed, Error>) -> String {
    match refused {
        Err(Error::Refused(reasons) | Error::Input(reasons)) => reasons[0].code.clone(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn lawful(world: &World) {
    let audited = world.app.audit(|_, _| {}).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
    let rebuilt = world.app.rebuild(true, |_, _| {}).await.unwrap();
    assert!(rebuilt.comparison.unwrap().is_same());
}

#[tokio::test]
async fn given_reserved_forms_when_one_is_entered_then_it_keeps_its_number_and_the_series_goes_on()
{
    let world = world().await;
    let matter = opened(&world).await;
    let officer = world.caller("officer").await;
    let first = taken(&world, "officer", &matter, None).await.unwrap();
    assert_eq!(first.papers[0].number.as_deref(), Some("示bureau取〔2026〕1号"));
    let forms = world.app.reserve(&officer, RECEIPT, 3, None).await.unwrap();
    let numbers: Vec<&str> = forms.iter().map(|form| form.number.as_str()).collect();
    assert_eq!(
        numbers,
        ["示bureau取〔2026〕2号", "示bureau取〔2026〕3号", "示bureau取〔2026〕4号"]
    );

    let entered = taken(&world, "officer", &matter, Some("示bureau取〔2026〕3号")).await.unwrap();
    let next = taken(&world, "officer", &matter, None).await.unwrap();

    assert_eq!(entered.papers[0].number.as_deref(), Some("示bureau取〔2026〕3号"));
    assert_eq!(entered.sentence, "已取样，示bureau取〔2026〕3号。");
    assert_eq!(next.papers[0].number.as_deref(), Some("示bureau取〔2026〕5号"));
    let loaded = world.app.load(&officer, &matter).await.unwrap();
    assert_eq!(loaded.matter.papers[1].paragraphs, ["示bureau取〔2026〕3号：取一件。"]);
    let open = world.app.blanks(&officer, true).await.unwrap();
    assert_eq!(open.iter().map(|form| form.n).collect::<Vec<_>>(), [2, 4]);
    let all = world.app.blanks(&officer, false).await.unwrap();
    assert_eq!((all[1].state, all[1].matter.as_deref()), (BlankState::Used, Some(matter.as_str())));
    lawful(&world).await;
}

#[tokio::test]
async fn given_a_number_that_is_not_open_to_this_agency_then_the_act_is_refused_and_nothing_is_used()
 {
    let world = world().await;
    let matter = opened(&world).await;
    let officer = world.caller("officer").await;
    let forms = world.app.reserve(&officer, RECEIPT, 2, None).await.unwrap();
    let (one, two) = (forms[0].number.as_str(), forms[1].number.as_str());
    taken(&world, "officer", &matter, Some(one)).await.unwrap();
    world.app.void_blank(&officer, &forms[1].id, "写错").await.unwrap();

    let refused = |number: &'static str| taken(&world, "officer", &matter, Some(number));
    assert_eq!(code(refused("示bureau取〔2026〕99号").await), "number.not_reserved");
    assert_eq!(code(taken(&world, "officer", &matter, Some(one)).await), "number.used");
    assert_eq!(code(taken(&world, "officer", &matter, Some(two)).await), "number.void");
    let stranger = world.caller("stranger").await;
    let foreign = world.app.reserve(&stranger, RECEIPT, 1, None).await.unwrap();
    let number = foreign[0].number.clone();
    assert_eq!(code(taken(&world, "officer", &matter, Some(&number)).await), "number.not_reserved");
    lawful(&world).await;
}

#[tokio::test]
async fn given_a_form_of_another_paper_then_the_act_is_refused() {
    let world = world().await;
    let officer = world.caller("officer").await;
    let forms = world.app.reserve(&officer, RECEIPT, 1, None).await.unwrap();
    let wish = Wish {
        procedure: "spot".to_owned(),
        fields: object(json!({ "title": "示例市场" })),
        reserved: Some(forms[0].number.clone()),
        ..Wish::default()
    };
    assert_eq!(code(world.app.perform(&officer, &wish).await), "number.other_paper");
}

#[tokio::test]
async fn given_two_who_enter_the_same_form_at_once_then_one_is_refused() {
    let world = std::sync::Arc::new(world().await);
    let officer = world.caller("officer").await;
    let number = world.app.reserve(&officer, RECEIPT, 1, None).await.unwrap()[0].number.clone();
    let mut tasks = Vec::new();
    for _ in 0..8 {
        let (world, number) = (world.clone(), number.clone());
        let matter = opened(&world).await;
        tasks.push(tokio::spawn(
            async move { taken(&world, "officer", &matter, Some(&number)).await },
        ));
    }
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => done += 1,
            refused => assert_eq!(code(refused), "number.used"),
        }
    }
    assert_eq!(done, 1);
    lawful(&world).await;
}

#[tokio::test]
async fn given_a_voided_form_then_it_keeps_its_reason_and_cannot_be_voided_again() {
    let world = world().await;
    let officer = world.caller("officer").await;
    let form = world.app.reserve(&officer, RECEIPT, 1, None).await.unwrap().remove(0);
    assert!(matches!(world.app.void_blank(&officer, &form.id, " ").await, Err(Error::Input(_))));
    let stranger = world.caller("stranger").await;
    let missing = world.app.void_blank(&stranger, &form.id, "遗失").await;
    assert!(matches!(missing, Err(Error::Missing { .. })));

    let voided = world.app.void_blank(&officer, &form.id, "遗失").await.unwrap();

    assert_eq!((voided.state, voided.reason.as_deref()), (BlankState::Void, Some("遗失")));
    let again = world.app.void_blank(&officer, &form.id, "遗失").await;
    assert!(matches!(again, Err(Error::Refused(_))), "{again:?}");
    lawful(&world).await;
}

#[tokio::test]
async fn given_what_cannot_be_reserved_then_no_number_is_taken() {
    let world = world().await;
    let officer = world.caller("officer").await;
    let size = world.store.size().await.unwrap();
    let code = |result: Result<Vec<zhiheng_app::blanks::Blank>, Error>| match result {
        Err(Error::Input(reasons)) => reasons[0].code.clone(),
        Err(Error::Missing { .. }) => "missing".to_owned(),
        Err(Error::Denied(_)) => "denied".to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(code(world.app.reserve(&officer, RECEIPT, 0, None).await), "input.count");
    assert_eq!(code(world.app.reserve(&officer, RECEIPT, 201, None).await), "input.count");
    let unknown = Form { paper: "nothing", ..RECEIPT };
    assert_eq!(code(world.app.reserve(&officer, unknown, 1, None).await), "missing");
    let unnumbered = Form { procedure: "licence.grant", act: "apply", paper: "application" };
    assert_eq!(code(world.app.reserve(&officer, unnumbered, 1, None).await), "blank.unnumbered");
    let administrator = world.caller("administrator").await;
    assert_eq!(code(world.app.reserve(&administrator, RECEIPT, 1, None).await), "denied");
    assert_eq!(world.store.size().await.unwrap(), size);
    assert_eq!(world.store.numbers().await.unwrap(), []);
}

#[tokio::test]
async fn given_a_number_given_outside_its_series_then_the_audit_names_it() {
    let world = world().await;
    let matter = opened(&world).await;
    let first = taken(&world, "officer", &matter, None).await.unwrap();
    assert_eq!(first.papers[0].number.as_deref(), Some("示bureau取〔2026〕1号"));
    // Somebody moved the series on behind the application's back.
    let key = world.store.numbers().await.unwrap().into_iter().find(|(key, _)| key.kind == "取");
    let key = key.unwrap().0;
    let seal: zhiheng_app::ports::Seal = std::sync::Arc::new(|_| {
        Ok(zhiheng_app::ports::Sealed {
            events: Vec::new(),
            views: Vec::new(),
            receipt: Value::Null.to_string(),
        })
    });
    let lost = zhiheng_app::ports::Append {
        stream: "lost".to_owned(),
        seen: 0,
        payload: zhiheng_app::ports::Payload::Numbered { keys: vec![key], seal },
        idempotency: None,
    };
    world.store.append(vec![lost]).await.unwrap();
    taken(&world, "officer", &matter, None).await.unwrap();

    let audited = world.app.audit(|_, _| {}).await.unwrap();

    assert_eq!(audited.findings.len(), 1, "{:?}", audited.findings);
    assert_eq!(audited.findings[0].finding.code, "audit.number_gap");
}
