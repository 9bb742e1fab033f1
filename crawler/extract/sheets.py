"""Which elements a page's own style sheet addresses: selectors of tags, classes, ids, attributes and ancestors."""

import re
from dataclasses import dataclass

from crawler.extract.tree import Element

LONGEST = 100_000
"""Characters of a style sheet that are read."""
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ELSEWHERE = re.compile(r"@media[^{}]*(?:print|max-width)[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
"""Rules for paper and for narrow screens: what they hide is seen elsewhere."""
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
NAME = re.compile(r"[.#][\w-]+")
COMPOUND = re.compile(
    r"([a-z][a-z0-9-]*|\*)?((?:[.#][\w-]+|\[[\w-]+(?:=[\"']?[\w-]*[\"']?)?\])*)", re.IGNORECASE
)
PART = re.compile(r"[.#][\w-]+|\[[^\]]+\]")


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: its tag (any if empty), its classes and id, its attributes."""

    tag: str
    names: frozenset[str]
    attributes: tuple[tuple[str, str | None], ...]

    def holds(self, element: Element) -> bool:
        """Whether an element is that."""
        return (
            self.tag in ("", "*", element.tag)
            and (not self.names or self.names <= names_of(element))
            and all(
                value in (None, element.get(name)) and element.get(name) is not None
                for name, value in self.attributes
            )
        )


@dataclass(frozen=True, slots=True)
class Selector:
    """An element's compound, and those of ancestors that it must have."""

    last: Compound
    above: tuple[Compound, ...]

    def holds(self, element: Element) -> bool:
        """Whether it addresses an element."""
        return self.last.holds(element) and all(
            any(compound.holds(parent) for parent in element.iterancestors()) for compound in self.above
        )

    @property
    def names(self) -> frozenset[str]:
        """All classes and ids in it."""
        return self.last.names.union(*(compound.names for compound in self.above))


def rules(root: Element) -> list[tuple[str, str]]:
    """Selectors and declarations of the page's own style sheets, in lower case."""
    sheets = ((sheet.text or "")[:LONGEST].lower() for sheet in root.iter("style"))
    return [rule for sheet in sheets for rule in RULE.findall(ELSEWHERE.sub("", COMMENT.sub("", sheet)))]


def selector(text: str) -> Selector | None:
    """What a selector in a style sheet addresses; None where it says more than is read here."""
    compounds = [_compound(part) for part in re.sub(r"\s*>\s*", " ", text).split()]
    known = [one for one in compounds if one is not None]
    if not known or len(known) < len(compounds):
        return None
    last = known[-1]
    if not (last.names or last.attributes or any(one.names for one in known)):
        return None
    return Selector(last, tuple(known[:-1]))


def names_of(element: Element) -> frozenset[str]:
    """The classes and the id of an element as selectors write them, in lower case."""
    names = {f".{name.lower()}" for name in element.get("class", "").split()}
    return frozenset(names | ({f"#{element.get('id', '').lower()}"} if element.get("id") else set()))


def _compound(text: str) -> Compound | None:
    match = COMPOUND.fullmatch(text)
    if match is None or not text:
        return None
    parts = PART.findall(match[2])
    attributes = [part[1:-1].partition("=") for part in parts if part.startswith("[")]
    return Compound(
        match[1] or "",
        frozenset(part for part in parts if not part.startswith("[")),
        tuple((name, value.strip("\"'") if equals else None) for name, equals, value in attributes),
    )
