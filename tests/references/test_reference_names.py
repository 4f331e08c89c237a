from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from builder.model import Name
from builder.references.names import initials, person


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Jean-Pierre", "JP"),
        ("Jean\u2011Pierre", "JP"),
        ("J.-P.", "JP"),
        ("J-P", "JP"),
        ("GH", "GH"),
        ("G. H.", "GH"),
        ("G.H.", "GH"),
        ("JJH", "JJ"),
        ("J.R.R.", "JR"),
        ("J. R. R.", "JR"),
        ("JRR", "JR"),
        ("J.J.R.R", "JJ"),
        ("Mary Ann Elizabeth", "MA"),
        ("MARY", "M"),
        ("mary", "M"),
        ("D'Arcy", "D"),
        ("W. St. John", "WS"),
        ("De la Broquerie", "D"),
        ("Maria de los Angeles", "MD"),
        ("Van Anh", "VA"),
        ("Craig McC.", "CM"),
        ("Ch.", "C"),
        ("Iu. A.", "IuA"),
        ("Yu", "Y"),
        ("Abd al-Rahman", "AA"),
        ("\u02bbAbd", "A"),
        ('William "Bill" J', "WJ"),
        ("Robert (Bob) J", "RJ"),
        ("E\u0301va", "É"),
        ("Юлия", "Ю"),
        ("გიორგი", "გ"),
        ("太郎", "太郎"),
        ("", ""),
    ],
)
def test_initials(given: str, expected: str) -> None:
    assert initials(given) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"family": "Villartay", "non-dropping-particle": "de", "given": "Jean-Pierre"}, "de Villartay JP"),
        ({"family": "Arcy", "non-dropping-particle": "d'", "given": "Jean"}, "d'Arcy J"),
        ({"family": "Arcy", "non-dropping-particle": "d\u2019", "given": "Jean"}, "d\u2019Arcy J"),
        ({"family": "Aquila", "dropping-particle": "dell'", "given": "M"}, "dell'Aquila M"),
        ({"family": "Brien", "non-dropping-particle": "O'", "given": "A"}, "O'Brien A"),
        ({"family": "Sadat", "non-dropping-particle": "al-", "given": "Anwar"}, "al-Sadat A"),
        ({"family": "Sayed", "non-dropping-particle": "el\u2011", "given": "A"}, "el\u2011Sayed A"),
        ({"family": "Assad", "non-dropping-particle": "al", "given": "B"}, "al Assad B"),
        ({"family": "Hoff", "non-dropping-particle": "van 't", "given": "JH"}, "van 't Hoff JH"),
        ({"family": "Hôpital", "dropping-particle": "de", "non-dropping-particle": "l'"}, "de l'Hôpital"),
        ({"family": "Gilstrap", "given": "Larry C", "suffix": "III"}, "Gilstrap LC 3rd"),
        ({"family": "Doe", "given": "J", "suffix": "Jr."}, "Doe J Jr"),
        ({"family": "Doe", "given": "J", "suffix": ", jr"}, "Doe J Jr"),
        ({"family": "Doe", "given": "J", "suffix": "Junior"}, "Doe J Jr"),
        ({"family": "Doe", "given": "J", "suffix": "V"}, "Doe J 5th"),
        ({"family": "Doe", "given": "John, Jr."}, "Doe J Jr"),
        ({"family": "Doe", "given": "John Jr"}, "Doe J Jr"),
        ({"family": "Doe", "given": "J. A. Sr."}, "Doe JA Sr"),
        ({"family": "Doe", "given": "John III"}, "Doe J 3rd"),
        ({"family": "Doe", "given": "John, V"}, "Doe J 5th"),
        ({"family": "Doe", "given": "John V"}, "Doe JV"),
        ({"family": "Doe", "given": "V"}, "Doe V"),
        ({"family": "Doe", "given": "Jr."}, "Doe Jr"),
        ({"family": "Doe Jr", "given": "John"}, "Doe J Jr"),
        ({"family": "Doe, Jr.", "given": "John"}, "Doe J Jr"),
        ({"family": "Doe III", "given": "John"}, "Doe J 3rd"),
        ({"family": "Nguyen Vi", "given": "Thi"}, "Nguyen Vi T"),
        ({"family": "Senior", "given": "Roxy"}, "Senior R"),
        ({"family": "Silva", "given": "Junior"}, "Silva J"),
        ({"family": "St. James", "given": "Charles A."}, "St James CA"),
        ({"family": "Price.", "given": "S"}, "Price S"),
        ({"family": "M&uuml;ller", "given": "S"}, "Müller S"),
        ({"family": "山田", "given": "太郎"}, "山田 太郎"),
        ({"family": "Null", "given": "S"}, "Null S"),
        ({"family": "No", "given": "S"}, "No S"),
        ({"family": "Beethoven", "given": "Ludwig van"}, "van Beethoven L"),
        ({"family": "Fontaine", "given": "Jean de la"}, "de la Fontaine J"),
        ({"family": "Liechtenstein", "given": "H. A. von und zu"}, "von und zu Liechtenstein HA"),
        ({"family": "Ormesson", "given": "Jean d'"}, "d'Ormesson J"),
        ({"family": "Berg", "given": "van der"}, "van der Berg"),
        ({"family": "Plato"}, "Plato"),
        ({"given": "Suharto"}, "Suharto"),
        ({"given": "Sukarno Jr."}, "Sukarno Jr"),
        ({"literal": "World Health Organization"}, "World Health Organization"),
        ({"literal": "Ears &amp; Noses, Inc."}, "Ears & Noses, Inc."),
    ],
)
def test_person(name: dict[str, str], expected: str) -> None:
    assert person(TypeAdapter(Name).validate_python(name)) == expected
