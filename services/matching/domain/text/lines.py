"""Read a line of a corpus as the names that it gives to one trade: « Boulanger ; artisan boulanger ».

Pure. Refuses nothing: a line without a separator, or with nothing else, is one name.
"""

import re

_SEPARATORS = re.compile(r"\s*(?:[;|\t]|//)\s*")


def names_in(line: str) -> list[str]:
    """The names, in their order, at least one."""
    return [name for name in _SEPARATORS.split(line) if name.strip()] or [line]
