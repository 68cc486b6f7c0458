"""The layout of GB/T 9704-2012 (catalogue 7.2) on python-docx: paper, fonts, titles, tables, page numbers.

The same content gives the same bytes, so that a document made twice is one file in the store.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, HEADING, TITLE = "仿宋", "黑体", "方正小标宋简体"
_SIZE_3, _SIZE_2, _SIZE_4 = Pt(16), Pt(22), Pt(14)
_RED = RGBColor(0xFF, 0, 0)
_LINE = Pt(28)
BAD_FILE = (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError)
"""What python-docx raises for a file that is no docx."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def new_paper() -> Docx:
    """An empty A4 page: 37 mm above, 28 mm left, text area 156 by 225 mm, 3号仿宋, 22 lines."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = paper.styles["Normal"]
    _font(style, BODY, _SIZE_3)
    style.paragraph_format.line_spacing = _LINE
    style.paragraph_format.space_after = Pt(0)
    _page_number(section.footer.paragraphs[0])
    return paper


def mark(paper: Docx, text: str) -> None:
    """发文机关标志: red, centred, a red line below."""
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    _font(run, TITLE, Pt(36))
    run.font.color.rgb = _RED
    paragraph.paragraph_format.line_spacing = Pt(48)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "12"), ("color", "FF0000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def title(paper: Docx, text: str) -> None:
    """2号小标宋, centred."""
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = Pt(36)
    paragraph.paragraph_format.space_after = _LINE
    _font(paragraph.add_run(text), TITLE, _SIZE_2)


def heading(paper: Docx, text: str) -> None:
    """A first-level heading: 黑体, indented by two characters."""
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.first_line_indent = _SIZE_3 * 2
    _font(paragraph.add_run(text), HEADING, _SIZE_3)


def body(paper: Docx, text: str, *, label: str = "") -> None:
    """Paragraphs of text, each line one; a label goes before in 黑体."""
    for number, line in enumerate(text.splitlines() or [""]):
        paragraph = paper.add_paragraph()
        paragraph.paragraph_format.first_line_indent = _SIZE_3 * 2
        if label and number == 0:
            _font(paragraph.add_run(label), HEADING, _SIZE_3)
        _font(paragraph.add_run(line), BODY, _SIZE_3)


def signed(paper: Docx, name: str, date: str) -> None:
    """Name and date at the right, the date four characters from the edge."""
    for text in (name, date):
        paragraph = paper.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = _SIZE_3 * 4
        _font(paragraph.add_run(text), BODY, _SIZE_3)


def table(paper: Docx, head: Sequence[str], rows: Iterable[Sequence[str]], widths_mm: Sequence[float]) -> None:
    """A table with a head in 黑体; widths should add up to 156 mm."""
    made = paper.add_table(rows=0, cols=len(widths_mm))
    made.style = "Table Grid"
    made.autofit = False
    for font, cells in [(HEADING, head)] * bool(head) + [(BODY, row) for row in rows]:
        for cell, text, width in zip(made.add_row().cells, cells, widths_mm, strict=True):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(22)
            _font(paragraph.add_run(text), font, _SIZE_4)


def to_bytes(paper: Docx) -> bytes:
    """The docx file; its inner times are fixed, so that equal content gives equal bytes."""
    saved = io.BytesIO()
    paper.save(saved)
    fixed = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()


def _font(holder: Any, name: str, size: Any) -> None:
    """Set both fonts: Word takes the Chinese one from `eastAsia`. A machine without the font falls back by itself."""
    holder.font.name = name
    holder.font.size = size
    holder.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _page_number(paragraph: Any) -> None:
    """— 1 — in 4号宋体."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(paragraph.add_run("— "), "宋体", _SIZE_4)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number = paragraph.add_run("1")
    _font(number, "宋体", _SIZE_4)
    field.append(number._r)
    paragraph._p.append(field)
    _font(paragraph.add_run(" —"), "宋体", _SIZE_4)
