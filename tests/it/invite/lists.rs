//! What is seen of invitations: lists, one of them, what a code is for.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::support::{Frozen, World};

/// Of big-shoes: one accepted, one pending, one declined, one withdrawn, one expired; and one of tea-house.
fn story() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("invite send gone@bigshoes.example -c big-shoes -r guest --expires-in 1d").ok();
        world.pass(Span::days(1));
        world.run("invite send jim@bigshoes.example -c big-shoes").ok();
        super::accept(&mut world, "jim@bigshoes.example");
        world.run("invite send no@bigshoes.example out@bigshoes.example -c big-shoes -r manager").ok();
        let code = world.code_for("no@bigshoes.example");
        world.stdin(code).run("invite decline --code-stdin -m 'not me'").ok();
        world.run("invite cancel out@bigshoes.example -c big-shoes").ok();
        world.pass(Span::days(5));
        world.run("invite send ann@bigshoes.example -c big-shoes -r manager --until 2027-06-30").ok();
        world.run("invite send ann@bigshoes.example -c tea-house -r guest").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn empty_list_in_each_format() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("invite list -c big-shoes"), @"
    $ partnerctl invite list -c big-shoes
    --- stderr
    note: no one was invited
    --- exit 0
    ");
    assert_snapshot!(world.run("invite list -c big-shoes --json"), @"
    $ partnerctl invite list -c big-shoes --json
    []
    --- stderr
    note: no one was invited
    --- exit 0
    ");
    assert_snapshot!(world.run("invite list -c big-shoes --format ndjson"), @"
    $ partnerctl invite list -c big-shoes --format ndjson
    --- stderr
    note: no one was invited
    --- exit 0
    ");
    assert_snapshot!(world.run("invite list -c big-shoes --csv"), @"
    $ partnerctl invite list -c big-shoes --csv
    client_id,client_slug,invitation_id,email,role,permissions,until,kind,form,state,sent_at,send_count,expires_at,answered_at,invited_by,mail
    --- stderr
    note: no one was invited
    --- exit 0
    ");
}

#[test]
fn one_invitation_in_each_format() {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    assert_snapshot!(world.run("invite list -c big-shoes"), @"
    $ partnerctl invite list -c big-shoes
    client_id  client_slug  invitation_id  email                 role   permissions                                                                                                                                    until  kind        form  state    sent_at                send_count  expires_at             answered_at  invited_by  mail
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes    inv_1          jim@bigshoes.example  owner  profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings         activation        pending  21 Nov 2026 09:00 UTC           1  21 Dec 2026 09:00 UTC               jane        written
    --- exit 0
    ");
    assert_snapshot!(world.run("invite list -c big-shoes --json"), @r#"
    $ partnerctl invite list -c big-shoes --json
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","invitation_id":"inv_1","email":"jim@bigshoes.example","role":"owner","permissions":["profile","contacts","products","products.manage","products.sso","domains","domains.manage","invoices","quotes","tickets","affiliates","emails","orders","users","settings"],"until":null,"kind":"activation","form":null,"state":"pending","sent_at":"2026-11-21T09:00:05.000Z","send_count":1,"expires_at":"2026-12-21T09:00:05.000Z","answered_at":null,"invited_by":"jane","mail":"written"}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("invite list -c big-shoes --format ndjson"), @r#"
    $ partnerctl invite list -c big-shoes --format ndjson
    {"client_id":"C100001-9","client_slug":"big-shoes","invitation_id":"inv_1","email":"jim@bigshoes.example","role":"owner","permissions":["profile","contacts","products","products.manage","products.sso","domains","domains.manage","invoices","quotes","tickets","affiliates","emails","orders","users","settings"],"until":null,"kind":"activation","form":null,"state":"pending","sent_at":"2026-11-21T09:00:05.000Z","send_count":1,"expires_at":"2026-12-21T09:00:05.000Z","answered_at":null,"invited_by":"jane","mail":"written"}
    --- exit 0
    "#);
    assert_snapshot!(world.run("invite list -c big-shoes --csv"), @"
    $ partnerctl invite list -c big-shoes --csv
    client_id,client_slug,invitation_id,email,role,permissions,until,kind,form,state,sent_at,send_count,expires_at,answered_at,invited_by,mail
    C100001-9,big-shoes,inv_1,jim@bigshoes.example,owner,profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings,,activation,,pending,2026-11-21T09:00:05.000Z,1,2026-12-21T09:00:05.000Z,,jane,written
    --- exit 0
    ");
}

#[test]
fn many_invitations_in_each_format() {
    let mut world = story();
    let columns = "--columns invitation_id,email,role,state,send_count,expires_at,answered_at,mail";
    assert_snapshot!(world.run(&format!("invite list -c big-shoes {columns}")), @"
    $ partnerctl invite list -c big-shoes --columns invitation_id,email,role,state,send_count,expires_at,answered_at,mail
    invitation_id  email                  role     state      send_count  expires_at             answered_at            mail
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    inv_1          gone@bigshoes.example  guest    expired             1  22 Nov 2026 09:00 UTC                         written
    inv_2          jim@bigshoes.example   owner    accepted            1                         22 Nov 2026 09:00 UTC  written
    inv_3          no@bigshoes.example    manager  declined            1                         22 Nov 2026 09:00 UTC  written
    inv_4          out@bigshoes.example   manager  cancelled           1                                                written
    inv_5          ann@bigshoes.example   manager  pending             1  27 Dec 2026 09:00 UTC                         written
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("invite list -c big-shoes {columns} --json")), @r#"
    $ partnerctl invite list -c big-shoes --columns invitation_id,email,role,state,send_count,expires_at,answered_at,mail --json
    [
    {"invitation_id":"inv_1","email":"gone@bigshoes.example","role":"guest","state":"expired","send_count":1,"expires_at":"2026-11-22T09:00:05.000Z","answered_at":null,"mail":"written"},
    {"invitation_id":"inv_2","email":"jim@bigshoes.example","role":"owner","state":"accepted","send_count":1,"expires_at":null,"answered_at":"2026-11-22T09:00:07.000Z","mail":"written"},
    {"invitation_id":"inv_3","email":"no@bigshoes.example","role":"manager","state":"declined","send_count":1,"expires_at":null,"answered_at":"2026-11-22T09:00:09.000Z","mail":"written"},
    {"invitation_id":"inv_4","email":"out@bigshoes.example","role":"manager","state":"cancelled","send_count":1,"expires_at":null,"answered_at":null,"mail":"written"},
    {"invitation_id":"inv_5","email":"ann@bigshoes.example","role":"manager","state":"pending","send_count":1,"expires_at":"2026-12-27T09:00:11.000Z","answered_at":null,"mail":"written"}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run(&format!("invite list -c big-shoes {columns} --format ndjson")), @r#"
    $ partnerctl invite list -c big-shoes --columns invitation_id,email,role,state,send_count,expires_at,answered_at,mail --format ndjson
    {"invitation_id":"inv_1","email":"gone@bigshoes.example","role":"guest","state":"expired","send_count":1,"expires_at":"2026-11-22T09:00:05.000Z","answered_at":null,"mail":"written"}
    {"invitation_id":"inv_2","email":"jim@bigshoes.example","role":"owner","state":"accepted","send_count":1,"expires_at":null,"answered_at":"2026-11-22T09:00:07.000Z","mail":"written"}
    {"invitation_id":"inv_3","email":"no@bigshoes.example","role":"manager","state":"declined","send_count":1,"expires_at":null,"answered_at":"2026-11-22T09:00:09.000Z","mail":"written"}
    {"invitation_id":"inv_4","email":"out@bigshoes.example","role":"manager","state":"cancelled","send_count":1,"expires_at":null,"answered_at":null,"mail":"written"}
    {"invitation_id":"inv_5","email":"ann@bigshoes.example","role":"manager","state":"pending","send_count":1,"expires_at":"2026-12-27T09:00:11.000Z","answered_at":null,"mail":"written"}
    --- exit 0
    "#);
    assert_snapshot!(world.run(&format!("invite list -A {columns} --csv --sort=-email")), @"
    $ partnerctl invite list -A --columns invitation_id,email,role,state,send_count,expires_at,answered_at,mail --csv --sort=-email
    invitation_id,email,role,state,send_count,expires_at,answered_at,mail
    inv_4,out@bigshoes.example,manager,cancelled,1,,,written
    inv_3,no@bigshoes.example,manager,declined,1,,2026-11-22T09:00:09.000Z,written
    inv_2,jim@bigshoes.example,owner,accepted,1,,2026-11-22T09:00:07.000Z,written
    inv_1,gone@bigshoes.example,guest,expired,1,2026-11-22T09:00:05.000Z,,written
    inv_5,ann@bigshoes.example,manager,pending,1,2026-12-27T09:00:11.000Z,,written
    inv_6,ann@bigshoes.example,guest,pending,1,2026-12-27T09:00:12.000Z,,written
    --- exit 0
    ");
}

#[test]
fn state_age_and_end_choose() {
    let mut world = story();
    let mut listed = |filter: &str| -> Vec<String> {
        world
            .run(&format!("invite list {filter} --csv"))
            .ok()
            .csv()
            .iter()
            .map(|row| row["invitation_id"].clone())
            .collect()
    };
    assert_eq!(listed("-c big-shoes --state pending"), ["inv_5"]);
    assert_eq!(listed("-c big-shoes --state expired"), ["inv_1"]);
    assert_eq!(listed("-c big-shoes --state accepted"), ["inv_2"]);
    assert_eq!(listed("-c big-shoes --state declined"), ["inv_3"]);
    assert_eq!(listed("-c big-shoes --state cancelled"), ["inv_4"]);
    assert_eq!(listed("-c big-shoes --state superseded"), [""; 0]);
    assert_eq!(listed("-A --state pending"), ["inv_5", "inv_6"]);
    assert_eq!(listed("-A --older-than 5d"), ["inv_1", "inv_2", "inv_3", "inv_4"]);
    assert_eq!(listed("-A --expiring 31d"), ["inv_5", "inv_6"]);
    assert_eq!(listed("-A --expiring 29d"), [""; 0]);
    assert_eq!(listed("--user ANN@bigshoes.example"), ["inv_5", "inv_6"], "by person, wherever");
    world.run("invite list -c big-shoes --state waiting").fails(2).says("allowed are: pending");
    world.run("invite list -c big-shoes --expiring 5d --state expired").fails(2);
    world.run("invite list -c big-shoes --older-than 0d").fails(2);
}

/// S2.17
#[test]
fn invitation_expires_at_its_millisecond() {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let end = world.now() + Span::days(30);
    let mut pending = |at| {
        world.next_at(at);
        let rows = world.run("invite list -c big-shoes --state pending --csv").ok().csv().len();
        world.next_at(at);
        assert_eq!(world.run("invite list -c big-shoes --expiring 1d --csv").ok().csv().len(), rows);
        rows
    };
    assert_eq!((pending(end - Span::from_ms(1)), pending(end)), (1, 0));
}

#[test]
fn list_subject_is_named_once() {
    let mut world = story();
    world.run("invite list").fails(10).says("-c CLIENT");
    world.run("invite list -A -c big-shoes").fails(2);
    world.run("invite list --user ann@bigshoes.example -A").fails(2);
    world.run("invite list --user who@bigshoes.example").fails(3).says("no one here is known");
    world.run("invite list -c 4711").ok().prints("inv_5");
    world.run("invite list -c nothing").fails(3);
}

#[test]
fn person_sees_own_and_owner_sees_clients() {
    let mut world = story();
    super::accept(&mut world, "ann@bigshoes.example");
    let run = world.run("invite list --user ann@bigshoes.example --as ann@bigshoes.example --csv").ok();
    assert_eq!(run.csv().len(), 2);
    world.run("invite list --user jim@bigshoes.example --as ann@bigshoes.example").fails(5);
    world.run("invite list -A --as jim@bigshoes.example").fails(5);
    assert_eq!(world.run("invite list -c big-shoes --as jim@bigshoes.example --csv").ok().csv().len(), 5);
    world.run("invite list -c tea-house --as jim@bigshoes.example").fails(3);
    world.run("invite show inv_5 --as jim@bigshoes.example").ok();
    let foreign = world.run("invite show inv_6 --as jim@bigshoes.example").fails(3);
    let unknown = world.run("invite show inv_99 --as jim@bigshoes.example").fails(3);
    assert_eq!(foreign.err.replace("inv_6", "inv_99"), unknown.err);
    world.run("invite show inv_6 --as ann@bigshoes.example").ok();
}

#[test]
fn invitation_is_shown_with_next_step() {
    let mut world = story();
    assert_snapshot!(world.run("invite show inv_5"), @"
    $ partnerctl invite show inv_5
    client_id      C100001-9
    client_slug    big-shoes
    invitation_id  inv_5
    email          ann@bigshoes.example
    role           manager
    permissions    profile contacts products domains invoices quotes tickets emails orders
    until          the end of 30 Jun 2027 UTC
    kind           activation
    form
    state          pending
    sent_at        27 Nov 2026 09:00 UTC
    send_count     1
    expires_at     27 Dec 2026 09:00 UTC
    answered_at
    invited_by     jane
    mail           written
    client_name    Big Shoes Inc.
    status         Invitation made (27 Nov 2026), mail only written to a file
    answered_by
    ended_at
    ended_by
    reason
    replaces
    mail_id        msg_5
    message
    accept_from
    language
    --- stderr
    hint: send it again with `partnerctl invite resend inv_5 -c big-shoes`
    hint: withdraw it with `partnerctl invite cancel inv_5 -c big-shoes`
    hint: if the mail did not arrive, have them look into the junk or spam folder
    --- exit 0
    ");
    assert_snapshot!(world.run("invite show out@bigshoes.example -c big-shoes --json"), @r#"
    $ partnerctl invite show out@bigshoes.example -c big-shoes --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "invitation_id": "inv_4",
      "email": "out@bigshoes.example",
      "role": "manager",
      "permissions": ["profile","contacts","products","domains","invoices","quotes","tickets","emails","orders"],
      "until": null,
      "kind": "activation",
      "form": null,
      "state": "cancelled",
      "sent_at": "2026-11-22T09:00:08.000Z",
      "send_count": 1,
      "expires_at": null,
      "answered_at": null,
      "invited_by": "jane",
      "mail": "written",
      "client_name": "Big Shoes Inc.",
      "status": "Not invited",
      "answered_by": null,
      "ended_at": "2026-11-22T09:00:10.000Z",
      "ended_by": "jane",
      "reason": null,
      "replaces": null,
      "mail_id": "msg_4",
      "message": null,
      "accept_from": null,
      "language": null
    }
    --- stderr
    hint: invite again with `partnerctl invite send usr_5 -c big-shoes`
    --- exit 0
    "#);
    world.run("invite show out@bigshoes.example").fails(2).says("--client");
    world.run("invite show inv_5 -c tea-house").fails(13).says("inv_5 belongs to big-shoes (C100001-9)");
    world.run("invite show lnk_5").fails(2);
}

/// S2.12, S2.15, S2.18
#[test]
fn status_is_in_words_for_a_caller() {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let mut status = |span: Span| {
        world.pass(span);
        let shown = world.run("invite show inv_1 --columns status").ok().id();
        shown.strip_prefix("status  ").unwrap().to_owned()
    };
    assert_eq!(status(Span::ZERO), "Invitation made (21 Nov 2026), mail only written to a file");
    assert_eq!(
        status(Span::MINUTE),
        "Waiting for member to accept invitation (21 Nov 2026), mail only written to a file"
    );
    assert_eq!(status(Span::days(30)), "Invitation expired (21 Dec 2026)");
    world.run("invite resend inv_1 -c big-shoes").ok();
    super::accept(&mut world, "jim@bigshoes.example");
    world.pass(Span::days(3));
    world.run("invite show inv_1").ok().prints("Last login 21 Dec 2026");
    world.at_terminal(120).run("invite show inv_1").ok().prints("Last login 3 days ago");
}

#[test]
fn look_at_a_code_does_not_use_it() {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let code = world.code_for("jim@bigshoes.example");
    assert_snapshot!(world.stdin(&*code).run("invite inspect --code-stdin"), @"
    $ partnerctl invite inspect --code-stdin
    client_id       C100001-9
    client_slug     big-shoes
    invitation_id   inv_1
    email           jim@bigshoes.example
    role            owner
    permissions     profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings
    until
    kind            activation
    form
    state           pending
    sent_at         21 Nov 2026 09:00 UTC
    send_count      1
    expires_at      21 Dec 2026 09:00 UTC
    answered_at
    invited_by      jane
    mail            written
    client_name     Big Shoes Inc.
    needs_password  yes
    message
    --- stderr
    hint: accept it with `partnerctl invite accept --code-stdin`
    --- exit 0
    ");
    world.run("invite inspect").fails(8).says("--code-stdin");
    super::accept(&mut world, "jim@bigshoes.example");
    let run = world.stdin(&*code).run("invite inspect --code-stdin --json").ok().json();
    assert_eq!((&run["state"], &run["needs_password"]), (&"accepted".into(), &false.into()));
    world.run("invite send bob@bigshoes.example -c big-shoes -r guest").ok();
    let old = world.code_for("bob@bigshoes.example");
    world.pass(Span::MINUTE).run("invite resend bob@bigshoes.example -c big-shoes").ok();
    world.stdin(old).run("invite inspect --code-stdin").fails(6).says("use the code of the newest mail");
}
