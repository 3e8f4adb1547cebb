"""Deprecation markers: what says, at the edge of an item or heading, that its subject is no longer current.

Works on Markdown as written and on rendered text alike; strike-through and addresses show only in the former. Pure.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple, TypeAlias, get_args

from notelint.pattern import late_pattern
from notelint.text import Span

Side: TypeAlias = Literal["start", "end", "middle", "around"]
Words: TypeAlias = tuple[str, ...]
Language: TypeAlias = Literal["de", "en", "es", "fr", "it", "ja", "nl", "pt", "ru", "zh"]


class Marker(NamedTuple):
    """A marker within a text: its word (`DEPRECATED`, `no longer maintained`, `~~`) and the span that it takes up.

    The span has the marker's brackets, emphasis and blanks, so that the text without it reads well. `side` is where it
    stands: `middle` is behind the subject, `around` is strike-through, whose span covers what is struck with the tildes.
    """

    word: str
    span: Span
    side: Side


class _Vocabulary(NamedTuple):
    """Regular expressions for the words and the phrases of a language, and what stands in each of them in lower case."""

    words: str
    phrases: str
    stems: Words


VOCABULARIES = {
    "en": _Vocabulary(
        r"deprecated|obsolete|unmaintained|archived|EOL|end[ -]of[ -]life|discontinued|sunset",
        r"(?:(?:it|this(?: \w+)?) )?(?:is |are )?no longer (?:being )?(?:maintained|supported|developed)"
        r"|(?:superseded|replaced) by \S.{0,119}?",
        (
            "deprec",
            "obsol",
            "unmaint",
            "archiv",
            "eol",
            "of life",
            "of-life",
            "discont",
            "sunset",
            "no longer",
            "seded by ",
            "laced by ",
        ),
    ),
    "de": _Vocabulary(
        r"veraltet|eingestellt|abgekündigt|überholt|archiviert",
        r"nicht mehr gepflegt|(?:abgelöst|ersetzt) durch \S.{0,119}?",
        ("veralt", "eingest", "abgek", "berholt", "archiv", "gepflegt", "löst durch ", "setzt durch "),
    ),
    "es": _Vocabulary(
        r"obsolet[oa]|descontinuad[oa]|abandonad[oa]|archivad[oa]",
        r"ya no se mantiene|(?:reemplazad|sustituid)[oa] por \S.{0,119}?",
        ("obsol", "descont", "abandon", "archiv", "mantien", "zado por ", "zada por ", "uido por ", "uida por "),
    ),
    "fr": _Vocabulary(
        r"obsolète|abandonnée?|dépréciée?|archivée?",
        r"n['\u2019]est plus maintenue?|remplacée? par \S.{0,119}?",
        ("obsol", "abandon", "dépréc", "archiv", "est plus", "cé par ", "cée par "),
    ),
    "it": _Vocabulary(
        r"obsolet[oa]|deprecat[oa]|abbandonat[oa]|archiviat[oa]",
        r"non più mantenut[oa]|sostituit[oa] da \S.{0,119}?",
        ("obsol", "deprec", "abband", "archiv", "mantenut", "uito da ", "uita da "),
    ),
    "ja": _Vocabulary("非推奨|廃止|開発終了", "(?!)", ("非推奨", "廃止", "開発終了")),
    "nl": _Vocabulary(
        r"verouderd|stopgezet|gearchiveerd",
        r"niet langer onderhouden|vervangen door \S.{0,119}?",
        ("verouderd", "stopgezet", "archiv", "onderhouden", "vangen door "),
    ),
    "pt": _Vocabulary(
        r"obsolet[oa]|descontinuad[oa]|abandonad[oa]|arquivad[oa]",
        r"substituíd[oa] por \S.{0,119}?",
        ("obsol", "descont", "abandon", "arquiv", "uído por ", "uída por "),
    ),
    "ru": _Vocabulary(
        "устарело|устарела|устарел|заброшено|заброшена|заброшен|больше не поддерживается",
        "(?!)",
        ("устарел", "заброшен", "поддерживается"),
    ),
    "zh": _Vocabulary(
        "已?(?:弃用|废弃|棄用|廢棄|过时|停止维护)|不再维护", "(?!)", ("弃用", "废弃", "棄用", "廢棄", "过时", "维护")
    ),
}
"""What each language calls a thing that is no longer current. CJK words have no capitals, so brackets must be about them."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

