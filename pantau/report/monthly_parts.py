"""The report's sections on the other parts of the programme. What an office never loaded says "belum ada data"."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence

import pandas as pd

from pantau import periods as period_text
from pantau import queries
from pantau.indicators import CATALOGUE
from pantau.queries import Cells
from pantau.report import figure_rows, lists, pictures
from pantau.report.document import Picture, Section, Table
from pantau.report.pictures import Bar, Format
from pantau.report.plain import cut
from pantau.report.residents import STATUSES
from pantau.report.scope import Figure, Scope
from pantau.schema import ALL_PROGRAMMES
from pantau.words import Words, later

MOST_FIGURES = 6
MOST_ROWS = 6
MOST_BARS = 12
LONGEST = 110
"""Characters of a file's free text that are shown in a cell; more would not fit a slide."""

VOICE = (
    "voice_response", "voice_days", "voice_funded", "voice_done", "complaint_resolution", "complaints_open",
)  # fmt: skip
PARTNERS = ("contribution_delivery", "pledges_overdue", "value_overdue", "partner_people", "sector_gaps")
ACTIVITIES = (
    "training_completion", "training_gain", "business_alive", "outreach_reach", "health_reach", "group_membership",
)  # fmt: skip
SUSTAINABILITY = ("graduation", "re_entry", "near_graduation", "dependency", "stay_months")
"""Indicators that each section quotes, in its order."""

DECIDED = {
    "rencana": later("direncanakan"),
    "berjalan": later("sedang berjalan"),
    "selesai": later("selesai"),
    "batal": later("batal"),
}


def makers(words: Words) -> tuple[tuple[str, Callable[[Scope], Section]], ...]:
    """Name and maker of each section, in order."""
    return (
        (words("Yang diminta warga"), residents),
        (words("Janji mitra"), partners),
        (words("Kegiatan"), activities),
        (words("Keberlanjutan"), sustainability),
        (words("Keputusan"), decided),
    )


def _year(scope: Scope) -> str:
    return period_text.year_of(scope.period)


def _figures(scope: Scope, ids: Sequence[str]) -> list[Figure]:
    """The year's figures of these indicators that are known."""
    return figure_rows.known(scope, ids, _year(scope))[:MOST_FIGURES]


def _sentences(scope: Scope, figures: Sequence[Figure]) -> tuple[str, ...]:
    """Each figure as a sentence with what it is made of."""
    words = scope.words
    said = []
    for figure in figures:
        made = figure_rows.made_of(words, figure)
        value = words.figure(figure.value, figure.indicator.unit, short=True)
        name = figure.indicator.name(words.language)
        said.append(f"{name}: {value}" + (f" ({made})." if made else "."))
    return tuple(said)


def _by_area(scope: Scope, indicator_id: str) -> Picture | None:
    """Bars of a figure of the year by RW."""
    words = scope.words
    year = scope.at(_year(scope))
    figures = year.below(indicator_id, "rw") if scope.level == "kelurahan" else pd.DataFrame()
    if len(figures) < 2:
        return None
    indicator = CATALOGUE[indicator_id]
    bars = [
        Bar(scope.name(row.area_code), row.value, words.figure(row.value, indicator.unit, short=True))
        for row in figures.sort_values(["value", "area_code"]).itertuples()
    ]
    name = indicator.name(words.language)
    alt = words("{name} menurut RW: {list}.", name=name, list=", ".join(f"{b.name} {b.said}" for b in bars))

    def draw(width: float, height: float, kind: Format) -> bytes:
        return pictures.bars(bars, width, height, kind, None, name)

    return Picture(draw, alt)


def _by_partner(scope: Scope) -> Picture | None:
    """Bars of what part of its promises of the year each partner kept, the least first."""
    words, indicator_id = scope.words, "contribution_delivery"
    if indicator_id not in CATALOGUE:
        return None
    cells = Cells((_year(scope),), (ALL_PROGRAMMES,), scope.level, scope.area)
    figures = queries.facet_figures(scope.engine, [indicator_id], cells, "partner")
    known = figures[figures["value"].notna()].sort_values(["value", "item"]).head(MOST_BARS)
    if known.empty:
        return None
    names = lists.partner_names(scope.engine)
    bars = [
        Bar(names.get(row.item, row.item), row.value, f"{words.percent(row.value, 0)}") for row in known.itertuples()
    ]
    name = CATALOGUE[indicator_id].name(words.language)
    alt = words("{name} menurut mitra: {list}.", name=name, list=", ".join(f"{b.name} {b.said}" for b in bars))

    def draw(width: float, height: float, kind: Format) -> bytes:
        return pictures.bars(bars, width, height, kind, None, name)

    return Picture(draw, alt)


def _section(
    scope: Scope, key: str, title: str, figures: Sequence[Figure], table: Table | None, picture: Picture | None
) -> Section:
    words = scope.words
    said = _sentences(scope, figures)
    note = words("Angka tahun {year} s.d. data terakhir.", year=_year(scope)) if said else ""
    if not said and table is None:
        return Section(key, title, words("Belum ada data: kantor belum memuat berkas bagian ini."))
    lead = said[0] if said else words("Daftar terbaru:")
    return Section(key, title, lead, said[1:], table, picture, note)


