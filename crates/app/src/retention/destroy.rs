//! Destruction: everything that is kept of one matter is gathered, the certificate is made of it, and one append removes it all.
//!
//! The commit point is that append: certificate, numbers, removal of contents and rows, all or nothing. What cannot be in a database's
//! transaction — files, what removed rows leave behind — is finished afterwards (see [`super::finish`]); a kill in between is found
//! at the next start.

use std::collections::BTreeSet;
use std::sync::Arc;

use zhiheng_domain::retention::{self, Certificate, FileSum, Hand, Life};
use zhiheng_domain::{Event, Matter, Refusal};

use super::gone::{Remains, empty_row};
use super::steps::Ground;
use super::{REMAINS, born, stream_of};
use crate::application::App;
use crate::audit::numbers;
use crate::caller::Caller;
use crate::error::Error;
use crate::intake;
use crate::perform::Loaded;
use crate::ports::{Append, NumberKey, Payload, Seal, Sealed, StoredEvent, TraceFilter, View};
use crate::project::decision_id;
use crate::registry;
use crate::sealing::{STREAM, kind};
use crate::timeline::acts;

/// Number series of certificates.
pub(super) const SERIES: &str = "销";
/// Traces read at a time.
const PAGE: usize = 500;

/// What is kept of a matter.
pub(super) struct Gathered {
    papers: u64,
    numbers: Vec<(String, String)>,
    events: u64,
    pub(super) seqs: Vec<u64>,
    pub(super) files: Vec<FileSum>,
    pub(super) remains: Remains,
}

impl App {
    /// The appends that destroy one matter: the certificate with everything that goes, and the end of the matter's own stream, so that an
    /// act under way at the same moment finds that it came too late.
    ///
    /// # Errors
    /// The refusals of the step stand in the inner result; the store or the files are not there.
    pub(super) async fn destruction(
        &self,
        caller: &Caller,
        life: &Life,
        ground: &Ground,
        sheet: &str,
    ) -> Result<Result<Vec<Append>, Vec<Refusal>>, Error> {
        let loaded = self.load(caller, &life.matter).await?;
        let gathered = self.gather(life, &loaded).await?;
        let tree = self.tree().await?;
        let title = self
            .pack()
            .procedures
            .get(&life.procedure)
            .map_or(life.procedure.as_str(), |held| held.title.as_str())
            .to_owned();
        let now = zhiheng_calendar::china_datetime(self.now());
        let agency = tree.name(&life.agency).to_owned();
        let mark = tree.get(&life.agency).map(|held| held.mark.clone()).unwrap_or_default();
        let Gathered { papers, numbers, events, seqs, files, remains } = gathered;
        let made = |executor: Hand, witness: Hand| Certificate {
            number: String::new(),
            day: now.date(),
            sheet: sheet.to_owned(),
            agency,
            procedure: title,
            events,
            papers,
            numbers,
            files,
            leaves: Certificate::stretches(seqs),
            executor,
            witness,
            basis: vec!["档案法21".to_owned(), "档案法实施条例24".to_owned()],
        };
        let next = match retention::destroy(life, &ground.around(self, caller), made) {
            Ok(next) => next,
            Err(refusals) => return Ok(Err(refusals)),
        };
        let year = now.year();
        let key = NumberKey { agency: life.agency.clone(), kind: SERIES.to_owned(), year };
        let (app, actor, seen) = (self.clone(), caller.actor.id.clone(), life.version);
        let stream = stream_of(&life.matter);
        let seal: Seal = Arc::new(move |numbers| {
            let n = numbers.first().copied().ok_or("no number")?;
            let mut life = next.clone();
            if let Some(done) = &mut life.certificate {
                done.number = format!("{mark}{SERIES}〔{year}〕{n}号");
            }
            let more = vec![(REMAINS.to_owned(), remains.value())];
            app.step_sealed("destroy", &actor, &life, more).map_err(|error| error.to_string())
        });
        let payload = Payload::Numbered { keys: vec![key], seal };
        let closing = self.closing(&caller.actor.id, &loaded)?;
        Ok(Ok(vec![Append { stream, seen, payload, idempotency: None }, closing]))
    }

