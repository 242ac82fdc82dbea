//! A scanner: sheets lie askew and off their place, paper has a tint and stretches, light is uneven, the sensor is noisy, the glass
//! is dusty; and what people do to paper before it is scanned.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use zhiheng_twin::Grey;

use crate::desk::{DPI, Dice};

/// How a sheet was scanned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pass {
    pub(crate) degrees: f32,
    /// Dots to the inch, both ways.
    pub(crate) dpi: (f32, f32),
    /// Shift, mm.
    pub(crate) shift: (f32, f32),
    /// Shade of the paper and of full ink.
    pub(crate) paper: f32,
    pub(crate) ink: f32,
    /// Standard deviation of the noise.
    pub(crate) noise: f32,
    pub(crate) dust: usize,
    /// How much the paper is stretched in waves, mm.
    pub(crate) wave: f32,
    pub(crate) turned: bool,
}

impl Pass {
    pub(crate) const STILL: Self = Self {
        degrees: 0.0,
        dpi: (200.0, 200.0),
        shift: (0.0, 0.0),
        paper: 250.0,
        ink: 20.0,
        noise: 2.0,
        dust: 0,
        wave: 0.0,
        turned: false,
    };

    /// Within what is to be expected: up to 3°, 2 mm, one part in a hundred of scale, and a poor machine.
    pub(crate) fn any(dice: &mut Dice) -> Self {
        let dpi = 200.0 * (1.0 + 0.008 * dice.around());
        Self {
            degrees: 3.0 * dice.around(),
            dpi: (dpi, dpi * (1.0 + 0.003 * dice.around())),
            shift: (2.0 * dice.around(), 2.0 * dice.around()),
            paper: 235.0 + 15.0 * dice.around(),
            ink: 45.0 + 25.0 * dice.around(),
            noise: 8.0 + 4.0 * dice.around(),
            dust: dice.below(30),
            wave: 0.12 * (1.0 + dice.around()),
            turned: false,
        }
    }
}

/// The sheet as the scanner gives it back, in colour where there is any.
pub(crate) struct Scanned {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Three bytes a dot.
    pub(crate) dots: Vec<u8>,
}

impl Scanned {
    pub(crate) fn jpeg(&self, quality: u8) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        JpegEncoder::new_with_quality(&mut out, quality)
            .write_image(&self.dots, self.width as u32, self.height as u32, ExtendedColorType::Rgb8)
            .unwrap();
        out.into_inner()
    }

    pub(crate) fn grey(&self) -> Vec<u8> {
        self.dots
            .chunks_exact(3)
            .map(|dot| {
                ((u32::from(dot[0]) * 299 + u32::from(dot[1]) * 587 + u32::from(dot[2]) * 114)
                    / 1000) as u8
            })
            .collect()
    }
}

/// A sheet of paper with its print, before it is scanned: three bytes a dot, 255 = paper, at the desk's resolution.
pub(crate) struct Paper {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) dots: Vec<[u8; 3]>,
}

impl Paper {
    pub(crate) fn of(print: &Grey) -> Self {
        let dots = print.dots().iter().map(|dot| [*dot; 3]).collect();
        Self { width: print.width(), height: print.height(), dots }
    }

    /// Ink lets light through: it darkens what is below it.
    pub(crate) fn ink(&mut self, x: f32, y: f32, colour: [u8; 3]) {
        if x < 0.0 || y < 0.0 || x >= self.width as f32 || y >= self.height as f32 {
            return;
        }
        let dot = &mut self.dots[y as usize * self.width + x as usize];
        for (dot, ink) in dot.iter_mut().zip(colour) {
            *dot = (u16::from(*dot) * u16::from(ink) / 255) as u8;
        }
    }

