"""Which earlier plans a plan replaces or amends."""

from __future__ import annotations

import pytest

from plans.replacing import read_relations


@pytest.mark.parametrize(
    ("text", "replaced", "amended"),
    [
        ("Kế hoạch này thay thế Kế hoạch số 12/KH-UBND ngày 15/01/2026 của UBND tỉnh.", ["12/KH-UBND"], []),
        ("Kế hoạch này thay thế cho Kế hoạch số: 07 / KH – UBND.", ["07/KH-UBND"], []),
        ("Bãi bỏ Kế hoạch số 3/KH-BCĐ kể từ ngày ký.", ["3/KH-BCĐ"], []),
        ("Kế hoạch số 12/KH-UBND ngày 15/01/2026 hết hiệu lực kể từ ngày ký.", ["12/KH-UBND"], []),
        ("Sửa đổi, bổ sung một số nội dung của Kế hoạch số 12/KH-UBND như sau:", [], ["12/KH-UBND"]),
        ("Điều chỉnh Kế hoạch số 12/2025/KH-UBND", [], ["12/2025/KH-UBND"]),
        ("Thực hiện Kế hoạch số 12/KH-UBND của UBND tỉnh", [], []),
        ("Căn cứ Kế hoạch số 15/KH-UBND thay thế Kế hoạch số 10/KH-UBND", [], []),
        ("Thay thế các bóng đèn hỏng tại điểm vui chơi theo Kế hoạch số 9/KH-UBND", [], []),
        ("Kế hoạch này thay thế Kế hoạch số 99/KH-UBND", [], []),
    ],
)
def test_only_a_sentence_that_says_so_replaces_or_amends(
    text: str, replaced: list[str], amended: list[str]
) -> None:
    assert read_relations([text], "99/KH-UBND") == (tuple(replaced), tuple(amended))


def test_a_plan_that_is_replaced_is_not_amended_as_well() -> None:
    texts = ["Sửa đổi, bổ sung Kế hoạch số 5/KH-UBND.", "Kế hoạch này thay thế Kế hoạch số 5/KH-UBND."]
    assert read_relations(texts, None) == (("5/KH-UBND",), ())
