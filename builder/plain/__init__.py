"""A tree as plain lines: for e-mail, text messages and braille displays, and as a screen reader would say it."""

from __future__ import annotations

from builder.plain.text import write as write
