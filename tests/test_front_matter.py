"""Front matter is found where it is, and nowhere else; every key and value has its exact span."""

import string
import subprocess
import sys
import time

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from notelint.markdown.front_matter import entries, items, split, value_of
from notelint.note import FrontMatter, Node
from notelint.text import Text


def read(content: str) -> FrontMatter:
    found = split(content)
    assert found is not None
    return found


def values(content: str) -> object:
    root = read(content).root
    assert root is not None
    return value_of(root)


def spans(content: str) -> dict[str, str]:
    """Each key as written with its value as written, at every depth."""
    found: dict[str, str] = {}

    def walk(node: Node) -> None:
        for entry in entries(node):
            found[Text(content).slice(entry.key_span)] = Text(content).slice(entry.node.span)
            walk(entry.node)
        for item in items(node):
            walk(item)

    root = read(content).root
    assert root is not None
    walk(root)
    return found


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# Title\n",
        "---",
        "---\n",
        "---\n\nProse between two thematic breaks.\n\n---\n",
        "---\nA setext heading\n---\n",
        "---\n# A heading\n---\n",
        "---\n- one\n- two\n---\n",
        "---\nNote: this stands below a thematic break.\n\nProse.\n",
        "\n---\nNote: a heading below a thematic break\n---\n",
        "--- title: x ---\n",
        "+++\nprose\n+++\n",
        "{{< shortcode >}}\n",
        "{% include x %}\n",
        "{: .class}\n",
        '{"a": 1} is how JSON looks\n',
        '{"a": is not JSON\n',
        "text\n---\ntitle: x\n---\n",
        "---\n[link]: https://opencontainers.org/\n---\n",
        "---\n1. One: two\n2. Three\n---\n",
        "---\nNote: a paragraph with **one: two** colons\n\n## Heading\n\nText\n---\n",
    ],
)
def test_what_is_no_front_matter(content: str) -> None:
    assert split(content) is None


@pytest.mark.parametrize(
    ("content", "span", "inner"),
    [
        ("---\ntitle: x\n---\nbody", "---\ntitle: x\n---", "title: x\n"),
        ("---\r\ntitle: x\r\n---\r\nbody", "---\r\ntitle: x\r\n---", "title: x\r\n"),
        ("---\rtitle: x\r---\rbody", "---\rtitle: x\r---", "title: x\r"),
        ("--- \t\ntitle: x\n...\nbody", "--- \t\ntitle: x\n...", "title: x\n"),
        ("---\n---\nbody", "---\n---", ""),
        ("+++\na = 1\n+++", "+++\na = 1\n+++", "a = 1\n"),
        ('{\n"a": 1\n}\nbody', '{\n"a": 1\n}', '{\n"a": 1\n}'),
    ],
)
def test_where_it_ends(content: str, span: str, inner: str) -> None:
    found = read(content)
    assert Text(content).slice(found.span) == span
    assert Text(content).slice(found.content_span) == inner
    assert found.problems == ()


def test_values_of_yaml() -> None:
    content = (
        "---\na: x\nb: 1\nc: 1.5\nd: no\ne: ~\nf:\ng: [x, 2]\nh: {i: j}\nk: 2023-02-30\nl: 12:30\nm: '1'\nn: 0x1F\no: 012\n---"
    )
    expected = {"a": "x", "b": 1, "c": 1.5, "d": False, "e": None, "f": None, "g": ["x", 2], "h": {"i": "j"}}
    assert values(content) == expected | {"k": "2023-02-30", "l": "12:30", "m": "1", "n": 31, "o": 10}


def test_a_date_is_a_text_with_a_tag_of_its_own() -> None:
    root = read('---\na: 2021-08-23\nb: "2021-08-23"\n---').root
    assert [(entry.node.tag, entry.node.value) for entry in entries(root)] == [("date", "2021-08-23"), ("str", "2021-08-23")]


def test_spans_count_characters() -> None:
    content = (
        "---\r\n😀: é😀\r\nlist:\r\n  - x\r\n  - 'y 😀'\r\n"
        "\r\n# comment\r\nb: |\r\n  two\r\n  lines\r\n\r\nc: [1, 2]\r\n---\r\n"
    )
    block = "|\r\n  two\r\n  lines"
    assert spans(content) == {"😀": "é😀", "list": "- x\r\n  - 'y 😀'", "b": block, "c": "[1, 2]"}


def test_line_ends_that_only_yaml_knows_move_no_span() -> None:
    assert spans("---\na: 'x\u2028y\x85z'\nb: 2\n---") == {"a": "'x\u2028y\x85z'", "b": "2"}


