//! `partner offboard-user`: someone leaves on Friday.

use std::sync::LazyLock;

use insta::assert_snapshot;

use super::{add, enters, facts, join, linked};
use crate::support::{Frozen, World};

const BOB: &str = "bob@jimsweb.example";
const LEAVES: &str = "partner offboard-user bob@jimsweb.example -m 'leaves on Friday'";

/// Bob reaches both clients by their links. Big Shoes made him an admin too, and there he invited someone; Tea House is
/// about to make him a manager. He asked a third client for a link, is in a session, and knows the password of the login
/// that Tea House made for Jim's Web. Ann reaches all.
fn with_bob() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = linked();
        add(&mut world, "bob", "--clients big-shoes,tea-house");
        join(&mut world, BOB, "big-shoes", "admin");
        world.run(&format!("invite send ina@bigshoes.example -c big-shoes -r manager --as {BOB} -m phone")).ok();
        world.run(&format!("invite send {BOB} -c tea-house -r manager")).ok();
        world.run("client add 'Hat Shop' --slug hat-shop --owner hattie@hatshop.example").ok();
        world.run(&format!("link request -p jims-web --target hat-shop --as {BOB} -m phone")).ok();
        join(&mut world, "web@teahouse.example", "tea-house", "supervisor");
        world.tamper("UPDATE access_grant SET for_partner = 1, since_audit = since_audit WHERE login_id = (SELECT id FROM login WHERE email_key = 'web@teahouse.example')");
        world.tamper(
            "INSERT INTO session VALUES (7, 100001, 4, 4, NULL, 1, 1, 1, 99999999999999, 1, 'open', NULL, NULL)",
        );
        world.tamper("INSERT INTO counter VALUES ('session', 7)");
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn dry_run_shows_everything_they_hold() {
    let mut world = with_bob();
    let before = facts(&world);
    assert_snapshot!(world.run(&format!("{LEAVES} --dry-run")), @"
    $ partnerctl partner offboard-user bob@jimsweb.example -m leaves on Friday --dry-run
    client_id  client_slug  kind        entity  result                     message                                                            confirm
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
                            seat        usr_4   would_be_ended             bob@jimsweb.example was a user of jims-web                         bob@jimsweb.example:2
    C100001-9  big-shoes    client      lnk_1   would_be_ended             no longer reached; the link stays
    C100002-4  tea-house    client      lnk_2   would_be_ended             no longer reached; the link stays
    C100001-9  big-shoes    assignment  usr_4   would_be_ended
    C100002-4  tea-house    assignment  usr_4   would_be_ended
    C100001-9  big-shoes    grant       grt_3   would_be_ended             in as admin
    C100002-4  tea-house    invitation  inv_5   would_be_cancelled         sent to the person
    C100002-4  tea-house    grant       grt_5   would_be_ended             prepared as manager
    C100001-9  big-shoes    invitation  inv_4   would_be_cancelled         sent to ina@bigshoes.example
    C100003-5  hat-shop     request     lnk_3   kept                       it stays the partner's
    C100001-9  big-shoes    session     ses_7   would_be_ended
    C100002-4  tea-house    dedicated   usr_7   would_be_password_expired  bob@jimsweb.example may know the password of web@teahouse.example
                            login       usr_4   would_be_deactivated       nothing is left that it could enter
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from a link]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from a link]
    hint: to do it, confirm with `--confirm bob@jimsweb.example:2`
    bob@jimsweb.example would leave Jim's Web.
    hint: name with `--to` a colleague who goes on with what waits for an answer
    hint: ina@bigshoes.example is still to be invited: `partnerctl invite send ina@bigshoes.example -c big-shoes`
    hint: set a new password for web@teahouse.example with `partnerctl user reset-password usr_7`
    In all, it would be: 1 seat ended, 2 clients no longer reached, 2 chosen clients ended, 2 grants ended, 2 invitations cancelled, 1 link request kept, 1 session ended, 1 dedicated login password expired, 1 login deactivated.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("{LEAVES} --to ann@jimsweb.example --dry-run --csv")), @"
    $ partnerctl partner offboard-user bob@jimsweb.example -m leaves on Friday --to ann@jimsweb.example --dry-run --csv
    client_id,client_slug,kind,entity,result,message,confirm,still_enters
    ,,seat,usr_4,would_be_ended,bob@jimsweb.example was a user of jims-web,bob@jimsweb.example:3,[]
    C100001-9,big-shoes,client,lnk_1,would_be_ended,no longer reached; the link stays,,[]
    C100002-4,tea-house,client,lnk_2,would_be_ended,no longer reached; the link stays,,[]
    C100001-9,big-shoes,assignment,usr_4,would_be_ended,,,[]
    C100002-4,tea-house,assignment,usr_4,would_be_ended,,,[]
    C100001-9,big-shoes,grant,grt_3,would_be_ended,in as admin,,[]
    C100002-4,tea-house,invitation,inv_5,would_be_cancelled,sent to the person,,[]
    C100002-4,tea-house,grant,grt_5,would_be_ended,prepared as manager,,[]
    C100001-9,big-shoes,invitation,inv_4,would_be_cancelled,sent to ina@bigshoes.example; ann@jimsweb.example may not give what it offers,,[]
    C100003-5,hat-shop,request,lnk_3,would_be_taken_over,it goes on in the name of ann@jimsweb.example,,[]
    C100001-9,big-shoes,session,ses_7,would_be_ended,,,[]
    C100002-4,tea-house,dedicated,usr_7,would_be_password_expired,bob@jimsweb.example may know the password of web@teahouse.example,,[]
    ,,login,usr_4,would_be_deactivated,nothing is left that it could enter,,[]
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from a link]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from a link]
    ▸ hat-shop  C100003-5  Hat Shop  [from a link request that they made]
    hint: to do it, confirm with `--confirm bob@jimsweb.example:3`
    bob@jimsweb.example would leave Jim's Web.
    hint: ina@bigshoes.example is still to be invited: `partnerctl invite send ina@bigshoes.example -c big-shoes`
    hint: set a new password for web@teahouse.example with `partnerctl user reset-password usr_7`
    In all, it would be: 1 seat ended, 2 clients no longer reached, 2 chosen clients ended, 2 grants ended, 2 invitations cancelled, 1 link request taken over, 1 session ended, 1 dedicated login password expired, 1 login deactivated.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    assert_eq!(facts(&world), before);
}

