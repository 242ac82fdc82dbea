//! A page as a picture in sixteen greys, as a scanner would bring it back.

use typst::utils::Scalar;
use typst_layout::Page;
use typst_render::{RenderOptions, render};
use zhiheng_app::ports::press::{Png, PressError};

/// Points to the inch.
const POINTS: f64 = 72.0;

/// Draws the page.
///
/// # Errors
/// The picture cannot be written; the words are for the log.
pub(crate) fn drawn(page: &Page, dpi: u16) -> Result<Png, PressError> {
    let options = RenderOptions {
        pixel_per_pt: Scalar::new(f64::from(dpi) / POINTS),
        ..RenderOptions::default()
    };
    let pixmap = render(page, &options);
    let width = usize::try_from(pixmap.width()).unwrap_or(0);
    let mut packed = Vec::with_capacity(pixmap.pixels().len() / 2 + 1);
    for line in pixmap.pixels().chunks(width.max(1)) {
        for pair in line.chunks(2) {
            let grey = |n: usize| {
                pair.get(n).map_or(0xf, |dot| {
                    // Weights of ITU-R BT.601; the page is opaque.
                    let light = 299 * u32::from(dot.red())
                        + 587 * u32::from(dot.green())
                        + 114 * u32::from(dot.blue());
                    u8::try_from((light + 8_500) / 17_000).unwrap_or(0xf).min(0xf)
                })
            };
            packed.push(grey(0) << 4 | grey(1));
        }
    }
    encoded(pixmap.width(), pixmap.height(), &packed)
        .map(Png)
        .map_err(|fault| PressError::Layout(format!("picture: {fault}")))
}

fn encoded(width: u32, height: u32, packed: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(packed)?;
    writer.finish()?;
    Ok(out)
}
