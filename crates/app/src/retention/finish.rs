//! What is left to do after a destruction is on the record: files that nobody cites any more, and what removed rows leave behind.
//!
//! Every step may be done again: a kill anywhere is finished at the next start. Only when nothing is left is that written down.

use std::collections::BTreeSet;

use serde::Serialize;
use zhiheng_domain::retention::{Life, Standing};

use crate::application::App;
use crate::error::Error;
use crate::intake;
use crate::looking::body_of;
use crate::ports::{Glimpses, RegisterFilter, TraceFilter};
use crate::sealing::kind;

/// Dossiers that are finished in one go.
const PAGE: usize = 200;
/// Who finishes: nobody in person.
const SYSTEM: &str = "system";

/// What was finished.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Finished {
    /// Dossiers of which nothing is left.
    pub dossiers: u64,
    /// Files that were removed.
    pub files: u64,
    /// Files that another one still uses.
    pub kept: u64,
}

impl App {
    /// Finishes every destruction that is on the record. `glimpses`: small pictures that may have been made of the files.
    ///
    /// # Errors
    /// The store or the files are not there; what is left is done the next time.
    pub async fn finish_destructions(
        &self,
        glimpses: Option<&dyn Glimpses>,
    ) -> Result<Finished, Error> {
        let mut finished = Finished::default();
        loop {
            let filter = TraceFilter {
                kind: kind::RETENTION.to_owned(),
                state: Some(Standing::Destroyed.id().to_owned()),
                limit: PAGE,
                ..TraceFilter::default()
            };
            let (rows, _) = self.store().traces(&filter).await?;
            if rows.is_empty() {
                return Ok(finished);
            }
            let lives: Vec<Life> = rows.iter().map(body_of).collect::<Result<_, _>>()?;
            let used = self.used_elsewhere().await?;
            for life in &lives {
                self.remove_files(life, &used, glimpses, &mut finished).await?;
            }
            self.store().scrub().await?;
            let mut batch = Vec::with_capacity(lives.len());
            for life in lives {
                let version = life.version.saturating_add(1);
                let next = Life { standing: Standing::Erased, version, ..life };
                batch.push(self.step_of("erased", SYSTEM, &next)?);
                finished.dossiers += 1;
            }
            self.written(batch).await?;
        }
    }

    async fn remove_files(
        &self,
        life: &Life,
        used: &BTreeSet<String>,
        glimpses: Option<&dyn Glimpses>,
        finished: &mut Finished,
    ) -> Result<(), Error> {
        let Some(done) = &life.certificate else { return Ok(()) };
        let digests: Vec<String> = done.files.iter().map(|file| file.digest.clone()).collect();
        // Asked again: what was cited when the certificate was made may not be any more, and the other way round.
        let stay = self.store().cited(&digests, &life.matter).await?;
        for digest in digests {
            if stay.contains(&digest) || used.contains(&digest) {
                finished.kept += 1;
                continue;
            }
            // What was made of it goes first: while the file is there, a stop in between is found again.
            if let Some(glimpses) = glimpses {
                glimpses.forget(&digest).await?;
            }
            if self.blobs().remove(&digest).await? {
                finished.files += 1;
            }
        }
        Ok(())
    }

    /// Digests of files that are used without a matter: recordings that wait for one, photographs of officers.
    async fn used_elsewhere(&self) -> Result<BTreeSet<String>, Error> {
        let of = |kind: String| RegisterFilter { kind, ..RegisterFilter::default() };
        let mut used = BTreeSet::new();
        let officers = self.store().register(&of("officers".to_owned())).await?;
        for officer in &officers {
            gather(&officer.body, &mut used);
            for take in self.store().register(&of(intake::register_of(&officer.id))).await? {
                gather(&take.body, &mut used);
            }
        }
        Ok(used)
    }
}

fn gather(body: &str, used: &mut BTreeSet<String>) {
    let words = body.split('"').filter(|word| super::born::is_digest(word));
    used.extend(words.map(ToOwned::to_owned));
}
