"""The process environment as one typed object; `VARIABLES` documents every variable, docs/reference/settings.md too.

Only what belongs to the process is here. What belongs to the office (limits, deadlines, switches) is rows of an audited
table. Imported by `bootstrap` and `cli`; everybody else is handed the values they need.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.errors import InvalidInput
from app.domain.text import Text

RestAuth = Literal["basic", "none"]
SECRET_KEY_LENGTH = 32
"""Characters a secret key has at least."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable; `banli serve` has a flag of the same name without the prefix."""

    name: str
    default: str
    text: Text

    @property
    def flag(self) -> str:
        """`BANLI_REST_AUTH` is `--rest-auth`."""
        return "--" + self.name.removeprefix("BANLI_").lower().replace("_", "-")


VARIABLES = (
    Variable("BANLI_HOME", "./var", Text("数据目录：数据库、文件、锁", "directory of the database, files and lock")),
    Variable(
        "BANLI_DATABASE_URL",
        "",
        Text(
            "数据库地址，sqlite:///路径 或 postgresql://...；空：数据目录中的 banli.db",
            "`sqlite:///path` or `postgresql://...`; empty: `banli.db` in BANLI_HOME",
        ),
    ),
    Variable("BANLI_HOST", "127.0.0.1", Text("监听地址", "address to listen on")),
    Variable("BANLI_PORT", "8080", Text("监听端口，0：由系统选择", "port to listen on; 0: the system chooses one")),
    Variable(
        "BANLI_JOBS",
        "on",
        Text(
            "on 或 off；off：没有后台线程，定时和异步任务只经任务接口执行，进程内工作者不运行",
            "`on` or `off`; off: no background thread, timers and asynchronous jobs run only through the job API, "
            "in-process workers do not run",
        ),
    ),
    Variable(
        "BANLI_REST_AUTH",
        "basic",
        Text(
            "/engine-rest 的认证，basic 或 none；none 只允许在本机回环地址上",
            "sign-in of `/engine-rest`: `basic` or `none`; none is refused unless bound to loopback",
        ),
    ),
    Variable(
        "BANLI_BUNDLE",
        "on",
        Text("on 或 off；off：启动时不部署流程包", "`on` or `off`; off: start with nothing deployed"),
    ),
    Variable(
        "BANLI_SECRET_KEY",
        "",
        Text(
            "签名密钥，至少 32 个字符，多个节点须相同；空：首次启动时生成并保存在数据目录",
            "signs what browsers hand back, 32 characters or more, the same on every node; empty: made at the first "
            "start and kept in BANLI_HOME",
        ),
    ),
    Variable("BANLI_TIMEZONE", "Asia/Shanghai", Text("办公时区", "time zone of the office")),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What one process was told; made by `load_settings`, never changed."""

    home: Path
    """Absolute; need not exist yet."""
    database_url: str = field(repr=False)
    """`sqlite:///path` or `postgresql://...`; may hold a password, therefore not shown."""
    host: str
    port: int
    jobs: bool
    """Whether background threads run: timers, jobs and in-process workers."""
    rest_auth: RestAuth
    bundle: bool
    """Whether the office's own bundle is deployed at the start."""
    secret_key: str | None = field(repr=False)
    """None: the one kept in `home`, see `secret_key`."""
    timezone: ZoneInfo

    @property
    def loopback(self) -> bool:
        """Whether only this machine can connect."""
        return is_loopback(self.host)


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from `os.environ`, with flags laid over it by their variable's name; an empty value is the default.

    Raises:
        InvalidInput: a value is wrong; `field` names the variable.
    """
    values = {variable.name: environment.get(variable.name, "").strip() or variable.default for variable in VARIABLES}
    home = Path(values["BANLI_HOME"]).expanduser().absolute()
    host, rest_auth = values["BANLI_HOST"], _rest_auth(values["BANLI_REST_AUTH"])
    if rest_auth == "none" and not is_loopback(host):
        raise _wrong(
            "BANLI_REST_AUTH", "none 只允许在本机回环地址上", f"none is allowed on loopback only, not on {host}"
        )
    return Settings(
        home=home,
        database_url=_database_url(values["BANLI_DATABASE_URL"], home),
        host=host,
        port=_port(values["BANLI_PORT"]),
        jobs=_switch("BANLI_JOBS", values),
        rest_auth=rest_auth,
        bundle=_switch("BANLI_BUNDLE", values),
        secret_key=_secret_key(values["BANLI_SECRET_KEY"]),
        timezone=_timezone(values["BANLI_TIMEZONE"]),
    )


def is_loopback(host: str) -> bool:
    """Whether an address to listen on can be reached from this machine only. Names other than localhost: no."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def secret_key(settings: Settings) -> str:
    """The configured key, else the one kept in `home/secret.key` (mode 0600), made when it is not there yet."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.home / "secret.key"
    settings.home.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600, exist_ok=False)
        fresh.write_text(secrets.token_urlsafe(SECRET_KEY_LENGTH), encoding="ascii")
        try:
            path.hardlink_to(fresh)  # fails where another process was faster: then its key is the key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii")


def _wrong(name: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(f"环境变量 {name} 有误：{zh}", f"{name} is wrong: {en}", field=name)


def _switch(name: str, values: Mapping[str, str]) -> bool:
    value = values[name].lower()
    if value not in {"on", "off"}:
        raise _wrong(name, f"应为 on 或 off，不是 {value}", f"expected on or off, not {value}")
    return value == "on"


def _rest_auth(value: str) -> RestAuth:
    match value:
        case "basic" | "none":
            return value
        case _:
            zh, en = f"应为 basic 或 none，不是 {value}", f"expected basic or none, not {value}"
            raise _wrong("BANLI_REST_AUTH", zh, en)


def _port(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= 5 and int(value) <= 65535):
        raise _wrong("BANLI_PORT", f"应为 0 至 65535 的整数，不是 {value}", f"expected 0 to 65535, not {value}")
    return int(value)


def _secret_key(value: str) -> str | None:
    if value and len(value) < SECRET_KEY_LENGTH:
        zh, en = f"至少 {SECRET_KEY_LENGTH} 个字符", f"expected {SECRET_KEY_LENGTH} characters or more"
        raise _wrong("BANLI_SECRET_KEY", zh, en)
    return value or None


def _timezone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _wrong("BANLI_TIMEZONE", f"没有时区 {value}", f"there is no time zone {value}") from error


def _database_url(value: str, home: Path) -> str:
    if not value:
        return f"sqlite:///{home / 'banli.db'}"
    scheme, _, rest = value.partition("://")
    if scheme in {"postgresql", "postgresql+psycopg"} or (scheme == "sqlite" and len(rest) > 1 and rest[0] == "/"):
        return value
    zh, en = "应为 sqlite:///路径 或 postgresql://...", "expected sqlite:///path or postgresql://..."
    raise _wrong("BANLI_DATABASE_URL", zh, en)
