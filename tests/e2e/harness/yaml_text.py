"""Writes plain data as block YAML, for configuration and generated Compose files."""

import json


def to_yaml(value, indent=0):
    """Mappings in block style, the rest as JSON, which is YAML too. Ends with a newline."""
    pad = "  " * indent
    lines = []
    for key, item in value.items():
        if isinstance(item, dict) and item:
            lines.append(f"{pad}{json.dumps(key)}:\n{to_yaml(item, indent + 1)}")
        else:
            lines.append(f"{pad}{json.dumps(key)}: {json.dumps(item)}\n")
    return "".join(lines)


def merged(base, changes):
    """`base` with `changes` laid over it, mapping by mapping; neither is changed."""
    result = dict(base)
    for key, item in changes.items():
        old = result.get(key)
        result[key] = merged(old, item) if isinstance(old, dict) and isinstance(item, dict) else item
    return result
