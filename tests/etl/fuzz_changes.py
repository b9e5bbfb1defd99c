"""What offices, their programs and bad disks do to a file: changes of cells and rows, of bytes, of a workbook's parts."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from random import Random

from tests.etl.fuzz_sheets import SUMMED, Cell, Sheet, same_heading

# --- mangling of cells and rows -------------------------------------------------------------------------

BLANKS = ("", " ", "\t", "\u00a0", "\u200b", "\x00", "\u3000", "\x07 ")
JUNK = ("😀", "👩‍👩‍👧 keluarga", "مرحبا", "\u202eterbalik", "=1+1", "=cmd|'/C calc'!A0", "@SUM(A1)", "NaN", "inf", "1e400",
        "١٢٣", "½", "x" * 500, "#REF!", "#N/A", "NULL", "None", "0x1F", "1_000", "--", "''", '"', ";", "a\nb", "12:30", "\ud7ff",
        "Rp", "%", "1.2.3", "1,2,3", "9" * 50, "-" * 30, "(", "TRUE", "\u0301\u0301", "ZZZZ9999", "0", "00000000", "2024-02-30",
        "32/13/2024", "29 Pebruari 2023", "45292", "45292.5", "99999999", "Desember", "\ufeffbom", "\u2028garis")  # fmt: skip


def money_as_written(pick: Random, value: int) -> tuple[Cell, int]:
    """A whole number of rupiah as an office may write it, and what that is worth."""
    dots = f"{value:,}".replace(",", ".")
    forms: list[tuple[Cell, int]] = [
        (str(value), value),
        (dots, value),
        (f"{value:,}", value),
        (f"Rp {dots}", value),
        (f"Rp{dots},00", value),
        (f"Rp. {dots},-", value),
        (f"{value:,}.00", value),
        (f"IDR {dots}", value),
        (f"'{value}", value),
        (f"  {dots}\u00a0", value),
        (f"({dots})", -value),
        (f"-{dots}", -value),
        (f"Rp -{dots}", -value),
        (f"{value},00", value),
        (value, value),
        (float(value), value),
        (10**13 + value, 0),  # more than a cell may hold
        (f"{value}E+3", 0),
        (f"{dots} rupiah", 0),
        (f"{value},5", 0),
        (f"sekitar {dots}", 0),
        (pick.choice(BLANKS), 0),
    ]
    return pick.choice(forms)


def mangle(pick: Random, sheet: Sheet) -> None:
    """Up to six changes of the kinds that offices (and their programs) make."""
    for _ in range(pick.choice([0, 1, 1, 2, 3, 4, 6])):
        change = pick.choice(CHANGES)
        sheet.how.append(change.__name__)
        change(pick, sheet)


def _spot(pick: Random, sheet: Sheet) -> tuple[int, int]:
    return pick.randrange(len(sheet.rows)), pick.randrange(len(sheet.headings))


def junk_cells(pick: Random, sheet: Sheet) -> None:
    for _ in range(pick.randint(1, 6)):
        i, j = _spot(pick, sheet)
        _set(sheet, i, j, pick.choice(JUNK))


def _set(sheet: Sheet, i: int, j: int, cell: Cell) -> None:
    if sheet.headings[j] in sheet.worth[i]:
        plain = isinstance(cell, str) and cell in ("0", "00000000", "45292", "99999999")
        sheet.worth[i][sheet.headings[j]] = int(str(cell)) if plain else 0
    _padded(sheet, i)[j] = cell


def _padded(sheet: Sheet, i: int) -> list[Cell]:
    row = sheet.rows[i]
    row += [None] * (len(sheet.headings) - len(row))
    return row


def written_money(pick: Random, sheet: Sheet) -> None:
    for heading in SUMMED.get(sheet.kind, {}):
        if heading in sheet.headings:
            j = sheet.column(heading)
            for i in range(len(sheet.rows)):
                row = _padded(sheet, i)
                if sheet.worth[i][heading] > 0 and isinstance(row[j], int):
                    row[j], sheet.worth[i][heading] = money_as_written(pick, sheet.worth[i][heading])


def written_dates(pick: Random, sheet: Sheet) -> None:
    form = pick.choice(
        ["%d/%m/%Y", "%d-%m-%y", "%Y%m%d", "%d.%m.%Y", "%Y/%m/%d", "%m/%d/%Y", "%d %B %Y", "%A, %d %b %Y"]
    )
    for row in sheet.rows:
        for j, cell in enumerate(row):
            if isinstance(cell, dt.date):
                row[j] = cell.strftime(form)


def numbers_as_numbers(pick: Random, sheet: Sheet) -> None:
    """NIK and KK as Excel keeps numbers: fifteen digits."""
    for row in sheet.rows:
        for j, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) == 16 and cell.isdecimal():
                forms: list[Cell] = [
                    float(cell),
                    f"{float(cell):.5E}",
                    f"{cell}0"[:16],
                    f"'{cell}",
                    f"{cell[:4]} {cell[4:]}",
                ]
                row[j] = pick.choice(forms)


def blanked(pick: Random, sheet: Sheet) -> None:
    for _ in range(pick.randint(1, 5)):
        i, j = _spot(pick, sheet)
        _set(sheet, i, j, pick.choice(BLANKS))


def shifted_row(pick: Random, sheet: Sheet) -> None:
    """A row whose cells slid by one: what a column is worth is then anyone's guess."""
    i = pick.randrange(len(sheet.rows))
    sheet.rows[i] = [pick.choice(["", None, "x"]), *sheet.rows[i][:-1]]
    sheet.summable = False


