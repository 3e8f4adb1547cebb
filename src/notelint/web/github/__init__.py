"""What of a GitHub its API can be asked about: which addresses, and in what words.

Up to 50 addresses go into one query. What stands in notes is only ever the value of a variable, never part of the query's text.
The fields are those of GitHub's public schema (https://docs.github.com/en/graphql/reference).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from notelint.pattern import late_pattern
from notelint.web.policy import Policy

BATCH = 50
"""How many addresses are asked about at once: an answer to as many comes well within GitHub's ten seconds."""
SERVER, ENDPOINT = "https://github.com", "https://api.github.com/graphql"

Kind: TypeAlias = Literal["repository", "file", "folder", "issue", "release", "commit"]

_LONGEST = 2000
_OWNER = late_pattern(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}\Z")
_NAME = late_pattern(r"(?!\.{1,2}\Z)(?!.*\.(?:git|wiki|atom)\Z)[A-Za-z0-9._-]{1,100}\Z")
# Names of branches and tags (git-check-ref-format(1)), and no more of what git-rev-parse(1) understands.
_REF = late_pattern(r"(?!@\Z|-)(?!.*(?:@\{|\.\.))[^\x00-\x20\x7f~^:?*\[\\]+\Z")
_NUMBER = late_pattern(r"[1-9][0-9]{0,8}\Z")
_COMMIT = late_pattern(r"[0-9a-fA-F]{7,40}\Z")
_CONTROL = late_pattern(r"[\x00-\x1f\x7f]")
_LINES = late_pattern(r"L([0-9]{1,7})(?:C[0-9]+)?(?:-L?([0-9]{1,7})(?:C[0-9]+)?)?\Z")
_REMARK = late_pattern(r"(?:(?:issue|issuecomment|pullrequestreview|event)-|discussion_r)[0-9]+\Z")

# First parts of addresses that are no owners but pages of GitHub's own.
_ROUTES = frozenset(
    (
        *("about", "account", "advisories", "apps", "codespaces", "collections", "contact", "customer-stories", "enterprise"),
        *("events", "explore", "features", "gist", "issues", "join", "login", "marketplace", "mobile", "models", "new"),
        *("notifications", "organizations", "orgs", "pricing", "pulls", "readme", "search", "security", "sessions", "settings"),
        *("site", "solutions", "sponsors", "stars", "team", "topics", "trending", "users"),
    )
)


@dataclass(frozen=True)
class Api:
    """A GitHub's GraphQL API: the token, which is for it alone, its address, and the origin of the pages that it knows."""

    token: str = field(repr=False)
    endpoint: str = ENDPOINT
    server: str = SERVER


class Place(NamedTuple):
    """What an address of GitHub means.

    `ref` is a branch, tag or commit, also that of a release; `path` a file or folder, without slashes at its ends and empty
    for the root; `rest` is the address behind the repository, as it stands.
    """

    kind: Kind
    owner: str
    name: str
    rest: str = ""
    ref: str = ""
    path: str = ""
    number: int = 0


class Asked(NamedTuple):
    """An address that the API is asked about, and the fragments used with it; `lines` says that those are lines of the file."""

    url: str
    place: Place
    fragments: tuple[str, ...] = ()
    lines: bool = False


class Query(NamedTuple):
    """A query of GraphQL with the values of its variables."""

    text: str
    variables: Mapping[str, str | int]


def asked(url: str, fragments: Sequence[str], policy: Policy, server: str = SERVER) -> Asked | None:
    """An address as the API is asked about it; None for one that has to be asked for itself.

    That is what has another form than the API knows, what the settings have remapped or accept as missing, and a page of
    which a heading is wanted.
    """
    place = place_of(url, server)
    if place is None or policy.remapped(url) != url or policy.accepts(url, 404):
        return None
    names = tuple(dict.fromkeys(fragments))
    if not names or not policy.judges_fragments(url):
        return Asked(url, place, names)
    if place.kind == "file" and all(lines_of(name) for name in names):
        return Asked(url, place, names, lines=True)
    if place.kind == "issue" and all(_REMARK.match(name) for name in names):
        return Asked(url, place, names)
    return None


def lines_of(fragment: str) -> tuple[int, ...]:
    """The lines that a fragment such as `L10-L20` names, as GitHub writes it; none for any other."""
    match = _LINES.match(fragment)
    return tuple(int(number) for number in match.groups() if number) if match else ()


