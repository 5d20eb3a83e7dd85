"""Whole trips: Vietnamese and English, help, privacy, status, menus."""

from __future__ import annotations

from handlers.commands import COMMANDS, Shown
from handlers.routes import allowed_updates, set_menus
from tests.support.office import CULTURE, TestOffice


async def test_english_apps_are_spoken_to_in_english(office: TestOffice) -> None:
    mary = office.tg.person("Mary", language_code="en-GB", user_id=2001)
    await office.says(mary, "/start")
    assert "Welcome" in office.tg.sent(mary)[0].text
    assert "child protection hotline" in (await office.says(mary, "📞 Hotline 111")).text
    assert "have not registered" in (await office.says(mary, "/tasks")).text


async def test_a_choice_made_before_registering_is_kept(any_office: TestOffice) -> None:
    office = any_office
    await office.says(office.an, "/start")
    english = await office.taps(office.an, "English")
    assert "in English" in english.text
    assert english.reply_keyboard is not None
    assert english.reply_keyboard[0][0].text == "📋 My tasks"
    await office.says(office.an, "/start")
    await office.taps(office.an, CULTURE)
    assert "Or use the buttons" in (await office.taps(office.an, "Officer")).text
    office.service.office.languages.clear()
    assert "No plan has been published" in (await office.says(office.an, "/nhiemvu")).text
    assert "Hotlines" in (await office.says(office.an, "/duongday")).text


async def test_labels_of_the_other_language_still_work(office: TestOffice) -> None:
    await office.register(office.an)
    for label in ("📋 My tasks", "📋 Nhiệm vụ của tôi", "⏰ Deadlines", "❓ Help", "❓ Trợ giúp"):
        assert "chưa hiểu" not in (await office.says(office.an, label)).text


async def test_every_name_of_every_command_is_answered(office: TestOffice) -> None:
    await office.register(office.an)
    for command in (name for one in COMMANDS for name in one.names):
        for addressed in (f"/{command}", f"/{command.upper()}@nhacviecbot"):
            before = len(office.tg.sent(office.an))
            answer = await office.says(office.an, addressed)
            assert len(office.tg.sent(office.an)) > before, addressed
            assert "không có lệnh này" not in answer.text, addressed
            assert "ngoài dự kiến" not in answer.text, addressed


async def test_help_names_the_commands_that_one_may_use(office: TestOffice) -> None:
    officer = (await office.says(office.an, "/trogiup")).text
    admin = (await office.says(office.chi, "/trogiup")).text
    group = office.tg.group("Nhóm", members=[office.an])
    assert "/nhiemvu" in officer
    assert "/suckhoe" not in officer
    assert "/suckhoe" in admin
    in_group = await office.says(office.an, "/trogiup", group)
    assert "/gan" in in_group.text
    assert in_group.reply_keyboard is None


async def test_privacy_says_what_is_kept(office: TestOffice) -> None:
    text = (await office.says(office.an, "/quyenrieng")).text
    assert "không giữ" in text
    assert "/xoatoi" in text


async def test_the_status_is_for_admins(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    assert "dành cho quản trị" in (await office.says(office.an, "/suckhoe")).text
    await office.tick()
    text = (await office.says(office.chi, "/status")).text
    assert "Người đăng ký: 1" in text
    assert "Lần chạy gần nhất: 08:00 02/03/2026" in text


async def test_menus_are_set_for_each_scope_and_language(office: TestOffice) -> None:
    service = office.service
    office.chi.private.bot = "member"
    await set_menus(service.application.bot, service.office.catalogs, {office.chi.id})
    calls = [call for call in office.tg.calls("setMyCommands") if call.error is None]
    assert len(calls) == 8
    names = {command["command"] for menu in office.tg.commands.values() for command in menu}
    assert names == {name for command in COMMANDS for name in command.names}
    assert all(command.shown & set(Shown) for command in COMMANDS)
    assert office.tg.profile


async def test_menus_that_telegram_refuses_do_not_stop_the_start(office: TestOffice) -> None:
    service = office.service
    office.tg.faults.next("setMyCommands", kind="429", retry_after=3, times=3)
    office.tg.faults.next("setMyDescription", kind="500")
    await set_menus(service.application.bot, service.office.catalogs, {42})
    assert office.tg.calls("setMyShortDescription")


def test_only_wanted_updates_are_asked_for() -> None:
    assert allowed_updates() == ["message", "callback_query", "my_chat_member"]
