"""The same plan in other lines: hard-wrapped, set in, with page numbers, with empty lines."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from plans.files import read_file
from plans.files.text import text_lines
from plans.read import read
from plans.source import Source
from tests.plans.reading import paragraphs_of

SAMPLES = [
    Path(__file__).parent / "samples" / f"{name}.txt"
    for name in ("directive", "numbers-only", "reporting-regime")
]


def laid_out(lines: list[str], *, width: int, indent: int, gaps: bool, pages: bool) -> Source:
    """The lines as a printer would have broken them; `gaps` puts an empty line between paragraphs."""
    out: list[str] = []
    printed = 0
    for line in lines:
        for piece in textwrap.wrap(line, width, initial_indent=" " * indent):
            out.append(piece)
            printed += 1
            if pages and printed % 20 == 0:
                out += ["", str(printed // 20 + 1), ""]
        if gaps:
            out.append("")
    return Source("laid-out.txt", text_lines("\n".join(out)))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    ("width", "indent", "gaps", "pages"),
    [(78, 0, True, False), (70, 6, False, True), (92, 4, False, False), (84, 0, True, True)],
)
def test_a_plan_keeps_its_tasks_however_its_lines_are_broken(
    sample: Path, width: int, indent: int, gaps: bool, pages: bool
) -> None:
    whole = read_file(sample)
    source = laid_out([line.text for line in whole.lines], width=width, indent=indent, gaps=gaps, pages=pages)
    wanted = [(task.text, task.assignees) for task in read(whole).tasks]
    found = [(task.text, task.assignees) for task in read(source).tasks]
    same = sum(task in found for task in wanted)
    assert same >= 0.9 * len(wanted), set(wanted) - set(found)
    assert len(found) <= 1.1 * len(wanted) + 1


def test_a_gap_after_a_semicolon_inside_a_labelled_sentence_parts_nothing() -> None:
    lines = [
        "KẾ HOẠCH",
        "Bảo vệ, chăm sóc trẻ em trên địa bàn xã Suối Mây năm 2026",
        "I. NHIỆM VỤ",
        *(
            line
            for n in range(1, 5)
            for line in (
                f"{n}. Công an xã tuần tra ban đêm tại các điểm vui chơi trong toàn",
                "xã, nhất là ở những nơi có nhiều trẻ em qua lại sau giờ học, và có",
                "báo cáo gửi Ủy ban nhân dân xã.",
            )
        ),
        "5. Trạm Y tế khám sức khỏe cho trẻ em có hoàn cảnh đặc biệt tại xã;",
        "",
        "hoàn thành việc lập danh sách trẻ em cần được hỗ trợ về dinh dưỡng",
        "trước ngày 30/6/2026.",
    ]
    tasks = read(Source("gap.txt", text_lines("\n".join(lines)))).tasks
    assert len(tasks) == 5
    assert tasks[4].text.endswith("trước ngày 30/6/2026.")


def test_a_day_alone_on_its_line_is_no_page_number() -> None:
    text = "1. Công an xã\n- Báo cáo kết quả thực hiện (trước ngày\n15\ntháng 7 năm 2026) về Ủy ban nhân dân xã.\n"
    found = [p.text for p in paragraphs_of(text)]
    assert "15 tháng 7" in " ".join(found)
    assert "15" not in " ".join(p.text for p in paragraphs_of("1. Công an xã\n- Báo cáo kết quả.\n15\n"))
