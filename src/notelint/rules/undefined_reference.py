"""The rule undefined-reference."""

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from notelint.finding import Edit, Finding, Fix, Severity
from notelint.nearest import nearest
from notelint.note import Bracket, Note
from notelint.pattern import late_pattern
from notelint.rule import VaultRule
from notelint.text import Span
from notelint.vault import Vault
from notelint.vault.fragments import as_fragment
from notelint.vault.sites import is_mkdocs
from notelint.web.written.brackets import bracket_fault, defined_in_vain
from notelint.web.written.definitions import folded, includes
from notelint.web.written.fault import WORD

_FOOTNOTE = late_pattern(r"[\w.:-]+\Z")
# What makes brackets a pattern, a command's usage or a template: `[a-z][0-9]`, `[options][--]`, `[$x][y]`, `[<name>][b]`.
_OTHER = late_pattern(r"(?i)\w-\w\Z|[-^<{$%|]|.*[\\|={}<>$]|(?:optional|options?|args?|arguments?|flags?|command|file|path)\Z")
# The tag of an element, shown as code; without the backticks it would be for the reader to fill in.
_CODE_TAG = late_pattern(r"`</?[A-Za-z][\w-]*>`\Z")
# Looking for the nearest label is slow; after so many, nobody reads on.
_SUGGESTIONS = 50
# Keys to press: `[Ctrl][C]`.
_KEY = late_pattern(r"(?i)(?:ctrl|control|alt|shift|cmd|meta|win|super|tab|enter|return|esc|space|del|delete|fn|f\d+)\Z")
_COMMIT = late_pattern(r"(?=.*\d)[0-9a-f]{6,40}\Z")
_SCOPE = late_pattern(r"[A-Za-z][\w-]*\Z")
_TAG = late_pattern(r"[A-Z][\w&]*\Z")
# An id of several words, or the path of an object in Python.
_ID = late_pattern(r"\w+(?:[-.]\w+)+\Z")
# Two words of which one is in capitals throughout, as in the titles of changes: `[fix][WIP]`.
_TAGS = late_pattern(r"(?:[A-Z]{2,8}\]\[\w{2,12}|\w{2,12}\]\[[A-Z]{2,8})\Z")


