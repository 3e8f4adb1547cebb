"""From the values of a TOML file to those of the program, by the types that settings and options are declared with."""

import types
from collections.abc import Iterable, Mapping
from typing import Any, Literal, Union, get_args, get_origin

from notelint.nearest import nearest


class WrongTypeError(Exception):
    """A value is not what a setting takes; its text says what that would be."""


def convert(value: object, hint: Any) -> Any:
    """The value as what the type hint asks for: lists as tuples, one string as a tuple of one. Raises WrongTypeError."""
    origin = get_origin(hint)
    if origin is Literal:
        return _choice(value, get_args(hint))
    if origin in (tuple, list):
        return _items(value, hint, origin)
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return _table(value, hint)
    if origin in (Union, types.UnionType):
        return _any_of(value, hint)
    if hint in (Any, object):
        return value
    wanted = (int, float) if hint is float else hint
    if not isinstance(value, wanted) or (isinstance(value, bool) and hint is not bool):
        raise WrongTypeError(describe(hint))
    return hint(value)


def _choice(value: object, choices: tuple[Any, ...]) -> object:
    if value not in choices:
        raise WrongTypeError("one of " + ", ".join(map(str, choices)))
    return value


def _items(value: object, hint: Any, origin: Any) -> Any:
    inner = get_args(hint)
    if isinstance(value, str) and inner[0] is str and origin is tuple:
        return (value,)
    if not isinstance(value, list):
        raise WrongTypeError(describe(hint))
    try:
        if origin is tuple and len(inner) > 1 and inner[1] is not Ellipsis:
            return tuple(convert(item, kind) for item, kind in zip(value, inner, strict=True))
        return origin(convert(item, inner[0]) for item in value)
    except (WrongTypeError, ValueError):
        raise WrongTypeError(describe(hint)) from None


def _table(value: object, hint: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WrongTypeError(describe(hint))
    kind = (get_args(hint) or (str, Any))[1]
    try:
        return {str(key): convert(item, kind) for key, item in value.items()}
    except WrongTypeError:
        raise WrongTypeError(describe(hint)) from None


def _any_of(value: object, hint: Any) -> object:
    for kind in get_args(hint):
        try:
            return convert(value, kind)
        except (WrongTypeError, TypeError):
            continue
    raise WrongTypeError(describe(hint))


def written(value: object) -> str:
    """A value as JSON, which is near enough to what stands in a TOML file."""
    import json  # for messages and schemas; a run without configuration needs none

    return json.dumps(value, default=str, ensure_ascii=False)


_WORDS = {
    bool: ("true or false", "values true or false"),
    int: ("a whole number", "whole numbers"),
    float: ("a number", "numbers"),
    str: ("a string", "strings"),
}


def describe(hint: Any) -> str:
    """A type in words: `a list of strings`."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return "one of " + ", ".join(map(str, inner))
    if origin in (tuple, list):
        return f"a list of {_plural(inner[0])}"
    if origin in (Union, types.UnionType):
        return " or ".join(describe(kind) for kind in inner if kind is not type(None))
    if origin is not None:
        return f"a table of {_plural(inner[1])}" if inner[1] is not Any else "a table"
    return _WORDS[hint][0] if hint in _WORDS else "a value"


def _plural(hint: Any) -> str:
    origin = get_origin(hint)
    if hint in _WORDS:
        return _WORDS[hint][1]
    if origin is Literal:
        return "values out of " + ", ".join(map(str, get_args(hint)))
    return "lists" if origin in (tuple, list) else "tables" if origin is dict else "values"


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """The sentence that says that a name is not known, and which one was perhaps meant, or which there are."""
    names = sorted(known)
    near = nearest(name, names)
    return f"unknown {what} `{name}`" + (f"; did you mean `{near}`?" if near else f". Known: {', '.join(names)}.")
