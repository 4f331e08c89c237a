"""READ and SENT: how hard the whole text is to read, and what is wrong with single sentences and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from builder.checks.rule import Rule, where
from builder.format import FORMATS
from builder.language import lexicon, prose, readability
from builder.language.lexicon import Lexicon
from builder.language.readability import Score, Spoken
from builder.problems import Problem, Severity, Span

if TYPE_CHECKING:
    from builder.checks.subject import Subject

GRADE_SLACK = 0.5  # less than a formula can tell
WORDS_OF_SENTENCE, WORDS_OF_LONGEST_SENTENCE = 20, 30
MEAN_WORDS = 18
WORDS_OF_PARAGRAPH, WORDS_OF_LONGEST_PARAGRAPH, SENTENCES_OF_PARAGRAPH = 60, 100, 6
PASSIVE_SHARE = 0.10
WORDS_PER_ADDRESS = 50
NAMED = 3  # how many further places a problem names

# --- The whole text --------------------------------------------------------------------------------------------------


def smog_grade_too_high(subject: Subject) -> Iterator[Problem]:
    """The English text needs more years of school than the topic promises, by the SMOG formula.

    The grade is that of the text without the name of the condition; the message also gives it with the name. It is
    compared with `audience: {reading_grade: 8}`, and half a grade more is allowed. A text of fewer than 30 sentences is
    not judged, as the formula was made for 30. The table of rules also asks for a note above grade 6; on texts that
    kept their own promise, editors took it for noise. This is a warning and never stops a build: a formula sees long
    words, not clear ones.

    Why: Half of all adults read below the level of most leaflets, and nobody reads well when they are worried.

    Bad: "Splenectomy is contraindicated in the majority of individuals owing to susceptibility to septicaemia."

    Good: "Most people should keep their spleen. Without it, germs can spread fast."

    Source: McLaughlin 1969; AMA and NIH advise grade 6; SAM; the NHS uses such formulas to set priorities only.
    """
    yield from _grade("smog-grade-too-high", "SMOG", subject)


def reading_grade_too_high(subject: Subject) -> Iterator[Problem]:
    """The English text needs more years of school than the topic promises, by the Flesch-Kincaid formula.

    The grade is that of the text without the name of the condition; the message also gives it with the name. It is
    compared with `audience: {reading_grade: 8}`, and half a grade more is allowed. This is a warning and never stops a
    build.

    Why: Long sentences and long words make readers give up before they reach what matters to them.

    Bad: "Patients experiencing symptomatic deterioration necessitating hospitalisation should notify their physician."

    Good: "If you get worse, call your doctor. You may have to stay in hospital."

    Source: Kincaid et al. 1975; AMA and NIH advise grade 6; MedlinePlus.
    """
    yield from _grade("reading-grade-too-high", "Flesch-Kincaid", subject)


def _grade(rule: str, formula: str, subject: Subject) -> Iterator[Problem]:
    score = subject.scores.values.get(formula)
    promised = subject.document.audience.reading_grade
    if score and score.without_name > promised + GRADE_SLACK:
        message = f"The text needs school grade {_both(score)} ({formula}); aim for {promised} or less."
        yield _too_hard(rule, message, subject, "warning")


def _both(score: Score) -> str:
    same = f"{score.value:.1f}" == f"{score.without_name:.1f}"
    return f"{score.without_name:.1f}" + ("" if same else f", {score.value:.1f} with the name of the condition")


def _too_hard(rule: str, message: str, subject: Subject, severity: Severity) -> Problem:
    hardest = _hardest(subject.prose) if severity == "warning" else ()
    return Problem(rule, message, where(subject.document, "title"),
                   "Shorten the longest sentences and use everyday words.", severity, hardest)


def _hardest(text: prose.Prose) -> tuple[tuple[Span, str], ...]:
    """Return the hardest sentences by words and syllables, as places to start."""
    long = [(readability.count(words, text.language), spoken)
            for spoken, words in readability.spoken_sentences(text) if len(words) >= 8]
    long.sort(key=lambda pair: -readability.flesch_kincaid(pair[0]))
    places = ((_span(spoken), f"{counts.words} words, {counts.polysyllables} of three syllables or more")
              for counts, spoken in long[:NAMED])
    return tuple((span, words) for span, words in places if span)


def _span(spoken: Spoken) -> Span | None:
    return spoken.unit.span(spoken.sentence.start, spoken.sentence.end)


def spanish_too_hard(subject: Subject) -> Iterator[Problem]:
    """The Spanish text is harder than "normal" on the INFLESZ scale: below 55.

    A score below 65 gets a note. The text is judged without the name of the condition. Below 40 the table of rules asks
    for an error; it stays a warning, because readability alone never stops a build.

    Why: Below 55 a health text is "somewhat difficult", and most adults do not finish it.

    Bad: "La administración concomitante de inmunosupresores incrementa significativamente la susceptibilidad."

    Good: "Estas medicinas bajan las defensas. Es más fácil enfermarse."

    Source: Szigriszt 1993; Barrio-Cantalejo et al. 2008 (INFLESZ).
    """
    yield from _ease("spanish-too-hard", {"INFLESZ": (55, 65)}, subject)


def german_too_hard(subject: Subject) -> Iterator[Problem]:
    """The German text needs more than ten years of school, by the first Wiener Sachtextformel.

    A grade above 8 gets a note. The text is judged without the name of the condition; the message gives Amstad's
    reading ease beside it. This is a warning and never stops a build.

    Why: Long compound words are what makes German leaflets hard.

    Bad: "Bei Verdacht auf eine Immunschwächeerkrankung ist eine Differentialblutbilduntersuchung durchzuführen."

    Good: "Vielleicht ist Ihre Abwehr schwach. Dann prüfen wir Ihr Blut."

    Source: Bamberger and Vanecek 1984; Amstad 1978.
    """
    values = subject.scores.values
    score = values.get("Wiener Sachtextformel")
    if score is None or score.without_name <= 8:
        return
    message = f"The text needs school grade {_both(score)} (Wiener Sachtextformel), reading ease " \
              f"{values['Amstad'].without_name:.0f} (Amstad); aim for grade 8 or less."
    yield _too_hard("german-too-hard", message, subject, "warning" if score.without_name > 10 else "info")


def romance_text_too_hard(subject: Subject) -> Iterator[Problem]:
    """The French or Italian text is hard: below 50 by Kandel and Moles (French) or Gulpease (Italian).

    A score below 60 gets a note. The text is judged without the name of the condition. This is a warning and never
    stops a build. The table of rules names the target of 60 only; the 50 for the warning comes from Flesch's scale,
    which both formulas adapt.

    Why: A text below 50 takes years of school that half of its readers do not have.

    Bad: "L’administration concomitante d’immunosuppresseurs augmente la susceptibilité aux infections."

    Good: "Ces médicaments baissent vos défenses. Vous tombez plus vite malade."

    Source: Kandel and Moles 1958; Lucisano and Piemontese 1988.
    """
    yield from _ease("romance-text-too-hard", {"Kandel-Moles": (50, 60), "Gulpease": (50, 60)}, subject)


def _ease(rule: str, limits: dict[str, tuple[int, int]], subject: Subject) -> Iterator[Problem]:
    values = subject.scores.values
    for formula in limits.keys() & values.keys():
        score, (least, aim) = values[formula], limits[formula]
        if score.without_name < aim:
            message = f"The reading ease is {_both(score)} ({formula}); aim for {aim} or more."
            yield _too_hard(rule, message, subject, "warning" if score.without_name < least else "info")


def text_too_hard(subject: Subject) -> Iterator[Problem]:
    """The text is hard by LIX: more than 50. This is for alphabetic languages that have no formula here.

    A LIX above 40 gets a note. The text is judged without the name of the condition. Chinese, Japanese, Arabic, Hindi
    and other scripts that LIX was not made for are not judged, since no formula is proven for them.

    Why: Long sentences full of long words are hard in every alphabet.

    Bad: sentences of 25 words, a third of them longer than six letters

    Good: sentences of 12 words, one in five of them longer than six letters

    Source: Björnsson 1968.
    """
    score = subject.scores.values.get("LIX")
    if score and score.without_name > 40:
        message = f"The text has a LIX of {_both(score)}; aim for 40 or less."
        yield _too_hard("text-too-hard", message, subject, "warning" if score.without_name > 50 else "info")


def too_many_words(subject: Subject) -> Iterator[Problem]:
    """A format has more words than a reader gets through: 1,600 in the factsheet, 800 in the handout.

    All the words that the topic gives to the format count, also in headings, tables and the glossary; references,
    captions and what is said about the publisher do not. The table of rules asks for 1,200 and 700, without a source;
    real topics showed that 1,500 words fit the 4 pages, and 770 the 2, in print of the right size.

    Why: What is added at the end takes away attention from the danger signs at the start.

    Bad: a handout of 1,100 words

    Good: `formats: [factsheet]` on the sections that a patient does not need at hand

    Source: SAM item 1c (scope); the pages of readable print; easy read stays below 1,000 (easyreadstandard.org).
    """
    text = subject.prose
    if text.language in readability.NO_FORMULA:
        return
    for name, row in FORMATS.items():
        units = (unit for unit in text.units if name in (unit.formats or FORMATS))
        words = sum(len(unit.text.split()) for unit in units if unit.kind not in ("small-print", "caption", "title"))
        if words > row.words:
            hint = f"Cut {words - row.words} words, or give sections to the other format with `formats:`."
            yield Problem("too-many-words", f"The {name} has {words} words; {row.words} is the most that is read.",
                          where(subject.document, "title"), hint, "warning")


# --- Sentences -------------------------------------------------------------------------------------------------------


def long_sentence(subject: Subject) -> Iterator[Problem]:
    """A sentence has more than 20 words; more than 30 is an error. Each list item is a sentence of its own.

    The name of the condition counts with all its words: it is there to be read.

    Why: By the end of a long sentence the start is forgotten, most of all in a language that is not one's own.

    Bad: "If your child has a fever of more than 38 °C and has had the spleen taken out, or if there are fewer
    white blood cells than there should be, you have to call us."

    Good: "Call us if your child has a fever over 38 °C and has no spleen."

    Source: GOV.UK (10 to 15 words in easy read); SSA and MedlinePlus (means of 10 to 20).
    """
    for spoken, words in readability.spoken_sentences(subject.prose):
        if len(words) > WORDS_OF_SENTENCE:
            severity: Severity = "error" if len(words) > WORDS_OF_LONGEST_SENTENCE else "warning"
            yield Problem("long-sentence", f"This sentence has {len(words)} words; {WORDS_OF_SENTENCE} is the most.",
                          _span(spoken), "Make two of it, or a list.", severity)


def long_sentences_throughout(subject: Subject) -> Iterator[Problem]:
    """Sentences in paragraphs and call-outs have more than 18 words on average; 15 is the aim.

    List items, steps and signs do not count here, since short ones would hide long paragraphs.

    Why: One long sentence is a bump; one after another is a wall.

    Bad: every sentence of 20 words

    Good: short sentences, and now and then a longer one

    Source: SSA (15 to 20); MedlinePlus (10 to 15).
    """
    lengths = [len(words) for spoken, words in readability.spoken_sentences(subject.prose)
               if spoken.unit.kind in ("paragraph", "main-message", "key-point")]
    mean = sum(lengths) / len(lengths) if lengths else 0
    if mean > MEAN_WORDS:
        yield Problem("long-sentences-throughout", f"Sentences have {mean:.0f} words in the mean; aim for 15.",
                      where(subject.document, "title"), "Break up the longest ones.", "warning")


def long_paragraph(subject: Subject) -> Iterator[Problem]:
    """A paragraph has more than 60 words or more than 6 sentences; more than 100 words is an error.

    Guides that ask for 4 sentences at most have long ones in mind: 45 words in 5 sentences are no wall.

    Why: A block of grey is skipped. White space lets a tired reader rest and find the place again.

    Bad: one paragraph on the causes, the signs and the treatment

    Good: three paragraphs, or a lead-in and a list

    Source: SSA (7 lines at most); SHeLL Health Literacy Editor (long paragraphs).
    """
    for unit, sentences in subject.prose.sentences:
        words = sum(len(sentence.words) for sentence in sentences)
        if unit.kind == "paragraph" and (words > WORDS_OF_PARAGRAPH or len(sentences) > SENTENCES_OF_PARAGRAPH):
            hint = f"Split it: {WORDS_OF_PARAGRAPH} words and {SENTENCES_OF_PARAGRAPH} sentences at most."
            yield Problem("long-paragraph", f"This paragraph has {words} words in {len(sentences)} sentences.",
                          unit.span(), hint, "error" if words > WORDS_OF_LONGEST_PARAGRAPH else "warning")


_BE = frozenset("is are was were be been being am get gets got getting isn't aren't wasn't weren't".split())
_BETWEEN = frozenset("not also often then now still only sometimes always never first being".split())
_NAMING = frozenset("called named known".split())  # "is called" gives a name, "should be called" leaves out who calls
_NOT_PARTICIPLES = frozenset("indeed hundred sacred naked hatred need speed".split())


def passive_voice(subject: Subject) -> Iterator[Problem]:
    """More than one sentence in ten does not say who does what, or the main message or an instruction does not.

    A form of be or get and a participle count as passive. Participles that describe ("swollen", "worried") do not, nor
    do "is called" and "was born". In the main message and in instructions, "you will be given" and a passive that names
    who acts ("caused by germs") are not reported: nobody wonders whether to act. The table of rules asks for an error
    in the main message and in actions. Here it is a warning: patterns take some descriptions for passives, and a guess
    must not stop a build.

    Why: "The tablets should be stopped" leaves open who stops them.

    Bad: "The clinic should be called."

    Good: "Call the clinic."

    Source: PEMAT-P item 5; CDC Clear Communication Index item 6; SAM item 2b.
    """
    text = subject.prose
    lists = lexicon.load(text.language)
    if not lists.participles:
        return
    spoken = [spoken for spoken, _ in readability.spoken_sentences(text)]
    passive = [one for one in spoken if _is_passive(one.sentence.words, lists)]
    for one in passive:
        if one.unit.kind in ("main-message", "action", "step") and _leaves_open_who(one.sentence.words, lists):
            yield Problem("passive-voice", "This does not say who does it.", _span(one),
                          "Say who does what: 'Call the clinic', not 'the clinic should be called'.", "warning")
    if len(passive) > PASSIVE_SHARE * len(spoken):
        share = f"{len(passive)} of {len(spoken)} sentences"
        others = tuple((span, "another one") for span in map(_span, passive[1 : 1 + NAMED]) if span)
        yield Problem("passive-voice", f"{share} do not say who does what.", _span(passive[0]),
                      "Name who acts, in at least 9 sentences of 10.", "warning", others)


def _is_passive(words: Sequence[str], lists: Lexicon) -> bool:
    return any(_passives([word.lower() for word in words], lists))


def _leaves_open_who(words: Sequence[str], lists: Lexicon) -> bool:
    """Tell whether a passive neither is about "you" nor says by whom."""
    low = [word.lower() for word in words]
    return any("you" not in low[max(0, be - 3) : be] and low[participle + 1 : participle + 2] != ["by"]
               for be, participle in _passives(low, lists))


def _passives(low: Sequence[str], lists: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield where the form of be and the participle of each passive stand."""
    for be, word in enumerate(low):
        if word in _BE:
            later = (at for at in range(be + 1, min(be + 4, len(low))) if not _stands_between(low[at]))
            at = next(later, None)
            if at and _is_participle(low[at], lists) and (word == "be" or low[at] not in _NAMING):
                yield be, at


