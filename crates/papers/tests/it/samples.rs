//! Sheets to print.

use jiff::civil::date;
use zhiheng_app::ports::press::{Cell, Layout, Row, Sheet, SignOff, Signature, Standing};

pub(crate) const LAYOUTS: [Layout; 12] = [
    Layout::Decision,
    Layout::Notice,
    Layout::Letter,
    Layout::Approval,
    Layout::Register,
    Layout::Record,
    Layout::List,
    Layout::Receipt,
    Layout::Report,
    Layout::Cover,
    Layout::Catalogue,
    Layout::Remarks,
];

/// 85 characters.
pub(crate) const SENTENCE: &str = "当事人于2026年2月3日在示例县人民路经营餐饮，未按规定公示食品经营许可证，执法人员现场检查时发现其从业人员三名未取得健康证明，违反了《中华人民共和国食品安全法》第四十五条第二款。";

pub(crate) fn text(label: &str, value: &str) -> Row {
    Row { label: label.to_owned(), value: Cell::Text(value.to_owned()) }
}

pub(crate) fn goods(count: usize) -> Row {
    let line =
        |n: usize| vec![format!("物品第{n}号"), "500克/袋".to_owned(), format!("{}", n % 7 + 1)];
    Row {
        label: "物品清单".to_owned(),
        value: Cell::Table {
            columns: ["名称", "规格", "数量"].map(ToOwned::to_owned).to_vec(),
            rows: (1..=count).map(line).collect(),
        },
    }
}

/// A paper with something everywhere.
pub(crate) fn sheet(layout: Layout) -> Sheet {
    let sign_off = |act: &str, person: &str, opinion: &str| SignOff {
        act: act.to_owned(),
        person: person.to_owned(),
        opinion: opinion.to_owned(),
        day: date(2026, 2, 5),
    };
    let place = |label: &str| Signature {
        label: label.to_owned(),
        image: Vec::new(),
        digest: String::new(),
    };
    let mut rows = vec![
        text("当事人", "示例餐饮店"),
        text("负责人", "张小明"),
        text("住所", "示例市示例县人民路一百二十三号院内东侧二层商铺"),
        text("联系电话", ""),
    ];
    if matches!(layout, Layout::List | Layout::Catalogue) {
        rows.push(goods(6));
    }
    Sheet {
        key: "01KD3F7Q8ZV4M2N6P9R1T5W8XY~sample".to_owned(),
        layout,
        standing: Standing::Issued,
        agency: "示例市示例县市场监督管理局".to_owned(),
        title: "行政处罚决定书".to_owned(),
        number: Some("示市监罚〔2026〕17号".to_owned()),
        addressee: "示例餐饮店：".to_owned(),
        day: date(2026, 3, 1),
        paragraphs: vec![
            "一、违法事实".to_owned(),
            SENTENCE.to_owned(),
            "（一）从轻情节".to_owned(),
            "主动消除危害后果。".to_owned(),
        ],
        rows,
        signoffs: vec![sign_off("立案", "李某某", "同意立案。"), sign_off("批准立案", "王某", "")],
        signatures: vec![place("当事人"), place("执法人员")],
        seal: Some("示例市示例县市场监督管理局".to_owned()),
    }
}

/// Only text, `paragraphs` of it.
pub(crate) fn long(paragraphs: usize) -> Sheet {
    Sheet {
        rows: Vec::new(),
        signoffs: Vec::new(),
        signatures: Vec::new(),
        paragraphs: vec![SENTENCE.to_owned(); paragraphs],
        ..sheet(Layout::Decision)
    }
}

/// A picture of a stroke, 60 × 20 dots.
pub(crate) fn stroke() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, 60, 20);
    encoder.set_color(png::ColorType::GrayscaleAlpha);
    let mut writer = encoder.write_header().unwrap();
    let dots: Vec<u8> = (0..20)
        .flat_map(|y| (0..60).flat_map(move |x| if x / 3 == y { [0, 255] } else { [0, 0] }))
        .collect();
    writer.write_image_data(&dots).unwrap();
    writer.finish().unwrap();
    out
}
