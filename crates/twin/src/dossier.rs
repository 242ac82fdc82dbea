//! A dossier read back: which page each sheet is, which were altered, which do not belong, which did not come.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::code::{Sight, codes};
use crate::compare::{Comparison, Detail, Mark, Original, compare};
use crate::picture::Scan;

/// A paper that the dossier holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Key: `<matter id>~<paper id>`.
    pub key: String,
    /// Pages it has.
    pub pages: usize,
    /// First eight hex digits of the digest of what it says.
    pub fingerprint: String,
    /// Key of the paper of which this is the form that a pen filled in. Of the two one is enough.
    pub form_of: Option<String>,
}

/// A page of a paper.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PageId {
    /// Key of the paper.
    pub key: String,
    /// Page, from 1.
    pub page: usize,
}

/// Where the electronic pages come from. They are asked for one at a time and may be kept.
pub trait Pages: Sync {
    /// The picture of a page; none where it cannot be made.
    fn original(&self, page: &PageId) -> Option<Arc<Original>>;
}

/// What became of one scanned page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Its place among the scans, from 1.
    pub place: usize,
    /// What its code says, as it stands.
    pub code: Option<String>,
    /// The page of the dossier that it is or claims to be.
    pub page: Option<PageId>,
    /// What was found.
    pub verdict: Verdict,
    /// Alterations, by place.
    pub altered: Vec<Mark>,
    /// Additions that alter nothing: signatures, seals, margins.
    pub added: Vec<Mark>,
    /// Share of the print that was found, of 1000.
    pub agreement: u16,
    /// It does not stand where it belongs in the order of the dossier.
    pub misplaced: bool,
    /// Pictures of the first alterations, in their order.
    #[serde(skip)]
    pub details: Vec<Detail>,
}

/// What was found about a scanned page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Code and picture are those of the electronic page.
    Matched,
    /// The code is that of the page, and the picture differs in places.
    Altered,
    /// The code is that of the page, and the picture is another one.
    Replaced,
    /// It does not belong into this dossier.
    Extra(Extra),
}

/// Why a page does not belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extra {
    /// No code can be read.
    NoCode,
    /// It bears the codes of several pages.
    SeveralCodes,
    /// The code is that of another dossier.
    OtherDossier,
    /// The dossier has no such paper or page.
    UnknownPage,
    /// The code says that the paper read otherwise: a draft, or before a correction.
    OtherVersion,
    /// The page was there before.
    Repeated,
    /// The electronic page cannot be made, so that nothing can be said.
    NoOriginal,
}

/// A dossier read back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Every scanned page in its order.
    pub pages: Vec<Page>,
    /// Pages of the dossier that did not come.
    pub missing: Vec<PageId>,
}

impl Report {
    /// Every page came once, none was altered, none does not belong.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.pages.iter().all(|page| page.verdict == Verdict::Matched)
    }
}

/// What a dossier should hold.
#[derive(Debug, Clone)]
pub struct Check {
    dossier: String,
    papers: Vec<Paper>,
}

impl Check {
    /// The dossier `dossier` (matter id) with these papers, in the order in which they lie.
    pub fn new(dossier: &str, papers: Vec<Paper>) -> Self {
        Self { dossier: dossier.to_owned(), papers }
    }

    /// Judges one scan by itself. Where several pages are the same one, see [`Check::report`].
    pub fn page(&self, place: usize, scan: &Scan, pages: &dyn Pages) -> Page {
        let sights = codes(&scan.light);
        let extra = |extra: Extra, sight: Option<&Sight>, page: Option<PageId>| Page {
            place,
            code: sight.map(|sight| sight.code.to_string()),
            page,
            verdict: Verdict::Extra(extra),
            altered: Vec::new(),
            added: Vec::new(),
            agreement: 0,
            misplaced: false,
            details: Vec::new(),
        };
        let sight = match sights.as_slice() {
            [] => return extra(Extra::NoCode, None, None),
            [sight] => sight,
            _ => return extra(Extra::SeveralCodes, sights.first(), None),
        };
        let code = &sight.code;
        let page = PageId { key: code.key.clone(), page: code.page };
        let Some(paper) = self.papers.iter().find(|paper| paper.key == code.key) else {
            let own = code.key.split('~').next() == Some(self.dossier.as_str());
            let why = if own { Extra::UnknownPage } else { Extra::OtherDossier };
            return extra(why, Some(sight), None);
        };
        if paper.fingerprint != code.fingerprint {
            return extra(Extra::OtherVersion, Some(sight), Some(page));
        }
        if paper.pages != code.pages {
            return extra(Extra::UnknownPage, Some(sight), None);
        }
        // The electronic page must bear the very same code: else it would be held against the wrong one.
        let original = pages.original(&page).filter(|original| original.code() == code);
        let Some(original) = original else {
            return extra(Extra::NoOriginal, Some(sight), Some(page));
        };
        let seen = compare(&original, scan, sight);
        Page {
            verdict: verdict(&seen),
            agreement: thousandths(seen.agreement),
            altered: seen.altered,
            added: seen.added,
            details: seen.details,
            ..extra(Extra::NoCode, Some(sight), Some(page))
        }
    }

