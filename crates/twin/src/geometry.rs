//! Places on a page, and the map that lays one picture over another.

use serde::{Deserialize, Serialize};

/// A rectangle on the page, mm from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
}

impl Area {
    /// Whether the middle of the other lies inside.
    pub fn holds(&self, other: &Self) -> bool {
        let x = f32::midpoint(other.left, other.right);
        let y = f32::midpoint(other.top, other.bottom);
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// Whether the two are less than `gap` mm apart.
    pub(crate) fn near(&self, other: &Self, gap: f32) -> bool {
        self.left - gap <= other.right
            && other.left - gap <= self.right
            && self.top - gap <= other.bottom
            && other.top - gap <= self.bottom
    }

    /// The smallest rectangle around both.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// A point in a picture, in dots.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f32,
    pub(crate) y: f32,
}

impl Point {
    pub(crate) fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// One point in both pictures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) from: Point,
    pub(crate) to: Point,
}

/// `x' = a x + b y + c`, `y' = d x + e y + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Map {
    pub(crate) a: f32,
    pub(crate) b: f32,
    pub(crate) c: f32,
    pub(crate) d: f32,
    pub(crate) e: f32,
    pub(crate) f: f32,
}

impl Map {
    pub(crate) fn apply(&self, at: Point) -> Point {
        Point {
            x: self.a * at.x + self.b * at.y + self.c,
            y: self.d * at.x + self.e * at.y + self.f,
        }
    }

    /// How much longer a line becomes, on average.
    pub(crate) fn scale(&self) -> f32 {
        (self.a * self.e - self.b * self.d).abs().sqrt()
    }

    /// Angle by which it turns, degrees.
    pub(crate) fn angle(&self) -> f32 {
        (self.d - self.b).atan2(self.a + self.e).to_degrees()
    }

    /// The best turn, shift and scale for these pairs (least squares); none for fewer than two.
    pub(crate) fn similar(pairs: &[Pair]) -> Option<Self> {
        let (from, to) = means(pairs)?;
        let (mut square, mut along, mut across) = (0.0_f32, 0.0_f32, 0.0_f32);
        for pair in pairs {
            let (x, y) = (pair.from.x - from.x, pair.from.y - from.y);
            let (u, v) = (pair.to.x - to.x, pair.to.y - to.y);
            square += x * x + y * y;
            along += x * u + y * v;
            across += x * v - y * u;
        }
        if square < 1.0 {
            return None;
        }
        let (a, d) = (along / square, across / square);
        Some(Self {
            a,
            b: -d,
            c: to.x - a * from.x + d * from.y,
            d,
            e: a,
            f: to.y - d * from.x - a * from.y,
        })
    }

    /// The best map of straight lines to straight lines for these pairs; none where they lie on one line.
    pub(crate) fn affine(pairs: &[Pair]) -> Option<Self> {
        let (from, to) = means(pairs)?;
        let (mut xx, mut xy, mut yy) = (0.0_f64, 0.0_f64, 0.0_f64);
        let (mut xu, mut yu, mut xv, mut yv) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        for pair in pairs {
            let (x, y) = (f64::from(pair.from.x - from.x), f64::from(pair.from.y - from.y));
            let (u, v) = (f64::from(pair.to.x - to.x), f64::from(pair.to.y - to.y));
            xx += x * x;
            xy += x * y;
            yy += y * y;
            xu += x * u;
            yu += y * u;
            xv += x * v;
            yv += y * v;
        }
        let det = xx * yy - xy * xy;
        // Points on one line say nothing of what lies beside it.
        if det < 1e-3 * xx * yy || det < 1.0 {
            return None;
        }
        let solve = |p: f64, q: f64| ((p * yy - q * xy) / det, (q * xx - p * xy) / det);
        let ((a, b), (d, e)) = (solve(xu, yu), solve(xv, yv));
        let narrow = |value: f64| {
            #[expect(clippy::cast_possible_truncation, reason = "a coefficient near one")]
            {
                value as f32
            }
        };
        let (a, b, d, e) = (narrow(a), narrow(b), narrow(d), narrow(e));
        Some(Self {
            a,
            b,
            c: to.x - a * from.x - b * from.y,
            d,
            e,
            f: to.y - d * from.x - e * from.y,
        })
    }
}

fn means(pairs: &[Pair]) -> Option<(Point, Point)> {
    if pairs.len() < 2 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a few hundred pairs")]
    let n = pairs.len() as f32;
    let mean = |of: fn(&Pair) -> f32| pairs.iter().map(of).sum::<f32>() / n;
    Some((
        Point { x: mean(|pair| pair.from.x), y: mean(|pair| pair.from.y) },
        Point { x: mean(|pair| pair.to.x), y: mean(|pair| pair.to.y) },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(map: Map) -> Vec<Pair> {
        [(0.0, 0.0), (900.0, 10.0), (30.0, 1400.0), (850.0, 1300.0), (400.0, 700.0)]
            .into_iter()
            .map(|(x, y)| Pair { from: Point { x, y }, to: map.apply(Point { x, y }) })
            .collect()
    }

    fn close(left: Map, right: Map) {
        for (x, y) in [(0.0, 0.0), (1000.0, 0.0), (0.0, 1000.0)] {
            let at = Point { x, y };
            assert!(left.apply(at).distance(right.apply(at)) < 0.05, "{left:?} {right:?}");
        }
    }

    #[test]
    fn given_points_turned_by_three_degrees_then_the_turn_is_found() {
        let (sin, cos) = 3.0_f32.to_radians().sin_cos();
        let map = Map { a: 1.2 * cos, b: -1.2 * sin, c: 14.0, d: 1.2 * sin, e: 1.2 * cos, f: -9.0 };
        let found = Map::similar(&pairs(map)).unwrap();
        close(found, map);
        assert!((found.angle() - 3.0).abs() < 0.01);
        assert!((found.scale() - 1.2).abs() < 0.001);
        close(Map::affine(&pairs(map)).unwrap(), map);
    }

    #[test]
    fn given_points_stretched_one_way_then_only_the_affine_map_fits() {
        let map = Map { a: 1.01, b: 0.002, c: 3.0, d: -0.003, e: 0.99, f: 5.0 };
        close(Map::affine(&pairs(map)).unwrap(), map);
    }

    #[test]
    fn given_points_on_one_line_then_there_is_no_affine_map() {
        let line: Vec<Pair> = [0.0, 100.0, 200.0, 300.0]
            .into_iter()
            .map(|x| Pair { from: Point { x, y: 2.0 * x }, to: Point { x, y: 2.0 * x } })
            .collect();
        assert_eq!(Map::affine(&line), None);
    }
}
