"""What a wikilink names besides a note and its headings: hierarchies, blocks, ranges, titles, what is embedded."""

from posixpath import basename

from notelint.globs import matches
from notelint.markdown.heading_ids_slugs import github
from notelint.note import Link, Note
from notelint.pattern import late_pattern
from notelint.vault import Vault, top_level
from notelint.vault.fragments import leads

_VAULT = late_pattern(r"dendron://[^/]*/")


def variant(note: Note, name: str, vault: Vault) -> str | None:
    """The note meant in a hierarchy that is kept in variants: `a.new.c` for `a.c` in `a.new.b`, where `a.old.c` is too.

    Such notes are written for the place that one variant is copied to.
    """
    names = vault.note_names()
    parts, own = name.casefold().split("."), basename(note.path).removesuffix(".md").casefold().split(".")
    for depth in range(1, min(len(parts), len(own))):
        above, below = parts[:depth], parts[depth:]
        if own[:depth] != above:
            return None
        mine = ".".join([*above, own[depth], *below])
        # Few links get as far as looking at all names.
        if mine in names and any(_is_between(known.split("."), above, below) for known in names if known != mine):
            return names[mine]
    return None


def _is_between(known: list[str], above: list[str], below: list[str]) -> bool:
    """Whether a name is these parts with one part between them."""
    return len(known) == len(above) + 1 + len(below) and known[: len(above)] == above and known[len(above) + 1 :] == below


def stands_for_others(link: Link, name: str, vault: Vault) -> bool:
    """Whether the notes of a hierarchy answer to the name: Dendron's `![[a.*]]`, and `[[a]]` where only `a.b` is written."""
    folded = name.casefold()
    if link.kind == "embed" and folded.endswith("*"):
        return any(matches(known, (folded,)) for known in vault.note_names())
    return vault.is_above(folded)


def unnamed(link: Link, path: str, fragment: str, vault: Vault) -> str | None:
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
    spellings = {form, form if form.startswith("^") else github(form) or form}
    platforms = ("obsidian", "github", *vault.platforms(path))
    return any(leads(spelt, path, platform, vault) for spelt in spellings for platform in platforms)


def _is_title(link: Link, part: str, path: str, vault: Vault) -> bool:
    """Whether a link names the title in front matter, which is the page's first heading where it is shown."""
    title = top_level(vault.notes[path]).get("title")
    return link.kind == "wiki" and title is not None and github(str(title.value).strip()) == github(part.strip())


def is_embedded(part: str, path: str, vault: Vault) -> bool:
    """Whether a note that this one embeds, or one that that one embeds, has the name."""
    seen, waiting = {path}, [path]
    while waiting:
        source = vault.notes[waiting.pop()]
        for embed in (link for link in source.links if link.kind == "embed"):
            # `dendron://vault/note` names a note of this vault or of another one, whose name nobody here knows.
            name = _VAULT.sub("", embed.target).partition("#")[0].strip()
            inner = next((path for path in vault.wiki_candidates(name, source) if path in vault.notes), path) if name else path
            if inner in seen:
                continue
            if _is_named(part, inner, vault):
                return True
            seen.add(inner)
            waiting.append(inner)
    return False
