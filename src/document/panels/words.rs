//! The words of panels, in the languages that aggregators have, and the folding of lines before they are compared.

/// A field. The order is that of the listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Aggregator,
    Articles,
    Sources,
    Left,
    Center,
    Right,
    Unrated,
    Pct,
    Side,
    PctLeft,
    PctCenter,
    PctRight,
    Blindspot,
    BlindspotPct,
    Factuality,
    VeryHigh,
    High,
    Mixed,
    Low,
    FactualityUnknown,
    PaywalledFactuality,
    Independent,
    MediaGroup,
    Public,
    Government,
    Corporation,
    PrivateEquity,
    OwnerOther,
    PaywalledOwnership,
    LastUpdated,
}

impl Key {
    pub(super) const ALL: &'static [Key] = &[
        Key::Aggregator,
        Key::Articles,
        Key::Sources,
        Key::Left,
        Key::Center,
        Key::Right,
        Key::Unrated,
        Key::Pct,
        Key::Side,
        Key::PctLeft,
        Key::PctCenter,
        Key::PctRight,
        Key::Blindspot,
        Key::BlindspotPct,
        Key::Factuality,
        Key::VeryHigh,
        Key::High,
        Key::Mixed,
        Key::Low,
        Key::FactualityUnknown,
        Key::PaywalledFactuality,
        Key::Independent,
        Key::MediaGroup,
        Key::Public,
        Key::Government,
        Key::Corporation,
        Key::PrivateEquity,
        Key::OwnerOther,
        Key::PaywalledOwnership,
        Key::LastUpdated,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Key::Aggregator => "aggregator",
            Key::Articles => "n_articles",
            Key::Sources => "n_sources",
            Key::Left => "n_left",
            Key::Center => "n_center",
            Key::Right => "n_right",
            Key::Unrated => "n_unrated",
            Key::Pct => "pct",
            Key::Side => "side",
            Key::PctLeft => "pct_left",
            Key::PctCenter => "pct_center",
            Key::PctRight => "pct_right",
            Key::Blindspot => "blindspot",
            Key::BlindspotPct => "blindspot_pct",
            Key::Factuality => "factuality",
            Key::VeryHigh => "factuality_very_high",
            Key::High => "factuality_high",
            Key::Mixed => "factuality_mixed",
            Key::Low => "factuality_low",
            Key::FactualityUnknown => "factuality_unknown",
            Key::PaywalledFactuality => "paywalled_factuality",
            Key::Independent => "owner_independent",
            Key::MediaGroup => "owner_media_group",
            Key::Public => "owner_public",
            Key::Government => "owner_government",
            Key::Corporation => "owner_corporation",
            Key::PrivateEquity => "owner_private_equity",
            Key::OwnerOther => "owner_other",
            Key::PaywalledOwnership => "paywalled_ownership",
            Key::LastUpdated => "last_updated",
        }
    }

    /// The side that a count or share is of; empty for other fields.
    pub(super) const fn side(self) -> &'static str {
        match self {
            Key::Left | Key::PctLeft => "left",
            Key::Center | Key::PctCenter => "center",
            Key::Right | Key::PctRight => "right",
            _ => "",
        }
    }

    /// The share that belongs to a side's count.
    pub(super) const fn share(self) -> Key {
        match self {
            Key::Left => Key::PctLeft,
            Key::Center => Key::PctCenter,
            Key::Right => Key::PctRight,
            other => other,
        }
    }
}

/// A panel by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Coverage,
    Bias,
    Factuality,
    Ownership,
    Blindspot,
}

impl Section {
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Section::Coverage => "coverage",
            Section::Bias => "bias",
            Section::Factuality => "factuality",
            Section::Ownership => "ownership",
            Section::Blindspot => "blindspot",
        }
    }
}

/// Headings of panels.
const SECTIONS: &[(Section, &[&str])] = &[
    (
        Section::Coverage,
        &[
            "coverage details",
            "coverage",
            "details zur berichterstattung",
            "détails de la couverture",
            "detalles de la cobertura",
            "detalhes da cobertura",
            "haber detayları",
        ],
    ),
    (
        Section::Bias,
        &[
            "bias distribution",
            "bias breakdown",
            "bias",
            "media bias",
            "verteilung der ausrichtung",
            "répartition des biais",
            "distribución del sesgo",
            "distribuição do viés",
            "distribuzione dell'orientamento",
        ],
    ),
    (
        Section::Factuality,
        &["factuality", "factuality breakdown", "faktentreue", "factualité", "factualidad", "fiabilidad", "factualidade"],
    ),
    (Section::Ownership, &["ownership", "who owns the news", "eigentümer", "propriété", "propiedad", "propriedade", "proprietà"]),
    (Section::Blindspot, &["blindspot", "blind spot", "blinder fleck", "angle mort", "punto ciego"]),
];

