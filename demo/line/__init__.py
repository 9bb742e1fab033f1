"""A made-up LINE platform: what LINE does for and to a service, over HTTP, without an account.

It speaks the calls that the service makes, signs and redelivers what it sends, and fails where it is told to. The tests use
it, and so does `askcity line simulate`, with a page on which a chat can be tried by hand.
"""

from demo.line.platform import SECRET, SLOW, Line
from demo.line.server import running

__all__ = ["SECRET", "SLOW", "Line", "running"]
