"""*Mode forum* on the server: ``?mode=forum`` is answered with a page of its own, without Streamlit and its reruns.

A clicker must turn a step at once, and the hall may lose its network: the page has all its steps in it. It shows what
anybody may see, and its addresses are those of the dashboard: ``periode``, ``wilayah``, ``lang``, and ``langkah``.
"""

from __future__ import annotations

import secrets
from functools import cache, lru_cache
from urllib.parse import parse_qsl

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pantau import queries
from pantau.database import database_url, make_engine
from pantau.words import LANGUAGES, Words, inert_html

MODE = "forum"


class Mode:
    """The middleware: a page asked for with ``mode=forum`` is the forum's, whichever page it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and _asked(scope):
            response = await run_in_threadpool(_answer, dict(parse_qsl(scope["query_string"].decode("latin-1"))))
            await response(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def routes() -> list[BaseRoute]:
    """The papers of an RW, for the links on the first step."""
    return [Route("/forum/{kind}.pdf", _paper), Route("/forum", _short_address)]


def middleware() -> list[Middleware]:
    """The middleware to put before that of the other pages."""
    return [Middleware(Mode)]


def _asked(scope: Scope) -> bool:
    path = scope["path"].strip("/")
    return "/" not in path and "." not in path and ("mode", MODE) in parse_qsl(scope["query_string"].decode("latin-1"))


@cache
def _engine(url: str) -> Engine:
    return make_engine(url)


def _answer(query: dict[str, str]) -> Response:
    from pantau.ui import forum_page

    words = _words(query)
    nonce = secrets.token_urlsafe(16)
    try:
        content, rw = _content(*_key(query))
        html = forum_page.page(words, content, rw, {**query, "mode": MODE}, nonce)
    except ValueError as trouble:
        html = f'<!DOCTYPE html><html lang="{words.language}"><title>Pantau Bansos</title><h1>{inert_html(trouble)}</h1><a href="/">Pantau Bansos</a></html>'
    policy = f"default-src 'none'; img-src data:; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'"
    headers = {"content-security-policy": policy, "cache-control": "no-store", "x-content-type-options": "nosniff"}
    return HTMLResponse(html, headers=headers)


def _words(query: dict[str, str]) -> Words:
    asked = query.get("lang", "id")
    return Words(asked if asked in LANGUAGES else "id")


def _key(query: dict[str, str]) -> tuple[str, int, str, str, str, str]:
    from pantau.report.scope import today

    url = database_url()
    version = queries.data_version(_engine(url))
    return url, version, _words(query).language, query.get("periode", ""), query.get("wilayah", ""), today().isoformat()


def _scope(url: str, language: str, period: str, area: str):  # type: ignore[no-untyped-def]
    """The scope of an RW: the one asked for, or that of the RT asked for; the first where none is."""
    from pantau.report.scope import open_scope

    scope = open_scope(_engine(url), Words(language), _known_month(url, period))
    known = next((code for code in scope.rw if area.startswith(code)), None)
    if known is None and not scope.rw:
        return scope
    return scope.of(known or scope.rw[0])


def _known_month(url: str, period: str) -> str:
    """The period where there are data of it; "" (the newest) for any other, as elsewhere a choice that is not offered."""
    return period if period in queries.periods(_engine(url)) else ""


@lru_cache(maxsize=64)
def _content(url: str, _version: int, language: str, period: str, area: str, _day: str):  # type: ignore[no-untyped-def]
    from pantau.report.residents import meeting

    scope = _scope(url, language, period, area)
    return meeting(scope), tuple((code, scope.name(code)) for code in scope.rw)


async def _paper(request: Request) -> Response:
    return await run_in_threadpool(_sheet, request.path_params["kind"], dict(request.query_params))


def _sheet(kind: str, query: dict[str, str]) -> Response:
    from pantau.report import sheets

    paper = next((known for known in sheets.KINDS if known == kind), None)
    if paper is None:
        return Response(status_code=404)
    try:
        url, _, language, period, area, _ = _key(query)
        scope = _scope(url, language, period, area)
        content = sheets.sheet(scope, paper)
    except ValueError as trouble:
        return Response(str(trouble), status_code=404, media_type="text/plain")
    name = sheets.file_name(scope, paper)
    return Response(
        content, media_type="application/pdf", headers={"content-disposition": f'attachment; filename="{name}"'}
    )


async def _short_address(request: Request) -> Response:
    rest = f"&{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/?mode={MODE}{rest}")
