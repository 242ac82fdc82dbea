//! Rooms on the record: two who book at once, the matter that finds its bookings, and who sees whose matter it is.

use serde_json::json;
use zhiheng_app::Error;
use zhiheng_app::rooms::{Booked, BookingWish, RoomWish};

use crate::world::{World, object, petition};

async fn opened(world: &World) {
    let wish = RoomWish {
        step: "open".to_owned(),
        fields: object(json!({ "name": "询问一室", "kind": "询问室", "place": "主楼 101" })),
        ..RoomWish::default()
    };
    world.app.room_step(&world.caller("archivist").await, "R1", &wish).await.unwrap();
}

async fn book(
    world: &World,
    desk: &str,
    matter: &str,
    from: &str,
    to: &str,
) -> Result<Booked, Error> {
    let wish = BookingWish {
        from: format!("2026-03-05T{from}"),
        to: format!("2026-03-05T{to}"),
        matter: matter.to_owned(),
        purpose: "询问".to_owned(),
    };
    world.app.book_room(&world.caller(desk).await, "R1", &wish).await
}

#[tokio::test]
async fn given_two_who_book_at_once_then_one_wins_and_the_other_is_told_who_has_it() {
    let world = World::new().await;
    opened(&world).await;
    let matter = world.act("officer", None, "register", petition(1)).await.unwrap().matter.id;
    let (one, other) = tokio::join!(
        book(&world, "officer", &matter, "09:00", "10:00"),
        book(&world, "officer2", &matter, "09:30", "10:30"),
    );
    let refused = match (one, other) {
        (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
        both => panic!("{both:?}"),
    };
    let Error::Refused(reasons) = refused else { panic!("{refused:?}") };
    assert_eq!(reasons[0].code, "room.taken");
    assert!(reasons[0].message.contains("示例officer"), "{}", reasons[0].message);
}

#[tokio::test]
async fn given_a_booking_then_its_matter_lists_it_and_a_rebuild_leaves_not_a_byte_different() {
    let world = World::new().await;
    opened(&world).await;
    let matter = world.act("officer", None, "register", petition(1)).await.unwrap().matter.id;
    let made = book(&world, "officer", &matter, "09:00", "10:00").await.unwrap();
    book(&world, "officer2", &matter, "10:00", "11:00").await.unwrap();
    let officer = world.caller("officer").await;
    let day = "2026-03-05".parse().unwrap();
    world.app.change_booking(&officer, "R1", (day, &made.id), "cancel", "改期").await.unwrap();
    let listed = world.app.matter_rooms(&officer, &matter).await.unwrap();
    let states: Vec<&str> = listed.iter().map(|line| line.state.as_str()).collect();
    assert_eq!(states, ["booked", "cancelled"]);
    let week = world.app.room_calendar(&officer, None, "2026-03-02".parse().unwrap(), 7).await;
    let week = week.unwrap();
    assert_eq!((week.days.len(), week.rooms.len(), week.bookings.len()), (7, 1, 1));
    assert_eq!(week.bookings[0].matter.as_ref().unwrap().id, matter);
    assert!(!week.bookings[0].can_cancel, "it is somebody else's");
    let rebuilt = world.app.rebuild(true, |_, _| {}).await.unwrap();
    assert!(rebuilt.comparison.unwrap().is_same());
}

#[tokio::test]
async fn given_a_matter_that_the_caller_may_not_see_then_it_is_neither_booked_for_nor_named() {
    let world = World::new().await;
    opened(&world).await;
    let refused = book(&world, "officer", "no-such-matter", "09:00", "10:00").await;
    let Err(Error::Input(reasons)) = refused else { panic!("{refused:?}") };
    assert_eq!(reasons[0].field.as_deref(), Some("matter"));
    let missing = book(&world, "stranger", "", "09:00", "10:00").await;
    assert!(matches!(missing, Err(Error::Missing { .. })), "{missing:?}");
}

#[tokio::test]
async fn given_a_questioning_in_the_booked_room_then_the_form_proposes_the_room_and_the_booking_names_the_act()
 {
    let world = World::new().await;
    world.at("2026-03-02T09:00");
    opened(&world).await;
    let id = world.inquired().await;
    let officer = world.caller("officer").await;
    let book = |from: &str, to: &str| BookingWish {
        from: format!("2026-03-03T{from}"),
        to: format!("2026-03-03T{to}"),
        matter: id.clone(),
        purpose: "询问".to_owned(),
    };
    world.app.book_room(&officer, "R1", &book("10:30", "11:30")).await.unwrap();
    let form = world.app.act_form(&officer, &id, "question").await.unwrap();
    let place = form.defaults["place"].as_str().unwrap().to_owned();
    assert_eq!(place, "询问一室（主楼 101）");

    world.at("2026-03-03T12:00");
    let asked = json!({
        "officers": ["officer", "officer2"], "person_asked": "王某甲", "place": place, "started_at": "2026-03-03T10:35",
        "ended_at": "2026-03-03T11:05", "text": "属实", "signed": "逐页签名",
    });
    world.act("officer", Some(&id), "question", asked).await.unwrap();
    let listed = world.app.matter_rooms(&officer, &id).await.unwrap();
    assert_eq!(listed[0].state_title, "已使用", "nobody pressed a button");
    let held: Vec<_> =
        listed[0].held.iter().map(|act| (&*act.title, &*act.from, &*act.to)).collect();
    assert_eq!(held, [("询问", "2026-03-03T10:35", "2026-03-03T11:05")]);
}

#[tokio::test]
async fn given_a_questioning_elsewhere_or_at_another_hour_then_no_booking_claims_it() {
    let world = World::new().await;
    world.at("2026-03-02T09:00");
    opened(&world).await;
    let id = world.inquired().await;
    let officer = world.caller("officer").await;
    let wish = BookingWish {
        from: "2026-03-03T10:30".to_owned(),
        to: "2026-03-03T11:30".to_owned(),
        matter: id.clone(),
        purpose: "询问".to_owned(),
    };
    world.app.book_room(&officer, "R1", &wish).await.unwrap();
    world.at("2026-03-03T16:00");
    for (place, from, to) in [("当事人住处", "10:40", "11:00"), ("询问一室", "14:00", "14:30")]
    {
        let asked = json!({
            "officers": ["officer", "officer2"], "person_asked": "王某甲", "place": place, "started_at": format!("2026-03-03T{from}"),
            "ended_at": format!("2026-03-03T{to}"), "text": "属实", "signed": "逐页签名",
        });
        world.act("officer", Some(&id), "question", asked).await.unwrap();
    }
    let listed = world.app.matter_rooms(&officer, &id).await.unwrap();
    assert!(listed[0].held.is_empty());
    assert_eq!(listed[0].state_title, "没有使用");
}
