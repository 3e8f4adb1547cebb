"""front-matter-consistency: one thing has one name and one type in all front matter."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar, NamedTuple, TypeAlias

from notelint.finding import Edit, Finding, Fix, Related, Severity
from notelint.note import Entry, Node, Note
from notelint.rule import VaultRule, option
from notelint.text import Span
from notelint.vault import Vault

_KINDS = {
    "str": "text",
    "date": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "map": "a mapping",
    "seq": "a list",
}
_SEPARATORS = str.maketrans("", "", "-_ ")

_Places: TypeAlias = Sequence[tuple[Note, Span]]

# Any one of few notes, or of somewhat more where the vote is close, may be what makes another the odd one out: then each is
# named, so that whoever adds it hears of the other. Of more the first stands for all.
_FEW = 8
_CLOSE = 2
_MOST = 20


class _Usual(NamedTuple):
    """What is usual: a type or a spelling, how often of how many, and the places that show it."""

    name: str
    times: int
    total: int
    places: _Places


class FrontMatterConsistency(VaultRule):
    r"""A key of front matter must have one type and one spelling in all notes, and a tag one spelling.

    Indexes and queries look for one of them, so a note that differs is left out. Reported is the note that differs, when at
    least `percent` of at least `notes` notes agree on the type of a key; and the rarer spelling of a key or tag, where only
    upper and lower case, hyphens, underscores and blanks differ. Other names for one tag are reported when `same` lists them,
    the wanted one first. Tags are the values of the keys in `tag_keys`.

    ```bad
    -- a.md --
    ---
    tags: [kubernetes, docker]
    aliases: [K8s]
    ---
    -- b.md --
    ---
    tags: [kubernetes]
    aliases: [OCI]
    ---
    -- c.md --
    ---
    tags: [⟦Kubernetes⟧, docker]
    ⟦Aliases⟧: [Containers]
    ---
    ```

    ```good
    -- a.md --
    ---
    tags: [kubernetes, docker]
    aliases: [K8s]
    ---
    -- b.md --
    ---
    tags: [kubernetes]
    aliases: [OCI]
    ---
    -- c.md --
    ---
    tags: [kubernetes, docker]
    aliases: [Containers]
    ---
    ```

    ```bad percent = 60; notes = 3
    -- a.md --
    ---
    tags: [oci]
    ---
    -- b.md --
    ---
    tags: [docker]
    ---
    -- c.md --
    ---
    tags: ⟦podman⟧
    ---
    ```

    ```bad same = [["kubernetes", "k8s"]]
    ---
    tags: [⟦k8s⟧, helm]
    ---
    ```

    ```good same = [["kubernetes", "k8s"]]
    ---
    tags: [kubernetes, helm]
    ---
    ```

    ```good
    -- a.md --
    ---
    title: Half of the notes say one thing, half the other, so neither is usual
    tag: c
    tags: [C]
    version: 1
    ---
    -- b.md --
    ---
    title: 2021
    tags: [c, c++]
    version: 1.0.1
    date: 2021-08-23
    ---
    ```
    """

    name: ClassVar[str] = "front-matter-consistency"
    severity: ClassVar[Severity] = "advice"
    compares: ClassVar[bool] = True
    at_once: ClassVar[bool] = True

    percent: int = option("How many in a hundred notes with a key must agree on its type before another type is reported.", 95)
    notes: int = option("The number of notes with a key from which on its type is looked at.", 20)
    tag_keys: tuple[str, ...] = option("The keys whose values are tags.", ("tags", "categories", "keywords"))
    same: tuple[tuple[str, ...], ...] = option("Names for one tag, the wanted one first.", ())

    def check(self, note: Note, vault: Vault) -> Iterable[Finding]:
        """One finding at each key or value of this note that differs from what is usual in the vault."""
        root = note.front_matter.root if note.front_matter else None
        if root is None or not isinstance(root.value, tuple):
            return
        for entry in root.value:
            if isinstance(entry, Entry):
                yield from self._key(note, entry, vault)
                yield from self._type(note, entry, vault)
                if entry.key in self.tag_keys:
                    yield from self._tags(note, entry, vault)

    def _key(self, note: Note, entry: Entry, vault: Vault) -> Iterator[Finding]:
        usual = _spellings(vault).get(_normal(entry.key))
        if usual is None or usual.name == entry.key or len(vault.values(entry.key)) >= usual.times:
            return
        message = (
            f"The key `{entry.key}` is written `{usual.name}` in {usual.times} of {usual.total} notes: write it the same way."
        )
        taken = any(key.key == usual.name for key in _entries(note))
        fix = None if taken else _replace(note, entry.key_span, entry.key, usual.name)
        yield self._different(note, entry.key_span, message, usual, fix)

    def _type(self, note: Note, entry: Entry, vault: Vault) -> Iterator[Finding]:
        usual = _types(vault, entry.key, self.notes, self.percent)
        kind = _KINDS.get(entry.node.tag)
        if usual is None or kind in (None, usual.name):
            return
        quotable = usual.name == "text" and kind in ("a number", "true or false")
        way_out = "put it in quotes" if quotable else f"make it {usual.name} too"
        message = f"`{entry.key}` is {kind} here, but {usual.name} in {usual.times} of {usual.total} notes: {way_out}."
        yield self._different(note, _visible(entry), message, usual)

    def _tags(self, note: Note, entry: Entry, vault: Vault) -> Iterator[Finding]:
        wanted = {_normal(other): names[0] for names in self.same for other in names}
        usual_tags = _tag_spellings(vault, entry.key)
        for node in _tags_of(entry.node):
            tag = str(node.value)
            usual = usual_tags.get(_normal(tag))
            name = wanted.get(_normal(tag))
            if name is not None and name != tag:
                message = f"The tag `{tag}` is called `{name}` in these notes (option `same`): call it the same here."
                yield self.finding(note, node.span, message, fix=_replace(note, node.span, tag, name))
            elif name is None and usual is not None and usual.name != tag:
                often = f"{usual.times} of {usual.total} places"
                message = f"The tag `{tag}` is written `{usual.name}` in {often}: write it the same way."
                yield self._different(note, node.span, message, usual, _replace(note, node.span, tag, usual.name))

    def _different(self, note: Note, span: Span, message: str, usual: _Usual, fix: Fix | None = None) -> Finding:
        related = tuple(Related(other.path, place, f"{usual.name} here") for other, place in usual.places)
        return self.finding(note, span, message, fix=fix, related=related)


# The answers below are the same for every note of a vault, and counting afresh for each would be quadratic. A vault never
# changes and is its own key.


@lru_cache(maxsize=1)
def _spellings(vault: Vault) -> Mapping[str, _Usual]:
    """The commonest spelling of each key that has several, by its normal form; none on a tie."""
    found: dict[str, list[tuple[int, str]]] = {}
    for key, count in vault.keys().items():
        found.setdefault(_normal(key), []).append((count, key))
    usual: dict[str, _Usual] = {}
    for normal, spellings in found.items():
        (count, name), *others = sorted(spellings, reverse=True)
        if others and count > others[0][0]:
            places = [(note, node.span) for note, node in vault.values(name)]
            shown = _shown(places, count - others[0][0])
            usual[normal] = _Usual(name, count, count + sum(other for other, _ in others), shown)
    return usual


@lru_cache(maxsize=1024)
def _types(vault: Vault, key: str, notes: int, percent: int) -> _Usual | None:
    """The type of so many in a hundred of a key's values, empty ones left out; None for fewer notes than `notes`."""
    kinds = Counter(kind for _, node in vault.values(key) if (kind := _KINDS.get(node.tag)))
    if len(kinds) < 2:
        return None
    name, count = kinds.most_common(1)[0]
    total = kinds.total()
    if total < notes or 100 * count < percent * total:
        return None
    places = [(note, node.span) for note, node in vault.values(key) if _KINDS.get(node.tag) == name]
    is_close = total - _CLOSE < notes or 100 * (count - _CLOSE) < percent * (total - _CLOSE)
    return _Usual(name, count, total, _shown(places, _CLOSE if is_close else total))


