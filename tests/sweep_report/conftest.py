"""A vault that was swept for some weeks, with something in every section."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from notelint.cli import report as command
from notelint.cli import sweep
from notelint.web.evidence import DAY
from notelint.web.verdict import FragmentVerdict, Verdict
from tests.conftest import Notelint, git, write
from tests.web.sweeping import verdict
from tests.web.sweeping_command import Web

HOSTS = {
    "gone.org": ("dead", "gone", 410),
    "parked.org": ("suspect", "parked", 200),
    "wall.org": ("blocked", "forbidden", 403),
    "slow.org": ("unsure", "timeout", None),
    "old.org": ("moved", "moved", 200),
}


def at(host: str, page: str) -> str:
    return f"https://{host}/{page}"


class Vault(Web):
    """What each address answers is told by its host; those in `down` are dead whatever their host."""

    def __init__(self, notelint: Notelint) -> None:
        super().__init__(notelint)
        self.down: set[str] = set()

    def answer(self, task) -> Verdict:  # type: ignore[no-untyped-def]  # as in Web
        url = task.url
        if url in self.answers:
            return self.answers[url]._replace(checked_at=self.at)
        host = url.split("/")[2]
        state, reason, status = HOSTS.get(host, ("alive", "ok", 200))
        if url in self.down:
            state, reason, status = "dead", "no-such-host", None
        found = verdict(url, state, reason, self.at, status)  # type: ignore[arg-type]  # of words above
        if state == "moved":
            found = found._replace(location=url.replace("old.org", "new.org"))
        if "#" in url or any(task.fragments):
            found = found._replace(
                fragments=tuple(FragmentVerdict(one, "missing", "no-such-id", "intro") for one in task.fragments)
            )
        return found._replace(title=f"The page {url.rsplit('/', 1)[1]}" if state in ("alive", "moved") else "")


@pytest.fixture
def swept(repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """Swept three times; with the last sweep one link broke, and one came back."""
    made = Vault(notelint)
    monkeypatch.setattr(sweep, "ask", made.ask)
    monkeypatch.setattr(sweep, "now", lambda: made.at)
    monkeypatch.setattr(command, "now", lambda: made.at)
    lines = [f"<{at(host, str(number))}>" for host in HOSTS for number in range(3)]
    alive = [f"<{at('alive.org', str(number))}>" for number in range(20)]
    more = f"[part]({at('alive.org', 'parts')}#introduction) and [it]({at('back.org', 'x')}), [late]({at('late.org', 'x')})"
    write(
        repository,
        {"a.md": "\n\n".join(["# A", *lines, more]), "in/b.md": "\n\n".join(["# B", *alive, f"<{at('gone.org', '0')}>"])},
    )
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "x", "--date=2017-05-06T12:00:00Z")
    with ThreadPoolExecutor(1) as apart:  # in the thread of the tests, the loop of the browser may be under way
        apart.submit(_sweeps, made).result()
    return made


def _sweeps(made: Vault) -> None:
    made.down = {at("back.org", "x")}
    assert made.sweep().err == ""
    assert made.sweep(after=3 * DAY).err == ""
    made.down = {at("late.org", "x")}
    assert made.sweep(after=5 * DAY).err == ""
