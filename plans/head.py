"""The front of a document in its parts: letterhead, title, preamble.

Called by `plans/read.py`; `plans/issuer.py` and `plans/metadata.py` read the parts. Capitals are
written small again only where the document itself writes the same words so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from domain.text import fold
from plans.fuzzy import like
from plans.paragraphs import Paragraph

_TITLES = (
    "ke hoach",
    "chi thi",
    "quyet dinh",
    "chuong trinh",
    "phuong an",
    "de an",
    "huong dan",
    "cong van",
    "thong bao",
)


class Attached(NamedTuple):
    """What an appendix says of the plan that it belongs to: `(Kèm theo Kế hoạch số 41/KH-UBND ngày … của …)`."""

    number: str
    issuer: str
    dated: str


class Head(NamedTuple):
    """The front of a document in its parts: before the title, the title, the preamble after it."""

    letterhead: tuple[str, ...]
    title: str | None
    preamble: tuple[str, ...]
    kind: str | None
    """What the document calls itself, folded (`ke hoach`), None where it does not."""
    attached: Attached | None = None


def read_head(front: Iterable[Paragraph]) -> Head:
    """Part the front at the line that says what the document is."""
    texts = [part for p in front for part in _columns(p.text)]
    for index, text in enumerate(texts):
        kind = _document_kind(text)
        if kind is None:
            continue
        rest = text.split(maxsplit=kind.count(" ") + 1)[kind.count(" ") + 1 :]
        after = texts[index + 1 :]
        title = [rest[0]] if rest else []
        if not rest or (rest[0].count(" ") < 4 and after and not _is_preamble(after[0])):
            title, after = [*title, *after[:1]], after[1:]
        while after and title and in_capitals(title[-1]) and in_capitals(after[0]):
            title.append(after.pop(0))
        return Head(tuple(texts[:index]), _cased(" ".join(title), after), tuple(after), kind)
    return _appendix(texts) or _untitled(texts)


_ATTACHED = re.compile(
    r"\(?\s*(?:Ban hành )?kèm theo (?:Kế hoạch|Quyết định|Chương trình|Công văn|Thông báo|Văn bản) số:?\s*"
    r"(?P<number>\d[^\s,]*)\s+(?P<dated>ngày .{1,40}?\d{4})?\s*(?:của (?P<issuer>[^)]{4,80}))?\)?",
    re.IGNORECASE,
)


_APPENDICES = ("phu luc", "danh muc", "bieu", "bang phan cong", "phan cong")
_APPENDIX_LINE = re.compile(r"PHỤ LỤC(?:\s+(?:SỐ\s+)?[\dIVX]+)?\s*[:.]?")


def _appendix(texts: list[str]) -> Head | None:
    """The head of an appendix that came alone: its own title, and the plan that it belongs to."""
    for index, text in enumerate(texts[:_MAX_LETTERHEAD]):
        found = _ATTACHED.search(text)
        if found is None or not fold(texts[0]).startswith(_APPENDICES):
            continue
        above = [*texts[:index], text[: found.start()].strip()]
        title = [part for part in above if not _APPENDIX_LINE.fullmatch(part) and in_capitals(part)]
        attached = Attached(found["number"], (found["issuer"] or "").strip(), found["dated"] or "")
        after = tuple(texts[index + 1 :])
        return Head((), _cased(" ".join(title), list(after)), after, "phu luc", attached)
    return None


_DATE_LINE = re.compile(r"ng[àa]y\b.{0,12}\bth[áa]ng\b.{0,12}\bn[ăa]m\b", re.IGNORECASE)
_MAX_LETTERHEAD = 12


def _untitled(texts: list[str]) -> Head:
    """A head whose line `KẾ HOẠCH` was lost: after the date stands the title in capitals, or the preamble."""
    for index, text in enumerate(texts[:_MAX_LETTERHEAD]):
        if not _DATE_LINE.search(text) or _is_preamble(text) or len(text) > 80:
            continue
        after = texts[index + 1 :]
        title: list[str] = []
        while after and in_capitals(after[0]):
            title.append(after.pop(0))
        numbered = any(re.search(r"/\s?KH\b|\bKH\s?/", part) for part in texts[: index + 1])
        kind = "ke hoach" if numbered else None
        return Head(tuple(texts[: index + 1]), _cased(" ".join(title), after), tuple(after), kind)
    return Head(tuple(texts[:_MAX_LETTERHEAD]), None, tuple(texts), None)


def _cased(title: str, preamble: list[str]) -> str | None:
    """The title; one in capitals is written as the preamble writes it, where it does."""
    if not in_capitals(title):
        return title or None
    found = re.search(re.escape(title), " ".join(preamble), re.IGNORECASE)
    return found.group()[:1].upper() + found.group()[1:] if found else title


def _is_preamble(text: str) -> bool:
    return fold(text).startswith(("can cu", "thuc hien", "xet", "theo de nghi", "de trien khai", "nham"))


def _columns(text: str) -> list[str]:
    """A letterhead that was set side by side comes as `left | right`."""
    return [part.strip() for part in text.split("|") if part.strip()]


def _document_kind(text: str) -> str | None:
    folded = fold(text)
    for title in _TITLES:
        if like(folded, title) or (
            folded.startswith(title) and in_capitals(" ".join(text.split()[: title.count(" ") + 1]))
        ):
            return title
    return None


def in_capitals(text: str) -> bool:
    """Whether a name or a line is printed in capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) > 0.85 * len(letters)
