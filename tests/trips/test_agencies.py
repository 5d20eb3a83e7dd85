"""Whole trips: a preview tells whom each agency of a plan stands for today, and asks where nobody was chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from domain.plan import Draft
from sandbox.chats import Message
from services import audit, intake
from storage.tables import Audit, TaskAgency
from tests.support.office import CULTURE, ELSEWHERE, POLICE, TestOffice, dated, duty, plan

OLD_BODY = "Sở Lao động - Thương binh và Xã hội"
VAGUE = "Phòng Văn hóa"
DRAFT = plan(
    duty("Rà soát ao hồ", dated("2026-05-04"), who=(VAGUE,)),
    duty("Tuần tra", dated("2026-05-05"), who=(POLICE, VAGUE)),
    duty("Tổng hợp", dated("2026-05-06"), who=(OLD_BODY,)),
    duty("Việc lạ", dated("2026-05-07"), who=("Hội Cựu sinh viên Xứ Mây",)),
)


async def send(office: TestOffice, monkeypatch: pytest.MonkeyPatch, draft: Draft = DRAFT) -> Message:
    async def read(content: bytes, file_name: str, on_progress: object = None) -> Draft:
        return draft

    monkeypatch.setattr(intake, "read", read)
    office.chi.sends_document(b"a plan", "p.docx", caption="/load")
    await office.pump()
    return office.last(office.chi)


async def test_an_agency_that_is_no_more_is_told_with_todays_unit_and_the_decree(
    any_office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = any_office
    today = "Sở Y tế tỉnh Lam Khê"
    old = replace(
        DRAFT, tasks=(duty("Tổng hợp", dated("2026-05-06"), who=(OLD_BODY,)),), agencies=(OLD_BODY,)
    )
    shown = await send(office, monkeypatch, old)
    assert f"{OLD_BODY}: 1 việc → 1 đơn vị" in shown.text
    assert f"🔁 {OLD_BODY} nay là {today}, theo" in shown.text


async def test_where_several_units_may_be_meant_the_admin_chooses(
    any_office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = any_office
    shown = await send(office, monkeypatch)
    assert f"⚠️ {VAGUE}: 2 việc → chưa có đơn vị" in shown.text
    assert "Có thể là:" in shown.text
    assert "Hội Cựu sinh viên Xứ Mây: 1 việc → chưa có đơn vị" in shown.text
    listed = await office.taps(office.chi, "Các cơ quan", shown)
    asked = await office.taps(office.chi, VAGUE, listed)
    assert asked.button(CULTURE) is not None
    assert asked.button(ELSEWHERE) is not None
    stale = asked.button(CULTURE)
    after = await office.taps(office.chi, CULTURE, asked)
    assert f"{CULTURE}: 2 việc → 1 đơn vị" in after.text
    assert after.button(VAGUE) is None
    assert stale is not None
    office.chi.taps_stale(stale.data or "", after)
    await office.pump()
    assert "vừa thay đổi" in office.notice()
    async with office.database.session(writes=False) as session:
        names = (await session.exec(select(TaskAgency.name).order_by(TaskAgency.id))).all()  # type: ignore[arg-type]
        assert names.count(CULTURE) == 2
        assert VAGUE not in names
        last = (await session.exec(select(Audit).order_by(Audit.id.desc()))).first()  # type: ignore[union-attr]
        assert last is not None
        assert (last.action, last.subject, last.subject_id) == ("agency-named", "plan", 1)
        assert (await audit.check(session)).broken_at is None
    preview = await office.taps(office.chi, "◀ Bản xem trước", after)
    await office.register(office.an)
    await office.taps(office.chi, "Công bố", preview)
    assert "Rà soát ao hồ" in (await office.says(office.an, "/nhiemvu")).text
