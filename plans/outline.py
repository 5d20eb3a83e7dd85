"""The tree of a plan: sections, themes, agencies, items, bullets, rows, as their labels say.

Called by `plans/read.py`; hands the tree to `plans/tasks.py` and the head and foot of the document to
`plans/metadata.py`. It knows where the body begins and ends; of agencies only that a heading is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.text import fold
from plans.fuzzy import starts_like
from plans.labels import BULLETS, RANK, LabelKind
from plans.paragraphs import Paragraph, is_capitals
from plans.sections import is_appeal, is_attachment_note, is_closing, is_formality
from plans.who import heading_agencies, starts_with_agency


@dataclass(slots=True)
class Node:
    """A paragraph and what stands under it. The root has an empty paragraph."""

    paragraph: Paragraph
    rank: float
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.paragraph.text

    @property
    def is_row(self) -> bool:
        return bool(self.paragraph.cells)

    @property
    def is_bullet(self) -> bool:
        label = self.paragraph.label
        return label is not None and label.kind in BULLETS

    @property
    def is_title(self) -> bool:
        """A line in capitals without a label: the heading of a section that is not numbered."""
        return (
            self.paragraph.label is None
            and not self.is_row
            and is_capitals(self.text)
            and self.text.count(" ") < _MAX_TITLE_WORDS
        )

    @property
    def section(self) -> str:
        """The printed labels from the top, bullets left out: `II.1.a`."""
        labels: list[str] = []
        node: Node | None = self
        while node is not None:
            label = node.paragraph.label
            if label is not None and label.kind not in BULLETS:
                labels.append(label.text)
            node = node.parent
        return ".".join(reversed(labels))

    def below(self) -> Iterator[Node]:
        """All nodes under this one, in the document's order."""
        for child in self.children:
            yield child
            yield from child.below()


class Outline(NamedTuple):
    """A document in its parts: what stands before the body, the body's tree, what stands after."""

    front: tuple[Paragraph, ...]
    root: Node
    back: tuple[Paragraph, ...]


_MAX_TITLE_WORDS = 25
_ROOT_RANK = -1.0
_PARAGRAPH_RANK = 9.0
_INTRODUCTION_RANK = 6.7
"""Above bullets, below every lettered or numbered item."""
_BELOW_NUMBERS = 3.2
_BODY_LABELS = frozenset(
    {LabelKind.PART, LabelKind.UPPER, LabelKind.ROMAN, LabelKind.NAMED, LabelKind.NUMBER}
)
_END = re.compile(r"\.\s?/\s?\.")
_HANDED_OUT = re.compile(r"\((?:ban hành )?kèm theo quyết định\b", re.IGNORECASE)
_SIGNATURE = re.compile(r"(?:TM|KT|TL|TUQ)\s*\.\s*[A-ZĐƯỦỤ]")
_TITLES = (
    "ke hoach",
    "phu luc",
    "danh muc",
    "bieu",
    "chuong trinh",
    "phan cong",
    "lich",
    "bang",
    "noi dung",
    "de an",
)


def build_outline(paragraphs: list[Paragraph]) -> Outline:
    """Put the paragraphs into a tree; see `_Builder` for the rules."""
    builder = _Builder()
    for paragraph in _parted_headings(paragraphs):
        builder.add(paragraph)
    return Outline(tuple(builder.front), builder.root, tuple(builder.back))


