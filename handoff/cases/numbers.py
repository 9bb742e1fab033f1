"""Case numbers that can be read out on the phone, and the checks that go with them."""

import re
import secrets
from datetime import datetime

from askcity.clock import TAIPEI

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that nobody mistakes for one another."""


def new_number(now: datetime) -> str:
    """A number such as `C-1126-7K3F`: month and day, then four random characters."""
    return f"C-{now.astimezone(TAIPEI):%m%d}-" + "".join(secrets.choice(ALPHABET) for _ in range(4))


def tidy(number: str) -> str:
    """A number as it is stored, whatever way it was typed."""
    plain = re.sub(r"[^0-9A-Z]", "", number.upper())
    return f"{plain[:1]}-{plain[1:5]}-{plain[5:]}"


def check_of(contact: str) -> str:
    """The check of a case: the last four letters or digits of the phone number or of what stands before the @.

    Without contact details it is a random one.
    """
    plain = re.sub(r"[\W_]", "", contact.partition("@")[0])
    return (
        plain[-4:].casefold() if len(plain) >= 4 else "".join(secrets.choice("0123456789") for _ in range(4))
    )
