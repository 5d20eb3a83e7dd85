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

MAX_LINE_CHARS = 100_000
"""Of one line. A paragraph of 100,000 characters would be 40 pages without a break."""
