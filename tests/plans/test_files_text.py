"""Text files: encodings, line ends, pages, rows, and what is no text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from plans.errors import EmptyFileError, FileReadError
from plans.files import read_file
from plans.source import Source

PLAN = """KẾ HOẠCH
Triển khai công tác bảo vệ, chăm sóc trẻ em năm 2026
1. Công an xã
- Tăng cường tuần tra, kịp thời phát hiện và xử lý các hành vi xâm hại trẻ em.
- Báo cáo kết quả thực hiện về Ủy ban nhân dân xã trước ngày 15 tháng 6 hằng năm.
2. Trạm Y tế
- Phối hợp với các trường học tổ chức khám sức khỏe định kỳ cho trẻ em trên địa bàn.
"""


def read(folder: Path, data: bytes | str, name: str = "plan.txt") -> Source:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_file(path)


def texts(source: Source) -> list[str]:
    return [line.text for line in source.lines]


def code_of(folder: Path, data: bytes, name: str = "plan.txt") -> str:
    with pytest.raises(FileReadError) as caught:
        read(folder, data, name)
    return caught.value.code


def font_encoded(text: str, name: str) -> bytes:
    """`text` as a font encoding of the years before Unicode would have stored it."""
    from viparse.normalize.encodings import CHARMAPS  # type: ignore[import-untyped]  # it ships no types

    letters: dict[str, str] = {}
    for stored, letter in CHARMAPS[name].pairs:
        letters.setdefault(letter, stored)
    return "".join(letters.get(letter, letter) for letter in text).encode("latin-1")


def code_page_1258(text: str) -> bytes:
    """`text` with its tones as marks of their own, as Windows' Vietnamese code page has them."""
    out = b""
    for letter in text:
        base, tones = "", ""
        for part in unicodedata.normalize("NFD", letter):
            if part in "\u0300\u0301\u0303\u0309\u0323":
                tones += part
            else:
                base += part
        out += (unicodedata.normalize("NFC", base) + tones).encode("cp1258")
    return out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_gives_the_same_lines(tmp_path: Path, encoding: str) -> None:
    assert texts(read(tmp_path, PLAN.encode(encoding))) == PLAN.splitlines()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_lines(tmp_path: Path, line_end: str) -> None:
    assert texts(read(tmp_path, PLAN.replace("\n", line_end))) == PLAN.splitlines()


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    assert texts(read(tmp_path, unicodedata.normalize("NFD", PLAN))) == PLAN.splitlines()


@pytest.mark.parametrize("encoding", ["vni", "viscii"])
def test_font_encoded_text_becomes_unicode(tmp_path: Path, encoding: str) -> None:
    assert texts(read(tmp_path, font_encoded(PLAN, encoding))) == PLAN.splitlines()


def test_tcvn3_becomes_unicode_and_its_headings_capitals(tmp_path: Path) -> None:
    stored = font_encoded(PLAN.replace("KẾ HOẠCH", "KếHOạCH VớI").replace("Ủy", "ủy"), "tcvn3")
    assert (
        texts(read(tmp_path, stored))
        == PLAN.replace("KẾ HOẠCH", "KẾHOẠCH VỚI").replace("Ủy", "ủy").splitlines()
    )


def test_font_encoded_text_that_was_saved_as_utf8_becomes_unicode_too(tmp_path: Path) -> None:
    pasted = font_encoded(PLAN, "vni").decode("latin-1").encode()
    assert texts(read(tmp_path, pasted)) == PLAN.splitlines()


def test_dashes_and_quotes_of_windows_survive_the_conversion(tmp_path: Path) -> None:
    stored = font_encoded(PLAN, "vni") + b"\x93Th\xf9\x94 \x96 \x85"
    assert texts(read(tmp_path, stored))[-1].startswith("“Th")
    assert "–" in texts(read(tmp_path, stored))[-1]


def test_code_page_1258_becomes_unicode(tmp_path: Path) -> None:
    assert texts(read(tmp_path, code_page_1258(PLAN))) == PLAN.splitlines()


def test_text_in_another_language_is_left_alone(tmp_path: Path) -> None:
    spanish = (
        "Año nuevo, corazón, niños, también, así, será, qué, sí, más, allá, él, cómo, información.\n" * 3
    )
    assert texts(read(tmp_path, spanish)) == spanish.splitlines()


