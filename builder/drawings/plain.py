"""The text of an SVG, safe to parse: in UTF-8, of bounded size, without entities that grow or come from outside."""

from __future__ import annotations

import re

from builder.drawings.faults import Fault

MOST_LETTERS = 2**20
MOST_TAGS = 20_000
MOST_ENTITIES = 50
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?:\[(.*?)\]\s*)?>", re.DOTALL)
_DECLARED = re.compile(
    r"""\s+|<!--.*?-->|<!(?:ATTLIST|ELEMENT)\s[^<>]*>|<!ENTITY\s+([\w.:-]+)\s+(?:"([^"<&%]*)"|'([^'<&%]*)')\s*>""",
    re.DOTALL,
)
_OUTSIDE = re.compile(r"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", re.IGNORECASE)
_STANDARD = frozenset({"lt", "gt", "amp", "quot", "apos"})


def plain(content: bytes) -> str:
    """Return the text with its entities replaced. Raises Fault for a text that is not safe, or too long."""
    written = content.decode("utf-8-sig", "replace")
    if "\ufffd" in written or "\0" in written:  # the parser takes zeros for UTF-16, in which no DOCTYPE was looked for
        raise Fault("damaged-figure", "the SVG is not in UTF-8.", "Save it again, as UTF-8.")
    if len(written) > MOST_LETTERS or written.count("<") > MOST_TAGS:
        raise _too_large()
    if doctype := _DOCTYPE.match(written, max(written.find("<!DOCTYPE"), 0)):
        written = _replaced(written[: doctype.start()] + written[doctype.end() :], _entities(doctype[1] or ""))
    if unsafe := _OUTSIDE.search(written):
        raise _unsafe(unsafe[0])
    return written


def _entities(declared: str) -> dict[str, str]:
    """Return what a DOCTYPE declares as plain text, as Illustrator does for long addresses."""
    found: dict[str, str] = {}
    at = 0
    while at < len(declared):
        match = _DECLARED.match(declared, at)
        if not match or len(found) > MOST_ENTITIES:
            raise _unsafe(declared[at : at + 8])
        if match[1]:
            found.setdefault(match[1], match[2] or match[3] or "")
        at = match.end()
    return found


def _replaced(written: str, entities: dict[str, str]) -> str:
    names = [name for name in entities if name not in _STANDARD]
    if len(written) + sum(written.count(f"&{name};") * len(entities[name]) for name in names) > MOST_LETTERS:
        raise _too_large()
    if not names:
        return written
    return re.sub(r"&([\w.:-]+);", lambda match: entities[match[1]] if match[1] in names else match[0], written)


def _unsafe(what: str) -> Fault:
    return Fault("unsafe-figure", f"an SVG with {what} is not read.",
                 "Delete that line from the file, or save the drawing as plain SVG.")


def _too_large() -> Fault:
    return Fault("figure-too-large", "the drawing has too many parts.", "Simplify it, or save it as a PNG.")
