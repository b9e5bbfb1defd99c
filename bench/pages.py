"""How long the server takes for a page, measured as a browser meets it: over the WebSocket of a real server.

One run is measured from sending "run this page with this URL" to receiving "script finished" from a server process on
this machine. So it has in it the whole script of the page, its queries and charts, turning the answer into messages, and
sending them; it has not in it what the browser does with them. The client says that it has no message cached, so
everything is sent each time.

* **same view**: the page again with the same URL, as after a click that changes nothing in it: the answers of the
  queries are in the server's cache. Three runs beforehand are not counted.
* **new view**: each run asks for another period, programme and area, never asked of this server before, so the queries
  that depend on them run.
"""

from __future__ import annotations

import itertools
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from bench import machine, table
from pantau import queries

HOME = "ringkasan"  # the page at the root of the URL
PAGES = (HOME, "peta", "tren", "perbandingan")
WARM_UP = 3
PATIENCE = 300.0  # seconds
SMALL = 4096  # bytes: the message that ends a run is smaller; larger ones are unpacked after the clock has stopped


@dataclass(frozen=True)
class Run:
    """One run of a page: seconds, and the messages that the server sent."""

    seconds: float
    messages: list[ForwardMsg]
    bytes: int


class Visit:
    """One visitor's session on one page. A context manager."""

    def __init__(self, address: str, page: str) -> None:
        self.page, self.script = page, ""
        url = address.replace("http", "ws", 1) + "/_stcore/stream"
        protocol: Any = "streamlit"
        # The server compresses nothing by default, and a compressing client would only cost time.
        self.socket = connect(url, subprotocols=[protocol], max_size=None, compression=None, proxy=None)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_error: object) -> None:
        self.socket.close()

    def run(self, **choices: str) -> Run:
        """Run the page with these choices in its URL. RuntimeError when the page shows an exception."""
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(choices)
        asked.rerun_script.page_name = "" if self.script or self.page == HOME else self.page
        asked.rerun_script.page_script_hash = self.script
        started = time.perf_counter()
        self.socket.send(asked.SerializeToString())
        raw: list[bytes] = []
        while True:
            data = self.socket.recv(timeout=PATIENCE)
            assert isinstance(data, bytes)
            raw.append(data)
            if len(data) < SMALL:
                message = ForwardMsg.FromString(data)
                if message.WhichOneof("type") == "script_finished" and (
                    message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
                ):
                    break
        seconds = time.perf_counter() - started
        messages = [ForwardMsg.FromString(data) for data in raw]
        for message in messages:
            kind = message.WhichOneof("type")
            if kind == "navigation":
                if self.script not in ("", message.navigation.page_script_hash):
                    raise RuntimeError(f"/{self.page}: another page answered")
                self.script = message.navigation.page_script_hash
            elif kind == "page_not_found" or message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(f"/{self.page}?{urlencode(choices)}: {message}")
        return Run(seconds, messages, sum(map(len, raw)))


class Client:
    """Makes visits to a dashboard at ``address`` (``http://...``)."""

    def __init__(self, address: str) -> None:
        self.address = address

    def visit(self, page: str) -> Visit:
        return Visit(self.address, page)


@dataclass(frozen=True)
class PageTimes:
    """Seconds of each run of a page, and the bytes of one run."""

    page: str
    first: float
    same: list[float]
    new: list[float]
    bytes: int


def views(engine: Engine) -> Iterator[dict[str, str]]:
    """Choices of (period, programme, area) in a shuffled order that is the same in each measurement."""
    every = itertools.product(
        queries.periods(engine),
        ["SEMUA", *queries.programmes(engine)["code"]],
        queries.areas(engine)["code"],
    )
    found = list(every)
    random.Random(1).shuffle(found)
    return ({"periode": p, "program": c, "wilayah": a} for p, c, a in found)


def measure(client: Client, engine: Engine, runs: int, say: Callable[[str], None]) -> list[PageTimes]:
    """Each page: its first run (of a server that has served other pages), then ``runs`` of the same and of new views."""
    unseen = views(engine)
    times = []
    for page in PAGES:
        say(f"page {page}, {runs} + {runs} runs")
        with client.visit(page) as visit:
            first = visit.run()
            for _ in range(WARM_UP):
                last = visit.run()
            same = [visit.run().seconds for _ in range(runs)]
            new = [visit.run(**choices).seconds for choices in itertools.islice(unseen, runs)]
        times.append(PageTimes(page, first.seconds, same, new, last.bytes))
    return times


def percentile_95(values: list[float]) -> float:
    """The 95th percentile, between the two nearest runs."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def show(title: str, times: list[PageTimes], runs: int) -> None:
    """Print the table, in milliseconds."""
    rows: list[list[table.Cell]] = [
        [
            t.page,
            *(round(1000 * f(v)) for v in (t.same, t.new) for f in (statistics.median, percentile_95, max)),
            round(1000 * t.first),
            round(t.bytes / 1024),
        ]
        for t in times
    ]
    heading = ["page", "same view: median ms", "p95 ms", "max ms", "new view: median ms", "p95 ms", "max ms"]
    note = (
        f"{runs} runs each after {WARM_UP} to warm up, one visitor. From the request on the WebSocket to "
        "“script finished”; the browser's own work is not in it. Same view: the queries' answers are in the server's "
        "cache. New view: each run another period, programme and area, never asked before. "
        f"First: the first visit to the page after the server's start and its first map. {machine.load()}"
    )
    table.show(f"Pages, {title}", [*heading, "first ms", "sent KiB"], rows, note)
