//! A paper dossier that was scanned is held against the electronic one, and what was found goes on the record.
//!
//! What this is not: the comparing (see [`crate::ports::twin`]). Nothing here changes a matter: a page that differs is told to
//! people, who decide what it means.

use std::sync::Arc;

use serde_json::{Value, json};
use zhiheng_domain::{Matter, Power};

use crate::application::App;
use crate::blanks::Blank;
use crate::caller::Caller;
use crate::error::{Error, Reason};
use crate::page::Opened;
use crate::papers::sheet_of;
use crate::ports::press::{Press, PressError, Standing};
use crate::ports::twin::{
    Awaited, PageMark, PageVerdict, ReadBack, ScanFile, ScannedPage, Twin, TwinError,
};
use crate::sealing::{self, kind};

/// Files read back at once.
const MOST: usize = 100;

/// A scanned file that was handed in before, by its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanRef {
    /// Digest.
    pub digest: String,
    /// Name.
    pub name: String,
}

/// Who compares, and who prints what is compared with.
#[derive(Clone)]
pub struct Desk {
    /// Who compares.
    pub twin: Arc<dyn Twin>,
    /// Who prints.
    pub press: Arc<dyn Press>,
}

impl App {
    /// Holds scanned files against the papers of a matter.
    ///
    /// # Errors
    /// The caller may not know of the matter or keeps no dossiers, a file was not handed in or is no scan, a paper cannot be
    /// printed, or the store is not there.
    pub async fn read_scans(
        &self,
        caller: &Caller,
        id: &str,
        files: &[ScanRef],
        desk: &Desk,
    ) -> Result<ReadBack, Error> {
        may(caller)?;
        let Opened { loaded, veil, .. } = self.opened(caller, id).await?;
        let mut report = self.read_back(&caller.actor.id, &loaded.matter, files, desk).await?;
        if veil.drawn() {
            // An archivist has the paper in hand; the system still shows them nothing of the persons on it.
            report.pages.iter_mut().for_each(|page| page.pictures.clear());
        }
        Ok(report)
    }

    /// The same for whoever keeps the data folder: no power is asked for.
    ///
    /// # Errors
    /// There is no such matter; otherwise as [`App::read_scans`].
    pub async fn read_scans_of(
        &self,
        operator: &str,
        id: &str,
        files: &[ScanRef],
        desk: &Desk,
    ) -> Result<ReadBack, Error> {
        let row = self.store().matter(id).await?;
        let row = row.ok_or_else(|| Error::Missing { what: "事项".to_owned() })?;
        if row.status == crate::ports::Status::Destroyed {
            return Err(self.gone(id).await);
        }
        let matter: Matter = serde_json::from_str(&row.snapshot)
            .map_err(|error| Error::Internal(format!("snapshot of {id}: {error}")))?;
        self.read_back(operator, &matter, files, desk).await
    }

    async fn read_back(
        &self,
        actor: &str,
        matter: &Matter,
        files: &[ScanRef],
        desk: &Desk,
    ) -> Result<ReadBack, Error> {
        if files.is_empty() || files.len() > MOST {
            let message = format!("请给出 1 至 {MOST} 个扫描文件");
            return Err(Error::field("input.files", "files", message));
        }
        let papers = self.awaited(matter).await?;
        if papers.is_empty() {
            let message = "这一事项还没有出具文书，没有可以核对的";
            return Err(Error::field("scan.no_papers", "files", message));
        }
        let mut read = Vec::with_capacity(files.len());
        for file in files {
            let content = self.blobs().get(&file.digest).await?.ok_or_else(|| {
                Error::field("scan.unknown_file", "files", format!("没有上传文件“{}”", file.name))
            })?;
            read.push(ScanFile { name: file.name.clone(), content });
        }
        let (desk, id) = (desk.clone(), matter.id.clone());
        let report = tokio::task::spawn_blocking(move || {
            desk.twin.read_back(&id, &papers, &read, desk.press.as_ref())
        })
        .await
        .map_err(|error| Error::Internal(format!("twin: {error}")))?
        .map_err(|fault| refused(&fault))?;
        self.note_read_back(actor, matter, files, &report).await?;
        Ok(report)
    }

