"""Requests are sent: by whom, and what is made of a reply that does not come in time."""

import asyncio
from typing import Protocol

from notelint.web.messages import Failure, Reply, Request
from notelint.web.policy import Policy


class Transport(Protocol):
    """What sends requests. It never raises for anything that a server can do, and may be cancelled.

    It may have a method `rest` to be told of a host (and port) for which nothing waits any more.
    """

    async def send(self, request: Request) -> Reply:
        """The answer to a request, or why there is none."""


async def reply_to(request: Request, transport: Transport, policy: Policy, spent: float) -> Reply:
    """The reply to a request, or what comes of it when the time for its address ends before, of which so much is spent."""
    left = policy.deadline - spent
    try:
        if left > 2 * policy.timeout:  # to look up a name, and to answer
            return await transport.send(request)
        async with asyncio.timeout(max(0.0, left)):
            return await transport.send(request)
    except TimeoutError:
        return Failure("deadline", f"no verdict within {policy.deadline:g} s", max(0.0, left))
    except Exception as error:
        return Failure("crashed", f"{type(error).__name__}: {error}")
