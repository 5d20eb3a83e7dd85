"""The ruled lines of a PDF page, out of its drawing.

Owns the calls into PDFium that look at paths. Called by `pdf.py`; what the lines mean is told by
`grids.py`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from plans.files.grids import MAX_RULES, SHORTEST, THIN, Box
from plans.files.pdf_calls import quick
from plans.files.pdf_words import turn_of, turned

_MAX_SEGMENTS = 400
_object_at = quick(pdfium.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_kind_of = quick(pdfium.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)


def page_rules(page: Any) -> list[Box]:
    """All straight lines that go along or across the page, as thin boxes."""
    turn = turn_of(page)
    rules: list[Box] = []
    for index in _paths(page.raw):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        rules.extend(turned(turn, *box) if turn else box for box in _lines_of_path(item))
        if len(rules) > MAX_RULES:
            break
    return rules


def _paths(handle: Any) -> list[int]:
    """The places of the paths among the page's objects: hardly one in a thousand, most are pieces of text."""
    address = ctypes.cast(handle, ctypes.c_void_p).value
    objects = map(_object_at, repeat(address), range(pdfium.FPDFPage_CountObjects(handle)))
    return [index for index, kind in enumerate(map(_kind_of, objects)) if kind == pdfium.FPDF_PAGEOBJ_PATH]


def _lines_of_path(item: Any) -> Iterator[Box]:
    box = _bounds(item)
    if box is None:
        return
    if _is_rule(box):
        yield box
        return
    if box[2] - box[0] < SHORTEST or box[3] - box[1] < SHORTEST:
        return
    if pdfium.FPDFPath_CountSegments(item) <= 6:
        if _is_stroked(item):
            yield from _edges(box)
        return
    yield from (line for line in _segments(item) if _is_rule(line))


def _is_rule(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= THIN and max(width, height) >= SHORTEST


def _edges(box: Box) -> Iterator[Box]:
    left, bottom, right, top = box
    yield left, bottom, left, top
    yield right, bottom, right, top
    yield left, bottom, right, bottom
    yield left, top, right, top


def _bounds(item: Any) -> Box | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides)):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _is_stroked(item: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)) and stroke.value)


def _segments(item: Any) -> Iterator[Box]:
    """The pieces of a path that draws several lines at once, from point to point."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    for index in range(min(pdfium.FPDFPath_CountSegments(item), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if before is not None and pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
            yield (*map(min, zip(before, point, strict=True)), *map(max, zip(before, point, strict=True)))
        before = point
