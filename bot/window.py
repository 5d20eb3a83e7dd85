"""How many messages may be under way at once. Each of them may have arrived unrecorded when the process is killed, so it is
one as long as that keeps the pace, and as many more as a slow network needs. bot/draining.py asks.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import ceil

AT_ONCE = 16
"""Messages on their way at most: enough for the pace where each takes half a second."""
OF_LATE = 24
"""The messages that tell how long one takes; the slowest few of them say nothing."""
SLOWEST = 4


@dataclass(slots=True)
class Window:
    """How many messages may be under way, found by how long one takes from its beginning to its answer."""

    most: int = AT_ONCE
    least: int = 1
    a_second: float = 28.5
    """What is kept with as few under way as can be: a little above the goal, below the pace of bot/pacing.py."""
    _took: deque[float] = field(default_factory=lambda: deque(maxlen=OF_LATE))

    def saw(self, seconds: float) -> None:
        """A message took so long."""
        self._took.append(seconds)

    @property
    def size(self) -> int:
        if len(self._took) < OF_LATE // 2:
            return self.least
        usual = sorted(self._took)[: len(self._took) - SLOWEST]
        return min(max(ceil(sum(usual) / len(usual) * self.a_second), self.least), self.most)