# Services that keep copies of pages: beside a link to one, "archived" says what the link leads to.
_ARCHIVE = late_pattern(r"//(?:web\.archive\.org|archive\.(?:is|ph|today|li|md|vn|fo)|\w+\.webcitation\.org|perma\.cc)\b", re.I)
_LINE_END = late_pattern(r"\b(?:new)?lines?\b|\b(?:CR|LF|CRLF)\b|\\[rn]\b|white ?space|\bend[ -]of\b", re.I)
# What makes the next word a part of its sentence: `is DEPRECATED`, `marked as OBSOLETE`, `ACTIVE, ARCHIVED`.
_SENTENCE = late_pattern(
    r"(?:\b(?i:is|are|be|been|was|as|or|and|the|an?|to|of|not|marked|called|labell?ed|status|state|phase):?|[/|&=]|[A-Z]{3,},)\s*$"
)
_SENTENCE_GOES_ON = late_pattern(
    r"\s*(?:or|and|is|are|was|were|in|on|by|as|at|since|with|to|for|from|means?|has|have|will|can|must|should|notices?|warnings?)\b"
)

_ICON = r"(?:(?::warning:|:no_entry:|:x:|⚠\ufe0f?|⛔\ufe0f?|🚫|❌)\s{0,3})"
_DETAIL = r"(?:\s{0,3}[,:;(\u2013\u2014-]|\s+(?:since|as of|in favou?r of|use|in|on|by|for|until|see|seit|depuis|desde|v?\d)"
_DETAIL += r"|\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d)"
_TAIL = r"(?=[*_~]{0,3}[.!]?(?:\s{0,3}</?[A-Za-z][^<>]{0,200}>|\s{0,3}\{#[^{}]{0,200}\})*\s*$)"
_APART = r"(?:\s{0,3}[\u2013\u2014,;:]\s+|\s{1,3}-{1,3}\s+|(?<=[.!?])\s+)"
_DASH = r"(?:\s{0,3}[\u2013\u2014]\s{0,3}|\s{1,3}-{1,3}\s{1,3})"
# The subject of an item ends at the first colon or dash.
_SUBJECT = r"^(?:(?!:\s|\s[\u2013\u2014-]+\s).){1,300}?"
_SUBJECT_END = late_pattern(r":\s|\s[\u2013\u2014-]+\s")
# Raw HTML and attributes at the end of a heading are no text.
_END = late_pattern(r"(?:\s{0,3}</?[A-Za-z][^<>]{0,200}>|\s{0,3}\{#[^{}]{0,200}\})*\s*$")
_STRUCK = late_pattern(
    r"^[\s*_]*(?P<marker>(?P<word>~~)(?=\S)(?P<inside>(?:(?!~~).)+)(?<=\S)~~)(?=[*_]*\s*(?:$|[:,;.(\u2013\u2014]|-\s))", re.S
)
_ASCII = bytes(range(128))
_MOST = 4
# A marker at the edge of more text than this is part of its prose.
_LONGEST = 2000


def find_marker(text: str, languages: Words = LANGUAGES, words: Words = ()) -> Marker | None:
    """The deprecation marker of an item or heading, if it has one: at its end, its start, behind its subject, or around it.

    `text` is its first paragraph or its content, `words` are markers of the reader's own beside those of the languages.
    Words in capitals or brackets count, any case behind a dash or a warning sign, and phrases that end the text. A marker
    with nothing beside it marks nothing here, as `Deprecated` over a list of changes.

    >>> find_marker("Docker Machine DEPRECATED")
    Marker(word='DEPRECATED', span=Span(start=14, end=25), side='end')
    >>> find_marker("Which APIs are deprecated"), find_marker("[Talk](https://a.org) ([archived](https://archive.ph/x))")
    (None, None)
    """
    if len(text) > _LONGEST or not may_mark(text, languages, words):
        return None
    for pattern, side in _patterns(languages, words):
        for match in pattern.finditer(text):
            if _is_meant(text, match, side):
                return Marker(match["word"], Span(*match.span("marker")), side)
    struck = _STRUCK.search(text)
    return Marker("~~", Span(*struck.span("marker")), "around") if struck and re.search(r"\w", struck["inside"]) else None


