"""From a host's name to the addresses that may be dialled for it.

Notes come from strangers, and so do the names in them: a name may lead into the network of whoever runs the check. So every
name is resolved here, all answers are judged, and those that may be asked are what is dialled; nobody resolves the name again.
"""

import socket
from asyncio import Future, Semaphore, ensure_future, get_running_loop, shield, timeout
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from threading import Thread
from typing import TypeAlias

from notelint.web.address import reach
from notelint.web.messages import Failure, FailureKind

Lookup: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""Name and port to IP addresses; raises socket.gaierror, TimeoutError or another OSError."""

Routes: TypeAlias = Mapping[tuple[str, int], str]
"""Host (in lower case) and port to the IP address to dial, in place of asking the name system: `--resolve`."""

# Two addresses of each family: enough for a dead one, and no burst of connections from one link.
_PER_FAMILY = 2

# A name that failed is not asked for again within this time; less than the pause before a death is confirmed.
_FAILURE_KEPT = 1.0
_KEPT = 300.0

# That a name, or every address of it, does not exist. Windows has numbers of its own: WSAHOST_NOT_FOUND, WSANO_DATA.
_ABSENT = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME), 11001, 11004})


def failure_kind(error: BaseException) -> FailureKind:
    """What kind of failure an error of the resolver is (RFC 3493, section 6.1; the numbers differ by platform).

    Only an answer that the name, or every address of it, does not exist is one. All else may be weather: a server that
    fails (SERVFAIL comes as EAI_AGAIN), refuses, or is out of reach.
    """
    if not isinstance(error, socket.gaierror):
        return "name-trouble"
    return "no-such-host" if error.errno in _ABSENT else "name-trouble"


class Dialler:
    """Names and the addresses that may be dialled for them.

    `routes` are taken as they are: who wrote them on the command line has said that these addresses may be asked for these
    hosts. `allow_private` lifts the judgement. `clock` gives seconds.
    """

    def __init__(
        self,
        lookup: Lookup,
        clock: Callable[[], float],
        *,
        routes: Routes | None = None,
        allow_private: bool = False,
        timeout: float = 10.0,
    ) -> None:
        self._lookup = lookup
        self._clock = clock
        self._routes = routes or {}
        self._allow_private = allow_private
        self._timeout = timeout
        self._known: dict[tuple[str, int], tuple[float, tuple[str, ...] | Failure]] = {}
        self._asking: dict[tuple[str, int], Awaitable[tuple[str, ...] | Failure]] = {}
        self._trusted: dict[tuple[str, int], tuple[str, ...]] = {}
        self._allowed: set[str] = set(self._routes.values())

    async def addresses(self, host: str, port: int) -> tuple[str, ...] | Failure:
        """The IP addresses to dial for a host in normal form, at least one; or why there is none."""
        key = (host, port)
        kept = self._known.get(key)
        if kept is not None and self._clock() < kept[0]:
            return kept[1]
        return await self._once(key)

    def known(self, host: str, port: int) -> tuple[str, ...]:
        """What `addresses` or `trust` found last, empty for nothing."""
        if (host, port) in self._trusted:
            return self._trusted[host, port]
        found = self._known.get((host, port), (0.0, ()))[1]
        return () if isinstance(found, Failure) else found

    def may_dial(self, address: str) -> bool:
        """Whether an IP address may be dialled: asked again before every single connection."""
        return self._allow_private or address in self._allowed or _reach(address) == "public"

    def forbidden(self, host: str) -> Failure | None:
        """The failure of a host that says of itself that it must not be asked."""
        where = reach(host)
        return None if self._allow_private or where in (None, "public") else Failure("forbidden-address", f"{host} is {where}")

    async def trust(self, host: str, port: int) -> Failure | None:
        """Resolve a host that the user named as a proxy, wherever it lies; why that failed, else None."""
        if (host, port) not in self._trusted:
            try:
                found = (host.strip("[]"),) if is_literal(host) else tuple(await self._lookup(host, port))
            except OSError as error:
                return Failure("name-trouble", f"the proxy {host}: {error.strerror or error}")
            self._trusted[host, port] = found
            self._allowed.update(found)
        return None

    async def _once(self, key: tuple[str, int]) -> tuple[str, ...] | Failure:
        """Resolve a name; whoever asks for the same meanwhile gets the same answer."""
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = ensure_future(self._resolve(key))
        return await shield(asking)

    async def _resolve(self, key: tuple[str, int]) -> tuple[str, ...] | Failure:
        found: tuple[str, ...] | Failure
        try:
            found = await self._found(*key)
            self._known[key] = (self._clock() + (_FAILURE_KEPT if isinstance(found, Failure) else _KEPT), found)
        finally:
            del self._asking[key]
        return found

    async def _found(self, host: str, port: int) -> tuple[str, ...] | Failure:
        route = self._routes.get((host, port))
        if route:
            return (route,)
        if forbidden := self.forbidden(host):
            return forbidden
        if is_literal(host):
            return (host.strip("[]"),)
        try:
            async with timeout(self._timeout):
                answers = await self._lookup(host, port)
        except TimeoutError:
            return Failure("name-trouble", f"the name system did not answer for {host} within {self._timeout:g} s")
        except OSError as error:
            return Failure(failure_kind(error), f"{host}: {error.strerror or error}")
        return self._judged(host, answers)

    def _judged(self, host: str, answers: Sequence[str]) -> tuple[str, ...] | Failure:
        """The answers that may be dialled.

        A name with public and private answers is served to the public all the same; the private ones are passed over.
        """
        fit = [answer for answer in dict.fromkeys(answers) if self._allow_private or _reach(answer) == "public"]
        if not fit and answers:
            return Failure("forbidden-address", f"{host} leads to {answers[0]}, which is {_reach(answers[0])}")
        chosen = _some_of_each_family(fit)
        self._allowed.update(chosen)
        return chosen or Failure("no-such-host", f"{host} has no address")


def is_literal(host: str) -> bool:
    """Whether a host in normal form is an IP address: a last label of digits makes it one (WHATWG URL Standard, 3.5)."""
    return host.startswith("[") or host.rpartition(".")[2].isdigit()


def _reach(answer: str) -> str:
    """Where an IP address lies; what cannot be read lies nowhere that may be asked."""
    return reach(f"[{answer}]" if ":" in answer else answer) or "unspecified"


def _some_of_each_family(addresses: Sequence[str]) -> tuple[str, ...]:
    counts = {True: 0, False: 0}
    chosen = []
    for address in addresses:
        counts[":" in address] += 1
        if counts[":" in address] <= _PER_FAMILY:
            chosen.append(address)
    return tuple(chosen)


class SystemLookup:
    """The name system as the machine is set up to ask it.

    Every lookup has a thread of its own, at most `most` at once, so that names whose servers are silent hold up no others: the
    pool of asyncio has room for six on two processors, and would be waited for when the program ends.
    """

    def __init__(self, most: int = 256) -> None:
        self._room = Semaphore(most)

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Resolve a name to IP addresses. Raises OSError, socket.gaierror among them."""
        await self._room.acquire()
        loop = get_running_loop()
        answer: Future[Sequence[str]] = loop.create_future()

        def settle(found: Sequence[str] | Exception) -> None:
            self._room.release()
            if answer.done():
                return  # nobody waits any more
            if isinstance(found, Exception):
                answer.set_exception(found)
            else:
                answer.set_result(found)

        def ask() -> None:
            found = _ask_system(host, port)
            with suppress(RuntimeError):  # the loop is closed: the program ends
                loop.call_soon_threadsafe(settle, found)

        try:
            Thread(target=ask, name="notelint-lookup", daemon=True).start()
        except RuntimeError as error:  # no more threads to be had
            self._room.release()
            raise OSError(str(error)) from error
        return await answer


def _ask_system(host: str, port: int) -> Sequence[str] | Exception:
    """IP addresses of a name, or the error. As bytes, because the codec for names as text rejects some that exist."""
    try:
        found = socket.getaddrinfo(host.encode("ascii", "replace"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return error if isinstance(error, OSError) else OSError(str(error))
    return [str(sockaddr[0]) for *_, sockaddr in found]
