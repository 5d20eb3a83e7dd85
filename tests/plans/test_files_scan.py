"""Scans, photos and old .doc files: the programs that read them, there or missing."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from plans.errors import FileReadError
from plans.files import old_doc, read_file, scan
from tests.plans.files_samples import PdfText, ruled, running, write_pdf, write_scan

TEXT = ["Cong an xa Tan An", "tuan tra ban dem"]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole search path: no program is installed but what a test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(folder: Path, name: str, program: str) -> None:
    """A stand-in for a program, in Python."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport sys, time\narguments = sys.argv[1:]\n{program}\n")
    path.chmod(0o755)


def tesseract(words: str, more: str = "pass") -> str:
    """A Tesseract that has Vietnamese and reads these lines of its table."""
    return (
        "if arguments == ['--list-langs']: print('List of languages\\neng\\nvie')\n"
        f"else: sys.stdin.buffer.read(); {more}; print({words!r})"
    )


def word(paragraph: int, line: int, text: str, confidence: int = 95) -> str:
    return (
        f"5\t1\t1\t{paragraph}\t{line}\t1\t300\t{300 * paragraph + 60 * line}\t90\t40\t{confidence}\t{text}"
    )


@pytest.fixture
def scanned(tmp_path: Path) -> Path:
    """A scan of one page."""
    pages = [running(TEXT)]
    return write_scan(tmp_path / "scan.pdf", write_pdf(tmp_path / "text.pdf", pages))


def code_of(path: Path) -> tuple[str, str]:
    with pytest.raises(FileReadError) as caught:
        read_file(path)
    return caught.value.code, caught.value.detail


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_a_scan_is_read_by_tesseract_page_by_page(scanned: Path) -> None:
    seen: list[tuple[int, int]] = []
    source = read_file(scanned, progress=lambda done, total: seen.append((done, total)))
    assert [line.text for line in source.lines if line.text] == TEXT
    assert {line.page for line in source.lines} == {1}
    assert seen[-1] == (1, 1)


def test_tesseracts_words_become_lines_and_its_paragraphs_are_kept_apart(
    scanned: Path, programs: Path
) -> None:
    head = "1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t"
    rows = [head, word(1, 1, "Công"), word(1, 1, "an"), word(1, 2, "xã"), word(2, 1, "Trạm"), "rubbish"]
    install(programs, "tesseract", tesseract("\n".join(rows)))
    source = read_file(scanned)
    assert [line.text for line in source.lines] == ["Công an", "xã", "", "Trạm"]
    assert source.notes == ()


def test_marks_that_were_taken_off_their_letters_are_no_line(scanned: Path, programs: Path) -> None:
    marks = word(1, 2, "~`").replace("\t40\t95", "\t9\t95")
    install(programs, "tesseract", tesseract("\n".join([word(1, 1, "Công"), marks, word(1, 3, "an")])))
    assert [line.text for line in read_file(scanned).lines] == ["Công", "an"]


def test_a_scan_that_tesseract_was_not_sure_of_is_noted_as_damaged(scanned: Path, programs: Path) -> None:
    install(programs, "tesseract", tesseract(word(1, 1, "Céng", 30)))
    assert read_file(scanned).notes == ("text_damaged",)


@pytest.mark.parametrize(
    "kind", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"BM\x10\x00\x00\x00\x00\x00\x00\x00"]
)
def test_a_photo_is_read_whatever_its_name(tmp_path: Path, programs: Path, kind: bytes) -> None:
    install(programs, "tesseract", tesseract(word(1, 1, "Công")))
    photo = tmp_path / "plan.pdf"
    photo.write_bytes(kind + bytes(100))
    assert [line.text for line in read_file(photo).lines] == ["Công"]


def placed(line: int, x: float, y: float, text: str) -> str:
    """A word whose box begins at this place of an A4 page, in points from its lower left corner."""
    left, top = round(x * 300 / 72), round((842 - y) * 300 / 72)
    return f"5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t90\t40\t95\t{text}"


def test_a_ruled_table_of_a_scan_becomes_rows(tmp_path: Path, programs: Path) -> None:
    xs, ys = [60.0, 110.0, 330.0, 520.0], [700.0, 670.0, 640.0]
    rules = ruled(xs, ys) + " 60 500 400 80 re f"  # and a dark block, which is no line
    scan_file = write_scan(tmp_path / "scan.pdf", write_pdf(tmp_path / "text.pdf", [[]], {0: rules}))
    rows = [
        placed(1, 65, 750, "Trước"),
        placed(2, 65, 690, "|STT"),
        placed(2, 115, 690, "Việc"),
        placed(2, 335, 690, "Ai"),
        placed(3, 65, 660, "1_"),
        placed(3, 115, 660, "|"),
        placed(3, 125, 660, "Rà"),
        placed(3, 335, 660, "đƠn"),
        placed(3, 390, 660, "TRƯỜNG"),
        placed(4, 65, 600, "Sau"),
    ]
    install(programs, "tesseract", tesseract("\n".join(rows)))
    assert [line.cells or line.text for line in read_file(scan_file).lines] == [
        "Trước",
        ("STT", "Việc", "Ai"),
        ("1", "Rà", "đơn TRƯỜNG"),
        "Sau",
    ]


