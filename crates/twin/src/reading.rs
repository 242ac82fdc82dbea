//! Takes scanned files apart into pages: PNG and JPEG, TIFF of several pages, and PDF whose pages are pictures.
//!
//! Pages are read one at a time, so that a dossier of hundreds of pages needs the memory of one.

mod pdf;
mod tiff;

use std::io::Cursor;

use image::{ColorType, DynamicImage, ImageFormat, ImageReader, Limits};

use crate::picture::{Grey, Scan};

/// A page of A3 at 600 dpi has seventy million dots; more than this is no page.
pub(crate) const MOST_DOTS: u64 = 120_000_000;
/// The widest or highest picture.
pub(crate) const LONGEST: u32 = 20_000;

/// Why a file is no scan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Another kind of file.
    #[error("不是扫描件：可以上传 PNG、JPEG、TIFF 图像，或者由扫描图像组成的 PDF")]
    Kind,
    /// It breaks off, or its content is not what it says it is.
    #[error("扫描件读不出来：{0}")]
    Broken(String),
    /// Larger than a page can be.
    #[error("图像过大：一页不超过 {LONGEST} 点宽、{} 百万点", MOST_DOTS / 1_000_000)]
    Large,
    /// A page of the PDF holds no picture.
    #[error("PDF 第 {page} 页没有扫描图像；这里核对的是纸质文书的扫描件")]
    NoPicture {
        /// Page, from 1.
        page: usize,
    },
    /// A page of the PDF is made of several pictures.
    #[error("PDF 第 {page} 页由多幅图像拼成，请按整页重新扫描")]
    Pieces {
        /// Page, from 1.
        page: usize,
    },
    /// A picture is written in a way that is not read here.
    #[error("图像的压缩方式（{0}）不能读取，请扫描为 JPEG、PNG 或者 TIFF")]
    Packed(String),
    /// It is protected by a password.
    #[error("PDF 有密码，请先解除")]
    Locked,
}

impl ReadError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Kind => "scan.kind",
            Self::Broken(_) => "scan.broken",
            Self::Large => "scan.large",
            Self::NoPicture { .. } => "scan.no_picture",
            Self::Pieces { .. } => "scan.pieces",
            Self::Packed(_) => "scan.packed",
            Self::Locked => "scan.locked",
        }
    }
}

/// The pages of a scanned file, one after the other.
///
/// # Errors
/// The file is no scan. What is wrong with a single page comes in its turn, and nothing comes after it.
pub fn scans(
    bytes: &[u8],
) -> Result<Box<dyn Iterator<Item = Result<Scan, ReadError>> + Send + '_>, ReadError> {
    if bytes.starts_with(b"%PDF-") {
        return Ok(Box::new(pdf::pages(bytes)?));
    }
    if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        return Ok(Box::new(tiff::pages(bytes)?));
    }
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg)) => {
            Ok(Box::new(std::iter::once_with(move || picture(bytes, format))))
        }
        _ => Err(ReadError::Kind),
    }
}

/// One picture.
pub(crate) fn picture(bytes: &[u8], format: ImageFormat) -> Result<Scan, ReadError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MOST_DOTS * 4);
    reader.limits(limits);
    let image = reader.decode().map_err(|fault| match fault {
        image::ImageError::Limits(_) => ReadError::Large,
        fault => ReadError::Broken(fault.to_string()),
    })?;
    fits(image.width(), image.height())?;
    scan(image)
}

/// Refuses what is larger than a page.
pub(crate) fn fits(width: u32, height: u32) -> Result<(), ReadError> {
    if width > LONGEST || height > LONGEST || u64::from(width) * u64::from(height) > MOST_DOTS {
        return Err(ReadError::Large);
    }
    Ok(())
}

fn scan(image: DynamicImage) -> Result<Scan, ReadError> {
    let (width, height) = (size(image.width()), size(image.height()));
    let made = match image.color() {
        ColorType::L8 | ColorType::L16 | ColorType::La8 | ColorType::La16 => {
            Grey::new(width, height, image.into_luma8().into_raw()).map(Scan::grey)
        }
        _ => Scan::colour(width, height, image.into_rgb8().as_raw()),
    };
    made.ok_or_else(|| ReadError::Broken("没有图像".to_owned()))
}

pub(crate) fn size(dots: u32) -> usize {
    usize::try_from(dots).unwrap_or(usize::MAX)
}
