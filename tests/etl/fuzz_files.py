"""Mangled office files as bytes: CSV, workbooks, surveys, boundaries; and the count of what is in them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from random import Random

import xlsxwriter

from tests.etl import fuzz_changes as changes
from tests.etl.fuzz_changes import BLANKS, JUNK
from tests.etl.fuzz_sheets import SUMMED, Cell, Sheet, as_sheet, registry, same_heading
from tests.etl.office import KELURAHAN

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
            sums[name] = sum(w for _, worth in pairs for h, w in worth.items() if same_heading(h, heading))
    return len(pairs), sums


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


# --- surveys ------------------------------------------------------------------------------------------


def survey(pick: Random) -> tuple[bytes, str, Sheet]:
    """A household survey as KoboToolbox or ODK Central exports it, its suffix, and its members.

    Households may be missing, twice or without members; a member's key may be mangled as any other cell.
    """
    kobo = pick.random() < 0.5
    plain = registry(pick)
    people = pick.randint(1, len(plain.rows))
    homes = list(dict.fromkeys(str(row[0]) for row in plain.rows[:people]))
    main: list[list[Cell]] = []
    for i, kk in enumerate(homes, 1):
        tail: list[Cell] = [f"u{i}", "", str(i)] if kobo else [f"uuid:{i}", pick.choice(["", "", "rejected"])]
        main += [[kk, "005", "002", "Gang Contoh", *tail]] * pick.choice([1, 1, 1, 1, 0, 2])
    names = ["no_kk", "rt", "rw", "alamat"]
    tail_names = ["_uuid", "_validation_status", "_index"] if kobo else ["KEY", "ReviewState"]
    prefix = "keluarga/" if kobo else "keluarga-"
    heading: list[Cell] = [*(prefix + n for n in names), *tail_names, *([] if kobo else ["SubmissionDate"])]
    rows: list[list[Cell]] = []
    for i, row in enumerate(plain.rows[:people], 1):
        parent = homes.index(str(row[0])) + 1
        keys: list[Cell] = ["Utama", str(parent), str(i)] if kobo else [f"uuid:{parent}", f"uuid:{parent}/anggota[{i}]"]
        rows.append([row[1], row[2], row[6], row[7], row[8], row[12], *keys])
    fields = ["nik", "nama_lengkap", "tanggal_lahir", "jenis_kelamin", "hubungan", "pendapatan"]
    fields += ["_parent_table_name", "_parent_index", "_index"] if kobo else ["PARENT_KEY", "KEY"]
    members = as_sheet(pick, "survey", fields, rows, plain.secrets)
    for _ in range(pick.choice([0, 1, 2, 4])):
        change = pick.choice(changes.SURVEY_CHANGES)
        members.how.append(change.__name__)
        change(pick, members)
    tables = [
        ("Utama" if kobo else "survei", [heading, *main]),
        ("anggota" if kobo else "survei-anggota", _lines(members)),
    ]
    pick.shuffle(tables)
    members.how.append("kobo" if kobo else "odk")
    return (_book(tables), ".xlsx", members) if kobo else (_tables(tables), ".zip", members)


def _book(tables: list[tuple[str, list[list[Cell]]]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        for name, rows in tables:
            page = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    text = _as_text(cell)
                    if isinstance(cell, float):
                        page.write_number(i, j, cell)
                    elif text and "\x00" not in text and "\x07" not in text:
                        page.write_string(i, j, text)
    return buffer.getvalue()


def _tables(tables: list[tuple[str, list[list[Cell]]]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables:
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows([_as_text(cell) for cell in row] for row in rows)
            archive.writestr(f"{name}.csv", text.getvalue())
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
