"""Parts of addresses in normal form, cut out without parsing them."""


def host_of(url: str) -> str:
    """Host and port of an address, as the schedule knows them; http and https share a server."""
    return url.partition("//")[2].partition("/")[0]


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    return url[: url.index("/", url.index("//") + 2)]
