//! The flow chart of a procedure (流程图), drawn from the same data that runs it: they cannot differ.
//!
//! What this is not: a general graph drawer. Stages are bands from top to bottom, acts of the ordinary way are boxes in them,
//! layer by layer; acts that may be done at any time stand beside, dashed; ways back and far ahead are written in the box,
//! not drawn, so that lines never cross a box. The same procedure gives the same bytes.

mod align;
mod draw;
mod graph;
mod place;
mod text;

use crate::model::Procedure;

/// The flow chart as SVG: 16 px type, system fonts only, title and description for screen readers.
///
/// Vermilion marks papers that carry a number (文号) and nothing else.
pub fn svg(procedure: &Procedure) -> String {
    let mut shown = procedure.clone();
    shown.acts.retain(|act| !act.internal);
    let graph = graph::Graph::of(&shown);
    let placed = place::place(&graph);
    draw::draw(&shown, &placed)
}
