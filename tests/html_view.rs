//! The view of web pages, pinned: rule by rule on small pages, and by a digest over the shipped ones.

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

use gleaner::corpus::{open, shipped};
use gleaner::document::html::{self, VIEW_VERSION};
use gleaner::document::{Document, Format, Segment};
use sha2::{Digest, Sha256};

/// SHA-256 over id and view of every shipped page, a NUL byte behind each, in the order of the ids.
const SHIPPED_VIEWS: (&str, &str) = ("html-view-1", "6550f86c56e4504b48d268298982db21a87b6b29dd89ee9c66014900d107bf9d");

/// A segment as `kind path depth zone`, then `hidden` and its links.
fn row(document: &Document, segment: &Segment) -> String {
    let page = document.page().expect("a page");
    let block = segment.block.expect("a block");
    let element = &page.elements[block];
    let hidden = if segment.hidden { " hidden" } else { "" };
    let links: String = document.links_of(segment).iter().map(|link| format!(" [{}]", link.text.slice(document.text()))).collect();
    format!("{:?} {} {} {:?}{hidden}{links}", segment.kind, page.tag_path(block), element.depth, element.zone)
}

/// The page renders to this text and these segments.
fn viewed(source: &str, text: &str, rows: &[&str]) {
    let document = Document::anonymous(Format::Html, source);
    assert_eq!(document.text(), text, "{source}");
    let own: Vec<String> = document.segments().iter().map(|segment| row(&document, segment)).collect();
    assert_eq!(own, rows, "{source}");
}

#[test]
fn each_block_has_a_line_and_some_a_blank_line() {
    viewed(
        "<div>One</div><div>Two</div><p>Three</p>Four<h2>Five</h2><section>Six</section>",
        "One\nTwo\n\nThree\n\nFour\n\nFive\n\nSix",
        &[
            "Text html>body>div 2 None",
            "Text html>body>div 2 None",
            "Text html>body>p 2 None",
            "Text html>body 1 None",
            "Heading(2) html>body>h2 2 None",
            "Text html>body>section 2 None",
        ],
    );
    viewed("One<hr>Two", "One\n\nTwo", &["Text html>body 1 None", "Text html>body 1 None"]);
}

#[test]
fn white_space_is_folded_across_inline_elements() {
    viewed("<p>\n  One \t<b> two </b>\n<i>three</i>four&nbsp; five  </p>", "One two threefour five", &["Text html>body>p 2 None"]);
    viewed("<p>One</p>  \n \n <p>  </p><p>Two</p>", "One\n\nTwo", &["Text html>body>p 2 None", "Text html>body>p 2 None"]);
}

#[test]
fn one_br_is_a_line_of_the_segment_two_end_it() {
    viewed("<p>One<br> two</p>", "One\ntwo", &["Text html>body>p 2 None"]);
    viewed("<p>One<br><br>two<br/>\n<br>\n<br>three<br></p>", "One\n\ntwo\n\nthree", &["Text html>body>p 2 None"; 3]);
}

#[test]
fn pre_keeps_its_white_space() {
    viewed(
        "<pre>\none\n\n  two <b> three</b>\n</pre>four",
        "one\n\n  two  three\n\nfour",
        &["Code html>body>pre 2 None", "Text html>body 1 None"],
    );
}

#[test]
fn headings_quotes_lists_and_tables_give_segments_their_kind() {
    viewed(
        "<h1>One</h1><blockquote><p>Two</p></blockquote><ul><li>Three<li><p>Four</p></ul><dl><dt>Five<dd>Six</dl>",
        "One\n\nTwo\n\nThree\n\nFour\n\nFive\nSix",
        &[
            "Heading(1) html>body>h1 2 None",
            "Quote html>body>blockquote>p 3 None",
            "Item html>body>ul>li 3 None",
            "Item html>body>ul>li>p 4 None",
            "Item html>body>dl>dt 3 None",
            "Item html>body>dl>dd 3 None",
        ],
    );
    viewed(
        "<table><caption>Crew</caption><tr><th>Name<th>Age<tr><td>Ann<td><p>40</p></table>",
        "Crew\nName\nAge\nAnn\n\n40",
        &[
            "Text html>body>table>caption 3 None",
            "Row html>body>table>tbody>tr>th 5 None",
            "Row html>body>table>tbody>tr>th 5 None",
            "Row html>body>table>tbody>tr>td 5 None",
            "Text html>body>table>tbody>tr>td>p 6 None",
        ],
    );
}

