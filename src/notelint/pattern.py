"""Regular expressions that are compiled when first used.

A small run needs few of those that modules define, and compiling all of them took a quarter of its time.
"""

import re
from typing import Any, AnyStr


class _Late:
    """Stands for a compiled pattern until one of its methods is asked for, and keeps those that were."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Python asks here only for what is not yet in the instance: from the second time on a method costs nothing extra.
        value = getattr(re.compile(self._source, self._flags), name)
        self.__dict__[name] = value
        return value


def late_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern, to be used as one that `re.compile` gives; a mistake in it shows at the first use."""
    late: Any = _Late(source, flags)
    return late  # type: ignore[no-any-return]  # it has every method and attribute that a pattern has
