"""What stands before and behind the answers: danger, abuse, attacks, personal data, poisoned pages."""

from bot.guard.attacks import is_attack
from bot.guard.links import repeatable, without_foreign
from bot.guard.masking import Masked, is_masked, mask, mask_talk
from bot.guard.poison import planted
from bot.guard.screening import Verdict, screen
from bot.guard.titles import shown_title

__all__ = [
    "Masked",
    "Verdict",
    "is_attack",
    "is_masked",
    "mask",
    "mask_talk",
    "planted",
    "repeatable",
    "screen",
    "shown_title",
    "without_foreign",
]
