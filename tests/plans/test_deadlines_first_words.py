"""What the date readers pass over unread: no reader begins with a word that its table of first words leaves out."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from plans.deadlines import damage
from plans.deadlines.conditional import EVENT_WORDS, SPAN_WORDS, event_at, span_at
from plans.deadlines.grammar import how_at
from plans.deadlines.line import Line
from plans.deadlines.periods import _READERS
from plans.deadlines.recurring import RECURRENCE_WORDS, recurrence_at
from plans.deadlines.seasons import BEFORE_WORDS, before_event_at
from plans.deadlines.values import How
from plans.tokens import Script, tokenise

_SINGLE = (
    "trước từ vào trong quý năm tháng tuần kỳ I II IV 1 2 05 6 15 31 2025 2026 / - . , ; ( ) hằng mỗi và cuối đầu giữa nửa của "
    "rằm Tám mười Chạp Tết giờ ngày sau lần thứ Sáu mùng HKI HKII QII Q T Th trường 17h00 nim quf"
)
_PHRASES = (
    "trước khi/đến hết/chậm nhất là/các năm/các tháng/tuần thứ/học kỳ/năm học/định kỳ/tiếp theo/mười lăm/Tết Nguyên đán/Bính Ngọ/"
    "ngày làm việc/kể từ/khi có yêu cầu/sau khi/ban hành/giai đoạn/nhiệm kỳ/hai năm/cả năm/Chủ nhật/Trung thu/dịp hè/nghỉ hè/"
    "khai giảng/kết thúc/thượng tuần/không quá/tối đa/bắt đầu từ/05 ngày làm việc/trẻ em"
)
_WHOLE = (
    "trong quý IV năm 2025/trong thời hạn 05 ngày làm việc kể từ/trước ngày 15 tháng 6 năm 2026/định kỳ một năm một lần/"
    "từ năm học 2025 - 2026 và các năm học tiếp theo/hoặc khi có yêu cầu/ngân sách nhà nước hằng năm/chậm nhất ngày 05 hằng tháng/"
    "ngày 20 của tháng cuối quý/thực hiện trong quý 2 hằng năm/tuần thứ 2 tháng 6/mười ngày cuối tháng 12/sáu tháng đầu năm/"
    "giai đoạn 2026 - 2030/nhiệm kỳ 2025 - 2030/học kỳ II năm học 2025 - 2026/niên học 2026/tuần cuối tháng 5/10 ngày đầu tháng 3/"
    "tháng công nhân năm 2026"
)
WORDS = [*_SINGLE.split(), *_PHRASES.split("/")]
OPENED = _WHOLE.split("/")

Reader = Callable[[Line, int], object]
READERS: dict[str, tuple[Reader, frozenset[str]]] = {
    "span": (lambda line, at: span_at(line, at, context=True, focused=True, limited=True), SPAN_WORDS),
    "event": (lambda line, at: event_at(line, at, focused=True), EVENT_WORDS),
    "before": (lambda line, at: before_event_at(line, at, focused=True), BEFORE_WORDS),
    "recurrence": (recurrence_at, RECURRENCE_WORDS),
    **{read.__name__: (read, words) for read, words in _READERS},
}


def lines(seed: int, count: int, pieces: list[str]) -> Iterator[Line]:
    """Lines of time words in any order, as clean text and as damaged."""
    chance = random.Random(seed)
    for _ in range(count):
        text = " ".join(chance.choice(pieces) for _ in range(12))
        script = chance.choice([Script.CLEAN, Script.DAMAGED])
        yield Line(text, tokenise(text, script), script)


@pytest.mark.parametrize("name", READERS)
def test_a_reader_begins_with_no_word_that_its_table_leaves_out(name: str) -> None:
    read, words = READERS[name]
    begun = 0
    for line in lines(7, 300, [*WORDS, *OPENED, *OPENED]):
        for at, token in enumerate(line.tokens):
            if read(line, at) is not None:
                begun += 1
                assert token.plain in words or token.value is not None, (name, line.written(at, len(line)))
    assert begun > 4


def test_words_that_say_how_are_read_wherever_they_stand() -> None:
    line = Line("từ nay đến trước", tokenise("từ nay đến trước"), Script.CLEAN)
    assert how_at(line, 0) == (How(before=True, until=True, now=True), 4)
    assert how_at(line, 1) == (How(), 1)
    assert how_at(line, 4) == (How(), 4)


@pytest.mark.parametrize("shortest", [0, 5])
def test_every_pattern_of_misread_times_that_stands_in_a_line_is_tried_there(shortest: int) -> None:
    stood = 0
    for line in lines(11, 60, [*OPENED, *OPENED, *WORDS]):
        tokens = list(line.tokens)
        tried = damage.candidates(tokens, shortest)
        for at in range(len(tokens)):
            for pattern in damage._patterns():
                if pattern.length < shortest or damage._match(tokens, at, pattern.parts) is None:
                    continue
                stood += 1
                assert pattern in tried(at)
    assert stood > 20
