"""What is wrong in the content is refused, with file and line."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from askcity.errors import ConfigurationError
from demo.city import load_city
from demo.content import CONTENT
from demo.faults import load_faults

TODAY = date(2026, 11, 23)
GOOD = """+++
title = "測試頁"
kind = "notice"
section = "公告"
updated = "-3"
+++
第一段。

第二段。
"""
TABLE = """site = "hr"
slug = "spot-{district}"
name = "{district}服務點"
title = "{name}"
kind = "place"
section = "據點"
phone = 7990
body = "{{ name }}在{{ address }}。"

[fields]
floor = ["1樓", "2樓"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with all sites, a page and nothing else."""
    for name in ("sites.toml", "places.toml", "faults.toml"):
        shutil.copy(CONTENT / name, tmp_path / name)
    (tmp_path / "tables").mkdir()
    write(tmp_path, "hr/good.md", GOOD)
    return tmp_path


def write(folder: Path, name: str, text: str) -> Path:
    """One file of the content."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path) -> str:
    """What is said about the content."""
    with pytest.raises(ConfigurationError) as refused:
        load_city(TODAY, folder)
    return str(refused.value)


def test_a_folder_without_faults_is_read(folder: Path) -> None:
    write(folder, "tables/spots.toml", TABLE)
    city = load_city(TODAY, folder)
    assert city.document("hr", "good").title == "測試頁"
    assert sum(each.slug.startswith("spot-") for each in city.documents) == 38


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (lambda text: text.replace("section =", "sektion ="), 4, "unknown field sektion"),
        (lambda text: text.replace('title = "測試頁"\n', ""), 1, "title is missing"),
        (lambda text: text.replace('"測試頁"', '" "'), 2, "title is missing or not a text"),
        (lambda text: text.replace('"測試頁"', "3"), 2, "title is missing or not a text"),
        (lambda text: text.replace('"notice"', '"rumour"'), 3, "kind"),
        (lambda text: text.replace('"-3"', '"soon"'), 5, "is not a day"),
        (lambda text: text.replace('"公告"', '"公告'), 4, "not TOML"),
        (lambda text: text.replace("+++\n第", "第"), 1, "front matter"),
        (lambda text: text.replace("+++\n第", 'attachments = ["no.pdf"]\n+++\n第'), 1, "attachment no.pdf"),
        (lambda text: text.replace("+++\n第", "tags = 3\n+++\n第"), 6, "tags must be a list"),
    ],
)
def test_wrong_front_matter_is_refused_with_file_and_line(
    folder: Path, change: Callable[[str], str], line: int, said: str
) -> None:
    path = write(folder, "hr/wrong.md", change(GOOD))
    message = refusal(folder)
    assert message.startswith(f"{path}:{line}: ")
    assert said in message


BODY_ERRORS: list[tuple[Callable[[str], str], int, str]] = [
    (lambda text: text.partition("第一段")[0], 7, "no text"),
    (lambda text: text.replace("第二段。", "自{{+3 moon}}起。"), 9, "unknown date format 'moon'"),
    (lambda text: text.replace("第二段。", "詳見[規費](no-such-page)。"), 9, "link to no-such-page"),
    (lambda text: text.replace("第二段。", "詳見[規費](social:nowhere)。"), 9, "link to social:nowhere"),
    (lambda text: text.replace("第二段。", "詳見[規費](nosite:index)。"), 9, "link to nosite:index"),
    (lambda text: text.replace("第二段。", "詳見[表](form.pdf)。"), 9, "link to form.pdf"),
    (lambda text: text.replace("第二段。", "<b>第二段。</b>"), 9, "HTML in the text"),
]
"""How a page's text can be wrong, on which line, and what is said of it."""


@pytest.mark.parametrize(("change", "line", "said"), BODY_ERRORS)
def test_a_wrong_text_is_refused_with_its_file_and_a_line_close_by(
    folder: Path, change: Callable[[str], str], line: int, said: str
) -> None:
    path = write(folder, "hr/wrong.md", change(GOOD))
    found = re.match(rf"{re.escape(str(path))}:(\d+): ", message := refusal(folder))
    assert found
    assert abs(int(found[1]) - line) <= 1
    assert said in message


