"""Which notes repeat each other on purpose, by their paths: editions, translations, series, forms, logs of changes, terms."""

import re
from typing import NamedTuple

from notelint.pattern import late_pattern

# Two-letter codes of ISO 639-1 that notes are translated to most, and three-letter ones of ISO 639-3 seen in repositories.
_LANGUAGES = (
    "ar|az|be|bg|bn|bs|ca|cs|da|de|el|en|eo|es|et|eu|fa|fi|fr|ga|gl|gu|he|hi|hr|hu|hy|id|it|ja|ka|kk|km|kn|ko|lt|lv|mk|ml|mn"
    "|mr|ms|my|nb|ne|nl|nn|no|or|pa|pl|pt|ro|ru|si|sk|sl|sq|sr|sv|sw|ta|te|th|tl|tr|uk|ur|uz|vi|zh|fil|yue"
)
_CODE = rf"(?:{_LANGUAGES})(?:[-_][a-z]{{2,4}})?"
_LANGUAGE = late_pattern(rf"[-_.]({_CODE})(?=\.[a-z]+$)|(?<![^/])({_CODE})/")
_LANGUAGE_FOLDER = late_pattern(rf"(?:[^/]+/)*?(?:{_CODE})/")
# `note (1).md` is what a program makes of a second file of one name: that is no edition.
_NUMBER = late_pattern(r"(?<!\()[0-9]+")
_MONTH = late_pattern(
    r"(?<![a-z])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
# A name of nothing but numbers is that of a day, a month or a year, or it is the number of a note and tells of no series.
_UNNAMED = late_pattern(r"[^a-z]*\.[a-z]+")
_DATE = late_pattern(r"(?:19|20)[0-9]{2}(?:[-_. ]?[0-9]{1,2}){0,2}\.[a-z]+")
_VERSION = late_pattern(r"#(?:[-_.]?#)+")
_YEAR = late_pattern(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9]{3})")
# Folders that hold all of one edition: of a year or day, of a version, of what is to come.
_OF_EDITION = late_pattern(
    r"(?:(?:19|20)[0-9]{2}(?:[-_.][0-9]{1,2}){0,2}|(?:v|version[-_ ]?)[0-9]+(?:[-_.][0-9x]+)*|[0-9]+(?:\.[0-9x]+)+"
    r"|next|latest|current|stable)"
)
_TRANSLATED = late_pattern(rf"(?<![^/])(?:i18n|l10n|locales?|translations?)/(?:{_CODE})(?=[/.])|(?<![^/])versioned_docs/")
_FORM = late_pattern(
    r"(?<![^/._ -])(?:templates?|archetypes|boilerplates?|skeletons?)(?=[/]|\.[a-z]+$)|(?<![^/])templates?[._ -]"
)
_LOG = late_pattern(
    r"(?<![a-z])(?:change[-_ ]?logs?|release[-_ ]?notes?|what-?s-?new)(?![a-z])"
    r"|(?<![^/])(?:changes|history|news|releases)\.[a-z]+$"
)
# What is taken over word for word: licences and codes of conduct, and all that comes with others' code.
_TAKEN_OVER = late_pattern(
    r"(?<![^/])(?:licen[cs]es?|copying|notice|code[-_ ]of[-_ ]conduct)(?:[-_.][a-z0-9.-]*)?\.[a-z]+$"
    r"|(?<![^/])(?:vendor(?:ed)?|third[-_ ]?party|externals?|submodules|node_modules)/"
)
_VERSION_OF = late_pattern(r"(?:v|version[-_ ]?)[0-9]+(?:[-_.][0-9x]+)*|[0-9]+(?:\.[0-9x]+)+|next|latest|current|stable")


class Edition(NamedTuple):
    """What a path tells: what it has in common with those of other editions, and what sets it apart from them.

    `series` is the path without languages, with `#` for each number; `folder` that of the folder of one edition, `dated` that
    of a name with a year; both are empty where there is none. `own` and `folder_own` are what was taken out.
    """

    series: str
    own: str
    folder: str
    folder_own: str
    dated: str
    translated: bool
    form: bool
    record: bool


def language_folder(path: str) -> str:
    """The path of the folder of one language that this path is in, with `/` at its end; empty when it is in none."""
    found = _LANGUAGE_FOLDER.match(path.lower())
    return path[: found.end()] if found else ""


def edition(path: str) -> Edition:
    """What a path tells."""
    low = path.lower()
    languages = "".join(map("".join, _LANGUAGE.findall(low)))
    bare = _LANGUAGE.sub("", low)
    name = bare.rpartition("/")[2]
    folder, folder_own = _folder(low)
    is_number = name.isascii() and _UNNAMED.fullmatch(name) is not None and not _DATE.fullmatch(name)
    return Edition(
        bare if is_number else _numbered(bare),
        languages + "\0" + "\0".join([*_NUMBER.findall(bare), *_MONTH.findall(bare)]),
        folder,
        folder_own,
        _numbered(name) if _YEAR.search(name) else "",
        _TRANSLATED.search(low) is not None,
        _FORM.search(low) is not None,
        _LOG.search(low) is not None or _TAKEN_OVER.search(low) is not None,
    )


def repeats_on_purpose(one: Edition, other: Edition) -> bool:
    """Whether what both notes have is kept in both: they are editions of one, or one is a form, a log or a licence."""
    return (
        (one.series == other.series and one.own != other.own)
        or (one.folder == other.folder != "" and one.folder_own != other.folder_own)
        or one.dated == other.dated != ""
        or _is_version_beside(one, other)
        or _is_version_beside(other, one)
        or one.translated != other.translated
        or one.form != other.form
        or one.record
        or other.record
    )


def has_same_name(one: str, other: str) -> bool:
    """Whether notes in two folders bear one name: each folder's README, charter or guide; `index.md` is no name."""
    names = [_numbered(_LANGUAGE.sub("", path.lower())).rpartition("/")[2] for path in (one, other)]
    return one != other and names[0] == names[1] and not names[0].lstrip("_").startswith("index.")


def _is_version_beside(one: Edition, other: Edition) -> bool:
    """Whether the first lies in a folder of one version, beside which the other is of what is current."""
    return (
        bool(one.folder)
        and not other.folder
        and _VERSION_OF.fullmatch(one.folder_own) is not None
        and (other.series.startswith(_numbered(one.folder.removesuffix("#"))))
    )


def is_translation(path: str, paths: frozenset[str] | set[str]) -> bool:
    """Whether a note is there for this one without a language in its path, or with English there."""
    bare = _LANGUAGE.sub("", path.lower())
    return bare != path.lower() and (bare in paths or _in_english(path) in paths - {path.lower()})


def _in_english(path: str) -> str:
    return _LANGUAGE.sub(lambda match: re.sub(_CODE, "en", match[0]), path.lower())


def _numbered(path: str) -> str:
    return _VERSION.sub("#", _MONTH.sub("#", _NUMBER.sub("#", path)))


def _folder(path: str) -> tuple[str, str]:
    """The path down to the first folder that holds an edition, without the name of that, and this name."""
    parts = path.split("/")[:-1]
    for at, part in enumerate(parts):
        if _OF_EDITION.fullmatch(part):
            return "/".join([*parts[:at], "#"]), part
    return "", ""
