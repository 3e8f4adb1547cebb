"""A GitHub as the environment names it: its API is asked only with a token, and that is the user's own."""

from collections.abc import Mapping

from notelint.errors import ConfigError
from notelint.web.address import parse, reach
from notelint.web.github import ENDPOINT, SERVER, Api
from notelint.web.policy import origin
from notelint.web.transport.proxies import Proxies

_TOKENS = ("GH_TOKEN", "GITHUB_TOKEN")
_LONGEST = 1000


def from_environment(environment: Mapping[str, str], proxies: Proxies) -> Api | None:
    """The API to ask with the token in `GH_TOKEN` or `GITHUB_TOKEN` (in the order of GitHub's own `gh`); None without one.

    `GITHUB_GRAPHQL_URL` and `GITHUB_SERVER_URL` name another GitHub, as GitHub Actions do. Raises ConfigError for an address to
    which the token would be sent in the clear, and for a token that is none; neither says what it is.
    """
    tokens = ((name, environment.get(name, "").strip()) for name in _TOKENS)
    name, token = next(((name, token) for name, token in tokens if token), ("", ""))
    if not token:
        return None
    if len(token) > _LONGEST or not (token.isascii() and token.isprintable()) or " " in token:
        raise ConfigError(f"The token in {name} has characters that no token has.")
    endpoint = environment.get("GITHUB_GRAPHQL_URL", "").strip()
    if not endpoint:  # then it is the public GitHub: it shall hear nothing of another one's repositories
        return Api(token)
    server = environment.get("GITHUB_SERVER_URL", "").strip() or SERVER
    if endpoint == ENDPOINT and server == SERVER:
        return Api(token)
    return Api(token, _endpoint(endpoint, proxies), _server(server))


def _endpoint(url: str, proxies: Proxies) -> str:
    """The address to which the token goes, in normal form."""
    address = parse(url)
    if address is not None and address.host and not address.username and not address.password:
        is_here = address.scheme == "http" and reach(address.host) == "loopback" and not proxies.proxy_for("http", address.host)
        if address.scheme == "https" or is_here:
            query = f"?{address.query}" if address.query else ""
            return f"{origin(address)}{address.path}{query}"
    raise ConfigError(
        "GITHUB_GRAPHQL_URL is no address that begins with https://, so a token sent there would be open to all on the way."
    )


def _server(url: str) -> str:
    """The origin of the pages that the API knows."""
    address = parse(url)
    if address is None or address.scheme != "https" or not address.host or address.path != "/":
        raise ConfigError("GITHUB_SERVER_URL is no address of a server that begins with https://.")
    return origin(address)
