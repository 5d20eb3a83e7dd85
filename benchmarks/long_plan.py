"""A plan of as many pages as wanted, made of the sandbox's own plan of a province, as text and as PDF.

Called by `benchmarks.reading`. No sentence stands in it twice, since a reader that keeps what it has
read would be measured too fast.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import tempfile
import textwrap
from pathlib import Path

from tests.plans.files_samples import running, write_pdf

SOURCE = Path(__file__).resolve().parents[1] / "sandbox/office/plans/tinh-lam-khe-2026.txt"
LINES_A_PAGE, LETTERS_A_LINE = 34, 86
SHORT_LINE = 60
_LABEL = re.compile(r"(?:[IVX]+\.|\d+\.|[a-zđ]\)|[-+])\s")
_THEME = re.compile(r"(?m)^(?=[123]\. )")
_STYLE = (
    "@page{size:A4;margin:2cm}body{font:14pt/1.4 'Times New Roman',serif}p{margin:6px 0;text-align:justify}"
)


def text(repeats: int) -> str:
    """The plan with its three themes of tasks so many times over, a paragraph a line."""
    whole = SOURCE.read_text(encoding="utf-8")
    before, rest = whole.split("1. Nâng cao năng lực", 1)
    body, after = rest.split("IV. HOẠT ĐỘNG", 1)
    themes = [part for part in _THEME.split("1. Nâng cao năng lực" + body) if part]
    lines = _paragraphs(before)
    for place in range(repeats * len(themes)):
        title, *duties = _paragraphs(themes[place % len(themes)])
        lines.append(f"{place + 1}. {title.partition('. ')[2]}, cụm xã số {place + 1}")
        lines += [_varied(duty, place + 1) for duty in duties]
    return "\n".join([*lines, *_paragraphs("IV. HOẠT ĐỘNG" + after)])


def _paragraphs(part: str) -> list[str]:
    out: list[str] = []
    before = ""
    for line in part.splitlines():
        short = len(before) < SHORT_LINE and line[:1].isupper()
        if line and (short or _LABEL.match(line) or not out):
            out.append(line)
        elif line:
            out[-1] += " " + line
        before = line
    return out


def _varied(paragraph: str, number: int) -> str:
    """A sentence of its own for every repeat; headings of agencies stay as they are."""
    if paragraph[-1] not in ".;:":
        return paragraph
    if "trẻ em" in paragraph[20:]:
        return paragraph[:20] + paragraph[20:].replace("trẻ em", f"trẻ em cụm {number}", 1)
    return re.sub(r"(?=(?: \([^()]*\))?[.;:]$)", f" ở cụm {number}", paragraph, count=1)


def write_plain_pdf(path: Path, pages: int) -> int:
    """A PDF of exactly so many pages by the tests' own writer; gives how many there are."""
    lines = [
        line
        for paragraph in text(pages * 3 // 5 + 1).splitlines()
        for line in textwrap.wrap(paragraph, LETTERS_A_LINE)
    ]
    cut = [lines[at : at + LINES_A_PAGE] for at in range(0, len(lines), LINES_A_PAGE)]
    write_pdf(path, [running(page, x=60, top=790, step=22) for page in cut[:pages]])
    return len(cut[:pages])


def write_browser_pdf(path: Path, repeats: int) -> bool:
    """The same printed by Chromium, with fonts and justified lines; False where there is none."""
    browser = shutil.which("chromium")
    if browser is None:
        return False
    rows = "".join(f"<p>{html.escape(line)}</p>" for line in text(repeats).splitlines())
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "plan.html"
        page.write_text(f"<meta charset=utf-8><style>{_STYLE}</style>{rows}", encoding="utf-8")
        switches = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command = [browser, *switches, f"--print-to-pdf={path}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return True
