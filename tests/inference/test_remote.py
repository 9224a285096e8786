"""Models on another server: against `transformers serve`, and against a server that does whatever goes wrong."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from django.test import override_settings

from inference.catalogue import keys
from inference.engines.base import WorkUnfit
from inference.engines.grammar import AnswerIncomplete
from inference.engines.remote import RemoteEngine
from inference.engines.remote import engine as engines
from inference.models import ModelCard
from inference.protocol import CodeBody, EngineError, ImageBody, TranslateBody
from inference.serving.pool import Pool
from tests.inference.asking import ask, ask_for, request
from tests.inference.conftest import shipped_card
from tests.waiting import until

SECRET = "sk-very-secret"
Answering = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """Answers each request with the next of its `answers`, the last one again and again."""

    def __init__(self) -> None:
        self.answers: list[Answering] = []
        self.asked: list[dict] = []
        self.keys: list[str] = []
        self.hung_up = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append(body | {"path": self.path})
                server.keys.append(self.headers["Authorization"])
                answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
                try:
                    answer(self)
                except OSError:
                    server.hung_up.set()

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/v1"


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()


@pytest.fixture
def engine(server: Server) -> Iterator[RemoteEngine]:
    made = load(server.url, key=keys.encrypt(SECRET))
    yield made
    made.close()


def load(url: str, **more: object) -> RemoteEngine:
    engine = RemoteEngine()
    engine.load(ModelCard(**{"name": "r", "title": "Far", "url": url, "remote_name": "big", "context": 4000, **more}))
    return engine


def status(code: int, **body: object) -> Answering:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        data = json.dumps(body).encode()
        handler.send_response(code)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def begin(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()


def send(handler: BaseHTTPRequestHandler, text: str = "", finish: str | None = None) -> None:
    said = {"text": text} if handler.path == "/v1/completions" else {"delta": {"content": text}}
    choice = {"index": 0, "finish_reason": finish, **said}
    handler.wfile.write(f"data: {json.dumps({'id': 'a', 'choices': [choice]})}\n\n".encode())
    handler.wfile.flush()


def says(*words: str, finish: str | None = "stop", end: bytes = b"data: [DONE]\n\n") -> Answering:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        begin(handler)
        for word in words:
            send(handler, word)
        if finish:
            send(handler, finish=finish)
        handler.wfile.write(end)

    return answer


def breaks_off(handler: BaseHTTPRequestHandler) -> None:
    begin(handler)
    send(handler, "Once")
    handler.wfile.write(b'data: {"error": {"message": "the GPU fell off"}}\n\n')


def never_ends(handler: BaseHTTPRequestHandler) -> None:
    begin(handler)
    for number in range(1000):
        send(handler, f"{number} ")
        time.sleep(0.02)


def test_words_come_as_they_are_sent_and_the_server_is_asked_for_what_was_wanted(server: Server, engine: RemoteEngine):
    server.answers = [says("Once ", "upon")]
    answer = ask(
        engine, "Tell", temperature=0.5, max_tokens=9, seed=3, stop=["END"], top_k=5, min_p=0.1, repetition_penalty=1.2
    )
    assert [chunk.text for chunk in answer.chunks] == ["Once ", "upon", ""]
    [asked] = server.asked
    assert asked["messages"] == [{"role": "user", "content": "Tell"}]
    assert (asked["model"], asked["max_tokens"], asked["seed"], asked["stop"]) == ("big", 9, 3, ["END"])
    assert (asked["top_k"], asked["min_p"], asked["repetition_penalty"]) == (5, 0.1, 1.2)


def test_what_is_neutral_is_not_sent(server: Server, engine: RemoteEngine):
    server.answers = [says("Hi")]
    ask(engine, "Tell")
    assert not {"top_k", "min_p", "repetition_penalty", "seed", "stop", "response_format"} & set(server.asked[0])


def test_the_key_is_shown_to_the_server_and_to_nobody_else(server: Server, engine: RemoteEngine, caplog):
    caplog.set_level("DEBUG")
    server.answers = [status(401, error={"message": f"{SECRET} is wrong"})]
    with pytest.raises(EngineError) as raised:
        ask(engine)
    assert server.keys == [f"Bearer {SECRET}"]
    assert SECRET not in str(raised.value) + caplog.text + engine.card.key


def test_a_new_key_and_a_new_address_are_used_from_the_next_request_on(server: Server):
    server.answers, pool = [says("Hi")], Pool()
    card = ModelCard(name="r", family="remote", url="http://127.0.0.1:1/v1", remote_name="big", context=4000)
    for url, key in ((card.url, "old"), (server.url, "old"), (server.url, "new")):
        card.url, card.key = url, keys.encrypt(key)
        with pool.engine(card) as engine, suppress(EngineError):
            ask(engine)
    assert server.keys == ["Bearer old", "Bearer new"]
    pool.close()


def test_a_key_that_was_kept_with_another_secret_is_a_failure_with_a_remedy():
    kept, known = keys.encrypt(SECRET), settings.SECRET_KEY
    with override_settings(SECRET_KEY="another"), pytest.raises(keys.KeyUnreadable, match="give the model its key"):
        load("http://127.0.0.1:1/v1", key=kept)
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[known]):
        assert keys.decrypt(kept) == SECRET


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (status(401, error={"message": "no"}), "remote_key_refused"),
        (status(404, error={"message": "no"}), "remote_model_missing"),
        (status(422, detail="Unexpected fields"), "remote_refused"),
        (status(400, error={"message": "maximum context length is 8"}), "prompt_too_long"),
        (status(429, error={"message": "slow down"}), "remote_busy"),
        (status(503, error={"message": "starting"}), "remote_unreachable"),
    ],
)
def test_what_a_server_refuses_has_a_name_and_a_sentence(server: Server, engine: RemoteEngine, answer, code):
    server.answers = [answer]
    with pytest.raises(EngineError) as raised:
        ask(engine)
    assert raised.value.code == code
    assert "“Far”" in str(raised.value)


def test_what_a_server_says_against_it_is_passed_on(server: Server, engine: RemoteEngine):
    server.answers = [status(400, error={"message": "top_k is\nunknown"})]
    with pytest.raises(EngineError, match="top_k is unknown\\."):
        ask(engine, top_k=3)


def test_a_server_that_fails_at_first_is_asked_again(server: Server, engine: RemoteEngine):
    server.answers = [status(503), status(500), says("There")]
    assert ask(engine).text == "There"
    assert len(server.asked) == 3


def test_what_has_begun_is_not_asked_for_twice(server: Server, engine: RemoteEngine):
    server.answers = [breaks_off, says("Never")]
    heard = []
    with pytest.raises(EngineError, match="broke off") as raised:
        heard.extend(engine.stream(request(), lambda: False))
    assert [(chunk.text, chunk.usage.output_tokens) for chunk in heard] == [("Once", 1)]
    assert raised.value.code == "remote_broke_off"
    assert len(server.asked) == 1


@pytest.mark.parametrize("ending", [{"finish": None}, {"end": b""}])
def test_an_answer_ends_with_a_reason_or_with_the_last_line_of_the_protocol(server: Server, engine, ending):
    server.answers = [says("Once", " upon", **ending)]
    answer = ask(engine)
    assert (answer.text, answer.chunks[-1].finish) == ("Once upon", "stop")


@pytest.mark.parametrize("instructed", [True, False])
def test_an_answer_that_just_stops_is_half_an_answer(server: Server, instructed: bool):
    server.answers = [says("Once", finish=None, end=b"")]
    with pytest.raises(EngineError, match="broke off") as raised:
        ask(load(server.url, instructed=instructed))
    assert raised.value.code == "remote_broke_off"


def test_a_server_that_is_not_there_is_a_failure_within_seconds():
    with pytest.raises(EngineError) as raised:
        ask(load("http://127.0.0.1:1/v1"))
    assert raised.value.code == "remote_unreachable"


def test_a_server_that_says_nothing_is_given_up(server: Server, monkeypatch):
    monkeypatch.setattr(engines, "PATIENCE", 0.3)
    server.answers = [lambda handler: time.sleep(2)]
    with pytest.raises(EngineError) as raised:
        ask(load(server.url))
    assert raised.value.code == "remote_slow"
    assert len(server.asked) == 1


def test_who_stops_hangs_up(server: Server, engine: RemoteEngine):
    server.answers = [never_ends]
    taken: list = []
    for chunk in engine.stream(request(), lambda: len(taken) > 3):
        taken.append(chunk)  # noqa: PERF402 - it is looked at meanwhile
    assert taken[-1].finish == "cancelled"
    until(server.hung_up.is_set)


def test_a_server_that_counts_no_tokens_is_asked_without(server: Server, engine: RemoteEngine):
    server.answers = [status(400, error={"message": "stream_options is unknown"}), says("a", "b")]
    assert [ask(engine).tokens, ask(engine).tokens] == [2, 2]
    assert ["stream_options" in asked for asked in server.asked] == [True, False, False]


def test_what_a_server_read_and_did_not_count_is_estimated(server: Server, engine: RemoteEngine):
    server.answers = [says("a", "b"), never_ends, says("a ", "END", "b"), breaks_off]
    heard: list = []
    whole = ask(engine, "x" * 30)
    stopped = ask(engine, "x" * 30, cancelled=lambda: len(server.asked) > 1)
    ended = ask(engine, "x" * 30, stop=["END"])
    with pytest.raises(EngineError):
        heard.extend(engine.stream(request("x" * 30), lambda: False))
    last = [whole.chunks[-1], stopped.chunks[-1], ended.chunks[-1], heard[-1]]
    assert [chunk.usage.input_tokens for chunk in last] == [10] * 4


def test_what_is_never_asked_was_not_read(server: Server, engine: RemoteEngine):
    assert ask(engine, "x" * 30, cancelled=lambda: True).chunks[-1].usage.input_tokens == 0
    assert server.asked == []


def test_the_count_of_the_server_holds(server: Server, engine: RemoteEngine):
    def counts(handler: BaseHTTPRequestHandler) -> None:
        begin(handler)
        send(handler, "Hi")
        usage = {"prompt_tokens": 37, "completion_tokens": 4, "total_tokens": 41}
        handler.wfile.write(f"data: {json.dumps({'id': 'a', 'choices': [], 'usage': usage})}\n\n".encode())
        handler.wfile.write(b"data: [DONE]\n\n")

    server.answers = [counts]
    usage = ask(engine, "x" * 30).chunks[-1].usage
    assert (usage.input_tokens, usage.output_tokens) == (37, 4)


def test_json_is_asked_for_by_its_schema_and_looked_at_when_it_comes(server: Server, engine: RemoteEngine):
    server.answers = [says('{"a": ', "1}"), says('{"a": ', finish="length")]
    schema = {"type": "object"}
    assert json.loads(ask(engine, json_schema=schema).text) == {"a": 1}
    assert server.asked[0]["response_format"]["json_schema"]["schema"] == schema
    with pytest.raises(AnswerIncomplete):
        ask(engine, json_schema=schema)


def test_a_model_that_follows_no_instructions_goes_on_with_the_code(server: Server):
    server.answers = [says("return n")]
    engine = load(server.url, instructed=False)
    ask_for(engine, CodeBody(prefix="def f(n):", suffix="# end"))
    assert server.asked[0]["path"] == "/v1/completions"
    assert (server.asked[0]["prompt"], server.asked[0]["suffix"]) == ("def f(n):", "# end")


def test_a_translation_is_asked_for_in_words(server: Server, engine: RemoteEngine):
    server.answers = [says("Bonjour")]
    assert ask_for(engine, TranslateBody(text="Hello", target="French")).text == "Bonjour"
    assert "into French" in server.asked[0]["messages"][0]["content"]


def test_it_draws_nothing(engine: RemoteEngine):
    with pytest.raises(WorkUnfit):
        ask_for(engine, ImageBody(prompt="a cat"))


def test_a_real_server_writes_what_the_same_model_writes_here(model_server: str, shipped_engine):
    card = shipped_card("float32")
    engine = load(model_server, remote_name=str(card.folder.resolve()), context=card.context)
    here, there = (ask(one, "Name three colours.", max_tokens=20) for one in (shipped_engine, engine))
    assert there.text == here.text
    assert "red" in there.text.lower()
