//! Groups of sources that a user supplies: lean, country, owner, whatever they know of their outlets. No table ships.
//!
//! A file of three columns with a header, parted by tabs: `source` (or `domain`), `column`, `value`, one line a source and
//! column. Strategies never see it: it reaches [`super::assess`] and nothing below.

use crate::error::{Error, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Larger files are refused.
pub const MAX_BYTES: u64 = 64 << 20;
/// More columns of groups are refused: each is tested, and each test costs certainty.
pub const MAX_COLUMNS: usize = 50;
/// Cells longer than this many bytes are refused.
const MAX_CELL: usize = 500;

const LAYOUT: &str = "the header is `source<TAB>column<TAB>value`, then a line for each source and column";

/// Groups by source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    columns: Vec<String>,
    /// By source as it is written.
    exact: BTreeMap<String, Values>,
    /// By normalised domain.
    domains: BTreeMap<String, Values>,
}

/// For each column its value and the line it stands in.
type Values = BTreeMap<usize, (String, usize)>;

impl Groups {
    /// Reads a table's text.
    ///
    /// # Errors
    /// With the line: no or another header, a line without three cells, an empty or overlong one, a source with two values in a
    /// column, too many columns; a table without lines.
    ///
    /// ```
    /// use gleaner::bias::Groups;
    /// let groups = Groups::read("domain\tcolumn\tvalue\nwww.example.org\tcountry\tUtopia\n")?;
    /// assert_eq!(groups.value("example.org", 0), Some("Utopia"));
    /// assert_eq!(groups.columns(), ["country"]);
    /// # Ok::<(), gleaner::error::Error>(())
    /// ```
    pub fn read(text: &str) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !is_blank(line));
        let header = lines.next().ok_or_else(|| Error::data("the table of groups is empty").remedy(LAYOUT))?;
        check_header(header)?;
        let mut groups = Self::default();
        for (line, text) in lines {
            groups.add(cells(line, text)?, line)?;
        }
        if groups.exact.is_empty() {
            return Err(Error::data("the table of groups has a header and no lines").in_line(header.0).remedy(LAYOUT));
        }
        Ok(groups)
    }

    fn add(&mut self, [source, column, value]: [&str; 3], line: usize) -> Result<()> {
        let index = self.columns.iter().position(|known| known == column).unwrap_or(self.columns.len());
        if index == MAX_COLUMNS {
            return Err(Error::data(format!("more than {MAX_COLUMNS} columns of groups")).in_line(line).remedy("keep those you ask about"));
        }
        if index == self.columns.len() {
            self.columns.push(column.to_string());
        }
        let own = self.exact.entry(source.to_string()).or_default();
        let before = own.insert(index, (value.to_string(), line));
        if let Some((other, first)) = before {
            let error = Error::data(format!("`{source}` has a `{column}` already: `{other}` in line {first}")).in_line(line);
            return Err(error.remedy("keep one line for each source and column"));
        }
        let shared = self.domains.entry(domain(source)).or_default();
        match shared.get(&index) {
            Some((other, first)) if other != value => {
                let error = Error::data(format!("`{source}` is the domain of line {first}, with another `{column}`: `{other}`"));
                Err(error.in_line(line).remedy("give a domain one value in a column"))
            }
            Some(_) => Ok(()),
            None => {
                shared.insert(index, (value.to_string(), line));
                Ok(())
            }
        }
    }

    /// Names of the columns, in the order of the table.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The value of a source in a column, by its name as it is, else by its domain.
    pub fn value(&self, source: &str, column: usize) -> Option<&str> {
        let exact = self.exact.get(source).and_then(|values| values.get(&column));
        let found = exact.or_else(|| self.domains.get(&domain(source))?.get(&column));
        found.map(|(value, _)| value.as_str())
    }

    /// Sources of the table that are none of `known`, in the order of their names.
    pub fn unknown<'s>(&self, known: impl IntoIterator<Item = &'s str>) -> Vec<&str> {
        let (mut names, mut domains) = (BTreeSet::new(), BTreeSet::new());
        for source in known {
            names.insert(source);
            domains.insert(domain(source));
        }
        let is_unknown = |source: &&String| !names.contains(source.as_str()) && !domains.contains(&domain(source));
        self.exact.keys().filter(is_unknown).map(String::as_str).collect()
    }
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#')
}

