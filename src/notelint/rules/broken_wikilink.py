"""The rule broken-wikilink."""

from collections.abc import Iterator
from typing import ClassVar

from notelint.finding import Finding, Fix, Severity
from notelint.globs import matches
from notelint.markdown.heading_ids_slugs import github
from notelint.nearest import nearest
from notelint.note import Link, Note
from notelint.retarget import retargeted
from notelint.rule import VaultRule, option
from notelint.vault import Vault
from notelint.vault.wikilinks import is_embedded, stands_for_others, unnamed, variant


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

    A hierarchy that is kept in variants is written for the place that one of them is copied to, so this is advice:

    ```bad wikilinks = true
    -- tour.new.start.md --
    On to ⟦[[tour.links]]⟧.
    -- tour.new.links.md --
    # Links
    -- tour.old.links.md --
    # Links
    ```

    In Dendron `#heading,1:#other` is a range of headings named by their ids, in any case, `*` all that a name begins with, and
    a note is thought to be there when there are notes below it; what a note embeds is part of its page, so a link to a
    heading in it is advice.

    ```bad wikilinks = true
    -- a.md --
    ⟦![[b.c#on-linux,1:#on-mac]]⟧, ⟦![[b.c#^start]]⟧, ⟦[[b.c#^on-linux]]⟧, ⟦![[d.*]]⟧ and ⟦[[b.c#runtimes]]⟧
    -- b.c.md --
    # On Linux

    ![[e]]
    -- e.md --
    # Runtimes
    ```

    ```good wikilinks = true
    -- a.md --
    ![[b.c#On-Linux,1:#experimental-🧪]], ![[b.c#on-linux:#^end]], ![[b.c#^begin]], ![[b.*]], [[b]], [[b.c#the-c-of-b]],
    [[b.c#^Ab_1]], [[b.c#on-linux,1:#*]]
    -- b.c.md --
    ---
    title: The C of B
    ---

    # On Linux

    A block. ^Ab_1

    # Experimental 🧪
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
            if not stands_for_others(link, found.path, vault):
                yield self._missing(note, link, found.path, vault)
        elif found.kind == "note" and found.fragment:
            part = unnamed(link, found.path, found.fragment, vault)
            if part is not None:
                yield self._unnamed(note, link, found.path, part, vault)

    def _unnamed(self, note: Note, link: Link, path: str, part: str, vault: Vault) -> Finding:
        place = "this note" if path == note.path else f"`{path}`"
        what = "block" if part.startswith("^") else "heading"
        message = f"There is no {what} `{part.removeprefix('^')}` in {place}"
        if link.kind == "wiki" and is_embedded(part, path, vault):
            message += "; a note that it embeds has it, which not every program follows."
            return self.finding(note, link.span, message, construct=link.target, severity="advice")
        near = _nearest_heading(part, link.target, vault.notes[path])
        if near is None or what == "block":
            return self.finding(note, link.span, f"{message}.", construct=link.target)
        name, mark, fragment = link.target.partition("#")
        fix = Fix("unsafe", f"Point to `{near}`", (retargeted(note, link, name + mark + fragment.replace(part, near, 1)),))
        return self.finding(note, link.span, f"{message}; did you mean `{near}`?", construct=link.target, fix=fix)

    def _missing(self, note: Note, link: Link, name: str, vault: Vault) -> Finding:
        copied = variant(note, name, vault)
        near = copied or vault.nearest_name(name)
        message = f"There is no note or file `{name}` in the vault"
        if near is None:
            return self.finding(note, link.span, f"{message}; create it, or mend the name.", construct=link.target)
        target = near + link.target[len(link.target.partition("#")[0]) :]
        fix = Fix("unsafe", f"Point to `{near}`", (retargeted(note, link, target),))
        if copied:
            message += f", only `{copied}` and others like it: right if these notes are copied to where it will be."
            return self.finding(note, link.span, message, construct=link.target, severity="advice", fix=fix)
        return self.finding(note, link.span, f"{message}; did you mean `{near}`?", construct=link.target, fix=fix)


def _nearest_heading(part: str, target: str, note: Note) -> str | None:
    """The heading that was probably meant, as an id where the link has one, else by its title."""
    titles = [heading.title.strip() for heading in note.headings]
    has_ids = "-" in part or ":#" in target or "," in target
    return nearest(part, [github(title) for title in titles] if has_ids else titles)
