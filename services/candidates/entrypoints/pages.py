"""The routers of every page of `candidates`, in the order they are tried."""

from services.candidates.entrypoints import (
    bilan_pages,
    card_pages,
    caseload_pages,
    file_pages,
    fund_pages,
    group_pages,
    own_diary,
    own_pages,
    path_pages,
    person_pages,
    prescription_pages,
    profile_pages,
    sharing_pages,
    sheet_pages,
)

ROUTERS = (
    caseload_pages.router,
    profile_pages.router,
    sheet_pages.router,
    sharing_pages.router,
    file_pages.router,
    path_pages.router,
    person_pages.router,
    own_diary.router,
    own_pages.router,
    card_pages.router,
    prescription_pages.router,
    bilan_pages.router,
    group_pages.router,
    fund_pages.router,
)
