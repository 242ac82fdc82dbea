//! Draws papers as they are printed: text on a grid, tables, a place for the seal, and the code in the corner.
//!
//! What this is not: the typesetting of the product. It stands in for any printed page so that this crate is tested by itself.

use std::path::Path;
use std::sync::OnceLock;

use ab_glyph::{Font, FontVec, PxScale, ScaleFont, point};
use fast_qr::ECL;
use fast_qr::qr::QRBuilder;
use zhiheng_twin::{Area, Grey};

/// Dots to the inch.
pub(crate) const DPI: u16 = 200;
const WIDTH: usize = 1654;
const HEIGHT: usize = 2339;

/// Where a page may be signed and sealed, mm.
pub(crate) const ZONE: Area = Area { left: 105.0, top: 195.0, right: 190.0, bottom: 258.0 };

/// Numbers that look like chance and come again in the same order.
#[derive(Debug, Clone)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    /// Between -1 and 1.
    pub(crate) fn around(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    }
}

/// What a page says.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub(crate) key: String,
    pub(crate) page: usize,
    pub(crate) pages: usize,
    pub(crate) fingerprint: String,
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    /// Label and value, 12 pt, in a table below the lines.
    pub(crate) rows: Vec<(String, String)>,
    pub(crate) signed: bool,
}

impl Sheet {
    pub(crate) fn code(&self) -> String {
        format!("ZH1.{}.{}.{}.{}", self.key, self.page, self.pages, self.fingerprint)
    }

    pub(crate) fn zones(&self) -> Vec<Area> {
        if self.signed { vec![ZONE] } else { Vec::new() }
    }
}

const WORDS: [&str; 24] = [
    "经查明,当事人于",
    "日在本市",
    "号经营场所内销售",
    "不符合食品安全标准的",
    "货值金额",
    "元,违法所得",
    "元。上述事实有现场笔录、",
    "询问笔录、",
    "检验报告等证据证明。",
    "本机关认为,当事人的行为违反了",
    "《中华人民共和国食品安全法》第",
    "条第一款的规定,依照该法第",
    "条的规定,",
    "责令当事人立即改正,并处罚款人民币",
    "元整。当事人应当自收到本决定书之日起",
    "日内缴纳罚款;逾期不缴纳的,",
    "每日按罚款数额的百分之三加处罚款。",
    "当事人在陈述申辩期限内未提出陈述和申辩意见,",
    "也未要求举行听证。",
    "执法人员出示了执法证件,",
    "全程录音录像,",
    "请你(单位)于收到本通知书之日起",
    "日内到本机关接受调查询问,",
    "当事人确认以上记录无误后逐页签名。",
];

/// A page of a dossier, by chance.
pub(crate) fn sheet(
    dice: &mut Dice,
    dossier: &str,
    paper: usize,
    page: usize,
    pages: usize,
) -> Sheet {
    let mut text = String::new();
    while text.chars().count() < 28 * (8 + dice.below(9)) {
        text.push_str(WORDS[dice.below(WORDS.len())]);
        text.push_str(&(dice.next() % 100_000).to_string());
    }
    let characters: Vec<char> = text.chars().collect();
    let form = dice.below(3) == 0;
    let lines: Vec<String> = characters.chunks(28).map(|line| line.iter().collect()).collect();
    Sheet {
        key: format!("{dossier}~p{paper}"),
        page,
        pages,
        fingerprint: format!("{:08x}", (paper * 77_777 + dossier.len()) as u32),
        title: ["行政处罚决定书", "责令改正通知书", "现场检查笔录", "询问笔录"][paper % 4]
            .to_owned(),
        lines: if form {
            lines.into_iter().take(7).collect()
        } else {
            lines.into_iter().take(15).collect()
        },
        rows: if form {
            ["当事人", "地址", "案由", "数量", "备注"]
                .into_iter()
                .map(|label| {
                    (
                        label.to_owned(),
                        format!("{}{}", WORDS[dice.below(WORDS.len())], dice.next() % 10_000),
                    )
                })
                .collect()
        } else {
            Vec::new()
        },
        signed: !form && page == pages,
    }
}