def without_marker(text: str, languages: Words = LANGUAGES, words: Words = ()) -> str:
    """The text with its markers taken off.

    >>> without_marker("**DEPRECATED:** ~~Docker Machine~~ (no longer maintained)")
    'Docker Machine'
    """
    for _ in range(_MOST):
        marker = find_marker(text, languages, words)
        if marker is None:
            break
        start, end = marker.span
        inside = text[start + 2 : end - 2] if marker.side == "around" else ""
        text = text[:start] + inside + text[end:]
    return text


def with_marker(text: str, source: str, marker: Marker) -> str | None:
    """The text marked as `source` is, which has the marker: same word, same side; None where that place is not to be told.

    >>> source = "Docker Machine (deprecated): makes hosts"
    >>> with_marker("Docker Machine: makes hosts", source, find_marker(source))
    'Docker Machine (deprecated): makes hosts'
    """
    start, end = marker.span
    if marker.side == "around":
        inside = source[start + 2 : end - 2]
        return text.replace(inside, f"~~{inside}~~", 1) if inside in text else f"~~{text}~~"
    written = source[start:end]
    if marker.side == "start":
        return written + text
    if marker.side == "end":
        found = _END.search(text)
        end = found.start() if found else len(text)
        return text[:end] + written + text[end:]
    before = source[:start].rstrip()
    behind = None if text.startswith(before) else _SUBJECT_END.search(text)
    at = behind.start() if behind else len(before)
    return text[:at] + written + text[at:] if behind or text.startswith(before) else None


def may_mark(text: str, languages: Words = LANGUAGES, words: Words = ()) -> bool:
    """Whether there is any use in looking for markers in a text, be it a whole note: a quick look that misses none."""
    lowered = text.lower()
    for stem in _stems(languages, words, english=text.isascii()):  # a plain loop: this is asked of every item
        if stem in lowered:
            return True
    return "~~" in text


def hints(text: str, languages: Words = LANGUAGES, words: Words = ()) -> list[int]:
    """Where in a text, in order, something stands that a marker may be around: no marker is far from all of them."""
    lowered = text.replace("\u0130", "i").lower()  # the one capital whose small form is longer
    others = _others(lowered)
    found = []
    for stem in (*_stems(languages, words, english=not others), "~~"):
        if others and not stem.isascii() and _others(stem) not in others:
            continue  # what of it is not ASCII stands nowhere, which is found out in a short text
        at = lowered.find(stem)
        while at >= 0:
            found.append(at)
            at = lowered.find(stem, at + 1)
    return sorted(found)


def mentions_retirement(text: str, languages: Words = LANGUAGES, words: Words = ()) -> bool:
    """Whether a word or phrase of a marker stands anywhere in the text, in any case: prose that says as much, too."""
    return _anywhere(languages, words).search(text) is not None


# -- inside


def _is_meant(text: str, match: re.Match[str], side: Side) -> bool:
    """Whether the word says that the subject is no longer current, as far as the form does not tell by itself."""
    start, end = match.span("marker")
    rest = text[:start] + text[end:]
    word = match["word"].lower()
    if not re.search(r"\w", rest) or (word.startswith(("archiv", "arquiv")) and _ARCHIVE.search(text)):
        return False
    if word == "eol" and _LINE_END.search(rest):
        return False
    groups = match.groupdict()
    if "inner" not in groups:
        return True
    # Bare words: only capitals count, and among capitals only what punctuation sets apart.
    apart = bool(groups["inner"] or groups["apart"])
    told = match["word"].isupper() and (apart or (word != "eol" and re.search(r"[a-z]", rest) is not None))
    if side == "start":
        return told and (apart or not _SENTENCE_GOES_ON.match(text, end))
    return told and not _SENTENCE.search(text[: match.start("word")].rstrip("*_`[!"))


def _others(text: str) -> str:
    """What of a text is not ASCII."""
    raw = b"" if text.isascii() else text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return raw.decode("utf-8", "surrogatepass")


