use super::*;
use proptest::prelude::*;

fn fields(text: &str) -> Vec<String> {
    parse(text).into_iter().map(|own| format!("{}={}", own.field, own.value)).collect()
}

#[test]
fn values_stand_beside_or_under_their_names() {
    let text = "58 Articles\nCoverage Details\nTotal News Sources 41\nLeaning Left 9\nLeaning Right 7\nCenter 11\nLast Updated 14 hours ago\nBias Distribution\n- 41% of the sources are Center\n";
    let expected = [
        "n_articles=58",
        "n_sources=41",
        "n_left=9",
        "n_center=11",
        "n_right=7",
        "pct=41",
        "side=center",
        "pct_center=41",
        "last_updated=14 hours ago",
    ];
    assert_eq!(fields(text), expected);
    let below = "58 Articles\nCoverage Details\n\nTotal News Sources\n41\nLeaning Left\n9\nLeaning Right\n7\nCenter\n11\nLast Updated\n14 hours ago\n\nBias Distribution\n\n41% of the sources are Center\n";
    assert_eq!(fields(below), expected);
}

#[test]
fn rows_are_read_in_either_order_and_glued() {
    assert_eq!(fields("Coverage Details\nAllLeft9Center24Right8\n"), ["n_left=9", "n_center=24", "n_right=8"]);
    assert_eq!(
        fields("Coverage Details\nLeft 17 / Center 14 / Right 8 / Unknown 5"),
        ["n_left=17", "n_center=14", "n_right=8", "n_unrated=5"]
    );
    assert_eq!(
        fields("96 Articles · 44 sources\nBias Distribution\nL 8%\nC 52%\nR 40%"),
        ["n_articles=96", "n_sources=44", "pct_left=8", "pct_center=52", "pct_right=40"]
    );
    assert_eq!(
        fields("Bias\nOwnership\n44% independent\n31% media group\n25% other"),
        ["owner_independent=44", "owner_media_group=31", "owner_other=25"]
    );
    assert_eq!(
        fields("Factuality\nVery high\n11%\nHigh 57%\nMixed 24%\nUnknown 8%"),
        ["factuality_very_high=11", "factuality_high=57", "factuality_mixed=24", "factuality_unknown=8"]
    );
}

#[test]
fn what_costs_money_is_told() {
    let text = "65 Articles\nCoverage Details\nBias Distribution\n- 44% of the sources are Center\nTo view factuality data please Upgrade to Premium\nOwnership\nTo view ownership data please Upgrade to Vantage";
    assert_eq!(
        fields(text),
        ["n_articles=65", "pct=44", "side=center", "pct_center=44", "paywalled_factuality=yes", "paywalled_ownership=yes"]
    );
    assert_eq!(
        fields(
            "Factuality\nSee how reliable your sources are: switch to Tangle Plus\nBlindspot\nThis story is mostly missed by the Right: 9% of its coverage comes from outlets leaning that way."
        ),
        ["aggregator=Tangle", "blindspot=right", "blindspot_pct=9", "paywalled_factuality=yes"]
    );
}

#[test]
fn numbers_of_other_scripts_and_separators_are_read() {
    assert_eq!(
        fields("Coverage Details\nTotal News Sources 1,204\nLeft\u{a0}1\u{202f}024\nCenter ٤٤\nRight １２"),
        ["n_sources=1204", "n_left=1024", "n_center=44", "n_right=12"]
    );
    assert_eq!(fields("Bias Distribution\n٤٤٪ of the sources lean Left"), ["pct=44", "side=left", "pct_left=44"]);
    assert_eq!(
        fields("Verteilung der Ausrichtung\n44 % der Quellen sind in der Mitte\nLinks 12 | Mitte 30 | Rechts 9"),
        ["n_left=12", "n_center=30", "n_right=9", "pct=44", "side=center", "pct_center=44"]
    );
    assert_eq!(fields("Distribución del sesgo\nEl 40% de las fuentes son de derecha"), ["pct=40", "side=right", "pct_right=40"]);
}

#[test]
fn prose_has_no_panel() {
    assert!(fields("The left won 12 seats and the right 9.\nSome 44% of the sources are centrist, she said.\n12 articles").is_empty());
    assert!(fields("Left\n2\nRight\n3\n").len() <= 2);
    assert!(fields("").is_empty());
    assert!(fields("%44% of the sources are").is_empty(), "signs behind each other");
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "(?s).{0,400}") {
        parse(&text);
    }

    #[test]
    fn no_row_breaks_the_reader(parts in prop::collection::vec(prop::sample::select(vec![
        "Left", "Center", "Right ", "%", "44", "٤٤٪", " of the sources are ", "\n", "Last Updated", "Bias Distribution\n", "missed by the ", "\u{a0}", "1,204", "[", "](#)", "é", "999999999999",
    ]), 0..40)) {
        let found = parse(&parts.concat());
        let names: std::collections::BTreeSet<_> = found.iter().map(|own| own.field).collect();
        prop_assert_eq!(names.len(), found.len());
        prop_assert!(found.iter().all(|own| !own.value.is_empty() && field_names().any(|name| name == own.field)));
    }
}

/// Reading twice as much takes the same work a line: the reader keeps at most one value a field and never looks back.
#[test]
fn long_texts_keep_their_first_values() {
    let text = format!("Coverage Details\nTotal News Sources 41\n{}", "Total News Sources 42\nLeaning Left 9\n".repeat(50_000));
    assert_eq!(fields(&text), ["n_sources=41", "n_left=9"]);
}
