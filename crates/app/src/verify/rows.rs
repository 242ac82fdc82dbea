//! The rows of the journal: each against its own commitment, against the published entry, and against its neighbours.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::{Map, Value};
use zhiheng_domain::form;
use zhiheng_domain::retention::Certificate;
use zhiheng_record::folder::FolderSource as _;
use zhiheng_record::leaf::{CopyField, PublicCopy};
use zhiheng_record::tile::{Kind, TilePath, WIDTH, decode_entries};

use super::{Progress, Stage, Trouble, Verified};
use crate::application::App;
use crate::error::Error;
use crate::ports::{StoreError, StoredEvent};
use crate::record_folder::RecordFolder;
use crate::registers;
use crate::registry;
use crate::retention;
use crate::sealing::{self, kind};

/// Events read in one step: four full bundles.
const STEP: u64 = 4 * WIDTH;

/// Files that events cite, by digest, with the first event that does.
pub(super) type Cited = BTreeMap<String, (u64, String, u64)>;

/// Checks every row; answers which files they cite.
pub(super) async fn check(
    app: &App,
    folder: &RecordFolder,
    verified: &mut Verified,
    progress: &Progress,
) -> Result<Cited, Error> {
    let total = app.store().size().await?;
    verified.events = total;
    verified.unsigned = total.saturating_sub(verified.size);
    if total < verified.size {
        verified.add(Trouble {
            kind: "store_behind".to_owned(),
            seq: Some(total),
            message: format!(
                "数据库只有 {total} 条，检查点已签署到 {} 条：数据库被换成了旧的，或记录被删减",
                verified.size
            ),
            ..Trouble::default()
        });
    }
    let mut walk = Walk {
        app,
        folder,
        cited: Cited::new(),
        versions: HashMap::new(),
        erased: Vec::new(),
        certificates: Vec::new(),
        next: 0,
    };
    while walk.next < total {
        let step = STEP - walk.next % STEP;
        walk.step(step.min(total - walk.next), verified).await?;
        progress(Stage::Journal, walk.next, total);
    }
    walk.settle(verified);
    Ok(walk.cited)
}

struct Walk<'a> {
    app: &'a App,
    folder: &'a RecordFolder,
    cited: Cited,
    /// Last version of each stream, by a digest of its name: a million names would not fit as comfortably.
    versions: HashMap<u128, u64>,
    /// Contents that the store says were destroyed: place, stream and version.
    erased: Vec<(u64, String, u64)>,
    /// Certificates whose own content fits its leaf.
    certificates: Vec<Certificate>,
    next: u64,
}

