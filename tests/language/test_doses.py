"""Doses are found as they are written, in digits and in words, and other amounts are let pass."""

from __future__ import annotations

import pytest

from builder.language import doses
from builder.language.prose import folded


def found(text: str, language: str = "en", names: frozenset[str] = frozenset()) -> list[str]:
    return [text[start:end] for start, end in doses.find(folded(text), language, names)]


@pytest.mark.parametrize(("text", "dose"), [
    ("Take 3 g.", "3 g"), ("Take one tablet twice a day.", "one tablet twice"), ("two 5-mg tablets", "5-mg"),
    ("10 mL of syrup", "10 mL of syrup"), ("500 of acetaminophen", "500 of acetaminophen"), ("Take .5 mg.", ".5 mg"),
    ("half a tablet", "half a tablet"), ("5 mg/kg", "5 mg/kg"), ("2 puffs", "2 puffs"),
    ("a teaspoon of syrup", "a teaspoon of syrup"),
    ("Take a teaspoon.", "a teaspoon"), ("1,000 units", "1,000 units"), ("500mcg", "500mcg"), ("20 drops", "20 drops"),
    ("once daily 40 milligrams", "40 milligrams"), ("Take two every six hours.", "two every six hours"),
    ("Take 2 a day.", "2 a day"),
    ("paracetamol 500", "500"), ("Give 5 ml.", "5 ml"),
    ("one and a half tablets at night", "one and a half tablets at night"),
    ("Inject 10 units.", "10 units"), ("½ tablet", "½ tablet"), ("up to 4 g in 24 hours", "4 g in 24 hours"),
    ("2 x 500 mg", "500 mg"),
    ("a tablet a day", "a tablet a day"), ("a 5ml spoonful", "5ml spoonful"), ("400 IU", "400 IU"),
    ("10-20 mg", "10-20 mg"),
    ("ten milligrams", "ten milligrams"), ("three capsules at night", "three capsules at night"),
    ("a 25 microgram patch", "25 microgram"), ("Take 20 mg with food.", "20 mg with food"),
    ("Take 2 tablets with water.", "2 tablets"), ("5mls daily", "5mls daily"),
    ("Take 2 white tablets.", "2 white tablets"), ("two small capsules at night", "two small capsules at night"),
    ("2 level teaspoons", "2 level teaspoons"), ("2 paracetamol tablets", "2 paracetamol tablets"),
    ("Take two paracetamol.", "two paracetamol"), ("Take 2 Tylenol.", "2 tylenol"), ("50 mgs", "50 mgs"),
    ("quarter tablet daily", "quarter tablet daily"), ("50 000 IU", "50 000 iu"), ("4 mmol/kg", "4 mmol/kg"),
    ("Wear one patch.", "one patch"), ("two fingertip units of cream", "two fingertip units of cream"),
    ("0·5 mg", "0·5 mg"), ("prednisolone 40 daily", "40 daily"), ("Limit it to 4 g in a day.", "4 g in a day"),
    ("Twice a day: 5 ml.", "5 ml"), ("Two sprays up each nostril", "two sprays up each"),
    ("a third of the tablet", "a third of the tablet"), ("Mix with water and take 10 g a day.", "10 g a day"),
    ("Take with food up to 10 g a day.", "10 g a day"),
])  # fmt: skip
def test_a_dose_is_found(text: str, dose: str) -> None:
    assert dose.casefold() in " ".join(found(text)).casefold()


@pytest.mark.parametrize("text", [
    "Take 3 weeks off.", "2 tablets of stone", "126 mg/dl", "5 mg per litre", "3 mg/mmol", "The sample is 5 ml.",
    "3 units of blood",
    "Drink 500 ml of water.", "Take it for 3 months.", "Take part in one study.", "One portion is 80 g.",
    "a drop of blood",
    "Take one step at a time.", "Missing one tablet does no harm.", "7 of 12 people took rituximab.",
    "aspirin in 20 children",
    "Take your temperature twice a day.", "Walk 30 minutes on 5 days a week.", "Eat 30 g of fibre a day.",
    "a baby of 500 g",
    "sirolimus 28 people", "In 2014 sirolimus", "Use 2 pillows at night.", "15 g of sugar", "A second tablet may help.",
    "Keep salt under 6 g a day.", "Salt: no more than 6 g a day.", "Limit sodium to 2 g a day.",
    "Fluids: no more than 1,500 ml a day.", "A urine output of 1 ml/kg/h is normal.", "A baby gains 150 g a week.",
    "Have half a day off each week.", "Three units in each building", "Give half the food.", "Take 2 more weeks off.",
])  # fmt: skip
def test_what_is_no_dose_is_let_pass(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("language", "text"), [
    ("de", "Nehmen Sie 3 g."), ("de", "eine Tablette zweimal am Tag"), ("de", "2 Hübe"), ("de", "10 ml Saft täglich"),
    ("de", "Nehmen Sie 3 g mit Wasser."), ("de", "2 kleine Tabletten"), ("de", "Zweimal täglich 1 g."),
    ("es", "Tome 2 comprimidos con agua."), ("fr", "2 petits comprimés"),
    ("es", "Tome 3 g."), ("es", "una tableta dos veces al día"), ("es", "10 ml de jarabe"), ("fr", "Prenez 3 g."),
    ("fr", "un comprimé deux fois par jour"), ("fr", "20 gouttes"), ("it", "Prenda 3 g."),
    ("it", "una compressa due volte al giorno"),
    ("it", "10 ml di sciroppo"), ("ar", "خذ 5 mg"), ("pl", "500 mg"),
])  # fmt: skip
def test_other_languages_have_words_of_their_own(language: str, text: str) -> None:
    assert found(text, language)


def test_a_medicine_of_the_topic_is_known_by_name() -> None:
    assert found("Take 500 of newmab.") == []
    assert found("Take 500 of newmab.", names=frozenset(["newmab"])) == ["500 of newmab"]
