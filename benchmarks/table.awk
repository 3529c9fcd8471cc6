# Makes the tables of docs/performance.md from the facts and the samples of benchmarks/run: awk -f table.awk FACTS SAMPLES

BEGIN {
    FS = "\t"
    count = split("true stand-in empty-program python-start launch-empty launch-typical launch-large launch-half launch-huge python-json validate validate-one validate-500 render probe", order, " ")
    label["true"] = "`/bin/true`"
    label["stand-in"] = "the stand-in alone"
    label["empty-program"] = "empty AOT program"
    label["python-start"] = "`python3 -c 'import json, re, glob, typing, tempfile, subprocess'`"
    label["python-json"] = "Python: read and write the large input"
    label["launch-empty"] = "launch, empty"
    label["launch-typical"] = "launch, typical"
    label["launch-large"] = "launch, large"
    label["launch-half"] = "launch, half of huge"
    label["launch-huge"] = "launch, huge"
    label["validate"] = "`validate`, typical"
    label["validate-one"] = "`validate`, one compose file"
    label["validate-500"] = "`validate`, a folder with 500 of them"
    label["render"] = "`render`, large"
    label["probe"] = "`probe`"
}

FNR == NR {
    if ($1 == "missing") {
        missing = missing "- " $3 "\n"
    } else {
        fact[$1, $2] = $3
    }
    next
}

{
    n = ++samples[$2]
    wall[$2, n] = $3 / 1e6
    cpu[$2, n] = ($4 + $5) / 1e3
    peak[$2, n] = $6 * 1024 / 1e6
    minor[$2, n] = $7
    major[$2] += $8
}

# The value below which the given part of a command's samples lies.
function quantile(values, name, part,    n, i, j, held, sorted, at, below) {
    n = samples[name]
    for (i = 1; i <= n; i++) {
        held = values[name, i]
        for (j = i - 1; j > 0 && sorted[j] > held; j--) {
            sorted[j + 1] = sorted[j]
        }
        sorted[j + 1] = held
    }
    at = 1 + (n - 1) * part
    below = int(at)
    return below >= n ? sorted[n] : sorted[below] + (at - below) * (sorted[below + 1] - sorted[below])
}

# Three significant digits at least.
function number(value) {
    return value >= 100 ? sprintf("%.0f", value) : value >= 10 ? sprintf("%.1f", value) : value >= 1 ? sprintf("%.2f", value) : sprintf("%.3f", value)
}

# An integer with spaces between groups of three digits.
function grouped(value,    text, result) {
    text = sprintf("%.0f", value)
    while (length(text) > 3) {
        result = " " substr(text, length(text) - 2) result
        text = substr(text, 1, length(text) - 3)
    }
    return text result
}

function ratio(name, base) {
    return name in median && base in median ? number(median[name] / median[base]) : "–"
}

function optional(kind, name) {
    return (kind, name) in fact ? grouped(fact[kind, name]) : "–"
}

# A target that is a most: its words, the bound, the figure and its unit.
function most(words, bound, figure, unit) {
    verdict(words, "≤ " bound unit, number(figure) unit, figure <= bound)
}

# The same, where the bound is one part of so many.
function fraction(words, parts, figure) {
    verdict(words, "≤ 1/" parts, "1/" number(1 / figure), figure <= 1 / parts)
}

function verdict(words, target, figure, isMet) {
    printf "| %s | %s | %s | %s |\n", words, target, figure, isMet ? "met" : "**missed**"
}

END {
    for (i = 1; i <= count; i++) {
        if (order[i] in samples) {
            median[order[i]] = quantile(wall, order[i], 0.5)
        }
    }

    printf "Measured on %s: %s, %s of memory, %s; inputs and outputs on %s.\n", fact["run", "date"],
        fact["machine", "processor"], fact["machine", "memory"], fact["machine", "system"], fact["machine", "files"]
    printf "%s, executable of %s bytes, commit %s; medians of %s rounds.\n", fact["run", "runtime"],
        grouped(fact["size", "launcher"]), fact["run", "commit"], fact["run", "rounds"]
    others = fact["machine", "python"]
    if (("machine", "answerer") in fact) {
        others = others (others == "" ? "" : "; ") "the probe is answered by " fact["machine", "answerer"]
    }
    if (others != "") {
        printf "%s.\n", others
    }

    printf "\n| command | ms | middle half, ms | × empty program | × Python's start | CPU, ms | peak, MB | page faults | system calls | instructions |\n"
    printf "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    for (i = 1; i <= count; i++) {
        name = order[i]
        if (!(name in samples)) {
            continue
        }
        printf "| %s | %s | %s–%s | %s | %s | %s | %s | %s | %s | %s |\n", label[name], number(median[name]),
            number(quantile(wall, name, 0.25)), number(quantile(wall, name, 0.75)), ratio(name, "empty-program"), ratio(name, "python-start"),
            number(quantile(cpu, name, 0.5)), number(quantile(peak, name, 0.5)), grouped(quantile(minor, name, 0.5)),
            optional("calls", name), optional("instructions", name)
        if (major[name] > 0) {
            majors = majors (majors == "" ? "" : ", ") label[name] " " major[name]
        }
    }
    if (majors != "") {
        printf "\nPages had to be read from disk meanwhile: %s in all rounds together.\n", majors
    }

    printf "\n| target | | measured | |\n| --- | --- | --- | --- |\n"
    most("typical launch, times the empty program", 1.8, median["launch-typical"] / median["empty-program"], "")
    if ("python-start" in median) {
        fraction("typical launch, part of Python's start", 7, median["launch-typical"] / median["python-start"])
    }
    most("large launch, times the empty program", 5, median["launch-large"] / median["empty-program"], "")
    if ("python-json" in median) {
        fraction("large launch, part of Python reading and writing the same", 4, median["launch-large"] / median["python-json"])
    }
    if ("launch-huge" in median) {
        rate = fact["size", "huge"] / 1e6 / (median["launch-huge"] / 1e3)
        verdict("huge launch, rate", "≥ 70 MB/s", number(rate) " MB/s", rate >= 70)
        bytes = fact["size", "huge"] / fact["size", "half"]
        growth = median["launch-huge"] / median["launch-half"]
        verdict("huge launch, time for " number(bytes) " times the bytes", "≤ " number(bytes * 1.1) " times", number(growth) " times", growth <= bytes * 1.1)
        most("huge launch, peak memory", 6, quantile(peak, "launch-huge", 0.5) / (fact["size", "huge"] / 1e6), " times the input")
    }
    most("typical launch, peak memory", 12, quantile(peak, "launch-typical", 0.5), " MB")
    most("executable", 8, fact["size", "launcher"] / 1e6, " MB")
    if ("probe" in median) {
        most("`probe`", 15, median["probe"], " ms")
    }
    most("`validate`, typical", 15, median["validate"], " ms")
    most("`validate` of 500 compose files, times one", 40, median["validate-500"] / median["validate-one"], "")
    most("`render`, large", 30, median["render"], " ms")

    if (missing != "") {
        printf "\nNot measured:\n\n%s", missing
    }
}
