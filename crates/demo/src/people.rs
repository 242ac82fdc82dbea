//! Agencies, people and accounts of the demonstration. Names are made of a surname and 甲乙丙丁, so that nobody takes them for real.

use serde::Serialize;
use serde_json::{Map, Value, json};
use zhiheng_app::App;
use zhiheng_app::Error;
use zhiheng_app::ports::AccountRow;
use zhiheng_app::registry::{Entry, account_entry};
use zhiheng_domain::Role;

/// An account as written to `demo-accounts.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DemoAccount {
    /// Name at sign-in.
    pub username: String,
    /// Password, drawn for this data folder.
    pub password: String,
    /// Role id.
    pub role: String,
    /// Agency id.
    pub agency: String,
    /// Agency's name.
    pub agency_name: String,
    /// Person's name.
    pub name: String,
}

/// One agency: id, name, 机关代字, short name, kind, superior, division code.
type AgencyFacts = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static str,
);

/// The tree. The city bureau and its counties bear their real names, because the platform is made for them; addresses and telephones are not theirs.
pub const AGENCIES: [AgencyFacts; 17] = [
    ("sx", "山西省信访局", "晋信", "省信访局", "信访部门", None, "140000"),
    ("cz", "长治市信访局", "长信", "长治市", "信访部门", Some("sx"), "140400"),
    ("luzhou", "潞州区信访局", "潞州信", "潞州区", "信访部门", Some("cz"), "140403"),
    ("shangdang", "上党区信访局", "上党信", "上党区", "信访部门", Some("cz"), "140404"),
    ("tunliu", "屯留区信访局", "屯留信", "屯留区", "信访部门", Some("cz"), "140405"),
    ("lucheng", "潞城区信访局", "潞城信", "潞城区", "信访部门", Some("cz"), "140406"),
    ("xiangyuan", "襄垣县信访局", "襄信", "襄垣县", "信访部门", Some("cz"), "140423"),
    ("pingshun", "平顺县信访局", "平信", "平顺县", "信访部门", Some("cz"), "140425"),
    ("licheng", "黎城县信访局", "黎信", "黎城县", "信访部门", Some("cz"), "140426"),
    ("huguan", "壶关县信访局", "壶信", "壶关县", "信访部门", Some("cz"), "140427"),
    ("zhangzi", "长子县信访局", "长子信", "长子县", "信访部门", Some("cz"), "140428"),
    ("wuxiang", "武乡县信访局", "武信", "武乡县", "信访部门", Some("cz"), "140429"),
    ("qinxian", "沁县信访局", "沁信", "沁县", "信访部门", Some("cz"), "140430"),
    ("qinyuan", "沁源县信访局", "沁源信", "沁源县", "信访部门", Some("cz"), "140431"),
    ("shili", "长治市示例综合执法局", "长示执", "示例执法局", "执法机关", None, "140400"),
    (
        "luzhi",
        "潞州区示例综合执法局",
        "潞示执",
        "潞州示例执法局",
        "执法机关",
        Some("shili"),
        "140403",
    ),
    (
        "xiangzhi",
        "襄垣县示例综合执法局",
        "襄示执",
        "襄垣示例执法局",
        "执法机关",
        Some("shili"),
        "140423",
    ),
];

/// Desks of an agency: part of the username, roles, whether the person carries a card.
const DESKS: [(&str, &[Role], bool); 8] = [
    ("officer", &[Role::Officer], true),
    ("officer2", &[Role::Officer], true),
    ("officer3", &[Role::Officer], true),
    ("section", &[Role::SectionHead], true),
    ("reviewer", &[Role::LegalReviewer], false),
    ("head", &[Role::AgencyHead], true),
    ("editor", &[Role::DisclosureEditor], false),
    ("archivist", &[Role::Archivist], false),
];

const SURNAMES: [&str; 24] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨",
    "朱", "秦", "尤", "许", "何", "吕", "施", "张",
];
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// An invented name; the same number always gives the same name.
#[expect(clippy::indexing_slicing, reason = "every place is a remainder of the length")]
pub fn invented_name(n: usize) -> String {
    format!(
        "{}{}{}",
        SURNAMES[n % SURNAMES.len()],
        STEMS[(n / SURNAMES.len()) % STEMS.len()],
        STEMS[(n * 7 + 3) % STEMS.len()]
    )
}

