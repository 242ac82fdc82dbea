//! The sheet as SVG text.

use std::fmt::Write as _;

use super::graph::{BOX, PAD, Style};
use super::place::{
    Band, DIAMOND, FOOT, HEADING, LINE, MARGIN, Placed, STEM, Sheet, diamond_width,
};
use super::text::{SIZE, escape, wrap};
use crate::model::Procedure;

const PAPER: &str = "#faf8f3";
const INK: &str = "#23221f";
const SOFT: &str = "#5f5b53";
const LINE_INK: &str = "#8a8478";
const WHITE: &str = "#fffefb";
const BANDS: [&str; 2] = ["#f3efe4", "#f7f4ec"];
const CHOICE: &str = "#e9ece6";
/// Numbers of issued papers, and nothing else.
const VERMILION: &str = "#a8321f";
const FONTS: &str = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif";

pub(super) fn draw(procedure: &Procedure, sheet: &Sheet<'_>) -> String {
    let (width, height) = (sheet.width, sheet.height);
    let mut out = String::with_capacity(64 * 1024);
    put(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"chart-title chart-desc\" font-family=\"{FONTS}\" font-size=\"{SIZE}\" fill=\"{INK}\">"
        ),
    );
    put(
        &mut out,
        format_args!("<title id=\"chart-title\">{}流程图</title>", escape(&procedure.title)),
    );
    put(
        &mut out,
        format_args!("<desc id=\"chart-desc\">{}</desc>", escape(&description(procedure))),
    );
    put(
        &mut out,
        format_args!(
            "<defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"{SOFT}\"/></marker></defs>"
        ),
    );
    put(&mut out, format_args!("<rect width=\"{width}\" height=\"{height}\" fill=\"{PAPER}\"/>"));
    put(
        &mut out,
        format_args!(
            "<text x=\"{}\" y=\"66\" text-anchor=\"middle\" font-size=\"30\" font-weight=\"700\">{}流程图</text>",
            width / 2,
            escape(&procedure.title)
        ),
    );
    for (number, band) in sheet.bands.iter().enumerate() {
        let fill = BANDS.get(number % BANDS.len()).copied().unwrap_or(PAPER);
        draw_band(&mut out, band, sheet, fill);
    }
    // What all arrows have in common is said once: a chart of many would weigh half as much again.
    put(
        &mut out,
        format_args!(
            "<g fill=\"none\" stroke=\"{SOFT}\" stroke-width=\"1.5\" stroke-linejoin=\"round\" marker-end=\"url(#tip)\">"
        ),
    );
    for corners in &sheet.arrows {
        draw_arrow(&mut out, corners);
    }
    out.push_str("</g>\n");
    for placed in &sheet.boxes {
        draw_box(&mut out, placed);
    }
    draw_foot(&mut out, procedure, sheet);
    out.push_str("</svg>\n");
    out
}

/// The whole procedure in sentences, for those who hear the chart instead of seeing it.
fn description(procedure: &Procedure) -> String {
    let mut said = String::new();
    for stage in &procedure.stages {
        let acts: Vec<&str> = procedure
            .acts
            .iter()
            .filter(|act| act.stage == stage.id)
            .map(|act| act.title.as_str())
            .collect();
        let _ = write!(said, "{}阶段：{}。", stage.title, acts.join("、"));
    }
    said
}

fn draw_band(out: &mut String, band: &Band, sheet: &Sheet<'_>, fill: &str) {
    let (x, w) = (MARGIN, sheet.width - 2 * MARGIN);
    put(
        out,
        format_args!(
            "<rect x=\"{x}\" y=\"{}\" width=\"{w}\" height=\"{}\" fill=\"{fill}\"/>",
            band.y, band.height
        ),
    );
    put(
        out,
        format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"20\" font-weight=\"700\">{}</text>",
            x + 20,
            band.y + 32,
            escape(&band.title)
        ),
    );
    if band.aside {
        let left = sheet.aside_x - 20;
        put(
            out,
            format_args!(
                "<path d=\"M{left} {}V{}\" stroke=\"{LINE_INK}\" stroke-width=\"1\" stroke-dasharray=\"2 5\" fill=\"none\"/>",
                band.y + 16,
                band.y + band.height - 16
            ),
        );
        put(
            out,
            format_args!(
                "<text x=\"{}\" y=\"{}\" fill=\"{SOFT}\">符合条件时随时可做</text>",
                sheet.aside_x,
                band.y + HEADING + SIZE
            ),
        );
    }
}

