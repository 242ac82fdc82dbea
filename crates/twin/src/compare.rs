//! Holds a scan against its electronic page: what is missing, what was added, and where.
//!
//! Print may have moved by the width of a stroke, grown or faded; dust and the noise of a scanner are not marks. A page counts
//! as its electronic page only where every stroke of print is found again and nothing stands among the print that was not
//! printed. Handwriting and seals in the places left for them, in the margins, and red seals anywhere are additions and are
//! named as such.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "greys between 0 and 255 and places in a picture, far below 2^24 dots"
)]

mod difference;

use serde::{Deserialize, Serialize};

use self::difference::{PRINT, Sides, agreement, beyond, count, count_print, settle, specks};
use crate::code::{Sight, codes};
use crate::geometry::{Area, Pair};
use crate::ink::{ink, widened};
use crate::picture::{Grey, RED, Scan};
use crate::register::{INCH, Laid, Levels, lay};

/// By how much print may have moved or grown and still be the same, mm.
const SLACK: f32 = 0.26;
/// Specks up to this size, mm², that stand alone by so many mm are dust.
const DUST: (f32, f32) = (0.5, 2.5);
/// Marks nearer to each other than this are named as one, mm.
const GAP: f32 = 2.0;
/// What stands so near to the edge of the sheet comes from the scanner, mm.
const EDGE: f32 = 4.0;
/// What is printed so near to the edge of the sheet may lie off the glass, mm.
const RIM: f32 = 12.0;
/// Over so many dots the way from page to scan is straight.
const STEP: usize = 16;
/// Ink outside the print by more than this stands in the margin, mm.
const MARGIN: f32 = 2.0;
/// The smallest red mark that is a seal, mm².
const SEAL: f32 = 4.0;
/// With more marks than this the picture is another one.
const MANY: usize = 400;
/// No thicker than this is a rule of a table, mm.
const HAIR: f32 = 0.35;
/// Of so many alterations pictures are made, with so many mm around each.
const SHOWN: usize = 8;
const AROUND: f32 = 5.0;
/// Share of the print that must be found for the picture to be that of the page at all.
const SAME: f32 = 0.8;
/// Share of the blocks of print that must be found for the scan to lie over the page at all.
const LIES: f32 = 0.4;
/// Codes that are printed must be so large in the scan, of their size on the page (80 dpi of 200).
const COARSEST: f32 = 0.4;
/// A scan so much finer than the page is halved first.
const FINEST: f32 = 1.7;

/// An electronic page as a picture.
#[derive(Debug)]
pub struct Original {
    sight: Sight,
    dpi: f32,
    ink: Levels,
    wide: Grey,
    print: Area,
    zones: Vec<Area>,
}

impl Original {
    /// The page as it was printed, `dpi` dots to the inch (200 is meant), with the places left for signatures and seals.
    /// None where the picture does not bear exactly one page code.
    pub fn new(picture: &Grey, dpi: u16, zones: Vec<Area>) -> Option<Self> {
        let mut sights = codes(picture);
        let sight = sights.pop()?;
        if !sights.is_empty() {
            return None;
        }
        let dpi = f32::from(dpi);
        let ink = ink(&picture.softened());
        let wide = widened(&ink, slack(dpi));
        let print = extent(&ink, dpi);
        Some(Self { sight, dpi, ink: Levels::of(ink), wide, print, zones })
    }

    /// What its own code says.
    pub fn code(&self) -> &crate::code::Code {
        &self.sight.code
    }
}

/// Something on one picture and not on the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Where on the page.
    pub area: Area,
    /// What.
    pub kind: MarkKind,
}

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// Printed on the electronic page, not on paper.
    Missing,
    /// On paper, not printed.
    Added,
    /// A red seal.
    Seal,
}

/// A scan held against its electronic page.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The picture is that of the page, apart from the marks. False where it is another picture altogether.
    pub same: bool,
    /// Alterations: print that is missing, ink among the print.
    pub altered: Vec<Mark>,
    /// Additions: signatures, seals, margins.
    pub added: Vec<Mark>,
    /// Share of the print that was found, 0 to 1.
    pub agreement: f32,
    /// By how many degrees the sheet lay askew.
    pub askew: f32,
    /// Pictures of the first alterations, in their order.
    pub details: Vec<Detail>,
}

/// One place of both pictures: ink dark on white, laid over each other and of the same size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The electronic page.
    pub page: Grey,
    /// The scan.
    pub scan: Grey,
}

impl Comparison {
    /// Nothing was altered.
    pub fn agrees(&self) -> bool {
        self.same && self.altered.is_empty()
    }

    fn other() -> Self {
        Self {
            same: false,
            altered: Vec::new(),
            added: Vec::new(),
            agreement: 0.0,
            askew: 0.0,
            details: Vec::new(),
        }
    }
}

