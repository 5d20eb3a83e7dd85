"""Times that are no deadlines: dates of documents, targets, programmes, data periods, anniversaries.

`read` asks `refusal` of every item that the grammar found. In a focused text (an attribute's value,
a phrase cut out by somebody) only its context can refuse; in a sentence the words before it can.
"""

from __future__ import annotations

from plans.deadlines.line import Line
from plans.deadlines.seasons import CAUSE, SUMMER
from plans.deadlines.values import Day, Feast, Item, Recurrence, Span, Stretch

_DOCUMENTS = (
    "quyết định", "nghị quyết", "thông tư", "luật", "chỉ thị", "công văn", "kế hoạch số", "nghị định", "kết luận",
    "thông báo", "tờ trình", "hướng dẫn số", "công điện", "quy định số", "văn bản số", "đề án số", "chương trình số",
    "báo cáo số", "biên bản", "pháp lệnh", "hiến pháp", "bộ luật", "số", "thông tư liên tịch",
)  # fmt: skip
_ISSUERS = (
    "của thủ tướng", "của chính phủ", "của quốc hội", "của ủy ban", "của uỷ ban", "của ubnd", "của hđnd", "của hội đồng",
    "của bộ", "của ban", "của tỉnh ủy", "của huyện ủy", "của đảng ủy", "của sở", "của chủ tịch", "của trung ương",
    "của văn phòng", "của tỉnh uỷ", "của thành ủy",
)  # fmt: skip
_PROGRAMMES = (
    "chương trình", "đề án", "kế hoạch", "chiến lược", "dự án", "nghị quyết", "quy hoạch", "mục tiêu", "nhiệm kỳ",
)  # fmt: skip
_DATA = (
    "chốt số liệu", "tính từ", "được tính", "là tính", "tính đến", "thời điểm lấy số liệu", "lấy số liệu",
    "thời gian chốt", "năm trước kỳ báo cáo", "thuộc kỳ báo cáo", "của kỳ báo cáo", "kỳ số liệu",
    "mốc số liệu", "khóa sổ", "thuộc tháng báo cáo", "tháng trước kỳ báo cáo", "thuộc quý báo cáo", "của năm báo cáo", "số liệu được lấy",
    "được lấy", "mốc lấy",
)  # fmt: skip
_FIGURES = ("số liệu",)
_DELIVERS = (
    "cung cấp",
    "gửi",
    "báo cáo",
    "tổng hợp",
    "cập nhật",
    "rà soát",
    "nộp",
    "hoàn thành",
    "xong",
    "thống kê",
    "thu thập",
)
_YEARLY = (
    "hằng năm",
    "hàng năm",
    "mỗi năm",
    "mỗi năm một lần",
    "mỗi năm 01 lần",
    "mỗi năm 1 lần",
    "01 lần/năm",
)
_PAST = ("tháng trước", "năm trước", "quý trước", "tháng liền trước", "năm liền trước", "kỳ trước")
_FEASTS = (
    "kỷ niệm", "kỉ niệm", "nhân dịp", "nhân ngày", "hưởng ứng", "chào mừng", "ngày quốc tế", "dịp quốc tế", "ngày thế giới", "ngày truyền thống",
    "ngày gia đình", "ngày thành lập", "ngày pháp luật", "ngày toàn dân", "ngày quốc khánh", "ngày giải phóng", "ngày vì",
)  # fmt: skip
_MONEY = (
    "ngân sách", "nhà nước", "dự toán", "kinh phí", "nguồn vốn", "vốn", "nguồn", "chi", "thu", "chỉ tiêu", "ngân sách địa phương",
    "dự toán ngân sách", "phân bổ", "định mức", "chi thường xuyên",
)  # fmt: skip
_PLANS = (
    "kế hoạch",
    "nghị quyết",
    "chương trình",
    "chương trình công tác",
    "kế hoạch công tác",
    "hiện hành",
    "báo cáo thống kê",
)
_ACTS = (
    "hoàn thành", "thực hiện", "xong", "ban hành", "triển khai", "tổ chức", "báo cáo", "gửi", "trình", "dự kiến", "thời gian",
    "thời hạn", "hoàn thiện", "bắt đầu", "tiến hành", "kết thúc", "diễn ra", "phê duyệt", "nộp", "áp dụng", "định kỳ",
)  # fmt: skip


