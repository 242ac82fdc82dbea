//! A small world: three agencies one above the other, their people, the national pack, a manual clock and seeded randomness.

use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::{Map, Value, json};
use zhiheng_app::caller::Caller;
use zhiheng_app::perform::{Performed, Wish};
use zhiheng_app::ports::{AccountRow, Clock, Entropy};
use zhiheng_app::registry::{Entry, account_entry};
use zhiheng_app::{App, Error, Parts};
use zhiheng_calendar::{Calendar, YearNotice};
use zhiheng_domain::Role;
use zhiheng_evidence::MemoryBlobs;
use zhiheng_record::Suite;
use zhiheng_store::MemoryStore;

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) store: Arc<MemoryStore>,
    clock: Arc<Hand>,
}

#[derive(Debug)]
struct Hand(Mutex<Timestamp>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

struct Counting(Mutex<u64>);

impl Entropy for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for byte in buffer {
            *state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = state.to_be_bytes()[0];
        }
    }
}

/// Desks of the world: account, agency, role.
const DESKS: [(&str, &str, Role); 16] = [
    ("officer", "bureau", Role::Officer),
    ("officer2", "bureau", Role::Officer),
    ("section", "bureau", Role::SectionHead),
    ("reviewer", "bureau", Role::LegalReviewer),
    ("head", "bureau", Role::AgencyHead),
    ("editor", "bureau", Role::DisclosureEditor),
    ("archivist", "bureau", Role::Archivist),
    ("supervisor", "bureau", Role::Supervisor),
    ("administrator", "bureau", Role::Administrator),
    ("upper", "upper", Role::AgencyHead),
    ("stranger", "other", Role::Officer),
    ("upper-officer", "upper", Role::Officer),
    ("upper-officer2", "upper", Role::Officer),
    ("upper-section", "upper", Role::SectionHead),
    ("upper-reviewer", "upper", Role::LegalReviewer),
    ("upper-editor", "upper", Role::DisclosureEditor),
];

pub(crate) const ROLES: [&str; 8] = [
    "officer",
    "section",
    "reviewer",
    "head",
    "editor",
    "archivist",
    "supervisor",
    "administrator",
];

impl World {
    pub(crate) async fn new() -> Self {
        Self::under(&[]).await
    }

    /// The world under the national pack and further files.
    pub(crate) async fn under(more: &[(&str, &str)]) -> Self {
        let store = Arc::new(MemoryStore::new());
        let clock = Arc::new(Hand(Mutex::new(zhiheng_calendar::china_timestamp(
            "2026-03-02T09:00".parse().unwrap(),
        ))));
        let (pack, calendar) =
            if more.is_empty() { LAW.get_or_init(|| law(&[])).clone() } else { law(more) };
        let app = App::new(Parts {
            store: store.clone(),
            blobs: Arc::new(MemoryBlobs::new(Suite::National)),
            clock: clock.clone(),
            entropy: Arc::new(Counting(Mutex::new(1))),
            pack,
            calendar,
            suite: Suite::National,
        });
        let world = Self { app, store, clock };
        world.settle().await;
        world
    }

    async fn settle(&self) {
        let agency = |id: &str, parent: Option<&str>| {
            entry(
                "agencies",
                id,
                id,
                json!({ "id": id, "name": format!("示例{id}"), "mark": format!("示{id}"), "parent": parent }),
            )
        };
        let agencies =
            vec![agency("upper", None), agency("bureau", Some("upper")), agency("other", None)];
        self.app.enter("system", agencies).await.unwrap();
        let mut people = Vec::new();
        let mut accounts = Vec::new();
        for (n, (id, agency, role)) in DESKS.into_iter().enumerate() {
            people.push(entry(
                "officers",
                id,
                agency,
                json!({ "id": id, "name": format!("示例{id}"), "agency": agency, "card": format!("SL{n:04}"), "valid_from": "2020-01-01", "valid_until": "2030-12-31" }),
            ));
            accounts.push(account_entry(&AccountRow {
                username: id.to_owned(),
                person: id.to_owned(),
                name: format!("示例{id}"),
                agency: agency.to_owned(),
                roles: vec![role.id().to_owned()],
                active: true,
            }));
        }
        self.app.enter("system", people).await.unwrap();
        self.app.enter("system", accounts).await.unwrap();
    }

    pub(crate) async fn caller(&self, desk: &str) -> Caller {
        use zhiheng_app::ports::Store as _;
        let (row, ..) = self.store.account(desk).await.unwrap().unwrap();
        self.app.caller(&row).await.unwrap()
    }

    pub(crate) fn at(&self, moment: &str) {
        let moment: DateTime = moment.parse().unwrap();
        *self.clock.0.lock().unwrap() = zhiheng_calendar::china_timestamp(moment);
    }

    pub(crate) async fn act(
        &self,
        desk: &str,
        matter: Option<&str>,
        act: &str,
        fields: Value,
    ) -> Result<Performed, Error> {
        let wish = wish(matter, act, fields);
        self.app.perform(&self.caller(desk).await, &wish).await
    }

