//! The package of a dossier for the archive (归档包): what people read, what describes it, every event of the matter with its proof –
//! as a BagIt bag that is readable and checkable without us (档案法实施条例39、40; law.md 7.7).
//!
//! It is made in three steps, because the last proof is about the package itself: [`App::draft_package`] gathers, the caller sees to it
//! that the record is published after [`App::note_package`], and [`App::seal_package`] closes the bag.
//!
//! What this is not: a folder or a ZIP (the binaries write those), nor the checking (see `zhiheng_record::bag`).

mod metadata;
mod properties;
mod readme;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read;
use std::sync::Arc;

use serde_json::Value;
use zhiheng_domain::dossier::Piece;
use zhiheng_record::bag::package::{
    DIGESTS, FILES, MANIFEST, MANIFEST_FIELD, POLICY, PROOF, RECORD, SEALED,
};
use zhiheng_record::bag::{Algorithm, BagSource, Sealed, seal};
use zhiheng_record::folder::FolderSource;

use crate::application::App;
use crate::caller::Caller;
use crate::dossier::{
    Content, Contents, DossierPage, Edition, Enclosed, Opener, ending, entitled, fault_of, fits,
};
use crate::error::Error;
use crate::looking::{How, What};
use crate::ports::{Press, StoredEvent};
use crate::sealing::kind;

pub use properties::{Property, PropertyCheck, PropertyReport};

/// A package before it is closed.
pub struct Package {
    /// The matter.
    pub matter: String,
    /// Name for the folder or file.
    pub name: String,
    payload: Vec<Enclosed>,
    sums: Vec<Sealed>,
    info: Vec<(String, String)>,
    digests: String,
    page: DossierPage,
    lost: Vec<String>,
}

/// A closed package.
pub struct Closed {
    /// Every file of the bag; those that were handed in are still where they are kept.
    pub files: Vec<Enclosed>,
    /// The test of the four properties.
    pub properties: PropertyReport,
}

/// What is enclosed as a bag, read a piece at a time.
pub(crate) struct Gathered<'a> {
    files: BTreeMap<&'a str, &'a Content>,
    opener: &'a Opener,
}

impl<'a> Gathered<'a> {
    fn new(files: &'a [Enclosed], opener: &'a Opener) -> Self {
        let files = files.iter().map(|file| (file.path.as_str(), &file.content)).collect();
        Self { files, opener }
    }
}

impl BagSource for Gathered<'_> {
    fn files(&self) -> Result<Vec<String>, String> {
        Ok(self.files.keys().map(|path| (*path).to_owned()).collect())
    }

    fn open(&self, path: &str) -> Result<Option<Box<dyn Read + '_>>, String> {
        Ok(self.files.get(path).map(|content| self.opener.open(content)))
    }
}

