"""Whole trips: registering, changing, leaving."""

from __future__ import annotations

import pytest
from sqlmodel import select

from services import directory, people
from storage.tables import Dialog, Person, Unit
from tests.support.office import CULTURE, DEPARTMENT, ELSEWHERE, HEALTH, TestOffice, at, dated, duty, plan


async def person_of(office: TestOffice, telegram_id: int) -> Person | None:
    async with office.database.session(writes=False) as session:
        return (await session.exec(select(Person).where(Person.telegram_id == telegram_id))).first()


async def test_start_welcomes_with_hotlines_and_asks_for_the_unit(office: TestOffice) -> None:
    choice = await office.says(office.an, "/start")
    welcome = office.tg.sent(office.an)[0]
    assert "111" in welcome.text
    assert "Nhắc Việc" in welcome.text
    assert welcome.reply_keyboard is not None
    assert [button.text for button in welcome.reply_keyboard[0]] == ["📋 Nhiệm vụ của tôi", "⏰ Thời hạn"]
    assert choice.button(CULTURE) is not None
    assert choice.button("📞 111") is not None
    assert choice.button("English") is not None


async def test_a_unit_is_chosen_from_the_list(any_office: TestOffice) -> None:
    office = any_office
    await office.says(office.an, "/start")
    hint = await office.taps(office.an, CULTURE)
    assert "Đơn vị tôi phụ trách gì?" in hint.text
    done = office.tg.sent(office.an)[-2]
    assert "Anh/Chị An đã đăng ký" in done.text
    assert CULTURE in done.text
    person = await person_of(office, office.an.id)
    assert person is not None
    assert (person.unit_id, person.role) == (office.units[CULTURE], "officer")


async def test_a_unit_is_typed_with_and_without_marks(office: TestOffice) -> None:
    for typed in ("trạm y tế xã Suối Mây", "tyt suoi may"):
        await office.says(office.an, "/start")
        answer = await office.says(office.an, typed)
        assert answer.button(HEALTH) is not None, typed


async def test_the_units_of_a_big_directory_are_chosen_by_commune(office: TestOffice) -> None:
    async with office.database.session() as session:
        for number in range(30):
            session.add(
                Unit(
                    name=f"Trường Tiểu học số {number:02}", name_key=f"truong {number}", kind="school",
                    commune="xã Suối Mây", commune_key="xa suoi may",
                    province="Lam Khê", province_key="lam khe", created_at=office.clock.now(),
                )
            )  # fmt: skip
        await session.commit()
    places = await office.says(office.an, "/start")
    assert places.button("Cơ quan cấp tỉnh") is not None
    first = await office.taps(office.an, "xã Suối Mây")
    assert first.id == places.id
    assert first.button(CULTURE) is not None
    second = await office.taps(office.an, "Trang sau ▶")
    assert second.button(CULTURE) is None
    assert second.button("Trường Tiểu học số 20") is not None
    assert (await office.taps(office.an, "◀ Danh sách địa bàn")).button("xã Đồng Sao") is not None


async def test_a_new_unit_is_added_once_its_name_is_confirmed(any_office: TestOffice) -> None:
    office = any_office
    await office.says(office.an, "/start")
    offer = await office.says(office.an, "Trạm Y tế xã Nậm Xuân.")
    assert "Trạm Y tế xã Nậm Xuân" in offer.text
    await office.taps(office.an, "➕ Thêm đơn vị mới này")
    await office.taps(office.an, "Lãnh đạo đơn vị")
    person = await person_of(office, office.an.id)
    assert person is not None
    async with office.database.session(writes=False) as session:
        unit = await session.get(Unit, person.unit_id)
        assert unit is not None
        assert (unit.name, unit.kind, unit.province) == ("Trạm Y tế xã Nậm Xuân", "health_station", "Lam Khê")
        assert (await session.exec(select(Dialog))).first() is None


async def test_what_is_no_unit_is_asked_for_again(office: TestOffice) -> None:
    await office.says(office.an, "/start")
    answer = await office.says(office.an, "zzzz qqqq")
    assert "Không tìm thấy đơn vị" in answer.text
    assert answer.button("➕ Thêm đơn vị mới này") is None
    async with office.database.session(writes=False) as session:
        assert await people.waiting_for(session, office.an.id) == ("unit", "")


async def test_the_button_for_a_new_unit_is_stale_once_nobody_waits_for_it(office: TestOffice) -> None:
    await office.says(office.an, "/start")
    offer = await office.says(office.an, "Trạm Y tế xã Nậm Xuân")
    await office.taps(office.an, "➕ Thêm đơn vị mới này")
    await office.taps(office.an, "Cán bộ")
    office.an.taps_stale("newunit", offer)
    await office.pump()
    assert "Nút này đã cũ" in office.notice()


