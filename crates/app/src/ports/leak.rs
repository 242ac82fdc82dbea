//! Whether a public copy gives away what was masked in it. Who looks lives in another crate.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that was masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeakWord {
    /// What kind of thing it is, for people: `联系电话`.
    pub kind: String,
    /// Its words. They stay inside the check.
    pub text: String,
}

/// A file that is looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeakFile {
    /// Name; only told.
    pub name: String,
    /// Content.
    pub content: Vec<u8>,
}

/// One way in which a copy gives something away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeakFinding {
    /// 方式的代码，例如 covered、revision
    pub how: String,
    /// 在哪里、怎样、是第几项哪一种内容；不写内容本身
    pub message: String,
    /// 只在以前放出的副本里，这一份没有
    pub earlier_only: bool,
}

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeakReport {
    /// 没有找到遮盖的内容，也没有检查不了的地方
    pub clean: bool,
    /// 找到的
    pub findings: Vec<LeakFinding>,
    /// 检查了什么，一句话；没有做图像识字的，也写在这里
    pub looked_at: String,
}

impl LeakReport {
    /// What stands against releasing this copy. What an earlier copy shows by itself is no reason to keep a better one back.
    pub fn against(&self) -> impl Iterator<Item = &LeakFinding> {
        self.findings.iter().filter(|finding| !finding.earlier_only)
    }
}

/// Tries to get back what was masked. A page that is a picture takes a second: call it where blocking is allowed.
pub trait LeakCheck: Send + Sync {
    /// Looks for `masked` in `file`, alone and together with the public copies released `earlier`.
    fn check(&self, file: &LeakFile, masked: &[LeakWord], earlier: &[LeakFile]) -> LeakReport;
}