def refusal(line: Line, item: Item, *, focused: bool, context: Line) -> str | None:
    """Why the item is no deadline (a fixed word, `target` is worth a doubt), or None where it is one."""
    if isinstance(item.value, Span):
        return None
    if isinstance(item.value, Recurrence):
        return _grows(line, item) if focused else _recurrence(line, item)
    if _is_round_the_clock(line, item):
        return "number"
    if _is_data(line, item, context):
        return "data"
    if _is_figures(line, item):
        return "target"
    if context_ends(context, ("hiệu lực", "hiệu lực thi hành")) and item.start == 0:
        return "not_a_task"
    if focused and (_is_numbered_document(line, item) or _ends_in_number(context, item)):
        return "citation"
    if focused:
        return "target" if _is_target(line, item, context) else None
    if isinstance(item.value, Stretch) and item.value.unit in {"year", "stage"} and not item.onward:
        if _ends_with(line, item.start, ("định hướng", "tầm nhìn")):
            return "programme"
        if item.how.until and not item.how.whole and not item.how.since and item.to is None:
            return "target" if _percent(line, item) else "programme"
        if item.how.inside and _percent(line, item):
            item.doubts.append("date_ambiguous")
    return _in_sentence(line, item)


def _grows(line: Line, item: Item) -> str | None:
    """`hằng năm tăng 5%` is an aim, where a time was expected."""
    return "target" if line.has(item.end, "tăng", "giảm", "đạt", "có") and _percent(line, item) else None


def is_money(line: Line, item: Item) -> bool:
    """Whether `hằng năm` belongs to a budget: `dự toán ngân sách nhà nước hằng năm`."""
    return _ends_with(line, item.start, _MONEY)


def _ends_with(line: Line, at: int, phrases: tuple[str, ...]) -> bool:
    """Whether one of `phrases` stands right before `at`."""
    return line.ends(at, *phrases)


_CLAUSE = 200
"""Words that are looked at before a time."""


def _clause_start(line: Line, at: int, *, signs: tuple[str, ...] = (";", ".", "(")) -> int:
    here = at
    while here > 0 and at - here < _CLAUSE and not line.mark(here - 1, *signs):
        here -= 1
    return here


def _clause_end(line: Line, at: int) -> int:
    here = at
    while here < len(line) and here - at < _CLAUSE and not line.mark(here, ";", ".", ")", ","):
        here += 1
    return here


def _is_data(line: Line, item: Item, context: Line) -> bool:
    # "trước ngày …" speaks of data only where its own words say so, a range also where its sentence does.
    own = (";", ".", "(", ",") if item.how.before or item.how.latest else (";", ".", "(")
    if line.find(_clause_start(line, item.start, signs=own), item.start + 2, *_DATA) is not None:
        return True
    if item.to is None and not (item.how.until or item.how.since):
        return False
    end = _clause_end(line, item.end)
    if item.how.since and line.find(item.start, end, *_PAST) is not None:
        return True
    if line.find(item.start, end, *_DATA) is not None or context.find(0, len(context), *_DATA) is not None:
        return True
    figures = item.to is not None and context.find(0, len(context), *_FIGURES) is not None
    return (
        figures and context.find(0, len(context), *(word for word in _DELIVERS if word != "thống kê")) is None
    )


def _is_figures(line: Line, item: Item) -> bool:
    """Whether figures of that time are meant: `số liệu đến ngày 31/12`, not `gửi số liệu trước ngày 25`."""
    if not isinstance(item.value, Day) or item.how.before or item.how.latest:
        return False
    if item.to is None and not (item.how.until or item.how.since):
        return False
    start = _clause_start(line, item.start)
    if line.find(start, item.start, *_FIGURES) is None:
        return False
    return line.find(start, item.start, *_DELIVERS) is None


def _is_round_the_clock(line: Line, item: Item) -> bool:
    """`24/24 giờ`, `24/7`: always on duty, and no day of any month."""
    value = item.value
    if not isinstance(value, Day) or not item.how.bare or value.year is not None or item.to is not None:
        return False
    return value.day == 24 and value.months in {(24,), (7,)} and line.value(item.start) is not None


