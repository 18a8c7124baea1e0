"""The options of the plugin: `[modelfleet]` in pants.toml, `--modelfleet-…` on the command line."""

from __future__ import annotations

from pants.option.option_types import BoolOption, IntOption, SkipOption, StrListOption, StrOption
from pants.option.subsystem import Subsystem

# What names a package index or a mirror, or says how to reach it, but holds no password: processes whose results are
# cached may see these.
INDEX_VARIABLES = (
    "HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "UV_DEFAULT_INDEX",
    "UV_INDEX",
    "UV_INDEX_URL",
    "UV_EXTRA_INDEX_URL",
    "UV_INDEX_STRATEGY",
    "UV_FIND_LINKS",
    "UV_CONFIG_FILE",
    "UV_CACHE_DIR",
    "UV_PYTHON_INSTALL_DIR",
    "UV_PYTHON_INSTALL_MIRROR",
    "UV_NATIVE_TLS",
    "UV_OFFLINE",
    "UV_HTTP_TIMEOUT",
    "PIP_CONFIG_FILE",
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS",
    "PIP_CERT",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "NETRC",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
)

# What reaches the store and the deploy repository. Publishing is never cached, so it may see passwords.
PUBLISH_VARIABLES = (
    "PATH",
    "USER",
    "CI",
    "UV_KEYRING_PROVIDER",
    "PIP_KEYRING_PROVIDER",
    "KRB5CCNAME",
    "SSH_AUTH_SOCK",
    "SSH_AGENT_PID",
    "GIT_ASKPASS",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_SSL_CAINFO",
    "GIT_AUTHOR_NAME",
    "GIT_AUTHOR_EMAIL",
    "GIT_COMMITTER_NAME",
    "GIT_COMMITTER_EMAIL",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
)


class Modelfleet(Subsystem):
    options_scope = "modelfleet"
    name = "modelfleet"
    help = "The fleet of models: how it is rendered, checked and published."

    skip = SkipOption("check", "lint", "fmt", "test", "tailor")
    stage = StrOption(default="local", help="The stage that `publish` publishes to: a file of platform/stages/ without its ending.")
    allow_deletions = BoolOption(default=False, help="Let one `publish` delete more models than the stage's deletion_threshold.")
    next_runs_of = IntOption(default=5, help="`check` tells the next runs of the jobs when it is asked about this many models or fewer.")
    batch_size = IntOption(default=32, help="Models that one process renders; the size of a batch varies around it.")
    program = StrOption(
        default="platform/src/modelfleet/cli",
        advanced=True,
        help="Directory of the command line that the goals run: main.py, and a module for each verb.",
    )
    resolve = StrOption(default="modelfleet", advanced=True, help="The resolve that the command line is installed from.")
    jpath = StrListOption(default=["", "platform/jsonnet"], advanced=True, help="Directories, relative to the root, where Jsonnet looks for what it imports.")
    shared = StrListOption(
        default=[
            "//platform:owners",
            "//platform/stages:stages",
            "//platform/schema/upstream:upstream",
            "//platform/src/modelfleet_runtime:modelfleet_runtime",
            "//3rdparty/python:runtime.lock",
        ],
        advanced=True,
        help="Addresses of what every model is rendered from beside its own files and Jsonnet.",
    )
    jsonnetfmt = StrOption(default=None, help="Path of the `jsonnetfmt` binary. By default it is looked for on PATH.")
    search_path = StrListOption(
        default=["<PATH>"],
        advanced=True,
        help="PATH of the processes that need Python or Git. `./pants` sets it to the Pythons it found, so that it is the same in every shell.",
    )
    index_variables = StrListOption(default=list(INDEX_VARIABLES), advanced=True, help="Environment variables that say where packages come from.")
    publish_variables = StrListOption(default=list(PUBLISH_VARIABLES), advanced=True, help="Further environment variables that `publish` sees.")
