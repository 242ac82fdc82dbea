//! What machines take: feeds, site maps, downloads, the public interface. The same decisions as the pages show, in other clothes.
//!
//! Everything here reads the list a piece at a time and hands each piece on before it takes the next, so that memory stays flat
//! whatever there is. What this is not: the files of the record (see `record` and `statements`).

pub(super) mod data;
pub(super) mod feed;
pub(super) mod interface;
pub(super) mod sheet;
pub(super) mod sitemap;

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use zhiheng_app::ports::DecisionRow;
use zhiheng_app::public::DecisionQuery;
use zhiheng_app::{App, Error};

/// Decisions read at once.
const PIECE: usize = 500;

type Read = Result<(Vec<DecisionRow>, Option<String>), Error>;

/// Turns a piece of the list into bytes.
type Write = Box<dyn FnMut(&[DecisionRow]) -> Vec<u8> + Send>;

/// Where a stream is.
enum At {
    /// The bytes before the first decision.
    Head,
    /// The next piece is to be read.
    Piece,
    /// The bytes after the last.
    Tail,
    /// Nothing is left.
    End,
}

/// The decisions that a question finds as a body, read as the connection takes them.
struct Stream {
    app: App,
    query: DecisionQuery,
    at: At,
    /// Decisions that are left out at the beginning.
    skip: usize,
    /// Decisions that may still be written.
    left: usize,
    head: Vec<u8>,
    tail: Vec<u8>,
    write: Write,
    reading: Option<Pin<Box<dyn Future<Output = Read> + Send>>>,
}

/// A body of decisions: `head`, what `write` makes of each piece, `tail`.
fn body(
    app: &App,
    query: DecisionQuery,
    (skip, most): (usize, usize),
    (head, tail): (Vec<u8>, Vec<u8>),
    write: Write,
) -> Body {
    let (app, at) = (app.clone(), At::Head);
    Body::from_stream(Stream { app, query, at, skip, left: most, head, tail, write, reading: None })
}

impl futures_core::Stream for Stream {
    type Item = Result<Bytes, Broken>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match this.at {
                At::Head => {
                    this.at = At::Piece;
                    return Poll::Ready(Some(Ok(std::mem::take(&mut this.head).into())));
                }
                At::Tail => {
                    this.at = At::End;
                    return Poll::Ready(Some(Ok(std::mem::take(&mut this.tail).into())));
                }
                At::End => return Poll::Ready(None),
                At::Piece => {
                    let reading = this.reading.get_or_insert_with(|| {
                        let (app, query) = (this.app.clone(), this.query.clone());
                        Box::pin(async move { app.public_run(&query, PIECE).await })
                    });
                    let read = std::task::ready!(reading.as_mut().poll(context));
                    this.reading = None;
                    match read {
                        Ok(piece) => {
                            if let Some(bytes) = this.take(piece) {
                                return Poll::Ready(Some(Ok(bytes)));
                            }
                        }
                        Err(fault) => {
                            // Broken off, so that nobody takes a part for the whole.
                            tracing::error!(%fault, "a download broke off");
                            this.at = At::End;
                            return Poll::Ready(Some(Err(Broken)));
                        }
                    }
                }
            }
        }
    }
}

impl Stream {
    /// Writes what of a piece is wanted and goes on to the next.
    fn take(&mut self, (rows, next): (Vec<DecisionRow>, Option<String>)) -> Option<Bytes> {
        let skipped = self.skip.min(rows.len());
        self.skip = self.skip.saturating_sub(skipped);
        let wanted: Vec<DecisionRow> = rows.into_iter().skip(skipped).take(self.left).collect();
        self.left = self.left.saturating_sub(wanted.len());
        let ended = next.is_none() || self.left == 0;
        self.query.cursor = next;
        if ended {
            self.at = At::Tail;
        }
        if wanted.is_empty() { None } else { Some((self.write)(&wanted).into()) }
    }
}

/// The list could not be read to its end.
#[derive(Debug, thiserror::Error)]
#[error("the list broke off")]
struct Broken;

/// A decision as everybody may take it: what its page shows, nothing more.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub(super) struct OpenDecision {
    /// 公示编号，长期不变
    id: String,
    /// 决定书文号；来源没有写明的为空
    number: String,
    /// 作出决定的机关
    agency: String,
    /// 执法类别
    category: String,
    /// 名称
    title: String,
    /// 当事人，依法应当隐去的已经隐去
    party: String,
    /// 事实
    facts: String,
    /// 依据
    basis: String,
    /// 决定的内容
    result: String,
    /// 处理种类
    kinds: Vec<String>,
    /// 罚款，单位：分；没有的为空
    fine: Option<i64>,
    /// 地区
    region: String,
    /// 作出决定之日，YYYY-MM-DD；来源没有写明的为空
    decided: String,
    /// 公开之日
    published: String,
    /// 公示期的最后一日；没有期限的为空
    until: Option<String>,
    /// 转载的写明来源；本平台作出的为空
    source: String,
}

impl From<&DecisionRow> for OpenDecision {
    fn from(row: &DecisionRow) -> Self {
        let row = row.clone();
        Self {
            id: row.id,
            number: row.number,
            agency: row.agency_name,
            category: row.category,
            title: row.title,
            party: row.party,
            facts: row.facts,
            basis: row.basis,
            result: row.result,
            kinds: row.kinds,
            fine: row.fine,
            region: row.region,
            decided: row.decided,
            published: row.published,
            until: row.until,
            source: row.source,
        }
    }
}

/// Text for XML: what XML 1.0 cannot hold is left out. Escaping is the template's business.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}
