"""Looks that Streamlit's theme cannot say: the filter bar, the cards, print."""

from __future__ import annotations

import streamlit as st

from pantau.words import LANGUAGES, Words, inert_html, later

STATUS_COLOURS = {"green": "#1a7f5a", "amber": "#9a5b00", "red": "#b3261e", "none": "#5f6b7a"}
STATUS_SIGNS = {"green": "●", "amber": "▲", "red": "■", "none": "○"}
"""A sign beside the colour: who cannot tell the colours reads the shape."""

MENU_COVERS = 768
"""Up to this width of the window, in pixels, Streamlit puts the navigation in a menu over the page."""

_CSS = """
<style>
.block-container, [data-testid="stMainBlockContainer"] {padding-top: 4.2rem; padding-bottom: 2rem;}
.skip {position: fixed; top: -5rem; left: .6rem; z-index: 1000000; padding: .55rem .9rem; background: #fff; color: #0b6e6e;
  border: 2px solid #0b6e6e; border-radius: .4rem; font-weight: 600;}
.skip:focus {top: .6rem;}
[data-testid=stCaptionContainer], [data-testid=stCaptionContainer] * {color: #55616d; opacity: 1;}  /* 4.5 : 1 and more */
.st-key-bar {border-bottom: 1px solid #d5dde3; padding-bottom: .6rem; margin-bottom: .2rem;}
[data-testid=stLayoutWrapper]:has(> .st-key-language) {margin-left: auto;}
h1 {font-size: 1.9rem !important; padding: .2rem 0 .2rem !important;}
h2 {font-size: 1.4rem !important;} h3 {font-size: 1.2rem !important;}
.st-key-kpi {display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: .8rem;}
.st-key-kpi > *, [class*="st-key-card-"], [class*="st-key-card-"] > *, [class*="st-key-card-"] [data-testid=stHtml]
  {height: 100%; width: 100%;}
[class*="st-key-card-"] {position: relative;}
[class*="st-key-card-"] > [class*="st-key-asal-"] {position: absolute; bottom: .15rem; left: .9rem; height: auto; width: auto;}
[class*="st-key-asal-"] button {color: #0b6e6e; min-height: 1.9rem; padding-left: 0;}
.card {border: 1px solid #d5dde3; border-radius: .6rem; padding: .8rem .9rem 2.3rem; background: #fff; height: 100%;
  border-top: 5px solid var(--light); display: flex; flex-direction: column; gap: .15rem;}
.card h4 {margin: 0; padding: 0; font-size: .95rem; font-weight: 600; color: #33414e; line-height: 1.25;}
.card .value {font-size: 2rem; font-weight: 700; line-height: 1.15; color: #14202b;}
.card .parts, .card .goal, .card .change {font-size: .84rem; color: #46535f; line-height: 1.35;}
.card .light {color: var(--light); font-weight: 700;}
.card .spark {width: 100%; height: 38px; margin-top: .25rem;}
.card details {font-size: .82rem; color: #46535f;}
.card summary {cursor: pointer; color: #0b6e6e; list-style: none;}
.card summary .i {display: inline-block; width: 1.15rem; height: 1.15rem; line-height: 1.1rem; text-align: center; border: 1.5px solid
  #0b6e6e; border-radius: 50%; font-family: serif; font-style: italic;}
.as-text {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);}
.as-text table {border-collapse: collapse; font-size: .86rem; line-height: 1.3;}
.as-text caption {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);}
.as-text th, .as-text td {border: 1px solid #e3e9ed; padding: .35rem .5rem; text-align: left; vertical-align: top;}
.as-text thead th {font-weight: 400; color: #5f6b7a; background: #f6f9f9;}
.as-text th[scope=row] {font-weight: 400;}
.as-text .number {text-align: right; font-variant-numeric: tabular-nums;}
.as-text td.number {white-space: nowrap;}
.st-key-bar [data-testid=stButtonGroup] button, .st-key-map-controls [data-testid=stButtonGroup] button,
.st-key-trend-controls [data-testid=stButtonGroup] button {min-height: 2.5rem;}
.legend {display: flex; flex-wrap: wrap; gap: .3rem 1rem; font-size: .95rem; margin: .3rem 0 .2rem;}
.legend span {display: inline-flex; align-items: center; gap: .45rem;}
.legend i {width: 1.35rem; height: 1.05rem; border: 1px solid #555; display: inline-block;}
.panel {font-size: .95rem; line-height: 1.5;}
.panel b.big {font-size: 2rem; line-height: 1.2; display: block;}
.st-key-as-known {background: #fff4d6; border: 1px solid #b26a00; border-left: 8px solid #b26a00; border-radius: .4rem;
  padding: .45rem .8rem; margin: .2rem 0 .4rem;}
.lineage {font-size: .92rem; line-height: 1.45;}
.lineage .big {font-size: 2rem; font-weight: 700; line-height: 1.2;}
.lineage h5 {margin: .9rem 0 .25rem; padding: 0; font-size: 1rem;}
.lineage h5 b {font-variant-numeric: tabular-nums;}
.lineage code {font-size: .8rem; color: #46535f; background: #f1f4f6; padding: .05rem .3rem; border-radius: .25rem;}
.lineage table {width: 100%; table-layout: fixed; border-collapse: collapse; margin: .2rem 0;}
.lineage th {text-align: left; font-weight: 600; color: #46535f; font-size: .84rem;}
.lineage th, .lineage td {border-bottom: 1px solid #d5dde3; padding: .3rem .5rem .3rem 0; vertical-align: top;}
.lineage td.number {font-variant-numeric: tabular-nums; white-space: nowrap;}
.lineage td {overflow-wrap: anywhere;}
.lineage .name {width: 23%;} .lineage .checksum {width: 8.5rem;} .lineage .moment {width: 15%;} .lineage .from {width: 11%;}
.lineage .number {width: 8%;}
.lineage small {color: #5f6b7a; display: block;}
.lineage .sha {display: inline-block; width: 13ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  user-select: all; vertical-align: bottom;}
@media (min-width: 641px) and (max-width: 920px) {  /* room for every page: Streamlit says "2 more" in English only */
  [data-testid=stHeaderLogo] {width: 28px; object-fit: cover; object-position: left;}
}
@media (max-width: 640px) {
  .lineage thead {display: none;}
  .lineage tr {display: block; border-bottom: 1px solid #d5dde3; padding: .35rem 0;}
  .lineage td {display: block; border: 0; padding: .05rem 0; width: auto !important;}
  .lineage td[data-label]::before {content: attr(data-label) ": "; color: #5f6b7a; font-size: .84rem;}
  [class*="st-key-table-"]:has(> * .as-text) > :has([data-testid=stDataFrame]) {display: none;}
  .as-text {position: static; width: auto; height: auto; max-height: 34rem; overflow: auto; clip-path: none;
    border: 1px solid #d5dde3; border-radius: .4rem;}
  .as-text thead th {position: sticky; top: 0; z-index: 2; min-width: 4.6rem;}
  .as-text th:first-child {position: sticky; left: 0; z-index: 1; background: #fff; min-width: 7rem; max-width: 8rem;
    box-shadow: inset -1px 0 #d5dde3;}
  .as-text thead th:first-child {z-index: 3; background: #f6f9f9;}
  [data-testid="stMainBlockContainer"] {padding-left: .8rem; padding-right: .8rem;}
  .st-key-kpi {grid-template-columns: 1fr;}
  h1 {font-size: 1.5rem !important;}
  .st-key-bar, .st-key-map-controls, .st-key-trend-controls {gap: .5rem .8rem !important;}
  :is(.st-key-bar, .st-key-map-controls, .st-key-f-banding) > [data-testid=stLayoutWrapper]:has(> [class*="st-key-f-"])
    {width: calc(50% - .5rem) !important; min-width: 0; flex: 1 1 40% !important;}
  [data-testid=stLayoutWrapper]:has(> [class*="st-key-f-"]) > div {width: 100% !important;}
  .st-key-trend-controls > [data-testid=stLayoutWrapper]:has(> .st-key-f-indikator)
    {width: 100% !important; flex: 1 1 100% !important;}
  [data-testid=stLayoutWrapper]:has(> .st-key-language) {position: fixed; top: .7rem; right: .8rem; z-index: 999990;}
  .st-key-language label {display: none !important;}
  .st-key-crumbs:not(:has(> :nth-child(2))) {display: none;}
  iframe[title="streamlit_folium.st_folium"] {height: 19rem !important;}
  .st-key-trend-small > [data-testid=stLayoutWrapper] {width: 100% !important; flex: 1 1 100% !important;}
  .st-key-heat, .st-key-overlap-pairs {overflow-x: auto;}
  .st-key-heat > div, .st-key-overlap-pairs > div {min-width: 760px;}
}
@media print {.st-key-bar, header {display: none;}}
</style>
"""


