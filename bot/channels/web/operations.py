"""For those who run the service: is it alive, can it answer, what does it do."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

from askcity.errors import NotFoundError
from bot.channels.faults import fault
from bot.channels.web.api import Wired
from bot.channels.web.parts import Parts
from bot.channels.web.problems import declared, problem

router = APIRouter()


@router.get("/healthz")
async def alive() -> JSONResponse:
    """Whether the process serves requests."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", responses=declared(503))
async def ready(wired: Wired) -> JSONResponse:
    """Whether questions can be answered: the database answers and there is an index."""
    missing = await _database(wired) or await wired.city.missing()
    return JSONResponse({"status": "ready"}) if missing is None else problem(503, missing)


@router.get("/metrics", include_in_schema=False)
async def metrics(wired: Wired) -> Response:
    """The figures, for Prometheus."""
    return Response(generate_latest(wired.metrics.registry), media_type=CONTENT_TYPE_LATEST)


async def _database(wired: Parts) -> str | None:
    try:
        await wired.log.find("-")
    except NotFoundError:
        return None
    except SQLAlchemyError as error:
        return f"the database does not answer ({fault(error)['error']})"
    return None