def _parted_headings(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """Part a heading from the duty that was joined to it.

    Headings that repeat under every agency are known by standing alone elsewhere: where a numbered
    paragraph begins with the whole text of another one and goes on with a new sentence, they are
    two paragraphs. So are agencies and the sentence on the next line that names none.
    """
    headings = {
        _bare(p.text)
        for p in paragraphs
        if p.label and p.label.kind not in BULLETS and p.text.count(" ") >= 6 and p.text[-1] not in ".;"
    }
    for paragraph in paragraphs:
        offset = _heading_end(paragraph, headings)
        if offset:
            yield from paragraph.cut(offset)
        else:
            yield paragraph


def _bare(text: str) -> str:
    return text.rstrip(" :.").lower()


def _heading_end(paragraph: Paragraph, headings: set[str]) -> int:
    """Where a known heading ends within the paragraph, 0 where there is none."""
    if paragraph.label is None or paragraph.label.kind in BULLETS:
        return 0
    for offset, _line in paragraph.starts:
        if not offset or not paragraph.text[offset].isupper():
            continue
        head = paragraph.text[:offset].rstrip()
        if _bare(head) in headings or _is_agency_heading(head, paragraph.text, offset):
            return offset
    return 0


def _is_agency_heading(head: str, text: str, offset: int) -> bool:
    """Whether the lines so far are a whole list of agencies, and what follows is no more of it."""
    if head[-1] in ",;-–" or head.count(" ") > _MAX_TITLE_WORDS or heading_agencies(head) is None:
        return False
    listed = starts_with_agency(text)
    return (
        listed is not None and abs(listed.end - len(head)) <= 1 and starts_with_agency(text, offset) is None
    )


class _Builder:
    """Takes paragraphs in order and keeps the path of open nodes.

    A label goes under the nearest open node of a lower rank; a paragraph without one goes under the
    nearest open item that is no bullet (or under a bullet that ends in a colon). `./.`, `Nơi nhận`
    or a signature ends the body; the title of an appendix or of an attached plan begins a new one.
    """

    def __init__(self) -> None:
        self.front: list[Paragraph] = []
        self.back: list[Paragraph] = []
        self.root = Node(Paragraph("", (0, 0)), _ROOT_RANK)
        self._open = [self.root]
        self._state = "front"
        self._appendix = ""

    def add(self, paragraph: Paragraph) -> None:
        if self._state == "back" and _HANDED_OUT.search(paragraph.text) and self._only_articles():
            self._begin(paragraph)  # the attached plan whose line `KẾ HOẠCH` was lost
        elif self._state == "back" and not _begins_document(paragraph):
            self.back.append(paragraph)
        elif _begins_document(paragraph) and self._state != "front" and not self._continues_table(paragraph):
            self._begin(paragraph)
        elif _is_foot(paragraph):
            self._state = "back"
            self.back.append(paragraph)
        elif self._state == "front" and not _begins_body(paragraph):
            (self.back if self._appendix else self.front).append(paragraph)
            self._appendix += f" {paragraph.text}" if self._appendix else ""
        elif self._state == "front" and _is_form(self._appendix):
            self._state = "back"
            self.back.append(paragraph)
        else:
            self._state = "body"
            self._place(paragraph)

    def _only_articles(self) -> bool:
        """Whether the document so far is a decision that hands a plan out."""
        return all(is_formality(node.text) for node in self.root.children)

    def _continues_table(self, paragraph: Paragraph) -> bool:
        """A table inside the body belongs to its section."""
        return bool(paragraph.cells) and self._state == "body"

    def _begin(self, title: Paragraph) -> None:
        """A new document inside this one: its labels count from the top again."""
        self._open = [self.root]
        self._state = "front"
        self._appendix = title.text if fold(title.text) != "ke hoach" else ""
        if title.cells or title.label is not None:
            self._state = "body"
            self._place(title)

    def _place(self, paragraph: Paragraph) -> None:
        paragraph, ended = _without_end(paragraph)
        if is_closing(paragraph.text) or (ended and paragraph.label is None and is_appeal(paragraph.text)):
            self.back.append(paragraph)
        elif paragraph.text and not is_attachment_note(paragraph.text):
            self._hang(paragraph)
        if ended:
            self._state = "back"

    def _hang(self, paragraph: Paragraph) -> None:
        rank = self._rank(paragraph)
        if Node(paragraph, rank).is_title:
            rank = RANK[LabelKind.ROMAN]
        if rank == _PARAGRAPH_RANK:
            parent = self._parent_of_plain()
        else:
            while self._open[-1].rank >= rank:
                self._open.pop()
            parent = self._open[-1]
        node = Node(paragraph, rank, parent)
        parent.children.append(node)
        if rank != _PARAGRAPH_RANK:
            self._open.append(node)
        elif node.text.endswith(":"):
            self._introduce(node)

    def _rank(self, paragraph: Paragraph) -> float:
        """The label's rank; a star under an open dash that introduces it goes below the dash."""
        if paragraph.label is None:
            return _PARAGRAPH_RANK
        rank = paragraph.label.rank
        last = self._open[-1]
        if paragraph.label.kind is LabelKind.NAMED and self._in_numbers():
            return rank + _BELOW_NUMBERS
        if paragraph.label.kind is LabelKind.STAR and last.is_bullet and last.text.endswith(":"):
            return max(rank, last.rank + 0.5)
        return rank

    def _in_numbers(self) -> bool:
        """Whether a numbered item is open under the section."""
        kinds = {node.paragraph.label.kind for node in self._open if node.paragraph.label}
        return bool(kinds & {LabelKind.NUMBER, LabelKind.DOTTED})

    def _parent_of_plain(self) -> Node:
        for node in reversed(self._open):
            if not node.is_bullet or node.text.endswith(":"):
                return node
        return self.root

    def _introduce(self, node: Node) -> None:
        """A paragraph that ends in a colon holds the bullets that follow it."""
        while self._open[-1] is not node.parent:
            self._open.pop()
        node.rank = max(self._open[-1].rank + 0.1, _INTRODUCTION_RANK)
        self._open.append(node)


def _begins_body(paragraph: Paragraph) -> bool:
    if paragraph.cells:
        return len(paragraph.cells) > 2
    if paragraph.label is None:
        return is_capitals(paragraph.text) and fold(paragraph.text).startswith(_FIRST_SECTIONS)
    return paragraph.label.kind in _BODY_LABELS


def _begins_document(paragraph: Paragraph) -> bool:
    """The title line of an attached plan or an appendix."""
    if paragraph.cells:
        return len(paragraph.cells) > 2
    if paragraph.label is not None:
        return paragraph.label.kind is LabelKind.PART and fold(paragraph.label.text).startswith("phu luc")
    folded = fold(paragraph.text)
    return is_capitals(paragraph.text) and any(folded.startswith(title) for title in _TITLES)


_FIRST_SECTIONS = ("muc dich", "muc tieu", "yeu cau", "quan diem")
_FORMS = ("de cuong", "mau bao cao", "bieu mau", "mau so", "phieu", "danh sach", "thong ke", "so lieu")


def _is_form(title: str) -> bool:
    """An appendix to be filled in (`ĐỀ CƯƠNG BÁO CÁO`) or looked up assigns nothing."""
    folded = fold(title)
    duties = any(word in folded for word in ("nhiem vu", "phan cong", "cong viec", "hoat dong"))
    return not duties and any(form in folded for form in _FORMS)


def _is_foot(paragraph: Paragraph) -> bool:
    """`Nơi nhận:` and the signature block."""
    return starts_like(fold(paragraph.text), "noi nhan") or _SIGNATURE.match(paragraph.text) is not None


def _without_end(paragraph: Paragraph) -> tuple[Paragraph, bool]:
    """The paragraph up to the closing sign `./.`, and whether it was there."""
    end = _END.search(paragraph.text)
    if end is None:
        return paragraph, False
    return (paragraph.cut(end.end())[0] if end.end() < len(paragraph.text) else paragraph), True
