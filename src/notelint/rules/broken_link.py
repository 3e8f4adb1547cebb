"""The rule broken-link."""

from collections.abc import Iterator
from posixpath import basename, dirname
from typing import ClassVar, NamedTuple

from notelint.finding import Finding, Fix, Safety, Severity
from notelint.globs import matches
from notelint.nearest import nearest
from notelint.note import Link, Note
from notelint.pattern import late_pattern
from notelint.retarget import relative, retargeted, with_path
from notelint.rule import VaultRule, option
from notelint.vault import Resolution, Vault
from notelint.vault.built import is_built
from notelint.vault.fragments import in_force, is_role
from notelint.vault.sites import is_sphinx, site_of
from notelint.web.written.targets import fault

# On GitHub, a target that leaves the repository this way reaches a page about it: `../../issues` from a note at the top.
_GITHUB_PAGES = late_pattern(
    r"(?:\.\./)+(?:[^/]+/){0,2}(?:issues|pulls?|wiki|releases|actions|discussions|projects|tree|blob|raw|commits?|compare|tags|labels"
    r"|milestones?|security|graphs|network|stargazers|fork|new)(?:/|$)"
)


# What a page of a Sphinx project may be written in beside MyST; {doc} names none of the endings.
_OTHER_SOURCES = (".rst", ".ipynb", ".txt")
# Names that so many folders have that one elsewhere is no hint.
_COMMON_NAMES = frozenset(
    ("readme.md", "index.md", "changelog.md", "license", "license.md", "contributing.md", "notice", "code_of_conduct.md")
)

_PAGES = frozenset(("md", "markdown", "html", "htm"))
# The name of a note in a Zettelkasten: when it was begun, to the day, minute or second.
_ZETTEL = late_pattern(r"(?:^|/)(?:19|20)\d{6}(?:\d{4}|\d{6})?\Z")


class _Guess(NamedTuple):
    """Where a broken link was probably meant to lead, and how sure that is."""

    path: str
    reason: str
    safety: Safety


class BrokenLink(VaultRule):
    """A link to a file or folder leads to one that exists in the repository.

    Targets are looked up from the folder of the note, those that begin with `/` from the root of the repository or from
    `links.site-root`; `links.routes` names addresses that a site makes of notes. A folder stands for its README or index.
    Upper and lower case count, as they do on the web. As long as neither setting is given, a target with `/` in front is only
    advice: most are routes of a site.

    ```bad
    -- a.md --
    ⟦[Setup](setup)⟧, ⟦[usage](docs/Usage.md)⟧, ⟦![plan](plan.png)⟧ and ⟦[page](docs/usage.html#top)⟧.
    -- setup.md --
    # Setup
    -- docs/usage.md --
    # Usage
    -- img/plan.png --
    ```

    ```good
    -- a.md --
    [Setup](setup.md), [usage](docs/usage.md), ![plan](img/plan.png) and [page](docs/usage.md#top).
    -- setup.md --
    # Setup
    -- docs/usage.md --
    # Usage
    -- img/plan.png --
    ```

    ```good
    -- docs/a.md --
    [The folder](.), [the root](/), [up](../), [query](b.md?plain=1#top), [blank](with%20blank.md), [<angled>](<with blank.md>),
    [mail](mailto:a@b.org), [scheme](vscode:extension/x), [host](//example.com/x), [issues](../../../issues/12),
    [template]({{ site.url }}/x), `[code](nowhere.md)`, [here](#top).
    -- docs/b.md --
    # B
    -- docs/with blank.md --
    # Blank
    ```

    What is named most like it beside the missing file is offered, a picture for a picture:

    ```bad
    ⟦![skills](skill.png)⟧
    -- skill.md --
    -- skills.png --
    ```

    ```good
    ![skills](skills.png)
    -- skill.md --
    -- skills.png --
    ```

    mdBook makes pages of its notes, and builds fill in templates:

    ```good
    -- src/a.md --
    [B](b.html#top), [a function](`Enum.map/2`), [`-`](`-/2`),
    [another book](../../std/index.html) and [the manual](../man/x.1.md).
    -- src/b.md --
    # B
    -- book.toml --
    -- man/x.1.md.in --
    ```

    ```bad
    -- src/a.md --
    ⟦[B](c.html)⟧
    -- book.toml --
    ```

    ExDoc makes pages of its notes and of the modules, all in one folder:

    ```good
    -- pages/a.md --
    [A](a.html), [B](b.html#top), [a module](Kernel.html#guards) and [another](Mix.Tasks.Test.html).
    -- pages/more/b.md --
    # B
    -- mix.exs --
    ```

    ```bad
    -- pages/a.md --
    ⟦[B](c.html)⟧ and ⟦[a module](lib/Kernel.html)⟧
    -- mix.exs --
    ```

    With `/` at its end, a link to a note is written for a site, whose addresses may have other folders, so that it is advice:

    ```bad
    -- a.md --
    ⟦[Setup](setup/#first)⟧
    -- setup.md --
    # First
    ```

    So is a link without `.md` where Docusaurus, VitePress or docsify makes a site of the notes, and one to a zettel by
    its number:

    ```bad
    -- docs/a.md --
    ⟦[B](./b)⟧, ⟦[C](c)⟧, ⟦[one](202111221959)⟧
    -- docs/b.md --
    # B
    -- docs/_sidebar.md --
    * [B](b.md)
    -- docs/202111221959.md --
    # One
    ```

    From the root of such a site, its notes are pages:

    ```good
    -- docs/guide/a.md --
    [B](/guide/b), [C](/c/#top) and [B, too](/guide/b.html)
    -- docs/guide/b.md --
    -- docs/c/index.md --
    -- docs/.vitepress/config.ts --
    ```

    Of several definitions of one label the first counts; duplicate-definition tells the others:

    ```good
    [x]

    [x]: https://example.com/x
    [x]: nowhere.md
    ```

    ```bad links.site-root = "static"
    -- a.md --
    ![there](/logo.png) ⟦![not there](/log.png)⟧
    -- static/logo.png --
    ```

    ```good links.routes = {"/blog/*" = "content/*/index.md", "/api/**" = ""}
    -- a.md --
    [Post](/blog/first) and [reference](/api/v1/users).
    -- content/first/index.md --
    # First
    ```
    """

    name: ClassVar[str] = "broken-link"
    severity: ClassVar[Severity] = "error"

    ignore: tuple[str, ...] = option("Globs of link targets that are not looked up, such as files made by a build.", ())

    def check(self, note: Note, vault: Vault) -> Iterator[Finding]:
        """The links of the note whose file is missing."""
        for link in in_force(note):
            if link.kind in ("wiki", "embed", "reference", "bare", "autolink"):
                continue
            found = vault.resolve(link, note)
            if is_role(note, link) and any(vault.exists(found.path.removesuffix(".md") + other) for other in _OTHER_SOURCES):
                continue
            if found.kind not in ("missing", "outside") or matches(link.target.lstrip("/"), self.ignore):
                continue
            if fault(link, note, vault) is None and not is_built(note, link, found.path, vault):
                yield from self._judge(note, link, found, vault)

    def _judge(self, note: Note, link: Link, found: Resolution, vault: Vault) -> Iterator[Finding]:
        if found.kind == "outside":
            if not _GITHUB_PAGES.match(link.target.lstrip("./") and link.target):
                message = f"`{link.target}` leads out of the repository, where nothing can be looked up; use an address."
                yield self.finding(note, link.span, message, construct=link.target, severity="advice")
            return
        guess = next(_guesses(note, link, found.path, vault), None)
        is_route = link.target.startswith("/") and not (vault.settings.site_roots or vault.settings.routes)
        is_page = guess is not None and guess.path in vault.notes and _is_address(note, link, found.path, vault)
        severity: Severity = "advice" if is_route or is_page or _may_be_label(note, link, vault) else "error"
        fix = _fix(note, link, guess) if guess else None
        message = f"`{found.path}` does not exist{_hint(link, guess, is_route=is_route)}"
        yield self.finding(note, link.span, message, construct=link.target, severity=severity, fix=fix)


