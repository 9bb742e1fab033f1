"""Which points of a matter questions and titles are about."""

import pytest

from index.wondering import in_common, points


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("一個月最多可以補多少", "amount"),
        ("身上要準備哪些", "documents"),
        ("最晚什麼時後要送件", "time"),
        ("去哪邊弄", "place"),
        ("打給哪支", "contact"),
        ("誰可以領", "eligibility"),
        ("可以申請嗎", "whether"),
        ("幹嘛要這樣", "reason"),
        ("單子寫錯了", "change"),
    ],
)
def test_everyday_ways_of_asking_name_their_point(text: str, point: str) -> None:
    assert point in points(text)


def test_a_number_of_days_is_no_amount_of_money() -> None:
    assert "amount" not in points("要等多少天")


def test_what_has_no_point_has_none_in_common() -> None:
    assert in_common("垃圾車", "垃圾清運") == 0.0


def test_the_share_falls_with_every_point_that_only_one_of_them_has() -> None:
    assert in_common("多少錢", "費用") == 1.0 > in_common("多少錢", "費用及應備文件") > 0.0