def _stands_between(word: str) -> bool:
    return word in _BETWEEN or word.endswith("ly")


def _is_participle(word: str, lists: Lexicon) -> bool:
    if word in lists.adjectives:
        return False
    return word in lists.participles or len(word) > 4 and word.endswith("ed") and word not in _NOT_PARTICIPLES


def reader_not_addressed(subject: Subject) -> Iterator[Problem]:
    """A part that says what to do hardly speaks to its reader: fewer than one "you" or instruction in 50 words.

    The rule judges the help tiers together, and each section on living with the condition or on visits. A sentence that
    starts with an instruction ("Call us") counts, as do "you" and "your". Fewer than 50 words are not judged.

    Why: Readers act on what is said to them, not on what is said about patients.

    Bad: "Patients should contact their clinic. Contact sports are best avoided."

    Good: "Call your clinic. Avoid contact sports."

    Source: PEMAT-P item 21.
    """
    text = subject.prose
    lists = lexicon.load(text.language)
    parts: dict[str, list[tuple[Spoken, Sequence[str]]]] = {}
    for spoken, words in readability.spoken_sentences(text) if lists.address else ():
        if part := _part_to_act_on(spoken):
            parts.setdefault(part, []).append((spoken, words))
    for sentences in parts.values():
        total = sum(len(words) for _, words in sentences)
        addressed = sum(_addresses(words, lists) for _, words in sentences)
        if total >= WORDS_PER_ADDRESS and addressed * WORDS_PER_ADDRESS < total:
            yield Problem("reader-not-addressed", f"In {total} words, only {addressed} speak to the reader.",
                          _span(sentences[0][0]), "Say 'you', or say what to do: 'Call us'.", "warning")


