"""An obedient language model against every attack in every frame, and every poisoned page: `python -m tests.slow.obedience`.

Nothing screens the questions here, so that what holds is the check of what the model says. Prints the counts.
"""

import sys

from askcity.logs import configure_logs
from tests.bot.llm.obedient import (
    FRAMES,
    all_of,
    attacks,
    obedient,
    poisoned,
    said_of_attack,
    searched_for_attack,
    seen_of_page,
)
from tests.bot.llm.openai_server import says
from tests.bot.llm.stubs import composing


def main() -> int:
    """Run and judge; non-zero where anything came through."""
    configure_logs("ERROR")
    questions = [frame(attack) for frame in FRAMES for attack in attacks()]
    pages = list(poisoned())
    with composing(says(obedient, size=500)) as (words, server):
        said = all_of([said_of_attack(words, question) for question in questions])
        searched = all_of([searched_for_attack(words, attack) for attack in attacks()])
        seen = [seen_of_page(words, page) for page in pages]
        calls = len(server.requests)
    shown = all_of([leaks for _, leaks in seen])
    print(f"direct injections: {len(questions)}, sentences said that are not the page's: {len(said)}")
    print(f"follow-ups after an attack: {len(attacks())}, led away: {len(searched)}")
    used = sum(one for one, _ in seen)
    print(f"poisoned pages: {len(pages)}, of which the model spoke on {used}, canaries shown: {len(shown)}")
    print(f"calls of the model: {calls}")
    for leak in (*said, *searched, *shown):
        print("   ", leak)
    return 1 if said or searched or shown else 0


if __name__ == "__main__":
    sys.exit(main())
