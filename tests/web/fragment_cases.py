"""Fragments: what a page has, and what cannot be told."""

from collections.abc import Iterator

from notelint.web.messages import Response
from notelint.web.policy import Policy
from notelint.web.verdict import FragmentState
from tests.web.cases import HTML, Case, html, redirect

_PAGE = """<!doctype html><title>Page</title><style>.css text</style><h1 id=in-the-beginning>In the beginning</h1>
<a name=explicit></a><h2 id="tangent%3A-kustomize">T</h2><h2 id="Upper-ÄÖö">U</h2><h2 id="lets-wear-a-hat-être">H</h2>
<p title="attribute text">Lorem ipsum dolor <b>sit</b> amet,
 consectetur</p><p>adipiscing elit. Integer   rutrum
 orci.</p><template><i id=stamped>t</i></template><script>var made = {id: "made-by-script"}; "script text"</script>"""
_FORGE = '<title>f</title><article><a id="user-content-usage" href="#usage">Usage</a><p>' + "word " * 80
_SHELL = "<title>App</title><div id=root></div><script src=/main.js></script><noscript>You need JavaScript</noscript>"
_LINES = "<title>code</title><pre>" + "".join(f"<a id=L{number}>{number}</a> x\n" for number in range(1, 31)) + "</pre>"

_ON_PAGE: tuple[tuple[str, str, FragmentState, str], ...] = (
    ("id", "in-the-beginning", "found", "An id"),
    ("absent", "in-the-end", "missing", "No such id"),
    ("case", "in-THE-begiNNing", "missing", "An id in another case"),
    ("name", "explicit", "found", "The name of an `<a>`"),
    ("empty", "", "found", "An empty fragment"),
    ("top", "top", "found", "The top"),
    ("top-case", "Top", "found", "The top, in another case"),
    ("escape-in-id", "tangent%3A-kustomize", "found", "An id with an escape in it"),
    ("unicode", "Upper-ÄÖö", "found", "Letters beyond ASCII"),
    ("unicode-escaped", "Upper-%C3%84%C3%96%C3%B6", "found", "The same, escaped"),
    ("accent", "lets-wear-a-hat-%C3%AAtre", "found", "An accent, escaped"),
    ("template", "stamped", "missing", "An id inside `<template>`"),
    ("script", "made-by-script", "unsure", "An id that a script names"),
    ("route", "/settings", "unsure", "The route of a one-page site"),
    ("text", ":~:text=rutrum", "found", "A text"),
    ("text-words", ":~:text=Lorem%20ipsum", "found", "A text of several words"),
    ("text-case", ":~:text=LOREM", "found", "A text in another case"),
    ("text-across", ":~:text=Lorem,elit", "found", "A text from start to end across elements"),
    ("text-around", ":~:text=dolor-,sit,-amet", "found", "A text with what stands around it"),
    ("text-blanks", ":~:text=sit-,amet%2C%20consectetur", "found", "A text over a line break"),
    ("text-part", ":~:text=rutr", "missing", "Half a word"),
    ("text-absent", ":~:text=nowhere", "missing", "A text that is not there"),
    ("text-css", ":~:text=css%20text", "missing", "A text of the style sheet"),
    ("text-attribute", ":~:text=attribute%20text", "missing", "A text of an attribute"),
    ("text-script", ":~:text=script%20text", "missing", "A text of a script"),
    ("text-wrong-prefix", ":~:text=ipsum-,sit", "missing", "A text with something else in front"),
    ("both", "in-the-beginning:~:text=rutrum", "found", "An id and a text"),
    ("both-no-id", "nowhere:~:text=rutrum", "missing", "A text, but no such id"),
    ("both-no-text", "in-the-beginning:~:text=nowhere", "missing", "An id, but no such text"),
    ("texts", ":~:text=Lorem&text=rutrum", "found", "Two texts"),
    ("texts-one", ":~:text=Lorem&text=nowhere", "missing", "Two texts, of which one is not there"),
)
_REPOSITORY = "https://github.com/o/r/blob/main/a.md"
_ELSEWHERE: tuple[tuple[str, str, str, str, FragmentState, str], ...] = (
    ("user-content", _REPOSITORY, _FORGE, "usage", "found", "GitHub's prefix"),
    ("user-content-case", _REPOSITORY, _FORGE, "Usage", "found", "GitHub's prefix, in another case"),
    ("user-content-absent", _REPOSITORY, _FORGE, "non-existent-anchor", "missing", "No such heading on GitHub"),
    ("github-line", _REPOSITORY, _FORGE, "L10", "unsure", "A line that GitHub's script shows"),
    ("github-lines", _REPOSITORY, _FORGE, "L10-L20", "unsure", "Lines that GitHub's script shows"),
    ("github-lines-short", _REPOSITORY, _FORGE, "L10-20", "unsure", "Lines, in short"),
    ("github-comment", "https://github.com/o/r/issues/1", _FORGE, "issuecomment-123", "unsure", "A comment on GitHub"),
    ("lines", "https://forge.test/f", _LINES, "L10-L20", "found", "Lines that the page numbers"),
    ("lines-behind", "https://forge.test/f", _LINES, "L10-L99", "missing", "Lines behind the end of the file"),
    ("shell", "https://app.test/x", _SHELL, "part", "unsure", "A page that is built by script"),
    (
        "docsify",
        "https://app.test/x",
        _PAGE + "<script src=/lib/docsify.min.js></script>",
        "x",
        "unsure",
        "Ids that a script makes",
    ),
)


