"""What can be wrong with a picture."""

from __future__ import annotations


class Fault(Exception):
    """What is wrong with a picture, and what to do about it."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.message, self.hint = rule, message, hint


class Faults(Exception):
    """Everything that is wrong with a picture."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def damaged() -> Fault:
    return Fault("damaged-figure", "the picture is cut off or damaged.", "Save it again.")
