//! Lays a scan over its electronic page.
//!
//! The corners of the code say roughly how the sheet lay in the scanner. From there the print itself is followed outwards,
//! block by block, because a corner that is one dot off at the code is millimetres off at the far edge. What remains after a
//! straight map (paper stretches, a feeder slips) is kept as small shifts between neighbouring blocks.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    reason = "places in a picture, far below 2^24 dots, and shifts of a few dots"
)]

mod shifts;

use self::shifts::Shifts;
use crate::geometry::{Map, Pair, Point};
use crate::picture::Grey;

/// Millimetres to the inch.
pub(crate) const INCH: f32 = 25.4;
/// A block of print that is looked for as one, mm.
const BLOCK: (f32, f32) = (24.0, 16.0);
/// Blocks of the second pass, mm.
const FINE: (f32, f32) = (16.0, 12.0);
/// From one block of the first pass to the next, mm.
const STRIDE: f32 = 20.0;
/// From one block of the second pass to the next, mm.
const FINE_STRIDE: f32 = 12.0;
/// How far from where it is expected a block is looked for in the first pass, mm.
const REACH: f32 = 3.5;
/// The same in the second pass, mm.
const FINE_REACH: f32 = 1.2;
/// Blocks nearer to the code than this are followed first, then as much further, mm.
const RING: f32 = 45.0;
/// A block is found where it is so much alike (correlation).
const ALIKE: f32 = 0.6;
/// What a straight map may leave over where paper was stretched, mm.
const STRETCH: f32 = 0.9;

/// A picture at full, half and quarter size.
#[derive(Debug, Clone)]
pub(crate) struct Levels {
    pub(crate) full: Grey,
    half: Grey,
    quarter: Grey,
}

impl Levels {
    pub(crate) fn of(full: Grey) -> Self {
        let half = full.halved();
        let quarter = half.halved();
        Self { full, half, quarter }
    }
}

/// How the scan lies over the page.
#[derive(Debug, Clone)]
pub(crate) struct Laid {
    /// From dots of the page to dots of the scan.
    pub(crate) map: Map,
    /// Share of the blocks with print that were found.
    pub(crate) found: f32,
    /// Blocks with print.
    pub(crate) blocks: usize,
    shifts: Shifts,
}

impl Laid {
    /// Where a dot of the page is in the scan.
    pub(crate) fn place(&self, x: f32, y: f32) -> Point {
        let at = self.map.apply(Point { x, y });
        let (dx, dy) = self.shifts.at(x, y);
        Point { x: at.x + dx, y: at.y + dy }
    }
}

/// Lays the scan over the page; `corners` are the code's in both. None where the corners alone do not make a map.
pub(crate) fn lay(page: &Levels, scan: &Levels, dpi: f32, corners: &[Pair; 4]) -> Option<Laid> {
    let mut map = Map::similar(corners)?;
    let mut pairs: Vec<Pair> = Vec::new();
    let centre = Point {
        x: corners.iter().map(|pair| pair.from.x).sum::<f32>() / 4.0,
        y: corners.iter().map(|pair| pair.from.y).sum::<f32>() / 4.0,
    };
    let coarse = Pass { page: &page.quarter, scan: &scan.quarter, level: 2, reach: REACH, dpi };
    let mut blocks = coarse.blocks(BLOCK, STRIDE);
    blocks.sort_by(|one, other| {
        centre.distance(one.middle(2)).total_cmp(&centre.distance(other.middle(2)))
    });
    let ring = dots(RING, dpi);
    let mut outer = ring;
    let mut waiting = blocks.as_slice();
    while !waiting.is_empty() {
        let near = waiting.iter().take_while(|block| centre.distance(block.middle(2)) < outer);
        let near = near.count();
        let (now, later) = waiting.split_at(near);
        pairs.extend(now.iter().filter_map(|block| coarse.pair(block, &map)));
        if pairs.len() >= 2 {
            let all: Vec<Pair> = corners.iter().chain(&pairs).copied().collect();
            map = fitted(&all, dots(1.2, dpi), Map::similar).unwrap_or(map);
        }
        waiting = later;
        outer += ring;
    }
    let fine = Pass { page: &page.half, scan: &scan.half, level: 1, reach: FINE_REACH, dpi };
    let blocks = fine.blocks(FINE, FINE_STRIDE);
    let found: Vec<Option<Pair>> = blocks.iter().map(|block| fine.pair(block, &map)).collect();
    let pairs: Vec<Pair> = found.iter().flatten().copied().collect();
    if pairs.len() >= 8 {
        map = fitted(&pairs, dots(0.6, dpi), Map::affine).unwrap_or(map);
    } else if pairs.len() >= 2 {
        map = fitted(&pairs, dots(0.6, dpi), Map::similar).unwrap_or(map);
    }
    let limit = dots(STRETCH, dpi) * map.scale();
    let left: Vec<(Point, Point)> = pairs
        .iter()
        .map(|pair| {
            let at = map.apply(pair.from);
            (pair.from, Point { x: pair.to.x - at.x, y: pair.to.y - at.y })
        })
        .filter(|(_, over)| over.x.hypot(over.y) < limit)
        .collect();
    let share = if blocks.is_empty() { 0.0 } else { left.len() as f32 / blocks.len() as f32 };
    let shifts = Shifts::of(page.full.width(), page.full.height(), dots(FINE_STRIDE, dpi), &left);
    Some(Laid { map, found: share, blocks: blocks.len(), shifts })
}

