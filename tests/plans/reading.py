"""What the tests of the reader share: a text becomes a Source, an outline or a draft."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest

from domain.plan import Draft, DraftTask
from plans.files import read_file
from plans.outline import Node, build_outline
from plans.paragraphs import Paragraph, read_paragraphs
from plans.read import read
from plans.repair.result import Repaired, repair
from plans.source import Line, Source

SHARED = Path(__file__).resolve().parents[3] / "shared"
HEAD = """ỦY BAN NHÂN DÂN
TỈNH AN BÌNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 31/KH-UBND
An Bình, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Công tác trẻ em năm 2026

Căn cứ Luật Trẻ em;
Ủy ban nhân dân tỉnh ban hành Kế hoạch công tác trẻ em năm 2026 như sau:

"""
"""The head of a made-up province's plan."""


def source_of(text: str, name: str = "ke-hoach.txt") -> Source:
    """A source as a plain text file gives it; a line with `|` at both ends is a table's row."""
    lines = []
    for number, raw in enumerate(text.splitlines(), 1):
        row = re.fullmatch(r"\|(.*)\|", raw.strip())
        cells = tuple(cell.strip() for cell in row[1].split("|")) if row else ()
        lines.append(Line(raw.strip(), number, None, len(raw) - len(raw.lstrip()), cells, int(bool(row))))
    return Source(name, tuple(lines))


@lru_cache(maxsize=8)
def read_keeping_repair(source: Source) -> tuple[Draft, Repaired]:
    """The draft of a damaged source and the repair that it was read from: repairing takes its time."""
    kept: list[Repaired] = []

    def repair_once(damaged: Source) -> Repaired:
        kept.append(repair(damaged))
        return kept[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plans.repair.result.repair", repair_once)
        draft = read(source)
    return draft, kept[0]


@lru_cache(maxsize=16)
def shared_source(name: str) -> Source:
    """A plan of the optional folder with real plans."""
    return read_file(SHARED / "plans" / name)


def paragraphs_of(text: str) -> list[Paragraph]:
    return read_paragraphs(source_of(text))


def tree_of(text: str) -> Node:
    return build_outline(paragraphs_of(text)).root


def draft_of(body: str, head: str = HEAD) -> Draft:
    return read(source_of(head + body))


def tasks_of(body: str) -> tuple[DraftTask, ...]:
    return draft_of(body).tasks


def texts_of(body: str) -> list[str]:
    return [task.text for task in tasks_of(body)]