#[test]
fn parts_of_a_page_are_zones_and_begin_anew() {
    viewed(
        "<header>One</header><main><article>Two<nav role=none>Three</nav></article></main><div role=banner><p>Four</div>\
         <aside><ul><li>Five<figure>Six</figure></ul></aside><form>Seven</form><footer>Eight</footer>",
        "One\nTwo\nThree\n\nFour\n\nFive\n\nSix\n\nSeven\nEight",
        &[
            "Text html>body>header 2 Header",
            "Text html>body>main>article 3 Article",
            "Text html>body>main>article>nav 4 Nav",
            "Text html>body>div>p 3 Header",
            "Item html>body>aside>ul>li 4 Aside",
            "Text html>body>aside>ul>li>figure 5 Figure",
            "Text html>body>form 2 Form",
            "Text html>body>footer 2 Footer",
        ],
    );
}

#[test]
fn links_have_their_words_and_are_cut_at_blocks() {
    viewed(
        "<p>See <a href=/a> the <b>ferry</b> </a>and <a>no link</a>.<a href=/b></a></p><a href=/c><div>One</div><div>Two</div></a>",
        "See the ferry and no link.\n\nOne\nTwo",
        &["Text html>body>p 2 None [the ferry]", "Text html>body>a>div 3 None [One]", "Text html>body>a>div 3 None [Two]"],
    );
    viewed("<a href=/a>One<a href=/b>Two</a>", "OneTwo", &["Text html>body 1 None [One] [Two]"]);
}

#[test]
fn hidden_text_stays_and_is_known() {
    viewed(
        "<p hidden>One</p><div aria-hidden=TRUE><p>Two</div><p style='color:red;DISPLAY : none'>Three</p><dialog>Four</dialog>\
         <dialog open>Five</dialog><p>Six <span hidden>seven</span></p><details><summary>Eight</summary>Nine</details>",
        "One\n\nTwo\n\nThree\n\nFour\nFive\n\nSix seven\n\nEight\nNine",
        &[
            "Text html>body>p 2 None hidden",
            "Text html>body>div>p 3 None hidden",
            "Text html>body>p 2 None hidden",
            "Text html>body>dialog 2 Dialog hidden",
            "Text html>body>dialog 2 Dialog",
            "Text html>body>p 2 None",
            "Text html>body>details>summary 3 None",
            "Text html>body>details 2 None",
        ],
    );
}

#[test]
fn what_a_browser_does_not_show_as_text_is_left_out() {
    viewed(
        "<title>T</title><p>One<script>two</script><style>three</style><template>four</template><svg><text>five</text></svg>\
         <iframe>six</iframe><select><option>seven</select><textarea>eight</textarea><video>nine</video><audio>ten</audio>\
         <canvas>eleven</canvas><object>twelve</object><img alt=thirteen><input placeholder=fourteen><!-- fifteen --></p>",
        "One",
        &["Text html>body>p 2 None"],
    );
    viewed("<button>One</button><label>two</label>", "Onetwo", &["Text html>body 1 None"]);
}

#[test]
fn noscript_is_there_as_in_a_browser_without_scripts() {
    viewed(
        "<head><noscript><style>p {}</style></noscript></head><noscript><p>Enable scripts</p></noscript><p>One",
        "Enable scripts\n\nOne",
        &["Text html>body>noscript>p 3 None", "Text html>body>p 2 None"],
    );
}

#[test]
fn misnested_tags_are_read_as_browsers_read_them() {
    viewed("<p>One <b>two <i>three</b> four</i></p>", "One two three four", &["Text html>body>p 2 None"]);
    viewed("<b><p>One</b> two</p>", "One two", &["Text html>body>p 2 None"]);
    viewed(
        "<p>One<div>two</p>three",
        "One\n\ntwo\n\nthree",
        &["Text html>body>p 2 None", "Text html>body>div 2 None", "Text html>body>div 2 None"],
    );
    viewed("</div>One</span></html>two", "Onetwo", &["Text html>body 1 None"]);
}

