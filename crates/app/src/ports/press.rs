//! Printing: what stands on a paper, and who can make pages of it.
//!
//! A [`Sheet`] holds everything that is printed and nothing else: no clock, no matter, no law. The same sheet gives the same
//! bytes, so that a page in the hand can be held against the one on the record.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use zhiheng_record::{Suite, canonical};

pub use zhiheng_law::Layout;

/// How the code on every page begins; a later form gets another letter or figure.
const CODE: &str = "ZH1";

/// One paper, ready to be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Which paper: `<matter id>~<paper id>`.
    pub key: String,
    /// How it is set on the page.
    pub layout: Layout,
    /// Whether it is the paper itself or only looks like it.
    pub standing: Standing,
    /// Agency that issues it.
    pub agency: String,
    /// Title.
    pub title: String,
    /// 文号, or the number of the matter; some papers have none.
    pub number: Option<String>,
    /// Line that greets the addressee, `张某：`; empty where the paper addresses nobody.
    pub addressee: String,
    /// Day of the paper; also the date of the file.
    pub day: Date,
    /// Text, a paragraph each; line breaks inside a paragraph begin a new one.
    pub paragraphs: Vec<String>,
    /// Lines of its table.
    pub rows: Vec<Row>,
    /// Who signed off on what before.
    pub signoffs: Vec<SignOff>,
    /// Signatures written by hand, or places for them.
    pub signatures: Vec<Signature>,
    /// Whose seal goes over the date; none on papers that stay inside.
    pub seal: Option<String>,
}

/// Whether a sheet is the paper itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Issued, and numbered where its kind is.
    Issued,
    /// Not issued: 草稿 stands across every page.
    Draft,
    /// Shows what such a paper looks like: 样张 stands across every page.
    Sample,
    /// Personal data are hidden on it: 已遮盖 stands across every page.
    Masked,
    /// A numbered form that a pen fills in: it is the paper itself, and its days are left open.
    Blank,
}

/// A line of a paper's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Label.
    pub label: String,
    /// What stands beside it.
    pub value: Cell,
}

/// What stands beside a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Words; empty leaves room for a pen.
    Text(String),
    /// A table of its own.
    Table {
        /// Heads of the columns; repeated on every page.
        columns: Vec<String>,
        /// Rows of as many cells.
        rows: Vec<Vec<String>>,
    },
}

/// One sign-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Title of the act.
    pub act: String,
    /// Who.
    pub person: String,
    /// What was said; may be empty.
    pub opinion: String,
    /// Day.
    pub day: Date,
}

/// A signature, or the place for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Whose.
    pub label: String,
    /// PNG as it was written; empty leaves the place for a pen. Stands for itself in the sheet by its digest.
    #[serde(skip)]
    pub image: Vec<u8>,
    /// Digest of the image, hex; empty where there is none.
    pub digest: String,
}

/// A page as a picture: PNG in sixteen greys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Png(pub Vec<u8>);

/// A place left for a pen or a seal, mm from the upper left corner of its page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Page, from 1.
    pub page: usize,
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
}

/// Why there are no pages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PressError {
    /// No face at hand has these characters, so that they would print as boxes.
    #[error(
        "字库中没有“{characters}”，不能打印；请把含有这些字的字体文件（OTF、TTF）放进数据目录的 fonts 文件夹后重新启动"
    )]
    FontMissing {
        /// The characters, each once, in the order in which they stand.
        characters: String,
    },
    /// A signature is no picture that can be printed.
    #[error("手写签名的图像不能打印：{0}")]
    Signature(String),
    /// A layout does not hold. The words are for the log.
    #[error("版式有误：{0}")]
    Layout(String),
    /// A file cannot be bound into a volume: damaged, protected, or no PDF at all.
    #[error("这个文件不能装订：{0}")]
    Unbindable(String),
}

impl PressError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FontMissing { .. } => "papers.font_missing",
            Self::Signature(_) => "papers.signature",
            Self::Layout(_) => "papers.layout",
            Self::Unbindable(_) => "papers.unbindable",
        }
    }
}

/// One part of a bound volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// A PDF.
    pub pdf: Vec<u8>,
    /// Title in the outline of the volume; none leaves it out of the outline.
    pub title: Option<String>,
    /// Number that its first page bears at the lower right; none leaves the pages without numbers (封面、目录、备考表).
    pub first: Option<usize>,
}

/// Makes pages. Setting a paper takes milliseconds of a processor: call it where blocking is allowed.
pub trait Press: Send + Sync {
    /// The paper as PDF/A-2b. The same sheet gives the same bytes.
    ///
    /// # Errors
    /// A character without a face, a signature that is no picture, or a layout that does not hold.
    fn pdf(&self, sheet: &Sheet) -> Result<Vec<u8>, PressError>;

    /// The pages of the paper as pictures, `dpi` dots to the inch.
    ///
    /// # Errors
    /// As for [`Press::pdf`].
    fn pages(&self, sheet: &Sheet, dpi: u16) -> Result<Vec<Png>, PressError>;

    /// The places that the paper leaves for pens and seals. What is written there alters nothing.
    ///
    /// # Errors
    /// As for [`Press::pdf`].
    fn places(&self, sheet: &Sheet) -> Result<Vec<Place>, PressError> {
        let _ = sheet;
        Ok(Vec::new())
    }

