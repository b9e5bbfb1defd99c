"""A reader's browser window on the dashboard: opens pages, uses filters and the map, and notices whatever goes wrong.

All waiting is for conditions, with generous limits: the machine may be slow and busy.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import Browser, Locator, Request, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.map_frame import Map

PATIENCE = 60_000  # milliseconds
NOWHERE = "http://127.0.0.1:9"  # the "discard" port: nothing listens there

HEADINGS = {
    "": {"id": "Ringkasan", "en": "Overview"},
    "peta": {"id": "Peta cakupan", "en": "Coverage map"},
    "tren": {"id": "Tren", "en": "Trends"},
    "perbandingan": {"id": "Perbandingan program", "en": "Programme comparison"},
}
"""Path of each page and its heading by language."""

PART_HEADINGS = {
    "penyaluran": {"id": "Papan penyaluran", "en": "Delivery board"},
    "partisipasi": {"id": "Partisipasi warga", "en": "Residents' voice"},
    "mitra": {"id": "Mitra & CSR", "en": "Partners & CSR"},
    "kegiatan": {"id": "Kegiatan", "en": "Activities"},
    "keberlanjutan": {"id": "Keberlanjutan", "en": "Sustainability"},
    "pendataan": {"id": "Pendataan", "en": "Field recording"},
    "logframe": {"id": "Logframe & keputusan", "en": "Logframe & decisions"},
}
"""The same of the pages of the other parts of the programme."""

OFFICE_HEADINGS = {
    "data": {"id": "Data", "en": "Data"},
    "pemeriksaan": {"id": "Pemeriksaan", "en": "Audit"},
}
"""The same of the office's pages, which ask who is working first (:meth:`Reader.sign_in`)."""

MAP_IFRAME = "iframe[title='streamlit_folium.st_folium']"
SHAPE = "path.leaflet-interactive"

# Nothing runs, nothing is stale or still a grey box, and so for a while.
_CALM = """quiet => {
  const app = document.querySelector('[data-testid=stApp]');
  const calm = app && app.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
  const now = performance.now();
  if (!calm) { window.__calmSince = null; return false; }
  window.__calmSince ??= now;
  return now - window.__calmSince >= quiet;
}"""

# A table is painted on a canvas, which holds its cells as text for screen readers.
_TEXT = """() => [document.body.innerText,
  ...[...document.querySelectorAll('input')].map(e => e.value),
  ...[...document.querySelectorAll('svg text, canvas [role=columnheader], canvas [role=gridcell]')]
    .map(e => e.textContent),
].join('\\n')"""


