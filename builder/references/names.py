"""People and groups as NLM prints them (Citing Medicine, 2nd edition, chapter 1, rules for author).

Family name, then initials without full stops, at most two, then the rank in the family: `van de Kamp JM`, `Doe J Jr`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from builder.model import Name
from builder.references.wording import say

MOST_NAMES = 6
_MOST_INITIALS = 2
_JOINERS = tuple("'`\u00b4\u2019\u02bc\u02bb\u02bf\u2032-\u2010\u2011")
"""How a particle ends that is written together with the name: d'Arcy, al-Sadat."""

RANKS: Mapping[str, str] = {
    "Jr": "Jr", "JR": "Jr", "jr": "Jr", "Jnr": "Jr", "Sr": "Sr", "SR": "Sr", "sr": "Sr", "Snr": "Sr",
    "II": "2nd", "III": "3rd", "IV": "4th", "VI": "6th", "VII": "7th", "VIII": "8th",
    "2nd": "2nd", "3rd": "3rd", "4th": "4th", "5th": "5th", "2d": "2nd", "3d": "3rd",
}  # fmt: skip
"""Ranks in a family as people write them, and as NLM prints them."""
_RANKS_APART: Mapping[str, str] = {**RANKS, "V": "5th", "Junior": "Jr", "Senior": "Sr", "junior": "Jr", "senior": "Sr"}
"""Also those that are a rank only after a comma or in a field of their own: V is an initial, Senior a family."""
_RANK = re.compile(rf"(.*\w)(?:(?:\.?,\s*)({'|'.join(_RANKS_APART)})|(?:\.?\s+)({'|'.join(RANKS)}))\.?")
_ONLY_RANK = re.compile(r"(Jr|Sr|III|[23]r?n?d)\.?", re.IGNORECASE)

_NICKNAME = re.compile(r"\([^)]*\)|\[[^]]*\]|[\"\u201c][^\"\u201d]*[\"\u201d]")
_PARTICLES = frozenset(
    "al bin da de del della der des di do dos du el ibn la le las los ten ter und van von zu".split()
)
_SAINTS = frozenset(["St.", "Ste."])
_ROMANIZED = frozenset(["Ia", "Iu", "Ya", "Yu"])
"""One Cyrillic letter written as two (Citing Medicine: `Iu. A. Iakontov` becomes `Iakontov IuA`)."""


def person(name: Name) -> str:
    """Return one name: `de Villartay JP`, `Gilstrap LC 3rd`; a group or a single given name stays as it is."""
    if name.literal:
        return say(name.literal)
    family, behind_family = _without_rank(say(name.family))
    given, behind_given = _without_rank(say(name.given))
    rank = rank_of(name.suffix or "") or say(name.suffix) or behind_given or behind_family
    if not family:
        return " ".join(filter(None, (given, rank)))
    given, behind = _without_particle(given)
    if _ONLY_RANK.fullmatch(given):
        given, rank = "", rank_of(given)
    family = " ".join(family.replace(".", "").split())
    whole = _together(say(name.dropping_particle), say(name.non_dropping_particle), behind, family)
    return " ".join(filter(None, (whole, initials(given), rank)))


def names(people: Iterable[Name], cut: bool, words: Mapping[str, str], most: int = MOST_NAMES) -> str:
    """Return the first six people, "et al" where there are more or the list is `cut`, and then the groups."""
    persons, groups = list[str](), list[str]()
    for name in people:
        (groups if name.literal else persons).append(person(name))
    shown = [*persons[:most], words["et_al"]] if persons and (cut or len(persons) > most) else persons
    ending = "." if groups and len(shown) > len(persons[:most]) else ""
    return "; ".join(filter(None, (", ".join(shown) + ending, *groups)))


@lru_cache(maxsize=1024)
def initials(given: str) -> str:
    """Return the first two initials of given names: Jean-Pierre gives JP, J.R.R. gives JR, W. St. John gives WS.

    A name in a script without capital letters has no initials and is returned whole.
    """
    given = unicodedata.normalize("NFC", _NICKNAME.sub(" ", given))
    if given.upper() == given.lower():
        return " ".join(given.split())
    found: list[str] = []
    before = ""
    for name in re.findall(r"[^\s.,\u2010-\u2015-]+\.?", given):
        follows = before in _PARTICLES or before in _SAINTS or (name in _PARTICLES and before.lower() in _PARTICLES)
        found += [] if follows else _letters(name)
        before = name
    return "".join(found[:_MOST_INITIALS])


def _letters(name: str) -> list[str]:
    """Return the initials in one word: of `Jean` the J, of `JRR` all three, of `Iu.` the two letters that are one."""
    bare = name.rstrip(".")
    if bare in _ROMANIZED and bare != name:
        return [bare]
    letters = [letter for letter in bare if letter.upper() != letter.lower()]
    if len(letters) < 4 and bare.isupper():
        return letters
    return [letter.title()[:1] for letter in letters[:1]]


def rank_of(suffix: str) -> str:
    """Return a rank in the family as NLM prints it, or "" for anything else, such as a degree."""
    bare = suffix.strip(" ,.")
    return _RANKS_APART.get(bare) or _RANKS_APART.get(bare.upper()) or _RANKS_APART.get(bare.lower(), "")


@lru_cache(maxsize=1024)
def _without_rank(name: str) -> tuple[str, str]:
    """Take the rank from a name that has one at its end: `John, Jr.` gives John and Jr."""
    found = _RANK.fullmatch(name)
    return (found[1], _RANKS_APART[found[2] or found[3]]) if found else (name.rstrip(" ,"), "")


def _without_particle(given: str) -> tuple[str, str]:
    """Take from given names what reference managers move to their end: `Ludwig van` gives Ludwig and van."""
    words = given.split()
    first = len(words)
    while first and len(words) > 1 and (words[first - 1] in _PARTICLES or words[first - 1].endswith(_JOINERS[:-3])):
        first -= 1
    return " ".join(words[:first]), " ".join(words[first:])


def without_rank(family: str) -> str:
    """Return a family name without a rank at its end: `Doe, Jr.` gives Doe."""
    return _without_rank(family)[0]


def _together(*parts: str) -> str:
    """Put particles before a name: with a space, unless they end with an apostrophe or a hyphen."""
    whole = ""
    for part in filter(None, parts):
        whole += part if not whole or whole.endswith(_JOINERS) else f" {part}"
    return whole
