"""A clinic that prints factsheets under its own name."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints
from pydantic.dataclasses import dataclass

from builder.model.fields import Email, Id, Line, Lines, Marked, Plain, Url
from builder.model.node import STRICT, Node


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Logo(Node):
    file: Line
    alt: Plain


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Clinic(Node):
    """A clinic that prints factsheets under its own name: what `content/clinics/<clinic>.yaml` holds.

    `read_more` is the address behind the QR code, `short_address` the form of it that is printed beside the code.
    """

    clinic: Id
    name: Plain
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    address: Lines
    phone: Plain
    hours: Lines
    out_of_hours: Plain | None = None
    emergency: Plain
    email: Email | None = None
    website: Url | None = None
    logo: Logo | None = None
    interpreter: Marked | None = None
    other_formats: Marked | None = None
    feedback: Marked | None = None
    read_more: Url | None = None
    short_address: Plain | None = None
    nondiscrimination: Marked | None = None
    language_help: Marked | None = None
    style: Line | None = None
    paper: Literal["a4", "letter"] | None = None
    profile: Line | None = None
