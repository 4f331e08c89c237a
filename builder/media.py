"""The media that a sheet is written in."""

from __future__ import annotations

from typing import Mapping

MEDIA: Mapping[str, str] = {"pdf": "pdf", "html": "html", "text": "txt"}
"""Each medium, with the extension of its files."""
