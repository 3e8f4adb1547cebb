"""What is marked as deprecated in one place is marked so in all."""

import re
from collections.abc import Iterator
from typing import ClassVar

from notelint.finding import Edit, Finding, Fix, Related, Severity
from notelint.items import Item, Marked
from notelint.markers import LANGUAGES, Language, mentions_retirement, with_marker
from notelint.note import Note
from notelint.pattern import late_pattern
from notelint.rule import VaultRule, option
from notelint.text import Span
from notelint.vault import Vault

# A note with a day or year in its path, or a list of changes, tells how things were then.
_RECORD = late_pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?:^|[/._-])(?:changelog|changes|history|news|releases?)(?:[/._-]|$)", re.I)
_VERSION = late_pattern(r"\bv\d+(?:\.\d+)*\b|\b\d+\.(?:\d+\.)*[\dx]+\b|\b(?:19|20)\d\d\b", re.I)
# Headings and entries of nothing but such words stand over anything; of what they mean, they tell nothing.
_SECTION = late_pattern(
    r"(?:\b(?:a|about|an|and|apis?|background|changelog|commands?|config(?:uration)?|contents?|details?|documentation|docs|examples?|faq"
    r"|features?|for|further|general|getting|guides?|how|in|info|install(?:ation|ing)?|intro(?:duction)?|issues?|known|license"
    r"|limitations?|links?|list|more|notes?|of|old|options?|or|other|overview|prerequisites?|quick|reading|references?|related"
    r"|requirements?|resources?|sections?|see|settings?|setup|start(?:ed)?|summary|support|syntax|the|to|tools?|troubleshooting"
    r"|tutorials?|usage|use|using|what|with)\b ?)+"
)
# A single word as code is a member of something, and other things have members of that name: `context`, `name`.
_MEMBER = late_pattern(r"[*_~]*`\w+`")
_LEAD_IN_LINES = 200
_NEARBY = 300


class InconsistentDeprecation(VaultRule):
    r"""What is marked as deprecated in one place must be marked so wherever it stands.

    A reader who meets the entry without its marker takes the tool for a current one. An item or heading is the same when its
    text is the same but for the marker, or when it leads to the same place under nearly the same text. Markers are words such
    as DEPRECATED, OBSOLETE, UNMAINTAINED, ARCHIVED, EOL, DISCONTINUED and SUNSET in capitals or brackets at the start or the
    end, `:warning: deprecated`, a closing "no longer maintained" or "superseded by …", and strike-through; `languages` says
    in which languages, `words` adds your own. What is listed under a heading that says so needs no marker, nor do the children
    of a marked item. Notes with a date in their path, and lists of changes, tell how things were and are not held to what other
    notes say, unless `dated-notes` is set. The fix adds the marker as it stands elsewhere; it changes the id of a heading.

    ```bad
    # Local

    - ⟦Docker Machine⟧
      - makes hosts

    # Hosting

    - Docker Machine DEPRECATED
    ```

    ```good
    # Local

    - Docker Machine DEPRECATED
      - makes hosts

    # Hosting

    - Docker Machine DEPRECATED
    ```

    ```bad
    -- tools.md --
    * ⟦[rkt](https://github.com/rkt/rkt): runs pods⟧
    * ⟦[Tiller](https://v2.helm.sh/docs/)⟧
    -- runtimes.md --
    * [rkt](https://github.com/rkt/rkt/) (archived): runs pods natively
    * ~~[Tiller](https://v2.helm.sh/docs/)~~
    ```

    ```good
    -- tools.md --
    * [rkt](https://github.com/rkt/rkt) (archived): runs pods
    * ~~[Tiller](https://v2.helm.sh/docs/)~~
    -- runtimes.md --
    * [rkt](https://github.com/rkt/rkt/) (archived): runs pods natively
    * ~~[Tiller](https://v2.helm.sh/docs/)~~
    ```

    ```bad
    -- a.md --
    ## ⟦Open Service Mesh⟧

    It was fun.
    -- b.md --
    ## :warning: Deprecated: Open Service Mesh
    ```

    ```good
    -- a.md --
    ## :warning: Deprecated: Open Service Mesh

    It was fun.
    -- b.md --
    ## :warning: Deprecated: Open Service Mesh
    ```

    ```bad words = ["im Ruhestand"]
    -- a.md --
    1. ⟦Telnet-Server⟧
    -- b.md --
    1. Telnet-Server (im Ruhestand)
    ```

    Other things of the same name, other texts, and what the surroundings say already:

    ```good
    -- lib/a/README.md --
    > #### Stability: [2](https://example.org/stability.md) - Stable
    -- lib/b/README.md --
    > #### Stability: [0](https://example.org/stability.md) - Deprecated
    ```

    ```good
    # Deprecated

    - Docker Machine

    # Local

    - Docker Machine (deprecated)
      - [Docker Hub](https://hub.docker.com)
    - Docker Machine: needs Linux
    - [Addons](https://minikube.sigs.k8s.io/addons/)
    - [The talk](https://example.org/talk) ([archived](https://web.archive.org/web/2020/https://example.org/talk))

    # Cluster

    - [Addons](https://kubernetes.io/addons/) DEPRECATED
    - [Docker Hub](https://hub.docker.com)
    - [The talk](https://example.org/talk)

    Deprecated in 2019:

    - https://github.com/kubernetes-csi/driver-registrar

    Going on:

    - https://github.com/kubernetes-csi/driver-registrar (deprecated)
    ```

    ```good
    # Usage

    ## list(all)

    ## list(all) (deprecated)

    # To do

    - [x] ~~Buy milk~~

    # Every week

    - Buy milk

    # Usage (deprecated)
    ```

    ```good
    -- reports/2021.md --
    * SIG PM
    -- api/v1.md --
    * List of users (deprecated)
    -- api/v2.md --
    * List of users
    -- api/request.md --
    * `context` - Deprecated
    -- api/types.md --
    ## Context
    -- groups.md --
    * SIG PM (archived)
    ```

    An entry in a table of contents is no place of its own:

    ```good
    - [rkt](#rkt)
    - [Podman](#podman)

    # rkt

    - rkt DEPRECATED

    # Podman
    ```
    """

    name: ClassVar[str] = "inconsistent-deprecation"
    severity: ClassVar[Severity] = "warning"
    compares: ClassVar[bool] = True
    at_once: ClassVar[bool] = True
    languages: tuple[Language, ...] = option("The languages whose markers count, by their two letters.", LANGUAGES)
    words: tuple[str, ...] = option("Words that are markers beside those of the languages.", ())
    dated_notes: bool = option("Whether notes with a date in their path are held to what other notes say.", default=False)
    common: int = option("In how many places a text may stand without a marker before it counts as a common phrase.", 5)

    def check(self, note: Note, vault: Vault) -> Iterator[Finding]:
        """The items and headings that lack the marker which the same one has elsewhere."""
        marked = vault.marked(self.languages, self.words)
        for item in marked.unmarked.get(note.path, ()):
            others = [other for other in marked.like(item) if self._is_same(item, other, marked)]
            if others and not self._is_told(item):
                yield self._lacking(item, others)

    def _is_same(self, item: Item, other: Item, marked: Marked) -> bool:
        if item.note is not other.note and not self.dated_notes and _RECORD.search(item.note.path):
            return False
        if item.target and other.target:
            return item.target == other.target and (item.text == other.text or _is_near(item, other))
        same_list = item.note is other.note and item.around == other.around
        if item.text != other.text or same_list or _is_contents_entry(item, other):
            return False
        common = marked.places[item.text] > self.common or _SECTION.fullmatch(item.text) is not None
        return not common and not _other_versions(item, other) and (item.note is other.note or _is_name(other))

    def _is_told(self, item: Item) -> bool:
        """Whether the item's own text or what stands over it says that it is no longer current."""
        said = [*(block.title for block in item.around), item.note.own_source(item.block)[:_NEARBY], _lead_in(item)]
        said += [child.title for child in item.block.children if child.kind == "item"]
        return any(mentions_retirement(text, self.languages, self.words) for text in said)

    def _lacking(self, item: Item, others: list[Item]) -> Finding:
        first = others[0]
        marker = first.marker and first.marker.word
        line = first.note.text.position(first.span.start).line
        where = f"on line {line}" if first.note is item.note else f"in `{first.note.path}`, line {line}"
        how = "is struck through" if marker == "~~" else f"is marked `{marker}`"
        message = f"`{_short(item.block.title)}` {how} {where}, but not here. Mark it here too, or take the marker off there."
        related = tuple(Related(one.note.path, one.span, "it is marked here") for one in others)
        return self.finding(item.note, item.span, message, construct=item.text, fix=_fix(item, first), related=related)


