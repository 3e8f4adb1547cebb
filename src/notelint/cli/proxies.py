"""Proxies as the environment names them: it is the user's own, so what it says about the network counts."""

from collections.abc import Mapping

from notelint.web.transport.proxies import Proxies


def from_environment(environment: Mapping[str, str]) -> Proxies:
    """The proxies of `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in small letters or capitals.

    `HTTP_PROXY` in capitals does not count where a web server made the environment (CVE-2016-5385, "httpoxy").
    """

    def named(name: str) -> str:
        shouted = "" if name == "http_proxy" and "REQUEST_METHOD" in environment else environment.get(name.upper(), "")
        return (environment.get(name) or shouted).strip()

    every = named("all_proxy")
    direct = tuple(entry.strip() for entry in named("no_proxy").split(",") if entry.strip())
    return Proxies(_address(named("http_proxy") or every), _address(named("https_proxy") or every), direct)


def _address(proxy: str) -> str:
    """A proxy as an address; many write none but host and port."""
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy
