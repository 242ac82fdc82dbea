//! Tables that people hand in: read from xlsx, xls or csv, columns matched to fields, every wrong cell named by row, column and reason.
//!
//! [`written`] is the other way: tables that go out. What this is not: it writes no file and knows no store. What becomes of the rows is for the caller.

pub mod fine;
pub mod kinds;
pub mod mapping;
pub mod table;
pub mod template;
pub mod values;
pub mod written;

pub use kinds::{FieldSpec, Kind, Shape};
pub use mapping::{Mapping, Report, RowFault, read_places, read_rows};
pub use table::{Row, SheetFault, Table};
