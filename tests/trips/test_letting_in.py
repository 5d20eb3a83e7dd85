"""Whole trips: asking for a role and being let in, invitations, roles given, deputies."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from domain.roles import Role
from services import audit
from storage.tables import Audit, Person
from tests.support.office import CULTURE, ELSEWHERE, HEALTH, TestOffice, at, dated, duty, plan


@pytest.fixture
def office(office: TestOffice) -> TestOffice:
    """The office as it is without OPEN_REGISTRATION: a role needs somebody's word."""
    office.service.office.open_registration = False
    office.chi.private.bot = "member"
    return office


async def role_of(office: TestOffice, telegram_id: int) -> tuple[str, str | None]:
    async with office.database.session(writes=False) as session:
        person = (await session.exec(select(Person).where(Person.telegram_id == telegram_id))).one()
        return person.role, person.asked_role


async def ask_to_come_in(office: TestOffice, role: str = "Cán bộ") -> None:
    await office.says(office.an, "/start")
    await office.taps(office.an, CULTURE)
    if role != "Cán bộ":
        await office.taps(office.an, role, office.tg.sent(office.an)[-2])


async def book(office: TestOffice) -> list[str]:
    async with office.database.session(writes=False) as session:
        assert (await audit.check(session)).broken_at is None
        return list((await session.exec(select(Audit.action).order_by(Audit.id))).all())  # type: ignore[arg-type]


async def invitation(office: TestOffice, role: str = "Cán bộ") -> str:
    """The payload of a link that Bình, the head, makes for his unit."""
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.says(office.binh, "/moi")
    made = await office.taps(office.binh, role)
    found = re.search(r"\?start=(\S+)", made.text)
    assert found is not None
    return found[1]