def swapped_cells(pick: Random, sheet: Sheet) -> None:
    i, j = _spot(pick, sheet)
    k = pick.randrange(len(sheet.headings))
    row = _padded(sheet, i)
    row[j], row[k] = row[k], row[j]
    sheet.summable = False


def repeated_rows(pick: Random, sheet: Sheet) -> None:
    for _ in range(pick.randint(1, 3)):
        i, at = pick.randrange(len(sheet.rows)), pick.randrange(len(sheet.rows) + 1)
        row, worth = list(sheet.rows[i]), dict(sheet.worth[i])
        sheet.rows.insert(at, row)
        sheet.worth.insert(at, worth)


def blank_rows(pick: Random, sheet: Sheet) -> None:
    for _ in range(pick.randint(1, 4)):
        _insert(pick, sheet, [pick.choice(BLANKS) for _ in range(pick.randint(0, len(sheet.headings) + 2))])


def notes(pick: Random, sheet: Sheet) -> None:
    note = pick.choice(["Catatan: data sementara", "Mengetahui, Lurah", "*) belum diverifikasi", "Dicetak 1/2/2025"])
    row: list[Cell] = [None] * len(sheet.headings)
    row[pick.randrange(len(row))] = note
    sheet.rows.append(row)
    sheet.worth.append(dict.fromkeys(SUMMED.get(sheet.kind, {}), 0))


def totals(pick: Random, sheet: Sheet) -> None:
    row: list[Cell] = [None] * len(sheet.headings)
    worth = dict.fromkeys(SUMMED.get(sheet.kind, {}), 0)
    for heading in worth:
        if heading in sheet.headings:
            worth[heading] = row[sheet.column(heading)] = sum(w.get(heading, 0) for w in sheet.worth) % 10**11
    row[0] = pick.choice(["TOTAL", "Jumlah", "GRAND TOTAL", "Sub Total"])
    worth |= {sheet.headings[0]: 0} if sheet.headings[0] in worth else {}
    sheet.rows.append(row)
    sheet.worth.append(worth)


def heading_again(pick: Random, sheet: Sheet) -> None:
    _insert(pick, sheet, list(sheet.headings))


