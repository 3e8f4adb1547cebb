"""Links to what a build makes: labels and code of Sphinx, files made of templates, documentation of code."""

import pytest

from notelint.markdown import Dialect
from notelint.rules.broken_fragment import BrokenFragment
from notelint.rules.broken_link import BrokenLink
from notelint.rules.malformed_link import MalformedLink
from notelint.rules.undefined_reference import UndefinedReference
from notelint.vault import VaultSettings
from notelint.web.written.targets import written_fault
from tests.helpers import note, vault


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("[x](roles)", False),  # the label of a section in another note
        ("[x](Spawner.start)", False),  # a method, whose documentation Sphinx takes from the code
        ("[x](PAMAuthenticator)", False),
        ("[x](b)", False),  # a page without its ending
        ("[x](Spawner.md)", True),
        ("[x](LICENSE)", True),
        ("[x](rules)", True),
    ],
)
def test_a_myst_link_may_name_a_label_or_python_code(link: str, told: bool) -> None:
    contents = {"docs/a.md": link, "docs/b.md": "(roles)=\n# Roles\n"}
    notes = vault(contents, "docs/conf.py", dialect=Dialect(myst=True))
    assert bool(list(BrokenLink().check(notes.notes["docs/a.md"], notes))) == told
    # Without Sphinx nobody reads the code; without MyST nothing is a label.
    assert list(BrokenLink().check(note("[x](Spawner.start)", "a.md"), vault({"a.md": "[x](Spawner.start)"}, "conf.py")))


@pytest.mark.parametrize(("target", "severity"), [("rest-api-users", "advice"), ("roles/x", "error"), ("x.md", "error")])
def test_an_extension_of_sphinx_may_make_a_label(target: str, severity: str) -> None:
    contents = {"docs/a.md": f"[x]({target})", "docs/b.md": "(roles)=\n# Roles\n"}
    notes = vault(contents, "docs/conf.py", dialect=Dialect(myst=True))
    assert [finding.severity for finding in BrokenLink().check(notes.notes["docs/a.md"], notes)] == [severity]


@pytest.mark.parametrize(("target", "severities"), [("…", ["advice"]), ("...", ["advice"]), ("..", []), ("…/b.md", ["error"])])
def test_dots_stand_for_a_target_that_is_to_come(target: str, severities: list[str]) -> None:
    notes = vault({"docs/a.md": f"[x]({target})"})
    assert [finding.severity for finding in BrokenLink().check(notes.notes["docs/a.md"], notes)] == severities


@pytest.mark.parametrize(
    ("fragment", "severity"), [("etude-a-b", "advice"), ("4-5-etude-a-b", "error"), ("etude", "error"), ("Etude-a-b", "error")]
)
def test_sphinx_makes_ids_of_its_own(fragment: str, severity: str) -> None:
    content = f"# 4.5 Étude: a.b\n\n[x](#{fragment})\n"
    for file, expected in (("docs/conf.py", severity), ("docs/setup.py", "error")):
        notes = vault({"docs/a.md": content}, file)
        assert [finding.severity for finding in BrokenFragment().check(notes.notes["docs/a.md"], notes)] == [expected]


@pytest.mark.parametrize(("fragment", "told"), [("code:setup", False), ("Roles", False), ("other", True), ("rules", True)])
def test_a_myst_target_may_be_named_with_its_note(fragment: str, told: bool) -> None:
    contents = {
        "docs/a.md": f"[x](b.md#{fragment})",
        "docs/b.md": "(roles)=\n# Who\n\n```{code} yaml\n:name: code:setup\na: 1\n```\n",
        "docs/c.md": "(other)=\n# Other\n",
    }
    notes = vault(contents, "docs/myst.yml", dialect=Dialect(myst=True))
    assert bool(list(BrokenFragment().check(notes.notes["docs/a.md"], notes))) == told


@pytest.mark.parametrize(
    ("marker", "link", "severities"),
    [
        (".vuepress/config.js", "[x](b.html#top)", ["advice"]),
        (".vuepress/config.js", "[x](b)", ["error"]),
        (".vuepress/config.js", "![x](/logo.png)", []),
        ("docusaurus.config.js", "[x](b.html)", ["error"]),
        ("docs.json", "[x](/guide/c)", []),
        ("docs.json", "[x](/guide/d)", ["advice"]),
        ("docs.json", "[x](/more)", ["advice"]),  # a folder is no page
        ("mkdocs.yml", "[x](/c.md)", ["advice"]),  # it serves pages, not notes
    ],
)
def test_a_site_makes_pages_of_notes(marker: str, link: str, severities: list[str]) -> None:
    files = [f"site/{marker}", "site/more/x.txt", *(["site/.vuepress/public/logo.png"] if "vuepress" in marker else [])]
    notes = vault({"site/a.md": link, "site/b.md": "", "site/docs/c.md": "", "site/guide/c.md": ""}, *files)
    assert [finding.severity for finding in BrokenLink().check(notes.notes["site/a.md"], notes)] == severities


