//! 当事人回执: what was recorded on the spot, in the party's hand, with a code by which anybody who holds it can ask later whether
//! the files in use are those files.
//!
//! The code is not derived from anything: whoever does not hold the receipt cannot find it. What a receipt says is frozen when it is
//! given; only the answer to "is it still so" is made anew. What this is not: a paper of the matter, or a right to the file.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use zhiheng_domain::{Event, Matter, Power, Refusal, form};
use zhiheng_law::{ActKind, Procedure};
use zhiheng_record::bundle::Bundle;
use zhiheng_record::folder::FolderSource;

use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::looking::{Left, body_of};
use crate::page::Opened;
use crate::papers::sheet_of;
use crate::ports::press::{Cell, Layout, Row, Sheet, Standing};
use crate::ports::{BlobError, TraceFilter};
use crate::public::ProofFault;
use crate::sealing::kind;
use crate::shapes::moment;
use crate::spoken_code::grouped;
use crate::timeline::acts;

/// What the codes of receipts are for.
const CODE: &str = "receipt";
/// Receipts of one matter that are looked through for one that was given already.
pub(crate) const GIVEN: usize = 500;
/// Kinds of duty of the agency whose days concern the party.
const CONCERNING: [&str; 5] = ["decide", "handle", "notify", "serve", "publish"];

/// A receipt as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartyReceipt {
    /// The code, in four groups of four.
    pub code: String,
    /// The matter.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub matter: String,
    /// Its number, once given.
    pub number: Option<String>,
    /// Kind of matter.
    pub procedure: String,
    /// Version of the event that it is about.
    pub version: u64,
    /// What was done.
    pub act: String,
    /// When it was entered, China standard time.
    pub at: String,
    /// Agency.
    pub agency: String,
    /// Its telephone.
    pub phone: String,
    /// Who acted: names and card numbers.
    pub officers: Vec<Hand>,
    /// What was recorded.
    pub items: Vec<Item>,
    /// Papers that were issued to the party.
    pub papers: Vec<Sheaf>,
    /// Days that matter to the party.
    pub days: Vec<DayOwed>,
    /// When the receipt was given.
    pub given: String,
}

/// Somebody who acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hand {
    /// Name.
    pub name: String,
    /// Number of the card; empty if none.
    pub card: String,
}

/// A file that was recorded. Its name may hold a name, so it is not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Item {
    /// `录像 1`, `照片 2`, …
    pub title: String,
    /// Digest.
    pub digest: String,
    /// Bytes.
    pub size: u64,
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sheaf {
    /// Id within the matter.
    pub id: String,
    /// Title.
    pub title: String,
    /// 文号.
    pub number: Option<String>,
    /// Fingerprint, as it stands at the foot of each of its pages.
    pub fingerprint: String,
}

/// A day that matters to the party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DayOwed {
    /// What.
    pub title: String,
    /// The party's own right or duty; otherwise what the agency owes.
    pub own: bool,
    /// Last day; none where its clock stands or it is due without delay.
    pub due: Option<String>,
    /// Article.
    pub basis: String,
}

/// How a file in use stands to the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Still {
    /// It is that file, unchanged.
    Same,
    /// It is kept under that digest and is not what it was.
    Changed,
    /// It is not kept any more.
    Gone,
    /// The matter does not cite it any more.
    Dropped,
    /// Another was issued in its place.
    Replaced,
}

/// What anybody who holds a receipt is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptShown {
    /// As it was given.
    pub receipt: PartyReceipt,
    /// Each file, now.
    pub items: Vec<(Item, Still)>,
    /// Each paper, now.
    pub papers: Vec<(Sheaf, Still)>,
    /// Place of the receipt in the record.
    pub seq: u64,
    /// When it was looked up.
    pub now: String,
}

impl App {
    /// The receipt of one event of a matter; a second asking gives the same one.
    ///
    /// # Errors
    /// There is no such event, it is nothing that a party gets a receipt of, the person has no part in the matter, or the store is
    /// not there.
    pub async fn give_receipt(
        &self,
        caller: &Caller,
        id: &str,
        version: u64,
    ) -> Result<PartyReceipt, Error> {
        let opened = self.opened(caller, id).await?;
        self.unsealed(id, opened.loaded.row.status).await?;
        let matter = &opened.loaded.matter;
        let may = caller.actor.may(Power::Register) || caller.actor.may(Power::Handle);
        let part = self.part_in(caller, matter).await?;
        if !may || part.is_none() || caller.actor.agency != matter.agency {
            let said = "回执由本件的承办人员出具";
            return Err(refused(vec![Refusal::new("authority.receipt", said)], None));
        }
        let given = TraceFilter {
            kind: kind::RECEIPT.to_owned(),
            matter: Some(id.to_owned()),
            limit: GIVEN,
            ..TraceFilter::default()
        };
        for row in self.store().traces(&given).await?.0 {
            let held: PartyReceipt = body_of(&row)?;
            if held.version == version {
                return Ok(held);
            }
        }
        let missing = || Error::Missing { what: "这一条记录".to_owned() };
        let place = usize::try_from(version).ok().and_then(|n| n.checked_sub(1));
        let (_, event) = place.and_then(|place| opened.events.get(place)).ok_or_else(missing)?;
        let receipt = self.receipt_of_event(&opened, event, version)?;
        self.keep_receipt(&receipt, &caller.actor.id, matter).await?;
        Ok(receipt)
    }

