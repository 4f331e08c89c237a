"""SAFE: medicines, doses, emergency numbers and the disclaimer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.checks import citing
from builder.checks.rule import Rule, blocks, where
from builder.language import doses, lexicon, prose
from builder.markup import plain
from builder.model import Document, HelpTier, Medicine, Medicines
from builder.problems import Problem

if TYPE_CHECKING:
    from builder.checks.subject import Subject
    from builder.language.prose import Unit

EMERGENCY = {
    "AE": {"998", "999"}, "AR": {"107", "911"}, "AT": {"112", "144"}, "AU": {"000", "112"}, "BD": {"999"},
    "BE": {"112"}, "BG": {"112"}, "BR": {"190", "192", "193"}, "CA": {"911"}, "CH": {"112", "144"}, "CL": {"131"},
    "CN": {"110", "119", "120"}, "CO": {"123"}, "CY": {"112", "199"}, "CZ": {"112", "155"}, "DE": {"112"},
    "DK": {"112"}, "EE": {"112"}, "EG": {"123"}, "ES": {"112"}, "FI": {"112"}, "FR": {"112", "15", "18"},
    "GB": {"111", "112", "999"}, "GR": {"112", "166"}, "HK": {"112", "999"}, "HR": {"112", "194"},
    "HU": {"104", "112"}, "IE": {"112", "999"}, "IL": {"101"}, "IN": {"102", "108", "112"}, "IS": {"112"},
    "IT": {"112", "118"}, "JP": {"119"}, "KE": {"112", "999"}, "KR": {"119"}, "LT": {"112"}, "LU": {"112"},
    "LV": {"112", "113"}, "MT": {"112"}, "MX": {"911"}, "MY": {"999"}, "NG": {"112"}, "NL": {"112"},
    "NO": {"112", "113"}, "NZ": {"111"}, "PH": {"911"}, "PK": {"1122", "115"}, "PL": {"112", "999"}, "PT": {"112"},
    "RO": {"112"}, "RU": {"103", "112"}, "SA": {"911", "997"}, "SE": {"112"}, "SG": {"995"}, "SI": {"112"},
    "SK": {"112", "155"}, "TH": {"1669"}, "TR": {"112"}, "UA": {"103", "112"}, "US": {"911"}, "ZA": {"10177", "112"},
}
"""The numbers for an ambulance by country (ISO 3166-1); GB's 111 is urgent advice."""
_OTHER_CODES = {"UK": "GB", "EL": "GR"}
"""Codes that the European Union uses in place of ISO's."""
KNOWN = frozenset(number for numbers in EMERGENCY.values() for number in numbers if len(number) > 2)
STANDALONE = re.compile(r"(?<![\w.,/+-])(?<!\d )\d{3,5}(?![\w/%-]|[.,]\d|\s?\d)")
CALLS = re.compile(
    r"\b(?:call|ring|dial|phone|telephone|llam\w+|marqu\w+|appel\w+|compos\w+|ruf\w+|wähl\w+|chiam\w+)\b",
    re.IGNORECASE,
)


def incomplete_medicine(subject: Subject) -> Iterator[Problem]:
    """A medicine lacks its possible harms or who should not take it, or goes by its brand name.

    Reading the file already checks that it says what it is for. A name is a brand when it stands under `brands:`, when
    `builder/words/medicines.yaml` lists it, when ® or ™ follows, or when it has a capital inside (CellCept). The name
    of a substance under `brands:` is reported as well.

    Why: People who know the common harms call in time, and go on taking the medicine when a harm is no danger. Two
    brands of one substance, taken together, are twice the dose.

    Bad: `{id: sirolimus, generic: Rapamune, what_for: ...}`

    Good: `{id: sirolimus, generic: Sirolimus, brands: [Rapamune], what_for: ..., common_harms: ..., do_not: ...}`

    Source: EMA QRD template (package leaflet); DISCERN 10 and 11.
    """
    for _, block in blocks(subject.document):
        for medicine in block.medicines.items if isinstance(block, Medicines) else ():
            name = plain(medicine.generic)
            lacks = [key for key in ("common_harms", "do_not") if getattr(medicine, key) is None]
            if lacks:
                yield Problem("incomplete-medicine", f"{name} lacks {' and '.join(lacks)}.", where(medicine),
                              "Say what harms are common, and what not to do or who should not take it.")
            if brand := _brand(medicine):
                substance = lexicon.brands().get(brand.casefold(), "the name of the substance")
                yield Problem("incomplete-medicine", f"'{brand}' is a brand name.", where(medicine, "generic"),
                              f"Write {substance} here and the brand under `brands:`.")
            for listed in medicine.brands:
                if plain(listed).casefold() in lexicon.substances() - BRANDS_TOO and listed.place:
                    yield Problem("incomplete-medicine", f"'{plain(listed)}' is the name of a substance, not a brand.",
                                  listed.place.span(), "Write it under `generic:`, or delete it.")


BRANDS_TOO = frozenset(["aspirin"])
"""Substances whose name is still a brand in some countries."""
_MARKED = re.compile(r"[®™]|\((?:R|TM)\)")
_CAPITAL_INSIDE = re.compile(r"\b[A-Z]?[a-z]+[A-Z][a-z]+\w*")


def _brand(medicine: Medicine) -> str:
    """Return the brand that a medicine's generic name is or contains, if any."""
    name = plain(medicine.generic)
    listed = [plain(brand) for brand in medicine.brands if plain(brand).casefold() not in lexicon.substances()]
    known = [word for word in re.findall(r"[\w-]+", name) if word.casefold() in lexicon.brands()]
    inside = _CAPITAL_INSIDE.search(name)
    if found := next((brand for brand in listed if brand.casefold() in name.casefold()), next(iter(known), "")):
        return found
    return name if _MARKED.search(name) else inside[0] if inside else ""


