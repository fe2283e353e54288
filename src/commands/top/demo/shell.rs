//! As much of a shell as the story needs: pipes, redirection, and a few words besides `partnerctl` itself, which is
//! run in this process.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{Cursor, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use sha2::{Digest, Sha256};

use crate::app::env::{Account, Directory, Entropy, random};
use crate::cli::context::Context;
use crate::cli::env::Env;
use crate::commands::{dispatch, line};
use crate::domain::password::Strength;
use crate::domain::time::Zone;
use crate::error::{Error, Result};
use crate::output::failure::{reason, stdout_failure};
use crate::term::prompt::{Questions, Terminal};
use crate::term::{Facts, Interrupt, Streams};

/// The name of the database in the demo's folder.
pub(super) const DATABASE: &str = "demo.db";

/// How many lines of a long output are shown at its beginning and at its end.
const HEAD: usize = 4;
const TAIL: usize = 3;

/// The surroundings of the story's commands.
pub(super) struct Shell {
    folder: PathBuf,
    account: Account,
    zone: Zone,
    strength: Strength,
    interrupt: Interrupt,
    facts: Facts,
    vars: BTreeMap<OsString, OsString>,
}

/// What a line left behind.
pub(super) struct ShellEnd {
    /// The exit code of its last command.
    pub exit: u8,
    /// What a terminal would have shown.
    shown: Vec<u8>,
}

impl Shell {
    /// A shell in this folder, with the time and the account of `cx`.
    pub(super) fn new(cx: &Context, folder: &Path) -> Result<Self> {
        let view = cx.ui.view(&cx.zone, cx.now());
        let mut vars = BTreeMap::from([(OsString::from("PARTNERCTL_DB"), OsString::from(DATABASE))]);
        if !view.color {
            vars.insert("NO_COLOR".into(), "1".into());
        }
        // Anyone who runs the demo is called as the system calls them, and has a name even where it knows none.
        let name = cx.account.directory.name_of(cx.account.uid).unwrap_or_else(|| "you".to_owned());
        let directory = Directory::Fixed(vec![(cx.account.uid, name)]);
        Ok(Self {
            folder: folder.canonicalize().map_err(|error| failed("the demo's folder", &error))?,
            account: Account { directory, ..cx.account.clone() },
            zone: cx.zone.clone(),
            strength: cx.strength,
            interrupt: cx.interrupt.clone(),
            // All of it goes to standard output.
            facts: Facts { stdin_tty: false, stderr_tty: cx.ui.facts().stdout_tty, ..cx.ui.facts() },
            vars,
        })
    }

    /// The account that runs the commands.
    pub(super) const fn account(&self) -> &Account {
        &self.account
    }

    /// Runs a line.
    ///
    /// # Errors
    /// `failed` when a file cannot be used, `bug` when the line has something in it that is not known here.
    pub(super) fn run(&mut self, cx: &mut Context, command: &str) -> Result<ShellEnd> {
        let words = line::words(&command.replace("\\\n", " "));
        let stages: Vec<&[String]> = words.split(|word| word == "|").collect();
        let shown = Rc::new(RefCell::new(Vec::new()));
        let mut passed = Vec::new();
        let mut exit = 0;
        for (at, stage) in stages.iter().enumerate() {
            let target = stage.iter().position(|word| word == ">");
            let (stage, file) = match target {
                Some(at) => (&stage[..at], stage.get(at + 1)),
                None => (*stage, None),
            };
            let is_last = at + 1 == stages.len();
            let out = if is_last && file.is_none() { Rc::clone(&shown) } else { Rc::default() };
            exit = self.stage(cx, stage, std::mem::take(&mut passed), &out, &shown)?;
            if let Some(file) = file {
                fs::write(self.folder.join(file), &*out.borrow()).map_err(|error| failed(file, &error))?;
            } else if !is_last {
                passed = out.take();
            }
        }
        Ok(ShellEnd { exit, shown: shown.take() })
    }

