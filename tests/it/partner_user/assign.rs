//! `partner assign-clients`, `partner unassign-clients`: which clients a user of a partner reaches.

use std::sync::LazyLock;

use insta::assert_snapshot;

use super::{add, enters, linked};
use crate::support::{Frozen, World};

const PETE: &str = "pete@jimsweb.example";

/// Pete reaches no client yet.
fn with_pete() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = linked();
        add(&mut world, "pete", "--no-clients");
        world.freeze()
    });
    FROZEN.thaw()
}

fn assign(clients: &str) -> String {
    format!("partner assign-clients {PETE} -p jims-web --clients {clients}")
}

fn unassign(clients: &str) -> String {
    format!("partner unassign-clients {PETE} -p jims-web --clients {clients}")
}

/// S4.6: chosen clients come and go one by one.
#[test]
fn access_follows_the_chosen_clients() {
    let mut world = with_pete();
    assert!(!enters(&mut world, PETE, "big-shoes", "profile"));
    assert_snapshot!(world.run(&assign("big-shoes")), @"
    $ partnerctl partner assign-clients pete@jimsweb.example -p jims-web --clients big-shoes
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --clients]
    big-shoes (C100001-9) is assigned to pete@jimsweb.example
    --- exit 0
    ");
    assert!(enters(&mut world, PETE, "big-shoes", "profile"));
    assert!(!enters(&mut world, PETE, "tea-house", "profile"));
    assert_snapshot!(world.run(&format!("{} --csv", assign("C100001-9,tea-house"))), @"
    $ partnerctl partner assign-clients pete@jimsweb.example -p jims-web --clients C100001-9,tea-house --csv
    client_id,client_slug,partner,user_id,email,result
    C100001-9,big-shoes,jims-web,usr_4,pete@jimsweb.example,unchanged
    C100002-4,tea-house,jims-web,usr_4,pete@jimsweb.example,assigned
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --clients]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --clients]
    big-shoes (C100001-9) was assigned to pete@jimsweb.example already
    tea-house (C100002-4) is assigned to pete@jimsweb.example
    --- exit 0
    ");
    assert_snapshot!(world.run("partner list-users -p jims-web --columns email,scope,clients"), @"
    $ partnerctl partner list-users -p jims-web --columns email,scope,clients
    email                 scope    clients
    ──────────────────────────────────────────────────
    ann@jimsweb.example   all
    pete@jimsweb.example  clients  big-shoes tea-house
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("{} --json", unassign("big-shoes"))), @r#"
    $ partnerctl partner unassign-clients pete@jimsweb.example -p jims-web --clients big-shoes --json
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","partner":"jims-web","user_id":"usr_4","email":"pete@jimsweb.example","result":"unassigned","still_enters":[]}
    ]
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --clients]
    big-shoes (C100001-9) is no longer assigned to pete@jimsweb.example
    --- exit 0
    "#);
    assert!(!enters(&mut world, PETE, "big-shoes", "profile"));
    world.run(&unassign("big-shoes")).ok().says("was not assigned");
    world.run("client log big-shoes").ok().prints("assigned").prints("took");
    world.run(&assign("big-shoes")).ok();
    assert!(enters(&mut world, PETE, "big-shoes", "profile"));
}

/// docs/reference.md#confirmation: more than one client.
#[test]
fn several_clients_are_confirmed_by_number() {
    let mut world = with_pete();
    world
        .run(&format!("{} --expect-clients 3", assign("big-shoes,tea-house")))
        .fails(8)
        .says("is to reach 2 clients more");
    world.answers(&["3"]).run(&assign("big-shoes,tea-house")).fails(8);
    world.run("client add Elsewhere --slug elsewhere --owner e@elsewhere.example").ok();
    assert_snapshot!(world.run(&assign("big-shoes,elsewhere")), @"
    $ partnerctl partner assign-clients pete@jimsweb.example -p jims-web --clients big-shoes,elsewhere
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --clients]
    ▸ elsewhere  C100003-5  Elsewhere  [from --clients]
    error: elsewhere (C100003-5) is no client of jims-web (ptn_1): not associated, no link, and no request that waits
    hint: request it with `partnerctl link request -p jims-web --target elsewhere`
    --- exit 4
    ");
    assert_eq!(world.sql("SELECT count(*) FROM assignment"), ["0"]);
    world.answers(&["2"]).run(&assign("big-shoes,tea-house,big-shoes")).ok();
    world.answers(&["2"]).run(&unassign("big-shoes,tea-house")).ok();
    assert_eq!(world.sql("SELECT DISTINCT state FROM assignment"), ["taken"]);
}

/// S4.6: associated, asked or linked; and what is no longer so can still be taken away.
#[test]
fn client_is_associated_asked_or_linked() {
    let mut world = with_pete();
    for name in ["asked", "referred", "stranger"] {
        world.run(&format!("client add {name} --slug {name}-one --owner o@{name}.example")).ok();
    }
    world.run("link request -p jims-web --target asked-one").ok();
    world.run("client associate referred-one -p jims-web").ok();
    world.run(&assign("asked-one")).ok();
    world.run(&assign("referred-one")).ok();
    world.run(&assign("stranger-one")).fails(4).says("not associated, no link");
    let link = world.sql("SELECT 'lnk_' || id FROM link WHERE state = 'pending'").remove(0);
    world.run(&format!("link cancel {link} -c asked-one")).ok();
    world.run(&assign("asked-one")).ok().says("was assigned to pete@jimsweb.example already");
    world.run(&unassign("asked-one")).ok();
    world.run(&assign("asked-one")).fails(4);
    world.run(&unassign("stranger-one")).fails(4);
}

/// To choose for someone who reaches all takes all others away: it is never done in passing.
#[test]
fn assignment_never_narrows_a_seat_for_all() {
    let mut world = with_pete();
    assert_snapshot!(world.run("partner assign-clients ann@jimsweb.example -p jims-web --clients big-shoes"), @"
    $ partnerctl partner assign-clients ann@jimsweb.example -p jims-web --clients big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --clients]
    error: ann@jimsweb.example reaches every client of jims-web (ptn_1), those to come too
    hint: so that they reach only some, write `partnerctl partner edit-user ann@jimsweb.example -p jims-web --clients big-shoes`
    --- exit 4
    ");
    world.run("partner unassign-clients ann@jimsweb.example -p jims-web --clients big-shoes").fails(4);
    world.run("partner edit-user ann@jimsweb.example -p jims-web --clients big-shoes").ok();
    world.run("partner assign-clients ann@jimsweb.example -p jims-web --clients big-shoes").ok().says("already");
}

#[test]
fn colleague_assigns_only_own_clients() {
    let mut world = with_pete();
    add(&mut world, "quinn", "--clients big-shoes");
    let by = |who: &str| format!("--as {who}@jimsweb.example -m phone -n");
    world.run(&format!("{} {}", assign("big-shoes"), by("quinn"))).ok();
    world.run(&format!("{} {}", assign("tea-house"), by("quinn"))).fails(3);
    world.run(&format!("{} {}", assign("tea-house"), by("ann"))).ok();
    world.run(&format!("{} {}", assign("big-shoes"), by("pete"))).fails(3);
    let own = "partner assign-clients quinn@jimsweb.example -p jims-web --clients big-shoes";
    world.run(&format!("{own} {}", by("quinn"))).fails(5).says("no one does that to themselves");
    world.run(&assign("tea-house")).ok();
    world.run(&format!("{} {}", assign("big-shoes"), by("quinn"))).fails(5);
    world.run(&format!("{} {}", unassign("big-shoes"), by("quinn"))).fails(5);
}
