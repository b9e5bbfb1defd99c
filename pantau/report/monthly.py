"""The month's report for the lurah: where we are against targets, where, who is late; and (``monthly_parts``) what
residents asked, what partners promised, activities, sustainability, decisions.

Every number comes from :mod:`pantau.queries` or :mod:`pantau.findings`; the sentences only say it.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from pantau import findings, queries
from pantau.catalogue import HEADLINE
from pantau.lineage import FEW
from pantau.queries import Cells
from pantau.report import figure_rows, monthly_parts, pictures
from pantau.report.area_map import coverage_map
from pantau.report.document import Document, Picture, Section, Table
from pantau.report.pictures import Bar, Format
from pantau.report.scope import LEVELS, Scope
from pantau.schema import ALL_PROGRAMMES

COLOURS = {"green": "#1a7f5a", "amber": "#b26a00", "red": "#b3261e", "none": "#0b6e6e"}
MOST_ROWS = 12

Progress = Callable[[int, int, str], None]
"""Called with how many of how many steps are done, and what comes next."""


def document(scope: Scope, progress: Progress = lambda done, of, what: None) -> Document:
    """The report of the scope's period and area."""
    words = scope.words
    makers: tuple[tuple[str, Callable[[Scope], Section]], ...] = (
        (words("Terhadap target"), targets),
        (words("Di mana"), where),
        (words("Siapa yang terlambat"), late),
        *monthly_parts.makers(words),
    )
    sections = []
    for number, (name, make) in enumerate(makers):
        progress(number, len(makers) + 1, name)
        sections.append(make(scope))
    progress(len(makers), len(makers) + 1, words("Menyusun berkas"))
    return Document(
        title=words("Laporan bulanan bantuan sosial"),
        subtitle=f"{scope.place if scope.level == 'kelurahan' else scope.name(scope.area)} · {words.period(scope.period)}",
        place=scope.place,
        period=words.period(scope.period),
        language=words.language,
        made=words("Dibuat {date}", date=words.date(scope.today)),
        source=scope.source,
        synthetic=scope.synthetic,
        sections=tuple(sections),
    )


def _below(scope: Scope) -> str:
    return "rt" if scope.level != "kelurahan" else "rw"


def _findings(scope: Scope, limit: int) -> tuple[str, ...]:
    names = {int(i): scope.programme_name(int(i)) for i in scope.programmes["programme_id"]}
    codes = dict(zip(scope.programmes["programme_id"], scope.programmes["code"], strict=True))
    scene = findings.Scene(
        scope.engine, scope.words, scope.period, ALL_PROGRAMMES, scope.area, scope.area_names, names, codes
    )
    return tuple(finding.text for finding in findings.find(scene, limit))


def targets(scope: Scope) -> Section:
    """The headline figures against their targets, and what needs attention most."""
    words = scope.words
    known = figure_rows.known(scope, HEADLINE)
    aimed = [figure for figure in known if not math.isnan(figure.target)]
    met = [figure for figure in aimed if figure.status == "green"]
    if aimed:
        lead = words(
            "{n} dari {all} indikator utama yang bertarget mencapai targetnya.",
            n=words.number(len(met)),
            all=words.number(len(aimed)),
        )
    else:
        lead = words("Belum ada target untuk periode ini.")
    return Section(
        "targets",
        words("Sampai di mana kita terhadap target?"),
        lead,
        _findings(scope, 4),
        figure_rows.table(scope, known),
        note=words("Definisi setiap indikator: kamus indikator."),
    )


def where(scope: Scope) -> Section:
    """The map of effective coverage, and each area below."""
    words, level = scope.words, _below(scope)
    shown = coverage_map(scope, level, FEW)
    figures = scope.below("coverage_eligible", level)
    if level == "rt":
        figures = figures[figures["denominator"] >= FEW]
    title = words("Di mana keluarga berhak terlewat?")
    if figures.empty:
        return Section("where", title, words("Belum ada data."))
    ordered = figures.sort_values(["value", "area_code"])
    worst, best = ordered.iloc[0], ordered.iloc[-1]
    lead = words(
        "Cakupan sasaran terendah di {worst} ({low}), tertinggi di {best} ({high}).",
        worst=scope.name(worst["area_code"]),
        low=words.percent(worst["value"]),
        best=scope.name(best["area_code"]),
        high=words.percent(best["value"]),
    )
    rows = tuple(
        (
            scope.name(row.area_code),
            words.percent(row.value),
            words("{part} dari {whole}", part=words.number(row.numerator), whole=words.number(row.denominator)),
            words.number(row.denominator - row.numerator),
            "–" if math.isnan(row.target) else f"{words.percent(row.target)} {figure_rows.SIGNS[row.status]}",
        )
        for row in ordered.head(MOST_ROWS).itertuples()
    )
    columns = (words("Wilayah"), words("Cakupan"), words("Keluarga menerima"), words("Belum"), words("Target"))
    picture = None
    if shown.drawn:
        picture = Picture(lambda w, h, kind: pictures.area_map(shown.frame, w, h, kind, 15), shown.alt, shown.legend)
    return Section(
        "where",
        title,
        lead,
        (),
        Table(columns, rows, frozenset({1, 3}), (1.6, 1.2, 2.0, 0.9, 1.3)),
        picture,
        "; ".join(
            sorted({words(n) for n in shown.frame["boundary_note"] if n}) if "boundary_note" in shown.frame else []
        ),
    )