    /// A pen from place to place, mm.
    pub(crate) fn pen(&mut self, places: &[(f32, f32)], thick: f32, colour: [u8; 3]) {
        let per_mm = f32::from(DPI) / 25.4;
        let reach = thick * per_mm / 2.0;
        let mut touched = std::collections::BTreeSet::new();
        for pair in places.windows(2) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let steps = ((x1 - x0).hypot(y1 - y0) * per_mm * 2.0) as usize + 1;
            for step in 0..=steps {
                let part = step as f32 / steps as f32;
                let (x, y) = ((x0 + (x1 - x0) * part) * per_mm, (y0 + (y1 - y0) * part) * per_mm);
                let near = reach.ceil() as i32;
                for v in -near..=near {
                    for u in -near..=near {
                        if (u as f32).hypot(v as f32) <= reach {
                            touched.insert((x as i32 + u, y as i32 + v));
                        }
                    }
                }
            }
        }
        for (x, y) in touched {
            self.ink(x as f32, y as f32, colour);
        }
    }

    /// A round seal with a star of strokes, mm.
    pub(crate) fn seal(&mut self, x: f32, y: f32, colour: [u8; 3]) {
        let ring = |radius: f32| -> Vec<(f32, f32)> {
            (0..=60)
                .map(|n| (n as f32 * 0.104_72).sin_cos())
                .map(|(s, c)| (x + radius * c, y + radius * s))
                .collect()
        };
        self.pen(&ring(20.0), 1.2, colour);
        for n in 0..10 {
            let (sin, cos) = (n as f32 * 0.628_3).sin_cos();
            self.pen(
                &[(x + 13.0 * cos, y + 13.0 * sin), (x + 17.0 * cos, y + 17.0 * sin)],
                0.8,
                colour,
            );
        }
        self.pen(&[(x - 4.0, y - 4.0), (x + 4.0, y + 4.0)], 1.0, colour);
        self.pen(&[(x + 4.0, y - 4.0), (x - 4.0, y + 4.0)], 1.0, colour);
    }

    /// A hand's signature, mm.
    pub(crate) fn signature(&mut self, x: f32, y: f32, colour: [u8; 3]) {
        let places: Vec<(f32, f32)> = (0..40)
            .map(|n| n as f32)
            .map(|n| (x + n * 0.6, y + 4.0 * (n * 0.9).sin() * (n * 0.23).cos()))
            .collect();
        self.pen(&places, 0.5, colour);
    }

    /// White fluid or a patch over a place, mm.
    pub(crate) fn cover(&mut self, left: f32, top: f32, wide: f32, high: f32) {
        let per_mm = f32::from(DPI) / 25.4;
        for y in (top * per_mm) as usize..((top + high) * per_mm) as usize {
            for x in (left * per_mm) as usize..((left + wide) * per_mm) as usize {
                self.dots[y * self.width + x] = [252; 3];
            }
        }
    }

    /// Puts the sheet through the scanner.
    pub(crate) fn scanned(&self, pass: &Pass, dice: &mut Dice) -> Scanned {
        let own = f32::from(DPI);
        let (width, height) = ((8.27 * pass.dpi.0) as usize, (11.69 * pass.dpi.1) as usize);
        let (sin, cos) = pass.degrees.to_radians().sin_cos();
        let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
        let shift = (pass.shift.0 * pass.dpi.0 / 25.4, pass.shift.1 * pass.dpi.1 / 25.4);
        let (ratio_x, ratio_y) = (own / pass.dpi.0, own / pass.dpi.1);
        let wave = pass.wave * own / 25.4;
        let (slope, tilt) = (dice.around() * 10.0, dice.around() * 10.0);
        let depth = (pass.paper - pass.ink) / 255.0;
        let mut dots = Vec::with_capacity(width * height * 3);
        for y in 0..height {
            for x in 0..width {
                let (u, v) = (x as f32 - middle_x - shift.0, y as f32 - middle_y - shift.1);
                let (mut u, mut v) = (u * cos + v * sin, v * cos - u * sin);
                if pass.turned {
                    (u, v) = (-u, -v);
                }
                let u = u * ratio_x + self.width as f32 / 2.0;
                let v = v * ratio_y + self.height as f32 / 2.0;
                let u = u + wave * (v / 310.0).sin();
                let v = v + wave * (u / 270.0).cos();
                let light = slope * (x as f32 / width as f32 - 0.5)
                    + tilt * (y as f32 / height as f32 - 0.5);
                let noise = (dice.around() + dice.around() + dice.around()) * pass.noise;
                let seen = self.soft(u, v);
                dots.extend(
                    seen.map(|dot| {
                        (pass.ink + dot * depth + light + noise).clamp(0.0, 255.0) as u8
                    }),
                );
            }
        }
        let mut scanned = Scanned { width, height, dots };
        for _ in 0..pass.dust {
            let (x, y) = (dice.below(width - 4), dice.below(height - 4));
            let (wide, high) = (1 + dice.below(2), 1 + dice.below(2));
            for v in y..y + high {
                for u in x..x + wide {
                    scanned.dots[(v * width + u) * 3..][..3].fill(90);
                }
            }
        }
        scanned
    }

    /// The light of a place and its surroundings: no lens is perfectly sharp.
    fn soft(&self, x: f32, y: f32) -> [f32; 3] {
        let (left, top) = (x - 0.5, y - 0.5);
        if left < 1.0
            || top < 1.0
            || left + 3.0 >= self.width as f32
            || top + 3.0 >= self.height as f32
        {
            return [255.0; 3];
        }
        let (column, row) = (left as usize, top as usize);
        let (right, down) = (left - column as f32, top - row as f32);
        let mut sum = [0.0_f32; 3];
        // A square of two dots, averaged where it falls between the dots.
        let across = [1.0 - right, 1.0, right];
        let along = [1.0 - down, 1.0, down];
        for (v, high) in along.iter().enumerate() {
            let line = &self.dots[(row + v) * self.width + column..][..3];
            for (dot, wide) in line.iter().zip(across) {
                let share = wide * high / 4.0;
                for (sum, value) in sum.iter_mut().zip(dot) {
                    *sum += share * f32::from(*value);
                }
            }
        }
        sum
    }
}
