"""A sheet as one web page that needs nothing else: no script, no other file, no server."""

from __future__ import annotations

from builder.html.page import write

__all__ = ["write"]