def _part_to_act_on(spoken: Spoken) -> str:
    if spoken.unit.section:
        return spoken.unit.section.id if spoken.unit.section.kind in ("living-with", "visits") else ""
    return "get_help" if spoken.unit.block else ""


def _addresses(words: Sequence[str], lists: Lexicon) -> int:
    low = [word.lower().replace("’", "'") for word in words]
    return sum(word in lists.address for word in low) + (low[0] in lists.imperatives)


RULES = (
    Rule("READ001", "smog-grade-too-high", "warning", smog_grade_too_high),
    Rule("READ002", "reading-grade-too-high", "warning", reading_grade_too_high),
    Rule("READ005", "spanish-too-hard", "warning", spanish_too_hard),
    Rule("READ006", "german-too-hard", "warning", german_too_hard),
    Rule("READ007", "romance-text-too-hard", "warning", romance_text_too_hard),
    Rule("READ008", "text-too-hard", "warning", text_too_hard),
    Rule("READ010", "too-many-words", "warning", too_many_words),
    Rule("SENT001", "long-sentence", "error", long_sentence),
    Rule("SENT002", "long-sentences-throughout", "warning", long_sentences_throughout),
    Rule("SENT003", "long-paragraph", "error", long_paragraph),
    Rule("SENT004", "passive-voice", "warning", passive_voice),
    Rule("SENT005", "reader-not-addressed", "warning", reader_not_addressed),
)
