"""What agents do with a conversation. Whether they may is checked where it is written."""

from typing import Any

from handoff.console.door import ConversationId, Me, Seen, Wired, guarded
from handoff.console.schemas import Closing, NewMessage, NewNote, NewTags, Transfer

router = guarded("/conversations/{conversation}")
Done = dict[str, Any]


@router.post("/claim")
async def claim(wired: Wired, me: Me, conversation: ConversationId) -> Done:
    """Take a conversation that waits; 409 where somebody was faster."""
    return {"seq": await wired.office.queue.claim(conversation, me.name)}


@router.post("/take-over")
async def take_over(wired: Wired, me: Me, conversation: ConversationId) -> Done:
    """Take a conversation from the bot or the queue, as a supervisor from another agent too."""
    return {"seq": await wired.office.queue.take_over(conversation, me.name)}


@router.post("/messages", status_code=201)
async def say(wired: Wired, me: Me, conversation: ConversationId, message: NewMessage) -> Done:
    """Say something to the citizen. The same `client_id` and text again change nothing."""
    receipt = await wired.office.desk.say(conversation, me.name, message.value())
    return {"seq": receipt.seq}


@router.post("/notes", status_code=201)
async def note(wired: Wired, me: Me, seen: Seen, told: NewNote) -> Done:
    """Write a note that citizens never see; with an addressee it is a whisper."""
    return {"id": await wired.office.desk.note(seen.id, me.name, told.text, told.addressee)}


@router.put("/tags", status_code=204)
async def tag(wired: Wired, me: Me, seen: Seen, wanted: NewTags) -> None:
    """Replace the tags."""
    await wired.office.desk.tag(seen.id, me.name, [one.strip() for one in wanted.tags])


@router.post("/transfer")
async def transfer(wired: Wired, me: Me, conversation: ConversationId, wanted: Transfer) -> Done:
    """Pass the conversation on to an agent, a team or an agency."""
    seq = await wired.office.queue.transfer(conversation, me.name, wanted.value(), wanted.note.strip())
    return {"seq": seq}


@router.post("/return")
async def hand_back(wired: Wired, me: Me, conversation: ConversationId) -> Done:
    """Give the conversation back to the bot."""
    return {"seq": await wired.office.queue.hand_back(conversation, me.name)}


@router.post("/close")
async def close(wired: Wired, me: Me, conversation: ConversationId, closing: Closing) -> Done:
    """End the conversation."""
    return {"seq": await wired.office.queue.close(conversation, me.name, closing.outcome)}
