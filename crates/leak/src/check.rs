//! The check of one public copy: what kind of file it is, who looks into it, and what was found.

use std::collections::BTreeSet;

use crate::finding::{Extent, Finding, How, Place, Report, Sight};
use crate::ocr::Ocr;
use crate::words::{Haystack, Letter, Masked, Wanted, enough};
use crate::{archive, markup, pdf, picture};

/// Files inside files.
const DEEPEST: usize = 4;
/// Findings after which nothing more is gained.
const MOST: usize = 200;

/// A file by its name and content.
#[derive(Debug, Clone, Copy)]
pub struct Copy<'a> {
    /// Name: it is looked at like the content, and says nothing about what kind of file it is.
    pub name: &'a str,
    /// Content.
    pub bytes: &'a [u8],
}

/// Tries to get back from `copy` what was `masked`. `earlier` are the public copies of the same decision released before, and
/// `ocr` reads words off pictures where it is there. Takes up to a second for a page that is a picture.
pub fn check(
    copy: Copy<'_>,
    masked: &[Masked],
    earlier: &[Copy<'_>],
    ocr: Option<&dyn Ocr>,
) -> Report {
    let wanted: Vec<Option<Wanted>> = masked.iter().map(|item| Wanted::new(&item.text)).collect();
    let shown = wanted.iter().map(|one| vec![false; one.as_ref().map_or(0, Wanted::len)]).collect();
    let mut look = Look {
        masked,
        wanted,
        shown,
        ocr,
        report: Report::default(),
        known: BTreeSet::new(),
        base: Place::default(),
        depth: 0,
        told_as: None,
    };
    look.copy(copy);
    look.raw(copy.bytes);
    let now = look.shown.clone();
    for (number, one) in (1..).zip(earlier) {
        look.inside(
            Place { earlier: Some(number), ..Place::default() },
            How::EarlierCopy,
            |look| look.copy(*one),
        );
    }
    look.together(&now);
    let mut report = look.report;
    report.findings.sort();
    report.clean = report.findings.is_empty();
    report
}

/// A check under way.
pub(crate) struct Look<'a> {
    masked: &'a [Masked],
    wanted: Vec<Option<Wanted>>,
    /// For each item, the letters that a masked form of it shows.
    shown: Vec<Vec<bool>>,
    ocr: Option<&'a dyn Ocr>,
    pub(crate) report: Report,
    known: BTreeSet<(Option<usize>, How, Place)>,
    base: Place,
    depth: usize,
    /// What every finding is told as: in an earlier state, in a file carried along, in an earlier copy.
    told_as: Option<How>,
}

