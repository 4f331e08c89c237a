"""What is known of a page while it is written."""

from __future__ import annotations

from builder.html.escape import text
from builder.locale import Locale
from builder.structure import Element, Sheet, below, elements
from builder.style import Style

HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})


class Page:
    """The sheet, its style and words, and the names that are taken."""

    def __init__(self, sheet: Sheet, style: Style, locale: Locale) -> None:
        self.sheet, self.style, self.locale = sheet, style, locale
        self.say = locale.say
        self.taken = {element.id for element in elements(sheet.root) if element.id}
        self.targets = frozenset(self.taken)
        self.headings = dict(self._headings(sheet.root, ""))
        self.urgent = {one for section in below(sheet.root) if section.kind == "get-help" for one in below(section)}
        self.explained = {term.name: term.words for term in sheet.terms}
        self.terms: dict[str, str] = {}
        self.fields = self.pictures = 0
        self.keeping = self.fresh("stays-here")
        self.noted = False
        self.source = f'<span class="vh own">{text(self.say("source"))} </span>'

    def fresh(self, name: str) -> str:
        """Return an id that nothing else in the page has."""
        found, number = name, 1
        while found in self.taken:
            number += 1
            found = f"{name}-{number}"
        self.taken.add(found)
        return found

    def term(self, name: str) -> str:
        """Return the id of what explains a word, or an empty string if nothing does."""
        if name not in self.explained:
            return ""
        if name not in self.terms:
            self.terms[name] = self.fresh(f"word-{len(self.terms) + 1}")
        return self.terms[name]

    def field(self) -> str:
        """Return the id of one more field to write in."""
        self.fields += 1
        return self.fresh(f"field-{self.fields}")

    def picture(self) -> str:
        """Return the id of one more picture."""
        self.pictures += 1
        return self.fresh(f"picture-{self.pictures}")

    def _headings(self, element: Element, kind: str) -> list[tuple[Element, str]]:
        """Return the second-level headings of the page in order, each with its id."""
        found = []
        for child in element.children:
            if not isinstance(child, Element):
                continue
            if child.role == "H2":
                found.append((child, child.id or self.fresh(kind or "part")))
            elif child.role not in HEADINGS:
                found += self._headings(child, child.kind)
        return found
