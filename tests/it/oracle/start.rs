//! The start: a desk with everything that invites a slip.

use std::sync::LazyLock;

use crate::support::{Frozen, World};

pub const PASSWORD: &str = "plover sandbar wicket 29 umbra\n";

/// What someone chooses instead.
const FRESH: &str = "lantern gravel mistake 51 otter\n";

/// Made once, and copied for each walk.
pub static START: LazyLock<Frozen> = LazyLock::new(|| begin().freeze());

/// Lines that are typed after the people have come in.
const AFTERWARDS: &[&str] = &[
    "staff add ravi --name Ravi",
    "staff add auditor --name Auditor --read-only",
    "user add max@freelance.example -c tea-house -r supervisor --allow-elsewhere",
    "invite send max@freelance.example -c tea-house",
    "invite send nina@bigshoes.example -c big-shoes -r manager",
    "invite send nina@bigshoes.example -c tea-house -r guest",
    "user add gus@else.example -c big-sh0es -r guest",
    "client edit old-name --slug new-name",
    "invite send --owners -c new-name",
    "client associate tea-house -p jims-web",
    "link request -p jims-web --target big-shoes",
    "link request -p jims-web --target tea-house",
    "link request -p others --target big-sh0es",
    "link create -p others -c big-shoes --as jim@bigshoes.example -m phone",
    "link create -p jims-web -c two-owners --as ann@two.example -m phone",
    "link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m phone",
    "client add 'Closed Shop' --owner carl@closed.example",
    "client close closed-shop --confirm closed-shop:1 -m 'contract ended'",
];

/// Lines of commands that make the state richer.
const RICHER: &[&str] = &[
    "user edit term@bigshoes.example -c big-shoes --until 2027-02-15",
    "user edit brief@two.example -c two-owners --until 2027-02-15",
    "partner edit-user petra@jimsweb.example -p jims-web --until 2027-02-15",
    "user add -c two-owners -r admin --for-partner jims-web",
    "session open -c big-shoes --as pat@jimsweb.example -m phone",
    "session open -c two-owners --as ann@two.example -m phone",
];

fn begin() -> World {
    let mut world = World::empty();
    world.write_private("password", PASSWORD);
    world.write_private("fresh", FRESH);
    for line in [
        "init --label training",
        "partner add \"Jim's Web\" --slug jims-web --contact-email office@jimsweb.example",
        "partner add Others --slug others",
        "client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example --account-number 4711",
        "client add 'Tea House' --owner tia@teahouse.example --domain teahouse.example",
        "client add 'Big Show' --slug big-sh0es --owner eve@bigsh0es.example --domain bigsh0es.example --allow-similar C100001-9",
        "client add 'Two Owners' --owner ann@two.example --owner jim@bigshoes.example --plan pro --field region=north",
        "client add 'Old Name' --slug old-name --owner olga@oldname.example --domain oldname.example",
        "client add 'Draft Co' --owner dora@draft.example --account-number 4712",
        "client associate big-shoes -p jims-web",
        "partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Web --password-file password",
        "partner add-user pete@jimsweb.example -p jims-web --first-name Pete --last-name Web --password-file password --clients big-shoes",
        "partner add-user petra@jimsweb.example -p jims-web --first-name Petra --last-name Web --password-file password --restricted",
        "partner add-user otto@others.example -p others --first-name Otto --last-name Other --password-file password",
    ] {
        world.run(line).ok();
    }
    for (address, client, role) in [
        ("jim@bigshoes.example", "big-shoes", ""),
        ("tia@teahouse.example", "tea-house", ""),
        ("eve@bigsh0es.example", "big-sh0es", ""),
        ("ann@two.example", "two-owners", ""),
        ("jim@bigshoes.example", "two-owners", ""),
        ("max@freelance.example", "big-shoes", "-r admin"),
        ("max@freelance.example", "big-sh0es", "-r manager"),
        ("term@bigshoes.example", "big-shoes", "-r admin"),
        ("less@bigshoes.example", "big-shoes", "-r admin --permissions users,profile,invoices"),
        ("few@teahouse.example", "tea-house", "-r admin --permissions profile,contacts,settings"),
        ("brief@two.example", "two-owners", "-r owner"),
    ] {
        world.run(&format!("invite send {address} -c {client} {role}")).ok();
        let code = world.code_for(address);
        world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    }
    for line in AFTERWARDS {
        world.run(line).ok();
    }
    for line in RICHER {
        world.run(line).ok();
    }
    // Two that no one administers any more; a recovery of one of them runs.
    for (slug, owner, manager) in [
        ("lost-lamps", "ida@lamps.example", "mia@lamps.example"),
        ("held-mills", "hal@mills.example", "moe@mills.example"),
    ] {
        world.run(&format!("client add {slug} --slug {slug} --owner {owner}")).ok();
        for (address, role) in [(owner, ""), (manager, "-r manager")] {
            world.run(&format!("invite send {address} -c {slug} {role}")).ok();
            let code = world.code_for(address);
            world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
        }
        world.run(&format!("user remove {owner} -c {slug} --confirm {slug} --override last-owner -m gone")).ok();
    }
    world.run("client recover held-mills --owner nora@mills.example --verified passport").ok();
    world.run("db backup backup.db").ok();
    world
}