class UndefinedReference(VaultRule):
    r"""A link or footnote that refers to a label finds its definition in the same note.

    `[text][label]`, `[label][]` and `[^label]` are shown as they are written when nothing defines their label.
    Brackets that mean something else (indices, patterns, usage, tags) are left alone, and so is what looks like a target
    (`[text][https://…]`), which malformed-link reports.

    ```bad
    See ⟦[the guide][guide]⟧, ⟦[x][]⟧, ⟦[`<front>`][elem:front]⟧ and a note⟦[^1]⟧.
    ```

    ```bad
    See ⟦[the guide][guide]⟧.

    [Guides]: https://a.org/guides
    ```

    ```good
    See [the guide][Guides].

    [Guides]: https://a.org/guides
    ```

    ```good
    See [the guide][Guide], [guide][], [Guide] and a note[^1].

    Matrix array[i][j], [i][j], f()[a][b], [a-z][0-9]+, [^/]*, [^abc]+, [options][--all], [$x][name],
    [<front>][element], [`<name>`][`<value>`], [one][two][three] and `[code][nope]`.

    [GUIDE]: https://a.org/guide
    [^1]: A note.
    ```

    ```good
    - [Feature][Server] Say more
    - [Fix][UI] Say less, press [Ctrl][C], see [WIP][API] and m [0][1], changed in [cf94517][f1eb17].
    - That came with [fix][WIP] and [WIP][docs].
    - [breaking][fix] Say nothing

    - [breaking] Say it once
    - [code-infra][theme] Say it to both
    - [theme] Say it to one
    - `--publish`, `-p`=*[[ip:][hostPort]:]containerPort[/protocol]*
    ```

    Where the label is the title of a heading, as Pandoc has it, that is what was meant:

    ```bad
    # Traversal order

    See ⟦[the order][traversal order]⟧ and ⟦[Traversal order][]⟧.
    ```

    ```good
    # Traversal order

    See [the order](#traversal-order) and [Traversal order](#traversal-order).
    ```

    Hugo fills in targets before Markdown reads them:

    ```good
    See [the guide][guide] and [Ada][].

    [guide]: {{< relref "guide" >}}
    [Ada]: https://example.org/ada
    ```

    What a note without any text of its own defines, sites put into all others; and where a note includes something, a missing
    definition may come with it, so that it is advice.

    ```good
    -- a.md --
    See [the guide][guide].
    -- includes/links.md --
    [guide]: https://a.org/guide
    ```

    ```bad
    See ⟦[the guide][guide]⟧.

    --8<-- "links.txt"
    ```

    MkDocs can add definitions to all its pages, so that it is advice where a page of it has none of its own; and its extension
    autorefs takes the id of a heading for a label, so that it is advice where the label looks like one.

    ```bad
    -- docs/a.md --
    See ⟦[the guide][guide]⟧.
    -- docs/b.md --
    See ⟦[the guide][the-guide]⟧ or ⟦[a list][list]⟧.

    [guides]: https://a.org/guides
    -- mkdocs.yml --
    ```
    """

    name: ClassVar[str] = "undefined-reference"
    severity: ClassVar[Severity] = "error"

    def check(self, note: Note, vault: Vault) -> Iterable[Finding]:
        """A finding for each `[text][label]`, `[label][]` and `[^label]` without a definition."""
        brackets = [bracket for bracket in note.brackets if bracket.kind != "shortcut"]
        vain = defined_in_vain(note) if brackets else frozenset()
        defined = {link.label for link in note.links if link.kind == "definition"}
        alone = None if defined else frozenset(other.label for other in note.brackets if other.kind == "shortcut")
        titles = frozenset(folded(heading.title) for heading in note.headings) if brackets else frozenset()
        severity: Severity = "advice" if brackets and _is_completed(note, vault) else self.severity
        for number, bracket in enumerate(brackets):
            if bracket.kind == "footnote":
                yield from self._footnote(bracket, note)
            elif vault.is_defined_elsewhere(bracket.label) or not _is_reference(bracket, note, alone):
                continue
            elif bracket_fault(bracket, note) is None and folded(bracket.label) not in vain:
                is_early = number < _SUGGESTIONS
                found = self._named(bracket, note, vault) if is_early and folded(bracket.label) in titles else None
                found = found or self._reference(bracket, note, defined if is_early else set())
                yield found._replace(severity="advice" if _may_be_heading(bracket, note, vault) else severity)

    def _named(self, bracket: Bracket, note: Note, vault: Vault) -> Finding | None:
        """The finding for brackets with the title of a heading, which Pandoc alone takes for a link to it."""
        heading = next((one for one in note.headings if folded(one.title) == folded(bracket.label)), None)
        names = vault.names(note.path, vault.platforms(note.path)[0]).values() if heading else ()
        named = next((one for one in names if one.source == heading), None)
        if named is None:
            return None
        target = f"(#{as_fragment(named.name, escaped=False)})"
        message = f"There is no definition `[{_short(bracket.label)}]: …` in this note, but a heading of this title."
        fix = Fix("unsafe", f"link to `#{named.name}`", (Edit(_label_span(bracket), target),))
        return self.finding(note, bracket.span, f"{message} Write `{target}` for the second brackets.", fix=fix)

    def _reference(self, bracket: Bracket, note: Note, defined: set[str]) -> Finding:
        near = nearest(bracket.label, defined)
        message = f"There is no definition `[{_short(bracket.label)}]: …` in this note, so this is shown as it is written."
        if near is None:
            return self.finding(note, bracket.span, f"{message} Add one, or write the target in parentheses.")
        fix = Fix("unsafe", f"refer to `[{near}]`", (_relabelled(bracket, near),))
        return self.finding(note, bracket.span, f"{message} The nearest one is `[{near}]`.", fix=fix)

    def _footnote(self, bracket: Bracket, note: Note) -> Iterator[Finding]:
        if not _FOOTNOTE.match(bracket.label) or _is_pattern(bracket, note.text.content):
            return
        near = nearest(bracket.label, {footnote.label for footnote in note.footnotes if not footnote.is_reference})
        message = f"There is no footnote `[^{bracket.label}]: …` in this note, so this is shown as it is written."
        way = f"The nearest one is `[^{near}]`." if near else "Add it."
        yield self.finding(note, bracket.span, f"{message} {way}")


