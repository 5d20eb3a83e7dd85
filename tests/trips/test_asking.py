"""Whole trips: my tasks, deadlines, questions, cards."""

from __future__ import annotations

from domain.clock import local_date
from domain.plan import ALL, Deadline, DeadlineKind, Doubt
from domain.roles import Role
from handlers.views.base import LIMIT, visible_plain
from tests.support.office import CULTURE, ELSEWHERE, POLICE, TestOffice, dated, duty, plan


async def test_my_tasks_come_by_deadline_then_those_of_everybody(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(
        plan(
            duty("Rà soát trẻ em có hoàn cảnh đặc biệt", dated("2026-05-20")),
            duty("Tổ chức tập huấn cho cộng tác viên", dated("2026-03-09", "trước ngày 10/3/2026")),
            duty("Gửi báo cáo về Sở Y tế", dated("2026-11-15"), who=(ALL,), section="III"),
        )
    )
    text = (await office.says(office.an, "/nhiemvu")).text
    assert CULTURE in text
    places = [text.index(words) for words in ("Tổ chức tập huấn", "Rà soát trẻ em", "Gửi báo cáo")]
    assert places == sorted(places)
    assert "09/03/2026 (còn 7 ngày) · “trước ngày 10/3/2026”" in text
    assert "20/05/2026" in text
    assert "ngày 20/5/2026" not in text
    assert "12/KH-UBND, mục II.1" in text
    assert text.index("Chung cho mọi cơ quan, đơn vị") < places[2]
    assert (await office.says(office.an, "📋 Nhiệm vụ của tôi")).text == text
    assert (await office.says(office.an, "đơn vị tôi phụ trách gì?")).text == text


async def test_long_lists_are_paged_between_tasks(office: TestOffice) -> None:
    await office.register(office.an)
    tasks = [duty(f"Việc số {i:02} " + "nội dung dài " * 30 + f"hết{i:02}") for i in range(20)]
    shared = [duty(f"Việc chung {i}", who=(ALL,)) for i in range(3)]
    await office.publish(plan(*tasks, *shared))
    first = await office.says(office.an, "/nhiemvu")
    assert "Trang 1/3" in first.text
    assert "Việc số 00" in first.text
    assert "…" in first.text
    seen = first.text
    second = await office.taps(office.an, "Trang sau ▶")
    assert second.id == first.id
    assert "Trang 2/3" in second.text
    seen += second.text
    third = await office.taps(office.an, "Trang sau ▶")
    assert "Việc chung 2" in third.text
    seen += third.text
    assert all(f"Việc số {i:02}" in seen for i in range(20))
    assert all(visible_plain(text) <= LIMIT for text in (first.text, second.text, third.text))
    assert "Trang 2/3" in (await office.taps(office.an, "◀ Trang trước")).text
    await office.taps(office.an, "◀ Trang trước")
    assert "Việc chung 2" in (await office.taps(office.an, "Việc chung (3) ▶▶")).text


async def test_the_card_has_the_whole_sentence_and_its_place(office: TestOffice) -> None:
    await office.register(office.an)
    sentence = "Chủ trì tham mưu " + "tổ chức các hoạt động cho trẻ em " * 12 + "<an toàn & lành mạnh>."
    task = duty(
        sentence,
        dated("2026-06-30"),
        partners=(POLICE, "Đoàn xã"),
        report_to=("Sở Y tế",),
        page=3,
        lead_in="Trong hè:",
    )
    await office.publish(plan(task))
    await office.says(office.an, "/nhiemvu")
    card = (await office.taps(office.an, "1")).text
    for words in (sentence, "Trong hè:", f"Chủ trì: {CULTURE}", f"Phối hợp: {POLICE}; Đoàn xã", "Báo cáo: Sở Y tế",
                  "30/06/2026", "12/KH-UBND: mục II.1, trang 3, dòng 10–12", "ngày 15/01/2026"):  # fmt: skip
        assert words in card, words


async def test_a_card_that_is_too_long_comes_in_several_messages(office: TestOffice) -> None:
    await office.register(office.an)
    paragraphs = [f"Đoạn {i}: " + "nội dung chi tiết " * 40 for i in range(12)]
    await office.publish(plan(duty("\n".join(paragraphs), dated("2026-06-30"))))
    await office.says(office.an, "/nhiemvu")
    before = len(office.tg.sent(office.an))
    await office.taps(office.an, "1")
    parts = office.tg.sent(office.an)[before:]
    assert len(parts) >= 3
    assert all(visible_plain(part.text) <= LIMIT for part in parts)
    assert all(any(paragraph.strip() in part.text for part in parts) for paragraph in paragraphs)
    assert parts[-1].button("✅ Đã xong") is not None
    assert not parts[0].buttons


async def test_one_paragraph_longer_than_a_message_is_cut_between_words(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(duty("từ " * 2500 + "cuối")))
    await office.says(office.an, "/nhiemvu")
    await office.taps(office.an, "1")
    text = " ".join(message.text for message in office.tg.sent(office.an))
    assert text.count("từ") >= 2500
    assert "cuối" in text


async def test_a_task_is_marked_as_done_on_its_card(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-20"))))
    await office.says(office.an, "/nhiemvu")
    await office.taps(office.an, "1")
    card = await office.taps(office.an, "✅ Đã xong")
    assert "Nhiệm vụ đã xong" in card.text
    assert card.button("✅ Đã xong") is None
    assert "Đã ghi nhận" in office.notice()
    assert "✅ 1." in (await office.says(office.an, "/nhiemvu")).text


async def test_a_viewer_sees_no_button_to_mark(office: TestOffice) -> None:
    await office.register(office.an, role=Role.VIEWER)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-20"))))
    await office.says(office.an, "/nhiemvu")
    assert (await office.taps(office.an, "1")).button("✅ Đã xong") is None


async def test_due_days_come_overdue_first(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(
        plan(
            duty("Việc gấp", dated("2026-03-04")),
            duty("Việc sau", dated("2026-04-20")),
            duty("Việc không hạn"),
        )
    )
    office.clock.move_to(office.clock.now().replace(day=6))
    text = (await office.says(office.an, "/han")).text
    assert (
        text.index("Đã quá hạn") < text.index("Việc gấp") < text.index("Sắp đến hạn") < text.index("Việc sau")
    )
    assert "04/03/2026 (quá hạn 2 ngày)" in text
    assert "Việc không hạn" not in text
    assert (await office.says(office.an, "⏰ Thời hạn")).text == text


async def test_nothing_due_and_nothing_published_are_said_so(office: TestOffice) -> None:
    await office.register(office.an)
    assert "Chưa có kế hoạch nào" in (await office.says(office.an, "/nhiemvu")).text
    assert "không có thời hạn nào" in (await office.says(office.an, "/han")).text
    await office.publish(plan(duty("Việc của công an", who=(POLICE,))))
    assert "không giao nhiệm vụ nào" in (await office.says(office.an, "/tasks")).text


async def test_a_question_is_answered_with_its_source_or_not_at_all(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(
        plan(
            duty("Mở lớp dạy bơi phòng, chống đuối nước cho học sinh", dated("2026-06-30"), section="II.4"),
            duty("Truyền thông Tháng hành động vì trẻ em", who=(POLICE,)),
        )
    )
    for typed in ("phòng chống đuối nước", "/hoi phong chong duoi nuoc", "/ask đuối nước"):
        text = (await office.says(office.an, typed)).text
        assert "Mở lớp dạy bơi" in text, typed
        assert "12/KH-UBND, mục II.4" in text
        assert "Tháng hành động" not in text
    assert "không nêu" in (await office.says(office.an, "xây dựng cầu đường")).text
    of_unit = (await office.says(office.an, "công an xã suối mây phụ trách gì")).text
    assert "Tháng hành động" in of_unit
    assert POLICE in of_unit


async def test_small_talk_and_riddles_get_the_buttons(office: TestOffice) -> None:
    await office.register(office.an)
    hello = await office.says(office.an, "xin chào")
    assert "Rất vui được giúp" in hello.text
    assert hello.reply_keyboard is not None
    assert "chưa hiểu" in (await office.says(office.an, "???")).text
    assert "Xin gõ câu hỏi" in (await office.says(office.an, "/hoi")).text


async def test_whoever_asks_for_help_in_words_gets_it(office: TestOffice) -> None:
    for asked in ("trợ giúp", "huong dan su dung", "Help!", "/hoi bạn là ai?"):
        answer = await office.says(office.an, asked)
        assert "/nhiemvu" in answer.text, asked
        assert "/nap" not in answer.text, asked


async def test_whoever_is_of_another_unit_sees_its_own_tasks(office: TestOffice) -> None:
    await office.register(office.dung, ELSEWHERE)
    await office.publish(plan(duty("Việc của Suối Mây"), duty("Việc của Đồng Sao", who=(ELSEWHERE,))))
    text = (await office.says(office.dung, "/nhiemvu")).text
    assert "Việc của Đồng Sao" in text
    assert "Việc của Suối Mây" not in text


async def test_in_groups_commands_mentions_and_replies_are_answered(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(duty("Mở lớp dạy bơi phòng, chống đuối nước")))
    group = office.tg.group("Nhóm", members=[office.an, office.binh])
    office.an.says("đuối nước", group)
    await office.pump()
    assert not office.tg.sent(group)
    for typed in ("/hoi đuối nước", "@NhacViecBot đuối nước"):
        answer = await office.says(office.an, typed, group)
        assert "Mở lớp dạy bơi" in answer.text
        assert answer.reply_keyboard is None
        assert answer.reply_to is not None
    replied = await office.says(office.an, "đuối nước ai làm", group, reply_to=answer)
    assert replied.id != answer.id
    assert "Mở lớp dạy bơi" in replied.text
    assert "chưa đăng ký" in (await office.says(office.binh, "/nhiemvu", group)).text


async def test_where_the_bot_sees_everything_it_still_answers_only_what_is_for_it(office: TestOffice) -> None:
    group = office.tg.group("Nhóm", members=[office.an])
    office.tg.make_bot_admin(group)
    await office.pump()
    before = len(office.tg.sent(group))
    for typed in ("chào cả nhà", "/lạ", "/unknown", "@AnotherBot chào"):
        office.an.says(typed, group)
    await office.pump()
    assert len(office.tg.sent(group)) == before


async def test_a_doubtful_deadline_is_shown_as_such(office: TestOffice) -> None:
    await office.register(office.an)
    doubt = Doubt("date_impossible", "trước ngày 31/6/2026", 10, None, 0, "deadlines")
    open_end = Deadline(DeadlineKind.ONGOING, "hằng ngày", start=local_date(office.clock.now()))
    await office.publish(
        plan(duty("Việc chưa chắc", dated("2026-06-30")), duty("Việc thường xuyên", open_end), doubts=[doubt])
    )
    text = (await office.says(office.an, "/nhiemvu")).text
    assert "chờ quản trị xác nhận" in text
    assert "hằng ngày" in text


async def test_the_plans_in_force_are_listed(office: TestOffice) -> None:
    await office.register(office.an)
    assert "Chưa có kế hoạch" in (await office.says(office.an, "/kehoach")).text
    await office.publish(plan(duty("Một việc")))
    text = (await office.says(office.an, "/plans")).text
    assert "12/KH-UBND" in text
    assert "Kế hoạch công tác trẻ em năm 2026" in text
    assert "ngày 15/01/2026" in text


async def test_in_groups_long_lists_point_to_the_private_chat(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(*(duty(f"Việc {i}", dated(f"2026-04-{i + 1:02}")) for i in range(12))))
    group = office.tg.group("Nhóm", members=[office.an])
    for command in ("/nhiemvu", "/han"):
        answer = await office.says(office.an, command, group)
        assert "Còn 4 mục. Xin xem đủ trong trò chuyện riêng" in answer.text
        assert answer.button("Trang sau ▶") is None
    await office.says(office.an, "/han")
    assert "Việc 11" in (await office.taps(office.an, "Trang sau ▶")).text


async def test_an_answer_takes_three_messages_at_most_and_says_what_is_left(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(*(duty(f"Việc {i}") for i in range(30))))
    before = len(office.tg.sent(office.an))
    last = await office.says(office.an, "phòng văn hóa xã hội xã suối mây phụ trách gì")
    assert len(office.tg.sent(office.an)) == before + 3
    assert "Còn 6 nhiệm vụ khác" in last.text
    assert last.button("24") is not None


async def test_short_pieces_are_shown_with_the_sentence_that_leads_into_them(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(duty("trước ngày lễ;\n cho   trẻ.", lead_in="Tổ chức tặng quà:", section="")))
    text = (await office.says(office.an, "/nhiemvu")).text
    assert "Tổ chức tặng quà: trước ngày lễ; cho trẻ." in text
    assert "📄 12/KH-UBND\n" in text + "\n"
