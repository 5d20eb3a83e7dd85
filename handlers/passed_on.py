"""Words and queries of the store that services pass on and handlers need by name.

Handlers must not import storage/. Everything borrowed in this way stands here, so that it is seen.
"""

from __future__ import annotations

from services.groups import ChatKind  # type: ignore[attr-defined] # a word of `groups.Place`
from services.intake import Plan, PlanState, queries  # type: ignore[attr-defined] # for the list of plans
from services.publishing import Decision  # type: ignore[attr-defined] # the word of `publishing.settle`

published_plans = queries.published_plans
plans_by_state = queries.plans_by_state

__all__ = ["ChatKind", "Decision", "Plan", "PlanState", "plans_by_state", "published_plans"]
