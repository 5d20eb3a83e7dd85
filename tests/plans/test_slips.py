"""Single slips in scanned pages: mended where that is certain, named where it is not, and text layers left alone."""

from __future__ import annotations

import pytest

from domain.plan import Draft
from plans.read import read
from plans.repair.labels import relabelled
from plans.repair.result import Repaired
from plans.repair.slips import mended
from plans.source import Line, Source

HEAD = [
    "ỦY BAN NHÂN DÂN XÃ SUỐI MÂY",
    "KẾ HOẠCH",
    "Thực hiện công tác trẻ em năm 2026",
    "I. NHIỆM VỤ",
    "1. Công an xã",
]


def scan(*texts: str, unsure: dict[str, int] | None = None, scanned: bool = True) -> Source:
    """A page of a scan; `unsure` says how sure the machine was of some words."""
    given = tuple((unsure or {}).items())
    lines = tuple(Line(text, n, 1, unsure=given) for n, text in enumerate(texts, 1))
    return Source("scan.pdf", lines, (), frozenset({1}) if scanned else frozenset())


def text_of(found: Repaired) -> list[str]:
    return [line.text for line in found.source.lines]


def draft_of(text: str, *, unsure: dict[str, int] | None = None, scanned: bool = True) -> Draft:
    return read(scan(*HEAD, f"- {text}", unsure=unsure, scanned=scanned))


@pytest.mark.parametrize(
    ("raw", "right", "slip"),
    [
        (
            "Gọi Tống đài điện thoại quốc gia bảo vệ trẻ em",
            "Gọi Tổng đài điện thoại quốc gia bảo vệ trẻ em",
            "Tống",
        ),
        ("là chỗ dựa về tỉnh thần cho học sinh", "là chỗ dựa về tinh thần cho học sinh", "tỉnh"),
        ("trợ g1úp trẻ em có hoàn cảnh đặc biệt", "trợ giúp trẻ em có hoàn cảnh đặc biệt", "g1úp"),
        ("T6 chức Diễn đàn trẻ em", "Tổ chức Diễn đàn trẻ em", "T6"),
        ("báo cáo trước ngày 25 hăng tháng", "báo cáo trước ngày 25 hằng tháng", "hăng"),
        ("thực hiện trong quý Ï năm 2026", "thực hiện trong quý I năm 2026", "Ï"),
    ],
)
def test_a_slip_that_the_machine_was_not_sure_of_is_mended(raw: str, right: str, slip: str) -> None:
    assert text_of(mended(scan(raw, unsure={slip: 80}))) == [right]


def test_what_the_machine_was_sure_of_needs_more_to_be_changed() -> None:
    text = "Công an xã lập số theo dõi các vụ việc"
    assert text_of(mended(scan(text))) == [text]


def test_names_that_no_lexicon_holds_stay() -> None:
    text = "Trẻ em thôn Bản Lâu, xã Suối Mây, tỉnh Lam Khê và bà Chi, ông Bình"
    assert text_of(mended(scan(text))) == [text]


def test_short_forms_codes_and_figures_stay() -> None:
    text = "UBND xã, TYT, số 12/KH-UBND ngày 27/02/2026, 0912 345 678"
    assert text_of(mended(scan(text, unsure={"UBND": 60, "TYT,": 60}))) == [text]


def test_a_text_layer_is_never_touched() -> None:
    text = "Gọi Tống đài điện thoại quốc gia bảo vệ trẻ em"
    task = draft_of(text, scanned=False).tasks[0]
    assert (task.text, task.raw, task.uncertain) == (text, None, ())


def test_a_document_with_pages_of_both_kinds_has_only_the_scanned_ones_mended() -> None:
    text = "Gọi Tống đài điện thoại quốc gia"
    lines = tuple(Line(text, page, page, unsure=(("Tống", 80),)) for page in (1, 2))
    found = mended(Source("both.pdf", lines, (), frozenset({2})))
    assert text_of(found) == [text, text.replace("Tống", "Tổng")]


def test_a_mended_task_keeps_the_raw_text_and_one_without_slips_has_none() -> None:
    raw = "Gọi Tống đài điện thoại quốc gia bảo vệ trẻ em"
    task = draft_of(raw, unsure={"Tống": 80}).tasks[0]
    assert (task.text, task.raw) == (raw.replace("Tống", "Tổng"), raw)
    assert draft_of("Tuần tra ban đêm trên địa bàn xã").tasks[0].raw is None


def test_words_that_were_read_as_one_are_parted() -> None:
    assert text_of(mended(scan("phản ánh về SởY tế để tổng hợp"))) == ["phản ánh về Sở Y tế để tổng hợp"]


@pytest.mark.parametrize(("figure", "field"), [("30/6/2026.", "30/6/2026"), ("II/2026.", "II/2026")])
def test_a_figure_that_the_machine_was_not_sure_of_makes_the_deadline_doubtful(
    figure: str, field: str
) -> None:
    when = "trước ngày" if figure[0] == "3" else "trong quý"
    draft = draft_of(f"Rà soát trẻ em trên địa bàn {when} {figure}", unsure={figure: 70})
    assert [(d.kind, d.field) for d in draft.doubts if d.task == 0 and d.field == "deadlines"] == [
        ("text_damaged", "deadlines")
    ]
    sure = draft_of(f"Rà soát trẻ em trên địa bàn {when} {figure}")
    assert not [d for d in sure.doubts if d.field == "deadlines"]


def test_a_deadline_in_a_year_that_the_plan_is_not_for_is_doubtful_in_a_scan() -> None:
    text = "Rà soát trẻ em trên địa bàn trước ngày 30/6/2028."
    found = [d.kind for d in draft_of(text).doubts if d.field == "deadlines"]
    assert found == ["date_misread"]
    assert not [d for d in draft_of(text, scanned=False).doubts if d.field == "deadlines"]


@pytest.mark.parametrize(
    ("read_as", "right"),
    [
        (["I. MỤC ĐÍCH", "H. CHỈ TIÊU", "II. NHIỆM VỤ"], ["I. MỤC ĐÍCH", "II. CHỈ TIÊU", "III. NHIỆM VỤ"]),
        (["I.MỤC ĐÍCH", "II. NHIỆM VỤ"], ["I. MỤC ĐÍCH", "II. NHIỆM VỤ"]),
        (["V. KINH PHÍ", "VI. BÁO CÁO", "VI. TỔ CHỨC"], ["V. KINH PHÍ", "VI. BÁO CÁO", "VII. TỔ CHỨC"]),
        (["II. NHIỆM VỤ", "I. PHỤ LỤC"], ["II. NHIỆM VỤ", "I. PHỤ LỤC"]),
        (
            ["e) Công an xã", "ø) Trạm Y tế", "g) Trường học"],
            ["e) Công an xã", "f) Trạm Y tế", "g) Trường học"],
        ),
        (
            ["e) Công an xã", "ø) Trạm Y tế", "h) Trường học"],
            ["e) Công an xã", "g) Trạm Y tế", "h) Trường học"],
        ),
        (["d) Công an xã", "ñ) Trạm Y tế"], ["d) Công an xã", "đ) Trạm Y tế"]),
        (["ø) Công an xã"], ["ø) Công an xã"]),
    ],
)
def test_labels_are_put_right_by_those_around_them(read_as: list[str], right: list[str]) -> None:
    assert relabelled(read_as) == right
