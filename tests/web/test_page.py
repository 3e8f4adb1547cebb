"""Pages as they are read: text, names, encodings, fingerprints, and pages made to keep a reader busy."""

import time

import pytest

from notelint.web.page import read_page
from notelint.web.page.charset import decode
from notelint.web.page.fingerprint import distance, fingerprint
from notelint.web.page.fragments import judge_fragments
from notelint.web.page.signs import says_absent
from notelint.web.policy import url_matches


def test_what_a_page_shows() -> None:
    page = read_page(
        b"<title> A  &amp; B </title><svg><title>no</title></svg><style>s{}</style><h1>One<h1>Two</h1><p>in<b>side</b><br>out"
        b"<noscript>Turn on JavaScript</noscript><template>t<i id=t></template><textarea>area</textarea>",
        "text/html",
    )
    assert (page.title, page.heading, page.text) == ("A & B", "One", "One Two inside out area")
    assert page.noscript == "Turn on JavaScript"
    assert page.names == frozenset()


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("é".encode(), "text/html", "é"),
        ("é".encode(), "text/html; charset=UTF-8", "é"),
        ("é".encode("latin-1"), "text/html", "é"),
        ("“é”".encode("cp1252"), "text/html; charset=iso-8859-1", "“é”"),
        ("я".encode("koi8-r"), 'text/html; charset="koi8-r"', "я"),
        ("日本".encode("shift_jis"), "text/html;charset=Shift_JIS", "日本"),
        ("\ufeffé".encode("utf-16-le"), "text/html; charset=utf-8", "é"),
        ("é".encode(), "text/html; charset=nonsense", "é"),
        (b"abc", "text/html; charset=hex", "abc"),
        (b"+AGE-", "text/html; charset=utf-7", "+AGE-"),
        ("é".encode() * 1000 + b"\xc3", "", "é" * 1000 + "\ufffd"),
    ],
)
def test_encodings(body: bytes, content_type: str, text: str) -> None:
    assert decode(body, content_type) == text


def test_fingerprints_are_near_for_near_texts() -> None:
    words = [f"{a}{b}{c}" for a in "bcdfgh" for b in "aeiou" for c in "lmnrst"]
    text = " ".join(words)
    changed = " ".join([*words[:90], "another", *words[90:]])
    assert distance(fingerprint(text), fingerprint(changed)) <= 8
    assert distance(fingerprint(text), fingerprint(" ".join(word[::-1] for word in words))) >= 20
    assert fingerprint("too short") == ""


def test_a_fingerprint_is_the_same_for_ever() -> None:
    """Stored ones would be worthless otherwise: whoever changes this number has to think of them."""
    assert fingerprint(" ".join("abcdefghijklmnopqrstuvwxyz")) == "e48c8322a1436495"


@pytest.mark.parametrize(
    "body",
    [
        b"<a>" * 700_000,
        b"<svg>" * 400_000,
        b"<svg>" * 200_000 + b"</p>" * 250_000,
        b"<template>" * 100_000 + b"</template>" * 100_000,
        b"<p " + b"a=1 " * 500_000 + b">",
        b"<meta http-equiv=refresh content='0;" + b" " * 2_000_000 + b"x'>",
        b"<!--" * 500_000,
        b"<title>" + b"</titl" * 300_000,
        b"<script>" + b"<!--<script>" * 150_000,
        b"&" * 2_000_000,
        b"<h1>" * 500_000,
        b"\xf0" * 2_000_000,
    ],
    ids=lambda body: body[:12].decode("latin-1"),
)
def test_pages_made_to_keep_a_reader_busy(body: bytes) -> None:
    start = time.process_time()
    page = read_page(body, "text/html")
    judge_fragments(["x", ":~:text=a,b"], page, "https://host.test/", "text/html")
    assert time.process_time() - start < 5


@pytest.mark.parametrize("directive", ["a a a", "a,b", "a-,a,b", "a,b,-c", "x-,a"])
def test_texts_made_to_keep_a_reader_busy(directive: str) -> None:
    page = read_page(b"a " * 1_000_000, "text/html")
    start = time.process_time()
    judge_fragments([f":~:text={directive}"], page, "https://host.test/", "text/html")
    assert time.process_time() - start < 5


def test_a_type_that_never_ends() -> None:
    start = time.process_time()
    decode(b"<meta charset=" + b" " * 100_000, "text/html; charset=" + " " * 100_000)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Error 404 (Not Found)!!1",
        "Oops! That page can\u2019t be found.",
        "Ошибка 404",
        "Page introuvable",
        "404 - File or directory not found.",
    ],
)
def test_titles_of_nothing(title: str) -> None:
    assert says_absent(title)
    assert says_absent(f"{title} | The site")


@pytest.mark.parametrize(
    "title", ["", "Room 404", "404 Media", "How to fix 404 not found errors", "Lost and not found", "Peugeot 404", "RFC 7404"]
)
def test_titles_of_something(title: str) -> None:
    assert not says_absent(title)


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("host.test", True),
        ("*.test", True),
        ("other.test", False),
        ("host.test/docs/*", True),
        ("host.test/*/page", True),
        ("host.test/docs", False),
        ("https://host.test/*", False),
        ("http://host.test/*", False),
        ("https://host.test:8443/docs/page", True),
        ("*" * 50 + "x", False),
        ("host*.test", True),
        ("host.t*.test", False),
        ("*host.test", True),
        ("other*.test", False),
        ("host*.org", False),
        ("host.test/*page*page", False),
        ("host.test/*d*page", True),
    ],
)
def test_patterns(pattern: str, fits: bool) -> None:
    assert url_matches(pattern, "https://host.test:8443/docs/page") is fits
