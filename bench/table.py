"""Markdown tables that are readable as plain text too."""

from __future__ import annotations

from collections.abc import Sequence

Cell = str | int | float


def show(title: str, heading: Sequence[str], rows: Sequence[Sequence[Cell]], note: str = "") -> None:
    """Print a table at once (a later measurement may break off): numbers to the right, a float with one decimal."""
    texts = [[_text(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(heading), *texts]) for i in range(len(heading))]
    right = [bool(rows) and all(not isinstance(row[i], str) for row in rows) for i in range(len(heading))]
    rule = ["-" * (w - 1) + ":" if r else "-" * w for w, r in zip(widths, right, strict=True)]
    print(f"\n## {title}\n")
    for cells in [list(heading), rule, *texts]:
        padded = [c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True)]
        print("| " + " | ".join(padded) + " |")
    if note:
        print(f"\n{note}")
    print(flush=True)


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:,.1f}"
    return f"{cell:,}" if isinstance(cell, int) else cell
