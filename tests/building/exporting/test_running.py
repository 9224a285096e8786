"""Exported programs that are really run, in a Python of their own, with tiny models made on the spot."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from tests.building.exporting.making import CARDS, every_kind, graph
from tests.building.exporting.test_program import run
from tests.inference import tiny_pictures
from widgets.building.examples import examples
from widgets.building.exporting.program import program
from widgets.graph.schema import Graph, Widget


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory) -> Path:
    from tests.inference import tiny

    folder, words = tmp_path_factory.mktemp("tiny"), tiny.tokenizer()
    tiny.llama(len(words)).save_pretrained(folder)
    words.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny_encoder(tmp_path_factory) -> Path:
    from transformers import BertConfig, BertModel

    from tests.inference import tiny

    folder, words = tmp_path_factory.mktemp("encoder"), tiny.tokenizer()
    words.add_special_tokens({"pad_token": "<pad>"})
    words.model_input_names = ["input_ids", "attention_mask"]
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=len(words), max_position_embeddings=256, **sizes)).save_pretrained(folder)
    words.save_pretrained(folder)
    return folder


def played(folder: Path, app: Graph, *arguments: str) -> dict:
    ended = run(folder, program("An app", "", app, CARDS), "--json", *arguments)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def asking(**more) -> Graph:
    return Graph(widgets=[Widget(id="a", kind="text", title="Answer", settings={"prompt": "the cat sat"} | more)])


def test_an_example_runs_from_its_options_to_its_last_widget(tmp_path, tiny_model):
    example = examples()["story"]
    for widget in example.graph.widgets:
        if widget.kind == "text":
            widget.settings["max_tokens"] = 8
    code = program(example.title, example.description, example.graph, CARDS)
    ended = run(tmp_path, code, "--topic", "a heron", "--model", str(tiny_model))
    assert ended.returncode == 0, ended.stderr
    assert [line for line in ended.stdout.splitlines() if line.startswith("## ")] == [
        "## Start here", "## Story", "## Book title", "## Back cover",
    ]  # fmt: skip
    assert "Story …" in ended.stderr


def test_a_program_writes_what_the_product_writes(tmp_path, tiny_model, tiny_engine):
    from inference.protocol import TextBody
    from tests.inference.asking import ask_for

    same = {"max_tokens": 24, "temperature": 0, "repetition_penalty": 1.3}
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "the cat sat"}]
    body = TextBody.model_validate({"messages": messages, "parameters": same})
    answer = ask_for(tiny_engine, body).text
    assert answer
    shown = played(tmp_path, asking(instructions="Be brief.", **same), "--model", str(tiny_model))
    assert shown == {"Answer": answer}


def test_the_same_seed_gives_the_same_answer_and_a_stop_string_ends_it(tmp_path, tiny_model):
    once, again = (played(tmp_path, asking(seed=7, max_tokens=20), "--model", str(tiny_model)) for _ in range(2))
    assert once == again
    stop = once["Answer"][8:10]
    ended = played(tmp_path, asking(seed=7, max_tokens=20, stop=[stop]), "--model", str(tiny_model))
    assert ended["Answer"] == once["Answer"].split(stop)[0]


def test_what_is_longer_than_the_model_reads_is_said_or_summarised_in_parts(tmp_path, tiny_model):
    long = "the cat sat on the dog " * 200
    (tmp_path / "long.txt").write_text(long)
    ended = run(tmp_path, program("An app", "", asking(prompt=long), CARDS), "--model", str(tiny_model))
    assert ended.returncode == 1
    assert "the model reads 768" in ended.stderr
    app = graph("document", "summarise", source="@[Document]")
    ended = run(tmp_path, program("An app", "", app, CARDS), "--document", "long.txt", "--model", str(tiny_model))
    assert ended.returncode == 0, ended.stderr
    assert "parts …" in ended.stderr


def test_a_chat_says_what_it_is_told_to_say_and_reads_as_its_transcript(tmp_path, tiny_model):
    app = graph("chat", instructions="Be brief.")
    shown = played(tmp_path, app, "--say", "the cat", "the dog", "--model", str(tiny_model))["Chat"]
    assert shown.startswith("Assistant: What's up?\nYou: the cat\nAssistant: ")
    assert "\nYou: the dog\nAssistant: " in shown
    assert played(tmp_path, app) == {"Chat": "What's up?"}  # nobody there to say anything


def test_a_condition_that_is_not_met_leaves_the_widget_empty(tmp_path, tiny_model, tiny_encoder):
    app = graph("input", "classify", source="@[Input]")
    with_models = ("--embedding-model", str(tiny_encoder))
    scores = played(tmp_path, app, "--input", " CATS", *with_models)["Classify"]
    assert {row["label"] for row in scores} == {"good", "bad"}
    assert sum(row["score"] for row in scores) == pytest.approx(1, abs=0.01)
    assert played(tmp_path, app, "--input", "dogs", *with_models) == {"Classify": []}


def test_a_source_that_is_empty_asks_no_model(tmp_path):
    app = graph("input", "classify", source="@[Input]")
    app.widgets[1].settings.pop("when")
    nowhere = ("--embedding-model", str(tmp_path / "none"))
    assert played(tmp_path, app, "--input", " ", *nowhere) == {"Classify": []}
    app = graph("document", "summarise", source="@[Document]")
    assert played(tmp_path, app, "--model", str(tmp_path / "none")) == {"Summarise": ""}


def test_every_kind_runs_in_one_program(tmp_path, tiny_model, tiny_encoder):
    (tmp_path / "a.txt").write_text("the cat sat " * 100)
    tiny_pictures.unet().save_pretrained(tmp_path / "painter")
    models = ("--model", str(tiny_model), "--embedding-model", str(tiny_encoder), "--image-model", "painter")
    app = every_kind()
    app.widgets = [widget.model_copy(update={"settings": without_model(widget)}) for widget in app.widgets]
    shown = played(tmp_path, app, "--document", "a.txt", "--say", "the cat", *models)
    assert list(shown) == [
        "Text", "Chat", "Image", "Summarise", "Translate", "Code", "Classify", "Search", "Note", "Heading",
    ]  # fmt: skip
    assert shown["Heading"] == "Under it"
    assert {"text", "source", "score"} == set(shown["Search"][0])
    assert shown["Note"].startswith("Mood: ")
    assert shown["Image"] == "![image.png](image.png)"
    assert (tmp_path / "image.png").read_bytes().startswith(b"\x89PNG")


def without_model(widget: Widget) -> dict:
    return {name: value for name, value in widget.settings.items() if name != "model"}


def test_the_shipped_models_run_an_exported_program(tmp_path):
    text, encoder = settings.MODELS_DIR / "smollm2-135m-instruct", settings.MODELS_DIR / "all-minilm-l6-v2"
    if not (text.is_dir() and encoder.is_dir()):
        pytest.skip("the shipped models are not installed; TEST_MODELS_DIR names their folder")
    app = Graph.model_validate({
        "widgets": [
            {"id": "a", "kind": "text", "title": "Sky", "settings": {
                "prompt": "What colour is the sky? Answer in one word.", "max_tokens": 12, "temperature": 0}},
            {"id": "b", "kind": "classify", "title": "Mood", "settings": {
                "source": "I am so happy today", "labels": ["sadness", "joy"]}},
        ]
    })  # fmt: skip
    shown = played(tmp_path, app, "--model", str(text), "--embedding-model", str(encoder))
    assert "blue" in shown["Sky"].lower()
    assert shown["Mood"][0]["label"] == "joy"
