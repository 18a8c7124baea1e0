"""What is said about a file that is no proper YAML, or more YAML than is read here."""

from __future__ import annotations

from modelfleet.spec.fault import Fault

_ALLOWED = "mappings, lists, text, numbers, `true` and `false`"


def unreadable(reason: str) -> Fault:
    return Fault(f"the file cannot be read: {reason}")


def missing_file() -> Fault:
    return Fault("there is no such file", "`./pants new` makes a model")


def too_large(size: int, limit: int) -> Fault:
    return Fault(f"the file has {size} bytes, at most {limit} are read", "data belongs into files of its own, which the job reads")


def not_utf8(byte: int) -> Fault:
    return Fault(f"the byte 0x{byte:02x} is no UTF-8", "save the file with the encoding UTF-8")


def forbidden_character(code: int) -> Fault:
    return Fault(f"YAML forbids the character U+{code:04X}", "delete it, or write it as an escape in double quotes")


def empty() -> Fault:
    return Fault("the file is empty", "`./pants new` makes a model with a complete file")


def not_a_mapping(kind: str) -> Fault:
    return Fault(f"the file must hold fields and their values, not {kind}", "one `field: value` a line, e.g. `name: fraud-detection`")


def second_document() -> Fault:
    return Fault("a second YAML document begins here", "delete the line `---` or `...`; one file describes one thing")


def tab() -> Fault:
    return Fault("a tab stands where YAML wants spaces", "indent with spaces, two a level")


def bare_star() -> Fault:
    return Fault("an unquoted value cannot begin with `*`", 'put it in quotes, e.g. `cron: "*/5 * * * *"`')


def bare_indicator(letter: str) -> Fault:
    return Fault(f"an unquoted value cannot begin with `{letter}`", "put the value in quotes")


def colon_in_value() -> Fault:
    return Fault("a second `: ` stands in this line", "put a value that holds `: ` in quotes")


def field_in_value() -> Fault:
    return Fault("a field begins inside the value above it", "the line above lacks its colon, or this line is indented too far")


def bad_indentation() -> Fault:
    return Fault("the indentation fits nothing above", "fields of one mapping, and items of one list, begin in the same column")


def open_quote(line: int) -> Fault:
    return Fault(f"the quote that opens in line {line} is not closed", 'close it with the same quote; inside double quotes write `\\"`')


def open_bracket(line: int) -> Fault:
    return Fault(
        f"the bracket that opens in line {line} is not closed, or an item lacks its comma",
        "close it with `]` or `}`; separate items by commas; put items with brackets, `${…}` too, in quotes",
    )


def missing_colon() -> Fault:
    return Fault("this line is no `field: value`", "a colon and a space stand between a field and its value")


def after_value() -> Fault:
    return Fault("something follows the end of a value", "put the whole value in one pair of quotes")


def dash_in_line() -> Fault:
    return Fault("a list cannot begin behind its field", "put each `- item` in a line of its own, or write `[a, b]`")


def bad_block() -> Fault:
    return Fault("`|` and `>` begin a text that stands in the following lines", "begin the text in the next line, or put it in quotes")


def bad_escape() -> Fault:
    return Fault("the text in double quotes has a backslash that escapes nothing", "write `\\\\` for a backslash, or use single quotes")


def other_syntax(reason: str) -> Fault:
    return Fault(f"no valid YAML: {reason}", "put values with special characters in quotes; indent with spaces, two a level")


def duplicate_key(key: str, line: int) -> Fault:
    return Fault(f"`{key}` is written twice", f"the first one is in line {line}: keep one of them")


def anchor(name: str) -> Fault:
    return Fault(f"anchors such as `&{name}` are not used here", "write the value where it is needed; in quotes if the `&` is part of it")


def alias(name: str) -> Fault:
    return Fault(f"aliases such as `*{name}` are not used here", "write the value itself; in quotes if the `*` is part of it")


def merge_key() -> Fault:
    return Fault("the merge key `<<` is not used here", "write the fields where they are needed")


def tag(name: str) -> Fault:
    return Fault(f"tags such as `{name}` are not used here", f"a file holds {_ALLOWED}; in quotes if the `!` is part of a text")


def key_is_no_text() -> Fault:
    return Fault("a field's name must be a plain text", "put a value that begins with `{`, `[` or `?` in quotes")


def too_deep(limit: int) -> Fault:
    return Fault(f"the file is nested more than {limit} levels deep", f"a file holds {_ALLOWED}")


def other_base(text: str) -> Fault:
    return Fault(f"`{text}` is read as different numbers by different programs", f'write it without the `0` at its front, or in quotes: `"{text}"`')


def too_big_number(text: str) -> Fault:
    return Fault(f"`{text[:24]}` is no number that every program keeps exactly", f'write it in quotes: `"{text[:24]}"`')


def boolean_word(text: str) -> Fault:
    return Fault(f"`{text}` is true or false in old YAML and a text in new", f'write `{_BOOLEANS[text.lower()]}`, or `"{text}"` for the text')


_BOOLEANS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def template_braces() -> Fault:
    return Fault("`{{` cannot stand in a value: Argo Workflows would replace what follows", "`${name}` stands for a parameter or a date of the run")
