"""How the cells of a list of visits are read: numbers of submissions, codes of officers, and cells that hold several answers."""

from __future__ import annotations

import re

import pandas as pd

from etl.parse import Cells, Fault, Parsed, Parser, clean, map_unique
from etl.reading_survey_gather import SEPARATOR

_LONGEST = 2_000
_SUBMISSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:\-]{0,79}")
_OFFICER = re.compile(r"[A-Z0-9-]{2,12}")

SATISFACTION: dict[str, object] = {
    word: score
    for score, words in {
        1: "1 sangattidakpuas verydissatisfied",
        2: "2 tidakpuas dissatisfied",
        3: "3 cukup cukuppuas biasa neither",
        4: "4 puas satisfied",
        5: "5 sangatpuas verysatisfied",
    }.items()
    for word in words.split()
}


def submission(cells: Cells) -> Parsed:
    """The number by which a survey tool knows a submission, without ``uuid:``: one form may come from two tools."""

    def understand(text: str, _kind: int) -> str | Fault:
        found = text.removeprefix("uuid:")
        return found if _SUBMISSION.fullmatch(found) else Fault("visit_code_invalid")

    return map_unique(cells, understand, object, "")


def officer(cells: Cells) -> Parsed:
    """The code of an officer in capitals. What may be a name is a fault: names do not belong in lists of visits."""

    def understand(text: str, _kind: int) -> str | Fault:
        found = text.upper()
        return found if _OFFICER.fullmatch(found) else Fault("officer_not_code")

    return map_unique(cells, understand, object, "")


def listed(parser: Parser) -> Parser:
    """Several answers in one cell, separated by semicolons: a tuple of what ``parser`` makes of each, None where blank.

    None where the whole cell is blank; a fault if any part is one.
    """

    def parse(cells: Cells) -> Parsed:
        parts = list(dict.fromkeys(part for text in cells.text.unique().tolist() for part in _parts(text)))
        parsed = parser(Cells(pd.Series(parts, dtype="str")))
        found: dict[str, object] = {}
        for i, part in enumerate(parts):
            if parsed.fault[i] >= 0:
                found[part] = parsed.faults[parsed.fault[i]]
            else:
                found[part] = None if parsed.blank[i] else parsed.values[i]

        def understand(text: str, _kind: int) -> tuple[object, ...] | Fault:
            values = [found[part] for part in _parts(text)]
            return next((value for value in values if isinstance(value, Fault)), tuple(values))

        return map_unique(cells, understand, object, None, longest=_LONGEST)

    return parse


def _parts(text: str) -> list[str]:
    return [clean(part) for part in clean(text).split(SEPARATOR)]
