"""The description of the package on an index: the README without what leads nowhere outside the repository."""

import re
from pathlib import Path

from setuptools import setup

README = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
PICTURES = re.compile(r"<p>\n(?:<img .*>\n)+</p>\n\n")
RELATIVE_LINK = re.compile(r"\[([^\]]+)\]\((?![a-z]+:|#)[^)]*\)")

setup(
    long_description=RELATIVE_LINK.sub(r"\1", PICTURES.sub("", README)),
    long_description_content_type="text/markdown",
)
