"""Sites that programs make of notes, as far as the files around the notes tell of them."""

from typing import NamedTuple

from notelint.vault import Vault

# What makes a Sphinx project: its settings, or the table of contents of a Jupyter Book (https://jupyterbook.org/v1/).
_SPHINX = ("conf.py", "_toc.yml")


class Site(NamedTuple):
    """A program that makes a site, and the folder that it makes it of.

    `platform` is the one whose ids its headings have (or none), `without_ending` whether links may leave `.md` out, `as_html`
    whether they may have `.html` for it; `serves` are folders, seen from its own, whose files have their addresses from the
    root of the site on.
    """

    program: str
    platform: str = ""
    without_ending: bool = False
    as_html: bool = False
    serves: tuple[str, ...] = ()
    folder: str = ""


# Docusaurus and VitePress: https://docusaurus.io/docs/markdown-features/links, https://vitepress.dev/guide/routing.
# Docsify: https://docsify.js.org/#/more-pages; wikis on GitHub have the same names in other case. What they serve:
# https://docusaurus.io/docs/static-assets, https://vitepress.dev/guide/asset-handling#the-public-directory,
# https://www.mkdocs.org/user-guide/configuration/#docs_dir, https://jekyllrb.com/docs/static-files/.
# VuePress: https://vuepress.vuejs.org/guide/page.html, https://vuepress.vuejs.org/guide/assets.html; its ids are those of
# VitePress. Zensical reads what MkDocs reads; Mintlify: https://www.mintlify.com/docs/organize/settings.
_SITES = {
    ".vitepress": Site("VitePress", "vitepress", without_ending=True, as_html=True, serves=("public",)),
    ".vuepress": Site("VuePress", "vitepress", as_html=True, serves=(".vuepress/public",)),
    "docusaurus.config.js": Site("Docusaurus", "docusaurus", without_ending=True, serves=("static",)),
    "docusaurus.config.ts": Site("Docusaurus", "docusaurus", without_ending=True, serves=("static",)),
    "mkdocs.yml": Site("MkDocs", "mkdocs", serves=("docs",)),
    "mkdocs.yaml": Site("MkDocs", "mkdocs", serves=("docs",)),
    "zensical.toml": Site("MkDocs", "mkdocs", serves=("docs",)),
    "docs.json": Site("Mintlify", without_ending=True, serves=("",)),
    "mint.json": Site("Mintlify", without_ending=True, serves=("",)),
    "_toc.yml": Site("Jupyter Book"),  # which has a `_config.yml`, too
    "_config.yml": Site("Jekyll", "jekyll", as_html=True, serves=("",)),
    ".obsidian": Site("Obsidian", "obsidian"),
    "_sidebar.md": Site("docsify", without_ending=True),
    "_Sidebar.md": Site("the wiki", without_ending=True),
}


def site_of(path: str, vault: Vault) -> Site | None:
    """The site that a note becomes a page of, if what lies in a folder above it tells; the nearest of several."""
    folders = ((vault.folder_of(name, path), site) for name, site in _SITES.items())
    above = (site._replace(folder=folder) for folder, site in folders if folder is not None)
    return max(above, default=None, key=lambda site: len(site.folder))


def is_mkdocs(path: str, vault: Vault) -> bool:
    """Whether a note lies below the settings of MkDocs, whose extensions bring definitions and references of their own."""
    return any(site.program == "MkDocs" and vault.folder_of(name, path) is not None for name, site in _SITES.items())


def is_sphinx(path: str, vault: Vault) -> bool:
    """Whether a note lies below what makes a Sphinx project."""
    return any(vault.folder_of(name, path) is not None for name in _SPHINX)