    /// The papers of a matter as they were issued, in the order of their issue, with the forms on which some were written.
    async fn awaited(&self, matter: &Matter) -> Result<Vec<Awaited>, Error> {
        let tree = self.tree().await?;
        let forms = self.blanks_used_in(&matter.id).await?;
        // Each paper is its act's agency's: a 复查意见 is issued by the superior.
        let stream = self.store().stream(&format!("matter:{}", matter.id), 0).await?;
        let mut papers = Vec::with_capacity(matter.papers.len());
        for held in &matter.papers {
            let issued = stream.iter().find(|stored| stored.version == held.version);
            let event = issued.map(|stored| sealing::event_of(&stored.content)).transpose()?;
            let agency = event.map_or_else(|| matter.agency.clone(), |event| event.agency);
            let sheet = sheet_of(&matter.id, held, tree.name(&agency), Standing::Issued);
            let form = match form_of(&forms, held.number.as_deref()) {
                Some((agency, blank)) => match self.sheet_of_blank(agency, blank).await {
                    Ok(form) => Some(form),
                    // The law pack knows this form no more: then the printed paper is wanted.
                    Err(Error::Missing { .. }) => None,
                    Err(error) => return Err(error),
                },
                None => None,
            };
            papers.push(Awaited { sheet: self.signed(sheet).await?, form });
        }
        Ok(papers)
    }

    async fn note_read_back(
        &self,
        actor: &str,
        matter: &Matter,
        files: &[ScanRef],
        report: &ReadBack,
    ) -> Result<(), Error> {
        let faults = report.pages.iter().filter(|page| page.verdict != PageVerdict::Matched);
        let said = |value: Result<Value, serde_json::Error>| {
            value.map_err(|error| Error::Internal(error.to_string()))
        };
        let named = vec![
            ("act".to_owned(), Value::from("scan.read_back")),
            ("actor".to_owned(), Value::from(actor)),
            ("agency".to_owned(), Value::from(matter.agency.as_str())),
            ("faults".to_owned(), faults.map(fault).collect()),
            ("files".to_owned(), files.iter().map(|file| file.digest.as_str()).collect()),
            ("matter".to_owned(), Value::from(matter.id.as_str())),
            ("missing".to_owned(), said(serde_json::to_value(&report.missing))?),
            ("pages".to_owned(), Value::from(report.pages.len())),
            ("whole".to_owned(), Value::from(report.is_whole())),
        ];
        self.note(kind::SCAN, actor, named).await
    }
}

/// A page as the record tells of it: which one, what was found and where, in tenths of a millimetre, for the record writes whole
/// numbers alone. What a picture shows stays in the dossier.
fn fault(page: &ScannedPage) -> Value {
    let marks = |marks: &[PageMark]| -> Value {
        let tenths = |mm: f32| {
            #[expect(clippy::cast_possible_truncation, reason = "a place on a sheet of paper")]
            {
                (mm * 10.0).round() as i64
            }
        };
        marks
            .iter()
            .map(|mark| {
                let PageMark { kind, left, top, right, bottom } = mark;
                json!([kind, tenths(*left), tenths(*top), tenths(*right), tenths(*bottom)])
            })
            .collect()
    };
    json!({
        "place": page.place,
        "code": page.code,
        "paper": page.paper,
        "page": page.page,
        "verdict": page.verdict,
        "altered": marks(&page.altered),
        "added": marks(&page.added),
        "agreement": page.agreement,
    })
}

/// Whether somebody keeps paper dossiers.
///
/// # Errors
/// They do not.
pub fn may(caller: &Caller) -> Result<(), Error> {
    let may = [Power::Register, Power::Handle, Power::Archive];
    if may.into_iter().any(|power| caller.actor.may(power)) {
        return Ok(());
    }
    Err(Error::Denied("您的岗位不核对案卷".to_owned()))
}

/// The form that bears this number.
fn form_of<'f>(forms: &'f [(String, Blank)], number: Option<&str>) -> Option<&'f (String, Blank)> {
    let number = number?;
    forms.iter().find(|(_, blank)| blank.number == number)
}

fn refused(fault: &TwinError) -> Error {
    let (code, message) = match fault {
        TwinError::File { code, .. } => (*code, fault.to_string()),
        TwinError::Press(PressError::Layout(why)) => {
            return Error::Internal(format!("layout: {why}"));
        }
        TwinError::Press(press) => (press.code(), press.to_string()),
    };
    Error::Input(vec![Reason {
        code: code.to_owned(),
        message,
        article: None,
        field: Some("files".to_owned()),
        supply: None,
    }])
}
