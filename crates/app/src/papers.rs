//! Papers as sheets: what is printed of an issued paper, of a draft, of a sample, of a blank form.
//!
//! What this is not: the printing (see [`crate::ports::press`]), nor the wording, which the law pack gives and the act froze.
//! The sheet of an issued paper is made from the frozen paper alone: whoever prints it, and whenever, gets the same one.

mod sample;

use zhiheng_domain::{Effect, Paper, Power, paper};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::looking::{How, What};
use crate::page::Opened;
use crate::perform::Wish;
use crate::ports::press::{Cell, Row, Sheet, SignOff, Signature, Standing};
use crate::veil::Veil;

pub use sample::{Printed, blank, sample};

/// What stands on a draft where the number will be.
const UNNUMBERED: &str = "（编号于出具时生成）";
/// Longest line that greets somebody, in characters.
const GREETING: usize = 60;

/// The sheet of a frozen paper, its signatures by digest and without their pictures.
pub fn sheet_of(matter: &str, held: &Paper, issuer: &str, standing: Standing) -> Sheet {
    let issuer = if held.issuer.is_empty() { issuer } else { &held.issuer };
    let (addressee, paragraphs) = parted(&held.paragraphs, issuer, &paper::long_date(held.day));
    Sheet {
        key: format!("{matter}~{}", held.id),
        layout: held.layout,
        standing,
        agency: issuer.to_owned(),
        title: held.title.clone(),
        number: held.number.clone(),
        addressee,
        day: held.day,
        paragraphs,
        rows: held
            .rows
            .iter()
            .map(|row| Row { label: row.label.clone(), value: cell(&row.value, &row.table) })
            .collect(),
        signoffs: held
            .signoffs
            .iter()
            .map(|one| SignOff {
                act: one.act.clone(),
                person: one.person.clone(),
                opinion: one.opinion.clone(),
                day: one.day,
            })
            .collect(),
        signatures: held
            .signatures
            .iter()
            .map(|(label, digest)| Signature {
                label: label.clone(),
                image: Vec::new(),
                digest: digest.clone(),
            })
            .collect(),
        seal: held.outward.then(|| issuer.to_owned()),
    }
}

fn cell(value: &str, table: &[Vec<String>]) -> Cell {
    match table.split_first() {
        Some((columns, rows)) => Cell::Table { columns: columns.clone(), rows: rows.to_vec() },
        None => Cell::Text(value.to_owned()),
    }
}

/// The greeting, and the text without greeting, agency and date: the layout sets those.
fn parted(paragraphs: &[String], issuer: &str, day: &str) -> (String, Vec<String>) {
    let mut rest = paragraphs;
    let mut greeting = String::new();
    if let Some((first, tail)) = rest.split_first()
        && greets(first)
    {
        greeting.clone_from(first);
        rest = tail;
    }
    if let Some((last, before)) = rest.split_last()
        && last.trim() == day
    {
        rest = before;
        if let Some((last, before)) = rest.split_last()
            && last.trim() == issuer
        {
            rest = before;
        }
    }
    (greeting, rest.to_vec())
}

/// `张某：`, and not a sentence that happens to end with a colon.
fn greets(text: &str) -> bool {
    text.strip_suffix('：').is_some_and(|name| {
        let length = name.chars().count();
        (1..=GREETING).contains(&length) && !name.contains(['，', '。', '；', '！', '？', '：'])
    })
}

impl Sheet {
    /// The sheet as somebody may read it from whom personal data are hidden: marked as masked, without signatures.
    pub(crate) fn masked(mut self, veil: &Veil) -> Self {
        self.standing = Standing::Masked;
        self.addressee = veil.text(&self.addressee);
        for text in &mut self.paragraphs {
            *text = veil.text(text);
        }
        for row in &mut self.rows {
            match &mut row.value {
                Cell::Text(text) => *text = veil.text(text),
                Cell::Table { rows, .. } => {
                    for cell in rows.iter_mut().flatten() {
                        *cell = veil.text(cell);
                    }
                }
            }
        }
        for one in &mut self.signoffs {
            one.opinion = veil.text(&one.opinion);
        }
        for one in &mut self.signatures {
            one.image.clear();
            one.digest.clear();
        }
        self
    }
}

