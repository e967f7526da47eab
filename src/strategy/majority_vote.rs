//! `majority-vote`: a segment goes if enough of several generalists would strip it.
//!
//! - **Idea**: errors of different methods differ.
//! - **Source**: committee voting; cf. the ensembles of the Web Content Extraction Benchmark (Bevendorff et al. 2023).
//! - **Needs**: links. **Parameters**: `quorum`, the share of members that must want a segment gone.
//! - **Wins**: steadier than each member. **Loses**: what most members cannot see is always kept: rails without links, cues.
//!   Not idempotent, since members are not. **Cost**: the sum of its members.

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Properties, Removals, Selected};
use super::{Document, Strategy, boilerpipe, c4_lines, justext, link_density, text_bte};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "majority-vote",
    version: 1,
    summary: "strips what most of seven generalists would strip",
    loses: "what most members cannot see: rails without links, cues inside lines",
    family: Family::Ensemble,
    source: "committee voting; cf. Bevendorff et al. 2023",
    needs: Needs::Links,
    parameters: &[Parameter::number("quorum", "0.5", (0.0, 1.0), "share of members that must want a segment gone; more than this share")],
    properties: Properties {
        idempotent: false,
        whitespace_blind: true,
        compositional: false,
        monotone: &[Monotone { parameter: "quorum", direction: Direction::RemovesLess }],
    },
    build: |parameters| Box::new(MajorityVote { members: members(), quorum: parameters.number("quorum") as f32 }),
};

/// The members, with the parameters that suit text in any language.
fn members() -> Vec<Selected> {
    let member = |(entry, chosen): (&'static Entry, &[(&str, &str)])| Selected::new(entry, chosen).ok();
    let table: [(&'static Entry, &[(&str, &str)]); 7] = [
        (&text_bte::ENTRY, &[]),
        (&justext::ENTRY, &[]),
        (&boilerpipe::numwords::ENTRY, &[]),
        (&boilerpipe::density::ENTRY, &[("end", "keep")]),
        (&boilerpipe::canola::ENTRY, &[]),
        (&link_density::ENTRY, &[]),
        (&c4_lines::ENTRY, &[("marks", "unicode")]),
    ];
    table.into_iter().filter_map(member).collect()
}

struct MajorityVote {
    members: Vec<Selected>,
    quorum: f32,
}

impl Strategy for MajorityVote {
    fn remove(&self, document: &Document, context: &Context, out: &mut Removals) {
        let mut votes = vec![0u32; document.segments().len()];
        for member in &self.members {
            count(document, &member.run(document, context), &mut votes);
        }
        let needed = self.quorum * self.members.len() as f32;
        for (segment, _) in document.segments().iter().zip(votes).filter(|(_, votes)| *votes as f32 > needed) {
            out.push(segment.span, None, "majority-vote");
        }
    }
}

/// A member votes for a segment if it takes out half of its bytes or more.
fn count(document: &Document, removals: &Removals, votes: &mut [u32]) {
    let removed = removals.spans(|_| true);
    for (segment, votes) in document.segments().iter().zip(votes) {
        let gone: usize = removed.within(segment.span).map(|span| span.len()).sum();
        *votes += u32::from(gone * 2 >= segment.span.len());
    }
}