def test_both_parsers_of_pyyaml_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    content = "---\n# c\na: é😀\nb: &x [1, {c: d}]\ne: *x\nf: >-\n  g\n  h\n'i': \"j\"\nk:\n- l\n---\n"
    native = read(content)
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert read(content) == native


def test_merge_keys() -> None:
    content = "---\nbase: &b {x: 1, y: 2}\nmore:\n  <<: *b\n  y: 3\n---"
    assert values(content) == {"base": {"x": 1, "y": 2}, "more": {"y": 3, "x": 1}}
    assert read(content).problems == ()


def test_values_and_spans_of_toml() -> None:
    content = (
        "+++\ntitle = 'x' # c\ndate = 2021-08-23\n[params]\na.b = [1,\n 2]\n"
        '[[menu]]\nq = 1\n[[menu]]\nr = """]\n"""\n[menu.s]\nt = true\n+++'
    )
    assert values(content) == {
        "title": "x",
        "date": "2021-08-23",
        "params": {"a": {"b": [1, 2]}},
        "menu": [{"q": 1}, {"r": "]\n", "s": {"t": True}}],
    }
    found = spans(content)
    assert (found["title"], found["date"], found["a.b"]) == ("'x'", "2021-08-23", "[1,\n 2]")
    assert (found["q"], found["r"], found["t"]) == ("1", '"""]\n"""', "true")


def test_values_and_spans_of_json() -> None:
    content = '{\n  "a": "é\\u0041", "b": [1, -2.5e1, true, null],\n  "c": {"d": {}}\n}\n'
    assert values(content) == {"a": "éA", "b": [1, -25.0, True, None], "c": {"d": {}}}
    assert spans(content) == {'"a"': '"é\\u0041"', '"b"': "[1, -2.5e1, true, null]", '"c"': '{"d": {}}', '"d"': "{}"}


PROBLEMS = [
    ("---\ntitle: ⟦Foo: bar⟧\n---", "put the value in quotes"),
    ("---\ntitle: ⟦[Draft] Foo⟧\nx: 1\n---", "put the value in quotes"),
    ("---\ntitle: ⟦'It's here'⟧\n---", "behind the closing quote"),
    ("---\nx: 1\n⟦title:⟧Foo\ndate: 3\n---", "A blank is missing"),
    ("---\n⟦title:⟧Foo\n---", "A blank is missing"),
    ('---\ntitle: ⟦"Foo⟧\nx: 1\n---', "never closed"),
    ("---\ntags: ⟦[a, b⟧\nx: 1\n---", "has no `]`"),
    ("---\na:\n⟦\t⟧- b\n---", "A tab cannot indent"),
    ("---\na: ⟦@x⟧\n---", "cannot begin with `@`"),
    ("---\na: ⟦`x`⟧\n---", "cannot begin with a backtick"),
    ("---\na: ⟦*.md⟧\n---", "refers to an anchor"),
    ("---\na: ⟦*x⟧\n---", "does not exist"),
    ("---\ntitle: ⟦'a⟧\nb: 'c'\n---", "never closed"),
    ('---\na: "b\n  c"\nd: ⟦"e" f⟧\n---', "behind the closing quote"),
    ("---\na:\n  - b\n ⟦- c⟧\n---", "indentation"),
    ("---\na: 1\n ⟦b: 2⟧\n---", "indentation"),
    ("---\na:\n  b: 1\n ⟦c: 2⟧\n---", "indentation"),
    ("---\na: 1\n⟦foo⟧\nb: 2\n---", "no `key: value`"),
    ("---\ntags: ⟦- a - b⟧\n---", "A list cannot begin"),
    ("---\na: ⟦> 5 things⟧\n---", "following lines"),
    ('---\na: "C:⟦\\q⟧x"\n---', "no escape"),
    ("---\rb: 1\ra: x\r⟦a⟧: y\r---", "first on line 3"),
    ("---\na:\n  - {b: 1, ⟦b⟧: 2}\n---", "second time"),
    ("---\né: x⟦\x07⟧\n---", "U+0007"),
    ("---\né: x⟦\ud800⟧\n---", "U+D800"),
    ("---\na: ⟦!foo x⟧\n---", "tag"),
    ("---\na: ⟦!!python/object/apply:os.system [x]⟧\n---", "tag"),
    ("---\na: &a [⟦*a⟧]\n---", "never end"),
    ("---\n? ⟦[a]⟧\n: b\n---", "cannot be a key"),
    ("---\na: 1\n⟦---⟧ b\n---", "second YAML document"),
    ("⟦---⟧\ntitle: x\ndate: y\n\n# Title\n", "never closed"),
    ("⟦---⟧\ntitle: x\n\nProse.\n\n---\n\nMore.\n", "never closed"),
    ("⟦+++⟧\ntitle = 'x'\n\nProse\n", "never closed"),
    ("\n \n⟦---⟧\ntitle: x\n---\n", "first line"),
    ("+++\na = 1\na = ⟦2⟧\n+++", "second time"),
    ("+++\na = 'é'\nb = ⟦x⟧\n+++", "quotes"),
    ('{\n"a": 1,\n⟦"a"⟧: 2\n}', "second time"),
    ('{\n"a": 1⟦,⟧\n}', "no comma"),
    ('{\n"a": 1\n⟦"⟧b": 2\n}', "comma is missing"),
    ("{\n\"a\": ⟦'⟧x'\n}", "single quotes"),
    ('{\n"a": ⟦yes⟧\n}', "double quotes"),
]


