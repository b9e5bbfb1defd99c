"""Office files made at random and mangled, each with what can be known of it without our readers: rows, sums, secrets.

Every choice comes from one ``random.Random``: Hypothesis hands in its own (and shrinks what fails), the long run one with
a seed for each file.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import xlsxwriter

from tests.etl.office import KELURAHAN, KK, KK_2, nik

SUMMED = {
    "registry": {"PENDAPATAN": "income"},
    "disbursement": {"NOMINAL": "amount", "NOMINAL SEHARUSNYA": "entitled", "JUMLAH": "quantity"},
}
"""Kind -> heading of a summed column -> its name in the contract."""

FIRST = "Zubaidawati Hastungkara Wiramantri Qodariyah Yosafatina Mbarepsari".split()
LAST = "Kertajayanti Wongsodirana Tjokrosudarma Purbohadiningrat Gumelarsari".split()

Cell = str | int | float | dt.date | None


@dataclass
class Case:
    """A file, and what must hold for its report if it is read at all (None: the mangling does not let us say)."""

    path: Path
    kind: str | None = None
    rows: int | None = None
    sums: dict[str, int] | None = None
    secrets: set[str] = field(default_factory=set)
    how: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """A table before it is written. ``worth`` has for each row and summed heading what the cell is worth in rupiah."""

    kind: str
    headings: list[str]
    rows: list[list[Cell]]
    worth: list[dict[str, int]]
    secrets: set[str]
    above: list[list[Cell]] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    countable: bool = True
    summable: bool = True

    def column(self, heading: str) -> int:
        return self.headings.index(heading)


# --- plain files --------------------------------------------------------------------------------------


def _name(pick: Random) -> str:
    return f"{pick.choice(FIRST)} {pick.choice(LAST)}"


def _kk(pick: Random) -> str:
    return (
        f"317406{pick.randint(1, 28):02d}{pick.randint(1, 12):02d}{pick.randint(0, 25):02d}{pick.randint(1, 9999):04d}"
    )


def _nik(pick: Random) -> tuple[str, dt.date, str]:
    born, woman = dt.date(pick.randint(1930, 2024), pick.randint(1, 12), pick.randint(1, 28)), pick.random() < 0.5
    return nik(born.day, born.month, born.year, pick.randint(1, 9999), woman), born, "P" if woman else "L"


def registry(pick: Random) -> Sheet:
    headings = ["NO KK", "NIK", "NAMA LENGKAP", "ALAMAT", "RT", "RW", "TANGGAL LAHIR", "JENIS KELAMIN", "HUBUNGAN"]
    headings += ["DESIL", "LANSIA", "HAMIL", "PENDAPATAN"]
    rows: list[list[Cell]] = []
    secrets: set[str] = set()
    for _ in range(pick.randint(1, 6)):
        kk, place = _kk(pick), pick.choice([("001", "001"), ("005", "002"), ("5", "1"), ("RT 001", "RW 2")])
        street = f"Gang {pick.choice(LAST)} {pick.randint(1, 99)}"
        for member in range(pick.randint(1, 4)):
            number, born, sex = _nik(pick)
            name = _name(pick)
            relation = pick.choice(["Istri", "Anak", "Cucu", "Famili Lain"]) if member else "Kepala Keluarga"
            flags: list[Cell] = [pick.choice(["Ya", "Tidak", "", "1", "0", "v"]) for _ in range(2)]
            desil: Cell = pick.choice(["", str(pick.randint(1, 10))])
            rows.append(
                [kk, number, name, street, *place, born, sex, relation, desil, *flags, pick.randint(0, 99) * 50_000]
            )
            secrets |= {kk, number, name}
    return _sheet(pick, "registry", headings, rows, secrets)


def disbursement(pick: Random) -> Sheet:
    headings = ["PROGRAM", "NO KK", "NIK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL", "NOMINAL SEHARUSNYA"]
    headings += ["BARANG", "JUMLAH", "KANAL", "STATUS"]
    rows: list[list[Cell]] = []
    secrets = {KK, KK_2}
    for _ in range(pick.randint(1, 25)):
        month = dt.date(pick.randint(2022, 2025), pick.randint(1, 12), 1)
        written = pick.choice(
            [month.strftime("%Y-%m"), month.strftime("%m/%Y"), f"Triwulan {month.month % 4 + 1} {month.year}"]
        )
        goods = pick.random() < 0.2
        programme = "CSR" if goods else pick.choice(["PKH", "BPNT", "KLJ", "Program Keluarga Harapan"])
        kk = pick.choice([KK, KK, KK_2, _kk(pick)])
        secrets.add(kk)
        paid: Cell = month + dt.timedelta(pick.randint(0, 40)) if pick.random() < 0.8 else None
        amount: Cell = None if goods else pick.randint(1, 30) * 50_000
        tail: list[Cell] = ["Beras", pick.randint(1, 5)] if goods else [None, None]
        row: list[Cell] = [programme, kk, None, written, month + dt.timedelta(9), paid, amount]
        rows.append([*row, None if pick.random() < 0.7 else amount, *tail, pick.choice(["Bank", "Pos", ""]), ""])
    return _sheet(pick, "disbursement", headings, rows, secrets)


def areas(pick: Random) -> Sheet:
    rows: list[list[Cell]] = []
    for rw in range(1, pick.randint(2, 6)):
        rows.append([f"{KELURAHAN}.{rw:03d}", KELURAHAN, "RW", f"RW {rw:03d}"])
        rows += [[f"{KELURAHAN}.{rw:03d}.{rt:03d}", "", "RT", f"RT {rt:03d}"] for rt in range(1, pick.randint(2, 5))]
    return _sheet(pick, "areas", ["KODE", "KODE INDUK", "TINGKAT", "NAMA"], rows, set())


def programmes(pick: Random) -> Sheet:
    headings = [
        "KODE",
        "NAMA",
        "PELAKSANA",
        "JENIS PELAKSANA",
        "JENIS MANFAAT",
        "PENERIMA",
        "NOMINAL",
        "BULAN PER TAHAP",
    ]
    headings += ["DESIL MAKS", "KATEGORI", "MULAI", "SELESAI"]
    rows: list[list[Cell]] = []
    for i in range(pick.randint(1, 5)):
        who = pick.choice(["keluarga", "perorangan"])
        by = pick.choice(["pusat", "daerah", "swasta"])
        row: list[Cell] = [
            f"P{i}",
            f"Program Contoh {i}",
            "Dinas Contoh",
            by,
            "tunai",
            who,
            pick.randint(1, 9) * 100_000,
        ]
        rows.append([*row, pick.choice([1, 2, 3]), pick.choice([4, None]), "", "2021-01", ""])
    return _sheet(pick, "programmes", headings, rows, set())


def targets(pick: Random) -> Sheet:
    rows: list[list[Cell]] = []
    for _ in range(pick.randint(1, 8)):
        year = pick.randint(2021, 2026)
        if pick.random() < 0.5:
            rows.append(["anggaran", None, "PKH", None, year, pick.randint(1, 900) * 1_000_000])
        else:
            rows.append(
                ["target", "coverage", pick.choice(["PKH", None]), None, year, pick.choice(["85%", "0,9", "0.75"])]
            )
    return _sheet(pick, "targets", ["JENIS", "INDIKATOR", "PROGRAM", "WILAYAH", "TAHUN", "NILAI"], rows, set())


def membership(pick: Random) -> Sheet:
    headings = ["PROGRAM", "NO KK", "NIK", "TANGGAL MASUK", "TANGGAL KELUAR", "ALASAN KELUAR"]
    rows: list[list[Cell]] = []
    secrets = set()
    for _ in range(pick.randint(1, 12)):
        kk = pick.choice([KK, KK_2, _kk(pick)])
        entry = dt.date(pick.randint(2021, 2024), pick.randint(1, 12), 1)
        left: list[Cell] = [entry + dt.timedelta(400), "graduasi"] if pick.random() < 0.3 else [None, None]
        rows.append([pick.choice(["PKH", "BPNT"]), kk, None, entry, *left])
        secrets.add(kk)
    return _sheet(pick, "membership", headings, rows, secrets)


def _sheet(pick: Random, kind: str, headings: list[str], rows: list[list[Cell]], secrets: set[str]) -> Sheet:
    worth = []
    for row in rows:
        found = {}
        for heading in SUMMED.get(kind, {}):
            cell = row[headings.index(heading)]
            found[heading] = cell if isinstance(cell, int) else 0
        worth.append(found)
    return Sheet(kind, headings, rows, worth, secrets)


KINDS = (registry, registry, disbursement, disbursement, areas, programmes, targets, membership)

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
            for i, row in enumerate(sheet.rows):
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
    sheet.worth.insert(0, {h: i + 1 for i, h in enumerate(sheet.headings) if any(_same(h, s) for s in summed)})


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

# --- writing ------------------------------------------------------------------------------------------


def _is_blank(row: list[Cell]) -> bool:
    return all(cell is None or (isinstance(cell, str) and (cell in BLANKS or cell == "\ufeff")) for cell in row)


def expected(sheet: Sheet) -> tuple[int | None, dict[str, int] | None]:
    """Rows of data and sums by contract name, counted from the table as it is written."""
    pairs = [(row, worth) for row, worth in zip(sheet.rows, sheet.worth, strict=True) if not _is_blank(row)]
    if not sheet.countable:
        return None, None
    sums: dict[str, int] | None = None
    if sheet.summable and sheet.kind in SUMMED:
        sums = {}
        for heading, name in SUMMED[sheet.kind].items():
            sums[name] = sum(w for _, worth in pairs for h, w in worth.items() if _same(h, heading))
    return len(pairs), sums


def _same(a: str, b: str) -> bool:
    return "".join(filter(str.isalnum, a.upper())) == "".join(filter(str.isalnum, b.upper()))


def _lines(sheet: Sheet) -> list[list[Cell]]:
    return [*sheet.above, list(sheet.headings), *sheet.rows]


def as_csv(pick: Random, sheet: Sheet) -> bytes:
    separator = pick.choice(";,\t|")
    buffer = io.StringIO()
    end = pick.choice(["\n", "\r\n"])
    if pick.random() < 0.5:
        writer = csv.writer(buffer, delimiter=separator, lineterminator=end)
    else:
        writer = csv.writer(buffer, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    for row in _lines(sheet):
        writer.writerow([_as_text(cell) for cell in row])
    encoding = pick.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    sheet.how.append(f"csv {separator!r} {encoding}")
    try:
        return buffer.getvalue().encode(encoding)
    except UnicodeEncodeError:
        return buffer.getvalue().encode("utf-8")


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return cell.strftime("%d/%m/%Y") if isinstance(cell, dt.date) else str(cell)


def as_workbook(pick: Random, sheet: Sheet) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        if pick.random() < 0.2:
            book.add_worksheet("Petunjuk").write_string(0, 0, "Isi lembar berikutnya.")
        page = book.add_worksheet("Data")
        date = book.add_format({"num_format": pick.choice(["dd/mm/yyyy", "d mmm yy", "yyyy-mm-dd"])})
        money = book.add_format({"num_format": pick.choice(['"Rp" #,##0', "#,##0", "0.00E+00"])})
        top, left = (pick.choice([0, 0, 3]) for _ in range(2))
        for i, row in enumerate(_lines(sheet)):
            for j, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    page.write_datetime(top + i, left + j, dt.datetime.combine(cell, dt.time()), date)
                elif isinstance(cell, (int, float)):
                    page.write_number(top + i, left + j, cell, money)
                elif (
                    cell and "\x00" not in cell and "\x07" not in cell
                ):  # those two the writer cannot write as they are
                    page.write_string(top + i, left + j, cell)
        if pick.random() < 0.2:
            page.merge_range(top + 60, 0, top + 60, 3, "")
        sheet.how.append(f"xlsx {top},{left}")
    return buffer.getvalue()


# --- boundaries ---------------------------------------------------------------------------------------


def boundaries(pick: Random) -> tuple[bytes, int]:
    """A GeoJSON with broken and sound features, and how many there are."""
    features = [_feature(pick) for _ in range(pick.randint(1, 12))]
    if not any(
        isinstance(f, dict) and isinstance(f.get("properties"), dict) and "kode" in f["properties"] for f in features
    ):
        features.append({"type": "Feature", "properties": {"kode": KELURAHAN}, "geometry": None})
    document: dict = {"type": "FeatureCollection", "features": features}
    if pick.random() < 0.1:
        document["crs"] = pick.choice(
            [None, 1, {"properties": {"name": "EPSG:32748"}}, {"properties": {"name": "urn:x"}}, {}]
        )
    return json.dumps(document).encode(), len(features)


def _feature(pick: Random) -> object:
    if pick.random() < 0.05:
        return pick.choice([None, 1, "x", [], {}])
    code = f"{KELURAHAN}.{pick.randint(1, 9):03d}"
    odd: list[object] = [None, "", 5, 5.0, True, [], {}, "x" * 300, "😀", float("nan"), 10**30, *JUNK[:12]]
    properties: dict[str, object] = {"kode": pick.choice([code, code, code, pick.choice(odd)])}
    if pick.random() < 0.5:
        properties |= {
            pick.choice(["RW", "rt", "NAMA", "KETERANGAN", "level", ""]): pick.choice([*odd, "005", "RW 001"])
        }
    x, y = 106.79 + pick.random() / 50, -6.31 + pick.random() / 50
    ring: list = [[x, y], [x + 0.001, y], [x + 0.001, y + 0.001], [x, y + 0.001], [x, y]]
    for _ in range(pick.choice([0, 0, 0, 1, 2])):
        i = pick.randrange(len(ring))
        ring[i] = pick.choice(
            [[y, x], [x], [], None, "x", [1e308, 1e308], [x, y, 5, 6], [None, y], {}, ring[0], [x, float("inf")]]
        )
    geometry: object = {"type": "Polygon", "coordinates": [ring]}
    kind = pick.random()
    if kind < 0.2:
        geometry = pick.choice([
            None, 1, "x", {}, {"type": "Point", "coordinates": [x, y]}, {"type": "Polygon", "coordinates": []},
            {"type": "MultiPolygon", "coordinates": [[ring], [ring]]}, {"type": "GeometryCollection", "geometries": [geometry]},
            {"type": "Polygon", "coordinates": [ring, ring]}, {"type": "Garis", "coordinates": ring}, {"type": "Polygon"},
        ])  # fmt: skip
    return {
        "type": "Feature",
        "properties": pick.choice([properties, properties, properties, None, []]),
        "geometry": geometry,
    }


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
