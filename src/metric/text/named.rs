//! Text metrics by name, as users ask for them.

use super::{ALL, Cost, Mode, TextMetric};
use crate::error::{Error, Result};

/// Names that stand for several metrics: every one, those whose time grows with the text, none.
const GROUPS: [&str; 3] = ["all", "default", "none"];

/// The metrics of some names, each once, in the order of [`ALL`]. A name is a metric's id, which stands for both modes, with `.compat` or
/// `.sane` behind it for one of them; or `default` (all whose time grows with the text), `all`, or `none`.
///
/// ```
/// use gleaner::metric::text::named::named;
/// let ids: Vec<&str> = named(&["scrapinghub", "wcxb"])?.iter().map(|metric| metric.id).collect();
/// assert_eq!(ids, ["wcxb", "wcxb", "scrapinghub", "scrapinghub"]);
/// assert_eq!(named(&["wcxb.compat"])?[0].mode, gleaner::metric::text::Mode::Compat);
/// assert!(named(&["none"])?.is_empty());
/// # Ok::<(), gleaner::error::Error>(())
/// ```
///
/// # Errors
/// A name that is none of these.
pub fn named<S: AsRef<str>>(names: &[S]) -> Result<Vec<&'static TextMetric>> {
    let is_known = |name: &str| GROUPS.contains(&name) || ALL.iter().any(|metric| is_meant(metric, name));
    if let Some(unknown) = names.iter().map(AsRef::as_ref).find(|name| !is_known(name)) {
        let mut ids: Vec<&str> = ALL.iter().map(|metric| metric.id).collect();
        ids.dedup();
        return Err(Error::usage(format!("no text metric `{unknown}`")).remedy(format!(
            "there are {}, {}",
            ids.join(", "),
            GROUPS.join(", ")
        )));
    }
    let wanted = |metric: &TextMetric| names.iter().any(|name| is_meant(metric, name.as_ref()));
    Ok(ALL.iter().copied().filter(|metric| wanted(metric)).collect())
}

fn is_meant(metric: &TextMetric, name: &str) -> bool {
    match name {
        "all" => true,
        "default" => metric.cost == Cost::Linear,
        name => metric.id == name || name.strip_prefix(metric.id) == Some(suffix(metric.mode)),
    }
}

/// What stands behind an id for one mode.
const fn suffix(mode: Mode) -> &'static str {
    match mode {
        Mode::Compat => ".compat",
        Mode::Sane => ".sane",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_groups_are_joined_and_each_metric_stands_once() {
        let linear = ALL.iter().filter(|metric| metric.cost == Cost::Linear).count();
        assert_eq!(named(&["default", "wcxb"]).expect("known").len(), linear);
        assert_eq!(named(&["none", "levenshtein"]).expect("known").len(), 2);
        assert_eq!(named(&["wcxb", "all"]).expect("known").len(), ALL.len());
        assert!(linear < ALL.len() && named::<&str>(&[]).expect("nothing asked for").is_empty());
    }

    #[test]
    fn a_suffix_picks_one_mode() {
        let modes = |names: &[&str]| named(names).expect("known").iter().map(|metric| metric.mode).collect::<Vec<_>>();
        assert_eq!(modes(&["wcxb.sane"]), [Mode::Sane]);
        assert_eq!(modes(&["wcxb.sane", "wcxb.compat"]), modes(&["wcxb"]));
        // This one has no repaired mode.
        assert!(named(&["wcxb-set.sane"]).is_err() && named(&["wcxb.f1.compat"]).is_err() && named(&["all.compat"]).is_err());
    }

    #[test]
    fn an_unknown_name_is_told_with_those_there_are() {
        let told = named(&["wcxb", "wcbx"]).expect_err("unknown").to_string();
        assert!(
            told.contains("no text metric `wcbx`") && told.contains("wcxb, wcxb-snippets") && told.ends_with("all, default, none)"),
            "{told}"
        );
    }
}
