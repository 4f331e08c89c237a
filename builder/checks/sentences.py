"""Where sentences end, and which words they have. Nothing here knows about documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Sentence(NamedTuple):
    """Characters `start` to `end` of a text, and the words and numbers in them as they are written."""

    start: int
    end: int
    words: tuple[str, ...]


_WORD = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+"  # addresses: found so that their parts are not taken for words
    r"|([^\W\d_]+(?:[-\u2010\u2011'’][^\W_]+)*|\d+(?:[.,:/\u00a0\u202f]\d+)*)"
)


def words(text: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
    """Return the words and numbers; a hyphenated word is one, web and mail addresses are none."""
    return tuple(filter(None, _WORD.findall(text, start, len(text) if end is None else end)))


def places(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """Yield a match for each of the `words`."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return (match for match in found if match[1])


def ends(text: str) -> bool:
    """Tell whether `text` ends as a sentence does."""
    return text.rstrip(_CLOSERS + " ").endswith(tuple(".!?…。！？।؟۔"))


_CLOSERS = "\"'”’»›)]"
_OPENERS = "\"'“‘«‹„‚([¿¡"
_UNSPACED = "。！？।॥؟۔"
_END = re.compile(rf"[.!?…{_UNSPACED}]+[{re.escape(_CLOSERS)}]*(?:\s+[»›])?")


def split(text: str, language: str = "en") -> tuple[Sentence, ...]:
    """Return the sentences of a paragraph, list item or cell; `language` is a primary language such as "de"."""
    starts = [0]
    for match in _END.finditer(text):
        following = text[match.end() :].lstrip()
        apart = len(text) - len(following) > match.end() or match[0][0] in _UNSPACED
        if apart and following and _is_boundary(text[starts[-1] : match.start()], match[0], following, language):
            starts.append(len(text) - len(following))
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)]):
        if listed := words(text, start, end):
            found.append(Sentence(start, start + len(text[start:end].rstrip()), listed))
    return tuple(found)


_NONE: frozenset[str] = frozenset()
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")  # iPad, pH, eGFR


def _is_boundary(before: str, mark: str, following: str, language: str) -> bool:
    """Tell whether a sentence ends at `mark`; `before` is the sentence so far."""
    first = following.lstrip(_OPENERS)[:1]
    if mark[0] in _UNSPACED:
        return True
    if first.islower() and not _CAMEL.match(following) or not first or following[0] in ",;:)–—":
        return False
    if mark[0] != "." or mark.startswith(".."):
        return True
    return not _abbreviates(before, mark, following, language)


_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_WORD_START = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def _abbreviates(before: str, mark: str, following: str, language: str) -> bool:
    """Tell whether the full stop belongs to an abbreviation, an initial or an ordinal rather than to a sentence."""
    *earlier, last = before.split() or [""]
    last, next_word = last.lstrip(_OPENERS), _next_word(following)
    starter = next_word in _STARTERS.get(language, _NONE)
    if len(mark) > 1 or len(last) > 1 and last.isupper() and last.isalpha() and last not in ("EE", "UU"):
        return False  # a bracket or quotation mark closes after the stop; MS is not Ms.
    if last.isdigit():
        return _is_ordinal(earlier, last, next_word, language)
    if len(last) == 1 and last.isalpha() and last.lower() not in _ALWAYS.get(language, _NONE):
        return last.lower() in _BEFORE_NUMBER and following[0].isdigit() or _is_initial(earlier, last, starter)
    short = last.lower()
    if short in _SOMETIMES.get(language, _NONE) or _INITIALS.fullmatch(short) and short not in _ALWAYS.get(language, _NONE):
        return not starter
    return short in _EVERYWHERE or short in _ALWAYS.get(language, _NONE) or short in _BEFORE_NUMBER and following[0].isdigit()


def _next_word(following: str) -> str:
    match = _WORD_START.match(following.lstrip(_OPENERS))
    return match[0].lower() if match else ""


_LABELS = frozenset(
    "type vitamin hepatitis group plan part grade class influenza factor option table figure appendix step ward room "
    "level stage section vitamina hepatitis tipo grupo vitamine typ gruppe hépatite groupe epatite tipo".split()
)


def _is_initial(earlier: list[str], last: str, starter: bool) -> bool:
    """Tell whether a single letter is an initial ("J. Smith") and not a name at the end ("vitamin K. Ask")."""
    before = earlier[-1] if earlier else ""
    if before.lower() in _LABELS or last == "I" and before:
        return False
    return not starter or last.islower()


_MONTHS = frozenset(
    "januar februar märz april mai juni juli august september oktober november dezember jänner".split()
)
_ARTICLES = frozenset(
    "der die das dem den des am im vom zum zur ab bis beim seit jeder jede jedes jeden jedem ihr ihre ihrem ihren sein "
    "seine seinem seinen und dieser diesem diesen dieses".split()
)


