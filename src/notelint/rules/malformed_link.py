"""The rule malformed-link."""

from collections.abc import Iterable
from typing import ClassVar

from notelint.finding import Edit, Finding, Fix, Severity
from notelint.note import Link, Note
from notelint.rule import VaultRule
from notelint.vault import Vault
from notelint.web.address import parse, reserved_name
from notelint.web.written.brackets import bracket_fault
from notelint.web.written.fault import Fault
from notelint.web.written.targets import fault, written_fault

# What templates have for the text of a link.
_STAND_INS = frozenset(("link", "a link", "url", "text", "link text", "title", "name"))


class MalformedLink(VaultRule):
    r"""A link is written so that it leads where it was meant to lead.

    Markdown takes whatever stands in the parentheses, so a slip of the pen makes a path of an address: `example.com` is a file
    beside the note, and `(https://…)` is one too. Each finding names the cause; where the meaning is certain, its fix is safe.
    A target that exists under the very name is no finding. An ending that is both a top-level domain and a file's (`sh`, `py`,
    `zip`) gets both readings. What is malformed here is not reported as missing by broken-link.

    ```bad
    ⟦[Loft](loft.sh)⟧, ⟦[docs](example.com/docs)⟧, ⟦[site](www.example.com)⟧, ⟦[port](localhost:8000/x)⟧,
    ⟦[mail](me@example.com)⟧.

    ⟦[a](<(https://a.org/x)>)⟧, ⟦[b]("https://a.org")⟧, ⟦[c](htps://a.org)⟧, ⟦[d](http://https://a.org)⟧,
    ⟦[e](https//a.org)⟧,
    ⟦[f](http:/a.org)⟧, ⟦[g](https;//a.org)⟧, ⟦[h](https:///a.org)⟧, ⟦[i](<https:// a.org>)⟧, ⟦[j](https:\a.org)⟧.

    ⟦[a](https://a.org/x\y)⟧, ⟦[b](<https://a.org/x y>)⟧, ⟦[c](https://a.org/x])⟧, ⟦[d](##top)⟧, ⟦[e](https://a.org/50%/x)⟧.

    ⟦[kind] (https://a.org/kind)⟧, ⟦(minikube)[https://a.org/minikube]⟧, ⟦[plan](my plan.png)⟧, ⟦[list][https://a.org/list]⟧.

    ⟦[open](https://a.org/open⟧
    ```

    ```good
    [Loft](https://loft.sh), [docs](https://example.com/docs), [site](https://www.example.com), [port](http://localhost:8000/x),
    [mail](mailto:me@example.com).

    [a](https://a.org/x), [b](https://a.org), [c](https://a.org), [d](https://a.org),
    [e](https://a.org),
    [f](http://a.org), [g](https://a.org), [h](https://a.org), [i](https://a.org), [j](https://a.org).

    [a](https://a.org/x/y), [b](https://a.org/x%20y), [c](https://a.org/x), [d](#top), [e](https://a.org/50%25/x).

    [kind](https://a.org/kind), [minikube](https://a.org/minikube), [plan](my%20plan.png), [list](https://a.org/list).

    [open](https://a.org/open)
    ```

    Where nobody can tell what was meant, there is no fix:

    ```bad
    ⟦[two](https://a.orghttps://b.org/x)⟧, ⟦[port](https://a.org:99999/)⟧, ⟦[six](http://[::1)⟧, ⟦[host](https://a^b.org/)⟧,
    ⟦[wiki]([[note]])⟧, ⟦[form](https://a.org/<no value>#x)⟧, ⟦[around [a link](#x) here](https://a.org)⟧.
    ```

    ```bad
    [later] and [last] are defined below.
    ⟦[later]: https://a.org/later⟧
    ⟦[last]: https://a.org/last⟧
    ```

    In a template the link is yet to be written, so this is advice:

    ```bad
    Shared by NAME: ⟦[link](example.com)⟧
    ```

    Legal, if odd:

    ```good
    [a](mailto:me@a.org), [b](tel:+123), [c](data:,x), [d](javascript:void), [e](obsidian://open), [f](vscode:extension/x.y),
    [g](//a.org/x), [h](https://en.wikipedia.org/wiki/Go_(game)), [i](https://münchen.de/), [j](https://a.org/#:~:text=a,b.),
    [k](http://localhost:80/), [l](http://intranet/x), [m](https://a_b.a.org/), [n](https://a.org./), [o](http://[::1]:80/x),
    [p](https://web.archive.org/web/2020/https://b.org/), [q](https://a.org/?url=https://b.org), [r](https://a.org/~x/Let's,go;1),
    [s]({{ site.url }}/x), [t](https://${HOST}/x), [u](https://<host>/x), [v](%APPDATA%), [w](https://a.org/?q=50%),
    [x](HTTPS://A.org), [y](https://matrix.to/#/#room:a.org), [z](https://a.org:PORT/), [C](C:\Users\x).
    ```

    ```good
    -- a.md --
    [a](loft.sh), [b](setup.py), [c](README.rst), [d](index.html), [e](a.png), [f](v1.2), [g](.github/x), [h](main.go),
    [i](package.json), [j](node.js/x), [k](notes.md), [l](src/main.rs), [m](topic.dev), [n](icon@2x.png), [o](ASP.NET),
    [p](../a.com).
    -- loft.sh --
    -- tools/setup.py --
    -- topic.dev.links.md --
    # Links
    ```

    ```good anchors.platforms = ["obsidian"]
    [below](#First#Second)
    ```

    ```good
    - [x] (https://a.org) is done, [Alice] (see the list) said, [...] (https://a.org/source), [bug] (#12), a[i](x y), [^1] (x).
    - Some [aside](and more, in words that go on
    ```
    """

    name: ClassVar[str] = "malformed-link"
    severity: ClassVar[Severity] = "error"

    def check(self, note: Note, vault: Vault) -> Iterable[Finding]:
        """A finding for each malformed link, and for each pair of brackets that was to be a link."""
        for link in note.links:
            found = fault(link, note, vault)
            if found:
                severity: Severity = "advice" if _is_to_be_filled_in(link, found) else self.severity
                yield self.finding(note, link.span, found.message, severity=severity, fix=_fix(found, link, note))
        for bracket in note.brackets:
            broken = bracket_fault(bracket, note)
            if broken:
                fix = Fix(broken.fault.safety, "write the link in full", broken.edits) if broken.edits else None
                yield self.finding(note, broken.span, broken.fault.message, fix=fix)


def _is_to_be_filled_in(link: Link, found: Fault) -> bool:
    """Whether a link stands for one in a template: `[link](example.com)`."""
    if link.text.strip().casefold() not in _STAND_INS or found.replacement is None:
        return False
    address = parse(found.replacement)
    return address is not None and reserved_name(address.host) is not None


def _fix(found: Fault, link: Link, note: Note) -> Fix | None:
    """The edit of the target as it is written, with its escapes; none where they hide what to change."""
    written = note.text.slice(link.target_span)
    inner = written[1:-1] if written.startswith("<") and written.endswith(">") else written
    again = found if inner == link.target else written_fault(inner)
    if again is None or again.cause != found.cause or not again.replacement:
        return None
    return Fix(found.safety, f"write `{again.replacement}`", (Edit(link.target_span, _enclosed(again.replacement)),))


def _enclosed(target: str) -> str:
    """The target as Markdown takes it: in angle brackets where its parentheses do not balance."""
    return target if target.count("(") == target.count(")") else f"<{target}>"
