"""Whole trips: the book of changes as an admin gets it."""

from __future__ import annotations

import csv
import io

from domain.roles import Role
from tests.support.office import TestOffice, dated, duty, plan


async def rows(office: TestOffice) -> list[dict[str, str]]:
    message = await office.says(office.chi, "/nhatky")
    file = office.tg.sent(office.chi)[-1].document or message.document
    assert file is not None
    return list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))


async def test_what_people_did_stands_in_the_book_by_number_not_by_name(office: TestOffice) -> None:
    await office.publish(plan(duty("Báo cáo", dated("2026-03-20"))))
    await office.register(office.an)
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.says(office.an, "/nhiemvu")
    await office.taps(office.an, "1")
    await office.taps(office.an, "✅ Đã xong")
    found = await rows(office)
    assert [row["action"] for row in found if row["action"] in ("person-entered", "done")] == [
        "person-entered",
        "person-entered",
        "done",
    ]
    assert [row["actor"] for row in found if row["action"] == "done"] == ["1"]
    assert not any("Bình" in value or "Báo cáo" in value for row in found for value in row.values())
    whole = [message for message in office.tg.sent(office.chi) if "nguyên vẹn" in message.text]
    assert "không còn" not in whole[-1].text


async def test_taking_the_book_out_stands_in_it(office: TestOffice) -> None:
    await rows(office)
    assert (await rows(office))[-1]["action"] == "audit-export"
