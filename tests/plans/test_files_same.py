"""One made-up plan as text, Word and PDF: the same tasks come out of each."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from plans.files import read_file
from plans.read import read
from tests.plans.files_samples import (
    PdfText,
    abstract,
    cell,
    level,
    num,
    numbered,
    p,
    ruled,
    table,
    write_docx,
    write_pdf,
)

HEAD = ["KẾ HOẠCH", "Bảo vệ, chăm sóc trẻ em trên địa bàn xã Tân An năm 2026"]
ITEMS = [
    (0, "MỤC ĐÍCH, YÊU CẦU"),
    (3, "Nâng cao nhận thức của gia đình, nhà trường và cộng đồng về bảo vệ trẻ em."),
    (0, "NHIỆM VỤ VÀ PHÂN CÔNG THỰC HIỆN"),
    (1, "Công an xã"),
    (
        3,
        "Tăng cường tuần tra, kịp thời phát hiện và xử lý các hành vi bạo lực, xâm hại trẻ em trên địa bàn; "
        "phối hợp với các trường học tổ chức tuyên truyền pháp luật cho học sinh trước ngày 15 tháng 9 năm 2026.",
    ),
    (3, "Báo cáo kết quả thực hiện về Ủy ban nhân dân xã trước ngày 25 tháng 11 hằng năm."),
    (1, "Trạm Y tế xã"),
    (
        3,
        "Tổ chức khám sức khỏe định kỳ cho trẻ em có hoàn cảnh đặc biệt, lập danh sách trẻ em cần được hỗ trợ "
        "và gửi Phòng Văn hóa - Xã hội trước ngày 30/6/2026.",
    ),
]
ROWS = [
    ("STT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian"),
    ("1", "Rà soát trẻ em bị bỏ rơi", "Công an xã", "Tháng 3/2026"),
    ("2", "Mở lớp kỹ năng sống", "Đoàn Thanh niên xã", "Quý II/2026"),
]
LABELS = {0: ("I.", "II."), 1: ("1.", "2."), 3: ("-",)}


def labelled() -> list[str]:
    """The items with their labels typed."""
    counts = [0, 0, 0, 0]
    out = []
    for depth, text in ITEMS:
        labels = LABELS[depth]
        out.append(f"{labels[counts[depth] % len(labels)]} {text}")
        counts[depth] += 1
    return out


def as_text(folder: Path) -> Path:
    path = folder / "plan.txt"
    path.write_text("\n".join([*HEAD, *labelled(), *(" | ".join(row) for row in ROWS)]), encoding="utf-8")
    return path


def as_word(folder: Path) -> Path:
    """With Word's own numbers instead of typed ones."""
    rules = abstract(
        1, level(0, "upperRoman", "%1."), level(1, "decimal", "%2."), level(3, "bullet", "-")
    ) + num(1, 1)
    body = "".join(map(p, HEAD)) + "".join(numbered(text, 1, depth) for depth, text in ITEMS)
    body += table(*("".join(map(cell, row)) for row in ROWS))
    return write_docx(folder / "plan.docx", body, {"numbering": rules})


def as_pdf(folder: Path) -> Path:
    """On two pages with page numbers, lines broken at 60 letters, the table ruled."""
    lines = [(200, HEAD[0]), (90, HEAD[1])]
    for text in labelled():
        first, *rest = textwrap.wrap(text, 60, initial_indent="    ", break_on_hyphens=False)
        lines += [(113, first.strip()), *((85, line) for line in rest)]
    pages = [
        [PdfText(x, 760 - 20 * place, text) for place, (x, text) in enumerate(part)]
        for part in (lines[:9], lines[9:])
    ]
    pages[1].insert(0, PdfText(297, 805, "2"))
    xs, ys = [60.0, 100.0, 290.0, 440.0, 560.0], [400.0, 370.0, 340.0, 310.0]
    pages[1] += [
        PdfText(xs[column] + 4, ys[row] - 20, text)
        for row, cells in enumerate(ROWS)
        for column, text in enumerate(cells)
    ]
    return write_pdf(folder / "plan.pdf", pages, {1: ruled(xs, ys)})


def tasks(path: Path) -> list[tuple[Any, ...]]:
    draft = read(read_file(path)).to_json()
    keys = ("text", "assignees", "partners")
    return [
        (*(task[key] for key in keys), [d.get("due") or d.get("rrule") for d in task["deadlines"]])
        for task in draft["tasks"]
    ]


@pytest.mark.parametrize("write", [as_word, as_pdf])
def test_every_kind_of_file_gives_the_same_tasks(tmp_path: Path, write: Any) -> None:
    expected = tasks(as_text(tmp_path))
    assert len(expected) == 5
    assert tasks(write(tmp_path)) == expected
