//! `zhiheng account`: open an account, set a password, list. While the server runs, this is done in the console.

use std::fmt::Write as _;
use std::io::BufRead as _;

use serde_json::json;
use zhiheng_app::App;
use zhiheng_app::ports::AccountRow;
use zhiheng_app::registry::account_entry;
use zhiheng_domain::Role;

use super::init::{OPERATOR, fresh_password};
use crate::cli::{AccountCommand, Data, Stores};
use crate::output::{Done, Fault, say};
use crate::place::Place;
use crate::wiring;

pub(crate) async fn run(command: AccountCommand) -> Result<Done, Fault> {
    match command {
        AccountCommand::Add {
            username,
            data,
            stores,
            name,
            agency,
            role,
            person,
            password_stdin,
            json: _,
        } => {
            let person = person.unwrap_or_else(|| username.clone());
            let account = AccountRow { username, person, name, agency, roles: role, active: true };
            add(&data, &stores, account, password_stdin).await
        }
        AccountCommand::Passwd { username, data, stores, password_stdin, json: _ } => {
            passwd(&data, &stores, &username, password_stdin).await
        }
        AccountCommand::List { data, stores, json: _ } => list(&data, &stores).await,
    }
}

async fn add(
    data: &Data,
    stores: &Stores,
    account: AccountRow,
    from_stdin: bool,
) -> Result<Done, Fault> {
    if let Some(role) = account.roles.iter().find(|role| Role::parse(role).is_none()) {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.id()).collect();
        return Err(Fault::new(
            "input.role",
            format!("没有岗位“{role}”，现有：{}", known.join("、")),
        ));
    }
    let place = Place::take(&data.data)?;
    let (app, mut follower) = wiring::wire_to_write(&place, stores).await?;
    if app.tree().await?.get(&account.agency).is_none() {
        return Err(Fault::new("input.agency", format!("没有登记机关“{}”", account.agency)));
    }
    if app.store().account(&account.username).await?.is_some() {
        return Err(Fault::negative("duplicate", format!("账号“{}”已存在", account.username)));
    }
    let username = account.username.clone();
    app.enter(OPERATOR, vec![account_entry(&account)]).await?;
    set(&app, &username, from_stdin).await?;
    follower.catch_up().await?;
    Ok(Done::with(json!({ "username": username, "roles": account.roles })))
}

async fn passwd(
    data: &Data,
    stores: &Stores,
    username: &str,
    from_stdin: bool,
) -> Result<Done, Fault> {
    let place = Place::take(&data.data)?;
    let (app, _follower) = wiring::wire_to_write(&place, stores).await?;
    if app.store().account(username).await?.is_none() {
        return Err(Fault::negative("missing", format!("没有账号“{username}”")));
    }
    set(&app, username, from_stdin).await?;
    Ok(Done::with(json!({ "username": username })))
}

async fn list(data: &Data, stores: &Stores) -> Result<Done, Fault> {
    let place = Place::look(&data.data)?;
    let home = zhiheng_app::record_home::RecordHome::open(place.dir())?;
    let clock = std::sync::Arc::new(crate::world::SystemClock);
    let app = wiring::wire(&place, stores, home.suite(), clock).await?;
    let accounts = app.store().accounts().await?;
    let mut table = String::new();
    for account in &accounts {
        let state = if account.active { "启用" } else { "停用" };
        let AccountRow { username, name, agency, roles, .. } = account;
        // Writing into a String cannot fail.
        let _ = writeln!(table, "{username}\t{name}\t{agency}\t{}\t{state}", roles.join(","));
    }
    Ok(Done { json: json!({ "accounts": accounts }), table: Some(table), ..Done::default() })
}

async fn set(app: &App, username: &str, from_stdin: bool) -> Result<(), Fault> {
    if !from_stdin {
        let password = fresh_password(app);
        app.set_password(username, &password).await?;
        say(&format!("{username} 的密码（只显示这一次）：{password}"));
        return Ok(());
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Fault::new("input.password", format!("读取密码失败：{error}")))?;
    app.set_password(username, line.trim_end_matches(['\r', '\n'])).await?;
    say(&format!("{username} 的密码已设定"));
    Ok(())
}