#[test]
fn all_ends_in_one_step_with_a_receipt() {
    let mut world = with_bob();
    assert!(enters(&mut world, BOB, "tea-house", "profile"));
    let run = world.run(&format!("{LEAVES} --to ann@jimsweb.example --confirm {BOB}:3 --json")).ok();
    assert_snapshot!(run, @r#"
    $ partnerctl partner offboard-user bob@jimsweb.example -m leaves on Friday --to ann@jimsweb.example --confirm bob@jimsweb.example:3 --json
    [
    {"client_id":null,"client_slug":null,"kind":"seat","entity":"usr_4","result":"ended","message":"bob@jimsweb.example was a user of jims-web","confirm":null,"still_enters":[]},
    {"client_id":"C100001-9","client_slug":"big-shoes","kind":"client","entity":"lnk_1","result":"ended","message":"no longer reached; the link stays","confirm":null,"still_enters":[]},
    {"client_id":"C100002-4","client_slug":"tea-house","kind":"client","entity":"lnk_2","result":"ended","message":"no longer reached; the link stays","confirm":null,"still_enters":[]},
    {"client_id":"C100001-9","client_slug":"big-shoes","kind":"assignment","entity":"usr_4","result":"ended","message":null,"confirm":null,"still_enters":[]},
    {"client_id":"C100002-4","client_slug":"tea-house","kind":"assignment","entity":"usr_4","result":"ended","message":null,"confirm":null,"still_enters":[]},
    {"client_id":"C100001-9","client_slug":"big-shoes","kind":"grant","entity":"grt_3","result":"ended","message":"in as admin","confirm":null,"still_enters":[]},
    {"client_id":"C100002-4","client_slug":"tea-house","kind":"invitation","entity":"inv_5","result":"cancelled","message":"sent to the person","confirm":null,"still_enters":[]},
    {"client_id":"C100002-4","client_slug":"tea-house","kind":"grant","entity":"grt_5","result":"ended","message":"prepared as manager","confirm":null,"still_enters":[]},
    {"client_id":"C100001-9","client_slug":"big-shoes","kind":"invitation","entity":"inv_4","result":"cancelled","message":"sent to ina@bigshoes.example; ann@jimsweb.example may not give what it offers","confirm":null,"still_enters":[]},
    {"client_id":"C100003-5","client_slug":"hat-shop","kind":"request","entity":"lnk_3","result":"taken_over","message":"it goes on in the name of ann@jimsweb.example","confirm":null,"still_enters":[]},
    {"client_id":"C100001-9","client_slug":"big-shoes","kind":"session","entity":"ses_7","result":"ended","message":null,"confirm":null,"still_enters":[]},
    {"client_id":"C100002-4","client_slug":"tea-house","kind":"dedicated","entity":"usr_7","result":"password_expired","message":"bob@jimsweb.example may know the password of web@teahouse.example","confirm":null,"still_enters":[]},
    {"client_id":null,"client_slug":null,"kind":"login","entity":"usr_4","result":"deactivated","message":"nothing is left that it could enter","confirm":null,"still_enters":[]}
    ]
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from a link]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from a link]
    ▸ hat-shop  C100003-5  Hat Shop  [from a link request that they made]
    bob@jimsweb.example has left Jim's Web.
    hint: ina@bigshoes.example is still to be invited: `partnerctl invite send ina@bigshoes.example -c big-shoes`
    hint: set a new password for web@teahouse.example with `partnerctl user reset-password usr_7`
    In all: 1 seat ended, 2 clients no longer reached, 2 chosen clients ended, 2 grants ended, 2 invitations cancelled, 1 link request taken over, 1 session ended, 1 dedicated login password expired, 1 login deactivated.
    --- exit 0
    "#);
    for client in ["big-shoes", "tea-house"] {
        assert!(!enters(&mut world, BOB, client, "profile"));
    }
    assert_eq!(world.sql("SELECT state FROM login WHERE id = 4"), ["inactive"]);
    assert_eq!(world.sql("SELECT state FROM partner_user WHERE login_id = 4"), ["ended"]);
    assert_eq!(world.sql("SELECT DISTINCT state FROM assignment"), ["taken"]);
    assert_eq!(
        world.sql("SELECT DISTINCT state, reason FROM invitation WHERE state IN ('pending', 'cancelled')"),
        ["cancelled|leaves on Friday"]
    );
    assert_eq!(world.sql("SELECT requested_by FROM link WHERE state = 'pending'"), ["ann@jimsweb.example"]);
    assert_eq!(world.sql("SELECT state, closed_because FROM session"), ["closed|the person left the partner"]);
    assert_eq!(
        world.sql("SELECT must_change_password, expires_at > 0, origin FROM login JOIN credential ON login_id = id WHERE email_key LIKE 'web@%'"),
        ["1|1|temporary"]
    );
    assert_snapshot!(world.sql("SELECT action, entity_id, reason, details FROM audit WHERE action = 'partner.offboard-user'").join("\n"), @r#"partner.offboard-user|usr_4|leaves on Friday|{"partner":"ptn_1","email":"bob@jimsweb.example","to":"ann@jimsweb.example","clients":"big-shoes tea-house","grants":"grt_3 grt_5","invitations":"inv_4","requests":"lnk_3","sessions":"ses_7","dedicated":"usr_7","also":"invite.cancel"}"#);
    let about = "SELECT audit_client.client_id FROM audit_client JOIN audit ON id = audit_id WHERE action = 'partner.offboard-user'";
    assert_eq!(world.sql(about), ["100001", "100002", "100003"]);
    assert_snapshot!(world.run("client log big-shoes --limit 1").out, @"21 Nov 2026 09:00 UTC  jane ended all that bob@jimsweb.example held as a user of the partner jims-web; ann@jimsweb.example goes on, saying “leaves on Friday”; an invitation was withdrawn; who can no longer enter this client");
    world.run("audit verify").ok();
    // Nothing comes back with another place.
    world.run("partner add Others --slug others").ok();
    let again = "partner add-user bob@jimsweb.example -p others --first-name bob --last-name Web --no-clients";
    world.run(&format!("{again} --password-file password")).fails(4).says("is inactive");
}

