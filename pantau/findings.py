""" "Perlu perhatian": the most important findings of a period, as sentences that link to the view that shows them.

Each rule looks at one kind of trouble. A finding weighs what the trouble costs the whole area that is looked at: the
cases (households, transfers, rupiah) by which the figure misses its goal, as a share of all cases of the whole area.

    weight = |goal - figure| × cases of the RW, RT or programme / cases of the whole area

So a small RT where 1 of 32 is on time does not outrank a large RW where half of 900 are; the same goes for the choice of
the RW, RT or programme that a rule speaks of. The goal is the target, or the whole area's own figure where no target is
set (for a fall, the figure of the period before). The heaviest come first.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy import Engine

from pantau import periods as period_text
from pantau import queries
from pantau.indicators import CATALOGUE
from pantau.queries import Cells
from pantau.schema import ALL_PROGRAMMES
from pantau.words import Words, later

ENOUGH = 30
"""A rate with a smaller denominator is too uncertain to be called a finding."""


@dataclass(frozen=True)
class Finding:
    """One sentence, how much it weighs, and where it can be seen."""

    weight: float
    text: str
    page: str  # peta | tren | perbandingan
    link: Mapping[str, str] = field(default_factory=dict)  # query parameters of that page


@dataclass(frozen=True)
class Scene:
    """What the rules look at, and the words they speak."""

    engine: Engine
    words: Words
    period: str
    programme_id: int
    area: str
    area_names: Mapping[str, str]
    programme_names: Mapping[int, str]
    programme_codes: Mapping[int, str]

    def link(self, **extra: str) -> dict[str, str]:
        """Query parameters that open a view on this scene."""
        code = {} if self.programme_id == ALL_PROGRAMMES else {"program": self.programme_codes[self.programme_id]}
        return {"periode": self.period, "wilayah": self.area, **code, **extra}


def find(scene: Scene, limit: int = 5) -> list[Finding]:
    """The ``limit`` heaviest findings, heaviest first; no two about the same figure of the same thing."""
    rules = [_worst_areas, _unpaid_programmes, _leaking_programmes, _missed_by_programme, _budgets, _falls]
    found = [finding for rule in rules for finding in rule(scene)]
    return sorted(found, key=lambda f: (-f.weight, f.text))[:limit]


def _sub_level(area: str) -> str | None:
    return {13: "rw", 17: "rt"}.get(len(area))


def _figures(
    scene: Scene, indicator: str, level: str | None = None, programmes: tuple[int, ...] | None = None
) -> pd.DataFrame:
    level = level or next(k for k, n in queries.LEVEL_LENGTH.items() if n == len(scene.area))
    cells = Cells((scene.period,), programmes or (scene.programme_id,), level, scene.area)
    frame = queries.figures(scene.engine, [indicator], cells)
    return frame[frame["value"].notna() & ~(frame["denominator"] < ENOUGH)]


def _whole(scene: Scene, indicator: str) -> tuple[float, float]:
    """The whole area's value and target."""
    frame = _figures(scene, indicator)
    return (
        (float("nan"), float("nan")) if frame.empty else (float(frame["value"].iloc[0]), float(frame["target"].iloc[0]))
    )


def _heaviest(scene: Scene, indicator: str, frame: pd.DataFrame, goals: pd.Series | float) -> tuple[pd.Series, float]:
    """The row of ``frame`` that misses its goal by most cases, and what it weighs (≤ 0: none misses its goal)."""
    sign = -1 if CATALOGUE[indicator].direction == "down" else 1
    missed = (sign * (goals - frame["value"]) * frame["denominator"]).round(6)  # equal ones stay equal
    order = frame.assign(missed=missed).sort_values(
        ["missed", "area_code", "programme_id"], ascending=[False, True, True]
    )
    worst = order.iloc[0]
    whole = _figures(scene, indicator)["denominator"].sum()
    return worst, float(worst["missed"] / max(whole, worst["denominator"]))


def _worst_areas(scene: Scene) -> Iterator[Finding]:
    level = _sub_level(scene.area)
    if level is None:
        return
    words = scene.words
    sentences = {
        "coverage_eligible": later(
            "{area}: cakupan sasaran {value}, {reference}. {missing} keluarga berhak belum menerima."
        ),
        "timeliness": later(
            "{area}: hanya {value} penyaluran tepat waktu, {reference}. {missing} penyaluran dibayar terlambat."
        ),
        "disbursement_rate": later(
            "{area}: {value} penyaluran sudah dibayar, {reference}. {missing} penyaluran belum dibayar."
        ),
    }
    for indicator, sentence in sentences.items():
        frame = _figures(scene, indicator, level)
        if frame.empty:
            continue
        whole, _ = _whole(scene, indicator)
        worst, weight = _heaviest(scene, indicator, frame, frame["target"].fillna(whole))
        target = float(worst["target"])
        if not weight > 0:
            continue
        reference = (
            words("rata-rata wilayah {value}", value=words.percent(whole))
            if math.isnan(target)
            else words("target {value}", value=words.percent(target))
        )
        text = words(
            sentence,
            area=scene.area_names[worst["area_code"]],
            value=words.percent(worst["value"]),
            reference=reference,
            missing=words.number(worst["denominator"] - worst["numerator"]),
        )
        link = scene.link(indikator=indicator, tingkat=level, klasifikasi="target")
        yield Finding(weight, text, "peta", link)


