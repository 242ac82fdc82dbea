//! Small shifts that remain after a straight map: paper stretches, and a feeder slips.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places in a picture, far below 2^24 dots"
)]

use crate::geometry::Point;

/// Blocks that have a say in the shift at a knot.
const NEIGHBOURS: usize = 8;

/// Small shifts that remain, on a net over the page.
#[derive(Debug, Clone)]
pub(super) struct Shifts {
    step: f32,
    across: usize,
    down: usize,
    knots: Vec<(f32, f32)>,
}

impl Shifts {
    /// `step`: from knot to knot; `left`: blocks of the page and by how much they are off the straight map.
    pub(super) fn of(width: usize, height: usize, step: f32, left: &[(Point, Point)]) -> Self {
        let across = (width as f32 / step) as usize + 2;
        let down = (height as f32 / step) as usize + 2;
        let mut knots = Vec::with_capacity(across * down);
        let mut near: Vec<(f32, Point)> = Vec::with_capacity(left.len());
        for y in 0..down {
            for x in 0..across {
                let knot = Point { x: x as f32 * step, y: y as f32 * step };
                near.clear();
                near.extend(left.iter().map(|(from, over)| (from.distance(knot), *over)));
                near.sort_by(|one, other| one.0.total_cmp(&other.0));
                near.truncate(NEIGHBOURS);
                knots.push(usual(&near, step));
            }
        }
        Self { step, across, down, knots }
    }

    pub(super) fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let (x, y) = ((x / self.step).max(0.0), (y / self.step).max(0.0));
        let (left, top) = (x as usize, y as usize);
        let (right, below) = (x - left as f32, y - top as f32);
        let knot = |x: usize, y: usize| {
            let at = y.min(self.down - 1) * self.across + x.min(self.across - 1);
            self.knots.get(at).copied().unwrap_or_default()
        };
        let corners =
            [knot(left, top), knot(left + 1, top), knot(left, top + 1), knot(left + 1, top + 1)];
        let shares = [
            (1.0 - right) * (1.0 - below),
            right * (1.0 - below),
            (1.0 - right) * below,
            right * below,
        ];
        corners.iter().zip(shares).fold((0.0, 0.0), |sum, (corner, share)| {
            (sum.0 + corner.0 * share, sum.1 + corner.1 * share)
        })
    }
}

/// What the neighbours have in common; the nearer count more, and those far off the common value not at all.
fn usual(near: &[(f32, Point)], step: f32) -> (f32, f32) {
    let weight = |distance: f32| {
        let share = distance / (step / 2.0);
        1.0 / (1.0 + share * share).powi(2)
    };
    let middle = |of: fn(&Point) -> f32| {
        let mut values: Vec<(f32, f32)> =
            near.iter().map(|(distance, over)| (of(over), weight(*distance))).collect();
        values.sort_by(|one, other| one.0.total_cmp(&other.0));
        let half = values.iter().map(|(_, weight)| weight).sum::<f32>() / 2.0;
        let mut sum = 0.0;
        values
            .iter()
            .find(|(_, weight)| {
                sum += weight;
                sum >= half
            })
            .map_or(0.0, |(value, _)| *value)
    };
    let middle = Point { x: middle(|over| over.x), y: middle(|over| over.y) };
    let (mut x, mut y, mut all) = (0.0, 0.0, 0.0);
    for (distance, over) in near.iter().filter(|(_, over)| over.distance(middle) < step / 30.0) {
        let weight = weight(*distance);
        x += weight * over.x;
        y += weight * over.y;
        all += weight;
    }
    if all > 0.0 { (x / all, y / all) } else { (middle.x, middle.y) }
}
