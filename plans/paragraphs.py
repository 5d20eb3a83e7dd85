"""Lines become paragraphs: hard line breaks are undone, page numbers and Markdown signs dropped.

Called by `plans/outline.py`. It decides only where a paragraph begins and ends and which label it
carries; what the paragraph means is decided later. Rows of tables pass through one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from domain.text import nfc
from plans.keys import is_key_line
from plans.labels import BULLETS, Label, LabelKind, read_label, without_false_dots
from plans.source import Line, Source


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph joined to one line. `text` is without the label; lines are 1-based, inclusive.

    starts  where each printed line begins in `text`: (offset, line number), the first one at 0
    """

    text: str
    lines: tuple[int, int]
    page: int | None = None
    label: Label | None = None
    cells: tuple[str, ...] = ()
    table: int = 0
    starts: tuple[tuple[int, int], ...] = ()

    def line_at(self, offset: int) -> int:
        """The number of the line on which this offset of the text was printed."""
        return max((line for start, line in self.starts if start <= offset), default=self.lines[0])

    def cut(self, offset: int) -> tuple[Paragraph, Paragraph]:
        """The paragraph in two, parted before `offset`; the label stays with the first."""
        head, tail = self.text[:offset].rstrip(), self.text[offset:]
        skipped = len(tail) - len(tail.lstrip())
        first_line = self.line_at(offset + skipped)
        starts = tuple((max(0, s - offset - skipped), n) for s, n in self.starts if n >= first_line)
        last_line = self.line_at(max(0, len(head) - 1))
        return (
            replace(
                self,
                text=head,
                lines=(self.lines[0], last_line),
                starts=tuple(x for x in self.starts if x[0] < offset),
            ),
            Paragraph(tail.lstrip(), (first_line, self.lines[1]), self.page, starts=starts),
        )


_PAGE_NUMBER = re.compile(
    r"(?:[-–—|~]\s*)?(?:(?:Trang|trang|Page|Tr\.)\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–—|~])?$"
)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s+|>\s+)+")
_EMPHASIS = re.compile(r"\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([-.+*#()\[\]_!>|])")
_RULE = re.compile(r"[-–—_=*.\s]{3,}$")
_TERMINAL = re.compile(r"[.;:!?…][”\"')\]]*$|[”\")\]]$")
_COMMA_NUMBER = re.compile(r"(?P<text>\d{1,2}),\s+(?P<rest>[A-ZĐ].*)$")
_PARTED_NAME = re.compile(
    r"(?:Lao động - Thương binh|Văn hóa - (?:Thông tin|Xã hội|Truyền)|Tài chính - Kế hoạch|hanh - Truyền hình"
    r"|Dân số - Kế hoạch|chính trị - xã hội|kinh tế - xã hội|[Kk]inh tế - [Xx]ã hội)"
)
"""Names with a dash inside, which a narrow line may part there."""
_UNFINISHED = re.compile(
    r"(?:,|/[A-ZĐ0-9-]*-|\s[-–]|(?:^|\s)(?:và|của|các|với|về|do|tại|theo|cho|từ|đến|số|ngày|[Kk]hoản \d{1,2}))$"
)
"""No paragraph ends so."""
_AWAITS_NUMBER = re.compile(r"\b(?:ngày|tháng|năm|quý|số|khoản|Điều)$")
_CLOSING_LINE = re.compile(r"(?:Nơi nhận|NƠI NHẬN|TM\.|KT\.|TL\.|TUQ\.|Q\.)")
_NARROW = frozenset("iljtfrI.,;:'()!|íìỉĩị ")
_WIDE = frozenset("mwMW—%@")


def strip_markdown(text: str) -> str:
    """The line without Markdown's heading, quote and emphasis signs and its escapes (`1\\. Công an`)."""
    text = _ESCAPE.sub(r"\1", _MARKDOWN.sub("", _BREAK.sub(" ", text.strip())))
    if text.startswith("* "):
        return "* " + _EMPHASIS.sub("", text[2:]).strip()
    return _EMPHASIS.sub("", text).strip()


