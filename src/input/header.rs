//! Which column of an input means what: exact names, `--map HEADER=COLUMN`, `--rest field|drop`
//! (docs/reference.md#commands).

use super::mapping::{Mapping, Rest, fold, quoted};
use crate::domain::name::probably_meant;
use crate::domain::shell::{Verbatim, shell_format};
use crate::error::{Error, Result};

/// A byte order mark that was read as Windows-1252.
const MARK: &str = "ï»¿";
/// The prefix of a column that holds one of a client's extra fields: `field.region`.
const FIELD: &str = "field.";
/// What the errors file appends; known everywhere and ignored, so that it feeds back.
pub(super) const REASON: [&str; 2] = ["error_code", "message"];
/// The same, where the input has columns of its own by those names.
pub(super) const OTHER_REASON: [&str; 2] = ["refused_code", "refused_message"];

/// What the columns `field.KEY` are to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fields {
    Used,
    /// It has no use for them, but a list that it reads may carry them.
    Ignored,
}

/// Whether the command has the flags `--map` and `--rest`; decides what its hints advise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renaming {
    Offered,
    /// It has them, but keeps no extra fields.
    Dropping,
    Absent,
}

/// The columns that a command knows.
#[derive(Debug, Clone)]
pub struct Known {
    used: Vec<&'static str>,
    ignored: Vec<&'static str>,
    fields: Fields,
    renaming: Renaming,
}

impl Known {
    /// A command that uses these columns, ignores `field.KEY`, and has no `--map`.
    pub fn new(used: &[&'static str]) -> Self {
        Self { used: used.to_vec(), ignored: Vec::new(), fields: Fields::Ignored, renaming: Renaming::Absent }
    }

    /// Columns of our own exports for which it has no use. Those that it uses may be among them.
    #[must_use]
    pub fn ignoring(mut self, columns: &[&'static str]) -> Self {
        self.ignored.extend(columns);
        self
    }

    /// What `field.KEY` is to it.
    #[must_use]
    pub const fn fields(mut self, fields: Fields) -> Self {
        self.fields = fields;
        self
    }

    /// Whether it has `--map` and `--rest`.
    #[must_use]
    pub const fn renaming(mut self, renaming: Renaming) -> Self {
        self.renaming = renaming;
        self
    }

    fn used(&self, name: &str) -> Option<&'static str> {
        self.used.iter().copied().find(|column| *column == name)
    }

    fn role(&self, name: &str) -> Option<Role> {
        if let Some(column) = self.used(name) {
            return Some(Role::Used(column));
        }
        if let Some(key) = field_key(name) {
            return Some(match self.fields {
                Fields::Used => Role::Field(key.to_owned()),
                Fields::Ignored => Role::Ignored,
            });
        }
        let ignored = self.ignored.iter().chain(&REASON).chain(&OTHER_REASON).any(|column| *column == name);
        ignored.then_some(Role::Ignored)
    }

    /// The column that `name` is but for capitals, blanks and hyphens.
    fn misspelt(&self, name: &str) -> Option<&'static str> {
        self.used.iter().copied().find(|column| fold(column) == fold(name))
    }

    /// The known name most like `name`, if any is alike.
    fn nearest(&self, name: &str) -> Option<&'static str> {
        let folded = fold(name);
        let alike = |column: &&'static str| {
            let column = fold(column);
            let contained = folded.len() > 3 && (column.contains(&folded) || folded.contains(&column));
            strsim::normalized_damerau_levenshtein(&folded, &column).max(if contained { 0.7 } else { 0.0 })
        };
        let scored = self.used.iter().map(|column| (*column, alike(column)));
        let best = scored.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.filter(|(_, score)| *score >= 0.6).map(|(column, _)| column)
    }
}

/// What one column of the input is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// A column of the command.
    Used(&'static str),
    /// An extra field with this key.
    Field(String),
    /// Known, of no use here.
    Ignored,
    /// Left out by `--rest drop`, or without name and content.
    Dropped,
}

/// Whether `header` means something to the command.
pub(super) fn recognised(header: &str, known: &Known, mapping: &Mapping) -> bool {
    mapping.column(header).is_some() || known.role(header).is_some()
}