    /// Puts a receipt on the record. Durable on return.
    pub(crate) async fn keep_receipt(
        &self,
        receipt: &PartyReceipt,
        actor: &str,
        matter: &Matter,
    ) -> Result<(), Error> {
        let digests: Vec<Value> =
            receipt.items.iter().map(|item| Value::from(item.digest.as_str())).collect();
        let papers: Vec<Value> =
            receipt.papers.iter().map(|paper| Value::from(paper.fingerprint.as_str())).collect();
        self.leave(Left {
            kind: kind::RECEIPT,
            id: &self.spoken_code_key(CODE, &receipt.code),
            seen: 0,
            act: "receipt",
            actor,
            matter: &matter.id,
            agency: &matter.agency,
            person: actor,
            state: "",
            at: self.now().as_microsecond(),
            body: json!(receipt),
            // What the proof reveals: nothing of the party, only what was promised and when.
            more: vec![
                ("receipt.act".to_owned(), receipt.act.as_str().into()),
                ("receipt.digests".to_owned(), Value::Array(digests)),
                ("receipt.given".to_owned(), receipt.given.as_str().into()),
                ("receipt.papers".to_owned(), Value::Array(papers)),
            ],
        })
        .await
    }

    /// The slip that is printed of a receipt. `site` is the address of the public portal, without a slash at its end.
    pub fn receipt_slip(&self, receipt: &PartyReceipt, site: &str) -> Sheet {
        let text =
            |label: &str, value: String| Row { label: label.to_owned(), value: Cell::Text(value) };
        let officers = receipt.officers.iter().map(|hand| match hand.card.as_str() {
            "" => hand.name.clone(),
            card => format!("{}（执法证 {card}）", hand.name),
        });
        let mut rows = vec![
            text("做了什么", receipt.act.clone()),
            text("什么时候", receipt.at.replace('T', " ").chars().take(16).collect()),
            text("谁", officers.collect::<Vec<_>>().join("、")),
        ];
        rows.extend(receipt.number.iter().map(|number| text("案号", number.clone())));
        let mut recorded: Vec<Vec<String>> = receipt
            .items
            .iter()
            .map(|item| vec![item.title.clone(), item.digest.clone()])
            .collect();
        recorded.extend(receipt.papers.iter().map(|paper| {
            let number = paper.number.as_deref().unwrap_or_default();
            vec![format!("{} {number}", paper.title), format!("页脚校验码 {}", paper.fingerprint)]
        }));
        if !recorded.is_empty() {
            rows.push(Row {
                label: "留下了什么".to_owned(),
                value: Cell::Table {
                    columns: vec!["材料".to_owned(), "摘要".to_owned()],
                    rows: recorded,
                },
            });
        }
        let days: Vec<Vec<String>> = receipt
            .days
            .iter()
            .map(|day| {
                let whose = if day.own { "您" } else { "机关" };
                let due = day.due.clone().unwrap_or_else(|| "及时".to_owned());
                vec![whose.to_owned(), day.title.clone(), due]
            })
            .collect();
        if !days.is_empty() {
            rows.push(Row {
                label: "要记住的日子".to_owned(),
                value: Cell::Table {
                    columns: vec!["谁".to_owned(), "什么事".to_owned(), "到哪天".to_owned()],
                    rows: days,
                },
            });
        }
        let phone = match receipt.phone.as_str() {
            "" => String::new(),
            phone => format!("，电话 {phone}"),
        };
        Sheet {
            key: format!("{site}/r/{}", receipt.code.replace('-', "")),
            layout: Layout::Slip,
            standing: Standing::Issued,
            agency: receipt.agency.clone(),
            title: "当事人回执".to_owned(),
            number: Some(receipt.code.clone()),
            addressee: String::new(),
            day: receipt.given.get(..10).and_then(|day| day.parse().ok()).unwrap_or(self.today()),
            paragraphs: vec![
                "扫右边的码，或者在公示网站的“回执核对”里输入上面的回执码，随时可以看：现在使用的材料是不是当时的那一份。不用登录，不用留姓名。".to_owned(),
                format!("有意见、要投诉的，找{}{phone}。", receipt.agency),
            ],
            rows,
            signoffs: Vec::new(),
            signatures: Vec::new(),
            seal: None,
        }
    }

