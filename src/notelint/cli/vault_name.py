"""Under which name a store knows the notes of a repository: the same from sweep to sweep, on whatever machine."""

import os
import re
from pathlib import Path

from notelint import git

# `https://user:token@host:port/owner/name.git`, and as ssh writes it: `git@host:owner/name.git` (git-fetch(1), "GIT URLS").
_URL = re.compile(r"(?i)(?:https?|ssh|git)://(?:[^/@]*@)?([^/:@]+)(?::[0-9]*)?/+([^?#]+)")
_SCP = re.compile(r"(?:[^/@:]+@)?([^/:@]{2,}):(?!/*\Z)/*([^?#]+)")


def vault_name(root: Path) -> str:
    """The name of the vault at `root`: `host/owner/name` where git's `origin` leads to a host, else the folder itself.

    Nothing that could be a user or a password is in it.
    """
    said = git.run(root, "config", "--get", "remote.origin.url") if os.path.lexists(root / ".git") else None
    return of_remote(os.fsdecode(said or b"").strip()) or root.as_posix()


def of_remote(url: str) -> str:
    """`host/owner/name` for the address of a repository; empty for a folder and whatever else it may be."""
    found = _URL.match(url) or (None if "://" in url else _SCP.fullmatch(url))
    if found is None:
        return ""
    return f"{found[1].lower()}/{found[2].strip('/').removesuffix('.git')}"