fn draw_arrow(out: &mut String, corners: &[(i32, i32)]) {
    let mut path = String::new();
    for (n, (x, y)) in corners.iter().enumerate() {
        let _ = write!(path, "{}{x} {y}", if n == 0 { 'M' } else { 'L' });
    }
    put(out, format_args!("<path d=\"{path}\"/>"));
}

fn draw_box(out: &mut String, placed: &Placed<'_>) {
    let Placed { node, x, y, height } = placed;
    let aside = node.layer.is_none();
    put(out, format_args!("<g id=\"act-{}\">", escape(&node.id)));
    let dashes = if aside { " stroke-dasharray=\"5 4\"" } else { "" };
    put(
        out,
        format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{height}\" rx=\"4\" fill=\"{WHITE}\" stroke=\"{LINE_INK}\"{dashes}/>"
        ),
    );
    let mut base = y + PAD + SIZE - 2;
    for line in &node.lines {
        let style = match line.style {
            Style::Title => " font-weight=\"700\"".to_owned(),
            Style::Detail => format!(" fill=\"{SOFT}\""),
            Style::Paper => format!(" fill=\"{VERMILION}\""),
            Style::Jump => String::new(),
        };
        put(
            out,
            format_args!(
                "<text x=\"{}\" y=\"{base}\"{style}>{}</text>",
                x + PAD,
                escape(&line.text)
            ),
        );
        if !line.beside.is_empty() {
            put(
                out,
                format_args!(
                    "<text x=\"{}\" y=\"{base}\" text-anchor=\"end\" fill=\"{SOFT}\">{}</text>",
                    x + BOX - PAD,
                    escape(&line.beside)
                ),
            );
        }
        base += LINE;
    }
    if let Some(question) = &node.question {
        let (middle, top) = (x + BOX / 2, y + height + STEM);
        let half = diamond_width(question) / 2;
        put(
            out,
            format_args!(
                "<path d=\"M{middle} {}V{top}\" stroke=\"{SOFT}\" stroke-width=\"1.5\" fill=\"none\"/>",
                y + height
            ),
        );
        put(
            out,
            format_args!(
                "<path d=\"M{middle} {top}L{} {}L{middle} {}L{} {}z\" fill=\"{CHOICE}\" stroke=\"{LINE_INK}\"/>",
                middle + half,
                top + DIAMOND / 2,
                top + DIAMOND,
                middle - half,
                top + DIAMOND / 2
            ),
        );
        put(
            out,
            format_args!(
                "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                top + DIAMOND / 2 + 6,
                escape(question)
            ),
        );
    }
    out.push_str("</g>\n");
}

fn draw_foot(out: &mut String, procedure: &Procedure, sheet: &Sheet<'_>) {
    let mut y = sheet.height - FOOT + 40;
    let mut line = |text: &str, colour: &str| {
        for part in wrap(text, sheet.width - 2 * MARGIN) {
            put(
                out,
                format_args!(
                    "<text x=\"{MARGIN}\" y=\"{y}\" fill=\"{colour}\">{}</text>",
                    escape(&part)
                ),
            );
            y += LINE;
        }
    };
    line(&format!("{}。依据：{}。", procedure.title, procedure.basis.join("、")), INK);
    line(&format!("版本 {}，自 {} 起施行。", procedure.version, procedure.from), SOFT);
    line(
        "方框内依次是：行为和由谁办、办理期限、条文。朱红色的是编号出具的文书。虚线框是符合条件时随时可做的行为；菱形处按情况选择去向。",
        SOFT,
    );
}

/// Writes a line; writing to a string cannot fail.
fn put(out: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(line);
    out.push('\n');
}
