"""Addresses that GitHub's API knows are asked there, many at once, before the others have their turn.

What it does not answer goes the ordinary way. The token goes to the address of the API and nowhere else: it is in no settings,
and redirects are not followed.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable, Sequence
from typing import NamedTuple

from notelint.web.github import BATCH, Api, Asked, asked, query
from notelint.web.github.answer import is_refusal, verdicts
from notelint.web.messages import Failure, Reply, Request, Response
from notelint.web.progress import Limits
from notelint.web.sending import Transport
from notelint.web.sweep import Sweep, ToAsk, as_they_come
from notelint.web.verdict import Verdict

PATIENCE = 0.1
"""For how many seconds a batch waits for more addresses."""
_TROUBLES = 3
_LARGEST = 1 << 20
_KINDS = ("application/json", "application/graphql-response+json")
# Whoever is not let in, or redirected, will not be at the next batch either.
_FINAL = frozenset({401, 403, 404, 429}) | frozenset(range(300, 400))


class _Waiting(NamedTuple):
    """An address that waits for its batch, as it came and as the API is asked about it."""

    to_ask: ToAsk
    asked: Asked

    @property
    def url(self) -> str:
        """The address."""
        return self.to_ask[0]


class GitHubFirst:
    """Asks an API, and counts in the progress of a run what it asks.

    `take` is asked before an address is; one that it refuses goes the ordinary way. `tell` hears the verdicts.
    """

    def __init__(
        self,
        api: Api,
        transport: Transport,
        run: Sweep,
        tell: Callable[[str, Verdict], None],
        *,
        take: Callable[[str], bool] | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._api, self._transport, self._run, self._tell = api, transport, run, tell
        self._take = take or (lambda url: True)
        self._limits = limits or Limits()
        self._end = run.clock.now() + self._limits.seconds
        self._seen: set[str] = set()
        self._waiting: deque[_Waiting] = deque()
        self._rest: asyncio.Queue[ToAsk | None] = asyncio.Queue()
        self._news = asyncio.Event()
        self._is_read = False
        self._troubles = 0

    async def rest(self, addresses: Iterable[ToAsk] | AsyncIterable[ToAsk]) -> AsyncGenerator[ToAsk, None]:
        """The addresses that are to be asked the ordinary way, as soon as that is known. Raises what `addresses` raise."""
        reading = asyncio.ensure_future(self._read(addresses))
        asking = asyncio.ensure_future(self._ask_all())
        try:
            while (to_ask := await self._rest.get()) is not None:
                yield to_ask
            await asking
            await reading
        finally:
            reading.cancel()
            asking.cancel()
            await asyncio.gather(reading, asking, return_exceptions=True)

    async def _read(self, addresses: Iterable[ToAsk] | AsyncIterable[ToAsk]) -> None:
        try:
            async for to_ask in as_they_come(addresses):
                url, fragments, _ = to_ask
                about = asked(url, fragments, self._run.policy, self._api.server) if url not in self._seen else None
                if about is None or self._is_over():
                    self._rest.put_nowait(to_ask)
                    continue
                self._seen.add(url)
                self._run.left += 1
                self._waiting.append(_Waiting(to_ask, about))
                self._news.set()
        finally:
            self._is_read = True
            self._news.set()

    async def _ask_all(self) -> None:
        try:
            while await self._is_more():
                batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
                self._run.left -= len(batch)
                await self._ask(batch)
        finally:
            self._rest.put_nowait(None)

    async def _is_more(self) -> bool:
        """Wait for a batch: a whole one, or what has come when no more does for a while."""
        while not self._waiting and not self._is_read:
            self._news.clear()
            await self._news.wait()
        try:
            async with asyncio.timeout(PATIENCE):
                while len(self._waiting) < BATCH and not self._is_read:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            pass
        return bool(self._waiting)

    def _is_over(self) -> bool:
        """Whether the API is not to be asked any more: it does not want to, or the run has come to its limits."""
        is_spent = self._run.requests >= self._limits.requests or self._run.clock.now() >= self._end
        return is_spent or self._troubles >= _TROUBLES

    async def _ask(self, batch: Sequence[_Waiting]) -> None:
        """Ask about a batch, tell what the API knows, and hand on the others."""
        mine = [waiting for waiting in batch if not self._is_over() and self._take(waiting.url)]
        taken = {waiting.url for waiting in mine}
        for waiting in batch:
            if waiting.url not in taken:
                self._rest.put_nowait(waiting.to_ask)
        if mine:
            await self._ask_about(mine)

    async def _ask_about(self, batch: Sequence[_Waiting]) -> None:
        self._run.open += len(batch)
        questions = [waiting.asked for waiting in batch]
        reply = await self._reply(questions)
        requests = 1
        for waiting, verdict in zip(batch, self._read_reply(questions, reply), strict=True):
            self._run.open -= 1
            if verdict is None:
                self._rest.put_nowait(waiting.to_ask)
                continue
            self._run.done += 1
            now = self._run.clock.wall()
            self._tell(waiting.url, verdict._replace(requests=requests, seconds=reply.seconds, checked_at=now))
            requests = 0  # one for all of them

    async def _reply(self, batch: Sequence[Asked]) -> Reply:
        """What the API answers."""
        self._run.requests += 1
        try:
            async with asyncio.timeout(self._run.policy.deadline):
                reply = await self._transport.send(self._request(batch))
        except TimeoutError:
            reply = Failure("deadline", "", self._run.policy.deadline)
        except Exception:
            reply = Failure("crashed")  # without what was said: the token might be in it
        self._run.reached.note(self._api.endpoint, reply)
        return reply

    def _request(self, batch: Sequence[Asked]) -> Request:
        headers = (
            ("User-Agent", self._run.policy.user_agent),
            ("Accept", "application/json"),
            ("Content-Type", "application/json"),
            ("Authorization", f"Bearer {self._api.token}"),
        )
        text, variables = query(batch)
        content = json.dumps({"query": text, "variables": variables}).encode()
        return Request(self._api.endpoint, headers, _LARGEST, method="POST", content=content, kinds=_KINDS)

    def _read_reply(self, batch: Sequence[Asked], reply: Reply) -> Sequence[Verdict | None]:
        """The verdicts that a reply holds; none where it is not what was asked for."""
        answer = self._answer(reply)
        if answer is None or is_refusal(answer):
            is_final = answer is not None or (isinstance(reply, Response) and reply.status in _FINAL)
            self._troubles += _TROUBLES if is_final else 1
            return [None] * len(batch)
        self._troubles = 0
        return verdicts(batch, answer, self._api.server)

    def _answer(self, reply: Reply) -> object:
        """The JSON that a reply holds; None for any other, and for one that says the token."""
        if not isinstance(reply, Response) or reply.status != 200 or reply.is_cut or self._api.token.encode() in reply.body:
            return None
        try:
            return json.loads(reply.body)
        except (ValueError, RecursionError):
            return None
