"""Pages of the families that cities' sites are made of, written for the tests."""

from datetime import UTC, datetime

from crawler.extract import extract
from crawler.page import Dropped, Extracted, Fetched

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
URL = "https://social.city.example/cp.aspx?n=12AB"
MENU = "".join(f'<li><a href="/News.aspx?n={number:04X}">業務項目{number}</a></li>' for number in range(60))

CMS = f"""<!DOCTYPE html><html lang="zh-Hant"><head><meta charset="utf-8"><title>長青學苑招生-示範市政府社會局</title>
<meta property="og:title" content="長青學苑招生"><meta property="og:site_name" content="示範市政府社會局"></head>
<body class="has-sidebar nav-open"><a class="accesskey" href="#Accesskey_C">跳到主要內容區塊</a>
<div class="group base-header"><header class="header"><h1><a href="/">示範市政府社會局</a></h1></header><div class="nav megamenu"><ul>{MENU}</ul></div></div>
<div class="group base-wrapper"><div class="group simple-text breadcrumb"><ul><li><a href="/">首頁</a></li><li><a href="/a">銀髮福利</a></li><li><a href="/b">學習活動</a></li></ul></div>
<div class="group function-share share"><ul><li><a href="https://facebook.com/share">分享到Facebook</a></li><li><a href="javascript:print()">友善列印</a></li></ul></div>
<div class="group page-content" id="CCMS_Content"><div class="simple-text title"><div class="in"><h2>長青學苑招生</h2></div></div>
<div class="area-essay page-caption-p"><div class="in"><div class="ct"><div class="in"><div class="essay">
<h3>一、報名資格</h3><p>年滿55歲之市民,<strong>不限設籍</strong>。<br>每人以三班為限。</p>
<h3>二、費用</h3><table border="1"><tbody><tr><th>班別</th><th>學費</th></tr><tr><td>書法</td><td>600元</td></tr><tr><td>歌唱</td><td>800元</td></tr></tbody></table>
<p>申請期間:115年11月20日至12月10日</p><p>洽詢電話:(01) 555-1234 轉 12</p>
</div></div></div></div></div>
<div class="list-text file-download-multiple"><ul><li><a href="Download.ashx?u=LzAwMS5wZGY%3d&n=5aCx.pdf" title="報名表.pdf(另開新視窗)">pdf</a></li></ul></div>
<div class="area-editor system-info"><ul><li><span>發布日期:115-11-01</span></li><li>更新日期:115-11-16</li><li>點閱數:1234</li><li>資料提供單位:老人福利科</li></ul></div>
</div></div>
<div class="group page-footer"><div class="area-essay page-caption-p"><p>地址:示範市中樞區市府路1號 電話:(01)555-1999</p><p>網站更新日期:115-11-23</p></div></div></body></html>"""

TABLES = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"><title>示範市立殯葬管理所</title></head>
<body bgcolor="#ffffff"><table width="780" align="center" border="0"><tr><td colspan="2"><font size="6" color="#003366">示範市立殯葬管理所</font></td></tr>
<tr><td colspan="2" bgcolor="#336699"><a href="default.asp"><font color="white">首頁</font></a> | <a href="a.asp">業務簡介</a> | <a href="b.asp">聯絡我們</a></td></tr>
<tr><td width="150" valign="top"><table>{"".join(f'<tr><td><a href="default.asp?id={number}">便民項目{number}</a></td></tr>' for number in range(8))}</table></td>
<td valign="top"><table width="100%"><tr><td><font size="2">目前位置:<a href="default.asp">首頁</a> &gt; <a href="c.asp">規費</a> &gt; 火化規費</font></td></tr>
<tr><td class="title"><font size="4" color="#990000"><b>火化規費</b></font></td></tr>
<tr><td><font size="3">市民使用火化爐,每具收費六千元。<br><br>非市民每具一萬二千元。峯&#22531;里居民減半。<br></font>
<table border="1"><tr bgcolor="#cccccc"><td>項目</td><td>市民</td><td>非市民</td></tr><tr><td>火化</td><td>6,000元</td><td>12,000元</td></tr><tr><td>骨灰罐</td><td>500元</td><td>800元</td></tr></table></td></tr>
<tr><td align="right"><font size="2">更新日期:115.10.05</font></td></tr></table></td></tr>
<tr><td colspan="2" align="center"><font size="2">示範市立殯葬管理所 版權所有 地址:示範市雲山區安息路9號<br>最佳瀏覽解析度 1024x768 您是第 34567 位訪客</font></td></tr></table></body></html>"""

MUSEUM = """<!doctype html><html lang="zh-TW"><head><meta charset="utf-8"><title>參觀資訊 | 港邊科學館 Harbor Science Museum</title>
<script type="application/ld+json">{"@context":"https://schema.org","@type":"Museum","name":"港邊科學館","dateModified":"2026-09-30"}</script></head>
<body><header class="site-header"><a class="logo" href="/">港邊科學館</a><nav><a href="/zh/visit">參觀</a><a href="/zh/exhibitions">展覽</a><a href="/en/visit">EN</a></nav></header>
<main><nav aria-label="breadcrumb"><ol><li><a href="/">首頁</a></li><li><a href="/zh/visit">參觀</a></li><li>參觀資訊</li></ol></nav>
<article class="page"><header><h1>參觀資訊</h1><p class="lead">常設展採分時入場,假日請預約。</p></header>
<section><h2>開放時間</h2><dl><dt>週二至週五</dt><dd>09:00–17:00</dd><dt>週六、週日</dt><dd>09:00–18:00</dd><dd>16:30 停止入場</dd><dt>週一</dt><dd>休館</dd></dl></section>
<section><h2>票價</h2><table><thead><tr><th>票種</th><th>票價</th><th>對象</th></tr></thead><tbody><tr><td>全票</td><td>100元</td><td rowspan="2">一般觀眾</td></tr><tr><td>夜間票</td><td>50元</td></tr><tr><td>半票</td><td>70元</td><td>學生</td></tr></tbody></table></section>
<figure><img src="map.png" alt="請改撥 0900-000-000"><figcaption>館區平面圖</figcaption></figure></article></main>
<footer><p>© 港邊科學館</p></footer></body></html>"""

SINGLE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>托育補助怎麼請 | 樂育兒</title></head><body><div id="app"><div class="_1xk9"><div class="_f02a"><a href="/">樂育兒</a><a href="/page/news">消息</a><a href="/page/service">服務</a><a href="/page/map">據點</a><a href="/page/faq">問答</a></div></div>
<div class="_9qq1"><div class="_aa81"><a href="/">首頁</a><span>/</span><a href="/page/service">服務</a></div><div class="_77bc">托育補助怎麼請</div><div class="_0d2e">2026-11-02</div>
<div class="_body3"><div class="_p1">送托公共化托育機構者,每月補助七千元。</div><div class="_p1">請備妥托育契約,向戶籍地區公所申請。</div><div class="_h5">常見疑問</div><ul class="_u2"><li>可以補領嗎?可追溯三個月。</li></ul></div></div>
<div class="_zz90"><span>© 2026 示範市政府社會局</span><a href="/privacy">隱私權</a></div></div>
<script>window.__STATE__={"route":"/page/care","page":{"title":"托育補助怎麼請","body":"送托公共化托育機構者"}}</script></body></html>"""

