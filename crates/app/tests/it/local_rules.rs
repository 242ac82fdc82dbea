//! Numbers of the rules beside procedures that an agency sets for itself: within the limits of the pack, through three hands, from
//! their day, and for nobody else.

use serde_json::json;
use zhiheng_app::Error;
use zhiheng_app::devices::DeviceWish;

use crate::world::{World, object};

/// Lends a device with this much battery left; answers the codes of a refusal.
async fn lent(world: &World, id: &str, battery: i64) -> Vec<String> {
    let step = |step: &str, fields| DeviceWish {
        step: step.to_owned(),
        fields: object(fields),
        reason: "示例原因".to_owned(),
        seen: None,
    };
    let bought = json!({ "name": "记录仪", "kind": "执法记录仪", "model": "X1", "serial": id, "bought": "2026-03-01" });
    world
        .app
        .device_step(&world.caller("section").await, id, &step("purchase", bought))
        .await
        .unwrap();
    let lend = json!({ "officer": "officer", "battery": battery, "storage": 60, "offset": 0 });
    match world.app.device_step(&world.caller("archivist").await, id, &step("loan", lend)).await {
        Ok(_) => Vec::new(),
        Err(Error::Refused(reasons) | Error::Input(reasons)) => {
            reasons.into_iter().map(|reason| reason.code).collect()
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn given_a_battery_limit_that_the_agency_set_when_it_is_published_then_it_holds_at_once_and_not_before()
 {
    let world = World::new().await;
    let (officer, reviewer, editor) = (
        world.caller("officer").await,
        world.caller("reviewer").await,
        world.caller("editor").await,
    );
    assert_eq!(lent(&world, "JLY-1", 22).await.len(), 1, "the pack asks 30 per cent");
    let own = ("rules.devices", "battery_least");
    let proposed =
        world.app.propose_parameter(&officer, own, 20, "本机关设备管理办法").await.unwrap();
    assert_eq!((proposed.procedure.title.as_str(), proposed.before), ("执法设备", 30));
    world.app.examine_parameter(&reviewer, &proposed.id, true, "同意").await.unwrap();
    assert_eq!(lent(&world, "JLY-2", 22).await.len(), 1, "it is not published");
    world.app.publish_parameter(&editor, &proposed.id, None).await.unwrap();
    assert!(lent(&world, "JLY-3", 22).await.is_empty());
    assert_eq!(lent(&world, "JLY-4", 19).await.len(), 1);

    let of = async |desk: &str| {
        let all = world.app.local_parameters(&world.caller(desk).await).await.unwrap();
        let held =
            all.into_iter().find(|row| row.procedure.id == own.0 && row.name == own.1).unwrap();
        (held.value, held.national, held.general)
    };
    assert_eq!(of("officer").await, (20, 30, true));
    assert_eq!(of("stranger").await, (30, 30, true), "another agency keeps the pack's");
}

#[tokio::test]
async fn given_a_value_outside_the_limits_or_a_rule_that_is_none_then_nothing_is_proposed() {
    let world = World::new().await;
    let officer = world.caller("officer").await;
    for (own, value) in [
        (("rules.devices", "battery_least"), 101),
        (("rules.devices", "nothing"), 20),
        (("rules.nothing", "battery_least"), 20),
    ] {
        let refused = world.app.propose_parameter(&officer, own, value, "本机关设备管理办法").await;
        let Err(Error::Input(reasons)) = refused else { panic!("{refused:?}") };
        assert_eq!(reasons[0].code, "parameter.limits", "{own:?}");
    }
    assert!(world.app.parameter_proposals(&officer).await.unwrap().is_empty());
}
