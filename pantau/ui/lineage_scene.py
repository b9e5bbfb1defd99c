""" "Dari mana angka ini?": a figure followed through the marts and facts to the files and their rows, when it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pantau.figure_text import fraction
from pantau.indicators import CATALOGUE
from pantau.lineage import Figure
from pantau.ui import as_known, data, desk, lineage_workbook
from pantau.ui.frame import View
from pantau.ui.lineage_words import PART_NAMES, measure_name, measure_text
from pantau.ui.report_scene import kind_name
from pantau.words import Words, inert_html

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class _Offer:
    """The figures that can be asked about in one dialog, the one shown first at the head of each list."""

    indicators: tuple[str, ...]
    programmes: tuple[int, ...]
    periods: tuple[str, ...]
    areas: tuple[str, ...]


def button(
    view: View,
    key: str,
    indicators: Sequence[str],
    programmes: Sequence[int] = (),
    periods: Sequence[str] = (),
    areas: Sequence[str] = (),
) -> None:
    """A button that opens the answer. What has several values is chosen in the dialog; else the view's is meant."""

    def first(own: object, others: Sequence) -> tuple:
        return (own, *(o for o in others if o != own)) if not others or own in others else tuple(others)

    offer = _Offer(
        tuple(indicators),
        first(view.programme_id, programmes),
        first(view.period, periods),
        first(view.area, areas),
    )
    words = view.words
    pressed = st.button(
        words("Dari mana angka ini?"),
        key=f"asal-{key}",
        icon=":material/account_tree:",
        type="tertiary",
        on_click=_begin,
        args=(offer,),
    )
    if pressed:
        st.dialog(words("Dari mana angka ini?"), width="large", icon=":material/account_tree:")(_answer)(view, offer)


def _begin(offer: _Offer) -> None:
    """The dialog opens with the figure the reader was looking at."""
    for name in ("indicators", "programmes", "periods", "areas"):
        st.session_state[f"w:asal-{name}"] = getattr(offer, name)[0]


def _answer(view: View, offer: _Offer) -> None:
    figure = _asked(view, offer)
    words = view.words
    st.html(f'<div class="lineage" data-testid="lineage">{_figure_text(view, figure)}</div>')
    made = data.steps(figure)
    if made.empty or not made["value"].notna().any():
        st.info(words("Tidak ada data untuk angka ini, jadi tidak ada baris di belakangnya."))
        return
    if earlier := as_known.said(words):
        st.info(
            earlier
            + ". "
            + words(
                "Nomor baris hanya dapat ditelusuri untuk keadaan sekarang; di bawah ini ukuran yang membentuk angka itu dan "
                "berkas yang termuat pada saat itu."
            )
        )
        files = data.behind([figure.indicator_id], figure.cells)()
        parts = [_step(words, figure, step, None, False) for step in made.to_dict("records")]
        listed = f"<h5>{words('Berkas yang termuat pada saat itu')}</h5>{_table(words, files, False)}"
        st.html(f'<div class="lineage" data-testid="lineage-files">{"".join(parts)}{listed}</div>')
        chain, numbers = files, None
    else:
        chain = data.sources(figure)
        hidden = view.areas.set_index("code").at[figure.area_code, "level"] == "rt" and not desk.inside()
        hidden = hidden and data.few_households(figure)
        st.html(f'<div class="lineage" data-testid="lineage-files">{_blocks(words, figure, made, chain, hidden)}</div>')
        st.caption(words("Nomor baris dihitung seperti di berkasnya: judul kolom adalah baris 1."))
        if hidden:
            st.info(
                words(
                    "Kurang dari 5 keluarga berada di balik angka RT ini, jadi nomor barisnya hanya disebut kepada petugas "
                    "kantor."
                )
            )
            chain = chain.drop(columns="ranges")
        numbers = None if hidden else data.row_numbers(figure)
    workbook = lineage_workbook.maker(view, figure, made, chain, numbers, desk.inside())
    st.download_button(
        words("Unduh XLSX"),
        workbook,
        file_name=f"pantau-asal-{figure.indicator_id}-{figure.area_code}-"
        f"{view.programme_code(figure.programme_id)}-{figure.period}{as_known.suffix()}.xlsx",
        mime=XLSX,
        icon=":material/table_view:",
        on_click="ignore",
        key="xlsx-asal",
    )


def _asked(view: View, offer: _Offer) -> Figure:
    """The figure chosen; select boxes stand only where there is a choice."""
    words = view.words
    boxes = [
        ("indicators", words("Indikator"), lambda i: CATALOGUE[i].name(words.language)),
        ("programmes", words("Program"), view.programme_name),
        ("periods", words("Periode"), view.period_name),
        ("areas", words("Wilayah"), view.area_label),
    ]
    chosen = []
    with st.container(horizontal=True, key="asal-choice"):
        for name, label, show in boxes:
            options = getattr(offer, name)
            key = f"w:asal-{name}"
            if len(options) > 1:
                with st.container(width=230):
                    st.selectbox(label, options, key=key, format_func=show)
                chosen.append(st.session_state[key])
            else:
                chosen.append(options[0])
    return Figure(chosen[0], int(chosen[1]), chosen[2], chosen[3])


