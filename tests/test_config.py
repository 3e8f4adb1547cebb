"""Configuration files: what they may say, and which counts where."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest

from notelint.config import SETTINGS, Config
from notelint.config.tree import Configs, load, load_one
from notelint.config.values import WrongTypeError, convert, describe
from notelint.errors import ConfigError
from notelint.judge import KNOWN, configured, selected
from tests.conftest import Notelint, write


def configs(root: Path, files: dict[str, str], *, in_git: bool = True) -> Configs:
    write(root, files)
    return load(root, sorted(files), KNOWN, None, in_git=in_git)


def config(root: Path, content: str) -> Config:
    return configs(root, {"notelint.toml": content}).at("a.md")


@pytest.mark.parametrize(
    ("value", "hint", "expected"),
    [
        (True, bool, True),
        (3, int, 3),
        (3, float, 3.0),
        ("a", str, "a"),
        ("a", tuple[str, ...], ("a",)),
        (["a", "b"], tuple[str, ...], ("a", "b")),
        ([["a", 1]], tuple[tuple[str, int], ...], (("a", 1),)),
        ({"a": 1}, dict[str, int], {"a": 1}),
        ({"a": ["b"]}, Mapping[str, tuple[str, ...]], {"a": ("b",)}),
        ("x", Literal["x", "y"], "x"),
        (1, int | None, 1),
        (["a"], str | tuple[str, ...], ("a",)),
    ],
)
def test_a_value_becomes_what_is_asked_for(value: object, hint: Any, expected: object) -> None:
    made = convert(value, hint)
    assert made == expected
    assert type(made) is type(expected)


@pytest.mark.parametrize(
    ("value", "hint", "words"),
    [
        (1, bool, "true or false"),
        (True, int, "a whole number"),
        (1.5, int, "a whole number"),
        ("1", int, "a whole number"),
        (1, str, "a string"),
        ([1], tuple[str, ...], "a list of strings"),
        ({}, tuple[str, ...], "a list of strings"),
        ("a", tuple[int, ...], "a list of whole numbers"),
        ([["a"]], tuple[tuple[str, int], ...], "a list of lists"),
        ([], dict[str, int], "a table of whole numbers"),
        ({"a": "b"}, dict[str, int], "a table of whole numbers"),
        ([], dict[str, Any], "a table"),
        ("z", Literal["x", "y"], "one of x, y"),
        ([], int | str, "a whole number or a string"),
    ],
)
def test_a_value_of_another_type_is_told_what_it_should_be(value: object, hint: Any, words: str) -> None:
    with pytest.raises(WrongTypeError) as caught:
        convert(value, hint)
    assert str(caught.value) == words
    if words != "one of x, y":
        assert describe(hint) == words


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("exclud = []", "unknown setting `exclud`; did you mean `exclude`?"),
        ("[link]\nroutes = []", "unknown setting `link`; did you mean `links`?"),
        ("[links]\nroute = []", "unknown setting in `links` `route`; did you mean `routes`?"),
        ("links = 1", "`links` takes a table"),
        ("exclude = 1", "`exclude` takes a list of strings, not 1"),
        ("fail-on = 'fatal'", "`fail-on` takes one of error, warning, advice"),
        ("select = ['broken-lnk']", "unknown rule `broken-lnk`; did you mean `broken-link`?"),
        ("[severity]\nbroken-link = 'off'", "`severity.broken-link` takes one of error, warning, advice"),
        ("[rules.broken-link]\nignor = []", "unknown option of `broken-link` `ignor`; did you mean `ignore`?"),
        ("[rules.broken-link]\nignore = 1", "`rules.broken-link.ignore` takes a list of strings"),
        ("rules = 1", "`rules` takes a table"),
        ("[anchors]\nplatforms = ['githb']", "unknown platform `githb`; did you mean `github`?"),
        ("[anchors]\nplatforms = []", "at least one platform"),
        ("[anchors]\nplatforms = [{platforms = ['github']}]", "every `anchors.platforms` needs `files`"),
        ("[[dialect]]\nwikilinks = true", "every `dialect` needs `files`"),
        ("[[dialect]]\nfiles = '*'\nwikilink = true", "unknown key in `dialect` `wikilink`; did you mean `wikilinks`?"),
        ("[[schemas]]\nfiles = '*'", "one of `schema` and `preset`"),
        ("[[schemas]]\nfiles = '*'\nschema = 'nowhere.json'", "the schema nowhere.json cannot be read"),
        ("a = ", "cannot be read"),
        ("jobs = -1", "`jobs` takes a number of processes, or 0, not -1"),
    ],
)
def test_a_mistake_is_one_sentence(vault: Path, notelint: Notelint, content: str, message: str) -> None:
    write(vault, {"notelint.toml": content, "a.md": "# A\n"})
    ran = notelint("check")
    assert ran.code == 2
    assert message in ran.err
    assert ran.err.startswith("notelint: notelint.toml")
    assert ran.err.count("\n") == 1
    assert ran.out == ""


def test_every_setting_is_read(tmp_path: Path) -> None:
    content = """
        extensions = ["md", ".QMD"]
        exclude = "drafts/"
        select = ["default", "nav-mismatch"]
        ignore = ["empty-link"]
        fail-on = "warning"
        parser = "markdown-it"
        jobs = 2
        severity = { broken-link = "advice" }
        anchors = { platforms = ["github", "hugo"] }
        links = { site-root = "./static/", routes = { "/blog/*" = "content/*.md", "api/**" = "" } }
        dialect = [{ files = ["wiki/"], wikilinks = true }]
        schemas = [{ files = "blog/*.md", schema = { type = "object" } }, { files = "*.md", preset = "notes" }]
        rules = { broken-link = { ignore = ["*.pdf"] } }
    """
    made = config(tmp_path, "\n".join(line.strip() for line in content.splitlines()))
    assert made.extensions == (".md", ".qmd")
    assert made.exclude == ("drafts/",)
    assert made.select == ("default", "nav-mismatch")
    assert (made.ignore, made.fail_on, made.parser, made.jobs) == (("empty-link",), "warning", "markdown-it", 2)
    assert made.severity == {"broken-link": "advice"}
    assert made.platforms == (("**", ("github", "hugo")),)
    assert made.site_roots == ("static",)
    assert made.routes == (("/blog/*", "content/*.md"), ("/api/**", ""))
    assert [(one.files, one.wikilinks, one.myst) for one in made.dialect] == [(("wiki/",), True, None)]
    assert [(one.files, one.source) for one in made.schemas] == [(("blog/*.md",), "notelint.toml"), (("*.md",), "preset")]
    assert made.options == {"broken-link": {"ignore": ("*.pdf",)}}
    assert set(made.origins.values()) == {"notelint.toml"}


def test_the_nearest_file_goes_over_its_parents(tmp_path: Path) -> None:
    made = configs(
        tmp_path,
        {
            "notelint.toml": "exclude = ['x.md']\nignore = ['empty-link']\nseverity = {broken-link = 'advice'}",
            "docs/pyproject.toml": "[tool.notelint]\nexclude = ['/y.md', 'z/']\nseverity = {nav-mismatch = 'error'}",
            "docs/own/notelint.toml": "root = true\nfail-on = 'advice'",
            "other/pyproject.toml": "[project]\nname = 'x'",
        },
    )
    assert made.at("other/a.md").exclude == ("x.md",)
    docs = made.at("docs/sub/a.md")
    assert docs.exclude == ("x.md", "docs/y.md", "docs/**/z/")
    assert docs.ignore == ("empty-link",)
    assert docs.severity == {"broken-link": "advice", "nav-mismatch": "error"}
    assert docs.origins["exclude"] == "notelint.toml, docs/pyproject.toml"
    own = made.at("docs/own/a.md")
    assert (own.exclude, own.ignore, own.severity, own.fail_on) == ((), (), {}, "advice")
    assert made.at("docs-too/a.md").severity == {"broken-link": "advice"}


def test_notelint_toml_goes_before_pyproject(tmp_path: Path) -> None:
    made = configs(tmp_path, {"notelint.toml": "jobs = 1", "pyproject.toml": "[tool.notelint]\njobs = 2"})
    assert made.at("a.md").jobs == 1


def test_outside_a_repository_parents_go_up_to_a_root(tmp_path: Path) -> None:
    outer = "root = true\nexclude = ['/in/a/*.md', 'b.md', '/out/']\njobs = 3"
    write(tmp_path, {"notelint.toml": outer, "in/a/notelint.toml": "ignore = ['empty-link']"})
    inner = load(tmp_path / "in/a", ["notelint.toml"], KNOWN, None, in_git=False).at("x.md")
    assert inner.exclude == ("/*.md", "b.md")
    assert (inner.jobs, inner.ignore) == (3, ("empty-link",))
    alone = load(tmp_path / "in/a", ["notelint.toml"], KNOWN, None, in_git=True).at("x.md")
    assert (alone.exclude, alone.jobs) == ((), 0)


def test_what_counts_for_the_vault_is_gathered_from_all_files(tmp_path: Path) -> None:
    made = configs(
        tmp_path,
        {
            "notelint.toml": "anchors = {platforms = ['gitlab']}\nlinks = {site-root = 'public'}",
            "docs/notelint.toml": "anchors = {platforms = ['hugo']}\n"
            "links = {site-root = ['static', '.'], routes = {'/a' = 'b.md'}}",
        },
    )
    settings = made.vault_settings()
    assert settings.platforms == (("docs/**/**", ("hugo",)), ("**", ("gitlab",)), ("**", ("github",)))
    assert settings.site_roots == ("docs/static", "docs", "public")
    assert settings.routes == (("/a", "docs/b.md"),)


def test_one_file_can_take_the_place_of_all(tmp_path: Path) -> None:
    write(tmp_path, {"notelint.toml": "jobs = 1", "ci/strict.toml": "exclude = ['docs/*.md']\nfail-on = 'advice'"})
    made = load_one(tmp_path / "ci/strict.toml", tmp_path, KNOWN, None).at("a.md")
    assert (made.jobs, made.exclude, made.fail_on) == (0, ("docs/*.md",), "advice")
    with pytest.raises(ConfigError, match="There is no configuration file"):
        load_one(tmp_path / "nowhere.toml", tmp_path, KNOWN, None)


def test_default_and_all_stand_for_several_rules() -> None:
    default = {rule.name for rule in KNOWN.values() if rule.default}
    assert set(selected(Config())) == default
    assert set(selected(Config(select=("all",)))) == set(KNOWN)
    assert selected(Config(select=("broken-link",))) == ("broken-link",)
    assert "broken-link" not in selected(Config(ignore=("broken-link",)))


def test_a_rule_gets_its_options() -> None:
    (rule,) = configured(Config(select=("broken-link",), options={"broken-link": {"ignore": ("*.pdf",)}}))
    assert "*.pdf" in repr(rule)


def test_rules_get_the_schemas(tmp_path: Path) -> None:
    made = config(tmp_path, "select = ['front-matter-schema']\n[[schemas]]\nfiles = '*.md'\npreset = 'notes'")
    (rule,) = configured(made)
    assert "notes" in repr(rule)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_documented(name: str) -> None:
    page = (Path(__file__).parents[1] / "docs/configuration.md").read_text(encoding="utf-8")
    assert f"`{name}`" in page
    assert SETTINGS[name].help.endswith(".")


def test_the_example_in_the_documentation_is_valid(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs/configuration.md").read_text(encoding="utf-8")
    blocks = page.split("```toml\n")[1:]
    assert blocks
    for number, block in enumerate(blocks):
        content = block.partition("```")[0]
        assert tomllib.loads(content)
        config(tmp_path / str(number), content.replace("[tool.notelint.", "[").replace("[tool.notelint]\n", ""))
