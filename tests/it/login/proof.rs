//! A password that another person chose proves nothing: it dies with the first code that the person uses.

use std::sync::LazyLock;

use partnerctl::domain::time::Span;

use super::{JIM, SUE, TIA, with_sue};
use crate::opening::make_as_of;
use crate::support::{Frozen, Run, World};

const CFO: &str = "cfo@teahouse.example";
const PLANTED: &str = "kestrel orchard 55 velvet\n";
const CHOSEN: &str = "walrus teapot 81 granite\n";

/// The story with the owners in, a partner user of jims-web, and a private file for each password.
fn with_planter() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = with_sue();
        world.write_private("planted", PLANTED);
        world.write_private("chosen", CHOSEN);
        let ann = "partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee";
        world.run(&format!("{ann} --password-file password --no-force-change")).ok();
        world.freeze()
    });
    FROZEN.thaw()
}

fn accept(world: &mut World, address: &str, password: &str) -> Run {
    let code = world.code_for(address);
    world.stdin(code).run(&format!("invite accept --code-stdin{password}"))
}

fn opens(world: &mut World, address: &str, file: &str) -> bool {
    world.write_private("next", "thistle anchor 17 marble\n");
    // Whether it is right is all that counts; the throttle is not.
    world.pass(Span::hours(25));
    let run = world.run(&format!("user set-password {address} --old-password-file {file} --password-file next"));
    assert!(matches!(run.code, 0 | 5 | 6), "{run}");
    run.code == 0
}

#[test]
fn planted_password_dies_at_acceptance() {
    let mut world = with_planter();
    let add = format!("partner add-user {CFO} -p jims-web --first-name Cee --last-name Effo --password-file planted");
    world.run(&format!("{add} --no-clients --as ann@jimsweb.example -m x")).ok();
    // Anyone who planted it makes it look like the person's own.
    world.write_private("own", "bramble copper 42 lagoon\n");
    world.run(&format!("user set-password {CFO} --old-password-file planted --password-file own")).ok();
    world.run(&format!("invite send {CFO} -c tea-house -r admin --as {TIA} -m x")).ok();
    let mail = world.mails().pop().unwrap().replace("\r\n", " ");
    assert!(mail.contains("choose a new password"), "{mail}");
    let code = world.code_for(CFO);
    let needs = world.stdin(code).run("invite inspect --code-stdin --json").ok().json();
    assert_eq!(needs["needs_password"], true);
    accept(&mut world, CFO, "").fails(8).says("needs a new one");
    accept(&mut world, CFO, " --password-file chosen").ok();
    assert!(!opens(&mut world, CFO, "own"));
    assert!(opens(&mut world, CFO, "chosen"));
    world.run("client log tea-house").ok().prints("replaced the password");
}

#[test]
fn proven_password_survives_acceptance() {
    let mut world = with_planter();
    world.run("client add Third --slug third-one --owner o@third.example").ok();
    // One that was changed with the old one is as proven as that was.
    world.run(&format!("user set-password {SUE} --old-password-file password --password-file chosen")).ok();
    world.run(&format!("invite send {SUE} -c third-one -r manager")).ok();
    accept(&mut world, SUE, " --password-file planted").ok().says("has a password already");
    assert!(opens(&mut world, SUE, "chosen"));
}

#[test]
fn temporary_password_dies_with_a_code() {
    let mut world = with_planter();
    world
        .run("partner add-user bob@jimsweb.example -p jims-web --first-name Bob --last-name May --generate-password")
        .ok();
    world.run("user reset-password bob@jimsweb.example").ok();
    let code = world.code_for("bob@jimsweb.example");
    let set = "user set-password bob@jimsweb.example --code-stdin --password-file chosen";
    world.stdin(code).run(set).ok();
    let reset = "user reset-password bob@jimsweb.example --generate-password --as ann@jimsweb.example -m x --json";
    let made_up = world.run(reset).ok().json()["temporary_password"].as_str().unwrap().to_owned();
    world.write_private("made-up", &format!("{made_up}\n"));
    world.run("invite send bob@jimsweb.example -c tea-house -r manager").ok();
    accept(&mut world, "bob@jimsweb.example", " --password-file planted").ok();
    assert!(!opens(&mut world, "bob@jimsweb.example", "made-up"));
    assert!(opens(&mut world, "bob@jimsweb.example", "planted"));
}

