"""How links are written: what is wrong with them, what was meant, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.finding import Finding, apply_edits
from notelint.rules.broken_link import BrokenLink
from notelint.rules.empty_link import EmptyLink
from notelint.rules.link_without_target import LinkWithoutTarget
from notelint.rules.malformed_link import MalformedLink
from notelint.rules.undefined_reference import UndefinedReference
from notelint.text import Position
from notelint.web.written.targets import written_fault
from tests.helpers import note, vault

ANYTHING = st.text(st.sampled_from("htps:/\\.#@?%[]()<>\"' \n\u200bawxz019-_&=,;"), max_size=24)


def malformed(content: str, *files: str) -> list[Finding]:
    notes = vault({"note.md": content}, *files)
    return list(MalformedLink().check(notes.notes["note.md"], notes))


@pytest.mark.parametrize(
    ("target", "cause", "meant"),
    [
        ("(https://a.org/x)", "wrapped target", "https://a.org/x"),
        ("[https://a.org/x]", "wrapped target", "https://a.org/x"),
        ("“https://a.org”", "wrapped target", "https://a.org"),
        ("`https://a.org`", "wrapped target", "https://a.org"),
        ("(#top)", "wrapped target", "#top"),
        ("(docs.acme.io)", "wrapped target", "https://docs.acme.io"),
        ("htps://a.org", "misspelt scheme", "https://a.org"),
        ("htpps://a.org", "misspelt scheme", "https://a.org"),
        ("htttp://a.org", "misspelt scheme", "http://a.org"),
        ("ttps://a.org", "misspelt scheme", "https://a.org"),
        ("hhtps//a.org", "misspelt scheme", "https://a.org"),
        ("htps:/a.org", "misspelt scheme", "https://a.org"),
        ("HTTPS//a.org", "misspelt scheme", "HTTPS://a.org"),
        ("://a.org", "misspelt scheme", "https://a.org"),
        ("http:/a.org", "misspelt scheme", "http://a.org"),
        ("http:a.org", "misspelt scheme", "http://a.org"),
        ("https//a.org", "misspelt scheme", "https://a.org"),
        ("https;//a.org", "misspelt scheme", "https://a.org"),
        ("https:://a.org", "misspelt scheme", "https://a.org"),
        ("https:///a.org", "misspelt scheme", "https://a.org"),
        ("https: //a.org", "misspelt scheme", "https://a.org"),
        ("http://https://a.org", "doubled scheme", "https://a.org"),
        ("https://http//a.org", "doubled scheme", "http://a.org"),
        ("https:https://a.org", "doubled scheme", "https://a.org"),
        ("./https://a.org", "stray characters", "https://a.org"),
        ("%20https://a.org", "stray characters", "https://a.org"),
        ("https://a.org/xhttps://b.org", "glued addresses", None),
        ("https://a.org/https://a.org/", "glued addresses", "https://a.org/"),
        (r"https://a.org\x", "backslash", "https://a.org/x"),
        (r"https://a.org/x\_y", "backslash", "https://a.org/x_y"),
        ("https://a.org/x y", "blank", "https://a.org/x%20y"),
        ("https://a .org/x", "blank", None),
        ("\u200bhttps://a.org", "invisible character", "https://a.org"),
        ("https://a.org/x])", "stray end", "https://a.org/x"),
        ("https://a.org/x,", "stray end", "https://a.org/x"),
        ('https://a.org/x"', "stray end", "https://a.org/x"),
        ("https://a.org/50%/x", "bad percent-escape", "https://a.org/50%25/x"),
        ("https://a.org:99999/", "bad port", None),
        ("https://a.org:80a/", "bad port", None),
        ("http://[::1", "bad IPv6 address", None),
        ("http://[::g]/", "bad IPv6 address", None),
        ("https://a^b.org/", "bad host", None),
        ("https:", "bad host", None),
        ("http://a.org:abc/", "bad port", None),
        ("https://a.org/x%E2%80%8B", "stray end", "https://a.org/x"),
        ("https://a.org/x##y", "more than one `#`", "https://a.org/x#y"),
        ("##top", "more than one `#`", "#top"),
        ("a.md#x#y", "more than one `#`", "a.md#y"),
        ("[a](https://a.org)", "link inside", "https://a.org"),
        ("[[a|b]]", "link inside", None),
    ],
)
def test_faults_and_what_was_meant(target: str, cause: str, meant: str | None) -> None:
    found = written_fault(target)
    assert found is not None
    assert (found.cause, found.replacement) == (cause, meant)


@pytest.mark.parametrize(
    "target",
    [
        *(
            "https://a.org",
            "http://localhost:80/",
            "http://intranet/x",
            "https://a_b.a.org/x",
            "https://a.org./",
            "http://[::1]:80/",
        ),
        *("HTTPS://A.ORG/", "https://münchen.de/straße", "https://en.wikipedia.org/wiki/Go_(game)", "https://a.org/Apple_Inc."),
        *("https://web.archive.org/web/2020/https://b.org/", "https://a.org/?url=https://b.org", "https://r.a.io/http://b.org"),
        *(
            "https://a.org/x#:~:text=a,b.",
            "https://a.org/x#:~:text=a)",
            "https://a.org/~x/Let's,go;1=2",
            "https://a.org/?q=50%",
            'https://a.org/?q="x"',
            "https://a.org/'n'",
        ),
        *("https://matrix.to/#/#room:a.org", "https://a.org/#!/x#y", "https://httpbin.org/get", "https://http.cat/404"),
        *(
            "mailto:a@b.org?subject=x y",
            "tel:+1 2",
            "data:text/plain,a b",
            "javascript:a(b)",
            "obsidian://open?vault=x",
            "zotero:x",
        ),
        *(
            "ftp://a.org",
            "hxxp://a.org",
            "git+ssh://a.org",
            "vscode:x",
            "slack://x",
            "//a.org/x",
            "x.md",
            "../x",
            "/x",
            "#x",
            "?x",
            "",
        ),
        *("http/index.md", "https.md", "http-guide", "httpd/conf", "docs//x.md", "(a)", "[x]", '"'),
    ],
)
def test_what_is_legal_is_no_fault(target: str) -> None:
    assert written_fault(target) is None


@given(ANYTHING)
def test_a_target_never_breaks_the_rule_and_a_mended_one_is_not_worse(target: str) -> None:
    found = written_fault(target)
    if found and found.replacement is not None:
        assert found.replacement != target
        assert found.message


@given(
    st.lists(
        st.sampled_from(["[a]", "(", ")", " ", "https://a.org", "[", "]", "b c", "\n", "!", "x.png", '"t"', ":", "<"]),
        max_size=12,
    )
)
def test_brackets_of_any_kind_never_break_a_rule(pieces: list[str]) -> None:
    content = "".join(pieces)
    notes = vault({"note.md": content})
    mine = notes.notes["note.md"]
    findings = [
        *MalformedLink().check(mine, notes),
        *LinkWithoutTarget().check(mine, notes),
        *UndefinedReference().check(mine, notes),
    ]
    assert all(0 <= one.span.start < one.span.end <= len(content) for one in findings)


def test_a_finding_starts_at_the_bracket_and_its_fix_is_the_target() -> None:
    content = "- see\n  - [Loft](loft.sh) Multi-tenancy\n"
    (finding,) = malformed(content)
    assert note(content).text.position(finding.span.start) == Position(2, 5)
    assert finding.fix is not None
    assert finding.fix.safety == "unsafe"
    assert apply_edits(content, finding.fix.edits) == "- see\n  - [Loft](https://loft.sh) Multi-tenancy\n"
    assert "`https://loft.sh`" in finding.message
    assert "file" in finding.message


def test_an_ending_that_is_no_files_makes_the_fix_safe() -> None:
    (finding,) = malformed("[x](acme.io/docs)")
    assert finding.fix is not None
    assert finding.fix.safety == "safe"


@pytest.mark.parametrize("target", ["me@acme.io", "www.acme.io"])
def test_a_file_of_that_very_name_is_found(target: str) -> None:
    assert malformed(f"[x]({target})", target) == []


@pytest.mark.parametrize("file", ["loft.sh", "tools/loft.sh", "loft.sh/README.md"])
def test_a_name_that_some_file_has_is_no_host(file: str) -> None:
    assert malformed("[x](loft.sh)", *[file]) == []


def test_a_name_among_notes_with_dots_is_no_host() -> None:
    notes = vault({"a.md": "[x](topic.dev)", "topic.dev.links.md": ""})
    assert list(MalformedLink().check(notes.notes["a.md"], notes)) == []


@pytest.mark.parametrize(
    "content",
    [
        "[x](loft.sh)",
        "[x](<(https://a.org)>)",
        "[x](me@acme.io)",
        "[x](https//a.org)",
        r"[x](a\b.md)",
        "[x](a.md##b)",
        "[x]: (acme.io)",
    ],
)
def test_one_finding_for_one_link(content: str) -> None:
    notes = vault({"note.md": content})
    mine = notes.notes["note.md"]
    assert len(list(MalformedLink().check(mine, notes))) == 1
    assert list(BrokenLink().check(mine, notes)) == []


def test_an_escaped_target_is_mended_as_it_is_written() -> None:
    content = r"[x](https://https://a.org/a\_b?c=1&amp;d)"
    (finding,) = malformed(content)
    assert finding.fix is not None
    assert apply_edits(content, finding.fix.edits) == r"[x](https://a.org/a\_b?c=1&amp;d)"


def test_a_definition_is_reported_once_and_not_where_it_is_used() -> None:
    (finding,) = malformed("[a], [b][a] and [a][]\n\n[a]: (https://a.org)\n")
    assert finding.span.start == len("[a], [b][a] and [a][]\n\n")


@pytest.mark.parametrize(
    ("content", "span", "mended"),
    [
        ("a [b c] (https://a.org) d", "[b c] (https://a.org)", "a [b c](https://a.org) d"),
        ("a [b c]\n(https://a.org) d", "[b c]\n(https://a.org)", "a [b c](https://a.org) d"),
        ("a (b (c))[https://a.org] d", "(b (c))[https://a.org]", "a [b (c)](https://a.org) d"),
        ("a [b](https://a.org d", "[b](https://a.org", "a [b](https://a.org) d"),
        ("a [b](https://a.org, and d", "[b](https://a.org", "a [b](https://a.org), and d"),
        ("a [b](https://a.org/x\uff09d", "[b](https://a.org/x\uff09", "a [b](https://a.org/x)d"),
        ('a ![b](c d.png "e")', '![b](c d.png "e")', 'a ![b](c%20d.png "e")'),
        (
            "a [b](https://a.org/c- [d](https://d.org) e)",
            "[b](https://a.org/c-",
            "a [b](https://a.org/c-) [d](https://d.org) e)",
        ),
        ("a [b](#c d)", "[b](#c d)", "a [b](#c-d)"),
        ("a [b](https://a.org/c\nd)", "[b](https://a.org/c\nd)", "a [b](https://a.org/cd)"),
        ("a (b)[c/d.md#e]", "(b)[c/d.md#e]", "a [b](c/d.md#e)"),
        ("text\n[ab]: https://a.org\n", "[ab]: https://a.org", "text\n\n[ab]: https://a.org\n"),
        ("[ab] : https://a.org\n", "[ab] : https://a.org", "[ab]: https://a.org\n"),
    ],
)
def test_links_that_markdown_does_not_see(content: str, span: str, mended: str) -> None:
    (finding,) = malformed(content)
    assert note(content).text.slice(finding.span) == span
    assert finding.fix is not None
    assert apply_edits(content, finding.fix.edits) == mended


@pytest.mark.parametrize(
    "content",
    [
        "[Alice] (see the list) said",
        "as [12] (https://a.org) says",
        "- [x] (https://a.org)",
        "[...] (https://a.org)",
        "a[i](b c)",
        "[Minikube] Drop in",
        "`[a] (https://a.org)`",
        "[a]({{ page.url }} x)",
        "[a](https://<your host>/x)",
        "[fix] (#12)",
    ],
)
def test_prose_in_brackets_is_no_link(content: str) -> None:
    assert malformed(content) == []


def test_an_empty_target_is_found_in_markdown_and_html() -> None:
    content = '[a]() <a href="">b</a> ![c]() [d](#)'
    found = EmptyLink().check(note(content), vault({"note.md": content}))
    assert [note(content).text.slice(one.span) for one in found] == ["[a]()", '<a href="">', "![c]()"]
