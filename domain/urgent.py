"""Does a message sound like a child in danger? Then it gets the 111 card and nothing else.

Such a message is never stored, logged or passed on. Missing one does harm, a needless card does
little, so the words are read generously; only texts about procedures, plans and figures are let through.
"""

from __future__ import annotations

import re

from domain.text import fold, nfc

# An age tells of a child as well as a word does ("Lan 13 tuổi bị …").
_CHILD = (
    r"(?:chau|be|em|tre|dua tre|tre so sinh|con|con gai|con trai|hoc sinh|dua nho|tre em|minh|toi|nan nhan|ban em"
    r"|(?:[1-9]|1[0-7]) tuoi)"
)
_HARM = (
    r"(?:danh dap|danh|xam hai|xam pham|hiep dam|hiep|cuong hiep|cuong buc|bao hanh|bao luc|hanh ha|bo roi|bo mac"
    r"|bo doi|mat tich|bat coc|du do|quay roi|sam so|so mo|lam nhuc|dam o|lam dung|boc lot|mua ban|nhot|troi|ep"
    r"|dot|dam|chem|giet|de doa|bat nat|tan cong|tra tan|ngat|bong|chay mau|duoi nuoc|ngo doc|lot do|chup anh"
    r"|xich|nem|bo|lac|du|quay|bat|danh thuoc|ban di|lua)"
)
_BI = re.compile(rf"\b{_CHILD}\b.{{0,60}}\bbi\b.{{0,40}}\b{_HARM}\b")
# What is done to a child by somebody; a bare topic ("đuối nước trẻ em") has neither doer nor moment.
_DONE_TO = (
    r"(?:danh dap|danh|hiep dam|hiep|cuong hiep|hanh ha|bo roi|bo mac|bo doi|bat coc|du do|sam so|so mo|lam nhuc|dam o"
    r"|boc lot|nhot|troi|ep|dot|dam|chem|giet|de doa|bat nat|tra tan|quay clip|xich|nem)"
)
_LOST = re.compile(rf"\b{_CHILD}\b.{{0,30}}\b(?:mat tich|di lac|bi lac|bo nha di|khoa than|anh nong)\b")
_SENT = re.compile(
    r"\b(?:gui|chup|quay|tung|doi)\b.{0,25}\b(?:anh|clip|video)\b.{0,15}\b(?:khoa than|nong|nhay cam|sex)\b"
)
_FORCED = re.compile(
    rf"\b(?:bat|ep|bat ep)\b.{{0,15}}\b(?:{_CHILD})?.{{0,10}}\b(?:di lam|di an xin|bo hoc|lay chong|lay vo|quan he)\b"
)
_FILMED = re.compile(
    r"\b(?:quay|quay len|chup)\b.{0,8}\b(?:clip|video|anh)\b.{0,12}\b(?:em|chau|con|be|minh)\b"
)
_LEFT = re.compile(
    r"\b(?:tre so sinh|em be|be|chau|tre)\b.{0,15}\bbi bo\b.{0,20}\b(?:o|tai|truoc|ngoai|cong|chua)\b"
)
_HARM_CHILD = re.compile(
    rf"\b(?:dang |vua |hay |toan |cu )?{_DONE_TO}\b.{{0,30}}\b(?:chau|be|con|dua tre|em be|tre)\b"
)
_SELF = re.compile(
    r"\b(?:tu tu|tu sat|muon chet|khong muon song|rach tay|bo nha di|cuu (?:em|chau|toi|con|voi)|co ai cuu)\b"
)
_TOUCH = re.compile(
    r"\b(?:bị|đang|cứ|hay)\b[^.]{0,30}\b(?:sờ|sờ soạng|sàm sỡ|đụng chạm|giở trò|cởi đồ|hiếp)\b", re.IGNORECASE
)
_MOLESTED = re.compile(
    r"\b(?:sàm sỡ|giở trò|hiếp dâm|đụng chạm|sờ mó|sờ soạng)\b.{0,25}\b(?:cháu|bé|em|con|trẻ|học sinh|nữ sinh)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:child|kid|boy|girl|baby|student|i am|me|my (?:son|daughter|friend))\b.{0,50}"
    r"\b(?:beaten|abused|raped|missing|touch(?:ed|es|ing)?|hurt|hit|kidnapped|locked|starved|kill)\b"
    r"|\b(?:beats?|hits?|touch(?:es|ing)?|abus(?:es|ing)|rap(?:es|ing)|hurts?)\b.{0,20}\b(?:me|child|kid|boy|girl|baby)\b",
)
_PREGNANT = re.compile(rf"\b{_CHILD}\b.{{0,40}}\b(?:co thai|mang thai|co bau)\b")

_OFFICE = re.compile(
    r"\b(?:quy trinh|thu tuc|bao cao|so vu|thong ke|ke hoach|nhiem vu|tuyen truyen|phong chong|phong ngua|tap huan"
    r"|chuong trinh|trach nhiem|han nop|khi nao|don vi|chu tri|van ban|quyet dinh|nghi dinh|luat|chi tieu|muc tieu"
    r"|ty le|hoi nghi|mo hinh|huong dan|theo quy dinh|ho tro|can thiep|quan ly truong hop|tro giup|phat hien|tiep nhan"
    r"|xu ly|phu trach|phoi hop|truyen thong|giam sat|kiem tra|nhom|muc|chinh sach|kinh phi|quyen)\b"
)
_HERE_AND_NOW = re.compile(
    r"\b(?:\d{1,2} tuoi|hom nay|hom qua|toi qua|sang nay|chieu nay|vua|dang|ngay canh nha|hang xom|nha ben|ben canh"
    r"|con toi|chau toi|em toi|con em|lop toi|bo no|me no|bo duong|duong|thay giao em)\b"
)


def sounds_like_a_case(text: str) -> bool:
    """Whether a text tells of a child who may be in danger (marks may be missing)."""
    key = fold(text)
    if not (
        _BI.search(key)
        or _HARM_CHILD.search(key)
        or _SELF.search(key)
        or _PREGNANT.search(key)
        or _TOUCH.search(nfc(text))
        or _MOLESTED.search(nfc(text))
        or _ENGLISH.search(key)
        or any(pattern.search(key) for pattern in (_LOST, _SENT, _FILMED, _FORCED, _LEFT))
    ):
        return False
    return not _OFFICE.search(key) or bool(_HERE_AND_NOW.search(key))
