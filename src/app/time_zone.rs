//! The time zone of the reader: `TZ`, else that of the machine.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use crate::domain::time::{Instant, Zone};

/// Where systems keep the IANA database, and what `TZ` is relative to.
const DATABASE: &str = "/usr/share/zoneinfo";
const LOCALTIME: &str = "/etc/localtime";
/// The most bytes of a file that describes a time zone; those of the IANA database have a few thousand.
const LARGEST_FILE: u64 = 1 << 20;
/// The middle of January and of July 2026, when clocks that change differ.
const WINTER_AND_SUMMER: [Instant; 2] = [Instant::from_ms(1_768_435_200_000), Instant::from_ms(1_784_073_600_000)];

/// The zone in which people read and write times, and what is wrong with the one that `TZ` names.
pub fn of_reader(tz: Option<&OsStr>) -> (Zone, Option<String>) {
    let Some(tz) = tz else { return (Zone::lazy(of_machine), None) };
    let tz = tz.to_string_lossy();
    match of_variable(&tz) {
        Some(zone) => (zone, None),
        None => (Zone::utc(), Some(format!("TZ names {tz:?}, which is no time zone; times are in UTC"))),
    }
}

/// A name, a file, or a rule, as POSIX and GNU have them.
fn of_variable(tz: &str) -> Option<Zone> {
    if tz.is_empty() {
        return Some(Zone::utc());
    }
    let file = Path::new(DATABASE).join(tz.strip_prefix(':').unwrap_or(tz));
    let named = file.strip_prefix(DATABASE).ok().and_then(Path::to_str).map(Zone::named);
    if let Some(Ok(zone)) = named {
        return Some(zone);
    }
    let machine = Zone::machine();
    let is_rule =
        || standard_offset(tz).is_some_and(|ms| WINTER_AND_SUMMER.map(|at| machine.offset_ms(at)).contains(&ms));
    (is_zone_file(&file) || is_rule()).then_some(machine)
}

/// A path is read whole later, and some files never end.
fn is_zone_file(path: &Path) -> bool {
    let mut magic = [0; 4];
    fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() <= LARGEST_FILE)
        && File::open(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok()
        && &magic == b"TZif"
}

/// The first offset of a POSIX rule such as `CET-1CEST,M3.5.0,M10.5.0/3` in milliseconds east of UTC. Where the
/// rule is malformed, chrono takes UTC, and its offset is another.
fn standard_offset(rule: &str) -> Option<i64> {
    let rest = match rule.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>')?.1,
        None => {
            let rest = rule.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            (rule.len() - rest.len() >= 3).then_some(rest)?
        }
    };
    let (sign, rest) = match rest.strip_prefix('-') {
        Some(rest) => (1, rest),
        None => (-1, rest.strip_prefix('+').unwrap_or(rest)),
    };
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(rest.len());
    let mut ms = 0;
    for (part, unit) in rest[..end].split(':').zip([3_600_000, 60_000, 1000]) {
        ms += part.parse::<i64>().ok()?.checked_mul(unit)?;
    }
    Some(sign * ms)
}

/// The zone of the machine by its name, if `/etc/localtime` is a link to it or has the same rules.
fn of_machine() -> Zone {
    let machine = Zone::machine();
    if let Ok(name) = iana_time_zone::get_timezone()
        && let Ok(zone) = Zone::named(&name)
    {
        let is_linked = fs::read_link(LOCALTIME).is_ok_and(|target| target.ends_with(&name));
        if is_linked || WINTER_AND_SUMMER.iter().all(|at| zone.offset_ms(*at) == machine.offset_ms(*at)) {
            return zone;
        }
    }
    if Path::new(LOCALTIME).exists() { machine } else { Zone::utc() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variable_is_a_name_or_a_path_to_one() {
        for tz in ["Europe/Berlin", ":Europe/Berlin", "europe/berlin", "/usr/share/zoneinfo/Europe/Berlin"] {
            assert_eq!(of_variable(tz).unwrap().name(), Some("Europe/Berlin"), "{tz}");
        }
        assert_eq!(of_variable("").unwrap().name(), Some("UTC"));
        for tz in ["Mars/Olympus", "/dev/zero", "/etc/passwd", "../../../etc/passwd", ":", "CET-1CEST,never", "UTC+"] {
            assert!(of_variable(tz).is_none(), "{tz}");
        }
    }

    #[test]
    fn rule_begins_with_its_standard_offset() {
        for (rule, minutes) in [
            ("CET-1CEST,M3.5.0,M10.5.0/3", Some(60)),
            ("<-03>3<-02>,M11.1.0/0,M2.3.0/0", Some(-180)),
            ("IST-5:30", Some(330)),
            ("UTC0", Some(0)),
            ("XYZ+13", Some(-780)),
            ("AB1", None),
            ("CET", None),
            ("CET-", None),
            ("<CET1", None),
            ("", None),
        ] {
            assert_eq!(standard_offset(rule), minutes.map(|minutes: i64| minutes * 60_000), "{rule}");
        }
    }
}
