"""Proxies that the user named: which one an address is asked through."""

from typing import NamedTuple


class Proxies(NamedTuple):
    """The addresses of proxies by scheme, empty for none, and the hosts that are asked without.

    An entry of `direct` speaks for a host and all below it, with or without a dot in front; `*` for all hosts. That is how
    most programs read `NO_PROXY`, which no specification describes. A proxy resolves the names itself.
    """

    http: str = ""
    https: str = ""
    direct: tuple[str, ...] = ()

    def proxy_for(self, scheme: str, host: str) -> str:
        """The address of the proxy for a host, empty for none."""
        proxy = self.https if scheme == "https" else self.http
        return "" if not proxy or any(_covers(entry.strip().lower(), host) for entry in self.direct) else proxy


def _covers(entry: str, host: str) -> bool:
    name = entry.lstrip("*").lstrip(".")
    return entry == "*" or (bool(name) and (host == name or host.endswith(f".{name}")))
