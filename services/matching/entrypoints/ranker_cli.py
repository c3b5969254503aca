"""``cite ranker``: learn a version of the ranking, judge it, put it in shadow or in force, go back; all audited.

What needs scikit-learn or the simulator is loaded when its command runs. ``groups_of`` lends the groups of people
(cohort, sex, age band) for the time of an audit; nothing here keeps them.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Annotated, Any

import typer

from services.kernel.clock import utc_now
from services.kernel.database import Database
from services.kernel.problems import Conflict
from services.matching.adapters.sql_unit_of_work import SqlUnitOfWork
from services.matching.domain.learning.audit import Groups
from services.matching.domain.learning.card import decision_said, in_french
from services.matching.domain.learning.ranker import Ranker, Standing
from services.matching.domain.ranking import prior
from services.matching.entrypoints.at_terminal import Records
from services.matching.use_cases.check_fairness import counted
from services.matching.use_cases.evaluate_ranker import evaluate_ranker, keep_evaluation
from services.matching.use_cases.gather_market import settings_of
from services.matching.use_cases.note_outcomes import KEPT
from services.matching.use_cases.promote_ranker import promote_ranker, rollback_ranker, shadow_ranker
from services.matching.use_cases.rank_offers_for_profile import Tools
from services.matching.use_cases.train_ranker import keep_trained, train_ranker

TRAINING = "services.matching.adapters.ranker_training"
SIMULATOR = "bench.simulator.play"
OPERATOR = "operator:terminal"
REAL = "Ce territoire n'est pas inventé : on n'y mêle pas de suites simulées aux vraies."
NO_SIMULATOR = "Le simulateur n'est pas livré avec cette installation : lancez cette commande depuis les sources."

Territory = Annotated[str, typer.Argument(help="Code du territoire")]
Version = Annotated[str, typer.Argument(help="Nom de la version : cite ranker status")]
Open = Callable[[], Database]
OpenTools = Callable[[], Tools]
GroupsOf = Callable[[str], Groups]


def ranker_commands(
    open_database: Open, open_tools: OpenTools, groups_of: GroupsOf, say: Callable[[str], None] = typer.echo
) -> typer.Typer:
    """The commands. ``open_database`` gives matching's database, migrated."""
    commands = typer.Typer(help="Les versions du classement.", no_args_is_help=True)
    desk = RankerDesk(Records(open_database), open_tools, groups_of, say)

    @commands.callback()
    def ranker() -> None:
        """Les versions du classement."""

    for act in (desk.status, desk.train, desk.evaluate, desk.promote, desk.shadow, desk.rollback, desk.simulate):
        commands.command()(act)
    return commands


