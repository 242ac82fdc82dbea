//! The volumes of a dossier as PDF: cover, catalogue, pieces with page numbers, 备考表 – built by itself from the matter.
//! Cover, catalogue and 备考表 bear no page numbers; every volume counts from 1 (law.md 8.5).
//!
//! What this is not: a record of its own. What is printed here is printed anew each time from what is on the record.

use std::sync::Arc;

use serde_json::Value;
use zhiheng_domain::dossier::{ArrangedVolume, Laid};
use zhiheng_domain::paper::long_date;
use zhiheng_law::ActKind;

use super::contents::{Contents, DossierPage, PieceView, VolumeView, may_take};
use super::leaves::{Leaf, printed};
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, Reason};
use crate::looking::{How, What};
use crate::ports::press::{Cell, Layout, Part, Press, Row, Sheet, SignOff, Standing};
use crate::retention::{KeepingView, keeping};
use crate::sealing::kind;

/// What is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Everything.
    Full,
    /// What may be shown to the party; page numbers stay as in the whole.
    Open,
}

/// One volume as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundVolume {
    /// Name: `正卷`.
    pub title: String,
    /// PDF.
    pub pdf: Vec<u8>,
}

/// A dossier taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOut {
    /// Name for a file, without its ending.
    pub name: String,
    /// The volumes.
    pub volumes: Vec<BoundVolume>,
    /// Catalogue of what is inside.
    pub page: DossierPage,
}

/// A volume with its pieces on the way to be bound.
pub(crate) struct Made {
    pub(crate) view: VolumeView,
    pub(crate) leaves: Vec<Leaf>,
}

impl App {
    /// The catalogue of a dossier with its page numbers, and what it lacks.
    ///
    /// # Errors
    /// The caller may not know of the matter, a paper cannot be printed, or a store is not there.
    pub async fn dossier_page(
        &self,
        caller: &Caller,
        id: &str,
        press: &Arc<dyn Press>,
    ) -> Result<DossierPage, Error> {
        let contents = self.contents(caller, id).await?;
        let made = self.made(&contents, press).await?;
        Ok(self.told(caller, &contents, made.into_iter().map(|made| made.view).collect()))
    }

    /// The volumes of a dossier as PDF. That it was taken out is put on the record first.
    ///
    /// # Errors
    /// As [`App::dossier_page`]; or the caller may not take it out.
    pub async fn take_volumes(
        &self,
        caller: &Caller,
        id: &str,
        edition: Edition,
        press: &Arc<dyn Press>,
    ) -> Result<TakenOut, Error> {
        let contents = self.contents(caller, id).await?;
        entitled(caller, &contents)?;
        self.note_taking(caller, id, "export.dossier", edition).await?;
        let made = self.made(&contents, press).await?;
        let page =
            self.told(caller, &contents, made.iter().map(|made| made.view.clone()).collect());
        let mut volumes = Vec::new();
        for one in made {
            let shown = |piece: &PieceView| edition == Edition::Full || piece.open;
            if one.view.pieces.iter().any(shown) {
                volumes.push(self.bound(&contents, one, edition, press).await?);
            }
        }
        if volumes.is_empty() {
            return Err(Error::Missing {
                what: "可以取出的材料：卷内还没有材料".to_owned()
            });
        }
        let number = contents.matter().number.clone();
        Ok(TakenOut {
            name: format!("案卷 {}", number.unwrap_or_else(|| id.to_owned())),
            volumes,
            page,
        })
    }

    pub(crate) async fn note_taking(
        &self,
        caller: &Caller,
        matter: &str,
        act: &str,
        edition: Edition,
    ) -> Result<(), Error> {
        self.looked(caller, matter, What::Dossier, How::Export, "").await?;
        let scope = if edition == Edition::Full { "full" } else { "open" };
        let named = vec![
            ("act".to_owned(), Value::from(act)),
            ("actor".to_owned(), Value::from(caller.actor.id.as_str())),
            ("agency".to_owned(), Value::from(caller.actor.agency.as_str())),
            ("edition".to_owned(), Value::from(scope)),
            ("matter".to_owned(), Value::from(matter)),
        ];
        self.note(kind::EXPORT, &caller.actor.id, named).await
    }

    /// Every piece as pages, with the page numbers that follow.
    pub(crate) async fn made(
        &self,
        contents: &Contents<'_>,
        press: &Arc<dyn Press>,
    ) -> Result<Vec<Made>, Error> {
        let mut made = Vec::new();
        for ArrangedVolume { title, pieces } in &contents.arranged.volumes {
            let (mut views, mut leaves, mut next) = (Vec::new(), Vec::new(), 1);
            for (n, laid) in pieces.iter().enumerate() {
                let leaf = self.leaf(contents, laid, press).await?;
                views.push(placed(contents, laid, n + 1, next, &leaf));
                next += leaf.pages;
                leaves.push(leaf);
            }
            let view = VolumeView { title: title.clone(), pieces: views, pages: next - 1 };
            made.push(Made { view, leaves });
        }
        Ok(made)
    }

