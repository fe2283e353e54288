//! A world in which every page has something to show.

use crate::support::World;

pub const PAT: &str = "pat@jimsweb.example";
/// A name that no line of a phone holds.
pub const LONG: &str = "Gesellschaft für Unternehmensnachfolge und Vermögensverwaltungsdienstleistungen mbH";
const JIM: &str = "jim@bigshoes.example";

/// Gives a person a temporary password.
pub fn temporary(world: &mut World, email: &str) -> String {
    let reset = world.run(&format!("user reset-password {email} --generate-password --json")).ok().json();
    reset["temporary_password"].as_str().unwrap().to_owned()
}

/// Tia's account has a long name and a request; jim works there too, is asked for more, and made a login for the partner.
pub fn with_every_page(world: &mut World) {
    world.run_words(&["client", "edit", "tea-house", "--name", LONG].map(str::to_owned)).ok();
    world.run(&format!("invite send {JIM} -c tea-house -r admin")).ok();
    world.run(&format!("invite accept -c tea-house --as {JIM} -m phone")).ok();
    world.run("client add 'Shop' --owner sam@shop.example").ok();
    world.run(&format!("invite send {JIM} -c shop -r guest")).ok();
    world.run("invite send --owners -c shop").ok();
    world
        .run("invite send a.very.long.address.of.a.person@subdomain.of.a.long.domain.example -c tea-house -r manager")
        .ok();
    world.run(&format!("partner add-user {PAT} -p jims-web --first-name Pat --last-name Doe --generate-password")).ok();
    world.run("client associate shop -p jims-web").ok();
    world.run("user rename tia@teahouse.example tia@new.example --as tia@teahouse.example -m 'asked for'").ok();
    for client in ["tea-house", "big-shoes"] {
        world
            .run(&format!(
                "link request -p jims-web --target {client} --permissions invoices,quotes,tickets --for 365d \
                 --message 'We build your shop.' --as {PAT} -m phone"
            ))
            .ok();
    }
    // No one administers the lamps any more.
    world.run("client add 'Star Lamps' --owner stella@lamps.example").ok();
    world.run("invite send --owners -c star-lamps").ok();
    world.run("invite accept -c star-lamps --as stella@lamps.example -m phone").ok();
    world.run("invite send greta@lamps.example -c star-lamps -r guest").ok();
    world.run("invite accept -c star-lamps --as greta@lamps.example -m phone").ok();
    world.run("user remove stella@lamps.example -c star-lamps --confirm star-lamps --override last-owner -m died").ok();
    world.run("client recover star-lamps --owner nova@lamps.example --verified passport").ok();
    // What the link of big-shoes would let in again, and an invitation for someone who has a password.
    world.run(&format!("user add --for-partner jims-web -c big-shoes -r supervisor --as {JIM} -m phone")).ok();
    world.run("invite send tia@teahouse.example -c shop -r guest").ok();
}
