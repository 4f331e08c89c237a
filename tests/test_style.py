"""Styles: what a style may say, what it inherits, and what the legibility floor refuses."""

from __future__ import annotations

import math
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import colours, style
from builder.checks.fix import fix
from builder.problems import ContentError, ExitCode, Problem, UsageError
from builder.text import faces
from builder.workspace import carried

Run = Callable[..., "subprocess.CompletedProcess[str]"]

BUILT_IN = (Path(__file__).parent.parent / "styles").resolve()


def load(folder: Path, **files: str) -> style.Style:
    """Write styles into a workspace's folder and load the first of them."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return style.load(next(iter(files)), (folder, BUILT_IN))


def problems(folder: Path, **files: str) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        load(folder, **files)
    return caught.value.problems


def told(folder: Path, **files: str) -> list[tuple[str, str, tuple[int, int] | None, str]]:
    """Return rule, message, line and column, and hint of each problem."""
    return [(one.rule, one.message, one.span and one.span[1:3], one.hint) for one in problems(folder, **files)]


@pytest.mark.parametrize("name", ["plain", "warm", "contrast"])
def test_a_built_in_style_is_whole_and_legible(name: str) -> None:
    loaded = style.load(name, (BUILT_IN,))
    assert set(loaded.formats) == {"factsheet", "handout"}
    assert loaded.formats["handout"].type["body"].size >= 14


@pytest.mark.parametrize("font", style.FONTS)
def test_every_font_has_every_weight(font: str) -> None:
    for weight in style.WEIGHTS:
        assert (font, weight) in faces.FILES


# --- What a style says and inherits -----------------------------------------------------------------------------------


def test_a_clinics_brand_is_three_lines(tmp_path: Path) -> None:
    brand = load(tmp_path, brand='extends: plain\ncolours:\n  heading: "#0b3d2e"\n')
    plain = style.load("plain", (BUILT_IN,))
    assert brand.colours["heading"] == pytest.approx((11 / 255, 61 / 255, 46 / 255))
    assert {**brand.colours, "heading": 0} == {**plain.colours, "heading": 0}
    assert brand.formats["handout"].type["heading"].colour == brand.colours["heading"]
    assert brand.formats["handout"].page == plain.formats["handout"].page


def test_a_style_extends_one_that_extends_another(tmp_path: Path) -> None:
    small = load(
        tmp_path,
        ward="extends: brand\nhandout:\n  space:\n    item: 4\n",
        brand="extends: warm\nhandout:\n  space:\n    item: 5\n    box: 3mm\n",
    )
    warm = style.load("warm", (BUILT_IN,))
    space = small.formats["handout"].space
    assert (space["item"], space["box"]) == (4, pytest.approx(3 * 72 / 25.4))
    assert small.colours == warm.colours


def test_a_workspace_has_a_plain_style_of_its_own(tmp_path: Path) -> None:
    """A style of the same name in the workspace goes first, and may extend the built-in one."""
    own = load(tmp_path, plain='extends: plain\ncolours:\n  grey: "#333333"\n')
    assert own.colours["grey"] == pytest.approx((0.2, 0.2, 0.2))


def test_names_are_those_of_all_folders(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("extends: plain\n")
    assert style.names((tmp_path, BUILT_IN)) == ["brand", "contrast", "plain", "warm"]


# --- What is wrong with it --------------------------------------------------------------------------------------------


def test_an_unknown_style_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no style called 'warn'") as caught:
        style.load("warn", (BUILT_IN,))
    assert caught.value.hint == "Did you mean 'warm'?"


@pytest.mark.parametrize("name", ["../plain", "warm/../plain", "/etc/passwd", ""])
def test_no_name_leads_out_of_the_folders(tmp_path: Path, name: str) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "plain.yaml").write_text("extends: plain\n")
    [(rule, _, place, _)] = told(tmp_path / "styles", own=f"extends: {name!r}\n")
    assert (rule, place) == ("style-extends", (1, 11 if name else 10))


NEEDS = "The style 'a' must extend another one, and never itself."
NO_LINES = "The style 'a' has no lines of 'key: value'."
WRITE = "Write `extends: plain`."
SEE = "Look at styles/plain.yaml, which has every key."
SIX = 'Write six digits in quotes, such as "#12395b".'
POINTS = "Write points, such as 12.5, or millimetres, such as 17mm."
KIND = "Write size/leading, weight (regular, semibold, bold) and colour, such as 13/17 regular ink."
WRONG = {
    "nothing in it": ("", [("style-shape", NO_LINES, (1, 1), WRITE)]),
    "a list": ("- extends: plain\n", [("style-shape", NO_LINES, (1, 1), WRITE)]),
    "a word": ("plain\n", [("style-shape", NO_LINES, (1, 1), WRITE)]),
    "extends a list": ("extends: [plain]\n", [("style-extends", NEEDS, (1, 10), WRITE)]),
    "extends nothing": ('colours:\n  ink: "#000000"\n', [("style-extends", NEEDS, (1, 1), WRITE)]),
    "extends itself": ("extends: a\n", [("style-extends", NEEDS, (1, 10), WRITE)]),
    "extends an unknown one": (
        "extends: plian\n", [("style-extends", "There is no style called 'plian'.", (1, 10), "Did you mean 'plain'?")],
    ),
    "an unknown colour": (
        'extends: plain\ncolours:\n  headings: "#000000"\n',
        [("style-key", "A style has no 'headings' here.", (3, 3), "Did you mean 'heading'?")],
    ),
    "an unknown key": (
        "extends: plain\ncolors:\n  ink: black\n",
        [("style-key", "A style has no 'colors' here.", (2, 1), "Did you mean 'colours'?")],
    ),
    "a value for a group": (
        "extends: plain\ncolours: red\n", [("style-shape", "'colours' takes keys below it.", (2, 10), SEE)],
    ),
    "a group for a value": (
        "extends: plain\ncolours:\n  ink:\n    red: 1\n", [("style-shape", "'ink' takes one value.", (4, 5), SEE)],
    ),
    "an empty group": ("extends: plain\ncolours:\n", [("style-shape", "'colours' takes keys below it.", (2, 9), SEE)]),
    "a colour by name": (
        "extends: plain\ncolours:\n  ink: black\n",
        [("style-value", "'black' is not a colour.", (3, 8), SIX)],
    ),
    "a list for a colour": (
        "extends: plain\ncolours:\n  ink: [0, 0, 0]\n",
        [("style-value", "'['0', '0', '0']' is not a colour.", (3, 8), SIX)],
    ),
    "a length in other units": (
        "extends: plain\nhandout:\n  space:\n    item: 2cm\n",
        [("style-value", "'2cm' is not a length.", (4, 11), POINTS)],
    ),
    "a negative length": (
        "extends: plain\nhandout:\n  space:\n    item: -2\n",
        [("style-value", "'-2' is not a length.", (4, 11), POINTS)],
    ),
    "a type without leading": (
        "extends: plain\nhandout:\n  type:\n    body: 14 regular ink\n",
        [("style-value", "'14 regular ink' is not a type.", (4, 11), KIND)],
    ),
    "a weight that is not there": (
        "extends: plain\nhandout:\n  type:\n    body: 14/19 light ink\n",
        [("style-value", "'14/19 light ink' is not a type.", (4, 11), KIND)],
    ),
    "a type of a colour that is not there": (
        "extends: plain\nhandout:\n  type:\n    body: 14/19 regular inks\n",
        [("style-value", "The style has no colour called 'inks'.", (4, 11), "Did you mean 'ink'?")],
    ),
    "an unknown font": (
        "extends: plain\nfonts:\n  text: comic-sans\n",
        [("style-value", "'comic-sans' is not a font.", (3, 9), "There are: source-sans-3, kurinto.")],
    ),
    "three mistakes": (
        "extends: plain\ncolours:\n  ink: black\n  pink: pink\nhandout:\n  space:\n    item: wide\n",
        [("style-value", "'black' is not a colour.", (3, 8), SIX),
         ("style-key", "A style has no 'pink' here.", (4, 3), "Did you mean 'ink'?"),
         ("style-value", "'wide' is not a length.", (7, 11), POINTS)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, case: str) -> None:
    text, expected = WRONG[case]
    assert told(tmp_path, a=text) == expected


def test_styles_do_not_extend_each_other(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, a="extends: b\n", b="extends: c\n", c="extends: a\n")
    assert (problem.rule, problem.span and problem.span.path) == ("style-extends", "styles/c.yaml")
    assert problem.message == "The style 'c' extends 'a', which extends 'c' in turn."


def test_a_chain_of_styles_has_an_end(tmp_path: Path) -> None:
    names = [f"s{number}" for number in range(style.MOST_EXTENDED + 1)]
    chain = {name: f"extends: {above}\n" for name, above in zip(names, [*names[1:], "plain"], strict=True)}
    [problem] = problems(tmp_path, **chain)
    assert problem.message == f"More than {style.MOST_EXTENDED} styles extend one another."
    assert load(tmp_path, **{"s0": "extends: s3\n"}).name == "s0"


def test_all_files_of_a_style_are_known(tmp_path: Path) -> None:
    load(tmp_path, ward="extends: plain\n", plain="extends: warm\n")
    files = style.files_of("ward", (tmp_path, BUILT_IN))
    assert files == [tmp_path / "ward.yaml", tmp_path / "plain.yaml", BUILT_IN / "warm.yaml", BUILT_IN / "plain.yaml"]


PLAIN = (BUILT_IN / "plain.yaml").read_text("utf-8")


def test_the_base_style_has_the_keys_that_pages_are_set_with() -> None:
    root = style._read(BUILT_IN / "plain.yaml")
    for place, keys in style.KEYS.items():
        part = root
        for name in place.split("."):
            part = part[name]
        assert set(part) == set(keys), place


def test_a_base_style_that_lacks_anything_is_told_with_its_place(tmp_path: Path) -> None:
    """Each line left out, each value taken away: problems that all have a place."""
    lines = PLAIN.splitlines()
    for number, line in enumerate(lines):
        for own in ([], [line.partition(":")[0] + ":"], [line.partition(":")[0] + ": [a]"]):
            if line.startswith("#") or (own == [line]):
                continue
            (tmp_path / "plain.yaml").write_text("\n".join(lines[:number] + own + lines[number + 1 :]))
            with pytest.raises(ContentError) as caught:
                style.load.__wrapped__("plain", (tmp_path,))
            assert all(problem.span for problem in caught.value.problems)


# --- The legibility floor ---------------------------------------------------------------------------------------------

FLOOR = {
    "factsheet.type.body": ("11/15 regular ink", "11 pt is too small to read."),
    "factsheet.type.small": ("8.5/11 regular ink", "8.5 pt is too small to read."),
    "handout.type.small": ("9/12 regular ink", "9 pt is too small to read."),
    "handout.type.offer": ("12/16 regular ink", "12 pt is too small to read."),
    "factsheet.type.box": ("13/16 regular ink", "a leading of 16 pt is too tight."),
    "handout.type.table": ("12/14 regular ink", "a leading of 14 pt is too tight."),
    "handout.type.heading": ("24/25 bold heading", "a leading of 25 pt is too tight."),
    "handout.type.body": ("14/30 regular ink", "a leading of 30 pt is too wide."),
    "handout.type.title": ("96/110 bold heading", "96 pt is too large for a page."),
    "factsheet.page.top": ("5mm", "5.0 mm is too little."),
    "handout.page.text": ("0", "0.0 mm is too little."),
    "factsheet.page.text": ("150mm", "with the side column and the gutter, 207 mm is too wide."),
}


@pytest.mark.parametrize("key", FLOOR)
def test_what_is_hard_to_read_is_refused(tmp_path: Path, key: str) -> None:
    (format, part, name), (value, expected) = key.split("."), FLOOR[key]
    [problem] = problems(tmp_path, a=f"extends: plain\n{format}:\n  {part}:\n    {name}: {value}\n")
    assert (problem.rule, problem.message) == ("illegible-style", f"{key}: {expected}")
    assert problem.span
    assert problem.span[:3] == ("styles/a.yaml", 4, len(name) + 7)


COLOURS = {
    "ink": ("#777777", {"'ink' on 'paper'", "'ink' on 'tint'", "'ink' on 'stripe'", "'ink' on 'urgent_tint'"}),
    "link": ("#5c6b7a", {"'link' on 'paper'", "'link' on 'tint'", "'link' on 'stripe'", "'link' on 'urgent_tint'"}),
    "emergency": ("#c8554d", {"'emergency' on 'paper'", "'on_emergency' on 'emergency'"}),
    "rule": ("#c0c0c0", {"'rule' on 'paper'"}),
    "stripe": ("#e0e0e0", {"'stripe' is too dark to stand behind text."}),
}


@pytest.mark.parametrize("name", COLOURS)
def test_faint_colours_are_refused_each_pair_once(tmp_path: Path, name: str) -> None:
    colour, expected = COLOURS[name]
    found = problems(tmp_path, a=f'extends: plain\ncolours:\n  {name}: "{colour}"\n')
    assert sorted(one.message.partition(" has")[0] for one in found) == sorted(expected)
    assert {one.span and one.span[:3] for one in found} == {("styles/a.yaml", 3, len(name) + 6)}


def faults(folder: Path, text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a style, if anything."""
    try:
        load(folder, **{f"a{len(list(folder.iterdir()))}": text})
    except ContentError as error:
        return error.problems
    return ()