    pub(crate) fn told(
        &self,
        caller: &Caller,
        contents: &Contents<'_>,
        volumes: Vec<VolumeView>,
    ) -> DossierPage {
        let matter = contents.matter();
        DossierPage {
            matter: matter.id.clone(),
            number: matter.number.clone(),
            title: contents.opened.veil.text(&contents.opened.loaded.row.title),
            agency: contents.opened.tree.name(&matter.agency).to_owned(),
            arrangement: contents.arranged.title.clone(),
            basis: contents.arranged.basis.clone(),
            lacks: contents.lacks.clone(),
            locked: contents.locking().is_some(),
            keeping: self.keeping_of(contents),
            archive_number: text(contents.locked_with("volume")),
            pieces: volumes.iter().map(|volume| volume.pieces.len()).sum(),
            pages: volumes.iter().map(|volume| volume.pages).sum(),
            whole: may_take(caller, contents),
            volumes,
        }
    }

    pub(crate) fn keeping_of(&self, contents: &Contents<'_>) -> KeepingView {
        keeping(
            self.pack(),
            contents.opened.procedure,
            contents.matter(),
            text(contents.locked_with("keeping")).as_deref(),
            contents.locking().map(|event| event.day),
        )
    }

    /// One volume between its cover and its 备考表.
    pub(crate) async fn bound(
        &self,
        contents: &Contents<'_>,
        made: Made,
        edition: Edition,
        press: &Arc<dyn Press>,
    ) -> Result<BoundVolume, Error> {
        let Made { view, leaves } = made;
        let cover = printed(press, self.cover(contents, &view), String::new()).await?;
        let catalogue = printed(press, catalogue(contents, &view, edition), String::new()).await?;
        let remarks = printed(press, remarks(contents, &view, edition), String::new()).await?;
        let plain = |leaf: Leaf, title: &str| Part {
            pdf: leaf.pdf,
            title: Some(title.to_owned()),
            first: None,
        };
        let mut parts = vec![plain(cover, "封面"), plain(catalogue, "卷内目录")];
        for (piece, leaf) in view.pieces.iter().zip(leaves) {
            if edition == Edition::Open && !piece.open {
                continue;
            }
            let title = format!("{} {}", piece.n, piece.title);
            parts.push(Part { pdf: leaf.pdf, title: Some(title), first: Some(piece.from) });
        }
        parts.push(plain(remarks, "备考表"));
        let press = press.clone();
        let pdf = tokio::task::spawn_blocking(move || press.bind(&parts))
            .await
            .map_err(|error| Error::Internal(format!("bind: {error}")))??;
        Ok(BoundVolume { title: view.title, pdf })
    }

    fn cover(&self, contents: &Contents<'_>, view: &VolumeView) -> Sheet {
        let matter = contents.matter();
        let agency = contents.opened.tree.name(&matter.agency).to_owned();
        let decided = matter.decided.as_ref().and_then(|decided| {
            let mut papers = matter.papers.iter().filter(|paper| paper.version == decided.version);
            papers.find_map(|paper| paper.number.clone())
        });
        let closed = matter.done.iter().rfind(|done| {
            contents.opened.procedure.act(&done.act).is_some_and(|act| act.kind == ActKind::Close)
        });
        let period = self.keeping_of(contents);
        let period =
            if period.chosen { period.period } else { format!("{}（拟）", period.period) };
        let rows = [
            ("全宗名称", agency.clone()),
            ("案件名称", contents.opened.loaded.row.title.clone()),
            ("文号", decided.unwrap_or_default()),
            ("办案机构", agency.clone()),
            ("立案日期", long_date(matter.opened)),
            ("结案日期", closed.map(|done| long_date(done.day)).unwrap_or_default()),
            ("保管期限", period),
            ("件数页数", format!("{} 件 {} 页", view.pieces.len(), view.pages)),
            ("归档号", text(contents.locked_with("volume")).unwrap_or_default()),
        ];
        Sheet {
            rows: rows.into_iter().map(|(label, value)| line(label, value)).collect(),
            number: matter.number.clone(),
            ..blank(contents, "cover", Layout::Cover, &view.title)
        }
    }
}

/// Refuses whoever may not take the whole dossier out.
pub(crate) fn entitled(caller: &Caller, contents: &Contents<'_>) -> Result<(), Error> {
    if may_take(caller, contents) {
        return Ok(());
    }
    let message =
        "整卷含有个人信息，由办理、审核、决定本件的人取出；结案以后也可以由本机关档案员取出";
    Err(Error::Refused(vec![Reason {
        code: "dossier.personal".to_owned(),
        message: message.to_owned(),
        article: Some("个人信息保护法51".to_owned()),
        field: None,
        supply: None,
    }]))
}