    /// A penalty whose officers have shown their cards and may question, on the day after it was filed.
    pub(crate) async fn inquired(&self) -> String {
        self.inquired_by("").await
    }

    async fn inquired_by(&self, seat: &str) -> String {
        let desk = |name: &str| format!("{seat}{name}");
        let (officer, officer2, section) = (desk("officer"), desk("officer2"), desk("section"));
        let (officer, officer2, section) = (officer.as_str(), officer2.as_str(), section.as_str());
        self.at("2026-03-02T09:00");
        let opened = self.act(officer, None, "register_clue", json!({
            "title": "示例公司涉嫌占道", "source": "监督检查发现", "received_on": "2026-03-02", "clue": "占道经营", "party": "示例公司",
        }));
        let id = opened.await.unwrap().matter.id;
        let m = Some(id.as_str());
        self.act(section, m, "file_case", json!({
            "title": "示例公司占道案", "party": "示例公司", "party_kind": "法人及非法人组织", "party_address": "示例路 1 号", "cause": "占道", "has_evidence": true,
            "punishable": true, "jurisdiction": true, "violation_ended": "2026-03-01", "life_safety": false,
        })).await.unwrap();
        self.act(section, m, "assign", json!({ "officers": [officer, officer2] })).await.unwrap();
        self.at("2026-03-03T10:00");
        self.act(officer, m, "show_credentials", json!({
            "officers": [officer, officer2], "shown_at": "2026-03-03T09:00", "shown_to": "示例公司", "place": "现场", "told_recusal": true,
        })).await.unwrap();
        id
    }

    /// A penalty taken to the end of its inquiry; `fine` in 分 on a company. Major from 50 000 yuan on.
    pub(crate) async fn concluded(&self, fine: i64) -> String {
        self.concluded_by("", fine).await
    }

    /// The same, by the desks whose names begin so: none = the bureau's, `upper-` = its superior's.
    pub(crate) async fn concluded_by(&self, seat: &str, fine: i64) -> String {
        let id = self.inquired_by(seat).await;
        let (officer, officer2) = (format!("{seat}officer"), format!("{seat}officer2"));
        let (officer, m) = (officer.as_str(), Some(id.as_str()));
        self.act(officer, m, "inspect", json!({
            "officers": [officer, officer2], "place": "现场", "present": "示例公司", "started_at": "2026-03-03T09:10",
            "ended_at": "2026-03-03T09:40", "text": "属实", "signed": "当事人签名",
        })).await.unwrap();
        self.act(officer, m, "conclude", conclusion(fine)).await.unwrap();
        id
    }
}

pub(crate) fn conclusion(fine: i64) -> Value {
    json!({
        "party": "示例公司", "cause": "占道", "facts": "经查属实", "evidence": "笔录", "basis": "《示例条例》第一条", "discretion": "一般",
        "sanctions": ["罚款"], "sanction": "罚款", "fine": fine, "correction": "立即改正", "crime": "不涉嫌犯罪",
        "public_interest": false, "social_risk": false, "complex": false, "relations": false,
    })
}

pub(crate) fn decision() -> Value {
    json!({
        "performance": "十五日内缴纳", "collector": "示例银行", "surcharge": "不适用", "remedy_review": "示例市人民政府", "remedy_court": "示例法院",
    })
}

pub(crate) fn wish(matter: Option<&str>, act: &str, fields: Value) -> Wish {
    let procedure = if act == "register" { "petition" } else { "penalty.ordinary" };
    Wish {
        matter: matter.map(ToOwned::to_owned),
        procedure: procedure.to_owned(),
        act: act.to_owned(),
        fields: object(fields),
        ..Wish::default()
    }
}

pub(crate) fn petition(n: usize) -> Value {
    json!({
        "title": format!("反映路灯不亮{n}"), "channel": "来信", "received_on": "2026-03-02", "party": "王某甲", "party_kind": "自然人",
        "request": "请修复", "facts": "长期不亮",
    })
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("not an object: {other}"),
    }
}

fn entry(register: &str, id: &str, agency: &str, body: Value) -> Entry {
    Entry {
        register: register.to_owned(),
        id: id.to_owned(),
        agency: agency.to_owned(),
        name: id.to_owned(),
        body: object(body),
        active: true,
    }
}

/// The law as it ships, read once.
static LAW: std::sync::OnceLock<Law> = std::sync::OnceLock::new();

type Law = (Arc<zhiheng_law::Pack>, Arc<Calendar>);

fn law(more: &[(&str, &str)]) -> Law {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut files = Vec::new();
    gather(&packs.join("national"), "national", &mut files);
    gather(&packs.join("registers"), "registers", &mut files);
    files.extend(more.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    let text = std::fs::read_to_string(packs.join("calendar/2026.json")).unwrap();
    let notice = YearNotice::parse("2026.json", &text).unwrap();
    (Arc::new(zhiheng_law::Pack::load(&files).unwrap()), Arc::new(Calendar::new([notice])))
}

fn gather(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for found in std::fs::read_dir(folder).unwrap() {
        let path = found.unwrap().path();
        let name = format!("{prefix}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            gather(&path, &name, files);
        } else {
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}
