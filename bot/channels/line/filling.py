"""What happens to words that are said while a form is being filled in."""

from collections.abc import Mapping
from typing import Any

from askcity.errors import ConflictError
from bot.answer import AnswerStatus
from bot.channels.desk import CitizenDesk
from bot.channels.line.chats import Chats
from bot.channels.line.forms import Filled, Form, Forms
from bot.channels.line.incoming import text_of
from bot.channels.line.wording import phrase
from bot.guard import screen

ELSEWHERE = frozenset({AnswerStatus.EMERGENCY, AnswerStatus.HANDOFF})
"""What must not end up in a form: whoever is in danger or asks for a person is heard at once."""


class Filling:
    """Leads through the forms."""

    def __init__(self, desk: CitizenDesk, chats: Chats, forms: Forms) -> None:
        self._desk, self._chats, self._forms = desk, chats, forms

    async def begin(self, conversation: str, form: Form, client_id: str) -> None:
        """Ask the first question of a form."""
        await self._forms.begin(conversation, form, client_id)

    async def leave(self, conversation: str, client_id: str) -> None:
        """Forget what was filled in, and say so."""
        await self._forms.end(conversation)
        await self._chats.say(conversation, client_id, phrase("form_left"))

    async def takes(self, conversation: str, client_id: str, message: Mapping[str, Any], text: str) -> bool:
        """Take a message as the answer to a form's question; false where it is for the bot."""
        filled = await self._forms.open(conversation)
        if filled is None:
            return False
        if filled.step is None:
            await self._hand_in(conversation, filled, client_id)
            return False
        said = _said(message, text)
        if not said or await self._chats.holds(conversation, client_id):
            return False
        if said not in filled.step.answers and _must_be_heard(said):
            await self._forms.end(conversation)
            return False
        filled = await self._forms.answer(conversation, filled, client_id, said)
        if filled.step is None:
            await self._hand_in(conversation, filled, client_id)
        return True

    async def _hand_in(self, conversation: str, filled: Filled, client_id: str) -> None:
        try:
            await self._desk.leave_case(conversation, filled.case())
        except ConflictError:
            await self._chats.say(conversation, f"{client_id}-full"[:64], phrase("too_many_cases"))
        await self._forms.end(conversation)


def _must_be_heard(said: str) -> bool:
    verdict = screen(said)
    return verdict is not None and verdict.status in ELSEWHERE


def _said(message: Mapping[str, Any], text: str) -> str:
    """A text, or the place that was sent."""
    if message.get("type") == "text":
        return text
    if message.get("type") == "location":
        return " ".join(filter(None, (text_of(message, "address"), text_of(message, "title"))))
    return ""
