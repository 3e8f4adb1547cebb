"""What an answer of GitHub's API says of the addresses that it was asked about.

Dead is only what cannot be anything else: a repository that is not there while its owner is, and a file that is not there while
the branch, tag or commit is. All else that the API does not find may still be a page (a branch or an owner that was given
another name, an issue that became a discussion, a folder that is another repository), so that is asked for itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from notelint.pattern import late_pattern
from notelint.web.github import SERVER, Asked, lines_of, repositories
from notelint.web.page.fragments import unjudged
from notelint.web.verdict import FragmentVerdict, Hop, Verdict

_FULL_NAME = late_pattern(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}/[A-Za-z0-9._-]{1,100}\Z")
_NOT_FOUND = "NOT_FOUND"


class _Troubles(NamedTuple):
    """The errors of an answer: by the path of what they are about, as far as that is told of all."""

    kinds: Mapping[tuple[str, ...], str]
    are_told: bool

    def about(self, *path: str) -> bool:
        """Whether something failed there or within, other than that nothing was found."""
        return any(key[: len(path)] == path and kind != _NOT_FOUND for key, kind in self.kinds.items())


def verdicts(batch: Sequence[Asked], answer: object, server: str = SERVER) -> list[Verdict | None]:
    """The verdict on each address of a batch, in order; None for those that have to be asked for themselves.

    `answer` is any JSON. Requests, seconds and times are left to whoever asked.
    """
    judged: list[Verdict | None] = [None] * len(batch)
    fields, troubles = _dict(_dict(answer).get("data")), _troubles(_dict(answer).get("errors"))
    for index, numbers in enumerate(repositories(batch).values()) if troubles.are_told else ():
        key = f"r{index}"
        repository = fields.get(key)
        if repository is None and troubles.kinds.get((key,)) == _NOT_FOUND and _dict(fields.get(f"w{index}")).get("login"):
            for number in numbers:
                judged[number] = _dead(batch[number])
        elif isinstance(repository, dict) and not _fails(troubles, key):
            for number in numbers:
                is_sound = not troubles.about(key, f"a{number}") and not troubles.about(key, f"b{number}")
                judged[number] = _judged(batch[number], number, repository, server) if is_sound else None
    return judged


def is_refusal(answer: object) -> bool:
    """Whether the API says that it has been asked enough for now."""
    errors = _dict(answer).get("errors")
    return any(str(_dict(error).get("type")).startswith("RATE_LIMIT") for error in (errors if isinstance(errors, list) else ()))


def _fails(troubles: _Troubles, key: str) -> bool:
    """Whether what is told of the repository itself is not to be had."""
    return (key,) in troubles.kinds or any((key, name) in troubles.kinds for name in ("nameWithOwner", "isArchived"))


def _troubles(errors: object) -> _Troubles:
    kinds: dict[tuple[str, ...], str] = {}
    if errors is None:
        return _Troubles(kinds, are_told=True)
    for error in errors if isinstance(errors, list) else (None,):
        path = _dict(error).get("path")
        if not isinstance(path, list) or not path or not all(isinstance(part, str) for part in path):
            return _Troubles({}, are_told=False)
        kind = _dict(error).get("type")
        if kinds.get(tuple(path), _NOT_FOUND) == _NOT_FOUND:  # of two errors about the same, the worse one counts
            kinds[tuple(path)] = kind if isinstance(kind, str) else ""
    return _Troubles(kinds, are_told=True)


def _judged(asked: Asked, number: int, repository: Mapping[str, Any], server: str) -> Verdict | None:
    """The verdict on an address in a repository that is there."""
    name, is_archived = repository.get("nameWithOwner"), repository.get("isArchived")
    if not isinstance(name, str) or not _FULL_NAME.match(name) or not isinstance(is_archived, bool):
        return None
    first, second = (_dict(repository.get(f"{key}{number}")) for key in "ab")
    if not _is_there(asked, first, second):
        return _dead(asked) if _is_missing(asked, number, repository, second) else None
    verdict = Verdict(asked.url, "alive", "ok", fragments=_fragments(asked, first, second), is_archived=is_archived)
    if name.lower() == f"{asked.place.owner}/{asked.place.name}".lower():
        return verdict
    # GitHub redirects from the old name for good: https://docs.github.com/en/repositories (renaming a repository).
    place = f"{server}/{name}{asked.place.rest}"
    return verdict._replace(state="moved", reason="moved", location=place, hops=(Hop(asked.url, 301, place),))


def _is_there(asked: Asked, first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether what an address means was found; `first` and `second` are the answers `a` and `b` about it."""
    kind, type_found = asked.place.kind, first.get("__typename")
    if kind == "repository":
        return True
    if kind == "release":
        return bool(type_found or second.get("__typename"))
    if kind == "issue":
        return type_found in ("Issue", "PullRequest")
    if asked.place.path:
        return type_found in ("Blob", "Tree", "Commit")
    return type_found in ("Commit",) if kind == "commit" else type_found in ("Commit", "Tag")


def _is_missing(asked: Asked, number: int, repository: Mapping[str, Any], ref: Mapping[str, Any]) -> bool:
    """Whether it is certain that a file is not there: the API says so, and knows where it would be."""
    is_told = f"a{number}" in repository and repository[f"a{number}"] is None
    return asked.place.kind == "file" and is_told and ref.get("__typename") in ("Commit", "Tag")


def _dead(asked: Asked) -> Verdict:
    return Verdict(asked.url, "dead", "not-found", fragments=unjudged(asked.fragments, "not-read"))


def _fragments(asked: Asked, first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[FragmentVerdict, ...]:
    """What became of the fragments: lines are counted, what people remarked on an issue is not looked for."""
    if not asked.lines:
        return unjudged(asked.fragments, "script-built" if asked.place.kind == "issue" else "not-read")
    file = _dict(second.get("file")) or _dict(_dict(second.get("target")).get("file"))
    count = file.get("lineCount") if first.get("__typename") == "Blob" else None
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:  # a folder, no text, or too large a file
        return unjudged(asked.fragments, "not-read")
    return tuple(_line(name, max(lines_of(name)), count) for name in asked.fragments)


def _line(name: str, line: int, count: int) -> FragmentVerdict:
    """What became of a line. The first behind the last is in doubt: a file may end with or without a line break."""
    if line == count + 1:
        return FragmentVerdict(name, "unsure", "not-read")
    return FragmentVerdict(name, "found", "found") if line <= count else FragmentVerdict(name, "missing", "no-such-line")


def _dict(value: object) -> Mapping[str, Any]:
    """A value that should be an object of JSON, as one."""
    return value if isinstance(value, dict) else {}
