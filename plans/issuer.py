"""Who issued a plan: the issuer's name, its level, its province.

Called by `plans/metadata.py`. The letterhead says it in capitals and in narrow columns, the preamble in
a sentence (`X ban hành Kế hoạch`); whichever names a place is believed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from domain.text import fold, modern_tones, nfc, strip_marks
from plans.agencies import read_names
from plans.casing import AREAS, recased
from plans.fuzzy import like, starts_like
from plans.head import Head, in_capitals
from plans.provinces import CITIES, known_at_start, named_in, spelt

_PLACE_WORD = r"[A-ZĐÂÊÔƠƯÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ][^\W\d_]*"
_PLACE = rf"{_PLACE_WORD}(?:(?:\s+[-–]\s+|\s+){_PLACE_WORD}){{0,4}}"
_PROVINCE = re.compile(rf"\b(?:[Tt]ỉnh|TỈNH|[Tt]hành phố|THÀNH PHỐ|[Tt]inh|TINH)\s+(?P<place>{_PLACE})")
_PROVINCE_ONLY = re.compile(rf"\b(?:[Tt]ỉnh|TỈNH|[Tt]inh|TINH)\s+(?P<place>{_PLACE})")


_ISSUES = re.compile(
    r"(?:^|[,;.:]\s+|\bva\s+)(?P<issuer>[^,;.:]{4,90}?)\s+(?:da\s+)?(?:(?:cung\s+)?thong nhat\s+)?(?:ban h\S?nh|xay dung|de ra|lap|trien khai|yeu cau|chi thi|d\S ra)"
    r"\s+(?:noi dung\s+)?(?:k\S hoach|chuong trinh|phuong an)",
    re.IGNORECASE,
)
"""`X ban hành Kế hoạch`, looked for in the text without marks (which keeps every letter's place)."""
_ORGANS = (
    "uy ban nhan dan",
    "ubnd",
    "hoi dong nhan dan",
    "so",
    "phong",
    "truong",
    "bo",
    "ban",
    "cong an",
    "trung tam",
    "hoi",
    "uy ban",
    "tram",
    "chi cuc",
    "cuc",
    "benh vien",
    "dang uy",
    "doan",
    "lien doan",
    "cong doan",
    "tong lien doan",
    "tinh doan",
    "thanh doan",
    "huyen doan",
    "tinh uy",
    "thanh uy",
    "huyen uy",
    "hoi dong doi",
    "lien minh",
    "lien hiep",
    "vien kiem sat",
    "toa an",
    "bao hiem xa hoi",
    "ngan hang",
    "tong cuc",
    "thanh tra",
    "van phong",
    "dai phat thanh",
    "y ban nhan dan",
)
_ORGAN_OF_ORGAN = ("ban thuong truc", "ban chap hanh", "ban thuong vu")
"""What signs for a union or a front stands below its name, and is not the issuer."""


def issuer_of(head: Head) -> str | None:
    """From the letterhead where it names a place, else from `X ban hành Kế hoạch`, else either."""
    attached = head.attached.issuer if head.attached else ""
    name = _named(attached, head) if attached else _issuer_of(head)
    return modern_tones(name) if name else None


def _issuer_of(head: Head) -> str | None:
    top = _letterhead_issuer(head)
    said = _preamble_issuer(head)
    if top and said and _is_committee(top) and _is_committee(said) and not _has_place(top):
        return _placed(said if len(said) > len(top) else top, head)
    if top and said and _has_place(said) and fold(said).endswith(fold(top)):
        return said  # the union's standing committee signs for it
    if top and (not said or _has_place(top) or not _has_place(said)):
        return _placed(top, head)
    return _placed(said or top, head)


def _is_committee(name: str) -> bool:
    return name.startswith("Ủy ban nhân dân")


_DATE_PLACE = re.compile(r"(?:^|[|.]\s*|\s{2,})(?P<place>[^\W\d_][^\d|,.:]{1,40}?)\s*,\s*ng[àa]y\b")


def _placed(name: str | None, head: Head) -> str | None:
    """A committee whose letterhead lost its second line takes the place of the date line: `Hà Nội, ngày …`."""
    if name is None or not _is_committee(name) or _has_place(name):
        return name
    place = next((found["place"] for text in head.letterhead if (found := _DATE_PLACE.search(text))), "")
    place = place.strip()
    area = name.removeprefix("Ủy ban nhân dân").strip()
    if not place or in_capitals(place) or area.startswith("các"):
        return name
    bare = re.sub(r"^(?:TP\.?|[Tt]hành phố|[Tt]ỉnh)\s*", "", place)
    if not area and known_at_start(bare.split()):
        area = "thành phố" if fold(bare) in CITIES else "tỉnh"
    return f"Ủy ban nhân dân {area} {bare}" if area else name


_RIGHT_COLUMN = re.compile(
    r"(?:^|\s+)(?:C[ỘO]NG\s+H[ÒOOÀ][AÀ]?\b|H[ÒO]A X[ÃA]|[ĐDÐ]\S{0,3}c\s+l\S{1,2}p\b|ĐẢNG CỘNG SẢN VIỆT NAM"
    r"|ĐOÀN (?:TNCS|THANH NIÊN CỘNG SẢN) HỒ CHÍ MINH).*$",
    re.DOTALL,
)
"""The nation's name and motto (or the party's, the union's), which stand right of the issuer's name."""
_HEAD_OF = re.compile(r"^(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|HIỆU TRƯỞNG)\s+(?=[ỦU][ỶY] BAN|UBND|SỞ|BỘ|TRƯỜNG)")
_JOINT = re.compile(r"\s+[-–]\s+(?=(?:SỞ|BỘ|CÔNG AN|TÒA ÁN|VIỆN KIỂM SÁT|HỘI|LIÊN ĐOÀN|TỈNH ĐOÀN|ĐOÀN)\s)")
"""Several bodies issued it together: the first of them leads."""
_SECOND = re.compile(
    r"\s+(?=(?:ĐẢNG ỦY|ĐẢNG UỶ|CHI BỘ|SỞ|CHI CỤC|TRUNG TÂM)\s+[A-ZĐ]|TRƯỜNG\s+(?:TIỂU|MẦM|MẪU|TRUNG|PHỔ|THCS|THPT|TH|MN|MG|PT|CAO|ĐẠI)"
    r"|PHÒNG\s+(?:GIÁO|GD|LAO|LĐ|VĂN|VH|Y TẾ|TƯ PHÁP|NỘI VỤ|KINH|TÀI|TC|NÔNG))"
)
"""Where a superior's name and the issuer's were joined to one line: `UBND TỈNH X SỞ Y TẾ`."""


def _letterhead_issuer(head: Head) -> str | None:
    """The last body of the left column: a superior's name may stand above the issuer's."""
    lines: list[str] = []
    for text in _party_columns(head.letterhead):
        text = _DATE_BESIDE.sub("", text)
        left = _RIGHT_COLUMN.split(re.sub(r"[-–_*=]{3,}.*$", "", text).strip())[0].strip()
        if not left or not in_capitals(f"{left} NAM") or _is_noise(left):
            continue
        left = _HEAD_OF.sub("", left)
        *above, left = _SECOND.split(_leading(_JOINT.split(left)))
        lines += above
        if lines and fold(lines[-1]) == "uy":  # a narrow cell broke `ỦY` / `BAN NHÂN DÂN`
            lines[-1] = f"{lines[-1]} {left}"
        else:
            lines.append(left)
    organs: list[str] = []
    for line in lines:
        if fold(line).startswith(_ORGAN_OF_ORGAN) and organs:
            organs[-1] = _of_place(organs[-1], line)
            continue
        if any(fold(line).startswith(f"{organ} ") or fold(line) == organ for organ in _ORGANS):
            organs.append(line)
        elif organs:
            organs[-1] = f"{organs[-1]} {line}"
    return _named(organs[-1], head) if organs else None


def _leading(bodies: list[str]) -> str:
    """The first of several issuers, with the place that only the last of them names: `CÔNG AN XÃ - HỘI LHPN XÃ X`."""
    first = bodies[0]
    level = first.rsplit(maxsplit=1)[-1]
    if len(bodies) > 1 and level in _BARE_LEVELS:
        _, found, place = bodies[-1].rpartition(f" {level} ")
        return f"{first} {place}" if found else first
    return first


_BARE_LEVELS = {"XÃ", "PHƯỜNG", "TỈNH", "HUYỆN", "QUẬN"}


def _party_columns(letterhead: tuple[str, ...]) -> Iterator[str]:
    """The lines, each parted where the party's name stood in the other column of the same line."""
    for text in letterhead:
        for part in text.split("ĐẢNG CỘNG SẢN VIỆT NAM"):
            yield re.split(r"\s\*|\s(?=Số\b)", part)[0] if part is not text else part


_BOARD = re.compile(
    r"^BAN (?:CHẤP HÀNH|THƯỜNG VỤ|THƯỜNG TRỰC)\s+(?=(?:TỈNH|THÀNH PHỐ|HUYỆN|XÃ|PHƯỜNG|QUẬN|THỊ)\s)"
)


def _of_place(organ: str, board: str) -> str:
    """`HỘI … VIỆT NAM` / `BAN CHẤP HÀNH TỈNH X`: the union of that place issued it, not the whole union."""
    place = _BOARD.sub("", board)
    return f"{organ.removesuffix('VIỆT NAM').strip()} {place}" if place != board else organ


_DATE_BESIDE = re.compile(r"(?<=[A-ZĐÀ-Ỹ]{2})\s+(?=\w[a-zà-ỹđ])[^\d|,.:]{2,40},\s*ngày\b.*$")
"""The place and day that stood right of a line in capitals: `ĐẢNG ỦY XÃ SUỐI MÂY Suối Mây, ngày …`."""
_NATION_NAME = " cong hoa xa hoi chu nghia viet nam "
_NATION = (
    "cong hoa xa hoi",
    "xa hoi chu nghia",
    "hoi chu nghia",
    "chu nghia viet nam",
    "viet nam",
    "doc lap",
)
"""Pieces of the nation's name and motto, wherever a narrow column broke them."""


def _is_noise(text: str) -> bool:
    folded = fold(text)
    numbered = re.match(r"S\S{0,2}\s*(?:[:.]|\d)", text) is not None
    return numbered or f" {folded} " in _NATION_NAME or any(starts_like(folded, part) for part in _NATION)


def _preamble_issuer(head: Head) -> str | None:
    for text in reversed(head.preamble):
        found = list(_ISSUES.finditer(strip_marks(nfc(text))))
        if found:
            issuer = nfc(text)[found[-1].start("issuer") : found[-1].end("issuer")]
            words = re.sub(r"^(?:thì|nay|theo đó|vì vậy)\s+", "", issuer.strip())
            return _named(words, head)
    return None


def _named(text: str, head: Head) -> str:
    """The issuer's name in canonical form; capitals become what the text writes elsewhere."""
    if in_capitals(text):
        text = recased(text, " ".join(head.preamble))
    committee = _people_s_committee(text)
    if committee:
        return committee
    names = read_names(text).names
    return names[0] if len(names) == 1 else text


_AREA_NAMES = {
    "tinh": "tỉnh",
    "thanh pho": "thành phố",
    "huyen": "huyện",
    "quan": "quận",
    "thi xa": "thị xã",
    "xa": "xã",
    "phuong": "phường",
    "thi tran": "thị trấn",
    "dac khu": "đặc khu",
}
_PROVINCIAL = ("tỉnh", "thành phố")


def _people_s_committee(text: str) -> str | None:
    """`Ủy ban nhân dân` of an area, also where the letters are damaged: the commonest issuer."""
    words = text.split()
    if words and fold(words[0]) == "y":
        words[0] = "Ủy"  # a web page lost the first letter
    count = 1 if words and fold(words[0]) == "ubnd" else 4
    if len(words) <= count or not like(
        " ".join(fold(w) for w in words[:count]), ("ubnd", "uy ban nhan dan")[count > 1]
    ):
        return None
    rest = words[count:]
    for size in (2, 1):
        area = _AREA_NAMES.get(" ".join(fold(w) for w in rest[:size]))
        if area:
            place = " ".join(rest[size:])
            return f"Ủy ban nhân dân {area} {spelt(place) if area in _PROVINCIAL else place}".strip()
    return None


def _has_place(name: str) -> bool:
    """Whether a proper name follows the kind of place: `huyện Hớn Quản`, not `huyện`."""
    words = name.split()
    return any(fold(a) in AREAS and b[:1].isupper() for a, b in pairwise(words)) or fold(name).startswith(
        "truong "
    )


def level_of(issuer: str | None, agencies_text: str) -> str | None:
    """The issuer's level. A city is a province's equal where it commands departments (`Sở`)."""
    if not issuer:
        return None
    folded = f" {fold(issuer)} "
    if folded.startswith((" truong ", " nha truong ")):
        return "school"
    if folded.startswith((" bo ", " chinh phu ", " thu tuong ", " tong cuc ", " quoc hoi ")):
        return "ministry" if not folded.startswith(" bo chi huy") else "province"
    if re.search(
        r" (?:xa|phuong|thi tran|dac khu) ", folded.replace("thi xa", "thi_xa").replace("xa hoi", "xa_hoi")
    ):
        return "commune"
    if re.search(
        r" (?:huyen|quan|thi_xa) ", folded.replace("thi xa", "thi_xa").replace("quan su", "quan_su")
    ):
        return "district"
    if re.search(r" thanh pho ", folded):
        departments, offices = agencies_text.count("Sở "), agencies_text.count("Phòng ")
        return "district" if offices > departments else "province"
    if " tinh " in folded or folded.startswith((" so ", " ban dan toc", " tinh uy")):
        return "province"
    if (
        folded.startswith((" trung uong ", " ban bi thu ", " tong lien doan "))
        or " trung uong doan " in folded
    ):
        return "ministry"
    return "district" if folded.startswith(" phong ") else None


def province_of(
    issuer: str | None, level: str | None, head: Head, recipients: Iterable[str] = ()
) -> str | None:
    """The province: the issuer's own name, else the one that the head mentions most, else whom it is sent to."""
    if issuer and level == "province":
        found = _PROVINCE.search(issuer)
        if found:
            return _place(found["place"])
    texts = [*head.letterhead, head.title or "", *head.preamble]
    for pattern in (_PROVINCE_ONLY, _PROVINCE):
        places = Counter(_place(m["place"]) for text in texts for m in pattern.finditer(text))
        if places:
            return places.most_common(1)[0][0]
    if level == "ministry":
        return None
    known = Counter(name for text in [*head.letterhead, head.title or ""] for name in named_in(text))
    if len(known) == 1:
        return known.most_common(1)[0][0]
    told = {_place(m["place"]) for text in recipients for m in _PROVINCE_ONLY.finditer(text)}
    return told.pop() if len(told) == 1 else None


_PERIOD = re.compile(
    r"\s(?:Giai|Năm|Đến|Về|Trên|Thực|Triển|Ban|Khóa|Lần|Trong|Nhiệm|Sở|Trường|Phòng|Trung|Chủ|Ủy|Uỷ|Cộng|Độc|Đảng|Đoàn)\b.*$"
)


def _place(text: str) -> str:
    known = known_at_start(text.split())
    if known and (in_capitals(text) or len(known) == len(text)):
        return known
    if in_capitals(text):
        return spelt(_PERIOD.sub("", " ".join(w.capitalize() for w in text.split())))
    return spelt(" ".join(w.capitalize() for w in text.split()) if in_capitals(text) else text)
