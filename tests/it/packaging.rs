//! The Debian package without building it: `scripts/try-package` tries the real one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(name: &str) -> String {
    fs::read_to_string(top().join(name)).unwrap()
}

fn names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(top().join(folder)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// The files of the package: source, place, mode.
fn assets() -> Vec<[String; 3]> {
    let manifest = text("Cargo.toml");
    let list = manifest.split_once("\nassets = [\n").unwrap().1.split_once("\n]").unwrap().0;
    list.lines()
        .map(|line| {
            let cells: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
            [cells[0], cells[1], cells[2]].map(str::to_owned)
        })
        .collect()
}

/// Whether a path is meant by a source: `*` is any name, `**` any folders.
fn is_meant(source: &str, path: &str) -> bool {
    let (before, after) = source.split_once('*').map_or((source, None), |(before, after)| (before, Some(after)));
    let Some(after) = after else { return source == path };
    let ending = after.rsplit('*').next().unwrap();
    let Some(rest) = path.strip_prefix(before) else { return false };
    rest.ends_with(ending) && (after.starts_with('*') || !rest.contains('/'))
}

/// Every file of the repository that a user has a use for.
fn useful() -> Vec<String> {
    let mut files: Vec<String> = Vec::new();
    for folder in ["completions", "docs", "docs/pictures", "examples", "examples/systemd", "scripts/packaging"] {
        let inside = names(folder).into_iter().map(|name| format!("{folder}/{name}"));
        files.extend(inside.filter(|path| top().join(path).is_file()));
    }
    files
}

#[test]
fn package_has_each_page_and_example() {
    let assets = assets();
    for path in useful() {
        // Programs of cargo are compiled from the sources.
        let is_source = Path::new(&path).extension().is_some_and(|extension| extension == "rs");
        let packed = assets.iter().any(|[source, ..]| is_meant(source, &path));
        assert_eq!(packed, !is_source, "{path}");
    }
    for [source, place, _] in &assets {
        let is_made = source.starts_with("target/");
        assert!(
            is_made || useful().iter().any(|path| is_meant(source, path)) || top().join(source).exists(),
            "{source}"
        );
        assert!(!place.starts_with('/'), "{place}");
    }
}

#[test]
fn examples_that_run_are_executable() {
    use std::os::unix::fs::PermissionsExt as _;
    for path in useful() {
        let mode = fs::metadata(top().join(&path)).unwrap().permissions().mode();
        let is_script = fs::read(top().join(&path)).unwrap().starts_with(b"#!");
        assert_eq!(mode & 0o111 != 0, is_script, "{path}");
        let packed = assets().into_iter().find(|[source, ..]| is_meant(source, &path));
        assert!(packed.is_none_or(|[.., mode]| (mode == "755") == is_script), "{path}");
    }
}

#[test]
fn sudo_reads_its_rules_from_a_private_file() {
    let assets = assets();
    let rules = assets.iter().find(|[source, ..]| source == "scripts/packaging/sudoers").unwrap();
    assert_eq!(rules.clone().map(String::from), ["scripts/packaging/sudoers", "etc/sudoers.d/partnerctl", "440"]);
}

/// The account, the group and the folders of every file that names one.
#[test]
fn package_has_one_account_and_set_of_paths() {
    let accounts = text("scripts/packaging/sysusers.conf");
    let account = |kind: &str| {
        let line = accounts.lines().find(|line| line.starts_with(kind)).unwrap();
        line.split(' ').nth(1).unwrap().to_owned()
    };
    let (user, group) = (account("u "), account("g "));
    assert_eq!((user.as_str(), group.as_str()), ("partnerctl", "partnerctl-staff"));
    let database = "PARTNERCTL_DB=/var/lib/partnerctl/partnerctl.db";
    assert!(text("scripts/packaging/environment").lines().any(|line| line == database));
    assert!(text("scripts/packaging/sudoers").contains(&format!("%{group} ALL=({user}) /usr/bin/partnerctl\n")));
    let places = ["/usr/bin", "/usr/local/lib", "/var/lib", "/etc", "/usr/share/doc"];
    let mut files = useful();
    files.extend(
        ["README.md", "docs/guide.md", "src/commands/topics/database.txt", "src/commands/topics/mail.txt"]
            .map(String::from),
    );
    files.extend(
        names("scripts/packaging/maintainer").iter().map(|name| format!("scripts/packaging/maintainer/{name}")),
    );
    for name in files.iter().filter(|name| !name.starts_with("completions/")) {
        let Ok(file) = fs::read_to_string(top().join(name)) else { continue };
        for (at, _) in file.match_indices("/partnerctl") {
            let before = file[..at].rsplit([' ', '"', '\'', '`', '\n', '=', '(', '!']).next().unwrap();
            let is_path = before.starts_with('/') && before.matches('/').count() > 1;
            let is_known = places.contains(&before) || before.starts_with("/etc/") || before == "/var/lib/partnerctl";
            assert!(
                !is_path || is_known || before.contains("cron") || before.contains("systemd"),
                "{name}: {before}/partnerctl"
            );
        }
        for line in file.lines().filter(|line| line.contains("User=")) {
            assert_eq!(line, format!("User={user}"), "{name}");
        }
        for line in file.lines().filter(|line| line.contains("useradd")) {
            assert!(line.contains("--home-dir /var/lib/partnerctl"), "{name}: {line}");
        }
    }
}

/// A unit that is forgotten runs on with the former program, or keeps its link in /etc after a purge.
#[test]
fn package_scripts_know_each_unit() {
    let units: BTreeSet<String> = names("examples/systemd")
        .into_iter()
        .filter(|name| Path::new(name).extension().is_none_or(|ending| ending != "conf"))
        .collect();
    let named = |script: &str| -> BTreeSet<String> {
        let script = text(&format!("scripts/packaging/maintainer/{script}"));
        let words = script.split(|c: char| c.is_whitespace() || c == '/').map(str::to_owned);
        words.filter(|word| word.ends_with(".service") || word.ends_with(".timer")).collect()
    };
    assert_eq!(named("prerm"), units, "all stop");
    let (mut lasting, mut enabled) = (BTreeSet::new(), BTreeSet::new());
    for unit in &units {
        let file = text(&format!("examples/systemd/{unit}"));
        if !file.contains("Type=oneshot") {
            lasting.insert(unit.clone());
        }
        if let Some((_, target)) = file.split_once("WantedBy=") {
            assert!(
                text("scripts/packaging/maintainer/postrm").contains(&format!("{}.wants/{unit}", target.trim())),
                "{unit}"
            );
            enabled.insert(unit.clone());
        }
    }
    assert_eq!(named("postinst"), lasting, "what runs begins again");
    assert_eq!(named("postrm"), enabled);
}

#[test]
fn shellcheck_finds_no_fault() {
    let mut scripts: Vec<PathBuf> = vec![top().join(".ci/run")];
    for folder in ["scripts", "examples", "scripts/packaging/maintainer"] {
        scripts.extend(names(folder).into_iter().map(|name| top().join(folder).join(name)));
    }
    scripts.retain(|script| {
        let first =
            fs::read(script).unwrap_or_default().split(|byte| *byte == b'\n').next().unwrap_or_default().to_vec();
        first.starts_with(b"#!") && first.ends_with(b"sh")
    });
    assert!(scripts.len() > 8, "{scripts:?}");
    let output = Command::new("shellcheck").args(["--severity=style", "--"]).args(&scripts).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
