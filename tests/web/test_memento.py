"""Archived copies by Memento: what is read, what is chosen, what is taken for a copy."""

import time
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from notelint.cli.options import add_web_arguments
from notelint.web.memento import WAYBACK, Copy, copies_in, find_copy, instant, links, nearest
from notelint.web.messages import Failure, Reply, Request, Response
from notelint.web.policy import Policy
from tests.web.cases import HTML

PAGE = "http://a.org/deep/page"
DAY = datetime(2019, 5, 1, tzinfo=UTC)
GATE = "https://archive.test/web/"
MAY, JUNE = "https://archive.test/2019/05/x", "https://archive.test/2019/06/x"
STAMP = ("memento-datetime", "Wed, 08 May 2019 10:00:00 GMT")
LINKS = ("link", f'<{PAGE}>; rel="original", <https://archive.test/map/x>; rel="timemap"; type="application/link-format"')


def memento(page: str | None = None, status: int = 200, *headers: tuple[str, str]) -> Response:
    return Response(status, (HTML, STAMP, *headers), (page or "<title>Deep</title><p>Words").encode())


def to(location: str) -> Response:
    return Response(302, (("location", location), LINKS))


def search(web: Mapping[str, Reply], page: str = PAGE) -> tuple[Copy | None, list[Request]]:
    asked: list[Request] = []
    talk = find_copy(page, DAY, GATE, Policy())
    try:
        request = next(talk)
        while True:
            asked.append(request)
            assert len(asked) < 50
            request = talk.send(web.get(request.url, Response(404)))
    except StopIteration as end:
        return end.value, asked


def timemap(*rows: tuple[str, str]) -> Response:
    text = ",\n".join(f'<{url}>; rel="memento"; datetime="{when}"' for url, when in rows)
    return Response(200, (("content-type", "application/link-format"),), text.encode())


def test_the_gate_is_asked_for_the_day_and_its_choice_is_taken() -> None:
    copy, asked = search({GATE + PAGE: to(MAY), MAY: memento()})
    assert copy == Copy(MAY, datetime(2019, 5, 8, 10, tzinfo=UTC))
    assert [request.url for request in asked] == [GATE + PAGE, MAY]
    assert dict(asked[0].headers)["Accept-Datetime"] == "Wed, 01 May 2019 00:00:00 GMT"


def test_a_gate_may_answer_with_the_copy_and_say_where_it_lasts() -> None:
    copy, asked = search({GATE + PAGE: memento(None, 200, ("vary", "Accept-Datetime"), ("content-location", "/2019/05/x"))})
    assert copy is not None
    assert (copy.url, len(asked)) == (MAY, 1)


def test_an_answer_that_depends_on_the_day_is_no_place_to_link() -> None:
    listed = timemap((MAY, "Wed, 08 May 2019 10:00:00 GMT"))
    web = {GATE + PAGE: memento(None, 200, ("vary", "Accept-Datetime"), LINKS), "https://archive.test/map/x": listed}
    copy, _ = search({**web, MAY: memento()})
    assert copy is not None
    assert copy.url == MAY


@pytest.mark.parametrize(
    "reply",
    [
        memento(status=404),
        memento(status=503),
        Response(200, (HTML,), b"<title>No copy of this</title>"),
        memento("<title>Page not found</title>"),
        memento("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"),
        memento("<title>Start</title>", 200, ("link", '<http://a.org/>; rel="original"')),
        memento("<title>Hello</title>", 200, ("link", '<http://a.org/login?next=/deep/page>; rel="original"')),
        Failure("timeout"),
    ],
    ids=["404", "503", "no memento", "says absent", "challenge", "root", "login", "failure"],
)
def test_what_is_no_copy_gives_way_to_the_next_nearest(reply: Reply) -> None:
    listed = timemap((MAY, "Wed, 08 May 2019 10:00:00 GMT"), (JUNE, "Sat, 08 Jun 2019 10:00:00 GMT"))
    web = {GATE + PAGE: to(MAY), MAY: reply, "https://archive.test/map/x": listed, JUNE: memento()}
    copy, asked = search(web)
    assert copy is not None
    assert copy.url == JUNE
    assert [request.url for request in asked if request.attempt == 1] == [
        GATE + PAGE,
        MAY,
        "https://archive.test/map/x",
        JUNE,
    ]


