"""Text read in the wrong language: it is noticed, repaired where that is certain, and named where it is not."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from domain.plan import Deadline, DeadlineKind, Draft, DraftTask
from plans.read import read
from plans.repair.codes import code, label
from plans.repair.knowledge import DATA, Knowledge
from plans.repair.notice import is_damaged
from plans.repair.result import Repaired, beside, repair
from plans.repair.words import CODE, LABEL, NUMBER, cut, kind_of, passages
from plans.source import Line, Source
from scripts.learn_repair import without_plan
from scripts.score_repair import figures
from tests.plans.reading import SHARED, read_keeping_repair, shared_source, source_of

HERE = Path(__file__).parent
DAMAGED = HERE / "damaged" / "truong-thcs-suoi-may-2026.txt"
CLEAN = HERE.parent.parent / "sandbox" / "office" / "plans" / "truong-thcs-suoi-may-2026.txt"


def text_of(path: Path) -> str:
    return unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))


def syllables(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def errors(right: list[str], got: list[str]) -> int:
    """Edit distance of two rows of syllables."""
    row = list(range(len(got) + 1))
    for i, x in enumerate(right, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(got, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def whole(source: Source) -> str:
    return "\n".join(line.text for line in source.lines)


@pytest.fixture(scope="module")
def damaged() -> Source:
    return source_of(text_of(DAMAGED))


@pytest.fixture(scope="module")
def repaired(damaged: Source) -> Repaired:
    return read_keeping_repair(damaged)[1]


@pytest.fixture(scope="module")
def draft(damaged: Source) -> Draft:
    return read_keeping_repair(damaged)[0]


@pytest.mark.parametrize("path", sorted(CLEAN.parent.glob("*.*")), ids=lambda p: p.stem)
def test_a_clean_plan_is_not_damaged(path: Path) -> None:
    assert not is_damaged(source_of(text_of(path)))


def test_a_text_read_in_the_wrong_language_is_damaged(damaged: Source) -> None:
    assert is_damaged(damaged)


@pytest.mark.parametrize(
    "text",
    [
        "Uy ban nhan dan xa bao cao ket qua thuc hien ke hoach ve Phong Van hoa - Xa hoi truoc ngay 15. " * 8,
        "The committee shall report on the work of the year to the department before the end of May. " * 8,
        "Le comité a été prié de présenter à l'assemblée générale un rapport détaillé sur l'état des écoles. "
        * 8,
        "Thực hiện năm 2020",
    ],
    ids=["no marks at all", "english", "french", "too short"],
)
def test_what_was_not_misread_is_not_damaged(text: str) -> None:
    assert not is_damaged(source_of(text))


def test_a_clean_cover_page_does_not_hide_what_follows(damaged: Source) -> None:
    cover = source_of("Ủy ban nhân dân xã gửi kèm theo đây kế hoạch đã được phê duyệt.\n" * 30)
    lines = (*cover.lines, *damaged.lines)
    assert is_damaged(Source("x.txt", lines))


def test_nearly_all_words_of_a_damaged_plan_come_back(damaged: Source, repaired: Repaired) -> None:
    right = syllables(text_of(CLEAN))
    raw = errors(right, syllables(whole(damaged)))
    left = errors(right, syllables(whole(repaired.source)))
    assert raw > 0.6 * len(right)
    assert left < 0.06 * len(right)


def test_lines_keep_their_numbers_and_the_raw_text_stays_beside(damaged: Source, repaired: Repaired) -> None:
    assert [line.number for line in repaired.source.lines] == [line.number for line in damaged.lines]
    assert repaired.raw == {line.number: line.text for line in damaged.lines}
    assert [len(line.text.split()) for line in repaired.source.lines] == [
        len(line.text.split()) for line in damaged.lines
    ]


def test_figures_dates_and_codes_stay_as_they_were_read(damaged: Source, repaired: Repaired) -> None:
    figures = re.compile(r"\d+[/.]\d[\d/.]*|\d{3,}")
    raw = figures.findall(whole(damaged))
    assert figures.findall(whole(repaired.source)) == raw
    assert "18/KH-UBND ngày 22/01/2026" in whole(repaired.source)


def test_a_damaged_plan_has_the_tasks_of_the_clean_one(draft: Draft) -> None:
    clean = read(source_of(text_of(CLEAN)))
    assert len(draft.tasks) == pytest.approx(len(clean.tasks), abs=2)
    assert set(clean.agencies) - set(draft.agencies) == set()
    wanted = {d.due for task in clean.tasks for d in task.deadlines if d.due}
    found = {d.due for task in draft.tasks for d in task.deadlines if d.due}
    assert len(wanted & found) >= 0.9 * len(wanted)


def test_tasks_keep_the_raw_text_and_name_what_is_uncertain(draft: Draft) -> None:
    assert all(task.raw for task in draft.tasks)
    assert [task for task in draft.tasks if task.uncertain]
    for task in draft.tasks:
        assert len((task.raw or "").split()) >= len(task.text.split())
        assert all(word in task.text for word in task.uncertain)


def test_every_uncertain_task_has_a_doubt_with_its_place(draft: Draft) -> None:
    doubts = {d.task: d for d in draft.doubts if d.kind == "text_damaged" and d.field == "text"}
    uncertain = {index for index, task in enumerate(draft.tasks) if task.uncertain}
    assert set(doubts) == uncertain
    assert all(doubts[index].line == draft.tasks[index].lines[0] for index in uncertain)


def test_the_document_as_a_whole_is_named_damaged_once(draft: Draft) -> None:
    assert [d.task for d in draft.doubts if d.kind == "text_damaged"].count(None) == 1


def test_a_word_that_nobody_knows_is_kept_and_named() -> None:
    line = "Cong an x4 phdi hop véi to chirc zgrwxkq kiém tra viéc thuc hién ké hoach nay"
    found = repair(Source("x.txt", (Line(line, 1),)))
    assert "zgrwxkq" in found.source.lines[0].text
    assert "zgrwxkq" in found.uncertain[1]
    assert found.source.lines[0].text.startswith("Công an xã phối hợp với tổ chức")


@pytest.mark.parametrize(
    "text", ["a" + "." * 50_000 + "b", "é" * 50_000, "x4 " * 500, ") ( . | — ¢ ", "\x00\ufffd é"], ids=len
)
def test_what_is_no_text_at_all_ends_soon_and_unharmed(text: str) -> None:
    found = repair(Source("x.txt", (Line(text.strip(), 1),))).source.lines
    assert len(found) == 1
    assert len(found[0].text.split()) == len(text.split())


def test_two_words_that_were_read_as_one_are_parted() -> None:
    found = repair(Source("x.txt", (Line("2. S& Yté phdi hop véi Cong an x4", 1),))).source.lines
    assert found[0].text == "2. Sở Y tế phối hợp với Công an xã"


@pytest.mark.parametrize(
    ("raw", "right"),
    [
        ("2.S6Y té", "2.Sở Y tế"),
        ("d) SoYté", "d) Sở Y tế"),
        ("Co quan phdi hgp: S3'Y t&; Cong an", "Cơ quan phối hợp: Sở Y tế; Công an"),
        ("vé SOY", "về Sở Y"),
        ("Phong Van héa-Th6ng tin", "Phòng Văn hóa-Thông tin"),
    ],
)
def test_words_run_together_are_parted_and_words_with_a_dash_are_two(raw: str, right: str) -> None:
    assert repair(Source("x.txt", (Line(raw, 1),))).source.lines[0].text == right


def test_words_that_were_parted_stay_as_they_were_read_in_the_raw_text() -> None:
    source = Source("x.txt", (Line("2. SoYté phdi hop véi Cong an x4 kiém tra", 1),))
    task = DraftTask("2", "Sở Y tế phối hợp với Công an xã kiểm tra", (1, 1))
    assert beside(repair(source), [task])[0][0].raw == "SoYté phdi hop véi Cong an x4 kiém tra"


def test_letters_that_look_alike_are_seen_through_though_hardly_ever_met() -> None:
    source = source_of("danh gia chuyén @8 va d6i vl tré em cua cac co quar, t6 chirc cd chirc nany")
    assert "chuyên đề" in whole(repair(source).source)
    assert "cơ quan, tổ chức có chức năng" in whole(repair(source).source)


def test_a_small_letter_that_opens_a_sentence_may_be_a_misread_capital() -> None:
    found = repair(Source("x.txt", (Line("13. be nghi Uy ban Mit trdn T6 qudc Viét Nam", 1),)))
    assert found.source.lines[0].text == "13. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam"


def test_a_clean_passage_of_a_damaged_document_is_left_alone() -> None:
    clean = "Trạm Y tế xã Súi Mầy khám bịnh cho trẻ em trước ngày 15/7 và báo cáo."
    found = repair(Source("x.txt", (Line("Cong an x4 phdi hop kiém tra.", 1), Line("", 2), Line(clean, 3))))
    assert found.source.lines[2].text == clean
    assert found.uncertain[3] == ()


def test_cells_are_repaired_on_their_own() -> None:
    cells = ("1", "T6 chirc tap hudn cho can bo", "Phong Van hod - X4 hoi", "Qu\xfd II/2026")
    row = Line(" | ".join(cells), 1, None, None, cells, 1)
    found = repair(Source("x.txt", (row,))).source.lines[0]
    assert found.cells[0] == "1"
    assert found.cells[2] == "Phòng Văn hóa - Xã hội"
    assert found.text == " | ".join(found.cells)


@pytest.mark.parametrize(
    ("raw", "right"),
    [
        ("1472/QP-TTg", "1472/QĐ-TTg"),
        ("30/2020/ND-CP", "30/2020/NĐ-CP"),
        ("214/NQ-CP", "214/NQ-CP"),
        ("12/NQ-HBND", "12/NQ-HĐND"),
        ("121/2020/QH14", "121/2020/QH14"),
        ("1472/Qb-TTg", "1472/QĐ-TTg"),
        ("241/QDB-UBND", "241/QĐ-UBND"),
        ("782/QbP-TTg", "782/QĐ-TTg"),
        ("45-KH/PU", "45-KH/ĐU"),
        ("Lao-DB", "Lao-DB"),
    ],
)
def test_the_letters_of_a_document_number_come_back(raw: str, right: str) -> None:
    assert code(raw) == right


def test_a_numeral_read_as_letters_is_a_numeral_again() -> None:
    assert label("Ill") == "III"
    assert label("a") == "a"
    assert [label(read) for read in ("IlIl", "111", "11", "Cc")] == ["III", "III", "11", "C"]
    assert [label("l"), label("l", dotted=True), label("l", dotted=True, loud=True)] == ["l", "1", "I"]


def test_a_numeral_before_a_dash_is_a_label() -> None:
    text = "IlIl- TO CHUC THUC HIEN"
    assert repair(Source("x.txt", (Line(text, 1),))).source.lines[0].text == "III- TỔ CHỨC THỰC HIỆN"


def test_a_coin_before_a_bracket_is_the_label_c() -> None:
    lines = (Line("b) Cong an x4 kiém tra;", 1), Line("¢) Tram Y té x4 bio cdo.", 2))
    found = repair(Source("x.txt", lines)).source.lines
    assert [line.text for line in found] == ["b) Công an xã kiểm tra;", "c) Trạm Y tế xã báo cáo."]


def test_an_uncertain_word_before_a_date_makes_the_deadline_doubtful() -> None:
    due = Deadline(DeadlineKind.DATE, "ngày 20/7/2021", date(2021, 7, 20))
    task = DraftTask("1", "Báo cáo tred ngày 20/7/2021.", (1, 1), deadlines=(due,))
    source = Source("x.txt", (Line(task.text, 1),))
    assert [d.field for d in beside(Repaired(source, {1: "Bao cao tred"}, {1: ("tred",)}), [task])[1]] == [
        "text",
        "deadlines",
    ]
    assert beside(Repaired(source, {1: "Bao cao tred"}, {1: ()}), [task])[1] == ()


def test_a_quarter_that_was_read_as_a_number_makes_the_deadline_doubtful() -> None:
    due = Deadline(DeadlineKind.PERIOD, "Quý II/2026", date(2026, 6, 30))
    task = DraftTask("1", "Mở lớp tập huấn. Quý II/2026.", (1, 1), deadlines=(due,))
    source = Source("x.txt", (Line(task.text, 1),))
    doubts = beside(Repaired(source, {1: "Mo lop tap hudn. Quy 11/2026."}, {1: ("II/2026",)}), [task])[1]
    assert "deadlines" in [d.field for d in doubts]


def test_a_figure_where_none_can_stand_is_uncertain() -> None:
    text = "Cong an x4 gido duc 78 séng lanh manh trude ngay 15 thang 7 nam 2021."
    found = repair(Source("x.txt", (Line(text, 1),)))
    assert not {"15", "7", "2021"} & set(found.uncertain[1])
    assert "trước ngày 15 tháng 7 năm 2021" in found.source.lines[0].text
    assert len(found.uncertain[1]) > 0


def test_a_misread_quarter_is_a_numeral_again_and_doubtful() -> None:
    text = "Cong an x4 kiém tra (hoan thanh trong quy IT nam 2021, bio cao trong quy I nam 2022)."
    found = repair(Source("x.txt", (Line(text, 1),)))
    assert "quý II năm 2021" in found.source.lines[0].text
    assert "quý I năm 2022" in found.source.lines[0].text
    assert found.uncertain[1].count("II") == 1
    assert "I" not in found.uncertain[1]


@pytest.mark.parametrize(
    ("raw", "right"),
    [("Quy 11/2026", "II/2026"), ("Quy III va Quy 1V/2026", "IV/2026"), ("Quy 1/2026", "I/2026")],
)
def test_a_quarter_read_as_a_number_or_a_code_is_a_quarter_again_and_doubtful(raw: str, right: str) -> None:
    found = repair(Source("x.txt", (Line(f"d) Thai gian thie hién: {raw}.", 1),)))
    assert found.source.lines[0].text.endswith(f" {right}.")
    assert right in found.uncertain[1]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("15/7/2026", NUMBER), ("12%", NUMBER), ("18/KH-UBND", CODE), ("s6", ""), ("x@y.vn", CODE)],
)
def test_figures_and_codes_are_told_from_words(word: str, kind: str) -> None:
    assert kind_of(word) == kind


def test_words_know_where_a_sentence_starts() -> None:
    words = passages(["1. Cong an x4; kiém tra. Bao", "cao két qua"])[0]
    assert [w.core for w in words if w.start] == ["1", "Cong", "Bao"]
    assert words[0].kind == LABEL
    assert [w.line for w in words if w.core in {"Bao", "cao"}] == [0, 1]


def test_a_document_number_parted_by_a_space_stays_one() -> None:
    words = passages(["Nghi quyét s6 27/NQ- TW ngay 09/11/2022, so 64/KH-", "UBND cua tinh"])[0]
    assert {w.core for w in words if w.kind == CODE} == {"27/NQ", "TW", "64/KH", "UBND"}


def test_signs_around_a_word_do_not_belong_to_it() -> None:
    found = cut("(thuc hién “nim” 2020).")
    assert [(w.before, w.core, w.after) for w in found] == [
        ("(", "thuc", ""),
        ("", "hién", ""),
        ("“", "nim", "”"),
        ("", "2020", ")."),
    ]


def test_the_knowledge_holds_no_sentences_and_stays_small() -> None:
    data = json.loads(gzip.decompress(DATA.read_bytes()))
    assert DATA.stat().st_size < 1_500_000
    assert all(key.count(" ") == 1 for key in data["triples"])
    assert all(" " not in key for key in data["pairs"])


def test_a_clean_plan_does_not_load_the_knowledge() -> None:
    program = (
        "import sys; from plans.read import read; from tests.plans.reading import source_of\n"
        f"read(source_of(open({str(CLEAN)!r}, encoding='utf-8').read()))\n"
        "sys.exit('plans.repair.knowledge' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, cwd=HERE.parent.parent)
    assert done.returncode == 0


def test_a_plan_left_out_of_the_learning_comes_back_and_what_is_wrong_is_marked(
    damaged: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of the plan itself are taken out of what was learnt first."""
    everything = json.loads(gzip.decompress(DATA.read_bytes()))
    without = Knowledge(without_plan(everything, text_of(CLEAN)))
    assert sum(without.counts.values()) < sum(Knowledge(everything).counts.values())
    monkeypatch.setattr("plans.repair.knowledge.knowledge", lambda: without)
    found = figures(text_of(CLEAN), damaged)
    assert found.raw > 0.6
    assert found.left < 0.09
    assert found.named > 0.8
    assert found.marked < 0.25


@pytest.mark.skipif(not SHARED.exists(), reason="the real damaged plan lies in ../shared")
def test_a_plan_that_was_never_learnt_from_has_few_errors() -> None:
    """Its first pages are compared, to be quick; the clean text has the same lines."""
    right = text_of(next((SHARED / "gold").glob("004_*.clean.txt"))).splitlines()[:92]
    repaired = read_keeping_repair(shared_source(next((SHARED / "plans").glob("004_*.txt")).name))[1].source
    first = Source(repaired.name, repaired.lines[:92])
    wanted, got = syllables("\n".join(right)), syllables(whole(first))
    assert errors(wanted, got) < 0.04 * len(wanted)
