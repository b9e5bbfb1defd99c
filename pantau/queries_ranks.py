"""How well two indicators go together over the RW: Spearman's rank correlation of their values in the same period."""

from __future__ import annotations

import math

import pandas as pd

from pantau.indicator import Indicator

COLUMNS = ["period", "programme_id", "area_code", "indicator_id", "numerator", "denominator", "value", "low", "high"]


def ranked(indicator: Indicator, by_rw: pd.DataFrame, area: str, level: str) -> pd.DataFrame:
    """The correlation for each period and programme of ``by_rw`` (figures of ``indicator.ranks`` by RW), as figures are.

    ``numerator`` is the correlation, ``denominator`` the number of RW that have both values. Only a kelurahan has several
    RW: for an area of another ``level`` there is no figure.
    """
    from pantau.statistics import spearman  # SciPy takes a second to come up: only where it is asked for

    assert indicator.ranks is not None
    rows = []
    if level == "kelurahan":
        first, second = indicator.ranks
        keys = ["period", "programme_id"]
        wide = by_rw.pivot_table(index=[*keys, "area_code"], columns="indicator_id", values="value")
        for key, group in wide.reindex(columns=[first, second]).groupby(level=keys, sort=True):
            found = spearman(group[first].to_numpy(), group[second].to_numpy())
            if not math.isnan(found.rho):
                rows.append((*key, area, indicator.id, found.rho, float(found.n), found.rho, found.low, found.high))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"programme_id": "int64", **dict.fromkeys(COLUMNS[4:], float)})