@lru_cache(maxsize=64)
def _tag_spellings(vault: Vault, key: str) -> Mapping[str, _Usual]:
    """The commonest spelling of each tag that has several, by its normal form; none on a tie."""
    counts: dict[str, Counter[str]] = {}
    places: dict[str, list[tuple[Note, Span]]] = {}
    for note, value in vault.values(key):
        for node in _tags_of(value):
            counts.setdefault(_normal(str(node.value)), Counter())[str(node.value)] += 1
            places.setdefault(str(node.value), []).append((note, node.span))
    usual: dict[str, _Usual] = {}
    for normal, spellings in counts.items():
        (name, count), *others = spellings.most_common()
        if others and count > others[0][1]:
            usual[normal] = _Usual(name, count, spellings.total(), _shown(places[name], count - others[0][1]))
    return usual


def _shown(places: _Places, lead: int) -> _Places:
    """The places that are named, of all that say what is usual by this lead."""
    return places if len(places) <= _FEW or (lead <= _CLOSE and len(places) <= _MOST) else places[:1]


def _normal(name: str) -> str:
    return name.casefold().translate(_SEPARATORS)


def _entries(note: Note) -> tuple[Entry, ...]:
    root = note.front_matter.root if note.front_matter else None
    value = root.value if root else ()
    return tuple(child for child in value if isinstance(child, Entry)) if isinstance(value, tuple) else ()


def _tags_of(node: Node) -> tuple[Node, ...]:
    """The texts of a list; a single text that is no list of its own."""
    if isinstance(node.value, tuple):
        return tuple(child for child in node.value if isinstance(child, Node) and child.tag == "str")
    return (node,) if node.tag == "str" and "," not in str(node.value) and " " not in str(node.value) else ()


def _visible(entry: Entry) -> Span:
    """The value, or the key where the value is a block of lines."""
    return entry.key_span if entry.node.tag in ("map", "seq") else entry.node.span


def _replace(note: Note, span: Span, old: str, new: str) -> Fix | None:
    """The text put in place of another, where it stands plainly. Unsafe: queries may ask for the old one."""
    if note.text.slice(span) != old:
        return None
    return Fix("unsafe", f"write `{new}`", (Edit(span, new),))
