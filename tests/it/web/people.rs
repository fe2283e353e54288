//! The people of an account, for its owners and admins.

use partnerctl::domain::time::Span;

use super::{sign_in, two_owners};
use crate::support::World;
use crate::support::pages::{Browser, Pages};

const ACCOUNT: &str = "/accounts/C100001-9";

fn jim(pages: &Pages) -> Browser {
    let mut jim = sign_in(pages, "jim@bigshoes.example");
    jim.get(ACCOUNT).ok().shows("People of <bdi>Big Shoes Inc.</bdi>");
    jim
}

/// S1.5 to S1.8, S1.16: the owner invites, changes permissions, and removes.
#[test]
fn owner_invites_changes_and_removes() {
    let mut world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = jim(&pages);
    let invite = [("email", "ann@bigshoes.example"), ("role", "manager")];
    let page = jim.post(&format!("{ACCOUNT}/invite"), &invite).is(303).follow(&mut jim).ok();
    page.shows("The invitation is on its way").shows("ann@bigshoes.example").shows("manager, invited");
    world.run("invite accept -c big-shoes --as ann@bigshoes.example -m phone").ok();
    let id = world.sql("SELECT id FROM login WHERE email = 'ann@bigshoes.example'").remove(0);
    let ann = format!("{ACCOUNT}/people/usr_{id}");
    jim.get(&ann).ok().shows("Access of ann@bigshoes.example").shows("Remove ann@bigshoes.example from Big Shoes Inc.");
    let fewer = [("role", "manager"), ("permission", "invoices"), ("permission", "quotes")];
    jim.post(&format!("{ann}/change"), &fewer).is(303).follow(&mut jim).ok().shows("The access was changed");
    assert_eq!(world.sql(&format!("SELECT permissions FROM access_grant WHERE login_id = {id}")), ["invoices quotes"]);
    jim.get(&ann).ok();
    jim.post(&format!("{ann}/remove"), &[]).is(303).follow(&mut jim).ok().shows_not("ann@bigshoes.example");
    let rows = world.sql("SELECT action FROM audit WHERE acting_as = 'jim@bigshoes.example' ORDER BY id");
    assert_eq!(rows, ["invite.send", "user.edit", "user.remove"]);
}

#[test]
fn rules_of_the_command_line_hold() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = jim(&pages);
    let too_much = [("email", "ann@bigshoes.example"), ("role", "manager"), ("permission", "users")];
    let again = jim
        .post(&format!("{ACCOUNT}/invite"), &too_much)
        .is(422)
        .shows("The role manager cannot have the right to administer");
    // What was sent stays in the form.
    again
        .shows("<option value=\"manager\" selected>manager</option>")
        .shows("value=\"users\" checked")
        .shows("<details open>");
    jim.post(&format!("{ACCOUNT}/invite"), &[("email", "nonsense"), ("role", "manager")]).is(422);
    // The last owner stays.
    let own = format!("{ACCOUNT}/people/usr_1");
    jim.get(&own).ok().shows("This is your own access").shows_not("Remove jim@bigshoes.example");
    jim.post(&format!("{own}/change"), &[("role", "guest"), ("permission", "invoices")])
        .is(422)
        .shows("last person who")
        .shows_not("`");
}

/// It names neither a command nor a permission.
#[test]
fn refusal_is_in_the_words_of_the_page() {
    let world = with_admin();
    let pages = Pages::of(&world);
    let mut ann = sign_in(&pages, "ann@bigshoes.example");
    ann.get(ACCOUNT).ok();
    let above = [("email", "new@bigshoes.example"), ("role", "owner")];
    ann.post(&format!("{ACCOUNT}/invite"), &above).is(422).shows("You have no right to do this").shows_not("`");
    ann.post(&format!("{ACCOUNT}/people/usr_1/remove"), &[])
        .is(422)
        .shows("You have no right")
        .shows_not("user remove");
}

/// big-shoes with Jim as owner and Ann as admin.
fn with_admin() -> World {
    let mut world = two_owners();
    world.run("invite send ann@bigshoes.example -c big-shoes -r admin").ok();
    let code = world.code_for("ann@bigshoes.example");
    world.stdin(format!("{code}\n")).run("invite accept --code-stdin --password-file password").ok();
    world
}

#[test]
fn only_what_one_may_do_has_a_button() {
    let world = with_admin();
    let pages = Pages::of(&world);
    let mut ann = sign_in(&pages, "ann@bigshoes.example");
    let page = ann.get(ACCOUNT).ok().shows("Invite to Big Shoes Inc.").shows("<option value=\"admin\">admin</option>");
    page.shows_not("<option value=\"owner\">owner</option>").shows_not("Change the access of");
    let owner = ann.get(&format!("{ACCOUNT}/people/usr_1")).ok();
    owner.shows("Only an owner of the account can change").shows_not("<form class=\"card fields\"");
    let mut jim = jim(&pages);
    let page = jim.get(ACCOUNT).ok().shows("Change the access of ann@bigshoes.example");
    page.shows("<option value=\"owner\">owner</option>").shows_not("Change the access of jim@bigshoes.example");
}

