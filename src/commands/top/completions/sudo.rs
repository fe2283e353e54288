//! `sudo -u ACCOUNT partnerctl …`: what can come next is known to the program that runs as that account.

/// A line that begins with `sudo`, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sudo {
    /// `sudo`, as typed.
    pub program: String,
    /// Its options, without `-n`.
    pub options: Vec<String>,
    /// How many words are in front of the command that it runs.
    pub length: usize,
}

/// Options with a value, by letter and name. With any other option that is not in [`SWITCHES`] nothing is run.
const WITH_VALUE: [(&str, &str); 3] = [("-u", "--user"), ("-g", "--group"), ("-D", "--chdir")];
const SWITCHES: [&str; 6] = ["-H", "--set-home", "-E", "--preserve-env", "-P", "--preserve-groups"];
/// What is asked for anyway.
const NO_PASSWORD: [&str; 2] = ["-n", "--non-interactive"];

/// Whether the word is `sudo`.
pub(super) fn is_sudo(word: &str) -> bool {
    word.rsplit('/').next() == Some("sudo")
}

/// Reads the words of a line up to the command that sudo runs. `None` when it runs none, or in a way that is not known
/// here.
pub(super) fn read(words: &[String]) -> Option<Sudo> {
    let (program, rest) = words.split_first().filter(|(program, _)| is_sudo(program))?;
    let mut sudo = Sudo { program: program.clone(), options: Vec::new(), length: 1 };
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        let is_assignment = !word.starts_with('-') && word.contains('=');
        if let Some((letter, name)) = WITH_VALUE.iter().find(|(letter, name)| word == letter || word == name) {
            let value = rest.next()?;
            sudo.options.extend([if word == letter { *letter } else { *name }.to_owned(), value.clone()]);
            sudo.length += 2;
            continue;
        }
        let has_value = WITH_VALUE.iter().any(|(letter, name)| {
            let joined = word.strip_prefix(name).is_some_and(|value| value.starts_with('='));
            joined || (!word.starts_with("--") && word.len() > 2 && word.starts_with(letter))
        });
        if word == "--" {
            sudo.length += 1;
            return Some(sudo);
        } else if NO_PASSWORD.contains(&word.as_str()) {
            sudo.length += 1;
        } else if has_value || is_assignment || SWITCHES.contains(&word.as_str()) || word.starts_with("--preserve-env=")
        {
            sudo.options.push(word.clone());
            sudo.length += 1;
        } else if word.starts_with('-') {
            return None;
        } else {
            return Some(sudo);
        }
    }
    None
}

/// Whether the command that sudo runs is this program, by its name. No other one is ever started.
pub(super) fn is_ours(program: &str) -> bool {
    program.rsplit('/').next() == Some("partnerctl")
}

/// Whether sudo may be asked to run it before Enter is pressed: as sudo finds it by itself, or by its whole path, and never
/// as a file of the folder at hand.
pub(super) fn may_run(program: &str) -> bool {
    is_ours(program) && (!program.contains('/') || program.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn sudo_options_end_at_the_command() {
        for (line, options, length) in [
            ("sudo -u partnerctl partnerctl client", "-u partnerctl", 3),
            ("sudo -upartnerctl -n partnerctl", "-upartnerctl", 3),
            ("/usr/bin/sudo --user=desk -- partnerctl x", "--user=desk", 3),
            ("sudo --user desk -g staff PARTNERCTL_DB=/x partnerctl", "--user desk -g staff PARTNERCTL_DB=/x", 6),
            ("sudo partnerctl", "", 1),
        ] {
            let sudo = read(&words(line)).unwrap();
            assert_eq!((sudo.options.join(" ").as_str(), sudo.length), (options, length), "{line}");
        }
        for line in
            ["sudo", "sudo -u", "sudo -u desk", "sudo -i partnerctl", "sudo -e file", "partnerctl client", "sudo -S x"]
        {
            assert_eq!(read(&words(line)), None, "{line}");
        }
    }

    #[test]
    fn no_file_of_a_folder_is_run() {
        assert!(may_run("partnerctl") && may_run("/usr/local/bin/partnerctl"));
        assert!(!may_run("./partnerctl") && !may_run("target/partnerctl"));
        assert!(!may_run("rm") && !may_run("/usr/bin/rm") && !may_run("/usr/bin/partnerctl-old"));
    }
}