def wordmark(product: str, place: str) -> str:
    """The product's name over that of the place, as SVG for the header (32 pixels high at most)."""
    letters = max(len(product) * 8.4, len(place) * 6.3)  # as wide as usual sans-serif letters of these sizes
    y = 13 if place else 21
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{42 + letters:.0f}" height="32" font-family="sans-serif">'
        '<rect y="2" width="28" height="28" rx="6" fill="#0b6e6e"/>'
        '<path d="M8 23v-6M14 23V9M20 23v-9" stroke="#fff" stroke-width="3.4" stroke-linecap="round"/>'
        f'<text x="36" y="{y}" font-size="15" font-weight="700" fill="#14202b">{inert_html(product)}</text>'
        f'<text x="36" y="28" font-size="11.5" fill="#46535f">{inert_html(place)}</text></svg>'
    )


def fold_menu(page: str) -> None:
    """Fold the menu of a narrow window when ``page`` has been chosen in it.

    Streamlit does so only where the browser calls itself a telephone's; elsewhere the menu stays open over the page. The
    script runs when its text changes: once a page. A folded menu has no such button.
    """
    st.html(
        f"<script>/* {inert_html(page)} */ if (innerWidth <= {MENU_COVERS})"
        " document.querySelector('[data-testid=stSidebarCollapseButton] button')?.click()</script>",
        unsafe_allow_javascript=True,  # the name of one of our pages
    )


_PAGE = """<script>
document.documentElement.lang = %(language)r;
{
  const link = document.querySelector('a.skip') ?? document.createElement('a');
  link.className = 'skip'; link.href = '#'; link.textContent = %(skip)r;
  link.onclick = event => {
    event.preventDefault();
    const content = document.querySelector('[data-testid=stMain]');
    content.tabIndex = -1; content.focus();
  };
  if (!link.isConnected) document.body.prepend(link);
}
</script>"""
SKIP = later("Langsung ke isi halaman")


def apply(words: Words) -> None:
    """Put the styles on the page; tell screen readers its language, and let a keyboard pass over the navigation."""
    st.html(_CSS)
    language = LANGUAGES[LANGUAGES.index(words.language)]
    # One of two words and a sentence of our own.
    st.html(_PAGE % {"language": language, "skip": words(SKIP)}, unsafe_allow_javascript=True)
