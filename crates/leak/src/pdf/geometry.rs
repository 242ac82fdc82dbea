//! Places on a page: boxes and the arithmetic of PDF matrices. Units are those of the page, points unless it says otherwise.

/// A box; its sides are in order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) bottom: f32,
    pub(super) right: f32,
    pub(super) top: f32,
}

impl Area {
    /// The least box around points; none without points.
    pub(super) fn around(points: &[(f32, f32)]) -> Option<Self> {
        let (first, rest) = points.split_first()?;
        let start = Self { left: first.0, right: first.0, bottom: first.1, top: first.1 };
        Some(rest.iter().fold(start, |area, (x, y)| Self {
            left: area.left.min(*x),
            right: area.right.max(*x),
            bottom: area.bottom.min(*y),
            top: area.top.max(*y),
        }))
    }

    pub(super) fn holds(&self, (x, y): (f32, f32)) -> bool {
        x >= self.left && x <= self.right && y >= self.bottom && y <= self.top
    }

    pub(super) fn within(&self, other: &Self) -> Self {
        Self {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        }
    }
}

/// A transformation `[a b c d e f]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f32; 6]);

impl Matrix {
    pub(super) const UNIT: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This one first, then `next`.
    #[expect(
        clippy::many_single_char_names,
        reason = "the standard names the six numbers of a matrix so"
    )]
    pub(super) fn then(self, next: Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [na, nb, nc, nd, ne, nf] = next.0;
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    #[expect(
        clippy::many_single_char_names,
        reason = "the standard names the six numbers of a matrix so"
    )]
    pub(super) fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// By how much it enlarges a height.
    pub(super) fn scale(&self) -> f32 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }

    pub(super) fn area(&self, width: f32, height: f32) -> Option<Area> {
        Area::around(&[
            self.at(0.0, 0.0),
            self.at(width, 0.0),
            self.at(0.0, height),
            self.at(width, height),
        ])
    }
}
