//! A small city for tests and for looking at: thirteen agencies, decisions of several kinds, one petition, a published record.
//! Every person, company, number and telephone is invented.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use zhiheng_app::follower::Follower;
use zhiheng_app::imported::ImportedDecision;
use zhiheng_app::perform::Wish;
use zhiheng_app::ports::{
    AccountRow, Append, Clock, DecisionRow, Entropy, Payload, Sealed, Store, View,
};
use zhiheng_app::project::decision_id;
use zhiheng_app::record_home::RecordHome;
use zhiheng_app::registry::{Entry, account_entry};
use zhiheng_app::sealing::kind;
use zhiheng_app::{App, Parts};
use zhiheng_calendar::{Calendar, YearNotice};
use zhiheng_domain::Role;
use zhiheng_evidence::MemoryBlobs;
use zhiheng_record::Suite;

/// The city.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Arc<Hand>,
    follower: Follower,
    folder: tempfile::TempDir,
}

/// A clock that is set by hand.
#[derive(Debug)]
pub(crate) struct Hand(Mutex<Timestamp>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

impl Hand {
    pub(crate) fn at(&self, moment: &str) {
        *self.0.lock().unwrap() = zhiheng_calendar::china_timestamp(moment.parse().unwrap());
    }
}

/// Bytes that are the same in every run.
struct Counting(Mutex<u64>);

impl Entropy for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for byte in buffer {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(0x9e37_79b9);
            *byte = state.to_be_bytes()[0];
        }
    }
}

const COUNTIES: [&str; 12] = [
    "潞州区",
    "上党区",
    "屯留区",
    "潞城区",
    "襄垣县",
    "平顺县",
    "黎城县",
    "壶关县",
    "长子县",
    "武乡县",
    "沁县",
    "沁源县",
];

impl World {
    /// Agencies and an empty record over `store`, on 23 November 2026.
    pub(crate) async fn new(store: Arc<dyn Store>) -> Self {
        let clock = Arc::new(Hand(Mutex::new(Timestamp::UNIX_EPOCH)));
        clock.at("2026-11-23T09:00");
        let (pack, calendar) = LAW.clone();
        let app = App::new(Parts {
            store,
            blobs: Arc::new(MemoryBlobs::new(Suite::National)),
            clock: clock.clone(),
            entropy: Arc::new(Counting(Mutex::new(7))),
            pack,
            calendar,
            suite: Suite::National,
        });
        let folder = tempfile::tempdir().unwrap();
        let home =
            RecordHome::create(folder.path(), Suite::National, "example.gov.cn/changzhi", &[9; 32])
                .unwrap();
        let follower = Follower::start(app.clone(), home).await.unwrap();
        let world = Self { app, clock, follower, folder };
        world.settle().await;
        world
    }

    async fn settle(&self) {
        let mut agencies = vec![agency("cz", "长治市信访局", "长信", None, "0355-000 0000")];
        for (n, county) in COUNTIES.into_iter().enumerate() {
            agencies.push(agency(
                &format!("cz{n:02}"),
                &format!("{county}信访局"),
                &format!("{}信", county.chars().next().unwrap()),
                Some("cz"),
                &format!("0355-000 {:04}", n + 1),
            ));
        }
        self.app.enter("system", agencies).await.unwrap();
        let clerk = AccountRow {
            username: "clerk".to_owned(),
            person: "clerk".to_owned(),
            name: "示例甲".to_owned(),
            agency: "cz".to_owned(),
            roles: vec![Role::Officer.id().to_owned()],
            active: true,
        };
        self.app.enter("system", vec![account_entry(&clerk)]).await.unwrap();
    }

    /// An officer of the city with a card that holds until a day.
    pub(crate) async fn officer(&self, id: &str, name: &str, card: &str, until: &str) {
        let body = json!({
            "id": id, "name": name, "agency": "cz", "card": card, "valid_from": "2024-01-01", "valid_until": until,
            "post": "科员", "id_number": "140400199001010000", "phone": "13800000000",
        });
        let entry = Entry {
            register: "officers".to_owned(),
            id: id.to_owned(),
            agency: "cz".to_owned(),
            name: name.to_owned(),
            body: object(body),
            active: true,
        };
        self.app.enter("system", vec![entry]).await.unwrap();
    }

    /// Where the record is published.
    pub(crate) fn record_dir(&self) -> PathBuf {
        self.folder.path().join("record")
    }

