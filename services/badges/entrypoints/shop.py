"""What the endpoints of `badges` share: the workshop, the signed lists, and a unit of work on the open transaction."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlalchemy import Connection

from services.badges.adapters.house_records import HouseRecords
from services.badges.adapters.sealer import SignedLists
from services.badges.adapters.sql import SqlUnitOfWork
from services.badges.adapters.verify import BadgeVerifier
from services.badges.ports import UnitOfWork, Workshop
from services.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Shop:
    """Made once by the bootstrap and kept on the app."""

    workshop: Workshop
    lists: SignedLists
    clock: Clock

    def records(self, uow: UnitOfWork, now: datetime) -> HouseRecords:
        """What this house publishes, as it stands in this transaction."""
        return HouseRecords(uow, self.workshop.addresses, self.lists, now)

    def verifier(self, uow: UnitOfWork, now: datetime) -> BadgeVerifier:
        """Our own verifier over these records."""
        return BadgeVerifier(self.records(uow, now))


def shop_of(request: Request) -> Shop:
    """The shop of this app."""
    shop: Shop = request.app.state.badges
    return shop


def unit_of_work(connection: Connection, now: datetime) -> UnitOfWork:
    """The repositories on the transaction of this request."""
    return SqlUnitOfWork(connection, now=now)
