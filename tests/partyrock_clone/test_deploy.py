"""deploy/: what can be known of it without Docker. Its commands and variables are the product's own."""

import re
import shutil
import subprocess

import pytest
import yaml
from django.conf import settings
from django.core.management import load_command_class

DEPLOY = settings.BASE_DIR / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service["image"].startswith("partyrock-clone")]
PARTS = {"light": "light", "models-cpu": "models", "models-gpu-0": "models", "web": "web"}
READ = set(re.findall(r'env\.\w+\("(\w+)"', (settings.BASE_DIR / "partyrock_clone" / "settings.py").read_text()))
UVICORN = {"FORWARDED_ALLOW_IPS"}


def test_everything_that_a_site_needs_is_there():
    assert set(SERVICES) == {"postgres", "valkey", "prepare", "web", "light", "models-cpu", "models-gpu-0", "nginx"}


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_one_that_the_product_has(name):
    python, manage, command, *arguments = SERVICES[name]["command"]
    assert (python, manage) == ("python", "manage.py")
    load_command_class("partyrock_clone", command).create_parser(manage, command).parse_args(arguments)
    assert command == "prepare" if name == "prepare" else arguments == [PARTS[name]]


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_the_settings_or_the_server_read(name):
    assert set(SERVICES[name]["environment"]) <= READ | UVICORN


def test_each_model_worker_has_the_pool_of_its_name():
    for name in OURS:
        if name.startswith("models-"):
            assert SERVICES[name]["environment"]["POOL"] == name.removeprefix("models-")


def test_as_many_web_processes_start_as_count_together():
    web = SERVICES["web"]
    assert web["deploy"]["replicas"] == web["environment"]["WEB_PROCESSES"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - set(OURS)))
def test_every_image_from_elsewhere_is_pinned(name):
    assert re.fullmatch(r"[\w./-]+:\d+\.\d+(\.\d+)?-\w+", SERVICES[name]["image"])


def test_every_service_waits_for_ones_that_exist_and_every_volume_is_declared():
    for service in SERVICES.values():
        assert set(service.get("depends_on", ())) <= set(SERVICES)
        named = {volume.split(":")[0] for volume in service.get("volumes", ()) if not volume.startswith(".")}
        assert named <= set(COMPOSE["volumes"])


def test_the_image_takes_along_what_is_there():
    said = (DEPLOY / "Dockerfile").read_text()
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", said, re.MULTILINE):
        for source in sources.split():
            assert (settings.BASE_DIR / source).exists()
    assert '"work", "web"' in said


def test_nginx_finds_the_web_processes_where_they_listen():
    said = (DEPLOY / "nginx.conf").read_text()
    assert "http://web:8000;" in said
    assert "PORT" not in SERVICES["web"]["environment"]  # so that it is 8000
    assert "proxy_set_header Upgrade $http_upgrade;" in said
    assert "proxy_buffering off;" in said


@pytest.mark.skipif(not shutil.which("nginx"), reason="there is no nginx that could read its configuration")
def test_nginx_understands_its_configuration(tmp_path):
    (tmp_path / "logs").mkdir()
    checked = subprocess.run(
        ["nginx", "-t", "-p", tmp_path, "-c", DEPLOY / "nginx.conf", "-g", f"pid {tmp_path}/pid; error_log stderr;"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "syntax is ok" in checked.stderr