    /// What stands behind a code; none where there is no such receipt.
    ///
    /// # Errors
    /// The dossier was destroyed lawfully ([`Error::Destroyed`]), or the store or the files are not there.
    pub async fn receipt_shown(&self, code: &str) -> Result<Option<ReceiptShown>, Error> {
        let key = self.spoken_code_key(CODE, code);
        let Some(row) = self.store().trace(kind::RECEIPT, &key).await? else { return Ok(None) };
        if row.state == crate::retention::GONE {
            return Err(self.gone(&row.matter).await);
        }
        let receipt: PartyReceipt = body_of(&row)?;
        let Some(held) = self.store().matter(&row.matter).await? else { return Ok(None) };
        let matter: Matter = serde_json::from_str(&held.snapshot)
            .map_err(|error| Error::Internal(format!("snapshot of {}: {error}", held.id)))?;
        let mut items = Vec::with_capacity(receipt.items.len());
        for item in &receipt.items {
            let still = if item.title == crate::party::WORDS {
                self.words_still(&matter, receipt.version, &item.digest).await?
            } else {
                self.still(&matter, &item.digest).await?
            };
            items.push((item.clone(), still));
        }
        let tree = self.tree().await?;
        let papers = receipt
            .papers
            .iter()
            .map(|paper| (paper.clone(), paper_still(&matter, paper, tree.name(&matter.agency))))
            .collect();
        let events = self.store().stream(&format!("{}:{key}", kind::RECEIPT), 0).await?;
        Ok(Some(ReceiptShown {
            items,
            papers,
            seq: events.first().map_or(0, |event| event.seq),
            now: moment(zhiheng_calendar::china_datetime(self.now())),
            receipt,
        }))
    }

    /// The proof that a receipt is in the record: what was promised and when, nothing else.
    ///
    /// # Errors
    /// As [`App::proof`].
    pub async fn receipt_event(
        &self,
        code: &str,
    ) -> Result<Option<crate::ports::StoredEvent>, Error> {
        let stream = format!("{}:{}", kind::RECEIPT, self.spoken_code_key(CODE, code));
        let first = self.store().stream(&stream, 0).await?.into_iter().next();
        Ok(first.filter(|event| !event.is_erased()))
    }

    /// The public copy of a receipt's event.
    ///
    /// # Errors
    /// As [`App::proof`].
    pub fn receipt_proof(
        &self,
        event: &crate::ports::StoredEvent,
        files: &dyn FolderSource,
    ) -> Result<Bundle, ProofFault> {
        let shown = |name: &str| name.starts_with("receipt.") || matches!(name, "@at" | "@kind");
        self.proof(event, shown, files)
    }

    /// How the words of a party stand to its receipt.
    async fn words_still(
        &self,
        matter: &Matter,
        version: u64,
        digest: &str,
    ) -> Result<Still, Error> {
        let stream = format!("matter:{}", matter.id);
        let events = acts(&self.store().stream(&stream, version.saturating_sub(1)).await?)?;
        let text = events.first().and_then(|(_, event)| event.fields.get("text"));
        let text = text.and_then(Value::as_str).unwrap_or_default();
        let now = self.suite().hash(text.as_bytes()).to_string();
        Ok(if now == digest { Still::Same } else { Still::Changed })
    }

    async fn still(&self, matter: &Matter, digest: &str) -> Result<Still, Error> {
        let recorded =
            matter.recordings.iter().any(|held| held.files.iter().any(|file| file == digest));
        let sent =
            matter.party_items.iter().any(|item| item.files.iter().any(|file| file == digest));
        if !recorded && !sent && matter.evidence.iter().all(|(held, _)| held != digest) {
            return Ok(Still::Dropped);
        }
        match self.blobs().check(digest).await {
            Ok(Some(_)) => Ok(Still::Same),
            Ok(None) => Ok(Still::Gone),
            Err(BlobError::Corrupt { .. }) => Ok(Still::Changed),
            Err(error) => Err(error.into()),
        }
    }