def _is_near(item: Item, other: Item) -> bool:
    """Whether two texts that lead to the same place are nearly the same: one subject, or eight of ten letters."""
    if item.subject == other.subject:
        return True
    from difflib import SequenceMatcher  # few items come this far

    return SequenceMatcher(None, item.text[:_NEARBY], other.text[:_NEARBY], autojunk=False).ratio() >= 0.8


def _is_contents_entry(item: Item, other: Item) -> bool:
    """Whether the item is a link to the heading that is marked, as in a table of contents."""
    return other.block.kind == "section" and item.target.startswith(f"{other.note.path}#") and item.note is other.note


def _other_versions(item: Item, other: Item) -> bool:
    """Whether the two belong to different versions of something: only one of these may have been retired."""
    versions = [
        set(_VERSION.findall(" ".join([one.note.path, *(block.title for block in one.around)]).lower()))
        for one in (item, other)
    ]
    return all(versions) and versions[0] != versions[1]


def _is_name(item: Item) -> bool:
    """Whether a text without link tells what it is about in other notes, too; what is struck through may just be done."""
    if item.target:
        return True
    return item.marker is not None and item.marker.side != "around" and not _MEMBER.match(item.source)


def _lead_in(item: Item) -> str:
    """The line over the list that the item stands in: `Deprecated in 2019:`."""
    text = item.note.text
    first = text.position(item.span.start).line - 1
    if item.block.kind == "section":
        return ""
    for number in range(first, max(first - _LEAD_IN_LINES, 0), -1):
        line = text.line(number)
        if line.strip() and not re.match(r"\s|[-*+]\s|\d+[.)]\s", line):
            return line
    return ""


def _fix(item: Item, other: Item) -> Fix | None:
    before, after = item.source, other.marker and with_marker(item.source, other.source, other.marker)
    if not after:
        return None
    start = next((at for at, (one, two) in enumerate(zip(before, after, strict=False)) if one != two), len(before))
    most = len(before) - start
    behind = next((at for at in range(most) if before[-1 - at] != after[-1 - at]), most)
    span = Span(item.span.start + start, item.span.end - behind)
    return Fix("unsafe", "Mark it as it is marked there.", (Edit(span, after[start : len(after) - behind]),))


def _short(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= 60 else f"{line[:59].rstrip()}…"
