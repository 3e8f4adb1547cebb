"""Notes and headings get other names, and what leads to them follows."""

from pathlib import Path
from typing import NamedTuple

import pytest

from notelint.finding import Edit, apply_edits
from notelint.moves.record import reverse
from notelint.text import Span
from tests.conftest import Notelint, git, write


def files(root: Path) -> dict[str, bytes]:
    return {
        place.relative_to(root).as_posix(): place.read_bytes()
        for place in sorted(root.rglob("*"))
        if place.is_file() and ".git" not in place.parts
    }


class Case(NamedTuple):
    """Where a note goes, what another note and itself hold, and what they hold then."""

    new: str
    other: str
    other_after: str
    own: str = ""
    own_after: str = ""


@pytest.mark.parametrize(
    "case",
    [
        Case("b.md", "[x](a.md) [y](./a.md#t) [z](<a.md>)", "[x](b.md) [y](./b.md#t) [z](<b.md>)"),
        Case("sub/a.md", "[x](a.md 'T') ![i](a.md)", "[x](sub/a.md 'T') ![i](sub/a.md)"),
        Case("sub/", "[x]: a.md\n\n[x] [x][] [y][x]", "[x]: sub/a.md\n\n[x] [x][] [y][x]"),
        Case("my (new) note.md", "[x](a.md) [z](<a.md>)", "[x](my%20%28new%29%20note.md) [z](<my (new) note.md>)"),
        Case("ü.md", "[x](a.md)", "[x](ü.md)"),
        Case("100%.md", "[x](a.md?y#z)", "[x](100%25.md?y#z)"),
        Case("sub/b.md", '<a href="a.md#t">x</a>', '<a href="sub/b.md#t">x</a>'),
        Case("sub/b.md", "[x](/a.md)", "[x](/sub/b.md)"),
        Case("b.md", "`[x](a.md)` [x](https://www.python.org/a.md) [gone](gone.md)", ""),
        Case(
            "sub/b.md",
            "",
            "",
            "[o](o.md) [own](#t) [g](gone.md) [w](//x.org)",
            "[o](../o.md) [own](#t) [g](gone.md) [w](//x.org)",
        ),
        Case("sub/b.md", "", "", "[o](o.md) ![i](img/i.png) [f](img/)", "[o](../o.md) ![i](../img/i.png) [f](../img/)"),
        Case("b.md", "", "", "[me](a.md#t)", "[me](b.md#t)"),
        Case("sub/b.md", "[[a]] [[a|Text]] ![[a#T]] [[ a ]] [[a.md]]", "[[b]] [[b|Text]] ![[b#T]] [[ b ]] [[b.md]]"),
        Case("sub/a.md", "[[a]] [[A]]", "", "[[o]] [[#T]]", ""),
        Case("img/o.md", "", "", "[[o]]", ""),
    ],
)
def test_links_follow_a_note_and_come_back(vault: Path, notelint: Notelint, case: Case) -> None:
    write(vault, {"a.md": f"# T\n\n{case.own}\n", "o.md": f"# O\n\n{case.other}\n", "img/i.png": "", "sub/x.md": "# X\n"})
    write(vault, {"notelint.toml": 'dialect = [{ files = "**", wikilinks = true }]\n'})
    before = files(vault)
    new = f"{case.new}a.md" if case.new.endswith("/") else case.new
    assert notelint("mv", "a.md", case.new).code == 0
    after = files(vault)
    assert after["o.md"].decode() == f"# O\n\n{case.other_after or case.other}\n"
    assert after[new].decode() == f"# T\n\n{case.own_after or case.own}\n"
    assert "a.md" not in after or new == "a.md"
    assert notelint("mv", new, "a.md", "--no-cache").code == 0
    assert files(vault) == before


def test_a_wikilink_that_would_mean_another_note_gets_a_folder(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "# A\n", "x/b.md": "# B\n", "o.md": "[[a]] [[b]]\n", "notelint.toml": ""})
    write(vault, {"notelint.toml": 'dialect = [{ files = "**", wikilinks = true }]\n'})
    notelint("mv", "a.md", "b.md")
    assert (vault / "o.md").read_text() == "[[b]] [[x/b]]\n"


