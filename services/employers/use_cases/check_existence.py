"""Keep what the public register says of a firm: soon after it was entered, then every week.

Announces CompanyChanged when the answer is news, OfferWithdrawn for the offers of a firm that closed. A register that
cannot be reached says nothing: the firm stays as it was and is asked about again soon.
"""

from uuid import UUID

from services.employers.domain.company import Company, Existence, Finding
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_company, keep_offer


def record_finding(company_id: UUID, finding: Finding, *, uow: UnitOfWork) -> Company | None:
    """Keep what the register said; None for a firm unknown here."""
    before = uow.companies.get(company_id)
    if before is None:
        return None
    after = before.checked(finding, at=uow.now)
    keep_company(uow, after, before)
    if after.existence is Existence.CLOSED and before.existence is not Existence.CLOSED:
        uow.audit("company.closed", f"company:{after.id}")
        for offer in uow.offers.of_company(after.id):
            if offer.is_open:
                keep_offer(uow, offer.close(at=uow.now), offer, gone=True)
    return after
