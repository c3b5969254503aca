"""``python -m services.kernel.probe [PATH]``: asks this machine's process how it is; what an image's health check runs.

Exits with 0 when it answers 200, with 1 and the reason otherwise. Needs no other program than Python.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

SECONDS = 5.0


def ask(port: int, path: str) -> tuple[bool, str]:
    """Whether the process is well, and what it says."""
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        said = answer.read(2000).decode(errors="replace")
    except (OSError, HTTPException) as error:
        return False, f"pas de réponse sur le port {port} : {error}"
    finally:
        connection.close()
    return answer.status == 200, said


def main() -> int:
    """Ask the port that the settings give to health, else the one that serves pages."""
    port = int(os.environ.get("CITE_HEALTH_PORT", "0")) or int(os.environ.get("CITE_PORT", "8000"))
    well, said = ask(port, sys.argv[1] if len(sys.argv) > 1 else "/health/ready")
    sys.stdout.write(f"{said}\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
