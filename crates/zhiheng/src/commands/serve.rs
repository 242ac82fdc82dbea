//! `zhiheng serve`: the server, the record's follower beside it, and an orderly end.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;
use zhiheng_app::App;
use zhiheng_app::session::SessionRules;
use zhiheng_app::uploads::{UploadRules, Uploads};
use zhiheng_evidence::GlimpseMaker;
use zhiheng_web::{ConsoleAssets, Metrics, Server};

use super::rebuild::rebuild;
use crate::cli::Serve;
use crate::files;
use crate::output::{Done, Fault, file_fault, say};
use crate::place::Place;
use crate::wiring;

/// How long requests that are under way may take after the server was asked to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is asked whether a day is over.
const STATED: Duration = Duration::from_mins(5);

/// How often expired uploads are looked for.
const SWEEP: Duration = Duration::from_hours(1);
/// Wait before what could not be finished is tried again.
const AGAIN: Duration = Duration::from_secs(30);

/// How often the reports of the year are looked after.
const DAILY: Duration = Duration::from_hours(24);

pub(crate) async fn run(arguments: Serve) -> Result<Done, Fault> {
    let place = Place::take(&arguments.data.data)?;
    log();
    // Heard from the first moment on: whoever stops the server right after it answered must find it listening.
    let signals = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
    let listener = listen(arguments.listen).await?;
    let (app, follower) = wiring::wire_to_write(&place, &arguments.stores).await?;
    if place.rebuilding().exists() {
        say("上次重建没有完成，现在重新进行");
        rebuild(&place, &app, false).await?;
    } else if app.store().stale().await? {
        say("程序更新以后列表的结构变了，现在由记录重建；做完就开始服务");
        rebuild(&place, &app, false).await?;
    }
    files::sweep(&place, &arguments.stores, app.suite())?;
    let (stop, stopped) = watch::channel(false);
    let origin = follower.home().origin().to_owned();
    let size = follower.size();
    let mut following = tokio::spawn(follower.run(stopped.clone()));
    let opening = tokio::spawn(open_reports(app.clone()));
    let uploads = Arc::new(Uploads::new(app.clone(), UploadRules::default()));
    let sweeping = tokio::spawn(sweep(uploads.clone()));
    let stating = tokio::spawn(state(app.clone(), origin.clone()));
    let glimpses = Arc::new(GlimpseMaker::new(app.shared_blobs(), Some(&place.glimpses())));
    // What a stop left of a destruction is done first.
    let finishing = tokio::spawn(finish(app.clone(), glimpses.clone(), place.destroyed()));
    let router = zhiheng_web::router(Server {
        app,
        record_dir: place.record(),
        console: ConsoleAssets::embedded(),
        sessions: SessionRules::default(),
        uploads,
        metrics: Arc::new(Metrics::default()),
        press: Arc::new(wiring::press(&place)),
        twin: Arc::new(zhiheng_twin::Reader),
        glimpses,
    });
    let address = listener.local_addr().unwrap_or(arguments.listen);
    tracing::info!(%address, %origin, size, "serving");
    say(&format!("执衡已启动：http://{address}/  工作台 http://{address}/console/"));
    let mut quit = stopped.clone();
    let server = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            // An error means that nobody can stop us any more: then stop.
            let _ = quit.wait_for(|stop| *stop).await;
        });
    let mut serving = tokio::spawn(server.into_future());
    let broken = tokio::select! {
        () = asked_to_stop(signals) => None,
        ended = &mut following => Some(match ended {
            Ok(Err(fault)) => Fault::from(fault),
            Ok(Ok(())) => Fault::new("record.stopped", "记录的签署意外停止"),
            Err(error) => Fault::new("record.stopped", format!("记录的签署意外停止：{error}")),
        }),
        ended = &mut serving => Some(Fault::new("serve.stopped", format!("服务意外停止：{ended:?}"))),
    };
    tracing::info!("stopping");
    sweeping.abort();
    stating.abort();
    opening.abort();
    finishing.abort();
    // Nobody listening means both have ended already.
    let _ = stop.send(true);
    if let Some(fault) = broken {
        return Err(fault);
    }
    if tokio::time::timeout(PATIENCE, &mut serving).await.is_err() {
        tracing::warn!("requests were cut off");
        serving.abort();
    }
    match following.await {
        Ok(Ok(())) => {}
        Ok(Err(fault)) => return Err(fault.into()),
        Err(error) => return Err(Fault::new("record.stopped", error.to_string())),
    }
    say("执衡已停止");
    Ok(Done::default())
}

