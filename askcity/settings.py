"""Every setting, its default and its one-line help; `docs/settings.md` is this table in prose."""

from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Settings(BaseSettings):
    """Settings from `ASKCITY_…` variables, then from `askcity.toml` in the working directory, then defaults."""

    model_config = SettingsConfigDict(
        env_prefix="ASKCITY_", toml_file="askcity.toml", extra="forbid", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Field(
        Path("data"), description="Folder for everything the program writes on this machine."
    )
    database_url: str | None = Field(
        None, description="SQLAlchemy URL of the database; unset means a SQLite file in the data folder."
    )
    chroma_url: str | None = Field(
        None, description="URL of a Chroma server; unset means Chroma inside the process."
    )
    redis_url: str | None = Field(
        None, description="URL of a Redis or Valkey server; unset means fan-out in the process."
    )
    embedding_model: str = Field(
        "local",
        description="A sentence-transformers name or path, used beside the embedder trained on the city's own pages; "
        "`local` means that one alone.",
    )
    reranker_model: str | None = Field(None, description="A CrossEncoder name or path; unset means none.")
    llm: str | None = Field(
        None, description="`provider:model` of a chat model; unset means extractive answers."
    )
    llm_base_url: str | None = Field(
        None, description="Address of an OpenAI-compatible server for the chat model."
    )
    llm_api_key: SecretStr | None = Field(None, description="Key for the chat model.")
    llm_timeout: float = Field(
        8.0,
        gt=0,
        description="Seconds that the chat model has for an answer; after that the answer is extractive.",
    )
    llm_concurrency: int = Field(
        4,
        ge=1,
        description="Calls of the chat model under way at once; what comes beyond is answered extractively.",
    )
    llm_price_read: float = Field(
        0.0, ge=0, description="Price of a million tokens that the chat model reads, for the cost counter."
    )
    llm_price_written: float = Field(
        0.0, ge=0, description="Price of a million tokens that the chat model writes, for the cost counter."
    )
    line_channel_secret: SecretStr | None = Field(
        None, description="Secret of the LINE channel; unset means no LINE."
    )
    line_channel_access_token: SecretStr | None = Field(None, description="Access token of the LINE channel.")
    line_api_base: str | None = Field(
        None, description="Address of the LINE platform's API; unset means LINE's own."
    )
    line_data_api_base: str | None = Field(
        None,
        description="Address at which LINE takes pictures; unset means the API's where that is set, else LINE's own.",
    )
    line_push_budget: int | None = Field(
        None, ge=0, description="Pushes to LINE in a month; unset means as many as LINE's plan allows."
    )
    line_push_reserve: float = Field(
        0.1, ge=0, le=1, description="Share of the month's pushes that is kept for what agents write."
    )
    line_inbox_days: int = Field(
        14, ge=3, description="Days for which the ids of LINE's handled events are remembered."
    )
    error_budget: float = Field(
        0.05, gt=0, lt=1, description="Share of answers that may be wrong; the thresholds follow from it."
    )
    services: Path | None = Field(
        None, description="Folder of the catalogue of services; unset means the shipped one."
    )
    sites: str = Field(
        "kaohsiung", description="Site registry: a TOML file, or the name of a shipped registry."
    )
    crawl_timeout: float = Field(20.0, gt=0, description="Seconds that a site has to answer one request.")
    crawl_concurrency: int = Field(64, ge=1, description="Requests under way at once, over all sites.")
    crawl_delay: float = Field(
        0.5, ge=0, description="Seconds between two requests to one site; a site's own `delay` overrides it."
    )
    crawl_contact: str = Field(
        "https://github.com/askcity/askcity",
        description="Address in the crawler's user agent, for site owners to reach you.",
    )
    service_hours: Path | None = Field(
        None, description="TOML file of the agents' service hours and holidays; unset means the shipped one."
    )
    report_webhook_url: str | None = Field(
        None, description="Address to which reports of citizens are posted; unset means nowhere."
    )
    report_webhook_secret: SecretStr | None = Field(
        None, description="Key by which the receiver of reports knows that they are ours."
    )
    widget_origins: str = Field(
        "",
        description="Origins that may show the widget beside the registry's sites, separated by spaces or commas.",
    )
    limits: Path | None = Field(
        None,
        description="TOML file of the limits on how often things may be done; unset means the shipped one.",
    )
    unlimited_addresses: str = Field(
        "127.0.0.0/8 ::1",
        description="Addresses and networks without limits by address, separated by spaces or commas.",
    )
    streams_per_conversation: int = Field(
        8, ge=1, description="Event streams open at once for one conversation; one more ends the oldest."
    )
    streams_per_address: int = Field(
        1_000, ge=1, description="Event streams open at once from one address; one more is refused."
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses and networks of proxies whose X-Forwarded-For and -Proto are believed, likewise separated.",
    )
    retention_days: int = Field(
        180, ge=0, description="Days after its last entry at which a conversation is erased; 0 means never."
    )
    case_retention_days: int = Field(
        365, ge=0, description="The same for conversations with cases, all of which are done."
    )
    console_idle_minutes: int = Field(
        60, ge=1, description="Minutes without any activity after which an agent must sign in again."
    )
    console_hours: int = Field(
        12, ge=1, description="Hours after which an agent must sign in again in any case."
    )
    oidc_issuer: str | None = Field(
        None, description="Issuer of the city's identity provider; unset means sign-in with passwords only."
    )
    oidc_client_id: str = Field(
        "askcity", description="Name by which the identity provider knows the console."
    )
    oidc_client_secret: SecretStr | None = Field(
        None, description="Secret that the identity provider shares with the console."
    )
    oidc_label: str = Field("市府帳號", description="What the button for the identity provider says.")
    oidc_claim: str = Field(
        "preferred_username", description="Claim that holds the name of the agent's account."
    )
    log_level: str = Field("INFO", description="Lowest level that is logged: DEBUG, INFO, WARNING or ERROR.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, which wins over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def database(self) -> str:
        """The database URL in force, for synchronous engines."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'askcity.sqlite3').absolute()}"


@cache
def load_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
