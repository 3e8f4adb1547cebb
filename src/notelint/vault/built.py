"""Targets of links that a build makes of what is in the repository: pages of sites and books, and filled-in templates."""

from posixpath import basename, dirname, join, normpath

from notelint.note import Link, Note
from notelint.pattern import late_pattern
from notelint.vault import Vault
from notelint.vault.sites import is_sphinx, site_of

# A file that a build makes of a template has its name without these.
_TEMPLATES = (".in", ".tmpl", ".template", ".tpl", ".j2", ".jinja", ".erb", ".hbs")
# Sphinx takes a link to `Spawner.start` or `PAMAuthenticator` for a reference to Python code.
_OBJECT = late_pattern(r"(?:[A-Za-z_]\w*(?:\.\w+)+|(?=\w*[a-z])[A-Z]\w*[A-Z]\w*)\Z")
# ExDoc puts the pages of all modules into one folder, named as the modules are: `Kernel.html`, `Mix.Tasks.Test.html`.
_MODULE_PAGE = late_pattern(r"(?:[A-Z]\w*\.)+html\Z")
# Doxygen and Documenter.jl look these up by themselves: `[text](@ref)`, `[text](@ref#top)`.
_COMMAND = late_pattern(r"[@\\](?:ref|subpage|extref)\b")
# The name of a note in a Zettelkasten: when it was begun, to the day, minute or second.
_ZETTEL = late_pattern(r"(?:^|/)(?:19|20)\d{6}(?:\d{4}|\d{6})?\Z")


def is_built(note: Note, link: Link, path: str, vault: Vault) -> bool:
    """Whether the target comes from what is in the repository: a page or file of a site or book, or a filled-in template."""
    if len(link.target) > 1 and link.target[0] == link.target[-1] == "`":
        return True  # ExDoc takes this for the name of a module or function
    if _COMMAND.match(link.target):
        return True
    path = path or link.target.partition("#")[0]
    if _is_book_page(note, path, vault) or _is_exdoc_page(note, path, vault) or _is_sphinx(note, link.target, path, vault):
        return True
    if link.target.startswith("/") and _is_on_site(note, link.target, vault):
        return True
    return _is_filled_in(path, vault)


def may_be_address(note: Note, link: Link, path: str, vault: Vault) -> bool:
    """Whether a link to a note is written as an address of a site: with `/` or `.html`, without `.md`, or a zettel's number."""
    if link.target.partition("#")[0].endswith("/") or _ZETTEL.search(path):
        return True
    site = site_of(note.path, vault)
    return site is not None and (site.as_html if path.endswith(".html") else site.without_ending and "." not in basename(path))


def may_be_label(note: Note, link: Link, vault: Vault) -> bool:
    """Whether a MyST link may name a label that an extension of Sphinx makes: `rest-api-get-users`."""
    is_word = not link.is_image and not any(sign in link.target for sign in "/.#?")
    return is_word and vault.has_targets and is_sphinx(note.path, vault)


def _is_book_page(note: Note, path: str, vault: Vault) -> bool:
    """Whether mdBook makes the page: of `x.md` below `src`, `x.html`. Other books may lie beside its own pages."""
    stem, _, ending = path.rpartition(".")
    book = vault.folder_of("book.toml", note.path) if ending in ("html", "md") else None
    if book is None:
        return False
    source = f"{book}/src/".lstrip("/")
    if path.startswith(source):
        return ending == "html" and f"{stem}.md" in vault.notes
    return ending == "html" or note.path.startswith(source)


def _is_exdoc_page(note: Note, path: str, vault: Vault) -> bool:
    """Whether ExDoc makes the page, of a module or of a note; it puts all of them beside each other."""
    if not path.endswith(".html") or dirname(path) != dirname(note.path) or vault.folder_of("mix.exs", note.path) is None:
        return False
    note_path = f"{path.removesuffix('.html')}.md"
    return bool(_MODULE_PAGE.match(basename(path)) or note_path in vault.notes or vault.same_name(note_path))


def _is_on_site(note: Note, target: str, vault: Vault) -> bool:
    """Whether a target from the root of a site is a file that it serves, `/img/a.png`, or a note that it makes a page of."""
    site = site_of(note.path, vault)
    page = target.partition("#")[0].partition("?")[0].strip("/")
    if site is None or not page:
        return False
    served = [normpath(join(site.folder, place, page)) for place in site.serves] if "." in basename(page) else []
    if any(vault.exists(path) and path not in vault.notes for path in served):
        return True
    if not (site.without_ending or page.endswith(".html")):
        return False
    path = join(site.folder, page.removesuffix(".html"))
    return any(name in vault.notes for name in (f"{path}.md", f"{path}/index.md", f"{path}/README.md"))


def _is_sphinx(note: Note, target: str, path: str, vault: Vault) -> bool:
    """Whether a MyST link names a label, a page without its ending, or Python code, which Sphinx documents."""
    if vault.is_target(target):
        return True
    if not vault.has_targets or not is_sphinx(note.path, vault):
        return False
    if _OBJECT.match(target):
        return not vault.has_ending(f".{target.rpartition('.')[2]}")
    return f"{path}.md" in vault.notes


def _is_filled_in(path: str, vault: Vault) -> bool:
    return any(vault.exists(path + template) for template in _TEMPLATES)