    /// Judges the dossier: pages that came twice, pages out of order, pages that did not come.
    pub fn report(&self, mut pages: Vec<Page>) -> Report {
        pages.sort_by_key(|page| page.place);
        let mut wanted: BTreeMap<PageId, usize> = BTreeMap::new();
        for paper in &self.papers {
            for page in 1..=paper.pages {
                let place = wanted.len();
                wanted.insert(PageId { key: paper.key.clone(), page }, place);
            }
        }
        let mut matched: BTreeSet<PageId> = BTreeSet::new();
        let mut came: BTreeSet<PageId> = BTreeSet::new();
        for page in &mut pages {
            let Some(id) = page.page.clone() else { continue };
            match page.verdict {
                Verdict::Matched if !matched.insert(id.clone()) => {
                    page.verdict = Verdict::Extra(Extra::Repeated);
                }
                Verdict::Matched | Verdict::Altered => {
                    came.insert(id);
                }
                Verdict::Replaced | Verdict::Extra(_) => {}
            }
        }
        let placed: Vec<Option<usize>> = pages
            .iter()
            .map(|page| match page.verdict {
                Verdict::Matched | Verdict::Altered => {
                    page.page.as_ref().and_then(|id| wanted.get(id)).copied()
                }
                Verdict::Replaced | Verdict::Extra(_) => None,
            })
            .collect();
        for (page, kept) in pages.iter_mut().zip(in_order(&placed)) {
            page.misplaced = !kept;
        }
        let mut missing: Vec<(usize, PageId)> = wanted
            .into_iter()
            .filter(|(id, _)| !came.contains(id) && !self.stands_elsewhere(&id.key, &came))
            .map(|(id, place)| (place, id))
            .collect();
        missing.sort();
        Report { pages, missing: missing.into_iter().map(|(_, id)| id).collect() }
    }

    /// Whether no page of the paper is missed, because the paper came in its other shape: printed, or as the form that a pen filled
    /// in. Where neither came whole, the shape of which there is something is the one that is not whole.
    fn stands_elsewhere(&self, key: &str, came: &BTreeSet<PageId>) -> bool {
        let of = |key: &str| self.papers.iter().find(|paper| paper.key == key);
        let count = |paper: &Paper| came.iter().filter(|page| page.key == paper.key).count();
        let Some(paper) = of(key) else { return false };
        if let Some(printed) = paper.form_of.as_deref().and_then(of) {
            return count(paper) == 0 || count(printed) == printed.pages;
        }
        let form = self.papers.iter().find(|form| form.form_of.as_deref() == Some(key));
        form.is_some_and(|form| {
            let pages = count(form);
            pages == form.pages || (pages > 0 && count(paper) == 0)
        })
    }
}

fn verdict(seen: &Comparison) -> Verdict {
    match (seen.same, seen.altered.is_empty()) {
        (false, _) => Verdict::Replaced,
        (true, true) => Verdict::Matched,
        (true, false) => Verdict::Altered,
    }
}

fn thousandths(share: f32) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
    {
        (share.clamp(0.0, 1.0) * 1000.0).round() as u16
    }
}