    /// The end of the matter's own stream.
    pub(super) fn closing(&self, actor: &str, loaded: &Loaded) -> Result<Append, Error> {
        let stream = format!("matter:{}", loaded.matter.id);
        let named = vec![
            ("act".to_owned(), "retention.closed".into()),
            ("actor".to_owned(), actor.into()),
            ("agency".to_owned(), loaded.matter.agency.as_str().into()),
            ("matter".to_owned(), loaded.matter.id.as_str().into()),
            (STREAM.to_owned(), stream.as_str().into()),
        ];
        let event = self.seal(kind::CLOSED, actor, named)?;
        let sealed = Sealed { events: vec![event], views: Vec::new(), receipt: "{}".to_owned() };
        let payload = Payload::Ready(sealed);
        Ok(Append { stream, seen: loaded.row.version, payload, idempotency: None })
    }

    /// What is kept of a matter.
    pub(super) async fn gather(&self, life: &Life, loaded: &Loaded) -> Result<Gathered, Error> {
        let Loaded { row, matter } = loaded;
        let stored = self.store().stream(&format!("matter:{}", matter.id), 0).await?;
        let events = acts(&stored)?;
        let mut seqs: Vec<u64> = stored.iter().map(|event| event.seq).collect();
        let mut receipts = Vec::new();
        for trace in [kind::ACCESS, kind::RECEIPT, kind::CREDIT, kind::PARTY] {
            for (id, told) in self.streams_of(trace, &matter.id).await? {
                seqs.extend(told.iter().map(|event| event.seq));
                if trace == kind::RECEIPT {
                    receipts.push(id);
                }
            }
        }
        let mut entries = Vec::new();
        let handlers: BTreeSet<&String> = life.handlers.iter().collect();
        for person in handlers {
            for entry in self.takes_into(person, &matter.id).await? {
                let register = intake::register_of(person);
                let told = self.store().stream(&registry::stream_of(&register, &entry), 0).await?;
                seqs.extend(told.iter().map(|event| event.seq));
                entries.push((register, entry));
            }
        }
        let progress = match &row.number {
            Some(number) => self.store().progress(number).await?,
            None => None,
        };
        let stream = format!("matter:{}", matter.id);
        let remains = Remains {
            row: empty_row(life, row)?,
            progress: progress.into_iter().filter(|held| held.matter == matter.id).collect(),
            receipts,
            entries,
            decision: decision_id(self.suite(), &stream),
        };
        Ok(Gathered {
            papers: u64::try_from(matter.papers.len()).unwrap_or(u64::MAX),
            numbers: events
                .iter()
                .flat_map(|(_, event)| {
                    numbers(event).map(|number| (event.agency.clone(), number.to_owned()))
                })
                .collect(),
            events: u64::try_from(stored.len()).unwrap_or(u64::MAX),
            seqs,
            files: self.files_of(matter, &events).await?,
            remains,
        })
    }

    /// Events of every trace of one kind that a matter has, by the id of the trace.
    async fn streams_of(
        &self,
        kind: &str,
        matter: &str,
    ) -> Result<Vec<(String, Vec<StoredEvent>)>, Error> {
        let mut filter = TraceFilter {
            kind: kind.to_owned(),
            matter: Some(matter.to_owned()),
            limit: PAGE,
            ..TraceFilter::default()
        };
        let mut told = Vec::new();
        loop {
            let (rows, next) = self.store().traces(&filter).await?;
            for row in rows {
                let events = self.store().stream(&format!("{kind}:{}", row.id), 0).await?;
                told.push((row.id, events));
            }
            let Some(next) = next else { return Ok(told) };
            filter.cursor = Some(next);
        }
    }

    /// The files of a matter that are kept, and which of them another one cites.
    async fn files_of(
        &self,
        matter: &Matter,
        events: &[(u64, Event)],
    ) -> Result<Vec<FileSum>, Error> {
        let mut digests = BTreeSet::new();
        for (_, event) in events {
            if let Some(View::Cites { digests: held, .. }) = born::cited(matter, event) {
                digests.extend(held);
            }
        }
        let digests: Vec<String> = digests.into_iter().collect();
        let stay = self.store().cited(&digests, &matter.id).await?;
        let mut files = Vec::new();
        for digest in digests {
            if let Some(size) = self.blobs().size(&digest).await? {
                let stays = stay.contains(&digest);
                files.push(FileSum { digest, size, stays });
            }
        }
        Ok(files)
    }
}
