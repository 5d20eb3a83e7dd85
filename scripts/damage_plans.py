"""Damages clean plans the way a scan read in the wrong language is damaged.

A developer's tool, called by hand before `learn_repair.py`: it prints each text on pages (Pillow), roughens the
pages as a scanner does and reads them with Tesseract's English model. It needs Pillow, `tesseract-ocr`,
`fonts-croscore` (Tinos, a face like that of the plans) and `fonts-dejavu`, which the program itself does not.

    python scripts/damage_plans.py OUT_FOLDER FILE...

For every FILE it writes OUT_FOLDER/<stem>.<variant>.txt (the damaged text) and <stem>.printed.txt (the lines
as they were printed). What is there already is not made again.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path("/usr/share/fonts/truetype")
FACES = {
    "tinos": ("croscore/Tinos-Regular.ttf", "croscore/Tinos-Bold.ttf"),
    "serif": ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    "sans": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
}
WIDTH, HEIGHT = 8.27, 11.69
MARGIN, LEADING = 1.0, 1.22
HEADING = re.compile(r"(?:[IVX]+\.|\d+\.|KẾ HOẠCH|PHỤ LỤC|Điều \d)")


@dataclass(frozen=True)
class Variant:
    """How a page is printed and scanned: dots an inch, blur in dots, speckles a thousand dots, degrees of tilt;
    the face and its size in points, and how Tesseract looks for lines on the page (its `--psm`)."""

    name: str
    dpi: int
    blur: float
    speckle: float
    tilt: float
    other_model: bool = False
    threshold: int = 0
    """Grey below it becomes black, the rest white; 0 keeps the grey."""
    face: str = "tinos"
    points: float = 14
    psm: int = 3


VARIANTS = (
    Variant("fine", 300, 0.7, 0.0, 0.0),
    Variant("rough", 200, 0.6, 0.6, 0.25),
    Variant("slow-fine", 300, 0.8, 0.0, 0.1, other_model=True),
    Variant("slow-rough", 200, 0.6, 0.4, -0.2, other_model=True),
    Variant("black", 200, 0.8, 0.2, 0.2, other_model=True, threshold=170),
    Variant("coarse", 150, 0.6, 0.1, 0.1, other_model=True, threshold=150),
    Variant("serif", 300, 0.7, 0.0, 0.0, face="serif", points=12, psm=6),
    Variant("sans", 200, 0.5, 0.1, 0.1, face="sans", points=12, psm=4),
    Variant("screen", 150, 0.0, 0.0, 0.0, face="sans", points=11),
)
WANTED = os.environ.get("WANTED", "fine rough slow-fine slow-rough black coarse serif sans").split()
OTHER_MODEL = os.environ.get("OTHER_TESSDATA")
"""A folder with another `eng.traineddata` (the slower model of Tesseract 4.0, whose errors are others)."""


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The paragraph cut into printed lines."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def paragraphs(text: str) -> list[str]:
    """The text's lines without what was never printed (Markdown signs)."""
    text = unicodedata.normalize("NFC", text)
    lines = (re.sub(r"[*#]+|^\|?[\s|:-]+\|$", "", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


class Printer:
    """Puts paragraphs on pages."""

    def __init__(self, variant: Variant) -> None:
        self._dpi = variant.dpi
        self._size = variant.points / 72
        self._plain, self._bold = (
            ImageFont.truetype(str(FONTS / name), round(self._size * self._dpi))
            for name in FACES[variant.face]
        )
        self.pages: list[Image.Image] = []
        self.lines: list[str] = []
        self._y = float(self._dpi * HEIGHT)

    def add(self, text: str) -> None:
        bold = text.isupper() or (bool(HEADING.match(text)) and len(text) < 90)
        font = self._bold if bold else self._plain
        for line in wrapped(text, font, (WIDTH - 2 * MARGIN) * self._dpi):
            if self._y > (HEIGHT - 2 * MARGIN) * self._dpi:
                size = (round(WIDTH * self._dpi), round(HEIGHT * self._dpi))
                self.pages.append(Image.new("L", size, 255))
                self._y = MARGIN * self._dpi
            ImageDraw.Draw(self.pages[-1]).text((MARGIN * self._dpi, self._y), line, fill=20, font=font)
            self._y += self._size * LEADING * self._dpi
            self.lines.append(line)
        self._y += 0.4 * self._size * self._dpi


def roughened(page: Image.Image, variant: Variant, seed: int) -> Image.Image:
    """The page as a scanner sees it."""
    page = page.rotate(variant.tilt * (-1) ** seed, Image.Resampling.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(variant.blur))
    dice = random.Random(seed)  # noqa: S311 - speckles, no secrets
    dots = page.load()
    for _ in range(round(page.width * page.height * variant.speckle / 1000)):
        dots[dice.randrange(page.width), dice.randrange(page.height)] = dice.choice((60, 230))  # type: ignore[index]
    return page.point(lambda grey: 255 * (grey > variant.threshold)) if variant.threshold else page


def read_wrongly(page: Image.Image, variant: Variant, folder: Path) -> str:
    """What the English model makes of a page."""
    image = folder / f"page{os.getpid()}.png"
    page.save(image, dpi=(variant.dpi, variant.dpi))
    command = ["tesseract", str(image), "-", "-l", "eng", "--psm", str(variant.psm)]
    if variant.other_model and OTHER_MODEL:
        command += ["--tessdata-dir", OTHER_MODEL]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", env=environment)  # noqa: S603
    image.unlink()
    return done.stdout


def damage(path: Path, out: Path) -> None:
    for variant in (v for v in VARIANTS if v.name in WANTED):
        target = out / f"{path.stem}.{variant.name}.txt"
        if target.exists() or (variant.other_model and not OTHER_MODEL):
            continue
        printer = Printer(variant)
        for paragraph in paragraphs(path.read_text(encoding="utf-8")):
            printer.add(paragraph)
        texts = [
            read_wrongly(roughened(page, variant, number), variant, out)
            for number, page in enumerate(printer.pages)
        ]
        target.write_text("\n".join(texts), encoding="utf-8")
        (out / f"{path.stem}.printed.txt").write_text("\n".join(printer.lines), encoding="utf-8")
        print(target.name, len(printer.pages), "pages", flush=True)


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:]:
        damage(Path(name), out)


if __name__ == "__main__":
    main()
