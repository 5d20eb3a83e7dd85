"""Hostile and broken files: each ends quickly in an error of its own, whatever it is.

The last tests go through the real child process, as the bot does.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.errors import FileReadError, PlanError, ReadFailedError
from plans.files import read_file
from plans.limits import read_in_child, read_limited
from tests.plans.files_samples import (
    abstract,
    cell,
    level,
    num,
    numbered,
    p,
    part,
    ruled,
    running,
    table,
    write_docx,
    write_pdf,
)

FUZZ = settings(
    max_examples=20, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


NAMES = "p r t tbl tr tc tcPr vMerge gridSpan pPr numPr numId ilvl br sdt sdtContent txbxContent del ins"


def code_of(path: Path) -> str:
    with pytest.raises(PlanError) as caught:
        read_file(path)
    return caught.value.code


def with_part(path: Path, name: str, contents: bytes | str) -> Path:
    """A sound Word file in which one part has other contents."""
    write_docx(path.with_name("sound.docx"), p("x"), {"styles": "", "numbering": ""})
    with (
        zipfile.ZipFile(path.with_name("sound.docx")) as sound,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for entry in sound.namelist():
            if entry != name:
                out.writestr(entry, sound.read(entry))
        out.writestr(name, contents)
    return path


@pytest.fixture
def word(tmp_path: Path) -> Path:
    return tmp_path / "plan.docx"


# Zips


def test_a_part_that_unfolds_a_thousand_times_is_a_bomb(word: Path) -> None:
    assert code_of(with_part(word, "word/document.xml", b" " * 50_000_000)) == "zip_bomb"


def test_a_bomb_in_a_part_that_is_not_read_does_nothing(word: Path) -> None:
    assert read_file(with_part(word, "word/media/image1.png", bytes(50_000_000))).lines[0].text == "x"


def test_a_part_may_lie_about_its_size(word: Path) -> None:
    with_part(word, "word/document.xml", b" " * 20_000_000)
    data = word.read_bytes().replace(struct.pack("<I", 20_000_000), struct.pack("<I", 100))
    word.write_bytes(data)
    assert code_of(word) in {"zip_bomb", "broken"}


def test_a_zip_of_very_many_entries_is_a_bomb(word: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plans.files.package.MAX_ZIP_ENTRIES", 3)
    assert code_of(write_docx(word, p("x"))) == "zip_bomb"


def test_an_encrypted_entry_is_named_as_such(word: Path) -> None:
    write_docx(word, p("x"))
    data = word.read_bytes()
    word.write_bytes(
        data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    )
    assert code_of(word) == "encrypted"


def test_a_word_file_under_a_password_is_named_as_such(tmp_path: Path) -> None:
    locked = tmp_path / "plan.docx"
    locked.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    assert code_of(locked) == "encrypted"


@pytest.mark.parametrize("keep", [30, 200, 900, -30])
def test_a_word_file_cut_short_is_broken(word: Path, keep: int) -> None:
    write_docx(word, p("x" * 50))
    word.write_bytes(word.read_bytes()[:keep])
    assert code_of(word) == "broken"


def test_a_word_file_with_a_damaged_part_is_broken(word: Path) -> None:
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", part("document", f"<w:body>{p('Công an')}</w:body>"))
    word.write_bytes(word.read_bytes().replace("Công an".encode(), "Công êm".encode()))
    assert code_of(word) == "broken"


def test_macros_are_refused(word: Path) -> None:
    assert code_of(with_part(word, "word/vbaProject.bin", b"macro")) == "macros"


def test_a_workbook_and_an_empty_zip_are_of_another_kind(tmp_path: Path) -> None:
    book, empty = tmp_path / "plan.docx", tmp_path / "empty.docx"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    zipfile.ZipFile(empty, "w").close()
    assert (code_of(book), code_of(empty)) == ("unsupported_type", "unsupported_type")


def test_a_word_file_without_its_document_is_broken(word: Path) -> None:
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/styles.xml", "<x/>")
    assert code_of(word) == "broken"


def test_names_with_paths_lead_nowhere(word: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(part("document", f"<w:body>{p('secret')}</w:body>"))
    relation = (
        '<Relationships><Relationship Type="x/officeDocument" Target="{}" TargetMode="{}"/></Relationships>'
    )
    for target, mode in (
        ("../../../secret.xml", ""),
        (secret.as_uri(), "External"),
        (str(secret), "Internal"),
    ):
        with_part(word, "_rels/.rels", relation.format(target, mode))
        try:
            read = [line.text for line in read_file(word).lines]
        except FileReadError as error:
            assert error.code == "broken"  # noqa: PT017 - either is right, the secret is not
        else:
            assert read == ["x"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.docx", "secret.xml", "sound.docx"]


def test_a_source_bears_the_files_name_without_its_folders(word: Path) -> None:
    write_docx(word, p("x"))
    assert read_file(word.parent / "." / word.name).name == "plan.docx"


# XML

LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    "head",
    [
        LAUGHS,
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://x/"> %x;]>',
    ],
)
@pytest.mark.parametrize(
    "name", ["word/document.xml", "word/styles.xml", "_rels/.rels", "word/numbering.xml"]
)
def test_a_document_type_is_refused_in_every_part(word: Path, name: str, head: str) -> None:
    assert code_of(with_part(word, name, f'<?xml version="1.0"?>{head}<a>&c;</a>')) == "unsafe_xml"


@pytest.mark.parametrize(
    "contents",
    [b"", b"<", b"<a><b></a>", b"\xff\xfe\x00", b'<?xml version="1.0" encoding="no-such"?><a/>', b"&x;"],
)
def test_broken_xml_is_broken(word: Path, contents: bytes) -> None:
    assert code_of(with_part(word, "word/document.xml", contents)) in {"broken", "empty"}


def test_elements_nested_a_hundred_thousand_deep_are_too_complex(word: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000
    assert code_of(write_docx(word, deep)) == "too_complex"


def test_tables_in_tables_are_read_to_a_depth_and_then_refused(word: Path) -> None:
    def nested(depth: int) -> str:
        body = p("tận cùng")
        for _ in range(depth):
            body = table(cell(body + p("")) + cell("y"))
        return body

    assert "tận cùng" in read_file(write_docx(word, nested(20))).lines[0].text
    assert code_of(write_docx(word, nested(100))) == "too_complex"


def test_more_elements_than_any_document_has_are_too_complex(
    word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plans.files.xml.MAX_XML_ELEMENTS", 1000)
    assert code_of(write_docx(word, p("x") * 400)) == "too_complex"


def test_absurd_numbers_in_a_word_file_do_no_harm(word: Path) -> None:
    rules = abstract(1, level(0, "upperRoman", "%1.%9.", '<w:start w:val="999999999"/>')) + num(1, 1)
    rules += abstract(2, level(0, "lowerLetter", "%1)")).replace('w:val="1"', 'w:val="99999999"') + num(2, 2)
    body = numbered("a", 1) + numbered("b", 2) + numbered("c", 2, 99999) + p("d", '<w:ind w:left="1e999"/>')
    body += table(cell("e", '<w:gridSpan w:val="99999999"/>') + cell("f", '<w:gridSpan w:val="-5"/>'))
    found = read_file(write_docx(word, body, {"numbering": rules})).lines
    assert [line.text[-1:] for line in found[:4]] == ["a", "b", "c", "d"]
    assert len(found[4].cells) <= 63


# Sizes


def test_a_file_larger_than_telegram_hands_over_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"x" * (20 * 1024 * 1024 + 1))
    assert code_of(path) == "too_large"


@pytest.mark.parametrize(
    ("size", "code"), [(19_000_000, "too_large"), (7_000_000, "too_many_pages"), (200_000, "line_too_long")]
)
def test_one_endless_line_of_text_is_refused(tmp_path: Path, size: int, code: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"x" * size)
    assert code_of(path) == code


def test_one_endless_paragraph_in_word_is_refused(word: Path) -> None:
    assert code_of(write_docx(word, p("x " * 60_000))) == "line_too_long"


def test_two_thousand_pages_are_too_many_in_every_kind_of_file(tmp_path: Path) -> None:
    text, word, pdf = tmp_path / "a.txt", tmp_path / "b.docx", tmp_path / "c.pdf"
    text.write_text("x\n\f" * 2000)
    write_docx(word, "<w:p><w:r><w:lastRenderedPageBreak/><w:t>x</w:t></w:r></w:p>" * 2000)
    write_pdf(pdf, [[]] * 2000)
    assert {code_of(path) for path in (text, word, pdf)} == {"too_many_pages"}


# PDF


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"junk %PDF-1.4 1 0 obj << /Type /Catalog >>"]
)
def test_a_pdf_without_pages_is_broken(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(data)
    assert code_of(path) == "broken"


def test_a_pdf_under_a_password_is_named_as_such(tmp_path: Path) -> None:
    lock = "/Encrypt << /Filter /Standard /V 1 /R 2 /O <{0}> /U <{0}> /P -4 >> /ID [<{0}> <{0}>]"
    path = write_pdf(tmp_path / "plan.pdf", [running(["x"])], encrypt=lock.format("ab" * 32))
    assert code_of(path) == "encrypted"


def test_a_page_tree_that_bites_its_tail_ends(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "plan.pdf", [running(["x"])])
    path.write_bytes(path.read_bytes().replace(b"/Kids [7 0 R]", b"/Kids [2 0 R]"))
    assert code_of(path) in {"broken", "empty"}


def test_a_page_full_of_lines_is_a_drawing_and_no_table(tmp_path: Path) -> None:
    rules = ruled([10.0 + n / 4 for n in range(1000)], [10.0 + n for n in range(600, 0, -1)])
    found = read_file(write_pdf(tmp_path / "plan.pdf", [running(["x y"])], {0: rules})).lines
    assert [(line.text, line.cells) for line in found] == [("x y", ())]


# Chance


@FUZZ
@given(data=st.binary(max_size=600))
def test_no_bytes_raise_anything_but_our_errors(tmp_path: Path, data: bytes) -> None:
    read_or_refuse(tmp_path / "chance", data)


@FUZZ
@given(text=st.text(max_size=120))
def test_any_text_becomes_numbered_lines_without_line_ends(tmp_path: Path, text: str) -> None:
    path = tmp_path / "chance.txt"
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    try:
        lines = read_file(path).lines
    except PlanError:
        return
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert not any(set("\r\n\t\f\0") & set(line.text) for line in lines)


@FUZZ
@given(
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=4)), min_size=1, max_size=8)
)
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_damaged_file_is_read_or_refused(
    tmp_path: Path, kind: str, changes: list[tuple[float, bytes]]
) -> None:
    sample = tmp_path / f"sound.{kind}"
    if not sample.exists():
        if kind == "docx":
            write_docx(sample, p("Công an") + table(cell("a") + cell("b")), {"styles": "<w:style/>"})
        else:
            write_pdf(
                sample, [running(["Công an xã", "tuần tra"])], {0: ruled([10.0, 50.0, 90.0], [90.0, 50.0])}
            )
    data = bytearray(sample.read_bytes())
    for place, piece in changes:
        start = int(place * (len(data) - 1))
        data[start : start + len(piece)] = piece
    read_or_refuse(tmp_path / f"damaged.{kind}", bytes(data))


@FUZZ
@given(
    tags=st.lists(st.sampled_from([*(f"w:{name}" for name in NAMES.split()), "/", "x"]), max_size=60),
)
def test_words_elements_in_any_order_are_read(tmp_path: Path, tags: list[str]) -> None:
    body, open_tags = "", []
    for tag in tags:
        if tag == "x":
            body += "chữ"
        elif tag != "/":
            body += f'<{tag} w:val="1">'
            open_tags.append(tag)
        elif open_tags:
            body += f"</{open_tags.pop()}>"
    body += "".join(f"</{tag}>" for tag in reversed(open_tags))
    rules = abstract(1, level(0, "decimal", "%1.")) + num(1, 1)
    write_docx(tmp_path / "any.docx", body + p("cuối"), {"numbering": rules})
    assert read_file(tmp_path / "any.docx").lines[-1].text.endswith("cuối")


def read_or_refuse(path: Path, data: bytes) -> None:
    """Read these bytes; any error but ours fails the test."""
    path.write_bytes(data)
    try:
        source = read_file(path)
    except PlanError:
        return
    assert source.lines


# Through the child process


async def test_the_bots_way_gives_the_draft_of_a_plan(tmp_path: Path) -> None:
    from tests.plans.test_files_text import PLAN

    body = "".join(p(line) for line in PLAN.splitlines())
    draft = await read_in_child(write_docx(tmp_path / "kế hoạch.docx", body))
    assert draft["source"] == "kế hoạch.docx"
    assert any("tuần tra" in task["text"] for task in draft["tasks"])


def test_hostile_files_end_in_their_codes_in_the_child_too(tmp_path: Path) -> None:
    bomb = with_part(tmp_path / "bomb.docx", "word/document.xml", b" " * 50_000_000)
    empty = tmp_path / "--help"
    empty.write_bytes(b"")
    codes = []
    for path in (bomb, empty, tmp_path / "missing.txt"):
        with pytest.raises(ReadFailedError) as caught:
            read_limited(path)
        codes.append(caught.value.code)
    assert codes == ["zip_bomb", "empty", "missing"]


def test_a_pdf_that_unfolds_without_end_is_survived(tmp_path: Path) -> None:
    folded = zlib.compress(b"BT " * 40_000_000, 9)
    path = write_pdf(tmp_path / "plan.pdf", [running(["x"])])
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(folded) + folded + b"\nendstream"
    data = path.read_bytes()
    start = data.index(b"8 0 obj") + 8
    path.write_bytes(data[:start] + stream + data[data.index(b"endobj", start) - 1 :])
    with pytest.raises(ReadFailedError) as caught:
        read_limited(path)
    assert caught.value.code in {"empty", "broken", "too_much_memory", "took_too_long", "reader_failed"}