@pytest.mark.parametrize("name", ["x.md", "x.md.in"])
def test_a_template_stands_for_the_file_that_is_made_of_it(name: str) -> None:
    notes = vault({"a.md": "[x](x.md)"}, name)
    assert not list(BrokenLink().check(notes.notes["a.md"], notes))
    assert list(BrokenLink().check(notes.notes["a.md"], vault({"a.md": "[x](x.md)"}, "y.md.in")))


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("[x](#Spawner.start)", False),  # a method, whose documentation Sphinx takes from the code
        ("[x](#allow_named_servers)", False),
        ("[x](#spawner-start)", True),
        ("[x](#spawner)", True),
    ],
)
def test_a_myst_link_may_name_python_code(link: str, told: bool) -> None:
    dialect = Dialect(myst=True)
    contents = {"docs/a.md": link, "docs/b.md": "(roles)=\n# Roles\n"}
    sites = [
        vault(contents, conf, settings=VaultSettings(platforms=(("**", ("myst",)),)), dialect=dialect)
        for conf in ("docs/conf.py", "conf.txt")
    ]
    with_sphinx, without = sites
    assert bool(list(BrokenFragment().check(with_sphinx.notes["docs/a.md"], with_sphinx))) == told
    assert list(BrokenFragment().check(without.notes["docs/a.md"], without))


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("::: package.module", "advice"),
        ("::: mkdocs-click", "advice"),
        ("::: warning", "error"),  # a box of VitePress or Pandoc
        ("    ::: package.module", "error"),  # code
    ],
)
def test_documentation_of_code_may_bring_ids(line: str, severity: str) -> None:
    notes = vault({"a.md": "[x](b.md#package.module.run)", "b.md": f"# B\n\n{line}\n"})
    assert [finding.severity for finding in BrokenFragment().check(notes.notes["a.md"], notes)] == [severity]


@pytest.mark.parametrize(
    ("target", "told"), [("`../2`", False), ("`Enum.map/2`", False), ("`https://a.org/2`", True), ("`#x`", True)]
)
def test_the_name_of_a_function_in_backticks_is_no_wrapped_target(target: str, told: bool) -> None:
    assert (written_fault(target) is not None) == told


def test_what_stands_below_definitions_that_a_template_fills_in_is_one_as_well() -> None:
    definitions = '[ada]: {{< relref "a" >}}\n[bob]: https://b.org/\n[carl]: #carl\n'
    for lines, expected in ((definitions, 0), (f"Text\n{definitions.splitlines()[1]}\n", 1)):
        notes = vault({"a.md": f"See [ada] and [bob][].\n\n{lines}"})
        assert len(list(MalformedLink().check(notes.notes["a.md"], notes))) == expected
        assert not list(UndefinedReference().check(notes.notes["a.md"], notes))
    notes = vault({"a.md": f"See [Carl][carl].\n\n{definitions}"})
    assert not list(UndefinedReference().check(notes.notes["a.md"], notes))


@pytest.mark.parametrize(
    ("target", "site_roots", "severity"),
    [
        ("/docs/#fast-list", (), "advice"),
        ("/docs/#fast-list", ("docs",), "error"),
        ("/docs/README.md#fast-list", (), "error"),
        ("/docs#fast-list", (), "error"),  # a folder, as GitHub has it
    ],
)
def test_a_route_of_a_site_may_have_a_fragment_of_its_own(target: str, site_roots: tuple[str, ...], severity: str) -> None:
    settings = VaultSettings(site_roots=site_roots)
    notes = vault({"a.md": f"[x]({target})", "docs/README.md": "# Docs\n", "docs/docs/README.md": "# X\n"}, settings=settings)
    assert [finding.severity for finding in BrokenFragment().check(notes.notes["a.md"], notes)] == [severity]


@pytest.mark.parametrize(
    ("fragment", "file", "severity"),
    [
        ("use-mmap", "site/layouts/_default/single.html", "advice"),
        ("temp-dir-dir", "site/hugo.toml", "advice"),
        ("use-map", "site/hugo.toml", "error"),
        ("use-mmap", "other/hugo.toml", "error"),
    ],
)
def test_a_site_of_hugo_may_have_ids_of_blackfriday(fragment: str, file: str, severity: str) -> None:
    notes = vault({"site/content/a.md": f"# --use-mmap\n\n# --temp-dir=DIR\n\n[x](#{fragment})"}, file)
    found = BrokenFragment().check(notes.notes["site/content/a.md"], notes)
    assert [finding.severity for finding in found] == [severity]