fn dots(mm: f32, dpi: f32) -> f32 {
    mm * dpi / INCH
}

/// Fits the pairs, leaves out what lies off, and fits again. `loose`: what is never off, dots.
fn fitted(pairs: &[Pair], loose: f32, fit: fn(&[Pair]) -> Option<Map>) -> Option<Map> {
    let mut map = fit(pairs)?;
    for _ in 0..5 {
        let mut off: Vec<f32> =
            pairs.iter().map(|pair| map.apply(pair.from).distance(pair.to)).collect();
        let all = off.clone();
        off.sort_by(f32::total_cmp);
        let middle = off.get(off.len() / 2).copied().unwrap_or_default();
        let limit = loose.max(middle * 2.5);
        let kept: Vec<Pair> = pairs
            .iter()
            .zip(&all)
            .filter(|(_, off)| **off <= limit)
            .map(|(pair, _)| *pair)
            .collect();
        match fit(&kept) {
            Some(better) => map = better,
            None => return Some(map),
        }
    }
    Some(map)
}

/// A block of print in one level of the page.
#[derive(Debug, Clone, Copy)]
struct Block {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

impl Block {
    /// Its middle in dots of the full page.
    fn middle(&self, level: u32) -> Point {
        up(
            Point {
                x: self.x as f32 + (self.width as f32 - 1.0) / 2.0,
                y: self.y as f32 + (self.height as f32 - 1.0) / 2.0,
            },
            level,
        )
    }
}

/// From dots of a level to dots of the full picture.
fn up(at: Point, level: u32) -> Point {
    let times = (1_u32 << level) as f32;
    let edge = (times - 1.0) / 2.0;
    Point { x: at.x * times + edge, y: at.y * times + edge }
}

/// From dots of the full picture to dots of a level.
fn down(at: Point, level: u32) -> Point {
    let times = (1_u32 << level) as f32;
    let edge = (times - 1.0) / 2.0;
    Point { x: (at.x - edge) / times, y: (at.y - edge) / times }
}

/// One way of looking for blocks.
struct Pass<'a> {
    page: &'a Grey,
    scan: &'a Grey,
    level: u32,
    reach: f32,
    dpi: f32,
}

