//! Rooms in which cases are handled: opened and closed, their calendar, and bookings tied to matters.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zhiheng_app::rooms::{
    Booked, BookingLine, BookingWish, RoomCalendar, RoomList, RoomStep, RoomWish,
};

use super::devices::{value, whole};
use super::officers::{LOOKING, StepTaken};
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Filters, Shape};
use crate::server::Api;

/// Days of the calendar where the address does not say.
const WEEK: i64 = 7;

/// The addresses of rooms.
pub(super) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(calendar))
        .routes(routes!(step))
        .routes(routes!(book))
        .routes(routes!(change))
        .routes(routes!(of_matter))
}

/// 办案场所
///
/// 查看范围内的询问室、听证室、接谈室，各装了哪些摄像机，现在可以办的步骤。
#[utoipa::path(
    get, path = "/rooms", tag = "办案场所",
    params(("agency" = Option<String>, Query, description = "机关，缺省为全部可见机关")),
    responses((status = 200, description = "办案场所", body = RoomList), Problems)
)]
pub(crate) async fn list(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<RoomList>, Problem> {
    super::registers::needs(&who, LOOKING)?;
    super::registers::known(&given, &["agency"])?;
    let agency = value(&given, "agency");
    let held = api.app.rooms(who.caller(), agency.as_deref()).await;
    Ok(Json(held.map_err(Problem::of_address)?))
}

/// 办案场所的日历
///
/// 从某一天起若干天（1 至 31）的预约；看不到的案件只显示已有预约，不显示是哪一件。
#[utoipa::path(
    get, path = "/rooms/calendar", tag = "办案场所",
    params(
        ("agency" = Option<String>, Query, description = "机关，缺省为全部可见机关"),
        ("from" = Option<String>, Query, description = "从哪一天起，缺省为今天"),
        ("days" = Option<i64>, Query, description = "几天，缺省 7"),
    ),
    responses((status = 200, description = "日历", body = RoomCalendar), Problems)
)]
pub(crate) async fn calendar(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<RoomCalendar>, Problem> {
    super::registers::needs(&who, LOOKING)?;
    super::registers::known(&given, &["agency", "from", "days"])?;
    let from = match value(&given, "from") {
        None => api.app.today(),
        Some(text) => date(&text).ok_or_else(|| {
            Problem::wrong_field("input.date", "from", "写成 2026-03-02 这样的日期")
        })?,
    };
    let days = whole(&given, "days")?.unwrap_or(WEEK);
    let agency = value(&given, "agency");
    let held = api.app.room_calendar(who.caller(), agency.as_deref(), from, days).await;
    Ok(Json(held.map_err(Problem::of_address)?))
}

/// 登记、停用、恢复一处办案场所
///
/// open 登记场所（fields：name、kind、place）、close 停用、reopen 恢复使用。
#[utoipa::path(
    post, path = "/rooms/{id}/steps/{step}", tag = "办案场所",
    params(
        ("id" = String, Path, description = "场所编号"),
        ("step" = String, Path, description = "步骤"),
    ),
    request_body = StepTaken,
    responses((status = 200, description = "已办理", body = RoomStep), Problems)
)]
pub(crate) async fn step(
    State(api): State<Api>,
    who: Who,
    Address((id, step)): Address<(String, String)>,
    Body(taken): Body<StepTaken>,
) -> Result<Json<RoomStep>, Problem> {
    let StepTaken { fields, reason, seen } = taken;
    let wish = RoomWish { step, fields, reason: reason.unwrap_or_default(), seen };
    Ok(Json(api.app.room_step(who.caller(), &id, &wish).await?))
}

#[derive(ToSchema)]
pub(crate) struct Booking {
    /// 开始，例如 2026-03-02T09:30
    from: String,
    /// 结束，同一天
    to: String,
    /// 哪一件（事项的 id）；与案件无关的不写
    matter: Option<String>,
    /// 做什么：询问、听证、陈述申辩、接谈、集体讨论、其他
    purpose: String,
}

impl Shape for Booking {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            from: object.text("from")?,
            to: object.text("to")?,
            matter: object.text_if("matter")?,
            purpose: object.text("purpose")?,
        })
    }
}

/// 预约办案场所
///
/// 同一间的时间不能重叠；两个人同时预约的，一个成功，另一个被告知是谁、从几点到几点。
#[utoipa::path(
    post, path = "/rooms/{id}/bookings", tag = "办案场所", request_body = Booking,
    params(("id" = String, Path, description = "场所编号")),
    responses((status = 200, description = "已预约", body = Booked), Problems)
)]
pub(crate) async fn book(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Body(Booking { from, to, matter, purpose }): Body<Booking>,
) -> Result<Json<Booked>, Problem> {
    let wish = BookingWish { from, to, matter: matter.unwrap_or_default(), purpose };
    Ok(Json(api.app.book_room(who.caller(), &id, &wish).await?))
}

#[derive(ToSchema)]
pub(crate) struct BookingChange {
    /// 原因；取消时必填
    reason: Option<String>,
}

impl Shape for BookingChange {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { reason: object.text_if("reason")? })
    }
}

/// 取消预约、登记使用
///
/// cancel 取消、hold 登记使用；由预约的人、负责人或者场所保管人办理。
#[utoipa::path(
    post, path = "/rooms/{id}/bookings/{day}/{booking}/{step}", tag = "办案场所",
    request_body = BookingChange,
    params(
        ("id" = String, Path, description = "场所编号"),
        ("day" = String, Path, description = "哪一天"),
        ("booking" = String, Path, description = "预约编号"),
        ("step" = String, Path, description = "cancel 或者 hold"),
    ),
    responses((status = 200, description = "已办理", body = Booked), Problems)
)]
pub(crate) async fn change(
    State(api): State<Api>,
    who: Who,
    Address((id, day, booking, step)): Address<(String, String, String, String)>,
    Body(BookingChange { reason }): Body<BookingChange>,
) -> Result<Json<Booked>, Problem> {
    let day = date(&day).ok_or_else(|| {
        Problem::from(zhiheng_app::Error::Missing { what: "这一天".to_owned() })
    })?;
    let reason = reason.unwrap_or_default();
    let place = (day, booking.as_str());
    Ok(Json(api.app.change_booking(who.caller(), &id, place, &step, &reason).await?))
}

/// 一件的场所预约
///
/// 为这一件预约过的询问室、听证室，最近的在前，取消的也列出。
#[utoipa::path(
    get, path = "/matters/{id}/rooms", tag = "办案场所",
    params(("id" = String, Path, description = "事项")),
    responses((status = 200, description = "预约", body = Vec<BookingLine>), Problems)
)]
pub(crate) async fn of_matter(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<Vec<BookingLine>>, Problem> {
    Ok(Json(api.app.matter_rooms(who.caller(), &id).await?))
}

fn date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}
