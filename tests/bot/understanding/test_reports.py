"""What is known of a report, and what must still be asked."""

from bot.answer import Turn
from bot.understanding.reports import ReportFields, missing, report_fields


def test_all_that_one_message_tells() -> None:
    told = report_fields("中山路100號前面的路燈不亮三天了，很暗很危險", ())
    assert told == ReportFields("路燈不亮", "中山路100號前面", "三天了", True)
    assert missing(told) == ()


def test_the_place_is_asked_for_where_it_was_not_told() -> None:
    told = report_fields("路上有坑洞", ())
    assert (told.what, told.where) == ("路上有坑洞", None)
    assert missing(told) == ("where",)


def test_later_messages_fill_the_gaps() -> None:
    turns = [Turn("citizen", "路燈不亮"), Turn("bot", "請問地點在哪裡？")]
    told = report_fields("青川國小後面，昨天開始的", turns)
    assert told.what == "路燈不亮"
    assert told.where == "青川國小後面"
    assert told.since == "昨天開始"
    assert missing(told) == ()


def test_a_new_report_begins_anew() -> None:
    turns = [Turn("citizen", "中山路100號路燈不亮"), Turn("bot", "謝謝您通報。")]
    told = report_fields("公園溜滑梯壞了", turns)
    assert told.what == "溜滑梯壞了"
    assert told.where != "中山路100號"


def test_a_danger_is_heard_and_so_is_that_there_is_none() -> None:
    assert report_fields("樹倒了壓到車", ()).danger is True
    assert report_fields("人孔蓋鬆動，沒有危險", ()).danger is False
    assert report_fields("公園溜滑梯壞了", ()).danger is None
