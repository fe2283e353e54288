//! `audit` and `client log`: who did what.

use insta::assert_snapshot;

use crate::support::World;

#[test]
fn a_clients_log_tells_what_happened_the_newest_first() {
    let mut world = World::with_story();
    world.run("client add 'Big Shoes' --slug big-shoes --owner jim@bigshoes.example").fails(4);
    assert_snapshot!(world.run("client log big-shoes"), @"
    $ partnerctl client log big-shoes
    21 Nov 2026 09:00 UTC  jane added the client with the owners jim@bigshoes.example
    --- exit 0
    ");
    assert_snapshot!(world.run("client log C100001-9 --json"), @r#"
    $ partnerctl client log C100001-9 --json
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","audit_id":3,"at":"2026-11-21T09:00:03.000Z","actor":"jane","acting_as":null,"action":"client.add","entity_id":"C100001-9","outcome":"done","error_code":null,"reason":null,"details":{"slug":"big-shoes","owners":"jim@bigshoes.example"}}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("client log big-shoes --limit 1 --csv"), @r#"
    $ partnerctl client log big-shoes --limit 1 --csv
    client_id,client_slug,audit_id,at,actor,acting_as,action,entity_id,outcome,error_code,reason,details
    C100001-9,big-shoes,3,2026-11-21T09:00:03.000Z,jane,,client.add,C100001-9,done,,,"{""slug"":""big-shoes"",""owners"":""jim@bigshoes.example""}"
    --- exit 0
    "#);
}
