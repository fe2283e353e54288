//! A database that several accounts share, and disks that are full: what only real files show.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use crate::opening::{make_older, present};
use crate::support::{Real, Run};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// A group that we are in and its number. Root is in all.
fn group() -> (String, u32) {
    let gid = if nix::unistd::geteuid().is_root() { 1 } else { nix::unistd::getegid().as_raw() };
    (nix::unistd::Group::from_gid(gid.into()).unwrap().unwrap().name, gid)
}

#[test]
fn shared_database_is_open_to_its_group_only() {
    let (name, gid) = group();
    for umask in ["000", "022", "077"] {
        let real = Real::empty();
        real.shell(&format!("umask {umask}; partnerctl init --db shared/desk.db --group {name}")).ok();
        real.shell(&format!(
            "umask {umask}; partnerctl client add X --owner x@x.example --db shared/desk.db \\
             && partnerctl invite send --owners -c C100001-9 --db shared/desk.db \\
             && partnerctl db backup shared/friday.db --db shared/desk.db"
        ))
        .ok();
        for (path, wanted) in [
            ("shared", 0o2770),
            ("shared/desk.db", 0o660),
            ("shared/desk.db.key", 0o640),
            ("shared/desk.db.lock", 0o660),
            ("shared/desk.db.outbox", 0o2770),
            ("shared/friday.db", 0o660),
        ] {
            let path = real.path(path);
            assert_eq!(mode(&path), wanted, "umask {umask}: {}", path.display());
            assert_eq!(fs::metadata(&path).unwrap().gid(), gid, "{}", path.display());
        }
        for mail in fs::read_dir(real.path("shared/desk.db.outbox")).unwrap() {
            assert_eq!(mode(&mail.unwrap().path()) & 0o007, 0);
        }
    }
}

#[test]
fn closed_folder_is_reported() {
    let (name, _) = group();
    let real = Real::empty();
    fs::create_dir(real.path("closed")).unwrap();
    fs::set_permissions(real.path("closed"), fs::Permissions::from_mode(0o700)).unwrap();
    let run = real.run(&format!("init --db closed/desk.db --group {name}")).ok();
    assert!(run.err.contains(&format!("the members of {name} cannot work in [DIR]/closed")), "{run}");
    assert!(run.err.contains("chmod 2770"), "{run}");
    real.run("init").ok();
    real.run(&format!("init --group {name}")).ok().says("is not shared with");
}

/// Another account, where the tests run as root, who can play it; else ourselves. It is registered as staff.
struct Colleague {
    uid: u32,
    name: String,
}

impl Colleague {
    fn find() -> Self {
        let own = nix::unistd::geteuid();
        let uid = if own.is_root() { 65534 } else { own.as_raw() };
        let account = nix::unistd::User::from_uid(uid.into()).unwrap().unwrap();
        Self { uid, name: account.name }
    }

    fn run(&self, real: &Real, gid: u32, line: &str) -> Run {
        if nix::unistd::geteuid().is_root() { real.run_as(self.uid, gid, line) } else { real.run(line) }
    }
}

#[test]
fn group_member_works_and_stranger_does_not() {
    let (name, gid) = group();
    let real = Real::empty();
    fs::set_permissions(real.folder(), fs::Permissions::from_mode(0o755)).unwrap();
    real.run(&format!("init --db shared/desk.db --group {name}")).ok();
    let colleague = Colleague::find();
    if nix::unistd::geteuid().is_root() {
        colleague.run(&real, gid, "whoami --db shared/desk.db").fails(1).says("not registered as staff");
        real.run(&format!("staff add {} --name Colleague --db shared/desk.db", colleague.name)).ok();
        // The same account outside of the group does not even get to the file.
        colleague.run(&real, 65534, "whoami --db shared/desk.db").fails(1).says("Permission denied");
    }
    for line in [
        "client add X --owner x@x.example --db shared/desk.db",
        "invite send --owners -c C100001-9 --db shared/desk.db",
        "db backup shared/friday.db --db shared/desk.db",
        "db restore shared/friday.db --confirm live --db shared/desk.db",
        "db check --db shared/desk.db",
    ] {
        colleague.run(&real, gid, line).ok();
    }
    let listed = real.run("audit list --action client.add --columns actor --csv --db shared/desk.db").ok();
    assert_eq!(listed.out, format!("actor\n{}\n", colleague.name));
    assert_eq!(mode(&real.path("shared/desk.db")), 0o660);
}

