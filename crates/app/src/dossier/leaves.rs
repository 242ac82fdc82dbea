//! Each piece of a dossier as pages: papers as they were issued, files that are PDF or pictures as they are, and for everything
//! else a sheet that says what lies in the electronic dossier and under which digest.
//!
//! What this is not: the order (see [`super::contents`]), nor the binding (see [`super::volumes`]).

use std::sync::Arc;

use zhiheng_domain::dossier::{HeldFile, Laid, Piece};

use super::contents::{Contents, piece_title};
use crate::application::App;
use crate::error::Error;
use crate::papers::sheet_of;
use crate::ports::press::{Cell, Layout, Press, PressError, Row, Sheet, Standing};

/// A file that is larger is named and not bound, in bytes.
const LARGEST: usize = 64 << 20;

/// The pages of one piece.
pub(crate) struct Leaf {
    pub(crate) pdf: Vec<u8>,
    pub(crate) pages: usize,
    /// Why its own pages are not here; empty where they are.
    pub(crate) note: String,
}

impl App {
    /// The content of a file, checked against its digest; none where it is lost.
    pub(crate) async fn file_content(&self, digest: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.blobs().get(digest).await?)
    }

    /// The pages of one piece.
    ///
    /// # Errors
    /// A paper cannot be printed, or a store is not there. A file that cannot be read stands as a sheet that says so.
    pub(crate) async fn leaf(
        &self,
        contents: &Contents<'_>,
        laid: &Laid,
        press: &Arc<dyn Press>,
    ) -> Result<Leaf, Error> {
        match &laid.piece {
            Piece::Paper(id) => {
                let sheet = self.piece_sheet(contents, id).await?;
                printed(press, sheet, String::new()).await
            }
            Piece::File(file) => self.file_leaf(contents, file, press).await,
        }
    }

    /// The sheet of a paper of the dossier as it was issued, with its signatures.
    ///
    /// # Errors
    /// There is no such paper, or a signature is lost.
    pub(crate) async fn piece_sheet(
        &self,
        contents: &Contents<'_>,
        paper: &str,
    ) -> Result<Sheet, Error> {
        let matter = contents.matter();
        let held = matter
            .papers
            .iter()
            .find(|held| held.id == paper)
            .ok_or_else(|| Error::Missing { what: "这份文书".to_owned() })?;
        let issuer = contents.agency_at(held.version);
        self.signed(sheet_of(&matter.id, held, issuer, Standing::Issued)).await
    }

    async fn file_leaf(
        &self,
        contents: &Contents<'_>,
        file: &HeldFile,
        press: &Arc<dyn Press>,
    ) -> Result<Leaf, Error> {
        let printable =
            matches!(file.media.as_str(), "application/pdf" | "image/png" | "image/jpeg");
        let small = file.size.is_none_or(|size| size <= LARGEST as u64);
        if !printable || !small {
            let note = if printable { "文件较大，另存" } else { "电子文件，另存" };
            return printed(press, stand_in(contents, file, note), note.to_owned()).await;
        }
        let content = match self.file_content(&file.digest).await {
            Ok(Some(content)) => content,
            Ok(None) => return lost(contents, file, press, "文件已不在文件库中").await,
            Err(Error::Blob(crate::ports::BlobError::Corrupt { .. })) => {
                return lost(contents, file, press, "文件的内容与登记的摘要不符").await;
            }
            Err(error) => return Err(error),
        };
        let (maker, media) = (press.clone(), file.media.clone());
        let caption = piece_title(file);
        let made = tokio::task::spawn_blocking(move || {
            let pdf = if media == "application/pdf" {
                content
            } else {
                maker.plate(&content, &caption)?
            };
            let pages = maker.count(&pdf)?;
            Ok::<_, PressError>(Leaf { pdf, pages, note: String::new() })
        })
        .await
        .map_err(|error| Error::Internal(format!("leaf: {error}")))?;
        match made {
            Ok(leaf) => Ok(leaf),
            Err(PressError::Unbindable(why)) => {
                lost(contents, file, press, &format!("不能装订：{why}")).await
            }
            Err(fault) => Err(fault.into()),
        }
    }
}

async fn lost(
    contents: &Contents<'_>,
    file: &HeldFile,
    press: &Arc<dyn Press>,
    why: &str,
) -> Result<Leaf, Error> {
    printed(press, stand_in(contents, file, why), why.to_owned()).await
}

/// Prints a sheet and counts its pages.
pub(crate) async fn printed(
    press: &Arc<dyn Press>,
    sheet: Sheet,
    note: String,
) -> Result<Leaf, Error> {
    let press = press.clone();
    tokio::task::spawn_blocking(move || {
        let pdf = press.pdf(&sheet)?;
        let pages = press.count(&pdf)?;
        Ok::<_, PressError>(Leaf { pdf, pages, note })
    })
    .await
    .map_err(|error| Error::Internal(format!("leaf: {error}")))?
    .map_err(Error::from)
}

/// The sheet that stands for a file whose own pages are not in the volume.
fn stand_in(contents: &Contents<'_>, file: &HeldFile, why: &str) -> Sheet {
    let row =
        |label: &str, value: String| Row { label: label.to_owned(), value: Cell::Text(value) };
    let size = file.size.map_or_else(|| "未登记".to_owned(), |size| format!("{size} 字节"));
    Sheet {
        key: format!("{}~file-{}", contents.matter().id, file.digest.get(..12).unwrap_or_default()),
        layout: Layout::Register,
        standing: Standing::Issued,
        agency: contents.agency_at(file.version).to_owned(),
        title: "电子文件说明".to_owned(),
        number: None,
        addressee: String::new(),
        day: file.day,
        paragraphs: vec![format!(
            "本件没有印在卷内，原因：{why}。原文件随电子案卷保存，以摘要为准。"
        )],
        rows: vec![
            row("题名", piece_title(file)),
            row("文件名", file.name.clone()),
            row("格式", file.media.clone()),
            row("大小", size),
            row("摘要", file.digest.clone()),
            row("收入日期", file.day.to_string()),
        ],
        signoffs: Vec::new(),
        signatures: Vec::new(),
        seal: None,
    }
}