/// Removes uploads that nobody went on with, now and then.
async fn sweep(uploads: Arc<Uploads>) {
    let mut hours = tokio::time::interval(SWEEP);
    loop {
        hours.tick().await;
        match uploads.sweep().await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "expired uploads were removed"),
            Err(fault) => tracing::warn!(%fault, "expired uploads could not be removed"),
        }
    }
}

/// Makes the statements of the days that are over, soon after midnight and for those on which the server was not running.
async fn state(app: App, log: String) {
    let mut often = tokio::time::interval(STATED);
    loop {
        often.tick().await;
        match app.state_days(&log).await {
            Ok(0) => {}
            Ok(made) => tracing::info!(made, "daily statements were made"),
            Err(fault) => tracing::warn!(%fault, "daily statements could not be made"),
        }
    }
}

/// Opens the yearly reports that are due to be begun: at the start, and again while the server runs. Opening twice opens once.
async fn open_reports(app: App) {
    let mut days = tokio::time::interval(DAILY);
    loop {
        days.tick().await;
        match app.open_reports().await {
            Ok(0) => {}
            Ok(opened) => tracing::info!(opened, "yearly reports were opened"),
            Err(fault) => tracing::warn!(?fault, "yearly reports could not be opened"),
        }
    }
}

/// Finishes destructions: those that a stop left, and each new one.
async fn finish(app: App, glimpses: Arc<GlimpseMaker>, list: PathBuf) {
    loop {
        match app.finish_destructions(Some(glimpses.as_ref())).await {
            Ok(done) => {
                if listed(&app, &list).await.is_err() {
                    tracing::warn!("the list of destructions could not be written");
                }
                if done.dossiers > 0 {
                    let (dossiers, files) = (done.dossiers, done.files);
                    tracing::info!(dossiers, files, "destroyed dossiers were erased");
                }
            }
            Err(fault) => {
                tracing::warn!(%fault, "a destruction could not be finished and is tried again");
                tokio::time::sleep(AGAIN).await;
                continue;
            }
        }
        app.until_destroyed().await;
    }
}

/// Writes the list of destructions, by which an older backup is brought up to date (see `restore --destroyed`).
async fn listed(app: &App, list: &Path) -> Result<(), Fault> {
    let lives = app.destructions().await?;
    if lives.is_empty() {
        return Ok(());
    }
    let text = serde_json::to_vec_pretty(&lives)
        .map_err(|error| Fault::new("internal", format!("内部错误：{error}")))?;
    let aside = list.with_extension("json.partial");
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&aside)?;
        file.write_all(&text)?;
        file.sync_all()?;
        std::fs::rename(&aside, list)
    };
    write().map_err(|error| file_fault(list, &error))
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Fault> {
    TcpListener::bind(address).await.map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "端口已被占用，请停止占用它的程序，或用 --listen 换一个".to_owned()
            }
            std::io::ErrorKind::PermissionDenied => "没有监听这个端口的权限".to_owned(),
            std::io::ErrorKind::AddrNotAvailable => "本机没有这个地址".to_owned(),
            _ => error.to_string(),
        };
        Fault::new("serve.listen", format!("不能监听 {address}：{why}"))
    })
}

/// Returns when the process is asked to stop.
async fn asked_to_stop(signals: (std::io::Result<Signal>, std::io::Result<Signal>)) {
    let (Ok(mut terminate), Ok(mut interrupt)) = signals else {
        tracing::error!("no signals can be received");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

/// One JSON object a line on stderr; what is logged follows `ZHIHENG_LOG`, `info` by default.
fn log() {
    let filter = EnvFilter::try_from_env("ZHIHENG_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // It fails only where a log was set up already, as in a test.
    let _ = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
