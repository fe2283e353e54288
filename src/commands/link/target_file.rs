//! `--target-file`: targets one a line, blank lines and lines that begin with `#` left out.

use std::io::Read;
use std::path::Path;

use crate::cli::context::Context;
use crate::domain::reference::{ClientRef, Forms};
use crate::error::{Error, Result};
use crate::term::waiting::Waiting;

/// More is no list of targets.
const LARGEST: u64 = 4 << 20;

/// Reads every target; all are understood before any is looked up.
///
/// # Errors
/// `failed` when the file cannot be read; `usage` with file and line when it is no list of targets.
pub(super) fn read(cx: &mut Context, path: &Path) -> Result<Vec<ClientRef>> {
    let shown = if is_stdin(Some(path)) { "standard input".to_owned() } else { path.display().to_string() };
    let cannot =
        |error: std::io::Error| Error::of_io(format_args!("cannot read {shown}"), &error).fact("file", shown.as_str());
    let mut bytes = Vec::new();
    if is_stdin(Some(path)) {
        cx.await_input("the targets, one a line,")?;
        (&mut *cx.stdin).take(LARGEST + 1).read_to_end(&mut bytes).map_err(cannot)?;
    } else {
        let file = Waiting::open(&cx.path(path), &cx.interrupt).map_err(cannot)?;
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(cannot)?;
    }
    if bytes.len() as u64 > LARGEST {
        return Err(Error::usage(format!("{shown} is too large for a list of targets")));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        Error::usage(format!("{shown} is not UTF-8 text")).advice("save it as UTF-8, one target a line")
    })?;
    parse(&shown, text.strip_prefix('\u{feff}').unwrap_or(&text))
}

/// Whether the targets come from standard input.
pub(super) fn is_stdin(path: Option<&Path>) -> bool {
    path == Some(Path::new("-"))
}

fn parse(shown: &str, text: &str) -> Result<Vec<ClientRef>> {
    let mut targets = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let target = ClientRef::parse(line, Forms::Any)
            .map_err(|error| error.context(format!("{shown}:{}", at + 1)).fact("line", at + 1))?;
        targets.push(target);
    }
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn target_per_line_without_comments() {
        let targets = parse("t.txt", "big-shoes\r\n\n# by phone\n  account:4711 \n").unwrap();
        let typed: Vec<&str> = targets.iter().map(ClientRef::typed).collect();
        assert_eq!(typed, ["big-shoes", "account:4711"]);
    }

    #[test]
    fn bad_line_names_file_and_number() {
        let error = parse("t.txt", "big-shoes\n\nC100001-8\n").unwrap_err();
        assert!(error.message().starts_with("t.txt:3: "), "{error}");
        assert!(parse("t.txt", "# no one\n").unwrap().is_empty());
    }
}
