//! Colour, decided in one place.

use anstyle::{AnsiColor, Style};

/// Table heads and the labels of cards.
pub const HEAD: Style = Style::new().bold();
/// The client on the banner.
pub const CLIENT: Style = Style::new().bold();
/// What should give pause: look-alikes, labels of databases, warnings.
pub const CAUTION: Style = AnsiColor::Yellow.on_default().bold();
/// The word `error`.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// The word `hint`.
pub const HINT: Style = AnsiColor::Cyan.on_default();

/// What a word in a list means for the reader. The word says it too: colour is never alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// Someone has to do something first.
    Waiting,
    /// It went wrong, or was refused.
    Bad,
    /// Over and done.
    Over,
}

impl Tone {
    pub(super) const fn style(self) -> Option<Style> {
        match self {
            Self::Plain => None,
            Self::Good => Some(AnsiColor::Green.on_default()),
            Self::Waiting => Some(AnsiColor::Yellow.on_default()),
            Self::Bad => Some(AnsiColor::Red.on_default()),
            Self::Over => Some(Style::new().dimmed()),
        }
    }
}

/// `--color`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Color {
    /// On a terminal that can, unless `NO_COLOR` is set.
    #[default]
    Auto,
    Always,
    Never,
}

/// What the environment says about colour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// `NO_COLOR`. Empty counts as unset, as no-color.org has it.
    pub no_color: Option<String>,
    /// `CLICOLOR`. `0` is no colour (bixense.com/clicolors).
    pub clicolor: Option<String>,
    /// `CLICOLOR_FORCE`. Set, and not `0`, it is colour where there is no terminal, unless `NO_COLOR` is set.
    pub clicolor_force: Option<String>,
    /// `TERM`. `dumb` has no colour and no cursor movement.
    pub term: Option<String>,
}

impl Environment {
    /// Whether the terminal understands no more than lines of text.
    pub fn is_dumb(&self) -> bool {
        self.term.as_deref() == Some("dumb")
    }
}

/// Whether a stream is coloured. The flag beats the environment, as the more explicit of the two.
pub fn is_colored(color: Color, environment: &Environment, is_terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if environment.no_color.as_deref().is_some_and(|value| !value.is_empty()) => false,
        Color::Auto if environment.clicolor_force.as_deref().is_some_and(|value| !matches!(value, "" | "0")) => true,
        Color::Auto => is_terminal && environment.clicolor.as_deref() != Some("0") && !environment.is_dumb(),
    }
}

/// `text` in `style`.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_for_terminals_that_want_it() {
        let plain = Environment::default();
        let no_color = |value: &str| Environment { no_color: Some(value.to_owned()), ..plain.clone() };
        let clicolor = |value: &str| Environment { clicolor: Some(value.to_owned()), ..plain.clone() };
        let forced = |value: &str| Environment { clicolor_force: Some(value.to_owned()), ..plain.clone() };
        let dumb = Environment { term: Some("dumb".to_owned()), ..plain.clone() };
        assert!(is_colored(Color::Auto, &plain, true));
        assert!(!is_colored(Color::Auto, &plain, false));
        assert!(!is_colored(Color::Auto, &no_color("1"), true));
        assert!(is_colored(Color::Auto, &no_color(""), true), "an empty NO_COLOR is as good as none");
        assert!(!is_colored(Color::Auto, &dumb, true));
        assert!(!is_colored(Color::Auto, &clicolor("0"), true));
        assert!(is_colored(Color::Auto, &clicolor("1"), true) && is_colored(Color::Auto, &clicolor(""), true));
        assert!(!is_colored(Color::Auto, &clicolor("1"), false));
        assert!(is_colored(Color::Auto, &forced("1"), false));
        assert!(!is_colored(Color::Auto, &forced("0"), false) && !is_colored(Color::Auto, &forced(""), false));
        let both = Environment { no_color: Some("1".to_owned()), ..forced("1") };
        assert!(!is_colored(Color::Auto, &both, true), "NO_COLOR comes first");
        let force_and_none = Environment { clicolor: Some("0".to_owned()), ..forced("1") };
        assert!(is_colored(Color::Auto, &force_and_none, false), "CLICOLOR_FORCE comes before CLICOLOR");
        assert!(!is_colored(Color::Never, &forced("1"), true));
        assert!(is_colored(Color::Always, &no_color("1"), false));
        assert!(!is_colored(Color::Never, &plain, true));
    }
}