class Layout(NamedTuple):
    """How a document breaks its lines.

    width   the printed width of a full line, None where a line is a whole paragraph
    spaced  empty lines stand after nearly every line, so they say nothing about paragraphs
    first   the least indent of a paragraph's first line, None where indents say nothing
    """

    width: float | None
    spaced: bool
    first: int | None = None

    def is_full(self, line: str, following: str) -> bool:
        """Whether the next line's first word would not have fitted on this one."""
        if self.width is None:
            return False
        first = following.split(" ", 1)[0]
        return _printed_width(f"{line} {first}") > 0.9 * self.width


def _printed_width(text: str) -> float:
    """A rough width in average letters: capitals are wider, `i` and `l` narrower."""
    return sum(map(_WIDTHS.__getitem__, text))


class _Widths(dict[str, float]):
    """The width of each letter, noted when it is first asked for: this is asked for every letter of a document."""

    def __missing__(self, letter: str) -> float:
        capital = 1.25 if letter.isupper() else 1.0
        self[letter] = width = 0.55 if letter in _NARROW else 1.5 if letter in _WIDE else capital
        return width


_WIDTHS = _Widths()


def read_layout(lines: Iterable[Line]) -> Layout:
    """Measure line width and the use of empty lines over the whole document.

    Lines were broken by a printer where many of them go on in small letters; where hardly any does,
    or most of the text stands in long lines, a line is a paragraph.
    """
    texts = [line for line in lines if line.text and not line.cells]
    lengths = [len(line.text) for line in texts]
    if len(lengths) < 8:
        return Layout(None, spaced=False)
    long_share = sum(n for n in lengths if n > 130) / sum(lengths)
    going_on = sum(line.text[0].islower() and read_label(line.text) is None for line in texts)
    if long_share > 0.4 or going_on < 0.06 * len(texts):
        return Layout(None, spaced=False)
    widths = sorted(_printed_width(line.text) for line in texts)
    width = widths[int(0.9 * (len(widths) - 1))]
    touching = sum(1 for a, b in pairwise(texts) if b.number == a.number + 1)
    return Layout(width, spaced=touching < 0.2 * len(texts), first=_first_indent(texts))


_INDENT_STEP = 3


