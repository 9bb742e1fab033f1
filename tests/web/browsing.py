"""The chat page in a real browser."""

from playwright.sync_api import Page, expect


def opened(page: Page, address: str) -> Page:
    """The page with the chat of an address in it, ready to be used."""
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    return page


def ask(page: Page, text: str) -> None:
    """Write a question and send it."""
    page.get_by_label("您的問題").fill(text)
    page.get_by_role("button", name="送出問題").click()


def choose(page: Page, *names: str) -> None:
    """Go through the menu."""
    page.get_by_role("button", name="選單").click()
    for name in names:
        page.get_by_role("dialog").get_by_role("button", name=name).click()


def messages(page: Page) -> list[str]:
    """What was said, in order."""
    return [item.strip() for item in page.locator("#log .message .words").all_inner_texts()]
