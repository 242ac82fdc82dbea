//! `zhiheng demo`: a data folder in which two years of work were performed through the application itself.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Time;
use serde_json::json;
use zhiheng_app::ports::Clock as _;
use zhiheng_demo::{ManualClock, Plan, play};
use zhiheng_record::Suite;

use super::init::OPERATOR;
use crate::cli::Demo;
use crate::output::{Bar, Done, Fault, file_fault, say};
use crate::place::Fresh;
use crate::wiring;
use crate::world::SystemClock;

/// Name of the demonstration's log: it can never be taken for a real one.
const ORIGIN: &str = "demo.zhiheng.invalid/record";

pub(crate) async fn run(arguments: Demo) -> Result<Done, Fault> {
    let fresh = Fresh::begin(&arguments.data.data)?;
    let place = fresh.place();
    let today = zhiheng_calendar::china_date(SystemClock.now());
    // Two years that end with the last office hour of yesterday, so that lights of all colours are to be seen.
    let until = today
        .yesterday()
        .map_err(|error| Fault::new("demo.dates", error.to_string()))?
        .to_datetime(Time::constant(17, 30, 0, 0));
    let from = until.date().checked_sub(2.years()).unwrap_or(until.date());
    let plan = Plan { matters: arguments.matters, seed: arguments.seed, from, until };
    let clock = Arc::new(ManualClock::at(zhiheng_calendar::china_timestamp(
        from.min(zhiheng_demo::FIRST).to_datetime(Time::midnight()),
    )));
    let (app, mut follower) =
        wiring::found(place, &arguments.stores, Suite::National, ORIGIN, clock.clone()).await?;
    let bar = Bar::new();
    let outcome = play(&app, &clock, plan, |done, of| {
        bar.set("演示", u64::try_from(done).unwrap_or(0), u64::try_from(of).unwrap_or(0));
    })
    .await?;
    bar.clear();
    app.publish_faces(OPERATOR).await?;
    // The last office hour is over: every day of the two years gets its statement.
    clock.forward(SystemClock.now());
    app.state_days(ORIGIN).await?;
    follower.catch_up().await?;
    let path = place.dir().join("demo-accounts.json");
    let accounts = serde_json::to_vec_pretty(&outcome.accounts)
        .map_err(|error| Fault::new("internal", format!("内部错误：{error}")))?;
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| {
            file.write_all(&accounts)?;
            file.sync_all()
        })
        .map_err(|error| file_fault(&path, &error))?;
    let size = follower.size();
    drop((app, follower));
    fresh.finish()?;
    let path = arguments.data.data.join("demo-accounts.json");
    say(&format!(
        "演示数据：{} 件事项，{} 次行为，{} 次被拒绝；账号见 {}",
        outcome.matters,
        outcome.acts,
        outcome.refused,
        path.display()
    ));
    for party in &outcome.parties {
        say(&format!("当事人页面 /p：编号 {}，当事人码 {}", party.number, party.code));
    }
    Ok(Done::with(json!({
        "matters": outcome.matters,
        "acts": outcome.acts,
        "refused": outcome.refused,
        "accounts": path,
        "size": size,
    })))
}
