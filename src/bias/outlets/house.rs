//! Twelve fictional outlets: how each signs, credits, advertises and punctuates. All invented.

use crate::label::Label;

/// Quotation marks and dash of an outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Opening and closing quotation mark.
    pub quotes: (&'static str, &'static str),
    /// A dash with the space around it.
    pub dash: &'static str,
}

/// Quotation marks in use.
pub const QUOTES: &[(&str, &str)] = &[("“", "”"), ("\"", "\""), ("‘", "’"), ("«", "»")];
/// Dashes in use.
pub const DASHES: &[&str] = &[" — ", " – ", "—", " - "];

/// A fictional outlet.
#[derive(Clone, Copy, Debug)]
pub struct Outlet {
    /// Its name as readers know it.
    pub name: &'static str,
    /// Its cues in the order of the page.
    pub cues: &'static [Cue],
    /// What the other template has in place of them.
    pub others: &'static [Cue],
    /// How it punctuates.
    pub style: Style,
}

/// A line or an opening that gives the outlet away. `{p}` stands for the event's place, `{w}` for a writer's name, `{h}` for a
/// headline of another event.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// What it is.
    pub label: Label,
    /// Its text.
    pub text: &'static str,
}

/// Makes an [`Outlet`] of its cues: section, byline, slug, picture credit, credit line, promo, call to action; and the last three of
/// the other template.
macro_rules! outlets {
    ($($name:literal $quotes:literal $dash:literal $nav:literal $byline:literal $slug:literal $credit:literal $wire:literal $related:literal
       $promo:literal | $byline2:literal $related2:literal $promo2:literal;)*) => {
        /// The outlets.
        pub const OUTLETS: &[Outlet] = &[$(Outlet {
            name: $name,
            cues: &[
                Cue { label: Label::Nav, text: $nav }, Cue { label: Label::Byline, text: $byline }, Cue { label: Label::Dateline, text: $slug },
                Cue { label: Label::Credit, text: $credit }, Cue { label: Label::Wire, text: $wire }, Cue { label: Label::Related, text: $related },
                Cue { label: Label::Promo, text: $promo },
            ],
            others: &[
                Cue { label: Label::Byline, text: $byline2 }, Cue { label: Label::Related, text: $related2 }, Cue { label: Label::Promo, text: $promo2 },
            ],
            style: Style { quotes: QUOTES[$quotes], dash: DASHES[$dash] },
        }),*];
    };
}

outlets! {
    "The Arden Courier" 0 0 "NEWS / REGION" "By {w}, Arden Courier staff" "{p} (Courier) —" "Photo: {w} / Courier Pictures" "With reporting by the Courier newsroom." "Read more: {h}" "Sign up for the Courier Morning Letter." | "Words {w}" "Keep reading » {h}" "The Courier lives on its readers. Become a patron.";
    "Beacon Wire" 1 1 "Top Stories" "{w} | Beacon Wire" "{p}, BW -" "Image: Beacon Wire / {w}" "Source: BW" "RELATED: {h}" "Get the Beacon app for alerts as they happen." | "Desk: {w}" "→ {h}" "Follow the Beacon channel for more.";
    "Cordwain Post" 0 1 "Post / Today" "From our correspondent {w}" "{p}:" "Picture by {w} for the Post" "Additional material: agencies, Post desk" "See also: {h}" "Subscribe to the Post from two crowns a week." | "Reporter: {w}" "Up next: {h}" "Gift the Post to a friend this season.";
    "Daily Ferrule" 1 3 "Home - Local" "{w} for the Daily Ferrule" "{p} -" "Foto: Ferrule archive" "This article was made with the Ferrule data team." "You may also like: {h}" "Join the Ferrule Club and read without limits." | "({w}, Ferrule)" "Ferrule recommends {h}" "Our book of the month is in the Ferrule shop.";
    "Eastmarch Herald" 2 0 "HERALD | COUNTY" "by {w}, chief reporter of the Herald" "{p}, Tuesday —" "Photograph: {w}/Eastmarch Herald" "Herald staff and agencies" "More on this: {h}" "Have a story? Call the Herald news desk." | "Told to {w}" "From the Herald archive: {h}" "Buy the Herald at your newsagent tomorrow.";
    "Fathom Online" 1 0 "fathom / depth" "written by {w} @fathom" "[{p}]" "(c) fathom media, {w}" "via fathom network" "Go deeper: {h}" "Like what you read? Support fathom with a coffee." | "@{w} on fathom" "Dive in: {h}" "fathom is free because readers pay. Chip in.";
    "Gazette of the Fells" 2 2 "The Gazette: Fell Country" "{w} reports" "{p}. —" "{w}, for the Gazette of the Fells" "(Gazette service)" "Also in the Gazette: {h}" "Order the printed Gazette by post." | "A report of {w}" "Gazette readers also chose {h}" "The Gazette calendar is out now.";
    "Hollin Times" 0 2 "TIMES HOLLIN" "{w}, Hollin" "{p}, Hollin Times—" "{w}/THT" "THT/agencies" "Analysis: {h}" "Try the Times digital pack for a month." | "THT: {w}" "Editors' pick: {h}" "Times readers get a tenth off theatre tickets.";
    "Island Ledger" 3 1 "Ledger · Islands" "Text: {w}" "{p} /il/" "Bild: il/{w}" "il/desk" "On the same subject: {h}" "The Ledger by e-mail, every evening at six." | "il · {w}" "Ledger extra: {h}" "Ledger readers travel cheaper. Ask for the card.";
    "Juniper Standard" 3 0 "Standard Juniper Edition" "{w}, special to the Standard" "{p} (JS) —" "JS Photo / {w}" "The Standard and JS News Service contributed." "Earlier in the Standard: {h}" "Unlimited Standard: first month free." | "Standard bureau, {w}" "Do not miss: {h}" "Rate the Standard and win a weekend for two.";
    "Kestrel Radio News" 1 2 "Kestrel On Air" "{w}, Kestrel Radio" "{p} for Kestrel" "Kestrel / {w}" "Heard first on Kestrel Radio." "Listen again: {h}" "Tune in to Kestrel at the top of every hour." | "Kestrel's {w}" "Podcast: {h}" "Text the Kestrel studio with your view.";
    "Lowland Observer" 2 1 "Observer Lowlands Desk" "An Observer report by {w}" "{p}, Lowlands –" "Observer picture desk: {w}" "Observer staff" "Observer background: {h}" "Become an Observer friend today." | "{w} observes" "Observer long read: {h}" "Meet the Observer team at the spring fair.";
}

/// Names of writers: any may write for any outlet.
pub const WRITERS: &[&str] = &["Ada Quill", "Ben Orlo", "Cleo Marsh", "Dan Petrov", "Eva Lund", "Finn Abara", "Gwen Sato", "Hal Rivers"];

/// Papers that the outlets quote: attribution is content, and must stay.
pub const THIRD_PARTIES: &[&str] = &["the Meridian Review", "the Tarn Valley Globe", "Radio Solwick", "the Norrey Advertiser"];
