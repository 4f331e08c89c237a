"""How many syllables a word has: English by patterns, Spanish by its exact rules, German and French nearly so."""

from __future__ import annotations

import re


def count(word: str, language: str) -> int:
    """Return the syllables of a word, a number or an abbreviation; other languages count groups of vowels.

    A number is one syllable. Capitals without a vowel, or at most three of them, are said letter by letter.
    """
    if word[0].isdigit():
        return 1
    if _is_spelled(word):
        return sum(3 if letter == "W" else 1 for letter in word if letter.isalpha())
    counter = _COUNTERS.get(language, _groups)
    return sum(max(1, counter(part)) for part in re.split(r"[-\u2010\u2011]", word.lower().replace("’", "'")) if part)


def _is_spelled(word: str) -> bool:
    return len(word) > 1 and word.isupper() and (len(word) <= 3 or not re.search("[AEIOUYÄÖÜ]", word))


_VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœаеёиоуыэюяєіїαεηιουωάέήίόύώ]+")


def _groups(word: str) -> int:
    return len(_VOWELS.findall(word))


# --- English: groups of vowels, less the silent ones, plus the pairs that are said apart ----------------------------

_ENGLISH_VOWELS = re.compile("[aeiouy]+")

_SILENT = re.compile(
    r"""
      (?<=[^aeiouy]) (?<![^aeiouyl]l) (?<![^aeiouyr]r) e$           # dose, but table, centre
    | (?<=[^aeiouyscxzg]) (?<![cs]h) (?<![^aeiouyl]l) (?<![^aeiouyr]r) es$   # vaccines, but doses, rashes, tables
    | (?<=[^aeiouytd]) (?<![^aeiouylr]l) ed$                        # called, but treated, handled
    | (?<=[aeiouy][^aeiouylx]) e (?=ly|ful|less|ness|ment|let)          # safely, careful, platelet
    | (?<=[dnr][cg]) e (?=ment) | (?<=ir) e (?=d(?:ness|ly))            # judgement, tiredness
    | (?<=[aeiouy][^aeiouy]) e (?=ty$)                              # safety
    | (?<=[qg]) ue (?=[sd]?$)                                       # tongue, technique
    | ^some (?=[^aeiouyr]) | ^life (?=[^aeiouyrdnst]) | ^there (?=by|fore) | ^every (?=[a-z])
    | ^(?:home|time|care|fire|side|note|base|nose|bone|safe|like|white|fore|house) (?=[^aeiouyrstdn][^aeiouy]*[aeiouy])
    """,
    re.VERBOSE,
)
_APART = re.compile(
    r"""
      (?<![ctsgxn]) (?<!ll) (?<!sh) i (?=o) | (?<![ctsgx]) (?<!ll) i (?=a(?!ge)) | [ct]i (?=at) | (?<!g) i (?=u)
    | i (?=et|i) | (?<![ctsh]) (?<!fr) i (?=en) | ^sci (?=en) | (?<=[a-z]{3}) i (?=er s?$|est$)
    | (?<![pg]) e (?=o) | ^ge (?=o) | oe (?=a) | cre (?=at(?!u)|as) | the (?=at) | (?<=[gn]) e (?=al)
    | (?<=[rp]) e (?=ans?$) | (?<=[aeiouy][a-z]) e (?=as?$) | (?<=[aeiouy][a-z]{2}) e (?=as?$)
    | (?<=[aeiouy][a-z]{3}) e (?=as?$)
    | e (?=u[ms]$) | e (?=ing|ity) | real (?=i[sz])
    | ^re (?=ac(?!h)|al[il][^s]|ss|ass|app|arr|adj|e[nvxm]|i[mn][a-z]|us|un) | ^pre (?=[aei])
    | [aeou]y (?=[aeiou]) | (?<=[^aeiouw]) y (?=[aou]|er|ing)
    | (?<![qg]) u (?=a|o|e[nlt]|id|in|it[iouy]|ic[ia]|is[mt])
    | o (?=ing|e[mtx]) | ^co (?=op[^s]|ord|ag|ali|inc) | ^o (?=as) | a (?=o|ic)
    | (?<=[aeiouy]) sms?$ | thms?$ | (?<=[^aeiour]) n't$
    """,
    re.VERBOSE,
)
_PREFIX = re.compile(
    "^(?:auto|micro|macro|retro|neuro|gastro|hepato|radio|psycho|cardio|osteo|immuno|hydro|electro|thermo|intra|infra|"
    "ultra|extra|supra)(?=[aeiou])"
)
_CONTRACTED = re.compile(r"'(?:re|ve|ll|m|d|s)?$")
_HISSES = re.compile("(?:[sxz]|[cs]h|[csgz]e)'s$")

