"""Whole trips: a plan is sent, previewed, its doubts are settled, it is published or thrown away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from domain.errors import DomainError
from domain.plan import ALL, Doubt, Draft, PlanHotline
from handlers import load
from services import intake
from storage.tables import Document, Hotline, Plan, Reminder, TaskDeadline
from tests.support.office import CULTURE, POLICE, TestOffice, dated, duty, plan

SAMPLES = Path(__file__).parents[1] / "samples" / "odd"
LINE = PlanHotline("0298 000 0116", "Đường dây nóng bảo vệ trẻ em tỉnh", 40)
DOUBT = Doubt("date_impossible", "trước ngày 31/6/2026", 12, 2, 0, "deadlines")

Hand = Callable[[Draft], None]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Hand:
    """Hand over what the reader shall have read, without its process."""

    def hand(draft: Draft) -> None:
        async def read(
            content: bytes, file_name: str, on_progress: Callable[[int, int], None] | None = None
        ) -> Draft:
            return draft

        monkeypatch.setattr(intake, "read", read)

    return hand


async def send(
    office: TestOffice, content: bytes = b"a plan", name: str = "ke-hoach.txt", caption: str = "/load"
) -> str:
    office.chi.sends_document(content, name, caption=caption)
    await office.pump()
    return office.last(office.chi).text


async def count(office: TestOffice, table: type) -> int:
    async with office.database.session(writes=False) as session:
        return len((await session.exec(select(table))).all())


async def test_from_the_file_to_reminders(any_office: TestOffice, reads: Hand) -> None:
    office = any_office
    await office.register(office.an)
    reads(
        plan(
            duty("Rà soát trẻ em", dated("2026-06-30", "trước ngày 31/6/2026")),
            duty("Tổ chức tập huấn", dated("2026-03-20")),
            duty("Kiểm tra an toàn", dated("2026-02-01"), who=(POLICE, "Sở Bí ẩn")),
            duty("Báo cáo", dated("2026-11-15"), who=(ALL,)),
            doubts=[DOUBT],
            hotlines=[LINE, PlanHotline("111", "Tổng đài", 41)],
        )
    )
    text = await send(office)
    preview = office.last(office.chi)
    assert preview.edited is not None
    assert (
        text.index("Điểm chưa chắc chắn: 1")
        < text.index("12/KH-UBND")
        < text.index("Cơ quan được giao việc: 3")
    )
    assert "trước ngày 31/6/2026” (trang 2, dòng 12)" in text
    assert "Nhiệm vụ: 4 (chung cho mọi cơ quan: 1) · Thời hạn: 4" in text
    assert f"{CULTURE}: 2 việc → 1 đơn vị" in text
    assert "⚠️ Sở Bí ẩn: 1 việc → chưa có đơn vị" in text
    assert text.index("20/03/2026") < text.index("30/06/2026") < text.index("15/11/2026")
    assert "Thời hạn đã qua, không nhắc: 1" in text
    assert await count(office, Reminder) == 0

    doubt = await office.taps(office.chi, "⚠️ Xử lý điểm chưa chắc chắn (1)")
    assert "Nhiệm vụ: Rà soát trẻ em" in doubt.text
    settled = await office.taps(office.chi, "✗ Bỏ")
    assert "Không có điểm nào chưa chắc chắn" in settled.text
    assert office.notice() == "Đã bỏ."

    await office.taps(office.chi, "Công bố")
    published = office.tg.sent(office.chi)[-2]
    assert "12/KH-UBND đã được công bố" in published.text
    assert published.button("Công bố") is None
    assert await count(office, Reminder) > 0

    asked = office.last(office.chi)
    assert "0298 000 0116" in asked.text
    await office.taps(office.chi, "✓ Xác nhận")
    assert "0298 000 0116" in (await office.says(office.an, "/duongday")).text
    office.chi.taps_stale(f"line:{await hotline_id(office)}:no", asked)
    await office.pump()
    assert "đã được quyết định" in office.notice()


async def hotline_id(office: TestOffice) -> int:
    async with office.database.session(writes=False) as session:
        return (await session.exec(select(Hotline))).one().id or 0


async def test_the_same_file_twice_is_recognised(any_office: TestOffice, reads: Hand) -> None:
    office = any_office
    reads(plan(duty("Một việc", dated("2026-06-30"))))
    await send(office)
    again = await send(office, name="ten-khac.txt", caption="/nap")
    assert "đã được nạp" in again
    preview = await office.taps(office.chi, "Xem bản xem trước")
    assert preview.button("Công bố") is not None
    await office.taps(office.chi, "Công bố")
    assert "đã được công bố" in await send(office)
    assert await count(office, Document) == 1
    assert await count(office, Plan) == 1


async def test_publishing_or_discarding_twice_happens_once(office: TestOffice, reads: Hand) -> None:
    reads(plan(duty("Một việc", dated("2026-06-30"))))
    await send(office)
    preview = office.last(office.chi)
    await office.taps(office.chi, "Công bố")
    rows = await count(office, TaskDeadline)
    for data in ("publish:1:0:0", "discard:1"):
        office.chi.taps_stale(data, preview)
        await office.pump()
        assert "đã được công bố hoặc hủy" in office.notice()
    office.chi.taps_stale("publish:1", preview)  # as previews had it before they knew revisions
    await office.pump()
    assert "Nút này đã cũ" in office.notice()
    assert await count(office, TaskDeadline) == rows


async def test_a_discarded_draft_may_be_loaded_again(office: TestOffice, reads: Hand) -> None:
    reads(plan(duty("Một việc")))
    await send(office)
    assert "đã được hủy" in (await office.taps(office.chi, "Hủy")).text
    assert "Điểm chưa chắc" not in await send(office)
    assert office.last(office.chi).button("Công bố") is not None


async def test_a_doubt_that_is_accepted_keeps_the_deadline(office: TestOffice, reads: Hand) -> None:
    second = Doubt("agency_ambiguous", "Công an", 14, None, 1, "assignees")
    reads(plan(duty("A", dated("2026-06-30")), duty("B", dated("2026-07-30")), doubts=[DOUBT, second]))
    await send(office)
    await office.taps(office.chi, "⚠️ Xử lý điểm chưa chắc chắn (2)")
    following = await office.taps(office.chi, "Trang sau ▶")
    assert "Cơ quan chưa rõ: “Công an” (dòng 14)" in following.text
    await office.taps(office.chi, "◀ Trang trước")
    following = await office.taps(office.chi, "✓ Đúng")
    assert "chắc chắn 1/1" in following.text
    await office.taps(office.chi, "◀ Bản xem trước")
    office.chi.taps_stale("doubt:1:drop", following)
    await office.pump()
    assert "đã được quyết định" in office.notice()
    asked = await office.taps(office.chi, "Công bố")
    assert "còn 1 điểm chưa chắc chắn" in asked.text
    assert await count(office, Reminder) == 0
    await office.taps(office.chi, "Công bố, các điểm này chưa nhắc ai")
    assert "1 thời hạn còn chưa chắc chắn" in office.last(office.chi).text
    async with office.database.session(writes=False) as session:
        held = [deadline.held for deadline in (await session.exec(select(TaskDeadline))).all()]
    assert sorted(held) == [False, True]


async def test_agencies_and_deadlines_are_paged(office: TestOffice, reads: Hand) -> None:
    tasks = [
        duty(
            f"Việc {i:02} " + "rất dài " * 30,
            dated(f"2026-{4 + i // 20:02}-{i % 20 + 1:02}"),
            who=(f"Sở số {i:02}",),
        )
        for i in range(60)
    ]
    reads(plan(*tasks))
    text = await send(office)
    assert "… và 54 mục khác" in text
    agencies = await office.taps(office.chi, "Các cơ quan")
    assert "Trang 1/3" in agencies.text
    assert "Sở số 19" in agencies.text
    assert "Sở số 39" in (await office.taps(office.chi, "Trang sau ▶")).text
    await office.taps(office.chi, "◀ Bản xem trước")
    dates = await office.taps(office.chi, "Các thời hạn")
    assert "“ngày 1/4/2026” · mục II.1 · Sở số 00" in dates.text
    assert (await office.taps(office.chi, "Trang sau ▶")).button("Công bố") is not None


async def test_load_may_reply_to_a_document(office: TestOffice, reads: Hand) -> None:
    reads(plan(duty("Một việc")))
    sent = office.chi.sends_document(b"a plan", "ke-hoach.txt")
    await office.pump()
    assert "/load" in office.last(office.chi).text
    answer = await office.says(office.chi, "/load", reply_to=sent)
    assert answer.button("Công bố") is not None
    assert "/nap" in (await office.says(office.chi, "/nap")).text


async def test_who_is_no_admin_is_refused_politely(office: TestOffice) -> None:
    await office.register(office.an)
    office.an.sends_document(b"a plan", "ke-hoach.txt", caption="/load")
    await office.pump()
    assert "dành cho quản trị" in office.last(office.an).text
    assert "dành cho quản trị" in (await office.says(office.an, "/load")).text
    office.an.sends_document(b"a plan", "ke-hoach.txt")
    await office.pump()
    assert "không được lưu" in office.last(office.an).text
    preview = office.last(office.an)
    for data in (
        "publish:1:0:0",
        "discard:1",
        "plan:1",
        "doubt:1:accept",
        "doubts:1:0",
        "agencies:1:0",
        "line:1:yes",
    ):
        office.an.taps_stale(data, preview)
        await office.pump()
        assert "dành cho quản trị" in office.notice(), data
    assert not office.tg.calls("getFile")


async def test_plans_are_loaded_in_private_only(office: TestOffice) -> None:
    group = office.tg.group("Nhóm", members=[office.chi])
    office.chi.sends_document(b"a plan", "ke-hoach.txt", caption="/load@NhacViecBot", chat=group)
    await office.pump()
    assert "trò chuyện riêng" in office.last(group).text
    office.chi.sends_document(b"a plan", "ke-hoach.txt", caption="/load@AnotherBot", chat=group)
    await office.pump()
    assert len(office.tg.sent(group)) == 1


async def test_a_file_that_is_too_large_or_empty_is_not_fetched(office: TestOffice) -> None:
    for size, words in ((25 * 1024 * 1024, "Tệp quá lớn"), (0, "Tệp trống")):
        await office.feed(message={
            "message_id": 900, "date": 1772413200, "chat": {"id": office.chi.id, "type": "private", "first_name": "Chi"},
            "from": {"id": office.chi.id, "is_bot": False, "first_name": "Chi", "language_code": "vi"}, "caption": "/load",
            "caption_entities": [{"type": "bot_command", "offset": 0, "length": 5}],
            "document": {"file_id": "x", "file_unique_id": "y", "file_name": "a.txt", "file_size": size},
        })  # fmt: skip
        assert not office.tg.calls("getFile")
        office.chi.private.bot = "member"
        break_word = [call.params["text"] for call in office.tg.calls("sendMessage")][-1]
        assert words in break_word


@pytest.mark.parametrize(
    "code", ["not_a_plan", "encrypted", "old_doc", "took_too_long", "zip_bomb", "too_large"]
)
async def test_what_cannot_be_read_gets_a_sentence_in_place_of_the_progress(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    async def read(content: bytes, file_name: str, on_progress: object = None) -> Draft:
        raise DomainError(f"load.error.{code}", file=file_name)

    monkeypatch.setattr(intake, "read", read)
    text = await send(office, name="<b>&.pdf")
    assert text.startswith("❌")
    assert len(office.tg.sent(office.chi)) == 1
    assert await count(office, Document) == 0


async def test_a_reader_that_cannot_be_started_is_not_taken_for_the_store(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(content: bytes, file_name: str, on_progress: object = None) -> Draft:
        raise FileNotFoundError("no interpreter")

    monkeypatch.setattr(intake, "read", read)
    assert "Bộ đọc gặp lỗi" in await send(office)


async def test_the_progress_is_shown_while_reading(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "PROGRESS_SECONDS", 0.01)

    async def read(content: bytes, file_name: str, on_progress: Callable[[int, int], None]) -> Draft:
        on_progress(3, 12)
        await asyncio.sleep(0.05)
        return plan(duty("Một việc"))

    monkeypatch.setattr(intake, "read", read)
    await send(office)
    said = [
        call.params["text"] for call in office.tg.journal if call.method in ("sendMessage", "editMessageText")
    ]
    assert "Đang đọc ke-hoach.txt …" in said[0]
    assert "trang 3/12" in said[1]
    assert "12/KH-UBND" in said[-1]


async def test_no_session_is_open_while_reading(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    async def read(content: bytes, file_name: str, on_progress: object = None) -> Draft:
        async with asyncio.timeout(5), office.database.session() as session:
            await session.commit()
        return plan(duty("Một việc"))

    monkeypatch.setattr(intake, "read", read)
    assert "12/KH-UBND" in await send(office)


async def test_two_admins_who_load_one_file_at_once_get_one_draft(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(content: bytes, file_name: str, on_progress: object = None) -> Draft:
        draft = plan(duty("Một việc"))
        async with office.database.session() as session:
            await intake.keep(session, content, file_name, draft, None, office.clock.now())
            await session.commit()
        return draft

    monkeypatch.setattr(intake, "read", read)
    assert "đã được nạp" in await send(office)
    assert await count(office, Plan) == 1


async def test_a_real_file_goes_through_the_real_reader(office: TestOffice) -> None:
    content = (SAMPLES / "short_plan.txt").read_bytes()
    text = await send(office, content, "short_plan.txt")
    assert "05/KH-UBND" in text
    assert "09/09/2026" in text
    assert office.last(office.chi).button("Công bố") is not None


async def test_a_real_file_that_is_no_plan_is_refused_by_the_real_reader(office: TestOffice) -> None:
    content = (SAMPLES / "not_a_plan.txt").read_bytes()
    assert "không thấy nhiệm vụ nào" in await send(office, content, "not_a_plan.txt")


async def test_drafts_are_listed_for_admins_only(office: TestOffice, reads: Hand) -> None:
    await office.register(office.an)
    reads(plan(duty("Một việc")))
    await send(office)
    listed = await office.says(office.chi, "/kehoach")
    assert "Bản nháp đang chờ quyết định: 1" in listed.text
    assert (await office.taps(office.chi, "12/KH-UBND", listed)).button("Công bố") is not None
    assert "Bản nháp" not in (await office.says(office.an, "/kehoach")).text
