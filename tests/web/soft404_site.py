"""A made site: pages of one template in a made-up language.

None of it was made after the lists of the detector: what the pages say is mostly in made-up languages, and where it is in real
ones the sentences are free ones.
"""

from random import Random

from notelint.web.messages import Request, Response
from tests.web.cases import html
from tests.web.made_words import Writer, seeded

# How real sites say it, as remembered from visits: most without the usual words.
SAYINGS = (
    "Whoops, this page took a vacation",
    "The bits you want went elsewhere",
    "Houston, we have a problem",
    "404 - Page Not Found",
    "Nous n'avons rien sous cette adresse",
    "Diese Seite macht gerade Urlaub",
    "Hier gibt es nichts zu sehen",
    "Nada por aquí",
    "Ez a lap elköltözött",
    "Oops",
    "Qui non c'è niente",
    "Страница потерялась",
    "このページは移動しました",
    "该内容已下线",
    "Page introuvable",
    "Sorry, that one is gone",
    "This is not the page you are looking for",
    "Bu sayfa artik yok",
    "Error",
    "Seite nicht gefunden",
)


class Site:
    """An honest site: pages of one template, each with a title and text of its own, and 404 for what does not exist."""

    undecidable = False
    """Whether nobody can tell, without running scripts, what does not exist."""

    def __init__(self, random: Random, host: str) -> None:
        self.random = random
        self.host = host
        self.writer = Writer(random)
        self.name = self.writer.phrase(2)
        self.menu = self.writer.text(random.choice((5, 40, 200, 600)))
        self.foot = self.writer.text(random.choice((3, 30, 120)))
        self.said = random.choice(SAYINGS) if random.random() < 0.5 else self.writer.phrase(random.randint(3, 9))
        folders = ["", "/" + self.slug(), f"/{self.slug()}/{self.slug()}"]
        ending = random.choice(("", "", ".html", ".php", "/"))
        self.live = [f"{random.choice(folders)}/{self.slug()}{ending}" for _ in range(4)]
        self.dead = [f"{random.choice(folders)}/{self.slug()}{ending}" for _ in range(3)]
        self.texts = {path: self.writer.text(random.choice((12, 60, 300, 900))) for path in self.live}
        self.welcome = self.writer.text(random.choice((20, 200)))
        self.visits = seeded(str(random.random()))

    def slug(self) -> str:
        letters = "abcdefghiklmnoprstuvwyz"
        return "-".join("".join(self.random.choice(letters) for _ in range(self.random.randint(3, 8))) for _ in range(2))

    def answer(self, request: Request) -> Response:
        path = request.url.removeprefix(self.host).partition("?")[0]
        if path == "/":
            return self.page(self.name, self.welcome)
        return self.real(path) if path in self.live else self.absent(path)

    def real(self, path: str) -> Response:
        return self.page(self.title(path), self.texts[path])

    def title(self, path: str) -> str:
        return f"{path.strip('/').rpartition('/')[2].replace('-', ' ').title()} - {self.name}"

    def absent(self, path: str) -> Response:
        return self.page(self.said, "", status=404)

    def page(self, title: str, body: str, status: int = 200) -> Response:
        return html(
            f"<title>{title}</title><nav>{self.menu}</nav><h1>{title}</h1><main>{body}</main><footer>{self.foot}</footer>",
            status=status,
        )

    def noise(self) -> str:
        """What changes from visit to visit: a token, a clock, a counter, a few titles out of many."""
        token = f"{self.visits.getrandbits(128):032x}"
        shown = " ".join(f"<li>{self.writer.phrase(3, self.visits)}</li>" for _ in range(self.visits.randint(3, 8)))
        clock = f"<i>{self.visits.random()} ms, {self.visits.randint(1, 10**6)} visitors</i>"
        return f"<input name=csrf value={token}>{clock}<ul>{shown}</ul>"
