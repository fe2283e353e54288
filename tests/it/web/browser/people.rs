//! An owner looks after the people of an account.

use super::Stage;
use crate::web::{PASSWORD, two_owners};

const ANN: &str = "ann@bigshoes.example";

/// S1.5 to S1.8, S1.16
#[test]
fn owner_invites_changes_and_removes() {
    let mut stage = Stage::of(two_owners(), |_| ());
    stage.sign_in("jim@bigshoes.example", PASSWORD).follow("People of Big Shoes Inc.");
    stage.browser.fill("E-mail address", ANN).choose("Role", "manager").press("Invite to Big Shoes Inc.");
    stage.browser.shows("The invitation is on its way").shows("manager, invited");
    stage.mail_comes(ANN, "pci_");
    stage.world.run(&format!("invite accept -c big-shoes --as {ANN} -m phone")).ok();
    let browser = &stage.browser;
    browser.follow(&format!("Change the access of {ANN}")).shows(&format!("Access of {ANN}"));
    browser
        .untick("open, see and answer support tickets")
        .press("Change access to Big Shoes Inc.")
        .shows("The access was changed");
    let permissions = "SELECT permissions FROM access_grant JOIN login ON login.id = login_id WHERE email LIKE 'ann%'";
    assert_eq!(stage.world.sql(permissions), ["profile contacts products domains invoices quotes emails orders"]);
    browser.follow(&format!("Change the access of {ANN}"));
    browser
        .unfold("Remove the access")
        .press(&format!("Remove {ANN} from Big Shoes Inc."))
        .shows("The access was removed")
        .shows_not(ANN);
}
