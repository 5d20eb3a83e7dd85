"""Text that was read in the wrong language: noticed, and repaired where that is certain.

Called by `plans/read.py` before the outline is read. Marks are lost and letters changed where Tesseract's English
model read Vietnamese (`nim 2020 va cic nim tiép theo`). Each word is taken for the syllable that its letters and
its neighbours make most likely; what stays uncertain is named, and the text as it was read is kept.

Nothing is loaded for a clean document. Nothing here adds or drops words, and figures stay as they are
unless they stand where only a word can.
"""

from __future__ import annotations

from plans.repair.notice import is_damaged
from plans.repair.result import Repaired, beside, repair

__all__ = ["Repaired", "beside", "is_damaged", "repair"]
