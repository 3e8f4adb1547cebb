"""The rule broken-wikilink."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from notelint.finding import Finding, Fix, Severity
from notelint.fragments import find
from notelint.globs import matches
from notelint.nearest import nearest
from notelint.note import Link, Note
from notelint.retarget import retargeted
from notelint.rule import VaultRule, option
from notelint.vault import Vault


@dataclass(frozen=True)
class BrokenWikilink(VaultRule):
    r"""A wikilink or embed names a note, heading or block that exists.

    `[[note]]` is looked up as Obsidian and Foam do: by its path, else by its name anywhere in the vault, in any case, with or
    without `.md`, then among the aliases in front matter. Behind `#` stands a heading of that note (several, one below the
    other, with more `#`), behind `#^` the id of a block. Wikilinks are read only where the dialect has them: a `.obsidian` or
    `.foam` folder, Dendron's files, or `wikilinks = true` in a `[[dialect]]`.

    ```bad wikilinks = true
    -- a.md --
    Runs on ⟦[[contaners]]⟧, see ⟦[[containers#Rutnimes]]⟧ and ⟦![[missing.png]]⟧.
    -- containers.md --
    # Containers

    ## Runtimes
    ```

    ```good wikilinks = true
    -- a.md --
    Runs on [[containers]], see [[containers#Runtimes]] and ![[picture.png]], also [[Containers|these]] and [[#Here]].

    # Here

    A block to point at. ^block-1

    [[a#^block-1]], [[boxes]], `[[code]]`.
    -- notes/containers.md --
    ---
    aliases: [boxes]
    ---

    # Containers

    ## Runtimes
    -- img/picture.png --
    ```

    ```good
    Not a wikilink here: [[nowhere]].
    ```
    """

    name: ClassVar[str] = "broken-wikilink"
    severity: ClassVar[Severity] = "error"

    ignore: tuple[str, ...] = option("Globs of link targets that are not looked up, such as notes of another vault.", ())

    def check(self, note: Note, vault: Vault) -> Iterator[Finding]:
        """The wikilinks of the note that lead nowhere."""
        for link in note.links:
            if link.kind in ("wiki", "embed") and not matches(link.target, self.ignore):
                yield from self._check(note, link, vault)

    def _check(self, note: Note, link: Link, vault: Vault) -> Iterator[Finding]:
        found = vault.resolve(link, note)
        if found.kind == "missing":
            yield self._missing(note, link, found.path, vault)
        elif found.kind == "note" and found.fragment and not _names(found.path, found.fragment, vault):
            place = "this note" if found.path == note.path else f"`{found.path}`"
            headings = {heading.title.strip(): heading for heading in vault.notes[found.path].headings}
            near = nearest(found.fragment.lstrip("^"), headings)
            hint = f"; did you mean `{near}`?" if near else "."
            what = "block" if found.fragment.startswith("^") else "heading"
            message = f"There is no {what} `{found.fragment.lstrip('^')}` in {place}{hint}"
            fix = None
            if near:
                target = link.target.partition("#")[0] + "#" + near
                fix = Fix("unsafe", f"Point to `{near}`", (retargeted(note, link, target),))
            yield self.finding(note, link.span, message, construct=link.target, fix=fix)

    def _missing(self, note: Note, link: Link, name: str, vault: Vault) -> Finding:
        known = {path.rpartition("/")[2].removesuffix(".md"): path for path in vault.notes}
        near = nearest(name, known)
        if near is None:
            message = f"There is no note or file `{name}` in the vault; create it, or mend the name."
            return self.finding(note, link.span, message, construct=link.target)
        target = near + link.target[len(link.target.partition("#")[0]) :]
        fix = Fix("unsafe", f"Point to `{near}`", (retargeted(note, link, target),))
        message = f"There is no note or file `{name}` in the vault; did you mean `{near}`?"
        return self.finding(note, link.span, message, construct=link.target, fix=fix)


def _names(path: str, fragment: str, vault: Vault) -> bool:
    """Whether a fragment names something: any of the headings in `#A#B`, a block, or an anchor of the note's own platforms.

    Dendron's `#from:#to` is a range, its `,1` the number of lines to leave out, its `*` the end.
    """
    platforms = ("obsidian", *vault.platforms(path))
    for part in fragment.split(":#"):
        forms = {part, part.partition(",")[0]} - {"", "*"}
        if forms and not any(find(form, path, platform, vault) for form in forms for platform in platforms):
            return False
    return True
