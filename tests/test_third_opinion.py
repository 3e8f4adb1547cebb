"""cmark-gfm, which GitHub ran for years, finds the same links and headings in its HTML as notelint finds in the note."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from cmarkgfm import markdown_to_html_with_extensions  # type: ignore[import-untyped]  # it ships no types
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]  # as above

from notelint.markdown import read_note
from notelint.text import Text
from tests.corpora import NAMES, shared
from tests.markdown_samples import Specification, examples

_EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist"]
_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES

Links = Counter[tuple[str, str]]
Headings = list[tuple[int, str]]


class _Page(HTMLParser):
    """The links (target, text) and headings (level, text) of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: Links = Counter()
        self.headings: Headings = []
        self._open: list[tuple[str, str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "a" and "href" in attributes and not any(name.startswith("data-footnote") for name in attributes):
            self._open.append((tag, attributes["href"] or "", []))
        elif re.fullmatch("h[1-6]", tag):
            self._open.append((tag, "", []))
        elif tag == "img":
            for _, _, text in (entry for entry in self._open if entry[0] == "a"):
                text.append(attributes.get("alt") or "")

    def handle_data(self, data: str) -> None:
        for _, _, text in self._open:
            text.append(data)

    def handle_endtag(self, tag: str) -> None:
        index = max((index for index, entry in enumerate(self._open) if entry[0] == tag), default=-1)
        if index >= 0:
            self._close(*self._open.pop(index))

    def close(self) -> None:
        super().close()
        for entry in self._open:
            self._close(*entry)

    def _close(self, tag: str, target: str, text: list[str]) -> None:
        if tag == "a":
            self.links[_target(target), _text("".join(text))] += 1
        else:
            self.headings.append((int(tag[1]), _text("".join(text))))


def _target(target: str) -> str:
    # cmark percent-encodes what may not stand in an address; what the note says is left as it is.
    return unquote(target).strip()


def _text(text: str) -> str:
    return " ".join(text.split())


def by_cmark(markdown: str) -> _Page:
    page = _Page()
    page.feed(markdown_to_html_with_extensions(markdown, options=_OPTIONS, extensions=_EXTENSIONS))
    page.close()
    return page


def differences(content: str) -> list[str]:
    """What one of the two has and the other has not."""
    note = read_note("a.md", Text(content))
    page = by_cmark(content[note.front_matter.span.end :] if note.front_matter else content)
    pictures = [link.span for link in note.links if link.is_image]
    # A link in a picture's alternative text leads nowhere on a page: cmark keeps its text only.
    links = [
        link
        for link in note.links
        if link.kind in ("inline", "reference", "autolink", "bare", "html")
        and not link.is_image
        and not any(span.start < link.span.start and link.span.end < span.end for span in pictures)
    ]
    targets = Counter(_target(link.target) for link in links)
    rendered = Counter(target for target, _ in page.links.elements())
    # The text of `<a href>` is not a fact, since its end tag may stand anywhere; nor is what raw HTML in a link shows.
    texts = Counter((_target(link.target), _text(link.text)) for link in links if "<" not in note.text.slice(link.span))
    found = [f"link {target} only in the note" for target in targets - rendered]
    found += [f"link {target} only in HTML" for target in rendered - targets]
    found += [f"text {text!r} of {target}" for target, text in texts - page.links if targets[target] == rendered[target]]
    headings = Counter((heading.level, _text(heading.title)) for heading in note.headings)
    found += [f"heading {heading} only in the note" for heading in headings - Counter(page.headings)]
    found += [f"heading {heading} only in HTML" for heading in Counter(page.headings) - headings]
    return found


# Where cmark-gfm differs, and who is right.
EXAMPLES = {
    "<foo\\+@bar.example.com>\n": "cmark-gfm looks for mail in the text without its escapes, notelint in what is written",
}
NOTES = {
    "dendron-site/vault/community.events.new-user-tuesdays.2021.12.21.md": "cmark does not end an address at a vertical tab",
    "free-programming-books/docs/CONTRIBUTING-ja.md": "a code span next to an address, which cmark-gfm takes for part of it",
    # A template for issues: what both parsers take for text behind a task marker.
    "k8s-community/contributors/chairs-and-techleads/leadership-changes.md": "`- [ ] [label]: x` defines for cmark-gfm only",
    "k8s-community/elections/steering/documentation/template/election_desc.md": "addresses with `{{YEAR}}` are templates",
}


@pytest.fixture(scope="session")
def cache(pytestconfig: pytest.Config) -> Path:
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("markdown-samples")


@pytest.mark.parametrize("specification", ["commonmark", "gfm"])
def test_cmark_agrees_on_a_specification(specification: Specification, cache: Path) -> None:
    found = {example: differences(example) for example in examples(specification, cache) if example not in EXAMPLES}
    assert {example: lines for example, lines in found.items() if lines} == {}


@pytest.mark.parametrize("corpus", NAMES)
def test_cmark_agrees_on_real_notes(corpus: str) -> None:
    folder = shared("corpora") / corpus / "notes"
    contents = {f"{corpus}/{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*.md"))}
    assert len(contents) > 5
    found = {
        name: differences(path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff"))
        for name, path in contents.items()
        if name not in NOTES
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_comparison_can_fail() -> None:
    assert differences("`[a](b)` [c](d)\n\n# `e` f") == []
    # In cmark's eyes this is no link; only notelint's own reading of a mail address could say so.
    assert differences("<foo\\+@bar.example.com>") != []
