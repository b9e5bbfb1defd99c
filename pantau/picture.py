"""Maps as a picture (PNG) for a report or a poster, drawn with matplotlib from the same classes as the map on the page."""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch


@dataclass(frozen=True)
class Panel:
    """One map: ``frame`` has ``name, colour, geometry``; ``labelled``/``outlines`` are drawn on top."""

    title: str
    frame: gpd.GeoDataFrame
    outlines: gpd.GeoDataFrame
    labels: gpd.GeoDataFrame


def choropleth_png(
    title: str, panels: Sequence[Panel], legend: Sequence[tuple[str, str]], note: str, dpi: int = 150
) -> bytes:
    """PNG bytes of one or two maps side by side.

    ``legend``: (colour, words) pairs; ``note``: source and date under the map. ``$`` is text, not a formula.
    """
    rows = math.ceil(len(legend) / 2)
    foot = 0.5 + 0.26 * rows  # inches: the note and the legend
    height = 6.6 + foot
    figure = Figure(figsize=(8.2 * len(panels), height))
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, len(panels), squeeze=False)[0]
    figure.subplots_adjust(left=0.01, right=0.99, top=1 - 0.9 / height, bottom=foot / height, wspace=0.02)
    for axis, panel in zip(axes, panels, strict=True):
        panel.frame.plot(ax=axis, color=list(panel.frame["colour"]), edgecolor="#14202b", linewidth=0.6)
        if len(panel.outlines):
            panel.outlines.boundary.plot(ax=axis, color="#14202b", linewidth=2)
        for name, geometry in zip(panel.labels["name"], panel.labels.geometry, strict=True):
            point = geometry.representative_point()
            axis.text(
                point.x,
                point.y,
                plain(name),
                ha="center",
                va="center",
                fontsize=9,
                weight="bold",
                bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "alpha": 0.75, "edgecolor": "none"},
            )
        axis.set_axis_off()
        axis.set_title(plain(panel.title), fontsize=13)
    handles = [Patch(facecolor=colour, edgecolor="#555", label=plain(words)) for colour, words in legend]
    figure.legend(
        handles=handles, loc="lower center", bbox_to_anchor=(0.5, 0.36 / height), ncols=2, fontsize=10, frameon=False
    )
    figure.suptitle(plain(title), fontsize=15, weight="bold")
    wrapped = textwrap.fill(note, 115 * len(panels))
    figure.text(0.5, 0.06 / height, plain(wrapped), fontsize=8, color="#46535f", ha="center", va="bottom")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
    return stream.getvalue()


def plain(text: str) -> str:
    """Text in which ``$`` is a dollar sign and begins no formula."""
    return text.replace("$", r"\$")