impl Walk<'_> {
    /// Holds the contents that are gone against the certificates on the record: what none of them names is missing.
    fn settle(&self, verified: &mut Verified) {
        verified.certificates = u64::try_from(self.certificates.len()).unwrap_or(u64::MAX);
        let mut named: Vec<(u64, u64)> =
            self.certificates.iter().flat_map(|done| done.leaves.iter().copied()).collect();
        named.sort_unstable();
        let covered = |seq: u64| {
            let after = named.partition_point(|(from, _)| *from <= seq);
            named.get(..after).is_some_and(|before| before.last().is_some_and(|(_, to)| *to >= seq))
        };
        for (seq, stream, version) in &self.erased {
            if covered(*seq) {
                verified.destroyed += 1;
                continue;
            }
            verified.add(Trouble {
                kind: "content_missing".to_owned(),
                seq: Some(*seq),
                stream: Some(stream.clone()),
                version: Some(*version),
                message: format!(
                    "第 {seq} 条（{stream} 第 {version} 版）的内容不在，记录中也没有销毁它的证明"
                ),
                ..Trouble::default()
            });
        }
        let wanted: u64 = self.certificates.iter().map(Certificate::contents).sum();
        if wanted > verified.destroyed {
            verified.add(Trouble {
                kind: "content_not_destroyed".to_owned(),
                message: format!(
                    "销毁证明涵盖 {wanted} 条内容，数据库中只清除了 {} 条：销毁没有做完，或者被恢复",
                    verified.destroyed
                ),
                ..Trouble::default()
            });
        }
    }

    async fn step(&mut self, width: u64, verified: &mut Verified) -> Result<(), Error> {
        let end = self.next + width;
        let limit = usize::try_from(width).unwrap_or(usize::MAX);
        let events = match self.app.store().journal(self.next, limit).await {
            Ok(events) => events,
            Err(StoreError::Unavailable(why)) => return Err(StoreError::Unavailable(why).into()),
            Err(_) => self.one_by_one(end, verified).await?,
        };
        let published = self.published(verified.size);
        let judged = judge_all(self.app, &events);
        for (event, judged) in events.iter().zip(judged).take_while(|(event, _)| event.seq < end) {
            if event.seq > self.next && !named(self.next, verified) {
                verified.add(Trouble {
                    kind: "event_missing".to_owned(),
                    seq: Some(self.next),
                    message: format!("数据库缺第 {} 至 {} 条", self.next, event.seq - 1),
                    ..Trouble::default()
                });
            }
            self.next = event.seq + 1;
            self.row(event, judged, published.get(&event.seq), verified);
        }
        if self.next < end && !named(self.next, verified) {
            verified.add(Trouble {
                kind: "event_missing".to_owned(),
                seq: Some(self.next),
                message: format!("数据库缺第 {} 至 {} 条", self.next, end - 1),
                ..Trouble::default()
            });
        }
        self.next = end;
        Ok(())
    }

    /// Reads row by row after a step that failed, to name the row.
    async fn one_by_one(
        &self,
        end: u64,
        verified: &mut Verified,
    ) -> Result<Vec<StoredEvent>, Error> {
        let mut events = Vec::new();
        for seq in self.next..end {
            match self.app.store().journal(seq, 1).await {
                Ok(found) => events.extend(found.into_iter().filter(|event| event.seq == seq)),
                Err(StoreError::Unavailable(why)) => {
                    return Err(StoreError::Unavailable(why).into());
                }
                Err(fault) => verified.add(Trouble {
                    kind: "row_unreadable".to_owned(),
                    seq: Some(seq),
                    message: format!("数据库第 {seq} 条读不出来：{fault}"),
                    ..Trouble::default()
                }),
            }
        }
        Ok(events)
    }

    /// The published entries of this step by their place. A bundle that is missing or broken was reported already.
    fn published(&self, size: u64) -> BTreeMap<u64, Vec<u8>> {
        let first = self.next / WIDTH;
        let last = (self.next + STEP).div_ceil(WIDTH);
        let mut entries = BTreeMap::new();
        for path in (first..last).filter_map(|index| TilePath::at_size(Kind::Entries, index, size))
        {
            let read = |path: TilePath| self.folder.read(&path.to_string()).ok().flatten();
            let Some(bytes) = read(path).or_else(|| read(path.filled())) else { continue };
            if let Ok(found) = decode_entries(&bytes) {
                let places = path.index * WIDTH..;
                entries.extend(
                    places.zip(found.into_iter().take(usize::from(path.width)).map(<[u8]>::to_vec)),
                );
            }
        }
        entries
    }

    fn row(
        &mut self,
        event: &StoredEvent,
        judged: Judged,
        entry: Option<&Vec<u8>>,
        verified: &mut Verified,
    ) {
        let mut faults: Vec<(&str, String)> = Vec::new();
        let before = self.versions.insert(digest_of(&event.stream), event.version).unwrap_or(0);
        if event.version != before + 1 {
            let message = format!("版本应为 {}，实为 {}", before + 1, event.version);
            faults.push(("version_gap", message));
        }
        faults.extend(judged.faults);
        self.certificates.extend(judged.certificate);
        if event.is_erased() {
            self.erased.push((event.seq, event.stream.clone(), event.version));
        }
        if entry.is_some_and(|entry| *entry != event.leaf) && !named(event.seq, verified) {
            faults.push(("leaf_changed", "与已发布的记录条目不同：数据库的叶子被改动".to_owned()));
        }
        for (kind, message) in faults {
            let StoredEvent { seq, stream, version, .. } = event;
            verified.add(Trouble {
                kind: kind.to_owned(),
                seq: Some(*seq),
                stream: Some(stream.clone()),
                version: Some(*version),
                message: format!("第 {seq} 条（{stream} 第 {version} 版）：{message}"),
                ..Trouble::default()
            });
        }
        for digest in judged.cites {
            let place = (event.seq, event.stream.clone(), event.version);
            self.cited.entry(digest).or_insert(place);
        }
    }
}

/// What an event's own content says about it.
struct Judged {
    faults: Vec<(&'static str, String)>,
    /// Digests of the files that it took in.
    cites: Vec<String>,
    /// The certificate of destruction that it bears.
    certificate: Option<Certificate>,
}

/// Judges events side by side: this is where verification spends its time, and no event depends on another here.
fn judge_all(app: &App, events: &[StoredEvent]) -> Vec<Judged> {
    let lanes = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = events.len().div_ceil(lanes).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = events
            .chunks(share)
            .map(|part| {
                scope.spawn(|| part.iter().map(|event| judge(app, event)).collect::<Vec<_>>())
            })
            .collect();
        parts
            .into_iter()
            .zip(events.chunks(share))
            .flat_map(|(part, events)| {
                // A thread that could not finish leaves its events to this one.
                part.join()
                    .unwrap_or_else(|_| events.iter().map(|event| judge(app, event)).collect())
            })
            .collect()
    })
}