impl App {
    /// Gathers what goes into the package; nothing is written. `files` reads the published record; `limited` refuses papers and
    /// volumes that are too large to be in memory at once; files that were handed in are read in pieces.
    ///
    /// # Errors
    /// The caller may not take the dossier out, the newest checkpoint does not cover it yet, a paper cannot be printed, or a store is
    /// not there.
    pub async fn draft_package(
        &self,
        caller: &Caller,
        id: &str,
        press: &Arc<dyn Press>,
        files: &(dyn FolderSource + Sync),
        limited: bool,
    ) -> Result<Package, Error> {
        let contents = self.contents(caller, id).await?;
        entitled(caller, &contents)?;
        let made = self.made(&contents, press).await?;
        let page = self.told(caller, &contents, made.iter().map(|one| one.view.clone()).collect());
        let mut payload: Vec<Enclosed> = Vec::new();
        let (mut digests, mut lost) = (String::new(), Vec::new());
        let mut described = Vec::new();
        for (v, (held, one)) in contents.arranged.volumes.iter().zip(made).enumerate() {
            for (laid, (piece, leaf)) in
                held.pieces.iter().zip(one.view.pieces.iter().zip(&one.leaves))
            {
                let file = match &laid.piece {
                    Piece::Paper(paper) => {
                        let path = format!("data/papers/{}-{:03}-{paper}.pdf", v + 1, piece.n);
                        Enclosed::made(path, leaf.pdf.clone())
                    }
                    Piece::File(file) => {
                        let Some(size) = self.blobs().size(&file.digest).await? else {
                            lost.push(format!("{}（{}）", piece.title, file.digest));
                            continue;
                        };
                        let path = format!("{FILES}{}{}", file.digest, ending(&file.name));
                        let content = Content::Kept { digest: file.digest.clone(), size };
                        Enclosed { path, content }
                    }
                };
                described.push((file.path.clone(), piece.clone()));
                // The same file handed in twice is two pieces and one file.
                if payload.iter().any(|held| held.path == file.path) {
                    continue;
                }
                if let Content::Kept { digest, .. } = &file.content {
                    let _ = writeln!(digests, "{digest}  {}", file.path);
                }
                payload.push(file);
                if limited {
                    fits(payload.iter().map(Enclosed::weight).sum())?;
                }
            }
            let bound = self.bound(&contents, one, Edition::Full, press).await?;
            payload.push(Enclosed::made(format!("data/volumes/{}.pdf", v + 1), bound.pdf));
        }
        let events = self.store().stream(&format!("matter:{id}"), 0).await?;
        payload.extend(self.proofs(&events, files)?);
        // Every file is read once here, and so compared with its digest before anything is said of it.
        let opener = self.opener();
        let read = tokio::task::spawn_blocking(move || {
            let sealed =
                |file: &Enclosed| Sealed::read(&file.path, &mut opener.open(&file.content));
            let sums = payload.iter().map(sealed).collect::<std::io::Result<Vec<_>>>();
            sums.map(|sums| (payload, sums)).map_err(fault_of)
        });
        let read = read.await.map_err(|error| Error::Internal(format!("package: {error}")))?;
        let (mut payload, mut sums) = read?;
        let known: Vec<(String, crate::dossier::PieceView, Sealed)> = described
            .into_iter()
            .filter_map(|(path, piece)| {
                let sealed = sums.iter().find(|sealed| sealed.path == path)?.clone();
                Some((path, piece, sealed))
            })
            .collect();
        for (path, content) in [
            ("data/metadata/metadata.json", metadata::json(self, &contents, &page, &known)?),
            ("data/metadata/metadata.xml", metadata::xml(self, &contents, &page, &known)),
            ("data/README.txt", readme::text(self, &page, &lost)),
        ] {
            sums.push(Sealed::of(path, &content));
            payload.push(Enclosed::made(path, content));
        }
        let info = self.info(&contents, &page);
        let name = format!("归档包 {}", page.number.clone().unwrap_or_else(|| id.to_owned()));
        Ok(Package { matter: id.to_owned(), name, payload, sums, info, digests, page, lost })
    }

    /// Every event with its proof, the checkpoint and the policy.
    fn proofs(
        &self,
        events: &[StoredEvent],
        files: &(dyn FolderSource + Sync),
    ) -> Result<Vec<Enclosed>, Error> {
        let mut out = Vec::new();
        for event in events {
            let bundle = self.proof(event, |_| true, files)?;
            let path = format!("{RECORD}{:04}{PROOF}", event.version);
            out.push(Enclosed::made(path, json(&bundle)?));
        }
        for (name, path) in
            [("checkpoint", format!("{RECORD}checkpoint")), ("policy", POLICY.to_owned())]
        {
            let content = files
                .read(name)
                .map_err(Error::Internal)?
                .ok_or_else(|| Error::Internal(format!("the record has no {name}")))?;
            out.push(Enclosed::made(path, content));
        }
        Ok(out)
    }