@pytest.mark.parametrize(
    "web",
    [
        {},
        {GATE + PAGE: Failure("refused")},
        {GATE + PAGE: to("http://[bad")},
        {GATE + PAGE: to("file:///etc/passwd")},
        {GATE + PAGE: to(GATE + PAGE)},
        {GATE + PAGE: to(MAY), "https://archive.test/map/x": Response(200, (), b"\xff<<<>;rel=memento;datetime=never,")},
    ],
)
def test_without_a_good_copy_there_is_none(web: Mapping[str, Reply]) -> None:
    copy, asked = search(web)
    assert copy is None
    assert len(asked) <= 5


def test_a_frame_around_a_copy_says_nothing_of_it() -> None:
    framed = ("link", f'<{JUNE}>; rel="memento"; datetime="{STAMP[1]}"')
    assert search({GATE + PAGE: memento(None, 200, framed)})[0] is None
    copy, _ = search({GATE + PAGE: memento(None, 200, framed), JUNE: memento(None, 200, framed)})
    assert copy is not None
    assert copy.url == JUNE


def test_redirects_have_an_end() -> None:
    web = {GATE + PAGE: to("https://archive.test/0"), **{f"https://archive.test/{n}": to(f"/{n + 1}") for n in range(50)}}
    assert search(web)[0] is None


def test_at_most_three_of_a_timemap_are_looked_at() -> None:
    rows = [(f"https://archive.test/{day:02}", f"{day:02} May 2019 10:00:00 GMT") for day in range(1, 20)]
    copy, asked = search({GATE + PAGE: to(MAY), "https://archive.test/map/x": timemap(*rows)})
    assert copy is None
    assert [request.url[-2:] for request in asked[3:]] == ["01", "02", "03"]


def test_a_link_format_with_commas_and_semicolons_in_it() -> None:
    text = (
        '<http://a.org/b,c;d>;rel="first memento";title="a, \\b; c";datetime="Tue, 20 Jun 2000 18:02:59 GMT",\n'
        "<http://a.org/>; rel=original , <x>;rel=timemap;type=a/b"
    )
    found = list(links(text))
    assert [link.target for link in found] == ["http://a.org/b,c;d", "http://a.org/", "x"]
    assert found[0].relations == {"first", "memento"}
    assert found[1].relations == {"original"}
    assert next(copies_in(text, "https://archive.test/map/")).taken == datetime(2000, 6, 20, 18, 2, 59, tzinfo=UTC)


def test_the_nearest_before_or_after() -> None:
    copies = [Copy(str(days), DAY + timedelta(days)) for days in (-400, -3, 2, 90)]
    assert [copy.url for copy in nearest(copies, DAY)] == ["2", "-3", "90"]


@pytest.mark.parametrize("text", ["", "never", "Wed, 99 May 2019", "\x00", "Wed, 08 May 99999 10:00:00 GMT"])
def test_what_is_no_date(text: str) -> None:
    assert instant(text) is None


@pytest.mark.parametrize("unit", ["<", "<a>;", '<a>;b="', "<a>; ", '<a>;rel="memento";datetime="', " ;", "<a> ;x ="])
def test_no_list_takes_longer_than_its_length(unit: str) -> None:
    began = time.process_time()
    assert len(list(copies_in(unit * (1_000_000 // len(unit)), "https://archive.test/"))) == 0
    assert time.process_time() - began < 5


def test_the_default_is_asked_by_appending_the_address() -> None:
    parser = ArgumentParser()
    add_web_arguments(parser)
    assert parser.parse_args(["--archive"]).archive == WAYBACK
    talk = find_copy(PAGE, DAY, WAYBACK, Policy())
    assert next(talk).url == f"https://web.archive.org/web/{PAGE}"
