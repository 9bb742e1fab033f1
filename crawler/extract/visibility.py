"""Out goes what a reader of the page cannot see: it would be the place to hide instructions to a bot."""

import re

from lxml import etree

from crawler.extract.sheets import COMMENT, NAME, Selector, rules, selector
from crawler.extract.tree import Element, class_words, drop

NEVER_SHOWN = (
    "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "canvas", "audio", "video",
    "input", "select", "textarea", "datalist", "img", "map", "applet", "noframes", "rp", "rt", "del", "s", "strike", "title",
)  # fmt: skip
SUSPECTS = etree.XPath(
    "//*[@hidden or @aria-hidden or @style or @color or contains(@class,'sr-only') or contains(@class,'hidden')"
    " or contains(@class,'screen-reader')]",
    smart_strings=False,
)
TOGGLES = etree.XPath(
    "//a[starts-with(@href,'#')]/@href | //*/@aria-controls | //*/@data-target | //*/@data-bs-target"
)
CONTROLS = etree.XPath(
    "//button[not(@aria-controls or @aria-expanded or ancestor::h2 or ancestor::h3 or ancestor::h4 or ancestor::dt)]"
)
"""Buttons, but for those that carry the heading of a panel that they open."""

OFF_SCREEN_CLASSES = frozenset(
    ("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "u-hidden")
)
COLLAPSED = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)")
VANISHED = re.compile(
    r"opacity\s*:\s*(?:0?(?:\.0\d*)?|[01]%)\s*(?:;|$|!)|opacity\(\s*0?(?:\.0\d*)?%?\s*\)|(?<![-\w])(?:zoom|scale)\s*:\s*0\s*(?:;|$|!)"
    r"|(?<![-\w])font-size\s*:\s*(?:(?:[01](?:\.\d+)?|\.\d+)(?:px|pt|%)?|0?\.[01]\d*(?:em|rem)|0(?:em|rem))\s*(?:;|$|!)|(?<![-\w])font\s*:\s*0(?:px)?[\s/]"
    r"|translate[xy3d]*\s*[(:]\s*-\d{3,}|inset\s*:\s*-\d{3,}|text-fill-color\s*:\s*transparent"
    r"|(?:text-indent|left|top|right|bottom|margin(?:-left|-top)?)\s*:\s*-\d{3,}(?:px|em|rem|%|pt|vw|vh)?"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01]|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(0)|clip-path\s*:\s*polygon\(0 0,\s*0 0\)|transform\s*:[^;]*scale\(0[,)]"
    r"|(?<![-\w])(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*;.*overflow\s*:\s*hidden|overflow\s*:\s*hidden.*(?<![-\w])(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|$)"
)
COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)")
BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)")
CLEAR = re.compile(
    r"(?:rgb|hsl)a?\((?:[^,/]*,){3}\s*0?(?:\.0\d*)?%?\s*\)|(?:rgb|hsl)a?\([^/]*/\s*0?(?:\.0\d*)?%?\s*\)|#[0-9a-f]{3}0|#[0-9a-f]{6}0[0-9a-f]"
)
"""Colours of which nothing is seen."""
NAMED = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "black": (0, 0, 0),
}
WHITE = (255, 255, 255)
NEAR = 24
"""Two colours closer than this in each channel (of 255) cannot be told apart on a screen."""

Colour = tuple[int, int, int]


def remove_unrendered(root: Element) -> None:
    """Takes out what is no text: scripts, style sheets, form fields, images, struck-out words."""
    etree.strip_elements(root, *NEVER_SHOWN, with_tail=False)
    for element in CONTROLS(root):
        drop(element)


def remove_hidden(root: Element, hiding: tuple[Selector, ...]) -> None:
    """Takes out hidden text; `hiding` is what the page's style sheet hides."""
    opened = {str(value).lstrip("#") for value in TOGGLES(root)}
    for element in SUSPECTS(root):
        if _is_hidden(element, opened):
            drop(element)
    for hidden in hiding:
        for element in list(root.iter(etree.Element)):
            if element.tag not in ("body", "html") and hidden.holds(element):
                drop(element)


def _is_hidden(element: Element, opened: set[str]) -> bool:
    if element.tag in ("body", "html"):
        return False
    style = COMMENT.sub("", element.get("style", "").lower())
    collapsed = (
        element.get("hidden") is not None
        or element.get("aria-hidden", "").lower() == "true"
        or COLLAPSED.search(style)
    )
    if collapsed:
        # a panel that a link or button on the page opens is there for the reader
        return element.get("id") not in opened or element.get("id") is None
    if not OFF_SCREEN_CLASSES.isdisjoint(class_words(element)):
        return True
    return bool(style and VANISHED.search(style)) or _invisible_ink(element, style)


def _invisible_ink(element: Element, style: str) -> bool:
    match = COLOUR.search(style)
    ink = match[1].strip() if match else (element.get("color") or "").strip().lower()
    if not ink:
        return False
    if ink == "transparent" or CLEAR.fullmatch(ink):
        return True
    colour = _colour(ink)
    paper = _paper(element)
    return (
        colour is not None
        and paper is not None
        and all(abs(a - b) < NEAR for a, b in zip(colour, paper, strict=True))
    )


def _paper(element: Element) -> Colour | None:
    """The colour behind an element, white where nothing says otherwise; None where it cannot be told."""
    node: Element | None = element
    while node is not None:
        match = BACKGROUND.search(node.get("style", "").lower())
        value = match[1].strip() if match else (node.get("bgcolor") or "").strip().lower()
        if value and value not in ("transparent", "none", "inherit"):
            return _colour(value.split()[0])
        if node.get("background"):
            return None
        node = node.getparent()
    return WHITE


def _colour(value: str) -> Colour | None:
    if value in NAMED:
        return NAMED[value]
    if match := re.fullmatch(r"#?([0-9a-f]{3})[0-9a-f]?", value):
        return _channels("".join(char * 2 for char in match[1]))
    if match := re.fullmatch(r"#?([0-9a-f]{6})(?:[0-9a-f]{2})?", value):
        return _channels(match[1])
    if match := re.match(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", value):
        return int(match[1]), int(match[2]), int(match[3])
    return None


def _channels(digits: str) -> Colour:
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def hidden_by_style_sheet(root: Element) -> tuple[Selector, ...]:
    """What the page's own style sheet hides and nowhere shows again."""
    hidden, shown = dict[str, Selector](), set[str]()
    for selectors, declarations in rules(root):
        ink = COLOUR.search(declarations)
        clear = ink and (ink[1].strip() == "transparent" or CLEAR.fullmatch(ink[1].strip()))
        gone = clear or COLLAPSED.search(declarations) or VANISHED.search(declarations)
        for text in selectors.split(","):
            if not gone and "display" in declarations:
                shown.update(NAME.findall(text))
            elif gone and (found := selector(text)):
                hidden[text] = found
    return tuple(one for one in hidden.values() if shown.isdisjoint(one.names))
