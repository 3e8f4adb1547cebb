"""Styles of sites, by what they answer for pages that do not exist."""

from collections.abc import Callable
from random import Random

from notelint.web.messages import Request, Response
from tests.web.cases import html, redirect
from tests.web.made_words import seeded
from tests.web.soft404_site import Site


class OneTitle(Site):
    """Every page has the title of the site; what is missing says so in the text alone."""

    def title(self, path: str) -> str:
        return self.name

    def absent(self, path: str) -> Response:
        return self.page(self.name, f"<p>{self.said}</p>")


class Said(Site):
    def absent(self, path: str) -> Response:
        return self.page(f"{self.said} - {self.name}", f"<p>{self.said}</p>")


class Terse(Site):
    def absent(self, path: str) -> Response:
        return html(f"<p>{self.said}")


class Empty(Site):
    def absent(self, path: str) -> Response:
        return html("")


class Dynamic(Site):
    """The page for what is missing differs from visit to visit, and so do the real ones."""

    def page(self, title: str, body: str, status: int = 200) -> Response:
        return super().page(title, body + self.noise(), status)

    def absent(self, path: str) -> Response:
        return self.page(self.said, f"<p>{self.said}</p>")


class DynamicOneTitle(Dynamic):
    def title(self, path: str) -> str:
        return self.name

    def absent(self, path: str) -> Response:
        return self.page(self.name, f"<p>{self.said}. {self.writer.words[0]} {self.writer.words[1]}</p>")


class Echo(Site):
    """What was asked for stands in title and text."""

    def absent(self, path: str) -> Response:
        asked = path.replace("-", " ").strip("/")
        return self.page(f"{asked}: {self.said}", f"<p>{self.said} <b>{path}</b>, {self.writer.words[3]} {asked}?</p>")


class Wiki(Site):
    """A wiki that offers to write the page."""

    def absent(self, path: str) -> Response:
        name = path.rpartition("/")[2].replace("-", " ").title()
        return self.page(
            f"{name} - {self.name}",
            f"<p>{self.said}</p><form><textarea name=text></textarea><button>{self.writer.words[5]}</button></form>",
        )


class Similar(Site):
    """What is missing is answered with what sounds similar: other items for each address."""

    def absent(self, path: str) -> Response:
        mine = seeded(path)
        items = " ".join(f"<li>{self.writer.phrase(3, mine)}" for _ in range(10))
        return self.page(f"{self.said} | {self.name}", f"<p>{self.said}</p><ul>{items}</ul>")


class Home(Site):
    def absent(self, path: str) -> Response:
        return redirect("/", self.random.choice((301, 302)))


class HomeInPlace(Site):
    def absent(self, path: str) -> Response:
        return self.page(self.name, self.welcome)


class Search(Site):
    """A redirect to a search for the words of the address."""

    def answer(self, request: Request) -> Response:
        if request.url.startswith(f"{self.host}/search?"):
            mine = seeded(request.url)
            return self.page(
                f"{self.writer.words[7]} - {self.name}", " ".join(self.writer.text(8, mine) for _ in range(mine.randint(0, 4)))
            )
        return super().answer(request)

    def absent(self, path: str) -> Response:
        return redirect(f"/search?q={path.strip('/').replace('/', '+')}")


class ErrorPage(Site):
    """A redirect to one page for all errors, which claims success."""

    def answer(self, request: Request) -> Response:
        if request.url.partition("?")[0] == f"{self.host}/oops.html":
            return self.page(self.said, self.writer.words[9])
        return super().answer(request)

    def absent(self, path: str) -> Response:
        return redirect(f"/oops.html?from={path}")


class Login(Site):
    """What nobody may see is behind a login, and what does not exist too."""

    def answer(self, request: Request) -> Response:
        if request.url.startswith(f"{self.host}/member/login"):
            return self.page(self.writer.words[2], "<form><input name=user><input name=pw type=password></form>")
        return super().answer(request)

    def absent(self, path: str) -> Response:
        return redirect(f"/member/login?back={path}")


class OneFolder(Site):
    """Only what an application serves claims success; the files around it are honest."""

    def __init__(self, random: Random, host: str) -> None:
        super().__init__(random, host)
        self.dead = [f"/shop/{self.slug()}" for _ in range(3)]
        self.live.append(f"/shop/{self.slug()}")
        self.texts[self.live[-1]] = self.writer.text(80)

    def absent(self, path: str) -> Response:
        return self.page(f"{self.name}", f"<p>{self.said}</p>") if path.startswith("/shop/") else super().absent(path)


class ShortPages(Site):
    """An honest site whose pages hold little within a large template."""

    def __init__(self, random: Random, host: str) -> None:
        super().__init__(random, host)
        self.menu = self.writer.text(400)
        self.texts = {path: self.writer.phrase(random.randint(2, 9)) for path in self.live}


class SlugIgnored(Site):
    """A number names the page; what follows is decoration, so that any neighbour leads to the page itself."""

    def __init__(self, random: Random, host: str) -> None:
        super().__init__(random, host)
        self.live = [f"/questions/{random.randint(100, 10**7)}/{self.slug()}" for _ in range(4)]
        self.dead = [f"/questions/{random.randint(10**7, 10**8)}/{self.slug()}" for _ in range(2)]
        self.texts = {path: self.writer.text(200) for path in self.live}
        self.moves = random.random() < 0.5

    def absent(self, path: str) -> Response:
        meant = next((live for live in self.live if live.rpartition("/")[0] == path.rpartition("/")[0]), None)
        if meant is None:
            return super().absent(path)
        return redirect(meant, 301) if self.moves else self.real(meant)


class Application(Site):
    """A frame that scripts fill: the same for every address."""

    undecidable = True

    def answer(self, request: Request) -> Response:
        return html(f"<title>{self.name}</title><div id=root></div><script src=/main.js></script>")


class AboutErrors(Site):
    """An honest site that writes about errors."""

    def __init__(self, random: Random, host: str) -> None:
        super().__init__(random, host)
        self.live = ["/guides/what-404-means", "/guides/fixing-not-found-pages", "/news/lost", "/status/errors"]
        self.titles = dict(
            zip(self.live, ("404 Not Found", "Page not found: what to do", "The page that was lost", "404"), strict=True)
        )
        self.texts = {path: self.writer.text(300) for path in self.live}

    def title(self, path: str) -> str:
        return f"{self.titles[path]} | {self.name}"


class Moved(Home):
    """Some real pages were moved and are redirected; what does not exist leads to the root."""

    def __init__(self, random: Random, host: str) -> None:
        super().__init__(random, host)
        self.old = {f"/old/{self.slug()}": path for path in self.live[:2]}
        self.live += list(self.old)

    def real(self, path: str) -> Response:
        return redirect(self.old[path], 301) if path in self.old else super().real(path)


STYLES: tuple[tuple[str, Callable[[Random, str], Site]], ...] = tuple(
    (style.__name__, style)
    for style in (
        Site,
        OneTitle,
        Said,
        Terse,
        Empty,
        Dynamic,
        DynamicOneTitle,
        Echo,
        Wiki,
        Similar,
        Home,
        HomeInPlace,
        Search,
        ErrorPage,
        Login,
        OneFolder,
        ShortPages,
        SlugIgnored,
        Application,
        AboutErrors,
        Moved,
    )
)
