"""A change in risk is found as it is written, and other doubles and halves are let pass."""

from __future__ import annotations

import pytest

from builder.checks import relative
from builder.language import lexicon
from builder.language.prose import folded


def found(text: str, language: str = "en") -> list[str]:
    lists = lexicon.load(language)
    words = folded(text)
    if not any(sign in words for sign in lists.relative_signs):
        return []
    return [severity for _, _, severity in relative._changes(words, lists)]


@pytest.mark.parametrize("text", [
    "Smoking makes a stroke 4x more likely.", "It cuts deaths in half.", "The risk is 1.5 times that of others.",
    "They have ten times the usual risk.", "You are 40% likelier to fall.", "The relative risk is 2.5.",
    "The hazard ratio was 0.6.", "It is fifty percent more common in girls.", "One and a half times as likely.",
    "Attacks dropped by half.", "The risk is reduced by two-thirds.", "It lowers the risk of cancer 20%.",
    "That is an extra 30% risk.",
])  # fmt: skip
def test_a_change_in_risk_with_a_number_is_an_error(text: str) -> None:
    assert "error" in found(text)


@pytest.mark.parametrize("text", [
    "A much bigger chance of bleeding", "Your risk is way higher.", "You run a greater danger of clots.",
])  # fmt: skip
def test_a_change_in_risk_without_a_number_is_a_warning(text: str) -> None:
    assert found(text) == ["warning"]


@pytest.mark.parametrize(("language", "text"), [
    ("de", "Das relative Risiko ist 2,5."), ("de", "Das Risiko sinkt um die Hälfte."),
    ("es", "El riesgo relativo es 2."), ("es", "El riesgo se reduce a la mitad."),
    ("fr", "Le risque relatif est de 2,5."), ("it", "Il rischio si dimezza."),
])  # fmt: skip
def test_other_languages_have_words_of_their_own(language: str, text: str) -> None:
    assert "error" in found(text, language)


@pytest.mark.parametrize("text", [
    "Wash twice a day.", "Double the pillow.", "Cut the tablet in half.", "Ask about your risk.", "Fold it in two.",
    "Three times a week is enough.", "The ratio of salt to water", "Use a 10x lens.",
])  # fmt: skip
def test_other_numbers_are_let_pass(text: str) -> None:
    assert found(text) == []
