//! The twin as the application asks for it.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{ExtendedColorType, ImageEncoder as _};
use zhiheng_app::ports::press::{Place, Png, Press, PressError, Sheet};
use zhiheng_app::ports::twin::{
    Awaited, MissingPage, PageMark, PagePicture, PageVerdict, ReadBack, ScanFile, ScannedPage,
    Twin, TwinError,
};

use crate::compare::{Detail, Mark, MarkKind, Original};
use crate::dossier::{Check, Extra, Page, PageId, Pages, Paper, Verdict};
use crate::geometry::Area;
use crate::picture::{Grey, Scan};
use crate::reading::{ReadError, scans};

/// Resolution at which electronic pages are drawn for comparing, dots to the inch.
const DPI: u16 = 200;
/// Resolution at which they are drawn for counting them.
const COUNTING: u16 = 36;
/// Papers kept drawn: a dossier lies in order, so that the next page is mostly of the same paper.
const KEPT: usize = 4;

/// Reads scans back.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reader;

impl Twin for Reader {
    fn read_back(
        &self,
        matter: &str,
        awaited: &[Awaited],
        files: &[ScanFile],
        press: &dyn Press,
    ) -> Result<ReadBack, TwinError> {
        let mut papers = Vec::with_capacity(awaited.len());
        let mut sheets = Vec::with_capacity(awaited.len());
        for Awaited { sheet, form } in awaited {
            let own = form.iter().map(|form| (form, Some(sheet.key.clone())));
            for (sheet, form_of) in std::iter::once((sheet, None)).chain(own) {
                papers.push(Paper {
                    key: sheet.key.clone(),
                    pages: press.pages(sheet, COUNTING)?.len(),
                    fingerprint: sheet.fingerprint(),
                    form_of,
                });
                sheets.push(sheet);
            }
        }
        let check = Check::new(matter, papers);
        let drawer = Drawer { sheets: &sheets, press, drawn: Mutex::default() };
        let (pages, origins) = judged(&check, files, &drawer)?;
        let report = check.report(pages);
        let titles: BTreeMap<&str, &str> =
            sheets.iter().map(|sheet| (sheet.key.as_str(), sheet.title.as_str())).collect();
        let title = |key: &str| titles.get(key).map(|title| (*title).to_owned());
        Ok(ReadBack {
            pages: report
                .pages
                .into_iter()
                .zip(origins)
                .map(|(page, (file, page_of_file))| told(page, file, page_of_file, &title))
                .collect(),
            missing: report
                .missing
                .into_iter()
                .map(|page| MissingPage {
                    title: title(&page.key).unwrap_or_default(),
                    paper: paper(&page.key),
                    page: page.page,
                })
                .collect(),
        })
    }
}

/// For each page, the file it is in and its place there.
type Origins = Vec<(String, usize)>;

/// Judges every page; files are taken apart by one hand, pages compared by as many as there are processors.
fn judged(
    check: &Check,
    files: &[ScanFile],
    drawer: &Drawer<'_>,
) -> Result<(Vec<Page>, Origins), TwinError> {
    let hands = std::thread::available_parallelism().map_or(1, usize::from);
    let (mut pages, mut origins) = (Vec::new(), Origins::new());
    let mut waiting: Vec<(usize, Scan)> = Vec::with_capacity(hands);
    for file in files {
        let fault = |error: ReadError| TwinError::File {
            file: file.name.clone(),
            code: error.code(),
            message: error.to_string(),
        };
        for (n, scan) in scans(&file.content).map_err(fault)?.enumerate() {
            origins.push((file.name.clone(), n + 1));
            waiting.push((origins.len(), scan.map_err(fault)?));
            if waiting.len() >= hands {
                pages.extend(at_once(check, &waiting, drawer));
                waiting.clear();
            }
        }
    }
    pages.extend(at_once(check, &waiting, drawer));
    Ok((pages, origins))
}

fn at_once(check: &Check, scans: &[(usize, Scan)], drawer: &Drawer<'_>) -> Vec<Page> {
    std::thread::scope(|scope| {
        let hands: Vec<_> = scans
            .iter()
            .map(|(place, scan)| scope.spawn(move || check.page(*place, scan, drawer)))
            .collect();
        hands.into_iter().filter_map(|hand| hand.join().ok()).collect()
    })
}

/// Pages of one paper, drawn.
type Drawn = Arc<Vec<Option<Arc<Original>>>>;

