"""A small GitHub API on loopback: it runs each query against a schema, as far as GitHub's own has these fields."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, TypeAlias

from graphql import GraphQLError, GraphQLSchema, build_schema, graphql_sync

from notelint.web.github import Asked, asked
from notelint.web.policy import DEFAULTS

TOKEN = "ghp_a1B2c3D4e5"  # noqa: S105  # no secret: nobody gave it
HUB = "https://github.com/"

_SCHEMA = """
type Query {
  repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
  repositoryOwner(login: String!): User
}
type User { login: String! }
type Repository {
  nameWithOwner: String! isArchived: Boolean!
  object(oid: String, expression: String): GitObject
  issueOrPullRequest(number: Int!): IssueOrPullRequest
  release(tagName: String!): Release
  ref(qualifiedName: String!): Ref
}
interface GitObject { oid: String! }
type Commit implements GitObject { oid: String! file(path: String!): TreeEntry }
type Tag implements GitObject { oid: String! target: GitObject! }
type Blob implements GitObject { oid: String! }
type Tree implements GitObject { oid: String! }
type TreeEntry { lineCount: Int }
union IssueOrPullRequest = Issue | PullRequest
type Issue { number: Int! }
type PullRequest { number: Int! }
type Release { tagName: String! }
type Ref { name: String! }
"""


class Repo(NamedTuple):
    """A repository: its files with their lines, by branch or commit; folders are files of no lines. Tags lead to branches."""

    name: str
    trees: Mapping[str, Mapping[str, int | None]] = {}
    tags: Mapping[str, str] = {}
    releases: tuple[str, ...] = ()
    issues: tuple[int, ...] = ()
    pulls: tuple[int, ...] = ()
    archived: bool = False


World: TypeAlias = Mapping[str, Repo]
"""The repositories by all the names that lead to them."""


class Api(NamedTuple):
    """Its address, and what it was asked: the headers and the query of each request."""

    url: str
    heard: list[tuple[Mapping[str, str], Mapping[str, Any]]]


def ask(address: str) -> Asked:
    """How the API is asked about an address there (with its fragment)."""
    url, _, fragment = f"{HUB}{address}".partition("#")
    found = asked(url, (fragment,) if fragment else (), DEFAULTS)
    assert found is not None, address
    return found


def answer(world: World, heard: Mapping[str, Any]) -> dict[str, Any]:
    """What GitHub says to a query. A query that the schema does not know is an error of the test."""
    found = graphql_sync(_schema(), heard["query"], _Root(world), variable_values=dict(heard["variables"]))
    errors = [{"type": (one.extensions or {})["type"], "path": one.path, "message": one.message} for one in found.errors or ()]
    return {"data": found.data} | ({"errors": errors} if errors else {})


def _schema() -> GraphQLSchema:
    return build_schema(_SCHEMA)


class _Root:
    """The root of the graph, with what is behind each name."""

    def __init__(self, world: World) -> None:
        self._world = world

    def repository(self, _: object, owner: str, name: str, followRenames: bool) -> dict[str, Any]:  # noqa: N803  # GitHub's
        found = {key.lower(): repo for key, repo in self._world.items()}.get(f"{owner}/{name}".lower())
        if found is None or not followRenames:
            raise _not_found(f"a Repository with the name '{owner}/{name}'")
        return _repository(found)

    def repositoryOwner(self, _: object, login: str) -> dict[str, str] | None:  # noqa: N802  # GitHub's
        owners = {key.partition("/")[0].lower() for key in self._world}
        return {"login": login} if login.lower() in owners else None


def _repository(repo: Repo) -> dict[str, Any]:
    def issue(_: object, number: int) -> dict[str, Any]:
        if number not in (*repo.issues, *repo.pulls):
            raise _not_found(f"an issue or pull request with the number of {number}")
        return {"__typename": "Issue" if number in repo.issues else "PullRequest", "number": number}

    return {
        "nameWithOwner": repo.name,
        "isArchived": repo.archived,
        "object": lambda _, expression: _object(repo, expression),
        "issueOrPullRequest": issue,
        "release": lambda _, **asked: asked if asked["tagName"] in repo.releases else None,
        "ref": lambda _, **asked: {"name": "x"} if asked["qualifiedName"].removeprefix("refs/tags/") in repo.tags else None,
    }


def _object(repo: Repo, expression: str) -> dict[str, Any] | None:
    ref, colon, path = expression.partition(":")
    tree = repo.trees.get(repo.tags.get(ref, ref))
    if tree is None:
        return None
    if colon:
        return {"__typename": "Tree" if tree[path] is None else "Blob", "oid": "1"} if path in tree else None
    commit = {"__typename": "Commit", "oid": "2", "file": lambda _, path: {"lineCount": tree[path]} if path in tree else None}
    return {"__typename": "Tag", "oid": "3", "target": commit} if ref in repo.tags else commit


def _not_found(what: str) -> GraphQLError:
    return GraphQLError(f"Could not resolve to {what}.", extensions={"type": "NOT_FOUND"})


Reply: TypeAlias = tuple[int, Mapping[str, str], bytes]
"""Status, headers and body."""


@contextmanager
def github(world: World, reply: Callable[[Mapping[str, Any]], Reply] | None = None) -> Iterator[Api]:
    """Serve the API; `reply` answers in its place."""
    heard: list[tuple[Mapping[str, str], Mapping[str, Any]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.append((dict(self.headers.items()), asked))
            json_type = {"Content-Type": "application/json; charset=utf-8"}
            status, headers, body = reply(asked) if reply else (200, json_type, json.dumps(answer(world, asked)).encode())
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Api(f"http://127.0.0.1:{server.server_address[1]}/graphql", heard)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
