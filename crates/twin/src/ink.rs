//! From greys to ink: paper of any tint and print of any strength on one scale, 0 for paper and 255 for full ink.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "greys between 0 and 255 and counts of dots below 2^24"
)]

use crate::picture::Grey;

/// Side of the cells in which the paper's own shade is measured, dots.
const CELL: usize = 48;

/// How much ink there is at every dot.
///
/// The shade of the paper is taken around each place, so that a shadow at the spine or a yellowed sheet does not count as ink;
/// full ink is what the dark dots of this page have in common.
pub(crate) fn ink(picture: &Grey) -> Grey {
    let paper = Paper::of(picture);
    let full = full(picture, &paper);
    let mut shades = vec![0.0; picture.width()];
    picture.made(|y, out| {
        paper.line(y, &mut shades);
        for ((out, dot), shade) in out.iter_mut().zip(picture.line(y)).zip(&shades) {
            let depth = (shade - f32::from(*dot)) / (shade - full * shade).max(8.0);
            *out = (depth.clamp(0.0, 1.0) * 255.0) as u8;
        }
    })
}

/// Share of its paper's light that a dot of full ink sends back.
fn full(picture: &Grey, paper: &Paper) -> f32 {
    let mut counts = [0_u32; 256];
    let mut shades = vec![0.0; picture.width()];
    for (y, line) in picture.lines().enumerate().step_by(2) {
        paper.line(y, &mut shades);
        for (dot, shade) in line.iter().zip(&shades).step_by(2) {
            let share = (f32::from(*dot) / shade.max(1.0)).clamp(0.0, 1.0);
            if let Some(count) = counts.get_mut((share * 255.0) as usize) {
                *count += 1;
            }
        }
    }
    let dark: u32 = counts.iter().take(150).sum();
    let mut seen = 0;
    for (share, count) in counts.iter().enumerate().take(150) {
        seen += count;
        if seen * 4 > dark {
            return (share as f32 / 255.0).min(0.55);
        }
    }
    0.0
}

/// The shade of the paper, cell by cell.
struct Paper {
    across: usize,
    down: usize,
    shades: Vec<f32>,
}

impl Paper {
    fn of(picture: &Grey) -> Self {
        let (across, down) = (picture.width().div_ceil(CELL), picture.height().div_ceil(CELL));
        let mut raw = Vec::with_capacity(across * down);
        let mut counts = vec![[0_u32; 256]; across];
        for band in 0..down {
            for cell in &mut counts {
                cell.fill(0);
            }
            for y in (band * CELL..(band + 1) * CELL).step_by(2) {
                for (cell, dots) in counts.iter_mut().zip(picture.line(y).chunks(CELL)) {
                    for dot in dots.iter().step_by(2) {
                        if let Some(count) = cell.get_mut(usize::from(*dot)) {
                            *count += 1;
                        }
                    }
                }
            }
            raw.extend(counts.iter().map(common_light));
        }
        // A cell full of ink has no paper in it: its neighbours lend theirs.
        let lent = spread(&raw, across, down, |near| near.iter().copied().fold(0.0, f32::max));
        let even =
            spread(&lent, across, down, |near| near.iter().sum::<f32>() / near.len().max(1) as f32);
        Self { across, down, shades: even }
    }

    /// The shades along a line.
    fn line(&self, y: usize, out: &mut [f32]) {
        let y = (y as f32 / CELL as f32 - 0.5).max(0.0);
        let top = (y as usize).min(self.down - 1);
        let below = (top + 1).min(self.down - 1);
        let down = y - top as f32;
        let cell = |x: usize| {
            let at = |y: usize| {
                let at = y * self.across + x.min(self.across - 1);
                self.shades.get(at).copied().unwrap_or(255.0)
            };
            at(top) * (1.0 - down) + at(below) * down
        };
        let (half, mut n) = (CELL / 2, 0);
        let (first, rest) = out.split_at_mut(half.min(out.len()));
        first.fill(cell(0));
        for part in rest.chunks_mut(CELL) {
            let (left, right) = (cell(n), cell(n + 1));
            for (x, shade) in part.iter_mut().enumerate() {
                let across = x as f32 / CELL as f32;
                *shade = left * (1.0 - across) + right * across;
            }
            n += 1;
        }
    }
}

/// The shade that four dots in five do not exceed.
fn common_light(counts: &[u32; 256]) -> f32 {
    let all: u32 = counts.iter().sum();
    let mut seen = 0;
    for (shade, count) in counts.iter().enumerate() {
        seen += count;
        if seen * 10 >= all * 8 {
            return shade as f32;
        }
    }
    255.0
}

fn spread(shades: &[f32], across: usize, down: usize, of: impl Fn(&[f32]) -> f32) -> Vec<f32> {
    let mut out = Vec::with_capacity(shades.len());
    for y in 0..down {
        for x in 0..across {
            let mut near = [0.0; 9];
            let mut n = 0;
            for v in y.saturating_sub(1)..(y + 2).min(down) {
                for u in x.saturating_sub(1)..(x + 2).min(across) {
                    if let (Some(place), Some(shade)) =
                        (near.get_mut(n), shades.get(v * across + u))
                    {
                        *place = *shade;
                        n += 1;
                    }
                }
            }
            out.push(of(near.get(..n).unwrap_or_default()));
        }
    }
    out
}

/// The most ink within `reach` dots, both ways.
pub(crate) fn widened(ink: &Grey, reach: usize) -> Grey {
    let across = ink.made(|y, out| {
        let line = ink.line(y);
        out.copy_from_slice(line);
        for step in 1..=reach {
            for (dot, other) in out.iter_mut().zip(line.iter().skip(step)) {
                *dot = (*dot).max(*other);
            }
            for (dot, other) in out.iter_mut().skip(step).zip(line) {
                *dot = (*dot).max(*other);
            }
        }
    });
    let last = ink.height() - 1;
    across.made(|y, out| {
        for v in y.saturating_sub(reach)..=(y + reach).min(last) {
            for (dot, other) in out.iter_mut().zip(across.line(v)) {
                *dot = (*dot).max(*other);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sheet that gets darker to the right, with a square of ink.
    fn sheet(lightest: f32, ink: f32) -> Grey {
        let (width, height) = (400, 300);
        let mut dots = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let paper = lightest - x as f32 / 12.0;
                let inked = (100..140).contains(&x) && (100..140).contains(&y);
                dots.push(if inked { paper * ink } else { paper } as u8);
            }
        }
        Grey::new(width, height, dots).unwrap()
    }

    #[test]
    fn given_yellowed_paper_with_a_shadow_then_paper_is_paper_and_ink_is_ink() {
        for (lightest, strength) in [(255.0, 0.0), (200.0, 0.3), (170.0, 0.4)] {
            let ink = ink(&sheet(lightest, strength));
            assert!(ink.line(120)[120] > 200, "{}", ink.line(120)[120]);
            assert!(ink.line(120)[300] < 40 && ink.line(30)[20] < 40 && ink.line(280)[390] < 40);
        }
    }

    #[test]
    fn given_one_dot_then_it_widens_to_a_square() {
        let mut dots = vec![0; 100];
        dots[55] = 200;
        let wide = widened(&Grey::new(10, 10, dots).unwrap(), 2);
        assert_eq!(wide.dots().iter().map(|dot| u32::from(*dot)).sum::<u32>(), 25 * 200);
        assert_eq!((wide.line(3)[3], wide.line(7)[7], wide.line(2)[5]), (200, 200, 0));
    }
}
