"""Writes `docs/rules/` from the docstrings of the rules. Run it after changing one: `python tools/write_rule_pages.py`."""

from pathlib import Path

from notelint.cli.explain import page
from notelint.cli.rules import row
from notelint.judge import KNOWN

FOLDER = Path(__file__).parents[1] / "docs/rules"


def pages() -> dict[str, str]:
    """Every page by its file name."""
    rows = "".join(f"| [{name}]({name}.md) | {' | '.join(row(rule)[1:])} |\n" for name, rule in KNOWN.items())
    index = f"# Rules\n\n| rule | severity | by default | what must hold |\n|---|---|---|---|\n{rows}"
    return {"README.md": index, **{f"{name}.md": page(rule) for name, rule in KNOWN.items()}}


def main() -> None:
    """Write all pages, and take away those of rules that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.glob("*.md"):
        file.unlink()
    for name, content in pages().items():
        (FOLDER / name).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