impl App {
    /// The sheet of an issued paper. That it was taken is put on the record first.
    ///
    /// # Errors
    /// There is no such paper, the caller may not know of the matter, a signature is lost, or the store is not there.
    pub async fn paper_sheet(
        &self,
        caller: &Caller,
        id: &str,
        paper: &str,
    ) -> Result<Sheet, Error> {
        let Opened { loaded, tree, events, veil, .. } = self.opened(caller, id).await?;
        let held = loaded
            .matter
            .papers
            .iter()
            .find(|held| held.id == paper)
            .ok_or_else(|| Error::Missing { what: "这份文书".to_owned() })?;
        let position = usize::try_from(held.version).unwrap_or(0).checked_sub(1);
        let issuer = position
            .and_then(|position| events.get(position))
            .map_or(loaded.matter.agency.as_str(), |(_, event)| event.agency.as_str());
        let sheet = sheet_of(id, held, tree.name(issuer), Standing::Issued);
        self.looked(caller, id, What::Paper(paper), How::Print, "").await?;
        if veil.drawn() {
            return Ok(sheet.masked(&veil));
        }
        self.signed(sheet).await
    }

    /// The sheet of a paper as the act would issue it; nothing is written.
    ///
    /// # Errors
    /// The act is refused, it issues no such paper, the matter is missing, or the store is not there.
    pub async fn draft_sheet(
        &self,
        caller: &Caller,
        wish: &Wish,
        paper: &str,
    ) -> Result<Sheet, Error> {
        caller.require(Power::View)?;
        let event = self.drafted(caller, wish).await?;
        let numbered = |held: &Paper| {
            let procedure = self.pack().procedures.get(&event.procedure)?;
            let rules = procedure.act(&event.act)?.papers.iter();
            // An id is the rule's, with a running number behind it where the paper is issued again.
            let rule = rules
                .filter(|rule| held.id.starts_with(&rule.id))
                .max_by_key(|rule| rule.id.len())?;
            rule.number_kind.as_ref().map(|_| UNNUMBERED.to_owned())
        };
        let issued = event.effects.iter().find_map(|effect| match effect {
            Effect::PaperIssued { paper: held } if held.id == paper => Some(held),
            _ => None,
        });
        let held = issued.ok_or_else(|| Error::Missing { what: "这份文书".to_owned() })?;
        let mut sheet = sheet_of(&event.matter, held, &held.issuer, Standing::Draft);
        sheet.number = numbered(held);
        for text in &mut sheet.paragraphs {
            *text = text.replace("{number}", UNNUMBERED).replace("{paper}", UNNUMBERED);
        }
        self.signed(sheet).await
    }

    /// The sheet with the pictures of its signatures.
    pub(crate) async fn signed(&self, mut sheet: Sheet) -> Result<Sheet, Error> {
        for one in sheet.signatures.iter_mut().filter(|one| !one.digest.is_empty()) {
            one.image = self.blobs().get(&one.digest).await?.ok_or_else(|| Error::Missing {
                what: format!("“{}”的签名图像", one.label),
            })?;
        }
        Ok(sheet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn given_a_text_that_greets_and_signs_then_the_layout_gets_it_once() {
        let (greeting, text) = parted(
            &texts(&["张某：", "经审查，予以受理。", "示例局", "2026年3月1日"]),
            "示例局",
            "2026年3月1日",
        );
        assert_eq!((greeting.as_str(), text), ("张某：", texts(&["经审查，予以受理。"])));
    }

    #[test]
    fn given_a_sentence_that_ends_with_a_colon_then_it_is_no_greeting() {
        let (greeting, text) =
            parted(&texts(&["经查，有下列行为：", "一、占道。"]), "示例局", "2026年3月1日");
        assert!(greeting.is_empty());
        assert_eq!(text.len(), 2);
    }

    #[test]
    fn given_another_day_in_the_text_then_it_stays() {
        let (_, text) = parted(&texts(&["期限至", "2026年4月1日"]), "示例局", "2026年3月1日");
        assert_eq!(text.len(), 2);
    }
}
