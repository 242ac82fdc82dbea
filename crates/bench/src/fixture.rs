//! Data folders of a given size: the demonstration's people, then registrations of petitions through the application.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Map, Value, json};
use zhiheng_app::perform::Wish;
use zhiheng_app::ports::{Clock, Entropy};
use zhiheng_app::{App, Parts};

type Failure = Box<dyn std::error::Error>;

/// A prepared data folder.
pub(crate) struct Fixture {
    pub(crate) data: PathBuf,
    /// Accounts: username, password, role, agency.
    pub(crate) accounts: Vec<Value>,
    pub(crate) matters: usize,
}

impl Fixture {
    /// Password of an account.
    pub(crate) fn password(&self, username: &str) -> &str {
        self.accounts
            .iter()
            .find(|account| account.get("username").and_then(Value::as_str) == Some(username))
            .and_then(|account| account.get("password").and_then(Value::as_str))
            .unwrap_or_default()
    }
}

struct Wall;

impl Clock for Wall {
    #[expect(clippy::disallowed_methods, reason = "a bench runs on the wall clock")]
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }
}

/// Salts of a bench need not be secret.
struct Cheap(std::sync::Mutex<zhiheng_demo::dice::Dice>);

impl Entropy for Cheap {
    fn fill(&self, buffer: &mut [u8]) {
        if let Ok(mut dice) = self.0.lock() {
            for part in buffer.chunks_mut(8) {
                let bytes = dice.throw().to_le_bytes();
                for (place, byte) in part.iter_mut().zip(bytes) {
                    *place = byte;
                }
            }
        }
    }
}

/// The demonstration's people on a fresh folder, or what is there already.
pub(crate) fn people(zhiheng: &Path, data: &Path, matters: usize) -> Result<Vec<Value>, Failure> {
    let file = data.join("demo-accounts.json");
    if !file.exists() {
        let status = Command::new(zhiheng)
            .args(["demo", "--matters", &matters.to_string(), "--data"])
            .arg(data)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .status()?;
        if !status.success() {
            return Err(format!("zhiheng demo ended with {status}").into());
        }
    }
    Ok(serde_json::from_slice(&std::fs::read(file)?)?)
}

/// A folder with at least `wanted` matters.
pub(crate) async fn build(zhiheng: &Path, data: &Path, wanted: usize) -> Result<Fixture, Failure> {
    std::fs::create_dir_all(data)?;
    let accounts = people(zhiheng, data, 60)?;
    let app = open(data)?;
    let filter = zhiheng_app::ports::MatterFilter { limit: 1, ..Default::default() };
    let page = app.store().matters(&filter).await?;
    let done = data.join("bench-matters");
    let held: usize =
        std::fs::read_to_string(&done).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let missing = wanted.saturating_sub(held.max(usize::try_from(page.total)?));
    if missing > 0 {
        register(&app, missing).await?;
        std::fs::write(done, wanted.to_string())?;
    }
    Ok(Fixture { data: data.to_path_buf(), accounts, matters: wanted })
}

/// The application over a folder, on the wall clock.
pub(crate) fn open(data: &Path) -> Result<App, Failure> {
    let store = zhiheng_store::SqliteStore::open(data.join("zhiheng.db"))?;
    let (pack, calendar) = law()?;
    Ok(App::new(Parts {
        store: Arc::new(store),
        blobs: Arc::new(zhiheng_evidence::MemoryBlobs::new(zhiheng_record::Suite::National)),
        clock: Arc::new(Wall),
        entropy: Arc::new(Cheap(std::sync::Mutex::new(zhiheng_demo::dice::Dice::new(7)))),
        pack: Arc::new(pack),
        calendar: Arc::new(calendar),
        suite: zhiheng_record::Suite::National,
    }))
}

fn law() -> Result<(zhiheng_law::Pack, zhiheng_calendar::Calendar), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut files = Vec::new();
    gather(&root.join("national"), "national", &mut files)?;
    gather(&root.join("registers"), "registers", &mut files)?;
    let pack = zhiheng_law::Pack::load(&files)
        .map_err(|faults| faults.first().map(ToString::to_string).unwrap_or_default())?;
    let mut notices = Vec::new();
    for entry in std::fs::read_dir(root.join("calendar"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            notices.push(zhiheng_calendar::YearNotice::parse(
                &path.to_string_lossy(),
                &std::fs::read_to_string(&path)?,
            )?);
        }
    }
    Ok((pack, zhiheng_calendar::Calendar::new(notices)))
}

fn gather(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) -> Result<(), Failure> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = format!("{prefix}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            gather(&path, &name, files)?;
        } else {
            files.push((name, std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

async fn register(app: &App, missing: usize) -> Result<(), Failure> {
    let agencies: Vec<&str> = zhiheng_demo::people::AGENCIES
        .iter()
        .filter(|agency| agency.4 == "信访部门")
        .map(|agency| agency.0)
        .collect();
    let mut callers = Vec::new();
    for agency in agencies {
        let username = format!("{agency}-officer");
        let (row, ..) = app
            .store()
            .account(&username)
            .await?
            .ok_or("the demonstration's accounts are not there")?;
        callers.push(app.caller(&row).await?);
    }
    let callers = Arc::new(callers);
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = Vec::new();
    for _ in 0..256 {
        let (app, callers, next) = (app.clone(), callers.clone(), next.clone());
        tasks.push(tokio::spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= missing {
                    return Ok::<(), String>(());
                }
                let Some(caller) = callers.get(n % callers.len()) else { return Ok(()) };
                let wish = Wish {
                    procedure: "petition".to_owned(),
                    fields: petition(n, app.today()),
                    ..Wish::default()
                };
                app.perform(caller, &wish).await.map_err(|error| format!("{error:?}"))?;
            }
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(())
}

/// A registration as a desk types it.
pub(crate) fn petition(n: usize, today: jiff::civil::Date) -> Map<String, Value> {
    let subjects = [
        "供热温度不达标",
        "路灯长期不亮",
        "补偿款发放迟延",
        "夜间施工扰民",
        "屋面漏水",
        "水压不足",
    ];
    let subject = subjects.get(n % subjects.len()).copied().unwrap_or_default();
    let form = json!({
        "title": format!("反映{subject}（第{n}件）"), "channel": "网上信访", "received_on": today.to_string(),
        "party": zhiheng_demo::people::invented_name(n), "party_kind": "自然人", "phone": "13800000000", "address": "示例小区",
        "request": "请求解决。", "facts": format!("信访人反映{subject}。"), "urgent": false,
    });
    match form {
        Value::Object(form) => form,
        _ => Map::new(),
    }
}
