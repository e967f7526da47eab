"""One small function for each peer: (page, language) -> text, or None where the peer finds nothing.

A page is a `str`, already decoded, so that every peer sees the same characters and none guesses a charset. Language is an
ISO 639-1 code or "". Imports stand inside the functions: only the peer that was asked for has to be installed.
The options are those of the benchmarks that published figures for the peer; the table at the end names them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

Extract = Callable[[str, str], str | None]


def trafilatura(**mode: bool) -> Extract:
    """Settings of trafilatura's own evaluation (tests/eval_common.py): no comments, tables, no formatting."""

    def extract(page: str, _lang: str) -> str | None:
        from trafilatura import extract as run

        return run(page, include_comments=False, include_tables=True, include_formatting=False, **mode)

    return extract


def readability(page: str, _lang: str) -> str | None:
    """The summary's text by html_text, as in scrapinghub's benchmark and WCEB."""
    from html_text import extract_text
    from readability import Document

    return extract_text(Document(page).summary(html_partial=True))


# jusText names its stop lists in English; the keys are those ISO 639-1 codes for which it has one.
JUSTEXT_LISTS = {
    "af": "Afrikaans", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian",
    "ml": "Malayalam", "mr": "Marathi", "ms": "Malay", "nb": "Norwegian_Bokmal", "ne": "Nepali", "nl": "Dutch",
    "nn": "Norwegian_Nynorsk", "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese",
}  # fmt: skip


@cache
def justext_words(lang: str) -> frozenset:
    import justext

    return justext.get_stoplist(JUSTEXT_LISTS.get(lang, "English"))


def justext(**settings: object) -> Extract:
    """Good paragraphs, joined. The stop list is that of the document's language, English where it is unknown."""

    def extract(page: str, lang: str) -> str | None:
        import justext

        paragraphs = justext.justext(page, justext_words(lang), **settings)
        return "\n\n".join(p.text for p in paragraphs if not p.is_boilerplate)

    return extract


def resiliparse(page: str, _lang: str) -> str | None:
    """WCEB's options."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return extract_plain_text(
        HTMLTree.parse(page), preserve_formatting=True, main_content=True, list_bullets=False, comments=False,
        links=False, alt_texts=False,
    )  # fmt: skip


def newspaper(page: str, lang: str) -> str | None:
    """Parse only; the language is the document's, or what the page declares."""
    from newspaper import Article, Config
    from newspaper.languages import get_available_languages

    config = Config()
    config.fetch_images = False
    if lang in get_available_languages():
        config.language = lang
    article = Article("https://page.invalid/", config=config)
    article.download(input_html=page, ignore_read_more=True)
    article.parse()
    return article.text


def goose(page: str, lang: str) -> str | None:
    """Defaults; the language is the document's, or what the page declares."""
    from goose3 import Goose

    settings: dict[str, object] = {"enable_image_fetching": False}
    if lang:
        settings |= {"target_language": lang, "use_meta_language": False}
    with Goose(settings) as goose3:
        return goose3.extract(raw_html=page).cleaned_text


def boilerpy(name: str) -> Extract:
    """A boilerpipe pipeline by the name of its class."""

    def extract(page: str, _lang: str) -> str | None:
        from boilerpy3 import extractors

        return getattr(extractors, name)().get_content(page)

    return extract


def inscriptis(page: str, _lang: str) -> str | None:
    from inscriptis import get_text

    return get_text(page)


def turbohtml(page: str, _lang: str) -> str | None:
    from turbohtml import parse

    return parse(page).main_text()


def turbohtml_paragraphs(page: str, _lang: str) -> str | None:
    from turbohtml.extract import boilerplate

    return "\n\n".join(p.text for p in boilerplate(page) if not p.is_boilerplate)


def bs4_text(page: str, _lang: str) -> str | None:
    """WCEB's baseline: all text but scripts and styles."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "html.parser")
    for element in soup(["script", "style", "noscript"]):
        element.decompose()
    return soup.get_text(separator=" ", strip=True)


@dataclass(frozen=True)
class Peer:
    """A row of the table: the package whose version is reported, and the function."""

    package: str
    extract: Extract


# jusText's settings in WCEB: shorter paragraphs pass, fewer stop words are asked for, headings are not treated apart.
WCEB_JUSTEXT = {
    "length_low": 50, "length_high": 200, "stopwords_low": 0.1, "stopwords_high": 0.2, "max_link_density": 0.2,
    "max_heading_distance": 200, "no_headings": True,
}  # fmt: skip

PEERS = {
    "trafilatura": Peer("trafilatura", trafilatura()),
    "trafilatura-precision": Peer("trafilatura", trafilatura(favor_precision=True)),
    "trafilatura-recall": Peer("trafilatura", trafilatura(favor_recall=True)),
    "trafilatura-fast": Peer("trafilatura", trafilatura(fast=True)),
    "readability-lxml": Peer("readability-lxml", readability),
    "justext": Peer("jusText", justext()),
    "justext-wceb": Peer("jusText", justext(**WCEB_JUSTEXT)),
    "resiliparse": Peer("Resiliparse", resiliparse),
    "newspaper4k": Peer("newspaper4k", newspaper),
    "goose3": Peer("goose3", goose),
    "boilerpy3-article": Peer("boilerpy3", boilerpy("ArticleExtractor")),
    "boilerpy3-default": Peer("boilerpy3", boilerpy("DefaultExtractor")),
    "inscriptis": Peer("inscriptis", inscriptis),
    "turbohtml": Peer("turbohtml", turbohtml),
    "turbohtml-paragraphs": Peer("turbohtml", turbohtml_paragraphs),
    "bs4-text": Peer("beautifulsoup4", bs4_text),
}
