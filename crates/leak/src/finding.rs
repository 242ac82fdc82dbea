//! What the checker found: where, how, and which masked item, which it names by its number and its kind and never by its words.

use std::fmt;

use serde::Serialize;

/// Where something was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Number of the public copy released earlier, from 1; none in the one that is checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<usize>,
    /// Names of the files that lie around it, from the outside in; empty in the file itself.
    pub within: Vec<String>,
    /// Earlier state of the file, from 1 as the oldest; none in the state that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<usize>,
    /// Page, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// Number of the object in a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<u32>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.earlier.map(|number| format!("以前的第 {number} 份公开副本")));
        parts.extend(self.within.iter().map(|name| format!("附件“{name}”")));
        parts.extend(self.revision.map(|number| format!("第 {number} 次保存的内容")));
        parts.extend(self.page.map(|number| format!("第 {number} 页")));
        parts.extend(self.object.map(|number| format!("对象 {number}")));
        if parts.is_empty() {
            return f.write_str("文件");
        }
        f.write_str(&parts.join("，"))
    }
}

/// How it could be found. The order is that of weight: what explains most stands last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It stands there to be read.
    Visible,
    /// So small that nobody sees it.
    Tiny,
    /// In the colour of the paper, or transparent.
    White,
    /// Drawn in a way that leaves no ink (text rendering mode 3).
    Invisible,
    /// Outside the part of the page that is shown.
    Outside,
    /// Under something that was drawn over it.
    Covered,
    /// On a layer that is switched off.
    Layer,
    /// In markup that a browser does not draw.
    HiddenMarkup,
    /// In the name of the file.
    FileName,
    /// Title, author, keywords.
    Information,
    /// XMP metadata.
    Metadata,
    /// Bookmarks.
    Bookmark,
    /// Notes laid on a page.
    Annotation,
    /// Value of a form field.
    FormField,
    /// Alternative text for screen readers.
    Alternative,
    /// In the structure of the file: a name, a label, a script.
    Structure,
    /// In an object that no page shows.
    Unused,
    /// What stands in an image without being shown: cropped, covered, or never drawn.
    HiddenImage,
    /// The small picture of a page.
    Thumbnail,
    /// The small picture inside a photograph, or what a camera wrote into it.
    Preview,
    /// Behind the end of the file.
    Trailing,
    /// Read from a picture.
    Picture,
    /// In a file that is carried along.
    Attachment,
    /// In an earlier state of the file.
    Revision,
    /// A public copy released earlier shows it.
    EarlierCopy,
    /// This copy and an earlier one together show it.
    Combined,
    /// There is text that cannot be read by a machine, so that nobody can say what it contains.
    Unreadable,
    /// There is a picture that was not read, so that nobody can say what it contains.
    Unseen,
    /// A file carried along that cannot be looked into.
    Opaque,
    /// Locked by a password.
    Locked,
    /// Broken, or larger than what is looked into.
    Damaged,
}

impl How {
    /// What it means, in Chinese.
    pub fn words(self) -> &'static str {
        match self {
            Self::Visible => "正文里直接读得出",
            Self::Tiny => "缩得极小的字里读得出",
            Self::White => "与纸同色或者透明的字里读得出",
            Self::Invisible => "不着墨的字里读得出",
            Self::Outside => "页面显示范围以外的字里读得出",
            Self::Covered => "被盖住的字里读得出",
            Self::Layer => "关闭的图层里读得出",
            Self::HiddenMarkup => "网页不显示的部分里读得出",
            Self::FileName => "文件名里读得出",
            Self::Information => "文档属性里读得出",
            Self::Metadata => "元数据（XMP）里读得出",
            Self::Bookmark => "书签里读得出",
            Self::Annotation => "批注里读得出",
            Self::FormField => "表单域里读得出",
            Self::Alternative => "替代文字里读得出",
            Self::Structure => "文件的内部说明里读得出",
            Self::Unused => "没有任何一页使用的对象里读得出",
            Self::HiddenImage => "图像被裁去或者盖住的部分仍在文件里",
            Self::Thumbnail => "缩略图与页面不一样，可能是遮盖以前的",
            Self::Preview => "照片自带的小图或者说明里找得到遮盖以前的内容",
            Self::Trailing => "文件末尾以后的内容里读得出",
            Self::Picture => "图像里认得出",
            Self::Attachment => "附件里读得出",
            Self::Revision => "以前保存的内容里读得出",
            Self::EarlierCopy => "以前放出的公开副本里有",
            Self::Combined => "与以前放出的公开副本对照，拼得出",
            Self::Unreadable => "文字层读不出（没有字符对照表），无法确认没有泄露",
            Self::Unseen => "有图像而没有做图像识字，无法确认没有泄露",
            Self::Opaque => "附件的格式无法检查",
            Self::Locked => "文件加了密码，无法检查",
            Self::Damaged => "文件损坏或者过大，无法检查",
        }
    }
}

/// How much of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// Enough of it to know the rest.
    Part,
    /// All of it.
    Whole,
}

/// One way in which the copy gives away what was masked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Where.
    #[serde(rename = "where")]
    pub place: Place,
    /// How.
    pub how: How,
    /// Which masked item, from 0 in the list as given; none where no item could be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<usize>,
    /// Kind of the item, as given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// How much of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extent: Option<Extent>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}", self.place, self.how.words())?;
        if let Some(item) = self.item {
            let part = if self.extent == Some(Extent::Part) { "的一部分" } else { "" };
            write!(f, "，第 {} 项（{}）{part}", item + 1, self.kind)?;
        }
        Ok(())
    }
}

/// Whether pictures were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight {
    /// There was nothing to read in pictures.
    #[default]
    NotNeeded,
    /// Pictures were read.
    Done,
    /// There were pictures and no program to read them.
    Absent,
}

/// What came of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Nothing of what was masked could be found.
    pub clean: bool,
    /// Everything that was found.
    pub findings: Vec<Finding>,
    /// Pages looked at.
    pub pages: usize,
    /// Earlier states of the file looked at.
    pub revisions: usize,
    /// Files carried along that were looked at.
    pub attachments: usize,
    /// Images looked at.
    pub images: usize,
    /// Whether pictures were read.
    pub sight: Sight,
}

impl Report {
    /// What was looked at, in one Chinese sentence.
    pub fn looked_at(&self) -> String {
        let sight = match self.sight {
            Sight::NotNeeded => "没有需要识字的图像",
            Sight::Done => "已做图像识字",
            Sight::Absent => "没有做图像识字",
        };
        format!(
            "检查了 {} 页、{} 幅图像、{} 个附件、{} 次以前保存的内容；{sight}",
            self.pages, self.images, self.attachments, self.revisions
        )
    }
}
