"""What the browser needs beside Streamlit's own files, served from this machine; and the page that loads it all."""

from __future__ import annotations

from pathlib import Path

import folium
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from xstatic.pkg import leaflet

PREFIX = "/assets"
LEAFLET_JS = f"{PREFIX}/leaflet.js"
LEAFLET_CSS = f"{PREFIX}/leaflet.css"
ICON = Path(__file__).with_name("icon.png")

# folium names CDN addresses by default; no page of ours may ask anything of another machine.
folium.Map.default_js = [("leaflet", LEAFLET_JS)]
folium.Map.default_css = [("leaflet_css", LEAFLET_CSS)]


def routes() -> list[BaseRoute]:
    """The routes to mount beside Streamlit's."""
    return [Mount(PREFIX, StaticFiles(directory=leaflet.BASE_DIR)), Route("/ringkasan", _first_page)]


async def _first_page(request: Request) -> Response:
    """Streamlit knows its first page only as ``/``; people also type its name."""
    return RedirectResponse(f"/?{request.url.query}" if request.url.query else "/")


def middleware() -> list[Middleware]:
    """The middleware to put around Streamlit."""
    return [Middleware(_OurPage)]


class _OurPage:
    """Streamlit's one HTML page, made ours.

    It says which language it is in (screen readers), what it is called before the script runs, and where the server is:
    without the last, a page below the root first asks for the server below itself and fills the console with 404.
    """

    _CHANGES = (
        (b'<html lang="en">', b'<html lang="id">'),
        (b"<title>Streamlit</title>", b"<title>Pantau Bansos</title>"),
        (b"<head>", b'<head><script>window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}</script>'),
    )

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _is_page(scope):
            await self.app(scope, receive, send)
            return
        # The page is a few kilobytes: asking for it uncompressed is cheaper than unpacking it.
        scope["headers"] = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
        start: Message | None = None
        body = b""

        async def change(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                if MutableHeaders(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif start is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                for old, new in self._CHANGES:
                    body = body.replace(old, new, 1)
                headers = MutableHeaders(raw=start["headers"])
                headers["content-length"] = str(len(body))
                for name in ("etag", "last-modified"):  # they describe the file, not what is sent
                    if name in headers:
                        del headers[name]
                await send(start)
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self.app(scope, receive, change)


def _is_page(scope: Scope) -> bool:
    """Whether the path can be a page's: a single segment without an ending."""
    path = scope["path"].strip("/")
    return "/" not in path and "." not in path
