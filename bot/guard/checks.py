"""Check digits of Taiwan's identity numbers and of payment cards."""

from collections.abc import Callable, Mapping

LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""In the order of their values, 10 and up."""
WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)


def identity(number: str) -> bool:
    """Whether an identity or residence number (letter and nine digits, or two letters and eight) has its check digit."""
    first, second = LETTERS.index(number[0]) + 10, number[1]
    sex = int(second) if second.isdigit() else LETTERS.index(second) % 10
    digits = [first // 10, first % 10, sex, *map(int, number[2:])]
    return sum(digit * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 10 == 0


def luhn(number: str) -> bool:
    """Whether the number of a card has its check digit."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(digit - 9 * (digit > 9) for digit in doubled) % 10 == 0


CHECKS: Mapping[str, Callable[[str], bool]] = {"identity": identity, "luhn": luhn}
"""By the names that the data uses."""
