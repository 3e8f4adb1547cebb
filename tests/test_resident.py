"""A vault that stays in memory says after every change what a run over all notes would say."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from notelint.chosen import Chosen
from notelint.cli.options import configs_for
from notelint.config.tree import Configs
from notelint.files import Listing, list_files
from notelint.lint import Run, lint
from notelint.resident import Resident
from notelint.resident.lines import LinePairs
from notelint.scope import note_paths
from tests.cached import edit, make
from tests.conftest import write
from tests.corpora import NAMES, lay_out


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("corpora"))


class Both:
    """A vault in memory beside runs that read all of it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._settings: tuple[object, ...] = ()
        self._resident: Resident

    def run(self, chosen: Callable[[Listing, Configs], Chosen] = lambda listing, configs: Chosen()) -> Run:
        """What both find now, after making sure that it is the same."""
        listing = list_files(self._root)
        configs = configs_for(listing, None, None)
        settings = (listing._replace(paths=()), [(self._root / marker).read_bytes() for marker in listing.markers])
        if settings == self._settings:
            self._resident.update(listing, ())
        else:
            self._settings, self._resident = settings, Resident(listing, configs)
            for _ in self._resident.grow():
                pass
        for one in (Chosen(), chosen(listing, configs)):
            found = self._resident.run(one)
            expected = lint(listing, configs, one, {})
            assert found.findings == expected.findings
            assert found._replace(seconds=0, texts={}) == expected._replace(seconds=0, texts={})
            assert {path: text.content for path, text in found.texts.items()} == {
                path: text.content for path, text in expected.texts.items()
            }
        return found


def test_random_edits(repository: Path) -> None:
    _edited(repository, seed=3, steps=25)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_a_thousand_random_edits(repository: Path, seed: int) -> None:
    _edited(repository, seed, steps=50)