def _is_completed(note: Note, vault: Vault) -> bool:
    """Whether definitions may come from elsewhere when a site is built: by an include, or as MkDocs adds them to all pages."""
    if includes(note):
        return True
    return not any(link.kind == "definition" for link in note.links) and is_mkdocs(note.path, vault)


def _may_be_heading(bracket: Bracket, note: Note, vault: Vault) -> bool:
    """Whether MkDocs' extension autorefs may find a heading of this id, or an object of this name, on another page."""
    return _ID.match(bracket.label) is not None and is_mkdocs(note.path, vault)


def _short(label: str) -> str:
    return label if len(label) < 60 else f"{label[:57]}…"


def _relabelled(bracket: Bracket, label: str) -> Edit:
    start, end = _label_span(bracket)
    return Edit(Span(start + 1, end - 1), label)


def _label_span(bracket: Bracket) -> Span:
    """The second brackets with what stands in them."""
    length = 0 if bracket.kind == "collapsed" else len(bracket.label)
    return Span(bracket.span.end - 2 - length, bracket.span.end)


def _is_reference(bracket: Bracket, note: Note, alone: frozenset[str] | None) -> bool:
    """Whether brackets side by side were to be a reference, not an index, a pattern, usage or a row of tags.

    `alone` are the labels of brackets that stand alone in the note, None where it has definitions.
    """
    content, span = note.text.content, bracket.span
    before, after = content[span.start - 1 : span.start], content[span.end : span.end + 1]
    if before.isalnum() or (before and before in "_)[]\\") or (after and after in "[(+{"):
        return False
    is_tag = _CODE_TAG.match(bracket.text) is not None
    if (_OTHER.match(bracket.text.strip("`")) and not is_tag) or _OTHER.match(bracket.label) or _KEY.match(bracket.text):
        return False
    if _COMMIT.match(bracket.text) and _COMMIT.match(bracket.label):
        return False
    if bracket.kind == "full" and not (WORD.search(bracket.label) or WORD.search(bracket.text)):
        return False
    return bracket.kind == "collapsed" or not (alone is not None and _are_tags(bracket, note, alone))


def _are_tags(bracket: Bracket, note: Note, alone: frozenset[str]) -> bool:
    """Whether these are tags, in a note without definitions: `[WIP][API]`, `[fix][WIP]`, `[Fix][Server] Do` in front."""
    if (bracket.text.isupper() and bracket.label.isupper()) or _TAGS.match(f"{bracket.text}][{bracket.label}"):
        return True
    line = note.text.line_span(note.text.position(bracket.span.start).line)
    leads = not note.text.content[line.start : bracket.span.start].strip(" \t>*+-#.0123456789")
    if (
        leads
        and _SCOPE.match(bracket.text)
        and _SCOPE.match(bracket.label)
        and not alone.isdisjoint((bracket.text, bracket.label))
    ):
        return True  # `[breaking][fix]`, and `[breaking]` elsewhere in the note
    goes_on = re.match(r"[ \t]+\w", note.text.content[bracket.span.end : line.end])
    return bool(leads and goes_on and _TAG.match(bracket.text) and _TAG.match(bracket.label))


def _is_pattern(bracket: Bracket, content: str) -> bool:
    """Whether `[^abc]` is a class of characters in a regular expression."""
    before, after = content[bracket.span.start - 1 : bracket.span.start], content[bracket.span.end : bracket.span.end + 1]
    return before in ("/", "\\") or (after in ("*", "+", "{", "\\") and not bracket.label.isdigit())
