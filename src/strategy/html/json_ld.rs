//! A page's JSON-LD scripts, as far as they can be read.

use crate::document::html::Page;
use serde_json::{Map, Value};

/// The scripts of a page that are JSON, read as publishers write them: with line breaks inside strings, comment marks and a
/// semicolon about them. Nesting is bounded by the parser (128).
pub fn scripts(page: &Page) -> Vec<Value> {
    page.json_ld.iter().filter_map(|script| parse(script)).collect()
}

fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("/*<![CDATA[*/");
    let script = script.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("/*]]>*/").trim().trim_end_matches(';');
    let cleaned = || script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    serde_json::from_str(script).or_else(|_| serde_json::from_str(&cleaned())).ok()
}

/// Shows every object in the scripts, nested ones behind those around them, in the order of the page.
pub fn for_each_object(scripts: &[Value], mut show: impl FnMut(&Map<String, Value>)) {
    let mut open: Vec<&Value> = scripts.iter().rev().collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::Object(object) => {
                show(object);
                let from = open.len();
                open.extend(object.values());
                open[from..].reverse();
            }
            _ => {}
        }
    }
}

/// The names in an object's `@type`, in lower case.
pub fn types(object: &Map<String, Value>) -> Vec<String> {
    let names: Vec<&str> = match object.get("@type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    names.into_iter().map(type_name).collect()
}

/// A type without its address: `http://schema.org/Product` gives `product`.
pub fn type_name(name: &str) -> String {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(scripts: &[&str]) -> Page {
        let mut page = Page::default();
        page.json_ld.extend(scripts.iter().map(|script| script.to_string()));
        page
    }

    #[test]
    fn objects_are_shown_in_the_order_of_the_page() {
        let page =
            page(&[r#"{"@type":"WebPage","b":{"@type":["A","schema:B"]},"c":[{"@type":"https://schema.org/C"}]}"#, r#"{"@type":"D"}"#]);
        let mut found = Vec::new();
        for_each_object(&scripts(&page), |object| found.extend(types(object)));
        assert_eq!(found, ["webpage", "a", "b", "c", "d"]);
    }

    #[test]
    fn broken_scripts_are_read_or_passed_over() {
        let page = page(&["<!-- {\"a\":\"One\ntwo\"}; -->", "{", "", "nonsense"]);
        assert_eq!(scripts(&page), [serde_json::json!({"a": "One two"})]);
        let deep = "[".repeat(100_000);
        assert_eq!(parse(&deep), None);
    }
}
