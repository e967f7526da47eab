//! Cleaning inside the article: forms, tables, lists and divisions are judged by what they hold.

use super::Flags;
use super::score::Roots;
use super::walk::{Facts, Walked};
use crate::document::Document;
use crate::document::html::{Attribute, ElementId, Page, Tag};
use crate::strategy::html::kept_runs::inside;

/// Elements with this many commas are text.
const TEXT_COMMAS: u32 = 10;
/// List items beyond this many count as such.
const LIST_ITEMS: i64 = 100;
/// Less text than this beside a link is furniture.
const SHORT_CHARS: u32 = 25;
/// Headings may make up this share of a short element.
const HEADINGS: f64 = 0.9;
/// Links an element without, and with, a positive class may have.
const FEW_LINKS: f64 = 0.2;
const MANY_LINKS: f64 = 0.5;
const POSITIVE_WEIGHT: i32 = 25;
/// One embedded object needs this much text beside it.
const EMBED_CHARS: u32 = 75;
/// An element is a list from this share of text in lists.
const LIST_SHARE: f64 = 0.9;
/// Sharing elements are shorter than this.
const SHARE_CHARS: u32 = 500;
/// Tables of data: this many rows, more columns than this, or more cells than this.
const DATA_ROWS: u32 = 10;
const DATA_COLUMNS: u32 = 4;
const DATA_CELLS: u32 = 10;
/// Text of these bytes may be a lone word for advertising or loading.
const LONE_BYTES: usize = 40;

/// What stands in an element and is still there.
#[derive(Clone, Copy, Default)]
struct Inside {
    chars: u32,
    link_chars: f64,
    commas: u32,
    paragraphs: i64,
    images: i64,
    items: i64,
    inputs: i64,
    embeds: i64,
    heading_chars: u32,
    list_chars: u32,
    /// Characters in elements that hold text, nested ones counted again.
    text_chars: u64,
    data_tables: u32,
}

impl Inside {
    fn add(&mut self, other: &Self) {
        self.chars += other.chars;
        self.link_chars += other.link_chars;
        self.commas += other.commas;
        self.paragraphs += other.paragraphs;
        self.images += other.images;
        self.items += other.items;
        self.inputs += other.inputs;
        self.embeds += other.embeds;
        self.heading_chars = self.heading_chars.saturating_add(other.heading_chars);
        self.list_chars = self.list_chars.saturating_add(other.list_chars);
        self.text_chars = self.text_chars.saturating_add(other.text_chars);
        self.data_tables += other.data_tables;
    }

    fn share(&self, part: f64) -> f64 {
        if self.chars == 0 { 0.0 } else { part / f64::from(self.chars) }
    }
}

/// For each element whether it, or one around it, is cleaned out.
pub fn cleaned(document: &Document, page: &Page, facts: &Facts, walked: &Walked, roots: &Roots, flags: Flags) -> Vec<bool> {
    let mut cleaner = Cleaner::new(document, page, facts, walked, roots, flags);
    cleaner.conditionally(|tag| matches!(tag, Tag::Form | Tag::Fieldset));
    cleaner.always();
    cleaner.conditionally(|tag| tag == Tag::Table);
    cleaner.conditionally(|tag| tag == Tag::Ul);
    cleaner.conditionally(|tag| tag == Tag::Div);
    let out = &cleaner.out;
    inside(page, |id| out[id])
}

struct Cleaner<'p> {
    document: &'p Document,
    page: &'p Page,
    facts: &'p Facts,
    walked: &'p Walked,
    roots: &'p Roots,
    flags: Flags,
    /// Elements that are cleaned out.
    out: Vec<bool>,
    data: Vec<bool>,
    /// Inside a data table or code; inside a figure.
    protected: Vec<bool>,
    figure: Vec<bool>,
    /// Paragraphs of loose text directly in an element.
    loose: Vec<i64>,
}

impl<'p> Cleaner<'p> {
    fn new(document: &'p Document, page: &'p Page, facts: &'p Facts, walked: &'p Walked, roots: &'p Roots, flags: Flags) -> Self {
        let data = data_tables(page);
        let protected = inside(page, |id| data[id] || page.elements[id].tag == Tag::Code);
        let figure = inside(page, |id| page.elements[id].tag == Tag::Figure);
        let mut loose = vec![0; page.elements.len()];
        walked.loose.iter().for_each(|(id, _)| loose[*id] += 1);
        let out = vec![false; page.elements.len()];
        Self { document, page, facts, walked, roots, flags, out, data, protected, figure, loose }
    }