/// A sheet that describes the dossier, before it says anything.
fn blank(contents: &Contents<'_>, id: &str, layout: Layout, title: &str) -> Sheet {
    let matter = contents.matter();
    Sheet {
        key: format!("{}~volume-{id}", matter.id),
        layout,
        standing: Standing::Issued,
        agency: contents.opened.tree.name(&matter.agency).to_owned(),
        title: title.to_owned(),
        number: None,
        addressee: String::new(),
        // The day of what happened last: the same dossier gives the same bytes.
        day: matter.done.last().map_or(matter.opened, |done| done.at.date()),
        paragraphs: Vec::new(),
        rows: Vec::new(),
        signoffs: Vec::new(),
        signatures: Vec::new(),
        seal: None,
    }
}

fn catalogue(contents: &Contents<'_>, view: &VolumeView, edition: Edition) -> Sheet {
    let columns = ["序号", "文号", "责任者", "题名", "日期", "页号", "备注"];
    let rows = view
        .pieces
        .iter()
        .filter(|piece| edition == Edition::Full || piece.open)
        .map(|piece| {
            let pages = if piece.to > piece.from {
                format!("{}—{}", piece.from, piece.to)
            } else {
                piece.from.to_string()
            };
            vec![
                piece.n.to_string(),
                piece.number.clone().unwrap_or_default(),
                piece.responsible.clone(),
                piece.title.clone(),
                piece.date.clone(),
                pages,
                piece.note.clone(),
            ]
        })
        .collect();
    let table = Cell::Table { columns: columns.map(ToOwned::to_owned).to_vec(), rows };
    Sheet {
        number: contents.matter().number.clone(),
        rows: vec![Row { label: String::new(), value: table }],
        ..blank(contents, "catalogue", Layout::Catalogue, &format!("卷内目录（{}）", view.title))
    }
}

/// What whoever opens the volume should know: lacks and their reason, files kept apart, supplements, who filed it.
fn remarks(contents: &Contents<'_>, view: &VolumeView, edition: Edition) -> Sheet {
    let mut said = Vec::new();
    if let Some(own) = text(contents.locked_with("remarks")) {
        said.push(own);
    }
    if edition == Edition::Open {
        said.push("本册只含可以对外的材料，页号与全卷相同，中间缺号的是不对外的材料。".to_owned());
    }
    if edition == Edition::Full {
        for lack in &contents.lacks {
            let state = if lack.explained { "已经批准缺漏归档" } else { "尚缺" };
            said.push(format!("{}：{state}（{}）。", lack.title, lack.basis));
        }
        let reasons = contents.opened.events.iter().filter_map(|(_, event)| {
            let act = contents.opened.procedure.act(&event.act)?;
            (act.kind == ActKind::Gap).then(|| event.fields.get("reason")?.as_str()).flatten()
        });
        said.extend(reasons.map(|reason| format!("缺漏的原因：{reason}")));
    }
    let apart = view.pieces.iter().filter(|piece| !piece.note.is_empty() && piece.kind == "file");
    match apart.count() {
        0 => {}
        n => said.push(format!(
            "有 {n} 件电子文件没有印在卷内，卷内各有一页说明，原文件随电子案卷保存。"
        )),
    }
    if view.pieces.iter().any(|piece| piece.supplement) {
        said.push("归档以后补充的材料附在原有材料之后，原有页号不变。".to_owned());
    }
    if said.is_empty() {
        said.push("本卷无缺损、补正、移出情况。".to_owned());
    }
    let filed = contents.locking();
    let signoffs = filed
        .map(|event| SignOff {
            act: "立卷人".to_owned(),
            person: event.actor.name.clone(),
            opinion: String::new(),
            day: event.day,
        })
        .into_iter()
        .collect();
    let mut rows = vec![
        line("卷名", view.title.clone()),
        line("件数页数", format!("{} 件 {} 页", view.pieces.len(), view.pages)),
    ];
    if filed.is_none() {
        rows.extend([line("立卷人", String::new()), line("立卷日期", String::new())]);
    }
    rows.extend([line("检查人", String::new()), line("检查日期", String::new())]);
    Sheet {
        number: contents.matter().number.clone(),
        paragraphs: said,
        rows,
        signoffs,
        ..blank(contents, "remarks", Layout::Remarks, &format!("卷内备考表（{}）", view.title))
    }
}

fn line(label: &str, value: String) -> Row {
    Row { label: label.to_owned(), value: Cell::Text(value) }
}

fn placed(contents: &Contents<'_>, laid: &Laid, n: usize, from: usize, leaf: &Leaf) -> PieceView {
    let told = contents.told(laid);
    let note = match (told.note.as_str(), leaf.note.as_str()) {
        (_, "") => told.note.clone(),
        ("", note) => note.to_owned(),
        (one, other) => format!("{one}；{other}"),
    };
    PieceView { n, from, to: from + leaf.pages.saturating_sub(1), note, ..told }
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(ToOwned::to_owned).filter(|text| !text.trim().is_empty())
}
