"""Rules that compare notes, over what is staged in a real git repository, whichever of two notes is staged."""

from pathlib import Path

import pytest

from tests.conftest import Notelint, git, write

TOOLS = """# Tools

- [Argo](https://a.org/argo) deploys what a repository holds
- [Flux](https://a.org/flux) does the same in another way
- [Helm](https://a.org/helm) packs applications into charts
- [Kustomize](https://a.org/kustomize) lays patches over them
- [Skaffold](https://a.org/skaffold) builds and runs all of it
"""
COPY = TOOLS.replace("# Tools", "# What we use")
MARKED = "# Old\n\n- Wagon Maker DEPRECATED\n- Swarm\n"
UNMARKED = "# New\n\n- Wagon Maker\n- Podman\n"
OTHER = "# Other\n\nNothing of the kind.\n"


def staged(repository: Path, notelint: Notelint, committed: dict[str, str], change: dict[str, str]) -> list[tuple[str, str]]:
    """The rule and the note of each finding when a change is staged over what is committed."""
    write(repository, {**committed, "other.md": OTHER})
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "Add notes")
    assert notelint("check", "--staged").code == 0, "nothing is staged yet"
    write(repository, change)
    git(repository, "add", ".")
    lines = notelint("check", "--staged").out.splitlines()
    return [(line.rsplit("[", 1)[1][:-1], line.partition(":")[0]) for line in lines if line.endswith("]")]


@pytest.mark.parametrize(
    ("committed", "change"),
    [
        ({"a.md": TOOLS}, {"z.md": COPY}),  # the staged note is the copy
        ({"z.md": COPY}, {"a.md": TOOLS}),  # a note that is not staged is a copy of it
        ({"a.md": TOOLS, "z.md": OTHER}, {"z.md": COPY}),
    ],
)
def test_a_copy_is_told_at_the_later_place(
    repository: Path, notelint: Notelint, committed: dict[str, str], change: dict[str, str]
) -> None:
    assert staged(repository, notelint, committed, change) == [("duplicate-section", "z.md")]


@pytest.mark.parametrize(
    ("committed", "change"),
    [
        ({"old.md": MARKED}, {"new.md": UNMARKED}),  # the staged note lacks the marker
        ({"new.md": UNMARKED}, {"old.md": MARKED}),  # the staged note has the marker that another lacks
        ({"new.md": UNMARKED, "old.md": OTHER}, {"old.md": MARKED}),
    ],
)
def test_a_marker_is_told_where_it_is_missing(
    repository: Path, notelint: Notelint, committed: dict[str, str], change: dict[str, str]
) -> None:
    assert staged(repository, notelint, committed, change) == [("inconsistent-deprecation", "new.md")]


def test_a_staged_note_whose_front_matter_differs_is_told(repository: Path, notelint: Notelint) -> None:
    usual = {f"{name}.md": f"---\ntags: [kubernetes]\n---\n\n# {name}\n" for name in "abcdefgh"}
    odd = {"z.md": "---\ntags: [Kubernetes]\n---\n\n# Z\n"}
    assert staged(repository, notelint, usual, odd) == [("front-matter-consistency", "z.md")]


def tagged(*names: str, tag: str) -> dict[str, str]:
    return {f"{name}.md": f"---\ntags: [{tag}]\n---\n\n# {name}\n" for name in names}


@pytest.mark.parametrize(
    ("committed", "change"),
    [
        # Two spellings are as common as each other until a note with one of them is staged,
        ({**tagged("a", tag="oci"), **tagged("z", tag="OCI")}, tagged("m", tag="oci")),
        (tagged("z", tag="OCI"), tagged("m", "n", tag="oci")),
        # or until a note that has one of them takes the other.
        ({**tagged("a", tag="oci"), **tagged("m", "z", tag="OCI"), **tagged("n", tag="docker")}, tagged("m", "n", tag="oci")),
        # Of many, each counts where the vote is close.
        ({**tagged(*"abcdefghij", tag="oci"), **tagged(*"klnopqrstz", tag="OCI")}, tagged("m", tag="oci")),
    ],
)
def test_a_note_that_a_staged_one_makes_odd_is_told(
    repository: Path, notelint: Notelint, committed: dict[str, str], change: dict[str, str]
) -> None:
    told = staged(repository, notelint, committed, change)
    assert told[-1] == ("front-matter-consistency", "z.md")
    assert {rule for rule, _ in told} == {"front-matter-consistency"}


def test_a_note_whose_type_a_staged_one_makes_odd_is_told(repository: Path, notelint: Notelint) -> None:
    usual = {f"{name}.md": f"---\nversion: v{name}\n---\n\n# {name}\n" for name in "bcdefghijklmnopqrs"}  # 18
    odd = {"z.md": "---\nversion: 1\n---\n\n# Z\n"}
    twentieth = {"t.md": "---\nversion: vt\n---\n\n# T\n"}
    assert staged(repository, notelint, {**usual, **odd}, twentieth) == [("front-matter-consistency", "z.md")]


def test_one_more_note_that_does_as_most_do_makes_no_other_odd(repository: Path, notelint: Notelint) -> None:
    committed = {**tagged(*"abcdefghij", tag="oci"), **tagged("z", tag="OCI")}
    assert staged(repository, notelint, committed, tagged("m", tag="oci")) == []


@pytest.mark.parametrize("committed", [{"a.md": TOOLS, "z.md": COPY}, {"old.md": MARKED, "new.md": UNMARKED}])
def test_what_has_nothing_to_do_with_the_staged_note_is_not_told(
    repository: Path, notelint: Notelint, committed: dict[str, str]
) -> None:
    assert staged(repository, notelint, committed, {"other.md": "# Other\n\nSomething else.\n"}) == []
