//! What a link brings into force besides itself: the login that the client made for the partner before.

use std::sync::LazyLock;

use insta::assert_snapshot;

use crate::invite::{accept, holdings};
use crate::support::{Frozen, World};

const DEDICATED: &str = "big-shoes@jims-web.invalid";
const JIM: &str = "--as jim@bigshoes.example -m x";

/// big-shoes with jim as owner, nou as an admin with little, and a dedicated admin for Jim's Web, whose link is over.
fn unlinked() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("invite send --owners -c big-shoes").ok();
        accept(&mut world, "jim@bigshoes.example");
        world
            .run("invite send nou@bigshoes.example -c big-shoes -r admin --permissions profile,contacts,settings")
            .ok();
        accept(&mut world, "nou@bigshoes.example");
        world
            .run("partner add-user ravi@jimsweb.example -p jims-web --first-name R --last-name W --generate-password")
            .ok();
        world.run(&format!("user add -c big-shoes -r admin --for-partner jims-web {JIM}")).ok();
        let link = world.run(&format!("link create -p jims-web -c big-shoes {JIM}")).ok().id();
        world.run(&format!("link remove {link} -c big-shoes --confirm big-shoes {JIM}")).ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// Whether the dedicated login, and who enters with it, may do that in big-shoes.
fn may(world: &mut World, permission: &str) -> [bool; 2] {
    [DEDICATED, "ravi@jimsweb.example"]
        .map(|who| world.run(&format!("access check {who} -c big-shoes --permission {permission}")).code == 0)
}