#[test]
fn unwritable_database_is_still_read() {
    let real = Real::new();
    real.run("client add X --owner x@x.example").ok();
    let colleague = Colleague::find();
    if nix::unistd::geteuid().is_root() {
        // Root writes whatever it likes; the file must be another's.
        real.run(&format!("staff add {} --name Colleague", colleague.name)).ok();
        fs::set_permissions(real.folder(), fs::Permissions::from_mode(0o755)).unwrap();
        for path in [real.path("desk.db"), real.path("desk.db.key"), real.folder().to_owned()] {
            std::os::unix::fs::chown(path, Some(65534), Some(65534)).unwrap();
        }
    }
    fs::set_permissions(real.path("desk.db"), fs::Permissions::from_mode(0o400)).unwrap();
    let before = fs::read(real.path("desk.db")).unwrap();
    colleague.run(&real, 65534, "client add Y --owner y@y.example").fails(1).says("the database cannot be written");
    let listed = colleague.run(&real, 65534, "client list --columns client_slug --csv").ok();
    assert_eq!(listed.out, "client_slug\nx-1000019\n");
    assert!(fs::read(real.path("desk.db")).unwrap() == before);
}

/// Runs a command that may make no file larger than so many KiB, as on a disk that is about to be full.
fn in_little_room(real: &Real, kib: u32, line: &str) -> Run {
    real.shell(&format!("trap '' XFSZ; ulimit -f {kib}; exec partnerctl {line}"))
}

