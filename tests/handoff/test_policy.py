"""When a person should take over: the whole table, and what calibration changes."""

import itertools

import pytest

from handoff.policy import Act, Decision, Limits, Signals, decide
from handoff.states import Reason

R = Reason
LIMITS = Limits(offer_below=0.6)


@pytest.mark.parametrize(
    ("signals", "decision"),
    [
        (Signals("handoff", R.ASKED_FOR_HUMAN, 1.0), Decision(Act.HAND_OVER, R.ASKED_FOR_HUMAN)),
        (
            Signals("handoff", R.ASKED_FOR_HUMAN, 1.0, declined=True),
            Decision(Act.HAND_OVER, R.ASKED_FOR_HUMAN),
        ),
        (Signals("emergency", None, 1.0), Decision(Act.HAND_OVER, R.SENSITIVE_TOPIC, urgent=True)),
        (
            Signals("answered", R.SENSITIVE_TOPIC, 0.9),
            Decision(Act.HAND_OVER, R.SENSITIVE_TOPIC, urgent=True),
        ),
        (Signals("handoff", R.REPORT, 1.0), Decision(Act.TAKE_REPORT, R.REPORT)),
        (Signals("handoff", R.LOW_CONFIDENCE, 1.0), Decision(Act.HAND_OVER, R.LOW_CONFIDENCE)),
        (Signals("unanswerable", R.LOW_CONFIDENCE, 0.2), Decision(Act.OFFER, R.LOW_CONFIDENCE)),
        (Signals("unanswerable", R.LOW_CONFIDENCE, 0.2, declined=True), Decision(Act.NOTHING)),
        (Signals("unanswerable", R.LOW_CONFIDENCE, 0.2, 1), Decision(Act.OFFER, R.REPEATED_FAILURE)),
        (
            Signals("unanswerable", R.LOW_CONFIDENCE, 0.2, 1, declined=True),
            Decision(Act.OFFER, R.REPEATED_FAILURE),
        ),
        (Signals("unanswerable", None, 0.2, 3), Decision(Act.NOTHING)),
        (Signals("error", R.SYSTEM_ERROR, 0.0), Decision(Act.OFFER, R.SYSTEM_ERROR)),
        (Signals("answered", None, 0.9), Decision(Act.NOTHING)),
        (Signals("answered", None, 0.5), Decision(Act.OFFER, R.LOW_CONFIDENCE)),
        (Signals("partial", None, 0.5), Decision(Act.OFFER, R.LOW_CONFIDENCE)),
        (Signals("answered", None, 0.5, declined=True), Decision(Act.NOTHING)),
    ],
)
def test_each_row_of_the_table(signals: Signals, decision: Decision) -> None:
    assert decide(signals, LIMITS) == decision


def test_greetings_refusals_and_questions_back_call_nobody_however_much_failed_before() -> None:
    for status, failures, declined in itertools.product(
        ("greeting", "refused", "clarify"), range(4), (True, False)
    ):
        signals = Signals(status, Reason.LOW_CONFIDENCE, 0.0, failures, declined)
        assert decide(signals, LIMITS).act is Act.NOTHING


def test_only_who_asked_or_what_is_urgent_is_handed_over_without_consent() -> None:
    statuses = ("answered", "partial", "clarify", "unanswerable", "greeting", "refused", "error")
    for status, proposed in itertools.product(statuses, (None, *Reason)):
        decision = decide(Signals(status, proposed, 0.1, 1), LIMITS)
        if decision.act is Act.HAND_OVER:
            assert decision.urgent or decision.reason is Reason.ASKED_FOR_HUMAN


def test_the_calibrations_threshold_changes_what_is_decided() -> None:
    signals = Signals("answered", None, 0.7)
    assert decide(signals, Limits(offer_below=0.6)).act is Act.NOTHING
    assert decide(signals, Limits(offer_below=0.8)).act is Act.OFFER
