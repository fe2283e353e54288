//! `init` and opening the database.

use insta::assert_snapshot;

use crate::support::World;

#[test]
fn init_makes_the_database_and_a_second_one_leaves_it_as_it_is() {
    let mut world = World::empty();
    assert_snapshot!(world.run("init --label training"), @"
    $ partnerctl init --label training
    [DIR]/desk.db
    --- stderr
    Made the database [DIR]/desk.db (training).
    hint: keep the key file beside it in your backups, apart from the database
    hint: add the first client with `partnerctl client add NAME --owner EMAIL`
    --- exit 0
    ");
    assert_snapshot!(world.run("init"), @"
    $ partnerctl init
    [DIR]/desk.db
    --- stderr
    There is a database at [DIR]/desk.db already; it was left as it is.
    --- exit 0
    ");
}