    fn receipt_of_event(
        &self,
        opened: &Opened<'_>,
        event: &Event,
        version: u64,
    ) -> Result<PartyReceipt, Error> {
        let Opened { loaded, procedure, tree, .. } = opened;
        let matter = &loaded.matter;
        let act = procedure.act(&event.act);
        let files = act.map(|act| form::files(act, &event.fields)).unwrap_or_default();
        let items = items(event, &files);
        let agency = tree.name(&matter.agency).to_owned();
        let papers: Vec<Sheaf> = matter
            .papers
            .iter()
            .filter(|paper| paper.version == version && paper.outward)
            .map(|paper| Sheaf {
                id: paper.id.clone(),
                title: paper.title.clone(),
                number: paper.number.clone(),
                fingerprint: sheet_of(&matter.id, paper, &agency, Standing::Issued).fingerprint(),
            })
            .collect();
        let power = act.and_then(|act| Power::parse(&act.power));
        let on_the_spot = matches!(power, Some(Power::Register | Power::Handle))
            && act.is_some_and(|act| !matches!(act.kind, ActKind::Submit))
            && (!items.is_empty() || matter.spans.iter().any(|span| span.version == version));
        if !on_the_spot && papers.is_empty() {
            let said = "这一步没有当场记录的材料，也没有给当事人的文书，不出具回执";
            return Err(refused(vec![Refusal::new("receipt.nothing", said)], None));
        }
        let mut officers: Vec<Hand> = matter
            .officers
            .iter()
            .map(|held| Hand { name: held.name.clone(), card: held.card.clone() })
            .collect();
        if officers.iter().all(|hand| hand.name != event.actor.name) {
            officers.push(Hand { name: event.actor.name.clone(), card: event.actor.card.clone() });
        }
        let now = zhiheng_calendar::china_datetime(self.now());
        Ok(PartyReceipt {
            code: grouped(&self.fresh_spoken_code()),
            matter: matter.id.clone(),
            number: matter.number.clone(),
            procedure: procedure.title.clone(),
            version,
            act: act.map_or(event.act.as_str(), |act| act.title.as_str()).to_owned(),
            at: moment(event.at),
            phone: tree.get(&matter.agency).map(|held| held.phone.clone()).unwrap_or_default(),
            agency,
            officers,
            items,
            papers,
            days: days(matter, procedure, self.today()),
            given: moment(now),
        })
    }
}

/// Files in words that hold no name, counted by kind.
pub(crate) fn items(event: &Event, digests: &[String]) -> Vec<Item> {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    digests
        .iter()
        .map(|digest| {
            let (media, size) = event
                .fields
                .values()
                .find_map(|value| described(value, digest))
                .unwrap_or_default();
            let kind = match media.split('/').next().unwrap_or_default() {
                "video" => "录像",
                "audio" => "录音",
                "image" => "照片",
                _ => "文件",
            };
            let count = counts.entry(kind).or_default();
            *count += 1;
            Item { title: format!("{kind} {count}"), digest: digest.clone(), size }
        })
        .collect()
}

fn described(value: &Value, digest: &str) -> Option<(String, u64)> {
    if let Some(items) = value.as_array() {
        return items.iter().find_map(|item| described(item, digest));
    }
    if value.get("digest")?.as_str()? != digest {
        return None;
    }
    let media = value.get("type").and_then(Value::as_str).unwrap_or_default();
    Some((media.to_owned(), value.get("size").and_then(Value::as_u64).unwrap_or(0)))
}

/// What the ledger says that the party may or must do, and what the agency owes it.
pub(crate) fn days(matter: &Matter, _procedure: &Procedure, today: Date) -> Vec<DayOwed> {
    let owed = matter.duties.iter().filter(|duty| {
        duty.state.owed()
            && duty.due.is_none_or(|due| due >= today)
            && (duty.owner == "party" || CONCERNING.contains(&duty.kind.as_str()))
    });
    let mut days: Vec<DayOwed> = owed
        .map(|duty| DayOwed {
            title: duty.title.clone(),
            own: duty.owner == "party",
            due: duty.due.map(|day| day.to_string()),
            basis: duty.basis.clone(),
        })
        .collect();
    days.sort_by_key(|day| (!day.own, day.due.clone().unwrap_or_default()));
    days
}

fn paper_still(matter: &Matter, paper: &Sheaf, agency: &str) -> Still {
    let Some(held) = matter.papers.iter().find(|held| held.id == paper.id) else {
        return Still::Dropped;
    };
    if sheet_of(&matter.id, held, agency, Standing::Issued).fingerprint() != paper.fingerprint {
        return Still::Changed;
    }
    let again = |other: &&zhiheng_domain::Paper| {
        other.version > held.version && other.act == held.act && other.title == held.title
    };
    if matter.papers.iter().any(|other| again(&other)) { Still::Replaced } else { Still::Same }
}
