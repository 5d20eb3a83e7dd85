"""Whole trips: a child who may be in danger comes before whatever else a message asks for."""

from __future__ import annotations

import logging

import pytest

from tests.support.office import TestOffice

CASE = "cháu bé nhà bên bị bố đánh tím người"
CARD = "xin gọi ngay 111"


@pytest.mark.parametrize("command", ["/start", "/donvi", "/nhiemvu", "/han", "/hoi", "/khongco"])
async def test_a_case_behind_a_command_gets_the_card(office: TestOffice, command: str) -> None:
    assert CARD in (await office.says(office.an, f"{command} {CASE}")).text
    contact = office.tg.sent(office.an)[-1].contact
    assert contact is not None
    assert contact.phone_number == "111"


async def test_a_case_in_a_caption_gets_the_card_and_the_file_is_not_fetched(
    office: TestOffice, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for person in (office.an, office.chi):
            person.sends_photo(caption=CASE)
            person.sends_document(b"x", "don.txt", caption=CASE)
            await office.pump()
            cards = [message for message in office.tg.sent(person) if CARD in message.text]
            assert len(cards) == 2
    assert not [call for call in office.tg.journal if call.method == "getFile"]
    assert "tím người" not in caplog.text


async def test_in_a_group_a_caption_gets_the_card_where_it_is_for_the_bot(office: TestOffice) -> None:
    group = office.tg.group("Nhóm", members=[office.an])
    office.tg.make_bot_admin(group)
    await office.pump()
    seen = len(office.tg.sent(group))
    office.an.sends_photo(caption=CASE, chat=group)
    office.an.sends_document(b"x", "don.txt", caption=CASE, chat=group)
    await office.pump()
    assert len(office.tg.sent(group)) == seen
    office.an.sends_photo(caption=f"@{office.tg.bot.username} {CASE}", chat=group)
    await office.pump()
    assert CARD in office.last(group).text


async def test_the_caption_of_a_plan_may_name_what_it_is_about(office: TestOffice) -> None:
    office.chi.sends_document(b"", "plan.txt", caption="/load phòng, chống xâm hại trẻ em")
    await office.pump()
    assert CARD not in office.last(office.chi).text
    office.chi.sends_document(b"", "plan.txt", caption="/load xâm hại trẻ em")
    await office.pump()
    assert "Tệp trống" in office.last(office.chi).text
