//! The pages in other languages than English, as people use them.

use super::Stage;
use crate::support::World;
use crate::support::chromium::{Colors, Screen};
use crate::web::PASSWORD;
use crate::web::story::LONG;

const JIM: &str = "jim@bigshoes.example";

/// Whose name is long is invited, in a language or in none.
fn invited(language: &str) -> Stage {
    Stage::of(World::with_story(), |world| {
        world.run_words(&["client", "edit", "big-shoes", "--name", LONG].map(str::to_owned)).ok();
        world.run(&format!("invite send --owners -c big-shoes{language}")).ok();
    })
}

/// That the page suits a phone and axe-core finds nothing, light and dark; a picture of it is kept.
fn suits_phone(stage: &Stage, name: &str) {
    let browser = &stage.browser;
    for colors in Colors::BOTH {
        browser.look(Screen::Phone, colors);
        browser.picture(&format!("german-{name}-{colors:?}").to_lowercase());
        assert_eq!(browser.faults(), [""; 0], "{name} {colors:?}");
    }
    for screen in [Screen::Narrow, Screen::Phone] {
        browser.look(screen, Colors::Light);
        assert!(browser.overflow() <= 0, "{name} is wider than the screen of a {screen:?}");
    }
    browser.look(Screen::Phone, Colors::Light);
    assert_eq!(browser.complaints(), [""; 0], "{name}");
}

/// S7.5
#[test]
fn invitation_is_accepted_in_german_on_a_phone() {
    let stage = invited(" --language de");
    let browser = &stage.browser;
    browser.look(Screen::Phone, Colors::Light);
    browser.open(&stage.link_for(JIM)).shows(&format!("Einladung zu {LONG}")).shows("Ihre Rolle").shows("Inhaber");
    suits_phone(&stage, "invitation");
    browser.fill("Neues Passwort", "zu kurz").shows("Zu kurz: 8 Zeichen fehlen noch.");
    browser.fill("Neues Passwort", PASSWORD).shows("Lang genug");
    browser.fill("Neues Passwort wiederholen", "nicht dasselbe Passwort").press(&format!("Zugang zu {LONG} annehmen"));
    browser.shows("Die beiden Passwörter stimmen nicht überein.").unfold("Einladung ablehnen");
    suits_phone(&stage, "refused");
    browser.fill("Neues Passwort", PASSWORD).fill("Neues Passwort wiederholen", PASSWORD);
    browser.press(&format!("Zugang zu {LONG} annehmen"));
    browser.shows("Sie haben die Einladung angenommen").shows("Ihre Konten").shows(&format!("Angemeldet als {JIM}"));
    suits_phone(&stage, "home");
    browser.follow(&format!("Personen von {LONG}")).shows("Jemanden einladen");
    browser.unfold("Berechtigungen wählen; ohne Auswahl gelten die der Rolle");
    suits_phone(&stage, "account");
}

/// The menu needs no scripts; what was chosen holds for the pages that follow, and for a person who is signed in for the
/// mails as well.
#[test]
fn language_is_chosen_in_the_footer() {
    let stage = invited("");
    let browser = &stage.browser;
    browser.open(&stage.url("/sign-in")).shows("Forgot the password?").press("Français");
    assert_eq!(browser.url(), stage.url("/sign-in"));
    browser.shows("Mot de passe oublié ?").open(&stage.link_for(JIM)).shows(&format!("Invitation à {LONG}"));
    browser.press("Español").shows(&format!("Invitación a {LONG}"));
    browser.fill("Contraseña nueva", PASSWORD).fill("Repita la contraseña nueva", PASSWORD);
    browser.press(&format!("Aceptar el acceso a {LONG}")).shows("Ha aceptado la invitación");
    browser.press("Deutsch").shows("Seiten und E-Mails sind ab jetzt in dieser Sprache.").shows("Ihre Konten");
    browser.press("Abmelden").shows("Sie sind abgemeldet.");
    assert_eq!(stage.world.sql("SELECT language FROM login WHERE email = 'jim@bigshoes.example'"), ["de"]);
}