def _edited(repository: Path, seed: int, steps: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    make(repository, seed)
    both = Both(repository)
    for _ in range(steps):
        done = [(edit if dice.random() < 0.7 else _arrange)(repository, dice) for _ in range(dice.choice((1, 1, 1, 3)))]
        try:
            both.run(lambda listing, configs: _some(listing, configs, dice))
        except AssertionError as error:
            raise AssertionError(f"after {done}") from error


def _some(listing: Listing, configs: Configs, dice: random.Random) -> Chosen:
    notes = note_paths(listing, configs, ())
    return Chosen(everything=False, paths=frozenset(dice.sample(notes, min(len(notes), 2))))


_NAMES = (
    *("README.md", "index.md", "note-000003.png", "Note-000003.md", "note-000003", "book.toml", "mkdocs.yml"),
    *("a.b.md", "a.b.c.md", "note.html", "note-000004.markdown"),
)
_LINKS = (
    *("[x](README.md)", "[x](.)", "[x](/area-000)", "[x](/area-000/index.md)", "![x](note-000003.png)", "[x](note-000003)"),
    *(
        "[[note-000003]]",
        "[[a.b]]",
        "[[a]]",
        "![[note-000003.png]]",
        "[[other name]]",
        "[[x/note-000003]]",
        "[x](../area-000/)",
    ),
    *("[x](NOTE-000003.md)", "[x](x/note-000003.md)", "[x](note.html)", "[x](other%20name.md)", "[[note-00003]]", "[x](%2Fa)"),
)


def _arrange(folder: Path, dice: random.Random) -> str:
    """Have a file or folder come or go, or a link to one."""
    place = folder / dice.choice(("area-000", "area-000/x", "Area-000", "")) / dice.choice(_NAMES)
    chance = dice.random()
    if chance < 0.35:
        note = dice.choice(sorted(folder.glob("**/*.md")))
        with note.open("a", encoding="utf-8") as out:
            out.write(f"\n{dice.choice(_LINKS)}\n")
        return f"link in {note.name}"
    if chance < 0.5:
        note = dice.choice(sorted(folder.glob("area-000/*.md")))
        note.write_text(f"---\naliases: [other name {dice.randrange(2)}]\n---\n\n# A\n", encoding="utf-8")
        return f"alias in {note.name}"
    if place.exists():
        shutil.rmtree(place) if place.is_dir() else place.unlink()
        return f"removed {place.name}"
    if chance < 0.6 and (folder / "area-000").is_dir() and not (folder / "area-001").exists():
        (folder / "area-000").rename(folder / "area-001")
        (folder / "area-001").rename(folder / "area-000")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(dice.choice(("# A\n\n[x](note-000001.md#nope)\n", "[[a]]\n")), encoding="utf-8")
    return f"added {place}"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_real_notes_in_which_lines_change(name: str, corpora: Path) -> None:
    repository = corpora / name
    dice = random.Random(name)  # noqa: S311 - as above
    both = Both(repository)
    both.run()
    for _ in range(20):
        notes = [path for path in sorted(repository.glob("**/*.md")) if path.is_file() and not path.is_symlink()]
        one, other = dice.sample(notes, 2)
        lines = one.read_bytes().split(b"\n")
        at = dice.randrange(len(lines))
        kind = dice.randrange(6)
        if kind < 3:
            lines[at : at + dice.randrange(3)] = [b"", other.read_bytes().split(b"\n")[0], b"[x](nowhere.md#x)"][:kind]
            one.write_bytes(b"\n".join(lines))
        elif kind == 3:
            one.unlink()
        elif kind == 4:
            one.rename(one.with_name(f"{dice.randrange(99)}-{one.name}"))
        else:
            one.write_bytes(b"\n".join([*lines, *other.read_bytes().split(b"\n")[-30:]]))
        both.run(lambda listing, configs: _some(listing, configs, dice))


def test_what_a_change_elsewhere_breaks_is_found(repository: Path) -> None:
    write(repository, {"a.md": "# A\n\n[x](b.md#b)\n", "b.md": "# B\n", "c.md": "# C\n\n[y](d.md)\n\n[z][lab]\n"})
    both = Both(repository)
    assert [one.path for one in both.run().findings] == ["c.md", "c.md"]
    write(repository, {"b.md": "# Other\n"})
    assert [one.path for one in both.run().findings] == ["a.md", "c.md", "c.md"]
    write(repository, {"d.md": "# D\n", "store.md": "[lab]: https://example.org\n"})
    assert [one.path for one in both.run().findings] == ["a.md", "store.md"]
    (repository / "d.md").unlink()
    write(repository, {"b.md": "# B\n", "d.md/e.txt": "a folder of that name"})
    assert [one.path for one in both.run().findings] == ["store.md"]
    shutil.rmtree(repository / "d.md")
    assert [one.path for one in both.run().findings] == ["c.md", "store.md"]


def test_a_vault_takes_on_another_habit(repository: Path) -> None:
    write(repository, {"a.md": "[x](b)\n" * 10, "b.md": "# B\n", "c.md": "# C\n"})
    both = Both(repository)
    assert [one.severity for one in both.run().findings] == ["advice"]
    known = (
        ("[x](b.md)\n" * 4, ["advice"] * 10),
        ("[x](b.md)\n" * 191, ["error"] * 10),
        ("[x](b.md)\n" * 3, ["advice"]),
        ("# C\n", ["advice"]),
    )
    for content, severities in known:
        write(repository, {"c.md": content})
        assert [one.severity for one in both.run().findings] == severities
    (repository / "b.md").rename(repository / "d.md")
    assert [one.severity for one in both.run().findings] == ["error"] * 10


def test_a_note_that_is_moved_is_named_by_its_new_path(repository: Path) -> None:
    write(
        repository, {f"{name}.md": f"---\ntags: [{tag}]\n---\n" for name, tag in zip("abcd", ("x", "x", "x", "X"), strict=True)}
    )
    both = Both(repository)
    assert [one.path for one in both.run().findings] == ["d.md"]
    (repository / "a.md").rename(repository / "e.md")
    (found,) = both.run().findings
    assert [one.path for one in found.related] == ["b.md", "c.md", "e.md"]


def test_a_note_changes_without_its_time(repository: Path) -> None:
    write(repository, {"a.md": "# A\n\n[x](b.md#b)\n", "b.md": "# B\n"})
    listing = list_files(repository)
    resident = Resident(listing, configs_for(listing, None, None))
    list(resident.grow())
    assert not resident.run(Chosen()).findings
    (repository / "b.md").write_text("# C\n", encoding="utf-8")
    resident.update(listing, [])
    assert not resident.run(Chosen()).findings, "nobody has said that it has changed"
    resident.update(listing, ["b.md", "gone.md"])
    assert [one.path for one in resident.run(Chosen()).findings] == ["a.md"]


def test_line_pairs_tell_when_lines_stand_elsewhere() -> None:
    one, two, three, four = (bytes([number]) * 4 for number in range(1, 5))
    pairs = LinePairs([one + two + three, three + four])
    assert pairs.replace([one + two + three], [one + two + four])
    assert not pairs.replace([one + two + four], [three + four]), "that stands in the other note"
    assert not pairs.replace([three + four], [one + two]), "that stood there"
    assert not pairs.replace([one + two], [one + one + one]), "that stands here twice"