BRANDS = ("#ff6f61", "#00a3e0", "#ffd100", "#7ac143", "#808080", "#000000", "#ffffff", "#8a2be2")


@pytest.mark.parametrize("name", [*COLOURS, "heading", "tint", "on_heading", "urgent", "accent"])
def test_the_colour_that_is_offered_is_legal_and_of_the_same_hue(tmp_path: Path, name: str) -> None:
    """`--fix` writes it, and the style is legible then."""
    offers = 0
    for brand in BRANDS:
        text = f'extends: plain\ncolours:\n  {name}: "{brand}"\n'
        found = faults(tmp_path, text)
        offered = {one.replacement for one in found}
        assert len(offered) <= 1
        for better in offered - {None}:
            offers += 1
            assert better
            assert all(f'"{better}"' in one.hint for one in found)
            assert faults(tmp_path, fix(text, found)) == ()
            assert kept(brand, better)
    assert offers >= 4


def kept(brand: str, better: str) -> bool:
    """Return whether the hue of a colour is the same to the eye, or there is so little of it that it has none."""
    (_, chroma, hue), (_, left, turned) = (
        colours._oklch(tuple(int(one[at : at + 2], 16) / 255 for at in (1, 3, 5))) for one in (brand, better)  # type: ignore[arg-type]
    )  # fmt: skip
    return left <= chroma + 0.01 and (left < 0.03 or abs((turned - hue + math.pi) % math.tau - math.pi) < 0.15)