def test_where_a_note_is_read_only_nothing_is_moved(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "# A\n", "n.md": "[x](a.md)\n", "o.md": "[x](a.md)\n", "z.md": "[x](a.md)\n"})
    (vault / "o.md").chmod(0o444)
    before = files(vault)
    ran = notelint("mv", "a.md", "b.md")
    assert (ran.code, files(vault)) == (2, before)
    assert "Nothing was moved, and all notes are as they were" in ran.err
    assert "o.md is read-only" in ran.err


_STYLES = "[one](./a.md) [two](../v/a.md) [three](sub/) [four](sub) [five](sub/README.md)\n"


def test_moving_back_restores_every_way_of_writing(tmp_path: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "r" / "v"
    write(root, {"a.md": "# A\n", "o.md": "", "sub/README.md": "# R\n[o](./../o.md)\n", "notelint.toml": ""})
    git(tmp_path / "r", "init", "-q")
    (root / "o.md").write_bytes(b"\xef\xbb\xbf" + _STYLES.replace("\n", "\r\n").encode())
    (root / "o.md").chmod(0o640)
    monkeypatch.chdir(root)
    before = files(root)
    for old, new in (("a.md", "deep/down/b.md"), ("sub/README.md", "else/where.md")):
        assert notelint("mv", old, new).code == 0
        assert notelint("check").code == 0
        changed = files(root)
        assert notelint("mv", new, old).code == 0
        assert files(root) == before
        assert (root / "o.md").stat().st_mode & 0o777 == 0o640
        notelint("mv", old, new)
        assert files(root) == changed
        (root / "o.md").write_bytes((root / "o.md").read_bytes() + b"More.\n")
        notelint("mv", new, old)
        assert b"More.\n" in (root / "o.md").read_bytes(), "an edit since then stays"
        assert notelint("check").code == 0
        for path, content in before.items():
            (root / path).write_bytes(content)


@pytest.mark.parametrize(
    ("heading", "text", "after", "links", "links_after"),
    [
        ("a.md#one", "#Uno dos", "## Uno dos", "[x](a.md#one) [y](#one)", "[x](a.md#uno-dos) [y](#one)"),
        ("a.md#One", "#`Code`", "## `Code`", "<a href='a.md#one'>x</a>", "<a href='a.md#code'>x</a>"),
        (
            "a.md#one",
            "a.md#Ü b",
            "## Ü b",
            "[x](a.md#one) [[a#One]] ![[a#T#One]]",
            "[x](a.md#ü-b) [[a#Ü b]] ![[a#T#Ü b]]",
        ),
        ("a.md#One", "#Ü b", "## Ü b", "<a href='a.md#o&#110;e'>x</a>", "<a href='a.md#ü-b'>x</a>"),
        ("a.md#one", "#Two", "## Two", "[x](a.md#one) [y](a.md#two)", "[x](a.md#two) [y](a.md#two-1)"),
        ("a.md#anchored", "#New", '## New <a name="k"></a>', "[x](a.md#anchored-) [y](a.md#k)", "[x](a.md#new-) [y](a.md#k)"),
    ],
)
def test_fragments_follow_a_heading_and_come_back(
    vault: Path, notelint: Notelint, heading: str, text: str, after: str, links: str, links_after: str
) -> None:
    own = '# T\n\n[s](#one)\n\n## One\n\n## Two\n\n## Anchored <a name="k"></a>\n'
    write(vault, {"a.md": own, "o.md": f"# O\n\n{links}\n"})
    write(vault, {"notelint.toml": 'dialect = [{ files = "**", wikilinks = true }]\n'})
    before = files(vault)
    assert notelint("mv", heading, text).code == 0
    assert after in (vault / "a.md").read_text().splitlines()
    assert (vault / "o.md").read_text() == f"# O\n\n{links_after}\n"
    if "one" in heading.lower():
        assert "[s](#one)" not in (vault / "a.md").read_text()
    name, old = {"a.md#anchored": ("New", "Anchored")}.get(heading, (after.removeprefix("## "), "One"))
    assert notelint("mv", f"a.md#{name.strip('`')}", f"#{old}").code == 0
    assert files(vault) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gone.md", "b.md"), "There is no note gone.md"),
        (("a.md", "o.md"), "o.md exists already"),
        (("a.md", "sub"), "sub/a.md exists already"),
        (("a.md", "../b.md"), "lies outside of"),
        (("a.md", "b.txt"), "no extension of a note"),
        (("a.md", "drafts/b.md"), "leaves it out"),
        (("a.md", "ignored.md"), "leaves it out"),
        (("i.png", "j.png"), "is no note"),
        (("drafts/d.md", "b.md"), "is no note"),
        (("a.md#t", "b.md"), "stays in its note"),
        (("a.md#t", "o.md#x"), "stays in its note"),
        (("a.md#t", "#"), "one line that is not empty"),
        (("a.md#t", "#x\ny"), "one line that is not empty"),
        (("a.md#nope", "#x"), "no heading with the id or title `nope`"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(
    repository: Path, notelint: Notelint, arguments: tuple[str, str], words: str
) -> None:
    write(repository, {"a.md": "# T\n", "o.md": "[a](a.md)\n", "sub/a.md": "", "drafts/d.md": "", "i.png": ""})
    write(repository, {"notelint.toml": 'exclude = ["drafts/"]\n', ".gitignore": "ignored.md\n"})
    before = files(repository)
    ran = notelint("mv", *arguments)
    assert ran.code == 2
    assert words in ran.err.replace(f"{repository}/", "")
    assert files(repository) == before


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_what_would_be_done_is_shown(repository: Path, notelint: Notelint, option: str) -> None:
    write(repository, {"a.md": "# T\n\n[o](o.md)\n", "o.md": "[a](a.md)"})
    git(repository, "add", ".")
    before = files(repository)
    ran = notelint("mv", "a.md", "sub/b.md", option)
    assert ran.err == "notelint: a.md would become sub/b.md, with 2 links in 2 notes written anew.\n"
    assert files(repository) == before
    if option == "--diff":
        (repository / "p.patch").write_bytes(ran.out.encode())
        git(repository, "apply", "p.patch")
        (repository / "p.patch").unlink()
        applied = files(repository)
        for path, content in before.items():
            (repository / path).write_bytes(content)
        (repository / "sub/b.md").unlink()
        notelint("mv", "a.md", "sub/b.md")
        assert files(repository) == applied


def test_a_note_that_cannot_be_written_leaves_all_as_they_were(
    vault: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch
) -> None:
    from notelint.cli import mv
    from notelint.writing import WriteError, write_whole

    write(vault, {"a.md": "# T\n", "b.md": "[a](a.md)\n", "c.md": "[a](a.md)\n"})
    before = files(vault)
    failing = [True]

    def write_but_once(file: Path, content: bytes) -> None:
        if file.name == "c.md" and failing.pop():
            failing.append(False)
            raise WriteError("disk full")
        failing[:] = failing or [False]
        write_whole(file, content)

    monkeypatch.setattr(mv, "write_whole", write_but_once)
    ran = notelint("mv", "a.md", "sub/x.md")
    assert ran.code == 2
    assert "Nothing was moved" in ran.err
    assert {path: content for path, content in files(vault).items() if path in before} == before


def test_edits_are_reversed() -> None:
    text = "one two three"
    edits = [Edit(Span(4, 7), "zwei"), Edit(Span(0, 3), ""), Edit(Span(13, 13), "!")]
    assert apply_edits(apply_edits(text, edits), reverse(text, edits)) == text


@pytest.mark.parametrize(
    ("content", "text", "words"),
    [
        ('## Old <a name="k"></a> more\n', "New", "An anchor in the middle of that heading would be lost"),
        ('## Old <a name="k"></a> more\n', 'New <a name="k"></a>', ""),
        ("Old more\n---\n", "> New", "`> New` cannot be the text of that heading: the note would have other headings then."),
        ("Old more\n---\n", "[New]: x", "the note would have other headings then."),
        ("Old more\n---\n", "New", ""),
    ],
)
def test_a_heading_stays_a_heading_and_keeps_its_anchors(
    vault: Path, notelint: Notelint, content: str, text: str, words: str
) -> None:
    write(vault, {"a.md": f"# T\n\n{content}\nText.\n"})
    before = files(vault)
    ran = notelint("mv", "a.md#Old more", f"#{text}")
    assert words in ran.err
    assert (ran.code, files(vault) == before) == ((2, True) if words else (0, False))
