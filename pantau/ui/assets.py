"""What the browser needs beside Streamlit's own files, served from this machine: Leaflet."""

from __future__ import annotations

import folium
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from xstatic.pkg import leaflet

PREFIX = "/assets"
LEAFLET_JS = f"{PREFIX}/leaflet.js"
LEAFLET_CSS = f"{PREFIX}/leaflet.css"

# folium names CDN addresses by default; no page of ours may ask anything of another machine.
folium.Map.default_js = [("leaflet", LEAFLET_JS)]
folium.Map.default_css = [("leaflet_css", LEAFLET_CSS)]


def routes() -> list[BaseRoute]:
    """The routes to mount beside Streamlit's."""
    return [Mount(PREFIX, StaticFiles(directory=leaflet.BASE_DIR))]
