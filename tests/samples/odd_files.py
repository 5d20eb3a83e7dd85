"""How the odd-shaped sample files are made: one short plan in the encodings that offices have used.

`python -m tests.samples.odd_files` writes `tests/samples/odd/` anew; the tests compare the files that
are committed with what is made here. Nothing else may depend on this module.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

ODD = Path(__file__).parent / "odd"

SHORT_PLAN = """\
ỦY BAN NHÂN DÂN
XÃ ĐỒNG SAO

Số: 05/KH-UBND

Đồng Sao, ngày 03 tháng 3 năm 2026

KẾ HOẠCH
Tổ chức Tết Trung thu cho trẻ em năm 2026 trên địa bàn xã Đồng Sao, tỉnh Lam Khê

I. NHIỆM VỤ
1. Phòng Văn hóa - Xã hội
- Chủ trì, phối hợp với Trạm Y tế xã lập danh sách trẻ em được tặng quà trước ngày 10/9/2026.
2. Đoàn Thanh niên Cộng sản Hồ Chí Minh xã
- Tổ chức đêm hội rước đèn chậm nhất ngày 24/9/2026.
II. CHẾ ĐỘ BÁO CÁO
Các đơn vị liên quan gửi báo cáo về Ủy ban nhân dân xã trước ngày 05/10/2026.
"""
"""Two agencies, three tasks, three deadlines: 9 and 24 September and 4 October 2026."""

_RECIPE = """\
Cách nấu chè hạt sen

Nguyên liệu: hai lạng hạt sen, một lạng đường phèn, một nắm nhãn khô, vài cánh hoa nhài.

Hạt sen rửa sạch, bỏ tâm cho khỏi đắng, ninh lửa nhỏ đến khi bở. Cho đường phèn vào sau cùng, khuấy nhẹ tay.
Nhãn khô ngâm nước ấm, thả vào nồi trước khi tắt bếp. Múc ra bát, rắc hoa nhài, để nguội rồi hãy ăn.

Muốn ngon thì đừng vội: nồi chè cũng như câu chuyện, phải đợi lửa liu riu mới ngọt.
"""

_TCVN3_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
"""TCVN 5712:1993, third table: the first code of each unbroken run of letters."""


def tcvn3(text: str) -> bytes:
    """The text as a document in a `.VnTime` font keeps it.

    TCVN3 has no capitals with a tone (offices used a font of capitals instead), so those become small.
    """
    table = {letter: first + i for first, run in _TCVN3_RUNS.items() for i, letter in enumerate(run)}
    out = bytearray()
    for letter in text:
        code = table.get(letter, table.get(letter.lower()))
        out += letter.encode("ascii") if code is None else bytes([code])
    return bytes(out)


def files() -> dict[str, bytes]:
    """Every odd file by name."""
    return {
        "empty.txt": b"",
        "blank.txt": " \n\t\n\u00a0\n".encode(),
        "not_a_plan.txt": _RECIPE.encode(),
        "latin1_junk.txt": bytes((index * 73 + 19) % 256 for index in range(2048)),
        "short_plan.txt": SHORT_PLAN.encode(),
        "short_plan_bom.txt": SHORT_PLAN.encode("utf-8-sig"),
        "short_plan_nfd.txt": unicodedata.normalize("NFD", SHORT_PLAN).encode(),
        "short_plan_utf16.txt": b"\xff\xfe" + SHORT_PLAN.encode("utf-16-le"),
        "short_plan_utf16be.txt": b"\xfe\xff" + SHORT_PLAN.encode("utf-16-be"),
        "short_plan_tcvn3.txt": tcvn3(SHORT_PLAN),
        "short_plan_tcvn3_pasted.txt": tcvn3(SHORT_PLAN).decode("cp1252").encode(),
        "short_plan_crlf.txt": SHORT_PLAN.replace("\n", "\r\n").encode(),
        "short_plan_cut.txt": SHORT_PLAN.encode()[: SHORT_PLAN.encode().index("Ủy ban".encode()) + 1],
    }


def main() -> None:
    """Write the files."""
    ODD.mkdir(exist_ok=True)
    for name, data in files().items():
        (ODD / name).write_bytes(data)


if __name__ == "__main__":
    main()