#[test]
fn invitation_is_sent_again_and_withdrawn() {
    let mut world = two_owners();
    world.run("invite send ann@bigshoes.example -c big-shoes -r manager").ok();
    let former = world.code_for("ann@bigshoes.example");
    let id = world.sql("SELECT id FROM login WHERE email = 'ann@bigshoes.example'").remove(0);
    let ann = format!("{ACCOUNT}/people/usr_{id}");
    let pages = Pages::of(&world);
    let mut jim = jim(&pages);
    jim.get(&ann).ok().shows("The invitation waits for an answer").shows("Withdraw the invitation");
    // Not twice within a minute.
    jim.post(&format!("{ann}/invite-again"), &[]).is(422).shows("a minute");
    pages.pass(Span::minutes(2));
    jim.post(&format!("{ann}/invite-again"), &[]).is(303).follow(&mut jim).ok().shows("was sent again");
    assert_eq!(world.sql("SELECT send_count FROM invitation WHERE state = 'pending'"), ["2"]);
    let mut other = pages.browser();
    other.open("/invitation", &former).is(404);
    jim.get(&ann).ok();
    jim.post(&format!("{ann}/withdraw"), &[]).is(303).follow(&mut jim).ok().shows("was withdrawn");
    assert_eq!(world.sql("SELECT count(*) FROM invitation WHERE state = 'pending'"), ["0"]);
    jim.get(&ann).ok().shows_not("Send the invitation again");
    jim.post(&format!("{ann}/invite-again"), &[]).is(422);
}

#[test]
fn invited_person_is_offered_something_else() {
    let mut world = two_owners();
    world.run("invite send ann@bigshoes.example -c big-shoes -r manager").ok();
    let code = world.code_for("ann@bigshoes.example");
    let id = world.sql("SELECT id FROM login WHERE email = 'ann@bigshoes.example'").remove(0);
    let ann = format!("{ACCOUNT}/people/usr_{id}");
    let pages = Pages::of(&world);
    let mut jim = jim(&pages);
    jim.get(&ann).ok();
    let fewer = [("role", "guest"), ("permission", "profile")];
    jim.post(&format!("{ann}/change"), &fewer).is(303).follow(&mut jim).ok().shows("The access was changed");
    let offered = "SELECT role, permissions, send_count FROM invitation ORDER BY id DESC LIMIT 1";
    assert_eq!(world.sql(offered), ["guest|profile|1"]);
    pages.browser().open("/invitation", &code).ok().shows("guest");
}

#[test]
fn invitation_that_lapsed_is_sent_again() {
    let mut world = two_owners();
    world.run("invite send ann@bigshoes.example -c big-shoes -r manager --expires-in 1h").ok();
    let id = world.sql("SELECT id FROM login WHERE email = 'ann@bigshoes.example'").remove(0);
    let ann = format!("{ACCOUNT}/people/usr_{id}");
    world.pass(Span::hours(2));
    let pages = Pages::of(&world);
    let mut jim = jim(&pages);
    jim.get(&ann).ok().shows("was not answered in time").shows_not("Withdraw the invitation");
    jim.post(&format!("{ann}/invite-again"), &[]).is(303).follow(&mut jim).ok().shows("was sent again");
}

/// Another account's people, requests and pages do not exist.
#[test]
fn ids_of_other_accounts_are_not_found() {
    let world = two_owners();
    let before = world.sql("SELECT count(*) FROM access_grant WHERE state = 'ended'");
    let pages = Pages::of(&world);
    let mut jim = jim(&pages);
    for path in ["/accounts/C100002-4", "/accounts/tea-house", "/accounts/C100002-4/people/usr_2"] {
        jim.get(path).is(404).shows_not("Tea House").shows_not("tia@");
    }
    for path in [format!("{ACCOUNT}/people/usr_2"), format!("{ACCOUNT}/people/usr_99")] {
        jim.get(&path).is(404).shows_not("tia@");
        jim.post(&format!("{path}/remove"), &[]).is(404);
        jim.post(&format!("{path}/change"), &[("role", "guest"), ("permission", "invoices")]).is(404);
    }
    let invite = [("email", "ann@bigshoes.example"), ("role", "guest")];
    jim.post("/accounts/C100002-4/invite", &invite).is(404);
    jim.post("/enter/C100002-4", &[]).is(404);
    assert_eq!(world.sql("SELECT count(*) FROM access_grant WHERE state = 'ended'"), before);
}

#[test]
fn guest_sees_no_people() {
    let mut world = two_owners();
    world.run("invite send tia@teahouse.example -c big-shoes -r guest").ok();
    world.run("invite accept -c big-shoes --as tia@teahouse.example -m phone").ok();
    let pages = Pages::of(&world);
    let mut tia = sign_in(&pages, "tia@teahouse.example");
    tia.get("/").ok().shows("Big Shoes Inc.").shows_not("People of Big Shoes Inc.").shows("People of Tea House");
    tia.get(ACCOUNT).is(403);
}
