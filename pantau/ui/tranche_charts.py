"""The chart of the path of a tranche."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
import plotly.graph_objects as go

from pantau.ui.charts import DASHES, PALETTE
from pantau.words import Words, inert_label

FIRST, LAST = -30, 90
"""Days before and after the start that are drawn at most: what comes still later is at the end of the line."""


def path(words: Words, lines: Mapping[str, pd.DataFrame], others: Iterable[pd.DataFrame], since: str) -> go.Figure:
    """The share paid by day: steps, one line each of ``lines`` (``day, share, amount_share``), the ``others`` in grey."""
    figure = go.Figure()
    others = [other for other in others if len(other)]
    shown = [frame for frame in (*lines.values(), *others) if len(frame)]
    first = max(FIRST, min((int(frame["day"].min()) for frame in shown), default=0), -LAST)
    last = min(LAST, max((int(frame["day"].max()) for frame in shown), default=0) + 1)
    first = min(first, 0)
    for other in others:
        figure.add_scatter(**_steps(other, first, last), line={"color": "#cfd8de", "width": 1, "shape": "hv"}, hoverinfo="skip", showlegend=False)  # fmt: skip
    for i, (name, frame) in enumerate(lines.items()):
        safe = inert_label(name)
        steps = _steps(frame, first, last)
        amounts = dict(zip(frame["day"], frame["amount_share"], strict=True))
        figure.add_scatter(
            **steps,
            name=safe,
            line={
                "color": PALETTE[i % len(PALETTE)],
                "dash": DASHES[i // len(PALETTE) % 3],
                "width": 2.5,
                "shape": "hv",
            },
            text=[_said(words, safe, x, y, amounts.get(x)) for x, y in zip(steps["x"], steps["y"], strict=True)],
            hoverinfo="text",
            showlegend=True,
        )
    figure.add_vline(x=0, line={"dash": "dash", "color": "#555", "width": 1})
    figure.update_xaxes(title=f"{words('Hari')} ({since.lower()})", range=[first, last])
    figure.update_yaxes(tickformat=",.0%", range=[0, 1.03])
    return figure


def _said(words: Words, name: str, day: float, share: float, amount: float | None) -> str:
    """What is read at a point: the day, the share of transfers, and that of rupiah on a day of payment."""
    line = f"<b>{name}</b><br>{words('Hari ke-{n}', n=words.number(day))}: {words.percent(share)}"
    if amount is None or amount != amount:
        return line
    return line + f"<br>{words('Rupiah')}: {words.percent(amount)}"


def _steps(frame: pd.DataFrame, first: int, last: int) -> dict:
    """From nothing on the first day to the last day, within the days drawn."""
    before = frame[frame["day"] < first]
    start = float(before["share"].iloc[-1]) if len(before) else 0.0
    within = frame[frame["day"].between(first, last)]
    days = [first, *within["day"].tolist(), last]
    shares = [start, *within["share"].tolist()]
    return {"x": days, "y": [*shares, shares[-1]], "mode": "lines"}
