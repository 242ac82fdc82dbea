//! A place with three agencies one above the other and one beside them, the people of the pack's worked examples, and a record.
//! Everybody is invented.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use axum::Router;
use jiff::Timestamp;
use serde_json::{Value, json};
use zhiheng_app::follower::Follower;
use zhiheng_app::ports::{AccountRow, Clock, Entropy, SessionRow, Store, StoredEvent};
use zhiheng_app::record_home::RecordHome;
use zhiheng_app::registry::{Entry, account_entry};
use zhiheng_app::session::SessionRules;
use zhiheng_app::uploads::{UploadRules, Uploads};
use zhiheng_app::{App, Parts};
use zhiheng_calendar::{Calendar, YearNotice};
use zhiheng_domain::Role;
use zhiheng_domain::example::officers;
use zhiheng_evidence::{GlimpseMaker, MemoryBlobs};
use zhiheng_law::{ExampleStep, Pack};
use zhiheng_record::{Digest, Suite};
use zhiheng_store::MemoryStore;
use zhiheng_web::{ConsoleAssets, Metrics, Server, router};

use crate::client::Client;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// Accounts besides those of the examples: name, agency, roles.
const OTHERS: [(&str, &str, &[Role]); 4] = [
    ("supervisor", "upper", &[Role::Supervisor]),
    ("watcher", "agency", &[Role::Supervisor]),
    ("administrator", "agency", &[Role::Administrator]),
    (
        "stranger",
        "other",
        &[Role::Officer, Role::SectionHead, Role::AgencyHead, Role::LegalReviewer],
    ),
];

static SECRET: OnceLock<String> = OnceLock::new();
static PACK: LazyLock<Arc<Pack>> = LazyLock::new(|| Arc::new(pack()));
static CALENDAR: LazyLock<Arc<Calendar>> = LazyLock::new(|| Arc::new(calendar()));

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Arc<Hand>,
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) blobs: Arc<MemoryBlobs>,
    pub(crate) router: Router,
    follower: Follower,
    folder: tempfile::TempDir,
}

/// A clock that is set by hand.
#[derive(Debug)]
pub(crate) struct Hand(Mutex<Timestamp>);

impl Hand {
    /// Sets the clock, in China standard time.
    pub(crate) fn at(&self, moment: &str) {
        *self.0.lock().unwrap() = zhiheng_calendar::china_timestamp(moment.parse().unwrap());
    }

