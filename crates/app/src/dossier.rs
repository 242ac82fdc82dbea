//! What lies in the dossier of a matter: the text of a paper, a file, the proof of one event.
//!
//! What this is not: the page of the matter (see [`crate::page`]), nor what the public may have (see [`crate::public`]).

mod contents;
mod enclosed;
mod leaves;
mod pieces;
mod volumes;

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_record::bundle::Bundle;
use zhiheng_record::folder::FolderSource;

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::looking::{How, What};
use crate::page::Opened;
use crate::ports::StoredEvent;
use crate::public::ProofFault;

pub use contents::{DossierPage, LackView, MadeOf, PieceView, VolumeView};
pub use enclosed::{Content, Enclosed, Opener, fault_of};
pub use volumes::{BoundVolume, Edition, TakenOut};

pub(crate) use contents::{Contents, held_files};
pub(crate) use pieces::{ending, fits};
pub(crate) use volumes::entitled;

/// The text of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaperText {
    /// Id within the matter.
    pub id: String,
    /// Title.
    pub title: String,
    /// 文号.
    pub number: Option<String>,
    /// Agency that issued it.
    pub agency: String,
    /// Addressee.
    pub addressee: String,
    /// Day.
    pub date: String,
    /// Text.
    pub paragraphs: Vec<String>,
    /// Not issued yet; always false here.
    pub draft: bool,
}

/// A file of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierFile {
    /// Name under which it was handed in.
    pub name: String,
    /// Media type as found when it was taken in.
    pub media: String,
    /// Content.
    pub content: Vec<u8>,
}

/// A file of a dossier that is read in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFile {
    /// Name under which it was handed in.
    pub name: String,
    /// Media type as found when it was taken in.
    pub media: String,
    /// Bytes.
    pub size: u64,
}

/// An event of a matter with the fields that a person may be shown.
pub struct Revealed {
    event: StoredEvent,
    hidden: Vec<String>,
}

impl App {
    /// The text of a paper as issued.
    ///
    /// # Errors
    /// There is no such paper, the caller may not know of the matter, or the store is not there.
    pub async fn paper_text(
        &self,
        caller: &Caller,
        id: &str,
        paper: &str,
    ) -> Result<PaperText, Error> {
        let Opened { loaded, events, veil, tree, .. } = self.opened(caller, id).await?;
        let paper = loaded
            .matter
            .papers
            .iter()
            .find(|held| held.id == paper)
            .ok_or_else(|| Error::Missing { what: "这份文书".to_owned() })?;
        self.looked(caller, id, What::Paper(&paper.id), How::View, "").await?;
        let position = usize::try_from(paper.version).unwrap_or(0).checked_sub(1);
        let issuer = position
            .and_then(|position| events.get(position))
            .map_or(loaded.matter.agency.as_str(), |(_, event)| event.agency.as_str());
        Ok(PaperText {
            id: paper.id.clone(),
            title: paper.title.clone(),
            number: paper.number.clone(),
            agency: tree.name(issuer).to_owned(),
            addressee: veil.text(&paper.addressee),
            date: paper.day.to_string(),
            paragraphs: paper.paragraphs.iter().map(|text| veil.text(text)).collect(),
            draft: false,
        })
    }

    /// A file that an act brought into the matter.
    ///
    /// # Errors
    /// The matter has no such file, the caller may not know of the matter, or the file is lost or changed.
    pub async fn dossier_file(
        &self,
        caller: &Caller,
        id: &str,
        digest: &str,
    ) -> Result<DossierFile, Error> {
        let HeldFile { name, media, .. } = self.held_file(caller, id, digest).await?;
        let content = self.blobs().get(digest).await?;
        let content = content.ok_or_else(|| Error::Missing { what: "这个文件".to_owned() })?;
        Ok(DossierFile { name, media, content })
    }

    /// What is known of a file that an act brought into the matter; its content is then read in parts.
    ///
    /// # Errors
    /// The matter has no such file, the caller may not know of the matter, or the file is lost.
    pub async fn held_file(
        &self,
        caller: &Caller,
        id: &str,
        digest: &str,
    ) -> Result<HeldFile, Error> {
        let missing = || Error::Missing { what: "这个文件".to_owned() };
        let Opened { procedure, events, .. } = self.opened(caller, id).await?;
        let held = held_files(procedure, &events)
            .into_iter()
            .find(|held| held.digest == digest)
            .ok_or_else(missing)?;
        let size = self.blobs().size(digest).await?.ok_or_else(missing)?;
        Ok(HeldFile { name: held.name, media: held.media, size })
    }

    /// An event of a matter, with what this person may be shown of it.
    ///
    /// # Errors
    /// There is no such event, the caller may not know of the matter, or the store is not there.
    pub async fn revealed(
        &self,
        caller: &Caller,
        id: &str,
        version: u64,
    ) -> Result<Revealed, Error> {
        let opened = self.opened(caller, id).await?;
        let missing = || Error::Missing { what: "这一条记录".to_owned() };
        let before = version.checked_sub(1).ok_or_else(missing)?;
        let events = self.store().stream(&format!("matter:{id}"), before).await?;
        let event =
            events.into_iter().find(|event| event.version == version).ok_or_else(missing)?;
        let mut hidden = Vec::new();
        if opened.veil.drawn() {
            // Effects repeat the form, and free text may hold a name: a value that the veil would change is sealed whole.
            for field in crate::sealing::salted_fields(&event.content)? {
                let personal = field.name.strip_prefix("fields.").is_some_and(|name| {
                    let acts = opened.procedure.acts.iter().flat_map(|act| &act.fields);
                    acts.filter(|held| held.id == name).any(|held| held.personal)
                });
                if personal || field.name == "effects" || opened.veil.value(&field.value).1 {
                    hidden.push(field.name);
                }
            }
        }
        Ok(Revealed { event, hidden })
    }

    /// The proof that a revealed event is in the record; `files` reads the published files of the record.
    ///
    /// # Errors
    /// The newest checkpoint does not cover it yet, or the record's files contradict the journal.
    pub fn event_proof(
        &self,
        revealed: &Revealed,
        files: &dyn FolderSource,
    ) -> Result<Bundle, ProofFault> {
        self.proof(
            &revealed.event,
            |name| revealed.hidden.iter().all(|hidden| hidden != name),
            files,
        )
    }
}
