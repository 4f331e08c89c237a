"""Guesses at what a name was meant to be: right ones, and none where nothing is near."""

from __future__ import annotations

import pytest

from builder import near
from builder.model import BLOCKS, Clinic, Document, Governance, Reference, shape
from builder.reader import CLINIC_VALUES

KEYS = {
    "topic": list(shape.keys(Document)),
    "governance": list(shape.keys(Governance)),
    "clinic": list(shape.keys(Clinic)),
    "reference": list(shape.keys(Reference)),
    "block": list(BLOCKS),
    "value": list(CLINIC_VALUES),
    "status": ["draft", "awaiting-review", "reviewed", "withdrawn"],
    "type": ["article-journal", "article", "book", "chapter", "webpage", "paper-conference"],
    "certainty": ["high", "moderate", "low", "very-low"],
    "term": ["spleen", "Sjögren syndrome", "bone marrow"],
}
RIGHT = [
    ("titel", "topic", "title"), ("Title", "topic", "title"), ("TITLE", "topic", "title"), ("tittle", "topic", "title"),
    ("key points", "topic", "key_points"), ("key-points", "topic", "key_points"), ("keypoints", "topic", "key_points"),
    ("KeyPoints", "topic", "key_points"), ("points_key", "topic", "key_points"), ("key_point", "topic", "key_points"),
    ("synonym", "topic", "synonyms"), ("section", "topic", "sections"), ("pürpose", "topic", "purpose"),
    ("porpuse", "topic", "purpose"), ("teach_bakc", "topic", "teach_back"), ("message", "topic", "main_message"),
    ("glossery", "topic", "glossary"), ("governence", "topic", "governance"), ("“purpose”", "topic", "purpose"),
    ("satus", "governance", "status"), ("Next review", "governance", "next_review"),
    ("author", "governance", "authors"), ("reviewer", "governance", "reviewers"),
    ("license", "governance", "licence"), ("review_next", "governance", "next_review"),
    ("fone", "clinic", "phone"), ("phone_number", "clinic", "phone"), ("e-mail", "clinic", "email"),
    ("opening_hours", "clinic", "hours"),
    ("web-site", "clinic", "website"), ("adress", "clinic", "address"), ("telephon", "clinic", None),
    ("doi", "reference", "DOI"), ("container_title", "reference", "container-title"), ("pages", "reference", "page"),
    ("volme", "reference", "volume"), ("famly", "reference", None), ("Publisher Place", "reference", "publisher-place"),
    ("paragraf", "block", "paragraph"), ("call-out", "block", "callout"), ("medicine", "block", "medicines"),
    ("out of hours", "value", "out_of_hours"), ("hour", "value", "hours"), ("web", "type", "webpage"),
    ("artcle", "type", "article"), ("journal", "type", "article-journal"),
    ("journal-article", "type", "article-journal"),
    ("Draft", "status", "draft"), ("awaiting review", "status", "awaiting-review"),
    ("hihg", "certainty", "high"),
    ("very low", "certainty", "very-low"), ("Sjogren syndrome", "term", "Sjögren syndrome"),
    ("spleens", "term", "spleen"),
    ("Sjo\u0308gren syndrome", "term", "Sjögren syndrome"), ("bone-marrow", "term", "bone marrow"),
]  # fmt: skip
WRONG = [
    ("abstract", "reference"), ("keywords", "reference"), ("archive", "reference"), ("journal", "reference"),
    ("year", "reference"), ("place", "reference"), ("date", "reference"), ("retraction", "reference"),
    ("source", "reference"), ("citation-key", "reference"), ("summary", "topic"), ("text", "topic"), ("date", "topic"),
    ("notes", "topic"), ("x-ray", "term"), ("in review", "status"), ("published", "status"), ("final", "status"),
    ("claim", "block"), ("video", "block"), ("text", "block"), ("fax", "clinic"), ("name2", "status"), ("qqq", "topic"),
    ("", "topic"), ("-", "topic"), ("日本", "topic"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "kind", "meant"), RIGHT)
def test_what_is_near_is_guessed(word: str, kind: str, meant: str | None) -> None:
    assert near.near(word, KEYS[kind]) == meant


@pytest.mark.parametrize(("word", "kind"), WRONG)
def test_what_is_not_near_is_not_guessed(word: str, kind: str) -> None:
    assert near.near(word, KEYS[kind]) is None


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("titel", "Did you mean 'title'?"),
        ("ti\u200btle", "It holds an invisible character: zero width space (U+200B). Write it again: 'title'."),
        ("main\u00a0message", "Did you mean 'main_message'?"),
        ("рurpose", "Its letter р is Cyrillic. Did you mean 'purpose'?"),
        ("abstract", ""),
    ],
)
def test_the_hint_says_what_cannot_be_seen(word: str, said: str) -> None:
    assert near.did_you_mean(word, KEYS["topic"]) == said


@pytest.mark.parametrize(
    ("word", "name"),
    [("Über Größe_2", "ueber-groesse-2"), ("é", "e"), ("ﬁrst", "first"), ("a  b", "a-b"), ("日本", ""),
     ("Łódź", "lodz")],
)
def test_a_plain_name_has_ascii_alone(word: str, name: str) -> None:
    assert near.plain(word) == name