#[test]
fn requests_without_heir_stay_the_partners() {
    let mut world = with_bob();
    let rows = world.run(&format!("{LEAVES} --confirm {BOB}:2 --csv")).ok().csv();
    let request = rows.iter().find(|row| row["kind"] == "request").unwrap();
    assert_eq!((request["client_slug"].as_str(), request["result"].as_str()), ("hat-shop", "kept"));
    assert_eq!(world.sql("SELECT requested_by FROM link WHERE state = 'pending'"), [BOB]);
    // Saying it again changes nothing and asks nothing.
    let before = facts(&world);
    assert_snapshot!(world.run(&format!("{LEAVES} --csv")), @"
    $ partnerctl partner offboard-user bob@jimsweb.example -m leaves on Friday --csv
    client_id,client_slug,kind,entity,result,message,confirm,still_enters
    ,,seat,usr_4,unchanged,bob@jimsweb.example had left jims-web before,,[]
    --- stderr
    bob@jimsweb.example had left Jim's Web before.
    --- exit 0
    ");
    assert_eq!(facts(&world), before);
}

#[test]
fn invitation_goes_to_a_permitted_heir() {
    let mut world = with_bob();
    join(&mut world, "ann@jimsweb.example", "big-shoes", "admin");
    world.run(&format!("{LEAVES} --to ann@jimsweb.example --confirm {BOB}:3")).ok();
    assert_eq!(
        world.sql("SELECT email, invited_by FROM invitation WHERE state = 'pending'"),
        ["ina@bigshoes.example|ann@jimsweb.example"]
    );
    let code = world.code_for("ina@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
}

#[test]
fn heir_takes_only_what_they_could_send() {
    let mut world = with_bob();
    join(&mut world, "ann@jimsweb.example", "big-shoes", "admin");
    world.run("user edit ann@jimsweb.example -c big-shoes --permissions users,profile").ok();
    world.run(&format!("{LEAVES} --to ann@jimsweb.example --confirm {BOB}:3")).ok();
    assert_eq!(world.sql("SELECT state FROM invitation WHERE id = 4"), ["cancelled"]);
}

/// docs/reference.md#confirmation, 3.8.
#[test]
fn it_is_confirmed_by_address_and_count() {
    let mut world = with_bob();
    let before = facts(&world);
    world.run("partner offboard-user bob@jimsweb.example").fails(2).says("needs a reason");
    world.run(LEAVES).fails(8).says("--confirm bob@jimsweb.example:2");
    world.run(&format!("{LEAVES} --confirm {BOB}:3")).fails(8);
    world.run(&format!("{LEAVES} --confirm {BOB}")).fails(8);
    world.answers(&["ann@jimsweb.example"]).run(LEAVES).fails(8);
    world.run("partner offboard-user jim@bigshoes.example -m x").fails(3).says("is a user of no partner");
    world.run("partner offboard-user who@else.example -m x").fails(3);
    world
        .var("PARTNERCTL_EXPECT_CLIENT", "big-shoes")
        .run(&format!("{LEAVES} --confirm {BOB}:2"))
        .fails(12)
        .says("tea-house");
    world.no_var("PARTNERCTL_EXPECT_CLIENT");
    assert_eq!(facts(&world), before);
    world.answers(&[BOB]).run(LEAVES).ok().says("▸ tea-house  C100002-4");
}

#[test]
fn each_orphaned_client_is_named() {
    let mut world = with_bob();
    for (client, owner) in [("big-shoes", "jim@bigshoes.example"), ("tea-house", "tia@teahouse.example")] {
        if client == "tea-house" {
            let code = world.code_for(BOB);
            world.stdin(code).run("invite accept --code-stdin").ok();
            world.run(&format!("user edit {BOB} -c tea-house -r owner")).ok();
        }
        world.run(&format!("user remove {owner} -c {client} --confirm {client}")).ok();
    }
    let before = facts(&world);
    assert_snapshot!(world.run(&format!("{LEAVES} --confirm {BOB}:2 --json")), @r#"
    $ partnerctl partner offboard-user bob@jimsweb.example -m leaves on Friday --confirm bob@jimsweb.example:2 --json
    --- stderr
    {"error":{"code":"conflict","message":"bob@jimsweb.example is the last person who can administer big-shoes (C100001-9), tea-house (C100002-4) without an end; nothing was changed","hints":["let another owner in first: `partnerctl invite send EMAIL -r owner -c big-shoes`","let another owner in first: `partnerctl invite send EMAIL -r owner -c tea-house`","see all that they can enter with `partnerctl access list --user bob@jimsweb.example`","if it must be, add `--override last-owner`"],"rule":"last-owner","clients":["big-shoes","tea-house"],"notes":["▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from a link]","▸ tea-house  C100002-4  Tea House  teahouse.example  [from a link]"]}}
    --- exit 4
    "#);
    assert_eq!(facts(&world), before);
    // No one has to type a word for what cannot be done.
    world.run(LEAVES).fails(4).says("is the last person who can administer");
    world.at_terminal(120).run(LEAVES).fails(4);
    world.run(&format!("{LEAVES} --confirm {BOB}:2 --override last-owner")).ok();
    assert!(
        world.sql("SELECT details FROM audit WHERE action = 'partner.offboard-user' AND outcome = 'done'")[0]
            .contains("last-owner")
    );
}

/// docs/reference.md#rules: no one's reach grows by what another leaves.
#[test]
fn heir_is_a_colleague_of_equal_reach() {
    let mut world = with_bob();
    add(&mut world, "pete", "--clients big-shoes");
    add(&mut world, "rita", "--restricted");
    add(&mut world, "old", "--inactive");
    add(&mut world, "due", "--until 2026-11-30");
    let to = |heir: &str| format!("{LEAVES} --to {heir} --dry-run");
    world.run(&to("pete@jimsweb.example")).fails(4).says("does not reach all");
    world.run(&to("rita@jimsweb.example")).fails(4).says("does not reach all");
    world.run(&to("old@jimsweb.example")).fails(4).says("does not work for");
    world.run(&to(BOB)).fails(2).says("who is the one that leaves");
    world.run(&to("jim@bigshoes.example")).fails(3).says("is no user of jims-web");
    world.run(&to("due@jimsweb.example")).ok();
    world.pass(partnerctl::domain::time::Span::days(12));
    world.run(&to("due@jimsweb.example")).fails(4);
}

/// What a client gave to the person is not the partner's to take.
#[test]
fn colleague_ends_only_what_is_the_partners() {
    let mut world = with_bob();
    let line = format!("{LEAVES} --as ann@jimsweb.example");
    assert_snapshot!(world.run(&format!("{line} --confirm {BOB}:2")), @"
    $ partnerctl partner offboard-user bob@jimsweb.example -m leaves on Friday --as ann@jimsweb.example --confirm bob@jimsweb.example:2
    client_id  client_slug  kind        entity  result            message                                                            confirm
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
                            seat        usr_4   ended             bob@jimsweb.example was a user of jims-web
    C100001-9  big-shoes    client      lnk_1   ended             no longer reached; the link stays
    C100002-4  tea-house    client      lnk_2   ended             no longer reached; the link stays
    C100001-9  big-shoes    assignment  usr_4   ended
    C100002-4  tea-house    assignment  usr_4   ended
    C100001-9  big-shoes    grant       grt_3   kept              in as admin
    C100002-4  tea-house    grant       grt_5   kept              prepared as manager
    C100001-9  big-shoes    invitation  inv_4   kept              sent to ina@bigshoes.example
    C100003-5  hat-shop     request     lnk_3   kept              it stays the partner's
    C100001-9  big-shoes    session     ses_7   ended
    C100002-4  tea-house    dedicated   usr_7   password_expired  bob@jimsweb.example may know the password of web@teahouse.example
                            login       usr_4   kept              clients gave this person access of their own
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from a link]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from a link]
    bob@jimsweb.example has left Jim's Web.
    note: what clients gave to the person by themselves stays: that is for the clients, or for support, to end
    hint: set a new password for web@teahouse.example with `partnerctl user reset-password usr_7`
    warning: bob@jimsweb.example still enters big-shoes by a grant of their own as admin, with all
    hint: end that with `partnerctl user remove bob@jimsweb.example -c big-shoes`
    In all: 1 seat ended, 2 clients no longer reached, 2 chosen clients ended, 2 grants kept, 1 invitation kept, 1 link request kept, 1 session ended, 1 dedicated login password expired, 1 login kept.
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT state FROM login WHERE id = 4"), ["active"]);
    assert!(enters(&mut world, BOB, "big-shoes", "profile"));
    assert!(!enters(&mut world, BOB, "tea-house", "profile"));
    add(&mut world, "pete", "--clients big-shoes");
    add(&mut world, "quinn", "--clients big-shoes");
    let leaves =
        |who: &str, by: &str| format!("partner offboard-user {who}@jimsweb.example --as {by}@jimsweb.example -m x -n");
    world.run(&leaves("quinn", "pete")).ok();
    world.run(&leaves("ann", "pete")).fails(5);
    world.run(&leaves("pete", "pete")).fails(5).says("no one does that to themselves");
    world.run("partner offboard-user pete@jimsweb.example --as jim@bigshoes.example -m x -n").fails(5);
}

/// A dedicated user with which a person of another client enters as well keeps its password when someone leaves.
#[test]
fn leaving_keeps_a_password_of_a_person() {
    let mut world = with_bob();
    let expires = "SELECT origin, expires_at FROM credential WHERE login_id = 7";
    let before = world.sql(expires);
    // As an earlier release allowed it.
    world.tamper(
        "INSERT INTO access_grant (id, client_id, login_id, role, permissions, state, until, for_partner, granted_by,
            created_at, active_at, since_audit, version)
        SELECT 900, 100003, login_id, 'owner', permissions, 'active', NULL, NULL, 'x', created_at, created_at,
            since_audit + 10000, 1 FROM access_grant WHERE login_id = 7",
    );
    let run = world.run(&format!("{LEAVES} --confirm {BOB}:2 --csv")).ok();
    assert!(run.out.contains("tea-house,dedicated,usr_7,kept,"), "{run}");
    assert_eq!(world.sql(expires), before);
}