def _is_ordinal(earlier: list[str], last: str, next_word: str, language: str) -> bool:
    """Tell whether digits and a full stop number a step ("1. Take") or are a German ordinal ("am 3. Tag")."""
    if not earlier:
        return len(last) < 3
    before = earlier[-1].lower()
    return language == "de" and len(last) < 3 and (next_word in _MONTHS or before in _ARTICLES)


_EVERYWHERE = frozenset("dr prof st mt fig vs approx".split())
"""Abbreviations, without their last full stop, that never end a sentence."""

_BEFORE_NUMBER = frozenset(
    "no nos nr núm num n pp p pg pag pág s art vol ch cap tel ext abb tab sec eq nº n° ca est jan feb mar apr jun jul "
    "aug sep sept oct nov dec tues thurs".split()
)
"""Abbreviations only where a number follows."""

_ALWAYS: dict[str, frozenset[str]] = {
    "en": frozenset("mr mrs ms mx messrs drs rev hon gen col sgt capt lt sr e.g i.e eg ie cf viz ed eds tel b.d t.d.s".split()),
    "de": frozenset(
        "z z.b d.h d u.a bzw ca evtl ggf vgl sog inkl max min tel str i.d.r i.d nr abb hr fr frl geb lt zzgl abzgl "
        "exkl einschl ggfs insb bes o.ä.w allg med univ dipl vorm nachm tägl mind resp z.t u.u".split()
    ),
    "es": frozenset(
        "sr sra srta sres dra dres d dª dña ud uds vd vds p p.ej ej aprox pág núm ee av avda depto lic ing máx mín tfno".split()
    ),
    "fr": frozenset("m mm mme mlle pr p p.ex ex env c.-à-d cf av bd tél max min art réf chap".split()),
    "it": frozenset("sig sig.ra sig.na sigg dott dott.ssa prof.ssa ad.es es pag tel art n cfr ca c.a avv ing max min".split()),
}
_SOMETIMES: dict[str, frozenset[str]] = {
    "en": frozenset("a.m p.m etc inc ltd co corp ph.d m.d u.s u.k jr al b.sc m.sc hrs hr mins min secs sec dept".split()),
    "de": frozenset("usw etc u.s.w s.o s.u o.ä u.ä std stk mio mrd jh".split()),
    "es": frozenset("etc ee.uu uu a.m p.m s.a".split()),
    "fr": frozenset("etc".split()),
    "it": frozenset("ecc etc s.p.a s.r.l".split()),
}
"""Abbreviations after which a word that often starts a sentence does start one."""

_STARTERS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "the a an it this that these those you your we our they their he she his her its i my if when while after before "
        "in on at as for to from with without by because although though however but and or so then do does did is are "
        "was were has have had can could may might should will would must please ask call tell take go stop keep use "
        "bring drink eat check avoid contact there here what where why who how which some many most few all each every "
        "both no not never always people children patients babies adults parents doctors nurses symptoms treatment "
        "both more other another one two three four five ten once until only even other others one's don't didn't "
        "it's you're they're let read write come wait see talk try make give have visit phone ring rest wash store".split()
    ),
    "de": frozenset(
        "der die das ein eine einen einem einer er sie es wir ihr ihre ihr kind wenn falls nach vor in im an am bei mit "
        "ohne durch weil obwohl aber und oder so dann ist sind war waren hat haben kann können darf dürfen soll sollte "
        "muss bitte fragen rufen nehmen gehen gibt was wo warum wer wie welche manche viele die meisten alle jeder auch "
        "dort hier danach dies diese dieser dieses man rauchen trinken".split()
    ),
    "es": frozenset(
        "el la los las un una unos unas lo este esta esto estos estas ese esa eso usted ustedes su sus si cuando después "
        "antes en con sin por para porque aunque pero y o no es son está están hay puede pueden debe llame pregunte tome "
        "vaya qué dónde cómo quién algunos muchas muchos todos también hable pida".split()
    ),
    "fr": frozenset(
        "le la les l un une des ce cet cette ces cela il elle ils elles on nous vous votre vos son sa ses si quand après "
        "avant dans en avec sans par pour parce mais et ou ne c’est c'est est sont appelez demandez prenez allez que où "
        "comment qui certains beaucoup tous aussi parlez il".split()
    ),
    "it": frozenset(
        "il lo la i gli le l un uno una questo questa questi queste ciò lei voi suo sua suoi sue se quando dopo prima in "
        "con senza per perché anche ma e o non è sono ci può possono deve chiami chieda prenda vada cosa dove come chi "
        "alcuni molti tutti parli".split()
    ),
}
"""Words that often start a sentence and seldom follow an abbreviation inside one."""
