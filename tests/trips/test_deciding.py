"""Whole trips: doubtful points get another date or agency, are taken back, and are replayed at the next reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from domain.plan import Deadline, DeadlineKind, Doubt, Draft
from services import intake
from storage.tables import Occurrence, Plan, PlanDoubt, PlanState, Reminder, Task, TaskAgency, TaskDeadline
from tests.support.office import CULTURE, POLICE, TestOffice, dated, duty, plan

Hand = Callable[[Draft], None]
WRONG = "trước ngày 31/6/2026"
DATE = Doubt("date_impossible", WRONG, 12, 2, 0, "deadlines")
WHO = Doubt("agency_ambiguous", "Công an", 14, None, 1, "assignees")
DRAFT = plan(
    duty("Rà soát trẻ em", dated("2026-06-30", WRONG)),
    duty("Kiểm tra an toàn", dated("2026-05-04"), who=("Công an",)),
    doubts=[DATE, WHO],
)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Hand:
    """Hand over what the reader shall have read, without its process."""

    def hand(draft: Draft) -> None:
        async def read(content: bytes, file_name: str, on_progress: object = None) -> Draft:
            return draft

        monkeypatch.setattr(intake, "read", read)

    return hand


async def send(office: TestOffice, content: bytes = b"a plan", name: str = "ke-hoach.docx") -> str:
    office.chi.sends_document(content, name, caption="/load")
    await office.pump()
    return office.last(office.chi).text


async def deadlines(office: TestOffice) -> list[tuple[date | None, str, bool]]:
    async with office.database.session(writes=False) as session:
        rows = (await session.exec(select(TaskDeadline).order_by(TaskDeadline.id))).all()  # type: ignore[arg-type]
    return [(row.due, row.as_written, row.held) for row in rows]


async def test_a_date_is_typed_and_an_agency_chosen(any_office: TestOffice, reads: Hand) -> None:
    office = any_office
    await office.register(office.an, POLICE)
    reads(DRAFT)
    await send(office)
    first = await office.taps(office.chi, "⚠️ Xử lý điểm chưa chắc chắn (2)")
    assert "Nhiệm vụ: Rà soát trẻ em" in first.text
    asked = await office.taps(office.chi, "📅 Nhập ngày", first)
    assert WRONG in asked.text
    assert "Chưa hiểu “hôm nào đó”" in (await office.says(office.chi, "hôm nào đó")).text
    second = await office.says(office.chi, "28/6/2026")
    assert "Đã đặt thời hạn: 28/06/2026" in office.tg.sent(office.chi)[-2].text
    assert "Nhiệm vụ: Kiểm tra an toàn" in second.text
    chosen = await office.taps(office.chi, "🏛 Chọn cơ quan", second)
    assert "“Công an” là cơ quan nào" in chosen.text
    preview = await office.taps(office.chi, POLICE, chosen)
    assert "Không có điểm nào chưa chắc chắn" in preview.text
    assert f"{POLICE}: 1 việc → 1 đơn vị" in preview.text
    await office.taps(office.chi, "Công bố", preview)
    assert sorted(await deadlines(office), key=str) == [
        (date(2026, 5, 4), "ngày 4/5/2026", False),
        (date(2026, 6, 28), WRONG, False),
    ]
    assert "28/06/2026" not in (await office.says(office.an, "/han")).text
    assert "04/05/2026" in office.last(office.an).text


async def test_what_was_decided_may_be_taken_back(office: TestOffice, reads: Hand) -> None:
    reads(DRAFT)
    await send(office)
    for step in ("⚠️ Xử lý điểm chưa chắc chắn (2)", "✗ Bỏ", "🏛 Chọn cơ quan"):
        await office.taps(office.chi, step)
    await office.taps(office.chi, POLICE)
    assert len(await deadlines(office)) == 1
    listed = await office.taps(office.chi, "Đã quyết định (2)")
    assert f"cơ quan: {POLICE}" in listed.text
    again = await office.taps(office.chi, "↩ Quyết định lại 1", listed)
    assert "Rà soát trẻ em" in again.text
    assert sorted(await deadlines(office), key=str) == [
        (date(2026, 5, 4), "ngày 4/5/2026", False),
        (date(2026, 6, 30), WRONG, True),
    ]
    await office.taps(office.chi, "✓ Đúng", again)
    await office.taps(office.chi, "Đã quyết định (2)")
    await office.taps(office.chi, "↩ Quyết định lại 2")
    async with office.database.session(writes=False) as session:
        assert (await session.exec(select(TaskAgency.name).where(TaskAgency.task_id == 2))).all() == [
            "Công an"
        ]
        assert [d.decision for d in (await session.exec(select(PlanDoubt).order_by(PlanDoubt.id))).all()] == [  # type: ignore[arg-type]
            "accepted",
            None,
        ]


async def test_corrections_are_replayed_in_another_format(any_office: TestOffice, reads: Hand) -> None:
    """The PDF breaks its lines elsewhere and numbers them otherwise; the sentences are the same."""
    office = any_office
    reads(DRAFT)
    await send(office)
    await office.taps(office.chi, "⚠️ Xử lý điểm chưa chắc chắn (2)")
    await office.taps(office.chi, "📅 Nhập ngày")
    await office.says(office.chi, "28/6/2026")
    await office.taps(office.chi, "🏛 Chọn cơ quan")
    await office.taps(office.chi, POLICE)
    tasks = [replace(t, text=t.text.replace(" ", "\n", 1), lines=(90, 91), page=7) for t in DRAFT.tasks]
    doubts = [replace(d, line=91, page=7) for d in DRAFT.doubts]
    reads(replace(DRAFT, tasks=tuple(tasks), doubts=tuple(doubts)))
    text = await send(office, b"%PDF the same plan", "ke-hoach.pdf")
    assert "Không có điểm nào chưa chắc chắn" in text
    assert f"{POLICE}: 1 việc → 1 đơn vị" in text
    assert "28/06/2026" in text


async def test_an_equal_sentence_of_another_plan_is_asked_about_anew(office: TestOffice, reads: Hand) -> None:
    reads(DRAFT)
    await send(office)
    await office.taps(office.chi, "⚠️ Xử lý điểm chưa chắc chắn (2)")
    await office.taps(office.chi, "✓ Đúng")
    reads(replace(DRAFT, plan=replace(DRAFT.plan, number="99/KH-UBND", title="Một kế hoạch khác")))
    assert "Điểm chưa chắc chắn: 2" in await send(office, b"another plan")


async def test_of_two_equal_sentences_each_keeps_its_own_decision(office: TestOffice, reads: Hand) -> None:
    twice = plan(
        duty("Báo cáo", dated("2026-06-30", WRONG)),
        duty("Báo cáo", dated("2026-06-30", WRONG), who=(POLICE,)),
        doubts=[DATE, replace(DATE, task=1, line=20)],
    )
    reads(twice)
    await send(office)
    await office.taps(office.chi, "⚠️ Xử lý điểm chưa chắc chắn (2)")
    await office.taps(office.chi, "✗ Bỏ")
    await office.taps(office.chi, "✓ Đúng")
    await office.taps(office.chi, "Hủy")
    assert "Không có điểm nào" in await send(office)
    async with office.database.session(writes=False) as session:
        said = (await session.exec(select(PlanDoubt.decision).where(PlanDoubt.plan_id == 2))).all()
    assert sorted(map(str, said)) == ["accepted", "dropped"]


async def test_a_body_may_be_typed(office: TestOffice, reads: Hand) -> None:
    reads(plan(duty("Một việc", dated("2026-06-30"), who=("Phòng nọ",)), doubts=[
        Doubt("agency_ambiguous", "Phòng nọ", 14, None, 0, "assignees")]))  # fmt: skip
    await send(office)
    await office.taps(office.chi, "⚠️ Xử lý điểm chưa chắc chắn (1)")
    await office.taps(office.chi, "🏛 Chọn cơ quan")
    typed = await office.says(office.chi, "vhxh suoi may")
    assert "28/6" not in typed.text
    assert f"{CULTURE}: 1 việc" in (await office.taps(office.chi, CULTURE, typed)).text


async def test_typing_may_be_left(office: TestOffice, reads: Hand) -> None:
    reads(DRAFT)
    await send(office)
    await office.taps(office.chi, "⚠️ Xử lý điểm chưa chắc chắn (2)")
    asked = await office.taps(office.chi, "📅 Nhập ngày")
    assert "Rà soát" in (await office.taps(office.chi, "Thôi, để sau", asked)).text
    assert "Đã đặt" not in (await office.says(office.chi, "28/6/2026")).text
    assert {held for _, _, held in await deadlines(office)} == {True}


async def test_all_points_may_be_accepted_at_once(office: TestOffice, reads: Hand) -> None:
    reads(DRAFT)
    await send(office)
    await office.taps(office.chi, "Công bố")
    await office.taps(office.chi, "Công bố, giữ mọi điểm như đã đọc")
    assert "đã được công bố" in office.last(office.chi).text
    assert {held for _, _, held in await deadlines(office)} == {False}


async def test_a_tap_on_a_preview_that_changed_publishes_nothing(office: TestOffice, reads: Hand) -> None:
    reads(DRAFT)
    await send(office)
    preview = office.last(office.chi)
    office.chi.taps_stale("doubt:1:accept", preview)
    await office.pump()
    office.chi.taps_stale("publishas:1:0:0:accept", preview)
    await office.pump()
    assert "vừa thay đổi" in office.notice()
    async with office.database.session(writes=False) as session:
        assert (await session.exec(select(Plan.state))).all() == [PlanState.DRAFT]
        assert (await session.exec(select(Occurrence))).all() == []


OLD = plan(
    duty("Rà soát năm cũ", dated("2021-06-30"), section="I.1"),
    duty("Ngày nhuận", dated("2020-02-29"), section="I.2"),
)
OLD = replace(OLD, plan=replace(OLD.plan, years=(2020, 2021), issued_on=date(2020, 1, 5)))


async def test_an_old_plan_is_moved_by_whole_years_and_shown_as_moved(
    office: TestOffice, reads: Hand
) -> None:
    reads(OLD)
    text = await send(office)
    preview = office.last(office.chi)
    assert "Mọi thời hạn của kế hoạch này đã qua" in text
    assert preview.button("Công bố") is None
    moved = await office.taps(office.chi, "📆 Dời thời hạn thêm 5 năm")
    assert "30/06/2026 (dời từ 30/06/2021)" in moved.text
    assert [due for due, _, _ in await deadlines(office)] == [date(2026, 6, 30), date(2025, 2, 28)]
    back = await office.taps(office.chi, "↩ Chọn lại cách dùng kế hoạch cũ")
    assert "đã qua" in back.text
    assert [due for due, _, _ in await deadlines(office)] == [date(2021, 6, 30), date(2020, 2, 29)]
    await office.taps(office.chi, "📆 Dời thời hạn thêm 5 năm")
    await office.taps(office.chi, "Công bố")
    async with office.database.session(writes=False) as session:
        assert [o.due_on for o in (await session.exec(select(Occurrence))).all()] == [date(2026, 6, 30)]


async def test_an_old_plan_may_be_kept_as_history(any_office: TestOffice, reads: Hand) -> None:
    office = any_office
    await office.register(office.an)
    reads(OLD)
    await send(office)
    await office.taps(office.chi, "🗄 Chỉ lưu để tra cứu")
    assert "được lưu để tra cứu" in (await office.taps(office.chi, "Công bố")).text
    async with office.database.session(writes=False) as session:
        assert (await session.exec(select(Reminder))).all() == []
    assert "Rà soát năm cũ" not in (await office.says(office.an, "/nhiemvu")).text
    listed = await office.says(office.chi, "/kehoach")
    card = await office.taps(office.chi, "12/KH-UBND (lưu tra cứu)", listed)
    assert "Trạng thái: lưu tra cứu" in card.text
    assert "được lưu để tra cứu" in await send(office)


async def test_of_an_old_plan_the_recurring_tasks_may_be_kept(office: TestOffice, reads: Hand) -> None:
    monthly = Deadline(DeadlineKind.RECURRING, "ngày 25 hằng tháng", rrule="FREQ=MONTHLY;BYMONTHDAY=25")
    reads(replace(OLD, tasks=(*OLD.tasks, duty("Báo cáo tháng", monthly, dated("2021-05-05")))))
    await send(office)
    await office.taps(office.chi, "🔁 Chỉ lấy việc định kỳ")
    await office.taps(office.chi, "Công bố")
    async with office.database.session(writes=False) as session:
        assert (await session.exec(select(Task.text))).all() == ["Báo cáo tháng"]
        days = (await session.exec(select(Occurrence.due_on))).all()
    assert min(days) == date(2026, 3, 25)
    assert {day.day for day in days} == {25}
