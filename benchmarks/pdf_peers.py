"""Plain text out of a PDF by the libraries that the reader is measured beside.

Run by `benchmarks.reading` in the virtual environment that `make bench` installs them into; it imports nothing
of this project. `python benchmarks/pdf_peers.py pdfplumber|viparse FILE` prints seconds and letters as JSON.
"""

from __future__ import annotations

import json
import sys
import time


def pdfplumber_text(path: str) -> str:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def viparse_text(path: str) -> str:
    import viparse

    return "\n".join(document.text for document in viparse.load(path))


if __name__ == "__main__":
    name, file = sys.argv[1:]
    __import__(name)
    started = time.process_time()
    text = {"pdfplumber": pdfplumber_text, "viparse": viparse_text}[name](file)
    print(json.dumps({"seconds": time.process_time() - started, "letters": len(text)}))
