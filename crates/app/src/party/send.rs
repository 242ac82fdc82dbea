//! A party brings something forward: an act of its own on the matter, and a receipt of it.

use serde_json::{Value, json};
use zhiheng_domain::{Event, Matter};
use zhiheng_law::{ActKind, Procedure};

use super::caller_of;
use super::page::{event_of, title_of};
use crate::application::App;
use crate::error::Error;
use crate::looking::body_of;
use crate::party_receipt::{GIVEN, Hand, Item, PartyReceipt, days};
use crate::perform::Wish;
use crate::ports::{BlobInfo, TraceFilter};
use crate::sealing::kind;
use crate::shapes::moment;
use crate::spoken_code::grouped;
use crate::timeline::acts;

/// Largest file that a party hands in, in bytes.
pub const LARGEST: usize = 20 << 20;
/// Files of one 当事人来件.
pub const FILES: usize = 6;
/// Media types that a party hands in: what phones make and offices print.
const TAKEN: [&str; 8] = [
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/heic",
    "image/webp",
    "audio/mpeg",
    "audio/mp4",
    "video/mp4",
];
/// Name under which the words of a party stand on its receipt.
pub(crate) const WORDS: &str = "您写的内容";

/// What a party wants to bring forward.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartyDraft {
    /// Act that it is for.
    pub about: String,
    /// What it wrote.
    pub text: String,
    /// Its name.
    pub sender: String,
    /// Where it can be called; may be empty.
    pub phone: String,
    /// Files, taken in before, with their names.
    pub files: Vec<(BlobInfo, String)>,
    /// The same for the same page: a second press of the button brings nothing twice.
    pub once: String,
}

/// What a party takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// What it is called.
    pub title: String,
    /// The receipt.
    pub receipt: PartyReceipt,
    /// It came in time; none where there is no limit.
    pub in_time: Option<bool>,
}

impl App {
    /// Whether number and 当事人码 fit, for one who is about to hand in files.
    ///
    /// # Errors
    /// As [`App::party_page`].
    pub async fn party_fits(&self, number: &str, code: &str) -> Result<bool, Error> {
        Ok(self.party_behind(number, code).await?.is_some())
    }

    /// Takes in one file of a party; its type is found from the content. It belongs to nothing before it is sent.
    ///
    /// # Errors
    /// It is empty, too large or of no type that is taken in, or the store of files is not there.
    pub async fn party_file(&self, content: &[u8]) -> Result<BlobInfo, Error> {
        if content.len() > LARGEST {
            return Err(Error::field("input.file", "files", "一个文件不能超过 20 MB"));
        }
        let info = self.blobs().put(content).await?;
        if !TAKEN.contains(&info.media.as_str()) {
            let said = "只收照片、PDF、录音和录像；其他文件请先另存为 PDF，或者当面提交";
            return Err(Error::field("input.file", "files", said));
        }
        Ok(info)
    }

