//! What the typesetter may see: the layouts, the words of one sheet, its signatures. No clock, no folder, no network.

use std::collections::HashMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use zhiheng_app::ports::press::{Layout, PressError, Sheet};

use crate::data;
use crate::faces::Faces;

/// Where the words of the sheet stand. Names are fixed: the typesetter keeps every name for ever.
const SHEET: &str = "sheet.json";
/// The layout of a picture.
const PLATE: &str = "plate.typ";
/// What all layouts share.
const FRAME: &str = "frame.typ";
/// Signatures on one paper, at most.
pub(crate) const SIGNATURES: usize = 12;

/// The layouts, by their names in the law packs.
const LAYOUTS: [(Layout, &str, &str); 13] = [
    (Layout::Decision, "decision.typ", include_str!("../layouts/decision.typ")),
    (Layout::Notice, "notice.typ", include_str!("../layouts/notice.typ")),
    (Layout::Letter, "letter.typ", include_str!("../layouts/letter.typ")),
    (Layout::Approval, "approval.typ", include_str!("../layouts/approval.typ")),
    (Layout::Register, "register.typ", include_str!("../layouts/register.typ")),
    (Layout::Record, "record.typ", include_str!("../layouts/record.typ")),
    (Layout::List, "list.typ", include_str!("../layouts/list.typ")),
    (Layout::Receipt, "receipt.typ", include_str!("../layouts/receipt.typ")),
    (Layout::Report, "report.typ", include_str!("../layouts/report.typ")),
    (Layout::Cover, "cover.typ", include_str!("../layouts/cover.typ")),
    (Layout::Catalogue, "catalogue.typ", include_str!("../layouts/catalogue.typ")),
    (Layout::Remarks, "remarks.typ", include_str!("../layouts/remarks.typ")),
    (Layout::Slip, "slip.typ", include_str!("../layouts/slip.typ")),
];

/// What all papers are made from.
#[derive(Debug)]
pub(crate) struct Stock {
    library: LazyHash<Library>,
    faces: Faces,
    sources: HashMap<FileId, Source>,
    mains: Vec<(Layout, FileId)>,
    plate: FileId,
    sheet: FileId,
    signatures: Vec<FileId>,
}

impl Stock {
    pub(crate) fn new(faces: Faces) -> Self {
        let mut sources = HashMap::new();
        let mut mains = Vec::new();
        let mut keep = |name: &str, text: &str| {
            let id = named(name);
            sources.insert(id, Source::new(id, text.to_owned()));
            id
        };
        keep(FRAME, include_str!("../layouts/frame.typ"));
        for (layout, name, text) in LAYOUTS {
            mains.push((layout, keep(name, text)));
        }
        let plate = keep(PLATE, include_str!("../layouts/plate.typ"));
        Self {
            plate,
            library: LazyHash::new(Library::default()),
            faces,
            sources,
            mains,
            sheet: named(SHEET),
            signatures: (0..SIGNATURES).map(|n| named(&data::signature_name(n))).collect(),
        }
    }

    pub(crate) fn faces(&self) -> &Faces {
        &self.faces
    }
}

/// One paper on its way to be set.
pub(crate) struct Job<'a> {
    stock: &'a Stock,
    main: FileId,
    sheet: Bytes,
    signatures: Vec<Bytes>,
}

impl<'a> Job<'a> {
    /// # Errors
    /// A signature is no picture, there are too many, or the layout has no file.
    pub(crate) fn new(stock: &'a Stock, sheet: &Sheet) -> Result<Self, PressError> {
        let main = stock
            .mains
            .iter()
            .find(|(layout, _)| *layout == sheet.layout)
            .map(|(_, id)| *id)
            .ok_or_else(|| PressError::Layout(format!("no file for {:?}", sheet.layout)))?;
        let words = data::words(sheet, &stock.faces.chosen());
        Ok(Self {
            stock,
            main,
            sheet: Bytes::from_string(words.to_string()),
            signatures: data::images(sheet)?.into_iter().map(Bytes::new).collect(),
        })
    }
}

impl<'a> Job<'a> {
    /// A picture with a line under it, instead of a paper. The picture stands where the first signature would.
    pub(crate) fn plate(stock: &'a Stock, image: Vec<u8>, words: &serde_json::Value) -> Self {
        Self {
            stock,
            main: stock.plate,
            sheet: Bytes::from_string(words.to_string()),
            signatures: vec![Bytes::new(image)],
        }
    }
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.stock.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.stock.faces.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.stock.sources.get(&id).cloned().ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.stock.sheet {
            return Ok(self.sheet.clone());
        }
        let place = self.stock.signatures.iter().position(|held| *held == id);
        place.and_then(|n| self.signatures.get(n)).cloned().ok_or_else(|| absent(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.stock.faces.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        // The day of a paper is on the sheet; the day of printing is nobody's business.
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

#[expect(
    clippy::expect_used,
    reason = "the names are constants of this crate, checked by every test that prints"
)]
fn named(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name");
    RootedPath::new(VirtualRoot::Project, path).intern()
}
