"""A fragment leads to a heading or an anchor that exists."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple

from notelint.finding import Finding, Related, Safety, Severity
from notelint.markdown.heading_ids import anchor_kinds, fragment_key
from notelint.markdown.heading_ids_slugs import blackfriday, docutils
from notelint.note import Note
from notelint.pattern import late_pattern
from notelint.rule import VaultRule
from notelint.text import Span
from notelint.vault import Named, Vault
from notelint.vault.fragments import FragmentLink, Meant, fragment_links, is_role, leads, renamed
from notelint.vault.sites import is_sphinx, site_of

# What brings headings from elsewhere when a site is built: shortcodes of Hugo, tags of Jekyll, snippets of MkDocs, MyST, and
# the documentation of code that mkdocstrings and mkdocs-click put in place of `::: package.module`.
_INCLUDE = late_pattern(
    r"\{\{[<%]|\{%-?\s*(?:include|render|for|snippet|import)|--8<--|\{include\}|\{\{#include|(?m:^\[include \"[^\"\r\n]+\"\])"
    r"|(?m:^::: +(?:mkdocs-\w+|\w+(?:\.\w+)+)[ \t]*$)"
)
# What a Sphinx project knows beside the labels in its notes: classes, methods and settings of Python code.
_OBJECT = late_pattern(r"(?=.*[A-Z._])[A-Za-z_]\w*(?:\.\w+)*\Z")

# What a site of Hugo has above its notes.
_HUGO = ("layouts/_default", "config/_default", "hugo.toml", "hugo.yaml", "hugo.json")

# The table that the all-contributors bot writes: a kind of help that has no address links to `#kind-name`, which leads nowhere.
_TABLE_START, _TABLE_END = "<!-- ALL-CONTRIBUTORS-LIST:START", "<!-- ALL-CONTRIBUTORS-LIST:END"


class BrokenFragment(VaultRule):
    r"""A fragment (`#list`, `other.md#list`) must name a heading or an anchor of the note it points into.

    A browser says nothing about a fragment that does not exist: it shows the top of the page, and the reader searches. Ids are
    made from headings, so rewording a heading breaks every link to it. What counts are the ids that the note's first platform
    gives (`anchors.platforms`, GitHub unless set), `<a name>`, any `id=`, and what the platform knows besides: `{#id}`, MyST's
    labels, Obsidian's blocks. When only upper and lower case differ, the finding is a warning; when the note gives the id in a
    way that its platform does not know, is put together from includes, or has a bot write the link, it is advice. So it is
    where Docusaurus, MkDocs, Obsidian or VitePress shows the notes and knows a heading by this name, or Hugo does by its other
    kind of ids (`autoHeadingIDType`).

    ```bad
    # Getting started

    See ⟦[how to start](#geting-started)⟧.
    ```

    ```good
    # Getting started

    See [how to start](#getting-started).
    ```

    ```bad
    -- a.md --
    The [command line](b.md#cli) has ⟦[its own page](b.md#CLI)⟧, ⟦<a href="b.md#nothing-alike">⟧more</a>.
    -- b.md --
    # CLI
    ```

    An id that a note gives by `{#id}` is text on GitHub; such a note is likely read elsewhere, so this is advice:

    ```bad
    # Setting up {#setup}

    See ⟦[the set-up](#setup)⟧.
    ```

    ```good
    # Setting up {#setup}

    See [the set-up](#setting-up-setup).
    ```

    ```good anchors.platforms = [["**", ["hugo"]]]
    # Setting up {#setup}

    See [the set-up](#setup).
    ```

    The all-contributors bot writes links that lead nowhere, which nobody can mend; they are advice:

    ```bad
    <!-- ALL-CONTRIBUTORS-LIST:START -->
    ⟦<a href="#question-ada" title="Answering Questions">⟧💬</a>
    <!-- ALL-CONTRIBUTORS-LIST:END -->
    ```

    Of this heading Hugo may make `use-mmap` or `--use-mmap`, as its settings want, so that the first link is advice:

    ```bad
    -- content/a.md --
    # --use-mmap

    ⟦[x](#use-mmap)⟧, [y](#--use-mmap), ⟦[z](#no-mmap)⟧
    -- hugo.toml --
    ```

    So is what Sphinx makes of a heading where it makes a site of the notes:

    ```bad
    -- docs/a.md --
    # 4.5 Étude: a.b

    ⟦[x](#etude-a-b)⟧, ⟦[y](#4-5-etude-a-b)⟧
    -- docs/conf.py --
    ```

    What VitePress, for one, makes of a heading is advice below a folder that holds its settings:

    ```bad
    -- docs/a.md --
    # config.json

    ⟦[x](#config-json)⟧, ⟦[y](#config-yaml)⟧
    -- docs/.vitepress/config.ts --
    ```

    Anchors count wherever they stand, whatever the heading's own id is:

    ```good
    [OCI/Docker](#oci) | [top](#top) | [again](#ocidocker-) | [second](#twice-1) | [lines](b.md#L10-L20)

    ### OCI/Docker <a name="oci"></a>

    ## Twice
    ## Twice

    [Encoded](#caf%C3%A9), [decoded](#café), [text](#:~:text=Twice), [both](#twice:~:text=Twice), [note](#fn-1), [nothing](#)

    <h2 id="raw">Café</h2>

    [Raw](#raw), `[code](#nope)`, [web](https://example.org/#nope), [data](data.json#nope)

    Text.[^1]

    [^1]: A footnote.
    -- b.md --
    # Lines
    -- data.json --
    ```
    """

    name: ClassVar[str] = "broken-fragment"
    severity: ClassVar[Severity] = "error"

    def check(self, note: Note, vault: Vault) -> Iterator[Finding]:
        """The links whose fragment names nothing on the note's first platform."""
        platform = vault.platforms(note.path)[0]
        targets: dict[str, _Target] = {}
        for found in fragment_links(note, vault):
            if _is_target(found, vault) or (found.link.target.startswith("#") and _is_object(found, note, vault)):
                continue
            if is_role(note, found.link) and vault.has_ending(".rst"):
                continue  # the label may stand in a page that is not read
            # `##x` is one `#` too many, which malformed-link mends.
            if leads(found.fragment, found.path, platform, vault) or found.fragment.startswith("#"):
                continue
            if found.path not in targets:
                targets[found.path] = _target(vault.notes[found.path], vault.names(found.path, platform))
            yield self._broken(note, found, targets[found.path], vault)

    def _broken(self, note: Note, found: FragmentLink, target: "_Target", vault: Vault) -> Finding:
        platform = vault.platforms(note.path)[0]
        same = target.meant.other_case(fragment_key(found.fragment, platform))
        if same is not None:
            message = f"`#{found.fragment}` differs from `#{same.name}` in upper and lower case, which must match."
            return self._told(note, found, f"{message} Write `#{same.name}`.", same, "warning", "safe")
        literal = None if "attribute" in anchor_kinds(platform) else target.meant.by_attribute(found.fragment)
        where = "this note" if found.path == note.path else f"`{found.path}`"
        message = f"No heading or anchor in {where} has the id `{found.fragment}`"
        if literal is not None:
            message += f": on {platform}, `{{#{found.fragment}}}` is shown as text, and that heading's id is `{literal.name}`."
            message += " If the note is read elsewhere, say so in `anchors.platforms`."
            return self._told(note, found, message, literal, "advice")
        meant = target.meant.by_title(found.link.text) or target.meant.by_spelling(found.fragment)
        if meant is not None:
            message += f"; did you mean `#{meant.name}`?"
        else:
            message += f'. Link to a heading that exists, or put `<a id="{found.fragment}"></a>` where the link should lead.'
        if _may_be_route(found, vault):
            return self._told(note, found, f"{message} A route of a site may lead elsewhere.", meant, "advice")
        if maker := _site_with(found, vault):
            message += f" Where {maker} shows the notes it leads to a heading: see `anchors.platforms`."
            return self._told(note, found, message, None, "advice")
        if maker := _other_maker(found, vault):
            message += f" {maker} makes this id of a heading."
            return self._told(note, found, message, meant, "advice")
        if target.includes:
            return self._told(note, found, f"{message} An include may still bring it.", meant, "advice")
        if found.path == note.path and any(table.covers(found.link.span.start) for table in target.written_by_bot):
            message = f"`#{found.fragment}` leads nowhere, as the all-contributors bot writes it."
            return self._told(note, found, message, None, "advice")
        return self._told(note, found, message, meant, self.severity)

    def _told(
        self, note: Note, found: FragmentLink, message: str, meant: Named | None, severity: Severity, safety: Safety = "unsafe"
    ) -> Finding:
        """The finding at the link, with the place that was meant and the fix that leads there."""
        fix = renamed(note, found.link, meant.name, safety) if meant else None
        related = _place(found, meant) if meant else ()
        construct = found.link.target
        return self.finding(note, found.link.span, message, construct=construct, severity=severity, fix=fix, related=related)


class _Target(NamedTuple):
    """What is asked of a note for each broken link into it, told once."""

    meant: Meant
    includes: bool
    written_by_bot: tuple[Span, ...]


def _is_target(found: FragmentLink, vault: Vault) -> bool:
    """Whether the fragment is a MyST target: of any note, or of the one that the link names."""
    if found.link.target.startswith("#") or not vault.has_targets:
        return vault.is_target(found.fragment)
    anchors = vault.notes[found.path].anchors
    return any(anchor.kind == "target" and anchor.name.casefold() == found.fragment.casefold() for anchor in anchors)


def _may_be_route(found: FragmentLink, vault: Vault) -> bool:
    """Whether the link names a page of a site whose routes nobody has told, and meets a note by chance: `/docs/#x`."""
    path = found.link.target.partition("#")[0]
    return path.startswith("/") and path.endswith("/") and not (vault.settings.site_roots or vault.settings.routes)


def _site_with(found: FragmentLink, vault: Vault) -> str | None:
    """The program that makes a site of the linked note, if a heading there has this id; nobody has to say that there is one."""
    site = site_of(found.path, vault)
    if site is None or not site.platform or not leads(found.fragment, found.path, site.platform, vault):
        return None
    return site.program


def _other_maker(found: FragmentLink, vault: Vault) -> str | None:
    """Who makes this id of a heading beside the platforms: Sphinx, or Hugo where a site chose its former parser's."""
    headings = vault.notes[found.path].headings
    if any(vault.folder_of(name, found.path) is not None for name in _HUGO):
        return "As `blackfriday`, Hugo" if any(blackfriday(one.title) == found.fragment for one in headings) else None
    if is_sphinx(found.path, vault) and any(docutils(one.title) == found.fragment for one in headings):
        return "Sphinx"
    return None


def _is_object(found: FragmentLink, note: Note, vault: Vault) -> bool:
    """Whether a MyST link may name something in Python code, whose documentation Sphinx reads from there."""
    if not _OBJECT.match(found.fragment) or not vault.has_targets:
        return False
    return is_sphinx(note.path, vault)


def _target(note: Note, names: Mapping[str, Named]) -> _Target:
    content = note.text.content
    return _Target(Meant(note, names), _INCLUDE.search(content) is not None, tuple(_tables(content)))


def _tables(content: str) -> Iterator[Span]:
    end = 0
    while (start := content.find(_TABLE_START, end)) >= 0 and (end := content.find(_TABLE_END, start)) >= 0:
        yield Span(start, end)


def _place(found: FragmentLink, named: Named) -> tuple[Related, ...]:
    return (Related(found.path, named.span, f"`#{named.name}` is here"),)
