"""The name under which a process holds leases, by which others on the same machine can tell that it is gone.

Only Linux tells what is needed; elsewhere nobody is known to be gone, and leases run out by themselves.
"""

import os
from pathlib import Path
from uuid import uuid4

_PROC = Path("/proc")


def worker_name() -> str:
    """A name that no other worker has: machine, process, and a word of chance, for a process may be several workers."""
    return "/".join((_machine() or "?", str(os.getpid()), _started(os.getpid()) or "?", uuid4().hex[:8]))


def is_gone(name: str) -> bool:
    """Whether the process of a worker has certainly ended; False for one on another machine."""
    machine, process, started, *_ = *name.split("/"), "", "", ""
    if not machine or machine != _machine() or not process.isdigit():
        return False
    return _started(int(process)) != started


def _machine() -> str:
    """The machine since it started, and the space of process numbers in it: containers have their own (namespaces(7))."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot[:18]}.{(_PROC / 'self/ns/pid').readlink().name.strip('pid:[]')}"
    except OSError:
        return ""


def _started(process: int) -> str:
    """When a process began, in ticks since the boot (proc_pid_stat(5), field 22): numbers are used again. Empty for none."""
    try:
        fields = (_PROC / str(process) / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
