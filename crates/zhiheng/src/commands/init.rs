//! `zhiheng init`: a new data folder: log, keys, first agency, first administrator.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use zhiheng_app::App;
use zhiheng_app::ports::AccountRow;
use zhiheng_app::registry::{Entry, account_entry};
use zhiheng_domain::Role;
use zhiheng_record::Suite;

use crate::cli::{Init, SuiteName};
use crate::output::{Done, Fault, say};
use crate::place::Fresh;
use crate::wiring;
use crate::world::SystemClock;

/// Who acts where no person does: the operator at the command line.
pub(crate) const OPERATOR: &str = "operator";

pub(crate) async fn run(arguments: Init) -> Result<Done, Fault> {
    let fresh = Fresh::begin(&arguments.data.data)?;
    let place = fresh.place();
    let suite = match arguments.suite {
        SuiteName::National => Suite::National,
        SuiteName::International => Suite::International,
    };
    let origin = match &arguments.origin {
        Some(origin) => origin.clone(),
        None => format!("zhiheng.invalid/{}", random_word(10)),
    };
    let (app, mut follower) =
        wiring::found(place, &arguments.stores, suite, &origin, Arc::new(SystemClock)).await?;
    let agency = Entry {
        register: "agencies".to_owned(),
        id: arguments.agency_id.clone(),
        agency: arguments.agency_id.clone(),
        name: arguments.agency_name.clone(),
        body: object(json!({
            "id": arguments.agency_id,
            "name": arguments.agency_name,
            "short": arguments.agency_name,
            "mark": arguments.mark,
        })),
        active: true,
    };
    let account = AccountRow {
        username: arguments.admin.clone(),
        person: arguments.admin.clone(),
        name: Role::Administrator.title().to_owned(),
        agency: arguments.agency_id.clone(),
        roles: vec![Role::Administrator.id().to_owned()],
        active: true,
    };
    app.enter(OPERATOR, vec![agency, account_entry(&account)]).await?;
    app.publish_faces(OPERATOR).await?;
    let password = fresh_password(&app);
    app.set_password(&arguments.admin, &password).await?;
    follower.catch_up().await?;
    let size = follower.size();
    drop((app, follower));
    fresh.finish()?;
    say(&format!("数据目录 {} 已建立，记录名称 {origin}", arguments.data.data.display()));
    say(&format!("管理员 {} 的密码（只显示这一次）：{password}", arguments.admin));
    say("签名密钥在 keys/log.key，请另行妥善备份");
    Ok(Done::with(json!({
        "data": arguments.data.data,
        "origin": origin,
        "suite": suite,
        "administrator": arguments.admin,
        "size": size,
    })))
}

/// A password that nobody guesses: 80 bits in 16 characters that cannot be taken for one another.
pub(crate) fn fresh_password(app: &App) -> String {
    format!("{}{}", app.fresh_code(), app.fresh_code()).to_lowercase()
}

fn random_word(length: usize) -> String {
    use zhiheng_app::ports::Entropy as _;
    let mut bytes = vec![0_u8; length];
    crate::world::SystemEntropy.fill(&mut bytes);
    bytes.iter().map(|byte| char::from(b'a' + byte % 26)).collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
