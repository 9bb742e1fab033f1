"""The exceptions of the whole program.

AskcityError
├── ConfigurationError      a setting or a file of the operator's is wrong
│   └── RegistryError       the site registry is wrong
├── BusyError               another process does this already
├── CrawlError              a crawl could not be carried out
├── IndexingError           a generation could not be built
│   └── SelfCheckError      a generation was built and is not fit to serve
├── NoIndexError            there is no generation to search
├── LineError               LINE did not do what it was asked
├── ModelError              an embedding model, reranker or LLM cannot be used
└── ConversationError       what a citizen or an agent asked for is not possible
    ├── NotFoundError       no such conversation, or not this citizen's
    ├── ConflictError       somebody else was faster, or the same client_id with another text
    ├── ForbiddenError      this is another agent's, or not for this role
    ├── TransitionError     the conversation's state does not allow this
    ├── OverloadedError     too much waits already; the same call may succeed later
    └── LimitedError        too often in too short a time; the same call may succeed after some seconds

Each carries a message that says what was wrong, where, and what to do; the command line prints it as one line.
"""


class AskcityError(Exception):
    """Anything that the program refuses to do and can explain."""


class ConfigurationError(AskcityError):
    """A setting or a file of the operator's is wrong."""


class RegistryError(ConfigurationError):
    """The site registry is wrong."""


class BusyError(AskcityError):
    """Another process does this already."""


class CrawlError(AskcityError):
    """A crawl could not be carried out."""


class IndexingError(AskcityError):
    """A generation could not be built."""


class SelfCheckError(IndexingError):
    """A generation was built and is not fit to serve."""


class NoIndexError(AskcityError):
    """There is no generation to search."""


class ModelError(AskcityError):
    """An embedding model, reranker or LLM cannot be used."""


class LineError(AskcityError):
    """LINE did not do what it was asked; `status` is LINE's answer, None where there was none."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class ConversationError(AskcityError):
    """What a citizen or an agent asked for is not possible."""


class NotFoundError(ConversationError):
    """No such conversation, or not this citizen's."""


class ConflictError(ConversationError):
    """Somebody else was faster, or the same client_id was used with another text."""


class ForbiddenError(ConversationError):
    """This is another agent's, or not for this role."""


class TransitionError(ConversationError):
    """The conversation's state does not allow this."""


class OverloadedError(ConversationError):
    """Too much waits already; the same call may succeed a little later. With `danger` as in LimitedError."""

    def __init__(self, message: str, *, danger: bool = False) -> None:
        super().__init__(message)
        self.danger = danger


class LimitedError(ConversationError):
    """Too often in too short a time; the same call may succeed in `seconds`. The message is for the citizen.

    With `danger` it holds the numbers to call, since what was refused told of danger.
    """

    def __init__(self, message: str, seconds: int, *, danger: bool = False) -> None:
        super().__init__(message)
        self.seconds, self.danger = seconds, danger
