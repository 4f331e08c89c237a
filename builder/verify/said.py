"""What a file that was read back says, as the tree that sheets are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.structure import Child, Element, Link, Piece

if TYPE_CHECKING:
    from builder.verify.readback import Element as Read


def said(read: Read) -> Element:
    """Return an element that was read back, with all below it, as an element of a sheet.

    Of a link inside the file, only the page that it leads to is known.
    """
    own = read.attributes
    children: list[Child] = [(Piece(child),) if isinstance(child, str) else said(child) for child in read.children]
    url = own.get("URI") or own.get("Dest", "")
    return Element(
        read.role, children=tuple(children), language=own.get("Lang", ""), alternate=own.get("Alt", ""),
        expansion=own.get("E", ""), scope=str(own.get("Scope", "")), numbering=str(own.get("ListNumbering", "")),
        link=Link(url, own.get("Contents", "")) if url or "Contents" in own else None,
    )  # fmt: skip
