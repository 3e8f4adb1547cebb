"""Notes of a site in several languages: where one is not translated, programs show it in the language it was written in.

Docusaurus does so by itself (https://docusaurus.io/docs/i18n/tutorial), MkDocs by a plugin
(https://ultrabug.github.io/mkdocs-static-i18n/getting-started/quick-start/). GitHub does not.
"""

from posixpath import commonprefix

from notelint.copies.editions import language_folder
from notelint.note import Note
from notelint.vault import Vault
from notelint.vault.sites import site_of

_PROGRAMS = frozenset(("Docusaurus", "MkDocs"))


def original(note: Note, path: str, vault: Vault) -> str | None:
    """What a site may show in place of a missing `path` that a translated note links to; None where it cannot.

    That is a file of this name in another tree, which has the note itself in the same place, too: `docs/en/b.md` for
    `docs/fr/b.md` in `docs/fr/a.md`, or `docs/b.md` for `i18n/fr/pages/b.md`.
    """
    folder = language_folder(note.path)
    site = site_of(note.path, vault) if folder else None
    if site is None or site.program not in _PROGRAMS:
        return None
    others = (other for other in vault.same_name(path) if _has_both(note.path, path, other, folder, vault))
    return min(others, default=None, key=lambda other: ("en" not in other.split("/"), other))


def _has_both(source: str, path: str, other: str, folder: str, vault: Vault) -> bool:
    """Whether the tree that `other` is in has the note at `source` where `other` stands for `path`."""
    common = commonprefix((path.split("/")[::-1], other.split("/")[::-1]))
    tail = "/".join(reversed(common))
    own, theirs = path.removesuffix(tail), other.removesuffix(tail)
    return own.startswith(folder) and vault.exists(theirs + source.removeprefix(own))
