"""The JSON Schema of the configuration: it is what the program would write now, and takes what the program takes."""

import importlib.util
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema_rs import Draft7Validator

from notelint.config import SETTINGS
from notelint.config.layer import layer, option_hints
from notelint.errors import ConfigError
from notelint.judge import KNOWN
from tests.conftest import Notelint, write

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "src/notelint/schemas/notelint.json"
FENCE = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = [page for page in sorted(ROOT.glob("docs/**/*.md")) if FENCE.search(page.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    return Draft7Validator(json.loads(SHIPPED.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_config_schema", ROOT / "tools/write_config_schema.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def table(text: str) -> dict[str, Any]:
    """The settings in the text of a `notelint.toml` or a `pyproject.toml`."""
    data = tomllib.loads(text)
    made: dict[str, Any] = data["tool"]["notelint"] if "tool" in data else data
    return made


def test_it_is_what_the_settings_and_options_say(tool: ModuleType) -> None:
    assert SHIPPED.read_text(encoding="utf-8") == tool.written(), "run `python tools/write_config_schema.py`"


def test_the_command_prints_it(notelint: Notelint) -> None:
    ran = notelint("schema")
    assert (ran.code, ran.out) == (0, SHIPPED.read_text(encoding="utf-8"))


def test_every_setting_and_option_is_described() -> None:
    properties = json.loads(SHIPPED.read_text(encoding="utf-8"))["properties"]
    for name in SETTINGS:
        outer, _, inner = name.partition(".")
        assert (properties[outer]["properties"][inner] if inner else properties[outer])["description"]
    for name, rule in KNOWN.items():
        options = properties["rules"]["properties"][name]["properties"]
        assert set(options) == {option.replace("_", "-") for option in option_hints(rule)}
        assert all(option["description"] for option in options.values())


def test_the_fixtures_validate(validator: Draft7Validator) -> None:
    files = sorted((ROOT / "fixtures").rglob("notelint.toml"))
    assert files
    for file in files:
        validator.validate(table(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_in_the_documentation_validate(page: Path, validator: Draft7Validator) -> None:
    for text in FENCE.findall(page.read_text(encoding="utf-8")):
        validator.validate(table(text))


def test_what_init_writes_validates(vault: Path, notelint: Notelint, validator: Draft7Validator) -> None:
    write(vault, {"a.md": "---\ntitle: A\n---\n\n# A\n", "b.md": "---\ntitle: B\n---\n"})
    assert notelint("init").code == 0
    validator.validate(table((vault / "notelint.toml").read_text(encoding="utf-8")))


RIGHT = [
    'exclude = "drafts/"',
    'extensions = [".md", "mdx"]',
    'select = "all"\nignore = ["broken-link"]',
    "jobs = 0\nroot = true",
    'severity = { broken-link = "advice" }',
    '[[dialect]]\nfiles = "a/"\nmyst = true',
    'anchors.platforms = "hugo"',
    'anchors.platforms = ["github", "myst"]',
    '[[anchors.platforms]]\nfiles = ["a/", "b/"]\nplatforms = "hugo"',
    'links.routes = ["/api/**"]',
    'links.routes = { "/a/*" = "b/*.md" }',
    '[[schemas]]\nfiles = "*"\npreset = "hugo"',
    '[[schemas]]\nfiles = "*"\nschema = { required = ["title"] }',
    "web.accept = [403]\nweb.timeout = 600\nweb.fragments = false",
    'web.accept = { "a.org" = [403, 999] }\nweb.look = "status"',
    'web.headers."https://a.org".Accept = "text/html"',
    'web.remap = { "http://a.org" = "https://b.org" }',
    'rules.broken-link.ignore = "*.pdf"',
    "rules.duplicate-section.similarity = 1",
    'rules.front-matter-consistency.same = [["tag", "tags"]]',
    'rules.inconsistent-deprecation.languages = ["de"]',
    "",
]
WRONG = [
    "exlude = []",
    "exclude = [1]",
    'root = "yes"',
    "select = ['nothing']",
    "ignore = ['broken-links']",
    "jobs = -1",
    "jobs = 1.5",
    "jobs = true",
    'parser = "other"',
    'fail-on = "never"',
    'severity = "error"',
    'severity = { broken-link = "loud" }',
    'severity = { broken = "error" }',
    "[[dialect]]\nmyst = true",
    '[[dialect]]\nfiles = "a"\nmyst = "on"',
    '[dialect]\nfiles = "a"',
    "anchors = 1",
    'anchors.platform = "hugo"',
    'anchors.platforms = "hogu"',
    "anchors.platforms = []",
    '[[anchors.platforms]]\nplatforms = "hugo"',
    '[[anchors.platforms]]\nfiles = "a"',
    'links.routes = { "/a" = 1 }',
    '[[schemas]]\nfiles = "*"',
    '[[schemas]]\npreset = "hugo"',
    '[[schemas]]\nfiles = "*"\npreset = "hugo"\nschema = {}',
    "web.accept = [42]",
    'web.accept = { "a.org" = [1000] }',
    "web.timeout = 0",
    "web.timeout = 601",
    'web.look = "hard"',
    "web.allow-private = true",
    'web.headers."a.org".Accept = "x"',
    'web.remap = { "a.org" = "https://b.org" }',
    'web.remap = { "https://a.org" = "b.org" }',
    'rules = ["broken-link"]',
    "rules.broken-link.ignored = []",
    "rules.broken-links.ignore = []",
    'rules.duplicate-section.min-lines = "4"',
    'rules.inconsistent-deprecation.languages = ["xx"]',
    'rules.inconsistent-deprecation.languages = "de"',
]


@pytest.mark.parametrize("text", RIGHT)
def test_it_takes_what_the_program_takes(text: str, tmp_path: Path, validator: Draft7Validator) -> None:
    layer(table(text), tmp_path / "notelint.toml", tmp_path, "notelint.toml", KNOWN)
    validator.validate(table(text))


@pytest.mark.parametrize("text", WRONG)
def test_it_refuses_what_the_program_refuses(text: str, tmp_path: Path, validator: Draft7Validator) -> None:
    with pytest.raises(ConfigError):
        layer(table(text), tmp_path / "notelint.toml", tmp_path, "notelint.toml", KNOWN)
    assert not validator.is_valid(table(text))
