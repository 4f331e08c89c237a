"""The signs of the three tiers of help and of the buttons that call, in the colour of the words beside them."""

from __future__ import annotations

from typing import Mapping


def _icon(inside: str) -> str:
    return f'<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">{inside}</svg>'


_STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"'
EMERGENCY = _icon(
    '<path fill="currentColor" fill-rule="evenodd" d="M12 1.5a10.5 10.5 0 1 0 0 21a10.5 10.5 0 1 0 0-21z'
    'M10.4 5.8h3.2l-.5 8h-2.2zM12 15.4a1.6 1.6 0 1 1 0 3.2a1.6 1.6 0 1 1 0-3.2z"/>'
)
CALL = _icon(
    f'<path {_STROKE} d="M5.2 3.2h3.4l1.7 4.6-2.2 1.8a13 13 0 0 0 6.3 6.3l1.8-2.2 4.6 1.7v3.4a2 2 0 0 1-2.2 2'
    'A17 17 0 0 1 3.2 5.4a2 2 0 0 1 2-2.2z"/>'
)
VISIT = _icon(f'<path {_STROKE} d="M4 5.5h16v15H4zM4 10h16M8.5 3v4M15.5 3v4M9 15.2l2.2 2.2L15.4 13"/>')
ICONS: Mapping[str, str] = {"emergency": EMERGENCY, "urgent": CALL, "routine": VISIT}
