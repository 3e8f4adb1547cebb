"""A worker's turn in a sweep that several share: what it is told is put together with what its own environment says."""

import os
import platform
import time
from collections.abc import Callable

from notelint import __version__
from notelint.cli import github
from notelint.cli.proxies import from_environment
from notelint.errors import NotelintError
from notelint.web.asking import Means, ask
from notelint.web.cluster import Done
from notelint.web.part import Part, WithdrawnError, Work
from notelint.web.store import StoreError
from notelint.web.store.open import open_store
from notelint.web.worker import this_machine


def here() -> str:
    """A name of this machine, the same for all whose processes can share a file and see each other."""
    return this_machine() or platform.node()


def take(work: Work, machine: str, is_wanted: Callable[[], bool], hear: Callable[[], None]) -> Done:
    """Ask what nobody else has in hand until nothing is left. `machine` is how others call this machine."""
    if work.version != __version__:
        return _refused(machine, f"The worker on {machine} has notelint {__version__}, and this is {work.version}.")
    if work.machine and work.machine != here():
        return _refused(
            machine,
            f"The store {work.store} is a file, which serves one machine, but there is a worker on {machine}:"
            " give a database of PostgreSQL (`--store postgresql://…`).",
        )
    try:
        return _taken(work, machine, is_wanted, hear)
    except WithdrawnError:
        return Done(machine)
    except StoreError as error:
        return Done(machine, error=str(error))
    except NotelintError as error:
        return _refused(machine, str(error))
    except OSError as error:
        return _refused(machine, f"The worker on {machine} cannot begin: {error}.")


def _taken(work: Work, machine: str, is_wanted: Callable[[], bool], hear: Callable[[], None]) -> Done:
    proxies = from_environment(os.environ)
    token = github.from_environment(os.environ, proxies)
    means = Means(proxies=proxies, routes=work.routes, ca_file=work.ca_file, github=token)
    store = open_store(work.store)
    try:
        part = Part(store, work, time.time, is_wanted=is_wanted, hear=hear, has_heard=machine in work.heard)
        part.run(ask, work.policy, means, work.chosen)
        return Done(machine, part.held, part.is_spent, is_full=part.is_full)
    finally:
        store.close()


def _refused(machine: str, why: str) -> Done:
    return Done(machine, error=why, may_pass=False)
