"""What a check of the law found: refused with the article, to confirm with a written reason, or worth knowing.

« A rule that is broken is refused with the reason and the article; where the law leaves room, warn and let a
caseworker confirm with a written reason. »
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.kernel.problems import Conflict, Invalid

SHORTEST_REASON = 10
"""Characters: « accord » or « ok » tells nothing to who reads it in a year."""


class Weight(StrEnum):
    REFUSED = "refused"
    TO_CONFIRM = "to_confirm"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is stable and names what a reason confirms; ``field`` is the entry to mend, empty for the whole."""

    code: str
    message: str
    article: str = ""
    weight: Weight = Weight.REFUSED
    field: str = ""

    def told(self) -> str:
        """The message with its article, as one sentence."""
        return f"{self.message} ({self.article})" if self.article else self.message


def refused(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that nothing can confirm."""
    return tuple(finding for finding in findings if finding.weight is Weight.REFUSED)


def to_confirm(findings: Iterable[Finding], reasons: Mapping[str, str]) -> tuple[Finding, ...]:
    """Those that still wait for a written reason."""
    return tuple(
        finding
        for finding in findings
        if finding.weight is Weight.TO_CONFIRM and len(reasons.get(finding.code, "").strip()) < SHORTEST_REASON
    )


def must_pass(findings: Sequence[Finding], reasons: Mapping[str, str]) -> None:
    """Raise Invalid for what is refused, then Conflict for what still asks for a written reason."""
    broken = refused(findings)
    if broken:
        fields = {finding.field or finding.code: finding.told() for finding in reversed(broken)}
        raise Invalid(" ".join(finding.told() for finding in broken), fields=fields, code=broken[0].code)
    waiting = to_confirm(findings, reasons)
    if waiting:
        told = " ".join(finding.told() for finding in waiting)
        raise Conflict(
            f"{told} Si vous confirmez, écrivez pourquoi en quelques mots.",
            fields={f"confirm_{finding.code}": finding.told() for finding in waiting},
            code="confirmation-needed",
        )