/// What each column of `header` (names trimmed) is.
///
/// # Errors
/// `usage` for unknown and doubled headers, for two that mean the same column, and for a `--map` that fits nothing.
pub(super) fn resolve(name: &str, header: &[String], known: &Known, mapping: &Mapping) -> Result<Vec<Role>> {
    check_mapping(name, header, known, mapping)?;
    let mut unknown = Vec::new();
    let mut roles = Vec::with_capacity(header.len());
    for title in header {
        let role = match mapping.column(title) {
            Some(column) => known.role(column),
            None if title.is_empty() => Some(Role::Dropped),
            None => known.role(title),
        };
        if let (None, Rest::Field | Rest::Drop, Some(column)) = (&role, mapping.rest(), known.misspelt(title)) {
            return Err(set_aside(name, title, column));
        }
        roles.push(match (role, mapping.rest()) {
            (Some(role), _) => role,
            (None, Rest::Field) => Role::Field(title.clone()),
            (None, Rest::Drop) => Role::Dropped,
            (None, Rest::Refuse) => {
                unknown.push(title.as_str());
                Role::Dropped
            }
        });
    }
    if !unknown.is_empty() {
        return Err(unknown_headers(name, &unknown, known));
    }
    for (at, role) in roles.iter().enumerate() {
        let lookalike = roles[..at].iter().position(|earlier| earlier == role).filter(|_| *role != Role::Dropped);
        let Some(lookalike) = lookalike.filter(|lookalike| *role != Role::Ignored || header[*lookalike] == header[at])
        else {
            continue;
        };
        let (first, second) = (quoted(&header[lookalike]), quoted(&header[at]));
        let message = if first == second {
            format!("{name} has the column {first} twice, as number {} and number {}", lookalike + 1, at + 1)
        } else {
            format!("the columns {first} and {second} of {name} both mean {}", meaning(role))
        };
        return Err(Error::usage(message).advice("leave one of them in the file").fact("file", name));
    }
    Ok(roles)
}

/// `--rest` would put aside what is surely meant for a column.
fn set_aside(name: &str, title: &str, column: &str) -> Error {
    Error::usage(format!("the header {} in {name} is nearly `{column}`, and --rest would set it aside", quoted(title)))
        .advice(shell_format!("if it is `{}`, say `--map {}`", column, format!("{title}={column}")))
        .advice(shell_format!("if it is an extra field, say `--map {}`", format!("{title}={FIELD}{column}")))
        .fact("file", name)
}

fn field_key(name: &str) -> Option<&str> {
    name.strip_prefix(FIELD).filter(|key| !key.is_empty())
}

fn meaning(role: &Role) -> String {
    match role {
        Role::Used(column) => (*column).to_owned(),
        Role::Field(key) => format!("{FIELD}{key}"),
        Role::Ignored | Role::Dropped => "nothing here".to_owned(),
    }
}

fn check_mapping(name: &str, header: &[String], known: &Known, mapping: &Mapping) -> Result<()> {
    for (title, column) in mapping.pairs() {
        let target = known.role(column).filter(|role| *role != Role::Ignored);
        if target.is_none() {
            let mut error =
                Error::usage(format!("--map leads {} to {}, which is no column here", quoted(title), quoted(column)));
            if let Some(nearest) = known.nearest(column) {
                error = error.advice(format!("did you mean `{nearest}`?"));
            }
            return Err(error.advice(known.columns()));
        }
        if !header.is_empty() && !header.contains(title) {
            let near =
                |other: &&String| strsim::normalized_damerau_levenshtein(&other.to_lowercase(), &title.to_lowercase());
            let nearest = header.iter().max_by(|a, b| near(a).total_cmp(&near(b))).filter(|other| near(other) >= 0.5);
            let error = Error::usage(format!("--map names the header {}, which {name} does not have", quoted(title)));
            let titles: Vec<String> =
                header.iter().filter(|title| !title.is_empty()).map(|title| quoted(title)).collect();
            return Err(match nearest {
                Some(nearest) => error.advice(format!("did you mean {}?", quoted(nearest))),
                None => error.advice(format!("its headers are {}", titles.join(", "))),
            }
            .fact("file", name));
        }
    }
    Ok(())
}

impl Known {
    fn columns(&self) -> String {
        let fields = if self.fields == Fields::Used { ", field.KEY" } else { "" };
        format!("the columns are {}{fields}", self.used.join(", "))
    }
}

