"""What a section is for, by its heading: aims, money, duties, the reporting regime …

Called by `plans/outline.py` and `plans/tasks.py`. Only headings are looked at; their words are those
that administrative documents have used for decades, compared without marks and through damage.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from domain.text import fold
from plans.fuzzy import holds_like, starts_like


class SectionKind(StrEnum):
    """What stands under a heading."""

    NOTHING = "nothing"
    """Aims, targets, the present state, scope, slogans, money: gives no task."""
    DUTIES = "duties"
    """Work, for whoever the headings or sentences name, or for everybody."""
    ORGANISATION = "organisation"
    """Who does what: each paragraph is the duty of somebody."""
    REPORTING = "reporting"
    """Who reports what to whom by when."""


_STATE = ("thuc trang", "hien trang", "danh gia", "dac diem tinh hinh", "tinh hinh", "ket qua", "boi canh")
_NOTHING = (
    "muc dich",
    "yeu cau",
    "muc tieu",
    "quan diem",
    "phuong cham",
    "nguyen tac",
    "chi tieu",
    "doi tuong",
    "pham vi",
    "khau hieu",
    "chu de",
    "thong diep",
    "can cu",
    "co so phap ly",
    "su can thiet",
    "thoi gian",
    "dia diem",
    "thanh phan",
    "kinh phi",
    "nguon kinh phi",
    "du toan kinh phi",
    "nguon von",
    "thuan loi",
    "kho khan",
    "ton tai",
    "han che",
    "nguyen nhan",
    "bai hoc",
    "tam nhin",
    "khai quat",
    "tong quan",
    "ly do",
    "hieu qua ke hoach",
    "noi nhan",
    "du kien san pham",
    "thuat ngu",
    "giai thich tu ngu",
    "so dien thoai",
    "dien thoai",
    "duong day nong",
    "dau moi lien he",
)
_DUTIES = (
    "nhiem vu",
    "giai phap",
    "noi dung",
    "hoat dong",
    "bien phap",
    "cong viec",
    "trien khai",
    "tien do",
)
_ORGANISATION = ("to chuc thuc hien", "phan cong", "trach nhiem", "to chuc trien khai", "thuc hien ke hoach")
_REPORTING = (
    "che do bao cao",
    "che do thong tin",
    "thong tin bao cao",
    "cong tac bao cao",
    "bao cao",
    "thuc hien bao cao",
)
_FILLERS = re.compile(r"^(?:(?:cac|mot so|nhung|ve|cong tac|phan|tong hop|to chuc) )+")
_MAX_WORDS = 16


def kind_of_heading(text: str, *, top: bool) -> SectionKind | None:
    """The kind that a heading gives to its section, None where it says nothing about it.

    `top` is set for the plan's own sections (I., A., 1. where there is no roman numeral, capitals):
    only there is `Tình hình`, `Kết quả` the heading of a report on the past.
    """
    folded = fold(text)
    if not folded or folded.count(" ") >= _MAX_WORDS * (2 if top else 1):
        return None
    bare = _FILLERS.sub("", folded)
    if top and any(starts_like(bare, word) for word in _STATE):
        return SectionKind.NOTHING
    nothing = any(starts_like(bare, word) for word in _NOTHING)
    if nothing and not (top and _gives_duties(folded)):
        return SectionKind.NOTHING
    if any(starts_like(folded, word) or (top and holds_like(folded, word)) for word in _ORGANISATION[:2]):
        return SectionKind.DUTIES if top and _names_duties_first(folded) else SectionKind.ORGANISATION
    if any(starts_like(folded, word) for word in _ORGANISATION):
        return SectionKind.ORGANISATION
    if any(starts_like(bare, word) or starts_like(folded, word) for word in _REPORTING):
        return SectionKind.REPORTING
    if top and holds_like(folded, "bao cao"):
        return SectionKind.REPORTING
    if top and any(holds_like(folded, word) for word in _DUTIES):
        return SectionKind.DUTIES
    if bare.startswith(("nhiem vu", "giai phap", "noi dung")):
        return SectionKind.DUTIES
    return None


def _names_duties_first(folded: str) -> bool:
    """`NHIỆM VỤ, GIẢI PHÁP VÀ PHÂN CÔNG THỰC HIỆN` is about the work, not about who closes it."""
    return any(starts_like(_FILLERS.sub("", folded), word) for word in _DUTIES)


def _gives_duties(folded: str) -> bool:
    """`MỤC TIÊU, NHIỆM VỤ` and `KINH PHÍ VÀ TỔ CHỨC THỰC HIỆN` hold duties as well."""
    words = ("nhiem vu", "giai phap", "to chuc thuc hien", "phan cong", "noi dung")
    return any(holds_like(folded, word) for word in words)


_MONEY_CLAUSE = re.compile(
    r"^(?:nguon |du toan |ve )?kinh phi(?: de| to chuc| trien khai| bao dam| dam bao)* (?:thuc hien|cho|hoat dong|duoc|trien khai|to chuc|bao dam|dam bao|chi|tu)\b"
)
_CLOSING = re.compile(
    r"^(?:tren day la\b"
    r"|(?:trong|qua) qua trinh [^.]{0,90}?\b(?:neu|truong hop|khi|co|gap)\b[^.]{0,40}?\b(?:kho khan|vuong mac|phat sinh|chua phu hop)\b"
    r"|(?:neu|moi) (?:co |gap |xay ra )?(?:nhung )?(?:kho khan|vuong mac|van de phat sinh|phat sinh)\b)"
)
_APPEAL = re.compile(
    r"^(?:can cu [^.;]{0,120}? )?(?:[^.;]{0,160}?\b(?:yeu cau|de nghi)\b )?[^.;]{0,200}?"
    r"(?:\b(?:nghiem tuc|khan truong|tich cuc|chu dong phoi hop)\b (?:trien khai|to chuc|thuc hien|phoi hop)"
    r"|\b(?:trien khai|to chuc)(?: to chuc)?(?: thuc hien)? nghiem tuc\b|\bthuc hien nghiem tuc\b)[^.;]{0,90}$"
)
"""The appeal at the very end: everybody shall carry out what stands above."""
_ATTACHED = re.compile(
    r"^(?:\()?(?:ban hanh )?kem theo\b|^\(?(?:co|theo) (?:phu luc|bieu mau|danh muc) [^.]*kem theo"
)


_FORMALITY = re.compile(
    r"\bkem theo (?:quyet dinh|cong van) nay\b|\b(?:quyet dinh|ke hoach) nay co hieu luc\b"
    r"|^(?:thay(?: the)?|bo|sua) (?:cum )?tu\b|^(?:cac|nhung) noi dung khac\b[^;]{0,160}\b(?:khong thay doi|giu nguyen|van thuc hien)\b"
    r"|\bchiu trach nhiem thi hanh (?:quyet dinh|chi thi)\b|\bthi hanh quyet dinh nay\b"
    r"|^(?:cac |nhung )?(?:nhiem vu|noi dung|danh muc|phan cong|chi tiet|tien do)[^.;]{0,80}\b(?:tai|theo|trong|o|co) (?:cac )?phu luc\b[^.;]{0,60}$"
)


_FORMAL_WORDS = ("kem theo", "nay co hieu luc", "thi hanh", "phu luc", "thay", "bo ", "sua ", "noi dung khac")
"""One of them stands in every formality; most sentences have none."""
_FOOTNOTE = re.compile(r"^(?:\[\d{1,3}\]|\(\*{1,3}\))\s")


def is_formality(text: str) -> bool:
    """What gives nobody work: a decision's articles, a pointer to an appendix, a footnote."""
    if _FOOTNOTE.match(text) is not None:
        return True
    folded = fold(text)
    return any(word in folded for word in _FORMAL_WORDS) and _FORMALITY.search(folded) is not None


def is_money_clause(text: str) -> bool:
    """`Kinh phí thực hiện Kế hoạch được bố trí …`: who pays is no duty."""
    return _MONEY_CLAUSE.match(fold(text[:80])) is not None


@lru_cache(maxsize=256)
def is_closing(text: str) -> bool:
    """The formula that ends a plan: `Trên đây là Kế hoạch …`, `… nếu có vướng mắc … phản ánh về …`."""
    return _CLOSING.match(fold(text[:260])) is not None


def is_appeal(text: str) -> bool:
    """`Yêu cầu các đơn vị nghiêm túc triển khai thực hiện Kế hoạch này./.`: nothing new is asked."""
    folded = fold(text)
    return len(folded) < 400 and "bao cao" not in folded and _APPEAL.match(folded) is not None


def is_attachment_note(text: str) -> bool:
    """`(Kèm theo Kế hoạch số … ngày …)` and `(có Phụ lục kèm theo)`."""
    return _ATTACHED.match(fold(text[:120])) is not None
