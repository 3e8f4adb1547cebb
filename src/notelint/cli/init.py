"""`notelint init`: a commented configuration, and a schema inferred from the notes that exist."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from notelint.cli.main import CLEAN
from notelint.config.tree import Configs, find_file
from notelint.errors import ConfigError, PathError
from notelint.files import Listing, list_files
from notelint.given import absolute, root_of
from notelint.infer import Coverage, Inferred, infer
from notelint.peers import PEERS, Carried, carry
from notelint.whole import read_vault

CONFIGURATION = "notelint.toml"
SCHEMA = "notelint-schema.json"

_HINTS = {
    "docusaurus.config.js": "docusaurus",
    "docusaurus.config.ts": "docusaurus",
    ".vitepress": "vitepress",
    "mkdocs.yml": "mkdocs",
    "mkdocs.yaml": "mkdocs",
    "hugo.toml": "hugo",
    "hugo.yaml": "hugo",
    "_config.yml": "jekyll",
    "gatsby-config.js": "gatsby",
    "gatsby-config.ts": "gatsby",
    "myst.yml": "myst",
    ".gitlab-ci.yml": "gitlab",
}
"""Files that tell which platform the notes are read on."""


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="where to write (default: this folder)")
    parser.add_argument("--from", dest="peer", choices=PEERS, help="carry over what another program's configuration there says")


def run(arguments: Namespace) -> int:
    """Write both files; one that exists is never written over."""
    folder = absolute(arguments.folder)
    if not folder.is_dir():
        raise PathError(f"There is no folder {arguments.folder}.")
    configured = find_file(folder)
    if configured:
        raise ConfigError(f"{configured[0].name} in {arguments.folder} configures notelint already; nothing was written.")
    carried = carry(arguments.peer, folder) if arguments.peer else Carried()
    listing = list_files(root_of(folder) if root_of(folder) in folder.parents else folder)
    inferred = infer(_notes(listing, folder))
    with_schema = bool(inferred.coverage) and not (folder / SCHEMA).exists()
    _write(folder / CONFIGURATION, _configuration(platforms(folder), inferred, carried, with_schema=with_schema))
    written = [CONFIGURATION]
    if with_schema:
        _write(folder / SCHEMA, _schema(inferred))
        written.append(SCHEMA)
    sys.stdout.write(f"Wrote {' and '.join(written)}.\n")
    for key in inferred.coverage:
        sys.stdout.write(f"  {key}\n")
    _tell(carried)
    return CLEAN


def _tell(carried: Carried) -> None:
    """What was carried over, and what has no counterpart."""
    from notelint.report.neutral import neutral_line

    if carried.source:
        sys.stdout.write(f"Carried over from {carried.source}{'; not carried over:' if carried.lost else ''}\n")
    for sentence in carried.lost:
        sys.stdout.write(f"  {neutral_line(sentence)}\n")


def _notes(listing: Listing, folder: Path) -> list[Any]:
    """The notes of the vault that lie below the folder, with paths that count from it."""
    below = "" if folder == listing.root else f"{folder.relative_to(listing.root).as_posix()}/"
    notes = read_vault(listing, Configs([]), {}).vault.notes
    return [note._replace(path=path.removeprefix(below)) for path, note in notes.items() if path.startswith(below)]


def platforms(folder: Path) -> tuple[str, ...]:
    """The platforms that files in the folder tell of, GitHub where none does."""
    named = dict.fromkeys(platform for name, platform in _HINTS.items() if (folder / name).exists())
    if (folder / ".obsidian").is_dir():
        named["obsidian"] = None
    return tuple(named) or ("github",)


def _write(file: Path, content: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:  # "x": never over a file that is there
            out.write(content)
    except OSError as error:
        raise PathError(f"{file} could not be written: {error.strerror or error}.") from error


def _schema(inferred: Inferred) -> str:
    import json

    return json.dumps(inferred.schema, indent=2, ensure_ascii=False) + "\n"


def _configuration(platforms: Sequence[str], inferred: Inferred, carried: Carried, *, with_schema: bool) -> str:
    schema = _SCHEMA_COMMENT
    if with_schema:
        listed = "".join(f"# {_comment(one)}\n" for one in inferred.coverage)
        schema = f'{listed}[[schemas]]\nfiles = {_list(inferred.files)}\nschema = "{SCHEMA}"\n'
    return _TEMPLATE.format(
        platforms=_list(platforms),
        schema=schema,
        exclude=_set("exclude", carried.exclude),
        ignore=_set("ignore", carried.ignore),
        site_root=_set("site-root", carried.site_roots, '["static"]'),
        more=_more(carried),
    )


def _set(name: str, values: Sequence[str], default: str = "[]") -> str:
    return f"{name} = {_list(list(dict.fromkeys(values)))}" if values else f"# {name} = {default}"


def _more(carried: Carried) -> str:
    """The tables that are there only when another program's configuration has something for them."""
    import json

    def written(value: object) -> str:
        if isinstance(value, dict):
            return "{ " + ", ".join(f"{json.dumps(key)} = {written(item)}" for key, item in value.items()) + " }"
        return json.dumps(value, ensure_ascii=False)

    tables = (("per-file-ignores", carried.per_file_ignores, json.dumps), ("web", carried.web, str))
    return "".join(
        f"\n[{name}]\n" + "".join(f"{key(one)} = {written(value)}\n" for one, value in table.items())
        for name, table, key in tables
        if table
    )


def _comment(one: Coverage) -> str:
    return "".join(character if character.isprintable() else "?" for character in str(one))


def _list(values: Sequence[str]) -> str:
    import json  # the strings of TOML are written like those of JSON

    return "[" + ", ".join(json.dumps(value, ensure_ascii=False) for value in values) + "]"


_TEMPLATE = """\
# Configuration of notelint. Every line that is commented out shows a default.
# Patterns are those of .gitignore: `*.md` matches anywhere, `docs/*.md` counts from this folder, `**` spans folders.

# Take nothing from configuration files in the folders above.
# root = false

# extensions = [".md", ".markdown"]
# Left out besides: what is in node_modules, testdata and the like; "!testdata/" takes it back.
{exclude}

# The rules that run; `notelint rules` lists them, `notelint explain RULE` shows one.
# select = ["default"]
{ignore}

# The least severity that makes the exit code 1: error, warning or advice.
# fail-on = "error"

# [severity]
# nav-mismatch = "advice"

# What some notes contain beyond GitHub's Markdown. Wikilinks are on by themselves where .obsidian, .foam or dendron.yml lies.
# [[dialect]]
# files = ["wiki/**"]
# wikilinks = true

[anchors]
# The platforms that the notes are read on, the main one first: each makes the ids of headings in its own way.
platforms = {platforms}

[links]
# Folders that targets beginning with `/` count from.
{site_root}
# Site routes, and the files that they are made from; "" when a program makes them.
# routes = {{ "/blog/*" = "content/blog/*/index.md", "/api/**" = "" }}

# What the front matter of notes must be: a JSON Schema, or a preset (notes, gatsby, hugo, jekyll, obsidian, docusaurus).
{schema}{more}"""

_SCHEMA_COMMENT = """\
# [[schemas]]
# files = ["blog/**"]
# preset = "notes"
"""
