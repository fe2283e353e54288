//! The pages in a real browser, as people use them.

mod front_door;
mod invitation;
mod languages;
mod link;
mod looks;
mod people;
mod portal;

use std::time::{Duration, Instant};

use crate::support::World;
use crate::support::chromium::Chromium;
use crate::support::pages::Pages;

/// A server at the address that the mails of its world name, and a browser.
pub struct Stage {
    pub world: World,
    pub pages: Pages,
    pub browser: Chromium,
    portal: portal::Portal,
}

impl Stage {
    /// Sets the stage: `prepare` runs once the world knows the address of the pages.
    pub fn of(mut world: World, prepare: impl FnOnce(&mut World)) -> Self {
        let bound = Pages::bind();
        let base = format!("http://{}", bound.address);
        world.run(&format!("config set web.base_url {base}")).ok();
        prepare(&mut world);
        let portal = portal::Portal::start();
        let pages = Pages::on(bound, &world, |options| {
            options.base_url = base;
            options.portal = Some(portal.url());
        });
        Self { world, pages, browser: Chromium::start(), portal }
    }

    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.pages.address())
    }

    /// The link in the newest mail to an address.
    pub fn link_for(&self, address: &str) -> String {
        let code = self.world.code_for(address);
        let parser = mail_parser::MessageParser::default();
        let texts = self.world.mails().into_iter().rev().filter_map(|mail| {
            Some(parser.parse(mail.as_bytes())?.body_text(0)?.into_owned()).filter(|text| text.contains(&code))
        });
        let links = texts.flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        let mut links = links.filter(|word| word.starts_with("http://") && word.ends_with(&code));
        links.next().unwrap_or_else(|| panic!("no mail to {address} has a link"))
    }

    /// Signs a person in who has this password.
    pub fn sign_in(&self, email: &str, password: &str) -> &Chromium {
        self.browser.open(&self.url("/sign-in"));
        self.browser.fill("E-mail address", email).fill("Password", password).press("Sign in")
    }

    /// Waits until a code of this kind was mailed to an address.
    #[track_caller]
    pub fn mail_comes(&self, address: &str, kind: &str) {
        let begun = Instant::now();
        while !self.world.codes_for(address).iter().any(|code| code.starts_with(kind)) {
            assert!(begun.elapsed() < Duration::from_secs(20), "no mail to {address} came");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// That no secret of a code is in the log of the server, or in an address.
    pub fn keeps_secret(&self, code: &str) {
        let secret = code.rsplit('_').next().unwrap();
        assert!(!self.browser.url().contains(secret), "{}", self.browser.url());
        let log = self.pages.log();
        assert!(!log.is_empty() && log.iter().all(|line| !line.contains(secret)), "{log:?}");
    }
}