/// Reads the content once and holds it against the leaf, the columns, and the way content is written.
fn judge(app: &App, stored: &StoredEvent) -> Judged {
    let judged = |faults| Judged { faults, cites: Vec::new(), certificate: None };
    let fault = |kind, message: String| judged(vec![(kind, message)]);
    if stored.is_erased() {
        // Whether that was lawful is asked when every certificate is known.
        return judged(Vec::new());
    }
    let unreadable = |why: String| fault("content_unreadable", format!("内容读不出来：{why}"));
    let copy: PublicCopy = match serde_json::from_str(&stored.content) {
        Ok(copy) => copy,
        Err(error) => return unreadable(error.to_string()),
    };
    let leaf = match copy.leaf_bytes(app.suite()) {
        Ok(leaf) => leaf,
        Err(error) => return unreadable(error.to_string()),
    };
    let again = serde_json::to_string(&copy).unwrap_or_default();
    let mut values = Map::new();
    for field in copy.fields {
        match field {
            CopyField::Revealed(field) => {
                values.insert(field.name, field.value);
            }
            CopyField::Hidden { name, .. } => return unreadable(format!("{name} 没有值")),
        }
    }
    let changed = again != stored.content || leaf != stored.leaf;
    let faults = if changed {
        let message = "内容与其承诺（记录叶子）不符：内容或叶子被改动".to_owned();
        vec![("content_changed", message)]
    } else {
        columns(stored, &values)
    };
    let bears = stored.kind == kind::RETENTION && faults.is_empty();
    let life = bears.then(|| retention::life_in(&values).ok()).flatten();
    let destroys = values.contains_key(retention::REMAINS);
    let certificate = life.filter(|_| destroys).and_then(|life| life.certificate);
    Judged { faults, cites: cites(app, stored, &values), certificate }
}

/// Digests of the files that an act took in.
fn cites(app: &App, stored: &StoredEvent, values: &Map<String, Value>) -> Vec<String> {
    if stored.kind != kind::ACT {
        return Vec::new();
    }
    let text = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or_default();
    let procedure = app.pack().procedures.get(text("procedure"));
    let act = procedure.and_then(|procedure| procedure.act(text("act")));
    let form: Map<String, Value> = values
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("fields.")?.to_owned(), value.clone())))
        .collect();
    let mut digests = act.map(|act| form::files(act, &form)).unwrap_or_default();
    let effects = values.get("effects").and_then(Value::as_array);
    for taken in effects.into_iter().flatten().filter(|effect| effect["effect"] == "evidence_taken")
    {
        let taken = taken.get("digests").and_then(Value::as_array);
        digests
            .extend(taken.into_iter().flatten().filter_map(Value::as_str).map(ToOwned::to_owned));
    }
    digests
}

/// The columns that repeat what the content commits to.
fn columns(stored: &StoredEvent, values: &Map<String, Value>) -> Vec<(&'static str, String)> {
    let text = |name: &str| values.get(name).and_then(Value::as_str);
    let mut faults = Vec::new();
    let mut differs = |what: &str| {
        faults.push(("column_changed", format!("{what}与内容所承诺的不同")));
    };
    if values.get(sealing::AT).and_then(Value::as_i64) != Some(stored.at) {
        differs("时刻");
    }
    if text(sealing::KIND) != Some(stored.kind.as_str()) {
        differs("类别");
    }
    if text(sealing::PERSON) != Some(stored.actor.as_str()) {
        differs("行为人");
    }
    if stream_of(values, text(sealing::KIND).unwrap_or_default()).as_deref()
        != Some(stored.stream.as_str())
    {
        differs("所属");
    }
    faults
}

/// The stream that an event's own fields say it belongs to.
fn stream_of(values: &Map<String, Value>, kind: &str) -> Option<String> {
    let text = |name: &str| values.get(name).and_then(Value::as_str);
    match kind {
        kind::ACT => Some(format!("matter:{}", text("matter")?)),
        kind::REGISTER => Some(registry::stream_of(text("register")?, text("id")?)),
        kind::ENTRY => Some(registers::stream_of(text("register")?, text("id")?)),
        kind::IMPORT => Some(format!("import:{}", text("public.key")?)),
        _ => text(sealing::STREAM).map(ToOwned::to_owned),
    }
}

/// Whether a trouble with this place is in the list already.
fn named(seq: u64, verified: &Verified) -> bool {
    verified.problems.iter().any(|trouble| trouble.seq == Some(seq))
}

fn digest_of(stream: &str) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, stream).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