    /// Publishes what was written.
    pub(crate) async fn publish_record(&mut self) {
        self.follower.catch_up().await.unwrap();
    }

    /// A decision of the city's own, as if its matter had come this far. Answers its public id.
    pub(crate) async fn decide(&self, row: DecisionRow, secret: &str) -> String {
        let stream = format!("matter:{}", row.id);
        let id = decision_id(Suite::National, &stream);
        let held = self.app.store().decision(&id).await.unwrap();
        let seen = held.map_or(0, |held| held.version);
        let row = DecisionRow { id: id.clone(), stream: stream.clone(), version: seen + 1, ..row };
        let named = vec![
            ("act".to_owned(), json!("publish")),
            ("agency".to_owned(), json!(row.agency)),
            ("day".to_owned(), json!(row.published)),
            ("number".to_owned(), json!(row.number)),
            ("fields.public_title".to_owned(), json!(row.title)),
            ("fields.public_party".to_owned(), json!(row.party)),
            ("fields.public_facts".to_owned(), json!(row.facts)),
            ("fields.public_basis".to_owned(), json!(row.basis)),
            ("fields.public_result".to_owned(), json!(row.result)),
            ("fields.inner_note".to_owned(), json!(secret)),
        ];
        let event = self.app.seal(kind::ACT, "editor", named).unwrap();
        self.append(stream, seen, event, View::Decision(Box::new(row))).await;
        id
    }

    /// Withdraws a decision with a reason.
    pub(crate) async fn withdraw(&self, id: &str, reason: &str) {
        let row = self.app.store().decision(id).await.unwrap().unwrap();
        let (stream, seen) = (row.stream.clone(), row.version);
        let row =
            DecisionRow { state: "withdrawn".to_owned(), reason: Some(reason.to_owned()), ..row };
        let event = self
            .app
            .seal(
                kind::ACT,
                "editor",
                vec![
                    ("act".to_owned(), json!("withdraw_publication")),
                    ("day".to_owned(), json!(self.app.today().to_string())),
                ],
            )
            .unwrap();
        self.append(stream, seen, event, View::Decision(Box::new(row))).await;
    }

    async fn append(
        &self,
        stream: String,
        seen: u64,
        event: zhiheng_app::ports::NewEvent,
        view: View,
    ) {
        let sealed = Sealed { events: vec![event], views: vec![view], receipt: "{}".to_owned() };
        let payload = Payload::Ready(sealed);
        let append = Append { stream, seen, payload, idempotency: None };
        self.app.store().append(vec![append]).await.unwrap();
    }

    /// Takes over `count` decisions of another regulator, month by month.
    pub(crate) async fn take_over(&self, count: usize) {
        let decisions: Vec<ImportedDecision> = (0..count).map(imported).collect();
        self.app.take_over("importer", &decisions).await.unwrap();
    }

    /// Registers a petition of a person; answers its number and the code on the receipt.
    pub(crate) async fn petition(&self) -> (String, String) {
        let (row, ..) = self.app.store().account("clerk").await.unwrap().unwrap();
        let caller = self.app.caller(&row).await.unwrap();
        let fields = json!({
            "title": "反映小区路灯不亮", "channel": "来信", "received_on": "2026-11-20", "party": "王某甲",
            "party_kind": "自然人", "request": "请尽快修复", "facts": "三号楼前路灯不亮已有两月",
        });
        let wish = Wish {
            procedure: "petition".to_owned(),
            act: "register".to_owned(),
            fields: object(fields),
            ..Wish::default()
        };
        let done = self.app.perform(&caller, &wish).await.unwrap();
        (done.matter.number.unwrap(), done.query_code.unwrap())
    }
}

