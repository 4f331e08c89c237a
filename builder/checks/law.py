"""LEGL: what the law of a country asks for; the facts are dated files in `builder/law/`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from builder import source
from builder.checks.rule import Rule, where
from builder.problems import Problem

if TYPE_CHECKING:
    from builder.checks.subject import Subject

FOLDER = Path(__file__).parents[1] / "law"
FRESH = 6  # months


@dataclass(frozen=True, slots=True)
class Profile:
    """A legal profile: what it is for, and the day on which its facts were read, if it has any."""

    name: str
    about: str
    as_of: datetime.date
    ages: bool


def profiles() -> list[str]:
    """Return the names of the profiles, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@lru_cache(maxsize=8)
def load(name: str) -> Profile:
    """Return the profile called `name`. Raises BuildError where there is no such file."""
    root = source.load(FOLDER / f"{name}.yaml", f"law/{name}.yaml").root
    assert isinstance(root, source.Mapping)
    return Profile(name, str(root["about"]), datetime.date.fromisoformat(root["as_of"]), bool(root["facts"]))


def no_language_notice(subject: Subject) -> Iterator[Problem]:
    """In the profile `us`, the clinic's file lacks the notice that language help is available.

    The notice goes with discharge papers, consent forms and the like, in the 15 languages most spoken in the state. A
    handout from a clinic visit is such a paper. Without a clinic there is nobody to give the notice.

    Why: Covered clinics in the United States must hand it out; readers learn that an interpreter is free.

    Bad: no `language_help:`

    Good: `language_help: "Español: ..."`

    Source: 45 CFR 92.11 (Section 1557 of the Affordable Care Act); see `law/us.yaml`.
    """
    clinic = subject.context.clinic
    if clinic and clinic.language_help is None:
        yield Problem("no-language-notice", "The notice of language help is missing.", where(clinic),
                      "Add `language_help:` to the clinic's file.")


def no_nondiscrimination_notice(subject: Subject) -> Iterator[Problem]:
    """In the profile `us`, the clinic's file does not point to its notice of nondiscrimination.

    Why: Covered clinics in the United States must give the notice.

    Bad: no `nondiscrimination:`

    Good: `nondiscrimination: We treat everyone equally. See https://clinic.example/rights.`

    Source: 45 CFR 92.10 (Section 1557 of the Affordable Care Act); see `law/us.yaml`.
    """
    clinic = subject.context.clinic
    if clinic and clinic.nondiscrimination is None:
        yield Problem("no-nondiscrimination-notice", "The notice of nondiscrimination is missing.",
                      where(clinic), "Add `nondiscrimination:` to the clinic's file.")


def no_accessible_formats(subject: Subject) -> Iterator[Problem]:
    """In the profile `nhs`, nothing offers the leaflet in an accessible format.

    Why: The Accessible Information Standard asks health and care providers in England to offer large print, easy read,
    braille and interpreters, and to record who needs them.

    Bad: no `other_formats:`

    Good: `other_formats: You can have this in large print or easy read. Call {clinic.phone}.`

    Source: NHS England, DAPB1605 Accessible Information, version 4.0; see `law/nhs.yaml`.
    """
    clinic = subject.context.clinic
    if clinic and clinic.other_formats is None:
        yield Problem("no-accessible-formats", "Nothing offers the leaflet in an accessible format.",
                      where(clinic), "Add `other_formats:` to the clinic's file, and say how to ask.")


def stale_profile(subject: Subject) -> Iterator[Problem]:
    """The facts of the legal profile were read more than six months ago.

    It fails `factsheet check --strict`, never `factsheet build`: what prints does not depend on the day.

    Why: Laws change; in 2026 alone two dates in the United States did.

    Bad: a profile with `as_of: 2026-11-22`, used in June 2027

    Good: a newer release of the program, whose profiles were read again

    Source: this project's own rule.
    """
    context = subject.context
    profile = load(context.profile)
    months = (context.today.year - profile.as_of.year) * 12 + context.today.month - profile.as_of.month
    if profile.ages and months - (context.today.day < profile.as_of.day) >= FRESH:
        yield Problem("stale-profile", f"The facts of the legal profile '{profile.name}' are of "
                      f"{context.locale.day(profile.as_of)}.", hint="Install a newer release of the program.")


RULES = (
    Rule("LEGL001", "no-language-notice", "error", no_language_notice, profiles=("us",)),
    Rule("LEGL002", "no-nondiscrimination-notice", "warning", no_nondiscrimination_notice, profiles=("us",)),
    Rule("LEGL003", "no-accessible-formats", "error", no_accessible_formats, profiles=("nhs",)),
    Rule("LINT002", "stale-profile", "warning", stale_profile, fails_build=False),
)
