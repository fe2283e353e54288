//! `mail status` with a real mail server.

use insta::assert_snapshot;

use crate::support::World;
use crate::support::certs::Certs;
use crate::support::smtp::Server;

/// The story, with mails that leave by this server.
fn story(server: &Server) -> World {
    let mut world = World::with_story();
    world.tamper("UPDATE house SET label = 'training'");
    server.serves(&mut world);
    world
}

/// The connection is looked at, and nothing is sent.
#[test]
fn it_connects_and_sends_nothing() {
    let server = Server::start(&[]);
    let mut world = story(&server);
    let run = world.run("mail status --json").ok();
    let what: Vec<String> = run.json()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["what"].as_str().unwrap().to_owned())
        .collect();
    assert!(what.contains(&"connection".to_owned()), "{run}");
    let said = server.log();
    assert!(!said.is_empty() && !said.iter().any(|line| line.contains("MAIL") || line.contains("DATA")), "{said:?}");
    assert!(server.mails().is_empty());
}

#[test]
fn test_mail_reports_the_server_words() {
    let server = Server::start(&["--fault", "rcpt:gone:550 5.1.1 No such user here"]);
    let mut world = story(&server);
    let record = world.run("mail status --to jane@desk.example --json").ok().json();
    assert_eq!((&record["result"], &record["server_reply"]), (&"sent".into(), &"250 2.0.0 Taken as 000001".into()));
    let mails = server.mails();
    assert_eq!((mails.len(), mails[0].to.as_slice()), (1, &["jane@desk.example".to_owned()][..]));
    assert!(String::from_utf8_lossy(&mails[0].bytes).contains("tries whether mail arrives"));
    let run = world.run("mail status --to gone@desk.example --json").fails(1);
    assert_eq!(run.json()["result"], "failed");
    assert!(run.json()["server_reply"].as_str().unwrap().contains("No such user here"), "{run}");
    assert_eq!(world.sql("SELECT count(*) FROM mail"), ["0"]);
}

#[test]
fn failed_connection_names_the_setting() {
    let server = Server::start(&[]);
    let mut world = story(&server);
    drop(server);
    let run = world.run("mail status").fails(1);
    run.clone().says("mail.smtp.");
    assert!(run.out.contains("ok            no"), "{run}");
    world.run("config unset mail.smtp.host").ok();
    assert_snapshot!(world.run("mail status --columns ok,error"), @"
    $ partnerctl mail status --columns ok,error
    ok     no
    error  mail.transport is smtp, and mail.smtp.host is not set: there is no server to go to
    --- stderr
    error: mail.transport is smtp, and mail.smtp.host is not set: there is no server to go to
    hint: name it with `partnerctl config set mail.smtp.host HOST`
    hint: look whether it works with `partnerctl mail status`
    --- exit 1
    ");
}

/// The login is tried, and the password is nowhere.
#[test]
fn wrong_password_is_reported() {
    let server = Server::start(&["--user", "desk", "--password", "a secret umbrella"]);
    let mut world = story(&server);
    let file = world.write_private("secret", "another umbrella\n").display().to_string();
    world.run("config set mail.smtp.user desk").ok();
    world.run(&format!("config set mail.smtp.password_file {file}")).ok();
    for line in ["mail status", "mail status --to jane@desk.example --json"] {
        let run = world.run(line).fails(1);
        assert!(run.err.contains("535") && run.err.contains("mail.smtp.password_file"), "{run}");
        assert!(!run.to_string().contains("umbrella"), "{run}");
    }
    assert!(server.mails().is_empty());
    world.write_private("secret", "a secret umbrella\n");
    let run = world.run("mail status --columns findings").ok();
    assert!(run.out.contains("login"), "{run}");
    world.run("mail status --to jane@desk.example").ok();
    assert_eq!(server.mails().len(), 1);
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    world.run("mail status").fails(1).says("is open to others").says("chmod 600");
}

/// What protects the connection is reported; a certificate that proves nothing ends it before anything is said.
#[test]
fn tls_is_checked_with_its_certificate() {
    let certs = Certs::new();
    let authority = certs.authority().display().to_string();
    for (tls, shown, flaw) in
        [("starttls", "good", None), ("tls", "good", None), ("starttls", "expired", Some("expired"))]
    {
        let server = Server::protected(tls, &certs, shown, &[]);
        let mut world = story(&server);
        world.run(&format!("config set mail.smtp.tls {tls}")).ok();
        world.run(&format!("config set mail.smtp.ca_file {authority}")).ok();
        let run = world.run("mail status --to jane@desk.example --json");
        assert_eq!(run.code, u8::from(flaw.is_some()), "{tls}, {shown}\n{run}");
        assert_eq!(server.mails().len(), usize::from(flaw.is_none()));
        match flaw {
            Some(flaw) => assert!(run.json()["error"].as_str().unwrap().contains(flaw), "{run}"),
            None => assert!(run.json()["findings"].as_array().unwrap().iter().any(|it| it["what"] == "tls"), "{run}"),
        }
    }
}

#[test]
fn unknown_host_names_its_setting() {
    let server = Server::start(&[]);
    let mut world = story(&server);
    world.run("config set mail.smtp.host no-such-host.invalid").ok();
    world.run("mail status").fails(1).says("no-such-host.invalid").says("mail.smtp.host");
}
