"""What somebody gives becomes examples, in whatever form it comes."""

import csv
import json

import pytest

from widgets.teaching.examples.reading import Example, Unreadable, read

PAIRS = [Example("What is red?", "An apple."), Example("What is blue?", "The sea, mostly.")]


def lines(*rows: object) -> str:
    return "\n".join(json.dumps(row) for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        'prompt,answer\nWhat is red?,An apple.\nWhat is blue?,"The sea, mostly."\n',
        "prompt;answer\nWhat is red?;An apple.\nWhat is blue?;The sea, mostly.\n",
        "\ufeffAnswer\tid\tQuestion\nAn apple.\t1\tWhat is red?\nThe sea, mostly.\t2\tWhat is blue?\n",
        "What is red?\tAn apple.\nWhat is blue?\tThe sea, mostly.",
        lines(*({"instruction": one.prompt, "output": one.answer} for one in PAIRS)),
        json.dumps([{"prompt": one.prompt, "answer": one.answer} for one in PAIRS]),
        lines(*({"messages": [{"role": "system", "content": "Be short."}, {"role": "user", "content": one.prompt},
                              {"role": "assistant", "content": one.answer}]} for one in PAIRS)),
    ],
    ids=["commas", "semicolons", "columns in another order", "no names", "lines", "list", "chat"],
)  # fmt: skip
def test_examples_are_found_in_tables_lines_and_chats(text):
    given = read(text)
    assert given.examples == PAIRS
    assert given.unread == []


@pytest.mark.parametrize(
    ("text", "examples"),
    [
        ("prompt,answer\nWhat does 'red' mean?,A colour\n\"Hello, you\",Hi\n",
         [Example("What does 'red' mean?", "A colour"), Example("Hello, you", "Hi")]),
        ('prompt,answer\n"Yes, she said ""no"" twice",x\n', [Example('Yes, she said "no" twice', "x")]),
        ("Hello, you\tGood day\nWell, then\tBye", [Example("Hello, you", "Good day"), Example("Well, then", "Bye")]),
        ('{"prompt": "one\u2028two", "answer": "three"}', [Example("one\u2028two", "three")]),
    ],
    ids=["apostrophes", "quotes within quotes", "commas in cells", "other line breaks"],
)  # fmt: skip
def test_signs_in_cells_part_nothing(text, examples):
    assert read(text).examples == examples


def test_of_a_chat_the_last_answer_counts_and_what_it_answers():
    turns = [("user", "A"), ("assistant", "B"), ("user", "C"), ("assistant", "D"), ("user", "E")]
    chat = {"messages": [{"role": role, "content": content} for role, content in turns]}
    assert read(lines(chat)).examples == [Example("C", "D")]
    given = read(lines(chat, {"messages": [{"role": ["x"]}]}, {"messages": [{"role": "user", "content": "A"}]}))
    assert given.unread == [2, 3]


def test_where_nothing_names_two_columns_every_row_is_an_example():
    given = read("My parcel is late,shipping\nI was charged twice,billing\n")
    assert given.columns is None
    assert given.examples[0] == Example("My parcel is late", "shipping")


def test_a_cell_may_have_line_breaks_and_numbers_are_answers_too():
    assert read('text,label\n"one\ntwo",7\n').examples == [Example("one\ntwo", "7")]
    assert read('{"text": "one", "label": 7}').examples == [Example("one", "7")]
    assert read('{"text": "one", "label": true}').examples == [Example("one", "")]


def test_of_several_columns_that_could_be_the_prompt_the_best_known_counts():
    given = read("text,question,label\na,b,c\n")
    assert (given.columns, given.examples) == (("question", "label"), [Example("b", "c")])


def test_rows_that_are_no_examples_are_named_and_the_others_read():
    given = read(lines({"prompt": "a", "answer": "b"}) + '\n{"prompt": \n[1]\n' + lines({"answer": "c"}))
    assert given.examples == [Example("a", "b")]
    assert given.unread == [2, 3, 4]
    given = read("prompt,answer\na,b\nonly one\nc,d\n")
    assert [one.row for one in given.examples] == [2, 4]
    assert given.unread == [3]


def test_an_example_without_an_answer_is_read_and_empty():
    assert read('{"prompt": "a"}\n{"prompt": "b", "answer": null}\n{"prompt": "c", "answer": "d"}').examples == [
        Example("a", ""), Example("b", ""), Example("c", "d")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing in it"),
        ("one,two,three\n1,2,3\n", r"No column is called “prompt” .*there are: “one”, “two”, “three”"),
        ("prompt,other,third\n1,2,3\n", "No column is called “answer”"),
        ("[1, 2", "Write one object a line, or a list"),
        ('{\n "prompt": "a",\n "answer": "b"\n}', "Write one object a line, or a list"),
        ("[" * 100_000, "Write one object a line, or a list"),
        ("not json {", "No column is called “prompt”"),
        ('prompt,answer\n"a,b\n', "Put quotes around"),
    ],
)
def test_what_has_no_examples_is_refused_with_what_to_change(text, words):
    with pytest.raises(Unreadable, match=words):
        read(text)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("widgets.teaching.examples.reading.MOST", 2)
    with pytest.raises(Unreadable, match="Give 2 at most"):
        read("prompt,answer\na,b\nc,d\ne,f\n")


def test_a_short_table_leaves_the_longest_cell_that_csv_reads_as_it_was():
    """The limit is one of the whole process: whoever reads a table beside this one would fail by it."""
    before = csv.field_size_limit()
    read("prompt,answer\na,b")
    assert csv.field_size_limit() == before


def test_a_cell_is_as_long_as_it_likes():
    assert read(f"prompt,answer\n{'a' * 200_000},b").examples == [Example("a" * 200_000, "b")]


def test_what_no_database_keeps_is_replaced():
    assert read("prompt,answer\na\x00b,c").examples == [Example("a\ufffdb", "c")]
    assert read('{"prompt": "a\\u0000b", "answer": "\\ud800"}').examples == [Example("a\ufffdb", "\ufffd")]
