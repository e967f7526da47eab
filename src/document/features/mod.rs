//! What can be measured of one segment, in one pass over its bytes.

mod ascii;
mod meter;
mod runs;

use super::segment::{Kind, Link, Segment};
use crate::span::Span;
use meter::Meter;

/// How a segment ends, closing quotes and brackets aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Ending {
    /// With a word or number.
    #[default]
    Open,
    /// With a sentence mark.
    Sentence,
    /// With an ellipsis: the text was cut.
    Ellipsis,
    /// With a colon.
    Colon,
    /// With a comma, semicolon or dash.
    Joint,
}

/// Features of one segment. Link syntax and marks are not counted: the text is what a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Features {
    /// Code points that are not white space.
    pub chars: u32,
    /// Code points, inner white space included.
    pub length: u32,
    /// Words; in scripts without spaces estimated from characters.
    pub words: f32,
    /// Code points in links that are not white space.
    pub link_chars: u32,
    /// Words in links.
    pub link_words: f32,
    /// Number of links.
    pub links: u16,
    /// Letters.
    pub letters: u32,
    /// Upper-case letters.
    pub upper: u32,
    /// Digits.
    pub digits: u32,
    /// Words that begin with an upper-case letter.
    pub capitalised: u32,
    /// Characters of scripts without spaces.
    pub unspaced: u32,
    /// Sentence ends: marks before a space or the end.
    pub sentences: u16,
    /// Commas of any script.
    pub commas: u16,
    /// How it ends.
    pub ending: Ending,
    /// What kind of block it is.
    pub heading: bool,
    /// Whether it is a list item.
    pub item: bool,
    /// Whether a vertical bar, bullet or middle dot stands in it.
    pub bars: bool,
    /// Whether a copyright sign stands in it.
    pub copyright: bool,
    /// Whether its last sentence mark is a question mark.
    pub question: bool,
    /// Characters of scripts that have no sentence marks.
    pub markless_chars: u32,
}

/// A text of this many characters that ends like a sentence is running text (`STRATEGIES` 2.4).
const LONG_CHARS: u32 = 80;
/// Running text has this many words or more.
const SENTENCE_WORDS: f32 = 5.0;

impl Features {
    /// Measures a segment; linear in its length.
    pub fn measure(text: &str, segment: &Segment, links: &[Link]) -> Self {
        let plain = if segment.links.is_empty() { ascii::measure(segment.inner.slice(text).as_bytes()) } else { None };
        match plain {
            Some(features) => features.of_kind(segment.kind),
            None => Self::measure_by(text, segment, links, Meter::read_piece),
        }
    }

    /// The same by any way to read a piece of text.
    fn measure_by(text: &str, segment: &Segment, links: &[Link], read: impl Fn(&mut Meter, &str)) -> Self {
        let mut meter = Meter::default();
        let mut at = segment.inner.start;
        for link in links.get(segment.links.clone()).unwrap_or(&[]) {
            read(&mut meter, Span::new(at, link.whole.start).slice(text));
            meter.read_link(link.text.slice(text), &read);
            at = link.whole.end;
        }
        read(&mut meter, Span::new(at, segment.inner.end).slice(text));
        meter.finish().of_kind(segment.kind)
    }

    fn of_kind(self, kind: Kind) -> Self {
        Self { heading: matches!(kind, Kind::Heading(_)), item: kind == Kind::Item, ..self }
    }

    /// Share of the characters that stand in links, 0 to 1.
    #[inline]
    pub fn link_density(&self) -> f32 {
        if self.chars == 0 { 0.0 } else { self.link_chars as f32 / self.chars as f32 }
    }

    /// Share of the words that stand in links, 0 to 1 (boilerpipe's link density).
    pub fn link_word_density(&self) -> f32 {
        if self.words <= 0.0 { 0.0 } else { (self.link_words / self.words).min(1.0) }
    }

    /// Ends with a sentence mark or an ellipsis, closers aside.
    #[inline]
    pub fn is_terminal(&self) -> bool {
        matches!(self.ending, Ending::Sentence | Ending::Ellipsis)
    }

    /// Ends like a sentence and has five words or more. Scripts without sentence marks (Thai, Lao, Khmer) go by length.
    #[inline]
    pub fn is_sentence(&self) -> bool {
        let marked = self.is_terminal() && self.words >= SENTENCE_WORDS;
        marked || (self.markless() && self.chars >= 60)
    }

    /// A sentence of 80 characters or more (40 in scripts that write a word in two).
    #[inline]
    pub fn is_long(&self) -> bool {
        let least = if self.unspaced * 2 > self.chars { LONG_CHARS / 2 } else { LONG_CHARS };
        self.is_sentence() && self.chars >= least
    }

