//! What the fictional outlets report on, and sentences to report it with. Which sentence, in which words and with which numbers is
//! drawn for every document anew, whatever its outlet.

/// One event: names and nouns that fill the sentences.
pub struct Event {
    pub slug: &'static str,
    pub subject: &'static str,
    pub did: &'static str,
    pub place: &'static str,
    pub official: &'static str,
    pub name: &'static str,
    pub body: &'static str,
    pub cause: &'static str,
    pub people: &'static str,
    pub critics: &'static str,
    pub next: &'static str,
    pub topic: &'static str,
}

/// Makes an [`Event`] of twelve strings in the order of its fields.
macro_rules! events {
    ($($slug:literal $subject:literal $did:literal $place:literal $official:literal $name:literal $body:literal $cause:literal $people:literal
       $critics:literal $next:literal $topic:literal;)*) => {
        /// The events.
        pub const EVENTS: &[Event] = &[$(Event {
            slug: $slug, subject: $subject, did: $did, place: $place, official: $official, name: $name, body: $body, cause: $cause,
            people: $people, critics: $critics, next: $next, topic: $topic,
        }),*];
    };
}

events! {
    "ferry" "the night ferry" "ran onto a sandbank" "Callow Sound" "harbour master" "Ines Varga" "the port authority" "a fault in the steering gear" "passengers" "the seamen's union" "an inquiry" "shipping";
    "dam" "the upper dam" "lost a sluice gate" "Merrow Gorge" "chief engineer" "Tomas Aldric" "the river board" "rust in the hinges" "villagers" "downstream farmers" "a repair plan" "water";
    "bank" "the savings bank" "closed its counters" "Port Halden" "chairwoman" "Oda Lindqvist" "the banking council" "a run on deposits" "savers" "the small traders' league" "a rescue vote" "savings";
    "museum" "the county museum" "lost four paintings" "Vessel Street" "curator" "Bram Okafor" "the heritage office" "a window left open" "visitors" "the guards' council" "a new lock system" "art";
    "strike" "the rail depot" "stopped all trains" "Quarry Junction" "union secretary" "Petra Moll" "the transport ministry" "a quarrel over shifts" "commuters" "the passengers' forum" "talks on Thursday" "rail";
    "fire" "the pine fire" "crossed the ridge road" "Sorrel Hills" "fire chief" "Dario Venn" "the forest service" "a spark from a mower" "campers" "the hill parishes" "a ban on barbecues" "forests";
    "cup" "the town's football side" "won the island cup" "Lower Ferris" "coach" "Aino Castell" "the island league" "a late corner kick" "supporters" "the visiting fans' club" "a parade on Sunday" "football";
    "school" "the school board" "banned phones in class" "East Tarn" "head teacher" "Milo Renard" "the education office" "falling marks in reading" "pupils" "a parents' circle" "a trial of one term" "schools";
    "vaccine" "the fever vaccine" "passed its last trial" "the Lindum clinic" "chief physician" "Salma Idris" "the medicines agency" "a sharper immune response" "volunteers" "a patients' group" "a licence hearing" "medicine";
    "mayor" "the mayor" "handed in his chain" "Old Brackwell" "council clerk" "Greta Osei" "the town council" "an unpaid paving bill" "councillors" "the opposition bench" "a by-election" "the council";
    "data" "the hospital network" "lost patient records" "Nine Wells" "security officer" "Ravi Stroud" "the privacy office" "a stolen password" "patients" "a nurses' association" "a review of access" "data";
    "fishing" "the herring fleet" "stayed in port" "Skarn Bay" "fleet captain" "Una Breck" "the fisheries council" "a quota cut by half" "crews" "the canners' guild" "a second round of talks" "fishing";
}

/// Headlines.
pub const TITLES: &[&str] =
    &["{Subject} {did} at {place}", "{place}: {subject} {did}", "What is known after {subject} {did}", "{next} follows as {subject} {did}"];

/// Openings.
pub const LEADS: &[&str] = &[
    "{Subject} {did} at {place} on {day}, {body} said.",
    "On {day} {subject} {did} at {place}, according to {body}.",
    "It was {day} {hour} when {subject} {did} at {place}.",
    "{Body} confirmed on {day} that {subject} {did} at {place}.",
];

/// The sentences behind the opening: for each thing that may be told some wordings. `<` and `>` stand for the quotation marks,
/// `~` for the dash, `{other}` for a paper of [`super::THIRD_PARTIES`].
pub const FACTS: &[&[&str]] = &[
    &[
        "The {official}, {name}, spoke of {cause}.",
        "{name}, the {official}, put it down to {cause}.",
        "{Cause} was to blame, the {official} {name} believes.",
        "As {name} sees it, {cause} began it all.",
    ],
    &[
        "Some {n} {people} were affected.",
        "The number of {people} concerned rose to {n}.",
        "At least {n} {people} had to wait.",
        "{Body} counted {n} {people}, {few} more than feared.",
    ],
    &[
        "<We did what we could,> {name} said. <The rest is up to others.>",
        "<Nobody saw this coming,> said {name}, the {official}.",
        "<It could have been worse,> {name} told reporters.",
        "Asked about it, {name} said: <Give us until {day}.>",
    ],
    &[
        "{Critics} ~ long at odds with {body} ~ asked for answers.",
        "For {critics} the matter is not closed ~ far from it.",
        "{Body} promised {next} ~ but named no date.",
        "There is still no word on costs ~ they may reach {n} thousand.",
    ],
    &[
        "{Critics} had warned of it {few} months ago.",
        "{Critics} called the response slow.",
        "A spokeswoman for {critics} saw no reason to celebrate.",
        "Doubts came from {critics}, who want figures by {day}.",
    ],
    &[
        "{Next} is expected {hour}.",
        "{Body} is preparing {next}.",
        "Next comes {next}, which may take {few} weeks.",
        "A decision on {next} is due on {day}.",
    ],
    &[
        "Work at {place} went on through the night.",
        "{place} was quiet again {hour}.",
        "At {place} the shops stayed shut.",
        "The road to {place} was closed for {few} hours.",
    ],
    &[
        "It is one of {few} such cases in {topic} within ten years.",
        "In {topic} such a thing is rare.",
        "Experts in {topic} were not surprised.",
        "For {topic} it has been a hard year.",
    ],
    &[
        "Details were first reported by {other}.",
        "{other} had seen the papers before they were published.",
        "According to {other}, the files run to {n} pages.",
        "{name} had told {other} as much in spring.",
    ],
    &[
        "A bus took {people} home.",
        "Many {people} brought blankets and soup.",
        "One of the {people} called it a long night.",
        "Among the {people} were {few} children.",
    ],
    &[
        "<That is not for me to judge,> said a clerk of {body}.",
        "<We read about it like everyone else,> a member of {critics} said.",
        "<There was a bang, then nothing,> a witness recalled.",
        "<Ask me again in {few} weeks,> an insider said.",
    ],
    &[
        "The bill may come to {n} thousand crowns.",
        "Insurers speak of {n} thousand crowns.",
        "Nobody would put a price on it.",
        "A fund of {n} thousand crowns is under discussion.",
    ],
];

/// Days, times of day.
pub const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// Times of day.
pub const HOURS: &[&str] = &["at noon", "before dawn", "late in the evening", "in the morning", "towards midnight"];
