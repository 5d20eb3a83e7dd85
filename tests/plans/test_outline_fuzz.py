"""Whatever the lines are: the reader ends in a draft or in an error of its own, and invents nothing."""

from __future__ import annotations

import json
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.plan import Draft
from domain.text import nfc
from plans.errors import PlanError
from plans.read import read
from tests.plans.reading import source_of

_PIECES = st.sampled_from(
    [
        "KẾ HOẠCH",
        "PHỤ LỤC",
        "Số: 3/KH-UBND",
        "An Bình, ngày 30 tháng 02 năm 2026",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. NHIỆM VỤ",
        "III. TỔ CHỨC THỰC HIỆN:",
        "IV. CHẾ ĐỘ BÁO CÁO",
        "1. Sở Y tế",
        "1.1. Sở Tư pháp chủ trì, phối hợp với Sở Y tế:",
        "a) Nhiệm vụ: Tập huấn cộng tác viên.",
        "đ) Các cơ quan, đơn vị liên quan",
        "- Khám sức khỏe trước ngày 31/6/2026;",
        "+ Báo cáo hằng quý; tổng hợp, gửi Sở Y tế",
        "Đơn vị chủ trì: Sở Nội vụ, phối hợp với",
        "Thời gian thực hiện:",
        "| STT | Nội dung | Chủ trì | Thời gian |",
        "| 1 | Phát thanh | Sở Y tế | nt |",
        "| | | |",
        "Căn cứ Kế hoạch này, các sở, ngành nghiêm túc thực hiện./.",
        "Trên đây là Kế hoạch năm 2026.",
        "Nơi nhận:",
        "TM. ỦY BAN NHÂN DÂN",
        "12",
        "(",
        ":",
        ".",
        "",
    ]
)
_LINES = st.lists(st.one_of(_PIECES, st.text(max_size=40)), min_size=1, max_size=40)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", nfc(text)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_LINES)
def test_any_lines_end_in_a_draft_or_in_an_error_of_our_own(lines: list[str]) -> None:
    text = "\n".join(lines)
    source = source_of(text)
    try:
        draft = read(source)
    except PlanError:
        return
    assert Draft.from_json(json.loads(json.dumps(draft.to_json()))) == draft
    printed = _words(text)
    for task in draft.tasks:
        assert _words(task.text) <= printed
        assert 1 <= task.lines[0] <= task.lines[1] <= len(source.lines)
    for doubt in draft.doubts:
        assert doubt.task is None or 0 <= doubt.task < len(draft.tasks)