def column_numbers(pick: Random, sheet: Sheet) -> None:
    sheet.rows.insert(0, [str(i + 1) for i in range(len(sheet.headings))])
    summed = SUMMED.get(sheet.kind, {})
    sheet.worth.insert(0, {h: i + 1 for i, h in enumerate(sheet.headings) if any(same_heading(h, s) for s in summed)})


def _insert(pick: Random, sheet: Sheet, row: list[Cell]) -> None:
    at = pick.randrange(len(sheet.rows) + 1)
    sheet.rows.insert(at, row)
    sheet.worth.insert(at, dict.fromkeys(SUMMED.get(sheet.kind, {}), 0))


def reordered(pick: Random, sheet: Sheet) -> None:
    order = list(range(len(sheet.headings)))
    pick.shuffle(order)
    sheet.headings = [sheet.headings[i] for i in order]
    sheet.rows = [[row[i] if i < len(row) else None for i in order] + row[len(order) :] for row in sheet.rows]


def column_twice(pick: Random, sheet: Sheet) -> None:
    j = pick.randrange(len(sheet.headings))
    sheet.headings.append(sheet.headings[j])
    if any(same_heading(sheet.headings[j], heading) for heading in SUMMED.get(sheet.kind, {})):
        sheet.summable = False  # the other column may be dropped later
    for row in sheet.rows:
        row += [None] * (len(sheet.headings) - 1 - len(row))
        row.insert(len(sheet.headings) - 1, pick.choice([row[j], None, "lain"]))


def column_dropped(pick: Random, sheet: Sheet) -> None:
    if len(sheet.headings) > 2:
        j = pick.randrange(len(sheet.headings))
        del sheet.headings[j]
        for row in sheet.rows:
            del row[j : j + 1]


def column_added(pick: Random, sheet: Sheet) -> None:
    j = pick.randrange(len(sheet.headings) + 1)
    sheet.headings.insert(j, pick.choice(["NO", "KETERANGAN", "", "😀", "KOLOM\nBARU", "=A1", "\u202eRTL"]))
    for i, row in enumerate(sheet.rows):
        row += [None] * (j - len(row))
        row.insert(j, pick.choice([i + 1, None, "x"]))


def heading_restyled(pick: Random, sheet: Sheet) -> None:
    j = pick.randrange(len(sheet.headings))
    old = sheet.headings[j]
    style = pick.choice(
        [str.lower, str.title, lambda t: t.replace(" ", "_"), lambda t: f" {t}\n", lambda t: t.replace(" ", "\n")]
    )
    sheet.headings[j] = style(old)
    for worth in sheet.worth:
        if old in worth:
            worth[sheet.headings[j]] = worth.pop(old)


def titles(pick: Random, sheet: Sheet) -> None:
    lines: list[list[Cell]] = [
        ["DAFTAR BANTUAN SOSIAL"],
        [],
        ["Kelurahan", "Contoh"],
        ["", "", "Bulan: Maret"],
        ["Tahun 2025", None, 1],
    ]
    sheet.above = [pick.choice(lines) for _ in range(pick.randint(1, 6))] + sheet.above


def surplus(pick: Random, sheet: Sheet) -> None:
    i = pick.randrange(len(sheet.rows))
    row = _padded(sheet, i)
    row += [None] * pick.randint(0, 3)
    row.append(pick.choice(["lebih", "1", ""]))


def ragged(pick: Random, sheet: Sheet) -> None:
    for row in sheet.rows:
        while len(row) > 1 and row[-1] in (None, ""):
            row.pop()


CHANGES = (
    junk_cells, junk_cells, written_money, written_money, written_dates, numbers_as_numbers, blanked, shifted_row, swapped_cells,
    repeated_rows, blank_rows, notes, totals, heading_again, column_numbers, reordered, column_twice, column_dropped,
    column_added, heading_restyled, titles, surplus, ragged,
)  # fmt: skip

SURVEY_CHANGES = (
    junk_cells,
    written_money,
    written_dates,
    numbers_as_numbers,
    blanked,
    blank_rows,
    reordered,
    repeated_rows,
)

# --- mangling of bytes and of parts ---------------------------------------------------------------------