def _by_programme(scene: Scene, indicator: str) -> pd.DataFrame:
    if scene.programme_id != ALL_PROGRAMMES:
        return _figures(scene, indicator)
    running = tuple(queries.running_programmes(scene.engine, scene.period))
    return _figures(scene, indicator, programmes=running) if running else pd.DataFrame()


def _unpaid_programmes(scene: Scene) -> Iterator[Finding]:
    frame = _by_programme(scene, "disbursement_rate")
    if frame.empty:
        return
    worst, weight = _heaviest(scene, "disbursement_rate", frame, frame["target"].fillna(1.0))
    if not weight > 0:
        return
    words, programme_id = scene.words, int(worst["programme_id"])
    rupiah = {
        name: queries.figures(
            scene.engine, [name], Cells((scene.period,), (programme_id,), _level(scene.area), scene.area)
        )["value"].iloc[0]
        for name in ("amount_due", "amount_paid")
    }
    text = words(
        "{programme}: {n} dari {all} penyaluran yang jatuh tempo belum dibayar; {rupiah} belum sampai ke warga.",
        programme=scene.programme_names[programme_id],
        n=words.number(worst["denominator"] - worst["numerator"]),
        all=words.number(worst["denominator"]),
        rupiah=words.rupiah(rupiah["amount_due"] - rupiah["amount_paid"], short=True),
    )
    link = {**scene.link(indikator="disbursement_rate"), "program": scene.programme_codes[programme_id]}
    yield Finding(weight, text, "tren", link)


def _level(area: str) -> str:
    return next(k for k, n in queries.LEVEL_LENGTH.items() if n == len(area))


def _leaking_programmes(scene: Scene) -> Iterator[Finding]:
    frame = _by_programme(scene, "inclusion_error")
    if frame.empty:
        return
    worst, weight = _heaviest(scene, "inclusion_error", frame, frame["target"].fillna(0.0))
    if not weight > 0:
        return
    words, programme_id = scene.words, int(worst["programme_id"])
    text = words(
        "{programme}: {n} dari {all} keluarga penerima ({value}) tidak memenuhi syarat program.",
        programme=scene.programme_names[programme_id],
        n=words.number(worst["numerator"]),
        all=words.number(worst["denominator"]),
        value=words.percent(worst["value"]),
    )
    yield Finding(weight, text, "perbandingan", scene.link(indikator="inclusion_error"))


def _missed_by_programme(scene: Scene) -> Iterator[Finding]:
    frame = _by_programme(scene, "exclusion_error")
    if frame.empty:
        return
    # A programme that means to reach only a few of those eligible has no target here; one that pays in some months only
    # has no recipients in the others. Neither is news.
    frame = frame[frame["target"].notna() & (frame["value"] < 1)]
    if frame.empty:
        return
    worst, weight = _heaviest(scene, "exclusion_error", frame, frame["target"])
    if not weight > 0:
        return
    words, programme_id = scene.words, int(worst["programme_id"])
    text = words(
        "{programme}: {n} keluarga yang berhak terlewat ({value} dari yang berhak).",
        programme=scene.programme_names[programme_id],
        n=words.number(worst["numerator"]),
        value=words.percent(worst["value"]),
    )
    link = {**scene.link(indikator="exclusion_error"), "program": scene.programme_codes[programme_id]}
    yield Finding(weight, text, "peta", link)


def _budgets(scene: Scene) -> Iterator[Finding]:
    frame = _by_programme(scene, "realisation")
    if frame.empty:
        return
    fresh = queries.freshness(scene.engine)
    elapsed = queries.elapsed_share(scene.period, fresh.last_period if fresh else None)
    worst, weight = _heaviest(scene, "realisation", frame, elapsed)
    if not weight > 0:
        return
    words = scene.words
    text = words(
        "{programme}: realisasi anggaran {value}, padahal {elapsed} tahun anggaran sudah berjalan.",
        programme=scene.programme_names[int(worst["programme_id"])],
        value=words.percent(worst["value"]),
        elapsed=words.percent(elapsed, 0),
    )
    link = {**scene.link(indikator="realisation"), "program": scene.programme_codes[int(worst["programme_id"])]}
    yield Finding(weight, text, "tren", link)


def _falls(scene: Scene) -> Iterator[Finding]:
    """The headline rates that fell against the period before by more than two points."""
    before = period_text.previous(scene.period)
    words = scene.words
    for indicator_id in ("coverage_eligible", "timeliness", "disbursement_rate"):
        now, _ = _whole(scene, indicator_id)
        cells = Cells((before,), (scene.programme_id,), _level(scene.area), scene.area)
        frame = queries.figures(scene.engine, [indicator_id], cells)
        then = float("nan") if frame.empty else float(frame["value"].iloc[0])
        if math.isnan(now) or math.isnan(then) or then - now <= 0.02:
            continue
        text = words(
            "{indicator} turun dari {before} menjadi {now} dibanding {period}.",
            indicator=CATALOGUE[indicator_id].name(words.language),
            before=words.percent(then),
            now=words.percent(now),
            period=words.period(before),
        )
        yield Finding(then - now, text, "tren", scene.link(indikator=indicator_id))