async def test_unit_and_role_are_changed(office: TestOffice) -> None:
    await office.register(office.an)
    profile = await office.says(office.an, "/donvi")
    assert CULTURE in profile.text
    await office.taps(office.an, "Đổi vai trò")
    await office.taps(office.an, "Người theo dõi (chỉ xem)")
    await office.says(office.an, "/unit")
    await office.taps(office.an, "Đổi đơn vị")
    await office.taps(office.an, ELSEWHERE)
    await office.taps(office.an, "Cán bộ")
    person = await person_of(office, office.an.id)
    assert person is not None
    assert (person.unit_id, person.role) == (office.units[ELSEWHERE], "officer")


async def test_a_registered_person_may_ask_instead_of_typing_a_unit(office: TestOffice) -> None:
    await office.register(office.an)
    await office.says(office.an, "/donvi")
    await office.taps(office.an, "Đổi đơn vị")
    answer = await office.says(office.an, "đuối nước")
    assert "không nêu" in answer.text
    async with office.database.session(writes=False) as session:
        assert await people.waiting_for(session, office.an.id) is None


async def test_forgetting_is_confirmed_and_erases(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.says(office.an, "/xoatoi")
    kept = await office.taps(office.an, "Không xóa")
    assert "giữ nguyên" in kept.text
    assert await person_of(office, office.an.id) is not None
    await office.says(office.an, "/forget")
    gone = await office.taps(office.an, "Xóa thông tin của tôi")
    assert "Đã xóa" in gone.text
    assert await person_of(office, office.an.id) is None
    assert "không giữ thông tin nào" in (await office.says(office.an, "/xoatoi")).text


async def test_who_never_registered_is_forgotten_at_once(office: TestOffice) -> None:
    await office.says(office.an, "/start")
    await office.says(office.an, "Trạm Y tế xã Cát Lở")
    assert "không giữ thông tin nào" in (await office.says(office.an, "/xoatoi")).text
    async with office.database.session(writes=False) as session:
        assert await people.waiting_for(session, office.an.id) is None


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("phong vhxh suoi may", False),
        ("Phòng VHXH Suối Mây", False),
        ("Phòng Văn hóa và Xã hội xã Suối Mây", False),
        ("Phòng Văn hóa - Xã hội xã Suối", True),
        ("Trạm Y tế xã Cát Lở", True),
        ("tram y te xa cat lo", False),
    ],
)
async def test_only_what_may_really_be_new_is_offered_as_new(
    office: TestOffice, typed: str, offered: bool
) -> None:
    await office.says(office.an, "/start")
    answer = await office.says(office.an, typed)
    assert (answer.button("➕ Thêm đơn vị mới này") is not None) == offered


async def test_a_units_name_loses_what_is_not_seen(office: TestOffice) -> None:
    await office.says(office.an, "/start")
    await office.says(office.an, "Trạm Y tế\u202e xã Cát\u200b Lở")
    await office.taps(office.an, "➕ Thêm đơn vị mới này")
    await office.taps(office.an, "Cán bộ")
    assert "Trạm Y tế xã Cát Lở" in (await office.says(office.an, "/donvi")).text


async def test_whoever_comes_back_sees_the_unit_and_role(office: TestOffice) -> None:
    await office.register(office.an)
    profile = await office.says(office.an, "/start")
    assert CULTURE in profile.text
    assert profile.button("Đổi vai trò") is not None
    assert "Rất vui được gặp lại" in office.tg.sent(office.an)[-2].text


async def test_in_a_group_start_points_to_the_private_chat(office: TestOffice) -> None:
    group = office.tg.group("Nhóm", members=[office.an])
    answer = await office.says(office.an, "/start@NhacViecBot", group)
    assert "@NhacViecBot" in answer.text
    assert answer.reply_keyboard is None


async def test_unregistered_people_are_told_how_to_register(office: TestOffice) -> None:
    for command in ("/nhiemvu", "/han", "/kehoach", "đuối nước"):
        answer = await office.says(office.an, command)
        assert "chưa" in answer.text, command
    answer = await office.says(office.an, "/nhiemvu")
    choice = await office.taps(office.an, "Đăng ký đơn vị", answer)
    assert choice.button(CULTURE) is not None


async def test_the_unit_may_stand_behind_the_command(office: TestOffice) -> None:
    assert (await office.says(office.an, "/donvi trạm y tế")).button(HEALTH) is not None


