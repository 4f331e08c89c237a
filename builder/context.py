"""What an edition is made with, besides its topic: everything from outside comes in here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from builder.locale import Locale
from builder.model import Clinic, Document, Reference
from builder.style import Style


@dataclass(frozen=True, slots=True)
class Context:
    """Style, paper ("a4" or "letter"), locale, clinic, legal profile, today's date and the references of one edition.

    `folder` is the topic's folder, `clinic_folder` the clinics': figures and logos lie below them, and `root` is the
    workspace, which none of them may leave. `source_document` is the topic in its source language, for a translation.
    """

    style: Style
    paper: str
    locale: Locale
    clinic: Clinic | None
    profile: str
    today: datetime.date
    references: Mapping[str, Reference]
    folder: Path
    clinic_folder: Path
    root: Path
    source_document: Document | None = None