/// For each page, whether it belongs to the longest run that is in order; pages without a place do.
fn in_order(places: &[Option<usize>]) -> Vec<bool> {
    // Ends of the best runs by length, and for each page the one before it in its run.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; places.len()];
    for (n, place) in places.iter().enumerate() {
        let Some(place) = *place else { continue };
        let length = ends.partition_point(|(end, _)| *end < place);
        if let (Some(slot), Some((_, last))) =
            (before.get_mut(n), length.checked_sub(1).and_then(|last| ends.get(last)))
        {
            *slot = Some(*last);
        }
        match ends.get_mut(length) {
            Some(end) => *end = (place, n),
            None => ends.push((place, n)),
        }
    }
    let mut kept: Vec<bool> = places.iter().map(Option::is_none).collect();
    let mut next = ends.last().map(|(_, n)| *n);
    while let Some(n) = next {
        if let Some(kept) = kept.get_mut(n) {
            *kept = true;
        }
        next = before.get(n).copied().flatten();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check() -> Check {
        let paper = |key: &str, pages| Paper {
            key: key.to_owned(),
            pages,
            fingerprint: "00000000".to_owned(),
            form_of: None,
        };
        Check::new("m", vec![paper("m~a", 2), paper("m~b", 3)])
    }

    /// The same dossier; its second paper was written on a form of two pages.
    fn on_a_form() -> Check {
        let mut check = check();
        check.papers.push(Paper {
            key: "f~b".to_owned(),
            pages: 2,
            fingerprint: "00000000".to_owned(),
            form_of: Some("m~b".to_owned()),
        });
        check
    }

    fn missing(came: &[(&str, usize)]) -> Vec<(String, usize)> {
        let pages = came.iter().zip(1..).map(|((key, n), at)| page(at, key, *n, Verdict::Matched));
        let report = on_a_form().report(pages.collect());
        report.missing.into_iter().map(|page| (page.key, page.page)).collect()
    }

    #[test]
    fn given_a_paper_that_was_written_on_a_form_then_the_form_or_the_printed_paper_is_enough() {
        let first = [("m~a", 1), ("m~a", 2)];
        let printed = [("m~b", 1), ("m~b", 2), ("m~b", 3)];
        let form = [("f~b", 1), ("f~b", 2)];
        assert_eq!(missing(&[&first[..], &printed].concat()), []);
        assert_eq!(missing(&[&first[..], &form].concat()), []);
        assert_eq!(missing(&[&first[..], &printed, &form].concat()), []);
        assert_eq!(missing(&[&first[..], &form[..1]].concat()), [("f~b".to_owned(), 2)]);
        assert_eq!(missing(&first).len(), 3, "none of either: the printed paper is missed");
    }

    fn page(place: usize, key: &str, page: usize, verdict: Verdict) -> Page {
        Page {
            place,
            code: None,
            page: Some(PageId { key: key.to_owned(), page }),
            verdict,
            altered: Vec::new(),
            added: Vec::new(),
            agreement: 1000,
            misplaced: false,
            details: Vec::new(),
        }
    }

    #[test]
    fn given_every_page_in_order_then_the_dossier_is_whole() {
        let pages = [("m~a", 1), ("m~a", 2), ("m~b", 1), ("m~b", 2), ("m~b", 3)];
        let pages = pages.iter().zip(1..).map(|((key, n), at)| page(at, key, *n, Verdict::Matched));
        let report = check().report(pages.collect());
        assert!(report.is_whole());
        assert!(report.pages.iter().all(|page| !page.misplaced));
    }

    #[test]
    fn given_a_page_twice_and_one_never_then_both_are_named() {
        let pages = [("m~a", 1), ("m~a", 2), ("m~a", 2), ("m~b", 2), ("m~b", 3)];
        let pages = pages.iter().zip(1..).map(|((key, n), at)| page(at, key, *n, Verdict::Matched));
        let report = check().report(pages.collect());
        assert_eq!(report.pages[2].verdict, Verdict::Extra(Extra::Repeated));
        assert_eq!(report.missing, [PageId { key: "m~b".to_owned(), page: 1 }]);
    }

    #[test]
    fn given_a_page_out_of_order_then_it_alone_is_misplaced() {
        let pages = [("m~a", 1), ("m~b", 3), ("m~a", 2), ("m~b", 1), ("m~b", 2)];
        let pages = pages.iter().zip(1..).map(|((key, n), at)| page(at, key, *n, Verdict::Matched));
        let report = check().report(pages.collect());
        let misplaced: Vec<bool> = report.pages.iter().map(|page| page.misplaced).collect();
        assert_eq!(misplaced, [false, true, false, false, false]);
    }

    #[test]
    fn given_a_page_whose_picture_was_replaced_then_it_counts_as_missing() {
        let pages = vec![page(1, "m~a", 1, Verdict::Matched), page(2, "m~a", 2, Verdict::Replaced)];
        let report = check().report(pages);
        assert_eq!(report.missing.len(), 4);
        assert!(!report.is_whole());
    }
}