fn must_be_sound(real: &Real) {
    real.run("db check").ok();
    let left = fs::read_dir(real.folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<_> = left.filter(|name| name.ends_with(".part") || name.contains(".replaced-")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Gives more and more room until the command is done; whatever it said before, nothing may be half done.
fn until_it_fits(real: &Real, line: &str, step: usize, nothing_happened: impl Fn()) {
    for (refused, kib) in (1..4000).step_by(step).enumerate() {
        let run = in_little_room(real, kib, line);
        if run.code == 0 {
            assert!(refused > 2, "{line} never lacked room");
            return;
        }
        assert_eq!(run.code, 1, "{kib} KiB: {run}");
        assert!(run.err.starts_with("error: "), "{run}");
        nothing_happened();
        must_be_sound(real);
    }
    panic!("{line} never had room enough");
}

#[test]
fn on_a_full_disk_a_change_is_done_or_not() {
    let real = Real::new();
    let rows = || real.sqlite3("SELECT count(*) FROM client; SELECT count(*) FROM audit").ok().out;
    let before = rows();
    until_it_fits(&real, "client add X --owner x@x.example", 8, || assert_eq!(rows(), before));
    assert_eq!(rows(), "1\n2\n");
    must_be_sound(&real);
}

#[test]
fn on_a_full_disk_a_backup_is_whole_or_absent() {
    let real = Real::new();
    until_it_fits(&real, "db backup friday.db", 64, || assert!(!real.path("friday.db").exists()));
    real.run("db check --db friday.db").fails(1).prints("key");
}

#[test]
fn on_a_full_disk_a_restore_is_done_or_not() {
    let real = Real::new();
    real.run("db backup friday.db").ok();
    real.run("client add X --owner x@x.example").ok();
    let clients = || real.sqlite3("SELECT count(*) FROM client").ok().out;
    until_it_fits(&real, "db restore friday.db --confirm training", 64, || assert_eq!(clients(), "1\n"));
    assert_eq!(clients(), "0\n");
}

#[test]
fn on_a_full_disk_a_migration_is_done_or_not() {
    let real = Real::new();
    real.run("client add X --owner x@x.example").ok();
    make_older(&real.path("desk.db"));
    let version = || real.sqlite3("PRAGMA user_version; SELECT count(*) FROM client").ok().out;
    let older = format!("{}\n1\n", present() - 1);
    for (refused, kib) in (1..4000).step_by(32).enumerate() {
        let run = in_little_room(&real, kib, "client list");
        if run.code == 0 {
            assert!(refused > 2);
            break;
        }
        assert_eq!((run.code, version().as_str()), (1, older.as_str()), "{kib} KiB: {run}");
    }
    assert_eq!(version(), format!("{}\n1\n", present()));
    must_be_sound(&real);
}

/// A member of the group may put anything under the name of a file in the shared folder.
#[test]
fn links_in_a_shared_folder_open_nothing() {
    let (name, gid) = group();
    let real = Real::empty();
    real.run(&format!("init --db shared/desk.db --group {name}")).ok();
    let (lock, outbox) = (real.path("shared/desk.db.lock"), real.path("shared/desk.db.outbox"));
    let (secret, made) = (real.path("secret"), real.path("made"));
    fs::write(&secret, "secret").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    fs::create_dir(real.path("closed")).unwrap();
    fs::set_permissions(real.path("closed"), fs::Permissions::from_mode(0o700)).unwrap();
    let member = Colleague::find();
    let link = |target: &Path, name: &Path| {
        let _ = fs::remove_file(name).or_else(|_| fs::remove_dir_all(name));
        std::os::unix::fs::symlink(target, name).unwrap();
        std::os::unix::fs::lchown(name, Some(member.uid), Some(gid)).unwrap();
    };
    for target in [&secret, &made] {
        link(target, &lock);
        let run = real.run("init --db shared/desk.db").fails(1).says("is a symbolic link; it was left as it is");
        assert!(run.err.contains("shared/desk.db.lock"), "{run}");
    }
    fs::remove_file(&lock).unwrap();
    fs::hard_link(&secret, &lock).unwrap();
    real.run("init --db shared/desk.db").fails(1).says("has a second name elsewhere");
    fs::remove_file(&lock).unwrap();
    link(&real.path("closed"), &outbox);
    real.run("init --db shared/desk.db").fails(1).says("desk.db.outbox is not a folder");
    assert_eq!((mode(&secret), fs::metadata(&secret).unwrap().nlink()), (0o600, 1));
    assert_eq!(mode(&real.path("closed")), 0o700);
    assert!(!made.exists());
    fs::remove_file(&outbox).unwrap();
    real.run("init --db shared/desk.db").ok();
    assert_eq!(mode(&lock), 0o660);
    if nix::unistd::geteuid().is_root() {
        let errors = real.path("shared/bad.csv");
        link(&secret, &errors);
        fs::write(real.path("new.csv"), "name,owners\n,\n").unwrap();
        let run = real.run("client import new.csv --errors shared/bad.csv --db shared/desk.db").fails(1);
        assert!(run.err.contains("belongs to another account (uid 65534)"), "{run}");
        assert_eq!(fs::read(&secret).unwrap(), b"secret");
    }
}

#[test]
fn lock_of_a_stranger_is_refused() {
    let real = Real::new();
    let lock = real.path("desk.db.lock");
    if !nix::unistd::geteuid().is_root() {
        return;
    }
    std::os::unix::fs::chown(&lock, Some(65534), None).unwrap();
    real.run("init").fails(1).says("belongs to another account (uid 65534)");
}

#[test]
fn database_in_a_closed_folder_is_read() {
    let real = Real::empty();
    real.run("init --db live/desk.db").ok();
    real.run("client add X --owner x@x.example --db live/desk.db").ok();
    let colleague = Colleague::find();
    if nix::unistd::geteuid().is_root() {
        real.run(&format!("staff add {} --name Colleague --db live/desk.db", colleague.name)).ok();
        fs::set_permissions(real.folder(), fs::Permissions::from_mode(0o755)).unwrap();
        std::os::unix::fs::chown(real.path("live/desk.db"), Some(65534), Some(65534)).unwrap();
    }
    fs::set_permissions(real.path("live"), fs::Permissions::from_mode(0o555)).unwrap();
    let run = |line: &str| colleague.run(&real, 65534, &format!("{line} --db live/desk.db"));
    let listed = run("client list --columns client_slug --csv").ok();
    assert_eq!(listed.out, "client_slug\nx-1000019\n");
    run("audit verify").ok();
    run("client add Y --owner y@y.example").fails(1).says("the database cannot be written");
    fs::set_permissions(real.path("live"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(fs::read_dir(real.path("live")).unwrap().count(), 4, "nothing was made next to it");
}