def mangle_bytes(pick: Random, content: bytes, how: list[str]) -> bytes:
    data = bytearray(content)
    for _ in range(pick.choice([1, 1, 2, 4])):
        what = pick.choice(["cut", "flip", "splice", "drop", "zero", "double", "insert", "reencode"])
        how.append(what)
        at = pick.randrange(len(data) + 1)
        length = pick.choice([1, 2, 8, 64, 512])
        if what == "cut":
            del data[at:]
        elif what == "flip" and data:
            for _ in range(pick.choice([1, 3, 30])):
                data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
        elif what == "splice":
            start = pick.randrange(len(data) + 1)
            data[at:at] = data[start : start + length]
        elif what == "drop":
            del data[at : at + length]
        elif what == "zero":
            data[at : at + length] = bytes(len(data[at : at + length]))
        elif what == "double":
            data += data[at:]
        elif what == "insert":
            data[at:at] = pick.choice(
                [b'"', b"\n", b"\0", b"\xff", b"\xe2\x80", b"<", b";;;;", b"\x1a", pick.randbytes(8)]
            )
        elif what == "reencode":
            text = bytes(data).decode("utf-8", errors="replace")
            data = bytearray(
                text.encode(pick.choice(["utf-16-le", "utf-16-be", "utf-32", "utf-7", "latin-1"]), errors="replace")
            )
    return bytes(data)


TAGS = (
    b"<v>",
    b"</v>",
    b"<c ",
    b"<row ",
    b"</row>",
    b"<si>",
    b"</si>",
    b"<t>",
    b"<sheetData>",
    b"<is>",
    b"<f>",
    b"</c>",
)
WORTHS = (
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b"",
    b"NaN",
    b"XFD1048576",
    b"AAAA1",
    b"A0",
    b"&lt;",
    b"&x;",
    b"\xff",
    b"2958466",
)


def mangle_parts(pick: Random, content: bytes, how: list[str]) -> bytes:
    """A workbook (or a Shapefile's zip) with one part or more changed, gone, renamed or doubled, and sound otherwise."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(pick.choice([1, 1, 2, 3])):
        name = pick.choice(sorted(parts))
        what = pick.choice(["gone", "renamed", "swapped", "attribute", "tag", "worth", "dtd", "bytes", "prefix"])
        how.append(f"{what} {name}")
        part = parts[name]
        if what == "gone" and len(parts) > 1:
            del parts[name]
        elif what == "renamed":
            parts[pick.choice([name.upper(), "xl/x.xml", f"../{name}", f"/{name}", name.replace("/", "\\")])] = (
                parts.pop(name)
            )
        elif what == "swapped":
            other = pick.choice(sorted(parts))
            parts[name], parts[other] = parts[other], part
        elif what == "attribute":
            old, new = pick.choice([(b't="s"', b't="n"'), (b't="s"', b't="d"'), (b't="s"', b't="b"'), (b't="s"', b't="e"'),
                                    (b' r="', b' q="'), (b' s="', b' t="'), (b'r="A', b'r="ZZZ'), (b'numFmtId="', b'numFmtId="9')])  # fmt: skip
            parts[name] = part.replace(old, new, pick.choice([1, 5, -1]))
        elif what == "tag":
            tag = pick.choice(TAGS)
            parts[name] = part.replace(
                tag, pick.choice([b"", tag + tag, b"<!-- " + tag, b"<![CDATA[" + tag]), pick.choice([1, -1])
            )
        elif what == "worth":
            pieces = part.split(b"<v>")
            i = pick.randrange(len(pieces))
            pieces[i] = pick.choice(WORTHS) + pieces[i][pieces[i].find(b"<") :] if i else pieces[i]
            parts[name] = b"<v>".join(pieces)
        elif what == "dtd":
            parts[name] = part.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
        elif what == "prefix":
            parts[name] = part.replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>")
        else:
            parts[name] = mangle_bytes(pick, part, how) if part else b""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", pick.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()
