"""What can go wrong outside the notes: each error is one sentence for the user."""


class NotelintError(Exception):
    """Something the user can mend. Its text is one sentence that names the cause and the way out; the exit code is 2."""


class ConfigError(NotelintError):
    """The configuration cannot be read or says something that notelint does not know."""


class PathError(NotelintError):
    """A path that was given does not exist, cannot be read, or holds no note."""


class RuleCrash(NotelintError):  # noqa: N818 -- a crash is not the user's error
    """A rule raised on a note: a bug in notelint. The text names rule and note; the exit code is 3."""