    /// Brings something forward: an act on the matter, durable on return. `None` where number and code do not fit.
    ///
    /// # Errors
    /// Every reason why it cannot be brought forward, or the store is not there.
    pub async fn party_send(
        &self,
        number: &str,
        code: &str,
        draft: &PartyDraft,
    ) -> Result<Option<Sent>, Error> {
        let Some((_, matter)) = self.party_behind(number, code).await? else { return Ok(None) };
        let procedure = self.procedure_of(&matter)?;
        let send = procedure.acts.iter().find(|act| act.kind == ActKind::PartySend);
        let send = send.ok_or_else(|| Error::Missing { what: "这件事".to_owned() })?;
        let rule = procedure.act(&draft.about).and_then(|act| act.party.as_ref());
        // Where there is nothing to write, the words of the pack are confirmed and not those of whoever fills in the form.
        let text = match rule.and_then(|rule| rule.confirms.as_ref()) {
            Some(confirms) => confirms.clone(),
            None => draft.text.trim().to_owned(),
        };
        let files: Vec<Value> = draft
            .files
            .iter()
            .map(|(info, name)| {
                json!({ "digest": info.digest, "name": name, "size": info.size, "type": info.media })
            })
            .collect();
        let fields = [
            ("about", Value::from(draft.about.as_str())),
            ("text", Value::from(text)),
            ("sender", Value::from(draft.sender.trim())),
            ("phone", Value::from(draft.phone.trim())),
            ("files", Value::Array(files)),
        ];
        let once: String =
            draft.once.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
        let wish = Wish {
            matter: Some(matter.id.clone()),
            act: send.id.clone(),
            fields: fields.map(|(name, value)| (name.to_owned(), value)).into_iter().collect(),
            key: (!once.is_empty()).then_some(once),
            ..Wish::default()
        };
        let done = self.perform(&caller_of(&matter), &wish).await?;
        let (_, matter) = self.party_behind(number, code).await?.ok_or_else(|| {
            Error::Internal("the code was replaced while something was sent".to_owned())
        })?;
        let events = acts(&self.store().stream(&format!("matter:{}", matter.id), 0).await?)?;
        let item = matter.party_items.iter().find(|item| item.version == done.version);
        Ok(Some(Sent {
            title: title_of(procedure, &draft.about).to_owned(),
            receipt: self.party_item_receipt(&matter, procedure, done.version, &events).await?,
            in_time: item.and_then(|item| item.due.map(|_| item.in_time)),
        }))
    }

    /// The receipt of a 当事人来件: the one that was given, or one given now. It is the same kind of receipt that officers give.
    pub(super) async fn party_item_receipt(
        &self,
        matter: &Matter,
        procedure: &Procedure,
        version: u64,
        events: &[(u64, Event)],
    ) -> Result<PartyReceipt, Error> {
        let given = self.receipts_of(&matter.id).await?;
        if let Some(held) = given.into_iter().find(|receipt| receipt.version == version) {
            return Ok(held);
        }
        let event = event_of(events, version)
            .ok_or_else(|| Error::Missing { what: "这一条记录".to_owned() })?;
        let text = event.fields.get("text").and_then(Value::as_str).unwrap_or_default();
        let about = event.fields.get("about").and_then(Value::as_str).unwrap_or_default();
        let mut items = Vec::new();
        if !text.is_empty() {
            items.push(Item {
                title: WORDS.to_owned(),
                digest: self.suite().hash(text.as_bytes()).to_string(),
                size: u64::try_from(text.len()).unwrap_or(0),
            });
        }
        let digests: Vec<String> = matter
            .party_items
            .iter()
            .filter(|item| item.version == version)
            .flat_map(|item| item.files.iter().cloned())
            .collect();
        items.extend(crate::party_receipt::items(event, &digests));
        let tree = self.tree().await?;
        let receipt = PartyReceipt {
            code: grouped(&self.fresh_spoken_code()),
            matter: matter.id.clone(),
            number: matter.number.clone(),
            procedure: procedure.title.clone(),
            version,
            act: title_of(procedure, about).to_owned(),
            at: moment(event.at),
            agency: tree.name(&matter.agency).to_owned(),
            phone: tree.get(&matter.agency).map(|held| held.phone.clone()).unwrap_or_default(),
            officers: vec![Hand {
                name: "当事人在网上提出".to_owned(), card: String::new()
            }],
            items,
            papers: Vec::new(),
            days: days(matter, procedure, self.today()),
            given: moment(zhiheng_calendar::china_datetime(self.now())),
        };
        self.keep_receipt(&receipt, &event.actor.id, matter).await?;
        Ok(receipt)
    }

    /// The receipts of a matter.
    pub(super) async fn receipts_of(&self, matter: &str) -> Result<Vec<PartyReceipt>, Error> {
        let given = TraceFilter {
            kind: kind::RECEIPT.to_owned(),
            matter: Some(matter.to_owned()),
            limit: GIVEN,
            ..TraceFilter::default()
        };
        self.store().traces(&given).await?.0.iter().map(body_of).collect()
    }

    pub(super) fn procedure_of(&self, matter: &Matter) -> Result<&Procedure, Error> {
        self.pack().procedures.get(&matter.procedure).ok_or_else(|| {
            Error::Internal(format!("procedure {} is not in the pack", matter.procedure))
        })
    }
}
