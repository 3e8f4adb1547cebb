"""What deprecated-tool says, and where it looks; what it finds is shown in its docstring."""

from pathlib import Path

import pytest

from notelint.markdown import read_note
from notelint.rules.deprecated_tool import DeprecatedTool
from notelint.text import Text
from tests.conftest import Notelint


def messages(content: str, rule: DeprecatedTool | None = None, path: str = "note.md") -> list[str]:
    return [finding.message for finding in (rule or DeprecatedTool()).check(read_note(path, Text(content)))]


def test_a_message_tells_what_happened_when_what_came_after_and_who_says_so() -> None:
    (message,) = messages("* nvim-lsp-installer\n")
    assert message == (
        "nvim-lsp-installer has been archived by its makers "
        "(2022-11-12; source: https://github.com/williamboman/nvim-lsp-installer). "
        "Say so here, or name what came after it: mason.nvim (https://github.com/williamboman/mason.nvim)."
    )


def test_a_message_leaves_out_what_is_not_known() -> None:
    rule = DeprecatedTool(tools=({"name": "Teapot"},))
    assert messages("* Teapot\n", rule) == [
        "Teapot has been deprecated by its makers. Say so here, or name what took its place."
    ]


def test_the_first_place_is_reported_with_the_others() -> None:
    content = "[a](https://github.com/rkt/rkt)\n\n* rkt: pods\n\n<https://github.com/rkt/rkt/wiki>\n"
    (finding,) = DeprecatedTool().check(read_note("note.md", Text(content)))
    assert finding.span.start == 0
    assert [content[one.span.start : one.span.end] for one in finding.related] == ["rkt", "<https://github.com/rkt/rkt/wiki>"]


def test_a_link_that_is_an_item_is_one_place() -> None:
    (finding,) = DeprecatedTool().check(read_note("note.md", Text("* [rkt](https://github.com/rkt/rkt): pods\n")))
    assert finding.related == ()


@pytest.mark.parametrize("path", ["archive/a.md", "CHANGELOG.md", "reports/2019.md", "old-notes/a.md"])
def test_a_path_tells_that_a_note_is_a_record(path: str) -> None:
    assert messages("* rkt: pods\n", path=path) == []
    assert messages("* rkt: pods\n", path=f"reports/2024/{path[:1]}.md")


def test_a_sibling_that_is_marked_tells_nothing() -> None:
    assert len(messages("* Docker Toolbox\n* Kitematic (deprecated)\n* LXC, formerly much used\n")) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_said_a_paragraph_away_tells_nothing(end: str) -> None:
    lines = ["It was nice.", "", "Run [rkt](https://github.com/rkt/rkt).", "", "All this has been retired.", ""]
    assert len(messages(end.join(lines))) == 1
    assert messages(end.join(line for line in lines if line)) == []


def test_a_line_that_names_the_tool_and_its_end_tells_for_the_whole_note() -> None:
    start = "* [rkt](https://github.com/rkt/rkt): pods\n\nText.\n\n"
    assert messages(f"{start}# The rkt project is no longer maintained\n") == []
    assert len(messages(f"{start}# The trkt project is no longer maintained\n")) == 1
    assert len(messages(f"{start}# The rkt project is maintained\n\nDocker Machine is no longer maintained.\n")) == 1


def test_a_note_of_the_year_in_which_a_tool_was_retired_is_a_record() -> None:
    assert messages("* rkt: pods\n", path="minutes/2020/may.md") == []
    assert len(messages("* rkt: pods\n", path="minutes/2021/may.md")) == 1


def test_every_year_will_do_where_it_is_not_known_since_when() -> None:
    rule = DeprecatedTool(tools=({"name": "Teapot"},))
    assert messages("* Teapot: brews\n", rule, path="minutes/2024/may.md") == []
    assert len(messages("* Teapot: brews\n", rule, path="minutes/may.md")) == 1


def test_the_configuration_changes_a_tool_and_keeps_what_it_does_not_name() -> None:
    rule = DeprecatedTool(tools=({"name": "Kitematic", "successor": "Podman Desktop", "aliases": ["Kite"]},))
    for content in ("* Kite: a window\n", "<https://github.com/docker/kitematic>\n"):
        (message,) = messages(content, rule)
        assert message.startswith("Kitematic has been archived by its makers (2021-06-11; source: https://github.com/docker/")
        assert message.endswith("name what came after it: Podman Desktop.")


@pytest.mark.parametrize(
    ("line", "is_complete"),
    [
        ("* Docker Machine DEPRECATED", False),
        ("* ~~Docker Machine~~", False),
        ("* Docker Machine DEPRECATED: use Podman", True),
        ("* Docker Machine (deprecated since 2021)", True),
        ("* ~~Docker Machine~~ → Podman", True),
        ("* Docker Machine: superseded by Podman", True),
        ("* Docker Machine", True),
    ],
)
def test_a_marker_says_since_when_or_what_instead_if_that_is_asked_for(line: str, is_complete: bool) -> None:
    rule = DeprecatedTool(incomplete_markers=True, ignore=("Docker Machine",))
    assert (messages(f"{line}\n", rule) == []) is is_complete
    assert messages(f"{line}\n", DeprecatedTool(ignore=("Docker Machine",))) == []


def test_the_configuration_adds_tools(tmp_path: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("* [Brew](https://teapot.io/now)\n* rkt: pods\n", encoding="utf-8")
    (tmp_path / "notelint.toml").write_text(
        'root = true\n[rules.deprecated-tool]\nignore = ["rkt"]\ntools = [{ name = "Teapot", addresses = ["teapot.io"] }]\n',
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    ran = notelint("check", "a.md")
    (line,) = [line for line in ran.out.splitlines() if line.startswith("a.md")]
    assert line.startswith("a.md:1:3: advice: Teapot has been deprecated by its makers. ")
    assert ran.code == 0


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('{ addresses = ["teapot.io"] }', "every tool needs a `name`"),
        ('{ name = "Teapot", address = "teapot.io" }', "Teapot: there is no key `address`"),
        ('{ name = "Teapot", addresses = 7 }', "Teapot: `addresses` is of a wrong type"),
        ('{ name = "Teapot", what = "gone" }', "`what` is one of archived, renamed"),
    ],
)
def test_a_table_that_is_no_tool_is_an_error(
    table: str, said: str, tmp_path: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("# A\n", encoding="utf-8")
    (tmp_path / "notelint.toml").write_text(f"root = true\n[rules.deprecated-tool]\ntools = [{table}]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = notelint("check", "a.md")
    assert ran.code == 2
    assert said in ran.err


def test_a_note_without_anything_is_quiet() -> None:
    assert messages("") == []
    assert messages("* \n* :\n* [](https://github.com/)\n") == []