/// Id of the person at a desk.
pub fn person(agency: &str, desk: &str) -> String {
    format!("{agency}-{desk}")
}

/// Registers agencies and people, opens their accounts, and gives them with fresh passwords.
///
/// # Errors
/// The store is not there.
pub async fn settle(app: &App) -> Result<Vec<DemoAccount>, Error> {
    let mut entries = Vec::new();
    for (n, (id, name, mark, short, kind, parent, division)) in (1..).zip(AGENCIES) {
        let body = object(json!({
            "id": id, "name": name, "mark": mark, "short": short, "kind": kind, "parent": parent, "division": division, "region": "山西省",
            "government": if id == "sx" { "山西省人民政府" } else if parent.is_some_and(|parent| parent != "sx") { "县级人民政府" } else { "长治市人民政府" },
            "credit_code": zhiheng_domain::credit::organisation(&format!("11{division}DEM0{n:05}")),
            "address": "演示地址:长治市示例路 1 号",
            "phone": "0355-0000000(演示)",
            "hours": "工作日 8:30–12:00,14:30–18:00",
            "basis": if kind == "信访部门" { "《信访工作条例》第十四条" } else { "《中华人民共和国行政处罚法》第十七条" },
            "procedures": if kind == "信访部门" { vec!["petition", "petition.2005"] } else if parent.is_some() { vec!["penalty.ordinary", "penalty.summary"] } else { vec!["penalty.ordinary"] },
        }));
        entries.push(entry("agencies", id, id, name, body));
    }
    app.enter("system", entries).await?;
    let (mut people, mut accounts) = (Vec::new(), Vec::new());
    let mut n = 0;
    for (agency, agency_name, ..) in AGENCIES {
        for (desk, roles, carries) in DESKS {
            let id = person(agency, desk);
            let name = invented_name(n);
            // One card in the demonstration has run out, so that a refusal can be seen.
            let until =
                if agency == "shili" && desk == "officer3" { "2026-06-30" } else { "2028-12-31" };
            let body = object(json!({
                "id": id, "name": name, "agency": agency,
                "card": if carries { format!("YS{:06}", 100 + n) } else { String::new() },
                "valid_from": "2023-01-01", "valid_until": until,
                "suspended": false,
                "post": if roles.contains(&Role::AgencyHead) { "局长" } else if roles.contains(&Role::SectionHead) { "科长" } else { "科员" },
                "issuer": if carries { "山西省人民政府" } else { "" },
            }));
            people.push(entry("officers", &id, agency, &name, body));
            let account = AccountRow {
                username: id.clone(),
                person: id,
                name: name.clone(),
                agency: agency.to_owned(),
                roles: roles.iter().map(|role| role.id().to_owned()).collect(),
                active: true,
            };
            accounts.push((account, agency_name, roles.first().copied().unwrap_or(Role::Officer)));
            n += 1;
        }
    }
    for (username, name, role) in
        [("cz-supervisor", "督某甲", Role::Supervisor), ("cz-admin", "管某甲", Role::Administrator)]
    {
        people.push(entry(
            "officers",
            username,
            "cz",
            name,
            object(json!({ "id": username, "name": name, "agency": "cz", "card": "", "suspended": false })),
        ));
        let account = AccountRow {
            username: username.to_owned(),
            person: username.to_owned(),
            name: name.to_owned(),
            agency: "cz".to_owned(),
            roles: vec![role.id().to_owned()],
            active: true,
        };
        accounts.push((account, "长治市信访局", role));
    }
    app.enter("system", people).await?;
    app.enter("system", accounts.iter().map(|(account, ..)| account_entry(account)).collect())
        .await?;
    let mut opened = Vec::new();
    for (account, agency_name, role) in accounts {
        let password = format!("{}-{}", app.fresh_code(), app.fresh_code()).to_lowercase();
        app.set_password(&account.username, &password).await?;
        opened.push(DemoAccount {
            username: account.username,
            password,
            role: role.id().to_owned(),
            agency: account.agency,
            agency_name: agency_name.to_owned(),
            name: account.name,
        });
    }
    Ok(opened)
}

fn entry(register: &str, id: &str, agency: &str, name: &str, body: Map<String, Value>) -> Entry {
    Entry {
        register: register.to_owned(),
        id: id.to_owned(),
        agency: agency.to_owned(),
        name: name.to_owned(),
        body,
        active: true,
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
