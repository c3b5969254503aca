"""``python -m services.employers web|relay|consume|all|migrate|replay|rebuild``."""

from services.employers.bootstrap import MIGRATIONS, NAME, build
from services.employers.settings import EmployersSettings
from services.kernel.processes import run_service

if __name__ == "__main__":
    run_service(NAME, build, EmployersSettings, MIGRATIONS, told=__doc__)
