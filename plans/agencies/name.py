"""One name as it was read."""

from __future__ import annotations

from dataclasses import dataclass

_NEEDS_LEVEL = (
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Đảng ủy",
    "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Viện kiểm sát nhân dân",
    "Tòa án nhân dân",
)


@dataclass(slots=True)
class Name:
    """A name as it was read: `text` is canonical, `place` the level and place at its end."""

    text: str
    place: str = ""
    known: bool = True
    is_class: bool = False

    @property
    def needs_level(self) -> bool:
        return not self.place and (self.text.endswith(_NEEDS_LEVEL) or self.text == "Công an")

    def canonical(self) -> str:
        whole = f"{self.text} {self.place}".strip()
        return whole[:1].upper() + whole[1:]