@pytest.mark.parametrize(
    ("source", "target", "severity"),
    [
        ("i18n/pt-BR/pages/guide/a.md", "../b.md", "advice"),
        ("i18n/pt-BR/pages/guide/a.md", "../c.md", "error"),
        ("i18n/pt-BR/pages/guide/own.md", "../b.md", "error"),  # nobody has written this one in English
        ("docs/guide/a.md", "../d.md", "error"),  # a site shows no translation in place of what it was made of
    ],
)
def test_a_site_may_show_what_is_not_translated(source: str, target: str, severity: str) -> None:
    paths = ("docs/guide/a.md", "docs/b.md", "i18n/pt-BR/pages/guide/a.md", "i18n/pt-BR/pages/d.md", source)
    notes = vault({path: f"[x]({target})" if path == source else "" for path in paths}, "docusaurus.config.js")
    assert [finding.severity for finding in BrokenLink().check(notes.notes[source], notes)] == [severity]
    for files in ((), (".vitepress/config.ts",)):  # no site, and one that shows nothing in place of what is missing
        other = vault({path: notes.notes[path].text.content for path in paths}, *files)
        assert [finding.severity for finding in BrokenLink().check(other.notes[source], other)] == ["error"]


def test_what_is_shown_in_place_is_named() -> None:
    contents = {f"docs/{language}/{name}.md": "" for language in ("de", "en", "zh") for name in ("a", "b")}
    notes = vault(
        {**contents, "docs/fr/a.md": "[x](b.md)", "docs/fr/x/c.md": "[x](../../b.md)", "docs/x/c.md": ""}, "mkdocs.yml"
    )
    (finding,) = BrokenLink().check(notes.notes["docs/fr/a.md"], notes)
    assert "`docs/en/b.md`" in finding.message
    # What lies beside the languages is translated in none, also where another tree has both.
    mirrored = {"docs/fr/a.md": "[x](../more/b.md)", "next/fr/a.md": "", "next/more/b.md": ""}
    (finding,) = BrokenLink().check(vault(mirrored, "mkdocs.yml").notes["docs/fr/a.md"], vault(mirrored, "mkdocs.yml"))
    assert finding.severity == "error"
    (finding,) = BrokenLink().check(notes.notes["docs/fr/x/c.md"], notes)
    assert finding.severity == "error"


@pytest.mark.parametrize(
    ("source", "target", "severity"),
    [
        ("docs/a.md", "../b/#top", "advice"),  # from `/docs/a/`
        ("docs/a.md", "../c/", "error"),
        ("docs/index.md", "b/", "advice"),  # from `/docs/`
        ("docs/index.md", "../docs/b/", "advice"),
        ("docs/index.md", "../b/", "error"),
    ],
)
def test_an_address_may_count_from_that_of_its_page(source: str, target: str, severity: str) -> None:
    notes = vault({"docs/b.md": "# Top\n", "more/b.md": "", source: f"[x]({target})"})
    assert [finding.severity for finding in BrokenLink().check(notes.notes[source], notes)] == [severity]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("{filename}b.md", False),
        ("{filename}../b.md", True),
        ("{filename}/pages/c.md#top", False),  # from the content's folder, wherever that is above
        ("{filename}/c.md", True),
        ("{static}/img/plan.png", False),
        ("|filename|b.md", False),
        ("|filename|c.md", True),
        ("{tag}x", False),
        ("{page}x", True),
    ],
)
def test_pelican_marks_links_to_files(target: str, told: bool) -> None:
    contents = {"content/posts/a.md": f"[x]({target})", "content/posts/b.md": "", "content/pages/c.md": "# Top\n"}
    notes = vault(contents, "content/img/plan.png")
    assert bool(list(BrokenLink().check(notes.notes["content/posts/a.md"], notes))) == told


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("[x](@ref setup)", False),
        ("[x](@ref)", False),
        ('[x](\\ref setup "Setup")', False),
        ("[the set-up](@reference here)", True),
        ("[x](@reference)", True),
    ],
)
def test_doxygen_and_documenter_look_up_references(link: str, told: bool) -> None:
    notes = vault({"a.md": f"See {link}."})
    found = [finding for rule in (BrokenLink(), MalformedLink()) for finding in rule.check(notes.notes["a.md"], notes)]
    assert bool(found) == told


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ('<a href="https://a.org/tweet?text=I\'m here">x</a>', False),  # browsers encode it
        ('<a href="https://a. org/tweet">x</a>', True),
        ("[x](<https://a.org/tweet?text=I'm here>)", True),
    ],
)
def test_a_blank_in_the_address_of_a_tag_works(link: str, told: bool) -> None:
    notes = vault({"a.md": link})
    assert bool(list(MalformedLink().check(notes.notes["a.md"], notes))) == told