    /// Puts on the record that the package was made, with the digest of its manifest. Answers the stream of that event.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn note_package(&self, caller: &Caller, package: &Package) -> Result<String, Error> {
        self.looked(caller, &package.matter, What::Dossier, How::Export, "").await?;
        let manifest = package.manifest();
        let named = vec![
            ("act".to_owned(), Value::from("export.package")),
            ("actor".to_owned(), Value::from(caller.actor.id.as_str())),
            ("agency".to_owned(), Value::from(caller.actor.agency.as_str())),
            (MANIFEST_FIELD.to_owned(), Value::from(manifest)),
            ("matter".to_owned(), Value::from(package.matter.as_str())),
        ];
        self.noted(kind::EXPORT, &caller.actor.id, named).await
    }

    /// Whether the published record covers the event of a stream yet.
    ///
    /// # Errors
    /// The store or the record is not there.
    pub async fn is_published(
        &self,
        stream: &str,
        files: &(dyn FolderSource + Sync),
    ) -> Result<bool, Error> {
        let events = self.store().stream(stream, 0).await?;
        let head = self.newest_checkpoint(files)?;
        let size = head.map_or(0, |head| head.checkpoint().size);
        Ok(events.iter().all(|event| event.seq < size))
    }

    /// Closes the package with the proof of the event of `stream`.
    ///
    /// # Errors
    /// The record does not cover that event yet, or a store is not there.
    pub async fn seal_package(
        &self,
        package: Package,
        stream: &str,
        files: &(dyn FolderSource + Sync),
    ) -> Result<Closed, Error> {
        let events = self.store().stream(stream, 0).await?;
        let event =
            events.first().ok_or_else(|| Error::Internal("no event of the package".to_owned()))?;
        let bundle = self.proof(event, |_| true, files)?;
        let mut tags = package.tags();
        tags.push((SEALED.to_owned(), json(&bundle)?));
        self.closed(package, tags).await
    }

    /// The four properties of what a package would hold. Nothing is written, so the package is not sealed.
    ///
    /// # Errors
    /// As [`App::draft_package`].
    pub async fn four_properties(
        &self,
        caller: &Caller,
        id: &str,
        press: &Arc<dyn Press>,
        files: &(dyn FolderSource + Sync),
    ) -> Result<PropertyReport, Error> {
        let package = self.draft_package(caller, id, press, files, true).await?;
        let tags = package.tags();
        Ok(self.closed(package, tags).await?.properties)
    }

    /// Closes a package, where reading its files keeps nobody waiting.
    async fn closed(
        &self,
        package: Package,
        tags: Vec<(String, Vec<u8>)>,
    ) -> Result<Closed, Error> {
        let opener = self.opener();
        let closing = tokio::task::spawn_blocking(move || closed(package, tags, &opener));
        closing.await.map_err(|error| Error::Internal(format!("package: {error}")))?
    }

    fn info(&self, contents: &Contents<'_>, page: &DossierPage) -> Vec<(String, String)> {
        let matter = contents.matter();
        let mut info = vec![
            ("Source-Organization", page.agency.clone()),
            ("External-Identifier", matter.id.clone()),
            ("External-Description", page.title.clone()),
            ("Bagging-Date", self.today().to_string()),
            ("Bag-Software-Agent", concat!("Zhiheng ", env!("CARGO_PKG_VERSION")).to_owned()),
            (
                "Internal-Sender-Description",
                format!("{}案卷，{}", contents.opened.procedure.title, page.arrangement),
            ),
            ("Zhiheng-Fonds", page.agency.clone()),
            ("Zhiheng-Keeping", page.keeping.period.clone()),
            ("Zhiheng-Pieces", page.pieces.to_string()),
            ("Zhiheng-Pages", page.pages.to_string()),
            ("Zhiheng-Digest-Algorithm", format!("sha256, sha512, {}", self.suite())),
        ];
        if let Some(number) = &page.number {
            info.push(("Internal-Sender-Identifier", number.clone()));
        }
        if let Some(number) = &page.archive_number {
            info.push(("Zhiheng-Archive-Number", number.clone()));
        }
        info.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
    }
}

impl Package {
    /// Digest of the manifest that the record will name.
    fn manifest(&self) -> String {
        let files = seal(&self.sums, &self.info, &[]);
        let list = files.iter().find(|(path, _)| path == MANIFEST);
        let content = list.map(|(_, content)| content.as_slice()).unwrap_or_default();
        Sealed::of(MANIFEST, content).sums.hex(Algorithm::Sha512).unwrap_or_default().to_owned()
    }

    fn tags(&self) -> Vec<(String, Vec<u8>)> {
        vec![(DIGESTS.to_owned(), self.digests.clone().into_bytes())]
    }
}

/// Closes the bag around its tag files and tests what is in it.
fn closed(
    package: Package,
    mut tags: Vec<(String, Vec<u8>)>,
    opener: &Opener,
) -> Result<Closed, Error> {
    let Package { payload, sums, info, page, lost, .. } = package;
    let mut files: Vec<Enclosed> = payload;
    let count = files.len();
    let sealing = |tags: &[(String, Vec<u8>)]| {
        seal(&sums, &info, tags)
            .into_iter()
            .map(|(path, content)| Enclosed::made(path, content))
            .collect::<Vec<_>>()
    };
    files.extend(sealing(&tags));
    let properties = properties::tested(&files, opener, &page, &lost)?;
    // The report stands in the bag as a tag file: the bag is closed once more around it.
    tags.push(("zhiheng/properties.json".to_owned(), json(&properties)?));
    files.truncate(count);
    files.extend(sealing(&tags));
    Ok(Closed { files, properties })
}

fn json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec_pretty(value).map_err(|error| Error::Internal(error.to_string()))
}