@pytest.mark.parametrize(("change", "line", "said"), BODY_ERRORS)
def test_a_wrong_text_is_refused_with_file_and_line(
    folder: Path, change: Callable[[str], str], line: int, said: str
) -> None:
    path = write(folder, "hr/wrong.md", change(GOOD))
    assert refusal(folder).startswith(f"{path}:{line}: ")
    assert said


def test_blank_lines_before_a_wrong_text_count(folder: Path) -> None:
    text = GOOD.replace("+++\n第", "+++\n\n\n\n第").replace("第二段。", "[那裡](gone)")
    path = write(folder, "hr/wrong.md", text)
    assert re.match(rf"{re.escape(str(path))}:12: ", refusal(folder))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("hr/Wrong Name.md", GOOD, "file's name"),
        ("nosite/page.md", GOOD, "folder nosite is no site"),
        ("hr/files/form.md", '+++\ntitle = "表"\nformat = "doc"\n+++\n文\n', "format"),
        ("hr/files/form.md", '+++\ntitle = "表"\nformat = "pdf"\nsize = 3\n+++\n文\n', "unknown field size"),
    ],
)
def test_a_wrong_file_is_refused_with_its_path_and_a_line(
    folder: Path, name: str, text: str, said: str
) -> None:
    path = write(folder, name, text)
    message = refusal(folder)
    assert re.match(rf"{re.escape(str(path))}:\d+: ", message)
    assert said in message


def test_all_dead_links_are_told_at_once(folder: Path) -> None:
    for number in range(3):
        write(folder, f"hr/wrong-{number}.md", GOOD.replace("第一段", f"[那裡](gone-{number})"))
    assert [line.rpartition("link to ")[2] for line in refusal(folder).splitlines()] == [
        f"gone-{number}, which is no page" for number in range(3)
    ]


def test_a_broken_table_in_a_text_is_refused_with_file_and_line(folder: Path) -> None:
    rows = "| 項目 | 金額 |\n|---|---|\n| 謄本 | 15元 | 每張 |"
    path = write(folder, "hr/wrong.md", GOOD.replace("第二段。", rows))
    assert refusal(folder).startswith(f"{path}:11: ")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        pytest.param(lambda text: text.replace('"據點"', '"據點'), 6, id="toml"),
        pytest.param(lambda text: text.replace('site = "hr"\n', ""), 1, id="field"),
        pytest.param(lambda text: text.replace('"hr"', '"nosite"'), 1, id="site"),
        pytest.param(lambda text: text.replace('"place"', '"spot"'), 5, id="kind"),
        pytest.param(lambda text: text.replace("{{ name }}", "{{ nom }}"), 8, id="value"),
        pytest.param(lambda text: text.replace("在{{", "[在](gone){{"), 8, id="link"),
    ],
)
def test_a_broken_table_of_facilities_is_refused_with_file_and_line(
    folder: Path, change: Callable[[str], str], line: int
) -> None:
    path = write(folder, "tables/spots.toml", change(TABLE))
    assert refusal(folder).startswith(f"{path}:{line}: ")


LONG = TABLE.replace('body = "{{ name }}在{{ address }}。"', 'body = """\n第一行。\n\nHERE\n"""')
"""The table with a text of three lines, the last of which is line 11."""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ nom }}", "nom"),
        ("{{ name", "unexpected"),
        ("{{ 1 // (slug | length - slug | length) }}", "Zero"),
        ('{{ facility("castles").name }}', "castles"),
        ("{% for road in place.roads %}{{ road.number.name }}{% endfor %}", "number"),
        ("[那裡](gone)", "gone"),
        ("<b>{{ name }}</b>", "HTML"),
    ],
)
def test_a_template_that_fails_is_refused_with_the_line_in_the_file(
    folder: Path, text: str, said: str
) -> None:
    path = write(folder, "tables/spots.toml", LONG.replace("HERE", text))
    message = refusal(folder)
    assert message.startswith(f"{path}:11: ")
    assert said in message
    assert len(message.splitlines()) == 1


