//! Where two pictures of one page differ: dots, specks of dots, and print that merely lies a little off its place.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places in a picture, far below 2^24 dots"
)]

use super::{Mark, MarkKind};
use crate::geometry::Area;
use crate::picture::Grey;
use crate::register::INCH;

/// A dot differs where one side has so much more ink than the other anywhere near, of 255.
const DIFFERENT: u8 = 88;
/// Print is compared in tiles of this side, mm,
const TILE: f32 = 8.0;
/// each of which may lie so far off the place where the pages as a whole agree, mm.
const MOVED: f32 = 0.55;
/// Less ink than this is no print.
pub(super) const PRINT: u8 = 110;
/// The smallest mark, mm².
const SMALLEST: f32 = 0.11;

/// Share of the print that is there.
pub(super) fn agreement(print: &Grey, seen: &Grey) -> f32 {
    let (mut all, mut there) = (0_u32, 0_u32);
    for (one, other) in print.dots().iter().zip(seen.dots()) {
        if *one > PRINT {
            all += 1;
            there += u32::from(one.saturating_sub(*other) <= DIFFERENT);
        }
    }
    if all == 0 { 0.0 } else { there as f32 / all as f32 }
}

/// Where one picture has ink that the other has nowhere near.
pub(super) fn beyond(one: &Grey, wide: &Grey) -> Grey {
    one.made(|y, out| {
        for ((out, one), other) in out.iter_mut().zip(one.line(y)).zip(wide.line(y)) {
            *out = if apart(*one, *other) { u8::MAX } else { 0 };
        }
    })
}

fn apart(one: u8, wide: u8) -> bool {
    one > PRINT && one.saturating_sub(wide) > DIFFERENT
}

pub(super) fn count(mask: &Grey) -> usize {
    mask.dots().iter().filter(|dot| **dot > 0).count()
}

pub(super) fn count_print(print: &Grey) -> usize {
    print.dots().iter().filter(|dot| **dot > PRINT).count()
}

/// Both pictures, each as it is and widened.
pub(super) struct Sides<'a> {
    pub(super) print: &'a Grey,
    pub(super) wide_print: &'a Grey,
    /// All ink of the scan, widened.
    pub(super) seen: &'a Grey,
    /// Black ink of the scan.
    pub(super) black: &'a Grey,
}

impl Sides<'_> {
    /// Dots that differ in a tile when the scan is moved by (dx, dy); told to `lost` and `more` where they are asked for.
    fn different(
        &self,
        tile: &Tile,
        (dx, dy): (isize, isize),
        mut told: impl FnMut(usize, usize, bool, bool),
    ) -> usize {
        let mut sum = 0;
        for y in tile.top..tile.bottom {
            let moved = y.checked_add_signed(dy).filter(|moved| *moved < self.print.height());
            let (print, wide) = (self.print.line(y), self.wide_print.line(y));
            let (seen, black) =
                moved.map_or((&[][..], &[][..]), |y| (self.seen.line(y), self.black.line(y)));
            for x in tile.left..tile.right {
                let moved = x.checked_add_signed(dx);
                let there = |line: &[u8]| moved.and_then(|x| line.get(x)).copied().unwrap_or(0);
                let here = |line: &[u8]| line.get(x).copied().unwrap_or(0);
                let lost = apart(here(print), there(seen));
                let more = apart(there(black), here(wide));
                sum += usize::from(lost) + usize::from(more);
                told(x, y, lost, more);
            }
        }
        sum
    }
}

/// A part of the page, in dots.
struct Tile {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

/// Where pictures differ, tries whether the print there merely lies a little off its place, and takes the differences back as
/// far as that explains them. All print of a tile must agree in where it moved.
pub(super) fn settle(lost: &mut Grey, more: &mut Grey, sides: &Sides<'_>, dpi: f32) {
    let side = (TILE * dpi / INCH) as usize;
    let reach = (MOVED * dpi / INCH).round() as isize;
    let (width, height) = (lost.width(), lost.height());
    let about = side / 4;
    for top in (0..height).step_by(side) {
        for left in (0..width).step_by(side) {
            let core = Tile {
                left,
                top,
                right: (left + side).min(width),
                bottom: (top + side).min(height),
            };
            let differs = (core.top..core.bottom).any(|y| {
                let any = |mask: &Grey| {
                    mask.line(y)
                        .get(core.left..core.right)
                        .is_some_and(|line| line.contains(&u8::MAX))
                };
                any(lost) || any(more)
            });
            if !differs {
                continue;
            }
            // The neighbourhood has a say, so that a stroke is not taken for the one beside it.
            let wider = Tile {
                left: left.saturating_sub(about),
                top: top.saturating_sub(about),
                right: (core.right + about).min(width),
                bottom: (core.bottom + about).min(height),
            };
            let quiet = |_: usize, _: usize, _: bool, _: bool| {};
            let mut best = (sides.different(&wider, (0, 0), quiet), (0, 0));
            for dy in -reach..=reach {
                for dx in -reach..=reach {
                    let sum = sides.different(&wider, (dx, dy), quiet);
                    if sum < best.0 {
                        best = (sum, (dx, dy));
                    }
                }
            }
            sides.different(&core, best.1, |x, y, is_lost, is_more| {
                lost.set(x, y, if is_lost { u8::MAX } else { 0 });
                more.set(x, y, if is_more { u8::MAX } else { 0 });
            });
        }
    }
}

/// Dots that hang together.
pub(super) struct Speck {
    pub(super) area: Area,
    /// mm².
    pub(super) size: f32,
}

impl Speck {
    pub(super) fn mark(&self, kind: MarkKind) -> Mark {
        Mark { area: self.area, kind }
    }
}

/// Every speck that is large enough to be a mark.
pub(super) fn specks(mask: &Grey, dpi: f32) -> Vec<Speck> {
    let (width, height) = (mask.width(), mask.height());
    let mm = INCH / dpi;
    let mut left = mask.dots().to_vec();
    let mut found = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for y in 0..height {
        for x in 0..width {
            if left.get(y * width + x).is_none_or(|dot| *dot == 0) {
                continue;
            }
            let (mut count, mut box_) = (0_usize, (x, y, x, y));
            open.push((x, y));
            while let Some((x, y)) = open.pop() {
                match left.get_mut(y * width + x) {
                    Some(dot) if *dot > 0 => *dot = 0,
                    _ => continue,
                }
                count += 1;
                box_ = (box_.0.min(x), box_.1.min(y), box_.2.max(x), box_.3.max(y));
                for v in y.saturating_sub(1)..(y + 2).min(height) {
                    for u in x.saturating_sub(1)..(x + 2).min(width) {
                        if left.get(v * width + u).is_some_and(|dot| *dot > 0) {
                            open.push((u, v));
                        }
                    }
                }
            }
            let size = count as f32 * mm * mm;
            if size >= SMALLEST {
                let (l, t, r, b) = box_;
                let at = |n: usize| n as f32 * mm;
                let area = Area { left: at(l), top: at(t), right: at(r + 1), bottom: at(b + 1) };
                found.push(Speck { area, size });
            }
        }
    }
    found
}