#[test]
fn the_end_of_a_link_suspends_the_login() {
    let mut world = unlinked();
    assert_eq!(may(&mut world, "profile"), [false, false]);
    let shown = world.sql("SELECT details FROM audit WHERE action = 'link.remove' ORDER BY id DESC LIMIT 1");
    assert!(shown[0].contains(&format!("\"suspends\":\"{DEDICATED}\"")), "{shown:?}");
    world.run(&format!("link create -p jims-web -c big-shoes {JIM}")).ok();
    assert_eq!(may(&mut world, "profile"), [true, true]);
    assert_snapshot!(world.run(&format!("link remove lnk_2 -c big-shoes --confirm big-shoes -n {JIM}")), @"
    $ partnerctl link remove lnk_2 -c big-shoes --confirm big-shoes -n --as jim@bigshoes.example -m x
    lnk_2
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    The end of lnk_2 would suspend big-shoes@jims-web.invalid, the login made for Jim's Web, until the two are linked again.
    hint: to do it, confirm with `--confirm big-shoes`
    lnk_2 would end; no one would enter big-shoes by it any more.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
}

#[test]
fn what_a_link_lets_in_is_shown_before() {
    let mut world = unlinked();
    assert_snapshot!(world.run(&format!("link create -p jims-web -c big-shoes -n {JIM}")), @"
    $ partnerctl link create -p jims-web -c big-shoes -n --as jim@bigshoes.example -m x
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    The link would let big-shoes@jims-web.invalid in, the login that big-shoes made for the partner: admin, without end, with everything but users.
    Jim's Web and big-shoes (C100001-9) would be linked
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    world.run("link request -p jims-web --target big-shoes --permissions profile").ok();
    world
        .run(&format!("link approve lnk_2 -c big-shoes -n {JIM}"))
        .ok()
        .says("The link would let big-shoes@jims-web.invalid in");
    world.stdin(world.code_for("jim@bigshoes.example"));
    world.run("link approve --code-stdin").ok().says("The link lets big-shoes@jims-web.invalid in");
}

#[test]
fn no_one_links_more_than_they_have() {
    let mut world = unlinked();
    let nou = "--as nou@bigshoes.example -m x";
    world
        .run(&format!("link create -p jims-web -c big-shoes {nou}"))
        .fails(5)
        .says("they do not have products")
        .says("lets big-shoes@jims-web.invalid in again");
    world.run("link request -p jims-web --target big-shoes --permissions profile").ok();
    let before = holdings(&world);
    world.run(&format!("link approve lnk_2 -c big-shoes {nou}")).fails(5).says("they do not have products");
    world.stdin(world.code_for("nou@bigshoes.example"));
    world.run("link approve --code-stdin").fails(5).says("they do not have products");
    assert_eq!(may(&mut world, "profile"), [false, false]);
    assert_eq!(holdings(&world), before);
    // Narrowed to what the admin has, it may come in.
    world.run(&format!("user edit {DEDICATED} -c big-shoes --permissions profile,contacts {JIM}")).ok();
    world.run(&format!("link approve lnk_2 -c big-shoes {nou}")).ok();
    assert!(may(&mut world, "contacts")[0]);
    assert_eq!(may(&mut world, "users"), [false, false]);
}

/// Where nothing waits, an admin links with whatever they have.
#[test]
fn without_a_login_an_admin_links() {
    let mut world = unlinked();
    world.run(&format!("user remove {DEDICATED} -c big-shoes --confirm big-shoes {JIM}")).ok();
    world.run("link create -p jims-web -c big-shoes --as nou@bigshoes.example -m x").ok().says_not("lets");
}

/// One ceiling for all who enter for a partner; what is recorded otherwise does not count.
#[test]
fn partners_never_administer_users() {
    let mut world = unlinked();
    world.run(&format!("link create -p jims-web -c big-shoes {JIM}")).ok();
    world
        .run(&format!("user edit {DEDICATED} -c big-shoes --permissions users {JIM}"))
        .fails(2)
        .says("cannot have users");
    world
        .run("user add -c tea-house -r admin --for-partner jims-web --permissions all")
        .fails(2)
        .says("cannot have users");
    world.tamper("UPDATE access_grant SET permissions = 'profile users' WHERE for_partner IS NOT NULL");
    assert_eq!(may(&mut world, "users"), [false, false]);
    assert_eq!(may(&mut world, "profile"), [true, true]);
    for line in [
        "invite send mole@x.example -c big-shoes -r guest",
        "user edit big-shoes@jims-web.invalid -c big-shoes --no-until",
        "user edit big-shoes@jims-web.invalid -c big-shoes -r supervisor",
        "link remove lnk_2 -c big-shoes --confirm big-shoes",
        "link create -p jims-web -c big-shoes",
    ] {
        world.run(&format!("{line} --as {DEDICATED} -m x")).fails(5);
    }
    let command = world.run("doctor --json").json()[0]["command"].as_str().unwrap().replace("partnerctl ", "");
    world.run(&command).ok().says("may no longer: users");
    world.run("doctor --json").says_not("dedicated-with-users");
}

/// The login is activated later, by someone who is not asked for what the link gives.
#[test]
fn inactive_login_counts_like_an_active_one() {
    let mut world = unlinked();
    let nou = "--as nou@bigshoes.example -m x";
    world.run(&format!("user deactivate {DEDICATED} --confirm {DEDICATED}")).ok();
    world.run(&format!("link create -p jims-web -c big-shoes {nou}")).fails(5).says("they do not have products");
    let created = world.run(&format!("link create -p jims-web -c big-shoes --for 30d {JIM}")).ok();
    let link = created.says("The link lets big-shoes@jims-web.invalid in once its login is active").id();
    for line in ["link edit", "link extend"] {
        world.run(&format!("{line} {link} -c big-shoes --for 60d {nou}")).fails(5).says("they do not have products");
    }
    world.run(&format!("link extend {link} -c big-shoes --for 60d --as ravi@jimsweb.example -m x")).ok();
    world.run(&format!("link approve {link} -c big-shoes {nou}")).fails(5).says("they do not have products");
    world.run(&format!("link remove {link} -c big-shoes --confirm big-shoes -n {JIM}")).ok().says_not("suspend");
    world.run(&format!("user activate {DEDICATED}")).ok();
    assert_eq!(may(&mut world, "products"), [true, true]);
    world.run(&format!("link approve {link} -c big-shoes {JIM}")).ok();
}
