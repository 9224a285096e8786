"""What the environment sets, and what is said of a value that cannot be understood."""

import os
import runpy
import stat

import pytest

from partyrock_clone import settings as ours


@pytest.fixture
def read(monkeypatch, tmp_path):
    """The settings, read anew with these variables."""

    def run(**environment):
        for name, value in ({"DATA_DIR": str(tmp_path)} | environment).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(ours.__file__)

    return run


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("DEBUG", "maybe"),
        ("HTTPS", "enabled"),
        ("ECHO_MODEL", "2"),
        ("ECHO_DELAY", "long"),
        ("ECHO_DELAY", "nan"),
        ("ECHO_DELAY", "inf"),
        ("ECHO_DELAY", "-1"),
        ("MOST_OF_ALL", "-1"),
        ("MODEL_MEMORY_MB", "8 GB"),
        ("MODEL_MEMORY_MB", "-1"),
        ("POOL", "GPU 0"),
        ("POOL", "-"),
        ("WEB_PROCESSES", "0"),
        ("MOST_OF_A_GUEST", "few"),
        ("CSRF_TRUSTED_ORIGINS", "example.com"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "postgres://ada:secret@host:port/name"),
        ("DATABASE_URL", "mysql://host/name"),
        ("REDIS_URL", "nonsense"),
        ("REDIS_URL", "redis://:secret@host:port"),
        ("DATA_DIR", "/proc/nowhere"),
    ],
)
def test_a_wrong_value_stops_the_start_and_names_its_variable(read, name, value):
    with pytest.raises(SystemExit, match=f"^{name} ") as stopped:
        read(**{name: value})
    assert "secret" not in str(stopped.value)


@pytest.mark.parametrize(("value", "https"), [("on", True), ("TRUE", True), ("0", False), ("no", False), ("", False)])
def test_a_switch_is_on_or_off(read, value, https):
    assert read(HTTPS=value)["SESSION_COOKIE_SECURE"] is https


def test_what_is_empty_counts_as_left_out(read, tmp_path):
    found = read(HOST="", PORT="", REDIS_URL="", ALLOWED_HOSTS=" , a.org, ,b.org", SECRET_KEY="$ecret")
    assert (found["HOST"], found["PORT"]) == ("127.0.0.1", 8000)
    assert found["REDIS_URL"] == f"unix://{tmp_path}/redis.sock"
    assert found["ALLOWED_HOSTS"] == ["a.org", "b.org"]
    assert found["SECRET_KEY"] == "$ecret"


@pytest.mark.parametrize(("value", "megabytes"), [("", None), ("0", None), ("8000", 8000)])
def test_the_memory_of_models_is_automatic_unless_it_is_said(read, value, megabytes):
    assert read(MODEL_MEMORY_MB=value)["MODEL_MEMORY_MB"] == megabytes


def test_several_web_processes_count_together_and_one_needs_no_redis_for_it(read):
    assert read(WEB_PROCESSES="1")["CACHES"]["default"]["BACKEND"].endswith("LocMemCache")
    shared = read(WEB_PROCESSES="2", REDIS_URL="redis://host:6379/1")["CACHES"]["default"]
    assert shared["BACKEND"].endswith("RedisCache")
    assert shared["LOCATION"] == "redis://host:6379/1"


def test_the_secret_key_is_made_once_and_is_for_nobody_else(read, tmp_path):
    key = read(SECRET_KEY="")["SECRET_KEY"]
    assert len(key) > 50
    assert read(SECRET_KEY="")["SECRET_KEY"] == key
    assert stat.S_IMODE(os.stat(tmp_path / "secret_key").st_mode) == 0o600


def test_a_secret_key_that_a_full_disk_left_empty_is_made_anew(read, tmp_path):
    (tmp_path / "secret_key").touch()
    assert len(read(SECRET_KEY="")["SECRET_KEY"]) > 50


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="it takes a disk that is full")
def test_a_full_disk_is_named_when_the_key_is_made_and_leaves_no_half_key(read, tmp_path):
    (tmp_path / f"secret_key.{os.getpid()}").symlink_to("/dev/full")
    with pytest.raises(SystemExit, match=r"No space left on device.*Free some space"):
        read(SECRET_KEY="")
    assert not (tmp_path / "secret_key").exists()


def test_nobody_waits_for_a_lock_of_postgresql_without_end(read):
    database = read(DATABASE_URL="postgres://ada:secret@host/name?sslmode=require")["DATABASES"]["default"]
    assert database["OPTIONS"] == {"options": "-c lock_timeout=20s", "sslmode": "require"}
    assert "CONN_MAX_AGE" not in database  # each request has a thread of its own, and would leave one open
