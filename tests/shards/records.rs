//! Records with gold as a corpus.

use crate::*;
use gleaner::label::Label;
use gleaner::shard::open_corpus;
use serde_json::json;

fn opened(specification: &str, path: &Path) -> gleaner::corpus::formats::Imported {
    open_corpus(&format!("{specification}:{}", path.display())).expect("a corpus")
}

#[test]
fn gold_is_a_reference_text_or_labelled_spans_and_records_without_are_told() {
    let spans = json!([{"start": CUT.0, "end": CUT.1, "label": "related"}]);
    let lines = [
        json!({"id": "b", "text": PAGE, "gold": spans, "source": "falk", "lang": "en"}),
        json!({"id": "a", "text": PAGE, "gold": CLEAN}),
        json!({"id": "c", "text": PAGE}),
        json!({"id": "b", "text": PAGE, "gold": CLEAN}),
        json!({"id": "d", "text": PAGE, "gold": [{"start": 0, "end": 9999, "label": "nav"}]}),
    ];
    let shard = Shard::new("in.jsonl.gz", gzip(lines.map(|line| format!("{line}\n")).concat().as_bytes()));
    let imported = opened("records", &shard.input);
    let ids: Vec<&str> = imported.corpus.examples.iter().map(|example| example.document.meta.id.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
    let [reference, labelled] = imported.corpus.examples.as_slice() else { panic!("two") };
    assert!(reference.gold.is_derived() && reference.gold.reference().is_some_and(|own| own.content.text == CLEAN));
    let gold: Vec<(&str, Label)> = labelled.gold.spans().iter().map(|own| (own.span.slice(PAGE), own.label)).collect();
    assert_eq!(gold, [("Related article: Fares explained", Label::Related)]);
    assert_eq!((labelled.document.meta.source.as_str(), labelled.document.meta.lang.as_str()), ("falk", "en"));
    let told: Vec<String> = imported.rejected.iter().map(ToString::to_string).collect();
    assert!(told[0].contains("in.jsonl.gz:3: no gold in `gold`"), "{told:?}");
    assert!(told[1].contains(":4: id `b` stands twice") && told[2].contains(":5: a span ends past the text"), "{told:?}");
}

#[test]
fn columns_are_named_and_tables_hold_spans_as_text() {
    let spans = json!([{"start": CUT.0, "end": CUT.1, "label": "related"}]).to_string().replace('"', "\"\"");
    let shard = Shard::new("in.csv", format!("doc,body,labels\nx,\"{PAGE}\",\"{spans}\"\n"));
    let imported = opened("records(text=body, gold=labels, id=doc)", &shard.input);
    assert_eq!((imported.corpus.examples.len(), imported.rejected.len()), (1, 0));
    assert_eq!(imported.corpus.examples[0].gold.spans().len(), 1);
    let wrong = open_corpus("records(body=text):x").expect_err("an error").to_string();
    assert!(wrong.contains("`body=text` names no column"), "{wrong}");
    let missing = open_corpus(&format!("records:{}", shard.input.display())).expect_err("an error").to_string();
    assert!(missing.contains("no column `text`"), "{missing}");
}
