"""What a typed question asks for; and the messages that must get 111 at once."""

from __future__ import annotations

import pytest

from domain.questions import QuestionKind, read_question
from domain.questions.words import typed_words
from domain.text import fold, marked, squeeze
from domain.urgent import sounds_like_a_case

NEED = [
    "có cháu bị đánh",
    "co chau bi danh",
    "em bị thầy sờ",
    "em bị bố đánh đau lắm",
    "cháu bé 5 tuổi bị cha dượng bạo hành",
    "hàng xóm đang đánh con",
    "nhà bên cạnh hay đánh đập đứa trẻ",
    "tre bi bo roi truoc cong cho",
    "con gái tôi 12 tuổi bị xâm hại",
    "có đứa bé bị nhốt trong nhà",
    "cứu em với",
    "em không muốn sống nữa",
    "cháu muốn chết",
    "bé nhà tôi bị mất tích từ chiều qua",
    "học sinh lớp tôi bị bạn quay clip đánh",
    "thầy giáo sàm sỡ học sinh nữ trong lớp em",
    "em bị người ta dụ dỗ qua mạng",
    "có em nhỏ bị ép đi ăn xin",
    "cháu 14 tuổi có thai",
    "mẹ nó bỏ đói cháu mấy ngày nay",
    "một cháu bé vừa bị đuối nước",
    "em bi bat nat o truong",
    "chú ấy cứ sờ vào người em",
    "bố dượng giở trò với con bé",
    "cháu bị bắt cóc",
    "ông hàng xóm hiếp dâm cháu bé",
    "có trẻ bị trói ở xóm 3",
    "con bé bị mẹ nó chửi mắng đánh đập suốt ngày",
    "em bị đe dọa tung ảnh",
    "bạn em bị bố hành hạ",
    "a child is being beaten next door",
    "my uncle touches me",
    "Lan 13 tuổi bị người quen dụ dỗ",
    "Tí 8 tuổi ở xóm trên bị bỏ đói",
    "có đứa trẻ bị xích ngoài sân",
    "trẻ sơ sinh bị bỏ ở cổng chùa",
    "bé 3 tuổi đi lạc ở chợ",
    "cháu tôi mất tích từ hôm qua",
    "bé bị ném xuống sông",
    "có người bắt em gửi ảnh khỏa thân",
    "bạn trai quay clip em",
    "họ bắt cháu đi làm không cho đi học",
]
OFFICE = [
    "quy trình xử lý trẻ bị xâm hại",
    "báo cáo số vụ trẻ em bị bạo lực quý I",
    "đơn vị nào phụ trách phòng chống đuối nước",
    "kế hoạch phòng, chống xâm hại trẻ em có gì",
    "thống kê trẻ em bị tai nạn thương tích nộp khi nào",
    "tập huấn kỹ năng cho trẻ bị bạo hành",
    "ai chủ trì hỗ trợ trẻ em bị bỏ rơi theo kế hoạch",
    "tuyên truyền phòng ngừa bạo lực học đường",
    "nhiệm vụ của Công an xã về trẻ em bị xâm hại",
    "tỷ lệ trẻ em bị xâm hại được hỗ trợ",
    "tảo hôn",
    "đuối nước",
    "đơn vị tôi phụ trách gì",
    "hạn nộp báo cáo 6 tháng",
    "mô hình phòng điều tra thân thiện",
    "Tháng hành động vì trẻ em",
    "bảo vệ trẻ em trên môi trường mạng",
    "kinh phí hỗ trợ trẻ em mồ côi",
    "số điện thoại đường dây nóng",
    "cảm ơn",
    "đuối nước trẻ em",
    "xâm hại trẻ em",
    "mua bán trẻ em",
    "hỗ trợ trẻ em bị bạo lực",
    "can thiệp trẻ em bị xâm hại",
    "quản lý trường hợp trẻ em bị bỏ rơi",
    "tai nạn thương tích trẻ em",
    "ai phụ trách trẻ em bị xâm hại",
]


@pytest.mark.parametrize("text", NEED)
def test_a_child_in_danger_is_heard_with_and_without_marks(text: str) -> None:
    assert sounds_like_a_case(text)
    assert read_question(text).kind is QuestionKind.URGENT


@pytest.mark.parametrize("text", OFFICE)
def test_the_work_of_the_office_is_no_alarm(text: str) -> None:
    assert not sounds_like_a_case(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("đơn vị tôi phụ trách gì?", QuestionKind.TASKS),
        ("don vi toi phu trach gi", QuestionKind.TASKS),
        ("my tasks", QuestionKind.TASKS),
        ("đơn vị tôi có gì sắp đến hạn", QuestionKind.DEADLINE),
        ("khi nào?", QuestionKind.DEADLINE),
        ("gọi số nào", QuestionKind.HOTLINE),
        ("hotline", QuestionKind.HOTLINE),
        ("xin chào", QuestionKind.SMALL_TALK),
        ("cam on ban", QuestionKind.SMALL_TALK),
        ("tảo hôn", QuestionKind.TASKS),
        ("", QuestionKind.UNKNOWN),
        ("???", QuestionKind.UNKNOWN),
        ("là gì", QuestionKind.TASKS),
    ],
)
def test_a_question_tells_its_kind(text: str, kind: QuestionKind) -> None:
    assert read_question(text).kind is kind


def subject(text: str) -> list[str]:
    return [word.plain for word in read_question(text).words]


def test_the_words_of_a_topic_are_those_that_carry_it() -> None:
    assert subject("ai phụ trách phòng chống đuối nước?") == ["phong", "chong", "duoi", "nuoc"]


def test_who_leads_is_no_part_of_the_topic() -> None:
    assert subject("Phòng, chống đuối nước ai chủ trì?") == ["phong", "chong", "duoi", "nuoc"]
    assert subject("tảo hôn khi nào báo cáo") == ["tao", "hon", "bao", "cao"]


def test_folding_keeps_letters_and_forgives_marks() -> None:
    assert fold("Đường dây nóng: 111!") == "duong day nong 111"
    assert marked("Hoà") == marked("Hòa")
    assert marked("lần") != marked("lan")
    assert squeeze("  Sở\n Y  tế ") == "Sở Y tế"


def test_a_word_is_shown_as_it_was_written() -> None:
    assert [one.written for one in typed_words("Đuối nước hoà")] == ["đuối", "nước", "hoà"]