def _cases() -> Iterator[Case]:
    peers = {"id": {"lychee": "alive"}, "absent": {"lychee": "dead"}, "case": {"lychee": "dead"}}
    for id_, fragment, state, case in _ON_PAGE:
        found: dict[str, str] = peers.get(id_, {})
        yield Case(f"fragment-{id_}", "4d", case, [html(_PAGE)], "alive", "ok", 1, fragments={fragment: state}, peers=found)
    for id_, url, page, fragment, state, case in _ELSEWHERE:
        found = {"lychee": "dead"} if id_ == "shell" else {}
        yield Case(
            f"fragment-{id_}", "4d", case, [html(page)], "alive", "ok", 1, url=url, fragments={fragment: state}, peers=found
        )


FRAGMENT_CASES: tuple[Case, ...] = (
    *_cases(),
    Case(
        "fragment-binary",
        "4d",
        "A document that is no page",
        [Response(200, (("content-type", "application/pdf"),))],
        "alive",
        "ok",
        1,
        fragments={"page=3": "unsure"},
    ),
    Case(
        "fragment-empty-page",
        "4d",
        "An empty page",
        [html("")],
        "alive",
        "ok",
        1,
        fragments={"x": "missing"},
        peers={"lychee": "alive"},
    ),
    Case(
        "fragment-redirect",
        "4d",
        "A fragment that is judged where the redirect ends",
        [redirect("/new/page", 301), html(_PAGE)],
        "moved",
        "moved",
        2,
        location="https://host.test/new/page",
        fragments={"in-the-beginning": "found", "x": "missing"},
    ),
    Case(
        "fragment-replaced",
        "4d",
        "A redirect that brings a fragment of its own",
        [redirect("/new/page#explicit", 301), html(_PAGE)],
        "moved",
        "moved",
        2,
        location="https://host.test/new/page#explicit",
        fragments={"old": "found"},
    ),
    Case(
        "fragment-cut",
        "4d",
        "A place behind what is read",
        [html("<p>" + "word " * 600_000 + "<p id=far>")],
        "alive",
        "ok",
        1,
        fragments={"far": "unsure"},
    ),
    Case(
        "fragment-off",
        "4d",
        "Fragments that the settings leave alone",
        [html(_PAGE)],
        "alive",
        "ok",
        1,
        fragments={"x": "unsure"},
        policy=Policy(fragments=(("host.test", False),)),
    ),
    Case(
        "fragment-latin-1",
        "4d",
        "A page in Latin-1",
        [Response(200, (("content-type", "text/html; charset=iso-8859-1"),), b"<p id=caf\xe9>")],
        "alive",
        "ok",
        1,
        fragments={"caf%C3%A9": "found"},
    ),
    Case(
        "fragment-meta-charset",
        "4d",
        "A page that tells its encoding itself",
        [Response(200, (("content-type", "text/html"),), b"<meta charset=windows-1251><p id=\xe4\xe0>")],
        "alive",
        "ok",
        1,
        fragments={"да": "found"},
    ),
    Case(
        "fragment-no-type",
        "4d",
        "A page without a type",
        [Response(200, (), b"<p id=x>")],
        "alive",
        "ok",
        1,
        fragments={"x": "found"},
    ),
    Case(
        "fragment-deep",
        "4d",
        "A page nested a hundred thousand deep",
        [Response(200, (HTML,), b"<div>" * 100_000 + b"<p id=x>")],
        "alive",
        "ok",
        1,
        fragments={"x": "found"},
    ),
)
