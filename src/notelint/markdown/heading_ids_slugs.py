"""The text of a heading → the id that a platform makes of it, before repeated ids are numbered.

Where each function's rules are written down stands in its docstring; `tests/test_heading_ids.py` holds rows that the
platforms' own code gave, where that code can be had.
"""

import re
import unicodedata
from typing import Literal
from unicodedata import category

from notelint.pattern import late_pattern

# Unicode's `Other_Alphabetic` outside letters, marks and numbers: circled and squared Latin letters. PropList.txt of Unicode
# 14.0 and of 17.0 have the same four ranges.
_OTHER_ALPHABETIC = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))
_ASCII_WORDS = "abcdefghijklmnopqrstuvwxyz0123456789-_"
_ASCII_TABLE: dict[int, str | None] = dict.fromkeys(range(128)) | {ord(char): char for char in _ASCII_WORDS} | {ord(" "): "-"}

# `rSpecial` of @mdit-vue/shared 3.0, `slugify.ts`.
_VITEPRESS_SPECIAL = late_pattern(r"[\s~`!@#$%^&*()\-_+=[\]{}|\\;:\"'\u201c\u201d\u2018\u2019<>,.?/]+")
_COMBINING = late_pattern("[\u0300-\u036f]")

_GITLAB_SUFFIX = late_pattern(r" ?\**\((?:core|starter|premium|ultimate|free|bronze|silver|gold)(?: (?:only|self|saas))?\)\**")

# docutils' nodes.py (public domain), `_non_id_translate` and `_non_id_translate_digraphs`: letters that NFKD leaves whole.
_DOCUTILS_LETTERS = str.maketrans("øđħıłŧƀƃƈƌƒƙƚƞƥƫƭƴƶǥȥȴȵȶȷȼȿɀɇɉɋɍɏ", "odhiltbbcdfklnpttyzgzlntjcszejqry") | str.maketrans(
    {"ß": "sz", "æ": "ae", "œ": "oe", "ȸ": "db", "ȹ": "qp"}
)

_OBSIDIAN_BLANKS = str.maketrans(dict.fromkeys('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n', " "))


# Normalising takes time that grows with the square of a run of combining marks; no heading is longer than this.
_LONGEST = 2000


def normalize(form: Literal["NFC", "NFKD"], text: str) -> str:
    """The text in a normal form of Unicode; texts too long for a heading or a fragment stay as they are."""
    return unicodedata.normalize(form, text) if len(text) <= _LONGEST else text


def is_word(char: str) -> bool:
    r"""Whether Ruby's `\p{Word}` has this character: letter, mark, decimal digit, letter number, connector or other alphabetic.

    Source: Onigmo's CR_Word table, which html-pipeline's `toc_filter.rb`, GitLab and kramdown-parser-gfm rest on.
    """
    kind = category(char)
    if kind[0] in "LM" or kind in ("Nd", "Nl", "Pc"):
        return True
    return kind == "So" and any(start <= ord(char) <= end for start, end in _OTHER_ALPHABETIC)


def github(text: str) -> str:
    """Lower-cased; word characters and `-` stay, blanks become `-`, all else goes; nothing is trimmed or collapsed.

    Source: html-pipeline `toc_filter.rb`; held against github-slugger's 78 headings that GitHub itself rendered.
    """
    lowered = text.lower()
    if lowered.isascii():
        return lowered.translate(_ASCII_TABLE)
    return "".join("-" if char == " " else char for char in lowered if char in "- " or is_word(char))


def gitlab(text: str) -> str:
    """As on GitHub, but trimmed first, without a subscription badge such as `(premium only)`; `anchor-` before bare digits.

    Source: GitLab `lib/gitlab/utils/markdown.rb`, without the squeezing of hyphens that 17.0 gave up.
    """
    slug = github(_GITLAB_SUFFIX.sub("", text.strip().lower()))
    return f"anchor-{slug}" if slug.isdecimal() else slug


