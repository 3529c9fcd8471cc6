# Adds up callgrind's costs by parts of the launcher: awk -f profile.awk PARTS PROFILE...
#
# PARTS has a part and a pattern of function names a line; of several that match, the last wins, but for "the rest". A function that
# belongs to no part (the runtime's, the libraries') works for its callers: its own cost is divided among their parts as its
# calls' costs are. What nobody calls is loading. So every instruction is in exactly one part.

BEGIN { FS = "\t" }

FILENAME == ARGV[1] {
    part[++parts] = $1
    pattern[parts] = $2
    next
}

FNR == 1 {
    FS = " "
    $0 = $0
    profiles++
    delete name_of
    callee = ""
}

# fn=(12) name, later fn=(12): names are written once.
function id(text,    number, at) {
    at = index(text, ")")
    number = substr(text, 2, at - 2)
    if (length(text) > at) {
        name_of[number] = substr(text, at + 2)
    }
    return name_of[number]
}

/^fn=/ {
    current = id(substr($0, 4))
    known[profiles, current] = 1
    all[current] = 1
    next
}

/^cfn=/ {
    callee = id(substr($0, 5))
    all[callee] = 1
    next
}

/^calls=/ {
    expects_call = 1
    next
}

/^[0-9+*-]/ {
    if (expects_call) {
        edge[profiles, current, callee] += $2
        expects_call = 0
    } else {
        own[profiles, current] += $2
        total[profiles] += $2
    }
}

# The number of the part that a function belongs to itself, or 0.
function part_of(name,    i) {
    for (i = parts - 1; i > 0; i--) {
        if (name ~ pattern[i]) {
            return i
        }
    }
    return name ~ pattern[parts] ? parts : 0
}

# Spreads parts from callers to callees until nothing changes any more; chains of calls within libraries are short.
function spread(profile,    key, names, round, i, callers, sum, f) {
    delete share
    delete incoming
    for (f in all) {
        if (fixed[f]) {
            share[f, fixed[f]] = 1
        }
    }
    for (key in edge) {
        split(key, names, SUBSEP)
        if (names[1] == profile && names[2] != names[3] && !fixed[names[3]]) {
            incoming[names[3]] += edge[key]
        }
    }
    for (round = 0; round < 30; round++) {
        delete next_share
        for (key in edge) {
            split(key, names, SUBSEP)
            if (names[1] != profile || names[2] == names[3] || fixed[names[3]] || incoming[names[3]] == 0) {
                continue
            }
            for (i = 1; i <= parts; i++) {
                if ((names[2], i) in share) {
                    next_share[names[3], i] += share[names[2], i] * edge[key] / incoming[names[3]]
                }
            }
        }
        for (f in all) {
            if (!fixed[f]) {
                for (i = 1; i <= parts; i++) {
                    if ((f, i) in next_share) {
                        share[f, i] = next_share[f, i]
                    } else {
                        delete share[f, i]
                    }
                }
            }
        }
    }
    for (f in all) {
        if (!((profile, f) in own)) {
            continue
        }
        sum = 0
        for (i = 1; i <= parts; i++) {
            if ((f, i) in share) {
                cost[profile, i] += own[profile, f] * share[f, i]
                sum += share[f, i]
            }
        }
        cost[profile, 1] += own[profile, f] * (1 - sum)
    }
}

function grouped(value,    text, result) {
    text = sprintf("%.0f", value)
    while (length(text) > 3) {
        result = " " substr(text, length(text) - 2) result
        text = substr(text, 1, length(text) - 3)
    }
    return text result
}

function print_functions(    f, command) {
    command = "sort -rn | head -n " functions
    for (f in all) {
        if ((1, f) in own) {
            printf "%10.0f %5.1f %% %s%s\n", own[1, f], 100 * own[1, f] / total[1], f, fixed[f] ? "  [" part[fixed[f]] "]" : "" | command
        }
    }
    close(command)
}

function print_tree(    f, key, names, inclusive) {
    for (f in all) {
        if (index(f, tree) == 0) {
            continue
        }
        inclusive = own[1, f]
        for (key in edge) {
            split(key, names, SUBSEP)
            if (names[2] == f) {
                inclusive += edge[key]
                printf "%10.0f   calls %s\n", edge[key], names[3] | "sort -rn"
            }
            if (names[3] == f) {
                printf "%10.0f   by %s\n", edge[key], names[2] | "sort -rn"
            }
        }
        close("sort -rn")
        printf "%10.0f %s (itself %.0f)\n\n", inclusive, f, own[1, f]
    }
}

END {
    for (f in all) {
        fixed[f] = part_of(f)
    }
    if (functions != "") {
        print_functions()
        exit
    }
    if (tree != "") {
        print_tree()
        exit
    }
    for (p = 1; p <= profiles; p++) {
        spread(p)
    }
    printf "| part | empty | | typical | | large | |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    for (i = 1; i <= parts; i++) {
        line = ""
        worth = 0
        for (p = 1; p <= profiles; p++) {
            line = line sprintf(" %s | %.1f %% |", grouped(cost[p, i]), 100 * cost[p, i] / total[p])
            worth = worth || cost[p, i] > 0
        }
        if (worth) {
            printf "| %s |%s\n", part[i], line
        }
    }
    line = ""
    for (p = 1; p <= profiles; p++) {
        line = line sprintf(" %s | 100 %% |", grouped(total[p]))
    }
    printf "| all instructions until the hand-over |%s\n", line
}