    /// Sums bottom-up over what stays, calling `judge` with each element once all in it is judged.
    fn sweep(&mut self, mut judge: impl FnMut(&Self, ElementId, &Inside) -> bool) {
        let mut sums = vec![Inside::default(); self.page.elements.len()];
        for (at, run) in self.page.runs.iter().enumerate().filter(|(at, _)| self.roots.has_run(*at)) {
            let own = &mut sums[run.element];
            own.chars += self.facts.chars[at];
            own.link_chars += self.facts.link_chars[at];
            own.commas += self.facts.ascii_commas[at];
        }
        for id in (0..sums.len()).rev() {
            if self.out[id] || self.walked.gone[id].is_some() {
                continue;
            }
            sums[id].paragraphs += self.loose[id];
            let own = sums[id];
            if judge(self, id, &own) {
                self.out[id] = true;
            } else if let Some(parent) = self.page.elements[id].parent {
                let handed = self.handed(id, own);
                sums[parent].add(&handed);
            }
        }
    }

    /// What an element counts for in the one around it.
    fn handed(&self, id: ElementId, mut own: Inside) -> Inside {
        let tag = self.page.elements[id].tag;
        own.paragraphs += i64::from((tag == Tag::P || self.walked.is_paragraph[id]) && self.loose[id] == 0);
        own.images += i64::from(tag == Tag::Img);
        own.items += i64::from(tag == Tag::Li);
        own.inputs += i64::from(tag == Tag::Input);
        own.embeds += i64::from(tag == Tag::Embed);
        own.heading_chars += if tag.heading_level().is_some() { own.chars } else { 0 };
        own.list_chars += if matches!(tag, Tag::Ul | Tag::Ol) { own.chars } else { 0 };
        own.data_tables += u32::from(self.data[id]);
        let textual = matches!(
            tag,
            Tag::Span | Tag::Li | Tag::Td | Tag::Blockquote | Tag::Dl | Tag::Div | Tag::Ol | Tag::P | Tag::Pre | Tag::Table | Tag::Ul
        );
        own.text_chars += if textual { u64::from(own.chars) } else { 0 };
        own
    }

    /// What never belongs: footers, asides, buttons, sharing, headings with a bad name.
    fn always(&mut self) {
        let weights = self.flags.weights;
        self.sweep(|own, id, inside| {
            let (tag, said) = (own.page.elements[id].tag, own.facts.said[id]);
            let never = matches!(tag, Tag::Footer | Tag::Aside | Tag::Embed | Tag::Button);
            let share = said.share && inside.chars < SHARE_CHARS && !matches!(tag, Tag::Html | Tag::Body);
            let heading = weights && matches!(tag, Tag::H1 | Tag::H2) && said.weight < 0;
            never || share || heading
        });
    }

    fn conditionally(&mut self, wanted: impl Fn(Tag) -> bool) {
        if !self.flags.clean {
            return;
        }
        self.sweep(|own, id, inside| {
            let division = own.walked.is_paragraph[id] || own.walked.collapsed[id];
            wanted(own.page.elements[id].tag) && !division && own.is_furniture(id, inside)
        });
    }

    fn is_furniture(&self, id: ElementId, inside: &Inside) -> bool {
        if self.protected[id] || inside.data_tables > 0 {
            return false;
        }
        let weight = if self.flags.weights { self.facts.said[id].weight } else { 0 };
        if weight < 0 {
            return true;
        }
        if inside.commas >= TEXT_COMMAS {
            return false;
        }
        if inside.chars as usize <= LONE_BYTES && is_lone_word(self.document.slice(self.page.elements[id].span)) {
            return true;
        }
        let tag = self.page.elements[id].tag;
        let list = matches!(tag, Tag::Ul | Tag::Ol) || inside.share(f64::from(inside.list_chars)) > LIST_SHARE;
        let furniture = reads_as_furniture(inside, weight, list, self.figure[id]);
        furniture && !(list && self.is_list_of_images(id, inside))
    }

    fn is_list_of_images(&self, id: ElementId, inside: &Inside) -> bool {
        let single = self.page.children(id).all(|child| self.page.children(child).nth(1).is_none());
        single && inside.images > 0 && inside.images == inside.items
    }
}