@dataclass(frozen=True, slots=True)
class RankerDesk:
    """The commands, over what they open."""

    records: Records
    open_tools: OpenTools
    groups_of: GroupsOf
    say: Callable[[str], None]

    def status(
        self,
        territory: Territory,
        *,
        as_json: Annotated[bool, typer.Option("--json", help="Les cartes, en JSON")] = False,
    ) -> None:
        """Dire quel classement est en vigueur, et la carte de chaque version."""
        with self.records.reading(territory) as uow:
            versions, in_force = uow.rankings.all(), uow.rankings.in_force().version
            compared = {one.version: _overlap(uow, one) for one in versions if one.standing is Standing.SHADOW}
            kept = uow.outcomes.since((utc_now() - KEPT).date())
        if as_json:
            self.say(json.dumps([_written(one) for one in versions], ensure_ascii=False, indent=1))
            return
        told = counted(kept)
        self.say(
            f"En vigueur : {_name(in_force)}. Suites gardées : {told['kept']}, dont {told['outside']} retenues hors "
            f"des listes et {told['without_features']} sans traits, qui n'apprennent rien."
        )
        for one in versions:
            self._tell(one)
            if one.version in compared:
                self.say(f"  {compared[one.version]}")

    def train(
        self,
        territory: Territory,
        circumstances: Annotated[
            float, typer.Option(min=0, max=1, help="Part gardée du trajet, des horaires et de l'attente")
        ] = 1.0,
    ) -> None:
        """Apprendre une version des suites du territoire ; elle reste à l'étude."""
        learn = import_module(TRAINING).train_table
        with self.records.reading(territory) as uow:
            made = train_ranker(
                train=lambda rows, version: learn(rows, version=version, circumstances=circumstances),
                uow=uow,
                now=utc_now(),
                circumstances=circumstances,
            )
        with self.records.work(territory) as uow:
            keep_trained(made, by=OPERATOR, uow=uow, now=utc_now())
        self._tell(made)

    def evaluate(self, territory: Territory, version: Version) -> None:
        """Juger une version sur des suites plus récentes, et contrôler l'équité."""
        groups, tools = self.groups_of(territory), self.open_tools()
        with self.records.reading(territory) as uow:
            judged = evaluate_ranker(version, groups=groups, uow=uow, tools=tools, now=utc_now())
        with self.records.work(territory) as uow:
            kept = keep_evaluation(judged, by=OPERATOR, uow=uow, now=utc_now())
        self._tell(kept)

    def promote(
        self,
        territory: Territory,
        version: Version,
        confirm_with: Annotated[str, typer.Option(help="La raison, quand l'audit n'a pas pu conclure")] = "",
        signed: Annotated[str, typer.Option(help="Le nom de qui décide, avec la raison")] = "",
    ) -> None:
        """Mettre une version en vigueur."""
        with self.records.work(territory) as uow:
            done = promote_ranker(version, reason=confirm_with, signed=signed, by=OPERATOR, uow=uow, now=utc_now())
        self.say(f"« {done.version} » est en vigueur ; il remplace {_name(done.replaces)}.")

    def shadow(self, territory: Territory, version: Version) -> None:
        """Laisser une version calculer dans l'ombre : comparée, jamais montrée."""
        with self.records.work(territory) as uow:
            done = shadow_ranker(version, by=OPERATOR, uow=uow, now=utc_now())
        self.say(f"« {done.version} » est dans l'ombre : les listes ne changent pas. cite ranker status le compare.")

    def rollback(self, territory: Territory) -> None:
        """Revenir au classement d'avant."""
        with self.records.work(territory) as uow:
            back = rollback_ranker(by=OPERATOR, uow=uow, now=utc_now())
        self.say(f"En vigueur : {_name(back)}.")

    def simulate(self, territory: Territory, seed: Annotated[int, typer.Option(help="Graine")] = 1) -> None:
        """Remplir un territoire inventé de suites simulées, pour essayer l'apprentissage."""
        with self.records.reading(territory) as uow:
            if not settings_of(uow).invented:
                raise Conflict(REAL, code="real-territory")
        rows = _simulated(seed, utc_now())
        with self.records.work(territory) as uow:
            for row in rows:
                uow.outcomes.save(row)
        self.say(f"{len(rows)} suites simulées (graine {seed}) ajoutées à {territory}.")

    def _tell(self, ranker: Ranker) -> None:
        self.say(f"{ranker.version} ({ranker.standing.label})")
        for line in in_french(ranker.card):
            self.say(f"  {line}")
        if ranker.reason:
            self.say(f"  Raison écrite : {ranker.reason} ({decision_said(ranker.card)})")


def _simulated(seed: int, now: datetime) -> list[Any]:
    """The rows of a simulated town, moved so that its last day is yesterday."""
    try:
        simulator = import_module(SIMULATOR)
    except ModuleNotFoundError as missing:
        raise Conflict(NO_SIMULATOR, code="no-simulator") from missing
    rows = simulator.play(seed).rows
    by = now.date() - timedelta(days=1) - max(row.opened_on for row in rows)
    return [simulator.moved(row, by) for row in rows]


def _name(version: str) -> str:
    return "le classement documenté" if version == prior.VERSION else f"« {version} »"


def _written(ranker: Ranker) -> dict[str, Any]:
    return {
        "version": ranker.version,
        "standing": ranker.standing.value,
        "made_at": ranker.made_at.isoformat(),
        "replaces": ranker.replaces,
        "reason": ranker.reason,
        "card": ranker.card,
    }


def _overlap(uow: SqlUnitOfWork, ranker: Ranker) -> str:
    """How much the shadow's first ten share with the lists shown."""
    pairs = uow.outcomes.shadowed(ranker.version, ranker.moved_at.date())
    first = [in_shadow for place, in_shadow in pairs if place <= 10]
    if not first:
        return "Dans l'ombre depuis peu : aucune liste à comparer encore."
    same = sum(place <= 10 for place in first)
    return f"Dans l'ombre : {same} des {len(first)} offres montrées dans les dix premières y seraient aussi."