/// Holds the scan against the page. `sight` is where the scan shows the page's code.
pub fn compare(original: &Original, scan: &Scan, sight: &Sight) -> Comparison {
    let (mut finer, mut sight) = (None::<Scan>, sight.clone());
    while sight.side() / original.sight.side() > FINEST {
        finer = Some(finer.as_ref().unwrap_or(scan).halved());
        sight = sight.halved();
    }
    let scan = finer.as_ref().unwrap_or(scan);
    if sight.side() / original.sight.side() < COARSEST {
        return Comparison::other();
    }
    let mut seen = sight.corners.into_iter();
    let corners = original.sight.corners.map(|from| Pair { from, to: seen.next().unwrap_or(from) });
    let light = Levels::of(ink(&scan.light.softened()));
    let Some(laid) = lay(&original.ink, &light, original.dpi, &corners) else {
        return Comparison::other();
    };
    if laid.blocks > 6 && laid.found < LIES {
        return Comparison { askew: laid.map.angle(), ..Comparison::other() };
    }
    Held::new(original, scan, &light.full, &laid).judged(laid.map.angle())
}

fn slack(dpi: f32) -> usize {
    ((SLACK * dpi / INCH).round() as usize).max(1)
}

/// The rectangle around all print.
fn extent(ink: &Grey, dpi: f32) -> Area {
    let (mut left, mut top, mut right, mut bottom) = (ink.width(), ink.height(), 0, 0);
    for (y, line) in ink.lines().enumerate() {
        if let Some(first) = line.iter().position(|dot| *dot > PRINT) {
            let last = line.iter().rposition(|dot| *dot > PRINT).unwrap_or(first);
            left = left.min(first);
            right = right.max(last);
            top = top.min(y);
            bottom = y;
        }
    }
    let mm = |n: usize| n as f32 * INCH / dpi;
    Area { left: mm(left), top: mm(top), right: mm(right), bottom: mm(bottom) }
}

/// The scan in the page's own place and size.
struct Held<'a> {
    original: &'a Original,
    /// All ink of the scan.
    seen: Grey,
    /// Ink that is not red.
    black: Option<Grey>,
    red: Option<Grey>,
}

impl<'a> Held<'a> {
    fn new(original: &'a Original, scan: &Scan, light: &Grey, laid: &Laid) -> Self {
        let print = &original.ink.full;
        let rim = (RIM * original.dpi / INCH) as usize;
        let (right, bottom) =
            (print.width().saturating_sub(rim), print.height().saturating_sub(rim));
        // A sheet that lies askew has its corners off the glass: what is printed there was not seen, and is not missed.
        let unseen = |x: usize, y: usize, dot: u8| {
            if x < rim || y < rim || x > right || y > bottom { dot } else { 0 }
        };
        let over = |picture: &Grey, unseen: &dyn Fn(usize, usize, u8) -> u8| {
            print.made(|y, out| {
                let own = print.line(y).chunks(STEP);
                for (n, (out, own)) in out.chunks_mut(STEP).zip(own).enumerate() {
                    let first = n * STEP;
                    let from = laid.place(first as f32, y as f32);
                    let to = laid.place((first + STEP) as f32, y as f32);
                    let step = ((to.x - from.x) / STEP as f32, (to.y - from.y) / STEP as f32);
                    for (x, (dot, own)) in out.iter_mut().zip(own).enumerate() {
                        let (u, v) = (from.x + step.0 * x as f32, from.y + step.1 * x as f32);
                        *dot = match picture.between(u, v) {
                            Some(ink) => ink as u8,
                            None => unseen(first + x, y, *own),
                        };
                    }
                }
            })
        };
        Self {
            original,
            seen: over(light, &unseen),
            black: scan.unred.as_ref().map(|unred| over(&ink(&unred.softened()), &unseen)),
            red: scan.red.as_ref().map(|red| over(red, &|_, _, _| 0)),
        }
    }

    fn judged(&self, askew: f32) -> Comparison {
        let original = self.original;
        let print = &original.ink.full;
        let dpi = original.dpi;
        let wide = widened(&self.seen, slack(dpi));
        let agreement = agreement(print, &wide);
        let black = self.black.as_ref().unwrap_or(&self.seen);
        let mut lost = beyond(print, &wide);
        let mut more = beyond(black, &original.wide);
        if agreement < SAME || count(&lost) * 4 > count_print(print) {
            return Comparison { agreement, askew, ..Comparison::other() };
        }
        let sides = Sides { print, wide_print: &original.wide, seen: &wide, black };
        settle(&mut lost, &mut more, &sides, dpi);
        let (missing, added) = (specks(&lost, dpi), specks(&more, dpi));
        if missing.len() > MANY || added.len() > 4 * MANY {
            return Comparison { agreement, askew, ..Comparison::other() };
        }
        let lonely = self.lonely();
        let (mut altered, mut additions) = (Vec::new(), Vec::new());
        for speck in missing {
            let mark = speck.mark(MarkKind::Missing);
            if !self.is_pale_rule(&mark.area, &wide) {
                altered.push(mark);
            }
        }
        for speck in added {
            let mark = speck.mark(MarkKind::Added);
            if self.at_the_edge(&mark.area) || (speck.size < DUST.0 && lonely(&mark.area)) {
                continue;
            }
            if self.in_the_margin(&mark.area)
                || original.zones.iter().any(|zone| zone.holds(&mark.area))
            {
                additions.push(mark);
            } else {
                altered.push(mark);
            }
        }
        let mut added = joined(additions);
        if let Some(red) = &self.red {
            let red = red.made(|y, out| {
                for (out, dot) in out.iter_mut().zip(red.line(y)) {
                    *out = if *dot > RED { u8::MAX } else { 0 };
                }
            });
            let seals = joined(specks(&red, dpi).iter().map(|s| s.mark(MarkKind::Seal)).collect());
            added.extend(seals.into_iter().filter(|seal| {
                let area = seal.area;
                (area.right - area.left) * (area.bottom - area.top) > SEAL
            }));
        }
        let altered = joined(altered);
        let details = altered.iter().take(SHOWN).filter_map(|mark| self.detail(&mark.area));
        let details = details.collect();
        Comparison { same: altered.len() <= MANY, altered, added, agreement, askew, details }
    }

