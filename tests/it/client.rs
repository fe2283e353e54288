//! `client`: accounts, their slugs and their look-alikes.

use insta::assert_snapshot;

use crate::support::World;

#[test]
fn a_client_is_made_with_its_prepared_owners_and_shown_before_anything_else() {
    let mut world = World::new();
    assert_snapshot!(
        world.run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example"),
        @"
    $ partnerctl client add Big Shoes Inc. --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from new]
    hint: invite its owners with `partnerctl invite send --owners -c big-shoes`
    --- exit 0
    "
    );
    assert_eq!(world.sql("SELECT state, role FROM access_grant"), ["prepared|owner"]);
}
