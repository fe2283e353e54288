//! Adding and changing a user of a partner says how far they reach, and what is given and taken.

use super::linked;
use crate::support::World;

const TOM: &str = "tom@jimsweb.example -p jims-web";
const ADD: &str = "--first-name Tom --last-name Web --password-file password --no-force-change";

/// How many clients `access list` has of Tom.
fn listed(world: &mut World) -> u64 {
    world.run("access list --user tom@jimsweb.example --csv").ok().csv().len() as u64
}

#[test]
fn add_user_counts_clients() {
    let mut world = linked();
    let line = format!("partner add-user {TOM} {ADD} --json");
    for (line, reaches) in [(format!("{line} -n"), "Would reach"), (line, "Reaches")] {
        let run = world.run(&line).ok();
        assert_eq!(run.json()["reaches"], 2, "{run}");
        let reaches = format!("{reaches} 2 clients now (big-shoes, tea-house) and every client linked later.");
        assert!(run.err.contains(&reaches), "{run}");
    }
    assert_eq!(listed(&mut world), 2);
    // Saying the same again says how far they reach, too.
    world.run(&format!("partner add-user {TOM} {ADD}")).ok().says("Reaches 2 clients now");
}

#[test]
fn chosen_and_inactive_users_reach_as_said() {
    let mut world = linked();
    let none = world.run(&format!("partner add-user {TOM} {ADD} --no-clients --json")).ok();
    assert_eq!(none.json()["reaches"], 0, "{none}");
    none.says("Reaches no client.");
    world
        .run(&format!("partner edit-user {TOM} --clients tea-house"))
        .ok()
        .says("Reaches 1 client now (tea-house), of 1 chosen.");
    let idle =
        "partner add-user ida@jimsweb.example -p jims-web --first-name I --last-name W --generate-password --inactive";
    world.run(idle).ok().says("they enter none of them before they are activated");
}

#[test]
fn edit_user_lists_what_is_gained_and_lost() {
    let mut world = linked();
    world.run(&format!("partner add-user {TOM} {ADD}")).ok();
    let gained_now = ["Reached from now on", "Would be reached from then on"];
    let lost_now = ["No longer reached", "Would no longer be reached"];
    let reaches_now = ["Reaches", "Would reach"];
    for (flags, reaches, gained, lost, [done, would], what) in [
        ("--clients big-shoes", 1, 0, 1, lost_now, ": 1 client (tea-house)."),
        ("--clients tea-house", 1, 1, 1, gained_now, ": 1 client (tea-house)."),
        ("--scope all", 2, 1, 0, gained_now, ": 1 client (big-shoes)."),
        ("--restricted", 2, 0, 0, reaches_now, " 2 clients now (big-shoes, tea-house) and every client linked later."),
        ("--no-clients", 0, 0, 2, lost_now, ": 2 clients (big-shoes, tea-house)."),
    ] {
        let line = format!("partner edit-user {TOM} {flags} --json");
        for (line, moved) in [(format!("{line} -n"), would), (line, done)] {
            let run = world.run(&line).ok().says(&format!("{moved}{what}"));
            let counts = ["reaches", "gained", "lost"].map(|name| run.json()[name].as_u64().unwrap());
            assert_eq!(counts, [reaches, gained, lost], "{run}");
        }
        assert_eq!(listed(&mut world), reaches, "{flags}");
    }
}

/// A link that the client created lets no one in before there is a dedicated user.
#[test]
fn clients_without_dedicated_user_do_not_count() {
    let mut world = linked();
    world.run("client add 'Hat Shop' --slug hat-shop --owner hal@hats.example").ok();
    super::join(&mut world, "hal@hats.example", "hat-shop", "owner");
    world.run("link create -p jims-web -c hat-shop --as hal@hats.example -m phone").ok();
    world.run(&format!("partner add-user {TOM} {ADD}")).ok().says("Reaches 2 clients now");
    world.run("user add -c hat-shop -r supervisor --for-partner jims-web --as hal@hats.example -m phone hat@jimsweb.example").ok();
    let run = world.run(&format!("partner edit-user {TOM} --restricted --json")).ok();
    assert_eq!(run.json()["reaches"], 3, "{run}");
    assert_eq!(listed(&mut world), 3);
}
