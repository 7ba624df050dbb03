"""Read what `proffer export` writes, and ask proffer for its own figures.

It knows the columns of docs/format/export.md and nothing of how proffer works:
what a notebook finds with it was found without proffer's code.
"""

import json
import os
import pathlib
import subprocess

import numpy as np
import pandas as pd

NONE = "_none"
TIMES = ["time", "accepted_at", "refunded_at", "churned_at"]
DAY = pd.Timedelta(days=1)


def folder(world):
    """The directory with a world's data; `make notebooks` says where all of them are."""
    return pathlib.Path(os.environ.get("PROFFER_NOTEBOOK_DATA", "data")) / world


def decisions(world):
    """The exported log, one row a slot, in the order of the log."""
    with open(folder(world) / "decisions.jsonl", encoding="utf-8") as lines:
        rows = pd.DataFrame([json.loads(line) for line in lines])
    for column in TIMES:
        rows[column] = moments(rows[column])
    for column in ["p_none", "pscore"]:
        rows[column] = rows[column].astype(float)
    return rows


def moments(texts):
    """Times in UTC. Some have a fraction and some have none, which pandas 2 takes for two formats."""
    plain = [t[:-1] if isinstance(t, str) else "NaT" for t in texts]
    return pd.Series(np.array(plain, dtype="datetime64[ns]"), index=texts.index).dt.tz_localize("UTC")


def simulation(world):
    """What `proffer simulate --json` said of the same customers."""
    with open(folder(world) / "simulation.json", encoding="utf-8") as f:
        return json.load(f)


def end(rows):
    """The last moment that is known: nothing after it was reported."""
    seen = [rows[column].max() for column in TIMES]
    return max(t for t in seen if not pd.isna(t))


def before(rows, days):
    """The rows of decisions that are older than so many days.

    Leaving out rows that are not matured would leave out accepts; leaving out
    whole days leaves out nothing but days.
    """
    return rows[rows["time"] < end(rows) - days * DAY].reset_index(drop=True)


def drawn(rows):
    """Rows that were drawn, with known probabilities."""
    return rows[(rows["ope"] == "exact") & rows["pscore"].notna()].reset_index(drop=True)


def matrix(rows, actions, key):
    """One column an action: p, accept, value … of each candidate, NaN where it was none."""
    column = {a: i for i, a in enumerate(actions)}
    m = np.full((len(rows), len(actions)), np.nan)
    for i, candidates in enumerate(rows["candidates"]):
        for c in candidates:
            if c[key] is not None:
                m[i, column[c["offer"]]] = c[key]
    return m


def of_action(rows, key):
    """That figure of the action that was taken; NaN for none."""
    return np.array(
        [next((c[key] for c in cs if c["offer"] == a), np.nan) for cs, a in zip(rows["candidates"], rows["action"])],
        dtype=float,
    )


def proffer(*args):
    """Run proffer with --json; what it prints, and its exit code (3: found wanting)."""
    command = [os.environ.get("PROFFER", "proffer"), *args, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 3):
        raise RuntimeError("%s ended with %d" % (" ".join(command), done.returncode))
    return json.loads(done.stdout), done.returncode


def style():
    """Small figures that are readable in black and white."""
    import matplotlib

    matplotlib.rcParams.update({
        "figure.figsize": (7.0, 3.0), "figure.dpi": 72, "savefig.dpi": 72, "font.size": 8,
        "axes.grid": True, "grid.alpha": 0.3, "axes.spines.top": False, "axes.spines.right": False,
        "legend.frameon": False, "svg.hashsalt": "proffer",
    })
    pd.set_option("display.width", 120)
    pd.set_option("display.float_format", lambda x: "%.4g" % x)
