"""The JVM side: whether JDK 17 and Maven are there, and the class path Maven makes from its own repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parent / "jvm"
OLDEST = 17
INSTALL = "apt-get install openjdk-17-jdk-headless maven"
OPTIONS = ("-Xms1g", "-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
_VERSION = re.compile(r"javac (?:1\.)?(\d+)")


class Unavailable(Exception):
    """The engines of the JVM cannot run; the message says why and what to do."""


def javac_version(output: str) -> int | None:
    """17 of `javac 17.0.15`; None where it says something else."""
    found = _VERSION.search(output)
    return int(found.group(1)) if found else None


def missing(java: str | None, version: int | None, maven: str | None) -> str | None:
    """What is not there, as a sentence with its remedy; None when all is."""
    lacks = []
    if java is None or version is None:
        lacks.append(f"a JDK of version {OLDEST} or newer")
    elif version < OLDEST:
        lacks.append(f"a JDK of version {OLDEST} or newer (found: {version})")
    if maven is None:
        lacks.append("Maven")
    return f"Operaton and Flowable need {' and '.join(lacks)}: {INSTALL}" if lacks else None


def command(arguments: list[str]) -> list[str]:
    """The command line of one engine, after `prepare`."""
    return [str(_program("java")), *OPTIONS, "-cp", _class_path(), "banli.bench.Main", *arguments]


def prepare() -> None:
    """Fetch and compile; raises `Unavailable` where that is not possible."""
    javac, maven = _program("javac"), shutil.which("mvn")
    version = javac_version(_output([javac, "-version"])) if javac else None
    if sentence := missing(_program("java"), version, maven):
        raise Unavailable(sentence)
    done = subprocess.run(
        [str(maven), "-q", "-B", "compile", "dependency:build-classpath"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable(
            f"Maven could not fetch or compile Operaton and Flowable:\n{(done.stdout + done.stderr)[-2000:]}"
        )


def _class_path() -> str:
    target = PROJECT / "target"
    return f"{target / 'classes'}{os.pathsep}{(target / 'classpath.txt').read_text(encoding='utf-8').strip()}"


def _program(name: str) -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which(name, path=f"{home}/bin") if home else shutil.which(name)


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