    /// Looks like a headline: 4 to 22 words, 20 to 140 characters (8 to 60 in Chinese and Japanese), no sentence end.
    #[inline]
    pub fn is_title(&self) -> bool {
        let open = (self.ending == Ending::Open && self.sentences == 0)
            || (self.ending == Ending::Sentence && self.sentences == 1 && self.question);
        let sized = if self.unspaced * 2 > self.chars { (8..=60).contains(&self.chars) } else { (20..=140).contains(&self.length) };
        open && sized && (4.0..=22.0).contains(&self.words)
    }

    /// Mostly of a script that has no sentence marks.
    #[inline]
    fn markless(&self) -> bool {
        self.markless_chars * 2 > self.chars
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Format};
    use super::*;
    use proptest::prelude::*;

    fn of(line: &str) -> Features {
        Document::anonymous(Format::Markdown, line).features()[0]
    }

    #[test]
    fn words_characters_and_links_are_those_a_reader_sees() {
        let features = of("- The [old ferry](#) sailed, don't wait.");
        assert_eq!((features.words, features.link_words), (6.0, 2.0));
        assert_eq!((features.chars, features.link_chars), (28, 8));
        assert_eq!(features.length, 33);
        assert!(features.item && features.is_sentence());
    }

    #[test]
    fn endings_look_through_closing_quotes_and_links() {
        assert_eq!(of("“We row,” she said. “Or sink.”").ending, Ending::Sentence);
        assert_eq!(of("He said [it was over.](#)").ending, Ending::Sentence);
        assert_eq!(of("How is the...").ending, Ending::Ellipsis);
        assert_eq!(of("Original url:").ending, Ending::Colon);
        assert_eq!(of("RECOMMENDED").ending, Ending::Open);
        assert_eq!(of("他说：“不行。”").ending, Ending::Sentence);
    }

    #[test]
    fn sentences_are_not_split_at_initials() {
        assert_eq!(of("U.S. President J. Doe spoke. He left.").sentences, 2);
        assert_eq!(of("今天下雨。明天也下雨。").sentences, 2);
    }

    #[test]
    fn headlines_look_like_headlines() {
        assert!(of("Ferry runs aground off Marrow Point with 214 aboard").is_title());
        assert!(of("Who will pay for the harbour crane now?").is_title());
        assert!(!of("The ferry ran aground off the point on Monday.").is_title());
        assert!(!of("News").is_title());
        assert!(of("王子岛渡轮搁浅两百余人获救").is_title());
    }

    #[test]
    fn unspaced_scripts_have_estimated_words() {
        assert_eq!(of("渡轮搁浅").words, 2.0);
        assert!(of("เรือข้ามฟากเกยตื้นใกล้แหลมมาร์โรว์เมื่อเช้าวันจันทร์ผู้โดยสารปลอดภัยทุกคนแล้วครับ").is_sentence());
    }

    /// Runs of words, signs and odd characters, closer together than in real lines, and words longer than one count holds.
    fn line() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            4 => "[A-Za-z]{1,6}",
            2 => "[0-9]{1,4}",
            3 => "[ .,:;!?'\"()*#`|\\-]{1,3}",
            2 => Just(" ".to_string()),
            1 => "\\[[a-z]{1,5}[ .]?[A-Z]{0,2}\\]\\(#\\)",
            2 => "[’“”…–—«»·©İĳßéПяσΣ日本ไ한\u{a0}\u{301}\u{200b}\u{2028}१½]{1,2}",
            1 => any::<char>().prop_map(String::from),
        ];
        let words = prop::collection::vec(word, 0..40).prop_map(|words| words.concat());
        // As it is in most lines: nothing but ASCII.
        let plain = "([A-Za-z]{1,7}[ '.,!?\"\\)]{1,3}|[A-Z]\\.? ?|[0-9]{1,3}|[\t-\r -~]|'{1,3}|\\.{1,3}[\"'*_]?){0,60}";
        prop_oneof![9 => words, 1 => "[a-zA-Z ]{4050,4200}", 9 => plain]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn runs_count_as_their_characters_do(markdown: bool, lines in prop::collection::vec(line(), 1..4)) {
            let format = if markdown { Format::Markdown } else { Format::Plain };
            let document = Document::anonymous(format, lines.join("\n"));
            for (segment, own) in document.segments().iter().zip(document.features()) {
                let one_by_one = |meter: &mut Meter, piece: &str| piece.chars().for_each(|c| meter.character(c));
                let slow = Features::measure_by(document.text(), segment, document.links(), one_by_one);
                prop_assert_eq!(own, &slow, "{:?}", document.slice(segment.span));
            }
        }
    }
}