async def test_whoever_asks_for_a_role_is_a_viewer_until_the_head_says_yes(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await ask_to_come_in(office)
    waits = office.tg.sent(office.an)[-2]
    assert "Cần lãnh đạo đơn vị hoặc quản trị xác nhận" in waits.text
    assert await role_of(office, office.an.id) == ("viewer", "officer")
    card = office.last(office.binh)
    assert "An" in card.text
    assert CULTURE in card.text
    assert "Đã xác nhận" in (await office.taps(office.binh, "✅ Xác nhận", card)).text
    assert await role_of(office, office.an.id) == ("officer", None)
    assert "Anh/Chị đã được xác nhận" in office.last(office.an).text
    assert (await book(office))[-2:] == ["role-asked", "person-approved"]


async def test_whoever_waits_is_not_reminded_and_marks_nothing(office: TestOffice) -> None:
    await office.publish(plan(duty("Báo cáo", dated("2026-03-12"))))
    await ask_to_come_in(office)
    before = len(office.tg.sent(office.an))
    await office.tick(at("2026-03-11", "07:31"))
    assert len(office.tg.sent(office.an)) == before
    tasks = await office.says(office.an, "/nhiemvu")
    assert "Báo cáo" in tasks.text
    card = await office.taps(office.an, "1")
    assert card.button("✅ Đã xong") is None


async def test_once_let_in_the_reminders_come(office: TestOffice) -> None:
    await office.publish(plan(duty("Báo cáo", dated("2026-03-20"))))
    await ask_to_come_in(office)
    await office.says(office.chi, "/nguoi")
    await office.taps(office.chi, "✅ 1", office.tg.sent(office.chi)[-2])
    await office.tick(at("2026-03-19", "07:31"))
    assert "Báo cáo" in office.last(office.an).text


async def test_a_refusal_is_told_and_leaves_a_viewer(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await ask_to_come_in(office)
    await office.taps(office.binh, "✖️ Từ chối")
    assert await role_of(office, office.an.id) == ("viewer", None)
    assert "chưa được chấp nhận" in office.last(office.an).text


async def test_the_role_of_a_head_is_an_admins_to_give(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await ask_to_come_in(office, "Lãnh đạo đơn vị")
    card, heads = office.last(office.chi), office.last(office.binh)
    assert "Lãnh đạo đơn vị" in card.text
    assert "Cán bộ" in heads.text
    await office.taps(office.binh, "✅ Xác nhận", heads)
    assert "quản trị" in office.notice()
    await office.taps(office.chi, "✅ Xác nhận", card)
    assert await role_of(office, office.an.id) == ("unit_head", None)


async def test_a_second_yes_is_told_that_it_is_decided(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await ask_to_come_in(office)
    card, admins = office.last(office.binh), office.last(office.chi)
    await office.taps(office.chi, "✖️ Từ chối", admins)
    await office.taps(office.binh, "✅ Xác nhận", card)
    assert "đã được xử lý" in office.notice()
    assert await role_of(office, office.an.id) == ("viewer", None)


async def test_an_invitation_lets_one_person_in_once(office: TestOffice) -> None:
    payload = await invitation(office)
    await office.says(office.an, f"/start {payload}")
    assert "đã đăng ký" in office.tg.sent(office.an)[-2].text
    assert await role_of(office, office.an.id) == ("officer", None)
    refused = await office.says(office.dung, f"/start {payload}")
    assert "đã được dùng" in refused.text


async def test_an_invitation_ends_after_a_week(office: TestOffice) -> None:
    payload = await invitation(office)
    office.clock.move_to(office.clock.now() + timedelta(days=8))
    assert "đã hết hạn" in (await office.says(office.an, f"/start {payload}")).text


async def test_an_invitation_can_be_revoked(office: TestOffice) -> None:
    payload = await invitation(office)
    await office.says(office.binh, "/moi")
    assert "Không còn lời mời" in (await office.taps(office.binh, "🗑 Thu hồi 1")).text
    assert "bị thu hồi" in (await office.says(office.an, f"/start {payload}")).text
    assert (await book(office))[-1] == "invite-revoked"


@pytest.mark.parametrize("payload", ["moi_", "moi_abc", "moi_" + "é" * 10, "moi_" + "x" * 70])
async def test_a_made_up_invitation_is_refused(office: TestOffice, payload: str) -> None:
    assert "Lời mời này" in (await office.says(office.an, f"/start {payload}")).text


async def test_a_head_invites_into_his_own_unit_only(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    answer = await office.says(office.binh, f"/moi {ELSEWHERE}")
    assert "Chỉ lãnh đạo của chính đơn vị đó" in answer.text


async def test_an_admin_invites_a_head_of_any_unit(office: TestOffice) -> None:
    await office.says(office.chi, f"/moi {HEALTH}")
    made = await office.taps(office.chi, "Lãnh đạo đơn vị")
    found = re.search(r"\?start=(\S+)", made.text)
    assert found is not None
    await office.says(office.dung, f"/start {found[1]}")
    assert await role_of(office, office.dung.id) == ("unit_head", None)


async def test_an_admin_gives_a_role_and_the_person_is_told(office: TestOffice) -> None:
    await office.register(office.an)
    await office.says(office.chi, f"/nguoi {CULTURE}")
    await office.taps(office.chi, "1. An")
    await office.taps(office.chi, "Đầu mối theo dõi")
    assert await role_of(office, office.an.id) == ("coordinator", None)
    assert "Đầu mối theo dõi" in office.last(office.an).text
    assert (await book(office))[-2:] == ["role-given", "people-seen"]


async def test_people_of_another_unit_are_not_a_heads_to_see(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.register(office.dung, ELSEWHERE)
    assert "Dung" not in (await office.says(office.binh, "/nguoi")).text
    assert "Chỉ lãnh đạo đơn vị" in (await office.says(office.binh, f"/nguoi {ELSEWHERE}")).text
    assert "Chỉ lãnh đạo đơn vị" in (await office.says(office.dung, "/nguoi")).text


async def test_a_look_at_people_is_in_the_book(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.says(office.binh, "/nguoi")
    assert (await book(office))[-1] == "people-seen"


async def test_people_are_spoken_of_in_private_only(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    group = office.tg.group("Xã Suối Mây", members=[office.binh])
    for command in ("/nguoi", "/moi", "/uyquyen"):
        assert "trò chuyện riêng" in (await office.says(office.binh, command, group)).text


async def test_a_deputy_of_the_head_may_what_the_head_may_until_it_ends(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.register(office.an)
    await office.says(office.binh, "/uyquyen")
    await office.taps(office.binh, "An")
    done = await office.taps(office.binh, "Đến hết 15/03/2026")
    assert "làm thay Anh/Chị" in done.text
    assert "ủy quyền cho Anh/Chị" in office.last(office.an).text
    assert CULTURE in (await office.says(office.an, "/nguoi")).text
    await office.taps(office.binh, "Thôi ủy quyền", done)
    assert "thôi làm thay" in office.last(office.an).text
    assert "Chỉ lãnh đạo đơn vị" in (await office.says(office.an, "/nguoi")).text


async def test_a_last_day_can_be_typed(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.register(office.an)
    who = await office.says(office.binh, "/uyquyen 20/3")
    assert "20/03" in who.text
    assert "20/03" in (await office.taps(office.binh, "An")).text
    assert "An" in (await office.says(office.binh, "/uyquyen")).text


@pytest.mark.parametrize(
    ("typed", "told"), [("hôm qua", "Chưa rõ ngày nào"), ("mấy bữa nữa", "Chưa rõ ngày nào")]
)
async def test_an_unclear_or_past_last_day_is_refused(office: TestOffice, typed: str, told: str) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    assert told in (await office.says(office.binh, f"/uyquyen {typed}")).text


async def test_a_span_of_months_is_refused(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.register(office.an)
    await office.says(office.binh, "/uyquyen 30/12")
    await office.taps(office.binh, "An")
    assert "quản trị giao vai trò" in office.notice()


async def test_without_colleagues_nobody_can_stand_in(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    assert "chưa có cán bộ nào khác" in (await office.says(office.binh, "/uyquyen")).text


async def test_somebody_away_cannot_stand_in(office: TestOffice) -> None:
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.register(office.an)
    for who, deputy in ((office.binh, "An"), (office.an, "Bình")):
        await office.says(who, "/uyquyen 20/3")
        await office.taps(who, deputy)
    assert "cũng đang vắng mặt" in office.notice()
