"""The files of people in SQL: each person sealed with their own key, loaded whole, written where they changed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from services.candidates.adapters import sql_rows, tables
from services.candidates.adapters.encoding import Core, decoded, encoded
from services.candidates.adapters.sql_moves import moves_of
from services.candidates.adapters.vault import PersonKey, Vault
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.profile import Profile
from services.candidates.domain.refusals import NotFound
from services.candidates.domain.retention import Remains
from services.kernel import tables as kernel_tables
from services.kernel.clock import new_id
from services.kernel.dialects import locked

UNKNOWN = "Cette personne n'est pas dans vos dossiers, ou son dossier a été effacé."
OWNED = (tables.contacts, tables.freins, tables.agreements, tables.delegations, tables.prescriptions,
         tables.personal_links, tables.sharing_agreements, tables.reviews)  # fmt: skip
OF_PROFILE = (tables.introductions, tables.placements, tables.awards)


class SqlPeople:
    """Implements ``ports.People`` on one connection, for one territory."""

    def __init__(self, connection: Connection, territory: str, vault: Vault) -> None:
        self._connection = connection
        self._territory = territory
        self._vault = vault
        self._keys: dict[str, PersonKey] = {}
        self._loaded: dict[UUID, CaseFile] = {}
        self._written: dict[UUID, CaseFile] = {}
        """What this transaction wrote is what it reads: several acts on one file read it once."""

    def get(self, person_id: UUID) -> CaseFile:
        written = self._written.get(person_id)
        return written or self._one(tables.people.c.id == str(person_id))

    def of_profile(self, profile_id: UUID) -> CaseFile:
        return self._one(tables.people.c.profile_id == str(profile_id))

    def accompanied_by(self, staff_id: UUID, day: date) -> Sequence[CaseFile]:
        return self._many(self._accompanied(staff_id, day))

    def page(self, staff_id: UUID, day: date, *, after: UUID | None, limit: int) -> Sequence[CaseFile]:
        which = self._accompanied(staff_id, day)
        if after is not None:
            which = and_(which, tables.people.c.id > str(after))
        return self._many(which, limit=limit)

    def waiting_in(self, structure_id: UUID) -> Sequence[CaseFile]:
        people = tables.people.c
        return self._many(and_(people.structure_id == str(structure_id), people.referent_id.is_(None)))

    def prescribed_by(self, staff_id: UUID) -> Sequence[CaseFile]:
        sent = tables.prescriptions.c
        ids = select(sent.person_id).where(sent.territory == self._territory, sent.prescriber_id == str(staff_id))
        return self._many(tables.people.c.id.in_(ids))

    def all(self) -> Sequence[CaseFile]:
        return self._many(tables.people.c.territory == self._territory)

    def to_announce(self, day: date) -> Sequence[CaseFile]:
        return self._many(tables.people.c.next_announcement <= day, lock=True)

    def inactive_since(self, day: date) -> Sequence[CaseFile]:
        return self._many(tables.people.c.last_activity <= day, lock=True)

    def announced_digest(self, person_id: UUID) -> str:
        people = tables.people.c
        query = select(people.announced).where(people.territory == self._territory, people.id == str(person_id))
        return self._connection.execute(query).scalar_one_or_none() or ""

    def add(self, case: CaseFile, *, announced: str, next_announcement: date | None) -> None:
        key, wrapped = self._vault.fresh(self._territory, str(case.id))
        self._keys[str(case.id)] = key
        place = {"territory": self._territory, "person_id": str(case.id)}
        self._connection.execute(insert(tables.data_keys).values(**place, wrapped=wrapped))
        values = self._row(case, key, announced, next_announcement)
        self._connection.execute(insert(tables.people).values(territory=self._territory, id=str(case.id), **values))
        self._write_parts(case, key, None)
        self._loaded[case.id] = self._written[case.id] = case

    def keep(self, case: CaseFile, *, announced: str, next_announcement: date | None) -> None:
        before = self._loaded.get(case.id) or self.get(case.id)
        key = self._keys[str(case.id)]
        people = tables.people
        place = (people.c.territory == self._territory) & (people.c.id == str(case.id))
        values = self._row(case, key, announced, next_announcement)
        self._connection.execute(update(people).where(place).values(**values))
        self._write_parts(case, key, before)
        self._loaded[case.id] = self._written[case.id] = case

    def erase(self, case: CaseFile, *, at: datetime, remains: Remains) -> None:
        person, profile = str(case.id), str(case.profile.id)
        for table in OWNED:
            self._delete(table, table.c.person_id == person)
        for table in OF_PROFILE:
            self._delete(table, table.c.profile_id == profile)
        fund = tables.fund_requests
        self._connection.execute(
            update(fund)
            .where(fund.c.territory == self._territory, fund.c.person_id == person)
            .values(person_id=None, secret=None)
        )
        if case.identity.email:
            letters = kernel_tables.messages
            mine = (letters.c.tenant == self._territory) & (letters.c.recipient == case.identity.email)
            self._connection.execute(delete(letters).where(mine))
        self._delete(tables.data_keys, tables.data_keys.c.person_id == person)
        self._delete(tables.people, tables.people.c.id == person)
        self._connection.execute(
            insert(tables.remains).values(
                territory=self._territory,
                id=str(new_id()),
                entered=remains.entered,
                cohort=remains.cohort,
                outcome=remains.outcome,
            )
        )
        self._connection.execute(
            insert(tables.erasures).values(
                territory=self._territory,
                person_id=person,
                profile_id=profile,
                profile_version=case.profile.version + 1,
                at=at,
                in_ledger=False,
            )
        )
        self._keys.pop(person, None)
        self._loaded.pop(case.id, None)
        self._written.pop(case.id, None)

    def key_of(self, person_id: str) -> PersonKey | None:
        """The open key of a person, None when it was destroyed."""
        if person_id not in self._keys:
            self._open_keys([person_id])
        return self._keys.get(person_id)

    def _delete(self, table: Any, which: ColumnElement[bool]) -> None:
        self._connection.execute(delete(table).where(table.c.territory == self._territory, which))

    def _accompanied(self, staff_id: UUID, day: date) -> ColumnElement[bool]:
        relays = tables.delegations.c
        standing_in = select(relays.person_id).where(
            relays.territory == self._territory,
            relays.to_staff == str(staff_id),
            relays.since <= day,
            relays.until >= day,
        )
        return or_(tables.people.c.referent_id == str(staff_id), tables.people.c.id.in_(standing_in))

    def _one(self, which: ColumnElement[bool]) -> CaseFile:
        found = self._many(which, lock=True)
        if not found:
            raise NotFound(UNKNOWN)
        return found[0]

    def _many(self, which: ColumnElement[bool], *, lock: bool = False, limit: int | None = None) -> Sequence[CaseFile]:
        people = tables.people
        query = select(people).where(people.c.territory == self._territory, which).order_by(people.c.id)
        if limit is not None:
            query = query.limit(limit)
        if lock:
            query = locked(query, self._connection)
        rows = self._connection.execute(query).mappings().all()
        return self._cases(rows)

    def _open_keys(self, people: Sequence[str]) -> None:
        held = tables.data_keys.c
        wanted = [person for person in people if person not in self._keys]
        for start in range(0, len(wanted), 500):
            query = select(held.person_id, held.wrapped).where(
                held.territory == self._territory, held.person_id.in_(wanted[start : start + 500])
            )
            for person, wrapped in self._connection.execute(query):
                self._keys[person] = self._vault.unwrap(wrapped, self._territory, person)

    def _cases(self, rows: Sequence[Any]) -> list[CaseFile]:
        self._open_keys([row["id"] for row in rows])
        rows = [row for row in rows if row["id"] in self._keys]
        keys = {row["id"]: self._keys[row["id"]] for row in rows}
        place = (self._connection, self._territory)
        contacts = sql_rows.CONTACTS.read(*place, keys)
        freins = sql_rows.FREINS.read(*place, keys)
        agreements = sql_rows.AGREEMENTS.read(*place, keys)
        relays = sql_rows.DELEGATIONS.read(*place, keys)
        sent = sql_rows.PRESCRIPTIONS.read(*place, keys)
        moved = moves_of(*place, [row["profile_id"] for row in rows])
        cases = []
        for row in rows:
            person, profile = row["id"], row["profile_id"]
            core = decoded(Core, keys[person].open(row["secret"], table="people", row=person))
            case = CaseFile(
                id=UUID(person),
                territory=self._territory,
                referent_id=sql_rows.identifier(row["referent_id"]),
                structure_id=UUID(row["structure_id"]),
                registered_on=row["registered_on"],
                identity=core.identity,
                profile=Profile(UUID(profile), row["profile_version"], core.description),
                followed=row["followed"],
                cohort=row["cohort"],
                at_mission_locale=core.at_mission_locale,
                status=core.status,
                enrolments=core.enrolments,
                steps=core.steps,
                judgement=core.judgement,
                freins=tuple(freins[person]),
                contacts=tuple(contacts[person]),
                agreements=tuple(agreements[person]),
                delegations=tuple(relays[person]),
                prescriptions=tuple(sent[person]),
                contracts=core.contracts,
                introductions=moved.introductions.get(profile, ()),
                placements=moved.placements.get(profile, ()),
                awards=moved.awards.get(profile, ()),
                ended_on=core.ended_on,
                warned_on=core.warned_on,
            )
            self._loaded[case.id] = case
            cases.append(case)
        return cases

    @staticmethod
    def _row(case: CaseFile, key: PersonKey, announced: str, next_announcement: date | None) -> dict[str, Any]:
        core = Core(
            identity=case.identity,
            description=case.profile.description,
            status=case.status,
            at_mission_locale=case.at_mission_locale,
            enrolments=case.enrolments,
            steps=case.steps,
            judgement=case.judgement,
            contracts=case.contracts,
            ended_on=case.ended_on,
            warned_on=case.warned_on,
        )
        return {
            "profile_id": str(case.profile.id),
            "referent_id": sql_rows.column(case.referent_id),
            "structure_id": str(case.structure_id),
            "cohort": case.cohort,
            "followed": case.followed,
            "registered_on": case.registered_on,
            "profile_version": case.profile.version,
            "announced": announced,
            "next_announcement": next_announcement,
            "last_activity": case.last_activity(),
            "secret": key.seal(encoded(core), table="people", row=str(case.id)),
        }

    def _write_parts(self, case: CaseFile, key: PersonKey, before: CaseFile | None) -> None:
        place = sql_rows.Place(self._connection, self._territory, str(case.id), key)
        sql_rows.CONTACTS.write(place, before.contacts if before else (), case.contacts)
        sql_rows.FREINS.write(place, before.freins if before else (), case.freins)
        sql_rows.AGREEMENTS.write(place, before.agreements if before else (), case.agreements)
        sql_rows.DELEGATIONS.write(place, before.delegations if before else (), case.delegations)
        sql_rows.PRESCRIPTIONS.write(place, before.prescriptions if before else (), case.prescriptions)