def place_of(url: str, server: str = SERVER) -> Place | None:
    """What an address (in normal form, without fragment) means on a server; None for what the API is not asked about."""
    if not url.startswith(f"{server}/") or len(url) > _LONGEST:
        return None
    path, mark, query = url[len(server) + 1 :].partition("?")
    parts = _decoded(path.removesuffix("/"))
    if parts is None or len(parts) < 2 or (mark and (query != "plain=1" or parts[2:3] != ["blob"])):
        return None
    owner, name, *more = parts
    if not _OWNER.match(owner) or not _NAME.match(name) or owner.lower() in _ROUTES:
        return None
    place = _within(*more) if more else Place("repository", "", "")
    rest = url[len(server) + 1 :].split("/", 2)[2:]
    return place._replace(owner=owner, name=name, rest=f"/{rest[0]}" if more else "") if place else None


def _within(view: str, *more: str) -> Place | None:
    """What the parts of an address behind a repository mean."""
    first, rest = (more[0], more[1:]) if more else ("", ())
    if view in ("blob", "tree") and _REF.match(first) and (rest or view == "tree"):
        return Place("file" if view == "blob" else "folder", "", "", ref=first, path="/".join(rest))
    if view in ("issues", "pull") and _NUMBER.match(first) and not rest:
        return Place("issue", "", "", number=int(first))
    if view == "releases" and first == "tag" and _REF.match("/".join(rest)):
        return Place("release", "", "", ref="/".join(rest))
    if view == "commit" and _COMMIT.match(first) and not rest:
        return Place("commit", "", "", ref=first)
    return None


def _decoded(path: str) -> list[str] | None:
    """The parts of a path without percent signs; None where they have an empty one, or one that no file is called."""
    from urllib.parse import unquote  # imported when needed: only with a token

    try:
        parts = [unquote(part, errors="strict") for part in path.split("/")]
    except UnicodeDecodeError:
        return None
    return None if any(not part or "/" in part or _CONTROL.search(part) for part in parts) else parts


def repositories(batch: Sequence[Asked]) -> dict[tuple[str, str], list[int]]:
    """The repositories that a batch is about, in order, each with the numbers of its addresses in the batch."""
    by_repository: dict[tuple[str, str], list[int]] = {}
    for number, asked_about in enumerate(batch):
        by_repository.setdefault((asked_about.place.owner.lower(), asked_about.place.name.lower()), []).append(number)
    return by_repository


def query(batch: Sequence[Asked]) -> Query:
    """One query for all addresses of a batch: `r0`, `r1` … are its repositories, `w0` … their owners, `a0` … the addresses."""
    variables: dict[str, str | int] = {}
    fields = []
    for index, ((owner, name), numbers) in enumerate(repositories(batch).items()):
        variables |= {f"o{index}": owner, f"n{index}": name}
        inner = []
        for number in numbers:
            text, values = _fields(batch[number], number)
            variables |= {f"{key}{number}": value for key, value in values.items()}
            inner.append(text)
        fields.append(
            f"r{index}:repository(owner:$o{index},name:$n{index}){{nameWithOwner isArchived {' '.join(inner)}}}"
            f" w{index}:repositoryOwner(login:$o{index}){{login}}"
        )
    return Query(f"query({','.join(_declared(variables))}){{{' '.join(fields)}}}", variables)


def _declared(variables: Mapping[str, str | int]) -> Iterator[str]:
    for name, value in variables.items():
        yield f"${name}:{'Int' if isinstance(value, int) else 'String'}!"


def _fields(asked_about: Asked, number: int) -> tuple[str, dict[str, str | int]]:
    """What is asked of a repository about one address, and the values for it."""
    place, n = asked_about.place, number
    if place.kind == "issue":
        return f"a{n}:issueOrPullRequest(number:$x{n}){{__typename}}", {"x": place.number}
    if place.kind == "release":
        text = f"a{n}:release(tagName:$x{n}){{__typename}} b{n}:ref(qualifiedName:$y{n}){{__typename}}"
        return text, {"x": place.ref, "y": f"refs/tags/{place.ref}"}
    if place.kind in ("file", "folder") and place.path:
        # A tag that was given a message stands between its name and the commit.
        file = f"...on Commit{{file(path:$p{n}){{lineCount}}}}"
        lines = f" {file} ...on Tag{{target{{{file}}}}}" if asked_about.lines else ""
        text = f"a{n}:object(expression:$x{n}){{__typename}} b{n}:object(expression:$y{n}){{__typename{lines}}}"
        values: dict[str, str | int] = {"x": f"{place.ref}:{place.path}", "y": place.ref}
        return text, values | ({"p": place.path} if asked_about.lines else {})
    return (f"a{n}:object(expression:$x{n}){{__typename}}", {"x": place.ref}) if place.ref else ("", {})