/// The original's tests on what an element holds.
fn reads_as_furniture(inside: &Inside, weight: i32, list: bool, figure: bool) -> bool {
    let links = inside.share(inside.link_chars);
    let headings = inside.share(f64::from(inside.heading_chars));
    let few_images = inside.images == 0 || inside.images > 2;
    (!figure && inside.images > 1 && (inside.paragraphs as f64) / (inside.images as f64) < 0.5)
        || (!list && inside.items - LIST_ITEMS > inside.paragraphs)
        || inside.inputs > inside.paragraphs / 3
        || (!list && !figure && headings < HEADINGS && inside.chars < SHORT_CHARS && few_images && links > 0.0)
        || (!list && weight < POSITIVE_WEIGHT && links > FEW_LINKS)
        || (weight >= POSITIVE_WEIGHT && links > MANY_LINKS)
        || (inside.embeds == 1 && inside.chars < EMBED_CHARS)
        || inside.embeds > 1
        || (inside.images == 0 && inside.text_chars == 0)
}

/// A word for advertising or loading, alone.
fn is_lone_word(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['…', '.']).to_lowercase();
    const WORDS: &[&str] = &[
        "ad",
        "advertisement",
        "advertising",
        "anuncio",
        "chargement",
        "loading",
        "pub",
        "publicité",
        "werbung",
        "реклама",
        "загрузка",
        "广告",
    ];
    WORDS.contains(&text.as_str())
}

/// Which elements are tables of data, not of layout.
fn data_tables(page: &Page) -> Vec<bool> {
    #[derive(Clone, Copy, Default)]
    struct Shape {
        rows: u32,
        columns: u32,
        cells: u32,
        marks: bool,
        nested: bool,
    }
    let mut shapes = vec![Shape::default(); page.elements.len()];
    let mut found = vec![false; page.elements.len()];
    for id in (0..shapes.len()).rev() {
        let (tag, own) = (page.elements[id].tag, shapes[id]);
        if tag == Tag::Table {
            let role = page.attribute(id, Attribute::Role);
            let sized = own.rows >= DATA_ROWS || own.columns > DATA_COLUMNS || own.rows * own.columns > DATA_CELLS;
            found[id] = role != "presentation" && (own.marks || (!own.nested && sized));
        }
        let Some(parent) = page.elements[id].parent else { continue };
        let around = &mut shapes[parent];
        around.rows += own.rows + u32::from(tag == Tag::Tr);
        around.cells += own.cells + u32::from(matches!(tag, Tag::Td));
        around.columns = around.columns.max(if tag == Tag::Tr { own.cells } else { own.columns });
        around.marks |= own.marks || matches!(tag, Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Tfoot | Tag::Thead | Tag::Th);
        around.nested |= own.nested || tag == Tag::Table;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    #[test]
    fn tables_of_data_are_told_from_tables_of_layout() {
        let cells = "<td>1<td>2<td>3<td>4<td>5";
        let html = format!(
            "<table><tr><td>x</table><table><tr>{cells}</table><table><tr><th>y</table><table role=presentation><tr>{cells}</table>"
        );
        let document = Document::anonymous(Format::Html, html);
        let page = document.page().expect("a page");
        let data = data_tables(page);
        let found: Vec<bool> = (0..data.len()).filter(|&id| page.elements[id].tag == Tag::Table).map(|id| data[id]).collect();
        assert_eq!(found, [false, true, true, false]);
    }

    #[test]
    fn furniture_is_told_by_links_images_and_inputs() {
        let text = Inside { chars: 100, paragraphs: 2, text_chars: 100, ..Inside::default() };
        let says = |inside: Inside| reads_as_furniture(&inside, 0, false, false);
        assert!(!says(text));
        assert!(says(Inside { link_chars: 21.0, ..text }));
        assert!(!reads_as_furniture(&Inside { link_chars: 21.0, ..text }, 25, false, false));
        assert!(says(Inside { images: 5, ..text }) && !reads_as_furniture(&Inside { images: 5, ..text }, 0, false, true));
        assert!(says(Inside { inputs: 1, ..text }) && says(Inside { embeds: 2, ..text }));
        assert!(says(Inside { text_chars: 0, ..text }));
    }
}
