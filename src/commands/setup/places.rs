//! Where the shells and `man` look for files of one user (XDG Base Directory Specification).

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::cli::context::Context;
use crate::commands::top::Shell;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};

/// The folders of a user.
pub(super) struct Places {
    home: PathBuf,
    data: PathBuf,
    config: PathBuf,
}

impl Places {
    /// # Errors
    /// `failed` when no one says where the user's folder is.
    pub(super) fn find(cx: &Context) -> Result<Self> {
        let home = folder(cx, "HOME").ok_or_else(|| {
            Error::failed("HOME is not an absolute path").advice("set it to the whole path of your folder")
        })?;
        Ok(Self {
            data: folder(cx, "XDG_DATA_HOME").unwrap_or_else(|| home.join(".local/share")),
            config: folder(cx, "XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config")),
            home,
        })
    }

    /// The file in which a shell finds its completions.
    pub(super) fn completions(&self, cx: &Context, shell: Shell) -> PathBuf {
        match shell {
            Shell::Bash => folder(cx, "BASH_COMPLETION_USER_DIR")
                .unwrap_or_else(|| self.data.join("bash-completion"))
                .join("completions/partnerctl"),
            Shell::Zsh => self.data.join("zsh/site-functions/_partnerctl"),
            Shell::Fish => self.config.join("fish/completions/partnerctl.fish"),
            Shell::Pwsh => self.config.join("powershell/partnerctl.ps1"),
            Shell::Elvish => self.config.join("elvish/lib/partnerctl.elv"),
        }
    }

    /// The folder in which `man` looks, with `man1` and `man7` below it.
    pub(super) fn manual(&self) -> PathBuf {
        self.data.join("man")
    }

    /// What the user has to add to a file of theirs, so that the shell finds its completions; nothing where it does already.
    pub(super) fn line(&self, cx: &Context, shell: Shell, file: &Path) -> Option<(PathBuf, String)> {
        let (begin, line) = match shell {
            Shell::Fish => return None,
            // bash-completion loads it by itself.
            Shell::Bash if LOADERS.iter().any(|loader| Path::new(loader).exists()) => return None,
            Shell::Bash => (self.home.join(".bashrc"), shell_format!("source {}", file.display())),
            Shell::Zsh => {
                let begin = folder(cx, "ZDOTDIR").unwrap_or_else(|| self.home.clone()).join(".zshrc");
                let folder = file.parent().unwrap_or(file);
                (begin, shell_format!("fpath=({} $fpath); autoload -Uz compinit; compinit", folder.display()))
            }
            Shell::Pwsh => {
                let begin = self.config.join("powershell/Microsoft.PowerShell_profile.ps1");
                (begin, format!(". '{}'", file.display().to_string().replace('\'', "''")))
            }
            Shell::Elvish => (self.config.join("elvish/rc.elv"), "use partnerctl".to_owned()),
        };
        let named = match shell {
            Shell::Elvish => line.clone(),
            Shell::Zsh => file.parent().unwrap_or(file).display().to_string(),
            _ => file.display().to_string(),
        };
        let present = std::fs::read_to_string(&begin).unwrap_or_default();
        (!present.contains(&named)).then_some((begin, line))
    }

    /// Whether `man` looks into this folder by itself: next to a folder of programs, or because MANPATH names it.
    pub(super) fn man_looks_into(&self, cx: &Context, manual: &Path) -> bool {
        let lists = |name: &str, folder: &Path| {
            let folders = cx.var(name).unwrap_or_default().as_bytes().split(|byte| *byte == b':');
            folders.map(|one| Path::new(OsStr::from_bytes(one))).any(|one| one == folder)
        };
        let programs = manual.parent().and_then(Path::parent).map(|above| above.join("bin"));
        let by_path = manual.ends_with("share/man") && programs.is_some_and(|bin| lists("PATH", &bin));
        by_path || lists("MANPATH", manual)
    }
}

/// Where the package bash-completion has its loader.
const LOADERS: [&str; 4] = [
    "/usr/share/bash-completion/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
    "/opt/homebrew/share/bash-completion/bash_completion",
    "/etc/bash_completion",
];

/// The folder that a variable names. One that is no whole path counts for nothing, as the specification says.
fn folder(cx: &Context, name: &str) -> Option<PathBuf> {
    cx.var(name).map(PathBuf::from).filter(|path| path.is_absolute())
}
