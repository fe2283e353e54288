//! A PostgreSQL server of the tests' own: made when it is first wanted, in a folder of its own, reached through a socket
//! there, and gone with the process of the tests.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use nix::unistd::{Uid, User};

/// The superuser of the server.
pub const ADMIN: &str = "admin";

/// The server of this process.
pub struct Server {
    folder: PathBuf,
    programs: PathBuf,
    databases: AtomicU32,
    /// Its standard input is a pipe from here: at its end it stops the server and removes the folder.
    _keeper: Child,
}

impl Server {
    /// The one server, which is started when it is first wanted.
    pub fn shared() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(Self::start)
    }

    /// The folder of its socket.
    pub fn socket(&self) -> &Path {
        &self.folder
    }

    /// A name that no database has yet.
    pub fn name(&self) -> String {
        format!("desk{}", self.databases.fetch_add(1, Ordering::Relaxed))
    }

    /// Makes a database, from `template` if there is one; its name.
    pub fn database(&self, template: Option<&str>) -> String {
        let name = self.name();
        let template = template.unwrap_or("template0");
        self.psql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {template} LC_COLLATE 'C' LC_CTYPE 'C'"));
        name
    }

    /// Runs a script as the superuser; what it prints.
    pub fn psql(&self, database: &str, script: &str) -> String {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", ADMIN, "-d", database, "-c", script]);
        let done = psql.arg("-h").arg(&self.folder).output().unwrap();
        assert!(done.status.success(), "{script}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    fn start() -> Self {
        let programs = programs();
        let folder = tempfile::Builder::new().prefix("postgres-").tempdir().unwrap().keep();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        let data = folder.join("data");
        let account = account();
        if let Some(account) = &account {
            chown(&folder, Some(account.uid.as_raw()), Some(account.gid.as_raw())).unwrap();
        }
        let run = |program: &str, words: &[&str]| {
            let mut command = Command::new(programs.join(program));
            command.args(words).current_dir(&folder).stdin(Stdio::null());
            if let Some(account) = &account {
                command.uid(account.uid.as_raw()).gid(account.gid.as_raw());
            }
            // The server inherits what `pg_ctl` has: no pipe, whose end would never come.
            let log = fs::OpenOptions::new().create(true).append(true).open(folder.join("log")).unwrap();
            fs::set_permissions(folder.join("log"), fs::Permissions::from_mode(0o666)).unwrap();
            let status = command.stdout(log.try_clone().unwrap()).stderr(log).status().unwrap();
            let log = || fs::read_to_string(folder.join("log")).unwrap();
            assert!(status.success(), "{program}: {}", log());
        };
        let path = data.to_str().unwrap();
        run("initdb", &["-D", path, "-U", ADMIN, "--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8"]);
        let settings = format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nfsync = off\nfull_page_writes = off\n\
             synchronous_commit = off\nmax_connections = 200\nshared_buffers = 64MB\nautovacuum = off\n",
            folder.display()
        );
        fs::write(data.join("postgresql.auto.conf"), settings).unwrap();
        run("pg_ctl", &["-D", path, "-w", "-s", "start"]);
        let end = "read -r _; pid=$(head -n 1 data/postmaster.pid) && kill -QUIT \"$pid\"; \
                   while kill -0 \"$pid\" 2>/dev/null; do sleep 0.05; done; rm -rf \"$PWD\"";
        let keeper =
            Command::new("sh").args(["-c", end]).current_dir(&folder).stdin(Stdio::piped()).process_group(0).spawn();
        Self { folder, programs, databases: AtomicU32::new(0), _keeper: keeper.unwrap() }
    }
}

/// The account that the server runs as: it refuses to run as root.
fn account() -> Option<User> {
    let find = |name| User::from_name(name).unwrap();
    Uid::effective().is_root().then(|| find("postgres").or_else(|| find("nobody")).unwrap())
}

/// Debian keeps the programs of a server out of the search path.
fn programs() -> PathBuf {
    let bins =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().map(|version| version.unwrap().path().join("bin"));
    let newest = bins.filter(|bin| bin.join("initdb").exists()).max();
    newest.unwrap_or_else(|| panic!("PostgreSQL is not installed: run scripts/needs"))
}
