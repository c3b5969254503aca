"""New keys: the regular rotation, and the theft of a key, after which everything it signed is signed again.

A rotation keeps the former key published, so that older badges keep verifying. A stolen key is removed from the
issuer's document and its badges are issued again: same address, same place in the list, a newer date.
"""

import json
from dataclasses import replace
from datetime import datetime

from services.badges.domain.instants import iso_instant
from services.badges.domain.issuer import Issuer
from services.badges.ports import Sealed, UnitOfWork, Workshop


def rotate(issuer: Issuer, *, uow: UnitOfWork, workshop: Workshop, now: datetime) -> Issuer:
    """A new key signs from now on; the former private keys are destroyed."""
    former = [key.key_id for key in issuer.keys if key.live]
    rotated = issuer.rotated(workshop.keys.create(issuer.id, at=now))
    uow.issuers.save(rotated)
    for key_id in former:
        workshop.keys.destroy(issuer.id, key_id)
    return rotated


def key_stolen(issuer: Issuer, key_id: str, *, uow: UnitOfWork, workshop: Workshop, now: datetime) -> int:
    """The key is denounced and what it signed is signed again; return how many documents were.

    Raises KeyError when the issuer never had this key.
    """
    denounced = issuer.without(key_id, stolen_at=now)
    if not any(key.live for key in denounced.keys):
        denounced = denounced.rotated(workshop.keys.create(issuer.id, at=now))
    uow.issuers.save(denounced)
    workshop.keys.destroy(issuer.id, key_id)
    signed_again = 0
    for award_id, former in uow.credentials.signed_with(issuer.id, key_id):
        sealed = _again(former.document, denounced, workshop, now)
        uow.credentials.keep(award_id, issuer.territory, sealed)
        uow.log_signature(issuer.territory, sealed, at=now)
        signed_again += 1
    for endorsement in uow.endorsements.signed_with(issuer.id, key_id):
        sealed = _again(endorsement.document, denounced, workshop, now)
        uow.endorsements.save(replace(endorsement, key_id=sealed.key_id, document=sealed.document))
        uow.log_signature(issuer.territory, sealed, at=now)
        signed_again += 1
    return signed_again


def _again(document: str, issuer: Issuer, workshop: Workshop, now: datetime) -> Sealed:
    content = {name: value for name, value in json.loads(document).items() if name != "proof"}
    return workshop.sealer.seal(content | {"validFrom": iso_instant(now)}, issuer=issuer, at=now)
