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
    /// 缩略图的摘要；缩略图是衍生件，原件不动
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<String>,
    /// 声音的波形：等分各段的峰值，0 至 255
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waveform: Vec<u8>,
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
