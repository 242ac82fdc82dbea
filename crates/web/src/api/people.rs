//! Agencies, people, and the table of who may do what.

use axum::Json;
use axum::extract::State;
use zhiheng_app::people::{self, AgencyNode, AuthorityTable, PersonLine};

use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::Filters;
use crate::server::Api;

/// 机关
///
/// 全部机关，上级在外，下级在内。
#[utoipa::path(
    get, path = "/agencies", tag = "机构和人员",
    responses((status = 200, description = "机关", body = Vec<AgencyNode>), Problems)
)]
pub(crate) async fn agencies(
    State(api): State<Api>,
    _who: Who,
) -> Result<Json<Vec<AgencyNode>>, Problem> {
    Ok(Json(api.app.agency_tree().await?))
}

/// 人员
///
/// 查看范围内的人员，岗位和执法证件。
#[utoipa::path(
    get, path = "/people", tag = "机构和人员",
    params(("agency" = Option<String>, Query, description = "机关")),
    responses((status = 200, description = "人员", body = Vec<PersonLine>), Problems)
)]
pub(crate) async fn people(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<Vec<PersonLine>>, Problem> {
    let mut agency = None;
    for (name, value) in &given {
        match name.as_str() {
            "agency" if agency.is_none() => agency = Some(value.trim()),
            "agency" => {
                let detail = "“agency”只能给一次";
                return Err(Problem::wrong_field("input.repeated", "agency", detail));
            }
            _ => {
                let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                let detail = format!("没有“{name}”这一条件");
                return Err(Problem::wrong_field("input.unknown", &name, detail));
            }
        }
    }
    let agency = agency.filter(|agency| !agency.is_empty());
    Ok(Json(api.app.people(who.caller(), agency).await.map_err(Problem::of_address)?))
}

/// 权限表
///
/// 每个岗位有哪些权限。行为要哪一权限，在法律包里。
#[utoipa::path(
    get, path = "/authority", tag = "机构和人员",
    responses((status = 200, description = "权限表", body = AuthorityTable), Problems)
)]
pub(crate) async fn authority(_who: Who) -> Json<AuthorityTable> {
    Json(people::authority())
}