/// Draws electronic pages and keeps the last papers.
struct Drawer<'a> {
    sheets: &'a [&'a Sheet],
    press: &'a dyn Press,
    drawn: Mutex<Vec<(String, Drawn)>>,
}

impl Pages for Drawer<'_> {
    fn original(&self, page: &PageId) -> Option<Arc<Original>> {
        let index = page.page.checked_sub(1)?;
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pages)) = drawn.iter().find(|(key, _)| *key == page.key) {
            return pages.get(index)?.clone();
        }
        let sheet = self.sheets.iter().find(|sheet| sheet.key == page.key)?;
        let pages: Drawn = Arc::new(self.draw(sheet).ok()?);
        if drawn.len() >= KEPT {
            drawn.remove(0);
        }
        drawn.push((page.key.clone(), pages.clone()));
        pages.get(index)?.clone()
    }
}

impl Drawer<'_> {
    fn draw(&self, sheet: &Sheet) -> Result<Vec<Option<Arc<Original>>>, PressError> {
        let places = self.press.places(sheet)?;
        let zones = |page: usize| {
            places.iter().filter(|place| place.page == page).map(area).collect::<Vec<_>>()
        };
        let pages = self.press.pages(sheet, DPI)?;
        Ok(pages
            .iter()
            .zip(1..)
            .map(|(Png(bytes), page)| {
                let picture = scans(bytes).ok()?.next()?.ok()?;
                Original::new(picture.light(), DPI, zones(page)).map(Arc::new)
            })
            .collect())
    }
}

fn area(place: &Place) -> Area {
    Area { left: place.left, top: place.top, right: place.right, bottom: place.bottom }
}

/// The paper of a key `<matter id>~<paper id>`.
fn paper(key: &str) -> String {
    key.split_once('~').map_or(key, |(_, paper)| paper).to_owned()
}

fn told(
    page: Page,
    file: String,
    page_of_file: usize,
    title: &impl Fn(&str) -> Option<String>,
) -> ScannedPage {
    let Page { place, code, page, verdict, altered, added, agreement, misplaced, details } = page;
    ScannedPage {
        place,
        file,
        page_of_file,
        code,
        paper: page.as_ref().map(|page| paper(&page.key)),
        title: page.as_ref().and_then(|page| title(&page.key)),
        page: page.as_ref().map(|page| page.page),
        verdict: match verdict {
            Verdict::Matched => PageVerdict::Matched,
            Verdict::Altered => PageVerdict::Altered,
            Verdict::Replaced => PageVerdict::Replaced,
            Verdict::Extra(Extra::NoCode) => PageVerdict::NoCode,
            Verdict::Extra(Extra::SeveralCodes) => PageVerdict::SeveralCodes,
            Verdict::Extra(Extra::OtherDossier) => PageVerdict::OtherDossier,
            Verdict::Extra(Extra::UnknownPage) => PageVerdict::UnknownPage,
            Verdict::Extra(Extra::OtherVersion) => PageVerdict::OtherVersion,
            Verdict::Extra(Extra::Repeated) => PageVerdict::Repeated,
            Verdict::Extra(Extra::NoOriginal) => PageVerdict::NoOriginal,
        },
        altered: altered.iter().map(mark).collect(),
        added: added.iter().map(mark).collect(),
        agreement,
        misplaced,
        pictures: details.iter().filter_map(picture).collect(),
    }
}

fn picture(detail: &Detail) -> Option<PagePicture> {
    Some(PagePicture { page: png(&detail.page)?, scan: png(&detail.scan)? })
}

fn png(picture: &Grey) -> Option<String> {
    let (width, height) =
        (u32::try_from(picture.width()).ok()?, u32::try_from(picture.height()).ok()?);
    let mut bytes = Cursor::new(Vec::new());
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(picture.dots(), width, height, ExtendedColorType::L8)
        .ok()?;
    Some(STANDARD.encode(bytes.into_inner()))
}

fn mark(mark: &Mark) -> PageMark {
    let Area { left, top, right, bottom } = mark.area;
    let tenth = |mm: f32| (mm * 10.0).round() / 10.0;
    PageMark {
        kind: match mark.kind {
            MarkKind::Missing => "missing",
            MarkKind::Added => "added",
            MarkKind::Seal => "seal",
        }
        .to_owned(),
        left: tenth(left),
        top: tenth(top),
        right: tenth(right),
        bottom: tenth(bottom),
    }
}
