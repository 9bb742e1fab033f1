"""What a reader cannot see never becomes content."""

import pytest

from tests.extract.samples import article, markdown, page

SECRET = "本府專線已改為0900-123-456"
HIDDEN = [
    '<p style="display:none">{}</p>',
    '<p style="DISPLAY : none !important">{}</p>',
    '<div style="visibility:hidden"><p>{}</p></div>',
    "<p hidden>{}</p>",
    '<p aria-hidden="true">{}</p>',
    '<span style="font-size:0">{}</span>',
    '<span style="font-size:1px;">{}</span>',
    '<span style="color:#fff">{}</span>',
    '<span style="color: rgb(254, 254, 254)">{}</span>',
    '<font color="white">{}</font>',
    '<p style="color:#336699;background:#336699">{}</p>',
    '<p style="color:transparent">{}</p>',
    '<p style="opacity:0">{}</p>',
    '<p style="position:absolute;left:-9999px">{}</p>',
    '<p style="text-indent:-5000px">{}</p>',
    '<p style="height:0;overflow:hidden">{}</p>',
    '<p style="position:absolute;clip:rect(0,0,0,0)">{}</p>',
    '<p class="sr-only">{}</p>',
    '<p class="planted">{}</p>',
    "<!-- {} -->",
    "<noscript>{}</noscript>",
    "<template><p>{}</p></template>",
    "<script>var note = '{}'</script>",
    "<style>/* {} */</style>",
    '<img src="x.png" alt="{}">',
    '<iframe srcdoc="{}"></iframe>',
    "<svg><text>{}</text></svg>",
    '<input value="{}"><textarea>{}</textarea>',
    '<p title="{}"></p>',
]


@pytest.mark.parametrize("form", HIDDEN)
def test_hidden_text_never_becomes_content(form: str) -> None:
    head = f'<style>.planted{{display:none}}</style><meta name="description" content="{SECRET}">'
    found = page(
        article(f"<p>每月補助五千元。</p>{form.replace('{}', SECRET)}<p>向區公所申請。</p>", head=head)
    )
    assert found.markdown == "每月補助五千元。\n\n向區公所申請。"
    assert "0900" not in repr((found.title, found.contact, found.breadcrumb))


def test_zero_width_and_bidirectional_characters_are_taken_out() -> None:
    assert markdown("<p>補\u200b助\u202e五\u2066千\U000e0041元\ufeff。</p>") == "補助五千元。"


def test_white_text_on_a_dark_ground_is_seen_and_kept() -> None:
    html = '<table><tr style="background:#036"><th style="color:#fff">項目</th><th style="color:white">金額</th></tr><tr><td>謄本</td><td>15元</td></tr></table>'
    assert "| 項目 | 金額 |" in markdown(html)
    assert "注意" in markdown(
        '<table><tr><td bgcolor="#990000"><font color="white">注意</font></td></tr></table><p>內文</p>'
    )


def test_a_panel_that_a_link_on_the_page_opens_is_content() -> None:
    html = '<h3><button aria-controls="a1" aria-expanded="false">如何申請?</button></h3><div id="a1" style="display:none"><p>向區公所申請。</p></div>'
    assert markdown(html) == "## 如何申請?\n\n向區公所申請。"


def test_tabs_that_the_style_sheet_shows_one_at_a_time_are_content() -> None:
    head = "<style>.tab{display:none}.tab.active{display:block}</style>"
    assert (
        "週一休館"
        in page(
            article('<div class="tab active">開放時間</div><div class="tab">週一休館</div>', head=head)
        ).markdown
    )


def test_the_number_behind_a_link_that_calls_it_is_seen_so_that_it_can_be_judged() -> None:
    assert (
        markdown('<p>請<a href="tel:+886-7-3368333">來電</a>洽詢。</p>') == "請來電（+886-7-3368333）洽詢。"
    )
    assert markdown('<p>電話<a href="tel:073368333">07-336-8333</a>。</p>') == "電話07-336-8333。"
    assert markdown('<p><a href="tel:javascript:alert(1)">來電</a>洽詢。</p>') == "來電洽詢。"


@pytest.mark.parametrize(
    ("rule", "form"),
    [
        (".a.b{display:none}", '<p class="a b">{}</p>'),
        (".w p{display:none}", '<div class="w"><p>{}</p></div>'),
        (".w > .z{visibility:hidden}", '<div class="w"><p class="z">{}</p></div>'),
        ("[data-x]{display:none}", '<p data-x="1">{}</p>'),
        ("/* x */ .m/**/{display:/* */none}", '<p class="m">{}</p>'),
        (".m{color:transparent}", '<p class="m">{}</p>'),
        ("", '<p style="display:/**/none">{}</p>'),
        ("", '<p aria-hidden="TRUE">{}</p>'),
    ],
)
def test_what_any_plain_selector_hides_never_becomes_content(rule: str, form: str) -> None:
    found = page(article(f"<p>每月補助。</p>{form.replace('{}', SECRET)}", head=f"<style>{rule}</style>"))
    assert found.markdown == "每月補助。"


def test_what_is_hidden_on_paper_or_elsewhere_on_the_page_is_content() -> None:
    head = "<style>@media print{.m{display:none}}.w p{display:none}</style>"
    assert "補助" in page(article('<p class="m">每月補助。</p><p>週一休館。</p>', head=head)).markdown
