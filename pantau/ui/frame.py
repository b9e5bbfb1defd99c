"""What stands around every page: language, the filter bar, what the data are; and the view a page is asked for."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from pantau import periods as period_text
from pantau.queries import Cells
from pantau.reference import home_kelurahan
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import as_known, data, desk, state, style
from pantau.words import LANGUAGES, Words

PRODUCT = "Pantau Bansos"
EVERY = "SEMUA"


@dataclass(frozen=True)
class View:
    """What the reader asked for in the filter bar, with the names of things in the reader's language."""

    words: Words
    period: str
    programme_id: int
    area: str  # code of the kelurahan, an RW or an RT
    areas: pd.DataFrame  # code, parent_code, level, name, label
    programmes: pd.DataFrame

    @property
    def level(self) -> str:
        """Level of the area asked for."""
        return str(self.areas.set_index("code").at[self.area, "level"])

    def area_label(self, code: str) -> str:
        """RW 003 › RT 012, or the kelurahan's name."""
        return str(self.areas.set_index("code").at[code, "label"])

    def programme_name(self, programme_id: int) -> str:
        """Name in the reader's language."""
        if programme_id == ALL_PROGRAMMES:
            return self.words("Semua program")
        names = self.programmes.set_index("programme_id")[f"name_{self.words.language}"]
        return str(names[programme_id])

    def programme_code(self, programme_id: int) -> str:
        """Code of a programme, as the URL has it."""
        if programme_id == ALL_PROGRAMMES:
            return EVERY
        return str(self.programmes.set_index("programme_id")["code"][programme_id])

    def cells(self, periods: tuple[str, ...] | None = None, **changes: object) -> Cells:
        """The cells of this view, with ``changes`` (periods, programme_ids, level, within)."""
        asked: dict = {
            "periods": periods or (self.period,),
            "programme_ids": (self.programme_id,),
            "level": self.level,
            "within": self.area,
        }
        return Cells(**{**asked, **changes})

    def same_kind(self) -> list[str]:
        """All periods with data of the kind asked for, oldest first."""
        kind = period_text.kind_of(self.period)
        return [p for p in offered() if period_text.kind_of(p) == kind]

    def upto(self, most: int | None = None) -> tuple[str, ...]:
        """The periods of the same kind up to the one asked for, oldest first; at most the last ``most``."""
        every = self.same_kind()
        until = tuple(every[: every.index(self.period) + 1])
        return until[-most:] if most else until

    def title(self) -> str:
        """What the page shows, in one line: programme · area · period."""
        return " · ".join(
            [self.programme_name(self.programme_id), self.area_label(self.area), self.period_name(self.period)]
        )

    def period_name(self, period: str) -> str:
        """Name of a period; a period still running says up to which month there are data."""
        name = self.words.period(period)
        last = data.freshness().last_period  # type: ignore[union-attr]
        start, end = period_text.span(period)
        if last is not None and period != last and start <= period_text.span(last)[1] < end:
            return f"{name} ({self.words('s.d. {month}', month=self.words.period(last))})"
        return name


def open_frame() -> Words:
    """Styles and the language of this visit. Called before the navigation, whose titles are translated."""
    say = words()
    style.apply(say)
    try:
        st.session_state["data_version"] = data.version()
    except SQLAlchemyError:
        logging.getLogger(__name__).exception("the database cannot be opened")
        st.error(
            say(
                "Basis data tidak dapat dibuka. Periksa apakah server basis data berjalan dan alamatnya "
                "(PANTAU_DATABASE_URL) benar, lalu muat ulang halaman ini."
            )
        )
        st.stop()
    _name_the_product(say)
    return say


def _name_the_product(say: Words) -> None:
    """Whose dashboard this is, in the header and as the window's title, which screen readers read first."""
    areas = data.areas()
    names = areas.loc[areas["code"] == home_kelurahan(), "name"]
    place = say("Kelurahan {name}", name=names.iloc[0]) if len(names) else ""
    st.logo(style.wordmark(PRODUCT, place), size="large")
    st.set_page_config(page_title=f"{PRODUCT} · {place}" if place else PRODUCT)


def words() -> Words:
    """The words of this visit."""
    return Words(state.choice("lang", LANGUAGES, "id"))


def ready(always: bool = False, office: bool = False, of_transfers: bool = False) -> bool:
    """Draw the filter bar; False (and a helpful message) when there is nothing to show yet.

    A page that is ``always`` ready has no filters: the first file of all comes in there. Pages of the ``office`` work on
    the data as they are; the others may show an earlier state of them. What pages ``of_transfers`` show begins with them.
    """
    say = words()
    if office:
        as_known.present()
    else:
        as_known.settle(say)
    fresh = data.freshness()
    st.session_state["of_transfers"] = of_transfers
    with st.container(horizontal=True, vertical_alignment="bottom", key="bar"):
        if fresh is not None and not always and data.periods():
            _filters(say)
        with st.container(width="content", key="language"):
            state.segments("lang", say("Bahasa"), LANGUAGES, "id", lambda code: code.upper())
    if not always and (fresh is None or fresh.batches == 0):
        st.info(
            say(
                "Belum ada data. Petugas: buka halaman **Data**, lalu pilih berkas kantor. Dari terminal: "
                "`.venv/bin/python -m etl load BERKAS`, atau data contoh dengan `.venv/bin/python -m etl demo` "
                "(Windows: `.venv\\Scripts\\python`)."
            )
        )
        if desk.may_ask():
            st.page_link("pages/data.py", label=say("Buka halaman Data"), icon=":material/folder_open:")
        return False
    if not always and not data.periods():
        st.info(
            say("Registri dan wilayah sudah dimuat, tetapi belum ada berkas penyaluran. Muat berkas penyaluran dahulu.")
        )
        return False
    if of_transfers and fresh is not None and fresh.last_period is None:
        st.info(
            say(
                "Belum ada berkas penyaluran. Yang sudah dicatat dapat dilihat di bagian **Warga & mitra** dan **Belajar**."
            )
        )
        return False
    if fresh is not None and fresh.synthetic:
        st.markdown(
            f":orange-badge[:material/science: {say('Data contoh (sintetis): bukan data warga yang sebenarnya')}]"
        )
    return True


