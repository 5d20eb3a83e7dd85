"""Whole trips: the day of an event that a deadline waits for is entered, corrected and withdrawn."""

from __future__ import annotations

from sqlmodel import col, select

from domain.plan import Deadline, DeadlineKind
from storage.tables import Occurrence
from tests.support.office import CULTURE, ELSEWHERE, TestOffice, at, duty, plan
from tests.trips.test_receipts import appoint

WORDS = "trong 5 ngày làm việc kể từ khi có hướng dẫn của Bộ"
AWAITED = Deadline(DeadlineKind.CONDITIONAL, WORDS, within="P5D", working=True)


async def publish(office: TestOffice) -> None:
    await office.register(office.an)
    office.chi.private.bot = "member"
    await office.publish(plan(duty("Báo cáo kết quả", AWAITED, who=(CULTURE, ELSEWHERE))))


async def days(office: TestOffice) -> list[tuple[str, str]]:
    """An's due days and their states."""
    async with office.database.session(writes=False) as session:
        query = select(Occurrence).where(Occurrence.unit_id == office.units[CULTURE])
        query = query.order_by(col(Occurrence.id))
        return [(f"{row.due_on:%d/%m}", row.state) for row in (await session.exec(query)).all()]


async def enter(office: TestOffice, typed: str) -> str:
    """Chi enters a day from the task's card, as far as the confirmation."""
    office.chi.taps_stale("task:1", await office.says(office.chi, "/trogiup"))
    await office.pump()
    row = [button for line in office.last(office.chi).buttons for button in line if "📅" in button.text]
    await office.taps(office.chi, row[0].text)
    return (await office.says(office.chi, typed)).text


async def test_nobody_is_reminded_before_the_event(office: TestOffice) -> None:
    await publish(office)
    assert await days(office) == []
    assert await office.tick(at("2026-03-30", "07:31")) == 0
    office.an.taps_stale("task:1", await office.says(office.an, "/trogiup"))
    await office.pump()
    card = office.last(office.an)
    assert "chờ sự kiện" in card.text
    assert card.button("📅 Nhập ngày sự kiện") is None


async def test_the_due_day_is_shown_before_the_reminders_begin(any_office: TestOffice) -> None:
    office = any_office
    await publish(office)
    text = await enter(office, "hôm nay")
    assert "Thứ Hai 02/03/2026" in text
    assert "Thứ Hai 09/03/2026" in text
    assert await days(office) == []
    message = await office.taps(office.chi, "✓ Đúng")
    assert "Hạn: 09/03/2026" in message.text
    assert "Số đơn vị có hạn này: 2" in message.text
    assert await days(office) == [("09/03", "open")]
    assert await office.tick(at("2026-03-02", "08:10")) == 1
    assert "09/03/2026" in office.last(office.an).text


async def test_a_corrected_day_moves_the_deadline_and_crosses_out_what_was_told(
    any_office: TestOffice,
) -> None:
    office = any_office
    await publish(office)
    await enter(office, "hôm nay")
    await office.taps(office.chi, "✓ Đúng")
    await office.tick(at("2026-03-02", "08:10"))
    first = office.last(office.an)
    assert "27/02" not in await enter(office, "4/3")
    await office.taps(office.chi, "✓ Đúng")
    assert await days(office) == [("09/03", "cancelled"), ("11/03", "open")]
    assert "Hạn này không còn" in office.last(office.an).text
    assert first.id == office.last(office.an).id
    await office.tick(at("2026-03-03", "07:31"))
    assert "11/03/2026" in office.last(office.an).text
    await enter(office, "2/3")
    await office.taps(office.chi, "✓ Đúng")
    assert await days(office) == [("09/03", "open"), ("11/03", "cancelled")]
    office.an.taps_stale("done:1:1", first)
    await office.pump()
    assert "đã cũ" in office.notice()


async def test_a_withdrawn_day_stops_the_reminders(any_office: TestOffice) -> None:
    office = any_office
    await publish(office)
    await enter(office, "hôm nay")
    await office.taps(office.chi, "✓ Đúng")
    await office.tick(at("2026-03-02", "08:10"))
    office.chi.taps_stale("event:1", office.last(office.chi))
    await office.pump()
    assert "Đã nhập: sự kiện ngày 02/03/2026" in office.last(office.chi).text
    await office.taps(office.chi, "🗑 Rút ngày này")
    await office.taps(office.chi, "🗑 Đúng, rút")
    assert await days(office) == [("09/03", "cancelled")]
    assert "Hạn này không còn" in office.last(office.an).text
    for day in ("2026-03-06", "2026-03-09", "2026-03-12"):
        assert await office.tick(at(day, "07:31")) == 0
    office.chi.taps_stale("eventoff:1:yes", office.last(office.chi))
    await office.pump()
    assert "Chưa có ngày sự kiện" in office.notice()


async def test_who_is_done_is_not_asked_again_when_the_day_is_corrected(office: TestOffice) -> None:
    await publish(office)
    await enter(office, "hôm nay")
    await office.taps(office.chi, "✓ Đúng")
    await office.tick(at("2026-03-02", "08:10"))
    await office.taps(office.an, "✅ Đã xong")
    await enter(office, "4/3")
    assert "Số đơn vị có hạn này: 1" in (await office.taps(office.chi, "✓ Đúng")).text
    assert await days(office) == [("09/03", "done")]


async def test_a_day_whose_deadline_is_past_is_refused_with_what_to_do(office: TestOffice) -> None:
    await publish(office)
    text = await enter(office, "2/2")
    assert "hạn 09/02/2026 đã qua" in text
    assert "báo thẳng cho các đơn vị" in text
    assert "Hạn tính ra" in (await office.says(office.chi, "27/2")).text


async def test_only_who_follows_the_whole_area_may_enter_it(office: TestOffice) -> None:
    await publish(office)
    office.an.taps_stale("event:1", await office.says(office.an, "/trogiup"))
    await office.pump()
    assert "chỉ quản trị hoặc đầu mối" in office.notice()
    await appoint(office, ELSEWHERE)
    office.dung.taps_stale("event:1", await office.says(office.dung, "/trogiup"))
    await office.pump()
    assert "chỉ quản trị hoặc đầu mối" in office.notice()
    await appoint(office)
    office.dung.taps_stale("event:1", office.last(office.dung))
    await office.pump()
    assert "Sự kiện xảy ra ngày nào" in office.last(office.dung).text