class Reader:
    """One browser window (its own cookies and cache) looking at the dashboard at ``base``.

    Every address but 127.0.0.1 is out of its reach, and what it asked of others is in ``outside``.
    """

    def __init__(self, browser: Browser, base: str, width: int = 1440, height: int = 1000) -> None:
        self.base = base
        # A proxy that is not there blocks other machines without switching off the cache, as routes would.
        proxy = {"server": NOWHERE, "bypass": "127.0.0.1"}
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            proxy=proxy,  # type: ignore[arg-type]
            accept_downloads=True,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
        )
        self.context.set_default_timeout(PATIENCE)
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.frames: list[str | bytes] = []
        """What came over web sockets."""
        self.keep_frames = False
        self._answer_is_due = False
        self.context.on("request", self._note_request)
        self.context.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.context.on("weberror", lambda e: self.errors.append(str(e.error)))
        self.page = self.context.new_page()
        self.page.on("websocket", self._note_socket)

    def close(self) -> None:
        self.context.close()

    def _note_address(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.outside.append(address)

    def _note_request(self, request: Request) -> None:
        self._note_address(request.url)

    def _note_socket(self, socket: WebSocket) -> None:
        self._note_address(socket.url)
        self._answer_is_due = True  # a new visit asks for a run first of all
        socket.on("framesent", self._note_question)
        socket.on("framereceived", self._note_answer)

    def _note_question(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes) and BackMsg.FromString(payload).HasField("rerun_script"):
            self._answer_is_due = True

    def _note_answer(self, payload: str | bytes) -> None:
        if self.keep_frames:
            self.frames.append(payload)
        if isinstance(payload, bytes) and len(payload) < 500:  # the end of a run is a short message
            message = ForwardMsg.FromString(payload)
            ends = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in ends:
                self._answer_is_due = False

    # --- what must never be ---------------------------------------------------------------------------

    def assert_clean(self) -> None:
        """No request to another machine, no error in the console, no exception box."""
        outside, errors = self.outside[:], self.errors[:]
        self.outside.clear()
        self.errors.clear()
        assert outside == []
        assert errors == []
        assert self.page.locator("[data-testid=stException]").all_inner_texts() == []

    # --- going places ---------------------------------------------------------------------------------

    def open(self, path: str = "", **query: str) -> None:
        """Open a page as a link would, as a new visit."""
        self.page.goto(f"{self.base}/{path}" + (f"?{urlencode(query)}" if query else ""))
        self.settle()

    def settle(self, quiet: int = 150) -> None:
        """Wait until the page is drawn and the server has answered all, and nothing moves for ``quiet`` milliseconds."""
        self.page.locator("[data-testid=stApp]").wait_for(timeout=PATIENCE)
        for _ in range(PATIENCE // 50):
            self.page.wait_for_function(_CALM, arg=quiet, timeout=PATIENCE, polling=50)
            if not self._answer_is_due:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("the server has not answered")

    def go(self, path: str) -> None:
        """Change page by the navigation at the top."""
        names = "|".join(re.escape(name) for name in {**HEADINGS, **OFFICE_HEADINGS}[path].values())
        self.menu_entry(re.compile(f"^\\w*(?:{names})$")).click()
        self.page.locator("h1", has_text=re.compile(f"^(?:{names})$")).wait_for(timeout=PATIENCE)
        self.settle()

    def menu_entry(self, name: re.Pattern[str]) -> Locator:
        """An entry of the navigation at the top, its section opened where it lies in one."""
        bar = self.page.locator("[data-testid=stTopNavLink], [data-testid=stTopNavSection]")
        bar.first.wait_for(timeout=PATIENCE)
        link = self.page.locator("[data-testid=stTopNavLink]", has_text=name)
        if link.count():
            return link
        entry = self.page.locator("[data-testid=stTopNavDropdownLink]", has_text=name)
        for section in self.page.locator("[data-testid=stTopNavSection]").all():
            if section.get_attribute("aria-expanded") != "true":
                section.click()
            self.page.locator("[data-testid=stTopNavPopover]").wait_for()
            if entry.count():
                return entry
            self.page.keyboard.press("Escape")
        raise AssertionError(f"the navigation has no {name.pattern}")

    def menu(self) -> dict[str, list[str]]:
        """What the navigation at the top offers: the pages of each section; those of no section under ""."""
        names = self.page.locator("[data-testid=stTopNavLink]").all_inner_texts()
        offered = {"": [name.split("\n")[-1] for name in names]}
        for section in self.page.locator("[data-testid=stTopNavSection]").all():
            section.click()
            entries = self.page.locator("[data-testid=stTopNavDropdownLink]")
            entries.first.wait_for()
            offered[section.inner_text().split("\n")[0]] = [e.split("\n")[-1] for e in entries.all_inner_texts()]
            self.page.keyboard.press("Escape")
            self.page.locator("[data-testid=stTopNavPopover]").wait_for(state="detached")
        return offered

    def addresses(self) -> list[str]:
        """Paths of the pages that the navigation at the top offers."""
        found = [str(e.get_attribute("href")) for e in self.page.locator("[data-testid=stTopNavLink]").all()]
        for section in self.page.locator("[data-testid=stTopNavSection]").all():
            section.click()
            entries = self.page.locator("[data-testid=stTopNavDropdownLink]")
            entries.first.wait_for()
            found += [str(e.get_attribute("href")) for e in entries.all()]
            self.page.keyboard.press("Escape")
            self.page.locator("[data-testid=stTopNavPopover]").wait_for(state="detached")
        return [urlsplit(address).path.strip("/") for address in found]

    def sign_in(self, who: str = "petugas data") -> None:
        """Say who is working, on an office page."""
        field = self.page.locator(".st-key-w-desk-who input")
        field.fill(who)
        field.press("Enter")
        self.page.locator(".st-key-desk").wait_for(timeout=PATIENCE)
        self.settle()

    @property
    def query(self) -> dict[str, str]:
        """The parameters in the address bar."""
        return dict(parse_qsl(urlsplit(self.page.url).query))

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path.strip("/")

    def wait_for_query(self, **wanted: str | None) -> None:
        """Wait until the address bar holds these parameters (None: does not hold it)."""
        for _ in range(PATIENCE // 100):
            if all(self.query.get(key) == value for key, value in wanted.items()):
                self.settle()
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"wanted {wanted}, the address bar has {self.query}")

    # --- the widgets ----------------------------------------------------------------------------------

    def chosen(self, key: str) -> str:
        """What a select box shows."""
        return self.page.locator(f".st-key-w-{key} input[role=combobox]").input_value()

    def options(self, key: str, typed: str) -> Locator:
        """Open a select box and type; the options then offered."""
        box = self.page.locator(f".st-key-w-{key} input[role=combobox]")
        box.scroll_into_view_if_needed()
        box.click()
        box.fill(typed)
        self.page.get_by_role("option").first.wait_for()
        return self.page.get_by_role("option")

    def choose(self, key: str, label: str) -> None:
        """Choose in a select box, by typing the label and clicking the option."""
        self.options(key, label)
        self.page.get_by_role("option", name=label, exact=True).first.click()
        self.settle()

    def press(self, key: str, label: str) -> None:
        """Press a button of a segmented control."""
        self.page.locator(f".st-key-w-{key} button", has_text=re.compile(f"^{re.escape(label)}$")).click()
        self.settle()

    def pressed(self, key: str) -> str:
        """Which button of a segmented control is on."""
        on = self.page.locator(f".st-key-w-{key} button:is([aria-checked=true], [aria-pressed=true])")
        return on.inner_text().strip()

    def maps(self, number: int = 1) -> list[Map]:
        """The maps on the page, ``number`` of them, once each has drawn its areas."""
        frames = self.page.locator(MAP_IFRAME)
        frames.nth(number - 1).wait_for(timeout=PATIENCE)
        found = []
        for i in range(number):
            frames.nth(i).scroll_into_view_if_needed()
            frames.nth(i).content_frame.locator(SHAPE).first.wait_for(timeout=PATIENCE)
            handle = frames.nth(i).element_handle()
            frame = handle.content_frame() if handle else None
            assert frame is not None
            found.append(Map(self.page, frame, frames.nth(i)))
        self.settle()
        assert frames.count() == number
        return found

    def map(self) -> Map:
        """The one map on the page."""
        return self.maps(1)[0]

    def download(self, key: str) -> tuple[str, bytes]:
        """Press a download button; the file's name and content."""
        with self.page.expect_download(timeout=PATIENCE) as promise:
            self.page.locator(f".st-key-{key} button").click()
        return promise.value.suggested_filename, promise.value.path().read_bytes()

    def cards(self) -> dict[str, str]:
        """The figure on each card of the first page, by indicator."""
        return self.page.evaluate(
            "Object.fromEntries([...document.querySelectorAll('.card')]"
            ".map(c => [c.dataset.indicator, c.querySelector('.value').innerText]))"
        )

    # --- what is seen -----------------------------------------------------------------------------------

    def text(self) -> str:
        """All text seen on the page: what is written, what fields hold, and what charts, tables and maps say."""
        seen = []
        for frame in self.page.frames:
            with suppress(Exception):  # a frame may go away meanwhile
                seen.append(frame.evaluate(_TEXT))
        return "\n".join(seen)

    def screenshot(self, name: str) -> None:
        """A picture of the whole page, into the folder named by ``PANTAU_SCREENSHOTS``; none where that is not set."""
        if folder := os.environ.get("PANTAU_SCREENSHOTS"):
            before = self.page.viewport_size
            assert before
            height = int(self.page.locator("[data-testid=stMain]").evaluate("e => e.scrollHeight"))
            self.page.set_viewport_size({"width": before["width"], "height": min(height + 20, 6000)})
            self.page.wait_for_timeout(500)  # charts follow the new size
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png")
            self.page.set_viewport_size(before)