def _filters(say: Words) -> None:
    every = offered()
    newest = default_period()
    period = state.choice("periode", every, newest)
    kind_names = {"month": say("Bulan"), "quarter": say("Triwulan"), "year": say("Tahun")}
    # The kind follows from the period, so the URL holds only the period; choosing a kind moves to the period around it.
    st.session_state["w:kind"] = period_text.kind_of(period)
    with st.container(width=140, key="f-kind"):
        st.selectbox(
            say("Jenis periode"), period_text.KINDS, key="w:kind", format_func=kind_names.__getitem__, on_change=_change_kind
        )
    same_kind = [p for p in every if period_text.kind_of(p) == period_text.kind_of(period)][::-1]
    with st.container(width=190, key="f-periode"):
        state.select("periode", say("Periode"), same_kind, newest, say.period)
    programmes = data.programmes()
    names = dict(zip(programmes["code"], programmes[f"name_{say.language}"], strict=True)) | {
        EVERY: say("Semua program")
    }
    with st.container(width=300, key="f-program"):
        state.select("program", say("Program"), [EVERY, *programmes["code"]], EVERY, names.__getitem__)
    labels = dict(zip(_areas()["code"], _areas()["label"], strict=True))
    with st.container(width=240, key="f-wilayah"):
        state.select("wilayah", say("Wilayah"), list(labels), home_kelurahan(), labels.__getitem__)


def offered() -> list[str]:
    """The periods that this page offers, oldest first. A page of transfers ends with the newest month with one due."""
    every, fresh = data.periods(), data.freshness()
    if not st.session_state.get("of_transfers") or fresh is None or fresh.last_period is None:
        return every
    last = period_text.span(fresh.last_period)[1]
    return [p for p in every if period_text.span(p)[0] <= last]


def default_period() -> str:
    """The month looked at first; it is always among the periods offered."""
    return str(data.freshness().newest)  # type: ignore[union-attr]


def _change_kind() -> None:
    kind = st.session_state["w:kind"]
    every = offered()
    last = period_text.span(state.choice("periode", every, default_period()))[1]
    near = period_text.period_of(last, kind)
    state.choose("periode", near if near in every else max(p for p in every if period_text.kind_of(p) == kind))


def _areas() -> pd.DataFrame:
    frame = data.areas().copy()
    names = dict(zip(frame["code"], frame["name"], strict=True))
    frame["label"] = [
        f"{names[parent]} › {name}" if level == "rt" else name
        for parent, level, name in zip(frame["parent_code"], frame["level"], frame["name"], strict=True)
    ]
    return frame


def view() -> View:
    """The view this page is asked for (call after :func:`ready`)."""
    programmes = data.programmes()
    areas = _areas()
    code = state.choice("program", [EVERY, *programmes["code"]], EVERY)
    programme_id = (
        ALL_PROGRAMMES if code == EVERY else int(programmes.loc[programmes["code"] == code, "programme_id"].iloc[0])
    )
    return View(
        words=words(),
        period=state.choice("periode", offered(), default_period()),
        programme_id=programme_id,
        area=state.choice("wilayah", list(areas["code"]), home_kelurahan()),
        areas=areas,
        programmes=programmes,
    )


def close_frame(office: bool = False) -> None:
    """The foot of every page: how fresh the data are, and (not for the ``office``) the choice of an earlier state."""
    say = words()
    fresh = data.freshness()
    if not office:
        if data.version() != st.session_state["data_version"]:
            st.rerun()  # a load ended while the page was drawn: its parts may be of two states
        as_known.choice(say)
    if fresh is None or fresh.loaded_at is None:
        return
    st.caption(
        say(
            "Data dimuat terakhir {moment} · {batches} berkas · {rows} baris, {rejected} ditolak · penyaluran s.d. {period}",
            moment=say.moment(fresh.loaded_at),
            batches=say.number(fresh.batches),
            rows=say.number(fresh.rows),
            rejected=say.number(fresh.rejected),
            period=say.period(fresh.last_period) if fresh.last_period else "–",
        )
    )


def nothing(view: View) -> None:
    """A helpful message where a selection has no data: when the programme runs, what else to choose."""
    say = view.words
    lines = [
        say(
            "Tidak ada data untuk pilihan ini. Program mungkin tidak berjalan pada periode itu; "
            "pilih periode, program, atau wilayah lain."
        )
    ]
    if view.programme_id != ALL_PROGRAMMES:
        run = view.programmes.set_index("programme_id").loc[view.programme_id]
        first = say.period(period_text.month_of(int(run["first_month"])))
        if pd.isna(run["last_month"]):
            lines.append(say("Program ini berjalan sejak {first}.", first=first))
        else:
            last = say.period(period_text.month_of(int(run["last_month"])))
            lines.append(say("Program ini berjalan dari {first} sampai {last}.", first=first, last=last))
    st.info(" ".join(lines))
