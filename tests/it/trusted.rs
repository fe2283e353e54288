//! Programs that are run, and files with secrets, that others could change: refused when they are set, and not used when
//! they become so later.

use std::fs::{Permissions, create_dir, set_permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::support::World;

fn mode(path: &Path, mode: u32) {
    set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// A program in a folder of its own, both closed to others.
fn program(world: &World) -> (PathBuf, PathBuf) {
    let folder = world.path("bin");
    create_dir(&folder).unwrap();
    let program = world.write("bin/program", "#!/bin/sh\ncat > /dev/null\n");
    mode(&folder, 0o755);
    mode(&program, 0o755);
    (folder, program)
}

#[test]
fn world_writable_programs_are_refused() {
    for key in ["links.provisioner", "mail.sendmail.program"] {
        let mut world = World::with_story();
        let (folder, program) = program(&world);
        let set = format!("config set {key} {}", program.display());
        for (path, open, closed) in [(&program, 0o777, 0o755), (&folder, 0o777, 0o755), (&program, 0o757, 0o755)] {
            mode(path, open);
            let shown = path.strip_prefix(world.path("")).unwrap().display();
            world.run(&set).fails(2).says("others can write").says(&format!("chmod go-w [DIR]/{shown}`"));
            mode(path, closed);
        }
        world.run(&set).ok();
    }
}

#[test]
fn later_opened_program_is_not_run() {
    let mut world = World::with_story();
    let (folder, program) = program(&world);
    for line in [
        format!("config set links.provisioner {}", program.display()),
        format!("config set mail.sendmail.program {}", program.display()),
        "config set mail.transport sendmail".to_owned(),
        "config set mail.from desk@desk.example".to_owned(),
        "config set web.base_url https://access.example.com".to_owned(),
    ] {
        world.run(&line).ok();
    }
    mode(&folder, 0o777);
    world.run("invite send --owners -c big-shoes").ok().says("is not run: others can write");
    assert_eq!(world.sql("SELECT state, attempts FROM mail"), ["queued|0"]);
    world.run("link request -p jims-web --target big-shoes").ok();
    world.run("link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m phone");
    let found = world.run("doctor --csv").fails(1).out;
    assert!(found.contains("provisioner-open") && found.contains("sendmail-not-there"), "{found}");
    mode(&folder, 0o755);
    world.run("mail deliver").ok();
}

#[test]
fn exposed_secret_is_refused() {
    let mut world = World::with_story();
    let folder = world.path("secrets");
    create_dir(&folder).unwrap();
    mode(&folder, 0o700);
    let file = world.write_private("secrets/password", "secret\n");
    let set = format!("config set mail.smtp.password_file {}", file.display());
    mode(&file, 0o644);
    world.run(&set).fails(2).says("is open to others");
    mode(&file, 0o600);
    mode(&folder, 0o777);
    world.run(&set).fails(2).says("can be replaced");
    mode(&folder, 0o700);
    world.run(&set).ok();
}
