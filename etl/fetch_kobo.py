"""The submissions of a form from KoboToolbox, as its XLSX with a sheet for each repeat group, by its API (v2).

Settings: ``PANTAU_KOBO_URL``, ``PANTAU_KOBO_ASSET`` (the form's uid) and ``PANTAU_KOBO_TOKEN_FILE``.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from etl import fetch
from etl.report import FileError

WAIT_MINUTES = 10
_PAUSE = 3.0
_EXPORT: dict[str, Any] = {
    "type": "xls",  # KoboToolbox's name for XLSX
    "lang": "_xml",
    "group_sep": "/",
    "hierarchy_in_labels": True,
    "multiple_select": "both",
    "fields_from_all_versions": True,
}


def download(folder: Path) -> Path:
    """Fetch the export into ``folder``; its path. FileError when settings, server or network do not allow it."""
    _, asset, _ = fetch.required("PANTAU_KOBO_URL", "PANTAU_KOBO_ASSET", "PANTAU_KOBO_TOKEN_FILE")
    base = fetch.address("PANTAU_KOBO_URL")
    exports = f"{base}/api/v2/assets/{quote(asset, safe='')}/exports/"
    with fetch.said_plainly(), requests.Session() as session:
        session.headers["Authorization"] = f"Token {fetch.secret('PANTAU_KOBO_TOKEN_FILE')}"
        session.headers["Accept"] = "application/json"
        made = _json(session.post(exports, json=_EXPORT, timeout=fetch.TIMEOUT))
        result = _wait(session, f"{exports}{quote(str(made.get('uid', '')), safe='')}/")
        # The file may lie with another host, which is not to get the token.
        here = urlsplit(result)[:2] == urlsplit(base)[:2]
        with (session if here else requests).get(result, stream=True, timeout=fetch.TIMEOUT) as response:
            fetch.check_status(response.status_code)
            return fetch.save(response.iter_content(fetch.CHUNK), folder, asset, ".xlsx")


def _wait(session: requests.Session, export: str) -> str:
    """The address of the finished export."""
    end = time.monotonic() + WAIT_MINUTES * 60
    while time.monotonic() < end:
        state = _json(session.get(export, timeout=fetch.TIMEOUT))
        if state.get("status") == "complete" and isinstance(state.get("result"), str):
            return str(state["result"])
        if state.get("status") == "error":
            raise FileError("fetch_failed", status="export")
        time.sleep(_PAUSE)
    raise FileError("fetch_too_slow", minutes=WAIT_MINUTES)


def _json(response: requests.Response) -> dict[str, Any]:
    fetch.check_status(response.status_code)
    found = response.json()
    if not isinstance(found, dict):
        raise FileError("fetch_failed", status="JSON")
    return found
