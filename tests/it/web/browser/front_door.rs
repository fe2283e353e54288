//! Signing in, passwords, and entering accounts.

use super::Stage;
use crate::web::{OTHER, PASSWORD, two_owners};

const JIM: &str = "jim@bigshoes.example";

/// S4.11
#[test]
fn temporary_password_is_replaced() {
    let mut temporary = String::new();
    let stage = Stage::of(two_owners(), |world| {
        let reset = world.run(&format!("user reset-password {JIM} --generate-password --json")).ok().json();
        reset["temporary_password"].as_str().unwrap().clone_into(&mut temporary);
    });
    let browser = stage.sign_in(JIM, &temporary).shows("Your password is temporary");
    browser.open(&stage.url("/accounts/C100001-9")).shows("Your password is temporary");
    browser.fill("Temporary password", &temporary);
    browser.fill("New password", OTHER).fill("New password again", OTHER).press("Change the password");
    browser.shows("Your password was changed").shows("Big Shoes Inc.");
}

/// S4.12
#[test]
fn forgotten_password_is_replaced_by_mail() {
    let stage = Stage::of(two_owners(), |_| ());
    let browser = &stage.browser;
    browser.open(&stage.url("/sign-in")).follow("Forgot the password?");
    browser.fill("E-mail address", JIM).press("Mail me a code").shows("a mail with a code is on its way");
    stage.mail_comes(JIM, "pcp_");
    browser.open(&stage.link_for(JIM)).shows("For the login jim@bigshoes.example");
    browser.fill("New password", OTHER).fill("New password again", OTHER).press("Change the password");
    browser.shows("Your password was changed").press("Sign out").shows("You are signed out");
    stage.sign_in(JIM, OTHER).shows("Your accounts");
}

/// S0.10, S0.18: the code reaches the portal in a form, and is in no address.
#[test]
fn login_leads_into_one_account_at_a_time() {
    let mut stage = Stage::of(two_owners(), |world| {
        world.run(&format!("invite send {JIM} -c tea-house -r guest")).ok();
        world.run(&format!("invite accept -c tea-house --as {JIM} -m phone")).ok();
    });
    let browser = stage.sign_in(JIM, PASSWORD);
    browser.press("Log in to Big Shoes Inc.").shows("Welcome to the portal");
    let received = stage.portal.last();
    let code = received.body.strip_prefix("code=").unwrap().to_owned();
    assert!(received.line.starts_with("POST /enter HTTP"), "{}", received.line);
    assert!(!received.head.to_ascii_lowercase().contains("referer"), "{}", received.head);
    stage.keeps_secret(&code);
    let verify = "session verify --code-stdin --json";
    let seen = stage.world.stdin(format!("{code}\n")).run(verify).ok().json();
    assert_eq!(seen["client_slug"], "big-shoes");
    let browser = &stage.browser;
    browser.open(&stage.url("/")).shows("Account: Big Shoes Inc.").press("Log out of Big Shoes Inc.");
    browser.shows("You are logged out of the account").press("Log in to Tea House").shows("Welcome to the portal");
    let code = stage.portal.last().body.strip_prefix("code=").unwrap().to_owned();
    let seen = stage.world.stdin(format!("{code}\n")).run(verify).ok().json();
    assert_eq!(seen["client_slug"], "tea-house");
}
