//! `partner close`: a partner's people get in nowhere any more.

use std::sync::LazyLock;

use insta::assert_snapshot;

use super::{add, enters, linked};
use crate::support::{Frozen, World};

/// Ann reaches all, pete only big-shoes; hat-shop was asked and did not answer.
fn with_request() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = linked();
        add(&mut world, "pete", "--clients big-shoes");
        world.run("client add 'Hat Shop' --slug hat-shop --owner hattie@hatshop.example").ok();
        world.run("link request -p jims-web --target hat-shop").ok();
        world.tamper(
            "INSERT INTO session VALUES (7, 100001, 3, 3, NULL, 1, 1, 1, 99999999999999, 1, 'open', NULL, NULL)",
        );
        world.tamper("INSERT INTO counter VALUES ('session', 7)");
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn everything_ends_in_one_step() {
    let mut world = with_request();
    assert_snapshot!(world.run("partner close jims-web --dry-run --csv -m 'contract ended'"), @"
    $ partnerctl partner close jims-web --dry-run --csv -m contract ended
    client_id,client_slug,kind,entity,result,message,confirm,still_enters
    ,,partner,ptn_1,would_be_closed,,jims-web:3,[]
    C100001-9,big-shoes,session,ses_7,would_be_ended,,,[]
    C100001-9,big-shoes,link,lnk_1,would_be_ended,,,[]
    C100002-4,tea-house,link,lnk_2,would_be_ended,,,[]
    C100003-5,hat-shop,request,lnk_3,would_be_cancelled,,,[]
    ,,seat,usr_3,would_be_ended,ann@jimsweb.example,,[]
    ,,seat,usr_4,would_be_ended,pete@jimsweb.example,,[]
    C100001-9,big-shoes,assignment,usr_4,would_be_ended,,,[]
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from a link]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from a link]
    ▸ hat-shop  C100003-5  Hat Shop  [from a link request]
    hint: to do it, confirm with `--confirm jims-web:3`
    Jim's Web would be closed.
    In all, it would be: 1 partner closed, 1 session ended, 2 links ended, 1 link request cancelled, 2 seats ended, 1 chosen client ended.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    world.run("partner close jims-web").fails(8).says("--confirm jims-web:3");
    world.run("partner close jims-web --confirm jims-web:2").fails(8);
    world.run("partner close jims-web --as ann@jimsweb.example -m x").fails(5);
    assert!(enters(&mut world, "ann@jimsweb.example", "big-shoes", "profile"));
    assert_snapshot!(world.answers(&["jims-web"]).run("partner close jims-web -m 'contract ended'"), @"
    $ partnerctl partner close jims-web -m contract ended
    client_id  client_slug  kind        entity  result     message               confirm
    ────────────────────────────────────────────────────────────────────────────────────
                            partner     ptn_1   closed
    C100001-9  big-shoes    session     ses_7   ended
    C100001-9  big-shoes    link        lnk_1   ended
    C100002-4  tea-house    link        lnk_2   ended
    C100003-5  hat-shop     request     lnk_3   cancelled
                            seat        usr_3   ended      ann@jimsweb.example
                            seat        usr_4   ended      pete@jimsweb.example
    C100001-9  big-shoes    assignment  usr_4   ended
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from a link]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from a link]
    ▸ hat-shop  C100003-5  Hat Shop  [from a link request]
    Mail msg_8 to hattie@hatshop.example was written to [DIR]/desk.db.outbox/msg_8.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Jim's Web is closed.
    In all: 1 partner closed, 1 session ended, 2 links ended, 1 link request cancelled, 2 seats ended, 1 chosen client ended.
    --- exit 0
    ");
    for who in ["ann@jimsweb.example", "pete@jimsweb.example"] {
        assert!(!enters(&mut world, who, "big-shoes", "profile"));
    }
    assert_eq!(world.sql("SELECT state FROM link ORDER BY id"), ["unlinked", "unlinked", "cancelled"]);
    assert_eq!(world.sql("SELECT DISTINCT state FROM partner_user"), ["ended"]);
    assert_eq!(world.sql("SELECT DISTINCT state FROM assignment"), ["taken"]);
    assert_eq!(world.sql("SELECT state, closed_because FROM session"), ["closed|the partner was closed"]);
    assert_eq!(world.sql("SELECT DISTINCT state FROM login WHERE email_key LIKE '%jimsweb%'"), ["active"]);
    assert!(world.mails().last().unwrap().contains("hattie@hatshop.example"));
    let about = "SELECT audit_client.client_id FROM audit_client JOIN audit ON id = audit_id WHERE action = 'partner.close' AND outcome = 'done'";
    assert_eq!(world.sql(about), ["100001", "100002", "100003"]);
    assert_snapshot!(world.run("client log big-shoes --limit 1").out, @"21 Nov 2026 09:00 UTC  jane closed the partner jims-web, saying “contract ended”");
    world.run("audit verify").ok();
}

