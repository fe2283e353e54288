//! From the mail of a partner's request to a link.

use super::Stage;
use crate::support::chromium::{Colors, Screen};
use crate::web::{PASSWORD, two_owners};

/// S3.11
#[test]
fn owner_approves_fewer_permissions() {
    let mut stage = Stage::of(two_owners(), |world| {
        world
            .run(
                "partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Doe --generate-password",
            )
            .ok();
        world
            .run(
                "link request -p jims-web --target big-shoes --permissions invoices,quotes,tickets --for 365d \
                 --message 'We build your shop.' --as pat@jimsweb.example -m phone",
            )
            .ok();
    });
    let code = stage.world.code_for("jim@bigshoes.example");
    let browser = &stage.browser;
    browser.look(Screen::Phone, Colors::Dark);
    browser.open(&stage.link_for("jim@bigshoes.example"));
    browser.shows("Jim's Web asks to work in Big Shoes Inc.").shows("We build your shop.");
    for unwanted in ["see and accept quotes", "open, see and answer support tickets"] {
        browser.untick(unwanted);
    }
    browser.choose("For how long", "30 days").press("Let Jim's Web work in Big Shoes Inc.");
    browser.shows("You approved the request").shows_not("Account:");
    stage.keeps_secret(&code);
    let link = stage.world.run("link show lnk_1 --json").ok().json();
    assert_eq!((link["state"].as_str(), &link["permissions"]), (Some("linked"), &serde_json::json!(["invoices"])));
}

/// More of a link in force: the partner keeps what it has, and gets what is approved.
#[test]
fn owner_approves_extension() {
    let mut stage = Stage::of(two_owners(), |world| {
        for line in [
            "partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Doe --generate-password",
            "link request -p jims-web --target big-shoes --permissions invoices --for 30d --as pat@jimsweb.example -m x",
            "link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m phone",
            "link extend lnk_1 -c big-shoes --permissions quotes,tickets --for 1y --as pat@jimsweb.example -m x",
        ] {
            world.run(line).ok();
        }
    });
    let browser = &stage.browser;
    browser.look(Screen::Phone, Colors::Dark);
    browser.open(&stage.link_for("jim@bigshoes.example"));
    browser.shows("Jim's Web asks for more in Big Shoes Inc.").shows("keeps what it has now");
    browser.untick("open, see and answer support tickets");
    browser.choose("For how long", "90 days").press("Let Jim's Web do this in Big Shoes Inc.");
    browser.shows("You approved the request");
    let link = stage.world.run("link show lnk_1 --json").ok().json();
    assert_eq!(link["permissions"], serde_json::json!(["invoices", "quotes"]));
}

/// With the answer, and later in the account, the owner says whether the link goes on by itself. S5.13
#[test]
fn owner_lets_a_link_go_on() {
    let mut stage = Stage::of(two_owners(), |world| {
        world.run("link request -p jims-web --target big-shoes --permissions invoices --for 90d").ok();
    });
    let browser = &stage.browser;
    browser.look(Screen::Phone, Colors::Light);
    browser.open(&stage.link_for("jim@bigshoes.example"));
    browser.choose("When that end comes", "It goes on by 6 months each time, until you end that");
    browser.press("Let Jim's Web work in Big Shoes Inc.").shows("You approved the request");
    let goes_on = |stage: &mut Stage| {
        stage.world.run("link list -c big-shoes --columns auto_extend --csv").ok().csv()[0]["auto_extend"].clone()
    };
    assert_eq!(goes_on(&mut stage), "6mo");
    stage.sign_in("jim@bigshoes.example", PASSWORD).follow("People of Big Shoes Inc.").shows("goes on by 6 months");
    let browser = &stage.browser;
    browser.unfold("Change the work of Jim's Web").choose("When that end comes", "The work ends");
    browser
        .press("Change what Jim's Web may do in Big Shoes Inc.")
        .shows("was changed")
        .shows_not("goes on by 6 months");
    assert_eq!(browser.overflow(), 0);
    assert_eq!(goes_on(&mut stage), "");
}
