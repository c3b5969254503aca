"""``python -m services.kernel.keys create|rotate ISSUER``: the keys that sign short tokens.

They are in the folder that the settings name.
``create`` makes what is missing (a service that signs does it too, where it may write); ``rotate`` signs with a new key
from now on. Services read the files again by themselves: nothing is to be started anew, and nobody is signed out.
"""

import argparse
import sys

from services.kernel.auth import KeyRing
from services.kernel.settings import Settings


def main() -> None:
    """Carry out the order, and tell the name of the key in service."""
    parser = argparse.ArgumentParser(prog="python -m services.kernel.keys", description=__doc__)
    parser.add_argument("verb", choices=("create", "rotate"))
    parser.add_argument("issuer")
    asked = parser.parse_args()
    ring = KeyRing(Settings().keys())
    name = ring.rotate(asked.issuer) if asked.verb == "rotate" else ring.private(asked.issuer).kid
    sys.stdout.write(f"{asked.issuer} : clé en service {name}\n")


if __name__ == "__main__":
    main()
