//! Disclosure beside the queue and the proposal: a changed text looked at again, and the settings in force.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zhiheng_app::disclosure::{Reread, SettingsView};

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Shape};
use crate::server::Api;

/// The routes of this module.
pub(super) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(reread)).routes(routes!(settings))
}

/// 公开文本
#[derive(Debug, Default, ToSchema)]
pub(crate) struct PublicTexts {
    /// 逐栏：栏目和文字
    fields: BTreeMap<String, String>,
}

impl Shape for PublicTexts {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        let texts = object.object("fields")?.into_iter();
        let fields = texts
            .filter_map(|(name, value)| match value {
                Value::String(text) => Some((name, text)),
                _ => None,
            })
            .collect();
        Ok(Self { fields })
    }
}

/// 再看一遍公开文本
///
/// 把改过的公开文本逐栏送来，说出还认出哪些个人信息、在第几个字、遮盖以后怎样写。不写入任何东西；公示的行为还会再查一次。
#[utoipa::path(
    post, path = "/matters/{id}/disclosure/reread", tag = "公示", request_body = PublicTexts,
    params(("id" = String, Path, description = "事项编号")),
    responses((status = 200, description = "认出的个人信息", body = Reread), Problems)
)]
pub(crate) async fn reread(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
    Body(texts): Body<PublicTexts>,
) -> Result<Json<Reread>, Problem> {
    Ok(Json(api.app.disclosure_reread(who.caller(), &id, &texts.fields).await?))
}

/// 公示设置
///
/// 每个渠道隐去什么，每一类决定的六项设置，处罚公开期限的类别和本机关现行的月数。
#[utoipa::path(
    get, path = "/disclosure/settings", tag = "公示",
    responses((status = 200, description = "设置", body = SettingsView), Problems)
)]
pub(crate) async fn settings(
    State(api): State<Api>,
    who: Who,
) -> Result<Json<SettingsView>, Problem> {
    Ok(Json(api.app.disclosure_settings(who.caller()).await?))
}
