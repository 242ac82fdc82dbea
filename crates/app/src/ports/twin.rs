//! The paper twin (纸电对照): scanned pages held against the electronic ones. Who does it lives in another crate.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::press::{Press, PressError, Sheet};

/// A scanned file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanFile {
    /// Name under which it was handed in.
    pub name: String,
    /// Content: PNG, JPEG, TIFF, or PDF of scanned pages.
    pub content: Vec<u8>,
}

/// A paper as it should be in the dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// The paper as it was issued.
    pub sheet: Sheet,
    /// The numbered form on which it was written by pen, where it was: then the form is enough.
    pub form: Option<Sheet>,
}

/// What became of every scanned page, and which pages did not come.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReadBack {
    /// 扫描页，按扫描的顺序
    pub pages: Vec<ScannedPage>,
    /// 缺页
    pub missing: Vec<MissingPage>,
}

impl ReadBack {
    /// Every page came once, none was altered, none does not belong.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty()
            && self.pages.iter().all(|page| page.verdict == PageVerdict::Matched)
    }
}

/// A scanned page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScannedPage {
    /// 第几个扫描页，从 1 起
    pub place: usize,
    /// 所在的文件
    pub file: String,
    /// 文件中的第几页
    pub page_of_file: usize,
    /// 页码标识的内容；读不出来的没有
    pub code: Option<String>,
    /// 是哪一份文书
    pub paper: Option<String>,
    /// 文书的名称
    pub title: Option<String>,
    /// 文书的第几页
    pub page: Option<usize>,
    /// 结果
    pub verdict: PageVerdict,
    /// 改动的位置：缺了的字，多出的字
    pub altered: Vec<PageMark>,
    /// 不算改动的添加：签名处的笔迹、印章、页边
    pub added: Vec<PageMark>,
    /// 印刷内容相符的千分比
    pub agreement: u16,
    /// 不在案卷顺序中应在的位置
    pub misplaced: bool,
    /// 前几处改动的图像，与 `altered` 的顺序相同；不进入记录
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<PagePicture>,
}

/// The pictures of one altered place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PagePicture {
    /// 电子页上的这一处：PNG，Base64
    pub page: String,
    /// 扫描页上的这一处，已按电子页摆正：PNG，Base64
    pub scan: String,
}

/// A page that did not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MissingPage {
    /// 文书
    pub paper: String,
    /// 文书的名称
    pub title: String,
    /// 第几页
    pub page: usize,
}

/// What was found about a scanned page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PageVerdict {
    /// 与电子页一致
    Matched,
    /// 是这一页，有改动
    Altered,
    /// 页码标识是这一页的，内容是别的
    Replaced,
    /// 没有页码标识，或者读不出来
    NoCode,
    /// 一页上有几个页码标识
    SeveralCodes,
    /// 是别的案卷的
    OtherDossier,
    /// 案卷中没有这份文书或者这一页
    UnknownPage,
    /// 是另一个版本：草稿，或者更正以前的
    OtherVersion,
    /// 前面已经有这一页
    Repeated,
    /// 电子页打印不出来，不能核对
    NoOriginal,
}

/// A mark on a page, mm from its upper left corner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PageMark {
    /// `missing` 缺了印刷的内容，`added` 多出笔迹或者字，`seal` 红色印章
    pub kind: String,
    /// 左边，毫米
    pub left: f32,
    /// 上边，毫米
    pub top: f32,
    /// 右边，毫米
    pub right: f32,
    /// 下边，毫米
    pub bottom: f32,
}

/// Why scans could not be read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TwinError {
    /// A file is no scan.
    #[error("{file}：{message}")]
    File {
        /// Its name.
        file: String,
        /// Stable code.
        code: &'static str,
        /// In Chinese.
        message: String,
    },
    /// The electronic pages cannot be printed.
    #[error(transparent)]
    Press(#[from] PressError),
}

/// Holds scanned pages against electronic ones. A page takes a third of a second of a processor: call it where blocking is allowed.
pub trait Twin: Send + Sync {
    /// Reads the files of a dossier back. `papers` are in their order; nothing is guessed: a page counts as matched only where its
    /// code and its picture both agree.
    ///
    /// # Errors
    /// A file is no scan, or a paper cannot be printed.
    fn read_back(
        &self,
        matter: &str,
        papers: &[Awaited],
        files: &[ScanFile],
        press: &dyn Press,
    ) -> Result<ReadBack, TwinError>;
}