#[test]
fn closed_partner_begins_nothing() {
    let mut world = with_request();
    world.run("partner close jims-web --confirm jims-web:3").ok();
    assert_snapshot!(world.run("partner close jims-web --json"), @r#"
    $ partnerctl partner close jims-web --json
    [
    {"client_id":null,"client_slug":null,"kind":"partner","entity":"ptn_1","result":"unchanged","message":null,"confirm":null,"still_enters":[]}
    ]
    --- stderr
    Jim's Web was closed before.
    --- exit 0
    "#);
    for line in [
        "link request -p jims-web --target tea-house",
        "partner add-user new@jimsweb.example -p jims-web --first-name N --last-name U --generate-password",
        "partner edit-user ann@jimsweb.example -p jims-web --restricted",
        "partner assign-clients pete@jimsweb.example -p jims-web --clients big-shoes",
    ] {
        world.run(line).fails(4).says("is closed");
    }
    world.run("partner list-users -p jims-web").ok().says("is closed, and has no users");
    // Its people may work for another, and reach there what they are given there.
    world.run("partner add Others --slug others").ok();
    world.run("link request -p others --target big-shoes").ok();
    let again = "partner add-user pete@jimsweb.example -p others --first-name pete --last-name Web --no-clients";
    assert_snapshot!(world.run(&format!("{again} --csv --columns email,scope,clients,result")), @"
    $ partnerctl partner add-user pete@jimsweb.example -p others --first-name pete --last-name Web --no-clients --csv --columns email,scope,clients,result
    email,scope,clients,result
    pete@jimsweb.example,clients,,created
    --- stderr
    pete Web (pete@jimsweb.example) is a user of Others.
    Reaches no client.
    note: they have a password already, which stays as it is
    hint: give them clients with `partnerctl partner assign-clients pete@jimsweb.example -p others --clients A,B`
    --- exit 0
    ");
}

/// Several hundred clients: one transaction, each named, and the work grows with them and not faster.
#[test]
fn partner_of_hundreds_of_clients_is_closed() {
    let mut world = World::with_story();
    world.write_private("password", "plover sandbar wicket 29 umbra\n");
    let mut table = String::from("name,slug,owners\n");
    for n in 0..400 {
        table.push_str(&format!("Client {n},many-{n:03}-client,owner{n}@many{n}.example\n"));
    }
    world.write("many.csv", table);
    world.run("client import many.csv").ok();
    add(&mut world, "ann", "");
    let targets: String = (0..400).map(|n| format!("many-{n:03}-client\n")).collect();
    world.write("targets.txt", targets);
    world.run("link request -p jims-web --target-file targets.txt --expect-clients 400").ok();
    for link in 1..=100 {
        world.tamper(&format!(
            "UPDATE link SET state = 'linked', answered_at = 1, answered_by = 'x', linked_at = 1 WHERE id = {link}"
        ));
    }
    world.run("partner close jims-web --confirm jims-web:100").fails(8).says("jims-web:400");
    let run = world.run("partner close jims-web --confirm jims-web:400 --csv").ok().says("and 390 more");
    let count = |kind: &str, result: &str| {
        run.csv().iter().filter(|row| row["kind"] == kind && row["result"] == result).count()
    };
    assert_eq!((count("link", "ended"), count("request", "cancelled")), (100, 300));
    assert!(run.err.lines().count() < 20, "{}", run.err);
    assert_eq!(
        world.sql("SELECT state, count(*) FROM link GROUP BY state ORDER BY state"),
        ["cancelled|300", "unlinked|100"]
    );
    let about = "SELECT count(*) FROM audit_client JOIN audit ON id = audit_id WHERE action = 'partner.close'";
    assert_eq!(world.sql(about), ["400"]);
}
