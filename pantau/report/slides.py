"""The month's report as PPTX (16:9): a title, then a slide for each section. Text boxes hold text, never markup.

Sizes are chosen here so that nothing runs over: PowerPoint and LibreOffice measure text by their own fonts, so room is
counted generously (:data:`WIDE` of a letter's height to a letter).
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from pantau.report.document import Document, Picture, Section, Table

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.5
INK, SOFT, ACCENT, PALE = "14202B", "46535F", "0B6E6E", "EEF3F5"
FONT = "DejaVu Sans"
WIDE = 0.56
LINE = 1.25
CLOSER = 0.8
"""Pictures are drawn smaller than they are shown, so that their text is larger."""
SIZES = (18.0, 16.0, 14.0, 12.0, 11.0, 10.0)


def pptx(document: Document, made: dt.datetime) -> bytes:
    """The presentation's bytes; ``made``: the date that the file bears."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    core = deck.core_properties
    core.title, core.author, core.subject = document.title, "Pantau Bansos", document.subtitle
    core.language = document.language
    core.created = core.modified = made.astimezone(dt.UTC).replace(tzinfo=None)
    _title(deck, document)
    for number, section in enumerate(document.sections, start=2):
        _section(deck, document, section, number)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def lines_needed(text: str, width: float, size: float) -> int:
    """Lines that a text takes in a box ``width`` inches wide at ``size`` points, counted generously."""
    letters = max(1, int(width * 72 / (size * WIDE)))
    lines, room = 1, letters
    for word in text.split():
        if len(word) > room and room < letters:
            lines, room = lines + 1, letters
        if len(word) > letters:
            lines += math.ceil(len(word) / letters) - 1
        room -= len(word) + 1
    return lines


def _fitting(texts: Sequence[str], width: float, height: float, largest: float) -> float:
    """The largest size at which all the texts, one below the other, are no taller than ``height`` inches."""
    for size in (s for s in SIZES if s <= largest):
        if sum(lines_needed(t, width - 0.2, size) * LINE + 0.45 for t in texts) * size / 72 <= height - 0.1:
            return size
    return SIZES[-1]


def _write(
    slide: Slide, box: tuple[float, float, float, float], texts: Sequence[str], size: float, bold: bool = False,
    colour: str = INK, bullets: bool = False,
) -> None:  # fmt: skip
    x, y, width, height = box
    frame = slide.shapes.add_textbox(Inches(x), Inches(y), Inches(width), Inches(height)).text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for i, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = f"• {text}" if bullets else text
        _style(run, size, bold, colour)
        paragraph.space_after = Pt(size * 0.4)


def _style(run: object, size: float, bold: bool, colour: str) -> None:
    font = run.font  # type: ignore[attr-defined]
    font.size, font.bold, font.name = Pt(size), bold, FONT
    font.color.rgb = RGBColor.from_string(colour)


def _title_box(slide: Slide, box: tuple[float, float, float, float], text: str, size: float, colour: str) -> None:
    """The slide's title, in the placeholder that outlines and screen readers look for."""
    title = slide.shapes.title
    assert title is not None
    title.left, title.top, title.width, title.height = (Inches(v) for v in box)
    frame = title.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.text = text
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _style(frame.paragraphs[0].runs[0], size, True, colour)


def _new(deck: Deck) -> Slide:
    return deck.slides.add_slide(deck.slide_layouts[5])  # a title and nothing else


def _title(deck: Deck, document: Document) -> None:
    slide = _new(deck)
    _title_box(slide, (0.8, 1.6, WIDTH - 1.6, 1.5), document.title, 40, ACCENT)
    _write(slide, (0.8, 3.2, WIDTH - 1.6, 0.8), [document.subtitle], 24, bold=True)
    _write(slide, (0.8, 4.1, WIDTH - 1.6, 0.6), [document.made], 16, colour=SOFT)
    if document.synthetic:
        _notice(slide, (0.8, 4.9, 8.5, 0.6), document.synthetic)
    _write(slide, (0.8, 6.5, WIDTH - 1.6, 0.6), [document.source], 12, colour=SOFT)


def _notice(slide: Slide, box: tuple[float, float, float, float], text: str) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(v) for v in box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string("FFF4D6")
    shape.line.color.rgb = RGBColor.from_string("B26A00")
    shape.text_frame.text = text
    shape.text_frame.word_wrap = True
    _style(shape.text_frame.paragraphs[0].runs[0], 14, False, INK)