impl Pass<'_> {
    /// Blocks that have enough print in them to be known again.
    fn blocks(&self, (wide, high): (f32, f32), stride: f32) -> Vec<Block> {
        let dpi = self.dpi / (1_u32 << self.level) as f32;
        let (width, height) = (dots(wide, dpi) as usize, dots(high, dpi) as usize);
        let step = (dots(stride, dpi) as usize).max(1);
        let mut blocks = Vec::new();
        let (last_x, last_y) =
            (self.page.width().saturating_sub(width), self.page.height().saturating_sub(height));
        for y in (0..=last_y).step_by(step) {
            for x in (0..=last_x).step_by(step) {
                let block = Block { x, y, width, height };
                if self.varied(&block) {
                    blocks.push(block);
                }
            }
        }
        blocks
    }

    fn varied(&self, block: &Block) -> bool {
        let inked: usize = (block.y..block.y + block.height)
            .map(|y| {
                let line = self.page.line(y).iter().skip(block.x).take(block.width);
                line.filter(|dot| **dot > 80).count()
            })
            .sum();
        let all = block.width * block.height;
        // A stroke or two is not enough; a block that is all ink has no shape.
        inked * 100 > all && inked * 10 < all * 9
    }

    /// Looks for a block of the page in the scan.
    fn pair(&self, block: &Block, map: &Map) -> Option<Pair> {
        let dpi = self.dpi / (1_u32 << self.level) as f32;
        let reach = dots(self.reach, dpi).round() as usize;
        let patch = self.patch(block, map, reach);
        let (dx, dy) = best(self.page, block, &patch, reach)?;
        let from = block.middle(self.level);
        let times = (1_u32 << self.level) as f32;
        let to = map.apply(Point { x: from.x + dx * times, y: from.y + dy * times });
        Some(Pair { from, to })
    }

    /// What the scan shows where the block is expected, and around it, in the page's own directions.
    fn patch(&self, block: &Block, map: &Map, reach: usize) -> Vec<u8> {
        let (width, height) = (block.width + 2 * reach, block.height + 2 * reach);
        let mut patch = Vec::with_capacity(width * height);
        // A straight map: one step right or down is the same everywhere.
        let origin = |x: f32, y: f32| down(map.apply(up(Point { x, y }, self.level)), self.level);
        let (left, top) = (block.x as f32 - reach as f32, block.y as f32 - reach as f32);
        let first = origin(left, top);
        let right = origin(left + 1.0, top);
        let (step_x, step_y) = (right.x - first.x, right.y - first.y);
        for row in 0..height {
            let start = origin(left, top + row as f32);
            patch.extend((0..width).map(|column| {
                let n = column as f32;
                self.scan
                    .between(start.x + step_x * n, start.y + step_y * n)
                    .map_or(0, |ink| ink as u8)
            }));
        }
        patch
    }
}

/// The shift at which the patch is most like the block, between dots; none where it is nowhere alike or only at the rim.
fn best(page: &Grey, block: &Block, patch: &[u8], reach: usize) -> Option<(f32, f32)> {
    let wide = block.width + 2 * reach;
    let count = (block.width * block.height) as f32;
    let (mut sum, mut square) = (0_u64, 0_u64);
    for y in block.y..block.y + block.height {
        for dot in page.line(y).iter().skip(block.x).take(block.width) {
            sum += u64::from(*dot);
            square += u64::from(*dot) * u64::from(*dot);
        }
    }
    let spread = square as f32 - (sum as f32) * (sum as f32) / count;
    let side = 2 * reach + 1;
    let mut scores = vec![-1.0_f32; side * side];
    for (n, score) in scores.iter_mut().enumerate() {
        let (dx, dy) = (n % side, n / side);
        let (mut other, mut others, mut both) = (0_u32, 0_u64, 0_u64);
        for row in 0..block.height {
            let at = (row + dy) * wide + dx;
            let seen = patch.get(at..at + block.width).unwrap_or_default();
            let held = page.line(block.y + row).get(block.x..block.x + block.width);
            let (mut line, mut lines, mut products) = (0_u32, 0_u32, 0_u32);
            for (one, two) in seen.iter().zip(held.unwrap_or_default()) {
                let (one, two) = (u32::from(*one), u32::from(*two));
                line += one;
                lines += one * one;
                products += one * two;
            }
            other += line;
            others += u64::from(lines);
            both += u64::from(products);
        }
        let along = both as f32 - other as f32 * sum as f32 / count;
        let spreads = others as f32 - (other as f32) * (other as f32) / count;
        *score = along / (spread * spreads).sqrt().max(1.0);
    }
    let (n, top) = scores.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1))?;
    let (x, y) = (n % side, n / side);
    if *top < ALIKE || x == 0 || y == 0 || x + 1 == side || y + 1 == side {
        return None;
    }
    let at = |x: usize, y: usize| scores.get(y * side + x).copied().unwrap_or(-1.0);
    let dx = peak(at(x - 1, y), *top, at(x + 1, y));
    let dy = peak(at(x, y - 1), *top, at(x, y + 1));
    let whole = |n: usize| n as isize - reach as isize;
    Some((whole(x) as f32 + dx, whole(y) as f32 + dy))
}

/// Where between its neighbours a peak is, in dots.
fn peak(before: f32, top: f32, after: f32) -> f32 {
    let bend = before - 2.0 * top + after;
    if bend.abs() < 1e-6 { 0.0 } else { ((before - after) / (2.0 * bend)).clamp(-0.5, 0.5) }
}
