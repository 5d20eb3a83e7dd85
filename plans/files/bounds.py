"""How large a document may be. Used by the readers of this package; holds numbers only.

A plan of a province with all its appendices has under 400 pages. The bounds leave room above that
and keep every reader within a minute and a gigabyte, whatever it is given.
"""

from __future__ import annotations

MAX_FILE_BYTES = 20 * 1024 * 1024
"""Telegram hands no larger file to a bot (Bot API, getFile)."""

MAX_TEXT_BYTES = 8 * 1024 * 1024
"""Of a plain text file: about 2,000 pages in UTF-8, 4 bytes a letter in the worst encoding."""

MAX_PAGES = 1000
"""Of a PDF or of a text with form feeds."""

MAX_CHARS = 3_000_000
"""Of all lines together, whatever the kind of file: 1,000 pages of 3,000 letters."""

MAX_LINE_CHARS = 100_000
"""Of one line. A paragraph of 100,000 characters would be 40 pages without a break."""

MAX_ZIP_ENTRIES = 20_000
"""Of an office file; a Word document has one a picture and some twenty others."""

MAX_PART_BYTES = 120 * 1024 * 1024
"""Of one part of an office file once unfolded; the text of 400 pages has about 10 MB of XML."""

MAX_ZIP_RATIO = 150
"""How much a part may unfold to, as a multiple of its folded size. Word's XML has 5 to 40."""

SMALL_PART_BYTES = 4 * 1024 * 1024
"""A part that unfolds to less is read whatever its ratio."""

MAX_XML_ELEMENTS = 1_500_000
"""Of one part. 400 pages of Word have some 300,000."""

MAX_XML_DEPTH = 200
"""Of elements in elements. A table in a table in a table has about 40."""

MAX_SCANNED_PAGES = 120
"""Tesseract takes two to five seconds a page; a reading may take a quarter of an hour in all."""
