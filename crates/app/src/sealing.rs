//! From an event to what the store writes and the record seals: named fields, each with its own salt, and a leaf without personal data.
//!
//! What this is not: the commitment scheme itself (see `zhiheng_record::leaf`), nor storage.

use serde_json::{Map, Value};
use zhiheng_domain::Event;
use zhiheng_record::Suite;
use zhiheng_record::leaf::{CopyField, Field, PublicCopy, leaf_bytes};

use crate::application::App;
use crate::error::Error;
use crate::ports::{Append, Entropy, NewEvent, Payload, Sealed};

/// Kinds of event in the record.
pub mod kind {
    /// An act on a matter.
    pub const ACT: &str = "act";
    /// An act that was refused.
    pub const REFUSAL: &str = "refusal";
    /// An entry of a register.
    pub const REGISTER: &str = "register";
    /// A step of an entry of a register that procedures use.
    pub const ENTRY: &str = "entry";
    /// A decision taken over from elsewhere.
    pub const IMPORT: &str = "import";
    /// A list or dossier was taken out.
    pub const EXPORT: &str = "export";
    /// Somebody looked at a file, a paper or a dossier.
    pub const LOOK: &str = "look";
    /// A request to look, or its answer.
    pub const ACCESS: &str = "access";
    /// A receipt was handed to a party.
    pub const RECEIPT: &str = "receipt";
    /// A letter of the public, or its answer.
    pub const LETTER: &str = "letter";
    /// What is reported of a decision to the credit platform: typed values, the row that was sent, the answer.
    pub const CREDIT: &str = "credit";
    /// A delivery to the credit platform, or its receipt.
    pub const DELIVERY: &str = "delivery";
    /// A party was given a code for its page, or one was ended.
    pub const PARTY: &str = "party";
    /// A step at the end of a dossier's life: hold, appraisal, destruction.
    pub const RETENTION: &str = "retention";
    /// The end of the stream of a matter that was destroyed.
    pub const CLOSED: &str = "closed";
    /// Several dossiers that were appraised together.
    pub const SHEET: &str = "sheet";
    /// A scanned paper dossier was held against the electronic one.
    pub const SCAN: &str = "scan";
    /// The daily statement of all decisions.
    pub const STATEMENT: &str = "statement";
}

/// Field that repeats the moment of the row, µs.
pub const AT: &str = "@at";
/// Field that repeats the kind of the row.
pub const KIND: &str = "@kind";
/// Field that repeats the person of the row.
pub const PERSON: &str = "@person";
/// Field that repeats the stream of the row, where no other field gives it.
pub const STREAM: &str = "@stream";

/// Fields of an event by name, as they are committed to. `extra` are values that stand beside the act, such as the 文号 of a publication.
pub fn fields_of(event: &Event, extra: &[(&str, Value)]) -> Result<Vec<(String, Value)>, Error> {
    let Event { matter, procedure, pack, act, at, day, actor, agency, fields, known, effects } =
        event;
    let mut named = vec![
        ("act".to_owned(), Value::from(act.as_str())),
        ("actor".to_owned(), Value::from(actor.id.as_str())),
        ("actor_card".to_owned(), Value::from(actor.card.as_str())),
        ("actor_name".to_owned(), Value::from(actor.name.as_str())),
        ("agency".to_owned(), Value::from(agency.as_str())),
        ("at".to_owned(), Value::from(at.to_string())),
        ("day".to_owned(), Value::from(day.to_string())),
        (
            "effects".to_owned(),
            serde_json::to_value(effects).map_err(|error| Error::Internal(error.to_string()))?,
        ),
        ("matter".to_owned(), Value::from(matter.as_str())),
        ("pack".to_owned(), Value::from(pack.as_str())),
        ("procedure".to_owned(), Value::from(procedure.as_str())),
    ];
    if !known.is_nothing() {
        let known =
            serde_json::to_value(known).map_err(|error| Error::Internal(error.to_string()))?;
        named.push(("known".to_owned(), known));
    }
    named.extend(fields.iter().map(|(name, value)| (format!("fields.{name}"), value.clone())));
    named.extend(extra.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Ok(named)
}

/// The event that stored fields describe.
///
/// # Errors
/// A field is missing or has another shape: the stored content is not an act of this version.
pub fn event_of(content: &str) -> Result<Event, Error> {
    let corrupt = |what: &str| Error::Internal(format!("stored event: {what}"));
    let mut named = values_of(content)?;
    let text = |named: &mut Map<String, Value>, name: &str| match named.remove(name) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(corrupt(name)),
    };
    Ok(Event {
        act: text(&mut named, "act")?,
        actor: zhiheng_domain::state::Named {
            id: text(&mut named, "actor")?,
            name: text(&mut named, "actor_name")?,
            card: text(&mut named, "actor_card")?,
        },
        agency: text(&mut named, "agency")?,
        at: text(&mut named, "at")?.parse().map_err(|_| corrupt("at"))?,
        day: text(&mut named, "day")?.parse().map_err(|_| corrupt("day"))?,
        effects: serde_json::from_value(named.remove("effects").unwrap_or_default())
            .map_err(|_| corrupt("effects"))?,
        known: match named.remove("known") {
            Some(known) => serde_json::from_value(known).map_err(|_| corrupt("known"))?,
            None => zhiheng_domain::Known::default(),
        },
        matter: text(&mut named, "matter")?,
        pack: text(&mut named, "pack")?,
        procedure: text(&mut named, "procedure")?,
        fields: named
            .into_iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("fields.")?.to_owned(), value)))
            .collect(),
    })
}

