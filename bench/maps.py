"""How large the map is that the server sends: the arguments of the map component, as they leave the server."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from bench import table
from bench.pages import Client, Run
from pantau import queries
from pantau.reference import home_kelurahan


@dataclass(frozen=True)
class MapSize:
    """Bytes of the map's message, raw and compressed, and of the part that draws areas and labels."""

    view: str
    areas: int
    raw: int
    gzipped: int
    layer: int


def measure(client: Client, engine: Engine, say: Callable[[str], None]) -> list[MapSize]:
    """The map of all RW, of all RT, and of the RT of one RW."""
    home = queries.areas(engine)
    some_rw = str(home.loc[home["level"] == "rw", "code"].iloc[0])
    asked = [
        ("RW of the kelurahan", "rw", home_kelurahan(), {}),
        ("RT of the kelurahan", "rt", home_kelurahan(), {"tingkat": "rt"}),
        ("RT of one RW", "rt", some_rw, {"wilayah": some_rw}),
    ]
    sizes = []
    for name, level, within, choices in asked:
        say(f"map: {name}")
        count = len(queries.boundaries(engine, level, within))
        with client.visit("peta") as visit:
            arguments = _map_arguments(visit.run(**choices))
        layer = json.loads(arguments).get("feature_group") or ""
        raw = arguments.encode()
        sizes.append(MapSize(name, count, len(raw), len(gzip.compress(raw, 6)), len(json.dumps(layer).encode())))
    return sizes


def _map_arguments(run: Run) -> str:
    """The JSON that the map component is given (streamlit-folium: script, HTML, feature group, settings)."""
    found = []
    for message in run.messages:
        element = message.delta.new_element
        if element.WhichOneof("type") == "component_instance" and "folium" in element.component_instance.component_name:
            found.append(element.component_instance.json_args)
    (arguments,) = found
    return str(arguments)


def show(title: str, sizes: list[MapSize]) -> None:
    """Print the table, in bytes."""
    rows: list[list[table.Cell]] = [[s.view, s.areas, s.raw, s.gzipped, s.layer] for s in sizes]
    note = (
        "The arguments of the map component as sent over the WebSocket (script, feature group, settings). "
        "Streamlit sends them uncompressed unless server.enableWebsocketCompression is on; gzip is what they would be then, "
        "about. Leaflet itself is a file of its own, which the browser keeps."
    )
    table.show(f"Map, {title}", ["map", "areas", "bytes", "gzip bytes", "of which areas and labels"], rows, note)
