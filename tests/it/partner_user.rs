//! The users of a partner: S4. Here `partner add-user` and `partner list-users`.

mod assign;
mod closing;
mod edit;
mod leaving;
mod reach;
mod rows;
mod veto;
mod widening;

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::support::{Frozen, World};

const ANN: &str = "partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee";
const BOB: &str = "partner add-user bob@jimsweb.example -p jims-web --first-name Bob --last-name May";

/// The story with active owners, both clients linked on request of Jim's Web, and ann as its user.
pub fn linked() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.write_private("password", "plover sandbar wicket 29 umbra\n");
        for (owner, client) in [("jim@bigshoes.example", "big-shoes"), ("tia@teahouse.example", "tea-house")] {
            join(&mut world, owner, client, "owner");
            let link = world.run(&format!("link request -p jims-web --target {client}")).ok().id();
            world.run(&format!("link approve {link} -c {client} --as {owner} -m phone")).ok();
        }
        world.run(&format!("{ANN} --password-file password --no-force-change")).ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// Someone is invited and accepts.
pub fn join(world: &mut World, address: &str, client: &str, role: &str) {
    world.run(&format!("invite send {address} -c {client} -r {role}")).ok();
    let code = world.code_for(address);
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
}

/// Adds a user of Jim's Web; `more` are further flags.
pub fn add(world: &mut World, name: &str, more: &str) {
    let who = format!("{name}@jimsweb.example -p jims-web --first-name {name} --last-name Web");
    world.run(&format!("partner add-user {who} --password-file password --no-force-change {more}")).ok();
}

/// Whether someone may do this in a client now.
pub fn enters(world: &mut World, who: &str, client: &str, permission: &str) -> bool {
    match world.run(&format!("access check {who} -c {client} --permission {permission}")).code {
        0 => true,
        5 => false,
        code => panic!("exit {code}"),
    }
}

/// Every fact about access, to see that nothing moved.
pub fn facts(world: &World) -> Vec<String> {
    let mut facts = Vec::new();
    for table in [
        "login",
        "partner",
        "partner_user",
        "assignment",
        "access_grant",
        "invitation",
        "link",
        "session",
        "credential",
        "code",
    ] {
        facts.extend(world.sql(&format!("SELECT '{table}', * FROM {table}")));
    }
    facts
}

