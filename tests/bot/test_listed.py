"""A line that only announces a list is never said without the list."""

from dataclasses import dataclass

from bot.listed import with_items
from bot.units import Unit


@dataclass(frozen=True)
class Line:
    place: int
    unit: Unit


PAGE = [
    Line(place, Unit(text, text, "", is_item=text.startswith("印章")))
    for place, text in enumerate(
        [
            "一、期限：30日內。",
            "二、應備文件：",
            "（一）死亡證明書正本。",
            "（二）申請人身分證。",
            "印章。",
            "三、費用：免費。",
            "（四）不在清單裡。",
        ]
    )
]


def test_an_announcement_that_answers_brings_its_items() -> None:
    assert [line.place for line in with_items([PAGE[1]], PAGE, PAGE[1])] == [1, 2, 3, 4]


def test_an_announcement_that_only_stands_beside_the_answer_is_left_out() -> None:
    assert with_items(PAGE[:2], PAGE, PAGE[0]) == PAGE[:1]


def test_an_item_is_said_once() -> None:
    assert [line.place for line in with_items(PAGE[1:4], PAGE, PAGE[2])] == [1, 2, 3, 4]


def test_other_lines_stay_as_they_were_chosen() -> None:
    assert with_items([PAGE[0], PAGE[5]], PAGE, PAGE[0]) == [PAGE[0], PAGE[5]]