def dose_in_text(subject: Subject) -> Iterator[Problem]:
    """A dose stands in the text without a source, or anywhere in the table of medicines.

    A leaflet is for everyone, a dose is for one person: the handout has lines on which the clinic writes it. Elsewhere
    a dose needs a citation in its own sentence, or in the lead-in of its list. The rule finds amounts with a unit of
    medicines (mg, micrograms, IU), counted forms (2 tablets, 20 drops, half a tablet), and a bare number beside a
    medicine's name ("500 of paracetamol"). It finds grams, millilitres, units and amounts in words after "take", "give"
    and the like, with how often ("one tablet twice a day"), or with what they are of ("10 mL of syrup"). It knows
    English, German, Spanish, French and Italian words. Laboratory values (mg/dl, g/l) and food are not doses.

    Why: A printed dose gets taken, even by a child of half the weight.

    Bad: "Take 20 mg of prednisone a day."

    Good: "Your team writes on the sheet how much to take."

    Source: design of this project; ISMP and MHRA on medication safety.
    """
    text = subject.prose
    names = _medicine_names(subject.document)
    for unit in text.units:
        in_table = isinstance(unit.block, Medicines)
        if not in_table and subject.leads.get(id(unit.block)):
            continue
        for start, end, cites in citing.sentences_of(unit, text.language):
            for first, last in doses.find(prose.folded(unit.text[start:end]), text.language, names):
                if in_table or not cites:
                    hint = ("The handout leaves lines to write it on." if in_table
                            else "Leave it to the team to write it down, or cite its source.")
                    yield Problem("dose-in-text", f"'{unit.text[start + first : start + last]}' looks like a dose.",
                                  unit.span(start + first, start + last), hint)


def _medicine_names(document: Document) -> frozenset[str]:
    """Return the topic's own medicines and brands in small letters."""
    tables = [block for _, block in blocks(document) if isinstance(block, Medicines)]
    return frozenset(plain(name).lower() for block in tables for medicine in block.medicines.items
                     for name in (medicine.generic, *medicine.brands))


def wrong_emergency_number(subject: Subject) -> Iterator[Problem]:
    """An emergency number is not one of the clinic's country, or the text states one by itself.

    The clinic's `emergency` must be a number of its country. The text says `{clinic.emergency}`, so that each clinic
    prints its own; a number written out is reported where it belongs to another country, or where no clinic is chosen.
    `split-number` checks whether a number is broken over two lines.

    Why: 999 reaches nobody in the United States, and 911 nobody in France.

    Bad: "Call 999." in a leaflet for a clinic in the US

    Good: "Call {clinic.emergency}."

    Source: this project's own rule; numbers by country as published by the countries' emergency services.
    """
    clinic = subject.context.clinic
    right = EMERGENCY.get(_OTHER_CODES.get(clinic.country, clinic.country)) if clinic else None
    if clinic and right:
        numbers = re.findall(r"\d[\d ]*\d", plain(clinic.emergency))
        if not any(number.replace(" ", "") in right for number in numbers):
            yield Problem("wrong-emergency-number", f"In {clinic.country} the emergency number is "
                          f"{' or '.join(sorted(right))}.", where(clinic, "emergency"), "Correct the clinic's file.")
    for unit in subject.prose.units:
        for match in STANDALONE.finditer(unit.text):
            if match[0] in KNOWN and not (right and match[0] in right) and _is_called(unit, match.start()):
                yield Problem("wrong-emergency-number", f"{match[0]} is not an emergency number everywhere.",
                              unit.span(*match.span()), "Write {clinic.emergency}; each clinic prints its own number.")


def _is_called(unit: Unit, start: int) -> bool:
    tier_action = isinstance(unit.block, HelpTier) and unit.field == "action"
    return tier_action or bool(CALLS.search(unit.text[max(0, start - 30) : start]))


def missing_disclaimer(subject: Subject) -> Iterator[Problem]:
    """The topic's own disclaimer does not say that the text does not replace medical advice.

    A topic without a disclaimer of its own prints the one for its language. English ones are searched for the words
    "replace", "instead of" or "substitute". `misplaced-disclaimer` checks where it is printed.

    Why: The leaflet speaks of people in general. The care team knows this one.

    Bad: `disclaimer: We take no responsibility.`

    Good: `disclaimer: This gives general information. It does not replace advice from your care team.`

    Source: National Library of Medicine and Health On the Net principles (complementarity).
    """
    document = subject.document
    own = document.governance.disclaimer
    if own is None:
        if not subject.context.locale.words.get("disclaimer"):
            yield Problem("missing-disclaimer", "There is no disclaimer in this language.", where(document.governance),
                          "Add `disclaimer:` to `governance`.")
    elif document.language.startswith("en") and not re.search(r"(?i)replace|instead of|substitut", plain(own)):
        yield Problem("missing-disclaimer", "The disclaimer does not say that the text replaces no medical advice.",
                      where(document.governance, "disclaimer"), "Say so, or delete it: a fitting one is then printed.")


RULES = (
    Rule("SAFE001", "incomplete-medicine", "error", incomplete_medicine),
    Rule("SAFE002", "dose-in-text", "error", dose_in_text),
    Rule("SAFE003", "wrong-emergency-number", "error", wrong_emergency_number),
    Rule("SAFE005", "missing-disclaimer", "error", missing_disclaimer),
)
