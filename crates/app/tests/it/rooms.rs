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
