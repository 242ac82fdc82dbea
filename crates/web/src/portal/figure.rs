//! Pictures of counts, drawn here: bars for kinds and regions, columns for months. Each is described in words for those who do not
//! see it, and its numbers stand below it as a table whose every number leads to its list.
//!
//! What this is not: a ranking. Values stand in the order of their names or of time; amounts of fines are drawn nowhere (处罚法74).

use zhiheng_app::public::Count;

use super::words;

/// Width of every picture: narrow enough to be read on a telephone without being made smaller.
const WIDTH: u64 = 340;
/// Where bars begin, and how long the longest is.
const BARS: (u64, u64) = (112, 168);
/// Height of a line of bars.
const LINE: u64 = 26;
/// Height of the longest column, and of the whole.
const COLUMNS: (u64, u64) = (120, 156);
/// Most columns and most bars drawn; the table holds all values. The provinces find room.
const DRAWN: usize = 14;
const BARRED: usize = 34;
/// Characters of a label beside a bar.
const LABEL: usize = 7;

/// One picture with its numbers.
pub(super) struct Figure {
    /// Its id within the page.
    pub(super) id: &'static str,
    /// What it shows.
    pub(super) title: &'static str,
    /// The same in a sentence.
    pub(super) told: String,
    /// What heads the first column of the table.
    pub(super) head: &'static str,
    pub(super) width: u64,
    pub(super) height: u64,
    pub(super) shapes: Vec<Shape>,
    pub(super) rows: Vec<Row>,
    /// From where to where it is drawn; empty where the labels say it.
    pub(super) drawn: String,
    /// Values that are in the table alone.
    pub(super) left: usize,
}

/// A rectangle with its label and its number.
pub(super) struct Shape {
    pub(super) x: u64,
    pub(super) y: u64,
    pub(super) width: u64,
    pub(super) height: u64,
    /// Empty where there is no room.
    pub(super) label: String,
    pub(super) label_at: (u64, u64),
    pub(super) count: String,
    pub(super) count_at: (u64, u64),
    /// `start` or `middle`.
    pub(super) anchor: &'static str,
}

/// A line of the table.
pub(super) struct Row {
    pub(super) value: String,
    pub(super) count: String,
    pub(super) link: String,
}

/// What is drawn: value, count, where its list is.
pub(super) type Value = (String, Count, String);

/// Bars under one another.
pub(super) fn bars(
    id: &'static str,
    title: &'static str,
    head: &'static str,
    values: &[Value],
) -> Figure {
    let drawn = values.get(..BARRED).unwrap_or(values);
    let longest = longest(drawn);
    let shapes = drawn
        .iter()
        .zip(0_u64..)
        .map(|((value, count, _), place)| {
            let y = place.saturating_mul(LINE);
            let width = share(count.number, longest, BARS.1);
            Shape {
                x: BARS.0,
                y: y.saturating_add(5),
                width,
                height: LINE - 10,
                label: cut(value),
                label_at: (0, y.saturating_add(18)),
                count: words::counted(*count),
                count_at: (BARS.0.saturating_add(width).saturating_add(6), y.saturating_add(18)),
                anchor: "start",
            }
        })
        .collect();
    let lines = u64::try_from(drawn.len()).unwrap_or(0);
    figure((id, title, head), values, drawn.len(), lines.saturating_mul(LINE), shapes)
}

