//! One PostgreSQL server for the whole test run, one database for each test.
//!
//! The server is started by a shell that waits on a pipe from this process: when the process ends, however it ends, the
//! pipe closes, and the shell stops the server and removes its folder.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::{Client, NoTls};
use zhiheng_store::PostgresStore;

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

struct Cluster {
    folder: PathBuf,
    // Holds the pipe open.
    _shell: Child,
}

/// A database of its own, with the schema; `None` if the tests were told to do without PostgreSQL.
pub(crate) async fn database() -> Option<String> {
    if std::env::var("ZHIHENG_NO_POSTGRES").is_ok_and(|value| value == "1") {
        eprintln!("ZHIHENG_NO_POSTGRES=1: not run on PostgreSQL");
        return None;
    }
    let cluster = CLUSTER.get_or_init(|| {
        std::thread::spawn(start).join().expect("the test server could not be started")
    });
    let name = format!("test{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let admin = client(&url(&cluster.folder, "postgres")).await;
    admin.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE ready")).await.unwrap();
    Some(url(&cluster.folder, &name))
}

/// A plain connection as the owner of everything.
pub(crate) async fn client(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

fn url(folder: &Path, database: &str) -> String {
    format!("host={} user=postgres dbname={database}", folder.join("socket").display())
}

fn start() -> Cluster {
    let programs = programs();
    let folder = tempfile::Builder::new().prefix("zhiheng-pg-").tempdir().unwrap().keep();
    let script = r#"
        set -e
        cd "$FOLDER"
        mkdir socket
        "$BIN/initdb" --no-sync --auth=trust --username=postgres --encoding=UTF8 --locale=C.UTF-8 -D data >init.log
        "$BIN/pg_ctl" -w -D data -l server.log start >start.log \
            -o "-c listen_addresses= -c unix_socket_directories=$FOLDER/socket -c fsync=off -c max_connections=400"
        echo ready
        cat >/dev/null || true
        "$BIN/pg_ctl" -D data -m immediate stop >/dev/null || true
        rm -rf "$FOLDER"
    "#;
    // The server refuses to run as root.
    let root = std::fs::metadata("/proc/self").is_ok_and(|all| {
        use std::os::unix::fs::MetadataExt as _;
        all.uid() == 0
    });
    let mut command = if root {
        let owner = Command::new("chown").arg("postgres:").arg(&folder).status().unwrap();
        assert!(owner.success(), "there is no user postgres to run the test server as");
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "sh", "-c", script]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    };
    let mut shell = command
        .env("FOLDER", &folder)
        .env("BIN", programs)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(shell.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line.trim(), "ready", "the test server did not start: see {}", folder.display());

    let cluster = Cluster { folder, _shell: shell };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let admin = client(&url(&cluster.folder, "postgres")).await;
        admin.batch_execute("CREATE DATABASE ready").await.unwrap();
        PostgresStore::connect(&url(&cluster.folder, "ready")).await.unwrap();
    });
    cluster
}

/// Folder of `initdb` and `pg_ctl`: on the path, or where Debian keeps them.
fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let found = std::env::split_paths(&path)
        .chain(debian.map(|version| version.path().join("bin")))
        .find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists());
    found.expect(
        "PostgreSQL is not installed (initdb and pg_ctl were looked for on PATH and in \
         /usr/lib/postgresql/*/bin). `make test` installs it; ZHIHENG_NO_POSTGRES=1 does without.",
    )
}