def test_a_picture_that_is_all_lines_is_no_table(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plans.files.scan_rules.MAX_RULES", 3)
    rules = ruled([60.0, 110.0, 330.0, 520.0], [700.0, 670.0, 640.0])
    scan_file = write_scan(tmp_path / "scan.pdf", write_pdf(tmp_path / "text.pdf", [[]], {0: rules}))
    install(programs, "tesseract", tesseract(placed(2, 65, 690, "STT")))
    assert read_file(scan_file).lines[0].cells == ()


def test_a_scan_without_tesseract_names_what_to_install(scanned: Path, programs: Path) -> None:
    assert code_of(scanned) == ("ocr_missing", "tesseract-ocr")


def test_a_tesseract_without_vietnamese_names_what_to_install(scanned: Path, programs: Path) -> None:
    install(programs, "tesseract", "print('eng')")
    assert code_of(scanned) == ("ocr_missing", "tesseract-ocr-vie")


def test_a_single_scanned_page_among_text_is_noted_where_it_cannot_be_read(
    tmp_path: Path, programs: Path
) -> None:
    import pypdfium2 as pdfium

    text = write_pdf(
        tmp_path / "text.pdf", [running([f"dòng {n} của trang này, dài vừa phải" for n in range(9)])] * 3
    )
    scan_file = write_scan(tmp_path / "scan.pdf", write_pdf(tmp_path / "one.pdf", [running(TEXT)]))
    both = pdfium.PdfDocument(text)
    both.import_pages(pdfium.PdfDocument(scan_file))
    both.save(tmp_path / "both.pdf")
    both.close()
    assert read_file(tmp_path / "both.pdf").notes == ("page_without_text",)


def test_a_tesseract_that_fails_or_hangs_ends_in_an_error(
    scanned: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(programs, "tesseract", tesseract("", "sys.exit(3)"))
    assert code_of(scanned)[0] == "ocr_failed"
    monkeypatch.setattr(scan, "PAGE_SECONDS", 0.5)
    install(programs, "tesseract", tesseract("", "time.sleep(20)"))
    assert code_of(scanned)[0] == "took_too_long"
    (programs / "tesseract").write_text("#!/nowhere/at/all\n")
    assert code_of(scanned)[0] == "ocr_failed"


def test_too_many_scanned_pages_are_refused(
    scanned: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plans.files.pdf.MAX_SCANNED_PAGES", 0)
    assert code_of(scanned)[0] == "too_many_pages"


def test_a_page_of_text_is_no_scan_though_it_has_little_text(tmp_path: Path, programs: Path) -> None:
    assert read_file(write_pdf(tmp_path / "a.pdf", [[PdfText(100, 700, "Hết")]])).lines[0].text == "Hết"


# Old .doc

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def doc(tmp_path: Path) -> Path:
    path = tmp_path / "plan.doc"
    path.write_bytes(OLE + bytes(600) + "WordDocument".encode("utf-16-le"))
    return path


ANTIWORD = """
print("\\n\\nKẾ HOẠCH\\n\\n1. Công an xã\\n\\n|STT |Việc  |Ai |\\n|1   |Rà soát|Công|\\n|    |sổ     |an |\\n\\n2. Trạm Y tế")
"""


def test_an_old_doc_is_read_by_antiword(doc: Path, programs: Path) -> None:
    install(programs, "antiword", ANTIWORD)
    found = [line for line in read_file(doc).lines if line.text]
    assert [(line.cells or line.text, line.whole) for line in found] == [
        ("KẾ HOẠCH", True),
        ("1. Công an xã", True),
        (("STT", "Việc", "Ai"), False),
        (("1", "Rà soát sổ", "Công an"), False),
        ("2. Trạm Y tế", True),
    ]


def test_catdoc_reads_an_old_doc_where_antiword_is_missing(doc: Path, programs: Path) -> None:
    install(programs, "catdoc", "print('Kế hoạch của xã')")
    assert read_file(doc).lines[0].text == "Kế hoạch của xã"


def test_an_old_doc_without_a_reader_has_an_error_of_its_own(doc: Path, programs: Path) -> None:
    assert code_of(doc)[0] == "old_doc"


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("print('plan.doc is encrypted'); sys.exit(1)", "encrypted"),
        ("sys.exit(1)", "broken"),
        ("time.sleep(20)", "took_too_long"),
        ("print('x' * 9_000_000)", "too_large"),
    ],
)
def test_what_antiword_cannot_read_ends_in_an_error(
    doc: Path, programs: Path, monkeypatch: pytest.MonkeyPatch, program: str, code: str
) -> None:
    monkeypatch.setattr(old_doc, "SECONDS", 0.5 if "sleep" in program else 20)
    install(programs, "antiword", program)
    assert code_of(doc)[0] == code


def test_an_antiword_that_does_not_start_ends_in_an_error(doc: Path, programs: Path) -> None:
    install(programs, "antiword", "")
    (programs / "antiword").write_text("#!/nowhere/at/all\n")
    assert code_of(doc)[0] == "broken"