fn check_header((line, text): (usize, &str)) -> Result<()> {
    let names: Vec<String> = text.split('\t').map(|name| name.trim().to_lowercase()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names[..] {
        ["source" | "domain", "column", "value"] => Ok(()),
        _ => Err(Error::data(format!("`{}` is no header of a table of groups", shortened(text))).in_line(line).remedy(LAYOUT)),
    }
}

fn cells(line: usize, text: &str) -> Result<[&str; 3]> {
    let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
    let [source, column, value] = cells[..] else {
        let error = Error::data(format!("{} cells where three belong: `{}`", cells.len(), shortened(text))).in_line(line);
        return Err(error.remedy("part source, column and value by tabs"));
    };
    for (name, cell) in [("source", source), ("column", column), ("value", value)] {
        if cell.is_empty() {
            return Err(Error::data(format!("the {name} is empty")).in_line(line).remedy("fill it, or take the line out"));
        }
        if cell.len() > MAX_CELL || cell.chars().any(char::is_control) {
            let error = Error::data(format!("`{}` is no {name}", shortened(cell))).in_line(line);
            return Err(error.remedy(format!("at most {MAX_CELL} bytes, without control characters")));
        }
    }
    Ok([source, column, value])
}

/// The start of a text, for a message.
fn shortened(text: &str) -> String {
    text.chars().take(40).filter(|c| !c.is_control() || *c == '\t').collect::<String>().replace('\t', " ")
}

/// A domain without what may stand around it: scheme, `www.`, port, path. A name without a dot is only put in lower case.
fn domain(source: &str) -> String {
    let lower = source.trim().to_lowercase();
    if !lower.contains('.') {
        return lower;
    }
    let host = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split_once(':').map_or(host, |(name, _)| name).trim_end_matches('.');
    host.strip_prefix("www.").unwrap_or(host).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "source\tcolumn\tvalue\n";

    fn error(text: &str) -> String {
        Groups::read(text).expect_err("broken").to_string()
    }

    #[test]
    fn sources_are_found_by_name_or_domain() {
        let groups =
            Groups::read(&format!("{HEAD}https://www.Gazette.example:8080/a\tside\tnorth\n\nThe Echo\tside\tsouth\nThe Echo\tage\told\n"));
        let groups = groups.expect("fine");
        assert_eq!(groups.columns(), ["side", "age"]);
        assert_eq!((groups.value("gazette.example", 0), groups.value("The Echo", 1)), (Some("north"), Some("old")));
        assert_eq!((groups.value("gazette.example", 1), groups.value("echo", 0)), (None, None));
        assert_eq!(groups.unknown(["www.gazette.example"]), ["The Echo"]);
    }

    #[test]
    fn a_broken_table_names_line_and_remedy() {
        assert_eq!(error(""), format!("the table of groups is empty ({LAYOUT})"));
        assert!(error("a,b,c\n").contains("`a,b,c` is no header"));
        assert!(error(HEAD).contains("has a header and no lines"));
        for (row, said) in [
            ("x\tlean", "2 cells where three belong: `x lean`"),
            ("x\tlean\tleft\tfar", "4 cells where three belong"),
            ("\tlean\tleft", "the source is empty"),
            ("x\t\tleft", "the column is empty"),
            ("x\tlean\t ", "the value is empty"),
            ("x\tlean\ta\u{7}b", "`ab` is no value"),
        ] {
            let error = Groups::read(&format!("{HEAD}y\tlean\tleft\n{row}\n")).expect_err("broken");
            assert_eq!(error.line(), Some(3), "{row}");
            assert!(error.to_string().contains(said), "{error}");
        }
        assert!(error(&format!("{HEAD}x\tlean\t{}\n", "a".repeat(501))).contains("at most 500 bytes"));
    }

    #[test]
    fn a_source_has_one_value_in_a_column() {
        let twice = error(&format!("{HEAD}x.org\tlean\tleft\nx.org\tlean\tright\n"));
        assert!(twice.contains("`x.org` has a `lean` already: `left` in line 2"), "{twice}");
        let domain = error(&format!("{HEAD}x.org\tlean\tleft\nwww.x.org\tlean\tright\n"));
        assert!(domain.contains("`www.x.org` is the domain of line 2, with another `lean`: `left`"), "{domain}");
        assert!(Groups::read(&format!("{HEAD}x.org\tlean\tleft\nwww.x.org\tlean\tleft\n")).is_ok());
        let many: String = (0..51).map(|at| format!("x\tc{at}\tv\n")).collect();
        assert!(error(&format!("{HEAD}{many}")).contains("more than 50 columns"));
    }
}
