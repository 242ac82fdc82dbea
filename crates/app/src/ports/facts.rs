//! What a file says of itself: found in its content, never in its name. A camera's clock and place may be wrong; they
//! are what the file says, not what is so.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What was found in a file. Whatever it does not say is left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FileFacts {
    /// 类型，按内容判断
    #[serde(rename = "type")]
    pub media: String,
    /// 时长，毫秒
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// 画面宽，像素
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// 画面高，像素
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// 声音、图像各轨
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tracks: Vec<Track>,
    /// 拍摄时间，照设备所写：有时区的写作 RFC 3339，没有的写作当地时间
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<String>,
    /// 拍摄地点
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// 设备厂商
    #[serde(skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    /// 设备型号
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// 页数
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// 字幕条数：只有纯文本才有，不是 WebVTT、SRT 的是 0
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cues: Option<u32>,
    /// 按其类型读不出内容：可能没有录完，或者已经损坏
    #[serde(skip_serializing_if = "is_false")]
    pub damaged: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_false(damaged: &bool) -> bool {
    !*damaged
}

/// One track of a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Track {
    /// 种类：`video`、`audio` 或 `subtitle`
    pub kind: String,
    /// 编码，如 `h264`、`aac`；认不出的写作 `unknown`
    pub codec: String,
}

/// Where a file says it was made (WGS 84).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Place {
    /// 纬度，度，北为正
    pub latitude: f64,
    /// 经度，度，东为正
    pub longitude: f64,
    /// 海拔，米
    #[serde(skip_serializing_if = "Option::is_none")]
    pub altitude: Option<f64>,
}
