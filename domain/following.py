"""Which units a coordinator follows: those of his own unit's commune, or of its whole province.

Called wherever a coordinator is told or asks about units that are not his own. Deny by default.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A province and, where it is smaller, one commune of it, by their keys."""

    province_key: str
    commune_key: str = ""

    def covers(self, other: Area) -> bool:
        """Whether the other lies within this one. A body without a commune is a body of the province."""
        return self.province_key == other.province_key and self.commune_key in ("", other.commune_key)
