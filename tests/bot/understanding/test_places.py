"""A question is moved from one of the city's districts to another."""

import pytest

from bot.answer import Turn
from bot.understanding.followup import resolve
from bot.understanding.places import districts

KNOWN = frozenset({"和光區", "竹溪區", "永泰區", "漁光區"})


@pytest.mark.parametrize(
    ("before", "message", "expected"),
    [
        ("永泰區垃圾車幾點來", "那竹溪區竹林里幾點", "竹溪區竹林里垃圾車 幾點"),
        ("請問永泰區公所的電話", "那竹溪的呢", "請問竹溪區公所的電話"),
        ("永泰戶政事務所在哪裡", "竹溪那邊呢 我現在住那", "竹溪戶政事務所在哪裡"),
        ("永泰分館開到幾點", "那和光的呢", "和光分館開到幾點"),
        ("永泰區公所在哪", "和光的電話", "和光區公所 電話"),
    ],
)
def test_only_the_district_changes(before: str, message: str, expected: str) -> None:
    assert resolve(message, [Turn("citizen", before)], KNOWN) == expected


@pytest.mark.parametrize("message", ["漁光海邊可以游泳嗎", "漁光怎麼去", "竹溪區圖書館有停車場嗎"])
def test_a_question_of_its_own_in_another_district_stays_one(message: str) -> None:
    assert resolve(message, [Turn("citizen", "永泰區垃圾車幾點來")], KNOWN) == message


def test_a_district_is_what_several_titles_name() -> None:
    titles = ["竹溪區垃圾車時間", "竹溪區戶政事務所", "現金在區公所發放"]
    assert districts(titles) == frozenset({"竹溪區"})
