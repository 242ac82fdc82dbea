//! The faces that papers are set in: two that travel inside the program, and whatever an agency puts into its folder.
//!
//! GB/T 9704 asks for 仿宋, 小标宋, 黑体 and 楷体. Their usual files may not be passed on, so the program carries open faces of
//! the same kinds; where an agency has the others and puts them into the folder, they are taken.

use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use zhiheng_app::ports::press::PressError;

/// Text, and what 仿宋, 小标宋 and 楷体 are set in where there is none.
const SERIF: &str = "Noto Serif SC";
/// What 黑体 is set in where there is none.
const SANS: &str = "Noto Sans SC";
/// Files that travel inside the program.
const CARRIED: [&[u8]; 2] = [
    include_bytes!("../fonts/NotoSerifSC-Regular.otf"),
    include_bytes!("../fonts/NotoSansSC-Regular.otf"),
];

/// Families by kind, the first that is there is taken.
const BODY: &[&str] = &[
    "FangSong_GB2312",
    "仿宋_GB2312",
    "FangSong",
    "仿宋",
    "STFangsong",
    "Zhuque Fangsong (technical preview)",
    "FandolFang R",
    SERIF,
];
const TITLE: &[&str] = &[
    "FZXiaoBiaoSong-B05S",
    "FZXiaoBiaoSong-B05",
    "方正小标宋简体",
    "方正小标宋_GBK",
    "Source Han Serif SC Heavy",
    SERIF,
];
const HEI: &[&str] = &["SimHei", "黑体", "STHeiti", "FandolHei", SANS];
const KAI: &[&str] =
    &["KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "LXGW WenKai", "FandolKai", SERIF];

/// All faces at hand.
#[derive(Debug)]
pub(crate) struct Faces {
    pub(crate) fonts: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
}

/// Which families a paper is set in, for the layouts.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    pub(crate) body: Vec<&'static str>,
    pub(crate) title: Vec<&'static str>,
    /// The title's face is heavy by itself.
    pub(crate) title_heavy: bool,
    pub(crate) hei: Vec<&'static str>,
    pub(crate) kai: Vec<&'static str>,
}

impl Faces {
    /// Reads the faces of the program, and those of the folder in the order of their file names.
    pub(crate) fn read(folder: Option<&Path>) -> Self {
        let mut fonts: Vec<Font> =
            CARRIED.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
        for path in folder.map(files).unwrap_or_default() {
            match std::fs::read(&path) {
                Ok(bytes) => {
                    let before = fonts.len();
                    fonts.extend(Font::iter(Bytes::new(bytes)));
                    if fonts.len() == before {
                        tracing::warn!(target: "zhiheng::papers", file = %path.display(), "no face in this file");
                    }
                }
                Err(error) => {
                    tracing::warn!(target: "zhiheng::papers", file = %path.display(), %error, "face not readable");
                }
            }
        }
        let book = FontBook::from_fonts(&fonts);
        Self { fonts, book: LazyHash::new(book) }
    }

    /// Names of the families, each once.
    ///
    /// # Errors
    /// The faces without which nothing can be printed are not there.
    pub(crate) fn names(&self) -> Result<Vec<String>, PressError> {
        for needed in [SERIF, SANS] {
            if !self.has(needed) {
                return Err(PressError::FontMissing { characters: needed.to_owned() });
            }
        }
        Ok(self.book.families().map(|(name, _)| name.to_owned()).collect())
    }

    /// Which families to set a paper in.
    pub(crate) fn chosen(&self) -> Chosen {
        let of = |names: &[&'static str]| {
            names.iter().copied().filter(|name| self.has(name)).collect::<Vec<_>>()
        };
        let title = of(TITLE);
        Chosen {
            title_heavy: title.first().is_some_and(|name| *name != SERIF),
            body: of(BODY),
            hei: of(HEI),
            kai: of(KAI),
            title,
        }
    }

    fn has(&self, family: &str) -> bool {
        self.book.contains_family(&family.to_lowercase())
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
            ["otf", "ttf", "ttc", "otc"].contains(&kind.to_ascii_lowercase().as_str())
        })
        .collect();
    paths.sort();
    paths
}