/// Anyone who made a temporary password up knows it, and anyone who uses a mailed code does not need it.
#[test]
fn any_code_ends_a_temporary_password() {
    let mut world = with_planter();
    let bob = "bob@jimsweb.example";
    let made_up = |world: &mut World, line: &str| {
        let password =
            world.run(&format!("{line} --generate-password --json")).ok().json()["temporary_password"].clone();
        world.write_private("made-up", &format!("{}\n", password.as_str().unwrap()));
    };
    let add = "partner add-user bob@jimsweb.example -p jims-web --first-name Bob --last-name May";
    world.run(&format!("{add} --password-file chosen --no-force-change")).ok();
    made_up(&mut world, &format!("user reset-password {bob} --as ann@jimsweb.example -m x"));
    world.run(&format!("invite send {bob} -c tea-house -r manager")).ok();
    let code = world.code_for(bob);
    world.stdin(code).run("invite decline --code-stdin").ok();
    assert!(!opens(&mut world, bob, "made-up"));
    world.run("client log tea-house").ok().prints("their temporary password ended");
    for answer in ["deny", "approve"] {
        made_up(&mut world, &format!("user reset-password {JIM}"));
        world.run("link request -p jims-web --target big-shoes --override cooldown -m x").ok();
        let code = world.codes_for(JIM).pop().unwrap();
        world.stdin(code).run(&format!("link {answer} --code-stdin")).ok();
        assert!(!opens(&mut world, JIM, "made-up"), "{answer}");
    }
    made_up(&mut world, &format!("user reset-password {SUE}"));
    let line = format!("user rename {SUE} sue.poe@ledger.example --expect-clients 2");
    world.run(&format!("{line} --as {SUE} -m married")).ok();
    let code = world.code_for("sue.poe@ledger.example");
    let renamed = world.stdin(code).run(&format!("{line} --code-stdin")).ok();
    renamed.says("temporary password is ended").says("user reset-password sue.poe@ledger.example");
    assert!(!opens(&mut world, "sue.poe@ledger.example", "made-up"));
    world.run("doctor").prints("locked-out");
}

#[test]
fn acceptance_in_place_replaces_it_too() {
    let mut world = with_planter();
    let add = format!("partner add-user {CFO} -p jims-web --first-name Cee --last-name Effo --password-file planted");
    world.run(&format!("{add} --no-force-change --no-clients")).ok();
    world.run(&format!("invite send {CFO} -c tea-house -r admin")).ok();
    let run = world.run(&format!("invite accept -c tea-house --as {CFO} -m 'called back' --json")).ok();
    assert!(run.json()["temporary_password"].is_string(), "{run}");
    assert!(!opens(&mut world, CFO, "planted"));
}

/// The person's own password counts at an address that they proved, and at no other.
#[test]
fn rename_by_support_proves_nothing() {
    let mut world = with_planter();
    world.run(&format!("user rename {SUE} {CFO} --expect-clients 2")).ok();
    world.run(&format!("user leave {CFO} -c tea-house --confirm tea-house --as {CFO} -m x")).ok();
    world.run(&format!("invite send {CFO} -c tea-house -r admin")).ok();
    accept(&mut world, CFO, " --password-file chosen").ok();
    assert!(!opens(&mut world, CFO, "password"));
}

#[test]
fn rename_by_the_person_needs_the_code() {
    let mut world = with_planter();
    let line = format!("user rename {SUE} sue.poe@ledger.example --expect-clients 2");
    let asked = world.run(&format!("{line} --as {SUE} -m married --json")).ok();
    assert_eq!(asked.json()["result"], "code_sent");
    assert_eq!(asked.json()["email"], SUE);
    assert_eq!(world.sql("SELECT email FROM login WHERE id = 3"), [SUE]);
    let code = world.code_for("sue.poe@ledger.example");
    assert!(code.starts_with("pca_3_"), "{code}");
    let other = format!("user rename {SUE} sue.doe@ledger.example --expect-clients 2 --code-stdin");
    world.stdin(&*code).run(&other).fails(3);
    let jims = format!("user rename {JIM} sue.poe@ledger.example --code-stdin");
    world.stdin(&*code).run(&jims).fails(3);
    assert_eq!(world.sql("SELECT state FROM code WHERE kind = 'address'"), ["live"]);
    world.stdin(&*code).run(&format!("{line} --code-stdin")).ok().says("is called sue.poe@ledger.example now");
    let again = world.stdin(&*code).run("user rename usr_3 sue.doe@ledger.example --expect-clients 2 --code-stdin");
    assert!(matches!(again.code, 3 | 4), "{again}");
    // Both addresses are proven, and so is the password.
    world.run("client add Third --slug third-one --owner o@third.example").ok();
    world.run("invite send sue.poe@ledger.example -c third-one -r manager").ok();
    accept(&mut world, "sue.poe@ledger.example", "").ok();
}

