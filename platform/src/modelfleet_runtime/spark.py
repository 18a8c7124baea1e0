"""Where Spark keeps its own Python packages: beside it, and not in the model's environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

# Set by Spark for the driver's Python in a cluster, and by a person or `modelfleet run` for a Spark inside the process.
_SIGNS = ("PYSPARK_GATEWAY_PORT", "PYSPARK_SUBMIT_ARGS")


def spark_packages(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Paths for PYTHONPATH below SPARK_HOME; none for a process that no Spark has started.

    Spark puts them on the search path of the program that it starts (PythonRunner), and the launcher makes a new search
    path for the model.
    """
    home = environ.get("SPARK_HOME")
    if not home or not any(sign in environ for sign in _SIGNS):
        return ()
    python = Path(home) / "python"
    return (str(python), *(str(path) for path in sorted((python / "lib").glob("py4j-*-src.zip"))))
