//! The world of a simulation: three agencies above one another, the invented people of the worked examples, and the application.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use zhiheng_app::caller::Caller;
use zhiheng_app::ports::AccountRow;
use zhiheng_app::registers::Lookup;
use zhiheng_app::registry::{Entry, account_entry};
use zhiheng_app::tree::Tree;
use zhiheng_app::{App, Error};
use zhiheng_demo::ManualClock;
use zhiheng_domain::{Context, Known, Matter, Officer, example};
use zhiheng_law::Procedure;

use crate::harvest::Harvest;
use crate::reckoner::{Almanac, RuleBook};
use crate::registers::{self, Listed};
use crate::reviewers::{self, Seat};

/// The agencies of the worked examples, each with the one above it.
const AGENCIES: [(&str, &str, &str, Option<&str>); 3] = [
    ("upper-upper", "模拟市机关", "模市", None),
    ("upper", "模拟区机关", "模区", Some("upper-upper")),
    ("agency", "模拟街道机关", "模街", Some("upper")),
];

/// People by id.
pub type People = BTreeMap<String, Caller>;

/// Everything that a walk needs besides its own state.
pub struct World {
    /// The application.
    pub app: App,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// The invented people, by id.
    pub people: People,
    /// The same as officers.
    pub officers: Vec<Officer>,
    /// The agency that holds every matter, and those above it.
    pub chain: Vec<String>,
    /// What the worked examples teach.
    pub harvest: Harvest,
    /// The second calculator.
    pub almanac: Almanac,
    /// Its rules.
    pub rules: RuleBook,
    /// Files that forms may name; they lie in the store of evidence.
    pub files: Vec<Value>,
    /// Items and tiers that stand in the registers.
    pub listed: Vec<Listed>,
    /// Who was published as a reviewer.
    pub reviewers: Vec<Seat>,
    /// A picture of a signature.
    pub signature: Value,
    tree: Arc<Tree>,
}

/// The texts that the second calculator reads by itself.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// `periods.toml`.
    pub periods: String,
    /// The yearly notices, in the order of their years.
    pub notices: Vec<String>,
}

/// The smallest picture there is.
const PIXEL: [u8; 67] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 0x0A, 0x49, 0x44, 0x41, 0x54,
    0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xAF, 0xA4, 0x71, 0, 0, 0, 0, 0x49, 0x45, 0x4E,
    0x44, 0xAE, 0x42, 0x60, 0x82,
];

impl World {
    /// Registers agencies and people and puts a few files into the store.
    ///
    /// # Errors
    /// The store is not there, or the second calculator cannot read its texts.
    pub async fn settle(app: App, clock: Arc<ManualClock>, texts: &Texts) -> Result<Self, Error> {
        let unreadable = Error::Internal;
        let almanac = Almanac::new(&texts.notices).map_err(unreadable)?;
        let rules = RuleBook::read(&texts.periods).map_err(unreadable)?;
        let officers = example::officers();
        app.enter("system", AGENCIES.iter().map(agency).collect()).await?;
        app.enter("system", officers.iter().map(officer).collect()).await?;
        let mut rows = Vec::new();
        for known in &officers {
            let Some(actor) = example::actor(&known.id) else { continue };
            rows.push(AccountRow {
                username: actor.id.clone(),
                person: actor.id,
                name: actor.name,
                agency: actor.agency,
                roles: actor.roles.iter().map(|role| role.id().to_owned()).collect(),
                active: true,
            });
        }
        rows.extend(reviewers::accounts());
        app.enter("system", rows.iter().map(account_entry).collect()).await?;
        let mut people = BTreeMap::new();
        for row in &rows {
            people.insert(row.person.clone(), app.caller(row).await?);
        }
        let mut files = Vec::new();
        for n in 0..12 {
            let text = format!("模拟材料第 {n} 号。\n内容均为虚构。\n");
            let blob = app.blobs().put(text.as_bytes()).await?;
            files.push(json!({
                "digest": blob.digest, "name": format!("材料{n}.txt"), "size": blob.size, "type": blob.media,
            }));
        }
        let blob = app.blobs().put(&PIXEL).await?;
        let signature = json!({
            "digest": blob.digest, "name": "签名.png", "size": blob.size, "type": blob.media,
        });
        let tree = app.tree().await?;
        let harvest = Harvest::new(app.pack());
        let chain = tree.chain("agency");
        let listed = registers::enter(&app, &people, &harvest).await?;
        let reviewers = reviewers::enter(&app, &people).await?;
        Ok(Self {
            app,
            clock,
            people,
            officers,
            chain,
            harvest,
            almanac,
            rules,
            files,
            listed,
            reviewers,
            signature,
            tree,
        })
    }

    /// What the registers answer to an act of a person.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn known(
        &self,
        procedure: &Procedure,
        (act, person): (&str, &str),
        matter: Option<&Matter>,
        form: &Map<String, Value>,
    ) -> Result<Known, Error> {
        let Some(agency) = self.chain.first() else { return Ok(Known::default()) };
        let asked = (form, self.app.today());
        let (pack, suite) = (self.app.pack(), self.app.suite());
        let matter = matter.filter(|matter| matter.version > 0);
        let who = (agency.as_str(), person);
        self.app.known(&Lookup::of(pack, suite, procedure, act, matter, who, asked)).await
    }

    /// What an act of this person is judged against at this moment.
    pub fn context<'a>(&'a self, caller: &'a Caller, known: &'a Known) -> Context<'a> {
        let agency = self.tree.get(&caller.actor.agency);
        Context {
            now: self.app.now(),
            actor: &caller.actor,
            pack: self.app.pack(),
            calendar: self.app.calendar(),
            officers: &self.officers,
            chain: &self.chain,
            division: self
                .chain
                .first()
                .and_then(|held| self.tree.get(held))
                .map_or("", |agency| agency.division.as_str()),
            mark: agency.map_or("", |agency| agency.mark.as_str()),
            agency_name: self.tree.name(&caller.actor.agency),
            government: agency.map_or("", |agency| agency.government.as_str()),
            superior: self.tree.superior(&caller.actor.agency),
            known,
            fresh_id: "ahead",
            fresh_code: "AHEAD000",
        }
    }
}

fn agency((id, name, mark, parent): &(&str, &str, &str, Option<&str>)) -> Entry {
    let body = json!({
        "id": id, "name": name, "mark": mark, "short": name, "kind": "执法机关", "parent": parent,
        "government": "模拟市人民政府", "division": "140400", "region": "山西省",
    });
    entry("agencies", id, id, name, body)
}

fn officer(known: &Officer) -> Entry {
    let body = serde_json::to_value(known).unwrap_or_default();
    entry("officers", &known.id, &known.agency, &known.name, body)
}

fn entry(register: &str, id: &str, agency: &str, name: &str, body: Value) -> Entry {
    let body = match body {
        Value::Object(body) => body,
        _ => Map::new(),
    };
    Entry {
        register: register.to_owned(),
        id: id.to_owned(),
        agency: agency.to_owned(),
        name: name.to_owned(),
        body,
        active: true,
    }
}
