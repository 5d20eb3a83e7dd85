"""Whole trips: plans take each other's place, go out of force and come back, by the buttons of preview and card."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from domain.plan import Draft
from sandbox.chats import Message
from services import intake
from storage.tables import Occurrence, Plan, PlanState, Reminder
from tests.support.office import CULTURE, HEALTH, TestOffice, at, dated, duty, plan

FORUM = "Tổ chức diễn đàn trẻ em trước ngày {day}"
OLD = plan(duty(FORUM.format(day="9/3/2026"), dated("2026-03-09")), duty("In tờ rơi", dated("2026-04-10")))
LATER = plan(duty(FORUM.format(day="30/3/2026"), dated("2026-03-30")), number="30/KH-UBND")
LATER = replace(LATER, supersedes=("12/KH-UBND",))


async def send(office: TestOffice, draft: Draft, monkeypatch: pytest.MonkeyPatch) -> Message:
    """Chi sends a document that the reader would read so."""

    async def read(content: bytes, file_name: str, on_progress: object = None) -> Draft:
        return draft

    monkeypatch.setattr(intake, "read", read)
    office.chi.sends_document(
        draft.plan.number.encode() if draft.plan.number else b"-", "p.docx", caption="/load"
    )
    await office.pump()
    return office.last(office.chi)


async def card(office: TestOffice, label: str = "1") -> Message:
    listed = await office.says(office.chi, "/kehoach")
    return await office.taps(office.chi, label, listed)


async def states(office: TestOffice) -> list[str]:
    async with office.database.session(writes=False) as session:
        return list((await session.exec(select(Plan.state).order_by(Plan.id))).all())  # type: ignore[arg-type]


async def occurrences(office: TestOffice) -> list[tuple[date, str]]:
    async with office.database.session(writes=False) as session:
        rows = (await session.exec(select(Occurrence).order_by(Occurrence.due_on))).all()  # type: ignore[arg-type]
        return [(row.due_on, row.state) for row in rows]


async def test_a_plan_is_withdrawn_and_put_in_force_again(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(OLD)
    shown = await card(office)
    withdrawn = await office.taps(office.chi, "🛑 Rút kế hoạch này", shown)
    assert "đã rút" in withdrawn.text
    assert await states(office) == [PlanState.WITHDRAWN]
    await office.tick(at("2026-03-09", "08:01"))
    assert not office.tg.sent(office.an)
    restored = await office.taps(office.chi, "▶ Cho hiệu lực trở lại", withdrawn)
    assert await states(office) == [PlanState.PUBLISHED]
    assert restored.button("🛑 Rút kế hoạch này") is not None
    office.chi.taps_stale("withdraw:1:0", restored)
    await office.pump()
    assert "vừa thay đổi" in office.notice()
    assert await states(office) == [PlanState.PUBLISHED]
    await office.tick(at("2026-04-09", "08:01"))
    assert "In tờ rơi" in office.last(office.an).text


async def test_done_on_a_message_of_a_withdrawn_plan_is_refused_politely(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(OLD)
    await office.tick(at("2026-03-06", "08:01"))
    told = office.last(office.an)
    await office.taps(office.chi, "🛑 Rút kế hoạch này", await card(office))
    for button in ("✅ Đã xong", "👌 Đã nhận", "⏰ Để sau"):
        office.an.taps(button, told)
        await office.pump()
        assert "12/KH-UBND không còn hiệu lực" in office.notice()
    assert {state for _, state in await occurrences(office)} == {"open"}


async def test_a_plan_is_rolled_back_to_the_one_before(
    any_office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(OLD)
    await office.taps(office.chi, "Công bố", await send(office, LATER, monkeypatch))
    assert await states(office) == [PlanState.REPLACED, PlanState.PUBLISHED]
    shown = await card(office)
    assert "Thay cho: 12/KH-UBND" in shown.text
    await office.taps(office.chi, "⏪ Quay lại 12/KH-UBND", shown)
    assert await states(office) == [PlanState.PUBLISHED, PlanState.WITHDRAWN]
    assert "09/03/2026" in (await office.says(office.an, "/han")).text


async def test_what_was_done_is_open_again_where_its_day_moves_to_a_later_one(
    any_office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(OLD)
    await office.tick(at("2026-03-06", "08:01"))
    await office.taps(office.an, "✅ Đã xong", office.last(office.an))
    published = await office.taps(office.chi, "Công bố", await send(office, LATER, monkeypatch))
    assert "nên mở lại: 1" in published.text
    assert (date(2026, 3, 30), "open") in await occurrences(office)
    await office.tick(at("2026-03-09", "08:01"))
    told = office.last(office.an)
    assert "09/03/2026 → 30/03/2026" in told.text
    assert "Đã báo xong ngày 06/03/2026" in told.text
    await office.taps(office.chi, "⏪ Quay lại 12/KH-UBND", await card(office))
    assert (date(2026, 3, 9), "done") in await occurrences(office)
    async with office.database.session(writes=False) as session:
        rows = (await session.exec(select(Occurrence).where(Occurrence.state == "done"))).all()
        assert [(row.done_at, row.was_done_at) for row in rows] == [(at("2026-03-06", "08:01"), None)]


async def test_what_was_done_stays_done_where_its_day_moves_to_an_earlier_one(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.register(office.an)
    await office.publish(OLD)
    await office.tick(at("2026-03-06", "08:01"))
    await office.taps(office.an, "✅ Đã xong", office.last(office.an))
    sooner = plan(duty(FORUM.format(day="7/3/2026"), dated("2026-03-07")), number="30/KH-UBND")
    preview = await send(office, replace(sooner, supersedes=("12/KH-UBND",)), monkeypatch)
    assert "mở lại" not in (await office.taps(office.chi, "Công bố", preview)).text
    assert (date(2026, 3, 7), "done") in await occurrences(office)


async def test_the_difference_is_paged_and_another_plan_may_be_named_as_the_one_replaced(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [duty(f"Nhiệm vụ số {i} của ngành y tế", dated("2026-05-04"), who=(HEALTH,)) for i in range(30)]
    await office.publish(OLD)
    health = plan(*many, number="13/KH-UBND")
    title = replace(health.plan, title="Kế hoạch y tế năm 2026")
    await office.publish(replace(health, plan=title), b"another")
    preview = await send(office, LATER, monkeypatch)
    shown = await office.taps(office.chi, "🔀 Xem khác biệt", preview)
    assert "09/03/2026 → 30/03/2026" in shown.text
    assert CULTURE in shown.text
    back = await office.taps(office.chi, "◀ Bản xem trước", shown)
    asked = await office.taps(office.chi, "Thay kế hoạch nào?", back)
    assert "13/KH-UBND" in asked.text
    related = await office.taps(office.chi, "1: thay thế", asked)
    assert "13/KH-UBND" in related.text
    first = await office.taps(office.chi, "🔀 Xem khác biệt", related)
    assert "trang 1/" in first.text.casefold()
    second = await office.taps(office.chi, "Trang sau ▶", first)
    assert "trang 2/" in second.text.casefold()
    await office.taps(office.chi, "◀ Bản xem trước", second)
    asked = await office.taps(office.chi, "Thay kế hoạch nào?")
    alone = await office.taps(office.chi, "Kế hoạch riêng, không thay kế hoạch nào", asked)
    assert alone.button("🔀 Xem khác biệt") is None
    await office.taps(office.chi, "Công bố", alone)
    assert await states(office) == [PlanState.PUBLISHED] * 3


async def test_the_original_file_comes_back_as_it_was_sent(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(OLD, b"the very bytes")
    shown = await card(office)
    sent = await office.taps(office.chi, "📎 Tệp gốc", shown)
    assert sent.document is not None
    assert (sent.document.name, sent.document.data) == ("plan.txt", b"the very bytes")


async def test_only_an_admin_ends_a_plan(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(OLD)
    listed = await office.says(office.an, "/kehoach")
    shown = await office.taps(office.an, "1", listed)
    assert shown.button("🛑 Rút kế hoạch này") is None
    for button in ("withdraw:1:0", "rollback:1:0", "restore:1:0"):
        office.an.taps_stale(button, shown)
        await office.pump()
        assert "quản trị" in office.notice()
    assert await states(office) == [PlanState.PUBLISHED]
    async with office.database.session(writes=False) as session:
        assert {row.state for row in (await session.exec(select(Reminder))).all()} == {"planned"}
