//! The one field that no pack writes: files for the public, taken along by every act that releases a public copy.

use super::act::{Field, FieldType};

/// Field of every act that releases a public copy: files for the public. No pack writes it; see [`Field::public_files`].
pub const PUBLIC_FILES: &str = "public_files";

/// Most files released with one decision.
const MOST_PUBLIC_FILES: usize = 20;

impl Field {
    /// The field with which an act that releases a public copy takes files for the public along.
    pub(crate) fn public_files() -> Self {
        Self {
            id: PUBLIC_FILES.to_owned(),
            label: "供公众下载的文件".to_owned(),
            kind: FieldType::Files,
            required: false,
            options: Vec::new(),
            max: MOST_PUBLIC_FILES,
            help: "决定书的遮盖副本等，PDF、图片或者纯文本。放出以前逐份检查：遮盖的内容还找得回来的，不放出。文件名由系统另起。".to_owned(),
            basis: "政府信息公开条例15".to_owned(),
            personal: false,
            public: true,
            sealed: false,
            fact: None,
            columns: Vec::new(),
            evidence: false,
            filled: false,
        }
    }
}
