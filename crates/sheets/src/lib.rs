//! Tables that people hand in: read from xlsx, xls or csv, columns matched to fields, every wrong cell named by row, column and reason.
//!
//! What this is not: it writes nothing and knows no store. What becomes of the rows is for the caller.

pub mod fine;
pub mod kinds;
pub mod mapping;
pub mod table;
pub mod template;
pub mod values;

pub use kinds::{FieldSpec, Kind, Shape};
pub use mapping::{Mapping, Report, RowFault, read_places, read_rows};
pub use table::{Row, SheetFault, Table};
