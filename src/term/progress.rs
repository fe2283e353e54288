//! How far a run is, on one line.

use std::time::Duration;

/// The widest and the narrowest bar, in columns.
const WIDEST: usize = 30;
const NARROWEST: usize = 8;
/// Until this much time has passed, the rate proves nothing about the rest.
const FIRST_SECOND: f64 = 1.0;

/// How much of something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    pub done: u64,
    pub total: u64,
    /// What is counted: `rows`.
    pub unit: &'a str,
    pub elapsed: Duration,
}

impl Progress<'_> {
    /// `[=======>        ]  42%  4211 of 10000 rows  2400/s  about 3 s left`, in at most `width` columns. Where they are
    /// few, there is no bar.
    #[must_use]
    pub fn line(&self, width: usize) -> String {
        let Self { done, total, unit, elapsed } = *self;
        let done = done.min(total);
        let percent = (done * 100).checked_div(total).unwrap_or(100);
        let mut text = format!("{percent:3}%  {done} of {total} {unit}");
        let seconds = elapsed.as_secs_f64();
        if seconds >= FIRST_SECOND && done > 0 {
            text.push_str(&format!("  {:.0}/s", done as f64 / seconds));
            if done < total {
                let left = seconds * (total - done) as f64 / done as f64;
                text.push_str(&format!("  {} left", about(left)));
            }
        }
        let room = width.saturating_sub(text.len() + "[]  ".len()).min(WIDEST);
        if room < NARROWEST {
            return text.trim_start().to_owned();
        }
        let full = (room as u64 * done).checked_div(total).map_or(room, |full| full as usize);
        let mut bar = "=".repeat(full);
        if full < room {
            bar.push('>');
        }
        format!("[{bar:room$}]  {text}")
    }
}

/// A time in words that is only estimated: `about 3 min`.
#[must_use]
pub fn about(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 60.0 => format!("about {seconds:.0} s"),
        seconds if seconds < 5400.0 => format!("about {:.0} min", seconds / 60.0),
        seconds => format!("about {:.0} h", seconds / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(done: u64, seconds: u64) -> Progress<'static> {
        Progress { done, total: 10_000, unit: "rows", elapsed: Duration::from_secs(seconds) }
    }

    #[test]
    fn line_has_rate_and_time_left() {
        assert_eq!(rows(0, 0).line(80), "[>                             ]    0%  0 of 10000 rows");
        assert_eq!(
            rows(4_211, 2).line(100),
            "[============>                 ]   42%  4211 of 10000 rows  2106/s  about 3 s left"
        );
        assert_eq!(
            rows(100, 60).line(100),
            "[>                             ]    1%  100 of 10000 rows  2/s  about 2 h left"
        );
        assert_eq!(rows(10_000, 5).line(80), "[==============================]  100%  10000 of 10000 rows  2000/s");
    }

    #[test]
    fn line_fits_a_narrow_terminal() {
        assert_eq!(rows(4_211, 2).line(60), "[===>    ]   42%  4211 of 10000 rows  2106/s  about 3 s left");
        assert_eq!(rows(4_211, 2).line(59), "42%  4211 of 10000 rows  2106/s  about 3 s left");
        assert_eq!(rows(4_211, 0).line(40), "[=====>      ]   42%  4211 of 10000 rows");
        for width in 0..100 {
            let line = rows(4_211, 2).line(width);
            assert!(line.len() <= width || !line.contains('['), "{width}: {line}");
        }
    }

    #[test]
    fn nothing_to_do_is_done() {
        let nothing = Progress { done: 0, total: 0, unit: "rows", elapsed: Duration::ZERO };
        assert!(nothing.line(80).ends_with("100%  0 of 0 rows"));
    }
}
