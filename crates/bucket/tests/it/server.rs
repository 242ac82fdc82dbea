//! A store that speaks S3, in this process, over a folder: what it keeps can be looked at and spoilt. It can be made to
//! fail as real ones do.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tokio::net::TcpListener;

/// The key that opens it.
pub(crate) const ID: &str = "test";
/// And its secret.
pub(crate) const SECRET: &str = "not-a-secret";
/// The one bucket.
pub(crate) const BUCKET: &str = "evidence";

/// How it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Weather {
    /// As it should.
    Clear = 0,
    /// 500 to everything.
    Errors = 1,
    /// The connection breaks off in the middle of each part of a large object.
    Breaks = 2,
    /// What was written is there, and the connection breaks off before anybody is told.
    Deaf = 3,
}

/// A running server; it ends with the process.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    root: PathBuf,
    weather: Arc<AtomicU8>,
    failed: Arc<AtomicUsize>,
}

impl Server {
    /// Over a folder that exists, on a port of its own choosing.
    pub(crate) fn over(root: &Path) -> Self {
        std::fs::create_dir_all(root.join(BUCKET)).unwrap();
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(root).unwrap());
        builder.set_auth(SimpleAuth::from_single(ID, SECRET));
        let service = builder.build();
        let weather = Arc::new(AtomicU8::new(Weather::Clear as u8));
        let failed = Arc::new(AtomicUsize::new(0));
        let (tell, told) = std::sync::mpsc::channel();
        let (sky, count) = (weather.clone(), failed.clone());
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                loop {
                    let Ok((socket, _)) = listener.accept().await else { continue };
                    let (service, sky, count) = (service.clone(), sky.clone(), count.clone());
                    tokio::spawn(async move {
                        let answering = service_fn(|request| {
                            answer(service.clone(), sky.clone(), count.clone(), request)
                        });
                        // A client that goes away is nobody's fault.
                        let _ = hyper::server::conn::http1::Builder::new()
                            .serve_connection(TokioIo::new(socket), answering)
                            .await;
                    });
                }
            });
        });
        Self { address: told.recv().unwrap(), root: root.to_owned(), weather, failed }
    }

    /// What is written on the command line for a folder of the bucket.
    pub(crate) fn url(&self, prefix: &str) -> String {
        format!("s3://{BUCKET}/{prefix}?endpoint=http://{}", self.address)
    }

    /// Where a folder of the bucket lies.
    pub(crate) fn folder(&self, prefix: &str) -> PathBuf {
        self.root.join(BUCKET).join(prefix)
    }

    pub(crate) fn becomes(&self, weather: Weather) {
        self.weather.store(weather as u8, Ordering::SeqCst);
    }

    /// Requests that were not answered as they should have been.
    pub(crate) fn failed(&self) -> usize {
        self.failed.load(Ordering::SeqCst)
    }
}

async fn answer(
    service: S3Service,
    weather: Arc<AtomicU8>,
    failed: Arc<AtomicUsize>,
    mut request: Request<Incoming>,
) -> Result<Response<s3s::Body>, std::io::Error> {
    let now = weather.load(Ordering::SeqCst);
    let part = request.uri().query().is_some_and(|query| query.contains("partNumber"));
    let written = *request.method() == hyper::Method::PUT;
    if now == Weather::Errors as u8 {
        failed.fetch_add(1, Ordering::SeqCst);
        let mut response = Response::new(s3s::Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        return Ok(response);
    }
    if now == Weather::Breaks as u8 && part {
        failed.fetch_add(1, Ordering::SeqCst);
        // Some of it arrives.
        let _ = request.frame().await;
        return Err(std::io::Error::other("broken off"));
    }
    let answer = service.call(request.map(s3s::Body::from)).await.map_err(std::io::Error::other)?;
    if now == Weather::Deaf as u8 && written {
        failed.fetch_add(1, Ordering::SeqCst);
        return Err(std::io::Error::other("nobody is told"));
    }
    Ok(answer)
}
