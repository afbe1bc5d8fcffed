"""Settings, from the environment. Everything has a default that suits one PC and the loopback address."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from gongkai.vault.keys import make_key

env = environ.Env()

ROOT = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("GONGKAI_DATA_DIR", default=str(ROOT / "var"))).resolve()


def _own_secret() -> str:
    """Return the installation's secret, made at the first start and kept beside its other keys."""
    path = DATA_DIR / "keys" / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        make_key(path)
    return path.read_bytes().hex()


SECRET_KEY = env.str("GONGKAI_SECRET_KEY", default="") or _own_secret()
DEBUG = env.bool("GONGKAI_DEBUG", default=False)

# Where the program answers. Anything but the loopback address needs TLS, its own or a declared proxy's:
# `gongkai serve` refuses to start otherwise.
BIND = env.str("GONGKAI_BIND", default="127.0.0.1")
ALLOWED_HOSTS = env.list("GONGKAI_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BEHIND_TLS_PROXY = env.bool("GONGKAI_BEHIND_TLS_PROXY", default=False)
TLS_CERTIFICATE = env.str("GONGKAI_TLS_CERTIFICATE", default="")
TLS_KEY = env.str("GONGKAI_TLS_KEY", default="")
SPEAKS_TLS = BEHIND_TLS_PROXY or bool(TLS_CERTIFICATE)

INSTALLED_APPS = [
    # cellar
    "gongkai.acts.apps.ActsConfig",
    "gongkai.vault.apps.VaultConfig",
    "gongkai.jobs.apps.JobsConfig",
    "gongkai.journal.apps.JournalConfig",
    "gongkai.files.apps.FilesConfig",
    "gongkai.workdays",
    # ground
    "gongkai.law",
    "gongkai.typesetting",
    "gongkai.search",
    # floors
    "gongkai.agencies.apps.AgenciesConfig",
    "gongkai.people.apps.PeopleConfig",
    "gongkai.notices",
    "gongkai.resources",
    "gongkai.inventory",
    "gongkai.secrecy",
    "gongkai.documents",
    "gongkai.catalogue",
    "gongkai.channels",
    "gongkai.meetings",
    "gongkai.cases",
    "gongkai.concerns",
    "gongkai.disputes",
    "gongkai.statistics",
    "gongkai.reports",
    # hall and doors
    "gongkai.kit",
    "gongkai.desk",
    "gongkai.portal",
    "gongkai.api.apps.ApiConfig",
    "gongkai.console",
    # what we build on
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "django_filters",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]
# A room that does not stand yet has only its floor reserved.
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("gongkai.") or (ROOT / "gongkai" / app.split(".")[1] / "__init__.py").exists()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gongkai.kit.middleware.speak_chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongkai.kit.middleware.remember_where_from",
    "gongkai.kit.middleware.keep_session_alive",
    "gongkai.kit.middleware.ask_for_own_password",
    "gongkai.portal.old_addresses.follow_old_addresses",
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "gongkai.kit.templatetags.addresses",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.kit.context.page",
            ],
        },
    }
]

