"""A record as a Markdown table."""


def table(record):
    machine = record["machine"]
    where = f"{machine['cores']} cores {machine['cpu']}, {record['threads']} threads, {record['device']}"
    lines = [f"**{record['benchmark']}. {record['title']}** ({record['date'][:10]}, commit {record['commit']}, {where})", ""]
    compared = [c for c in record["cases"] if "ratio" in c]
    if compared:
        versions = " / ".join(words(compared[0][side]["versions"]) for side in ("ours", "peer"))
        lines += [f"Ours / peer: {versions}", ""]
        lines += ["| case | ours | peer | unit | ratio, median [min, max] | of CPU time | target | peak MiB, ours / peer | agreement |"]
        lines += ["|---|---|---|---|---|---|---|---|---|"] + [compared_row(c) for c in compared]
    for case in record["cases"]:
        if "points" in case:
            lines += ["", *grown_rows(case)]
    lines += [f"\n- FAILED {f['name']}: {f['reason'].splitlines()[0]}" for f in record["failures"]]
    return "\n".join(lines)


def words(versions):
    return ", ".join(f"{k} {v}" for k, v in versions.items())


def compared_row(case):
    ratio = case["ratio"]
    rates = " | ".join(number(case[side]["rate"]["median"]) for side in ("ours", "peer"))
    mark = "met" if case["met"] else "MISSED"
    memory = f"{case['ours']['peak_mib']:.0f} / {case['peer']['peak_mib']:.0f}"
    agreement = case.get("agreement", {})
    return (
        f"| {case['name']} | {rates} | {case['unit']} | {ratio['median']:.2f} [{ratio['min']:.2f}, {ratio['max']:.2f}]"
        f" | {case['cpu_ratio']:.2f} | ≥ {case['target']} {mark} | {memory} | {agreement.get('of', '')} {agreement.get('difference', 0):.1e} |"
    )


def grown_rows(case):
    mark = "met" if case["met"] else "MISSED"
    yield f"{case['name']} (growth exponent ≤ {case['limit']}: {mark})"
    yield ""
    yield "| times | ours s | peer s | ours MiB | peer MiB |"
    yield "|---|---|---|---|---|"
    for p in case["points"]:
        cells = [f"{p[side]['seconds']:.3g}" for side in ("ours", "peer")] + [f"{p[side]['peak_mib']:.0f}" for side in ("ours", "peer")]
        yield f"| {p['times']} | " + " | ".join(cells) + " |"
    e = case["exponents"]
    cells = [f"{e[side][key]:.2f}" for key in ("seconds", "peak_mib") for side in ("ours", "peer")]
    yield "| exponent | " + " | ".join(cells) + " |"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
