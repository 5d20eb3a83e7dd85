"""Text that was read in the wrong language: noticed, and repaired where that is certain.

Called by `plans/read.py` before the outline is read. Marks are lost and letters changed where Tesseract's English
model read Vietnamese (`nim 2020 va cic nim tiép theo`). Each word is taken for the syllable that its letters and
its neighbours make most likely; what stays uncertain is named, and the text as it was read is kept.

`notice` is asked for every document; `result` is loaded for a damaged one alone. Nothing here adds or drops
words, and figures stay as they are unless they stand where only a word can.
"""