async def test_nobody_registers_in_a_group(office: TestOffice) -> None:
    group = office.tg.group("Nhóm", members=[office.an])
    assert "@NhacViecBot" in (await office.says(office.an, "/donvi", group)).text
    message = office.last(group)
    for data in ("places:0", f"role:{office.units[CULTURE]}:officer"):
        office.an.taps_stale(data, message)
        await office.pump()
        assert "trò chuyện riêng" in office.notice()
    assert await person_of(office, office.an.id) is None


async def two_provinces(office: TestOffice) -> None:
    """A directory of two real provinces in an office that is set to none."""
    office.service.office.province = ""
    async with office.database.session() as session:
        for name in ("Lai Châu", "An Giang"):
            await directory.create_province(session, directory.known_province(name), office.clock.now())
        await session.commit()


async def test_province_commune_unit_are_three_taps(any_office: TestOffice) -> None:
    office = any_office
    await two_provinces(office)
    first = await office.says(office.an, "/start")
    assert [first.button(name) is not None for name in ("An Giang", "Lai Châu", "Lam Khê")] == [True] * 3
    communes = await office.taps(office.an, "Lai Châu")
    assert communes.button("Cơ quan cấp tỉnh") is not None
    assert communes.button("◀ Danh sách tỉnh, thành phố") is not None
    while communes.button("xã Nậm Tăm") is None:
        communes = await office.taps(office.an, "Trang sau ▶")
    await office.taps(office.an, "xã Nậm Tăm")
    await office.taps(office.an, "Trạm Y tế xã Nậm Tăm")
    person = await person_of(office, office.an.id)
    assert person is not None
    assert person.role == "officer"
    assert "Trạm Y tế xã Nậm Tăm" in (await office.says(office.an, "/donvi")).text


async def test_a_unit_typed_in_a_province_is_looked_for_there(office: TestOffice) -> None:
    await two_provinces(office)
    await office.says(office.an, "/start")
    await office.taps(office.an, "An Giang")
    found = await office.says(office.an, "sở y tế")
    assert found.button("Sở Y tế tỉnh Lai Châu") is None
    await office.taps(office.an, "Sở Y tế tỉnh An Giang")
    assert "Sở Y tế tỉnh An Giang" in (await office.says(office.an, "/donvi")).text


async def test_units_of_several_provinces_are_shown_with_their_province(office: TestOffice) -> None:
    await two_provinces(office)
    await office.says(office.an, "/start")
    found = await office.says(office.an, "sở y tế")
    assert found.button("Sở Y tế tỉnh An Giang (An Giang)") is not None
    assert found.button("Sở Y tế tỉnh Lai Châu (Lai Châu)") is not None


async def test_a_unit_that_nobody_gave_a_province_sees_no_plan(office: TestOffice) -> None:
    await two_provinces(office)
    await office.publish(plan(duty("Rà soát trẻ em", who=("Trạm Y tế xã Nậm Xuân",))))
    await office.says(office.an, "/start")
    await office.says(office.an, "Trạm Y tế xã Nậm Xuân")
    await office.taps(office.an, "➕ Thêm đơn vị mới này")
    assert "chưa thấy kế hoạch nào" in office.tg.sent(office.an)[-2].text
    for question in ("/nhiemvu", "/kehoach", "rà soát trẻ em"):
        answer = await office.says(office.an, question)
        assert "Rà soát trẻ em" not in answer.text, question
        assert "12/KH-UBND" not in answer.text, question


async def test_a_new_unit_typed_in_a_province_is_of_that_province(office: TestOffice) -> None:
    await two_provinces(office)
    await office.says(office.an, "/start")
    await office.taps(office.an, "Lai Châu")
    await office.says(office.an, "Trung tâm Công tác xã hội Mường Lò")
    await office.taps(office.an, "➕ Thêm đơn vị mới này")
    person = await person_of(office, office.an.id)
    assert person is not None
    async with office.database.session(writes=False) as session:
        unit = await session.get(Unit, person.unit_id)
    assert unit is not None
    assert (unit.name, unit.province) == ("Trung tâm Công tác xã hội Mường Lò", "Lai Châu")


async def test_what_an_old_plan_gave_the_predecessor_is_told_with_the_reason(office: TestOffice) -> None:
    await office.register(office.an, DEPARTMENT)
    old = "Sở Lao động - Thương binh và Xã hội"
    await office.publish(plan(duty("Rà soát trẻ em", dated("2026-03-09"), who=(old,))))
    reason = f"{old} nay là {DEPARTMENT}, theo Nghị định 45/2025/NĐ-CP, Thông tư 20/2025/TT-BYT"
    assert reason in (await office.says(office.an, "/nhiemvu")).text
    assert reason in (await office.taps(office.an, "1")).text
    assert reason in (await office.says(office.an, "/han")).text
    assert await office.tick(at("2026-03-06", "07:30")) == 1
    assert reason in office.last(office.an).text
