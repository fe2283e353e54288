//! `invite bulk --deliver`: each row reports what became of its mail.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::clients;
use crate::mail::sendmail::{program, story};
use crate::support::smtp::Server;

const DELIVER: &str = "invite bulk in.csv --deliver --errors bad.csv --csv";

#[test]
fn three_leave_and_one_is_refused() {
    let server = Server::start(&["--fault", "rcpt:owner3:550 5.1.1 No such user"]);
    let (mut world, table) = clients(4);
    server.serves(&mut world);
    world.write("in.csv", &table);
    assert_snapshot!(world.run(DELIVER), @r#"
    $ partnerctl invite bulk in.csv --deliver --errors bad.csv --csv
    line,client_id,client_slug,email,result,invitation_id,mail,warning,error_code,message
    2,C100001-9,client-abclient-ab,owner1@c1.example,sent,inv_1,sent,,,
    3,C100002-4,client-acclient-ac,owner2@c2.example,sent,inv_2,sent,,,
    4,C100003-5,client-adclient-ad,owner3@c3.example,failed,inv_3,failed,,mail,the mail server 127.0.0.1 refuses mails for owner3@c3.example: 550 5.1.1 No such user
    5,C100004-3,client-aeclient-ae,owner4@c4.example,sent,inv_4,sent,,,
    --- stderr
    {"error":{"code":"partial","message":"1 of 4 rows failed","hints":["fix the rows in bad.csv and feed them back: `partnerctl invite bulk bad.csv`","correct a wrong address with `partnerctl invite resend INV -c CLIENT --to EMAIL`"],"rows":4,"failed":1,"notes":["3 sent, 1 failed. Mails: 3 sent, 1 failed."]}}
    --- exit 7
    "#);
    assert_snapshot!(world.read("bad.csv"), @"
    client_slug,email,role,error_code,message
    client-adclient-ad,owner3@c3.example,owner,mail,the mail server 127.0.0.1 refuses mails for owner3@c3.example: 550 5.1.1 No such user
    ");
    assert_eq!(server.mails().len(), 3);
    assert_eq!(server.mails().iter().map(|mail| mail.connection).collect::<BTreeSet<_>>().len(), 1);
    // At once nothing is sent twice; a minute later anyone who got nothing is asked again, and no one else.
    let rows = world.run("invite bulk in.csv --deliver --csv").ok().csv();
    assert_eq!((&*rows[2]["result"], &*rows[2]["mail"]), ("unchanged", "failed"));
    world.pass(Span::MINUTE);
    let rows = world.run("invite bulk bad.csv --deliver --csv").fails(7).csv();
    assert_eq!((&*rows[0]["result"], &*rows[0]["error_code"], &*rows[0]["mail"]), ("failed", "mail", "failed"));
    assert_eq!(world.sql("SELECT send_count FROM invitation ORDER BY id"), ["1", "1", "2", "1"]);
    assert_eq!(server.mails().len(), 3);
}

#[test]
fn temporary_failure_waits() {
    let server = Server::start(&["--fault", "rcpt:owner2:451 4.2.1 Come back later"]);
    let (mut world, table) = clients(3);
    server.serves(&mut world);
    world.write("in.csv", &table);
    assert_snapshot!(world.run(DELIVER), @"
    $ partnerctl invite bulk in.csv --deliver --errors bad.csv --csv
    line,client_id,client_slug,email,result,invitation_id,mail,warning,error_code,message
    2,C100001-9,client-abclient-ab,owner1@c1.example,sent,inv_1,sent,,,
    3,C100002-4,client-acclient-ac,owner2@c2.example,created,inv_2,queued,,,the mail server 127.0.0.1 does not take mails for owner2@c2.example now: 451 4.2.1 Come back later; it is tried again from 2026-11-21T09:05:11.008Z
    4,C100003-5,client-adclient-ad,owner3@c3.example,sent,inv_3,sent,,,
    --- stderr
    1 created, 2 sent. Mails: 1 queued, 2 sent.
    hint: 1 mail to go: `partnerctl mail deliver`
    --- exit 0
    ");
    assert_eq!(world.read("bad.csv"), "");
}

#[test]
fn closed_way_is_tried_and_reported_once() {
    let (mut world, table) = clients(5);
    world.run("config set web.base_url https://access.desk.example").ok();
    world.run("config set mail.transport smtp").ok();
    world.run("config set mail.smtp.host 127.0.0.1").ok();
    world.run("config set mail.smtp.port 1").ok();
    world.run("config set mail.smtp.tls none").ok();
    world.run("config set mail.from support@desk.example").ok();
    world.write("in.csv", &table);
    assert_snapshot!(world.run(DELIVER), @"
    $ partnerctl invite bulk in.csv --deliver --errors bad.csv --csv
    line,client_id,client_slug,email,result,invitation_id,mail,warning,error_code,message
    2,C100001-9,client-abclient-ab,owner1@c1.example,created,inv_1,queued,,,
    3,C100002-4,client-acclient-ac,owner2@c2.example,created,inv_2,queued,,,
    4,C100003-5,client-adclient-ad,owner3@c3.example,created,inv_3,queued,,,
    5,C100004-3,client-aeclient-ae,owner4@c4.example,created,inv_4,queued,,,
    6,C100005-6,client-afclient-af,owner5@c5.example,created,inv_5,queued,,,
    --- stderr
    warning: 5 mails stay queued: the mail server 127.0.0.1:1 (127.0.0.1) cannot be reached: Connection refused (os error 111)
    hint: set the right one with `partnerctl config set mail.smtp.host HOST`, and `mail.smtp.port`
    hint: look whether it works with `partnerctl mail status`
    5 created. Mails: 5 queued.
    hint: 5 mails to go: `partnerctl mail deliver`
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT state, attempts, count(*) FROM mail GROUP BY 1, 2"), ["queued|0|5"]);
    // Run again once the way is fixed, it makes nothing again and delivers what waits.
    let server = Server::start(&[]);
    server.serves(&mut world);
    let rows = world.run(DELIVER).ok().says("5 unchanged. Mails: 5 sent.").csv();
    assert!(rows.iter().all(|row| row["mail"] == "sent" && row["result"] == "unchanged"), "{rows:?}");
    assert_eq!(server.mails().len(), 5);
}

#[test]
fn all_or_nothing_mails_after_its_commit() {
    let server = Server::start(&["--fault", "rcpt:owner1:550 5.1.1 No such user"]);
    let (mut world, table) = clients(2);
    server.serves(&mut world);
    world.write("in.csv", format!("{table}client-xxclient-xx,nobody@x.example,owner\n"));
    let line = "invite bulk in.csv --all-or-nothing --deliver --csv";
    let rows = world.run(line).fails(7).says("nothing was changed").csv();
    assert!(rows[..2].iter().all(|row| row["result"] == "held" && row["mail"].is_empty()), "{rows:?}");
    assert!(server.mails().is_empty());
    world.write("in.csv", &table);
    let rows = world.run(line).fails(7).csv();
    let shown: Vec<(&str, &str)> = rows.iter().map(|row| (&*row["result"], &*row["mail"])).collect();
    assert_eq!(shown, [("failed", "failed"), ("sent", "sent")]);
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["2"]);
}

#[test]
fn rerun_asks_only_as_often_as_allowed() {
    let mut world = story("cat > /dev/null; echo 'no such user here' >&2; exit 67");
    world.write("in.csv", "client_slug,email,role\nbig-shoes,jim@bigshoes.example,owner\n");
    let chase = "invite bulk in.csv --resend-after 7d --max-sends 2 --deliver --csv";
    world.run(chase).fails(7);
    world.pass(Span::DAY).run(chase).fails(7);
    let rows = world.pass(Span::DAY).run(chase).ok().csv();
    assert_eq!((&*rows[0]["result"], &*rows[0]["mail"]), ("unchanged", "failed"));
    assert!(rows[0]["message"].ends_with("its mail: failed"), "{rows:?}");
    program(&world, "cat > mail.eml");
    let rows = world.run("invite bulk in.csv --deliver --csv").ok().csv();
    assert_eq!((&*rows[0]["result"], &*rows[0]["mail"]), ("resent", "sent"));
}