    /// Both pictures of a place, with a little around it.
    fn detail(&self, area: &Area) -> Option<Detail> {
        let page = &self.original.ink.full;
        let dots =
            |mm: f32, most: usize| ((mm * self.original.dpi / INCH).max(0.0) as usize).min(most);
        let (left, right) =
            (dots(area.left - AROUND, page.width()), dots(area.right + AROUND, page.width()));
        let (top, bottom) =
            (dots(area.top - AROUND, page.height()), dots(area.bottom + AROUND, page.height()));
        let cut = |picture: &Grey| {
            let lines = (top..bottom).map(|y| picture.line(y).get(left..right).unwrap_or_default());
            let paper = lines.flatten().map(|ink| u8::MAX - ink).collect();
            Grey::new(right.saturating_sub(left), bottom.saturating_sub(top), paper)
        };
        Some(Detail { page: cut(page)?, scan: cut(&self.seen)? })
    }

    /// Whether what seems missing is a rule of a table that came out thinner or paler: it is a hair's breadth high or wide, and
    /// there is ink all along it. `wide` is the ink of the scan, widened.
    fn is_pale_rule(&self, area: &Area, wide: &Grey) -> bool {
        if (area.right - area.left).min(area.bottom - area.top) > HAIR {
            return false;
        }
        let dots = |mm: f32| (mm * self.original.dpi / INCH).round().max(0.0) as usize;
        let (left, right) = (dots(area.left), dots(area.right).max(dots(area.left) + 1));
        let (top, bottom) = (dots(area.top), dots(area.bottom).max(dots(area.top) + 1));
        (top..bottom).all(|y| {
            let line = wide.line(y).get(left..right).unwrap_or_default();
            !line.is_empty() && line.iter().all(|ink| *ink > PRINT)
        })
    }

    /// Whether a place is far from all print.
    fn lonely(&self) -> impl Fn(&Area) -> bool {
        let quarter = self.original.ink.full.halved().halved();
        let per_mm = self.original.dpi / 4.0 / INCH;
        let near = widened(&quarter, (DUST.1 * per_mm).round() as usize);
        move |area| {
            let x = (f32::midpoint(area.left, area.right) * per_mm) as usize;
            let y = (f32::midpoint(area.top, area.bottom) * per_mm) as usize;
            near.line(y.min(near.height() - 1)).get(x).is_none_or(|ink| *ink < PRINT / 2)
        }
    }

    fn at_the_edge(&self, area: &Area) -> bool {
        let ink = &self.original.ink.full;
        let mm = |n: usize| n as f32 * INCH / self.original.dpi;
        let (width, height) = (mm(ink.width()), mm(ink.height()));
        area.right < EDGE
            || area.bottom < EDGE
            || area.left > width - EDGE
            || area.top > height - EDGE
    }

    fn in_the_margin(&self, area: &Area) -> bool {
        let print = &self.original.print;
        area.right < print.left - MARGIN
            || area.left > print.right + MARGIN
            || area.bottom < print.top - MARGIN
            || area.top > print.bottom + MARGIN
    }
}

/// Marks of one kind that stand together are one mark.
fn joined(mut marks: Vec<Mark>) -> Vec<Mark> {
    if marks.len() > 2 * MANY {
        return marks;
    }
    let mut whole: Vec<Mark> = Vec::new();
    while let Some(mut mark) = marks.pop() {
        while let Some(n) = whole
            .iter()
            .position(|other| other.kind == mark.kind && other.area.near(&mark.area, GAP))
        {
            mark.area = mark.area.with(whole.swap_remove(n).area);
        }
        whole.push(mark);
    }
    whole.sort_by(|one, other| {
        one.area.top.total_cmp(&other.area.top).then(one.area.left.total_cmp(&other.area.left))
    });
    whole
}
