"""NUM: numbers that a worried reader can grasp, and doses that nobody can misread."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from builder.checks.rule import Rule
from builder.language import lexicon, prose, quantities
from builder.language.lexicon import Lexicon
from builder.language.prose import Hit, Prose, Unit
from builder.language.sentences import Sentence
from builder.markup import plain
from builder.model import Clinic, Medicines, Table, Treatments
from builder.problems import Problem

if TYPE_CHECKING:
    from builder.checks.subject import Subject

_PERCENT = re.compile(r"\d[\d.,]*(?: ?(?:to|-|–) ?\d[\d.,]*)? ?(?:%|per ?cent\b)")
_NO_RISK_BEFORE = re.compile(
    r"(?:oxygen|saturation|HbA1c|mmol/mol|humidity|SpO2|SPF|strength)\b[^.]{0,30}$", re.IGNORECASE
)
_NO_RISK_AFTER = re.compile(
    r"[ \u00a0](?:\w+ ){0,2}(?:alcohol|solution|cream|gel|ointment|lotion|oxygen|saline|glucose|bleach|sure|humidity|"
    r"cotton|of (?:your|their|the) (?:calories|energy|diet|body weight|weight|dose))\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    number: value
    for value, words in {
        10: "ten zehn diez dix dieci", 20: "twenty zwanzig veinte vingt venti", 50: "fifty fünfzig cincuenta",
        100: "hundred hundert cien cent cento", 1000: "thousand tausend mil mille", 1_000_000: "million",
    }.items()
    for number in words.split()
}  # fmt: skip


def bare_percentage(subject: Subject) -> Iterator[Problem]:
    """A percentage of people stands without a "so many in so many" beside it.

    The text beside it is the same paragraph, list item or cell. Percentages that are no risk (70 % alcohol, an oxygen
    level, 100 %) are not reported, nor are those that `relative-risk-alone` checks ("cuts the risk by 50 %").

    Why: Many adults cannot say which is more, 5 % or 1 in 10. People can picture 1 child in a class of 20.

    Bad: "The risk is 14.3 %."

    Good: "About 1 in 7 people get it (14 %)."

    Source: NHS numbers page; CDC Clear Communication Index item 20.
    """
    text = subject.prose
    told = {id(hit.unit) for hit in subject.frequencies}
    for hit in text.find_folded(_PERCENT) if lexicon.load(text.language).frequency else ():
        if id(hit.unit) not in told and _is_risk(hit) and not _is_change(hit, text):
            yield Problem("bare-percentage", f"'{hit.words}' is hard to picture.", hit.span(),
                          "Say it as so many in so many people, such as '1 in 7 people'.", "warning")


def _is_risk(hit: Hit) -> bool:
    before, after = hit.unit.text[: hit.start], hit.unit.text[hit.end :]
    whole = re.match(r"(?:100|0)\b(?![.,]\d)", hit.words)
    return not (whole or _NO_RISK_BEFORE.search(before) or _NO_RISK_AFTER.match(after))


def _is_change(hit: Hit, text: Prose) -> bool:
    """Tell whether a percentage says by how much a risk changes."""
    relative = lexicon.load(text.language).relative
    changes = relative.finditer(prose.folded(hit.unit.text)) if relative else ()
    return any(change.start() <= hit.start < change.end() for change in changes)


def _denominator(hit: Hit) -> int:
    groups = hit.match.groupdict()
    words = groups.get("of") or groups.get("every") or "0"
    return _NUMBER_WORDS.get(words.split()[-1]) or int(re.sub(r"\D", "", words) or 0)


def mixed_denominators(subject: Subject) -> Iterator[Problem]:
    """Numbers that stand side by side in one block are counted out of different totals.

    Why: "1 in 5" looks smaller than "30 in 1,000" to many readers, and is more than six times as much.

    Bad: "1 in 5 people get a rash and 30 in 1,000 get a fever."

    Good: "200 in 1,000 people get a rash and 30 in 1,000 get a fever."

    Source: CDC Clear Communication Index item 17; IPDAS; NHS numbers page.
    """
    blocks: dict[int, list[Hit]] = defaultdict(list)
    for hit in subject.frequencies:
        blocks[id(hit.unit.block or hit.unit.node)].append(hit)
    for first, *later in blocks.values():
        other = next((hit for hit in later if _denominator(hit) != _denominator(first)), None)
        if other:
            related = ((span, "the first total"),) if (span := first.span()) else ()
            yield Problem("mixed-denominators", f"'{other.words}' and '{first.words}' have different totals.",
                          other.span(), "Count both out of the same number, such as 100 or 1,000.", related=related)


def risk_without_context(subject: Subject) -> Iterator[Problem]:
    """A "so many in so many" does not say of whom, or a risk does not say over what time.

    "Of whom" ("you" will do) is looked for in the sentence and the one before it; the time only in sentences on a risk
    or chance, and not for what is passed on from parent to child. In a table the caption or a column may name the
    people; for a treatment or a medicine they are those who take it. The table of rules asks for an error and for typed
    fields; a topic has no such fields, so a pattern reads the sentence, and its guess is only a warning.

    Why: "1 in 10" of all people, or of those with the condition? In a year, or in a life?

    Bad: "The risk of lymphoma is 1 in 10."

    Good: "By the age of 30, about 1 in 10 people with ALPS get lymphoma."

    Source: CDC Clear Communication Index items 16, 18 and 20.
    """
    text = subject.prose
    lists = lexicon.load(text.language)
    split = {id(unit): sentences for unit, sentences in text.sentences}
    for hit in subject.frequencies:
        words = _words_around(hit, split.get(id(hit.unit), ()))
        if not words & (lists.people | lists.address) and not _heading_says_whom(hit, lists):
            yield Problem("risk-without-context", f"'{hit.words}' does not say of whom.", hit.span(),
                          "Name them: '1 in 10 people with ALPS'.", "warning")
        elif words & lists.risk and not words & (lists.time | lists.passed_on):
            yield Problem("risk-without-context", f"'{hit.words}' does not say over what time.", hit.span(),
                          "Add the time: 'in one year', 'by the age of 30', 'in a lifetime'.", "warning")


def _heading_says_whom(hit: Hit, lists: Lexicon) -> bool:
    """Tell whether the table around a number names the people: those who take a treatment, or those of the caption."""
    block = hit.unit.block
    if isinstance(block, (Treatments, Medicines)):
        return True
    if not isinstance(block, Table):
        return False
    heads = [*block.table.columns, *([block.table.caption] if block.table.caption else [])]
    return bool(lists.people & {word.lower() for head in heads for word in re.findall(r"\w+", plain(head))})


def _words_around(hit: Hit, sentences: tuple[Sentence, ...]) -> frozenset[str]:
    """Return the words of the sentence of `hit` and the one before it; of the whole text, where it has no sentences."""
    at = next((at for at, sentence in enumerate(sentences) if sentence.start <= hit.start < sentence.end), None)
    if at is None:
        return frozenset(re.findall(r"\w+", hit.unit.text.lower()))
    return frozenset(word.lower() for sentence in sentences[max(0, at - 1) : at + 1] for word in sentence.words)


_RISK_FIELDS = frozenset(["benefits", "risks", "common_harms", "serious_harms"])


def vague_quantifier(subject: Subject) -> Iterator[Problem]:
    """On benefits, harms or the future, a word stands in for a number: "often", "rarely", "most people".

    The rule reads the section on the outlook, and what treatments and medicines do. A number in the same text, or a
    plain statement that it is not known, is enough. "Usually" and the like are not reported: in the leaflets of the
    tests they said what is done ("steroids are usually tapered"), not what happens to how many.

    Why: "Rare" means 1 in 10,000 to a doctor and 1 in 20 to a patient.

    Bad: "Side effects are rare and most people recover."

    Good: "1 in 100 people get a rash. 9 in 10 recover in a week."

    Source: NHS numbers page; EU package leaflets, whose frequency words readers overrate.
    """
    text = subject.prose
    lists = lexicon.load(text.language)
    vague, unknown = (phrases.pattern(text.vocabulary) for phrases in (lists.vague, lists.unknown))
    for unit in filter(_tells_of_risk, text.units):
        words = prose.folded(unit.text)
        if re.search(r"\d", words) or unknown and unknown.search(words):
            continue
        for start, end in _places(words, (vague, _some_people(lists))):
            yield Problem("vague-quantifier", f"'{unit.text[start:end]}' means something else to every reader.",
                          unit.span(start, end),
                          "Give a number, such as '4 in 5 people', or say that it is not known.", "warning")


def _places(words: str, patterns: Iterable[re.Pattern[str] | None]) -> list[tuple[int, int]]:
    """Return where the patterns match at the start of a word, without what lies inside the match before it."""
    found: list[tuple[int, int]] = []
    for place in sorted(match.span() for pattern in patterns if pattern for match in pattern.finditer(words)):
        if (not found or place[0] >= found[-1][1]) and not words[place[0] - 1 : place[0]].isalnum():
            found.append(place)
    return found


def _tells_of_risk(unit: Unit) -> bool:
    if unit.kind in ("heading", "small-print", "caption"):
        return False
    return unit.field in _RISK_FIELDS or unit.section is not None and unit.section.kind == "outlook"


def _some_people(lists: Lexicon) -> re.Pattern[str] | None:
    """Return a pattern of words such as "some" before a word for people."""
    some, people = ("|".join(sorted(words)) for words in (lists.quantifiers, lists.people))
    if not (some and people):
        return None
    return re.compile(rf"\b(?<!how )(?<!as )(?<!so )(?:{some})(?: of (?:the|these|those))?(?: \w+)?? (?:{people})\b")


_UNIT = (
    r"(?:mg|g|kg|mcg|micrograms?|milligrams?|grams?|ml|mL|millilitres?|milliliters?|units?|"
    r"tablets?|capsules?|teaspoons?|teaspoonfuls?|puffs?|drops?)"
)
_TRAILING = re.compile(rf"(?P<kept>\d+)[.,]0+(?=[ \u00a0]?{_UNIT}\b(?!/d?[lL]\b))")
_NAKED = re.compile(rf"[.,]\d+(?=[ \u00a0]?{_UNIT}\b)")
_SHORT = re.compile(r"(?P<number>\d[\d.,]*[ \u00a0]?)(?P<unit>ug|µg|μg|IU|iu|U|cc)\b(?!/d?[lL]\b)")
_IN_FULL = {"ug": "micrograms", "µg": "micrograms", "μg": "micrograms", "IU": "units", "iu": "units", "U": "units",
            "cc": "ml"}  # fmt: skip


def unsafe_dose_notation(subject: Subject) -> Iterator[Problem]:
    """A dose can be misread: 1.0 mg as 10 mg, .5 mg as 5 mg, 10 U as 100.

    Decimal commas count as well. Laboratory results (per litre) are not reported. `check --fix` mends all of these.

    Why: Each of these has led to doses ten times too high.

    Bad: "Take .5 mg. Inject 10 U."

    Good: "Take 0.5 mg. Inject 10 units."

    Source: ISMP list of error-prone abbreviations; PAGB.
    """
    text = subject.prose
    for hit in text.find(_TRAILING):
        yield _unsafe(hit, hit.match["kept"], "When the point is missed, the zero after it makes ten times the dose.")
    for hit in text.find(_NAKED):
        yield _unsafe(hit, f"0{hit.words}", "A decimal point without a zero before it is easily missed.")
    for hit in text.find(_SHORT):
        number, unit = hit.match["number"], hit.match["unit"]
        full = _IN_FULL[unit] if number[-1] in " \u00a0" else f" {_IN_FULL[unit]}"
        yield _unsafe(hit._replace(start=hit.start + len(number)), full, f"'{unit}' is easily misread.")


def _unsafe(hit: Hit, instead: str, why: str) -> Problem:
    return Problem("unsafe-dose-notation", why, hit.span(), f"Write '{instead.strip()}'.", replacement=instead)


def impossible_share(subject: Subject) -> Iterator[Problem]:
    """A share of people is impossible: more than there are ("30 in 20"), out of none, "1 in 1", or over 100 percent.

    Why: Two numbers changed places, or a digit slipped in. Whatever is meant, it is not what is printed.

    Bad: "30 in 20 people have a rash."

    Good: "20 in 30 people have a rash."

    Source: this project's own rule.
    """
    text = subject.prose
    lists = lexicon.load(text.language)
    split = {id(unit): sentences for unit, sentences in text.sentences}
    for hit in subject.frequencies:
        around = _words_around(hit, split.get(id(hit.unit), ()))
        if not hit.match.groupdict().get("of") or not around & (lists.people | lists.risk):
            continue
        found = quantities.counts(hit.match[0], text.language)
        if found and _cannot_be(hit, *found, lists):
            yield Problem("impossible-share", f"'{hit.words}' cannot be a share of people.", hit.span(),
                          "Correct the two numbers, or say 'all of them'.")
    for hit in text.find_folded(_PERCENT_OF):
        share = float(hit.match["share"].replace(",", "."))
        if share > 100 and hit.match["whom"] in lists.people:
            yield Problem("impossible-share", f"'{hit.words}' is more than all of them.", hit.span(),
                          "Correct the number, or say what it is a percentage of.")


_PERCENT_OF = re.compile(
    r"(?P<share>\d{2,5}(?:[.,]\d+)?) ?(?:%|per ?cent|prozent|por ciento|pour cent|per cento) "
    r"(?:of|der|von|de|des|dei|delle|di) "
    r"(?:(?:the|all|these|los|las|les|our) )?(?:\w+ )?(?P<whom>\w+)"
)


def _cannot_be(hit: Hit, part: float, whole: float, lists: Lexicon) -> bool:
    """Tell whether `part` of `whole` is no possible share; 6 in 1 is a vaccine, and 300 in 2014 names a year."""
    year = re.search(r"(?:18|19|20)\d\d$", hit.words) is not None
    after = re.match(r"\W*(\w+)", hit.unit.text[hit.end :])
    if whole == 1:
        return after is not None and after[1].lower() in lists.people
    return part > whole and not year


_DEGREES, _SCALE = r"(?:°|º|degrees?|grad|grados|degrés|gradi)", r"(?:[CF]\b|℃|℉|celsius|fahrenheit)"
_FEVER = re.compile(
    r"(?P<what>\b(?:temperatures?|temps?|fevers?|thermometer|temperatur|fieber|temperatura|fiebre|température|fièvre|febbre)\b"
    r"[^.;!?\d]{0,40}?)(?P<number>(?:3[4-9]|4[0-3])(?:[.,]\d)?|(?:9[3-9]|10\d|110)(?:[.,]\d)?)"
    rf"(?P<degrees>[ \u00a0]?{_DEGREES})?(?P<scale>[ \u00a0]?{_SCALE})?"
    r"(?![\d.,]*\d)", re.IGNORECASE,
)
_DEGREES_OF_FEVER = re.compile(
    r"(?<![\d.,])(?P<number>(?:3[5-9]|4[0-2])(?:[.,]\d)?|(?:9[5-9]|10[0-8])(?:[.,]\d)?)"
    rf"(?P<degrees>[ \u00a0]?{_DEGREES})(?P<scale>[ \u00a0]?{_SCALE})?"
    r"(?=[^.;!?\d]{0,40}\b(?:fever|fieber|fiebre|fièvre|febbre)\b)",
    re.IGNORECASE,
)
"""The number comes first: 38 degrees is a fever."""
_NO_TEMPERATURE = re.compile(
    r"[ \u00a0]?(?:%|/|(?:in|of|out|von|de|sur|su)\s(?:\w+\s)?\d|(?:hours?|days?|weeks?|months?|years?|times|minutes?|"
    r"people|children|babies|patients|adults|mg|ml|stunden|tagen?|wochen|horas|días|semanas|heures|jours|semaines|ore|giorni)\b)",
    re.IGNORECASE,
)
_CELSIUS, _FAHRENHEIT = re.compile(r"(?i)°\s?c\b|℃|celsius"), re.compile(r"(?i)°\s?f\b|℉|fahrenheit")
FAHRENHEIT_COUNTRIES = frozenset(["US", "LR", "BS", "BZ", "KY", "PW", "FM", "MH"])


def temperature_without_unit(subject: Subject) -> Iterator[Problem]:
    """The temperature of a fever has no unit or scale, or not the scale of the clinic's country.

    "38 degrees" does not say on which scale. Where a clinic is chosen, its country's scale is needed as well: °F in the
    United States, °C nearly everywhere else; without it there is a warning.

    Why: Someone told "a fever of 101" who has a thermometer in °C waits for a number that never comes.

    Bad: "Call us if your child has a temperature over 38."

    Good: "Call us if your child has a temperature over 38 °C (100.4 °F)."

    Source: this project's own rule.
    """
    text = subject.prose
    for unit in text.units if _FEVER.search(text.text) or _DEGREES_OF_FEVER.search(text.text) else ():
        lacking = False
        for match in (*_FEVER.finditer(unit.text), *_DEGREES_OF_FEVER.finditer(unit.text)):
            if not match["scale"] and not _NO_TEMPERATURE.match(unit.text, match.end()) and not _range(unit, match):
                lacking = True
                number = unit.text[match.start("number") : match.end()].strip()
                yield Problem("temperature-without-unit", f"'{number}' does not say in which scale.",
                              unit.span(match.start("number"), match.end()),
                              "Write °C or °F after it: 38 °C (100.4 °F).")
        if not lacking and (fault := _other_scale(unit.text, subject.context.clinic)):
            yield Problem("temperature-without-unit", fault, unit.span(),
                          "Give both: 38 °C (100.4 °F).", "warning")


def _range(unit: Unit, match: re.Match[str]) -> bool:
    """Tell whether the unit comes with a second number: 38 to 39 °C."""
    second = rf"(?i)\s?(?:to|-|–|or|bis|a|à)\s?\d{{2,3}}(?:[.,]\d)?\s?{_DEGREES}?\s?{_SCALE}"
    return re.match(second, unit.text[match.end() :]) is not None


def _other_scale(words: str, clinic: Clinic | None) -> str:
    if clinic is None or not _FEVER.search(words):
        return ""
    celsius, fahrenheit = bool(_CELSIUS.search(words)), bool(_FAHRENHEIT.search(words))
    if clinic.country in FAHRENHEIT_COUNTRIES and celsius and not fahrenheit:
        return "Thermometers of the clinic's country show °F."
    if clinic.country not in FAHRENHEIT_COUNTRIES and fahrenheit and not celsius:
        return "Thermometers of the clinic's country show °C."
    return ""


RULES = (
    Rule("NUM001", "bare-percentage", "warning", bare_percentage),
    Rule("NUM002", "mixed-denominators", "error", mixed_denominators),
    Rule("NUM003", "risk-without-context", "warning", risk_without_context),
    Rule("NUM005", "vague-quantifier", "warning", vague_quantifier),
    Rule("NUM011", "temperature-without-unit", "error", temperature_without_unit),
    Rule("NUM012", "impossible-share", "error", impossible_share),
    Rule("NUM008", "unsafe-dose-notation", "error", unsafe_dose_notation),
)
