"""The tables of conversations and of those who work on them."""

from handoff.tables.agents import agents, arrangements, audit, presences
from handoff.tables.cases import case_notes, cases, deliveries
from handoff.tables.console import attempts, held, sessions
from handoff.tables.desk import canned, marks, notes, previews, satisfaction, tags
from handoff.tables.log import conversations, events, feedback, questions
from handoff.tables.queue import tickets
from handoff.tables.warrants import warrants, warrants_read

__all__ = [
    "agents",
    "arrangements",
    "attempts",
    "audit",
    "canned",
    "case_notes",
    "cases",
    "conversations",
    "deliveries",
    "events",
    "feedback",
    "held",
    "marks",
    "notes",
    "presences",
    "previews",
    "questions",
    "satisfaction",
    "sessions",
    "tags",
    "tickets",
    "warrants",
    "warrants_read",
]
