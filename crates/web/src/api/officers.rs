//! The people who enforce: their cards, the steps in the life of a card, and what an officer's phone keeps.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_app::Error;
use zhiheng_app::officers::{CardStep, CardWish, MyCode, OfficerFilter, OfficerList, OfficerPage};
use zhiheng_domain::Power;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Filters, Shape};
use crate::server::Api;

/// Who may look at officers.
pub(super) const LOOKING: &[Power] = &[Power::View, Power::Administer];

/// 执法人员
///
/// 查看范围内的执法人员、证件状态和本年度学时，一次最多 200 人；counts 是各状态的人数。
#[utoipa::path(
    get, path = "/officers", tag = "执法人员",
    params(
        ("agency" = Option<String>, Query, description = "机关，缺省为全部可见机关"),
        ("q" = Option<String>, Query, description = "姓名、编号或者证号里的字"),
        ("standing" = Option<String>, Query, description = "状态：active、lapsed、suspended、withdrawn、applied、examined、issued、transferred……；soon 为 60 日内到期，short 为学时不足"),
        ("skip" = Option<usize>, Query, description = "跳过前面多少人"),
    ),
    responses((status = 200, description = "执法人员", body = OfficerList), Problems)
)]
pub(crate) async fn list(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<OfficerList>, Problem> {
    super::registers::needs(&who, LOOKING)?;
    super::registers::known(&given, &["agency", "q", "standing", "skip"])?;
    let value = |wanted: &str| {
        given
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    };
    let skip = match value("skip") {
        None => 0,
        Some(text) => text
            .parse()
            .map_err(|_| Problem::wrong_field("input.number", "skip", "“skip”应是从 0 起的整数"))?,
    };
    let filter = OfficerFilter {
        agency: value("agency"),
        words: value("q").unwrap_or_default(),
        standing: value("standing"),
        skip,
    };
    Ok(Json(api.app.officers(who.caller(), &filter).await.map_err(Problem::of_address)?))
}

/// 一名执法人员
///
/// 证件从申领到收回的每一步（谁、何时、为什么、依据哪条）、培训、手机，以及现在可以办的步骤。
#[utoipa::path(
    get, path = "/officers/{id}", tag = "执法人员",
    params(("id" = String, Path, description = "人员编号")),
    responses((status = 200, description = "执法人员", body = OfficerPage), Problems)
)]
pub(crate) async fn one(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<OfficerPage>, Problem> {
    super::registers::needs(&who, LOOKING)?;
    Ok(Json(api.app.officer(who.caller(), &id).await?))
}

/// 执法人员的照片
#[utoipa::path(
    get, path = "/officers/{id}/photo", tag = "执法人员",
    params(("id" = String, Path, description = "人员编号")),
    responses(
        (status = 200, description = "照片", body = Vec<u8>, content_type = "image/jpeg"),
        Problems
    )
)]
pub(crate) async fn photo(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Response, Problem> {
    super::registers::needs(&who, LOOKING)?;
    let (media, content) = api.app.officer_photo(who.caller(), &id).await?;
    let about = [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    Ok((StatusCode::OK, about, content).into_response())
}

#[derive(ToSchema)]
pub(crate) struct StepTaken {
    /// 这一步要填的内容，随步骤不同
    #[schema(value_type = serde_json::Value)]
    pub(super) fields: Map<String, Value>,
    /// 原因；办的这一步要求写明原因的必填
    pub(super) reason: Option<String>,
    /// 看到的版本；期间有别人办过的，返回 409
    pub(super) seen: Option<u64>,
}

impl Shape for StepTaken {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            fields: object.object("fields")?,
            reason: object.text_if("reason")?,
            seen: object.number("seen")?,
        })
    }
}

/// 办理执法证件的一步
///
/// apply 申领、examine 审核、return 退回、issue 发证、activate 启用、train 登记培训、transfer 调动、suspend 暂扣、resume 恢复、
/// withdraw 收回、enrol 登记手机、revoke 停用手机。申领、审核、发证由不同的人办，谁都不能办自己的；每一步都写入记录，被拒绝的也写。
#[utoipa::path(
    post, path = "/officers/{id}/steps/{step}", tag = "执法人员",
    params(
        ("id" = String, Path, description = "人员编号"),
        ("step" = String, Path, description = "步骤"),
    ),
    request_body = StepTaken,
    responses((status = 200, description = "已办理", body = CardStep), Problems)
)]
pub(crate) async fn step(
    State(api): State<Api>,
    who: Who,
    Address((id, step)): Address<(String, String)>,
    Body(taken): Body<StepTaken>,
) -> Result<Json<CardStep>, Problem> {
    let wish = CardWish {
        step,
        fields: taken.fields,
        reason: taken.reason.unwrap_or_default(),
        seen: taken.seen,
    };
    Ok(Json(api.app.card_step(who.caller(), &id, &wish).await?))
}

/// 本人亮证所需
///
/// 手机联网时取一次：本人证件、平台标识、今天的任务（只有案号和程序，没有当事人），断网以后据此自行生成亮证码。
#[utoipa::path(
    get, path = "/officers/me/code", tag = "执法人员",
    responses((status = 200, description = "本人亮证所需", body = MyCode), Problems)
)]
pub(crate) async fn mine(State(api): State<Api>, who: Who) -> Result<Json<MyCode>, Problem> {
    Ok(Json(api.app.my_code(who.caller()).await?))
}

/// 本人的照片
#[utoipa::path(
    get, path = "/officers/me/photo", tag = "执法人员",
    responses(
        (status = 200, description = "照片", body = Vec<u8>, content_type = "image/jpeg"),
        Problems
    )
)]
pub(crate) async fn my_photo(State(api): State<Api>, who: Who) -> Result<Response, Problem> {
    let missing = || Problem::from(Error::Missing { what: "照片".to_owned() });
    if !who.caller().actor.may(Power::View) {
        return Err(missing());
    }
    let (media, content) = api.app.officer_photo(who.caller(), &who.caller().actor.id).await?;
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, media)], content).into_response())
}