WEBLOG = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>冬季路跑報名開跑 &#8211; 明湖區運動誌</title><link rel="canonical" href="https://run.city.example/2026/11/winter-run/"></head>
<body class="single single-post"><div id="page"><header id="masthead" class="site-header"><p class="site-title"><a href="/">明湖區運動誌</a></p></header>
<div id="content" class="site-content"><main id="main"><article id="post-8" class="post hentry"><header class="entry-header"><h1 class="entry-title">冬季路跑報名開跑</h1>
<div class="entry-meta"><span class="posted-on"><a href="/2026/11/"><time class="entry-date published" datetime="2026-11-10T08:00:00+08:00">13 天前</time></a></span> <span class="byline">小編</span></div></header>
<div class="entry-content"><p>活動日期:2026/12/20(星期日)06:00</p><p>報名期間:即日起至2026年12月5日止。</p><ol><li>線上填表<ul><li>需手機號碼</li></ul></li><li>超商繳費</li></ol><blockquote><p>退費至12月8日。</p></blockquote><p>簡章請見<a href="/wp-content/uploads/run.pdf">路跑簡章</a>。</p></div>
<footer class="entry-footer">標籤:<a href="/tag/run">路跑</a></footer></article><div id="comments" class="comments-area"><p>路人甲:這留言說免費喔</p></div></main>
<aside id="secondary" class="widget-area"><section class="widget"><h2>近期文章</h2><ul><li><a href="/a">夏季游泳</a></li></ul></section></aside></div><footer id="colophon" class="site-footer">明湖區公所</footer></div></body></html>"""


def fetched(
    body: str | bytes, url: str = URL, content_type: str = "text/html; charset=utf-8", status: int = 200
) -> Fetched:
    """A response with this body."""
    return Fetched(
        url, status, {"content-type": content_type}, body.encode() if isinstance(body, str) else body, NOW
    )


def page(
    body: str | bytes, url: str = URL, content_type: str = "text/html; charset=utf-8", agency: str = ""
) -> Extracted:
    """The page that a body gives."""
    found = extract(fetched(body, url, content_type), agency)
    assert isinstance(found, Extracted), found
    return found


def dropped(body: str | bytes, url: str = URL, content_type: str = "text/html; charset=utf-8") -> Dropped:
    """Why a body gives no page."""
    found = extract(fetched(body, url, content_type))
    assert isinstance(found, Dropped), found
    return found


def article(content: str, title: str = "補助說明", head: str = "") -> str:
    """A plain page with this content in its main element."""
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><nav><a href="/">首頁</a></nav>'
        f"<main><h1>{title}</h1>{content}</main><footer>示範市政府</footer></body></html>"
    )


def markdown(content: str) -> str:
    """The Markdown that this content of a plain page gives."""
    return page(article(content)).markdown