/// Names of fields, longest first where one begins another.
pub(super) const NAMES: &[(&str, Key)] = &[
    ("total news sources", Key::Sources),
    ("total sources", Key::Sources),
    ("news sources", Key::Sources),
    ("sources", Key::Sources),
    ("source", Key::Sources),
    ("quellen insgesamt", Key::Sources),
    ("quellen", Key::Sources),
    ("fuentes en total", Key::Sources),
    ("total de fuentes", Key::Sources),
    ("fuentes", Key::Sources),
    ("total de fontes", Key::Sources),
    ("fontes", Key::Sources),
    ("fonti", Key::Sources),
    ("toplam kaynak", Key::Sources),
    ("kaynak", Key::Sources),
    ("источников", Key::Sources),
    ("источника", Key::Sources),
    ("news articles", Key::Articles),
    ("articles", Key::Articles),
    ("article", Key::Articles),
    ("reports", Key::Articles),
    ("artikel", Key::Articles),
    ("artículos", Key::Articles),
    ("artigos", Key::Articles),
    ("articoli", Key::Articles),
    ("haber", Key::Articles),
    ("статей", Key::Articles),
    ("статьи", Key::Articles),
    ("leaning far left", Key::Left),
    ("leaning left", Key::Left),
    ("lean left", Key::Left),
    ("left", Key::Left),
    ("l", Key::Left),
    ("links", Key::Left),
    ("à gauche", Key::Left),
    ("gauche", Key::Left),
    ("izquierda", Key::Left),
    ("esquerda", Key::Left),
    ("sinistra", Key::Left),
    ("sol", Key::Left),
    ("левые", Key::Left),
    ("center", Key::Center),
    ("centre", Key::Center),
    ("c", Key::Center),
    ("mitte", Key::Center),
    ("au centre", Key::Center),
    ("centro", Key::Center),
    ("merkez", Key::Center),
    ("центр", Key::Center),
    ("leaning far right", Key::Right),
    ("leaning right", Key::Right),
    ("lean right", Key::Right),
    ("right", Key::Right),
    ("r", Key::Right),
    ("rechts", Key::Right),
    ("à droite", Key::Right),
    ("droite", Key::Right),
    ("derecha", Key::Right),
    ("direita", Key::Right),
    ("destra", Key::Right),
    ("sağ", Key::Right),
    ("правые", Key::Right),
    ("not rated", Key::Unrated),
    ("unrated", Key::Unrated),
    ("untracked bias", Key::Unrated),
    ("untracked", Key::Unrated),
    ("unknown bias", Key::Unrated),
    ("unknown", Key::Unrated),
    ("nicht bewertet", Key::Unrated),
    ("non classées", Key::Unrated),
    ("sin clasificar", Key::Unrated),
    ("sem classificação", Key::Unrated),
    ("last updated", Key::LastUpdated),
    ("zuletzt aktualisiert", Key::LastUpdated),
    ("dernière mise à jour", Key::LastUpdated),
    ("última actualización", Key::LastUpdated),
    ("última atualização", Key::LastUpdated),
    ("very high", Key::VeryHigh),
    ("high", Key::High),
    ("mixed", Key::Mixed),
    ("low", Key::Low),
    ("very low", Key::Low),
    ("independent news", Key::Independent),
    ("independent", Key::Independent),
    ("media conglomerate", Key::MediaGroup),
    ("media group", Key::MediaGroup),
    ("public", Key::Public),
    ("government", Key::Government),
    ("corporation", Key::Corporation),
    ("private equity", Key::PrivateEquity),
    ("other", Key::OwnerOther),
];

/// Words for outlets in sentences about shares.
pub(super) const SOURCES: &[&str] = &[
    "sources",
    "outlets",
    "articles",
    "quellen",
    "fuentes",
    "fontes",
    "fonti",
    "kaynakların",
    "источников",
    "coverage",
    "medien",
    "médias",
    "medios",
];

/// Words of prompts to pay or to sign in.
const PROMPTS: &[&str] =
    &["upgrade", "unlock", "premium", "plus", "vantage", "log in", "login", "sign in", "subscribe", "abonnieren", "suscríbete", "abonnez"];

