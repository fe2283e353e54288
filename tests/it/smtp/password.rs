//! The login, and the private file with its password.

use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

use partnerctl::shell::sentence;

use super::*;

/// A server that wants a login, and how it is reached.
fn wants_login(path: &Path) -> (Server, Target) {
    let server = Server::start(&["--user", "desk", "--password", "a secret"]);
    let to = Target { user: Some("desk".to_owned()), password: Some(password(path)), ..target(server.port()) };
    (server, to)
}

#[track_caller]
fn unusable(to: Target) -> String {
    match send(&mut Smtp::new(to), &mail(1, "jim")) {
        Err(Refusal::Unusable(error)) => {
            format!("{error}\n{}", error.hints().iter().map(sentence).collect::<Vec<_>>().join("\n"))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn refused_login_quotes_the_server() {
    let world = World::empty();
    let file = world.write_private("password", "another secret\n");
    let (server, to) = wants_login(&file);
    let message = unusable(to);
    assert!(message.contains("refuses the login of desk: 535 5.7.8 Authentication credentials invalid"), "{message}");
    assert!(message.contains(&format!("{} (mail.smtp.password_file)", file.display())), "{message}");
    assert!(message.contains("config set mail.smtp.user") && message.contains("mail status"), "{message}");
    assert!(!message.contains("another secret"), "{message}");
    assert_eq!(server.verbs(), ["1 EHLO", "1 AUTH", "1 QUIT"]);
}

#[test]
fn login_needs_name_and_password() {
    let world = World::empty();
    let file = world.write_private("password", "a secret\n");
    let (server, to) = wants_login(&file);
    let message = unusable(Target { user: None, ..to.clone() });
    assert!(
        message.contains("mail.smtp.user is not") && message.contains("config set mail.smtp.user NAME"),
        "{message}"
    );
    let message = unusable(Target { password: None, ..to.clone() });
    assert!(message.contains("mail.smtp.password_file is not set"), "{message}");
    assert!(message.contains("config set mail.smtp.password_file FILE"), "{message}");
    assert_eq!(server.log(), [""; 0], "no one was asked");
    send(&mut Smtp::new(to), &mail(1, "jim")).unwrap();
}

#[test]
fn no_password_goes_to_a_server_without_login() {
    let world = World::empty();
    let file = world.write_private("password", "a secret\n");
    let server = Server::start(&["--mechanism", "CRAM-MD5"]);
    let to = Target { user: Some("desk".to_owned()), password: Some(password(&file)), ..target(server.port()) };
    let message = unusable(to);
    assert!(
        message.contains("offers no way to log in as desk") && message.contains("config unset mail.smtp.user"),
        "{message}"
    );
}

#[test]
fn exposed_password_file_is_not_used() {
    let world = World::empty();
    let file = world.write_private("password", "a secret\n");
    let (server, to) = wants_login(&file);
    for mode in [0o644, 0o640, 0o660, 0o604, 0o610, 0o602] {
        std::fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        let message = unusable(to.clone());
        assert!(message.contains(&format!("is open to others (mode 0{mode:o})")), "{message}");
        assert!(message.contains(&format!("chmod 600 {}", file.display())), "{message}");
    }
    std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    let link = world.path("link");
    symlink(&file, &link).unwrap();
    world.write_private("empty", "\nsecond line\n");
    world.write_private("long", &"x".repeat(2000));
    world.write_private("zero", "a\0b\n");
    nix::unistd::mkfifo(&world.path("pipe"), nix::sys::stat::Mode::S_IRUSR).unwrap();
    for (name, why) in [
        ("link", "is a symbolic link"),
        ("missing", "No such file"),
        (".", "is no plain file"),
        ("pipe", "is no plain file"),
        ("empty", "has an empty first line"),
        ("long", "has too long a first line"),
        ("zero", "is no text"),
    ] {
        let message = unusable(Target { password: Some(password(&world.path(name))), ..to.clone() });
        assert!(message.contains(why) && message.contains("password"), "{name}: {message}");
        assert!(!message.contains("xxxx") && !message.contains("a secret"), "{message}");
    }
    assert_eq!(server.log(), [""; 0], "no one was asked");
}

/// Only root can play that someone else owns a file; others see that root's own are looked at for their mode.
#[test]
fn foreign_password_file_is_not_used() {
    let world = World::empty();
    let file = world.write_private("password", "a secret\n");
    let (server, to) = wants_login(&file);
    if nix::unistd::geteuid().is_root() {
        std::os::unix::fs::chown(&file, Some(65534), None).unwrap();
        let message = unusable(to);
        assert!(message.contains("belongs to someone else (uid 65534)") && message.contains("chown 0 "), "{message}");
    } else {
        let message = unusable(Target { password: Some(password(Path::new("/etc/passwd"))), ..to });
        assert!(message.contains("is open to others"), "{message}");
    }
    assert_eq!(server.log(), [""; 0], "no one was asked");
}

/// As the other secrets of a database that a group shares (docs/reference.md#data).
#[test]
fn sharing_group_may_share_the_password() {
    let world = World::empty();
    let file = world.write_private("password", "a secret");
    let group = std::fs::metadata(&file).unwrap().gid();
    let (_server, to) = wants_login(&file);
    let shared =
        |group| Target { password: Some(PasswordFile { path: file.clone(), group: Some(group) }), ..to.clone() };
    std::fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
    send(&mut Smtp::new(shared(group)), &mail(1, "jim")).unwrap();
    let message = unusable(shared(group + 1));
    assert!(message.contains("is open to others"), "{message}");
    for mode in [0o660, 0o644, 0o650] {
        std::fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        let message = unusable(shared(group));
        assert!(message.contains("is open to others") && message.contains("chmod 640"), "{message}");
    }
}

#[test]
fn settings_lead_to_a_login() {
    let server = Server::start(&["--user", "desk", "--password", "a secret"]);
    let mut world = World::with_story();
    server.serves(&mut world);
    let file = world.write("password", "a secret\n");
    std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    world.run("config set mail.smtp.user desk").ok();
    world.run(&format!("config set mail.smtp.password_file {}", file.display())).ok();
    std::fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    stays_queued(&mut world).says("is open to others (mode 0644)").says("chmod 600 [DIR]/password");
    std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    world.run("mail deliver").ok().says("1 sent");
    assert_eq!(server.mails().len(), 1);
    for place in ["audit list --format json", "mail list --format json", "config list"] {
        assert!(!world.run(place).ok().out.contains("a secret"), "{place}");
    }
}

/// A mark that an editor wrote is no part of the password; a blank that no one sees is not sent as one.
#[test]
fn unseen_characters_are_no_password() {
    use partnerctl::mail::smtp::PasswordFile;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("password");
    let file = PasswordFile { path: path.clone(), group: None };
    for (content, said) in [
        ("\u{FEFF}otter\r\n", None),
        ("otter lantern\n", None),
        ("otter \n", Some("white space at the end, as character 6")),
        ("\u{a0}otter\n", Some("as character 1")),
        ("ot\u{200B}ter\n", Some("as character 3")),
    ] {
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        match (file.check(), said) {
            (Ok(()), None) => {}
            (Err(error), Some(said)) => assert!(error.message().contains(said), "{error}"),
            (other, _) => panic!("{content:?}: {other:?}"),
        }
    }
}
