"""Documents as PDF, set by typst: tagged for screen readers (PDF/UA-1), with fonts that come along.

A template never holds data and data never become markup: they are handed over as ``data.json``, pictures as files.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib
import typst

TEMPLATES = Path(__file__).with_name("templates")
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
SCALES = (1.4, 1.3, 1.2, 1.1, 1.0, 0.93, 0.86, 0.79, 0.72, 0.65)
"""Sizes of the text that are tried, largest first, until a sheet that must be one page is one."""


class TooLong(ValueError):
    """A sheet does not fit on its page even with the smallest text."""


def pdf(
    template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], made: dt.datetime, one_page: bool = False
) -> bytes:
    """The PDF of ``template`` (a name without ``.typ``) with ``data`` (what JSON can hold) and ``pictures`` (name -> bytes).

    ``made`` is the date the file bears. ``one_page``: shrink the text until all is on one page; raises :class:`TooLong`.
    """
    with tempfile.TemporaryDirectory(prefix="pantau-") as name:
        folder = Path(name)
        for file in TEMPLATES.glob("*.typ"):
            shutil.copyfile(file, folder / file.name)
        for picture, content in pictures.items():
            (folder / picture).write_bytes(content)
        main = folder / f"{template}.typ"
        for scale in SCALES if one_page else (1.0,):
            (folder / "data.json").write_text(json.dumps({**data, "scale": scale}), encoding="utf-8")
            if not one_page or _pages(main) == 1:
                return typst.compile(
                    main,
                    root=folder,
                    font_paths=[FONTS],
                    ignore_system_fonts=True,
                    pdf_standards=["ua-1"],
                    timestamp=int(made.timestamp()),
                )
    raise TooLong(str(data.get("title", template)))


def _pages(main: Path) -> int:
    found = typst.query(
        main, "<pages>", field="value", one=True, root=main.parent, font_paths=[FONTS], ignore_system_fonts=True
    )
    return int(json.loads(found))