    /// Shows what the terminal would have shown, without the middle of a long output; the folder's own name says
    /// nothing.
    ///
    /// # Errors
    /// As for every output.
    pub(super) fn show(&self, cx: &Context, ended: &ShellEnd) -> Result<()> {
        let folder = format!("{}/", self.folder.display());
        let mut text = without_middle(&String::from_utf8_lossy(&ended.shown).replace(&folder, ""));
        if ended.exit != 0 {
            text.push_str(&format!("[exit code {}]\n", ended.exit));
        }
        cx.ui.out().write_all(text.as_bytes()).map_err(|error| stdout_failure(&error))
    }

    fn stage(&self, cx: &mut Context, words: &[String], input: Vec<u8>, out: &Bytes, err: &Bytes) -> Result<u8> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let read = |name: &str| fs::read_to_string(self.folder.join(name)).map_err(|error| failed(name, &error));
        let text = match words[..] {
            ["partnerctl", ..] => return self.partnerctl(cx, &words, input, out, err),
            // The first line that begins like the code in a mail: `grep -m1 -o '^pci_.*' msg_1.eml`.
            ["grep", "-m1", "-o", pattern, name] => {
                let start = pattern.trim_start_matches('^').trim_end_matches(".*");
                let text = read(name)?;
                format!("{}\n", text.lines().find(|line| line.starts_with(start)).unwrap_or_default())
            }
            ["sed", program, name] => {
                let parts: Vec<&str> = program.split('/').collect();
                let ["s", wrong, right, ""] = parts[..] else { return Err(unknown(&words)) };
                read(name)?.split_inclusive('\n').map(|line| line.replacen(wrong, right, 1)).collect()
            }
            ["echo", text] => format!("{text}\n"),
            ["chmod", "600", name] => {
                let private = fs::Permissions::from_mode(0o600);
                fs::set_permissions(self.folder.join(name), private).map_err(|error| failed(name, &error))?;
                String::new()
            }
            _ => return Err(unknown(&words)),
        };
        out.borrow_mut().extend_from_slice(text.as_bytes());
        Ok(0)
    }

    fn partnerctl(&self, cx: &mut Context, words: &[&str], input: Vec<u8>, out: &Bytes, err: &Bytes) -> Result<u8> {
        Ok(dispatch::run(Env {
            args: words.iter().map(OsString::from).collect(),
            vars: self.vars.clone(),
            cwd: self.folder.clone(),
            streams: Streams {
                stdin: Box::new(Cursor::new(input)),
                stdout: Box::new(Tap(Rc::clone(out))),
                stderr: Box::new(Tap(Rc::clone(err))),
                facts: Facts { stdout_tty: self.facts.stdout_tty && Rc::ptr_eq(out, err), ..self.facts },
            },
            prompter: Box::new(Terminal::new(self.facts, Questions::Forbidden, self.interrupt.clone())),
            clock: cx.clock(),
            entropy: Box::new(Drawn { seed: random(&mut *cx.entropy)?, blocks: 0 }),
            zone: self.zone.clone(),
            zone_fault: None,
            account: self.account.clone(),
            strength: self.strength,
            interrupt: self.interrupt.clone(),
            patience: cx.patience,
            mail_patience: cx.mail_patience,
        }))
    }
}

/// Where output collects that several streams write, in the order in which they do.
type Bytes = Rc<RefCell<Vec<u8>>>;

struct Tap(Bytes);

impl Write for Tap {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Chance for one command, drawn from that of the demo.
struct Drawn {
    seed: [u8; 32],
    blocks: u64,
}

impl Entropy for Drawn {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::new().chain_update(self.seed).chain_update(self.blocks.to_be_bytes()).finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
            self.blocks += 1;
        }
        Ok(())
    }
}

/// Of a long output its first lines, how many are left out, and its last lines.
fn without_middle(text: &str) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.len() <= HEAD + TAIL + 1 {
        return text.to_owned();
    }
    let (head, rest) = lines.split_at(HEAD);
    let (middle, tail) = rest.split_at(rest.len() - TAIL);
    format!("{}… {} more lines\n{}", head.concat(), middle.len(), tail.concat())
}

fn unknown(words: &[&str]) -> Error {
    Error::bug(format!("the demo does not know how to run `{}`", words.join(" ")))
}

fn failed(name: &str, error: &std::io::Error) -> Error {
    Error::failed(format!("cannot use {name}: {}", reason(error)))
}
