"""Maps and charts of a document as pictures (SVG for paper and screen, PNG for slides), drawn with matplotlib.

Text in a picture is drawn as shapes of a font that comes with matplotlib, so a picture is the same on every machine.
"""

from __future__ import annotations

import io
import math
import textwrap
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import matplotlib
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from pantau.picture import plain

INK = "#14202b"
ACCENT = "#0b6e6e"
Format = Literal["svg", "png"]
PNG_DPI = 200
LETTER = 0.095
"""Inches that a letter of ten points takes, at most on average."""
_SMALLEST = 0.45
"""A label that would touch another one shrinks to this part of its size before it is left out."""
_DRAWING = threading.Lock()  # matplotlib's settings are the process's: one picture at a time


def _bytes(figure: Figure, kind: Format) -> bytes:
    stream = io.BytesIO()
    # A fixed salt: the same picture has the same names inside, and so the same bytes.
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "pantau", "font.family": "DejaVu Sans"}):
        metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
        figure.savefig(stream, format=kind, dpi=PNG_DPI, metadata=metadata)
    return stream.getvalue()


def area_map(frame: gpd.GeoDataFrame, width: float, height: float, kind: Format, size: float = 16) -> bytes:
    """A map of ``frame`` (``label, colour, few, geometry``), ``width`` × ``height`` inches; labels of ``size`` points at most.

    Areas marked ``few`` are hatched. No label overlaps another one.
    """
    with _DRAWING:
        figure = Figure(figsize=(width, height))
        FigureCanvasAgg(figure)
        axis = figure.add_axes((0, 0, 1, 1))
        frame.plot(ax=axis, color=list(frame["colour"]), edgecolor=INK, linewidth=1.2)
        few = frame[frame["few"]]
        if len(few):
            few.plot(ax=axis, facecolor="none", edgecolor="#5f6b7a", hatch="///", linewidth=0.8)
        axis.set_axis_off()
        axis.set_aspect("equal")
        axis.margins(0.02)
        _write_labels(figure, axis, frame, size)
        return _bytes(figure, kind)


def _write_labels(figure: Figure, axis: Axes, frame: gpd.GeoDataFrame, size: float) -> None:
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    figure.draw_without_rendering()  # fixes the scale that the sizes below are measured in
    taken: list[Bbox] = []
    circles = shapely.maximum_inscribed_circle(frame.geometry.to_numpy())
    order = sorted(range(len(frame)), key=lambda i: -shapely.length(circles[i]))
    for i in order:
        centre = shapely.get_point(circles[i], 0)
        radius = math.dist(*(axis.transData.transform(p) for p in shapely.get_coordinates(circles[i])))
        text = axis.text(
            centre.x,
            centre.y,
            plain(str(frame["label"].iloc[i])),
            ha="center",
            va="center",
            fontsize=size,
            weight="bold",
            color=INK,
            bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"},
        )
        box = text.get_window_extent(renderer)
        fits = min(1.0, 2 * radius / math.hypot(box.width, box.height))
        scale = max(fits, _SMALLEST)
        while scale >= _SMALLEST:
            text.set_fontsize(size * scale)
            box = text.get_window_extent(renderer).padded(size * scale * 0.25)
            if not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            scale *= 0.9
        else:
            text.remove()


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its value, how the value is written, its colour."""

    name: str
    value: float
    said: str
    colour: str = ACCENT


def bars(
    entries: Sequence[Bar],
    width: float,
    height: float,
    kind: Format,
    target: tuple[float, str] | None = None,
    title: str = "",
) -> bytes:
    """Horizontal bars from top to bottom; ``target``: where a line stands, and its name; ``title``: what they measure."""
    with _DRAWING:
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        axis = figure.subplots()
        places = range(len(entries))
        values = [entry.value for entry in entries]
        axis.barh(places, values, color=[entry.colour for entry in entries], height=0.68)
        names = [_two_lines(entry.name) for entry in entries]
        axis.set_yticks(places, [plain(name) for name in names], fontsize=10, color=INK)
        axis.invert_yaxis()
        top = max([*values, target[0] if target else 0.0, 0.0]) or 1.0
        low = min([*values, 0.0])
        axis.set_xlim(low * 1.15, top)
        texts = [
            axis.text(top, place, plain(entry.said), ha="right", va="center", fontsize=10, weight="bold", color=INK)
            for place, entry in zip(places, entries, strict=True)
        ]
        for text in texts:
            text.set_in_layout(False)
        if target is not None:
            axis.axvline(target[0], color=INK, linestyle="--", linewidth=1.4)
            axis.set_title(plain(target[1]), fontsize=10, color=INK, loc="right")
        if title:
            axis.set_title(plain(title), fontsize=10, color=INK, loc="left", weight="bold")
        axis.xaxis.set_visible(False)
        for side in ("top", "right", "bottom"):
            axis.spines[side].set_visible(False)
        _clear_of_bars(figure, axis, texts)
        return _bytes(figure, kind)


def _clear_of_bars(figure: Figure, axis: Axes, texts: Sequence[Text]) -> None:
    """Move the values to the right edge of the axis, which is made longer until the longest bar ends before them."""
    figure.draw_without_rendering()  # fixes the scale that is measured in
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    whole = axis.get_window_extent(renderer).width
    room = min(0.6, max(text.get_window_extent(renderer).width for text in texts) / whole + 0.03)
    low, top = axis.get_xlim()
    edge = low + (top - low) / (1 - room)
    axis.set_xlim(low, edge)
    for text in texts:
        text.set_x(edge)


def lines(
    ticks: Sequence[str],
    series: Sequence[tuple[str, Sequence[float], str]],
    width: float,
    height: float,
    kind: Format,
    say: Callable[[float], str],
) -> bytes:
    """Lines over the periods named by ``ticks``: (name, values, colour) each, named below; NaN leaves a gap.

    ``say`` writes a value of the upright axis."""
    with _DRAWING:
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        axis = figure.subplots()
        places = range(len(ticks))
        for name, values, colour in series:
            axis.plot(places, list(values), color=colour, linewidth=2.4, marker="o", markersize=4, label=plain(name))
        step = math.ceil(len(ticks) / max(2, int((width - 0.8) / (LETTER * (2 + max(map(len, ticks)))))))
        axis.set_xticks(list(places)[::step], [plain(t) for t in ticks][::step], fontsize=9, color=INK)
        axis.yaxis.set_major_formatter(lambda value, _: plain(say(value)))
        axis.tick_params(axis="y", labelsize=9, labelcolor=INK)
        axis.grid(axis="y", color="#d5dde3", linewidth=0.8)
        for side in ("top", "right"):
            axis.spines[side].set_visible(False)
        figure.legend(loc="outside lower center", ncols=min(3, len(series)), fontsize=9, frameon=False)
        return _bytes(figure, kind)


def _two_lines(name: str, most: int = 20) -> str:
    """A name on at most two lines of about ``most`` letters, shortened where it is longer."""
    lines = textwrap.wrap(name, most) or [name]
    return "\n".join(lines if len(lines) <= 2 else [lines[0], f"{lines[1][: most - 1]}…"])
