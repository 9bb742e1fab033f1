"""One conversation on the web and in LINE: who may link them, and what each side sees."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from askcity.errors import ConflictError, TransitionError
from bot.channels.limits import Gate
from bot.channels.line import Platform
from bot.channels.line.incoming import Speaker, events_of
from bot.channels.line.linking import Linking, Links
from bot.channels.line.linking.codes import ALPHABET, code_in, new_code, shown
from bot.channels.line.linking.profiles import plain
from bot.channels.line.linking.steps import CODE_HOLDS, STEP_HOLDS
from bot.channels.line.linking.values import Step
from bot.channels.line.linking.wording import said
from bot.channels.metrics import Metrics
from handoff.agents.values import Agent
from handoff.desk.values import Saying
from handoff.events import Author, Draft, EventKind
from tests.handoff.clock import Clock
from tests.handoff.conftest import postgres_schema
from tests.line.conftest import Bench
from tests.line.platform import Line

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite:///{tmp_path / 'a.sqlite3'}"
        return
    with postgres_schema() as url:
        yield url


@dataclass
class Linked:
    """A conversation on the web, and the LINE side of its link."""

    bench: Bench
    line: Line
    links: Links
    linking: Linking
    web: str
    code: str = field(default="", repr=False)
    until: datetime | None = None

    async def offer(self) -> str:
        """Ask for a code on the web."""
        self.code, self.until = await self.links.offer(self.web)
        return shown(self.code)

    async def says(self, text: str, user: str = "U1", **fields: Any) -> str:
        """Say something in LINE, and hear what the link has to say to it; empty where it is for the bot."""
        return await self._hear(self.line.says(text, user, **fields))

    async def taps(self, act: str, user: str = "U1") -> str:
        return await self._hear(
            self.line.event("postback", user, postback={"data": f"do={act}&in={self.web}"})
        )

    async def link(self) -> None:
        """The whole way."""
        await self.says(await self.offer())
        await self.taps("link")
        await self.links.confirm(self.web)

    async def step(self) -> Step:
        return (await self.links.standing(self.web)).step

    async def _hear(self, event: dict[str, Any]) -> str:
        before = len(self.line.texts)
        (incoming,) = events_of({"events": [event]})
        taken = await self.linking.takes(incoming)
        heard = self.line.texts[before:]
        assert taken is bool(heard)
        return "".join(heard)


@pytest.fixture
async def linked(bench: Bench, line: Line, clock: Clock) -> AsyncIterator[Linked]:
    office = bench.office
    links = Links(office.storage, office.bus, "key", clock)

    async def name(user: str) -> str:
        return {"U1": "王小明"}.get(user, "")

    platform = Platform("token", line.url)
    linking = Linking(links, platform, Gate(Metrics()), name)
    web = (await office.log.open("zh-TW", "web", None)).id
    await office.log.send(web, "w1", "在網頁上問的")
    yield Linked(bench, line, links, linking, web)


@BOTH
async def test_a_code_that_is_typed_agreed_to_and_confirmed_links(linked: Linked) -> None:
    assert await linked.says(await linked.offer()) == said("ask").strip()
    assert (await linked.links.standing(linked.web)).name == "王小明"
    await linked.taps("link")
    await linked.links.confirm(linked.web)
    await linked.bench.take_in(linked.line.says("在 LINE 上問的"))
    log = await linked.bench.office.log.read_all(linked.web)
    texts = [event.text for event in log if event.author is Author.CITIZEN]
    assert texts == ["在網頁上問的", "在 LINE 上問的"]


async def test_what_was_said_before_the_link_is_not_told_in_line(linked: Linked) -> None:
    await linked.bench.answer(linked.web, [Draft(EventKind.MESSAGE, Author.BOT, "先前的答案")])
    await linked.link()
    linked.line.seen.clear()
    await linked.bench.channel.deliver()
    (note,) = linked.line.texts
    assert "王小明" in note and "先前的答案" not in note


async def test_a_person_reaches_the_citizen_in_line(linked: Linked) -> None:
    await linked.link()
    await linked.bench.channel.deliver()
    office = linked.bench.office
    await office.agents.add(Agent("mei", "客服小美"))
    await office.queue.take_over(linked.web, "mei")
    await office.desk.say(linked.web, "mei", Saying("a1", "您好"))
    await linked.bench.channel.deliver()
    assert linked.line.texts[-1] == "您好"


async def test_answers_to_what_was_asked_on_the_web_cost_no_push(linked: Linked) -> None:
    await linked.link()
    await linked.bench.channel.deliver()
    linked.line.seen.clear()
    await linked.bench.answer(linked.web, [Draft(EventKind.MESSAGE, Author.BOT, "給網頁的答案")])
    await linked.bench.channel.deliver()
    assert linked.line.texts == []
    await linked.bench.take_in(linked.line.says("在 LINE 上問的"))
    await linked.bench.answer(linked.web, [Draft(EventKind.MESSAGE, Author.BOT, "給 LINE 的答案")])
    await linked.bench.channel.deliver()
    assert linked.line.texts == ["給 LINE 的答案"]


async def test_a_code_is_void_after_ten_minutes(linked: Linked, clock: Clock) -> None:
    code = await linked.offer()
    clock.advance(seconds=CODE_HOLDS.total_seconds())
    assert await linked.says(code) == said("void").strip()
    assert await linked.step() is Step.NONE


async def test_a_code_belongs_to_the_first_who_types_it(linked: Linked) -> None:
    code = await linked.offer()
    await linked.says(code)
    assert await linked.says(code, "U2") == said("void").strip()
    assert await linked.taps("link", "U2") == said("void").strip()
    assert await linked.step() is Step.TYPED
    await linked.link()
    assert await linked.says(code, "U2") == said("void").strip()


async def test_a_new_code_makes_the_earlier_one_void(linked: Linked) -> None:
    first = await linked.offer()
    await linked.offer()
    assert await linked.says(first) == said("void").strip()


async def test_without_the_citizens_word_on_the_web_nothing_is_linked(linked: Linked) -> None:
    """Whoever has caught the code and typed it sees nothing of the conversation."""
    await linked.says(await linked.offer(), "U2")
    await linked.taps("link", "U2")
    assert await linked.links.of(Speaker("U2", "U2", in_group=False)) is None
    await linked.links.undo(linked.web)
    with pytest.raises(TransitionError):
        await linked.links.confirm(linked.web)


async def test_without_the_citizens_word_in_line_nothing_is_linked(linked: Linked, clock: Clock) -> None:
    """Whoever makes somebody type a code of theirs hears nothing of that LINE."""
    await linked.says(await linked.offer())
    with pytest.raises(TransitionError):
        await linked.links.confirm(linked.web)
    await linked.taps("no-link")
    assert await linked.taps("link") == said("void").strip()
    await linked.says(await linked.offer())
    await linked.taps("link")
    clock.advance(seconds=STEP_HOLDS.total_seconds())
    with pytest.raises(TransitionError):
        await linked.links.confirm(linked.web)


async def test_guessing_is_stopped_after_six_codes(linked: Linked) -> None:
    await linked.offer()
    heard = [await linked.says(shown(new_code()), "U3") for _ in range(7)]
    assert heard[:6] == [said("void").strip()] * 6
    assert heard[6].startswith("您輸入代碼的次數太多")
    assert await linked.says(shown(linked.code), "U3") == heard[6]
    assert await linked.says(shown(linked.code), "U1") == said("ask").strip()


@BOTH
@pytest.mark.parametrize("side", ["web", "line"])
async def test_after_unlinking_the_line_user_is_alone_again(linked: Linked, side: str) -> None:
    await linked.link()
    if side == "web":
        await linked.links.undo(linked.web)
    else:
        assert await linked.says("解除連結") == said("released").strip()
    await linked.bench.take_in(linked.line.says("只在 LINE 說的"))
    texts = [event.text for event in await linked.bench.office.log.read_all(linked.web)]
    assert "只在 LINE 說的" not in texts
    assert "解除連結" in texts[-1]
    linked.line.seen.clear()
    await linked.bench.channel.deliver()
    assert linked.line.texts == []


async def test_a_conversation_is_linked_once_and_a_closed_one_never(linked: Linked) -> None:
    await linked.link()
    with pytest.raises(ConflictError):
        await linked.offer()
    await linked.links.undo(linked.web)
    await linked.bench.office.queue.close_by_citizen(linked.web)
    with pytest.raises(TransitionError):
        await linked.offer()


async def test_whom_a_person_is_serving_in_line_cannot_be_drawn_away(linked: Linked) -> None:
    await linked.bench.take_in(linked.line.says("問"))
    own = next(one for one in await linked.bench.conversations() if one != linked.web)
    await linked.bench.office.agents.add(Agent("mei", "小美"))
    await linked.bench.office.queue.take_over(own, "mei")
    await linked.says(await linked.offer())
    await linked.taps("link")
    with pytest.raises(ConflictError):
        await linked.links.confirm(linked.web)


async def test_a_line_user_is_linked_with_one_conversation_at_a_time(linked: Linked) -> None:
    await linked.link()
    first, office = linked.web, linked.bench.office
    linked.web = (await office.log.open("zh-TW", "web", None)).id
    await linked.link()
    assert (await linked.links.standing(first)).step is Step.NONE
    await linked.bench.channel.deliver()
    linked.line.seen.clear()
    await office.agents.add(Agent("mei", "小美"))
    await office.queue.take_over(first, "mei")
    await office.desk.say(first, "mei", Saying("a1", "給網頁的"))
    await linked.bench.channel.deliver()
    assert linked.line.texts == []


async def test_a_message_that_comes_twice_has_one_effect(linked: Linked) -> None:
    code = await linked.offer()
    assert [await linked.says(code), await linked.says(code)] == [said("ask").strip()] * 2
    assert await linked.step() is Step.TYPED


async def test_codes_are_kept_as_keyed_digests_only(linked: Linked, tmp_path: Path) -> None:
    await linked.offer()
    files = [tmp_path / name for name in ("a.sqlite3", "a.sqlite3-wal")]
    kept = b"".join(path.read_bytes() for path in files if path.exists())
    assert linked.code.encode() not in kept and shown(linked.code).encode() not in kept


@pytest.mark.parametrize(
    "text", ["12345678", "ABCDEFGH", "K7QP-3M9", "C-1126-7K3F", "請問 K7QP-3M9X", "ABC-1234"]
)
async def test_what_is_no_code_goes_to_the_bot(linked: Linked, text: str) -> None:
    assert await linked.says(text) == ""


async def test_in_groups_nothing_is_linked(linked: Linked) -> None:
    group = {"type": "group", "groupId": "C1", "userId": "U1"}
    assert await linked.says(await linked.offer(), source=group) == ""
    assert await linked.step() is Step.OFFERED


def test_codes_are_read_whatever_way_they_are_typed() -> None:
    code = new_code()
    assert [code_in(text) for text in (code, code.lower(), shown(code), f" {shown(code)} ")] == [code] * 4
    assert set(code) <= set(ALPHABET)


def test_a_name_cannot_disguise_itself() -> None:
    assert plain("王\u202e明\n小\x00") == "王 明 小"
