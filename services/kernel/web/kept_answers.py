"""What somebody was writing when their session ended: kept in the page that says so, to be sent again.

Nothing is stored: the answers go back to the browser that sent them, in a page that no cache keeps. Refuses to carry
files, which a page cannot give back, and secrets, which a page must not hold.
"""

from collections.abc import Sequence

from starlette.datastructures import UploadFile
from starlette.requests import Request

_FORM = "application/x-www-form-urlencoded"
_SECRET = ("password", "provisional", "current", "secret")
_MOST = 500


async def answers_to_send_again(request: Request) -> Sequence[tuple[str, str]]:
    """Names and answers in the order they were sent; empty when there is nothing that may be carried."""
    if request.method != "POST" or not request.headers.get("content-type", "").startswith(_FORM):
        return ()
    sent = (await request.form()).multi_items()
    answers = [(name, answer) for name, answer in sent if not isinstance(answer, UploadFile)]
    secret = any(word in name for name, _ in answers for word in _SECRET)
    if secret or len(answers) > _MOST or not any(answer.strip() for _, answer in answers):
        return ()
    return answers