impl Look<'_> {
    /// Whether there is anything to look for.
    pub(crate) fn idle(&self) -> bool {
        self.wanted.iter().all(Option::is_none)
    }

    /// Whether pictures can be read.
    pub(crate) fn sees(&self) -> bool {
        self.ocr.is_some()
    }

    /// Looks into a copy and at its name.
    fn copy(&mut self, copy: Copy<'_>) {
        self.text(Place::default(), &crate::words::letters(copy.name, How::FileName));
        self.file(copy.bytes);
    }

    /// Looks into a file.
    fn file(&mut self, bytes: &[u8]) {
        if self.depth > DEEPEST {
            self.tell(Place::default(), How::Opaque);
            return;
        }
        match bytes {
            _ if bytes.get(..1024).unwrap_or(bytes).windows(5).any(|five| five == b"%PDF-") => {
                pdf::look(self, bytes);
            }
            [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => picture::look(self, bytes),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
                picture::look(self, bytes);
            }
            [b'P', b'K', 3, 4, ..] => archive::look(self, bytes),
            _ => match pdf::plain(bytes) {
                Some(text) => markup::look(self, &text),
                None => self.tell(Place::default(), How::Opaque),
            },
        }
    }

    /// Looks into a file that is carried along by the one at hand.
    pub(crate) fn attachment(&mut self, name: &str, bytes: &[u8]) {
        self.report.attachments += 1;
        // A name may itself be what was masked: then it is not repeated.
        let hay = Haystack::new(&crate::words::letters(name, How::Attachment));
        let tells = self.wanted.iter().flatten().any(|wanted| hay.find(wanted).is_some());
        let told = if tells {
            format!("第 {} 个附件", self.report.attachments)
        } else {
            name.to_owned()
        };
        let place = Place { within: vec![told], ..Place::default() };
        self.depth += 1;
        self.inside(place, How::Attachment, |look| {
            look.text(Place::default(), &crate::words::letters(name, How::Attachment));
            look.file(bytes);
        });
        self.depth -= 1;
    }

    /// Does `work` where everything found is in `place` and is told as `how`.
    pub(crate) fn inside(&mut self, place: Place, how: How, work: impl FnOnce(&mut Self)) {
        let (base, told_as) = (self.base.clone(), self.told_as);
        self.base = self.at(place);
        self.told_as = told_as.or(Some(how));
        work(self);
        (self.base, self.told_as) = (base, told_as);
    }

    /// Looks for every item in a text.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a place is made for the one look that it names"
    )]
    pub(crate) fn text(&mut self, place: Place, letters: &[Letter]) {
        if letters.is_empty() || self.idle() {
            return;
        }
        let hay = Haystack::new(letters);
        for item in 0..self.wanted.len() {
            let Some(Some(wanted)) = self.wanted.get(item) else { continue };
            if let Some(shown) = self.shown.get_mut(item) {
                for (known, now) in shown.iter_mut().zip(hay.glimpsed(wanted)) {
                    *known |= now;
                }
            }
            if let Some((extent, how)) = hay.find(wanted) {
                self.push(place.clone(), how, Some((item, extent)));
            }
        }
    }

    /// Something was found that is no item.
    pub(crate) fn tell(&mut self, place: Place, how: How) {
        if !self.idle() {
            self.push(place, how, None);
        }
    }

    /// Reads a picture, given as PNG. Where nobody can read it, that is told if it `matters`.
    pub(crate) fn picture(&mut self, place: Place, png: &[u8], matters: bool) {
        if self.idle() {
            return;
        }
        let Some(ocr) = self.ocr else {
            self.report.sight = Sight::Absent;
            if matters {
                self.tell(place, How::Unseen);
            }
            return;
        };
        match ocr.read(png) {
            Some(text) => {
                if self.report.sight != Sight::Absent {
                    self.report.sight = Sight::Done;
                }
                self.text(place, &crate::words::letters(&text, How::Picture));
            }
            None => self.tell(place, How::Unseen),
        }
    }

    fn at(&self, place: Place) -> Place {
        let mut within = self.base.within.clone();
        within.extend(place.within);
        Place {
            earlier: place.earlier.or(self.base.earlier),
            within,
            revision: place.revision.or(self.base.revision),
            page: place.page.or(self.base.page),
            object: place.object.or(self.base.object),
        }
    }

    fn push(&mut self, place: Place, how: How, item: Option<(usize, Extent)>) {
        let unknown =
            matches!(how, How::Unreadable | How::Unseen | How::Opaque | How::Locked | How::Damaged);
        // What an earlier copy hides cannot be held against this one.
        if unknown && self.told_as == Some(How::EarlierCopy) {
            return;
        }
        // An earlier state that cannot be read adds nothing to what is known of the newest.
        if unknown && self.told_as == Some(How::Revision) {
            return;
        }
        let how = if unknown { how } else { self.told_as.unwrap_or(how) };
        let place = self.at(place);
        let index = item.map(|(index, _)| index);
        if self.report.findings.len() >= MOST || !self.known.insert((index, how, place.clone())) {
            return;
        }
        let kind = index.and_then(|index| self.masked.get(index)).map(|item| item.kind.clone());
        self.report.findings.push(Finding {
            place,
            how,
            item: index,
            kind: kind.unwrap_or_default(),
            extent: item.map(|(_, extent)| extent),
        });
    }

    /// Words that stand in the bytes as they are, where no reader came by.
    fn raw(&mut self, bytes: &[u8]) {
        for (index, item) in self.masked.iter().enumerate() {
            let found = self.report.findings.iter().any(|finding| finding.item == Some(index));
            let long = item.text.chars().count() >= 3;
            if !found && long && pdf::stands_in(bytes, &item.text) {
                self.push(Place::default(), How::Structure, Some((index, Extent::Whole)));
            }
        }
    }

    /// What this copy and the earlier ones show together.
    fn together(&mut self, now: &[Vec<bool>]) {
        for item in 0..self.wanted.len() {
            let (Some(Some(wanted)), Some(all)) = (self.wanted.get(item), self.shown.get(item))
            else {
                continue;
            };
            let alone = now.get(item).is_some_and(|now| enough(wanted, now));
            if alone {
                self.push(Place::default(), How::Visible, Some((item, Extent::Part)));
            } else if enough(wanted, all) {
                self.push(Place::default(), How::Combined, Some((item, Extent::Part)));
            }
        }
    }
}