/// The heading of a panel that a line is, begins with a colon, or ends in.
pub(super) fn section(line: &str) -> Option<Section> {
    let head = line.split(':').next().unwrap_or(line).trim();
    SECTIONS.iter().find(|(_, names)| names.contains(&head)).map(|(section, _)| *section)
}

/// A panel that wants to be paid for: it says so itself, or stands under its heading.
pub(super) fn paywalled(line: &str, section: Option<Section>) -> Option<Key> {
    if !PROMPTS.iter().any(|word| has_word(line, word)) || line.contains('%') {
        return None;
    }
    let of = |words: &[&str]| words.iter().any(|word| line.contains(word));
    if of(&["factual", "reliable", "faktentreue"]) {
        return Some(Key::PaywalledFactuality);
    }
    if of(&["owner", "who owns", "propriété", "propiedad"]) {
        return Some(Key::PaywalledOwnership);
    }
    match section {
        Some(Section::Factuality) => Some(Key::PaywalledFactuality),
        Some(Section::Ownership) => Some(Key::PaywalledOwnership),
        _ => None,
    }
}

/// Whether a word or phrase stands in a line with no letter on either side.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    line.match_indices(word).any(|(at, _)| apart(line[..at].chars().next_back()) && apart(line[at + word.len()..].chars().next()))
}

/// Aggregators by name; others are known by what they call their digest or their paid plan.
const KNOWN: &[&str] = &["Ground News", "AllSides", "NewsGuard", "Google News", "SmartNews", "Ad Fontes"];
/// What follows an aggregator's name.
const PLANS: &[&str] = &["Plus", "Premium", "Pro", "Vantage", "AI"];
/// Capitalised words before a plan that are no name.
const NO_NAMES: &[&str] =
    &["Upgrade", "Try", "Go", "Get", "To", "Join", "With", "The", "See", "Start", "Unlock", "Summary", "Insights", "By"];

/// The aggregator that a line names.
pub(super) fn aggregator(line: &str) -> Option<String> {
    if let Some(known) = KNOWN.iter().find(|name| has_word(line, name)) {
        return Some((*known).to_string());
    }
    let mut before: Option<&str> = None;
    for word in line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if let Some(name) = before.filter(|_| PLANS.contains(&word))
            && name.starts_with(char::is_uppercase)
            && name.chars().any(char::is_lowercase)
            && !NO_NAMES.contains(&name)
        {
            return Some(name.to_string());
        }
        before = Some(word);
    }
    None
}

/// A line in lower case without link syntax and bullets, with plain spaces, digits and percent signs; separators of thousands go.
pub(super) fn fold(line: &str) -> String {
    let mut folded = String::with_capacity(line.len());
    let plain = line.replace("](#)", " ").replace('[', " ");
    for c in plain.trim().trim_start_matches(['-', '*', '•', '#', '>', ' ']).chars() {
        match c {
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}' | '\t' => folded.push(' '),
            '%' | '٪' | '％' | '﹪' => folded.push('%'),
            '٬' => folded.push(','),
            c => match digit(c) {
                Some(digit) => folded.push(char::from(digit)),
                None => folded.extend(c.to_lowercase()),
            },
        }
    }
    without_separators(&folded)
}

/// The ASCII digit of a decimal digit in some scripts: Arabic, Persian, Devanagari, Bengali, full width.
fn digit(c: char) -> Option<u8> {
    let code = u32::from(c);
    let zero = [0x0660, 0x06F0, 0x0966, 0x09E6, 0xFF10].into_iter().find(|zero| (*zero..*zero + 10).contains(&code))?;
    u8::try_from(code - zero).ok().map(|value| b'0' + value)
}

/// Takes separators out of numbers: "1,204", "1.204", "1 204", "1’204".
fn without_separators(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut out = String::with_capacity(line.len());
    for (at, &c) in chars.iter().enumerate() {
        let groups = matches!(c, ',' | '.' | ' ' | '’' | '\'')
            && at > 0
            && is_digit(at - 1)
            && (1..=3).all(|next| is_digit(at + next))
            && !is_digit(at + 4)
            // "17 118 articles" are two numbers: before a space at most three digits stand, and none before them.
            && (c != ' ' || leading_digits(&chars, at) <= 3);
        if !groups {
            out.push(c);
        }
    }
    out
}

fn leading_digits(chars: &[char], end: usize) -> usize {
    chars[..end].iter().rev().take(5).take_while(|c| c.is_ascii_digit()).count()
}
