"""Small writers of the documents that the file tests read: a .docx by zipfile, nothing more.

Word's own words for things are kept (`w:p`, `w:numPr`), so that a test shows what Word would write.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def part(name: str, body: str) -> str:
    """A whole part: an XML document whose root is `w:NAME`."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMESPACES}>{body}</w:{name}>'


def relations(targets: Mapping[str, str]) -> str:
    """A `.rels` part: {kind: target}."""
    rows = "".join(
        f'<Relationship Id="r{place}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def _content_types(parts: Mapping[str, str]) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {name: name for name in parts} | {"document": "document.main"}
    rows = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{word}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def write_docx(path: Path, body: str, parts: Mapping[str, str] | None = None) -> Path:
    """A Word file with this body; `parts` are {styles|numbering|footnotes|…: contents of that part}."""
    parts = parts or {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _content_types(parts))
        archive.writestr("_rels/.rels", relations({"officeDocument": "word/document.xml"}))
        archive.writestr("word/_rels/document.xml.rels", relations({name: f"{name}.xml" for name in parts}))
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, contents in parts.items():
            archive.writestr(f"word/{name}.xml", part(name, contents))
    return path


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, num: int, level: int = 0) -> str:
    """A paragraph in a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def cell(content: str, properties: str = "") -> str:
    """A table's cell; `content` is text or blocks."""
    blocks = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def table(*rows: str) -> str:
    """A table of rows, each of which is its cells put together."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def level(index: int, kind: str, text: str, more: str = "") -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def abstract(key: int, *levels: str) -> str:
    """A list's rules."""
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, abstract_key: int, more: str = "") -> str:
    """A list that paragraphs can name."""
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract_key}"/>{more}</w:num>'


# PDF


class PdfText:
    """A text on a PDF page: where it begins, how large its letters are."""

    def __init__(self, x: float, y: float, text: str, size: float = 14) -> None:
        self.x, self.y, self.text, self.size = x, y, text, size


def write_pdf(
    path: Path,
    pages: list[list[PdfText]],
    drawings: Mapping[int, str] | None = None,
    turn: int = 0,
    encrypt: str = "",
) -> Path:
    """A PDF of A4 pages with these texts; `drawings` adds drawing operators to a page by its place.

    Letters are numbered by their code points and half as wide as high. No font is embedded.
    """
    letters = sorted({letter for page in pages for text in page for letter in text.text})
    to_unicode = "\n".join(f"<{ord(letter):04x}> <{ord(letter):04x}>" for letter in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> "
        f"endcodespacerange {len(letters)} beginbfchar\n{to_unicode}\nendbfchar endcmap end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{7 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 500 /FontDescriptor 5 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        "<< /Type /FontDescriptor /FontName /Plain /Flags 4 /FontBBox [0 -200 1000 800] "
        "/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        _stream(cmap),
    ]
    for place, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {turn} "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {8 + 2 * place} 0 R >>"
        )
        objects.append(_stream("\n".join(map(_show, page)) + (drawings or {}).get(place, "")))
    path.write_bytes(_pdf(objects, encrypt))
    return path


def _show(text: PdfText) -> str:
    codes = "".join(f"{ord(letter):04x}" for letter in text.text)
    return f"BT /F {text.size} Tf {text.x} {text.y} Td <{codes}> Tj ET"


def _stream(contents: str) -> str:
    return f"<< /Length {len(contents)} >>\nstream\n{contents}\nendstream"


def _pdf(objects: list[str], trailer: str) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF"
    return out + end.encode()


def running(texts: list[str], x: float = 85, top: float = 760, step: float = 20) -> list[PdfText]:
    """Lines of running text, one below the other."""
    return [PdfText(x, top - step * place, text) for place, text in enumerate(texts)]


def ruled(xs: list[float], ys: list[float]) -> str:
    """The operators that draw a grid of lines."""
    upright = "".join(f" {x} {ys[-1]} m {x} {ys[0]} l S" for x in xs)
    return upright + "".join(f" {xs[0]} {y} m {xs[-1]} {y} l S" for y in ys)


def write_scan(path: Path, pdf: Path) -> Path:
    """The same pages as pictures, as a scanner would have made them."""
    import pypdfium2 as pdfium

    source, scan = pdfium.PdfDocument(pdf), pdfium.PdfDocument.new()
    for page in source:
        width, height = page.get_size()
        picture = pdfium.PdfImage.new(scan)
        picture.set_bitmap(page.render(scale=300 / 72, grayscale=True))
        picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
        copy = scan.new_page(width, height)
        copy.insert_obj(picture)
        copy.gen_content()
    scan.save(path)
    scan.close()
    source.close()
    return path