@pytest.mark.parametrize(("marked", "words"), PROBLEMS)
def test_a_problem_stands_at_its_cause(marked: str, words: str) -> None:
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    content = marked.replace("⟦", "").replace("⟧", "")
    (problem,) = read(content).problems
    assert tuple(problem.span) == (start, end), Text(content).slice(problem.span)
    assert words in problem.message


def test_after_an_unclosed_one_the_body_begins() -> None:
    content = "---\ntitle: x\ndate: y\n\n# Title\n"
    assert content[read(content).span.end :] == "\n\n# Title\n"
    assert read(content).root is None


def test_budgets() -> None:
    bomb = "---\na: &a [" + "x," * 9 + "x]\n"
    for name, before in zip("bcde", "abcd", strict=True):
        bomb += f"{name}: &{name} [" + f"*{before}," * 9 + f"*{before}]\n"
    assert "10000 values" in read(bomb + "---").problems[0].message
    for deep in ("---\na: " + "[" * 100_000 + "\n---", "---\n" + "- " * 50_000 + "x\n---", '{"a": ' + "[" * 100_000 + "\n}\n"):
        found = split(deep)
        assert found is None or "64 levels" in found.problems[0].message
    nested = "+++\na = " + "[" * 100 + "]" * 100 + "\n+++"
    assert "64 levels" in read(nested).problems[0].message
    assert "nested" in read(nested.replace("[" * 100, "[" * 100_000)).problems[0].message


@pytest.mark.parametrize("hostile", ["a" + " " * 200_000 + "b: c", 'a "' + " " * 200_000, "a:b" * 100_000, "'" * 200_000])
def test_long_lines_take_no_longer_than_their_length(hostile: str) -> None:
    begun = time.process_time()
    split(f"---\n{hostile}\n---\n")
    assert time.process_time() - begun < 5


def test_a_note_without_yaml_does_not_import_it() -> None:
    script = "import sys; from notelint.markdown.front_matter import split"
    script += "; split('# x'); split('---\\n\\nx\\n---'); print('yaml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


LINES = st.sampled_from(
    [
        "---",
        "+++",
        "...",
        "title: x",
        "a: [1, 2",
        "- b",
        "\tx: y",
        "  c: 'd",
        "e: &f g",
        "h: *f",
        "k = 1",
        "[t]",
        "{",
        "}",
        '"q": 1,',
        "",
        "#",
    ]
)
ODD = "\"'[]{}:,-#&*!|>%@`=+ \t\r\n\\\x00\x07\x85\u2028\ufeff\ud800é😀"
NOISE = st.text(alphabet=string.ascii_lowercase + ODD, max_size=40)


@given(st.lists(LINES | NOISE, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "---", "+++", "{"]))
@example(["---", "a: |", "---"], "\n", "")
@example(['"a":', "}"], "\n", "{")
def test_no_text_is_too_much(lines: list[str], line_end: str, first: str) -> None:
    content = line_end.join([first, *lines] if first else lines)
    found = split(content)
    if found is None:
        return
    inside = range(len(content) + 1)
    for span in (found.span, found.content_span, *(problem.span for problem in found.problems)):
        assert span.start in inside
        assert span.end in inside
        assert span.start <= span.end
    stack = [found.root] if found.root else []
    while stack:
        node = stack.pop()
        assert found.span.start <= node.span.start <= node.span.end <= found.span.end
        for entry in entries(node):
            assert found.span.start <= entry.key_span.start <= entry.key_span.end <= found.span.end
        stack += [*items(node), *(entry.node for entry in entries(node))]


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8), st.text() | st.integers() | st.booleans() | st.none() | st.lists(st.text()), min_size=1
    )
)
@example({"-;": None})
def test_what_pyyaml_writes_is_read_back(data: dict[str, object]) -> None:
    content = "---\n" + yaml.safe_dump(data, allow_unicode=False) + "---\n"
    assert read(content).problems == ()
    assert values(content) == data