def gitlab_16(text: str) -> str:
    """GitLab's ids up to 16: hyphens in a row are one. Source: as for `gitlab`, and the deprecation note of 17.0."""
    return re.sub("-{2,}", "-", gitlab(text))


def hugo(source: str) -> str:
    """Made of the Markdown source: letters, digits and `_` lower-cased, `-` for blanks, tabs and hyphens; no marks.

    Source: Hugo `markup/goldmark/autoid.go` (type `github`, the default); an empty id is `heading`.
    """
    kept = ("-" if char in "- \t" else char.lower() for char in source if char in "-_ \t" or _is_letter_or_digit(char))
    return "".join(kept) or "heading"


def blackfriday(text: str) -> str:
    """Letters and numbers lower-cased; what stands between them is one `-`.

    Source: Hugo `markup/blackfriday/anchors.go`, which a site may choose in place of the type `github`.
    """
    kept = (char.lower() if category(char)[0] in "LN" else " " for char in text)
    return "-".join("".join(kept).split())


def jekyll(text: str) -> str:
    """GitHub's ids after kramdown's typography, which makes dashes of `--` and `---`; tabs are blanks.

    Source: kramdown-parser-gfm `generate_gfm_header_id` and `update_raw_text`.
    """
    return github(re.sub("---?", "", text).replace("\t", " "))


def kramdown(source: str) -> str:
    """From the first ASCII letter on: ASCII letters, digits, `-` and blanks (as `-`), lower-cased; else `section`.

    Source: kramdown `lib/kramdown/converter/base.rb`, `basic_generate_id` on the raw text of the heading.
    """
    from_letter = re.sub("^[^a-zA-Z]+", "", source)
    return re.sub("[^a-zA-Z0-9 -]", "", from_letter).replace(" ", "-").lower() or "section"


def mkdocs(text: str) -> str:
    """ASCII after compatibility decomposition; word characters stay, runs of blanks and hyphens are one `-`.

    Source: Python-Markdown `markdown/extensions/toc.py`, `slugify` with its default separator.
    """
    ascii_text = normalize("NFKD", " ".join(text.split())).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_text).strip().lower())


def vscode(text: str) -> str:
    """GitHub's ids of the trimmed text. Source: VS Code `extensions/markdown-language-features/src/slugify.ts`."""
    return github(text.strip())


def vitepress(text: str) -> str:
    """Decomposed, without accents; runs of blanks and ASCII punctuation are one `-`, none at the ends; `_` before a digit.

    Source: @mdit-vue/shared 3.0 `slugify.ts`, which VitePress and VuePress 2 give to markdown-it-anchor.
    """
    plain = re.sub("[\x00-\x1f]", "", _COMBINING.sub("", normalize("NFKD", text)))
    slug = _VITEPRESS_SPECIAL.sub("-", plain).strip("-").lower()
    return f"_{slug}" if re.match("[0-9]", slug) else slug


def docutils(text: str) -> str:
    """Runs of other characters than a-z and 0-9 are one `-`, none at the ends, no digit in front.

    Source: docutils `nodes.py`, `make_id`, which Sphinx and myst-parser use for every section.
    """
    plain = normalize("NFKD", text.lower().translate(_DOCUTILS_LETTERS)).encode("ascii", "ignore").decode("ascii")
    return re.sub("^[-0-9]+|-+$", "", re.sub("[^a-z0-9]+", "-", plain))


def myst(text: str) -> str:
    r"""The second name of a section in MyST, for `myst_heading_anchors`: like GitHub's, but by Python's `\w`.

    Source: myst-parser 5.2 `slugs.py`, `github_slugify`.
    """
    return re.sub(r"[^\w\- ]", "", text.lower().replace(" ", "-"))


def obsidian(source: str) -> str:
    """The heading itself with its punctuation turned to single blanks; `-`, `_` and `'` stay.

    Source: Obsidian's published API, `stripHeading`; its code is closed.
    """
    return " ".join(source.translate(_OBSIDIAN_BLANKS).split())


def _is_letter_or_digit(char: str) -> bool:
    kind = category(char)
    return kind[0] == "L" or kind == "Nd"
