"""``python -m services.candidates web|relay|consume|all|migrate|replay|rebuild``."""

from services.candidates.bootstrap import MIGRATIONS, NAME, build
from services.candidates.settings import CandidatesSettings
from services.kernel.processes import run_service

if __name__ == "__main__":
    run_service(NAME, build, CandidatesSettings, MIGRATIONS, told=__doc__)
