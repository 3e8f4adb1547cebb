"""`notelint mv`: give a note another path, or a heading another text, and mend the links that lead there."""

import os
import sys
from argparse import ArgumentParser, Namespace
from difflib import unified_diff
from pathlib import Path
from posixpath import basename

from notelint import git
from notelint.apart import Apart
from notelint.cache.place import default_folder
from notelint.cli.fixing import lines_of
from notelint.cli.main import CLEAN, FOUND, say
from notelint.cli.options import configs_for
from notelint.config.tree import find_file
from notelint.errors import PathError
from notelint.files import Listing, has_extension, list_files
from notelint.fix import encoded
from notelint.given import absolute, relative, root_of
from notelint.moves.plan import Change, Opened, Plan, heading_plan, note_plan, undoing
from notelint.moves.record import Moves
from notelint.scope import is_note
from notelint.whole import read_vault
from notelint.writing import WriteError, write_whole


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("old", metavar="OLD", help="a note, or NOTE#HEADING: the id or the title of a heading")
    parser.add_argument("new", metavar="NEW", help="the note's path or folder then, or #TEXT: what the heading says then")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    parser.add_argument("--diff", action="store_true", help="show what would change, and do nothing")
    parser.add_argument("--cache-dir", metavar="DIR", help="where to keep what is changed (default: the platform's folder)")
    parser.add_argument(
        "--no-cache", action="store_true", help="do not keep it; moving back then writes links in the usual way"
    )


def run(arguments: Namespace) -> int:
    """Plan it, do it or show it, and say what came of it."""
    path, mark, heading = arguments.old.partition("#")
    if mark and os.path.lexists(arguments.old):
        path, mark, heading = arguments.old, "", ""
    place = absolute(path)
    if not place.is_file():
        raise PathError(f"There is no note {path}.")
    root = _root(place)
    opened = opened_at(root)
    source = relative(place, root)
    if source not in opened.vault.notes:
        raise PathError(f"{path} is no note that can be read and is looked at, so it is not moved.")
    base = None if arguments.no_cache else Path(arguments.cache_dir).absolute() if arguments.cache_dir else default_folder()
    moves = Moves(base, root)
    if mark:
        plan = heading_plan(opened, source, heading, _new_text(source, arguments.new, root))
    else:
        plan = note_plan(opened, source, _new_path(opened, source, arguments.new))
    plan = undoing(plan, moves, opened.vault)
    is_shown = arguments.diff or arguments.dry_run
    if arguments.diff:
        sys.stdout.write("".join(map(difference, plan.changes)))
    if not is_shown:
        _carry_out(root, plan)
        moves.keep(plan.old, plan.new, [(change.new, change.text.content, change.edits) for change in plan.changes])
    say(_told(plan, would=is_shown))
    for note, count in plan.lost.items():
        say(f"{note}: {count} link{'s' * (count != 1)} could not be mended and {'is' if count == 1 else 'are'} broken now.")
    return FOUND if plan.lost else CLEAN


def _root(place: Path) -> Path:
    """The vault of a note; where neither a repository nor a configuration tells, the folder one is in, if the note is below."""
    root = root_of(place)
    is_alone = git.top(root) is None and find_file(root) is None
    return root_of(Path.cwd()) if is_alone and place.is_relative_to(Path.cwd()) else root


def opened_at(root: Path) -> Opened:
    """The vault with all its notes. Raises ConfigError."""
    listing = list_files(root)
    configs = configs_for(listing, None, None)
    return Opened(listing, configs, read_vault(listing, configs, {}).vault)


def difference(change: Change) -> str:
    """What changes in a note, as a diff that `git apply` takes."""
    before, after = lines_of(change.text.content), lines_of(change.after.content)
    lines = unified_diff(before, after, f"a/{change.old}", f"b/{change.new}")
    head = f"diff --git a/{change.old} b/{change.new}\nrename from {change.old}\nrename to {change.new}\n"
    body = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    return (head if change.old != change.new else "") + body


# -- where to


def _new_path(opened: Opened, old: str, given: str) -> str:
    """Where the note goes. Raises PathError where it cannot."""
    root, place = opened.listing.root, absolute(given)
    if place.is_dir() or given.endswith(("/", os.sep)):
        place = place / basename(old)
    if not place.is_relative_to(root):
        raise PathError(f"{given} lies outside of {root}: notes stay in their vault.")
    new = relative(place, root)
    extensions = opened.configs.at(new).extensions
    if not has_extension(new, extensions):
        raise PathError(f"{given} has no extension of a note: {', '.join(extensions)}.")
    # Where upper and lower case are one, a note may get a name that differs in nothing else.
    if os.path.lexists(place) and (new == old or not place.samefile(root / old)):
        raise PathError(f"{new} exists already; nothing was moved.")
    if not is_note(new, opened.configs, Apart(opened.listing.markers)) or _is_ignored(opened.listing, new):
        raise PathError(f"{new} would not be looked at: the configuration or git leaves it out. Nothing was moved.")
    return new


def _is_ignored(listing: Listing, path: str) -> bool:
    return listing.in_git and bool(git.run(listing.root, "check-ignore", "--", path))


def _new_text(path: str, given: str, root: Path) -> str:
    """What the heading says then. Raises PathError for what is none in this note."""
    where, mark, text = given.partition("#")
    if not mark or (where and absolute(where) != root / path):
        raise PathError("A heading stays in its note: give its new text behind a `#`.")
    return text.strip()


# -- doing


def _carry_out(root: Path, plan: Plan) -> None:
    """Write all notes, then move the one that is to be moved. Raises WriteError when that fails; then all is as it was."""
    for change in plan.changes:
        if not _is_as_read(root, change):
            raise WriteError(f"{change.old} has changed since it was read; nothing was done.")
    done: list[Change] = []
    try:
        for change in (one for one in plan.changes if one.edits):
            write_whole(root / change.old, encoded(change.after))
            done.append(change)
        for change in (one for one in plan.changes if one.old != one.new):
            (root / change.new).parent.mkdir(parents=True, exist_ok=True)
            (root / change.old).rename(root / change.new)
    except (OSError, WriteError) as error:
        for change in done:
            write_whole(root / change.old, encoded(change.text))
        reason = str(error) if isinstance(error, WriteError) else f"{error.strerror or error}."
        raise WriteError(f"Nothing was moved, and all notes are as they were: {reason}") from error


def _is_as_read(root: Path, change: Change) -> bool:
    try:
        return (root / change.old).read_bytes() == encoded(change.text)
    except OSError:
        return False


def _told(plan: Plan, *, would: bool) -> str:
    counts = {change.old: len(change.edits) - plan.old.startswith(f"{change.old}#") for change in plan.changes}
    links, notes = sum(counts.values()), sum(count > 0 for count in counts.values())
    mended = f", with {links:,} link{'s' * (links != 1)} in {notes:,} note{'s' * (notes != 1)} written anew" if links else ""
    return f"{plan.old} {'would become' if would else 'is now'} {plan.new}{mended}."
