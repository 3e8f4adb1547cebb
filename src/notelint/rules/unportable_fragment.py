"""A fragment works on every platform that the note is read on."""

from collections.abc import Iterator
from typing import ClassVar

from notelint.finding import Finding, Related, Severity
from notelint.markdown.heading_ids import heading_ids
from notelint.note import Heading, Note
from notelint.rule import VaultRule
from notelint.vault import Named, Vault
from notelint.vault.fragments import FragmentLink, find, fragment_links, leads


class UnportableFragment(VaultRule):
    r"""A fragment must lead to its heading on each platform that the note is read on.

    Platforms make different ids of one heading: of `### OCI/Docker <a name="oci"></a>`, GitHub makes `ocidocker-`, Gatsby
    `ocidocker-a-nameocia`, MkDocs `ocidocker`. A note that is read on two of them needs links that both understand; an
    `<a name>` or `<a id>` works on all but Obsidian. Say in `anchors.platforms` where notes are read; with one platform
    (GitHub, unless set) this rule is silent. What fails on the first platform is told by broken-fragment.

    ```bad anchors.platforms = [["**", ["github", "gatsby"]]]
    ⟦[OCI](#ocidocker-)⟧

    ### OCI/Docker <a name="oci"></a>
    ```

    ```good anchors.platforms = [["**", ["github", "gatsby"]]]
    [OCI](#oci) | [Usage](#usage-notes) | [top](#top)

    ### OCI/Docker <a name="oci"></a>

    ### Usage notes
    ```

    ```bad anchors.platforms = [["**", ["github", "mkdocs"]]]
    ⟦[Q & A](#q--a)⟧

    # Q & A
    ```

    ```bad anchors.platforms = [["**", ["docusaurus", "github"]]]
    ⟦[Set-up](#setup)⟧

    # Setting up {#setup}
    ```

    ```good
    [Q & A](#q--a)

    # Q & A
    ```
    """

    name: ClassVar[str] = "unportable-fragment"
    severity: ClassVar[Severity] = "warning"

    def check(self, note: Note, vault: Vault) -> Iterator[Finding]:
        """The links whose fragment leads somewhere on the first platform and nowhere on another."""
        first, *others = vault.platforms(note.path)
        if not others:
            return
        for link in fragment_links(note, vault):
            if not leads(link.fragment, link.path, first, vault):
                continue
            failing = [name for name in others if not leads(link.fragment, link.path, name, vault)]
            if failing:
                yield self._unportable(note, link, vault, failing)

    def _unportable(self, note: Note, link: FragmentLink, vault: Vault, failing: list[str]) -> Finding:
        first = vault.platforms(note.path)[0]
        named = find(link.fragment, link.path, first, vault)
        message = f"`#{link.fragment}` works on {first}, but not on {' and '.join(failing)}"
        related: tuple[Related, ...] = ()
        if isinstance(named, Named):
            related = (Related(link.path, named.span, f"`#{named.name}` on {first} is here"),)
            message += _other_ids(vault.notes[link.path], named, failing)
        return self.finding(note, link.link.span, f"{message}.", construct=link.link.target, related=related)


def _other_ids(target: Note, named: Named, failing: list[str]) -> str:
    """What the place is called on the platforms where the fragment fails, and what works everywhere."""
    heading = _heading(target, named)
    if heading is None:
        return ", which do not know this anchor" if len(failing) > 1 else ", which does not know this anchor"
    at = target.headings.index(heading)
    ids = [f"`{heading_ids(target.headings, platform)[at]}` on {platform}" for platform in failing]
    here = [
        anchor.name for anchor in target.anchors if anchor.kind in ("name", "id") and heading.span.covers(anchor.span.start)
    ]
    way = (
        f"Link to its anchor `#{here[0]}`" if here else f'Put `<a id="{named.name.strip("-")}"></a>` before it and link to that'
    )
    return f": the heading's id is {', '.join(ids)}. {way}"


def _heading(target: Note, named: Named) -> Heading | None:
    """The heading that is named, itself or by the `{#id}` at its end."""
    if isinstance(named.source, Heading):
        return named.source
    return next((heading for heading in target.headings if heading.span.covers(named.span.start)), None)
