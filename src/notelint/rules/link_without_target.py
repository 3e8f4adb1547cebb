"""The rule link-without-target."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from notelint.finding import Edit, Finding, Fix, Related, Severity
from notelint.note import Bracket, Link, Note
from notelint.pattern import late_pattern
from notelint.rule import VaultRule, option
from notelint.text import Span
from notelint.vault import Vault, as_compared
from notelint.web.written.brackets import bracket_fault, defined_in_vain
from notelint.web.written.definitions import folded
from notelint.web.written.fault import WORD
from notelint.web.written.surroundings import Surroundings

# Usage (`[-h]`, `[A|B]`), placeholders (`[<name>]`, `[your name]`), citations and mentions (`[@doe]`), admonitions (`[!NOTE]`).
_NO_LABEL = late_pattern(r"(?i)[-!@#$<{^&+=/]|.*[|<>{}=;\n]|.*\.\.\.|your\b|insert\b|todo\b|tbd\b|link\b|.*:\Z")
# What editors and authors put in brackets for its own sake.
_REMARKS = frozenset(
    [
        "citation-needed",
        "deleted",
        "deprecated",
        "draft",
        "edit",
        "edited",
        "emphasis",
        "needed",
        "new",
        "note",
        "notes",
        "obsolete",
        "ongoing",
        "optional",
        "redacted",
        "removed",
        "required",
        "sic",
        "solved",
        "tentative",
        "unreleased",
        "update",
        "updated",
        "verbal",
        "wip",
    ]
)
_BEHIND = late_pattern(r"[\w({\[]|-\w|:[ \t]*\S|[ \t]*[-\u2013\u2014:|>]+[ \t]*!?\[")


class LinkWithoutTarget(VaultRule):
    r"""Text in brackets that was to be a link has a target.

    Markdown shows brackets without a target as they are, so a link whose target was forgotten looks like a typing mistake.
    Brackets mean many other things too, so only those are reported that begin a list item among items that begin with links, or
    whose text is a link elsewhere: in the same note, or (several words, or the name of a file) at least twice in the vault.
    `allow` lists texts that may stand in brackets.

    ```bad
    - [Hyperkit (OSX)](https://github.com/moby/hyperkit) OSX is Unix.
    - ⟦[WSL 2 (Windows)]⟧
    - **⟦[Datakit]⟧**: data
    - [VPNkit](https://github.com/moby/vpnkit)
    - [Rancher](https://rancher.com/)
    ```

    ```bad
    [minikube](https://minikube.sigs.k8s.io) runs one node.

    ⟦[Minikube]⟧ Drop in [replacement](https://example.com/).
    ```

    ```good
    [minikube](https://minikube.sigs.k8s.io) runs one node.

    [Minikube](https://minikube.sigs.k8s.io) Drop in [replacement](https://example.com/).
    ```

    ```bad
    -- a.md --
    Look it up in the ⟦[style guide]⟧, or in [maintainers].
    -- b.md --
    [style guide](https://a.org/style) and [Style Guide](https://b.org/style), [maintainers](https://a.org/who)
    ```

    ```good allow = ["Minikube"]
    [minikube](https://minikube.sigs.k8s.io) and [Minikube]
    ```

    Task boxes, footnotes, remarks, citations, name tags, admonitions, usage, keys, dates, releases, scopes:

    ```good
    # [Unreleased] [alice](https://a.org/alice)

    > [!NOTE]
    > As she said, "it [the parser] never [sic] fails [...] at all" [1] [@doe 2020]. Press [Ctrl] + [C]. `[alice]`

    1. [ ] [Alice](https://a.org/alice)
    2. [x] [Bob](https://a.org/bob)
    3. [x] Carol [2024-05-01][^1]

    - [web] fix the colours
    - [api] [#12](https://a.org/12) fix the answer
    - [api] [#13](https://a.org/13) fix the question

    Usage: tool [OPTIONS] [-h] [--alice] [FILE|DIR] [<name>] list[alice]

    - [Alice] asked, and [KubeCon] - [a talk](https://a.org/talk)
    - [Alice] asked again
    - [Bob] answered
    - [Alice] agreed
    - [Alice] left

    [^1]: [Alice Smith]: said so.
    ```

    What stands there as an undefined or malformed link belongs to those rules:

    ```good
    - [one](https://a.org/1)
    - [two](https://a.org/2)
    - [three] (https://a.org/3)
    - [four][nope]
    ```
    """

    name: ClassVar[str] = "link-without-target"
    severity: ClassVar[Severity] = "warning"
    allow: tuple[str, ...] = option("Texts that may stand in brackets without being a link.", ())

    def check(self, note: Note, vault: Vault) -> Iterable[Finding]:
        """A finding for each pair of brackets that its neighbours, or a link of the same text, show to be a link."""
        candidates = [bracket for bracket in note.brackets if self._may_be_link(bracket, note.text.content)]
        if not candidates:
            return
        around = Surroundings(note)
        vain = defined_in_vain(note)
        linked = _links_by_text([note])
        counts = Counter(as_compared(bracket.text) for bracket in note.brackets)
        for bracket in candidates:
            label = as_compared(bracket.text)
            if not _is_free(bracket, around) or folded(bracket.text) in vain or bracket_fault(bracket, note):
                continue
            if label in linked and (counts[label] <= 3 or _is_name(label)):
                yield self._linked_elsewhere(bracket, note, linked[label])
            elif _is_among_links(bracket, around) or (_is_telling(label) and vault.times_linked(label) > 1):
                yield self.finding(note, bracket.span, f"{_says(bracket)} Add `(target)` behind it, or write `\\[`.")

    def _may_be_link(self, bracket: Bracket, content: str) -> bool:
        """Whether text and neighbouring characters allow that this was to be a link."""
        if bracket.kind != "shortcut" or not WORD.search(bracket.text) or _NO_LABEL.match(bracket.text):
            return False
        if as_compared(bracket.text).replace(" ", "-") in _REMARKS or bracket.text in self.allow:
            return False
        start, end = bracket.span
        return not content[start - 1 : start].isalnum() and not _BEHIND.match(content, end)

    def _linked_elsewhere(self, bracket: Bracket, note: Note, links: Sequence[Link]) -> Finding:
        """A finding that names where the same text is a link."""
        line = note.text.position(links[0].span.start).line
        targets = {link.target for link in links}
        edit = Edit(Span(bracket.span.end, bracket.span.end), f"({links[0].target})")
        sure = len(targets) == 1 and not re.search(r"[\s()<>]", links[0].target)
        fix = Fix("unsafe", f"link to `{links[0].target}` as in line {line}", (edit,)) if sure else None
        message = f"{_says(bracket)} The same text is a link on line {line}; add its target, or write `\\[`."
        return self.finding(
            note, bracket.span, message, fix=fix, related=(Related(note.path, links[0].span, "the same text as a link"),)
        )


def _says(bracket: Bracket) -> str:
    return f"`[{bracket.text}]` looks like a link, but has neither target nor definition, so its brackets are shown."


def _is_name(label: str) -> bool:
    """Whether a label is the name of a file or a repository."""
    return re.search(r"\w[._/-]\w", label) is not None


def _is_telling(label: str) -> bool:
    """Whether a label is more than one common word, so that a link of the same text in another note is no accident."""
    return " " in label or _is_name(label)


def _is_free(bracket: Bracket, around: Surroundings) -> bool:
    """Whether brackets stand outside headings, hold no link, and are no tag: a name in minutes, the scope of a change."""
    if around.in_heading(bracket.span.start) or around.holds_link(bracket.span):
        return False
    items = around.list_begun_at(bracket.span.start)
    return items is None or items.bracketed <= max(2, items.linked)


def _is_among_links(bracket: Bracket, around: Surroundings) -> bool:
    """Whether brackets begin an item, at least two others of its list begin with a link, and a third of them do."""
    items = around.list_begun_at(bracket.span.start)
    return items is not None and items.linked >= 2 and items.linked * 3 >= items.items - 1


def _links_by_text(notes: Iterable[Note]) -> Mapping[str, list[Link]]:
    """The links of notes by their text."""
    found: dict[str, list[Link]] = {}
    for note in notes:
        for link in note.links:
            if link.text and link.target and link.kind in ("inline", "reference"):
                found.setdefault(as_compared(link.text), []).append(link)
    return found