def _is_address(note: Note, link: Link, path: str, vault: Vault) -> bool:
    """Whether a link to a note is written as an address of a site: with `/` at its end, without `.md`, or a zettel's number."""
    site = site_of(note.path, vault)
    return (
        link.target.partition("#")[0].endswith("/")
        or _ZETTEL.search(path) is not None
        or (site is not None and site.without_ending and "." not in basename(path))
    )


def _may_be_label(note: Note, link: Link, vault: Vault) -> bool:
    """Whether a MyST link may name a label that an extension of Sphinx makes: `rest-api-get-users`."""
    is_word = not link.is_image and not any(sign in link.target for sign in "/.#?")
    return is_word and vault.has_targets and is_sphinx(note.path, vault)


def _hint(link: Link, guess: _Guess | None, *, is_route: bool) -> str:
    if guess:
        return f"; {guess.reason}"
    if is_route:
        return " in the repository; if a site makes this page, set `links.site-root` or `links.routes`."
    what = "picture" if link.is_image else "file"
    return f"; add the {what}, or mend or remove the link."


def _fix(note: Note, link: Link, guess: _Guess) -> Fix:
    written = f"/{guess.path}" if link.target.startswith("/") else relative(guess.path, note.path)
    if link.target.startswith("./"):
        written = f"./{written}"
    escaped = written.replace(" ", "%20")
    return Fix(guess.safety, f"Link to `{written}`", (retargeted(note, link, with_path(link.target, escaped)),))


def _guesses(note: Note, link: Link, path: str, vault: Vault) -> Iterator[_Guess]:
    """What the link may have meant, the surest first."""
    stem, dot, ending = path.rpartition(".")
    page = stem if dot and ending in ("html", "htm") else path
    for name in (f"{page}.md", f"{page}.markdown", f"{page}/index.md", f"{page}/README.md"):
        if name in vault.notes:
            yield _Guess(name, f"the note is `{basename(name)}`.", "safe")
    if other := vault.other_case(path):
        yield _Guess(other, f"`{other}` differs only in upper and lower case, which counts on the web.", "safe")
    plain = link.target.partition("#")[0].partition("?")[0].removeprefix("./")
    for place in (plain.lstrip("/"), f"{dirname(note.path)}/{plain.lstrip('/')}"):
        if place != path and "." in basename(place) and vault.exists(place):
            yield _Guess(place, f"it is at `/{place}`, counted from the root of the repository.", "unsafe")
    named = vault.same_name(path) or (
        () if "." in basename(path) or link.target.startswith("/") else vault.same_name(f"{path}.md")
    )
    if len(named) == 1 and basename(named[0]).lower() not in _COMMON_NAMES:
        yield _Guess(named[0], f"a file of this name is at `/{named[0]}`.", "unsafe")
    # A picture was no note, and a note no picture.
    kinds = {ending} if "." in basename(path) and ending not in _PAGES else _PAGES
    beside = {basename(name).rpartition(".")[0]: name for name in vault.beside(path) if name.rpartition(".")[2] in kinds}
    if near := nearest(basename(path).removesuffix(f".{ending}" if dot else ""), beside):
        yield _Guess(beside[near], f"did you mean `{basename(beside[near])}`?", "unsafe")