def _percent(line: Line, item: Item) -> bool:
    """Whether a share is to be reached by then: `đạt 99% vào năm 2025`."""
    start = _clause_start(line, item.start, signs=(";", ".", "(", ","))
    return any(line.mark(i, "%") for i in range(start, min(len(line), item.end + 6)))


def _is_target(line: Line, item: Item, context: Line) -> bool:
    """Whether a phrase only says when an aim is to be reached: `đến năm 2030`, `75% vào năm 2030`."""
    if (
        not isinstance(item.value, Stretch)
        or item.value.unit not in {"year", "stage"}
        or item.to
        or item.onward
    ):
        return False
    if context_ends(context, ("định hướng", "tầm nhìn")) or _ends_with(
        line, item.start, ("định hướng", "tầm nhìn")
    ):
        return True
    if item.how.until and not item.how.whole and not item.how.since:
        return not _acts(line, item) or bool(len(context))
    if item.how.inside or item.how.bare:
        if item.value.unit == "stage" and item.how.bare and _names_programme(context):
            return True
        percent = any(line.mark(i, "%") for i in range(len(line)))
        if line.has(item.start, "vào") and any(context.mark(i, "%") for i in range(len(context))):
            return True
        return percent or context.find(0, len(context), "tỷ lệ", "tỉ lệ", "phấn đấu") is not None
    return False


def _names_programme(context: Line) -> bool:
    """Whether a context speaks of a programme and not of its time: `Chương trình hành động vì trẻ em` + years."""
    asks = context.find(0, len(context), "thời gian", "thời hạn", "tiến độ", "lộ trình") is not None
    return not asks and context.find(0, len(context), *_PROGRAMMES) is not None


def context_ends(context: Line, phrases: tuple[str, ...]) -> bool:
    return _ends_with(context, len(context), phrases)


def _acts(line: Line, item: Item) -> bool:
    return _ends_with(line, item.start, _ACTS) or line.mark(item.start - 1, "(", ":")


def _recurrence(line: Line, item: Item) -> str | None:
    if _ends_with(line, item.start, _MONEY):
        return "money"
    if _ends_with(line, item.start, _PLANS):
        # "kết quả thực hiện Kế hoạch hằng năm (trước ngày …)" speaks of a report all the same
        start = _clause_start(line, item.start)
        if line.find(start, item.start, "báo cáo", "định kỳ", "đánh giá") is None:
            return "programme"
    value = item.value
    if isinstance(value, Recurrence) and value.freq == "day" and not _acts(line, item):
        return "daily_life"
    return None


def _in_sentence(line: Line, item: Item) -> str | None:
    value = item.value
    if _ends_with(line, item.start, ("hiệu lực", "hiệu lực thi hành")) or _is_birth(line, item):
        return "not_a_task"
    if isinstance(value, Day):
        alone = item.how.bare and value.year is None and item.to is None and not item.listed
        if alone and line.value(item.start) is not None:
            return "number"  # 24/7, 2/3
        return _cited(line, item) or _feast(line, item)
    if isinstance(value, Feast) and line.find(item.start, item.end, "dịp") is not None:
        return "target"  # "trước và trong dịp Trung thu" is a season, whose days are a guess
    if isinstance(value, Stretch):
        return _loose_stretch(line, item, value)
    return None


_BORN = ("sinh", "tốt nghiệp")
_NOT_BORN = (
    "học sinh", "vệ sinh", "thí sinh", "phát sinh", "khai sinh", "nữ sinh", "nam sinh", "sơ sinh", "tuyển sinh",
    "dân sinh", "hộ sinh", "nghiên cứu sinh", "giáo sinh", "ký sinh", "môn sinh", "xét tốt nghiệp", "thi tốt nghiệp",
)  # fmt: skip


def _is_birth(line: Line, item: Item) -> bool:
    """`trẻ em sinh từ ngày …`, not `học sinh trước ngày …`."""
    return _ends_with(line, item.start, _BORN) and not _ends_with(line, item.start, _NOT_BORN)


def _is_numbered_document(line: Line, item: Item) -> bool:
    """`theo Quyết định số 12/QĐ-UBND ngày 15/3/2026`, where a time is all that is expected."""
    if not isinstance(item.value, Day) or not item.how.bare or item.to is not None:
        return False
    before = range(max(0, item.start - 8), item.start)
    return any(
        line.mark(at, "/") and at + 1 < len(line) and line.tokens[at + 1].text[:2].isupper() for at in before
    )


