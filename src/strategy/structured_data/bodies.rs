//! The texts of articles that a page states in its JSON-LD.

use crate::document::html::Page;
use crate::document::{Document, Format};
use crate::strategy::html::json_ld;
use serde_json::Value;

/// More bodies of one page are not read: a page of that many articles is no article.
const MAX_BODIES: usize = 64;

/// Every `articleBody` of a page's JSON-LD, in the order of the page, wherever it stands: in `@graph`, in arrays, in nested
/// objects. The updates of a live blog make one more body. Markup and character references in bodies are resolved.
pub fn article_bodies(page: &Page) -> Vec<String> {
    let scripts = json_ld::scripts(page);
    let mut found = Vec::new();
    json_ld::for_each_object(&scripts, |object| {
        found.extend(object.get("articleBody").and_then(own_text));
        found.extend(object.get("liveBlogUpdate").and_then(updates));
    });
    found.truncate(MAX_BODIES);
    found.into_iter().map(|body| plain(&body)).collect()
}

/// A string, or the strings of an array as paragraphs.
fn own_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
            (!parts.is_empty()).then(|| parts.join("\n"))
        }
        _ => None,
    }
}

/// The bodies of a live blog's updates as one text.
fn updates(value: &Value) -> Option<String> {
    let updates = value.as_array()?.iter();
    let bodies: Vec<String> = updates.filter_map(|update| update.get("articleBody").and_then(own_text)).collect();
    (!bodies.is_empty()).then(|| bodies.join("\n"))
}

/// A body without markup. References may be escaped twice over.
fn plain(body: &str) -> String {
    let mut text = body.to_string();
    for _ in 0..2 {
        if !(text.contains("</") || text.contains("<p") || text.contains("<br") || (text.contains('&') && text.contains(';'))) {
            break;
        }
        text = Document::anonymous(Format::Html, text).text().to_string();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(scripts: &[&str]) -> Vec<String> {
        let mut page = Page::default();
        page.json_ld.extend(scripts.iter().map(|script| script.to_string()));
        article_bodies(&page)
    }

    #[test]
    fn bodies_are_found_in_graphs_and_arrays() {
        assert_eq!(bodies(&[r#"{"@type":"NewsArticle","articleBody":"One."}"#]), ["One."]);
        let graph = r#"{"@graph":[{"@type":"WebSite"},{"@type":"Article","articleBody":"One."},{"@type":"Article","articleBody":"Two."}]}"#;
        assert_eq!(bodies(&[graph]), ["One.", "Two."]);
        assert_eq!(bodies(&[r#"[{"mainEntity":{"articleBody":["One.","Two."]}}]"#]), ["One.\nTwo."]);
    }

    #[test]
    fn updates_of_a_live_blog_are_one_body_and_each_its_own() {
        let blog = r#"{"@type":"LiveBlogPosting","liveBlogUpdate":[{"articleBody":"First."},{"articleBody":"Then."}]}"#;
        assert_eq!(bodies(&[blog]), ["First.\nThen.", "First.", "Then."]);
    }

    #[test]
    fn broken_scripts_are_read_or_passed_over() {
        assert_eq!(bodies(&["<!-- {\"articleBody\":\"One\ntwo.\"}; -->", "{", "{\"articleBody\": 7}"]), ["One two."]);
    }

    #[test]
    fn markup_is_resolved() {
        assert_eq!(bodies(&[r#"{"articleBody":"<p>One &amp; two.</p><p>Three.</p>"}"#]), ["One & two.\n\nThree."]);
        assert_eq!(bodies(&[r#"{"articleBody":"&lt;p&gt;One.&lt;/p&gt;"}"#]), ["One."]);
    }
}
