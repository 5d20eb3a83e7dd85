"""Number, issuer, level, province, date, title and years of a plan."""

from __future__ import annotations

import pytest

from domain.plan import PlanInfo
from plans.errors import EmptyFileError, NotAPlanError
from plans.read import damaged_share, read
from plans.source import Source
from tests.plans.reading import HEAD, draft_of, source_of

BODY = "\nI. NHIỆM VỤ\n1. Tăng cường truyền thông.\n"


def info_of(head: str, foot: str = "") -> PlanInfo:
    return draft_of(BODY + foot, head=head).plan


def test_the_letterhead_gives_number_issuer_level_province_and_date() -> None:
    info = info_of(HEAD)
    assert info.number == "31/KH-UBND"
    assert info.issuer == "Ủy ban nhân dân tỉnh An Bình"
    assert (info.level, info.province) == ("province", "An Bình")
    assert info.issued_on is not None
    assert info.issued_on.isoformat() == "2026-01-05"
    assert info.title == "Công tác trẻ em năm 2026"
    assert info.years == (2026,)


def test_a_letterhead_set_side_by_side_is_parted() -> None:
    info = info_of(
        "ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "HUYỆN SUỐI MÂY          Độc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-UBND | Suối Mây, ngày 3 tháng 4 năm 2024\nKẾ HOẠCH\nPhòng, chống đuối nước trẻ em\n"
        "Căn cứ Kế hoạch số 2/KH-UBND ngày 01/02/2024 của UBND tỉnh An Bình;\n"
    )
    assert info.issuer == "Ủy ban nhân dân huyện Suối Mây"
    assert (info.level, info.province, info.number) == ("district", "An Bình", "12/KH-UBND")
    assert info.years == (2024,)


@pytest.mark.parametrize(
    "blank", ["Số: /KH-UBND\nAn Bình, ngày tháng năm 2023", "Số: …/KH-UBND\nAn Bình, ngày … tháng … năm 2023"]
)
def test_blanks_stay_unknown_and_only_the_year_beside_them_is_kept(blank: str) -> None:
    info = info_of(f"{blank}\nKẾ HOẠCH\nCông tác trẻ em\nUBND tỉnh An Bình ban hành Kế hoạch như sau:\n")
    assert info.number is None
    assert info.issued_on is None
    assert info.years == (2023,)


def test_without_a_letterhead_the_preamble_names_the_issuer() -> None:
    info = info_of(
        "KẾ HOẠCH\nCông tác trẻ em năm 2025\nThực hiện Kế hoạch số 7/KH-UBND ngày 3/1/2025 của UBND tỉnh An Bình. "
        "Ủy ban nhân dân xã Đồi Sim ban hành Kế hoạch như sau:\n"
    )
    assert info.issuer == "Ủy ban nhân dân xã Đồi Sim"
    assert (info.level, info.province) == ("commune", "An Bình")


def test_the_issuer_stands_below_its_superior() -> None:
    info = info_of(
        "UBND HUYỆN SUỐI MÂY\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO\nSố: 5/KH-PGDĐT\nSuối Mây, ngày 1 tháng 8 năm 2024\n"
        "KẾ HOẠCH\nCông tác xã hội trường học\n"
    )
    assert info.issuer == "Phòng Giáo dục và Đào tạo"
    assert info.level == "district"


def test_a_school_is_its_own_level_and_may_date_its_plan_at_the_foot() -> None:
    info = info_of(
        "KẾ HOẠCH\nPhòng, chống bạo lực học đường trong ngành Giáo dục tỉnh An Bình\n"
        "Trường THCS Đồi Sim xây dựng Kế hoạch như sau:\n",
        foot="Yêu cầu các tổ thực hiện./.\nĐồi Sim, ngày 28 tháng 4 năm 2026\nNơi nhận:\n",
    )
    assert info.level == "school"
    assert info.province == "An Bình"
    assert info.issued_on is not None
    assert info.issued_on.isoformat() == "2026-04-28"


def test_an_electronic_signature_dates_a_plan_whose_date_line_is_unreadable() -> None:
    info = info_of(
        "Sb: 46 /KH-UBND An Bình, ngay 03 thdngA4 ndm 2020\nKẾ HOẠCH\nCông tác trẻ em\n",
        foot="Hết./.\nThời gian ký: 03.11.2020 16:31:38 +07:00\n",
    )
    assert info.number == "46/KH-UBND"
    assert info.issued_on is not None
    assert info.issued_on.isoformat() == "2020-11-03"


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Công tác trẻ em giai đoạn 2026 - 2030", (2026, 2027, 2028, 2029, 2030)),
        ("Công tác xã hội năm học 2025 - 2026", (2025, 2026)),
        ("Thực hiện Chỉ thị số 5/CT-TTg ngày 3 tháng 4 năm 2019 về trẻ em", (2026,)),
    ],
)
def test_years_come_from_the_title_but_not_from_the_dates_of_cited_documents(
    title: str, years: tuple[int, ...]
) -> None:
    assert info_of(f"Số: 1/KH-UBND\nAn Bình, ngày 05 tháng 01 năm 2026\nKẾ HOẠCH\n{title}\n").years == years


def test_a_plan_that_names_no_year_takes_that_of_its_deadlines() -> None:
    draft = draft_of(
        "I. NHIỆM VỤ\n1. Sở Y tế báo cáo trước ngày 15/7/2021.",
        head="KẾ HOẠCH\nCông tác trẻ em\nCăn cứ Luật Trẻ em;\n",
    )
    assert draft.plan.years == (2021,)


def test_a_text_that_is_no_plan_is_refused() -> None:
    story = "\n".join(f"Ngày xưa có một cậu bé sống ở làng bên sông, câu chuyện thứ {i}." for i in range(9))
    with pytest.raises(NotAPlanError):
        read(source_of(story))


def test_a_plan_without_any_duty_is_refused() -> None:
    with pytest.raises(NotAPlanError):
        read(source_of(HEAD + "I. MỤC ĐÍCH\n- Nâng cao nhận thức."))


def test_a_source_without_text_is_empty() -> None:
    with pytest.raises(EmptyFileError):
        read(Source("a.txt", ()))


def test_a_damaged_text_is_told_from_a_clean_one() -> None:
    clean = "tăng cường tuyên truyền phổ biến pháp luật về bảo vệ trẻ em trên địa bàn tỉnh " * 5
    damaged = "thwe hién cdc nhiém vu lién quan dén bdo vé tré em, xtr ly nghidm cdc vu vidc xdm hai " * 5
    assert damaged_share([clean]) < 0.02
    assert damaged_share([damaged]) > 0.08


def test_notes_of_the_file_reader_become_doubts_of_the_document() -> None:
    source = source_of(HEAD + BODY)
    draft = read(Source(source.name, source.lines, ("page_without_text",)))
    assert [(d.kind, d.task) for d in draft.doubts] == [("page_without_text", None)]
