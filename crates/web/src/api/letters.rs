//! 来信: corrections, complaints and questions of the public, and the answers.

use axum::Json;
use axum::extract::State;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zhiheng_app::letters::{LetterView, Letters};
use zhiheng_domain::Power;

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Shape};
use crate::server::Api;

/// Who reads and answers letters: who publishes.
pub(super) const ANSWERING: &[Power] = &[Power::Publish];

/// The addresses of the letters.
pub(super) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(answer))
}

/// 公众来信
///
/// 由本机关答复的纠错、投诉、咨询。投诉由被投诉机关的上一级收，被投诉的机关看不到。
#[utoipa::path(
    get, path = "/letters", tag = "公示",
    responses((status = 200, description = "等待答复的和已经答复的", body = Letters), Problems)
)]
pub(crate) async fn list(State(api): State<Api>, who: Who) -> Result<Json<Letters>, Problem> {
    super::registers::needs(&who, ANSWERING)?;
    Ok(Json(api.app.letters(who.caller()).await?))
}

#[derive(ToSchema)]
pub(crate) struct AnswerLetter {
    /// 答复，来信的人凭查询码看到
    said: String,
    /// 纠错的内容已经更正；那一页从此写明更正过
    corrected: Option<bool>,
}

impl Shape for AnswerLetter {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        let corrected =
            if object.has("corrected") { Some(object.flag("corrected")?) } else { None };
        Ok(Self { said: object.text("said")?, corrected })
    }
}

/// 答复来信
///
/// 答复写进记录，以后不能改。纠错属实的，先更正或者撤回公示的内容，再答复“已更正”。
#[utoipa::path(
    post, path = "/letters/{id}/answer", tag = "公示", request_body = AnswerLetter,
    params(("id" = String, Path, description = "来信")),
    responses((status = 200, description = "已答复", body = LetterView), Problems)
)]
pub(crate) async fn answer(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Body(AnswerLetter { said, corrected }): Body<AnswerLetter>,
) -> Result<Json<LetterView>, Problem> {
    super::registers::needs(&who, ANSWERING)?;
    let corrected = corrected.unwrap_or(false);
    Ok(Json(api.app.answer_letter(who.caller(), &id, &said, corrected).await?))
}