def _figure_text(view: View, figure: Figure) -> str:
    """The figure in words: what, where, when; its value, what it is made of, its definition."""
    words, indicator = view.words, figure.indicator
    shown = data.figures([figure.indicator_id], figure.cells)
    row = shown.iloc[0] if len(shown) else None
    where = " · ".join(
        [view.programme_name(figure.programme_id), view.area_label(figure.area_code), view.period_name(figure.period)]
    )
    lines = [f"<div><b>{inert_html(indicator.name(words.language))}</b> · {inert_html(where)}</div>"]
    value = words.no_data if row is None else words.figure(row["value"], indicator.unit)
    made = ""
    if row is not None and indicator.is_ratio and pd.notna(row["value"]):
        made = f" = {fraction(words, indicator, row['numerator'], row['denominator'])}"
    lines.append(f'<div><span class="big">{value}</span>{made}</div>')
    if indicator.factor != 1:
        digits = 1 if indicator.factor != int(indicator.factor) else 0
        factor = words.number(indicator.factor, digits)
        lines.append(f"<div>{words('Angka = {factor} × pembilang ÷ penyebut', factor=factor)}</div>")
    lines.append(f"<small>{inert_html(indicator.formula(words.language))}</small>")
    return "".join(lines)


def _blocks(words: Words, figure: Figure, made: pd.DataFrame, chain: pd.DataFrame, hidden: bool) -> str:
    """Each measure with its value and its files; then the rule and the target."""
    parts = []
    for step in made.to_dict("records"):
        mine = chain[(chain["part"] == step["part"]) & (chain["measure"] == step["measure"])]
        parts.append(_step(words, figure, step, mine, hidden))
    for part in ("rule", "target"):
        mine = chain[chain["part"] == part]
        if len(mine):
            parts.append(f"<h5>{words(PART_NAMES[part])}</h5>{_table(words, mine, hidden)}")
    return "".join(parts)


def _step(words: Words, figure: Figure, step: dict, files: pd.DataFrame | None, hidden: bool) -> str:
    """A measure: what it is for, its name, value and column, and the files it counts rows of."""
    sign = "− " if step["weight"] < 0 else ""
    part = words(PART_NAMES[step["part"]]) if figure.indicator.is_ratio else words("Angka")
    column = f"{figure.indicator.mart}.{step['measure']}"
    head = (
        f"<h5>{part}: {sign}{measure_name(words, step['measure'])} = "
        f"<b>{measure_text(words, step['measure'], step['value'])}</b> <code>{inert_html(column)}</code></h5>"
    )
    if files is None:
        return head
    nothing = f"<small>{words('Tidak ada baris: tidak ada yang dihitung.')}</small>"
    return head + (_table(words, files, hidden) if len(files) else nothing)


def _table(words: Words, files: pd.DataFrame, hidden: bool) -> str:
    """Files: name, checksum, when they came; how many and which rows, where these are known."""
    staff, with_rows = desk.inside(), "rows" in files
    columns = [("name", words("Berkas")), ("checksum", "SHA-256"), ("moment", words("Dimuat pada"))]
    columns += [("from", words("Diterima dari"))] if staff else []
    columns += [("number", words("Baris dipakai")), ("ranges", words("Nomor baris"))] if with_rows else []
    lines = []
    for row in files.itertuples():
        cells = {
            "name": f"{_breakable(row.file_name)}<small>{inert_html(kind_name(words, row.kind))}</small>",
            "checksum": _sha(row.sha256),
            "moment": words.moment(row.loaded_at),
            "from": inert_html(row.received_by or "–"),
        }
        if with_rows:
            cells |= {"number": words.number(row.rows), "ranges": "–" if hidden else row.ranges}
        tds = (f'<td class="{kind}" data-label="{inert_html(head)}">{cells[kind]}</td>' for kind, head in columns)
        lines.append(f"<tr>{''.join(tds)}</tr>")
    titles = "".join(f'<th class="{kind}">{inert_html(head)}</th>' for kind, head in columns)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _breakable(file_name: str) -> str:
    """A file's name as HTML, broken at its underscores rather than within a word."""
    return inert_html(file_name).replace("_", "_<wbr>")


def _sha(checksum: str) -> str:
    """The beginning is seen; the whole shows on hovering, and is what a click selects for copying."""
    return f'<code class="sha" title="{inert_html(checksum)}">{inert_html(checksum)}</code>'