    /// A picture (PNG or JPEG) as a PDF of one A4 page with a line under it.
    ///
    /// # Errors
    /// It is no picture that can be printed.
    fn plate(&self, image: &[u8], caption: &str) -> Result<Vec<u8>, PressError> {
        let _ = (image, caption);
        Err(PressError::Unbindable("没有可用的印制程序".to_owned()))
    }

    /// How many pages a PDF has.
    ///
    /// # Errors
    /// It cannot be read, is protected, or has none.
    fn count(&self, pdf: &[u8]) -> Result<usize, PressError> {
        let _ = pdf;
        Err(PressError::Unbindable("没有可用的印制程序".to_owned()))
    }

    /// The parts as one PDF with an outline; active content of the parts (scripts, actions) is left out.
    ///
    /// # Errors
    /// As for [`Press::count`]; or there are no parts.
    fn bind(&self, parts: &[Part]) -> Result<Vec<u8>, PressError> {
        let _ = parts;
        Err(PressError::Unbindable("没有可用的印制程序".to_owned()))
    }

    /// Names of the faces at hand, in the order in which they are asked.
    ///
    /// # Errors
    /// A face without which no paper can be printed is not there.
    fn faces(&self) -> Result<Vec<String>, PressError>;
}

impl Sheet {
    /// The first eight hex digits of the SM3 of the sheet's canonical JSON: one changed character gives another.
    pub fn fingerprint(&self) -> String {
        // Strings, whole numbers and a few levels: what has no canonical form (fractions, a hundred levels) cannot stand here.
        let value = serde_json::to_value(self).unwrap_or_default();
        let bytes = canonical::canonical(&value).unwrap_or_default();
        let mut digest = Suite::National.hash(&bytes).to_string();
        digest.truncate(8);
        digest
    }

    /// What the code on a page says: `ZH1.<paper key>.<page>.<pages>.<fingerprint>`; on a slip for a party the address that is its
    /// key, so that any phone opens it.
    pub fn code(&self, page: usize, pages: usize) -> String {
        if self.layout == Layout::Slip {
            return self.key.clone();
        }
        let (key, fingerprint) = (self.key.clone(), self.fingerprint());
        PageCode { key, page, pages, fingerprint }.to_string()
    }
}

/// What the code on a page says, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageCode {
    /// Key of the paper.
    pub key: String,
    /// Page, from 1.
    pub page: usize,
    /// Pages of the paper.
    pub pages: usize,
    /// Fingerprint of the sheet.
    pub fingerprint: String,
}

impl PageCode {
    /// Reads a code as [`Sheet::code`] writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(CODE)?.strip_prefix('.')?;
        let mut parts = rest.rsplitn(4, '.');
        let fingerprint = parts.next()?;
        let pages: usize = parts.next()?.parse().ok()?;
        let page: usize = parts.next()?.parse().ok()?;
        let key = parts.next()?;
        let whole = fingerprint.len() == 8
            && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit())
            && key.contains('~')
            && (1..=pages).contains(&page);
        whole.then(|| Self {
            key: key.to_owned(),
            page,
            pages,
            fingerprint: fingerprint.to_owned(),
        })
    }
}

impl fmt::Display for PageCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{CODE}.{}.{}.{}.{}", self.key, self.page, self.pages, self.fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            key: "01M~decision".to_owned(),
            layout: Layout::Decision,
            standing: Standing::Issued,
            agency: "示例执法局".to_owned(),
            title: "行政处罚决定书".to_owned(),
            number: Some("示执罚〔2026〕1号".to_owned()),
            addressee: String::new(),
            day: jiff::civil::date(2026, 3, 1),
            paragraphs: vec!["罚款一千元。".to_owned()],
            rows: Vec::new(),
            signoffs: Vec::new(),
            signatures: Vec::new(),
            seal: None,
        }
    }

    #[test]
    fn given_a_code_when_it_is_read_back_then_it_names_paper_page_and_fingerprint() {
        let sheet = sheet();
        let read = PageCode::parse(&sheet.code(2, 3)).unwrap();
        assert_eq!((read.key.as_str(), read.page, read.pages), ("01M~decision", 2, 3));
        assert_eq!(read.fingerprint, sheet.fingerprint());
    }

    #[test]
    fn given_one_changed_character_then_the_fingerprint_differs() {
        let (before, mut after) = (sheet(), sheet());
        after.paragraphs = vec!["罚款二千元。".to_owned()];
        assert_ne!(before.fingerprint(), after.fingerprint());
    }

    #[test]
    fn given_another_signature_then_the_fingerprint_differs() {
        let (mut before, mut after) = (sheet(), sheet());
        let signed = |digest: &str| Signature {
            label: "当事人".to_owned(),
            image: Vec::new(),
            digest: digest.to_owned(),
        };
        before.signatures.push(signed("aa"));
        after.signatures.push(signed("ab"));
        assert_ne!(before.fingerprint(), after.fingerprint());
    }

    #[test]
    fn given_what_is_no_code_then_nothing_is_read() {
        for text in [
            "",
            "ZH1",
            "ZH2.a~b.1.1.00000000",
            "ZH1.a~b.2.1.00000000",
            "ZH1.ab.1.1.00000000",
            "ZH1.a~b.1.1.0000000",
        ] {
            assert_eq!(PageCode::parse(text), None, "{text}");
        }
    }
}