#[test]
fn text_in_a_table_but_in_no_cell_stands_before_it() {
    viewed(
        "<table>One<tr>two<td>Three</td></tr><p>four</p></table>",
        "Onetwo\n\nfour\n\nThree",
        &["Text html>body 1 None", "Text html>body>p 2 None", "Row html>body>table>tbody>tr>td 5 None"],
    );
}

#[test]
fn character_references_are_read_with_all_their_faults() {
    viewed(
        "<p>&lt;b&gt; &amp;amp; &auml;&#228;&#xE4; &copy 2031 &#150; &notit; &unknown; &#0; &",
        "<b> &amp; äää © 2031 – ¬it; &unknown; \u{fffd} &",
        &["Text html>body>p 2 None"],
    );
}

#[test]
fn nul_bytes_are_dropped_from_text_as_in_browsers() {
    viewed("<p>One\0two", "Onetwo", &["Text html>body>p 2 None"]);
}

#[test]
fn everything_may_be_left_open() {
    viewed(
        "<div><ul><li><a href=/a>One<li><b>Two<table><tr><td><p>Three",
        "One\nTwo\n\nThree",
        &[
            "Item html>body>div>ul>li 4 None [One]",
            "Item html>body>div>ul>li 4 None [Two]",
            "Text html>body>div>ul>li>a>b>table>tbody>tr>td>p 11 None [Three]",
        ],
    );
    viewed("<p>One<!-- two <p>three", "One", &["Text html>body>p 2 None"]);
    viewed("<p>One<a href='two <p>three", "One", &["Text html>body>p 2 None"]);
    viewed("", "", &[]);
}

#[test]
fn the_views_of_the_shipped_pages_are_those_of_the_version() {
    let mut hasher = Sha256::new();
    for example in shipped().expect("the shipped corpus loads").examples {
        let document = example.document;
        if document.meta.format == Format::Html {
            hasher.update(format!("{}\0{}\0", document.meta.id, document.text()));
        }
    }
    let digest: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        (VIEW_VERSION, digest.as_str()),
        SHIPPED_VIEWS,
        "pages render to other text than before. If a page of the corpus changed, write its digest here. If the rule changed on purpose, \
         raise VIEW_VERSION in src/document/html/mod.rs too, label the pages anew and note it in CHANGELOG.md. If neither, it is a bug"
    );
}

/// The shipped pages are streamed, all of them, and give what the tree gives.
#[test]
fn the_shipped_pages_need_no_tree() {
    for example in shipped().expect("the shipped corpus loads").examples {
        if let Some(page) = example.document.page() {
            let (streamed, why) = html::view_and_path(page.source.clone());
            assert_eq!(why, None, "{}", example.document.meta.id);
            assert!(streamed == html::view_by_tree(page.source.clone()), "{}", example.document.meta.id);
        }
    }
}

/// The digest of a corpus of one page, computed from its definition.
#[test]
fn the_version_of_the_view_is_part_of_the_digest_of_a_corpus() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, content: &str| std::fs::write(folder.path().join(name), content).expect("a file");
    write("documents.csv", "id,file,source,event,lang,format\na,a.html,Courier,ferry,en,html\n");
    write("a.html", "<nav>Home</nav><p>The ferry sailed.");
    write("a.ann", "T1\tnav 0 4\tHome\n");
    let digest = |version: &str| {
        let mut hasher = Sha256::new();
        let field = |hasher: &mut Sha256, text: &str| {
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text);
        };
        for text in ["gleaner-corpus-1", version, "a", "Courier", "ferry", "en", "html", "Home\n\nThe ferry sailed."] {
            field(&mut hasher, text);
        }
        hasher.update(0u64.to_le_bytes());
        hasher.update(4u64.to_le_bytes());
        field(&mut hasher, "nav");
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let corpus = open(folder.path()).expect("the corpus loads");
    assert_eq!(corpus.digest, digest(VIEW_VERSION));
    assert_ne!(corpus.digest, digest("html-view-0"));
}
