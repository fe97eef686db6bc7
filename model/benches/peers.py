#!/usr/bin/env python3
"""The packing bench beside two solvers of others, on the same instances, seconds and core, in one run.

    python3 -m venv peers && peers/bin/pip install ortools highspy
    peers/bin/python model/benches/peers.py DIR [--seconds S] [--only WORD] [--bench PROGRAM]

DIR holds vector bin packing instances (*.vbp) as `cargo bench --bench packing` reads them. PROGRAM is that bench when it
is built already. Each solver gets one thread. Known optima are read from DIR/optima.csv after solving, for the last table.
"""

import argparse
import csv
import os
import pathlib
import subprocess
import sys
import time


def read(path):
    words = iter(path.read_text().split())
    dims = int(next(words))
    capacity = [int(next(words)) for _ in range(dims)]
    items = []
    for _ in range(int(next(words))):
        size = [int(next(words)) for _ in range(dims)]
        items.extend([size] * int(next(words)))
    return capacity, items


def first_fit(capacity, items):
    """Bins by first fit, the largest first: what both solvers begin with."""
    order = sorted(range(len(items)), key=lambda i: -sum(s / max(c, 1) for s, c in zip(items[i], capacity)))
    free, place = [], {}
    for item in order:
        for b, room in enumerate(free):
            if all(s <= r for s, r in zip(items[item], room)):
                break
        else:
            b = len(free)
            free.append(list(capacity))
        free[b] = [r - s for r, s in zip(free[b], items[item])]
        place[item] = b
    return len(free), place


def least(capacity, items):
    return max(-(-sum(i[d] for i in items) // capacity[d]) for d in range(len(capacity)))


def cp_sat(capacity, items, seconds):
    from ortools.sat.python import cp_model

    most, start = first_fit(capacity, items)
    low = least(capacity, items)
    model = cp_model.CpModel()
    x = {(i, b): model.new_bool_var("") for i in range(len(items)) for b in range(min(i + 1, most))}
    used = [model.new_bool_var("") for _ in range(most)]
    for i in range(len(items)):
        model.add_exactly_one(x[i, b] for b in range(most) if (i, b) in x)
    for b in range(most):
        for d, c in enumerate(capacity):
            model.add(sum(items[i][d] * x[i, b] for i in range(len(items)) if (i, b) in x) <= c * used[b])
    for b in range(most - 1):
        model.add(used[b] >= used[b + 1])
    model.add(sum(used) >= low)
    model.minimize(sum(used))
    # Bins in the order of their first item, as the variables ask.
    seen = {}
    for i in range(len(items)):
        seen.setdefault(start[i], len(seen))
    for (i, b), variable in x.items():
        model.add_hint(variable, seen[start[i]] == b)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return round(solver.objective_value), max(low, -int(-solver.best_objective_bound // 1))
    return most, low


def highs(capacity, items, seconds):
    import highspy

    most, _ = first_fit(capacity, items)
    low = least(capacity, items)
    h = highspy.Highs()
    h.silent()
    h.setOptionValue("time_limit", seconds)
    h.setOptionValue("threads", 1)
    x = {(i, b): h.addBinary() for i in range(len(items)) for b in range(min(i + 1, most))}
    used = [h.addBinary(obj=1) for _ in range(most)]
    for i in range(len(items)):
        h.addConstr(sum(x[i, b] for b in range(most) if (i, b) in x) == 1)
    for b in range(most):
        for d, c in enumerate(capacity):
            h.addConstr(sum(items[i][d] * x[i, b] for i in range(len(items)) if (i, b) in x) <= c * used[b])
    for b in range(most - 1):
        h.addConstr(used[b] >= used[b + 1])
    h.addConstr(sum(used) >= low)
    h.minimize()
    info = h.getInfo()
    bins = most
    if info.primal_solution_status == 2:
        bins = min(most, round(info.objective_function_value))
    bound = info.mip_dual_bound
    bound = low if bound != bound or bound in (float("inf"), float("-inf")) else max(low, -int(-(bound - 1e-6) // 1))
    return bins, bound


def own(folder, seconds, only, program):
    """Bins and bound of the bench, by instance."""
    command = [program] if program else ["cargo", "bench", "--quiet", "-p", "evenkeel-model", "--bench", "packing", "--"]
    command += [str(folder.resolve()), "--seconds", str(seconds)]
    if only:
        command += ["--only", only]
    ran = subprocess.run(command, capture_output=True, text=True, preexec_fn=one_core)
    if ran.returncode:
        sys.exit(ran.stderr or ran.stdout)
    out = {}
    for line in ran.stdout.splitlines():
        words = line.split()
        if len(words) >= 9 and words[0].endswith(".vbp"):
            bins = None if words[3] == "-" else int(words[3])
            out[words[0]] = (bins, int(words[4]), float(words[7]))
    return out


def one_core():
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def main():
    args = argparse.ArgumentParser(description="Compare the packing bench with CP-SAT and HiGHS.")
    args.add_argument("folder", type=pathlib.Path)
    args.add_argument("--seconds", type=float, default=10)
    args.add_argument("--only", default="", help="only instances with this word in their name")
    args.add_argument("--bench", default="", help="the packing bench, when it is built already")
    args = args.parse_args()
    one_core()
    paths = sorted(args.folder.rglob("*.vbp"))
    paths = [p for p in paths if args.only in str(p.relative_to(args.folder))]
    if not paths:
        sys.exit(f"{args.folder} holds no such .vbp file")
    ours = own(args.folder, args.seconds, args.only, args.bench)
    peers = {"cp-sat": cp_sat, "highs": highs}
    print(f"{'instance':<36}" + "".join(f"{n:>10} bound {'s':>6}" for n in ["evenkeel", *peers]))
    rows = []
    for path in paths:
        name = path.relative_to(args.folder).as_posix()
        capacity, items = read(path)
        row = {"evenkeel": ours.get(name, (None, 0, 0.0))}
        for peer, solve in peers.items():
            began = time.monotonic()
            bins, bound = solve(capacity, items, args.seconds)
            row[peer] = (bins, bound, time.monotonic() - began)
        cells = "".join(f"{'-' if b is None else b:>10} {low:>5} {s:>6.2f}" for b, low, s in row.values())
        print(f"{name:<36}{cells}", flush=True)
        rows.append((name, row))
    optima = {}
    known = args.folder / "optima.csv"
    if known.exists():
        optima = {r["file"]: int(r["optimum_bins"]) for r in csv.DictReader(known.open())}
    print(f"\n{'family':<22}{'n':>5}" + "".join(f"{n:>10} reached proven" for n in ["evenkeel", *peers]))
    families = {}
    for name, row in rows:
        folder, _, file = name.rpartition("/")
        families.setdefault(f"{folder} {file.split('_')[0].split('.')[0]}".strip(), []).append((name, row))
    for family, some in [*sorted(families.items()), ("all", rows)]:
        cells = ""
        for solver in ["evenkeel", *peers]:
            got = [(name, row[solver]) for name, row in some]
            total = sum(b or 0 for _, (b, _, _) in got)
            reached = sum(b == optima.get(name) for name, (b, _, _) in got)
            proven = sum(b == low for _, (b, low, _) in got)
            cells += f"{total:>10} {reached:>7} {proven:>6}"
        print(f"{family:<22}{len(some):>5}{cells}")


if __name__ == "__main__":
    main()
