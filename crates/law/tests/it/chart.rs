//! Flow charts: what stands on them, that nothing overlaps, and that the same procedure gives the same bytes.

use crate::{mini, national};
use zhiheng_law::chart::svg;

/// The number after `name="` in an element.
fn number(element: &str, name: &str) -> i32 {
    let rest = element
        .split_once(&format!(" {name}=\""))
        .unwrap_or_else(|| panic!("{name} in {element}"))
        .1;
    rest.split_once('"').unwrap().0.parse().unwrap()
}

/// Boxes of acts as left, top, right, bottom.
fn boxes(chart: &str) -> Vec<(i32, i32, i32, i32)> {
    chart
        .lines()
        .filter(|line| line.starts_with("<rect") && line.contains("rx=\"4\""))
        .map(|line| {
            let (x, y) = (number(line, "x"), number(line, "y"));
            (x, y, x + number(line, "width"), y + number(line, "height"))
        })
        .collect()
}

/// Straight pieces of arrows.
fn pieces(chart: &str) -> Vec<((i32, i32), (i32, i32))> {
    let mut pieces = Vec::new();
    let arrows = chart.split_once("marker-end").unwrap().1.split_once("</g>").unwrap().0;
    for line in arrows.lines().filter(|line| line.contains("<path")) {
        let path = line.split_once("d=\"").unwrap().1.split_once('"').unwrap().0;
        let corners: Vec<(i32, i32)> = path
            .split(['M', 'L'])
            .filter(|corner| !corner.is_empty())
            .map(|corner| {
                let (x, y) = corner.split_once(' ').unwrap();
                (x.parse().unwrap(), y.parse().unwrap())
            })
            .collect();
        pieces.extend(corners.windows(2).map(|pair| (pair[0], pair[1])));
    }
    pieces
}

#[test]
fn the_same_procedure_gives_the_same_bytes() {
    for procedure in national::load().procedures.values() {
        let again = &national::load().procedures[&procedure.id];
        assert_eq!(svg(procedure), svg(again));
    }
}

#[test]
fn the_chart_of_a_small_procedure_is_the_one_on_file() {
    let golden = include_str!("mini.svg");
    let now = svg(&mini::load().procedures["mini"]);
    if now != golden {
        let seen = concat!(env!("CARGO_TARGET_TMPDIR"), "/mini.svg");
        std::fs::write(seen, now).unwrap();
        panic!(
            "the chart changed: look at {seen}, and if it is right copy it to crates/law/tests/it/mini.svg"
        );
    }
}

#[test]
fn every_act_stands_on_its_chart_once_with_its_title() {
    for procedure in national::load().procedures.values() {
        let chart = svg(procedure);
        for act in &procedure.acts {
            assert_eq!(
                chart.matches(&format!("<g id=\"act-{}\">", act.id)).count(),
                usize::from(!act.internal),
                "{}",
                act.id
            );
        }
        let shown = procedure.acts.iter().filter(|act| !act.internal).count();
        assert_eq!(boxes(&chart).len(), shown);
        for stage in &procedure.stages {
            assert!(chart.contains(&format!(">{}</text>", stage.title)), "{}", stage.title);
        }
    }
}

#[test]
fn no_box_touches_another_and_all_stand_on_the_sheet() {
    for procedure in national::load().procedures.values() {
        let chart = svg(procedure);
        let sheet = chart.lines().next().unwrap();
        let (width, height) = (number(sheet, "width"), number(sheet, "height"));
        let boxes = boxes(&chart);
        for (n, a) in boxes.iter().enumerate() {
            assert!(a.0 >= 0 && a.1 >= 0 && a.2 <= width && a.3 <= height, "{a:?}");
            for b in boxes.iter().skip(n + 1) {
                assert!(a.2 < b.0 || b.2 < a.0 || a.3 < b.1 || b.3 < a.1, "{a:?} touches {b:?}");
            }
        }
    }
}

#[test]
fn no_arrow_runs_through_a_box_and_every_arrow_is_straight_across_or_down() {
    for procedure in national::load().procedures.values() {
        let chart = svg(procedure);
        let boxes = boxes(&chart);
        let pieces = pieces(&chart);
        assert!(pieces.len() > 4);
        for (a, b) in pieces {
            assert!(a.0 == b.0 || a.1 == b.1, "{a:?} {b:?}");
            assert!(b.1 >= a.1, "arrows go down: {a:?} {b:?}");
            for (left, top, right, bottom) in &boxes {
                let across = a.0.min(b.0) < *right && a.0.max(b.0) > *left;
                let along = a.1.min(b.1) < *bottom && a.1.max(b.1) > *top;
                assert!(
                    !(across && along),
                    "{a:?} {b:?} through {left},{top},{right},{bottom} of {}",
                    procedure.id
                );
            }
        }
    }
}

#[test]
fn vermilion_marks_numbered_papers_and_nothing_else() {
    for procedure in national::load().procedures.values() {
        let chart = svg(procedure);
        let red: String = chart.lines().filter(|line| line.contains("#a8321f")).collect();
        let papers: Vec<_> = procedure.acts.iter().flat_map(|act| &act.papers).collect();
        // A long title is broken over lines; what fits one line is looked for whole.
        for paper in papers.iter().filter(|paper| paper.title.chars().count() <= 10) {
            assert_eq!(
                red.contains(&format!("《{}》", paper.title)),
                paper.number_kind.is_some(),
                "{}",
                paper.title
            );
        }
        let numbered = papers.iter().filter(|paper| paper.number_kind.is_some()).count();
        // One line for a title that fits, more for one that is broken.
        assert!(red.matches("#a8321f").count() >= numbered);
    }
}

#[test]
fn the_chart_is_well_formed_and_speaks_to_a_screen_reader() {
    for procedure in national::load().procedures.values() {
        let chart = svg(procedure);
        assert!(chart.contains("role=\"img\" aria-labelledby=\"chart-title chart-desc\""));
        assert!(
            chart.contains(&format!("<title id=\"chart-title\">{}流程图</title>", procedure.title))
        );
        assert!(chart.contains("<desc id=\"chart-desc\">"));
        for element in ["svg", "g", "text", "title", "desc", "defs", "marker"] {
            let opened = chart.matches(&format!("<{element} ")).count()
                + chart.matches(&format!("<{element}>")).count();
            assert_eq!(opened, chart.matches(&format!("</{element}>")).count(), "{element}");
        }
        assert!(
            !chart.contains("font-face") && !chart.contains("href"),
            "nothing is loaded from elsewhere"
        );
        assert!(chart.contains(&format!("版本 {}", procedure.version)));
    }
}