/// Columns beside one another, oldest first; where there are too many, the newest are drawn.
pub(super) fn columns(
    id: &'static str,
    title: &'static str,
    head: &'static str,
    values: &[Value],
) -> Figure {
    let drawn = values.get(values.len().saturating_sub(DRAWN)..).unwrap_or(values);
    let longest = longest(drawn);
    let step = WIDTH / u64::try_from(drawn.len()).unwrap_or(1).max(1);
    let step = step.min(60);
    let shapes = drawn
        .iter()
        .zip(0_u64..)
        .map(|((value, count, _), place)| {
            let x = place.saturating_mul(step);
            let height = share(count.number, longest, COLUMNS.0);
            let top = COLUMNS.0.saturating_sub(height).saturating_add(16);
            let middle = x.saturating_add(step / 2);
            // 2026-03 as 3: the years stand below the picture, where there is room.
            let label = match value.split_once('-') {
                Some((_, month)) => month.trim_start_matches('0').to_owned(),
                None => value.clone(),
            };
            Shape {
                x: x.saturating_add(step / 8),
                y: top,
                width: (step.saturating_mul(3) / 4).max(1),
                height,
                label,
                label_at: (middle, COLUMNS.1.saturating_sub(4)),
                count: if count.exact {
                    short(count.number)
                } else {
                    format!("{}+", short(count.number))
                },
                count_at: (middle, top.saturating_sub(4)),
                anchor: "middle",
            }
        })
        .collect();
    let mut figure = figure((id, title, head), values, drawn.len(), COLUMNS.1, shapes);
    if let (Some((first, ..)), Some((last, ..))) = (drawn.first(), drawn.last()) {
        figure.drawn = format!("{first} 至 {last}，没有公开的月份不画。");
    }
    figure
}

fn figure(
    (id, title, head): (&'static str, &'static str, &'static str),
    values: &[Value],
    drawn: usize,
    height: u64,
    shapes: Vec<Shape>,
) -> Figure {
    let told: Vec<String> = values
        .iter()
        .take(DRAWN)
        .map(|(value, count, _)| format!("{value} {} 份", words::counted(*count)))
        .collect();
    let more = if values.len() > DRAWN { "，其余见下表" } else { "" };
    Figure {
        id,
        title,
        told: format!("{}{more}。", told.join("，")),
        head,
        width: WIDTH,
        height: height.max(1),
        shapes,
        rows: values
            .iter()
            .map(|(value, count, link)| Row {
                value: value.clone(),
                count: words::counted(*count),
                link: link.clone(),
            })
            .collect(),
        drawn: String::new(),
        left: values.len().saturating_sub(drawn),
    }
}

fn longest(values: &[Value]) -> u64 {
    values.iter().map(|(_, count, _)| count.number).max().unwrap_or(0).max(1)
}

/// A length; what is not nothing is seen.
fn share(number: u64, longest: u64, whole: u64) -> u64 {
    number.saturating_mul(whole).div_ceil(longest).min(whole)
}

fn cut(label: &str) -> String {
    if label.chars().count() <= LABEL {
        return label.to_owned();
    }
    label.chars().take(LABEL - 1).chain(['…']).collect()
}

/// A number that fits above a column.
fn short(number: u64) -> String {
    if number >= 10_000 { format!("{}万", number / 10_000) } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str, number: u64) -> Value {
        (name.to_owned(), Count { number, exact: true }, "/decisions".to_owned())
    }

    #[test]
    fn a_picture_stays_within_its_frame_and_its_table_holds_every_value() {
        let many: Vec<Value> =
            (0..40).map(|n| value(&format!("2026-{:02}", n % 12 + 1), n * 1_000)).collect();
        let both =
            [(bars("b", "图", "值", &many), BARRED), (columns("c", "图", "月", &many), DRAWN)];
        for (figure, most) in both {
            assert_eq!(
                (figure.rows.len(), figure.shapes.len(), figure.left),
                (40, most, 40 - most)
            );
            for shape in &figure.shapes {
                assert!(shape.x + shape.width <= WIDTH && shape.y + shape.height <= figure.height);
            }
        }
    }

    #[test]
    fn nothing_is_no_bar_and_one_of_very_many_is_still_seen() {
        let figure =
            bars("b", "图", "值", &[value("甲", 0), value("乙", 1), value("丙", 1_000_000)]);
        let widths: Vec<u64> = figure.shapes.iter().map(|shape| shape.width).collect();
        assert_eq!(widths, [0, 1, BARS.1]);
    }
}
