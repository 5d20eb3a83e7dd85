"""By when: the deadlines in a task's sentence or in the value of a "Thời gian thực hiện:" line.

The outline calls `read_deadlines`; `python -m plans deadlines` calls `answer`. Nothing in here
knows about files, lines or agencies, and nothing guesses in silence: what is not certain is a
doubt beside the deadline.
"""

from __future__ import annotations

from plans.deadlines.read import PhraseDoubt, Reading, answer, read_deadlines

__all__ = ["PhraseDoubt", "Reading", "answer", "read_deadlines"]
