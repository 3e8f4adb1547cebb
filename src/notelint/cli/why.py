"""`notelint why`: what notelint knows about one line of a note."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from notelint.apart import Apart
from notelint.cli.main import CLEAN, WRONG, say
from notelint.cli.options import configs_for
from notelint.config import Config
from notelint.errors import PathError
from notelint.files import list_files
from notelint.given import absolute, choose, groups
from notelint.judge import selected
from notelint.markdown.heading_ids import PLATFORMS, fragment_key, heading_ids
from notelint.note import Heading, Link, Note
from notelint.report.neutral import neutral
from notelint.text import Span
from notelint.vault import Vault
from notelint.whole import read_vault


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("place", metavar="NOTE:LINE", help="a note and the number of a line; or a note, for all its anchors")
    parser.add_argument("--config", metavar="FILE", help="use this configuration in place of those in the folders")


def run(arguments: Namespace) -> int:
    """Print the links and anchors of the line, the anchors of the notes concerned, and where each setting came from."""
    path, line = _place(arguments.place)
    group = groups([path])[0]
    listing = list_files(group.root)
    configs = configs_for(listing, arguments.config, None)
    chosen, contents = choose(group, listing, configs, say)
    read = read_vault(listing, configs, contents)
    name = next((name for name in chosen.paths if name in read.vault.notes), None)
    if name is None:
        return say(f"{path} is no note that can be read.", WRONG)
    note = read.vault.notes[name]
    if line > len(note.text.line_starts):
        raise PathError(f"{path} has {len(note.text.line_starts)} lines, so no line {line}.")
    for text in _answer(note, line, read.vault, configs.at(name)):
        sys.stdout.write(neutral(text) + "\n")
    if reason := Apart(listing.markers).why(name):
        sys.stdout.write(f"  exclude: left out by default, because its folder {reason}; looked at when it is given\n")
    return CLEAN


def _place(text: str) -> tuple[str, int]:
    """The note and the line, 0 when none was given. A column behind it, as reports write it, is passed over."""
    parts = text.split(":")
    numbers: list[str] = []
    while len(parts) > 1 and len(numbers) < 2 and parts[-1].isdigit() and not Path(absolute(":".join(parts))).exists():
        numbers.insert(0, parts.pop())
    return ":".join(parts), int(numbers[0]) if numbers else 0


def _answer(note: Note, line: int, vault: Vault, config: Config) -> Iterator[str]:
    span = note.text.line_span(line) if line else Span(0, len(note.text.content) + 1)
    links = [link for link in note.links if line and link.span.start <= span.end and span.start < link.span.end]
    yield f"{note.path}{f', line {line}: {note.text.slice(span).strip()}' if line else ''}"
    concerned = {note.path: None} if not links else {}
    for link in links:
        resolution = vault.resolve(link, note)
        yield ""
        yield f"The link {_short(note.text.slice(link.span))} leads to {_meaning(link, note, vault)}."
        if resolution.path in vault.notes:
            concerned[resolution.path] = None
    yield from _everywhere(note, span if line else Span(0, 0))
    for path in concerned:
        yield from _anchors(vault.notes[path], vault)
    yield from _settings(config)


def _meaning(link: Link, note: Note, vault: Vault) -> str:
    found = vault.resolve(link, note)
    where = {
        "web": f"the address {_short(link.target)}",
        "note": f"the note {found.path}",
        "file": f"the file {found.path}",
        "folder": f"the folder {found.path or '.'}",
        "route": f"the site route {_short(link.target)}, as `links.routes` says",
        "missing": f"{found.path}, which does not exist",
        "outside": f"{found.path}, outside the repository",
        "none": "nowhere",
    }[found.kind]
    if found.fragment is None or found.kind == "web":
        return where
    return f"{where}, at #{found.fragment}{_named(found.fragment, found.path, vault)}"


def _named(fragment: str, path: str, vault: Vault) -> str:
    """What a fragment names in a note, on each of its platforms."""
    if path not in vault.notes or not fragment:
        return ""
    told = []
    for platform in vault.platforms(path):
        named = vault.names(path, platform).get(fragment_key(fragment, platform))
        place = f"line {vault.notes[path].text.position(named.span.start).line}" if named else "nothing"
        told.append(f"{place} on {platform}")
    return f" ({', '.join(told)})"


def _everywhere(note: Note, span: Span) -> Iterator[str]:
    """The id that each platform gives to the headings in a span."""
    asked = [place for place, one in enumerate(note.headings) if span.start <= one.span.start < span.end]
    every = {platform: heading_ids(note.headings, platform) for platform in PLATFORMS} if asked else {}
    for place in asked:
        by_id: dict[str, list[str]] = {}
        for platform, ids in every.items():
            by_id.setdefault(ids[place], []).append(platform)
        yield ""
        yield f"The id of the heading {_short(note.headings[place].title.strip())} would be"
        for name, platforms in by_id.items():
            yield f"  #{name} on {', '.join(platforms)}"


def _anchors(note: Note, vault: Vault) -> Iterator[str]:
    platforms = vault.platforms(note.path)
    yield ""
    yield f"Anchors of {note.path}, which is read on {', '.join(platforms)}:"
    ids = {platform: dict(zip(note.headings, heading_ids(note.headings, platform), strict=True)) for platform in platforms}
    rows = [(one.span.start, f"heading {_short(one.title.strip())}: {_ids(one, ids)}") for one in note.headings]
    rows += [(anchor.span.start, f"{anchor.kind}: #{anchor.name}") for anchor in note.anchors]
    for start, text in sorted(rows):
        yield f"  line {note.text.position(start).line}: {text}"
    if not rows:
        yield "  none"


def _ids(heading: Heading, ids: dict[str, dict[Heading, str]]) -> str:
    """The id of a heading on each platform; once where all agree."""
    made = {platform: names[heading] for platform, names in ids.items()}
    if len(set(made.values())) == 1:
        return f"#{next(iter(made.values()))}"
    return ", ".join(f"#{name} on {platform}" for platform, name in made.items())


def _settings(config: Config) -> Iterator[str]:
    yield ""
    yield "Settings:"
    for name, source in sorted(config.origins.items()):
        yield f"  {name}: {source}"
    if not config.origins:
        yield "  all defaults: there is no configuration file"
    yield f"  rules that run: {', '.join(selected(config))}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:79]}…"