def test_a_colour_that_no_change_of_it_alone_makes_legible_gets_no_offer(tmp_path: Path) -> None:
    found = faults(tmp_path, 'extends: plain\ncolours:\n  ink: "#777777"\n  tint: "#777777"\n')
    assert found
    assert {one.replacement for one in found if "'ink'" in one.message} == {None}


def test_nothing_is_offered_for_a_colour_of_another_file(tmp_path: Path) -> None:
    """The hint says which would do, but `--fix` changes a clinic's own file only."""
    (tmp_path / "base.yaml").write_text('extends: plain\ncolours:\n  link: "#5c6b7a"\n')
    found = faults(tmp_path, "extends: base\n")
    assert found
    assert all(one.replacement is None and "The nearest 'link'" in one.hint for one in found)


def test_a_type_in_a_pale_colour_is_told_at_the_type(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, a="extends: plain\nhandout:\n  type:\n    body: 14/19 regular hairline\n")
    assert problem.message.startswith("'hairline' on 'paper' ")
    assert problem.span
    assert problem.span[:2] == ("styles/a.yaml", 4)


def test_contrast_is_that_of_the_standard() -> None:
    """Ratios that everybody knows: black on white, and the greys at the edge of AA and AAA (WCAG 2.2)."""
    white = (1.0, 1.0, 1.0)

    def grey(value: int) -> style.Colour:
        return (value / 255, value / 255, value / 255)

    assert style.contrast((0.0, 0.0, 0.0), white) == pytest.approx(21)
    assert style.contrast(white, grey(0x76)) == pytest.approx(4.54, abs=0.005)
    assert style.contrast(grey(0x59), white) == pytest.approx(7.0, abs=0.01)
    assert style.lightness(white) == pytest.approx(100)
    assert style.lightness(grey(0x77)) == pytest.approx(50.0, abs=0.1)


