//! A reader of scans that is told by the file itself what it shows, so that a test can say what was scanned: a line a page, the
//! paper's id and what became of the page. What reads pictures is tested where it lives.

use zhiheng_app::ports::press::{Press, PressError, Sheet};
use zhiheng_app::ports::twin::{
    Awaited, MissingPage, PageMark, PagePicture, PageVerdict, ReadBack, ScanFile, ScannedPage,
    Twin, TwinError,
};

/// What the files begin with, so that they are taken in.
pub(crate) const MARK: &str = "%PDF-1.7\n";

#[derive(Debug)]
pub(crate) struct Reader;

impl Twin for Reader {
    fn read_back(
        &self,
        matter: &str,
        papers: &[Awaited],
        files: &[ScanFile],
        _press: &dyn Press,
    ) -> Result<ReadBack, TwinError> {
        let id = |sheet: &Sheet| sheet.key.strip_prefix(&format!("{matter}~")).map(str::to_owned);
        let mut report = ReadBack::default();
        for file in files {
            let text = String::from_utf8_lossy(&file.content).into_owned();
            for (line, page_of_file) in text.strip_prefix(MARK).unwrap_or("").lines().zip(1..) {
                if line == "unreadable" {
                    return Err(TwinError::File {
                        file: file.name.clone(),
                        code: "scan.broken",
                        message: "扫描件读不出来".to_owned(),
                    });
                }
                if line == "font" {
                    return Err(PressError::FontMissing { characters: "𬺈".to_owned() }.into());
                }
                let (paper, verdict) = line.split_once(' ').unwrap();
                let verdict: PageVerdict = serde_json::from_value(verdict.into()).unwrap();
                let held = papers.iter().find(|held| id(&held.sheet).as_deref() == Some(paper));
                let altered = verdict == PageVerdict::Altered;
                report.pages.push(ScannedPage {
                    place: report.pages.len() + 1,
                    file: file.name.clone(),
                    page_of_file,
                    code: Some(format!("ZH1.{matter}~{paper}.1.1.00000000")),
                    paper: held.map(|_| paper.to_owned()),
                    title: held.map(|held| held.sheet.title.clone()),
                    page: held.map(|_| 1),
                    verdict,
                    altered: altered.then(mark).into_iter().collect(),
                    added: Vec::new(),
                    agreement: 990,
                    misplaced: false,
                    pictures: altered.then(picture).into_iter().collect(),
                });
            }
        }
        for held in papers {
            let paper = id(&held.sheet).unwrap();
            let came = |page: &ScannedPage| page.paper.as_ref() == Some(&paper);
            if held.form.is_none() && !report.pages.iter().any(came) {
                let title = held.sheet.title.clone();
                report.missing.push(MissingPage { paper, title, page: 1 });
            }
        }
        Ok(report)
    }
}

fn mark() -> PageMark {
    PageMark { kind: "added".to_owned(), left: 30.5, top: 80.0, right: 62.0, bottom: 86.2 }
}

fn picture() -> PagePicture {
    PagePicture { page: "cGFnZQ==".to_owned(), scan: "c2Nhbg==".to_owned() }
}
