//! Reads what a user writes for a strategy: `link-density`, `link-density(max=0.25)`, `link-density(max=0.1..0.5/0.05)`.

use super::{Entry, Selected};
use crate::error::{Error, Result};
use crate::strategy::ALL;

/// A sweep may make this many strategies at most.
const MAX_SWEEP: usize = 1000;

/// One strategy by name, with or without parameters.
///
/// # Errors
/// An unknown name or parameter, a value out of range, or a sweep (which makes several).
///
/// ```
/// use gleaner::strategy;
/// assert_eq!(strategy::parse("keep-all")?.name, "keep-all");
/// assert!(strategy::parse("keep-all(x=1)").is_err());
/// # Ok::<(), gleaner::error::Error>(())
/// ```
pub fn parse(specification: &str) -> Result<Selected> {
    parse_in(ALL, specification)
}

/// As [`parse`], of a table that need not be the product's.
///
/// # Errors
/// As [`parse`].
pub fn parse_in(table: &[&'static Entry], specification: &str) -> Result<Selected> {
    let mut found = list_in(table, specification)?;
    match found.len() {
        1 => Ok(found.remove(0)),
        several => Err(Error::usage(format!("`{specification}` names {several} strategies")).remedy("give one")),
    }
}

/// Strategies separated by commas, sweeps expanded, `all` for every one; duplicates are dropped.
///
/// # Errors
/// As [`parse`], and a sweep of more than a thousand values.
pub fn parse_list(list: &str) -> Result<Vec<Selected>> {
    list_in(ALL, list)
}

fn list_in(table: &[&'static Entry], list: &str) -> Result<Vec<Selected>> {
    let mut selected: Vec<Selected> = Vec::new();
    for specification in split_outside_brackets(list) {
        for one in parse_one(table, specification.trim())? {
            if !selected.iter().any(|other| other.name == one.name) {
                selected.push(one);
            }
        }
    }
    if selected.is_empty() {
        return Err(Error::usage("no strategy given").remedy("`gleaner strategies` lists them; `all` takes every one"));
    }
    Ok(selected)
}

/// Splits at commas that stand outside brackets.
pub fn split_outside_brackets(list: &str) -> Vec<&str> {
    let mut depth = 0i32;
    list.split(move |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth <= 0
    })
    .filter(|part| !part.trim().is_empty())
    .collect()
}

fn parse_one(table: &[&'static Entry], specification: &str) -> Result<Vec<Selected>> {
    if specification == "all" {
        return table.iter().map(|entry| Selected::new(entry, &[])).collect();
    }
    let (id, arguments) = match specification.split_once('(') {
        Some((id, rest)) => (id, rest.strip_suffix(')').ok_or_else(|| unclosed(specification))?),
        None => (specification, ""),
    };
    let entry = find(table, id.trim())?;
    let mut choices: Vec<Vec<(&str, String)>> = vec![Vec::new()];
    for argument in arguments.split(',').filter(|argument| !argument.trim().is_empty()) {
        let (name, value) = argument
            .split_once('=')
            .ok_or_else(|| Error::usage(format!("`{argument}` in `{specification}` is not a parameter")).remedy("write name=value"))?;
        let values = expand(value.trim())?;
        if choices.len() * values.len() > MAX_SWEEP {
            return Err(Error::usage(format!("`{specification}` makes more than {MAX_SWEEP} strategies")).remedy("take larger steps"));
        }
        choices = choices.iter().flat_map(|chosen| with_each(chosen, name.trim(), &values)).collect();
    }
    let select = |chosen: &Vec<(&str, String)>| {
        let chosen: Vec<(&str, &str)> = chosen.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Selected::new(entry, &chosen).map_err(|error| Error::usage(format!("strategy `{id}`: {error}")))
    };
    choices.iter().map(select).collect()
}

/// The choices so far, once with each value of one more parameter.
fn with_each<'a>(chosen: &[(&'a str, String)], name: &'a str, values: &[String]) -> Vec<Vec<(&'a str, String)>> {
    values.iter().map(|value| [chosen, &[(name, value.clone())]].concat()).collect()
}

fn unclosed(specification: &str) -> Error {
    Error::usage(format!("`{specification}` lacks a closing bracket")).remedy("write strategy(name=value)")
}

fn find(table: &[&'static Entry], id: &str) -> Result<&'static Entry> {
    table.iter().find(|entry| entry.id == id).copied().ok_or_else(|| {
        let near = table.iter().map(|entry| entry.id).filter(|known| known.contains(id) || id.contains(known)).collect::<Vec<_>>();
        let hint = if near.is_empty() { String::new() } else { format!("did you mean {}? ", near.join(", ")) };
        Error::usage(format!("unknown strategy `{id}`")).remedy(format!("{hint}`gleaner strategies` lists them"))
    })
}

/// `0.1..0.5/0.05` to its values, end included; anything else to itself.
fn expand(value: &str) -> Result<Vec<String>> {
    let Some((range, step)) = value.split_once('/') else { return Ok(vec![value.to_string()]) };
    let bad = || Error::usage(format!("`{value}` is not a sweep")).remedy("write first..last/step, as in 0.1..0.5/0.05");
    let (first, last) = range.split_once("..").ok_or_else(bad)?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(bad);
    let (first, last, step) = (number(first)?, number(last)?, number(step)?);
    if step <= 0.0 || last < first {
        return Err(bad());
    }
    let count = ((last - first) / step + 1e-9).floor() as usize + 1;
    if count > MAX_SWEEP {
        return Err(Error::usage(format!("`{value}` has {count} values")).remedy("take larger steps"));
    }
    // Nine decimals hide the binary noise of 0.1 + 2 · 0.05.
    Ok((0..count).map(|at| format!("{}", ((first + at as f64 * step) * 1e9).round() / 1e9)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_includes_both_ends() {
        assert_eq!(expand("0.1..0.3/0.05").expect("sweep"), ["0.1", "0.15", "0.2", "0.25", "0.3"]);
        assert_eq!(expand("3").expect("plain"), ["3"]);
        assert!(expand("1..0/0.1").is_err() && expand("0..1/0").is_err() && expand("0..1e9/0.001").is_err());
    }

    #[test]
    fn commas_inside_brackets_do_not_separate() {
        assert_eq!(split_outside_brackets("a(x=1,y=2), b,,c"), ["a(x=1,y=2)", " b", "c"]);
    }

    #[test]
    fn mistakes_name_the_remedy() {
        assert!(parse("keep").is_err_and(|error| error.to_string().contains("keep-all")));
        assert!(parse("keep-all(").is_err_and(|error| error.to_string().contains("closing bracket")));
        assert!(parse_list(" , ").is_err_and(|error| error.to_string().contains("no strategy given")));
    }
}
