//! Destructions after a restore: an older backup brings dossiers back that were destroyed since. Whoever kept the list of
//! destructions (`destroyed.json` of the data folder: certificates, no personal data) has them destroyed again.
//!
//! What this is not: a way to destroy anything that was not: each of them bears the certificate of its first destruction.

use std::sync::Arc;

use serde::Serialize;
use zhiheng_domain::retention::{Certificate, Life, Standing};

use super::destroy::SERIES;
use super::{REMAINS, life_in, stream_of};
use crate::application::App;
use crate::error::Error;
use crate::perform::Loaded;
use crate::ports::{Append, NumberKey, Payload, Seal, Status, TraceFilter};
use crate::sealing::{kind, values_of};

/// Who destroys again: nobody in person; the people stand on the certificate.
const SYSTEM: &str = "system";

/// What became of a list of destructions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Reapplied {
    /// Destroyed again.
    pub again: u64,
    /// Destroyed already.
    pub known: u64,
    /// Not in this store at all.
    pub absent: u64,
}

impl App {
    /// Every destruction on the record, as its own events say: the list that is kept beside the data.
    ///
    /// # Errors
    /// The store is not there, or an event cannot be read.
    pub async fn destructions(&self) -> Result<Vec<Life>, Error> {
        let mut lives = Vec::new();
        for standing in [Standing::Destroyed, Standing::Erased] {
            let mut filter = TraceFilter {
                kind: kind::RETENTION.to_owned(),
                state: Some(standing.id().to_owned()),
                limit: 500,
                ..TraceFilter::default()
            };
            loop {
                let (rows, next) = self.store().traces(&filter).await?;
                for row in rows {
                    let events = self.store().stream(&stream_of(&row.id), 0).await?;
                    if let Some(last) = events.last() {
                        lives.push(life_in(&values_of(&last.content)?)?);
                    }
                }
                let Some(next) = next else { break };
                filter.cursor = Some(next);
            }
        }
        lives.sort_by(|one, other| one.matter.cmp(&other.matter));
        Ok(lives)
    }

    /// Destroys again what a list of destructions names and this store still has. What is done is finished by
    /// [`App::finish_destructions`].
    ///
    /// # Errors
    /// The store is not there, a life of the list was not destroyed, or its destruction was not lawful by its own words.
    pub async fn destroy_again(&self, lives: &[Life]) -> Result<Reapplied, Error> {
        let mut done = Reapplied::default();
        for life in lives {
            if life.certificate.is_none() || !life.faults().is_empty() {
                let said = format!("{} 的销毁没有合法的证明，不能据以销毁", life.number);
                return Err(Error::field("retention.no_certificate", "destroyed", said));
            }
            let Some(row) = self.store().matter(&life.matter).await? else {
                done.absent += 1;
                continue;
            };
            if row.status == Status::Destroyed {
                done.known += 1;
                continue;
            }
            let matter = serde_json::from_str(&row.snapshot)
                .map_err(|error| Error::Internal(format!("snapshot of {}: {error}", row.id)))?;
            self.again(life, &Loaded { row, matter }).await?;
            done.again += 1;
        }
        Ok(done)
    }

    async fn again(&self, listed: &Life, loaded: &Loaded) -> Result<(), Error> {
        let gathered = self.gather(listed, loaded).await?;
        let stream = stream_of(&listed.matter);
        let seen = self.store().stream(&stream, 0).await?.last().map_or(0, |last| last.version);
        let mut life = listed.clone();
        life.standing = Standing::Destroyed;
        life.version = seen.saturating_add(1);
        let mut key = NumberKey { agency: life.agency.clone(), kind: SERIES.to_owned(), year: 0 };
        if let Some(done) = &mut life.certificate {
            // What this store holds of it; the restored record has its own places.
            done.leaves = Certificate::stretches(gathered.seqs);
            done.files = gathered.files;
            key.year = done.day.year();
        }
        let (app, remains) = (self.clone(), gathered.remains.value());
        let closing = self.closing(SYSTEM, loaded)?;
        // The series moves on with it, so that the next certificate does not bear this number; the number itself stays as it was.
        let seal: Seal = Arc::new(move |_| {
            let more = vec![(REMAINS.to_owned(), remains.clone())];
            app.step_sealed("destroy_again", SYSTEM, &life, more).map_err(|error| error.to_string())
        });
        let payload = Payload::Numbered { keys: vec![key], seal };
        self.written(vec![Append { stream, seen, payload, idempotency: None }, closing]).await
    }
}
