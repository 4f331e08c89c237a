from __future__ import annotations

import pytest

from builder.references.wording import say


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<i>Escherichia coli</i>, CO<sub>2</sub> &amp; more", "Escherichia coli, CO₂ & more"),
        ("The <jats:italic>Fas</jats:italic> gene", "The Fas gene"),
        ("<jats:p>The gene</jats:p><jats:p>and more</jats:p>", "The gene and more"),
        ('<span class="nocase">IL</span>-2', "IL-2"),
        ("The<br/>gene", "The gene"),
        ("CD4<sup>+</sup>CD25<sup>high</sup>", "CD4⁺CD25(high)"),
        ("10<sup>-3</sup> m<SUP>2</SUP>", "10⁻³ m²"),
        ("m<sup><i>2</i></sup>", "m²"),
        ("C<sub>max</sub> and HbA<sub>1c</sub>", "C(max) and HbA(1c)"),
        ("<scp>COVID</scp>-19 and H<inf>2</inf>O", "COVID-19 and H₂O"),
        ("Spleen<sup>®</sup>", "Spleen®"),
        ("CO<sub>2", "CO2"),
        ("<mml:math><mml:mi>α</mml:mi></mml:math>-chain", "α-chain"),
        ("&lt;i&gt;Fas&lt;/i&gt;", "Fas"),
        ("Crohn&#x2019;s&nbsp;disease", "Crohn’s disease"),
        ("caf&eacute; &#8211; tea", "café – tea"),
        ("p &lt; 0.05, p<0.05 > z", "p < 0.05, p<0.05 > z"),
        ("<1 year and <b or c>", "<1 year and <b or c>"),
        ("R&D at AT&T, &copy2014", "R&D at AT&T, &copy2014"),
        ("a&#x202e;b&shy;c&zwj;d", "abcd"),
        ("Mosby.", "Mosby"),
        ("Vitamin D.", "Vitamin D"),
        ("Washington, D.C.", "Washington, D.C."),
        ("Boston, Mass.", "Boston, Mass."),
        ("Wiley & Sons, Inc.", "Wiley & Sons, Inc."),
        ("Example Co.", "Example Co."),
        ("And then...", "And then..."),
        ("And then…", "And then…"),
    ],
)
def test_what_came_with_a_copy_is_not_printed(written: str, expected: str) -> None:
    assert say(written) == expected
