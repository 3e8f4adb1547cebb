"""The rule broken-link."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from notelint.finding import Finding, Fix, Severity
from notelint.globs import matches
from notelint.note import Link, Note
from notelint.pattern import late_pattern
from notelint.retarget import pelican_mark, relative, retargeted, with_path
from notelint.rule import VaultRule, option
from notelint.vault import Resolution, Vault
from notelint.vault.built import is_built, may_be_address, may_be_label
from notelint.vault.fragments import in_force, is_role
from notelint.vault.habit import is_page
from notelint.web.written.targets import fault

if TYPE_CHECKING:
    from notelint.vault.guesses import Guess

# On GitHub, a target that leaves the repository this way reaches a page about it: `../../issues` from a note at the top.
_GITHUB_PAGES = late_pattern(
    r"(?:\.\./)+(?:[^/]+/){0,2}(?:issues|pulls?|wiki|releases|actions|discussions|projects|tree|blob|raw|commits?|compare|tags|labels"
    r"|milestones?|security|graphs|network|stargazers|fork|new)(?:/|$)"
)


# What a page of a Sphinx project may be written in beside MyST; {doc} names none of the endings.
_OTHER_SOURCES = (".rst", ".ipynb", ".txt")


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
    -- b.md --
    ⟦[Setup](../setup/#first)⟧
    -- setup.md --
    # First
    ```

    So is a link without `.md` where Docusaurus, VitePress, Mintlify or docsify makes a site of the notes, one with `.html`
    where VitePress, VuePress or Jekyll does, and one to a zettel by its number:

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

    Where at least ten links are written so, and one in twenty, it is no slip, whatever lies beside the notes, and so advice.
    Where three of four links or more are written for a site, one of them is told:

    ```bad
    -- a.md --
    ⟦[Set-up](b)⟧, [usage](c.html#top), [more](/c/), [one](b), [two](b), [three](b), [four](c), [five](c#top) and ⟦[no](e)⟧
    -- b.md --
    [A](a), [C](c) and [C, as GitHub has it](c.md)
    -- c.md --
    ```

    From the root of such a site, its notes are pages:

    ```good
    -- docs/guide/a.md --
    [B](/guide/b), [C](/c/#top) and [B, too](/guide/b.html)
    -- docs/guide/b.md --
    -- docs/c/index.md --
    -- docs/.vitepress/config.ts --
    ```

    So are the files that it serves: those below `public` of VitePress, `static` of Docusaurus, `docs` of MkDocs, and all of
    Jekyll's. Doxygen and Documenter.jl look up references by themselves:

    ```good
    -- docs/a.md --
    ![plan](/img/plan.png), [B](/b.html), [C](@ref), [D](@ref top) and [E](@ref "E")
    -- docs/b.md --
    -- docs/img/plan.png --
    -- docs/_config.yml --
    ```

    Where a page is not translated, sites of Docusaurus and MkDocs may show it in the language it was written in:

    ```bad
    -- docs/fr/a.md --
    ⟦[B](b.md)⟧ and ⟦[C](c.md)⟧
    -- docs/en/a.md --
    -- docs/en/b.md --
    -- mkdocs.yml --
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
        pages = []
        for link in in_force(note):
            if link.kind in ("wiki", "embed", "reference", "bare", "autolink"):
                continue
            found = vault.resolve(link, note)
            if is_role(note, link) and any(vault.exists(found.path.removesuffix(".md") + other) for other in _OTHER_SOURCES):
                continue
            if found.kind not in ("missing", "outside") or matches(link.target.lstrip("/"), self.ignore):
                continue
            if fault(link, note, vault) is not None or is_built(note, link, found.path, vault):
                continue
            if _is_page(found, vault) and vault.for_site().first:
                pages.append(link)
            else:
                yield from self._judge(note, link, found, vault)
        if pages and vault.for_site().first == note.path:
            yield self._written_for_site(note, pages[0])

    def _written_for_site(self, note: Note, link: Link) -> Finding:
        """What is told once of a vault whose links leave `.md` out."""
        message = (
            f"`{link.target}` is the page that a site makes of a note, but no file. Nearly all links here are written for a "
        )
        message += "site, so of these only the first is told; on GitHub, none of them works."
        return self.finding(note, link.span, message, construct=link.target, severity="advice")

    def _judge(self, note: Note, link: Link, found: Resolution, vault: Vault) -> Iterator[Finding]:
        if found.kind == "outside":
            if not _GITHUB_PAGES.match(link.target.lstrip("./") and link.target):
                message = f"`{link.target}` leads out of the repository, where nothing can be looked up; use an address."
                yield self.finding(note, link.span, message, construct=link.target, severity="advice")
            return
        if not link.target.strip(".…"):
            message = f"`{link.target}` stands for a target that is still to be written."
            yield self.finding(note, link.span, message, construct=link.target, severity="advice")
            return
        from notelint.vault.guesses import guesses  # in most runs nothing is missing
        from notelint.vault.translations import original

        guess = next(guesses(note, link, found.path, vault), None)
        is_route = link.target.startswith("/") and not (vault.settings.site_roots or vault.settings.routes)
        is_address = guess is not None and guess.path in vault.notes and may_be_address(note, link, found.path, vault)
        for_site = _is_page(found, vault) and vault.for_site().often
        severity: Severity = "advice" if is_route or is_address or for_site or may_be_label(note, link, vault) else "error"
        message = f"`{found.path}` does not exist"
        if other := original(note, found.path, vault):
            message += f"; a site may show `{other}` in its place, GitHub does not."
            yield self.finding(note, link.span, message, construct=link.target, severity="advice")
            return
        fix = _fix(note, link, guess) if guess else None
        message += _hint(link, guess, is_route=is_route)
        yield self.finding(note, link.span, message, construct=link.target, severity=severity, fix=fix)


def _is_page(found: Resolution, vault: Vault) -> bool:
    """Whether what is missing is a page that a site may make of a note."""
    return found.kind == "missing" and is_page(found.path, lambda path: path in vault.notes)


def _hint(link: Link, guess: "Guess | None", *, is_route: bool) -> str:
    if guess:
        return f"; {guess.reason}"
    if is_route:
        return " in the repository; if a site makes this page, set `links.site-root` or `links.routes`."
    what = "picture" if link.is_image else "file"
    return f"; add the {what}, or mend or remove the link."


def _fix(note: Note, link: Link, guess: "Guess") -> Fix:
    written = f"/{guess.path}" if link.target.startswith("/") else relative(guess.path, note.path)
    if link.target.startswith("./"):
        written = f"./{written}"
    escaped = pelican_mark(link.target) + written.replace(" ", "%20")
    return Fix(guess.safety, f"Link to `{written}`", (retargeted(note, link, with_path(link.target, escaped)),))
