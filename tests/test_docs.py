"""Do the README and the guides name only what exists: files, commands, kinds of file, settings?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from etl.sources import SOURCES
from pantau.database import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE_FOLDERS = ("pantau", "etl", "scripts", "migrations")

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def _prose(path: Path) -> str:
    return _FENCE.sub("", path.read_text(encoding="utf-8"))


def _anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", _prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def _kinds_in_readme() -> list[str]:
    table = README.split("| jenis · kind |", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(_prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        goal = (page.parent / name).resolve() if name else page
        assert goal.exists(), link
        assert not anchor or anchor in _anchors(goal), link


def test_readme_shows_a_picture_of_each_page() -> None:
    shown = re.findall(r"!\[[^\]]+\]\((docs/gambar/[\w-]+\.png)\)", README)
    assert {Path(p).stem for p in shown} == {p.stem for p in (ROOT / "pages").glob("*.py")}
    for picture in shown:
        content = (ROOT / picture).read_bytes()
        assert content.startswith(b"\x89PNG") and len(content) < 200_000, picture


def test_commands_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"(?:`|^)make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
        assert named <= targets, page.name
    assert {"run", "test"} <= set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE))
    for page in PAGES:
        for script in re.findall(r"\bscripts/\w+\.py\b", page.read_text(encoding="utf-8")):
            assert (ROOT / script).exists(), script


def test_readme_lists_each_kind_of_file() -> None:
    assert sorted(_kinds_in_readme()) == sorted(SOURCES)


@pytest.mark.parametrize("kind", [kind for kind, source in SOURCES.items() if hasattr(source, "CONTRACT")])
def test_readme_names_the_columns_of_each_kind(kind: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `{kind}` |"))
    _, _, _, required, optional, _ = row.split("|")
    contract = SOURCES[kind].CONTRACT

    def there(heading: str, cell: str) -> bool:
        return re.search(rf"(?<![\w/]){re.escape(heading)}(?!\w)", cell) is not None

    for column in contract.columns:
        heading = column.synonyms[0]
        assert there(heading, required if column.required or column.in_file else required + optional), heading
    for group in contract.one_of:
        first = next(c.synonyms[0] for c in contract.columns if c.name == group[0])
        assert there(first, required), first


def test_settings_named_are_settings_read() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for f in CODE_FOLDERS for p in (ROOT / f).rglob("*.py"))
    named = {name for page in PAGES for name in re.findall(r"\bPANTAU_[A-Z_]+\b", page.read_text(encoding="utf-8"))}
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    office = {"PANTAU_OFFICE_PASSWORD", "PANTAU_OFFICE_PASSWORD_FILE"}
    assert {"PANTAU_DATABASE_URL", "PANTAU_KELURAHAN", "PANTAU_MAX_FILE_MB", "PORT"} | office == rows
    named.discard("PANTAU_THOROUGH")  # of the tests: tests/samples.py
    for name in named | rows:
        assert f'"{name}"' in code, name


def test_decisions_are_numbered_without_gaps() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [p.name[:4] for p in files] == [f"{i:04d}" for i in range(1, len(files) + 1)]
    for path in files:
        assert path.read_text(encoding="utf-8").startswith(f"# {path.name[:4]} · "), path.name


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_and_say_why(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith(("#", "-r ")):
            assert re.fullmatch(r"[\w.-]+(?:\[\w+\])?==[\w.]+ +# \S.*", line), line