def test_a_row_that_is_too_wide_in_a_template_is_refused_with_its_line(folder: Path) -> None:
    rows = "| 項目 | 內容 |\n|---|---|\n{% for road in place.roads %}\n| {{ road | length }} | {{ name }} | 多 |\n{% endfor %}"
    path = write(folder, "tables/spots.toml", LONG.replace("HERE", rows))
    assert refusal(folder).startswith(f"{path}:14: ")
    write(folder, "tables/spots.toml", LONG.replace("HERE", rows.replace(" 多 |", "")))
    assert load_city(TODAY, folder).document("hr", "spot-zhongshu").title == "中樞區服務點"


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ('title = "{name}"', 'title = "{nom}"', 4, "nom"),
        ('"spot-{district}"', '"spot-{town}"', 2, "town"),
        ('"spot-{district}"', '"Spot {district}"', 2, "must be of a-z"),
        ("phone = 7990", 'phone = "7990"', 7, "whole number"),
        ('["1樓", "2樓"]', "[]", 11, "floor cannot be drawn"),
        ('["1樓", "2樓"]', "{ from = 1 }", 11, "floor cannot be drawn"),
        ("[fields]", '[known."無名區"]\n[fields]', 10, "無名區"),
        ("[fields]", '[[entry]]\ndistrict = "無名區"\n[fields]', 11, "無名區"),
        ("[fields]", '[at.roof]\n"1樓" = "castles"\n[fields]', 10, "no field roof"),
        ("[fields]", '[at.floor]\n"1樓" = "castles"\n[fields]', 11, "stands at castles"),
    ],
)
def test_what_is_wrong_in_a_tables_fields_is_refused_with_file_and_line(
    folder: Path, right: str, wrong: str, line: int, said: str
) -> None:
    assert right in TABLE
    path = write(folder, "tables/spots.toml", TABLE.replace(right, wrong))
    message = refusal(folder)
    assert message.startswith(f"{path}:{line}: ")
    assert said in message


def test_a_table_that_is_not_in_utf_8_is_refused_with_its_file(folder: Path) -> None:
    path = write(folder, "tables/spots.toml", TABLE)
    path.write_bytes(TABLE.encode("cp950"))
    assert refusal(folder).startswith(f"{path}:1: not UTF-8")


def test_two_tables_cannot_have_one_page(folder: Path) -> None:
    write(folder, "tables/places.toml", TABLE)
    path = write(folder, "tables/spots.toml", TABLE)
    assert refusal(folder).startswith(f"{path}:2: two pages of hr have the slug spot-")


def test_what_stands_at_another_place_is_given_its_address(folder: Path) -> None:
    write(folder, "tables/houses.toml", TABLE.replace("spot-", "house-").replace("7990", "7940"))
    at = '[at.floor]\n"1樓" = "houses"\n\n[fields]'
    write(folder, "tables/spots.toml", TABLE.replace("[fields]", at).replace("在{{", "{{ floor }}在{{"))
    city = load_city(TODAY, folder)
    spots = [each for each in city.documents if each.slug.startswith("spot-")]
    same = {
        each.slug
        for each in spots
        if each.body.split("在")[1] in city.document("hr", each.slug.replace("spot", "house")).body
    }
    assert same == {each.slug for each in spots if "1樓在" in each.body} != set()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace('"place"', '"spot"'), "spot"),
        (lambda text: text.replace("{{ name }}", "{{ nom }}"), "nom"),
        (lambda text: text.replace('site = "hr"\n', ""), "site"),
    ],
)
def test_a_broken_table_of_facilities_is_at_least_refused_with_its_file(
    folder: Path, change: Callable[[str], str], said: str
) -> None:
    path = write(folder, "tables/spots.toml", change(TABLE))
    message = refusal(folder)
    assert message.startswith(str(path))
    assert said in message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace('family = "spa"', 'family = "flash"', 1), "flash"),
        (lambda text: text.replace('"rss"', '"gopher"', 1), "gopher"),
        (lambda text: text + text[text.index("[[site]]") :].partition("\n\n")[0], "used twice"),
    ],
)
def test_a_wrong_site_is_refused_with_its_file(folder: Path, change: Callable[[str], str], said: str) -> None:
    path = folder / "sites.toml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    message = refusal(folder)
    assert re.match(rf"{re.escape(str(path))}:\d+: ", message)
    assert said in message


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"endless"', '"eternal"', "'eternal' is not a valid Behaviour"),
        ('path = "/live/level"', 'way = "/live/level"', "unknown field way"),
        ("megabytes = 30", 'megabytes = "30"', "megabytes is missing or not a whole number"),
        ('site = "econ"', 'site = "nosite"', "nosite is no site"),
        ('sites = ["religion"', 'sites = ["nosite"', "nosite is no site"),
    ],
)
def test_a_wrong_fault_is_refused_with_its_file_and_line(
    folder: Path, right: str, wrong: str, said: str
) -> None:
    path = folder / "faults.toml"
    text = path.read_text(encoding="utf-8")
    line = 1 + text.count("\n", 0, text.index(right))
    write(folder, "faults.toml", text.replace(right, wrong))
    with pytest.raises(ConfigurationError) as refused:
        load_faults(folder)
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert said in str(refused.value)