#[test]
fn rename_code_ends_after_a_day() {
    let mut world = with_sue();
    let line = format!("user rename {SUE} sue.poe@ledger.example --expect-clients 2");
    world.run(&format!("{line} --as {SUE} -m x")).ok();
    let first = world.code_for("sue.poe@ledger.example");
    world.run(&format!("{line} --as {SUE} -m x")).fails(4);
    world.pass(Span::hours(2)).run(&format!("{line} --as {SUE} -m x")).ok();
    world.stdin(first).run(&format!("{line} --code-stdin")).fails(6);
    let second = world.codes_for("sue.poe@ledger.example").pop().unwrap();
    world.pass(Span::hours(24)).stdin(&*second).run(&format!("{line} --code-stdin")).fails(6).says("expired");
    world.run(&format!("{line} --as {SUE} -m x")).ok();
    let third = world.codes_for("sue.poe@ledger.example").pop().unwrap();
    world.run(&format!("user rename {SUE} sue@other.example --expect-clients 2")).ok();
    let late = "user rename usr_3 sue.poe@ledger.example --expect-clients 2 --code-stdin";
    world.stdin(third).run(late).fails(6).says("withdrawn");
}

/// No one learns by asking which addresses have a login.
#[test]
fn taken_address_is_shown_to_its_reader() {
    let mut world = with_sue();
    let line = format!("user rename {SUE} {JIM} --expect-clients 2");
    let asked = world.run(&format!("{line} --as {SUE} -m x")).ok();
    assert!(!asked.err.contains("another login"), "{asked}");
    let code = world.code_for(JIM);
    world.stdin(code).run(&format!("{line} --code-stdin")).fails(4).says("the address of another login already");
}

#[test]
fn only_support_sees_links_and_passwords() {
    let mut world = with_planter();
    world.run(&format!("invite send {CFO} -c tea-house -r guest --show-link --as {TIA} -m x")).fails(5);
    assert!(world.sql("SELECT id FROM login WHERE email = 'cfo@teahouse.example'").is_empty());
    world.run(&format!("invite send {CFO} -c tea-house -r guest --show-link")).ok().says("pci_");
    world.pass(Span::minutes(2));
    world.run(&format!("invite resend {CFO} -c tea-house --show-link --as {TIA} -m x")).fails(5);
    let add = "partner add-user new@jimsweb.example -p jims-web --first-name N --last-name W --password-file planted";
    world.run(&format!("{add} --no-force-change --as ann@jimsweb.example -m x")).fails(5).says("--no-force-change");
    world.run(&format!("{add} --as ann@jimsweb.example -m x")).ok();
}

#[test]
fn older_logins_keep_access_and_proof() {
    let mut world = with_planter();
    world.run(&format!("user rename {TIA} tia@tea.example")).ok();
    make_as_of(&world.database(), 7);
    world.run("whoami").ok();
    assert_eq!(
        world.sql("SELECT email, proven_for FROM credential JOIN login ON login.id = login_id ORDER BY login.id"),
        [
            format!("{JIM}|{JIM}"),
            "tia@tea.example|".to_owned(),
            format!("{SUE}|{SUE}"),
            "ann@jimsweb.example|".to_owned()
        ]
    );
    world.write_private("next", CHOSEN);
    for address in [JIM, "tia@tea.example", SUE, "ann@jimsweb.example"] {
        world.run(&format!("user set-password {address} --old-password-file password --password-file next")).ok();
    }
}

/// Anyone who used the login meanwhile may have asked for the other address.
#[test]
fn recovery_ends_a_pending_rename() {
    let recoveries: [(&str, &[&str]); 3] = [
        ("mailed reset", &["user reset-password {SUE}"]),
        ("temporary password", &["user reset-password {SUE} --generate-password"]),
        (
            "deactivation",
            &[
                "user deactivate {SUE} --confirm {SUE} --expect-clients 2 -m x",
                "user activate {SUE} --expect-clients 2",
            ],
        ),
    ];
    for (what, lines) in recoveries {
        let mut world = with_planter();
        let rename = format!("user rename {SUE} evil@evil.example --expect-clients 2");
        world.run(&format!("{rename} --as {SUE} -m x")).ok();
        let code = world.code_for("evil@evil.example");
        for line in lines {
            world.run(&line.replace("{SUE}", SUE)).ok();
        }
        assert_eq!(world.sql("SELECT state FROM code WHERE kind = 'address'"), ["dead"], "{what}");
        world.stdin(&*code).run(&format!("{rename} --code-stdin")).fails(6).says("withdrawn");
    }
}

#[test]
fn new_password_ends_a_pending_rename() {
    for by_code in [true, false] {
        let mut world = with_planter();
        if by_code {
            world.run(&format!("user reset-password {SUE}")).ok();
        }
        let rename = format!("user rename {SUE} evil@evil.example --expect-clients 2");
        world.run(&format!("{rename} --as {SUE} -m x")).ok();
        let code = world.code_for("evil@evil.example");
        if by_code {
            let reset = world.code_for(SUE);
            world.stdin(reset).run(&format!("user set-password {SUE} --code-stdin --password-file chosen")).ok();
        } else {
            world.run(&format!("user set-password {SUE} --old-password-file password --password-file chosen")).ok();
        }
        world.stdin(&*code).run(&format!("{rename} --code-stdin")).fails(6).says("withdrawn");
    }
}
