"""``python -m services.matching web|relay|consume|all|migrate|replay|rebuild``."""

from services.kernel.processes import run_service
from services.matching.bootstrap import MIGRATIONS, NAME, build
from services.matching.settings import MatchingSettings

if __name__ == "__main__":
    run_service(NAME, build, MatchingSettings, MIGRATIONS, told=__doc__)