    pub(crate) fn pass(&self, time: jiff::SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(time).unwrap();
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Bytes that are the same in every run.
struct Dice(Mutex<u64>);

impl Entropy for Dice {
    fn fill(&self, buffer: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for byte in buffer {
            *state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = (*state >> 56) as u8;
        }
    }
}

impl World {
    /// On Monday 2 March 2026 at nine.
    pub(crate) async fn new() -> Self {
        Self::under(PACK.clone()).await
    }

    /// The same place under another pack.
    pub(crate) async fn under(pack: Arc<Pack>) -> Self {
        crate::log::keep();
        let clock = Arc::new(Hand(Mutex::new(Timestamp::UNIX_EPOCH)));
        clock.at("2026-03-02T09:00");
        let store = Arc::new(MemoryStore::default());
        let blobs = Arc::new(MemoryBlobs::new(Suite::National));
        let app = App::new(Parts {
            store: store.clone(),
            blobs: blobs.clone(),
            clock: clock.clone(),
            entropy: Arc::new(Dice(Mutex::new(11))),
            pack,
            calendar: CALENDAR.clone(),
            suite: Suite::National,
        })
        .with_leak_check(Arc::new(zhiheng_leak::LeakReader::without_sight()));
        let folder = tempfile::tempdir().unwrap();
        let home =
            RecordHome::create(folder.path(), Suite::National, "example.gov.cn/log", &[7; 32])
                .unwrap();
        let follower = Follower::start(app.clone(), home).await.unwrap();
        settle(&app).await;
        let router = router(Server {
            app: app.clone(),
            record_dir: folder.path().join("record"),
            console: ConsoleAssets::from_files([
                ("index.html".to_owned(), b"<!doctype html><title>console</title>".to_vec()),
                (
                    "assets/index-abc123.js".to_owned(),
                    "console.log('执衡');".repeat(200).into_bytes(),
                ),
            ]),
            sessions: SessionRules::default(),
            uploads: Arc::new(Uploads::new(app.clone(), UploadRules::default())),
            metrics: Arc::new(Metrics::default()),
            press: Arc::new(crate::press::Proof),
            twin: Arc::new(crate::twin::Reader),
            glimpses: Arc::new(GlimpseMaker::new(blobs.clone(), None)),
        });
        Self { app, clock, store, blobs, router, follower, folder }
    }

    /// Nobody.
    pub(crate) fn anonymous(&self) -> Client {
        Client::new(self.router.clone(), None)
    }

    /// Somebody, signed in a moment ago. Passwords are slow on purpose, so the session is put where signing in puts it.
    pub(crate) async fn person(&self, username: &str) -> Client {
        let token = Digest(self.app.random::<32>()).to_string();
        let now = self.app.now().as_microsecond();
        let row = SessionRow {
            token: Suite::National
                .hash(format!("zhiheng/session/v1\n{token}").as_bytes())
                .to_string(),
            username: username.to_owned(),
            csrf: "csrf".to_owned(),
            created: now,
            seen: now,
        };
        self.store.put_session(&row).await.unwrap();
        Client::new(self.router.clone(), Some(token))
    }

    /// One account more.
    pub(crate) async fn account(&self, id: &str, agency: &str, roles: &[Role]) {
        let row = account(id, id, agency, roles);
        self.app.enter("system", vec![account_entry(&row)]).await.unwrap();
    }

    /// Publishes what was written.
    pub(crate) async fn publish_record(&mut self) {
        self.follower.catch_up().await.unwrap();
    }

    /// The published policy of the record: the key of its log.
    pub(crate) fn policy(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("record/policy")).unwrap()
    }

    /// Events of a kind, oldest first.
    pub(crate) async fn events(&self, kind: &str) -> Vec<StoredEvent> {
        let events = self.store.journal(0, 10_000).await.unwrap();
        events.into_iter().filter(|event| event.kind == kind).collect()
    }

    /// Plays the first steps of a worked example over HTTP, each by its person at its moment; answers the matter.
    /// `until` is the act before which to stop; refusals that the example expects are expected here as well.
    pub(crate) async fn play(&self, procedure: &str, example: usize, until: &str) -> String {
        let steps = self.app.pack().procedures[procedure].examples[example].steps.clone();
        let mut matter: Option<String> = None;
        for step in &steps {
            // Where the act is first refused and then done, the wish is to stop before it is done.
            if step.act == until && step.refused.is_none() {
                break;
            }
            self.step(procedure, step, &mut matter).await;
        }
        matter.unwrap()
    }

    /// Plays one step.
    pub(crate) async fn step(
        &self,
        procedure: &str,
        step: &ExampleStep,
        matter: &mut Option<String>,
    ) {
        self.clock.at(&step.at);
        let client = self.person(&step.who).await;
        let answer = match matter.as_deref() {
            None => {
                client
                    .post("/api/matters", &json!({ "procedure": procedure, "fields": step.fields }))
                    .await
            }
            Some(id) => client.act(id, &step.act, &Value::Object(step.fields.clone())).await,
        };
        let body = answer.json();
        let Some(code) = &step.refused else {
            assert!(answer.status < 300, "line {} {}: {}", step.line, step.act, answer.text());
            if matter.is_none() {
                *matter = body["matter"]["id"].as_str().map(ToOwned::to_owned);
            }
            return;
        };
        if code.starts_with("authority.") {
            assert!(
                answer.status == 403 || answer.status == 422,
                "line {}: {}",
                step.line,
                answer.text()
            );
            return;
        }
        assert_eq!(answer.status, 422, "line {} {}: {}", step.line, step.act, answer.text());
        let reasons = body["reasons"].as_array().unwrap();
        let reason = reasons.iter().find(|reason| reason["code"] == code.as_str());
        let reason = reason
            .unwrap_or_else(|| panic!("line {}: {code} is not in {}", step.line, answer.text()));
        if let Some(basis) = &step.basis {
            assert_eq!(reason["article"], basis.as_str(), "line {}", step.line);
        }
    }
}

async fn settle(app: &App) {
    let agencies = [
        ("upper-upper", "示例省机关", None),
        ("upper", "示例市机关", Some("upper-upper")),
        ("agency", "示例机关", Some("upper")),
        ("other", "旁边机关", Some("upper")),
    ];
    let entries = agencies.map(|(id, name, parent)| {
        let body = json!({
            "id": id, "name": name, "mark": "示例", "short": name, "kind": "执法机关", "parent": parent,
            "government": "示例市人民政府", "basis": "处罚法17", "address": "示例路 1 号", "division": "140400",
        });
        entry("agencies", id, id, name, body)
    });
    app.enter("system", entries.to_vec()).await.unwrap();
    let (mut people, mut accounts) = (Vec::new(), Vec::new());
    for officer in officers() {
        let actor = zhiheng_domain::example::actor(&officer.id).unwrap();
        people.push(entry("officers", &officer.id, &officer.agency, &officer.name, json!(officer)));
        accounts.push(account(&officer.id, &officer.name, &officer.agency, &actor.roles));
    }
    for (id, agency, roles) in OTHERS {
        accounts.push(account(id, id, agency, roles));
    }
    app.enter("system", people).await.unwrap();
    app.enter("system", accounts.iter().map(account_entry).collect()).await.unwrap();
    // One hash for all: hashing is slow on purpose.
    let secret = if let Some(secret) = SECRET.get() {
        secret.clone()
    } else {
        app.set_password(&accounts[0].username, PASSWORD).await.unwrap();
        let (_, secret, ..) = app.store().account(&accounts[0].username).await.unwrap().unwrap();
        SECRET.get_or_init(|| secret).clone()
    };
    for account in &accounts {
        app.store().set_secret(&account.username, &secret).await.unwrap();
    }
}

fn account(id: &str, name: &str, agency: &str, roles: &[Role]) -> AccountRow {
    AccountRow {
        username: id.to_owned(),
        person: id.to_owned(),
        name: name.to_owned(),
        agency: agency.to_owned(),
        roles: roles.iter().map(|role| role.id().to_owned()).collect(),
        active: true,
    }
}

pub(crate) fn entry(register: &str, id: &str, agency: &str, name: &str, body: Value) -> Entry {
    let Value::Object(body) = body else { panic!("an entry is an object") };
    Entry {
        register: register.to_owned(),
        id: id.to_owned(),
        agency: agency.to_owned(),
        name: name.to_owned(),
        body,
        active: true,
    }
}

fn pack() -> Pack {
    load(&[packs()])
}

/// The pack of the product with an agency's own files beside it.
pub(crate) fn pack_and(own: PathBuf) -> Arc<Pack> {
    Arc::new(load(&[packs(), own]))
}

fn load(folders: &[PathBuf]) -> Pack {
    let mut files = Vec::new();
    for folder in folders {
        for part in ["national", "registers"] {
            if folder.join(part).is_dir() {
                gather(&folder.join(part), part, &mut files);
            }
        }
    }
    Pack::load(&files).unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn calendar() -> Calendar {
    let mut names: Vec<PathBuf> = std::fs::read_dir(packs().join("calendar"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    Calendar::new(
        names.iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")).map(
            |path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                YearNotice::parse(&name, &std::fs::read_to_string(path).unwrap()).unwrap()
            },
        ),
    )
}

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn gather(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            gather(&path, &name, files);
        } else {
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}