fn unknown_headers(name: &str, unknown: &[&str], known: &Known) -> Error {
    let quoted_titles: Vec<String> = unknown.iter().map(|title| quoted(title)).collect();
    let (noun, them) = if quoted_titles.len() == 1 { ("header", "it") } else { ("headers", "them") };
    let mut error = Error::usage(format!("unknown {noun} in {name}: {}", quoted_titles.join(", "))).fact("file", name);
    if let Some(garbled) = unknown.iter().find(|title| title.starts_with(MARK) || probably_meant(title).is_some()) {
        return error.advice(format!(
            "{} is garbled: the table was read in the wrong encoding; export it again as CSV UTF-8",
            quoted(garbled)
        ));
    }
    for title in unknown {
        let Some(nearest) = known.nearest(title) else { continue };
        error = error.advice(match known.renaming {
            Renaming::Offered | Renaming::Dropping => {
                shell_format!(
                    "if {} is `{}`, say `--map {}`",
                    Verbatim(&quoted(title)),
                    nearest,
                    format!("{title}={nearest}")
                )
            }
            Renaming::Absent => format!("if {} is `{nearest}`, name it so in the file", quoted(title)),
        });
    }
    error = error.advice(known.columns());
    match known.renaming {
        Renaming::Offered => error
            .advice(format!("keep {them} as extra fields with `--rest field`, or leave {them} out with `--rest drop`")),
        Renaming::Dropping => error.advice(format!("leave {them} out with `--rest drop`")),
        Renaming::Absent => error.advice(format!("take {them} out of the file")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    fn import() -> Known {
        Known::new(&["name", "slug", "owners", "owner_name", "domain", "account_number", "plan"])
            .ignoring(&["client_id", "slug", "state"])
            .fields(Fields::Used)
            .renaming(Renaming::Offered)
    }

    fn resolved(header: &str, known: &Known, maps: &[&str], rest: Rest) -> Result<Vec<Role>> {
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        resolve("new.csv", &header, known, &Mapping::parse(maps, rest)?)
    }

    #[test]
    fn known_mapped_and_other_columns_are_found() {
        let roles =
            resolved("Company,slug,field.region,state,Branch,", &import(), &["Company=name"], Rest::Field).unwrap();
        let field = |key: &str| Role::Field(key.to_owned());
        assert_eq!(
            roles,
            [Role::Used("name"), Role::Used("slug"), field("region"), Role::Ignored, field("Branch"), Role::Dropped]
        );
        assert_eq!(resolved("name,Branch", &import(), &[], Rest::Drop).unwrap()[1], Role::Dropped);
    }

    #[test]
    fn unknown_header_suggests_nearest_and_map() {
        let error = resolved("Name,Owner e-mail,Größe", &import(), &[], Rest::Refuse).unwrap_err();
        assert_eq!(error.code(), Code::Usage);
        assert_eq!(error.message(), "unknown headers in new.csv: \"Name\", \"Owner e-mail\", \"Größe\"");
        assert_eq!(error.hints()[0], "if \"Name\" is `name`, say `--map Name=name`");
        assert!(error.hints().last().unwrap().contains("`--rest field`"), "{:?}", error.hints());

        let bulk = Known::new(&["client_id", "client_slug", "email", "role"]);
        let error = resolved("client_id,e-mail", &bulk, &[], Rest::Refuse).unwrap_err();
        assert_eq!(error.hints()[0], "if \"e-mail\" is `email`, name it so in the file");
        assert!(!error.hints().iter().any(|hint| hint.contains("--map")), "bulk has no --map: {:?}", error.hints());
    }

    #[test]
    fn garbled_header_is_named_as_such() {
        for header in ["ï»¿name,slug", "name,StraÃŸe", "name,Stra&szlig;e"] {
            let error = resolved(header, &import(), &[], Rest::Refuse).unwrap_err();
            assert_eq!(error.hints().len(), 1, "{:?}", error.hints());
            assert!(error.hints()[0].contains("is garbled") && error.hints()[0].contains("CSV UTF-8"));
        }
    }

    #[test]
    fn rest_takes_no_misspelled_column() {
        for rest in [Rest::Field, Rest::Drop] {
            let error = resolved("name,Slug", &import(), &[], rest).unwrap_err();
            assert_eq!(
                error.message(),
                "the header \"Slug\" in new.csv is nearly `slug`, and --rest would set it aside"
            );
            let hints =
                ["if it is `slug`, say `--map Slug=slug`", "if it is an extra field, say `--map Slug=field.slug`"];
            assert_eq!(error.hints(), hints);
            assert!(resolved("name,Slug", &import(), &["Slug=slug"], rest).is_ok());
            assert!(resolved("name,Slug", &import(), &["Slug=field.slug"], rest).is_ok());
        }
    }

    #[test]
    fn doubled_headers_are_refused() {
        let message =
            |header, maps: &[&str]| resolved(header, &import(), maps, Rest::Refuse).unwrap_err().message().to_owned();
        assert_eq!(message("name,slug,name", &[]), "new.csv has the column \"name\" twice, as number 1 and number 3");
        assert_eq!(
            message("state,name,state", &[]),
            "new.csv has the column \"state\" twice, as number 1 and number 3"
        );
        assert_eq!(
            message("name,Company", &["Company=name"]),
            "the columns \"name\" and \"Company\" of new.csv both mean name"
        );
        resolved("name,note,note", &import(), &[], Rest::Drop).expect("what is dropped cannot collide");
    }

    #[test]
    fn useless_map_suggests_nearest() {
        let refused = |header, map: &str| resolved(header, &import(), &[map], Rest::Refuse).unwrap_err();
        let error = refused("Company", "Compani=name");
        assert_eq!(error.message(), "--map names the header \"Compani\", which new.csv does not have");
        assert_eq!(error.hints(), ["did you mean \"Company\"?"]);
        let error = refused("Company", "Company=nmae");
        assert_eq!(error.hints()[0], "did you mean `name`?");
        refused("Company", "Company=client_id");
        for bad in ["name", "=name", "Company=", ""] {
            assert_eq!(Mapping::parse(&[bad], Rest::Refuse).unwrap_err().code(), Code::Usage, "{bad}");
        }
        assert!(Mapping::parse(&["a=name", "a=slug"], Rest::Refuse).is_err());
    }

    #[test]
    fn errors_file_columns_are_known_everywhere() {
        let known = Known::new(&["email"]);
        let roles = resolved("email,error_code,message,field.x", &known, &[], Rest::Refuse).unwrap();
        assert_eq!(roles[1..], [Role::Ignored, Role::Ignored, Role::Ignored]);
    }
}
