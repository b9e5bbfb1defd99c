"""Is the house in order: pins with reasons, settings that exist, nothing fetched from elsewhere, no module too big?"""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from streamlit import config as streamlit_config

from pantau.database import ROOT

CODE_ROOMS = ("pantau", "etl", "pages", "scripts", "migrations", "bench")
SOURCES = sorted([p for room in CODE_ROOMS for p in (ROOT / room).rglob("*.py")] + list(ROOT.glob("*.py")))
REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))

# The first revision is as long as the schema is wide.
MAY_BE_LONG = {"migrations/versions/0001_first_schema.py"}
LONGEST = 500  # lines; about 300 is where to ask whether it is two ideas

CDN = re.compile(r"https?://[^\s\"']*\b(cdn|unpkg|jsdelivr|cdnjs|googleapis|gstatic|bootstrapcdn|openstreetmap\.org)")
HOME = re.compile(r"(?<![\w.])/(home|root|work|Users)/\w+")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", REQUIREMENTS, ids=name)
def test_requirements_are_pinned_and_say_why(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-r ")):
            assert re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+ +# \S.+", line), line


def test_streamlit_knows_every_setting() -> None:
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    known = streamlit_config.get_config_options()
    unknown = [f"{section}.{key}" for section, keys in settings.items() for key in keys]
    assert [key for key in unknown if key not in known] == []


def test_the_dashboard_is_closed_to_the_outside_by_default() -> None:
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["toolbarMode"] == "minimal"
    assert settings["client"]["showErrorDetails"] == "none"
    assert "http" not in str(settings["theme"])


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_module_is_of_readable_size_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert name(path) in MAY_BE_LONG or len(text.splitlines()) <= LONGEST
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "a docstring says what the module is for"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_nothing_is_fetched_from_elsewhere_and_no_path_is_of_one_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not CDN.search(text)
    assert not HOME.search(text)


def test_no_file_of_the_project_is_ignored_by_git_or_the_other_way_round() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("needs the git repository")
    git = ["git", "-C", str(ROOT), "-c", f"safe.directory={ROOT}"]
    tracked = subprocess.run([*git, "ls-files"], capture_output=True, text=True, check=True).stdout.splitlines()
    assert [f for f in tracked if f.startswith(("data/local/", ".venv/")) or f.endswith((".pyc", ".sqlite"))] == []
    ignored = subprocess.run([*git, "check-ignore", *map(name, SOURCES)], capture_output=True, text=True).stdout
    assert ignored == ""
