"""Who is responsible for what the city is not."""

import pytest

from bot.understanding.data import document
from bot.understanding.responsible import responsible


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("健保卡掉了", "健保署"),
        ("護照要換發去哪", "領事事務局"),
        ("換駕照要去哪", "監理所"),
        ("電費怎麼繳", "台電"),
        ("停水到幾點", "自來水"),
        ("綜所稅怎麼報", "國稅局"),
        ("勞保老年給付怎麼領", "勞保局"),
        ("居留證延期", "移民署"),
        ("高鐵票怎麼退", "高速鐵路"),
        ("火車時刻", "台鐵"),
        ("拋棄繼承怎麼辦", "法院"),
        ("新北市垃圾車幾點", "新北市政府"),
    ],
)
def test_it_is_said_who_is(message: str, name: str) -> None:
    found = responsible(message)
    assert found is not None
    assert name in found.name
    assert found.sure
    assert found.contact


@pytest.mark.parametrize(
    "message", ["房屋稅怎麼繳", "垃圾車幾點來", "牌照稅多少", "身分證遺失", "我從台北搬來", "台南路在哪"]
)
def test_matters_of_the_city_are_left_to_it(message: str) -> None:
    assert responsible(message) is None


def test_what_the_city_may_do_too_is_only_a_hint() -> None:
    found = responsible("區公所可以辦健保嗎")
    assert found is not None
    assert not found.sure


def test_there_are_at_least_forty_and_each_says_how_it_is_reached() -> None:
    bodies = document("responsible")["body"]
    assert len(bodies) >= 40
    assert all(body["name"] and body["contact"] and body["sure"] for body in bodies)
    assert len(document("responsible")["cities"]["names"]) == 22