/// The story with ann as a user of Jim's Web, active from the beginning.
fn with_ann() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run(&format!("{ANN} --generate-password")).ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// S4.7, S4.10, S4.11, S4.12, S4.13, S4.19: one step makes the login,
/// the membership and a password for the first sign-in.
#[test]
fn partner_user_is_added_in_one_step() {
    let mut world = World::with_story();
    assert_snapshot!(world.run(&format!("{ANN} --generate-password")), @"
    $ partnerctl partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee --generate-password
    usr_3
    --- stderr
    Ann Lee (ann@jimsweb.example) is a user of Jim's Web.
    Reaches no client now and every client linked later.
    The password must be replaced before 28 Nov 2026 09:00 UTC.
    Temporary password, shown only now: j6ac-htaf-88es-ewc3-2zc7-2shh
    --- exit 0
    ");
    assert_eq!(
        world.sql("SELECT state, must_change_password, origin, expires_at FROM login JOIN credential ON login_id = id WHERE email_key = 'ann@jimsweb.example'"),
        [format!("active|1|temporary|{}", (world.now() + Span::days(7)).ms())]
    );
    assert_eq!(
        world.sql("SELECT details FROM audit WHERE action = 'partner.add-user'"),
        [
            r#"{"partner":"ptn_1","email":"ann@jimsweb.example","scope":"all","password":"temporary, to be changed at the first sign-in"}"#
        ]
    );
}

#[test]
fn second_addition_is_unchanged() {
    let mut world = with_ann();
    let before = world.sql("SELECT hash FROM credential");
    assert_snapshot!(world.run(&format!("{ANN} --generate-password --json")), @r#"
    $ partnerctl partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee --generate-password --json
    {
      "partner": "jims-web",
      "user_id": "usr_3",
      "email": "ann@jimsweb.example",
      "first_name": "Ann",
      "last_name": "Lee",
      "active": true,
      "restricted": false,
      "must_change_password": true,
      "scope": "all",
      "clients": [],
      "until": null,
      "last_login_at": null,
      "temporary_password": null,
      "mail": "none",
      "result": "unchanged",
      "reaches": 0
    }
    --- stderr
    Ann Lee (ann@jimsweb.example) is a user of Jim's Web already.
    Reaches no client now and every client linked later.
    --- exit 0
    "#);
    assert_eq!(world.sql("SELECT hash FROM credential"), before);
    let otherwise = "partner add-user ANN@JimsWeb.example -p jims-web --first-name Anne --last-name Lee --restricted --no-clients --until 2027-01-31";
    assert_snapshot!(world.run(&format!("{otherwise} --generate-password")), @r#"
    $ partnerctl partner add-user ANN@JimsWeb.example -p jims-web --first-name Anne --last-name Lee --restricted --no-clients --until 2027-01-31 --generate-password
    --- stderr
    error: ann@jimsweb.example is a user of jims-web (ptn_1) already: first_name is "Ann", not "Anne"; they are not restricted; until is no end, not the end of 31 Jan 2027 UTC; they reach all clients
    hint: change it with `partnerctl partner edit-user ann@jimsweb.example -p jims-web`, or the clients with `partnerctl partner assign-clients ann@jimsweb.example -p jims-web`
    --- exit 4
    "#);
}

/// In a machine format the password is in the record and nowhere else.
#[test]
fn program_reads_the_generated_password() {
    let mut world = World::with_story();
    let run = world.run(&format!("{ANN} --generate-password --json"));
    let password = run.json()["temporary_password"].as_str().unwrap().to_owned();
    assert_eq!(password.len(), 29);
    assert!(!run.err.contains(&password), "{run}");
    let run = world.run(&format!("{BOB} --generate-password --csv --columns user_id"));
    assert_eq!(run.out, "user_id\nusr_4\n");
    assert!(run.err.contains("Temporary password, shown only now: "), "{run}");
    assert!(!world.sql("SELECT details FROM audit").iter().any(|details| details.contains(&password)));
}

/// S4.11: standard input, a private file or a question without echo, never an argument.
#[test]
fn password_comes_from_a_private_place() {
    let mut world = World::with_story();
    world.run(ANN).fails(8).says("--password-stdin").says("--generate-password");
    world.run(&format!("{ANN} --password hunter2")).fails(2);
    world.stdin("short\n").run(&format!("{ANN} --password-stdin")).fails(2).says("too short");
    world.stdin("Ann Lee Jims Web 1\n").run(&format!("{ANN} --password-stdin")).fails(2).says("built from");
    world.stdin("walrus teapot 94 gravel\n").run(&format!("{ANN} --password-stdin")).ok();
    let path = world.write("secret", "lantern 17 oboe thicket\n");
    world.run(&format!("{BOB} --password-file secret")).fails(1).says("chmod 600");
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    world.run(&format!("{BOB} --password-file secret")).ok();
    let eve = "partner add-user eve@jimsweb.example -p jims-web --first-name Eve --last-name Poe";
    world
        .answers(&["lantern 17 oboe thicket", "something else", ""])
        .run(eve)
        .fails(8)
        .says("the two passwords differ");
    world.answers(&["lantern 17 oboe thicket", "lantern 17 oboe thicket"]).run(eve).ok();
    assert_eq!(world.sql("SELECT count(*) FROM credential"), ["3"]);
}

/// S4.12: forced unless said otherwise, and never for a generated one.
#[test]
fn permanent_password_is_audited() {
    let mut world = World::with_story();
    world.run(&format!("{ANN} --generate-password --no-force-change")).fails(2).says("cannot be used with");
    let run = world.stdin("walrus teapot 94 gravel\n").run(&format!("{ANN} --password-stdin --no-force-change"));
    run.ok().says("warning: the password is permanent");
    assert_eq!(world.sql("SELECT origin, coalesce(CAST(expires_at AS TEXT), 'never') FROM credential"), ["own|never"]);
    assert_eq!(world.sql("SELECT must_change_password FROM login WHERE email_key LIKE 'ann@%'"), ["0"]);
    assert!(world.sql("SELECT details FROM audit WHERE id = 5")[0].contains("--no-force-change"));
}

/// S4.15, S4.19, S4.20: any of the four flags with any other.
#[test]
fn the_four_flags_are_independent() {
    let mut world = World::with_story();
    for flags in 0..16_u8 {
        let has = |bit: u8| flags & 1 << bit != 0;
        let mut line = format!(
            "partner add-user p{flags}@jimsweb.example -p jims-web --first-name P --last-name Q --password-stdin"
        );
        for (bit, flag) in ["--no-force-change", "--restricted", "--inactive", "--send-email"].iter().enumerate() {
            if has(bit as u8) {
                line.push_str(&format!(" {flag}"));
            }
        }
        world.stdin("walrus teapot 94 gravel\n").run(&line).ok();
        let mails =
            format!("SELECT count(*) FROM mail WHERE recipient = 'p{flags}@jimsweb.example' AND kind = 'welcome'");
        assert_eq!(world.sql(&mails), [u8::from(has(3)).to_string()]);
        let row = world.run("partner list-users -p jims-web --csv").csv().pop().unwrap();
        assert_eq!(row["must_change_password"], (!has(0)).to_string(), "{line}");
        assert_eq!(row["restricted"], has(1).to_string(), "{line}");
        assert_eq!(row["active"], (!has(2)).to_string(), "{line}");
    }
}

/// S4.16, S4.17: the welcome mail is queued with the user or not at all.
#[test]
fn welcome_mail_comes_and_goes_with_the_user() {
    let mut world = World::with_story();
    world.run(&format!("{ANN} --generate-password --send-email --dry-run")).ok().says("dry run");
    assert_eq!(world.sql("SELECT count(*) FROM mail"), ["0"]);
    let password =
        world.run(&format!("{ANN} --generate-password --send-email --json")).json()["temporary_password"].clone();
    assert_eq!(world.sql("SELECT recipient, kind FROM mail"), ["ann@jimsweb.example|welcome"]);
    let mails = world.mails();
    assert!(mails[0].contains("Subject: Your login for Jim's Web") && mails[0].contains("Hello Ann"), "{}", mails[0]);
    assert!(!mails[0].contains(password.as_str().unwrap()));
    assert!(!world.sql("SELECT facts || subject FROM mail")[0].contains(password.as_str().unwrap()));
    world.run(&format!("{ANN} --generate-password --send-email")).ok();
    assert_eq!(world.sql("SELECT count(*) FROM mail"), ["1"]);
}

#[test]
fn users_are_listed_in_every_format() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("partner list-users -p jims-web"), @"
    $ partnerctl partner list-users -p jims-web
    --- stderr
    note: Jim's Web has no user yet; add one with `partnerctl partner add-user EMAIL -p jims-web --first-name F --last-name L`
    --- exit 0
    ");
    assert_snapshot!(world.run("partner list-users -p jims-web --json"), @"
    $ partnerctl partner list-users -p jims-web --json
    []
    --- stderr
    note: Jim's Web has no user yet; add one with `partnerctl partner add-user EMAIL -p jims-web --first-name F --last-name L`
    --- exit 0
    ");
    world.run(&format!("{ANN} --generate-password")).ok();
    assert_snapshot!(world.run("partner list-users -p jims-web"), @"
    $ partnerctl partner list-users -p jims-web
    partner   user_id  email                first_name  last_name  active  restricted  must_change_password  scope  clients  until  last_login_at
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    jims-web  usr_3    ann@jimsweb.example  Ann         Lee        yes     no          yes                   all
    --- exit 0
    ");
    world.run(&format!("{BOB} --generate-password --no-clients --restricted --until 2027-01-31")).ok();
    assert_snapshot!(world.run("partner list-users -p ptn_1 --columns user_id,email,scope,clients,restricted,until"), @"
    $ partnerctl partner list-users -p ptn_1 --columns user_id,email,scope,clients,restricted,until
    user_id  email                scope    clients  restricted  until
    ──────────────────────────────────────────────────────────────────────────────────────
    usr_3    ann@jimsweb.example  all               no
    usr_4    bob@jimsweb.example  clients           yes         the end of 31 Jan 2027 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("partner list-users -p jims-web --json"), @r#"
    $ partnerctl partner list-users -p jims-web --json
    [
    {"partner":"jims-web","user_id":"usr_3","email":"ann@jimsweb.example","first_name":"Ann","last_name":"Lee","active":true,"restricted":false,"must_change_password":true,"scope":"all","clients":[],"until":null,"last_login_at":null},
    {"partner":"jims-web","user_id":"usr_4","email":"bob@jimsweb.example","first_name":"Bob","last_name":"May","active":true,"restricted":true,"must_change_password":true,"scope":"clients","clients":[],"until":"2027-02-01T00:00:00.000Z","last_login_at":null}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("partner list-users -p jims-web --csv"), @"
    $ partnerctl partner list-users -p jims-web --csv
    partner,user_id,email,first_name,last_name,active,restricted,must_change_password,scope,clients,until,last_login_at
    jims-web,usr_3,ann@jimsweb.example,Ann,Lee,true,false,true,all,,,
    jims-web,usr_4,bob@jimsweb.example,Bob,May,true,true,true,clients,,2027-02-01T00:00:00.000Z,
    --- exit 0
    ");
    assert_snapshot!(world.run("partner list-users -p jims-web --format ndjson --columns email,until --sort -email"), @r#"
    $ partnerctl partner list-users -p jims-web --format ndjson --columns email,until --sort -email
    {"email":"bob@jimsweb.example","until":"2027-02-01T00:00:00.000Z"}
    {"email":"ann@jimsweb.example","until":null}
    --- exit 0
    "#);
}

/// S4.3, S4.4: support and other users of the partner, and no one else.
#[test]
fn only_support_and_the_partner_add_users() {
    let mut world = with_ann();
    world.run(&format!("{BOB} --generate-password --as ann@jimsweb.example")).fails(2).says("needs a reason");
    world.run(&format!("{BOB} --generate-password --as ann@jimsweb.example -m phone")).ok();
    world.run(&format!("{BOB} --generate-password --as jim@bigshoes.example -m phone")).fails(5);
    world.run("partner add Other --slug other-web").ok();
    let there = "partner add-user cy@other.example -p other-web --first-name Cy --last-name Fox --generate-password";
    world
        .run(&format!("{there} --as ann@jimsweb.example -m phone"))
        .fails(3)
        .says("no partner that ann@jimsweb.example may see");
    world.run("partner list-users -p other-web --as ann@jimsweb.example").fails(3);
    world.run("partner list-users -p no-such-one --as ann@jimsweb.example").fails(3).says("is named \"no-such-one\"");
    world.run("partner list --as ann@jimsweb.example").fails(5);
    world.run("partner show jims-web --as ann@jimsweb.example").ok();
}

/// No one grants more than they have (docs/reference.md#rules).
#[test]
fn partner_user_gives_no_wider_reach() {
    let mut world = with_ann();
    world.run(&format!("{BOB} --generate-password --no-clients --restricted")).ok();
    let eve = "partner add-user eve@jimsweb.example -p jims-web --first-name Eve --last-name Poe --generate-password";
    let by_bob = "--as bob@jimsweb.example -m phone";
    assert_snapshot!(world.run(&format!("{eve} {by_bob}")), @"
    $ partnerctl partner add-user eve@jimsweb.example -p jims-web --first-name Eve --last-name Poe --generate-password --as bob@jimsweb.example -m phone
    --- stderr
    error: bob@jimsweb.example may not `partner add-user`: the person would reach, or reaches, further than they do
    hint: support may do it without `--as`
    hint: name clients of their own with `--clients A,B`, or none with `--no-clients`
    hint: add `--restricted`: they are restricted themselves
    --- exit 5
    ");
    world.run(&format!("{eve} --no-clients {by_bob}")).fails(5).says("add `--restricted`");
    world.run(&format!("{eve} --restricted {by_bob}")).fails(5).says("--no-clients");
    world.run(&format!("{eve} --clients big-shoes --restricted {by_bob}")).fails(3);
    world.run(&format!("{eve} --no-clients --restricted {by_bob}")).ok();
}

/// S4.9: the trap.
#[test]
fn own_address_is_refused_for_a_new_user() {
    let mut world = with_ann();
    assert_snapshot!(world.run(&format!("{} --generate-password --as ann@jimsweb.example -m phone", ANN.replace("ann@", "ANN@"))), @"
    $ partnerctl partner add-user ANN@jimsweb.example -p jims-web --first-name Ann --last-name Lee --generate-password --as ann@jimsweb.example -m phone
    --- stderr
    error: ann@jimsweb.example is the address of the actor, not of a new user
    hint: write the address of the person who is to be added
    --- exit 5
    ");
}

/// One address is one login, everywhere; a user may be of clients and of one partner.
#[test]
fn address_is_of_one_partner_at_most() {
    let mut world = with_ann();
    world.run("partner add Other --slug other-web").ok();
    let there =
        "partner add-user Ann@JimsWeb.example -p other-web --first-name Ann --last-name Lee --generate-password";
    assert_snapshot!(world.run(there), @"
    $ partnerctl partner add-user Ann@JimsWeb.example -p other-web --first-name Ann --last-name Lee --generate-password
    --- stderr
    error: ann@jimsweb.example is a user of the partner jims-web (ptn_1), and no one is of two
    hint: see `partnerctl partner list-users -p ptn_1`
    hint: if they left it, end that with `partnerctl partner offboard-user ann@jimsweb.example`
    --- exit 4
    ");
    let jim = "partner add-user jim@bigshoes.example -p jims-web --first-name Jim --last-name Shoe --generate-password";
    world.run(&format!("{jim} --as ann@jimsweb.example -m phone")).fails(5).says("only people who have none");
    world.run(&format!("{jim} --inactive")).fails(4).says("would lock them out");
    assert_snapshot!(world.run(jim), @"
    $ partnerctl partner add-user jim@bigshoes.example -p jims-web --first-name Jim --last-name Shoe --generate-password
    usr_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the person's access]
    warning: jim@bigshoes.example is an address of big-shoes (C100001-9)
    Jim Shoe (jim@bigshoes.example) is a user of Jim's Web.
    Reaches no client now and every client linked later.
    The password must be replaced before 28 Nov 2026 09:00 UTC.
    Temporary password, shown only now: dhqt-upkn-td49-emv4-vjwq-aamr
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT state FROM access_grant ORDER BY id"), ["prepared", "prepared"]);
}

#[test]
fn only_clients_of_the_partner_are_chosen() {
    let mut world = World::with_story();
    assert_snapshot!(world.run(&format!("{ANN} --generate-password --clients big-shoes,C100001-9")), @"
    $ partnerctl partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee --generate-password --clients big-shoes,C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --clients]
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --clients]
    error: big-shoes (C100001-9) is no client of jims-web (ptn_1): not associated, no link, and no request that waits
    hint: request it with `partnerctl link request -p jims-web --target big-shoes`
    --- exit 4
    ");
    world.run(&format!("{ANN} --generate-password --clients big-shoes --no-clients")).fails(2);
    world.run(&format!("{ANN} --generate-password --clients big-shoes,")).fails(2).says("--clients");
    world.run(&format!("{ANN} --generate-password --clients bigshoes.example")).fails(2);
    assert_eq!(world.sql("SELECT count(*) FROM partner_user"), ["0"]);
}

/// S4.6: chosen clients, linked or asked for, and only those within one's own reach.
#[test]
fn partner_user_may_reach_chosen_clients() {
    let mut world = with_ann();
    world.run("link request -p jims-web --target big-shoes --target tea-house").ok();
    assert_snapshot!(world.run(&format!("{BOB} --generate-password --clients C100001-9,big-shoes --csv --columns user_id,scope,clients,result")), @"
    $ partnerctl partner add-user bob@jimsweb.example -p jims-web --first-name Bob --last-name May --generate-password --clients C100001-9,big-shoes --csv --columns user_id,scope,clients,result
    user_id,scope,clients,result
    usr_4,clients,big-shoes,created
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --clients]
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --clients]
    Bob May (bob@jimsweb.example) is a user of Jim's Web.
    Reaches no client now, of 1 chosen.
    The password must be replaced before 28 Nov 2026 09:00 UTC.
    Temporary password, shown only now: efd9-mtpg-5k6g-89hm-gmax-5kax
    --- exit 0
    ");
    world.run(&format!("{BOB} --generate-password --clients big-shoes")).ok();
    world.run(&format!("{BOB} --generate-password --clients tea-house")).fails(4).says("their clients are others");
    assert_eq!(world.sql("SELECT client_id, login_id, state FROM assignment"), ["100001|4|assigned"]);
    // The audit row is of that client too.
    world.run("client log big-shoes --json").ok().prints("partner.add-user");
    let eve = "partner add-user eve@jimsweb.example -p jims-web --first-name Eve --last-name Poe --generate-password";
    let by_bob = "--as bob@jimsweb.example -m phone";
    world.run(&format!("{eve} {by_bob}")).fails(5).says("name clients of their own with `--clients A,B`");
    world.run(&format!("{eve} --clients tea-house {by_bob}")).fails(3);
    world.run(&format!("{eve} --clients big-shoes {by_bob}")).ok();
    world.run("partner add-user cy@jimsweb.example -p jims-web --first-name Cy --last-name Fox --generate-password --clients big-shoes,tea-house").ok();
    // A colleague's clients outside of one's own reach are not shown.
    let clients = |world: &mut World, who: &str| -> Vec<String> {
        let rows = world.run(&format!("partner list-users -p jims-web --csv {who}")).csv();
        rows.iter().map(|row| row["clients"].clone()).collect()
    };
    assert_eq!(clients(&mut world, ""), ["", "big-shoes", "big-shoes", "big-shoes tea-house"]);
    assert_eq!(clients(&mut world, "--as bob@jimsweb.example"), ["", "big-shoes", "big-shoes", "big-shoes"]);
}

/// docs/reference.md#never-the-wrong-client: a veto holds for clients that are chosen too.
#[test]
fn chosen_client_must_be_an_expected_one() {
    let mut world = World::with_story();
    world.run("link request -p jims-web --target big-shoes --target tea-house").ok();
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
    world.run(&format!("{ANN} --generate-password --clients big-shoes,tea-house")).fails(12).says("tea-house");
    world.run(&format!("{ANN} --generate-password --clients big-shoes")).ok();
}

#[test]
fn term_ends_within_two_years() {
    let mut world = World::with_story();
    world.run(&format!("{ANN} --generate-password --until 2026-11-20")).fails(2).says("is over already");
    world.run(&format!("{ANN} --generate-password --until 2029-01-01")).fails(2).says("too long");
    world.run(&format!("{ANN} --generate-password --until 2026-11-21")).ok().says("2026-11-22T00:00:00.000Z");
}