_EXCEPTIONS: dict[str, int] = {
    word: syllables
    for syllables, listed in {
        1: "eye eyes eyed dyed aren't weren't queue queues suave",
        2: "acne argue argued argues brilliant business cashier crooked drier evening evenings flier frontier giant "
        "giants guinea hatred herpes hundred junior lawyer lawyers leopard marriage naked onion onions premier rugged "
        "sacred senior soldier soldiers someone surgeon surgeons wicked",
        3: "businesses champion civilian everyday familiar italian karate lioness linear miniature moreover nuclear "
        "parliament patio peculiar persuaded ratio recipe recipes several syncope",
        4: "anemone apostrophe catastrophe diabetes enthusiast epitome facsimile",
        5: "enthusiasm",
        6: "physiotherapist physiotherapists physiotherapy",
    }.items()
    for word in listed.split()
}


def _english(word: str) -> int:
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    said = _CONTRACTED.sub("", word)
    hiss = 1 if _HISSES.search(word) else 0
    groups = len(_ENGLISH_VOWELS.findall(said))
    apart = sum(1 for _ in _APART.finditer(said)) + (1 if _PREFIX.match(said) else 0)
    return groups + apart + hiss - sum(1 for _ in _SILENT.finditer(said))


# --- Spanish --------------------------------------------------------------------------------------------------------

_SPANISH_SILENT = re.compile(r"(?<=q)u|(?<=g)u(?=[eiéí])|h(?!i)|(?<=[aeiouáéíóúü])h")
_SPANISH_GROUP = re.compile(r"[aeiouáéíóúü]+(?:y\b)?|\by\b")
_SPANISH_STRONG = re.compile(r"[aeoáéóíú]|ii")


def _spanish(word: str) -> int:
    """Each strong or accented vowel is a syllable; weak vowels join their neighbours (Ortografía of the RAE, 2010)."""
    groups = _SPANISH_GROUP.findall(_SPANISH_SILENT.sub("", word))
    return sum(max(1, len(_SPANISH_STRONG.findall(group))) for group in groups)


# --- German ---------------------------------------------------------------------------------------------------------

_GERMAN_GROUP = re.compile(r"aa|ee|oo|ie|ai|ei|au|äu|eu|ay|ey|(?<=q)u[aeiouäöü]|[aeiouäöüéèà]|y")
_GERMAN_APART = re.compile(
    r"(?<!w)(?<!ch)(?<!d)(?<![ptr]r)i(?=en$)|(?<=[lrn])i(?=e$)(?<=[aei]l.|[aeo]r.|[aie]n.)|(?<![cd]h)(?<![dr])i(?=ent)"
    r"|e(?=um|us$)|ge(?=im|erb)|be(?=end|ein|eil|un|ur)"
)


def _german(word: str) -> int:
    return len(_GERMAN_GROUP.findall(word)) + len(_GERMAN_APART.findall(word))


# --- French ---------------------------------------------------------------------------------------------------------

_FRENCH_SILENT = re.compile(r"(?<=.)es?$|(?<=[qg])u(?=[eiéèêy])")
_FRENCH_GROUP = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
_FRENCH_APART = re.compile(r"é(?=[aoiuâô])|[aeo](?=ï|ë)|(?<=[bcdfgptv][lr])i(?=[aeoé])|[aou]y(?=[aeiouéè])|a(?=o[^uû])")


def _french(word: str) -> int:
    """A mute e at the end is not said; i before a vowel glides, except after two consonants (client)."""
    said = _FRENCH_SILENT.sub("", word.rpartition("'")[2])
    return len(_FRENCH_GROUP.findall(said)) + len(_FRENCH_APART.findall(said))


_COUNTERS = {"en": _english, "es": _spanish, "de": _german, "fr": _french}
