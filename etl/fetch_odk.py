"""The submissions of a form from ODK Central, as its zip of CSV files, by pyodk (asked for only here).

Settings: ``PANTAU_ODK_URL``, ``PANTAU_ODK_USER`` and ``PANTAU_ODK_PASSWORD_FILE``, or else pyodk's own configuration
file; ``PANTAU_ODK_PROJECT`` (a number) and ``PANTAU_ODK_FORM``.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from etl import fetch
from etl.report import FileError

if TYPE_CHECKING:
    from pyodk._utils.config import Config
    from pyodk.client import Client

_EXPORT = "projects/{project}/forms/{form}/submissions.csv.zip"
_OPTIONS = {"attachments": "false", "groupPaths": "true", "splitSelectMultiples": "true", "deletedFields": "false"}


def download(folder: Path) -> Path:
    """Fetch the export into ``folder``; its path. FileError when settings, server or network do not allow it."""
    project, form = fetch.required("PANTAU_ODK_PROJECT", "PANTAU_ODK_FORM")
    with _client() as client, fetch.said_plainly():
        url = client.session.urlformat(_EXPORT, project=project, form=form)
        with client.get(url, params=_OPTIONS, stream=True, timeout=fetch.TIMEOUT) as response:
            fetch.check_status(response.status_code)
            return fetch.save(response.iter_content(fetch.CHUNK), folder, form, ".zip")


@contextmanager
def _client() -> Iterator[Client]:
    """A client that is logged in; its token is kept nowhere, and what it logs (the server's words) is not shown."""
    from pyodk.client import Client
    from pyodk.errors import PyODKError

    log = logging.getLogger("pyodk")
    silence = logging.NullHandler()
    propagated, log.propagate = log.propagate, False
    log.addHandler(silence)
    try:
        with tempfile.TemporaryDirectory(prefix="pantau-") as place, fetch.said_plainly():
            client = Client(config=_config(), cache_path=Path(place) / "token.toml")
            try:
                client.open()
            except PyODKError as error:
                answer = error.args[1] if len(error.args) > 1 else None
                fetch.check_status(getattr(answer, "status_code", 401))
                raise FileError("fetch_refused") from None
            try:
                yield client
            finally:
                client.close()
    finally:
        log.removeHandler(silence)
        log.propagate = propagated


def _config() -> Config:
    from pyodk._utils import config

    names = ("PANTAU_ODK_URL", "PANTAU_ODK_USER", "PANTAU_ODK_PASSWORD_FILE")
    if not any(map(fetch.setting, names)) and config.get_config_path().is_file():
        return config.read_config()
    _, user, _ = fetch.required(*names)
    url, password = fetch.address(names[0]), fetch.secret(names[2])
    return config.Config(config.CentralConfig(base_url=url, username=user, password=password))