def test_faults_that_lack_a_part_are_refused_with_their_file(folder: Path) -> None:
    path = folder / "faults.toml"
    write(folder, "faults.toml", path.read_text(encoding="utf-8").replace("[slow]", "[fast]"))
    with pytest.raises(ConfigurationError, match=r"faults\.toml:1: .*slow"):
        load_faults(folder)


FORM = '+++\ntitle = "表"\nformat = "pdf"\n+++\n文字。\n'
MISTAKES: dict[str, tuple[str, str]] = {
    "unknown field of a table": (
        "tables/spots.toml",
        TABLE.replace("phone = 7990", "phone = 7990\nfone = 1"),
    ),
    "unknown district excepted": (
        "tables/spots.toml",
        TABLE.replace("phone = 7990", 'phone = 7990\nexcept = ["無名區"]'),
    ),
    "one slug for all entries": ("tables/spots.toml", TABLE.replace("spot-{district}", "spot")),
    "HTML in a table's text": ("tables/spots.toml", TABLE.replace("在{{", "<b>在</b>{{")),
    "a mark that is no date": ("hr/wrong.md", GOOD.replace("第二段", "{{ 3 }}")),
    "an end before the beginning": (
        "hr/wrong.md",
        GOOD.replace("kind =", 'valid_from = "+3"\nvalid_until = "+1"\nkind ='),
    ),
    "planted is no text": ("hr/wrong.md", GOOD.replace("kind =", "planted = 3\nkind =")),
    "unit is no text": ("hr/wrong.md", GOOD.replace("kind =", "unit = 3\nkind =")),
    "half a mark": ("hr/wrong.md", GOOD.replace("第二段", "{{+3 week")),
    "a template's statement": ("hr/wrong.md", GOOD.replace("第二段", "{% if ja %}")),
    "HTML in a document": ("hr/files/form.md", FORM.replace("文字", "<i>文字</i>")),
    "document of no site": ("nosite/files/form.md", FORM),
    "dead link in a document": ("hr/files/form.md", FORM.replace("文字", "[文字](gone)")),
}
"""What is wrong in a file of the content, and the file."""


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_that_is_easily_made_is_refused_with_its_file(folder: Path, mistake: str) -> None:
    name, text = MISTAKES[mistake]
    path = write(folder, name, text)
    assert refusal(folder).startswith(f"{path}:")


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ("[[district]]", '[[district]]\ncolour = "red"', 4),
        ("station =", "halt =", 7),
        ('"清溪街", "河堤路"]', "7]", 6),
        ('["北嶺區", "蓮池區"]', '["北嶺區", "無名區"]', 11),
        ('terrain = "市區"\n', "", 3),
    ],
)
def test_a_wrong_district_is_refused_with_its_file_and_line(
    folder: Path, right: str, wrong: str, line: int
) -> None:
    path = folder / "places.toml"
    write(folder, "places.toml", path.read_text(encoding="utf-8").replace(right, wrong, 1))
    assert refusal(folder).startswith(f"{path}:{line}: ")


def test_a_file_without_a_district_is_refused(folder: Path) -> None:
    path = write(folder, "places.toml", "# 無\n")
    assert refusal(folder) == f"{path}:1: there must be entries [[district]]"


def test_a_fault_of_no_site_is_refused_with_its_file(folder: Path) -> None:
    path = folder / "faults.toml"
    write(folder, "faults.toml", path.read_text(encoding="utf-8").replace('"civil"', '"nosite"', 1))
    with pytest.raises(ConfigurationError, match=r"faults\.toml"):
        load_faults(folder)
