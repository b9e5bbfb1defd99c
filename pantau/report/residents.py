"""What a meeting in an RW is told, on the wall, on a poster and on a handout: its map, five numbers, what was asked, what
comes next. Plain sentences; only figures of the RW, and of RT with at least :data:`pantau.lineage.FEW` households.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

from pantau import periods as period_text
from pantau import sectors
from pantau.lineage import FEW
from pantau.reference import home_kelurahan
from pantau.report import lists
from pantau.report.area_map import AreaMap, coverage_map
from pantau.report.plain import plain_share
from pantau.report.scope import Figure, Scope
from pantau.words import Words, later

MOST_ASKED = 5
MOST_TO_COME = 6
A_YEAR = 365  # days

STATUSES = {
    "diajukan": (later("belum dijawab"), "□"),
    "diterima": (later("diterima, menunggu dana"), "▲"),
    "ditunda": (later("ditunda"), "▲"),
    "ditolak": (later("ditolak"), "×"),
    "didanai": (later("sudah didanai"), "●"),
    "selesai": (later("sudah terlaksana"), "●"),
}
"""What became of a proposal, in words and as a sign beside them."""


@dataclass(frozen=True)
class Fact:
    """One of the five numbers: the number itself, what it counts, and what it is made of."""

    number: str
    sentence: str
    detail: str


@dataclass(frozen=True)
class Asked:
    """A proposal, its month, and what became of it."""

    title: str
    when: str
    sign: str
    status: str
    answer: str


@dataclass(frozen=True)
class Coming:
    """Something that is next: when, and what."""

    when: str
    what: str


@dataclass(frozen=True)
class Meeting:
    """All that a meeting of one RW is shown. Empty tuples: no such data were ever loaded."""

    code: str
    area: str
    place: str
    period: str
    day: str
    synthetic: str
    source: str
    map: AreaMap
    facts: tuple[Fact, ...]
    asked: tuple[Asked, ...]
    more_asked: str
    coming: tuple[Coming, ...]


def meeting(scope: Scope) -> Meeting:
    """The content for the RW (or kelurahan) of ``scope``."""
    words = scope.words
    found = lists.proposals(scope.engine, scope.area, scope.after)
    recent = found[found["date"] > scope.after - dt.timedelta(days=A_YEAR)] if len(found) else found
    more = max(0, len(recent) - MOST_ASKED)
    return Meeting(
        code=scope.area,
        area=scope.name(scope.area),
        place=scope.place,
        period=words.period(scope.period),
        day=words.date(scope.today),
        synthetic=scope.synthetic,
        source=scope.source,
        map=coverage_map(scope, "rt" if scope.level == "rw" else "rw", FEW),
        facts=_facts(scope),
        asked=tuple(_asked(words, row) for row in found.head(MOST_ASKED).itertuples()),
        more_asked=words("dan {n} usul lain setahun terakhir", n=words.number(more)) if more else "",
        coming=tuple(_coming(scope)),
    )


def _nothing(words: Words, about: str) -> Fact:
    return Fact("–", words("{about}: belum ada data.", about=about), "")


def _facts(scope: Scope) -> tuple[Fact, ...]:
    year = period_text.year_of(scope.period)
    month = scope.figures(
        ("coverage_eligible", "unpaid_transfers", "disbursement_rate", "median_days_late", "timeliness")
    )
    whole = scope.figures(("voice_response", "voice_funded", "contribution_delivery"), year)
    words = scope.words
    reached, unpaid, rate, days, timely = month.values()
    answered, funded, given = whole.values()
    # An area without any is told apart from an office that never loaded such files.
    around = {} if answered.known and given.known else scope.of(home_kelurahan()).figures(tuple(whole), year)
    return (
        _reached(words, reached),
        _unpaid(words, unpaid, rate),
        _late(words, days, timely),
        _answered(words, year, answered, funded, around),
        _delivered(words, year, given, around),
    )


def _reached(words: Words, figure: Figure) -> Fact:
    if not figure.known:
        return _nothing(words, words("Keluarga yang berhak"))
    return Fact(
        plain_share(words, figure.numerator, figure.denominator),
        words("keluarga yang berhak sudah menerima bantuan."),
        words("{part} dari {whole} keluarga", **_parts(words, figure)),
    )


def _parts(words: Words, figure: Figure) -> dict[str, str]:
    return {"part": words.number(figure.numerator), "whole": words.number(figure.denominator)}


def _unpaid(words: Words, unpaid: Figure, rate: Figure) -> Fact:
    if not rate.known:
        return _nothing(words, words("Penyaluran yang belum dibayar"))
    return Fact(
        words.number(unpaid.value),
        words("penyaluran belum dibayar, padahal sudah jatuh tempo."),
        words("dari {whole} penyaluran yang jatuh tempo", whole=words.number(rate.denominator)),
    )


def _late(words: Words, days: Figure, timely: Figure) -> Fact:
    if not days.known or not timely.known:
        return _nothing(words, words("Keterlambatan"))
    share = plain_share(words, timely.numerator, timely.denominator)
    return Fact(
        words.figure(max(0.0, days.value), "days"),
        words("keterlambatan yang biasa; {share} dibayar tepat waktu.", share=share[0].lower() + share[1:]),
        words("{part} dari {whole} penyaluran tepat waktu", **_parts(words, timely)),
    )


def _answered(words: Words, year: str, figure: Figure, funded: Figure, around: Mapping[str, Figure]) -> Fact:
    """Proposals of the year, and how many of them were answered."""
    if not figure.known and around["voice_response"].known:
        return Fact(words.number(0), words("usul warga dari wilayah ini tercatat tahun {year}.", year=year), "")
    if not figure.known:
        return _nothing(words, words("Usul warga tahun {year}", year=year))
    return Fact(
        words("{part} dari {whole}", **_parts(words, figure)),
        words("usul warga tahun {year} sudah dijawab.", year=year),
        words("{n} didanai atau terlaksana", n=words.number(funded.numerator)) if funded.known else "",
    )


def _delivered(words: Words, year: str, figure: Figure, around: Mapping[str, Figure]) -> Fact:
    """What partners delivered of what they promised this area in the year."""
    if not figure.known and around["contribution_delivery"].known:
        return Fact(words.number(0), words("janji mitra untuk wilayah ini tahun {year}.", year=year), "")
    if not figure.known:
        return _nothing(words, words("Bantuan mitra tahun {year}", year=year))
    return Fact(
        words.rupiah(figure.numerator, short=True),
        words("nilai bantuan mitra tahun {year} yang sudah datang.", year=year),
        words("dari {whole} yang dijanjikan", whole=words.rupiah(figure.denominator, short=True)),
    )


def _asked(words: Words, row: object) -> Asked:
    status, sign = STATUSES.get(row.status, (row.status, "□"))  # type: ignore[attr-defined]
    said = words(status)
    if isinstance(row.done_date, dt.date):  # type: ignore[attr-defined]
        said = words("{status} ({date})", status=said, date=words.date(row.done_date))  # type: ignore[attr-defined]
    title = row.title or sectors.name(row.theme, words)  # type: ignore[attr-defined]
    when = words.period(f"{row.date:%Y-%m}")  # type: ignore[attr-defined]
    return Asked(str(title), when, sign, said, str(row.answer or ""))  # type: ignore[attr-defined]


def _coming(scope: Scope) -> list[Coming]:
    """Tranches, activities and open decisions, soonest first; those without a date last."""
    words, after = scope.words, scope.after
    found: list[tuple[dt.date, Coming]] = []
    tranches = lists.tranches_to_come(scope.engine, after)
    activities = lists.activities_to_come(scope.engine, scope.area, after)
    decisions = lists.decisions(scope.engine, scope.area, after, open_only=True)
    each = math.ceil(MOST_TO_COME / max(1, sum(len(f) > 0 for f in (tranches, activities, decisions))))
    for row in tranches.head(each).itertuples():
        what = words("{programme}: {name} jatuh tempo", programme=scope.programme_name(row.programme_id), name=row.name)
        found.append((row.due_date, Coming(words.date(row.due_date), what)))
    for row in activities.head(each).itertuples():
        begins = max(row.start_date, after)
        when = words("sedang berjalan") if row.start_date < after else words.date(row.start_date)
        found.append((begins, Coming(when, f"{row.title} ({scope.name(row.area_code)})")))
    for row in decisions.head(each).itertuples():
        due = row.due_date if isinstance(row.due_date, dt.date) else None
        when = words("sebelum {date}", date=words.date(due)) if due else words("belum ada tenggat")
        found.append((due or dt.date.max, Coming(when, words("Keputusan: {what}", what=row.decided))))
    return [coming for _, coming in sorted(found, key=lambda pair: pair[0])][:MOST_TO_COME]