def _first_indent(lines: list[Line]) -> int | None:
    """How far first lines are set in, if nearly all labelled lines are and lines that go on are not."""
    going_on = sorted(
        line.indent or 0 for line in lines if line.text[0].islower() and read_label(line.text) is None
    )
    labelled = [line.indent or 0 for line in lines if read_label(line.text) is not None]
    if len(going_on) < 5 or len(labelled) < 5:
        return None
    first = going_on[len(going_on) * 9 // 10] + _INDENT_STEP
    set_in = sum(indent >= first for indent in labelled)
    return first if set_in > 0.8 * len(labelled) else None


def read_paragraphs(source: Source) -> list[Paragraph]:
    """The document's paragraphs and table rows, in order."""
    lines = _clean_lines(source)
    builder = _Builder(read_layout(lines))
    for line in lines:
        builder.add(line)
    return builder.finish()


def _clean_lines(source: Source) -> list[Line]:
    """The lines worth reading: no empty ones, no page numbers, no rules, no Markdown signs."""
    kept: list[Line] = []
    running = _running_lines(source)
    for line in source.lines:
        if line.text in running and not line.cells:
            continue
        text = strip_markdown(" ".join(nfc(line.text).split()))
        if not text or (not line.cells and (_is_page_number(text, kept) or _RULE.match(text))):
            continue
        cells = tuple(strip_markdown(" ".join(nfc(cell).split())) for cell in line.cells)
        kept.append(Line(text, line.number, line.page, line.indent, cells, line.table, line.whole))
    return kept


def _is_page_number(text: str, before: list[Line]) -> bool:
    """A number alone on its line; but `15` below `… trước ngày` is the day."""
    awaited = bool(before) and _AWAITS_NUMBER.search(before[-1].text) is not None and text.isdigit()
    return _PAGE_NUMBER.match(text) is not None and not awaited


_LONGEST_RUNNING = 80
_SHORTEST_PAGE = 10
"""Lines; numbers that stand closer together count rows, not pages."""


def _running_lines(source: Source) -> frozenset[str]:
    """The short lines that stand beside two page numbers or more: headers and footers of pages."""
    lines = [line.text for line in source.lines if line.text and not line.cells]
    places: dict[str, list[int]] = {}
    for at, text in enumerate(lines):
        if _PAGE_NUMBER.match(text.strip()):
            for near in {max(0, at - 1), min(len(lines) - 1, at + 1)} - {at}:
                places.setdefault(lines[near], []).append(near)
    return frozenset(
        text
        for text, found in places.items()
        if len(found) > 1
        and len(text) < _LONGEST_RUNNING
        and lines.count(text) == len(found)
        and all(b - a >= _SHORTEST_PAGE for a, b in pairwise(found))
        and read_label(text) is None
        and not is_key_line(text)
    )


class _Builder:
    """Joins lines to paragraphs one by one; knows the paragraph that is still open."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._done: list[Paragraph] = []
        self._texts: list[str] = []
        self._numbers: list[int] = []
        self._label: Label | None = None
        self._first: Line | None = None
        self._last: Line | None = None
        self._last_number = 0

    def add(self, line: Line) -> None:
        if line.cells:
            self._close()
            self._done.append(
                Paragraph(line.text, (line.number, line.number), line.page, None, line.cells, line.table)
            )
            return
        label = self._label_of(line)
        if self._first is not None and not self._starts(line, label):
            self._texts.append(line.text)
            self._numbers.append(line.number)
            self._last = line
            return
        self._close()
        self._open(line, label)

    def finish(self) -> list[Paragraph]:
        self._close()
        return self._done

    def _open(self, line: Line, label: Label | None) -> None:
        if label is not None and label.kind is LabelKind.NUMBER:
            self._last_number = label.number
        elif label is not None and label.kind in {LabelKind.ROMAN, LabelKind.PART, LabelKind.UPPER}:
            self._last_number = 0
        self._label = label
        self._first = self._last = line
        self._texts = [label.rest if label else line.text]
        self._numbers = [line.number]

    def _close(self) -> None:
        if self._first is None or self._last is None:
            return
        text, offsets = join_lines(self._texts)
        if text:
            place = (self._first.number, self._last.number)
            starts = tuple(zip(offsets, self._numbers, strict=True))
            self._done.append(Paragraph(text, place, self._first.page, self._label, starts=starts))
        self._first = self._last = None

    def _label_of(self, line: Line) -> Label | None:
        """The line's label, if it is one where it stands and no wrapped number or dash."""
        label = read_label(line.text) or self._misread_number(line.text)
        if label is None:
            return None
        label = without_false_dots(label, self._last_number)
        if self._last is None or self._last.whole or _ends(self._last.text):
            return label
        if label.kind is LabelKind.DASH and _parts_a_name(self._last.text, label.rest):
            return None
        touching = line.number == self._last.number + 1 or self._layout.spaced
        if not (touching and self._layout.is_full(self._last.text, line.text)):
            return None if self._is_parted_dash(label) else label
        if label.kind in {LabelKind.NUMBER, LabelKind.BRACKET}:
            return label if label.number in {1, self._last_number + 1} else None
        if label.kind is LabelKind.DASH:
            return label if label.rest[:1].isupper() or not label.rest[:1].isalnum() else None
        return label

    def _misread_number(self, text: str) -> Label | None:
        """`4, Đẩy mạnh …` right after item 3: a full stop that was read as a comma."""
        found = _COMMA_NUMBER.match(text)
        if found and int(found["text"]) == self._last_number + 1:
            return Label(LabelKind.NUMBER, found["text"], found["rest"])
        return None

    def _is_parted_dash(self, label: Label) -> bool:
        """A name such as `Cục A` / `- Cơ quan thường trực B` parted at its dash inside a long duty."""
        if label.kind is not LabelKind.DASH or self._label is None or self._label.kind in BULLETS:
            return False
        return len(" ".join(self._texts)) > 160

    def _starts(self, line: Line, label: Label | None) -> bool:
        """Whether the line begins a new paragraph."""
        last = self._last
        if last is None or last.whole or line.whole or label is not None:
            return True
        if _CLOSING_LINE.match(line.text) or is_key_line(line.text):
            return True
        if is_capitals(line.text) != is_capitals(last.text) or self._ends_in_colon(line):
            return line.text[:1].isupper()
        return self._starts_unlabelled(last, line)

    def _ends_in_colon(self, line: Line) -> bool:
        """A numbered line that ends in a colon introduces; a bullet may only enumerate (`như: Luật …`)."""
        if self._last is None or not self._last.text.endswith(":"):
            return False
        numbered = self._label is not None and self._label.kind not in BULLETS
        return numbered or not self._layout.is_full(self._last.text, line.text)

    def _is_heading_before(self, last: Line, line: Line) -> bool:
        """A numbered heading whose line happens to be full, and the sentence that begins below it."""
        label = self._label
        if label is None or label.kind in BULLETS or len(self._texts) > _HEADING_LINES or _ends(last.text):
            return False
        if _UNFINISHED.search(last.text) or _SENTENCE_START.match(line.text) is None:
            return False
        before = last.text.rsplit(maxsplit=1)[-1]
        return before[:1].islower()

    def _starts_unlabelled(self, last: Line, line: Line) -> bool:
        if self._layout.first is not None and line.indent is not None and not line.text[:1].islower():
            return line.indent >= self._layout.first
        if self._is_heading_before(last, line):
            return True
        apart = not self._layout.spaced and line.number > last.number + 1
        full = self._layout.is_full(last.text, line.text)
        if _UNFINISHED.search(last.text):
            return False
        if not line.text[:1].isupper():
            # A labelled sentence goes on after its `;` in small letters, whatever gap a page's reader saw there.
            return apart and _ends(last.text) and not (full and self._label and last.text.endswith(";"))
        if self._layout.width is None:
            return True
        if apart:
            return _ends(last.text) or not full
        # A sentence hardly ever ends with its line inside a paragraph; a paragraph without a label does so
        # whenever its last line happens to be full.
        return not full or (self._label is None and last.text.endswith("."))


_SENTENCE_START = re.compile(
    r"(?:Xây dựng|Tổ chức|Triển khai|Thực hiện|Tham mưu|Ban hành|Chủ trì|Phối hợp|Tăng cường|Đẩy mạnh|Hướng dẫn|Chỉ đạo"
    r"|Theo dõi|Rà soát|Tổng hợp|Tuyên truyền|Bố trí|Nghiên cứu|Tiếp tục|Chủ động|Thường xuyên|Nâng cao|Kiện toàn|Duy trì"
    r"|Lồng ghép|Định kỳ|Hàng năm|Hằng năm|Căn cứ|Bảo đảm|Đảm bảo|Vận động|Huy động|Tạo điều kiện|Kịp thời|Trên cơ sở|Đưa"
    r"|Tích cực|Phát huy|Khuyến khích|Cân đối|Hỗ trợ) [a-zà-ỹđ]"
)
"""Words of duties; within a sentence no one writes them with a capital."""
_HEADING_LINES = 2


def join_lines(texts: list[str]) -> tuple[str, list[int]]:
    """Join wrapped lines and say where each begins.

    A document number broken at its hyphen (`38/KH-` `UBND`) loses no sign and gets no space.
    """
    out = ""
    offsets = []
    for text in texts:
        broken_number = re.search(r"/[A-ZĐ0-9-]*-$", out) is not None
        if out and not broken_number:
            out += " "
        offsets.append(len(out))
        out += text
    return out, offsets


def _parts_a_name(before: str, after: str) -> bool:
    """Whether a name with a dash inside runs from one line into the next."""
    tail = before[-12:]
    found = _PARTED_NAME.search(f"{tail} - {after[:14]}")
    return found is not None and found.start() < len(tail) < found.end() - 3


def _ends(text: str) -> bool:
    return _TERMINAL.search(text) is not None


def is_capitals(text: str) -> bool:
    """Whether a line is set in capitals (a stray small letter is a misreading)."""
    if " " not in text or text[-1] in ".,;":  # `HIV/AIDS.` ends a sentence
        return False
    letters = list(filter(str.isalpha, text))
    return len(letters) > 6 and sum(map(str.isupper, letters)) > 0.9 * len(letters)