@cache
def _stems(languages: Words, words: Words, *, english: bool) -> Words:
    """What to look for in lower case; of letters outside of ASCII there is no use in an `english` text, which has none."""
    found = {stem for name in languages for stem in VOCABULARIES[name].stems} | {word.lower() for word in words}
    return tuple(stem for stem in found if stem.isascii() or not english)


@cache
def _anywhere(languages: Words, words: Words) -> re.Pattern[str]:
    known = [part for name in languages for part in VOCABULARIES[name][:2]]
    return re.compile(rf"(?<!\w)(?:{'|'.join([*map(re.escape, words), *known])})(?!\w)", re.I)


@cache
def _patterns(languages: Words, words: Words) -> tuple[tuple[re.Pattern[str], Side], ...]:
    """The forms of a marker, the commonest first, each with the side at which it looks."""
    return tuple((re.compile(pattern, re.I | re.S), side) for pattern, side in _forms(languages, words))


def _forms(languages: Words, own: Words) -> Iterator[tuple[str, Side]]:
    words = "|".join([*map(re.escape, own), *(VOCABULARIES[name].words for name in languages)])
    phrases = "|".join(VOCABULARIES[name].phrases for name in languages)
    word = rf"(?:(?:now|officially)\s+)?(?P<word>{words})(?!\w)"
    phrase = rf"(?P<word>{phrases})(?!\w)"
    detail = rf"(?:{_DETAIL}.{{0,160}}?)?"
    within = rf"(?:{_DETAIL}(?:[^()\[\]]|!?\[[^\[\]]*\](?:\([^()\s]*\))?){{0,160}}?)?"
    either = rf"(?:now\s+|officially\s+)?(?:\[(?=[^\[\]]*\]\())?(?P<word>{words}|{phrases})(?!\w){within}(?:\]\([^()\s]*\))?"
    brackets = (
        rf"(?P<o>[*_~]{{0,3}})[(\[{{\uff08\u3010\uff3b]\s?{_ICON}?[*_]*{either}[*_]*\s?[)\]}}\uff09\u3011\uff3d](?P=o)(?![(\[])"
    )
    bare = rf"(?P<o>\*\*|__|[*_`]|)(?P<l>!?\[)?{word}(?P<inner>:)?(?(l)\](?:\([^()\s]*\)|\[[^\[\]]*\]))(?P=o)"
    yield rf"(?P<marker>(?:\s{{1,3}}[\u2013\u2014-]{{1,3}})?\s{{0,3}}{brackets}){_TAIL}", "end"
    yield rf"(?P<marker>(?:(?P<apart>{_APART})|\s{{1,3}}){bare}{detail}){_TAIL}", "end"
    yield rf"(?P<marker>(?:{_DASH}|\s{{0,3}}{_ICON})(?P<o>\*\*|__|[*_`]|){word}(?P=o){detail}){_TAIL}", "end"
    yield rf"(?P<marker>{_APART}(?P<o>\*\*|__|[*_`]|){phrase}(?P=o)[.!]?){_TAIL}", "end"
    yield rf"^[\s*_~]{{0,9}}(?P<marker>{brackets}\s{{0,3}}[:\u2013\u2014-]?\s*)(?=\S)", "start"
    yield (
        rf"^[\s*_~]{{0,9}}(?P<marker>{_ICON}?{bare}(?:(?P<apart>\s{{0,3}}[:\u2013\u2014]\s+|\s+-{{1,3}}\s+)|\s+))(?=\S)",
        "start",
    )
    yield (
        rf"^[\s*_~]{{0,9}}(?P<marker>{_ICON}(?P<o>\*\*|__|[*_`]|){word}(?P=o)(?:\s{{0,3}}[:\u2013\u2014]|\s+-)\s*)(?=\S)",
        "start",
    )
    yield rf"{_SUBJECT}(?P<marker>\s{{0,3}}{brackets})(?=\s{{0,3}}[:\u2013\u2014]|\s+-)", "middle"
    yield rf"{_SUBJECT}(?P<marker>{_DASH}{brackets})(?=\s+\S)", "middle"
    yield rf"{_SUBJECT}(?P<marker>(?P<apart>{_DASH}){bare}[.!])(?=\s+\S)", "middle"
