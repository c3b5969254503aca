"""``python -m services.badges web|relay|consume|all|migrate|replay|rebuild``."""

from services.badges.bootstrap import MIGRATIONS, NAME, build
from services.badges.settings import BadgesSettings
from services.kernel.processes import run_service

if __name__ == "__main__":
    run_service(NAME, build, BadgesSettings, MIGRATIONS, told=__doc__)
