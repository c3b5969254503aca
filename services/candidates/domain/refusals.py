"""What the rules of `candidates` say no with: the kernel's kinds of problem, with the entry to mend and the article.

``field`` names the entry to mend, ``article`` the text of law that asks for the refusal (it is added to the sentence),
``code`` is a stable word for machines; each may be empty.
"""

from services.kernel import problems


def _told(message: str, article: str) -> str:
    return f"{message.removesuffix('.')} ({article})." if article else message


class Invalid(problems.Invalid):
    """An entry is malformed or breaks a rule of the law: nothing was changed."""

    def __init__(self, message: str, *, field: str = "", article: str = "", code: str = "") -> None:
        told = _told(message, article)
        super().__init__(told, fields={field: told} if field else None, code=code)
        self.field = field


class Conflict(problems.Conflict):
    """The entry is well formed but contradicts what is already recorded: nothing was changed."""

    def __init__(self, message: str, *, field: str = "", article: str = "", code: str = "") -> None:
        told = _told(message, article)
        super().__init__(told, fields={field: told} if field else None, code=code)
        self.field = field


class Forbidden(problems.Forbidden):
    """This actor may not do or see that."""

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message, fields={field: message} if field else None, code=code)
        self.field = field


class NotFound(problems.NotFound):
    """No such thing in this territory, or it was erased."""

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message, fields={field: message} if field else None, code=code)
        self.field = field
