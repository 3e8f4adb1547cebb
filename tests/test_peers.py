"""Configurations of other programs, carried over by `notelint init --from`."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from notelint.globs import matches
from notelint.peers.jsonc import plain
from notelint.peers.patterns import from_glob, from_path_regex, from_regex
from tests.conftest import Notelint, write


def carried(vault: Path, notelint: Notelint, peer: str, files: dict[str, str]) -> tuple[dict[str, Any], str]:
    """The configuration that is written, which is one that the program reads, and what is said."""
    write(vault, {"a.md": "# A\n", **files})
    ran = notelint("init", "--from", peer)
    assert ran.code == 0, ran.err
    assert notelint("check").code == 0
    return tomllib.loads((vault / "notelint.toml").read_text(encoding="utf-8")), ran.out


def test_markdownlint(vault: Path, notelint: Notelint) -> None:
    cli2 = """// what is linted
    {
      "globs": ["**/*.md", "!dist/**"],
      "ignores": ["drafts/**", "CHANGELOG.md", "{x,y}/*.md"], /* "no": 1 */
      "config": { "MD013": false, "link-fragments": false, "MD033": { "allowed_elements": ["//"] }, },
      "outputFormatters": [["markdownlint-cli2-formatter-json"]],
      \t"gitignore": true,
    }
    """
    files = {".markdownlint-cli2.jsonc": cli2, ".markdownlintignore": "# no\nold/\n!old/keep.md\n", ".markdownlint.cjs": ""}
    settings, said = carried(vault, notelint, "markdownlint", files)
    assert settings["exclude"] == ["drafts/**", "/CHANGELOG.md", "x/*.md", "y/*.md", "dist/**", "old/", "!old/keep.md"]
    assert settings["ignore"] == ["broken-fragment"]
    assert "Carried over from .markdownlint-cli2.jsonc, .markdownlintignore, .markdownlint.cjs; not carried over:" in said
    assert "MD013: notelint has no such rule" in said
    assert "`outputFormatters`: there is no such setting here." in said
    assert "Options of MD033: `notelint explain RULE` tells which there are here." in said
    assert ".markdownlint.cjs is a program" in said
    assert "`globs` (**/*.md): all notes are looked at" in said


@pytest.mark.parametrize(
    ("expression", "expected"), [(r"(?i)LinkedIn\.com", ["*linkedin.com*"]), (r"(?i)example\.org/Some/Path", None)]
)
def test_the_case_of_hosts_does_not_count(expression: str, expected: list[str] | None) -> None:
    assert from_regex(expression) == expected


@pytest.mark.parametrize(
    ("name", "content"),
    [(".markdownlint.json", '{"default": false, "MD042": false}'), (".markdownlint.yaml", "default: false\nMD042: false\n")],
)
def test_rules_of_markdownlint(vault: Path, notelint: Notelint, name: str, content: str) -> None:
    settings, said = carried(vault, notelint, "markdownlint", {name: content})
    assert settings["ignore"] == ["empty-link"]
    assert "`default: false`: here, `select` names the rules that run." in said


def test_rumdl(vault: Path, notelint: Notelint) -> None:
    content = """
    line-length = 88
    exclude = ["overridden"]
    [global]
    disable = ["MD013", "MD051"]
    extend_disable = ["existing-relative-links"]
    exclude = ["vendor", "docs/gen/**", "~/notes"]
    include = ["docs/**"]
    respect-gitignore = true
    [per-file-ignores]
    "README.md" = ["MD033", "MD042"]
    "api/**" = ["MD013"]
    [MD004]
    style = "dash"
    """
    settings, said = carried(vault, notelint, "rumdl", {".rumdl.toml": content})
    assert settings["exclude"] == ["vendor", "docs/gen/**"]
    assert settings["ignore"] == ["broken-fragment", "broken-link"]
    assert settings["per-file-ignores"] == {"README.md": ["empty-link"]}
    for words in ("`exclude` of ~/notes", "`include`", "`line-length`: there", "MD013: ", "MD033: ", "Options of MD004"):
        assert words in said


def test_rumdl_in_pyproject(vault: Path, notelint: Notelint) -> None:
    settings, _ = carried(vault, notelint, "rumdl", {"pyproject.toml": "[tool.rumdl]\nexclude = ['x']\n"})
    assert settings["exclude"] == ["x"]


def test_lychee(vault: Path, notelint: Notelint) -> None:
    content = r"""
    max_concurrency = 4
    accept = ["100..=103", 200, "403", "500..502", "999"]
    timeout = 9
    include_fragments = false
    exclude = ['^https://wiki\.org/draft/', 'linkedin\.com', 'file://*', 'https://(a|b)\.org', 'x\.org|y\.org/z$']
    exclude_path = ["(^|/)old/", '\.txt$', "docs/archive", "[a-z]+"]
    exclude_all_private = true
    remap = ["https://wiki.org https://mirror.org", "https://(.*)\\.x https://$1"]
    headers = ["Authorization: s3cret"]
    root_dir = "public"
    include = ["gist"]
    """
    files = {"lychee.toml": content, ".lycheeignore": "# none\nhttps://shop\\.org/.*\n"}
    settings, said = carried(vault, notelint, "lychee", files)
    assert settings["web"] == {
        "exclude": ["https://wiki.org/draft/*", "*linkedin.com*", "*x.org*", "*y.org/z", "https://shop.org/*"],
        "accept": [100, 101, 102, 103, 403, 500, 501, 999],
        "timeout": 9,
        "fragments": False,
        "remap": {"https://wiki.org": "https://mirror.org"},
    }
    assert settings["exclude"] == ["old/", "*.txt", "**/docs/archive"]
    assert settings["links"]["site-root"] == ["public"]
    assert "s3cret" not in said + (vault / "notelint.toml").read_text(encoding="utf-8")
    for words in (
        "`exclude` of https://(a|b)\\.org", "`exclude_path` of [a-z]+", "`remap` of https://(.*)", "`headers`: ", "`include`: ",
        "`max_concurrency`: there is no such setting here.",
    ):  # fmt: skip
        assert words in said


@pytest.mark.parametrize("peer", ["markdownlint", "rumdl", "lychee"])
def test_where_there_is_none_it_is_said(vault: Path, notelint: Notelint, peer: str) -> None:
    ran = notelint("init", "--from", peer)
    assert ran.code == 2
    assert f"There is no configuration of {peer} in " in ran.err
    assert list(vault.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (".markdownlint.json", "{"), (".markdownlint.json", "[]"), (".markdownlint.yaml", "a: [\n"), ("lychee.toml", "a = "),
        (".rumdl.toml", "a = 1\na = 2\n"), (".markdownlint.json", "[" * 20_000),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence(vault: Path, notelint: Notelint, name: str, content: str) -> None:
    write(vault, {name: content})
    ran = notelint("init", "--from", name.strip(".").partition(".")[0])
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert name in ran.err
    assert not (vault / "notelint.toml").exists()


def test_a_configuration_is_never_written_over(vault: Path, notelint: Notelint) -> None:
    write(vault, {"lychee.toml": "", "notelint.toml": "root = true\n"})
    assert notelint("init", "--from", "lychee").code == 2


@pytest.mark.parametrize(
    ("glob", "expected"),
    [("a.md", ["/a.md"]), ("./docs/*.md", ["docs/*.md"]), ("**/x", ["**/x"]), ("{a,b}/{c,d}", ["a/c", "a/d", "b/c", "b/d"])],
)
def test_globs_count_from_the_top(glob: str, expected: list[str]) -> None:
    assert sorted(from_glob(glob)) == expected


def test_too_many_braces_are_none() -> None:
    assert from_glob("{a,b}" * 9) == []


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("https://a\\.org", ["https://a.org*"]),
        ("^https?://a.org/x$", ["http*://a.org/x"]),
        ("a\\.org/.*/b", ["*a.org/*/b*"]),
        ("https://a.org/*", ["https://a.org/*"]),
        ("a\\.org\\?x=1", ["*a.org?x=1*"]),
        ("[ab]\\.org", None),
        ("a+\\.org", None),
        (".*", None),
        ("", None),
    ],
)
def test_regular_expressions_that_say_no_more_than_a_pattern(expression: str, expected: list[str] | None) -> None:
    assert from_regex(expression) == expected


@pytest.mark.parametrize(
    ("expression", "path", "chosen"),
    [
        ("(^|/)test/", "a/test/b.md", True), ("(^|/)test/", "atest/b.md", False), ("^docs/x", "docs/xy/a.md", True),
        ("^docs/x", "a/docs/x/a.md", False), ("\\.txt$", "a/b.txt", True), ("./docs/old", "docs/old/a.md", True),
        ("docs/old", "x/docs/old/a.md", True), ("vendor", "x/vendor/a.md", True), ("vendor", "x/b.md", False),
    ],
)  # fmt: skip
def test_paths(expression: str, path: str, chosen: object) -> None:
    pattern = from_path_regex(expression)
    assert pattern
    assert matches(path, (pattern,)) is chosen


def test_comments_and_commas_in_json() -> None:
    assert plain('{"a": "// no, ]", /* x */ "b": [1, ],} // y') == '{"a": "// no, ]",   "b": [1  ] }  '