def _section(deck: Deck, document: Document, section: Section, number: int) -> None:
    slide = _new(deck)
    _title_box(slide, (MARGIN, 0.25, WIDTH - 2 * MARGIN, 0.75), section.title, 28, ACCENT)
    _write(
        slide, (MARGIN, 1.05, WIDTH - 2 * MARGIN, 0.75), [section.lead], _fitting([section.lead], 12.3, 0.75, 18), True
    )
    top, bottom = 1.9, 6.75
    beside = section.picture is not None
    left = MARGIN + (5.3 if beside else 0)
    width = WIDTH - MARGIN - left
    if section.picture is not None:
        _picture(slide, section.picture, (MARGIN, top, 5.1, bottom - top))
    if section.sentences:
        texts = list(section.sentences)
        tall = (bottom - top) * (0.42 if section.table else 1)
        size = _fitting(texts, width, tall, 16)
        needed = sum(lines_needed(f"• {t}", width - 0.2, size) * LINE + 0.45 for t in texts) * size / 72 + 0.15
        _write(slide, (left, top, width, min(tall, needed)), texts, size, bullets=True)
        top += min(tall, needed) + 0.1
    if section.table is not None:
        _table(slide, section.table, (left, top, width, bottom - top))
    foot = " · ".join(part for part in (section.note, document.source, document.synthetic) if part)
    _write(
        slide, (MARGIN, 6.8, WIDTH - 2 * MARGIN - 1.0, 0.6), [foot], _fitting([foot], WIDTH - 2.0, 0.5, 10), colour=SOFT
    )
    _write(slide, (WIDTH - MARGIN - 0.9, 6.8, 0.9, 0.4), [str(number)], 12, colour=SOFT)


def _picture(slide: Slide, picture: Picture, box: tuple[float, float, float, float]) -> None:
    """The picture with its text for those who do not see it, and its legend below."""
    x, y, width, height = box
    row = 0.3
    drawn = height - row * len(picture.legend)
    content = io.BytesIO(picture.draw(width * CLOSER, drawn * CLOSER, "png"))
    shape = slide.shapes.add_picture(content, Inches(x), Inches(y), Inches(width), Inches(drawn))
    _describe(shape, picture.alt)
    for i, (colour, text) in enumerate(picture.legend):
        at = y + drawn + i * row
        square = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(x), Inches(at + 0.07), Inches(0.3), Inches(0.18))
        square.fill.solid()
        square.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
        square.line.color.rgb = RGBColor.from_string(INK)
        frame = slide.shapes.add_textbox(
            Inches(x + 0.35), Inches(at), Inches(width - 0.35), Inches(row - 0.02)
        ).text_frame
        frame.margin_top = frame.margin_bottom = Emu(0)
        frame.word_wrap = True
        run = frame.paragraphs[0].add_run()
        run.text = text
        _style(run, 11, False, INK)


def _table(slide: Slide, table: Table, box: tuple[float, float, float, float]) -> None:
    x, y, width, height = box
    rows = list(table.rows)
    widths = [share * width for share in table.shares]

    def tall(row: Sequence[str], size: float) -> float:
        most = max(lines_needed(cell, w - 0.16, size) for cell, w in zip(row, widths, strict=True))
        return (most * LINE + 0.6) * size / 72

    # As large as fits; with the smallest letters, as many rows as fit.
    for size in (s for s in SIZES if s <= 14):
        if sum(tall(row, size) for row in (table.columns, *rows)) <= height:
            break
    while len(rows) > 1 and sum(tall(row, size) for row in (table.columns, *rows)) > height:
        rows.pop()
    every = [table.columns, *rows]
    heights = [tall(row, size) for row in every]
    shape = slide.shapes.add_table(len(every), len(widths), Inches(x), Inches(y), Inches(width), Inches(sum(heights)))
    _describe(shape, " | ".join(table.columns))
    grid = shape.table
    for i, w in enumerate(widths):
        grid.columns[i].width = Inches(w)
    for r, row in enumerate(every):
        grid.rows[r].height = Inches(heights[r])
        for c, text in enumerate(row):
            cell = grid.cell(r, c)
            cell.margin_left = cell.margin_right = Inches(0.08)
            cell.margin_top = cell.margin_bottom = Pt(size * 0.25)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(ACCENT if r == 0 else PALE if r % 2 == 0 else "FFFFFF")
            run = cell.text_frame.paragraphs[0].add_run()
            run.text = text
            _style(run, size, r == 0, "FFFFFF" if r == 0 else INK)
            if c in table.numbers:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _describe(shape: BaseShape, text: str) -> None:
    """Give a shape its alternative text."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)
