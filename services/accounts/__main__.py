"""``python -m services.accounts web|relay|consume|all|migrate|replay|rebuild``."""

from services.accounts.bootstrap import MIGRATIONS, NAME, build
from services.accounts.settings import AccountsSettings
from services.kernel.processes import run_service

if __name__ == "__main__":
    run_service(NAME, build, AccountsSettings, MIGRATIONS, told=__doc__)
