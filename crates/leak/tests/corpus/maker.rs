//! Makes PDFs by hand: one page of Chinese text, with whatever a test hides in it.

use std::fmt::Write as _;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use zhiheng_leak::Masked;

/// The secrets of the corpus: an invented person.
pub(crate) const NAME: &str = "张晓岚";
pub(crate) const ID: &str = "140403199003071234";
pub(crate) const PHONE: &str = "13800138000";
pub(crate) const ADDRESS: &str = "山西省长治市潞州区英雄中路128号院3单元402室";

pub(crate) fn masked() -> Vec<Masked> {
    [("姓名", NAME), ("身份证号", ID), ("电话", PHONE), ("住址", ADDRESS)]
        .map(|(kind, text)| Masked { kind: kind.to_owned(), text: text.to_owned() })
        .to_vec()
}

/// What anybody may read.
pub(crate) const OPEN: [&str; 4] = [
    "行政处罚决定书",
    "当事人：张某，住址（已隐去），电话（已隐去）。",
    "身份证号：140403********1234",
    "本机关认为，当事人的行为违反了有关规定，现决定罚款五百元。",
];

/// Bytes of a text in the code of the font `F1`.
pub(crate) fn code(text: &str) -> Object {
    let bytes = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A text as PDF writes it outside pages.
pub(crate) fn said(text: &str) -> Object {
    lopdf::text_string(text)
}

pub(crate) fn op(operator: &str, operands: Vec<Object>) -> Operation {
    Operation::new(operator, operands)
}

/// A line of text at a place.
pub(crate) fn line(text: &str, size: f32, x: f32, y: f32) -> Vec<Operation> {
    vec![
        op("BT", vec![]),
        op("Tf", vec!["F1".into(), size.into()]),
        op("Td", vec![x.into(), y.into()]),
        op("Tj", vec![code(text)]),
        op("ET", vec![]),
    ]
}

/// A filled box.
pub(crate) fn cover(x: f32, y: f32, width: f32, height: f32) -> Vec<Operation> {
    vec![
        op("g", vec![0.into()]),
        op("re", vec![x.into(), y.into(), width.into(), height.into()]),
        op("f", vec![]),
    ]
}

/// The open text of the paper.
pub(crate) fn open() -> Vec<Operation> {
    (0_u8..)
        .zip(OPEN)
        .flat_map(|(n, text)| line(text, 14.0, 60.0, 760.0 - 30.0 * f32::from(n)))
        .collect()
}

pub(crate) fn encoded(operations: Vec<Operation>) -> Vec<u8> {
    Content { operations }.encode().unwrap()
}

/// A PDF under way.
pub(crate) struct Made {
    pub(crate) document: Document,
    pub(crate) page: ObjectId,
    pub(crate) catalog: ObjectId,
    pub(crate) resources: ObjectId,
    pub(crate) font: ObjectId,
}

impl Made {
    /// A page with these instructions behind the open text.
    pub(crate) fn with(more: Vec<Operation>) -> Self {
        Self::drawing(open().into_iter().chain(more).collect())
    }

    /// A page with these instructions alone.
    pub(crate) fn drawing(operations: Vec<Operation>) -> Self {
        let mut document = Document::with_version("1.7");
        let map = document.add_object(Stream::new(Dictionary::new(), to_unicode()));
        let below = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "FangSong", "DW" => 1000,
            "CIDSystemInfo" => dictionary! { "Registry" => said("Adobe"), "Ordering" => said("Identity"), "Supplement" => 0 },
        });
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "FangSong", "Encoding" => "Identity-H",
            "DescendantFonts" => vec![below.into()], "ToUnicode" => map,
        });
        let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
        let content = document.add_object(Stream::new(Dictionary::new(), encoded(operations)));
        let pages = document.new_object_id();
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        });
        document.set_object(
            pages,
            dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 },
        );
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", catalog);
        Self { document, page, catalog, resources, font }
    }

    pub(crate) fn dict(&mut self, id: ObjectId) -> &mut Dictionary {
        match self.document.get_object_mut(id).unwrap() {
            Object::Stream(stream) => &mut stream.dict,
            object => object.as_dict_mut().unwrap(),
        }
    }

    /// Puts something on the page's list of resources.
    pub(crate) fn resource(&mut self, kind: &str, name: &str, object: impl Into<Object>) {
        let resources = self.resources;
        let object = object.into();
        let dict = self.dict(resources);
        if !dict.has(kind.as_bytes()) {
            dict.set(kind, Dictionary::new());
        }
        dict.get_mut(kind.as_bytes()).unwrap().as_dict_mut().unwrap().set(name, object);
    }

    /// A stream with a dictionary.
    pub(crate) fn stream(&mut self, dict: Dictionary, content: Vec<u8>) -> ObjectId {
        self.document.add_object(Stream::new(dict, content))
    }

    /// A form that shows a line.
    pub(crate) fn form(&mut self, text: &str) -> ObjectId {
        let resources = self.resources;
        let content = encoded(line(text, 14.0, 60.0, 500.0));
        self.stream(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "Resources" => resources,
                "BBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            },
            content,
        )
    }

    /// An image of points in grey.
    pub(crate) fn image(&mut self, width: usize, height: usize, dots: Vec<u8>) -> ObjectId {
        self.stream(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
                "Width" => i64::try_from(width).unwrap(), "Height" => i64::try_from(height).unwrap(),
            },
            dots,
        )
    }

    pub(crate) fn bytes(mut self) -> Vec<u8> {
        self.document.compress();
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).unwrap();
        bytes
    }
}

/// The map of the font: its codes are UTF-16. Only the rows that hold letters of the corpus stand in it.
fn to_unicode() -> Vec<u8> {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let rows: Vec<u32> = [0x00, 0x20, 0x25, 0x30, 0xff].into_iter().chain(0x4e..=0x9f).collect();
    for hundred in rows.chunks(100) {
        writeln!(map, "{} beginbfrange", hundred.len()).unwrap();
        for high in hundred {
            writeln!(map, "<{high:02X}00> <{high:02X}FF> <{high:02X}00>").unwrap();
        }
        map.push_str("endbfrange\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map.into_bytes()
}

/// Points on which something is written: strokes in the middle of white.
pub(crate) fn written(width: usize, height: usize) -> Vec<u8> {
    (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .map(|(x, y)| {
            let inside = x > width / 8 && x < width * 7 / 8 && y > height / 8 && y < height * 7 / 8;
            if inside && (x / 3 % 3 == 0 || y / 5 % 4 == 0) { 0 } else { 255 }
        })
        .collect()
}

/// Places an image on the page.
pub(crate) fn placed(name: &str, x: f32, y: f32, width: f32, height: f32) -> Vec<Operation> {
    vec![
        op("q", vec![]),
        op("cm", vec![width.into(), 0.into(), 0.into(), height.into(), x.into(), y.into()]),
        op("Do", vec![name.into()]),
        op("Q", vec![]),
    ]
}

/// A second state of a file: the objects that changed, behind the first state.
pub(crate) fn saved_again(first: Vec<u8>, change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let document = Document::load_mem(&first).unwrap();
    let mut next = document.clone();
    change(&mut next);
    let mut incremental = lopdf::IncrementalDocument::create_from(first, document);
    for (id, object) in next.objects {
        if incremental.get_prev_documents().objects.get(&id) != Some(&object) {
            incremental.new_document.set_object(id, object);
        }
    }
    let mut bytes = Vec::new();
    incremental.save_to(&mut bytes).unwrap();
    bytes
}
