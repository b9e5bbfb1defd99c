"""``template``: an empty workbook for a kind of file, with drop-downs, an example and notes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from etl.commands.shared import engine_for_reading
from etl.sources import SOURCES
from etl.template import write_template
from etl.template_place import place_of


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``template``."""
    text = "buat berkas templat untuk diisi · make a template file to fill in"
    template = commands.add_parser("template", help=text, description=text)
    template.add_argument("kind", nargs="?", choices=sorted(SOURCES), help="jenis berkas; kosong: daftar jenisnya")
    template.add_argument("--out", type=Path, metavar="BERKAS.xlsx")
    template.add_argument("--json", action="store_true")
    template.set_defaults(run=_template)


def _template(options: argparse.Namespace) -> int:
    contracts = {kind: source.CONTRACT for kind, source in SOURCES.items() if hasattr(source, "CONTRACT")}
    if options.kind is None:
        if options.json:
            print(json.dumps({kind: contract.title for kind, contract in contracts.items()}, ensure_ascii=False))
        else:
            for kind, contract in contracts.items():
                print(f"{kind:<13} {contract.title[0]} · {contract.title[1]}")
        return 0
    if options.kind not in contracts:
        print(
            "Batas wilayah adalah berkas peta (GeoJSON, Shapefile, GeoPackage) dan tidak punya templat. · "
            "Boundaries are map files and have no template."
        )
        return 2
    path = options.out or Path(f"templat-{options.kind}.xlsx")
    with engine_for_reading().connect() as connection:
        place = place_of(connection)
    try:
        write_template(contracts[options.kind], path, place)
    except OSError as error:
        print(f"{path.name}: tidak dapat ditulis · cannot be written ({error.strerror})")
        return 2
    print(json.dumps({"kind": options.kind, "file": str(path)}) if options.json else f"{path}")
    return 0
