"""The club's aggregates as published facts: the only place where the domain meets the contracts.

No contact, tutor's name or word about a person passes here.
"""

from services.contracts import employers as facts
from services.employers.domain.company import Company, Site
from services.employers.domain.evaluation import Evaluation
from services.employers.domain.holder import Holder
from services.employers.domain.hours import Hours
from services.employers.domain.introduction import Introduction, Reply
from services.employers.domain.offer import Offer, Status

REASONS = {Status.CLOSED: "closed", Status.EXPIRED: "expired", Status.FILLED: "filled"}


def company_changed(company: Company) -> facts.CompanyChanged:
    """The company, whole, without its contacts."""
    return facts.CompanyChanged(
        company_id=company.id,
        version=company.version,
        name=company.name,
        siret=company.siret,
        naf=company.naf,
        existence=company.existence.value,
        confirmed=company.confirmed,
        paused=company.paused is not None,
        place=_place(company.site) if company.site.told else None,
        introductions_per_month=company.introductions_per_month,
        accredited_civic_service=company.accredited_civic_service,
        is_temp_agency=company.is_temp_agency,
        is_siae=company.is_siae,
        commitments_promised=company.engagement_due,
        commitments_honoured=company.engagement_honoured,
    )


def holder_changed(holder: Holder) -> facts.HolderChanged:
    """Whether the account speaks for the company."""
    return facts.HolderChanged(
        company_id=holder.company_id,
        account_id=holder.account_id,
        version=holder.version,
        confirmed=holder.confirmed,
    )


def offer_published(offer: Offer) -> facts.OfferPublished:
    """The offer, whole, as it may be proposed. Raises ValueError when it was never published."""
    if offer.published_at is None:
        raise ValueError("an offer that is not published is not announced")
    terms = offer.terms
    return facts.OfferPublished(
        offer_id=offer.id,
        version=offer.version,
        company_id=offer.company_id,
        company_name=offer.company_name,
        source=offer.source.value,
        source_url=offer.source_url,
        act=offer.act,
        kind=terms.kind,
        title=terms.title,
        description=terms.description,
        rome=terms.rome,
        trade_label=terms.trade_label,
        objectives=terms.objectives,
        skills=terms.skills,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        expires_on=terms.expires_on,
        hours=_hours(terms.hours),
        place=_place(terms.site),
        places=terms.places,
        licences=terms.licences,
        experience_months=terms.experience_months,
        experience_said=terms.experience_said,
        diploma=terms.diploma,
        languages=terms.languages,
        dangerous_for_minors=terms.dangerous_for_minors,
        adults_only=not terms.open_to_minors,
        with_children=terms.with_children,
        remote=terms.remote,
        efforts=terms.efforts,
        salary=terms.salary,
        published_at=offer.published_at,
    )


def offer_withdrawn(offer: Offer, *, gone: bool = False) -> facts.OfferWithdrawn:
    """The offer can no longer be proposed; ``gone`` when its source or its firm is no more."""
    reason = "gone" if gone else REASONS[offer.status]
    return facts.OfferWithdrawn(offer_id=offer.id, version=offer.version, reason=reason)


def introduction_answered(introduction: Introduction, reply: Reply) -> facts.IntroductionAnswered:
    """The employer's reply."""
    return facts.IntroductionAnswered(
        introduction_id=introduction.id,
        company_id=introduction.company_id,
        answer=reply.answer.value,
        reason=reply.reason,
        share_reason=reply.share_reason,
        meeting_at=reply.meeting_at,
        at=reply.at,
    )


def placement_evaluated(evaluation: Evaluation) -> facts.PlacementEvaluated:
    """The tutor's evaluation."""
    skills = tuple(
        facts.ObservedSkill(label=skill.label, level=skill.level, code=skill.code) for skill in evaluation.skills
    )
    return facts.PlacementEvaluated(
        placement_id=evaluation.placement_id,
        company_id=evaluation.company_id,
        version=evaluation.version,
        outcome=evaluation.outcome,
        hired_as=evaluation.hired_as,
        skills=skills,
        endorses_badge=evaluation.endorses_badge,
        at=evaluation.at,
    )


def _place(site: Site) -> facts.Place:
    return facts.Place(
        label=site.label,
        postcode=site.postcode,
        commune=site.commune,
        latitude=site.latitude,
        longitude=site.longitude,
    )


def _hours(hours: Hours) -> facts.WorkHours:
    return facts.WorkHours(
        half_days=hours.half_days,
        weekly=hours.weekly,
        daily_start=hours.daily_start,
        daily_end=hours.daily_end,
        night=hours.night,
        label=hours.label,
    )
