//! The QR code at the inner lower corner of every page, drawn once the paper is set and the number of its pages is known.
//!
//! Measures are those of `layouts/frame.typ`, which prints the same words beside it.

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, QRCode};
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::syntax::Span;
use typst::visualize::{Color, Curve, FillRule, Geometry, Shape};
use typst_layout::{Page, PagedDocument};
use zhiheng_app::ports::press::{Layout, PressError, Sheet};

/// Side of the code, mm.
const SIDE: f64 = 14.0;
/// From the lower edge of the page, mm.
const BELOW: f64 = 5.0;
/// Side of the code on a slip, mm; measures are those of `layouts/slip.typ`.
const SLIP_SIDE: f64 = 34.0;
/// From its upper edge, mm.
const SLIP_TOP: f64 = 12.0;
/// From its right edge, mm.
const SLIP_EDGE: f64 = 14.0;
/// From the inner edge of the page, mm: where the text begins.
const INNER: f64 = 28.0;

/// The document with the code on every page.
///
/// # Errors
/// The paper's key is too long for a code.
pub(crate) fn drawn(document: PagedDocument, sheet: &Sheet) -> Result<PagedDocument, PressError> {
    let count = document.pages().len();
    let mut document = document;
    let info = document.info_mut().clone();
    let mut pages: Vec<Page> = document.pages().to_vec();
    for (index, page) in pages.iter_mut().enumerate() {
        let code = QRBuilder::new(sheet.code(index + 1, count))
            .ecl(ECL::M)
            .build()
            .map_err(|fault| PressError::Layout(format!("code of {}: {fault:?}", sheet.key)))?;
        if sheet.layout == Layout::Slip {
            // The code of a slip is for the party: large, at the top, on the first page only.
            if index == 0 {
                let left = page.frame.width() - Abs::mm(SLIP_EDGE + SLIP_SIDE);
                draw(
                    &mut page.frame,
                    &code,
                    Point::new(left, Abs::mm(SLIP_TOP)),
                    Abs::mm(SLIP_SIDE),
                );
            }
        } else {
            stamp(&mut page.frame, &code, index % 2 == 0);
        }
    }
    Ok(PagedDocument::new(pages.into(), info))
}

fn stamp(frame: &mut Frame, code: &QRCode, odd: bool) {
    let side = Abs::mm(SIDE);
    let left = if odd { Abs::mm(INNER) } else { frame.width() - Abs::mm(INNER) - side };
    let top = frame.height() - Abs::mm(BELOW) - side;
    draw(frame, code, Point::new(left, top), side);
}

fn draw(frame: &mut Frame, code: &QRCode, at: Point, side: Abs) {
    let shape = Shape {
        geometry: Geometry::Curve(outline(code, side)),
        fill: Some(Color::BLACK.into()),
        fill_rule: FillRule::NonZero,
        stroke: None,
    };
    frame.push(at, FrameItem::Shape(shape, Span::detached()));
}

/// Dark modules, those in a row joined.
fn outline(code: &QRCode, side: Abs) -> Curve {
    let module = side / f64::from(u32::try_from(code.size).unwrap_or(u32::MAX));
    let at = |n: usize| module * f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let mut curve = Curve::new();
    for y in 0..code.size {
        let dark: Vec<bool> = code[y].iter().take(code.size).map(|module| module.value()).collect();
        let mut x = 0;
        while x < code.size {
            let run = dark.iter().skip(x).take_while(|dark| **dark).count();
            if run > 0 {
                curve.move_(Point::new(at(x), at(y)));
                curve.line(Point::new(at(x + run), at(y)));
                curve.line(Point::new(at(x + run), at(y + 1)));
                curve.line(Point::new(at(x), at(y + 1)));
                curve.close();
            }
            x += run.max(1);
        }
    }
    curve
}
