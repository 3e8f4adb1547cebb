"""The name under which a process holds leases, by which others on the same machine can tell that it is gone.

Only Linux tells what is needed; elsewhere nobody is known to be gone, and leases run out by themselves.
"""

import os
from pathlib import Path
from uuid import uuid4

_PROC = Path("/proc")


def worker_name(sweep: int | None = None) -> str:
    """A name that no other worker has: machine, process, and a word of chance, for a process may be several workers.

    At its end stands the number of the sweep in which it has a part, if it is one that several workers share.
    """
    mine = (this_machine() or "?", str(os.getpid()), _started(os.getpid()) or "?", uuid4().hex[:8])
    return "/".join(mine if sweep is None else (*mine, f"sweep-{sweep}"))


def is_of(name: str, sweep: int) -> bool:
    """Whether a worker has a part in a sweep that several share."""
    return name.endswith(f"/sweep-{sweep}")


def is_gone(name: str) -> bool:
    """Whether the process of a worker has certainly ended; False for one on another machine."""
    machine, process, started, *_ = *name.split("/"), "", "", ""
    if not machine or machine != this_machine() or not process.isdigit():
        return False
    return _started(int(process)) != started


def this_machine() -> str:
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
