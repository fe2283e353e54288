//! `setup shell`: what it installs where, what it leaves alone, and that the shells find it.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use serde_json::json;

use crate::support::{Real, World};

fn world() -> World {
    let mut world = World::empty();
    let home = world.path("home");
    fs::create_dir(&home).unwrap();
    world.var("HOME", home.to_str().unwrap()).var("SHELL", "/usr/bin/zsh");
    world
}

#[test]
fn completions_and_manual_are_installed() {
    let mut world = world();
    let run = world.run("setup shell --json").ok();
    let home = "[DIR]/home";
    let rows = run.json();
    assert_eq!(
        rows[0],
        json!({
            "what": "completions for zsh",
            "path": format!("{home}/.local/share/zsh/site-functions/_partnerctl"),
            "files": 1,
            "result": "created",
        })
    );
    assert_eq!(rows[1]["path"], json!(format!("{home}/.local/share/man/man1")));
    let pages = fs::read_dir(world.path("home/.local/share/man/man1")).unwrap().count();
    assert_eq!(rows[1]["files"], json!(pages), "each page is counted");
    assert!(pages > 100);
    let script = world.read("home/.local/share/zsh/site-functions/_partnerctl");
    assert_eq!(script, world.run("completions zsh").ok().out);
    let mode = fs::metadata(world.path("home/.local/share/man/man1/partnerctl.1")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o644);
    run.says(&format!("The completions for zsh were written: {home}/.local/share/zsh/site-functions/_partnerctl."))
        .says("add to [DIR]/home/.zshrc: fpath=([DIR]/home/.local/share/zsh/site-functions $fpath)")
        .says(&format!("export MANPATH={home}/.local/share/man:"));
}

#[test]
fn each_shell_has_its_place() {
    let mut world = world();
    world.var("XDG_CONFIG_HOME", "/relative/is/not/this").no_var("XDG_CONFIG_HOME");
    for (shell, path) in [
        ("bash", ".local/share/bash-completion/completions/partnerctl"),
        ("zsh", ".local/share/zsh/site-functions/_partnerctl"),
        ("fish", ".config/fish/completions/partnerctl.fish"),
        ("powershell", ".config/powershell/partnerctl.ps1"),
        ("elvish", ".config/elvish/lib/partnerctl.elv"),
    ] {
        let run = world.run(&format!("setup shell --shell {shell} -n --json")).ok();
        assert!(run.json()[0]["path"].as_str().unwrap().ends_with(path), "{run}");
        world.run(&format!("setup shell --shell {shell} -q")).ok();
        let script = world.run(&format!("completions {shell}")).ok().out;
        assert_eq!(world.read(format!("home/{path}")), script, "{shell}");
    }
    let data = world.path("data");
    world.var("XDG_DATA_HOME", data.to_str().unwrap()).run("setup shell --shell bash -q").ok();
    assert!(world.path("data/bash-completion/completions/partnerctl").exists());
    assert!(world.path("data/man/man1/partnerctl.1").exists());
    world.var("XDG_DATA_HOME", "no/whole/path").run("setup shell --shell bash -q").ok();
    assert!(!world.path("no").exists(), "what is no whole path counts for nothing");
}

#[test]
fn second_run_changes_nothing() {
    let mut world = world();
    world.run("setup shell --man-folder manual").ok();
    let again = world.run("setup shell --man-folder manual --json").ok();
    assert!(again.json().as_array().unwrap().iter().all(|row| row["result"] == "unchanged"), "{again}");
    again.says("The completions for zsh stay as they are");
    // An older one of ours is brought up to date.
    world.write(
        "home/.local/share/zsh/site-functions/_partnerctl",
        "#compdef partnerctl\n\n# partnerctl itself knows what can come next; an older one\n",
    );
    let updated = world.run("setup shell --man-folder manual --json").ok();
    assert_eq!(updated.json()[0]["result"], "updated");
    assert_eq!(updated.json()[1]["result"], "unchanged");
    assert!(world.read("home/.local/share/zsh/site-functions/_partnerctl").contains("completions zsh"));
    // One's own script, which names the program as well, is kept.
    world.write("home/.local/share/zsh/site-functions/_partnerctl", "#compdef partnerctl\n# my own for partnerctl\n");
    world.run("setup shell --man-folder manual").fails(4).says("was not installed by partnerctl");
}

#[test]
fn a_dry_run_writes_nothing() {
    let mut world = world();
    let run = world.run("setup shell -n").ok();
    run.says("The completions for zsh would be written").says("this is a dry run");
    assert_eq!(fs::read_dir(world.path("home")).unwrap().count(), 0);
}

#[test]
fn a_file_of_another_origin_stays() {
    let mut world = world();
    let place = "home/.local/share/zsh/site-functions";
    fs::create_dir_all(world.path(place)).unwrap();
    let path = world.write(&format!("{place}/_partnerctl"), "mine\n");
    let refused = world.run("setup shell").fails(4);
    refused.says("_partnerctl was not installed by partnerctl").says("--replace");
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine\n");
    assert!(!world.path("home/.local/share/man").exists(), "nothing is written");
    world.run("setup shell --replace").ok();
    assert!(fs::read_to_string(&path).unwrap().starts_with("#compdef"));
    // What is behind a link is somewhere else.
    fs::remove_file(&path).unwrap();
    symlink(world.path("elsewhere"), &path).unwrap();
    world.run("setup shell").fails(4);
    assert!(!world.path("elsewhere").exists());
}

#[test]
fn unwritable_folder_is_named() {
    let mut world = world();
    world.write("file", "no folder");
    let refused = world.run("setup shell --man-folder file/man").fails(1);
    refused.says("cannot create").says("file/man");
    assert!(!world.path("home/.local/share/zsh/site-functions/_partnerctl").exists());
    world.no_var("HOME").run("setup shell").fails(1).says("HOME");
    world.var("HOME", "/").var("SHELL", "/bin/sh").run("setup shell").fails(2).says("--shell: bash, zsh, fish");
}

#[test]
fn existing_line_is_not_asked_for() {
    let mut world = world();
    let folder = world.path("home/.local/share/zsh/site-functions");
    world.write("home/.zshrc", format!("fpath=({} $fpath)\n", folder.display()));
    let bin = world.path("home/.local/bin");
    world.var("PATH", &format!("/usr/bin:{}", bin.display()));
    assert!(!world.run("setup shell").ok().err.contains("hint:"));
}

/// What was installed is found: Tab in a fresh shell, and `man`.
#[test]
fn shells_find_what_was_installed() {
    let real = Real::empty();
    real.run("setup shell --shell bash -q").ok();
    real.run("setup shell --shell fish -q").ok();
    real.run("setup shell --shell zsh -q").ok();
    let fish = real.shell("fish -c 'complete -C \"partnerctl staff l\"'").ok();
    assert!(fish.out.starts_with("list\t"), "{fish}");
    let zsh = "zsh -fc 'fpath=(~/.local/share/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -D; print $_comps[partnerctl]'";
    assert_eq!(real.shell(zsh).ok().out, "_partnerctl\n");
    let bash =
        "source /usr/share/bash-completion/bash_completion; _completion_loader partnerctl; complete -p partnerctl";
    assert!(real.shell(bash).out.contains("-F _partnerctl"), "bash-completion loads it");
}