/// The page as it is printed.
pub(crate) fn print(sheet: &Sheet) -> Grey {
    let mut canvas = Canvas::new();
    canvas.text(66.0, 40.0, 22.0, &sheet.title);
    canvas.text(120.0, 53.0, 16.0, &format!("长信执〔2026〕{}号", sheet.page + 3));
    canvas.bar(28.0, 61.0, 156.0, 0.25);
    let mut y = 64.0;
    for line in &sheet.lines {
        canvas.text(28.0, y, 16.0, line);
        y += 225.0 / 22.0;
    }
    y += 2.0;
    if !sheet.rows.is_empty() {
        let top = y;
        for (label, value) in &sheet.rows {
            canvas.bar(28.0, y, 156.0, 0.2);
            canvas.text(30.0, y + 2.0, 12.0, label);
            canvas.text(57.0, y + 2.0, 12.0, value);
            y += 9.0;
        }
        canvas.bar(28.0, y, 156.0, 0.2);
        for x in [28.0, 55.0, 183.8] {
            canvas.block(x, top, 0.2, y - top);
        }
    }
    if sheet.signed {
        canvas.text(120.0, 222.0, 16.0, "长信市某某执法局");
        canvas.text(124.0, 232.0, 16.0, "2026年3月11日");
    }
    canvas.text(170.0, 268.0, 14.0, &format!("— {} —", sheet.page));
    canvas.code(28.0, 278.0, 14.0, &sheet.code());
    canvas.text(44.0, 289.0, 6.0, &sheet.code());
    Grey::new(WIDTH, HEIGHT, canvas.dots).unwrap()
}

/// A page without a code.
pub(crate) fn plain() -> Grey {
    let mut canvas = Canvas::new();
    canvas.text(28.0, 60.0, 16.0, "这一页不是系统打印的,是一份复印件。");
    Grey::new(WIDTH, HEIGHT, canvas.dots).unwrap()
}

struct Canvas {
    dots: Vec<u8>,
}

fn at(mm: f32) -> f32 {
    mm * f32::from(DPI) / 25.4
}

impl Canvas {
    fn new() -> Self {
        Self { dots: vec![255; WIDTH * HEIGHT] }
    }

    fn ink(&mut self, x: i32, y: i32, depth: f32) {
        if let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y))
            && x < WIDTH
            && y < HEIGHT
        {
            let dot = &mut self.dots[y * WIDTH + x];
            *dot = (f32::from(*dot) * (1.0 - depth.clamp(0.0, 1.0))) as u8;
        }
    }

    /// `left`, `top` in mm, size in pt; each Chinese character takes the width of the grid.
    fn text(&mut self, left: f32, top: f32, size: f32, text: &str) {
        let font = font();
        let pixels = size / 72.0 * f32::from(DPI);
        let scale = PxScale::from(pixels * 1.45);
        let scaled = font.as_scaled(scale);
        let mut x = at(left);
        let base = at(top) + pixels * 0.88;
        for character in text.chars() {
            let id = font.glyph_id(character);
            let wide = !character.is_ascii();
            if let Some(outline) =
                font.outline_glyph(id.with_scale_and_position(scale, point(x, base)))
            {
                let bounds = outline.px_bounds();
                outline.draw(|u, v, depth| {
                    let (x, y) = (bounds.min.x + u as f32, bounds.min.y + v as f32);
                    self.ink(x as i32, y as i32, depth);
                });
            }
            x += if wide { pixels * 1.0 } else { scaled.h_advance(id) };
        }
    }

    fn bar(&mut self, left: f32, top: f32, length: f32, thick: f32) {
        self.block(left, top, length, thick);
    }

    fn block(&mut self, left: f32, top: f32, wide: f32, high: f32) {
        let (l, t, r, b) = (at(left), at(top), at(left + wide), at(top + high));
        for y in t as i32..=b as i32 {
            for x in l as i32..=r as i32 {
                let cover = |low: f32, high: f32, n: i32| {
                    ((high.min(n as f32 + 1.0)) - low.max(n as f32)).clamp(0.0, 1.0)
                };
                self.ink(x, y, cover(l, r, x) * cover(t, b, y));
            }
        }
    }

    fn code(&mut self, left: f32, top: f32, side: f32, text: &str) {
        let code = QRBuilder::new(text).ecl(ECL::M).build().unwrap();
        let module = side / code.size as f32;
        for y in 0..code.size {
            for x in 0..code.size {
                if code[y][x].value() {
                    self.block(left + x as f32 * module, top + y as f32 * module, module, module);
                }
            }
        }
    }
}

/// A face with Chinese characters: that of the papers where it is at hand, else one of this machine's.
fn font() -> &'static FontVec {
    static FONT: OnceLock<FontVec> = OnceLock::new();
    FONT.get_or_init(|| {
        let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../papers/fonts/NotoSerifSC-Regular.otf");
        [own, "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"]
            .into_iter()
            .filter(|path| Path::new(path).exists())
            .find_map(|path| FontVec::try_from_vec_and_index(std::fs::read(path).ok()?, 0).ok())
            .expect("a face with Chinese characters")
    })
}
