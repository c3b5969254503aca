"""The routers of every page of `candidates`, in the order they are tried."""

from services.candidates.entrypoints import (
    caseload_pages,
    file_pages,
    path_pages,
    person_pages,
    profile_pages,
)

ROUTERS = (
    caseload_pages.router,
    profile_pages.router,
    file_pages.router,
    path_pages.router,
    person_pages.router,
)
