//! The pieces of a dossier one by one: papers as PDF, files as they were handed in, each volume bound, and the catalogue as a table.
//!
//! What this is not: the package for the archive (see [`crate::package`]).

use std::fmt::Write as _;
use std::sync::Arc;

use zhiheng_domain::dossier::Piece;

use super::contents::VolumeView;
use super::enclosed::{Content, Enclosed};
use super::volumes::{Edition, entitled};
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, Reason};
use crate::ports::Press;

/// What is in memory at once on the way out, in bytes: papers and bound volumes. What was handed in is read in pieces
/// and does not count.
const MOST: usize = 512 << 20;

impl App {
    /// Everything in the dossier as files, with a name for the whole. That it was taken out is put on the record first.
    ///
    /// # Errors
    /// The caller may not take it out, it is too large, a paper cannot be printed, or a store is not there.
    pub async fn take_pieces(
        &self,
        caller: &Caller,
        id: &str,
        edition: Edition,
        press: &Arc<dyn Press>,
    ) -> Result<(String, Vec<Enclosed>), Error> {
        let contents = self.contents(caller, id).await?;
        entitled(caller, &contents)?;
        self.note_taking(caller, id, "export.dossier", edition).await?;
        let mut inside = Vec::new();
        let mut total = 0_usize;
        let made = self.made(&contents, press).await?;
        for (held, one) in contents.arranged.volumes.iter().zip(made) {
            let folder = safe(&one.view.title);
            let mut any = false;
            for (laid, (piece, leaf)) in
                held.pieces.iter().zip(one.view.pieces.iter().zip(&one.leaves))
            {
                if edition == Edition::Open && !piece.open {
                    continue;
                }
                any = true;
                let stem = format!("{folder}/{:03} {}", piece.n, safe(&piece.title));
                let file = match &laid.piece {
                    Piece::Paper(_) => Enclosed::made(format!("{stem}.pdf"), leaf.pdf.clone()),
                    // Read through first: what was changed is told with its code, and not by a download that breaks off.
                    Piece::File(file) => match self.blobs().check(&file.digest).await? {
                        Some(size) => Enclosed {
                            path: format!("{stem}{}", ending(&file.name)),
                            content: Content::Kept { digest: file.digest.clone(), size },
                        },
                        // The sheet that says that it is lost stands in its place.
                        None => Enclosed::made(format!("{stem}（缺）.pdf"), leaf.pdf.clone()),
                    },
                };
                total = total.saturating_add(file.weight());
                fits(total)?;
                inside.push(file);
            }
            if any {
                let table = table(&one.view, edition);
                inside.push(Enclosed::made(format!("{folder}/卷内目录.csv"), table));
                let bound = self.bound(&contents, one, edition, press).await?;
                total = total.saturating_add(bound.pdf.len());
                fits(total)?;
                inside.push(Enclosed::made(format!("{folder}.pdf"), bound.pdf));
            }
        }
        let number = contents.matter().number.clone().unwrap_or_else(|| id.to_owned());
        Ok((format!("案卷 {number}"), inside))
    }
}

pub(crate) fn fits(total: usize) -> Result<(), Error> {
    if total <= MOST {
        return Ok(());
    }
    Err(Error::Refused(vec![Reason {
        code: "dossier.too_large".to_owned(),
        message: format!(
            "案卷的文书和装订的各卷合计超过 {} MB，不能在页面上一次取出；请系统运维用命令 zhiheng export dossier 导出",
            MOST >> 20
        ),
        article: None,
        field: None,
        supply: None,
    }]))
}

/// A name that is one on every system.
fn safe(name: &str) -> String {
    let held = name.chars().map(|c| {
        if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') {
            '_'
        } else {
            c
        }
    });
    let short: String = held.take(60).collect();
    let short = short.trim().trim_end_matches('.');
    if short.is_empty() { "材料".to_owned() } else { short.to_owned() }
}

/// `.pdf`; nothing where the name has no ending that is one.
pub(crate) fn ending(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, ending))
            if (1..=8).contains(&ending.len())
                && ending.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            format!(".{}", ending.to_ascii_lowercase())
        }
        _ => String::new(),
    }
}

/// The catalogue as CSV; the mark at its beginning lets spreadsheet programs read Chinese.
fn table(view: &VolumeView, edition: Edition) -> Vec<u8> {
    let mut out = String::from("\u{feff}序号,部分,文号,责任者,题名,日期,起页,止页,备注\r\n");
    for piece in view.pieces.iter().filter(|piece| edition == Edition::Full || piece.open) {
        let cells = [
            piece.n.to_string(),
            piece.section.clone(),
            piece.number.clone().unwrap_or_default(),
            piece.responsible.clone(),
            piece.title.clone(),
            piece.date.clone(),
            piece.from.to_string(),
            piece.to.to_string(),
            piece.note.clone(),
        ];
        let line: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        let _ = write!(out, "{}\r\n", line.join(","));
    }
    out.into_bytes()
}

/// A cell that no spreadsheet program runs as a formula.
fn quoted(cell: &str) -> String {
    let tamed = if cell.starts_with(['=', '+', '-', '@', '\t']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    format!("\"{}\"", tamed.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_from_strangers_then_they_stay_in_their_folder() {
        assert_eq!(safe("../../etc/passwd"), ".._.._etc_passwd");
        assert_eq!(safe("  "), "材料");
        assert_eq!(
            (ending("a.PDF").as_str(), ending("a./x").as_str(), ending("a").as_str()),
            (".pdf", "", "")
        );
        assert_eq!(quoted("=1+1\"x"), "\"'=1+1\"\"x\"");
    }
}
