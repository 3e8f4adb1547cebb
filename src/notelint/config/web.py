"""The settings in `[web]`: how addresses on the web are asked. Checked here, and made into a `Policy` when one is needed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from notelint.config import SETTINGS, Config
from notelint.config.values import WrongTypeError, convert, written
from notelint.pattern import late_pattern

if TYPE_CHECKING:
    from notelint.web.policy import Policy

Typed: TypeAlias = Callable[[str, Any, Any], Any]

NEVER_FROM_A_FILE: Mapping[str, str] = {
    name: f"`web.{name}` is not taken from a configuration file, which may come from a stranger: {instead}."
    for names, instead in (
        (("allow-private", "private"), "give `--allow-private` on the command line"),
        (("proxy", "proxies"), "set the environment or give it on the command line"),
        (("environment", "env", "token"), "what is secret never comes from there"),
    )
    for name in names
}
"""Settings that someone will look for, and why they are not there."""

# RFC 9110, section 5.6.2: what the name of a header is made of. Its value: no line end, no other control character.
_TOKEN = late_pattern(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_CONTROL = late_pattern(r"[\x00-\x08\x0a-\x1f\x7f]")
_ORIGIN = late_pattern(r"https?://[^/?#@\s]+/?\Z")
_STATUSES = range(100, 1000)
# What belongs to the connection or is decided by it (RFC 9110, sections 7.2, 7.6.1 and 8.6; RFC 9112, section 6).
_OWN = frozenset(
    {
        "host",
        "connection",
        "content-length",
        "transfer-encoding",
        "te",
        "trailer",
        "upgrade",
        "keep-alive",
        "proxy-authorization",
    }
)


def web_setting(key: str, value: object, folder: Path) -> Any:
    """A setting of `[web]`, checked: with pairs for tables. Raises ValueError with the sentence that says why not."""
    name = key.removeprefix("web.")
    try:
        made = convert(value, SETTINGS[key].hint)
    except WrongTypeError as error:
        raise ValueError(f"`{key}` takes {error}, not {written(value)}.") from None
    check = _CHECKS.get(name)
    return check(made, folder) if check else made


def policy(config: Config, defaults: "Policy", *, allow_private: bool = False) -> "Policy":
    """How addresses are asked under this configuration: a command's defaults, and what is set in place of them.

    `allow_private` is the command line's word.
    """
    from notelint.web.policy import user_agent

    apart = ("contact", "ca-file", "timeout")
    given = {name.replace("-", "_"): value for name, value in config.web.items() if name not in apart}
    made = defaults.patient(config.web.get("timeout", defaults.timeout))
    return made._replace(user_agent=user_agent(config.web.get("contact", "")), allow_private=allow_private, **given)


def _seconds(value: float, _: Path) -> float:
    if not 0 < value <= 600:  # also false for what is no number
        raise ValueError(f"`web.timeout` takes seconds, more than 0 and at most 600, not {written(value)}.")
    return value


def _accept(value: Any, _: Path) -> tuple[tuple[str, tuple[int, ...]], ...]:
    pairs = tuple(value.items()) if isinstance(value, dict) else (("*", value),)
    for _pattern, statuses in pairs:
        for status in statuses:
            if status not in _STATUSES:
                raise ValueError(f"`web.accept` takes statuses from 100 to 999, not {status}.")
    return pairs


def _remap(value: dict[str, str], _: Path) -> tuple[tuple[str, str], ...]:
    for text in (*value, *value.values()):
        if not text.startswith(("http://", "https://")):
            raise ValueError(f"`web.remap` takes beginnings of addresses, with `http://` or `https://`, not {written(text)}.")
    return tuple(value.items())


def _headers(value: dict[str, dict[str, str]], _: Path) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    for origin, headers in value.items():
        if not _ORIGIN.match(origin):
            raise ValueError(f"`web.headers` takes origins such as `https://example.org`, not {written(origin)}.")
        for name, content in headers.items():
            if not _TOKEN.match(name) or name.lower() in _OWN:
                raise ValueError(f"`web.headers` for {origin} may not set {written(name)}: it is no header that one chooses.")
            if _CONTROL.search(content):
                raise ValueError(
                    f"`web.headers` for {origin}: the value of {name} has a line end or another control character."
                )
    return tuple((origin, tuple(headers.items())) for origin, headers in value.items())


def _fragments(value: Any, _: Path) -> tuple[tuple[str, bool], ...]:
    return tuple(value.items()) if isinstance(value, dict) else (("*", value),)


def _look(value: str, _: Path) -> str:
    from typing import get_args

    from notelint.web.policy import Look

    if value not in get_args(Look):
        raise ValueError(f"`web.look` takes one of {', '.join(get_args(Look))}, not {written(value)}.")
    return value


def _contact(value: str, _: Path) -> str:
    if _CONTROL.search(value) or not value.isascii() or len(value) > 200 or set("()\\") & set(value):
        raise ValueError("`web.contact` takes an address or a mailbox in ASCII, without brackets, not " + written(value) + ".")
    return value


def _ca_file(value: str, folder: Path) -> str:
    place = folder / value
    if not place.is_file():
        raise ValueError(f"`web.ca-file` names {value}, which is no file.")
    return str(place)


_CHECKS: Mapping[str, Callable[[Any, Path], Any]] = {
    "timeout": _seconds,
    "accept": _accept,
    "remap": _remap,
    "headers": _headers,
    "fragments": _fragments,
    "look": _look,
    "contact": _contact,
    "ca-file": _ca_file,
}
