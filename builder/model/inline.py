"""A text: inline nodes, which know where they were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Union

from builder.problems import Place


@dataclass(frozen=True, slots=True)
class Words:
    """Characters that are printed as they are."""

    text: str
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple[Inline, ...]
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Superscript:
    children: tuple[Inline, ...]
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Subscript:
    children: tuple[Inline, ...]
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an https, mailto or tel address, or to an id of the topic (`#spleen`)."""

    children: tuple[Inline, ...]
    url: str
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CitedSource:
    """One reference inside a citation, with the words before it ("see") and the place in it ("p. 3")."""

    key: str
    prefix: str = ""
    locator: str = ""
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Citation:
    sources: tuple[CitedSource, ...]
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary or an abbreviation: `{spleen}`, or `{spleen|large spleens}` with the words to print."""

    name: str
    shown: str = ""
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ClinicValue:
    """A value of the clinic, such as `{clinic.phone}`."""

    name: str
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language: `[in vitro]{lang=la}`; `language` is a BCP 47 tag."""

    children: tuple[Inline, ...]
    language: str
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LineBreak:
    start: int = field(default=0, compare=False, repr=False)


Inline = Union[Words, Strong, Emphasis, Superscript, Subscript, Link, Citation, Term, ClinicValue, Foreign, LineBreak]


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the topic: its inline nodes, whose `start` counts characters of the scalar at `place`."""

    nodes: tuple[Inline, ...]
    place: Place | None = field(default=None, compare=False, repr=False)