def test_invisible_characters_and_odd_spaces_go(tmp_path: Path) -> None:
    source = read(tmp_path, "Công\u00a0an\u200b xã\x00 bảo\u00ad vệ\ufeff\nÐoàn xã")
    assert texts(source) == ["Công an xã bảo vệ", "Đoàn xã"]


def test_the_indent_is_measured_and_taken_off(tmp_path: Path) -> None:
    source = read(tmp_path, "a) Một\n  - Hai  \n\t+ Ba")
    assert [(line.text, line.indent) for line in source.lines] == [("a) Một", 0), ("- Hai", 2), ("+ Ba", 4)]


def test_a_form_feed_begins_a_page_and_keeps_the_line_numbers(tmp_path: Path) -> None:
    source = read(tmp_path, "một\n\fhai\n\f\nba")
    assert [(line.number, line.page, line.text) for line in source.lines] == [
        (1, 1, "một"),
        (2, 2, "hai"),
        (3, 3, ""),
        (4, 3, "ba"),
    ]


def test_a_text_without_form_feeds_has_no_pages(tmp_path: Path) -> None:
    assert {line.page for line in read(tmp_path, PLAN).lines} == {None}


def test_a_markdown_table_becomes_rows(tmp_path: Path) -> None:
    source = read(
        tmp_path, "| Việc | Chủ trì |\n|---|:--:|\n| Rà soát | Công an xã |\n| Báo cáo | Trạm Y tế |\n"
    )
    assert [line.cells for line in source.lines] == [
        ("Việc", "Chủ trì"),
        (),
        ("Rà soát", "Công an xã"),
        ("Báo cáo", "Trạm Y tế"),
    ]
    assert {line.table for line in source.lines if line.cells} == {1}


def test_cells_parted_by_bars_become_rows_and_empty_lines_do_not_part_a_table(tmp_path: Path) -> None:
    source = read(tmp_path, "STT | Việc | Chủ trì\n\n1 | Rà soát | Công an xã\nHết bảng\n1 | 2 | 3\n")
    assert [line.table for line in source.lines] == [1, 0, 1, 0, 2]


def test_a_letterhead_set_side_by_side_is_no_table(tmp_path: Path) -> None:
    source = read(tmp_path, "ỦY BAN NHÂN DÂN XÃ | CỘNG HÒA XÃ HỘI\nSố: 1/KH-UBND | ngày 1 tháng 2\n")
    assert [line.cells for line in source.lines] == [(), ()]


def test_a_few_broken_bytes_are_a_note_not_an_error(tmp_path: Path) -> None:
    source = read(tmp_path, (PLAN * 3).encode() + b"\xe1\xbb h\xe1\xba")
    assert source.notes == ("text_damaged",)


def test_half_a_letter_at_the_end_of_utf16_is_dropped(tmp_path: Path) -> None:
    assert texts(read(tmp_path, PLAN.encode("utf-16") + b"a"))[:7] == PLAN.splitlines()


@pytest.mark.parametrize("data", [b"", b"\n \n\t\r\n", "\ufeff".encode(), b"\x00\x00"])
def test_a_file_without_a_word_is_empty(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(EmptyFileError):
        read(tmp_path, data)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x00\x01\x02\x03" * 400,
        b"\xff\xfe\x00\xd8" * 50,
        b"\xff\xfe\0\0\xff\xff\xff\xff",
    ],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes) -> None:
    assert code_of(tmp_path, data) == "not_text"


@pytest.mark.parametrize(
    "data", [b"{\\rtf1 x}", b"\x1f\x8b\x08", b"MZ\x90", b"<!DOCTYPE html><p>", b"\0\0\0\x18ftypheic"]
)
def test_other_kinds_of_file_are_named_as_such(tmp_path: Path, data: bytes) -> None:
    assert code_of(tmp_path, data) == "unsupported_type"


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    assert texts(read(tmp_path, PLAN, "plan.pdf")) == PLAN.splitlines()


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileReadError) as missing:
        read_file(tmp_path / "nothing.txt")
    with pytest.raises(FileReadError) as folder:
        read_file(tmp_path)
    assert (missing.value.code, folder.value.code) == ("missing", "not_a_file")
