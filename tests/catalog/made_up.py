"""Models for the catalog: one that reads what the example writes, and one whose every text is hostile."""

from __future__ import annotations

HOSTILE = "</title><script>document.title = 'broken'</script> \"' onload=alert(1) & <b>bold</b> {% raw %} ${x} \u202e"

READER = """\
name: card-report
description: Tells what was scored
owner: team-platform
python: {version: "3.12"}
jobs:
  report:
    entry_point: report.py
    schedule: {cron: "*/30 * * * *", timezone: UTC}
    inputs: [{name: scores, uri: "s3://bank-dwh/scores/", to: scores/, select: latest_complete}]
    outputs: [{name: report, from: report/, uri: "s3://bank-dwh/scores-report/"}]
"""


def hostile_model() -> str:
    """A model whose every free text tries to break out of a page."""
    text = HOSTILE.replace('"', '\\"')
    value = text.replace("${x}", "${window}")
    return f"""\
name: hostile
description: "{text}"
owner: team-antifraud
python: {{version: "3.11"}}
parameters: {{window: "{text.replace("${x}", "")}"}}
jobs:
  run:
    entry_point: "a<script>&.py"
    args: ["{value}"]
    env: {{A: "{value}"}}
    inputs: [{{name: data, uri: "s3://bucket/<img>&amp;/", to: "<b>/"}}]
    outputs: [{{name: loop, from: out/, uri: "s3://bucket/<img>&amp;/"}}]
"""
