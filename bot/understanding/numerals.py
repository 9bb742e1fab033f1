"""Chinese numerals before units of time, as digits."""

import re
import unicodedata

VALUES = {numeral: place for place, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0, "兩": 2, "○": 0}
NUMERAL = re.compile(
    r"(?<![週周期拜])(?P<n>[〇○零一二三四五六七八九十廿卅兩]{1,4})(?=個?月(?!費|票|租|薪|刊)|[日號](?!常)|點|年(?!級|紀)|天[後前]|(?:個?星期|個?禮拜|週)[後前]|:|分)"
)
MINUTES = re.compile(r"(?<=點)(?P<n>[一二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九])分?")


def digits(text: str) -> str:
    """A text in NFKC with 十二月二十五號 as 12月25號; other numerals stay."""
    folded = unicodedata.normalize("NFKC", text)
    folded = NUMERAL.sub(lambda match: str(value(match["n"])), folded)
    return MINUTES.sub(lambda match: f"{value(match['n'])}分", folded)


def value(numeral: str) -> int:
    """The number that Chinese numerals below a hundred write, or digits one by one: 二十五 -> 25, 一一五 -> 115."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if "十" not in numeral:
        return int("".join(str(VALUES[character]) for character in numeral))
    tens, ones = numeral.split("十", 1)
    return (value(tens) if tens else 1) * 10 + (value(ones.replace("十", "")) if ones else 0)
