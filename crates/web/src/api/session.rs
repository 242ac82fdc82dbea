//! Signing in and out, and who I am.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_app::App;
use zhiheng_app::caller::Caller;
use zhiheng_app::shapes::{Id, Titled};

use crate::identity::{self, Who};
use crate::problem::{Problem, Problems};
use crate::request::{Body, Fields, Shape};
use crate::server::Api;

/// Name and password.
#[derive(ToSchema)]
pub(crate) struct SignIn {
    /// 用户名
    username: String,
    /// 密码
    password: String,
}

impl Shape for SignIn {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { username: object.text("username")?, password: object.text("password")? })
    }
}

/// A session begun.
#[derive(Serialize, ToSchema)]
pub(crate) struct Begun {
    /// 令牌：其他程序放在请求头 Authorization: Bearer 中
    token: String,
    /// 校验值：用 Cookie 的，改动的请求放在请求头 X-CSRF-Token 中
    csrf: String,
    me: Me,
}

/// The present session.
#[derive(Serialize, ToSchema)]
pub(crate) struct Present {
    /// 校验值
    csrf: String,
    me: Me,
}

/// Who I am.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// 用户名
    username: String,
    /// 人员
    person: Id,
    agency: MyAgency,
    /// 岗位
    roles: Vec<Titled>,
    /// 权限
    powers: Vec<&'static str>,
    /// 可以查看的机关
    scope: Vec<Id>,
}

/// My agency.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyAgency {
    id: String,
    /// 全称
    name: String,
    /// 简称
    short: String,
}

/// 登录
///
/// 成功后设置 Cookie，也返回令牌；两者是同一个会话。密码连续 5 次输错，账号锁定 15 分钟。
#[utoipa::path(
    post, path = "/session", tag = "会话", request_body = SignIn,
    responses((status = 200, description = "已登录", body = Begun), Problems)
)]
pub(crate) async fn begin(
    State(api): State<Api>,
    headers: HeaderMap,
    Body(SignIn { username, password }): Body<SignIn>,
) -> Result<Response, Problem> {
    let begun = api.sessions.sign_in(&username, &password).await?;
    let me = me(&api.app, &begun.session.caller).await?;
    let seconds = api.sessions.rules().absolute.as_secs();
    let cookie = identity::begin(&begun.token, &headers, seconds);
    let body = Begun { token: begun.token, csrf: begun.session.csrf, me };
    let mut response = Json(body).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// 现在的会话
///
/// 我是谁、有哪些权限、能看到哪些机关；页面刷新以后由此取回校验值。
#[utoipa::path(
    get, path = "/session", tag = "会话",
    responses((status = 200, description = "已登录", body = Present), Problems)
)]
pub(crate) async fn show(State(api): State<Api>, who: Who) -> Result<Json<Present>, Problem> {
    let me = me(&api.app, who.caller()).await?;
    Ok(Json(Present { csrf: who.session().csrf.clone(), me }))
}

/// 退出登录
#[utoipa::path(
    delete, path = "/session", tag = "会话",
    responses((status = 204, description = "已退出"), Problems)
)]
pub(crate) async fn end(
    State(api): State<Api>,
    headers: HeaderMap,
    who: Who,
) -> Result<Response, Problem> {
    api.sessions.sign_out(who.token()).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(cookie) = identity::end(&headers) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

async fn me(app: &App, caller: &Caller) -> Result<Me, Problem> {
    let tree = app.tree().await?;
    let agency = &caller.actor.agency;
    let name = tree.name(agency).to_owned();
    let short =
        tree.get(agency).map(|agency| agency.short.clone()).filter(|short| !short.is_empty());
    Ok(Me {
        username: caller.username.clone(),
        person: Id::new(&caller.actor.id, &caller.actor.name),
        agency: MyAgency { id: agency.clone(), short: short.unwrap_or_else(|| name.clone()), name },
        roles: caller.actor.roles.iter().map(|role| Titled::new(role.id(), role.title())).collect(),
        powers: caller.actor.powers().into_iter().map(zhiheng_domain::Power::id).collect(),
        scope: caller.scope.iter().map(|agency| Id::new(agency, tree.name(agency))).collect(),
    })
}