def late(scope: Scope) -> Section:
    """On-time share by area, and what is due, paid and late by programme."""
    words, level = scope.words, _below(scope)
    title = words("Siapa yang terlambat menerima?")
    found = scope.figures(("disbursement_rate", "unpaid_transfers", "timeliness", "amount_due", "amount_paid"))
    rate, unpaid, timely, due, paid = found.values()
    if not rate.known:
        return Section("late", title, words("Belum ada data."))
    lead = words(
        "{n} dari {all} penyaluran yang jatuh tempo belum dibayar.",
        n=words.number(unpaid.value),
        all=words.number(rate.denominator),
    )
    sentences = [
        words(
            "{share} penyaluran yang dibayar tepat waktu ({part} dari {whole}).",
            share=words.percent(timely.value),
            part=words.number(timely.numerator),
            whole=words.number(timely.denominator),
        )
        if timely.known
        else words("Belum ada yang dibayar."),
    ]
    if due.known and paid.known:
        sentences.append(
            words(
                "Dibayar {paid} dari {due} yang jatuh tempo.",
                paid=words.rupiah(paid.value, short=True),
                due=words.rupiah(due.value, short=True),
            )
        )
    return Section("late", title, lead, tuple(sentences), _by_programme(scope), _timeliness(scope, level), "")


def _by_programme(scope: Scope) -> Table | None:
    words = scope.words
    running = tuple(queries.running_programmes(scope.engine, scope.period))
    if not running:
        return None
    cells = Cells((scope.period,), running, LEVELS[len(scope.area)], scope.area)
    asked = ("disbursement_rate", "timeliness", "median_days_late")
    frame = queries.figures(scope.engine, asked, cells)
    rates = frame[frame["indicator_id"] == "disbursement_rate"]
    rates = rates[rates["denominator"] > 0].assign(left=rates["denominator"] - rates["numerator"])
    rows = []
    for row in rates.sort_values(["left", "programme_id"], ascending=[False, True]).head(MOST_ROWS).itertuples():
        mine = frame[frame["programme_id"] == row.programme_id].set_index("indicator_id")["value"]
        rows.append(
            (
                scope.programme_name(int(row.programme_id)),
                words.number(row.denominator),
                words.number(row.left),
                words.figure(mine["timeliness"], "share"),
                words.figure(mine["median_days_late"], "days"),
            )
        )
    columns = (
        words("Program"),
        words("Jatuh tempo"),
        words("Belum dibayar"),
        words("Tepat waktu"),
        words("Median terlambat"),
    )
    return Table(columns, tuple(rows), frozenset({1, 2, 3, 4}), (3.2, 1.2, 1.3, 1.3, 1.5)) if rows else None


def _timeliness(scope: Scope, level: str) -> Picture | None:
    words = scope.words
    figures = scope.below("timeliness", level)
    figures = figures[figures["denominator"] >= (FEW if level == "rt" else 1)]
    if figures.empty:
        return None
    ordered = figures.sort_values(["value", "area_code"]).head(MOST_ROWS + 4)
    bars = [
        Bar(scope.name(row.area_code), row.value, words.percent(row.value), COLOURS[row.status])
        for row in ordered.itertuples()
    ]
    goals = figures["target"].dropna()
    target = (float(goals.iloc[0]), words("target {value}", value=words.percent(goals.iloc[0]))) if len(goals) else None
    alt = words(
        "Bagian penyaluran yang dibayar tepat waktu: {list}.", list=", ".join(f"{b.name} {b.said}" for b in bars)
    )

    def draw(width: float, height: float, kind: Format) -> bytes:
        return pictures.bars(bars, width, height, kind, target)

    return Picture(draw, alt)
