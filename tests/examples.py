"""The `bad` and `good` notes in the docstrings of rules, and how to run them."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from notelint.config.layer import layer, option_hints
from notelint.config.values import convert
from notelint.finding import Finding, apply_edits
from notelint.markdown import Dialect, read_note
from notelint.note import Note
from notelint.report.rule_help import documentation
from notelint.rule import NoteRule, Rule, VaultRule, WebRule
from notelint.text import Span, Text
from notelint.vault import Vault, VaultSettings
from notelint.web.policy import Policy
from notelint.web.verdict import FragmentVerdict, Verdict
from notelint.web.verdicts import Verdicts, gather

_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<kind>bad|good)(?P<options>[^\n`]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
_FILE = re.compile(r"^-- (?P<path>.+) --\n", re.MULTILINE)
_NOTES = (".md", ".markdown", ".mdx", ".qmd")


class Example(NamedTuple):
    """One fence: whether it is good, its options, its files by path without marks, and the marked spans by path."""

    good: bool
    options: dict[str, Any]
    files: dict[str, str]
    marks: dict[str, list[Span]]
    adjacent: bool
    """Whether nothing but blank lines stands between it and the fence before."""


def examples(rule: type[Rule]) -> list[Example]:
    """The fences of a rule's docstring, in order."""
    text = documentation(rule)
    matches = list(_FENCE.finditer(text))
    adjacent = [False, *(not text[one.end() : two.start()].strip() for one, two in pairwise(matches))]
    return [_example(match, near) for match, near in zip(matches, adjacent, strict=False)]


def _example(match: re.Match[str], adjacent: bool) -> Example:
    options: dict[str, Any] = {}
    for item in match["options"].split("; "):
        if item.strip():
            key, _, value = item.strip().partition(" = ")
            options[key] = tomllib.loads(f"value = {value}")["value"]
    files, marks = {}, {}
    for path, content in _files(match["body"]):
        files[path], marks[path] = _unmarked(content)
    return Example(match["kind"] == "good", options, files, marks, adjacent)


def _files(body: str) -> list[tuple[str, str]]:
    parts = _FILE.split(body)
    found = [("note.md", parts[0])] if parts[0].strip() or len(parts) == 1 else []
    return [*found, *zip(parts[1::2], parts[2::2], strict=True)]


def _unmarked(content: str) -> tuple[str, list[Span]]:
    """The content without its marks, and the spans that they stood around."""
    plain, spans, open_at = "", [], 0
    for piece in re.split("([⟦⟧])", content):
        if piece == "⟦":
            open_at = len(plain)
        elif piece == "⟧":
            spans.append(Span(open_at, len(plain)))
        else:
            plain += piece
    return plain, spans


class Judged(NamedTuple):
    """What a rule says about an example."""

    findings: list[Finding]
    notes: dict[str, Note]

    def spans(self) -> dict[str, list[Span]]:
        """Where the findings are, by path."""
        found: dict[str, list[Span]] = {path: [] for path in self.notes}
        for finding in self.findings:
            found[finding.path].append(finding.span)
        return {path: sorted(spans) for path, spans in found.items()}

    def fixed(self) -> dict[str, str]:
        """The notes with all fixes made."""
        return {
            path: apply_edits(
                note.text.content, {edit for one in self.findings if one.fix and one.path == path for edit in one.fix.edits}
            )
            for path, note in self.notes.items()
        }


def judge(rule: type[Rule], example: Example) -> Judged:
    """Run a rule with the example's options over its notes."""
    own = {
        key.replace("-", "_"): value
        for key, value in example.options.items()
        if "." not in key and key not in ("wikilinks", "myst", "web")
    }
    hints = {**option_hints(rule), "today": str}
    given = {key: _schemas(value) if key == "schemas" else convert(value, hints[key]) for key, value in own.items()}
    configured = rule(**given)
    late = "hugo" in str(example.options.get("anchors.platforms"))
    dialect = Dialect(bool(example.options.get("wikilinks")), bool(example.options.get("myst")), late_front_matter=late)
    texts = {path: content for path, content in example.files.items() if path.endswith(_NOTES)}
    notes = {path: read_note(path, Text(content), dialect) for path, content in texts.items()}
    vault = Vault(notes.values(), [path for path in example.files if path not in notes], _settings(example.options))
    findings: list[Finding] = []
    for note in notes.values():
        if isinstance(configured, NoteRule):
            findings += configured.check(note)
        elif isinstance(configured, VaultRule):
            findings += configured.check(note, vault)
        elif isinstance(configured, WebRule):
            findings += configured.check(note, _verdicts(notes, example.options.get("web", {})))
    return Judged(findings, notes)


def _verdicts(notes: dict[str, Note], told: dict[str, Any]) -> Verdicts:
    """The verdicts of an example, by address: state and reason, or fields of a `Verdict` and what `missing` fragments meant."""
    found = {}
    for url, fields in told.items():
        named = zip(("state", "reason"), fields.split(), strict=True) if isinstance(fields, str) else fields.items()
        given: dict[str, Any] = dict(named)
        missing = given.get("missing", {}).items()
        fragments = tuple(FragmentVerdict(name, "missing", "no-such-id", meant) for name, meant in missing)
        rest = {key: value for key, value in given.items() if key != "missing"}
        found[url] = Verdict(url, **rest, fragments=fragments)
    return Verdicts(found, gather(notes.values(), Policy(), lambda note, link: True).spots)


def _schemas(value: object) -> object:
    here = Path("/vault")
    return layer({"schemas": value}, here / "notelint.toml", here, "notelint.toml", {}).values["schemas"]


def _settings(options: dict[str, Any]) -> VaultSettings:
    roots = options.get("links.site-root", [])
    routes = options.get("links.routes", {})
    pairs = (
        routes.items() if isinstance(routes, dict) else [tuple(one) if isinstance(one, list) else (one, "") for one in routes]
    )
    platforms = options.get("anchors.platforms", [["**", ["github"]]])
    if platforms and isinstance(platforms[0], str):
        platforms = [["**", platforms]]
    return VaultSettings(
        (roots,) if isinstance(roots, str) else tuple(roots),
        tuple((pattern, place) for pattern, place in pairs),
        tuple((glob, tuple(names)) for glob, names in platforms),
    )
