"""The rule broken-wikilink."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from notelint.finding import Finding, Fix, Severity
from notelint.fragments import find
from notelint.globs import matches
from notelint.markdown.heading_ids_slugs import github
from notelint.nearest import nearest
from notelint.note import Link, Note
from notelint.retarget import retargeted
from notelint.rule import VaultRule, option
from notelint.vault import Vault, top_level


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

    In Dendron `#heading,1:#other` is a range of headings named by their ids, in any case, `*` all that a name begins with, and
    a note is thought to be there when there are notes below it; what a note embeds is part of its page, so a link to a
    heading in it is advice.

    ```bad wikilinks = true
    -- a.md --
    ⟦![[b.c#on-linux,1:#on-mac]]⟧, ⟦![[b.c#^start]]⟧, ⟦![[d.*]]⟧ and ⟦[[b.c#runtimes]]⟧
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
            if not _stands_for_others(link, found.path, vault):
                yield self._missing(note, link, found.path, vault)
        elif found.kind == "note" and found.fragment:
            part = _unnamed(link, found.path, found.fragment, vault)
            if part is not None:
                yield self._unnamed(note, link, found.path, part, vault)

    def _unnamed(self, note: Note, link: Link, path: str, part: str, vault: Vault) -> Finding:
        place = "this note" if path == note.path else f"`{path}`"
        what = "block" if part.startswith("^") else "heading"
        message = f"There is no {what} `{part.removeprefix('^')}` in {place}"
        if link.kind == "wiki" and _is_embedded(part, path, vault):
            message += "; a note that it embeds has it, which not every program follows."
            return self.finding(note, link.span, message, construct=link.target, severity="advice")
        near = _nearest_heading(part, link.target, vault.notes[path])
        if near is None or what == "block":
            return self.finding(note, link.span, f"{message}.", construct=link.target)
        name, mark, fragment = link.target.partition("#")
        fix = Fix("unsafe", f"Point to `{near}`", (retargeted(note, link, name + mark + fragment.replace(part, near, 1)),))
        return self.finding(note, link.span, f"{message}; did you mean `{near}`?", construct=link.target, fix=fix)

    def _missing(self, note: Note, link: Link, name: str, vault: Vault) -> Finding:
        near = vault.nearest_name(name)
        if near is None:
            message = f"There is no note or file `{name}` in the vault; create it, or mend the name."
            return self.finding(note, link.span, message, construct=link.target)
        target = near + link.target[len(link.target.partition("#")[0]) :]
        fix = Fix("unsafe", f"Point to `{near}`", (retargeted(note, link, target),))
        message = f"There is no note or file `{name}` in the vault; did you mean `{near}`?"
        return self.finding(note, link.span, message, construct=link.target, fix=fix)


def _stands_for_others(link: Link, name: str, vault: Vault) -> bool:
    """Whether the notes of a hierarchy answer to the name: Dendron's `![[a.*]]`, and `[[a]]` where only `a.b` is written."""
    folded = name.casefold()
    if link.kind == "embed" and folded.endswith("*"):
        return any(matches(known.casefold(), (folded,)) for known in vault.note_names())
    return any(known.casefold().startswith(f"{folded}.") for known in vault.note_names())


def _unnamed(link: Link, path: str, fragment: str, vault: Vault) -> str | None:
    """The first part of a fragment that names nothing: none of the headings in `#A#B`, no block, no anchor, not the title.

    Dendron's `#from:#to` is a range, its `,1` the number of lines to leave out, its `*` and `^end` the end, `^begin` the start.
    """
    for part in fragment.split(":#"):
        forms = dict.fromkeys((part, part.partition(",")[0].strip()))
        ends = ("", "*", "^begin", "^end") if link.kind == "embed" else ("", "*")
        if not any(form in ends or _is_named(form, path, vault) for form in forms) and not _is_title(link, part, path, vault):
            return list(forms)[-1]
    return None


def _is_named(form: str, path: str, vault: Vault) -> bool:
    # Dendron (`matchHeading`) and Foam take ids as GitHub makes them, in any case; Dendron's old github-slugger keeps emoji.
    platforms = ("obsidian", "github", *vault.platforms(path))
    return any(find(spelt, path, platform, vault) for spelt in (form, github(form)) for platform in platforms)


def _is_title(link: Link, part: str, path: str, vault: Vault) -> bool:
    """Whether a link names the title in front matter, which is the page's first heading where it is shown."""
    title = top_level(vault.notes[path]).get("title")
    return link.kind == "wiki" and title is not None and github(str(title.value).strip()) == github(part.strip())


def _is_embedded(part: str, path: str, vault: Vault) -> bool:
    """Whether a note that this one embeds, or one that that one embeds, has the name."""
    seen, waiting = {path}, [path]
    while waiting:
        source = vault.notes[waiting.pop()]
        for embed in source.links:
            found = vault.resolve(embed, source) if embed.kind == "embed" else None
            if found is None or found.kind != "note" or found.path in seen:
                continue
            if _is_named(part, found.path, vault):
                return True
            seen.add(found.path)
            waiting.append(found.path)
    return False


def _nearest_heading(part: str, target: str, note: Note) -> str | None:
    """The heading that was probably meant, as an id where the link has one, else by its title."""
    titles = [heading.title.strip() for heading in note.headings]
    has_ids = "-" in part or ":#" in target or "," in target
    return nearest(part, [github(title) for title in titles] if has_ids else titles)