def residents(scope: Scope) -> Section:
    """Proposals and complaints."""
    words = scope.words
    found = lists.proposals(scope.engine, scope.area, scope.after)
    rows = []
    for row in found.head(MOST_ROWS).itertuples():
        status, sign = STATUSES.get(row.status, (row.status, "□"))
        rows.append(
            (words.date(row.date), scope.name(row.area_code), cut(row.title, LONGEST), f"{sign} {words(status)}")
        )
    columns = (words("Tanggal"), words("Wilayah"), words("Usul terbaru"), words("Jadinya"))
    table = Table(columns, tuple(rows), widths=(1.5, 1.1, 3.6, 1.8)) if rows else None
    figures = _figures(scope, VOICE)
    title = words("Apa yang diminta warga, dan apa jadinya?")
    return _section(scope, "residents", title, figures, table, _by_area(scope, "voice_response"))


def partners(scope: Scope) -> Section:
    """What was promised and what came."""
    words = scope.words
    found = lists.contributions(scope.engine, scope.area, scope.after)
    late = found[found["value_pledged"] > found["value_delivered"]] if len(found) else found
    rows = tuple(
        (
            cut(row.partner, 40),
            cut(row.item, 60),
            scope.name(row.area_code),
            words.rupiah(row.value_pledged, short=True),
            words.rupiah(row.value_delivered, short=True),
            words.date(row.due_date) if isinstance(row.due_date, dt.date) else "–",
        )
        for row in late.head(MOST_ROWS).itertuples()
    )
    columns = (
        words("Mitra"), words("Yang belum penuh"), words("Wilayah"), words("Dijanjikan"), words("Diterima"), words("Batas waktu"),
    )  # fmt: skip
    table = Table(columns, rows, frozenset({3, 4}), (2.0, 1.8, 1.25, 1.45, 1.45, 1.9)) if rows else None
    figures = _figures(scope, PARTNERS)
    title = words("Apakah janji mitra ditepati?")
    return _section(scope, "partners", title, figures, table, _by_partner(scope))


def activities(scope: Scope) -> Section:
    """Training, outreach, health and groups: what they reached, and what is planned."""
    words = scope.words
    found = lists.activities_to_come(scope.engine, scope.area, scope.after)
    rows = tuple(
        (
            words("sedang berjalan") if row.start_date < scope.after else words.date(row.start_date),
            cut(row.title, LONGEST),
            scope.name(row.area_code),
        )
        for row in found.head(MOST_ROWS).itertuples()
    )
    columns = (words("Kapan"), words("Kegiatan yang akan datang"), words("Wilayah"))
    table = Table(columns, rows, widths=(1.6, 4.0, 1.3)) if rows else None
    figures = _figures(scope, ACTIVITIES)
    return _section(
        scope, "activities", words("Apa hasil kegiatan?"), figures, table, _by_area(scope, "outreach_reach")
    )


def sustainability(scope: Scope) -> Section:
    """Who leaves because aid is no longer needed, who comes back, and how far aid makes up income."""
    words = scope.words
    figures = _figures(scope, SUSTAINABILITY)
    table = figure_rows.table(scope, figures, _year(scope))
    lead_first = _section(scope, "sustainability", words("Apakah bantuan membuat mandiri?"), figures, table, None)
    return Section(
        lead_first.key, lead_first.title, lead_first.lead, (), table, _trend(scope, "dependency"), lead_first.note
    )


def _trend(scope: Scope, indicator_id: str) -> Picture | None:
    """A figure month by month over the last year."""
    words = scope.words
    end = period_text.span(scope.period)[1]
    months = [period_text.month_of(i) for i in range(end - 11, end + 1)]
    values = scope.by_month(indicator_id, months)
    known = [(m, v) for m, v in zip(months, values, strict=True) if not math.isnan(v)]
    if len(known) < 2:
        return None
    indicator = CATALOGUE[indicator_id]
    name = indicator.name(words.language)
    alt = words(
        "{name} per bulan, dari {first} ({start}) sampai {last} ({end}).",
        name=name,
        first=words.period(known[0][0]),
        start=words.figure(known[0][1], indicator.unit),
        last=words.period(known[-1][0]),
        end=words.figure(known[-1][1], indicator.unit),
    )
    ticks = [words.period(m, short=True) for m in months]

    def say(value: float) -> str:
        return words.figure(value, indicator.unit, short=True)

    def draw(width: float, height: float, kind: Format) -> bytes:
        return pictures.lines(ticks, [(name, values, pictures.ACCENT)], width, height, kind, say)

    return Picture(draw, alt)


def decided(scope: Scope) -> Section:
    """What was changed because of what was learned."""
    words = scope.words
    found = lists.decisions(scope.engine, scope.area, scope.after)
    title = words("Apa yang diputuskan, dan sudah sampai di mana?")
    if found.empty:
        return Section("decisions", title, words("Belum ada data: kantor belum memuat berkas bagian ini."))
    rows = tuple(
        (
            words.date(row.date),
            cut(row.learned, LONGEST),
            cut(row.decided, LONGEST),
            words(DECIDED.get(row.status, row.status)),
        )
        for row in found.head(MOST_ROWS).itertuples()
    )
    still = int(found["status"].isin(lists.OPEN).sum())
    lead = words(
        "{n} dari {all} keputusan masih berjalan atau direncanakan.",
        n=words.number(still),
        all=words.number(len(found)),
    )
    columns = (words("Tanggal"), words("Yang dipelajari"), words("Keputusan"), words("Keadaan"))
    return Section("decisions", title, lead, (), Table(columns, rows, widths=(1.4, 3.0, 3.0, 1.3)))