/// Stored fields with their salts.
///
/// # Errors
/// The content is not what this product writes.
pub fn salted_fields(content: &str) -> Result<Vec<Field>, Error> {
    let unreadable = |why: String| Error::Internal(format!("stored event: {why}"));
    let copy: PublicCopy =
        serde_json::from_str(content).map_err(|error| unreadable(error.to_string()))?;
    copy.fields
        .into_iter()
        .map(|field| match field {
            CopyField::Revealed(field) => Ok(field),
            CopyField::Hidden { name, .. } => Err(unreadable(format!("{name} has no value"))),
        })
        .collect()
}

/// Stored values by name, without their salts.
///
/// # Errors
/// As [`salted_fields`].
pub fn values_of(content: &str) -> Result<Map<String, Value>, Error> {
    Ok(salted_fields(content)?.into_iter().map(|field| (field.name, field.value)).collect())
}

/// Salts the fields and makes the leaf. Pure but for the randomness handed in.
///
/// # Errors
/// A value that cannot be written canonically.
pub fn seal(
    suite: Suite,
    entropy: &dyn Entropy,
    kind: &str,
    at: i64,
    actor: &str,
    mut named: Vec<(String, Value)>,
) -> Result<NewEvent, Error> {
    // The columns beside the content are committed to as well, so that a row cannot be redated or given to somebody else.
    named.push((AT.to_owned(), Value::from(at)));
    named.push((KIND.to_owned(), Value::from(kind)));
    named.push((PERSON.to_owned(), Value::from(actor)));
    let mut salts = vec![0_u8; named.len() * 16];
    entropy.fill(&mut salts);
    let mut fields: Vec<Field> = named
        .into_iter()
        .zip(salts.chunks_exact(16))
        .map(|((name, value), salt)| Field {
            name,
            salt: salt.try_into().unwrap_or_default(),
            value,
        })
        .collect();
    fields.sort_by(|one, other| one.name.cmp(&other.name));
    let leaf = leaf_bytes(suite, &fields).map_err(|error| Error::Internal(error.to_string()))?;
    let copy = PublicCopy { fields: fields.into_iter().map(CopyField::Revealed).collect() };
    let content =
        serde_json::to_string(&copy).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(NewEvent { kind: kind.to_owned(), at, actor: actor.to_owned(), leaf, content })
}

impl App {
    /// Salts the fields and makes the leaf with the application's suite, clock and randomness.
    ///
    /// # Errors
    /// A value that cannot be written canonically.
    pub fn seal(
        &self,
        kind: &str,
        actor: &str,
        named: Vec<(String, Value)>,
    ) -> Result<NewEvent, Error> {
        seal(self.suite(), self.entropy(), kind, self.now().as_microsecond(), actor, named)
    }

    /// Writes one event that stands alone, in a stream of its own: a refusal, an export. It changes no read model.
    ///
    /// # Errors
    /// A value that cannot be written canonically, or the store is not there.
    pub async fn note(
        &self,
        kind: &str,
        actor: &str,
        named: Vec<(String, Value)>,
    ) -> Result<(), Error> {
        self.noted(kind, actor, named).await.map(|_| ())
    }

    /// As [`App::note`], and answers the stream in which the event stands.
    ///
    /// # Errors
    /// As [`App::note`].
    pub async fn noted(
        &self,
        kind: &str,
        actor: &str,
        mut named: Vec<(String, Value)>,
    ) -> Result<String, Error> {
        let stream = format!("{kind}:{}", self.fresh_id());
        named.push((STREAM.to_owned(), Value::from(stream.as_str())));
        let event = self.seal(kind, actor, named)?;
        let payload = Payload::Ready(Sealed {
            events: vec![event],
            views: Vec::new(),
            receipt: "{}".to_owned(),
        });
        let append = Append { stream: stream.clone(), seen: 0, payload, idempotency: None };
        self.store().append(vec![append]).await?;
        self.record_grew();
        Ok(stream)
    }
}
