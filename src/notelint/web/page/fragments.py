"""Whether a fetched page has what a fragment names."""

from collections.abc import Iterable
from functools import cached_property
from urllib.parse import unquote

from notelint.nearest import Names
from notelint.pattern import late_pattern
from notelint.web.page import Page
from notelint.web.page.text_directive import folded, holds, split
from notelint.web.verdict import FragmentReason, FragmentState, FragmentVerdict

# `#L10`, `#L10-L20`, `#L10-20`, `#L10C3-L20C5` (GitHub, GitLab, Gitea, SourceHut), `#lines-10:20` (Bitbucket).
_LINES = late_pattern(r"(?i)(?:L|lines-|n|line-)?(\d{1,7})(?:C\d+)?(?:[-:,](?:L)?(\d{1,7})(?:C\d+)?)?\Z")
_LINE_MARK = late_pattern(r"(?i)(?:L|lines-|line-)\d")
# Places that GitHub's scripts make: comments, reviews, changed lines, tabs above a README.
_BY_GITHUB = late_pattern(
    r"(?:issue|issuecomment|discussion|discussioncomment|pullrequestreview|commitcomment|ref|event|diff|files)[-_]|.*-ov-file\Z"
)
# One-page sites route by what stands behind the `#`.
_ROUTE = late_pattern(r"[!/]")
# Programs that make the ids of headings in the browser, by what their scripts are called.
_MAKERS = late_pattern(
    r"(?i)anchor(?:\.min)?\.js|anchorjs|docsify|redoc|rapidoc|swagger-ui|tocbot|gumshoe|documenter-search|reveal(?:\.min)?\.js"
)
# In these kinds of documents fragments mean something else: pages of a PDF, seconds of a film.
_PAGES = ("text/html", "application/xhtml+xml", "")

_STATES: dict[FragmentReason, FragmentState] = {
    "found": "found",
    "no-such-id": "missing",
    "no-such-text": "missing",
    "no-such-line": "missing",
}


def judge_fragments(
    names: Iterable[str], page: Page, url: str, content_type: str, override: str = ""
) -> tuple[FragmentVerdict, ...]:
    """What became of each fragment on the page at `url`; `override` is a fragment that a redirect put in their place."""
    if content_type.partition(";")[0].strip().lower() not in _PAGES:
        return unjudged(names, "not-a-page")
    places = _Places(page, url)
    if override:
        state = places.judge(override).state
        return tuple(
            FragmentVerdict(name, "found", "found") if state == "found" else FragmentVerdict(name, "unsure", "not-read")
            for name in names
        )
    return tuple(places.judge(name) for name in names)


def unjudged(names: Iterable[str], reason: FragmentReason) -> tuple[FragmentVerdict, ...]:
    """Fragments about which nothing can be said."""
    return tuple(FragmentVerdict(name, "unsure", reason) for name in names)


class _Places:
    """The places of a page."""

    def __init__(self, page: Page, url: str) -> None:
        self._page = page
        self._is_github = url.startswith("https://github.com/")

    @cached_property
    def _text(self) -> str:
        return folded(self._page.shown)

    @cached_property
    def _folded_names(self) -> frozenset[str]:
        return frozenset(name.casefold() for name in self._page.names)

    def judge(self, fragment: str) -> FragmentVerdict:
        """What became of one fragment. Both parts have to be there where an id and a text are given."""
        name, directives = split(fragment)
        reason = self._name(name)
        if reason == "found" and not all(holds(self._text, directive) for directive in directives):
            reason = self._missing("", "no-such-text")
        meant = Names(self._page.names).nearest(name) if reason == "no-such-id" else None
        return FragmentVerdict(fragment, _STATES.get(reason, "unsure"), reason, meant or "")

    def _name(self, name: str) -> FragmentReason:
        """The steps of the HTML Standard (https://html.spec.whatwg.org/#find-a-potential-indicated-element), then GitHub's."""
        decoded = unquote(name)
        if not name or decoded.lower() == "top" or name in self._page.names or decoded in self._page.names:
            return "found"
        # GitHub and Gitea put a prefix before the ids of what people write, and find them without and whatever the case.
        if f"user-content-{decoded.removeprefix('user-content-')}".casefold() in self._folded_names:
            return "found"
        lines = _LINES.match(decoded)
        if lines:
            return self._lines(decoded, [int(number) for number in lines.groups() if number])
        return self._missing(decoded, "no-such-id")

    def _lines(self, name: str, numbers: list[int]) -> FragmentReason:
        """Lines of a file: those at both ends have to be there, where the page numbers its lines at all."""
        for form in ("L{}", "l{}", "line-{}", "lines-{}", "n{}", "{}"):
            if form.format(1) in self._page.names:
                has_all = all(form.format(number) in self._page.names for number in numbers)
                return "found" if has_all else self._missing(name, "no-such-line")
        if _LINE_MARK.match(name):
            return "script-built"
        return self._missing(name, "no-such-id")

    def _missing(self, name: str, reason: FragmentReason) -> FragmentReason:
        """The reason, unless the page may still have the place: scripts make it, or it was not read to its end."""
        if self._page.is_script_built or _ROUTE.match(name) or (self._is_github and _BY_GITHUB.match(name)):
            return "script-built"
        scripts = self._page.scripts
        if _MAKERS.search(scripts) or (
            name and any(mark in scripts for mark in (f'"{name}"', f"'{name}'", f'#{name}"', f'\\"{name}\\"'))
        ):
            return "script-built"
        return "cut" if self._page.is_cut else reason
