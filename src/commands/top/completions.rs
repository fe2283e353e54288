//! `partnerctl completions`

use std::io::Write as _;

use clap::Args;
use clap_complete::Shell;

use crate::app::context::Context;
use crate::commands::class::Class;
use crate::commands::command::{self, Command};
use crate::domain::authority::Verb;
use crate::error::Result;
use crate::term::streams::stdout_failure;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_parser = ["bash", "zsh", "fish"])]
    shell: String,
}

impl Command for Completions {
    const NAME: &'static str = "completions";
    const ABOUT: &'static str = "Print the completion script for a shell";
    const DETAILS: &'static str = "\
Put it where your shell looks for such scripts. For a try in bash: `source <(partnerctl completions bash)`.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl completions bash > ~/.local/share/bash-completion/completions/partnerctl",
        "partnerctl completions zsh > ~/.zfunc/_partnerctl",
        "partnerctl completions fish > ~/.config/fish/completions/partnerctl.fish",
    ];
    const VERB: Option<Verb> = None;

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let shell = match self.shell.as_str() {
            "bash" => Shell::Bash,
            "zsh" => Shell::Zsh,
            _ => Shell::Fish,
        };
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut command::tree(), "partnerctl", &mut script);
        cx.ui.out().write_all(&script).map_err(|error| stdout_failure(&error))
    }
}
