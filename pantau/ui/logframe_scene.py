"""The logframe as a tree: each statement with its indicator, where it stands between baseline and target, and its source."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from pantau import logframe
from pantau import periods as period_text
from pantau.figure_text import fraction
from pantau.indicator import Indicator
from pantau.indicators import CATALOGUE
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import data, lineage_scene, tables
from pantau.ui.frame import View
from pantau.ui.style import STATUS_COLOURS, STATUS_SIGNS
from pantau.words import Words, inert_html

_CSS = """<style>
ul.logframe {list-style: none; margin: 0 !important; padding: 0 !important;}
.logframe > li {border: 1px solid #d5dde3; border-left: 6px solid var(--light); border-radius: .5rem; background: #fff;
  padding: .6rem .8rem; margin: .45rem 0 .45rem calc(var(--depth) * 1.6rem); font-size: .92rem; line-height: 1.45;}
.logframe .level {font-size: .78rem; font-weight: 700; letter-spacing: .03em; text-transform: uppercase; color: #46535f;}
.logframe .statement {font-size: 1.02rem; font-weight: 600; color: #14202b; overflow-wrap: anywhere;}
.logframe .facts {display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; margin: .2rem 0;}
.logframe .facts b {font-variant-numeric: tabular-nums;}
.logframe .light {color: var(--light); font-weight: 700;}
.logframe .bar {height: .7rem; max-width: 34rem; background: #e8edf0; border-radius: .35rem; overflow: hidden;}
.logframe .bar > i {display: block; height: 100%; background: var(--light); border-radius: .35rem;}
.logframe small {color: #46535f; display: block; overflow-wrap: anywhere;}
.logframe summary {cursor: pointer; color: #0b6e6e;}
@media (max-width: 640px) {.logframe > li {margin-left: calc(var(--depth) * .5rem); padding: .5rem .6rem;}}
</style>"""


def last_month(view: View) -> str:
    """The newest month with data within the period asked for."""
    newest = period_text.span(str(data.freshness().newest))[1]  # type: ignore[union-attr]
    return period_text.month_of(min(newest, period_text.span(view.period)[1]))


def show(view: View) -> None:
    """The tree, the table of its figures, and downloads."""
    words = view.words
    month = last_month(view)
    frame = data.listed("logframe", "tree", month)
    if frame.empty:
        st.info(words("Belum ada logframe. Petugas: muat berkas logframe di halaman Data (templatnya ada di sana)."))
        return
    st.caption(
        words(
            "Angka sekarang dihitung dari data sampai {month}, untuk program dan wilayah tiap baris; saringan program dan "
            "wilayah di atas tidak dipakai.",
            month=words.period(month),
        )
    )
    st.markdown(_summary(words, frame))
    items = "".join(_item(view, row) for row in frame.to_dict("records"))
    st.html(f'{_CSS}<ul class="logframe" data-testid="logframe">{items}</ul>')
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        table, units = _table(view, frame)
        tables.show(
            table, units, words, "table-logframe", words("Logframe: nilai awal, sekarang, target, kemajuan"), "–"
        )
        measured = [i for i in dict.fromkeys(frame["indicator_id"]) if i in CATALOGUE]
        tables.downloads(view, {words("Logframe"): _export(view, frame)}, "logframe", measured, view.cells())
    _lineage(view, frame)


def _summary(words: Words, frame: pd.DataFrame) -> str:
    lights = frame[frame["measured"]]["status"].value_counts()
    return words(
        "**{rows}** pernyataan, **{measured}** diukur indikator: {green} mencapai target, {amber} mendekati, {red} jauh.",
        rows=words.number(len(frame)),
        measured=words.number(int(frame["measured"].sum())),
        **{name: words.number(int(lights.get(name, 0))) for name in ("green", "amber", "red")},
    )


def statement(words: Words, row: dict) -> str:
    """A row's statement in the reader's language; the Indonesian one where there is no English."""
    return str((words.language == "en" and row["statement_en"]) or row["statement_id"])


def scope(view: View, programme_id: int, area_code: str) -> str:
    """Of which programme and area a row speaks."""
    known = set(view.programmes["programme_id"])
    programme = view.programme_name(programme_id) if programme_id in known else view.programme_name(ALL_PROGRAMMES)
    area = view.area_label(area_code) if area_code in set(view.areas["code"]) else area_code
    return f"{programme} · {area}"


def progress_words(words: Words, progress: float) -> str:
    """How far the way from baseline to target is done."""
    if math.isnan(progress):
        return words("kemajuan tidak dapat dihitung")
    if progress >= 1:
        return words("target tercapai ({part} jalan)", part=words.percent(progress, 0))
    if progress < 0:
        return words("mundur: lebih buruk dari nilai awal ({part} jalan)", part=words.percent(progress, 0))
    return words("{part} jalan dari nilai awal ke target", part=words.percent(progress, 0))


def _item(view: View, row: dict) -> str:
    words = view.words
    light = str(row["status"])
    level = words(logframe.LEVELS.get(row["level"], row["level"]))
    parts = [
        f'<div class="level">{inert_html(level)} {inert_html(row["code"])}</div>',
        f'<div class="statement">{inert_html(statement(words, row))}</div>',
    ]
    indicator = CATALOGUE.get(row["indicator_id"])
    if indicator is None:
        parts.append(f"<small>{words('Tidak diukur oleh indikator katalog.')}</small>")
    else:
        parts += _measured(view, row, indicator, light)
    if row["verification"]:
        parts.append(f"<small>{words('Sumber verifikasi')}: {inert_html(row['verification'])}</small>")
    if row["assumption"]:
        parts.append(f"<small>{words('Asumsi')}: {inert_html(row['assumption'])}</small>")
    return f'<li style="--light:{STATUS_COLOURS[light]};--depth:{int(row["depth"])}">{"".join(parts)}</li>'


def _measured(view: View, row: dict, indicator: Indicator, light: str) -> list[str]:
    """The indicator's name and definition; baseline, now, target; progress as a bar and in words; the light in words."""
    words = view.words
    verdicts = {
        "green": words("mencapai target"),
        "amber": words("mendekati target"),
        "red": words("jauh dari target"),
        "none": words("tanpa penilaian"),
    }
    now = words.figure(row["now"], indicator.unit, short=True)
    made = ""
    if indicator.is_ratio and not math.isnan(row["now"]):
        made = f" ({fraction(words, indicator, row['numerator'], row['denominator'])})"
    facts = (
        (words("Nilai awal"), words.figure(row["baseline"], indicator.unit, short=True), row["baseline_period"]),
        (words("Sekarang"), now + made, row["now_period"]),
        (words("Target"), words.figure(row["target"], indicator.unit, short=True), row["target_period"]),
    )
    said = "".join(
        f"<span>{inert_html(name)}: <b>{inert_html(value)}</b>{_period(words, period)}</span>"
        for name, value, period in facts
    )
    part = row["progress"]
    width = 0.0 if math.isnan(part) else 100 * min(1.0, max(0.0, part))
    label = progress_words(words, part)
    return [
        f"<details><summary>{inert_html(indicator.name(words.language))}</summary>"
        f"{inert_html(indicator.formula(words.language))} <em>{words('Sumber')}: {inert_html(indicator.source)}.</em></details>",
        f"<small>{inert_html(scope(view, row['programme_id'], row['area_code']))}</small>",
        f'<div class="facts">{said}</div>',
        f'<div class="bar" role="img" aria-label="{inert_html(label)}"><i style="width:{width:.0f}%"></i></div>',
        f'<div><span class="light">{STATUS_SIGNS[light]} {verdicts[light]}</span> · {inert_html(label)}</div>',
    ]


def _period(words: Words, period: str) -> str:
    return f" ({words.period(period)})" if period and period_text.is_period(period) else ""


def _table(view: View, frame: pd.DataFrame) -> tuple[pd.DataFrame, dict]:
    words = view.words
    kinds = [CATALOGUE[i].unit if i in CATALOGUE else "count" for i in frame["indicator_id"]]
    table = pd.DataFrame(
        {
            words("Pernyataan"): [f"{row['code']} {statement(words, row)}" for row in frame.to_dict("records")],
            words("Indikator"): [
                CATALOGUE[i].name(words.language) if i in CATALOGUE else None for i in frame["indicator_id"]
            ],
            words("Nilai awal"): frame["baseline"].astype(float),
            words("Sekarang"): frame["now"].astype(float),
            words("Target"): frame["target"].astype(float),
            words("Kemajuan"): frame["progress"].astype(float),
        }
    )
    values = dict.fromkeys((words("Nilai awal"), words("Sekarang"), words("Target")), kinds)
    return table, {**values, words("Kemajuan"): "share"}


def _export(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    words = view.words
    rows = frame.to_dict("records")
    return pd.DataFrame(
        {
            words("Kode"): frame["code"],
            words("Induk"): frame["parent_code"],
            words("Tingkat"): [words(logframe.LEVELS.get(level, level)) for level in frame["level"]],
            words("Pernyataan"): [statement(words, row) for row in rows],
            words("Kode indikator"): frame["indicator_id"],
            words("Program dan wilayah"): [scope(view, row["programme_id"], row["area_code"]) for row in rows],
            words("Nilai awal"): frame["baseline"],
            words("Periode awal"): frame["baseline_period"],
            words("Sekarang"): frame["now"],
            words("Periode sekarang"): frame["now_period"],
            words("Target"): frame["target"],
            words("Periode target"): frame["target_period"],
            words("Kemajuan"): frame["progress"],
            words("Lampu"): frame["status"],
            words("Sumber verifikasi"): frame["verification"],
            words("Asumsi"): frame["assumption"],
        }
    )


def _lineage(view: View, frame: pd.DataFrame) -> None:
    """The files behind the current figures."""
    rows = frame[frame["measured"] & frame["now"].notna()]
    ids = tuple(i for i in dict.fromkeys(rows["indicator_id"]) if CATALOGUE[i].ranks is None)
    if not ids:
        return
    known = set(view.areas["code"])
    lineage_scene.button(
        view,
        "logframe",
        ids,
        programmes=[int(i) for i in dict.fromkeys(rows["programme_id"])],
        periods=[str(p) for p in dict.fromkeys(rows["now_period"])],
        areas=[str(code) for code in dict.fromkeys(rows["area_code"]) if code in known],
    )
