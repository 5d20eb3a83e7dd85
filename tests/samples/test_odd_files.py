"""The odd-shaped samples are what their names say, and git has not changed a byte of them."""

from __future__ import annotations

import unicodedata

import pytest

from tests.samples.odd_files import ODD, SHORT_PLAN, files, tcvn3


@pytest.mark.parametrize("name", sorted(files()))
def test_the_file_is_as_it_was_made(name: str) -> None:
    assert (ODD / name).read_bytes() == files()[name]


def test_no_other_file_lies_there() -> None:
    assert {path.name for path in ODD.iterdir()} == {*files(), ".gitattributes"}


def test_the_unicode_files_all_say_the_same() -> None:
    encodings = {
        "short_plan_bom.txt": "utf-8-sig",
        "short_plan_nfd.txt": "utf-8",
        "short_plan_utf16.txt": "utf-16",
        "short_plan_utf16be.txt": "utf-16",
        "short_plan_crlf.txt": "utf-8",
    }
    for name, encoding in encodings.items():
        text = unicodedata.normalize("NFC", (ODD / name).read_bytes().decode(encoding))
        assert text.replace("\r\n", "\n") == SHORT_PLAN, name


def test_tcvn3_gives_the_codes_of_the_standard() -> None:
    assert tcvn3("Kế hoạch số 05, Đồng Sao") == b"K\xd5 ho\xb9ch s\xe8 05, \xa7\xe5ng Sao"


@pytest.mark.parametrize("name", ["short_plan_tcvn3.txt", "short_plan_cut.txt", "latin1_junk.txt"])
def test_what_is_not_utf_8_cannot_be_read_as_such(name: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        (ODD / name).read_bytes().decode("utf-8")