/// A penalty of the city's own.
pub(crate) fn penalty(n: usize) -> DecisionRow {
    DecisionRow {
        id: format!("own{n}"),
        number: format!("长信罚〔2026〕{n}号"),
        agency: "cz".to_owned(),
        agency_name: "长治市信访局".to_owned(),
        category: "行政处罚".to_owned(),
        title: "示例餐饮有限公司未按规定保存进货查验记录案".to_owned(),
        party: "示例餐饮有限公司(统一社会信用代码 91140400SAMPLE00X1)".to_owned(),
        facts: "2026年3月1日,执法人员出示证件后对当事人的经营场所进行现场检查,发现当事人未保存二月份的食用油进货查验记录。\n\
                当事人对上述事实予以承认,并在限期内补齐了记录。上述事实有现场检查笔录、询问笔录和照片为证。"
            .to_owned(),
        basis: "《中华人民共和国食品安全法》第一百二十六条第一款第三项".to_owned(),
        result: "一、警告;\n二、罚款人民币伍仟元整。\n当事人应当自收到本决定书之日起十五日内缴纳罚款。".to_owned(),
        kinds: vec!["警告、通报批评".to_owned(), "罚款、没收违法所得、没收非法财物".to_owned()],
        fine: Some(500_000),
        region: "市本级".to_owned(),
        decided: "2026-03-20".to_owned(),
        published: "2026-03-27".to_owned(),
        until: Some("2027-03-26".to_owned()),
        state: "published".to_owned(),
        reason: None,
        source: String::new(),
        stream: String::new(),
        version: 0,
    }
}

fn imported(n: usize) -> ImportedDecision {
    const BANKS: [&str; 4] = [
        "示例银行股份有限公司",
        "示例财产保险有限公司",
        "示例农村信用合作联社",
        "示例金融租赁有限公司",
    ];
    const FACTS: [&str; 4] = [
        "贷款管理不到位,资金未按约定用途使用",
        "虚列费用,财务数据不真实",
        "员工行为管理不到位",
        "未按规定报送统计资料",
    ];
    const REGIONS: [&str; 5] = ["山西省", "福建省", "山东省", "广东省", "四川省"];
    let region = REGIONS[n % 5];
    let amount = 20 + 5 * (n % 9);
    let kinds: &[&str] = match n % 3 {
        0 => &["罚款"],
        1 => &["警告", "罚款"],
        _ => &["警告"],
    };
    ImportedDecision {
        key: format!("sample:{n}"),
        number: if n.is_multiple_of(4) {
            String::new()
        } else {
            format!("示金罚决字〔2026〕{}号", n + 1)
        },
        agency_name: format!("{region}示例监管分局"),
        category: "行政处罚".to_owned(),
        title: format!("{region}示例监管分局行政处罚信息公开表({}第{}分公司)", BANKS[n % 4], n + 1),
        party: format!("{}第{}分公司", BANKS[n % 4], n + 1),
        facts: FACTS[n % 4].to_owned(),
        basis: String::new(),
        result: if kinds.contains(&"罚款") {
            format!("罚款{amount}万元")
        } else {
            "警告".to_owned()
        },
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        fine: kinds.contains(&"罚款").then(|| i64::try_from(amount).unwrap() * 1_000_000),
        region: region.to_owned(),
        decided: String::new(),
        published: format!("2026-{:02}-{:02}", 1 + (n * n) % 11, 1 + n % 28),
        source: format!("https://example.org/notices/{n}"),
    }
}

fn agency(id: &str, name: &str, mark: &str, parent: Option<&str>, phone: &str) -> Entry {
    let body = json!({
        "id": id, "name": name, "short": name, "mark": mark, "kind": "信访部门", "parent": parent, "phone": phone,
        "address": "示例路 1 号", "hours": "工作日 8:30–12:00,14:30–17:30", "basis": "信访工作条例10",
        "government": if parent.is_none() { "长治市人民政府" } else { "本级人民政府" },
    });
    Entry {
        register: "agencies".to_owned(),
        id: id.to_owned(),
        agency: id.to_owned(),
        name: name.to_owned(),
        body: object(body),
        active: true,
    }
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("not an object: {other}"),
    }
}

/// The law, read once for all tests: reading it strictly costs more than a test.
static LAW: LazyLock<(Arc<zhiheng_law::Pack>, Arc<Calendar>)> = LazyLock::new(|| {
    let (pack, calendar) = law();
    (Arc::new(pack), Arc::new(calendar))
});

fn law() -> (zhiheng_law::Pack, Calendar) {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut files = Vec::new();
    gather(&packs.join("national"), "national", &mut files);
    gather(&packs.join("registers"), "registers", &mut files);
    let text = std::fs::read_to_string(packs.join("calendar/2026.json")).unwrap();
    let notice = YearNotice::parse("2026.json", &text).unwrap();
    (zhiheng_law::Pack::load(&files).unwrap(), Calendar::new([notice]))
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
