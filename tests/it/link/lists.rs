//! `link list`, `link show`: what is shown to whom, in each format.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::asked;
use crate::support::{Frozen, World};

/// Four links of two partners in two clients, in four states.
fn many() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = asked();
        world.run("partner add 'Other Web' --slug other-web").ok();
        world.stdin(world.code_for("jim@bigshoes.example"));
        world.run("link approve --code-stdin").ok();
        world.run("link request -p jims-web --target tea-house --permissions invoices,quotes").ok();
        world.run("link cancel lnk_2 -c tea-house").ok();
        world.pass(Span::days(8));
        world.run("link request -p other-web --target tea-house --permissions invoices").ok();
        world.pass(Span::days(6));
        world.run("link request -p other-web --target big-shoes --permissions invoices").ok();
        world.pass(Span::days(2));
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn empty_list_in_each_format() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("link list -c big-shoes"), @"
    $ partnerctl link list -c big-shoes
    --- stderr
    note: there is no link
    hint: ask for one with `partnerctl link request -p PARTNER --target CLIENT`
    --- exit 0
    ");
    assert_snapshot!(world.run("link list -p jims-web --json"), @"
    $ partnerctl link list -p jims-web --json
    []
    --- stderr
    note: there is no link
    hint: ask for one with `partnerctl link request -p PARTNER --target CLIENT`
    --- exit 0
    ");
    assert_snapshot!(world.run("link list -A --format ndjson"), @"
    $ partnerctl link list -A --format ndjson
    --- stderr
    note: there is no link
    hint: ask for one with `partnerctl link request -p PARTNER --target CLIENT`
    --- exit 0
    ");
    assert_snapshot!(world.run("link list -A --csv"), @"
    $ partnerctl link list -A --csv
    client_id,client_slug,link_id,partner,owners,state,origin,requested_at,expires_at,answered_at,answered_by,requested_by,permissions,until,mail
    --- stderr
    note: there is no link
    hint: ask for one with `partnerctl link request -p PARTNER --target CLIENT`
    --- exit 0
    ");
}

/// S3.12, S3.13
#[test]
fn one_link_in_each_format() {
    let mut world = World::with_story();
    world.run("link request -p jims-web --target big-shoes --permissions invoices,quotes").ok();
    assert_snapshot!(world.run("link list -c big-shoes"), @"
    $ partnerctl link list -c big-shoes
    client_id  client_slug  link_id  partner   owners                state    origin   requested_at           expires_at             answered_at  answered_by  requested_by  permissions      until  mail
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes    lnk_1    jims-web  jim@bigshoes.example  pending  partner  21 Nov 2026 09:00 UTC  28 Nov 2026 09:00 UTC                            jane          invoices quotes         written
    --- exit 0
    ");
    assert_snapshot!(world.run("link list -c big-shoes --json"), @r#"
    $ partnerctl link list -c big-shoes --json
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","link_id":"lnk_1","partner":"jims-web","owners":["jim@bigshoes.example"],"state":"pending","origin":"partner","requested_at":"2026-11-21T09:00:05.000Z","expires_at":"2026-11-28T09:00:05.000Z","answered_at":null,"answered_by":null,"requested_by":"jane","permissions":["invoices","quotes"],"until":null,"mail":"written"}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("link list -c big-shoes --format ndjson"), @r#"
    $ partnerctl link list -c big-shoes --format ndjson
    {"client_id":"C100001-9","client_slug":"big-shoes","link_id":"lnk_1","partner":"jims-web","owners":["jim@bigshoes.example"],"state":"pending","origin":"partner","requested_at":"2026-11-21T09:00:05.000Z","expires_at":"2026-11-28T09:00:05.000Z","answered_at":null,"answered_by":null,"requested_by":"jane","permissions":["invoices","quotes"],"until":null,"mail":"written"}
    --- exit 0
    "#);
    assert_snapshot!(world.run("link list -c big-shoes --csv"), @"
    $ partnerctl link list -c big-shoes --csv
    client_id,client_slug,link_id,partner,owners,state,origin,requested_at,expires_at,answered_at,answered_by,requested_by,permissions,until,mail
    C100001-9,big-shoes,lnk_1,jims-web,jim@bigshoes.example,pending,partner,2026-11-21T09:00:05.000Z,2026-11-28T09:00:05.000Z,,,jane,invoices quotes,,written
    --- exit 0
    ");
    assert_snapshot!(world.run("link show lnk_1 --json"), @r#"
    $ partnerctl link show lnk_1 --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "link_id": "lnk_1",
      "partner": "jims-web",
      "owners": ["jim@bigshoes.example"],
      "state": "pending",
      "origin": "partner",
      "requested_at": "2026-11-21T09:00:05.000Z",
      "expires_at": "2026-11-28T09:00:05.000Z",
      "answered_at": null,
      "answered_by": null,
      "requested_by": "jane",
      "permissions": ["invoices","quotes"],
      "until": null,
      "mail": "written",
      "client_name": "Big Shoes Inc.",
      "partner_name": "Jim's Web",
      "asked_permissions": ["invoices","quotes"],
      "asked_for": null,
      "message": null,
      "sent_at": "2026-11-21T09:00:05.000Z",
      "send_count": 1,
      "recipients": ["jim@bigshoes.example"],
      "mail_ids": ["msg_1"],
      "mail_states": ["written"],
      "reason": null,
      "linked_at": null,
      "error": null,
      "ended_at": null,
      "ended_by": null,
      "deleted_at": null,
      "auto_extend": null
    }
    --- stderr
    hint: answer it with the code from the mail: `partnerctl link approve --code-stdin`, or `deny`
    hint: or on an owner's behalf: `partnerctl link approve lnk_1 -c big-shoes --as OWNER -m 'said so by phone'`
    hint: mail it again with `partnerctl link resend lnk_1 -c big-shoes`, or withdraw it with `cancel`
    --- exit 0
    "#);
    assert_snapshot!(world.run("link show lnk_1 --csv"), @"
    $ partnerctl link show lnk_1 --csv
    client_id,client_slug,link_id,partner,owners,state,origin,requested_at,expires_at,answered_at,answered_by,requested_by,permissions,until,mail,client_name,partner_name,asked_permissions,asked_for,message,sent_at,send_count,recipients,mail_ids,mail_states,reason,linked_at,error,ended_at,ended_by,deleted_at,auto_extend
    C100001-9,big-shoes,lnk_1,jims-web,jim@bigshoes.example,pending,partner,2026-11-21T09:00:05.000Z,2026-11-28T09:00:05.000Z,,,jane,invoices quotes,,written,Big Shoes Inc.,Jim's Web,invoices quotes,,,2026-11-21T09:00:05.000Z,1,jim@bigshoes.example,msg_1,written,,,,,,,
    --- stderr
    hint: answer it with the code from the mail: `partnerctl link approve --code-stdin`, or `deny`
    hint: or on an owner's behalf: `partnerctl link approve lnk_1 -c big-shoes --as OWNER -m 'said so by phone'`
    hint: mail it again with `partnerctl link resend lnk_1 -c big-shoes`, or withdraw it with `cancel`
    --- exit 0
    ");
}

#[test]
fn many_links_by_client_and_partner() {
    let mut world = many();
    assert_snapshot!(world.run("link list -A --columns link_id,client_slug,partner,state,mail"), @"
    $ partnerctl link list -A --columns link_id,client_slug,partner,state,mail
    link_id  client_slug  partner    state      mail
    ───────────────────────────────────────────────────
    lnk_1    big-shoes    jims-web   linked     written
    lnk_2    tea-house    jims-web   cancelled  written
    lnk_3    tea-house    other-web  expired    written
    lnk_4    big-shoes    other-web  pending    written
    --- exit 0
    ");
    assert_snapshot!(world.run("link list -c tea-house --columns link_id,state --csv"), @"
    $ partnerctl link list -c tea-house --columns link_id,state --csv
    link_id,state
    lnk_2,cancelled
    lnk_3,expired
    --- exit 0
    ");
    assert_snapshot!(world.run("link list -p other-web --columns link_id,owners,expires_at --format ndjson"), @r#"
    $ partnerctl link list -p other-web --columns link_id,owners,expires_at --format ndjson
    {"link_id":"lnk_3","owners":["tia@teahouse.example"],"expires_at":"2026-12-06T09:00:10.000Z"}
    {"link_id":"lnk_4","owners":["jim@bigshoes.example"],"expires_at":"2026-12-12T09:00:11.000Z"}
    --- exit 0
    "#);
    assert_snapshot!(world.run("link list -A --columns link_id,state --sort=-link_id --json"), @r#"
    $ partnerctl link list -A --columns link_id,state --sort=-link_id --json
    [
    {"link_id":"lnk_4","state":"pending"},
    {"link_id":"lnk_3","state":"expired"},
    {"link_id":"lnk_2","state":"cancelled"},
    {"link_id":"lnk_1","state":"linked"}
    ]
    --- exit 0
    "#);
}

/// S3.6
#[test]
fn state_and_age_narrow_the_list() {
    let mut world = many();
    let ids = |world: &mut World, line: &str| {
        world
            .run(&format!("link list {line} --csv"))
            .ok()
            .csv()
            .into_iter()
            .map(|row| row["link_id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&mut world, "-A --state pending"), ["lnk_4"]);
    assert_eq!(ids(&mut world, "-A --state expired"), ["lnk_3"]);
    assert_eq!(ids(&mut world, "-A --state linked"), ["lnk_1"]);
    assert_eq!(ids(&mut world, "-p other-web --older-than 3d"), ["lnk_3"]);
    assert_eq!(ids(&mut world, "-c big-shoes --older-than 1d"), ["lnk_1", "lnk_4"]);
    world.run("link list -A --state open").fails(2).says("allowed are: pending, approved");
    world.run("link list -A --older-than soon").fails(2);
}

#[test]
fn list_subject_is_named_once() {
    let mut world = asked();
    assert_snapshot!(world.run("link list"), @"
    $ partnerctl link list
    --- stderr
    error: no client or partner given
    hint: name a client with `--client CLIENT` or a partner with `--partner PARTNER`; `-A` lists all
    --- exit 10
    ");
    for two in ["-c big-shoes -p jims-web", "-A -c big-shoes", "-A -p jims-web"] {
        world.run(&format!("link list {two}")).fails(2);
    }
    world.run("link list -c ''").fails(2);
    world.run("link list -p nobody-web").fails(3);
    assert_eq!(world.run("link list -c bigshoes.example --csv").ok().csv().len(), 1, "a read takes any exact form");
}

#[test]
fn view_for_programs_agrees() {
    let mut world = many();
    let rows = world.run("link list -A --csv").ok();
    let seen: Vec<String> = rows
        .csv()
        .iter()
        .map(|row| {
            [
                "client_id",
                "client_slug",
                "link_id",
                "partner",
                "owners",
                "origin",
                "requested_at",
                "expires_at",
                "answered_at",
                "answered_by",
                "requested_by",
                "permissions",
                "until",
                "mail",
            ]
            .map(|key| row[key].clone())
            .join("|")
        })
        .collect();
    let view = world.sql("SELECT client_id, client_slug, link_id, partner, owners, origin, requested_at, expires_at, answered_at, answered_by, requested_by, permissions, until, mail FROM link_list ORDER BY CAST(substr(link_id, 5) AS INTEGER)");
    assert_eq!(seen, view);
}

#[test]
fn partner_user_sees_links_in_scope() {
    let mut world = many();
    for (email, scope) in [("all@otherweb.example", ""), ("shoes@otherweb.example", "--clients big-shoes")] {
        world.stdin("correct horse battery staple\n");
        world
            .run(&format!(
                "partner add-user {email} -p other-web --first-name P --last-name L --password-stdin {scope}"
            ))
            .ok();
    }
    let mut ids = |who: &str, line: &str| {
        let run = world.run(&format!("link list {line} --as {who}@otherweb.example --csv"));
        if run.code != 0 {
            return format!("exit {}", run.code);
        }
        run.csv().into_iter().map(|row| row["link_id"].clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids("all", "-p other-web"), "lnk_3 lnk_4");
    assert_eq!(ids("shoes", "-p other-web"), "lnk_4");
    assert_eq!(ids("all", "-c tea-house"), "lnk_3", "not lnk_2, which is of another partner");
    assert_eq!(ids("all", "-c big-shoes"), "lnk_4");
    assert_eq!(ids("shoes", "-c tea-house"), "exit 3");
    assert_eq!(ids("all", "-p jims-web"), "exit 3");
    assert_eq!(ids("all", "-A"), "exit 5");
    world.run("link show lnk_3 --as all@otherweb.example").ok();
    world.run("link show lnk_3 --as shoes@otherweb.example").fails(3);
    world.run("link show lnk_2 --as all@otherweb.example").fails(3);
}

#[test]
fn shown_link_is_of_the_named_client() {
    let mut world = crate::partner_user::linked();
    world.run("link show lnk_1 -c big-shoes --json").ok();
    world.run("link show lnk_1 -c bigshoes.example --json").ok();
    world.run("link show lnk_1 -c tea-house").fails(13).says("lnk_1 belongs to big-shoes (C100001-9)");
    world.run("link show lnk_9 -c tea-house").fails(3).says("there is no link lnk_9");
    // What one may not see does not exist.
    let tia = "--as tia@teahouse.example -m phone";
    world.run(&format!("link show lnk_1 -c tea-house {tia}")).fails(3).says_not("big-shoes");
    world.run(&format!("link show lnk_1 -c big-shoes {tia}")).fails(3);
}
