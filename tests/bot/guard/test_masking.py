"""Personal data is taken out whatever its spelling, public numbers stay, and the text stays readable."""

import pytest

from bot.guard import is_masked, mask, mask_talk
from bot.guard.checks import identity, luhn


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我的身分證是A123456789", "我的身分證是〔身分證字號〕"),
        ("Ａ１２３４５６７８９要補發", "〔身分證字號〕要補發"),
        ("A123-456-789", "〔身分證字號〕"),
        ("A 1 2 3 4 5 6 7 8 9 是我的", "〔身分證字號〕 是我的"),
        ("A12\u200b3456789", "〔身分證字號〕"),
        ("身分證A123456780打錯了", "身分證〔身分證字號〕打錯了"),
        ("統一證號A800000014", "統一證號〔居留證號〕"),
        ("居留證AC01234567要延期", "居留證〔居留證號〕要延期"),
        ("護照號碼 312345678", "護照號碼 〔護照號碼〕"),
        ("健保卡0000 1234 5678", "健保卡〔健保卡號〕"),
        ("手機0900-123-456", "手機〔手機號碼〕"),
        ("+886 900 123 456", "〔手機號碼〕"),
        ("零九零零一二三四五六", "〔手機號碼〕"),
        ("0900.123.456在家", "〔手機號碼〕在家"),
        ("我家電話(01) 555-1234", "我家電話(01) 555-1234"),
        ("我家電話(07) 555-1234", "我家電話〔電話號碼〕"),
        ("請回撥04-2555-1234", "請回撥〔電話號碼〕"),
        ("我的市話 2555-1234", "我的市話 〔電話號碼〕"),
        ("寄到somebody@mail.example", "寄到〔電子郵件〕"),
        ("卡號4111 1111 1111 1111", "卡號〔卡號〕"),
        ("帳號700-0012345-678901", "帳號〔銀行帳號〕"),
        ("車牌ABC-1234被拖吊", "車牌〔車牌號碼〕被拖吊"),
        ("王小明75年3月5日生", "王小明〔生日〕生"),
        ("生日民國七十五年三月五日", "生日〔生日〕"),
        ("我住示範市東禾區藝文路10號3樓", "我住〔地址〕"),
        ("戶籍在藝文路一段10巷2弄3號", "戶籍在〔地址〕"),
    ],
)
def test_personal_data_is_replaced_by_its_name(text: str, masked: str) -> None:
    assert mask(text).text == masked
    assert is_masked(masked) == (masked != text)


@pytest.mark.parametrize(
    "text",
    [
        "1999、110、119、113、1925、165都可以打嗎",
        "0800-000-123幾點有人接",
        "衛生局0800-000-123",
        "04-2555-1234接通後按幾號",
        "公庫帳號0170360000012",
        "社會局電話07-555-1234",
        "(07) 555-1234 轉 123 打不通",
        "07-555-1234是哪個單位",
        "案件編號A123456789到哪裡了",
        "府社字第1150012345號函",
        "統編12345678的公司",
        "社會救助法第4條第1項",
        "補助20,000元，每月10日發",
        "115年3月5日前申請",
        "民國45年1月1日以前出生可以領嗎",
        "藝文路10號前面的路燈不亮",
        "圖書館在藝文路10號3樓嗎",
        "service@city.gov.tw 收得到嗎",
        "條碼4710088412345",
        "課程編號ABC-1234",
        "公車307跟紅30",
        "ISO-9001",
        "座標25.0330,121.5654",
    ],
)
def test_public_numbers_stay(text: str) -> None:
    assert mask(text).text == text


def test_several_kinds_are_named_once_each_in_order() -> None:
    masked = mask("A123456789，手機0900123456，太太手機0911222333")
    assert masked.kinds == ("身分證字號", "手機號碼")


def test_a_case_number_beside_a_phone_stays() -> None:
    assert mask("案號A1150022，請打0900-123-456").text == "案號A1150022，請打〔手機號碼〕"


def test_masking_is_the_same_each_time_and_leaves_masked_text_alone() -> None:
    text = "我住藝文路10號3樓，手機0900-123-456"
    assert mask(text) == mask(text)
    assert mask(mask(text).text).text == mask(text).text


@pytest.mark.parametrize("fragment", ["身分證A1234", "A12345"])
def test_half_an_identity_number_is_masked_where_it_is_told_for_one(fragment: str) -> None:
    assert mask(fragment).kinds == ("身分證字號",)


def test_a_number_split_over_two_messages_is_masked_in_both() -> None:
    assert mask_talk(["我的號碼是A123", "456789 謝謝"]) == ["我的號碼是〔身分證字號〕", "〔身分證字號〕 謝謝"]
    assert mask_talk(["手機0900", "123456"]) == ["手機〔手機號碼〕", "〔手機號碼〕"]
    assert mask_talk(["規費20", "30元"]) == ["規費20", "30元"]


@pytest.mark.parametrize("number", ["A123456789", "F131104093", "A800000014", "AC01234567"])
def test_check_digits_of_identity_numbers(number: str) -> None:
    last = int(number[-1])
    assert [digit for digit in range(10) if identity(number[:-1] + str(digit))] == [last]


def test_check_digits_of_cards() -> None:
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
