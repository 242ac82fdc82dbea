//! Devices on the record: lent once, found again after a rebuild, no serial number twice, and what a table may not change.

use serde_json::{Value, json};
use zhiheng_app::Error;
use zhiheng_app::devices::{ClassWish, DeviceFilter, DeviceStep, DeviceWish, budget_sheet};
use zhiheng_app::ports::Store as _;
use zhiheng_app::ports::press::Cell;

use crate::import::import;
use crate::world::{World, object};

async fn step(
    world: &World,
    desk: &str,
    id: &str,
    step: &str,
    fields: Value,
) -> Result<DeviceStep, Error> {
    let wish = DeviceWish {
        step: step.to_owned(),
        fields: object(fields),
        reason: "示例原因".to_owned(),
        seen: None,
    };
    world.app.device_step(&world.caller(desk).await, id, &wish).await
}

fn bought(serial: &str) -> Value {
    json!({ "name": "记录仪", "kind": "执法记录仪", "model": "X1", "serial": serial, "bought": "2026-03-01" })
}

fn lend(to: &str) -> Value {
    json!({ "officer": to, "battery": 96, "storage": 60, "offset": -3 })
}

fn codes(refused: Result<DeviceStep, Error>) -> Vec<String> {
    match refused.unwrap_err() {
        Error::Refused(reasons) | Error::Input(reasons) => {
            reasons.into_iter().map(|reason| reason.code).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn given_a_device_on_loan_when_it_is_lent_again_then_the_refusal_is_on_the_record() {
    let world = World::new().await;
    step(&world, "section", "JLY-1", "purchase", bought("A1")).await.unwrap();
    step(&world, "archivist", "JLY-1", "loan", lend("officer")).await.unwrap();
    let size = world.store.size().await.unwrap();
    let refused = step(&world, "archivist", "JLY-1", "loan", lend("officer2")).await;
    assert_eq!(codes(refused), ["device.state"]);
    assert_eq!(world.store.size().await.unwrap(), size + 1);
    let page = world.app.device(&world.caller("officer").await, "JLY-1").await.unwrap();
    assert_eq!(page.line.holder.unwrap().id, "officer");
    assert_eq!(page.life.len(), 2);
    let (_, device) = world.app.device_held("JLY-1").await.unwrap().unwrap();
    assert_eq!(device.holder_at("2026-03-02T09:30".parse().unwrap()), Some("officer"));
}

#[tokio::test]
async fn given_two_who_lend_at_once_then_one_of_them_is_refused() {
    let world = World::new().await;
    step(&world, "section", "JLY-1", "purchase", bought("A1")).await.unwrap();
    let (one, other) = tokio::join!(
        step(&world, "archivist", "JLY-1", "loan", lend("officer")),
        step(&world, "archivist", "JLY-1", "loan", lend("officer2")),
    );
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1);
}

#[tokio::test]
async fn given_a_serial_number_that_stands_already_when_it_comes_again_then_it_is_refused_everywhere()
 {
    let world = World::new().await;
    step(&world, "section", "JLY-1", "purchase", bought("sn 1")).await.unwrap();
    let refused = step(&world, "section", "JLY-2", "purchase", bought("SN1")).await;
    assert_eq!(codes(refused), ["device.serial"]);
    let (one, other) = tokio::join!(
        step(&world, "section", "JLY-3", "purchase", bought("B2")),
        step(&world, "section", "JLY-4", "purchase", bought("B2")),
    );
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1);
    let table = "设备编号,设备名称,所属机关,设备类型,序列号\nT1,记录仪,bureau,记录仪,b2\nT2,记录仪,bureau,执法记录仪,C3\nT3,相机,bureau,数码相机,c3\nT4,无人机,bureau,无人机,D4\n";
    let report = import(&world, "devices", table).await;
    let told: Vec<(usize, &str)> =
        report.report.iter().map(|fault| (fault.row, fault.code)).collect();
    assert_eq!(
        told,
        [(2, "import.duplicate_serial"), (4, "import.duplicate_serial"), (5, "import.choice")]
    );
    assert_eq!((report.accepted, report.rejected), (0, 4));
}

#[tokio::test]
async fn given_a_table_of_devices_then_they_can_be_lent_and_then_the_table_changes_them_no_more() {
    let world = World::new().await;
    let table = "编号,名称,机关编号,类型,型号,出厂编号,购置日期,价格(元)\nT1,记录仪,bureau,记录仪,X1,T-001,2025-06-01,1200.00\nT2,老相机,bureau,,,,,\n";
    let report = import(&world, "devices", table).await;
    assert_eq!((report.rows, report.accepted), (2, 2), "{:?}", report.report);
    let page = world.app.device(&world.caller("officer").await, "T1").await.unwrap();
    assert_eq!((page.line.kind.as_str(), page.price), ("执法记录仪", Some(120_000)));
    assert_eq!((page.line.state.as_str(), page.life[0].step.as_str()), ("available", "entered"));
    assert_eq!(import(&world, "devices", table).await.accepted, 2);
    let refused = step(&world, "section", "T9", "purchase", bought("t-001")).await;
    assert_eq!(codes(refused), ["device.serial"]);
    step(&world, "archivist", "T1", "loan", lend("officer")).await.unwrap();
    let report = import(&world, "devices", table).await;
    let told: Vec<(usize, &str)> =
        report.report.iter().map(|fault| (fault.row, fault.code)).collect();
    assert_eq!(told, [(2, "import.kept_here")]);
    let list =
        world.app.devices(&world.caller("officer").await, &DeviceFilter::default()).await.unwrap();
    assert_eq!((list.total, list.counts["on_loan"]), (2, 1));
}

#[tokio::test]
async fn given_everything_is_built_anew_from_the_record_then_not_a_byte_differs() {
    let world = World::new().await;
    step(&world, "section", "JLY-1", "purchase", bought("A1")).await.unwrap();
    step(&world, "archivist", "JLY-1", "loan", lend("officer")).await.unwrap();
    step(&world, "archivist", "JLY-1", "return", json!({ "sound": false })).await.unwrap();
    step(&world, "archivist", "JLY-1", "repair", json!({})).await.unwrap();
    let rebuilt = world.app.rebuild(true, |_, _| {}).await.unwrap();
    assert!(rebuilt.comparison.unwrap().is_same());
}

#[tokio::test]
async fn given_nine_cards_of_class_a_and_two_recorders_then_one_is_lacking_and_the_sheet_says_its_price()
 {
    let world = World::new().await;
    for n in 0..3 {
        let id = format!("JLY-{n}");
        step(&world, "section", &id, "purchase", bought(&format!("A{n}"))).await.unwrap();
    }
    step(&world, "archivist", "JLY-0", "repair", json!({})).await.unwrap();
    let head = world.caller("head").await;
    let before = world.app.equipment(&head, Some("bureau")).await.unwrap();
    assert_eq!((before.agencies[0].needed, before.short), (None, 0));
    let wish = ClassWish {
        class: "A".to_owned(),
        reason: "每天在现场执法".to_owned(),
        ..ClassWish::default()
    };
    let officer = world.caller("officer").await;
    assert!(matches!(world.app.classify(&officer, "bureau", &wish).await, Err(Error::Denied(_))));
    world.app.classify(&head, "bureau", &wish).await.unwrap();
    let found = world.app.equipment(&head, Some("bureau")).await.unwrap();
    let line = &found.agencies[0];
    assert_eq!((line.officers, line.needed, line.usable, line.short), (9, Some(3), 2, 1));
    assert_eq!((line.repair, found.short), (1, 1));
    let sheet = budget_sheet(&found, "示例bureau", world.app.today(), Some(1500));
    let amount = sheet.rows.iter().find(|row| row.label == "申请金额").unwrap();
    assert_eq!(amount.value, Cell::Text("1500 元".to_owned()));
}
