"""What a text is about, told apart from the words of asking for it."""

import re

from bot.understanding.data import document, pattern

IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[a-z]{2,}|[0-9]{3,}", re.IGNORECASE)
STANDS_ALONE = 2
"""Ideographs that say which matter is meant; a Latin word counts as much."""
TAIL = re.compile(
    r"(?:[是要該應需得又都也還]|可以|應該|需要|能|會)*"
    r"(?:(?:辦|帶|準備|附|填|寫|繳|做|有|領|拿|補)?(?:什麼|甚麼|哪些|多少)|怎麼|怎樣|如何|去哪|到哪|在哪|哪|多少|多久|幾|什麼|甚麼|找誰|問誰|打給誰|誰|有沒有|可不可以|能不能|要不要|會不會|是不是|可以|能|有開).*$"
)
"""Where the asking begins that ends a question: 身分證遺失 | 要去哪裡補辦."""
DISTRICT = re.compile(
    r"(?:那瑪夏|大社|大園|新市|中西|(?:(?<=^)|(?<=[市縣在住往去到那的和跟說 ]))[東西南北中]"
    r"|(?![我你他她們在住往去到那的跟說市縣是們][\u3400-\u9fff]區|[在是的上深家個]山區)[\u3400-\u9fff]"
    r"(?![劃社學園地市郊災特校院展務宅業教護考轄鬧選戰景禁灣片個一這那哪每各分全小城們跟和的區老新我]區)[\u3400-\u9fff])區(?![域別間塊隔分])"
    r"|(?:阿里山|三地門|太麻里|[\u3400-\u9fff](?![在到回個一這那哪各下全新]鄉|[城個一這那哪市各全]鎮)[\u3400-\u9fff])(?:鄉|鎮)(?![下民親村長公區])"
)
"""Names of districts by their shape; compounds of 區 that are no district (社區, 學區, 重劃區) are left out."""


def own_matter(text: str) -> str:
    """What is left of a text without words of asking, politeness, time and everyday actions."""
    for key in ("polite", "kinds", "asks", "generic"):
        text = pattern("words", key).sub(" ", text)
    return " ".join(text.split())


def weight(text: str) -> int:
    """How much a text says: its ideographs, a Latin word or a long number counting as two."""
    return len(IDEOGRAPH.findall(text)) + 2 * len(LATIN.findall(text))


def stands_alone(text: str) -> bool:
    """Whether a text says by itself which matter it is about."""
    return weight(own_matter(text)) >= STANDS_ALONE


def leans(text: str) -> bool:
    """Whether a question says too little to be understood without what was said before it."""
    return not stands_alone(text) or attribute(text) or _without_subject(text)


def _without_subject(text: str) -> bool:
    """Whether a brief question leaves out what it is about, or is about a condition of it: 要空腹嗎, 照片有規定嗎."""
    said = bare(text)
    if re.search(document("words")["names_a_matter"], said):
        return False
    return bool(pattern("words", "subjectless").search(said) or pattern("words", "conditions").search(said))


def attribute(text: str) -> bool:
    """Whether a question is about a small thing that any place or service may have: 有停車場嗎."""
    return bool(pattern("words", "attributes").search(bare(text)))


def asks(text: str) -> bool:
    """Whether a clause asks for something."""
    said = bare(text)
    return bool(pattern("words", "asks").search(text) or pattern("words", "asks_by_noun").search(said))


def bare(text: str) -> str:
    """A text without politeness and punctuation at both ends."""
    polite = pattern("words", "polite")
    while (match := polite.match(text)) and match.end():
        text = text[match.end() :]
    return re.sub(rf"(?:{polite.pattern})+$", "", text, flags=re.IGNORECASE)


def topic(text: str) -> str:
    """A question without its asking: 身分證遺失要去哪裡補辦 -> 身分證遺失."""
    said = bare(text)
    tail = TAIL.search(said)
    left = said if tail is None or stands_alone(tail.group()) else said[: tail.start()]
    if stands_alone(left):
        return re.sub(rf"(?:[的，, ]|{pattern('words', 'kinds').pattern})+$", "", left) or left
    return "".join(part for part in pattern("words", "asks").split(said) if part and weight(part)).strip()


def district(text: str) -> str | None:
    """The district that a text names, None where it names none."""
    found = DISTRICT.findall(text)
    return next((name for name in found if name.endswith("區")), found[0] if found else None)