DATA_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {
    "default": env.db_url("GONGKAI_DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'gongkai.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
# SQLite, too, reads the whole schema and loses its pages when a connection is opened: 4 ms of every page.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
        # Beyond this the cache forgets: a few hundred visits must not push out limits and used checks.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Accounts
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "gongkai.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/10m/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Gongkai"
MFA_ADAPTER = "gongkai.people.adapter.SecondFactorAdapter"

SESSION_COOKIE_AGE = env.int("GONGKAI_SESSION_MINUTES", default=60) * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = SPEAKS_TLS
CSRF_COOKIE_SECURE = SPEAKS_TLS
LANGUAGE_COOKIE_SECURE = SPEAKS_TLS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if SPEAKS_TLS else 0
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = env.list("GONGKAI_ORIGINS", default=[])
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "gongkai" / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["gongkai.config.formats"]

# Whose portal this is, by slug; empty: the first subdistrict office.
PORTAL_AGENCY = env.str("GONGKAI_PORTAL_AGENCY", default="")

# Where the portal is reached from outside, such as https://www.example.gov.cn; e-mails name it, if set.
SITE_URL = env.str("GONGKAI_SITE_URL", default="").rstrip("/")

# The worker looks where links of published texts lead, but never into the office's own network.
CHECK_PRIVATE_LINKS = env.bool("GONGKAI_CHECK_PRIVATE_LINKS", default=False)

# Public pages are remembered by each process up to so many MB and handed out again; 0: none is.
REMEMBERED_BYTES = 0 if DEBUG else env.int("GONGKAI_REMEMBERED_MB", default=64) * 1_000_000

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "gongkai.kit.collected.CollectedFiles"},
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "gongkai.kit.stylesheets.FrameFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
LARGEST_FILE = 200_000_000
LARGEST_SEALED_FILE = 50_000_000  # encrypted as a whole, in memory
MOST_PDF_PAGES = env.int("GONGKAI_MOST_PDF_PAGES", default=2000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

# What is sent in parts: one that nobody went on with is removed after so many days.
UPLOAD_DAYS = env.int("GONGKAI_UPLOAD_DAYS", default=3)
MOST_UPLOADS = env.int("GONGKAI_UPLOADS_PER_PERSON", default=20)
MOST_UPLOADED = 1_000_000_000  # bytes of one person's uploads that are not in a paper yet

# A virus scanner: clamd://host:port or clamd+unix:///path/to/socket; empty: files are not checked.
ANTIVIRUS_URL = env.str("GONGKAI_ANTIVIRUS_URL", default="")
ANTIVIRUS_TIMEOUT = env.int("GONGKAI_ANTIVIRUS_SECONDS", default=60)  # for each step of asking

# The online form. Its check costs a browser a second; without JavaScript stricter limits stand in for it.
ONLINE_CHECK_NUMBERS = env.int("GONGKAI_ONLINE_CHECK_NUMBERS", default=50_000)
ONLINE_CHECKED_PER_ADDRESS = env.int("GONGKAI_ONLINE_CHECKED_PER_HOUR", default=20)
ONLINE_UNCHECKED_PER_ADDRESS = env.int("GONGKAI_ONLINE_UNCHECKED_PER_HOUR", default=3)
ONLINE_UNCHECKED_IN_ALL = env.int("GONGKAI_ONLINE_UNCHECKED_PER_HOUR_IN_ALL", default=30)
ONLINE_SAVINGS_PER_ADDRESS = env.int("GONGKAI_ONLINE_SAVINGS_PER_HOUR", default=600)
ONLINE_FILES_PER_ADDRESS = env.int("GONGKAI_ONLINE_FILES_PER_HOUR", default=30)
ONLINE_MESSAGES_PER_REQUEST = env.int("GONGKAI_ONLINE_MESSAGES_PER_HOUR", default=20)
PROGRESS_TRIES = env.int("GONGKAI_PROGRESS_TRIES_PER_QUARTER_HOUR", default=10)
LARGEST_PROOF = 20_000_000

# Open data: calls of one address that are answered in a minute, by each process.
OPEN_DATA_CALLS = env.int("GONGKAI_OPEN_DATA_CALLS_PER_MINUTE", default=600)

# A folder in which papers are laid for us, by agency; empty: none is watched.
INBOX = env.str("GONGKAI_INBOX", default="")

# Notices leave the house only where a way is set: a mail server, an HTTP gateway for SMS.
EMAIL_HOST = ""
if env.str("GONGKAI_EMAIL_URL", default=""):
    vars().update(env.email_url("GONGKAI_EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("GONGKAI_EMAIL_FROM", default="") or str(vars().get("EMAIL_HOST_USER") or "")
SMS_URL = env.str("GONGKAI_SMS_URL", default="")
SMS_TOKEN = env.str("GONGKAI_SMS_TOKEN", default="")

# The interfaces of the channels; another address where an office reaches them through a gateway.
WECHAT_URL = env.str("GONGKAI_WECHAT_URL", default="https://api.weixin.qq.com")
WEIBO_URL = env.str("GONGKAI_WEIBO_URL", default="https://api.weibo.com")
SENDING_TIMEOUT = 10  # seconds, for each step of handing a message over

SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("GONGKAI_LOG_LEVEL", default="WARNING")},
}
