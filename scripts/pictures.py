"""Take the README's pictures of a running dashboard: ``python scripts/pictures.py URL`` -> ``docs/gambar/*.png``.

Needs the development requirements and Debian's Chromium (``make test`` installs both). The dashboard should hold the
demo data: pictures of real residents' areas do not belong in the project.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "gambar"
WIDTH = 1440
LARGEST = 200_000  # bytes of one picture
PATIENCE = 60_000  # milliseconds

# Name of the picture -> (what is asked of the dashboard, height kept). The views are those the guide talks about.
VIEWS = {
    "ringkasan": ("", 1300),
    "peta": ("peta?indikator=coverage_eligible&klasifikasi=target", 1100),
    "tren": ("tren?indikator=coverage_eligible&rinci=program", 1300),
    "perbandingan": ("perbandingan", 1300),
    "penyaluran": ("penyaluran?program=BLT", 1300),
    "partisipasi": ("partisipasi", 1300),
    "mitra": ("mitra", 1300),
    "kegiatan": ("kegiatan", 1300),
    "pendataan": ("pendataan", 1300),
    "keberlanjutan": ("keberlanjutan", 1300),
    "logframe": ("logframe", 1300),
    "pemeriksaan": ("pemeriksaan", 1300),
    "data": ("data?bagian=mutu", 1300),
}

# The script has ended, nothing is stale, and it stayed so for a while.
_CALM = """quiet => {
  const app = document.querySelector('[data-testid=stApp]');
  const calm = app && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
  const now = performance.now();
  if (!calm) { window.__calmSince = null; return false; }
  window.__calmSince ??= now;
  return now - window.__calmSince >= quiet;
}"""


def take(page: Page, url: str, height: int) -> bytes:
    """A PNG of the top ``height`` pixels of a view."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.goto(url)
    page.locator("h1").first.wait_for(timeout=PATIENCE)
    page.wait_for_function(_CALM, arg=2000, timeout=PATIENCE)
    desk = page.locator(".st-key-w-desk-who input")
    if desk.count():  # an office page asks who is working
        desk.fill("petugas data")
        desk.press("Enter")
        page.locator(".st-key-desk").wait_for(timeout=PATIENCE)
        page.wait_for_function(_CALM, arg=2000, timeout=PATIENCE)
    for frame in page.frames[1:]:  # a map draws itself inside a frame of its own
        if "streamlit_folium" in frame.url:
            frame.locator("path.leaflet-interactive").first.wait_for(timeout=PATIENCE)
    page.mouse.move(1, 1)  # no tooltip
    page.wait_for_timeout(1000)  # charts fade in
    return page.screenshot()


def reduce(png: bytes) -> bytes:
    """The same picture with as many palette colours as keep it below ``LARGEST``. ValueError if none do."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        small = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(out, "PNG", optimize=True)
        if out.tell() < LARGEST:
            return out.getvalue()
    raise ValueError(f"{out.tell()} bytes even with {colours} colours")


def main() -> int:
    parser = argparse.ArgumentParser(description="Take the README's pictures of a running dashboard.")
    parser.add_argument("url", help="where the dashboard runs, such as http://127.0.0.1:8501")
    url = parser.parse_args().url.rstrip("/")
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium tidak ada / Chromium is missing: sudo apt install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    switches = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=switches)
        page = browser.new_page(locale="id-ID")
        for name, (path, height) in VIEWS.items():
            picture = reduce(take(page, f"{url}/{path}", height))
            (FOLDER / f"{name}.png").write_bytes(picture)
            print(f"docs/gambar/{name}.png: {len(picture):,} byte / bytes".replace(",", "."))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