# --- Set a little tighter ---------------------------------------------------------------------------------------------


@given(factor=st.floats(0.5, 1), name=st.sampled_from(["plain", "warm", "contrast"]))
def test_a_tightened_style_keeps_the_floor(factor: float, name: str) -> None:
    loaded = style.load(name, (BUILT_IN,))
    tight = style.tightened(loaded, factor)
    for format, part in tight.formats.items():
        for role, kind in part.type.items():
            assert not list(style._faults(format, role, kind)), role
            assert kind.size <= loaded.formats[format].type[role].size
        before = loaded.formats[format].page
        assert part.page["text"] + part.page["gutter"] == pytest.approx(before["text"] + before["gutter"])
        assert part.page["text"] <= before["text"]


def test_a_workspace_may_have_the_base_style_whole(tmp_path: Path) -> None:
    """As this repository does, when the program is installed elsewhere."""
    built_in = carried("styles")
    (tmp_path / "plain.yaml").write_bytes((built_in / "plain.yaml").read_bytes())
    assert style.load("plain", (tmp_path, built_in)) == style.load("plain", (built_in,))


def test_a_colour_is_shown_and_mended_from_a_folder_below(tmp_path: Path, factsheet: Run) -> None:
    assert factsheet("new", ".", "--topic", "asthma").returncode == ExitCode.DONE
    style, below = tmp_path / "styles/ours.yaml", "content/asthma"
    style.parent.mkdir(exist_ok=True)
    style.write_text('extends: plain\ncolours:\n  accent: "#7fb2ff"\n', "utf-8")
    told = factsheet("check", "--style", "ours", cwd=below).stdout
    assert "../../styles/ours.yaml:3:12" in told
    assert 'accent: "#7fb2ff"' in told
    assert "illegible-style" not in factsheet("check", "--fix", "--style", "ours", cwd=below).stdout
    assert "#7fb2ff" not in style.read_text("utf-8")


def test_several_faint_colours_are_mended_together(tmp_path: Path) -> None:
    faint = {"accent": "#7fb2ff", "tint": "#c8d8e8", "heading": "#8aa0b4", "link": "#66aaff"}
    several = "extends: plain\ncolours:\n" + "".join(f'  {key}: "{colour}"\n' for key, colour in faint.items())
    mended = fix(several, problems(tmp_path, a=several))
    assert mended != several
    assert load(tmp_path, a=mended)
