"""CSV as offices write it: separator, encoding, quotes and stray control characters are found out, not assumed."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator

from etl import limits
from etl.report import FileError

SEPARATORS = (";", ",", "\t", "|")

# Control characters except tab and line ends; invisible and direction marks; the byte order mark inside text.
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_SAMPLE = 65536

Rows = list[list[str]]

csv.field_size_limit(2**31 - 1)  # an unclosed quotation mark makes one huge cell; it is dealt with below


# How archives, pictures and databases begin: what is no text is often not found out by its control characters alone.
_MAGIC = (
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"SQLite format 3",
)


def decode(raw: bytes) -> str:
    """The text of a CSV file: UTF-8 or UTF-16 by their marks, else UTF-8, else Windows-1252. FileError if not text."""
    if raw.startswith(_MAGIC):
        raise FileError("file_binary")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = raw.decode("utf-16", errors="replace")
    elif raw[:4].count(0) == 2 and raw.count(0) > len(raw) // 3:  # UTF-16 without its mark
        text = raw.decode("utf-16-le" if raw[1] == 0 else "utf-16-be", errors="replace")
    else:
        if raw.count(0) > len(raw) // 10:
            raise FileError("file_binary")
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    start = text[:2000].lstrip("\ufeff \r\n\t").lower()
    if re.match(r"<(\?xml|!entity|!doctype (?!html)|kml|gml|workbook)", start):
        raise FileError("file_html" if "<html" in start else "file_xml")
    if re.match(r"<(!doctype|html|head|meta|table|body|style|!--)|mime-version:", start):
        raise FileError("file_html")
    sample = text[:_SAMPLE]
    if start.startswith(("%pdf", "{\\rtf")) or len(INVISIBLE.findall(sample)) > max(20, len(sample) // 10):
        raise FileError("file_binary")
    return INVISIBLE.sub("", text) if INVISIBLE.search(text) else text


def rows(text: str, score: Callable[[Rows], float], limit: int | None = None) -> Rows:
    """The rows of ``text``, each a list of cells. ``score`` says how well the first rows hold a heading.

    The separator is the one whose rows look most like a heading; without any, the one that makes the widest rows.
    """
    text = text.removeprefix("\ufeff")
    stated = re.match(r'"?sep=(.)"?\s*(?:\r\n|\r|\n)', text, re.IGNORECASE)  # Excel's own hint
    separator = stated[1] if stated else ""
    if not separator:
        sample = _LINE_END.split(text[:_SAMPLE])[:60]
        separator = max(SEPARATORS, key=lambda s: _fit(sample, s, score))
    if limit is None and (found := text.count(separator) + text.count("\n") + text.count("\r")) > limits.CELLS:
        raise FileError("file_too_many_cells", found=found, limit=limits.CELLS)
    parsed = _parse(text, separator, limit)
    widest = max(range(len(parsed)), key=lambda i: len(parsed[i]), default=0)
    if parsed and len(parsed[widest]) > limits.COLUMNS:
        raise FileError("file_too_many_columns", line=widest + 1, found=len(parsed[widest]), limit=limits.COLUMNS)
    # The hint stays in place as a blank row: row numbers are positions in the file.
    return [[""], *parsed[1:]] if stated else parsed


def _fit(lines: list[str], separator: str, score: Callable[[Rows], float]) -> tuple[float, float]:
    parsed = list(csv.reader(lines, delimiter=separator))
    return score(parsed), sum(len(row) for row in parsed)


def _parse(text: str, separator: str, limit: int | None) -> Rows:
    if limit is not None:
        text = "\n".join(_LINE_END.split(text)[: limit * 3])
    parsed = list(csv.reader(_lines(text), delimiter=separator))
    if '"' in text and _swallows_rows(parsed, separator, text):
        # A quotation mark was opened and never closed: each line is then a row of its own, so that none disappears.
        parsed = [next(csv.reader([line], delimiter=separator), []) for line in _LINE_END.split(text)]
    return parsed if limit is None else parsed[:limit]


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends. Not ``str.splitlines``: that also splits at characters that may stand inside a cell."""
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    start = 0
    while end := text.find("\n", start) + 1:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _swallows_rows(parsed: Rows, separator: str, text: str) -> bool:
    """Whether a quoted cell runs over what look like further rows of the table."""
    usual = max((len(row) for row in parsed[:40]), default=1)
    suspect = False
    for row in parsed:
        for cell in row:
            if "\n" not in cell:
                continue
            if (
                len(row) == usual > 1
            ):  # the row is whole; were rows lost in the cell, it would hold all their separators
                suspect = suspect or cell.count(separator) >= cell.count("\n") * (usual - 1)
            elif any(line.count(separator) >= max(1, usual - 2) for line in cell.split("\n")[1:]):
                return True
    if text.count('"') % 2 == 1 and parsed and any("\n" in cell for cell in parsed[-1]):
        return True
    return suspect and not _quoted_throughout(parsed, text)


def _quoted_throughout(parsed: Rows, text: str) -> bool:
    """Whether every cell has its pair of quotation marks, as programs write them that quote all cells."""
    inside = sum(cell.count('"') for row in parsed for cell in row)
    return text.count('"') == 2 * (sum(map(len, parsed)) + inside)
