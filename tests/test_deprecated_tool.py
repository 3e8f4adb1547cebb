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
    (message,) = messages("* null-ls.nvim\n")
    assert message.startswith(
        "null-ls.nvim has been archived by its makers (2023-08-12; source: https://github.com/jose-elias-"
    )
    assert message.endswith(
        "Say so here, or name what came after it: none-ls.nvim (https://github.com/nvimtools/none-ls.nvim)."
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