def _ends_in_number(context: Line, item: Item) -> bool:
    """`Chỉ thị số 28-CT/TW` + `ngày 25 tháng 12 năm 2023`: the day of the document that the context ends with."""
    if item.start > 0 or not isinstance(item.value, Day) or not item.how.bare or item.to is not None:
        return False
    end = len(context)
    signs = range(max(0, end - 6), end - 1)
    numbered = any(context.mark(at, "/") and context.tokens[at + 1].text[:2].isupper() for at in signs)
    return numbered and context.find(max(0, end - 12), end, *_DOCUMENTS) is not None


def _cited(line: Line, item: Item) -> str | None:
    """The date of a document: `Quyết định số 1472/QĐ-TTg ngày 28/9/2020 của …`."""
    if not item.how.bare or item.to is not None:
        return None
    start = max(0, item.start - 14, _clause_start(line, item.start, signs=(";", "(", ")")))
    if line.has(item.end, *_ISSUERS) or _ends_with(
        line, item.start, ("ký", "ban hành", "thông qua", "phê duyệt")
    ):
        return "citation"
    if line.find(start, item.start, *_DOCUMENTS) is not None:
        return "citation"
    for at in range(max(start, item.start - 8), item.start):
        if line.mark(at, "/") and at + 1 < len(line) and line.tokens[at + 1].text[:2].isupper():
            return "citation"  # 70/KH-UBND, whatever the words before it were read as
    return None


def _feast(line: Line, item: Item) -> str | None:
    if not item.how.bare:
        return None
    start = max(0, item.start - 12, _clause_start(line, item.start))
    if line.find(start, item.start + 1, *_FEASTS) is None:
        return None
    # "tặng quà dịp Quốc tế Thiếu nhi 01/6" may say when
    return "target" if line.find(max(start, item.start - 8), item.start, "dịp") is not None else "anniversary"


def _loose_stretch(line: Line, item: Item, value: Stretch) -> str | None:
    if item.onward or item.recurs is not None:
        return None
    acts = _acts(line, item)
    if _names_report(line, item):
        return "mention"
    if value.unit == SUMMER:
        return None if acts else "mention"
    if value.unit == CAUSE:  # "tổ chức Tháng hành động vì trẻ em" says what, not when
        if _ends_with(line, item.start, _YEARLY):
            return None  # "mỗi năm một lần vào dịp Tháng hành động vì trẻ em"
        return "mention" if item.how.bare else "target"
    if value.unit == "stage":
        brackets = line.mark(item.start - 1, "(")
        return None if brackets or (item.how.inside and not _near(line, item, _PROGRAMMES)) else "programme"
    if value.unit in {"year", "half"}:
        firm = (
            item.how.before or item.how.latest or item.how.whole or (item.how.inside and not item.how.until)
        )
        if firm or (item.to is not None and item.how.since):
            return None
        if item.how.since:
            return None if acts or _ends_sentence(line, item) else "programme"
        return None if acts and not item.how.until and line.mark(item.start - 1, "(") else "mention"
    if (
        item.how.bare
        and item.to is None
        and not acts
        and not (value.part and value.unit in {"term", "school"})
    ):
        return "mention"
    return None


def _names_report(line: Line, item: Item) -> bool:
    """`báo cáo quý I: gửi trước ngày 20/3` says which report it is, and then when."""
    then = line.mark(item.end, ":") or line.has(item.end, "gửi", "nộp", "trước", "chậm nhất")
    return then and item.how.bare and _ends_with(line, item.start, ("báo cáo",))


def _ends_sentence(line: Line, item: Item) -> bool:
    """`Nhân rộng mô hình ra toàn tỉnh từ năm 2028.`, where no programme's own years are named."""
    ends = item.end >= len(line) or line.mark(item.end, ".", ";")
    return item.to is None and ends and not _near(line, item, _PROGRAMMES)


def _near(line: Line, item: Item, phrases: tuple[str, ...]) -> bool:
    start = max(0, item.start - 12, _clause_start(line, item.start))
    return line.find(start, item.start, *phrases) is not None
