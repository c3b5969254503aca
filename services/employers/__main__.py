"""``python -m services.employers web|relay|consume|all|migrate|replay|rebuild``."""

import argparse

from services.employers.bootstrap import MIGRATIONS, NAME, build
from services.employers.settings import EmployersSettings
from services.kernel import migrate
from services.kernel.database import Database
from services.kernel.processes import run_process

ROLES = ("web", "relay", "consume", "all", "migrate", "replay", "rebuild")


def main() -> None:
    """Run one role of the service."""
    parser = argparse.ArgumentParser(prog="python -m services.employers", description=__doc__)
    parser.add_argument("role", choices=ROLES)
    role = parser.parse_args().role
    settings = EmployersSettings()
    if role == "migrate":
        database = Database(settings.database_for(NAME))
        migrate.upgrade(database, NAME, MIGRATIONS)
        database.close()
        return
    run_process(build, role, settings)


if __name__ == "__main__":
    main()
