"""Drawings look as another program draws them; what cannot be printed is told, with what to do about it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pictures import by_resvg, differing, problems, read, refused, sheet, shown, svg, there

from builder.drawings import figures
from builder.problems import ContentError

Need = Callable[[str, bool], None]

# --- Drawn as others draw ---------------------------------------------------------------------------------------------

SAFE = '<rect width="9" height="9"/>'
STROKE = 'fill="none" stroke="#9c1c14" stroke-width="4"'
DRAWINGS = {
    "rect": '<rect x="10" y="10" width="60" height="40" fill="#12395b"/>',
    "rounded rect": f'<rect x="10" y="10" width="60" height="40" rx="12" {STROKE}/>',
    "rect rounder than itself": '<rect x="10" y="10" width="20" height="60" rx="30" ry="8"/>',
    "circle": f'<circle cx="40" cy="40" r="25" {STROKE} stroke-dasharray="6 3"/>',
    "ellipse": '<ellipse cx="50" cy="40" rx="40" ry="12" fill="#9a0"/>',
    "line": f'<line x1="10" y1="10" x2="90" y2="60" {STROKE} stroke-linecap="round"/>',
    "line without a stroke": '<line x1="10" y1="10" x2="90" y2="60"/>',
    "polyline": f'<polyline points="10,10 50,70 90,10 60 20" {STROKE} stroke-linejoin="bevel"/>',
    "filled polyline": '<polyline points="10,10,50,70,90,10" fill="#0b5a63"/>',
    "polygon": f'<polygon points="10,10 50,70 90,10" {STROKE} stroke-linejoin="round"/>',
    "sharp corners": f'<polyline points="5,30 60,35 5,40 60,70 80,40" {STROKE}/>',
    "lines": '<path d="M10 10H90V70h-40v-30L20 60l-5-5z" fill="#12395b"/>',
    "lines after M": f'<path d="M10,10 90,10 90,70 m-20,0 -10-20-30,10" {STROKE}/>',
    "cubic": f'<path d="M10 60C10 10 40 10 50 40S90 70 90 20c0-10-30-10-20 0s10 30 10 50" {STROKE}/>',
    "S after a line": f'<path d="M10 60L30 10S90 70 90 20" {STROKE}/>',
    "quadratic": f'<path d="M10 60Q30 0 50 40T90 40t-20 30q-10-30-20 0" {STROKE}/>',
    "T after a line": f'<path d="M10 60L30 10T90 70" {STROKE}/>',
    "arcs": f'<path d="M10 40A20 20 0 0 1 50 40A20 10 30 1 0 90 40a10 25 -20 0 0-40 20" {STROKE}/>',
    "a pie": '<path d="M50 40L50 10A30 30 0 1 1 20 40Z" fill="#6b4a00"/>',
    "arc flags without blanks": f'<path d="M10 40a20 20 0 0150 0 20.5.5 0 10-50 0" {STROKE}/>',
    "an arc too small for its ends": f'<path d="M10 40A5 2 20 0 1 90 50" {STROKE}/>',
    "an arc without a radius": f'<path d="M10 40A0 20 0 0 1 90 50" {STROKE}/>',
    "an arc to where it starts": f'<path d="M10 40A20 20 0 0 1 10 40L50 70" {STROKE}/>',
    "drawn on after Z": f'<path d="M10 10h30v30zl40 60h10" {STROKE}/>',
    "numbers run together": f'<path d="M10.5.5l20.5.5-.5.5e1L1e1-5e-1-5+30" {STROKE}/>',
    "even-odd": '<path d="M10 10h70v60h-70zM30 20h30v30h-30z" fill-rule="evenodd"/>',
    "nonzero": '<path d="M10 10h70v60h-70zM30 20h30v30h-30z"/>',
    "even-odd from above": '<g fill-rule="evenodd"><path d="M10 10h70v60h-70zM30 20h30v30h-30z"/></g>',
    "inherited paint": f'<g {STROKE}><g stroke-dasharray="5"><path d="M0 9H99"/>'
                       '<path d="M0 19H99" stroke-dasharray="none"/><path d="M0 39H99" stroke="inherit"/></g></g>',
    "no width": '<path d="M10 10H90V60" fill="none" stroke="#000" stroke-width="0"/>',
    "transforms":
        '<g transform="translate(50,40) rotate(30)"><rect x="-20" y="-10" width="40" height="20" fill="#0b5a63"'
                  ' transform="scale(1.5 .5)"/><circle r="4" fill="white"/></g>',
    "turned about a point": '<rect x="20" y="20" width="30" height="10" transform="rotate(-45 35 25)"/>',
    "a matrix of small numbers":
        '<g transform="matrix(0.0264583,0,0,-0.0264583,0,80)"><path d="M378 378h3000v2000z"/></g>',
    "over the edge": '<circle cx="0" cy="0" r="60" fill="#12395b"/>',
    "nothing": '<rect x="10" y="10" width="0" height="20"/><circle r="0"/><polyline points="3 3"/><path d=""/>'
               '<path d="M10 10"/><rect width="9" height="9" fill="none"/>',
    "words about it": "<title>A</title><desc>B</desc><metadata>C</metadata><rect x='1' y='1' width='50' height='50'/>",
    "a style": '<path style="fill:#f00; stroke : blue;stroke-width:4px" d="M10 10h50v50z"/>',
    "a style against an attribute": '<rect width="50" height="50" fill="red" style="fill:lime"/>',
    "an important style": '<style>.a{fill:lime !important}</style><rect class="a" width="50" height="50" '
                          'style="fill:red"/>',
    "a style that other programs need": '<rect width="50" height="50" style="-inkscape-stroke:none;font-size:12px;'
                                        'fill:#00f;marker:none;mix-blend-mode:normal;isolation:auto;enable-background:'
                                        'accumulate"/>',
    "a style sheet": '<style type="text/css"><![CDATA[/* by Illustrator */ .st0{fill:#FF0000;} .st1 , #b{fill:none;'
                     'stroke:#0000FF;stroke-width:6;} rect.st2{fill:green}]]></style><rect class="st0" width="40" '
                     'height="40"/><circle class="st1" cx="50" cy="50" r="20"/><rect id="b" x="60" width="20" '
                     'height="20"/><rect class="st2 other" y="50" width="20" height="20"/>',
    "rules of unlike weight": '<style>#a{fill:lime}rect{fill:red}.b{fill:blue}*{stroke:black}</style>'
                              '<rect id="a" class="b" width="30" height="30"/><rect class="b" x="50" width="30" '
                              'height="30"/>',
    "at-rules that do nothing here": '<style>@charset "utf-8";@font-face{font-family:x;src:url(x.woff)}'
                                     '.a{fill:red}</style><rect class="a" width="30" height="30"/>',
    "classes and roles": '<g class="icon" role="img" aria-hidden="true" data-name="Layer 1" tabindex="0" '
                         'xml:space="preserve"><rect width="30" height="30" clip-rule="evenodd" id="r"/></g>',
    "what programs write for themselves":
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" pagecolor="#fff"/>'
        '<metadata><x:RDF xmlns:x="http://www.w3.org/1999/02/22-rdf-syntax-ns#" x:about="http://a.example"/></metadata>'
        '<defs/><defs id="d"><linearGradient id="l"/></defs><?xpacket begin="x"?><!-- drawn by hand -->'
        '<rect xmlns:s="http://s.example" s:nodetypes="cc" width="30" height="30"/>',
    "words that are not shown": '<defs><text>a</text></defs><text display="none">b</text><text/><text> </text>'
                                '<g style="display:none"><image href="x.png"/></g><rect width="30" height="30"/>',
    "colours by name": '<rect width="30" height="30" fill="indigo"/><rect x="40" width="30" height="30" '
                       'fill="darkolivegreen"/><rect y="40" width="30" height="30" fill="transparent"/>',
    "colours in other words": '<rect width="20" height="30" fill="rgb(255, 100,0)"/><rect x="20" width="20" height="30"'
                              ' fill="rgb(10%,50%,90%)"/><rect x="40" width="20" height="30" fill="hsl(120,60%,40%)"/>'
                              '<rect x="60" width="20" height="30" fill="#0a8"/><rect y="40" width="20" height="30" '
                              'fill="#ff000080"/><rect x="20" y="40" width="20" height="30" fill="rgba(0,0,255,.3)"/>',
    "the colour of the text": '<g color="#0a8"><rect width="30" height="30" fill="currentColor"/></g>'
                              '<rect x="40" width="30" height="30" fill="currentColor" color="red"/>'
                              '<rect y="40" width="30" height="30" fill="currentColor"/>',
    "units": '<rect x="1mm" y="1mm" width="2cm" height=".5in"/><circle cx="60pt" cy="40px" r="1pc"/>',
    "shares": '<rect x="10%" y="50%" width="50%" height="25%"/><circle cx="80%" cy="20%" r="10%" stroke="red" '
              'stroke-width="5%"/>',
    "opaque": '<g opacity="1" fill-opacity="1.0" stroke-opacity="100%"><rect width="30" height="30"/></g>',
    "see-through": '<rect width="60" height="60" fill="red"/><rect x="30" y="20" width="60" height="40" fill="blue" '
                   'opacity=".5"/>',
    "a see-through fill and a see-through line": '<rect width="60" height="60" fill="red"/><circle cx="50" cy="40" r='
                                                '"25" fill="lime" fill-opacity=".5" stroke="blue" stroke-width="12" '
                                                'stroke-opacity=".5"/>',
    "see-through as a whole": '<rect width="60" height="60" fill="red"/><g opacity=".5"><circle cx="40" cy="40" r="25" '
                              'fill="lime"/><circle cx="60" cy="40" r="25" fill="blue" stroke="black" stroke-width="4" '
                              'opacity=".8"/></g>',
    "not to be seen": '<rect width="60" height="60" visibility="hidden"/><g opacity="0"><rect width="9" height="9"/>'
                      '</g>'
                      '<g visibility="hidden"><rect x="70" width="20" height="20" visibility="visible"/></g>'
                      '<rect y="60" width="9" height="9" display="none"/>',
    "a gradient along a line": '<linearGradient id="a"><stop offset="0" stop-color="red"/><stop offset=".5" '
                               'style="stop-color:#ff0"/><stop offset="100%" stop-color="blue"/></linearGradient>'
                               '<rect x="10" y="10" width="80" height="60" fill="url(#a)"/>',
    "a gradient in the drawing's units": '<defs><linearGradient id="a" gradientUnits="userSpaceOnUse" x1="20" y1="10" '
                                         'x2="60" y2="60" gradientTransform="rotate(20) scale(1.2)"><stop stop-color='
                                         '"red"/><stop offset="1" stop-color="blue"/></linearGradient></defs>'
                                         '<g transform="translate(10 5) scale(.8)"><circle cx="50" cy="40" r="40" '
                                         'fill="url(#a)"/></g>',
    "a gradient out of a point": '<radialGradient id="a" cx=".4" cy=".4" r=".6" fx=".3" fy=".3"><stop offset=".1" '
                                 'stop-color="white"/><stop offset="1" stop-color="green"/></radialGradient>'
                                 '<ellipse cx="50" cy="40" rx="45" ry="30" fill="url(#a)"/>',
    "a gradient taken from another": '<linearGradient id="a"><stop stop-color="red"/><stop offset="1" stop-color='
                                     '"blue"/></linearGradient><linearGradient id="b" xmlns:x="http://www.w3.org/1999/'
                                     'xlink" x:href="#a" x2="0" y2="1"/><linearGradient id="c" href="#b"/>'
                                     '<rect width="60" height="60" fill="url(#c)"/>',
    "a gradient along a stroke": '<linearGradient id="a" gradientUnits="userSpaceOnUse" x2="100"><stop stop-color='
                                 '"red"/><stop offset="1" stop-color="blue"/></linearGradient><circle cx="50" cy="40" '
                                 'r="30" fill="#eee" stroke="url(#a)" stroke-width="12"/>',
    "a gradient that fades": '<linearGradient id="a"><stop stop-color="red"/><stop offset="1" stop-color="blue" '
                             'stop-opacity="0"/></linearGradient><rect y="30" width="100" height="20"/><rect x="10" '
                             'y="10" width="80" height="60" fill="url(#a)"/><circle cx="50" cy="60" r="15" '
                             'fill="none" stroke="url(#a)" stroke-width="6" opacity=".7"/>',
    "a gradient that fades in a group that does": '<radialGradient id="a"><stop/><stop offset="1" stop-opacity="0"/>'
                                                  '</radialGradient><g opacity=".5" transform="rotate(10)"><rect width='
                                                  '"80" height="60" fill="url(#a)"/><rect x="40" width="50" height="30"'
                                                  ' fill="lime"/></g>',
    "gradients that repeat": '<linearGradient id="a" x2=".2" spreadMethod="repeat"><stop stop-color="red"/><stop '
                             'offset="1" stop-color="blue"/></linearGradient><radialGradient id="b" r=".15" '
                             'spreadMethod="reflect"><stop stop-color="red"/><stop offset="1" stop-color="lime"/>'
                             '</radialGradient>'
                             '<rect width="45" height="80" fill="url(#a)"/><rect x="50" width="50" height="80" '
                             'fill="url(#b)"/>',
    "hard edges in a gradient": '<linearGradient id="a"><stop offset=".3" stop-color="red"/><stop offset=".3" '
                                'stop-color="lime"/><stop offset=".7" stop-color="lime"/><stop offset=".6" stop-color='
                                '"blue"/></linearGradient><rect width="100" height="60" fill="url(#a)"/>',
    "gradients of one colour and of none": '<linearGradient id="a"><stop stop-color="red"/></linearGradient>'
                                           '<linearGradient id="b"/><linearGradient id="c" x2="0"><stop/><stop offset='
                                           '"1" stop-color="lime"/></linearGradient><rect width="20" height="60" fill='
                                           '"url(#a)"/><rect x="30" width="20" height="60" fill="url(#b)"/><rect x="60"'
                                           ' width="20" height="60" fill="url(#c)"/>',
    "a paint that is not there": '<rect width="20" height="60" fill="url(#a) red"/><rect x="30" width="20" height="60" '
                                 'fill="url(#a)"/>',
    "a copy": '<defs><rect id="a" width="20" height="20" stroke="black"/></defs><use href="#a" x="10" y="10" fill="red"'
              '/><use xmlns:x="http://www.w3.org/1999/xlink" x:href="#a" transform="translate(50 10) rotate(30)"/>',
    "a symbol": '<symbol id="a" viewBox="0 0 10 10"><circle cx="5" cy="5" r="6" fill="red"/></symbol><use href="#a" '
                'x="10" y="10" width="30" height="60"/><use href="#a" x="60" y="10" width="30" height="30"/>',
    "an inner drawing": '<svg x="20" y="10" width="60" height="40" viewBox="0 0 10 10"><rect width="20" height="5"/>'
                        '<svg x="50%" width="2" height="2"><rect width="9" height="9" fill="red"/></svg></svg>',
    "an inner drawing, stretched": '<svg x="20" y="10" width="60" height="40" viewBox="0 0 10 10" preserveAspectRatio='
                                   '"none"><circle cx="5" cy="5" r="4"/></svg>',
    "a choice of Illustrator": '<switch><foreignObject requiredExtensions="http://ns.adobe.com/AdobeIllustrator/10.0/" '
                               'width="1" height="1"/><g><rect width="30" height="30"/></g></switch>',
    "cut to a shape": '<clipPath id="a"><circle cx="40" cy="40" r="25"/><rect x="60" y="10" width="30" height="20" '
                      'transform="rotate(5)"/></clipPath><g clip-path="url(#a)"><rect width="100" height="80" '
                      'fill="red"/></g>',
    "cut to the whole page": '<g clip-path="url(#clip0_1_2)"><path d="M10 10h50v50z"/></g><defs><clipPath id="clip0_1_2'
                             '"><rect width="100" height="80" fill="white"/></clipPath></defs>',
    "cut twice": '<clipPath id="b"><rect width="100" height="40"/></clipPath><clipPath id="a" clip-path="url(#b)">'
                 '<path clip-rule="evenodd" d="M0 0h80v80h-80zM20 20h30v30h-30z"/></clipPath><rect width="100" '
                 'height="80" clip-path="url(#a)" style="fill:blue"/>',
    "cut to a share of itself": '<clipPath id="a" clipPathUnits="objectBoundingBox"><circle cx=".5" cy=".5" r=".5"/>'
                                '</clipPath><rect x="20" y="10" width="60" height="60" clip-path="url(#a)"/>',
    "cut to nothing": '<clipPath id="a"/><rect width="50" height="50" clip-path="url(#a)"/>',
    "leaning": '<rect x="20" y="10" width="30" height="30" transform="skewX(20)"/><rect x="20" y="40" width="30" '
               'height="20" transform="skewY(10)" fill="red"/>',
    "dashes that begin later": f'<path d="M10 20H90" {STROKE} stroke-dasharray="12 4 2" stroke-dashoffset="7"/>',
    "long corners": f'<polyline points="10,70 30,10 50,70" {STROKE} stroke-miterlimit="10"/>'
                    f'<polyline points="60,70 70,10 80,70" {STROKE} stroke-miterlimit="1"/>',
    "the stroke below": '<circle cx="50" cy="40" r="20" fill="red" stroke="blue" stroke-width="20" paint-order="stroke"'
                        '/>',
    "the stroke before the fill, and marks before both": '<circle cx="50" cy="40" r="20" fill="red" stroke="blue" '
                                                         'stroke-width="20" paint-order="markers stroke fill"/>',
    "a path with nothing inside": '<path d="M5 40H95"/><path d="M50 5V70 5"/><rect width="9" height="9"/>',
    "a width that nothing is drawn with": '<path d="M5 5L60 60V5z" vector-effect="non-scaling-stroke"/>',
    "cut to a group, which cuts nothing": '<g id="c"><rect y="50" width="30" height="30"/></g><clipPath id="a"><g>'
                                          '<rect width="30" height="30"/></g><use href="#c"/><circle cx="50" cy="40" '
                                          'r="9"/></clipPath><rect width="100" height="80" clip-path="url(#a)"/>',
    "turned about its origin": '<rect x="20" y="20" width="20" height="20" transform="rotate(45)" transform-origin='
                               '"30 30"/><rect x="60" y="20" width="20" height="20" transform="scale(.5)" '
                               'transform-origin="70px 50%" fill="red"/>',
    "a mask that only cuts": '<mask id="a" style="mask-type:alpha" maskUnits="userSpaceOnUse" x="0" y="0" width="60" '
                             'height="60"><rect width="50" height="70" fill="#D9D9D9"/></mask><g mask="url(#a)">'
                             '<circle cx="40" cy="40" r="30"/></g><mask id="b" fill="white"><path d="M100 0H60V80H100V0'
                             'Z"/></mask><g mask="url(#b)" transform="translate(-5)"><circle cx="60" cy="40" r="30" '
                             'fill="red"/></g>',
    "an odd number of coordinates": '<polygon points="10,10 50,70 90,10 5"/>',
}  # fmt: skip
BOXES = {
    "of its own": svg('<rect x="-40" y="1010" width="60" height="40"/>', "-50 1000 100 80"),
    "tiny": svg('<circle cx=".5" cy=".4" r=".3"/>', "0 0 1 .8", 'width="400" height="320"'),
    "huge": svg('<circle cx="50000" cy="40000" r="30000"/>', "0 0 100000 80000"),
    "without a viewBox": '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="80mm"><rect x="1cm" '
                         'width="5cm" height="200"/></svg>',
    "of another shape than its viewBox": svg('<rect width="40" height="80" x="-30"/>', "0 0 40 80",
                                             'width="100" height="80"'),
    "of another shape, to the right": svg('<rect width="40" height="80"/>', "0 0 40 80",
                                          'width="100" height="80" preserveAspectRatio="xMaxYMid meet"'),
    "of another shape, cut": svg('<circle cx="20" cy="40" r="20"/>', "0 0 40 80",
                                 'width="100" height="80" preserveAspectRatio="xMidYMin slice"'),
    "stretched": svg('<circle cx="20" cy="40" r="20"/>', "0 0 40 80",
                     'width="100" height="80" preserveAspectRatio="none"'),
    "as wide as there is room": svg('<circle cx="20" cy="40" r="20"/>', more='width="100%" height="100%"'),
    "as high as letters": svg('<circle cx="50" cy="40" r="20"/>', more='width="1em" height="1em"'),
    "as high as the window": svg('<circle cx="50" cy="40" r="20"/>', more='width="100vw" height="50vh"'),
    "with a prefix": '<svg:svg xmlns:svg="http://www.w3.org/2000/svg" viewBox="0 0 100 80"><svg:rect width="50" '
                     'height="50"/></svg:svg>',
    "paint of the whole": svg('<path d="M10 10h30v30z"/>', more='fill="none" stroke="#12395b" stroke-width="3"'),
}
EMPTY = {"nothing", "line without a stroke", "no width", "cut to nothing"}
COARSE = {"gradients that repeat": 0.03, "hard edges in a gradient": 0.004}
"""PDFium shows a gradient in 256 steps, from its first end to its last."""
WHOLE = {**{name: svg(inside) for name, inside in DRAWINGS.items()}, **BOXES}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.slow
def test_a_drawing_looks_as_another_program_draws_it(name: str, tmp_path: Path, need: Need) -> None:
    """Hardly a pixel, 1 of 500, is of a colour that is not near."""
    need("resvg", there("resvg_py"))
    need("pdfium", there("pypdfium2"))
    own = shown(sheet(read(tmp_path, WHOLE[name])))
    assert own.getextrema() != ((255, 255),) * 3 or name in EMPTY
    assert differing(own, by_resvg(WHOLE[name], own.size)) < COARSE.get(name, 0.002)


ALIKE = {
    "a transform in a style": ('<rect width="30" height="30" style="transform:translate(20px,10px) rotate(20deg)"/>',
                               '<rect width="30" height="30" transform="translate(20 10) rotate(20)"/>'),
    "a colour of a print shop": ('<rect width="9" height="9" style="fill:#CD853F icc-color(Coated, 0, 1)"/>',
                                 '<rect width="9" height="9" fill="peru"/>'),
    "a colour for wide screens after an ordinary one": (
        '<g style="fill:#f00;fill:color(display-p3 1 0 0);stroke:oklch(.6 .2 30)" stroke="#00f">'
        '<rect width="9" height="9"/></g>',
        '<rect width="9" height="9" fill="#f00" stroke="#00f"/>'),
    "a colour for dark screens": (
        '<rect width="9" height="9" fill="#fff" style="fill:light-dark(#dae8fc, #1d293b);'
        'stroke:light-dark(rgb(0,0,255), var(--ge-dark-color, #121212))"/>',
        '<rect width="9" height="9" fill="#dae8fc" stroke="#00f"/>'),
    "nothing said in an attribute": ('<g fill="red"><rect width="9" height="9" fill="" stroke=" "/></g>',
                                     '<rect width="9" height="9" fill="red"/>'),
    "a colour with a name of its own": ('<rect width="9" height="9" fill="var(--ink, rgb(255, 0, 0))"/>',
                                        '<rect width="9" height="9" fill="red"/>'),
    "turned about its middle": (
        '<rect x="20" y="20" width="20" height="20" style="transform:rotate(45deg);transform-origin:center;'
        'transform-box:fill-box"/>',
        '<rect x="20" y="20" width="20" height="20" transform="rotate(45 30 30)"/>'),
    "capitals": ('<g color="LIME"><rect width="9" height="9" fill="currentcolor" stroke="RebeccaPurple"/></g>',
                 '<rect width="9" height="9" fill="#0f0" stroke="#639"/>'),
    "initial paint": ('<g fill="red" stroke="blue"><rect width="9" height="9" fill="initial" stroke="unset"/></g>',
                      '<rect width="9" height="9" stroke="#00f"/>'),
    "ends and joins that are none": (f'<g stroke="red" stroke-linecap="sharp" stroke-linejoin="square">{SAFE}</g>',
                                     f'<g stroke="red">{SAFE}</g>'),
    "a clip that is not there": ('<g clip-path="url(#a)"><rect width="9" height="9"/></g>',
                                 '<rect width="9" height="9"/>'),
}  # fmt: skip


@pytest.mark.parametrize("case", ALIKE)
def test_what_resvg_does_not_know_is_drawn_like_what_it_does(case: str, tmp_path: Path) -> None:
    one, other = (read(tmp_path, svg(inside)) for inside in ALIKE[case])
    assert one == other
    assert one.code


@pytest.mark.parametrize("path", sorted(Path(__file__).parents[2].glob("content/**/*.svg")), ids=lambda path: path.name)
def test_our_own_figures_look_as_another_program_draws_them(path: Path, tmp_path: Path, need: Need) -> None:
    need("resvg", there("resvg_py"))
    need("pdfium", there("pypdfium2"))
    own = shown(sheet(read(tmp_path, path.read_bytes())))
    assert differing(own, by_resvg(path.read_text(), own.size)) < 0.002


# --- What a drawing may not hold --------------------------------------------------------------------------------------

REFUSED = {
    "words": ("<text>spleen</text>", "words"),
    "words of Inkscape": ("<flowRoot><flowPara>spleen</flowPara></flowRoot>", "words"),
    "words used from elsewhere": ('<defs><text id="a">spleen</text></defs><use href="#a"/>', "words"),
    "words in a group": ("<g><g><text><tspan>spleen</tspan></text></g></g>", "words"),
    "a script": ("<script>alert(1)</script>", "a script"),
    "an event": ('<rect width="9" height="9" onclick="x()"/>', "a script"),
    "a picture": ('<image href="data:image/png;base64,AAAA"/>', "a picture inside the drawing"),
    "a link": ('<a href="https://example.org/"><rect width="9" height="9"/></a>', "a link"),
    "HTML": ("<foreignObject/>", "a piece of a web page"),
    "movement": ("<animate/>", "something that moves"),
    "a blur": ('<filter id="a"/><rect width="9" height="9" style="filter:url(#a)"/>',
               "a blur, a shadow or another filter"),
    "a mask": ('<mask id="a"/><g mask="url(#a)"/>', "a mask"),
    "a grey mask": ('<mask id="a"><rect width="9" height="9" fill="#999"/></mask><g mask="url(#a)"/>', "a mask"),
    "a pattern": ('<pattern id="a"/><rect width="9" height="9" fill="url(#a)"/>', "a shape filled with a pattern"),
    "an arrowhead": ('<marker id="a"/><path d="M0 0L9 9" style="marker-end:url(#a)"/>',
                     "a line with an arrowhead or another marker"),
    "arrowheads everywhere": ('<marker id="a"/><g style="marker:url(#a)"><path d="M0 0L9 9"/></g>',
                              "a line with an arrowhead or another marker"),
    "mixing": ('<g style="mix-blend-mode:multiply"/>', "a shape that mixes with those below it"),
    "a line of one width": ('<path d="M0 0L9 9" stroke="red" vector-effect="non-scaling-stroke"/>',
                            "a line whose width does not grow with the drawing"),
    "a clip of CSS": ('<rect width="9" height="9" style="clip-path:circle(3px)"/>',
                      "a shape cut to something that is not a plain shape"),
    "clips that overlap": ('<clipPath id="a"><path clip-rule="evenodd" d="M0 0h9v9z"/><path d="M0 0h9v9z"/></clipPath>'
                           '<rect width="9" height="9" clip-path="url(#a)"/>',
                           "a shape cut to something that is not a plain shape"),
    "a use from outside": ('<use href="https://example.org/a.svg#a"/>', "something that lies outside the file"),
    "a paint from outside": ('<rect width="9" height="9" fill="url(https://example.org/a.svg#a)"/>',
                             "something that lies outside the file"),
    "a reference from outside": ('<rect xmlns:x="http://www.w3.org/1999/xlink" x:href="file:///etc/passwd"/>',
                                 "something that lies outside the file"),
    "an unknown element": ("<blink/>", "<blink>"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_printed_is_refused(case: str, tmp_path: Path) -> None:
    inside, held = REFUSED[case]
    problem = refused(tmp_path, svg(SAFE + inside))
    assert (problem.rule, problem.message) == ("unsafe-figure", f"a.svg: the drawing holds {held}.")


def test_everything_that_is_refused_is_told_at_once(tmp_path: Path) -> None:
    """Each once, however often it is there, and with what to do in the program that the drawing was made with."""
    found = problems(tmp_path, svg(
        '<style>@import url(x.css);</style><text>a</text><g><text>b</text><image href="#a"/></g><g mask="url(#m)"/>'
        '<rect width="-4" height="3"/><rect width="4" height="3" fill="gren"/><path d="M0"/>'))
    assert [problem.message for problem in found] == [
        "a.svg: a path cannot be read.",
        "a.svg: '-4' is less than nothing.",
        "a.svg: 'gren' is not a colour that is known here.",
        "a.svg: the drawing's style sheet holds '@import', which is not read here.",
        "a.svg: the drawing holds a mask.",
        "a.svg: the drawing holds a picture inside the drawing.",
        "a.svg: the drawing holds words.",
    ]
    for problem in found:
        if problem.message.endswith((" mask.", " words.")):
            assert all(program in problem.hint for program in ("Inkscape", "Illustrator", "Figma"))


SHEETS = {
    "@import url(x.css);": "@import", "@media print{rect{fill:red}}": "@media", "g rect{fill:red}": "g rect",
    "g>rect{fill:red}": "g>rect", "rect:hover{fill:red}": "rect:hover", "[id]{fill:red}": "[id]", ".{fill:red}": ".",
}  # fmt: skip


@pytest.mark.parametrize("written", SHEETS)
def test_a_style_sheet_holds_plain_rules_only(written: str, tmp_path: Path) -> None:
    problem = refused(tmp_path, svg(SAFE + f"<style><![CDATA[{written}]]></style>"))
    assert problem.message == f"a.svg: the drawing's style sheet holds '{SHEETS[written]}', which is not read here."
    assert "Presentation Attributes" in problem.hint


# --- What stands before it --------------------------------------------------------------------------------------------

ILLUSTRATOR = """<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
    <!ENTITY ns_svg "http://www.w3.org/2000/svg">
    <!ENTITY ns_extend 'http://ns.adobe.com/Extensibility/1.0/'>
]>"""
HARMLESS = {
    "a DOCTYPE": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    "a DOCTYPE alone": "<!DOCTYPE svg>",
    "attributes declared": '<!DOCTYPE svg [<!ATTLIST svg xmlns:x CDATA #FIXED "http://x.example"><!ELEMENT a ANY>]>',
    "instructions": '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Generator: Illustrator -->',
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_does_nothing_before_a_drawing_is_passed_over(case: str, tmp_path: Path) -> None:
    assert read(tmp_path, HARMLESS[case] + svg(SAFE)).size == (100, 80)


def test_the_names_that_illustrator_declares_are_read(tmp_path: Path) -> None:
    written = svg(SAFE + "<desc>&lt; &ns_extend;</desc>").replace("http://www.w3.org/2000/svg", "&ns_svg;")
    assert read(tmp_path, ILLUSTRATOR + written).code == read(tmp_path, svg(SAFE)).code


BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
BEFORE = {
    "an entity bomb": BOMB,
    "a file": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "a parameter": '<!DOCTYPE svg [<!ENTITY % a "b">%a;]>',
    "markup in an entity": '<!DOCTYPE svg [<!ENTITY a "<script/>">]>',
    "two DOCTYPEs": "<!DOCTYPE svg><!DOCTYPE svg>",
    "a doctype": "<!doctype svg>",
    "a style sheet": '<?xml-stylesheet href="https://example.org/a.css"?>',
}


@pytest.mark.parametrize("case", BEFORE)
def test_what_stands_before_a_drawing_fetches_nothing(case: str, tmp_path: Path) -> None:
    assert refused(tmp_path, BEFORE[case] + svg(SAFE)).rule == "unsafe-figure"


def test_an_entity_does_not_make_a_drawing_long(tmp_path: Path) -> None:
    written = f'<!DOCTYPE svg [<!ENTITY a "{"a" * 1000}">]>' + svg(f"<desc>{'&a;' * 2000}</desc>")
    assert refused(tmp_path, written).rule == "figure-too-large"


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-be", "utf-32"])
def test_no_other_coding_hides_a_doctype(coding: str, tmp_path: Path) -> None:
    """In UTF-16 the letters 㱳癧 are the bytes of <svg."""
    written = f"<?xml version='1.0' encoding='{coding}'?>{BOMB}<svg viewBox='0 0 9 9'>&b;<!--㱳癧--></svg>"
    assert refused(tmp_path, written.encode(coding)).rule in ("damaged-figure", "unknown-figure")


def test_a_coding_that_the_file_claims_changes_nothing(tmp_path: Path) -> None:
    drawing = read(tmp_path, '\ufeff<?xml version="1.0" encoding="utf-16"?>' + svg(SAFE + "<desc>Größe</desc>"))
    assert drawing.size == (100, 80)


# --- Broken -----------------------------------------------------------------------------------------------------------

BROKEN = {
    "no viewBox": ("<svg></svg>", "a.svg: the SVG has no viewBox."),
    "a viewBox of words": (svg("", "a b c d"), "a.svg: 'a b c d' is not a number that can be drawn."),
    "an empty viewBox": (svg("", "0 0 0 80"), "a.svg: the SVG has no viewBox."),
    "a viewBox of three": (svg("", "0 0 80"), "a.svg: the SVG has no viewBox."),
    "an endless viewBox": (svg("", "0 0 1e400 80"), "a.svg: '1e400 80' is not a number that can be drawn."),
    "cut off": (svg(SAFE)[:-9], "a.svg: the picture is cut off or damaged."),
    "not a drawing": ("<html><svg/></html>", "a.svg: the picture is cut off or damaged."),
    "a shape alone": ("<rect/><!--<svg-->", "a.svg: the picture is cut off or damaged."),
    "no number": (svg('<rect width="NaN" height="9"/>'), "a.svg: 'NaN' is not a number that can be drawn."),
    "an endless number": (svg('<rect width="inf" height="9"/>'), "a.svg: 'inf' is not a number that can be drawn."),
    "a number of 400 digits": (
        svg(f'<circle r="{"9" * 400}"/>'), f"a.svg: '{'9' * 20}' is not a number that can be drawn.",
    ),
    "a share of nothing": (svg('<rect width="%" height="9"/>'), "a.svg: '%' is not a number that can be drawn."),
    "a unit of letters": (svg('<rect width="5em" height="9"/>'), "a.svg: '5em' is not a number that can be drawn."),
    "a wide colour": (svg(f'<g fill="lab(50% 40 59)">{SAFE}</g>'),
                      "a.svg: 'lab(50% 40 59)' is not a colour that is known here."),
    "no colour": (svg(f'<g fill="gren">{SAFE}</g>'), "a.svg: 'gren' is not a colour that is known here."),
    "an unknown transform": (svg('<g transform="twist(3)"/>'), "a.svg: the transform 'twist' is not known."),
    "two numbers for one": (svg('<rect width="5 5" height="9"/>'), "a.svg: '5 5' is not a number that can be drawn."),
    "a negative width": (svg('<rect width="-5" height="9"/>'), "a.svg: '-5' is less than nothing."),
    "a negative radius": (svg('<circle r="-5"/>'), "a.svg: '-5' is less than nothing."),
    "a negative stroke": (svg(f'<g stroke-width="-5">{SAFE}</g>'), "a.svg: '-5' is less than nothing."),
    "negative dashes": (svg(f'<g stroke-dasharray="5 -5">{SAFE}</g>'), "a.svg: '5 -5' is less than nothing."),
    "half a transform": (svg('<g transform="rotate(45"/>'), "a.svg: the transform 'rotate(45' is not known."),
    "a transform of two for three": (svg('<g transform="rotate(45 3)"/>'),
                                     "a.svg: the transform 'rotate' is not known."),
    "a growing transform": (
        svg(f'<g transform="{"scale(1000000)" * 3}">{SAFE}</g>'), "a.svg: '1e+18' is not a number that can be drawn.",
    ),
    "a path that starts with a line": (svg('<path d="L 10 10"/>'), "a.svg: a path cannot be read."),
    "a path with too few numbers": (svg('<path d="M 10 10 C 1 2 3 4"/>'), "a.svg: a path cannot be read."),
    "a path with numbers after Z": (svg('<path d="M 10 10 L 5 5 Z 4"/>'), "a.svg: a path cannot be read."),
    "a path with words": (svg('<path d="M 10 10 L 5 b 5"/>'), "a.svg: 'b 5' is not a number that can be drawn."),
    "a path from outside": (svg('<path d="5 5 M 10 10"/>'), "a.svg: a path cannot be read."),
    "a path without end": (svg('<path d="M 10 10 L 1e999 3"/>'), "a.svg: '1e999 3' is not a number that can be drawn."),
    "an arc with a flag of 2": (svg('<path d="M1 1A5 5 0 2 1 9 9"/>'),
                                "a.svg: '2 1 9 9' is not a number that can be drawn."),
    "neither picture nor drawing": ("GIF89a", "a.svg: this is neither SVG, PNG nor JPEG."),
    "nothing": ("", "a.svg: this is neither SVG, PNG nor JPEG."),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_drawing_is_told_in_one_sentence(case: str, tmp_path: Path) -> None:
    content, message = BROKEN[case]
    assert refused(tmp_path, content).message == message


HUGE = {
    "deep": svg("<g>" * 60 + "</g>" * 60),
    "bottomless": svg("<g>" * 9_000 + "</g>" * 9_000),
    "crowded": svg(SAFE * 6_000),
    "very crowded": svg(SAFE * 200_000),
    "wordy": svg(f"<desc>{'a' * 2**20}</desc>"),
}


@pytest.mark.parametrize("case", HUGE)
def test_a_drawing_of_too_many_parts_is_refused(case: str, tmp_path: Path) -> None:
    assert refused(tmp_path, HUGE[case]).message == "a.svg: the drawing has too many parts."


HOSTILE = {
    "an arc of one number": f'<path d="M0 0A{"1" * 500_000}"/>',
    "arcs that break off": f'<path d="M0 0A{"1 " * 200_000}x"/>',
    "a long path": f'<path d="M0 0{"l1-1" * 200_000}"/>',
    "a path of letters": f'<path d="{"M" * 500_000}"/>',
    "a transform without end": f'<g transform="{"a" * 500_000}"/>',
    "transforms without end": f'<g transform="{"scale(1.1)" * 90_000}"/>',
    "a style without end": f'<g style="{"fill:red;" * 100_000}"/>',
    "styles": "".join(f'<g style="fill:#{number:06x};stroke:none"/>' for number in range(4_900)),
    "rules": f"<style>{'.a{fill:red}' * 499}</style>" + '<g class="a"/>' * 4_900,
    "copies of copies": "".join(f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(30)),
    "a copy of itself": '<g id="a"><use href="#a"/></g>',
    "cut to itself": '<clipPath id="a" clip-path="url(#a)"><rect width="9" height="9"/></clipPath>'
                     '<g clip-path="url(#a)"><rect width="9" height="9"/></g>',
    "gradients that go round": '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>'
                               + '<rect width="9" height="9" fill="url(#a)"/>' * 4_000,
    "a gradient far away": '<linearGradient id="a" gradientUnits="userSpaceOnUse" x2=".000001" spreadMethod="repeat">'
                           '<stop/><stop offset="1"/></linearGradient><rect width="9999" height="9" fill="url(#a)"/>',
    "DOCTYPEs": "<!DOCTYPE [" * 90_000,
    "deep colours": "<g>" * 40 + '<linearGradient id="a">' + '<stop stop-color="currentColor"/>' * 4_000
                    + "</linearGradient>" + '<rect width="9" height="9" fill="url(#a)"/>' * 900 + "</g>" * 40,
    "blanks": f'<polyline points="{" " * 500_000}x"/>',
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.slow
def test_no_drawing_takes_long_to_read(case: str, tmp_path: Path) -> None:
    """The largest file that is read takes far less than ten seconds, whatever it holds."""
    (tmp_path / "a.svg").write_text(svg(HOSTILE[case]))
    start = time.process_time()
    try:
        figures.read("a.svg", tmp_path, tmp_path, None)
    except ContentError:
        pass
    assert time.process_time() - start < 10
