# shellcheck shell=sh
# What the commands of this folder share. To be read from the repository's root; $work is the caller's temporary folder.
# shellcheck disable=SC2034,SC2154

tools=out/benchmarks

fail() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# Builds the measuring tool and the stand-in.
build_tools() {
    mkdir -p "$tools"
    cc -std=c11 -O2 -Wall -Wextra -Werror -static -o "$tools/measure" benchmarks/measure.c
    cc -std=c11 -O2 -Wall -Wextra -Werror -fno-stack-protector -static -nostartfiles -o "$tools/stand-in" benchmarks/stand-in.c
}

architecture() {
    case $(uname -m) in
        x86_64) echo linux-x64 ;;
        aarch64 | arm64) echo linux-arm64 ;;
        *) fail "Native AOT is not available for $(uname -m)" ;;
    esac
}

# What an executable was made for, by the machine's number in its header: made_for EXECUTABLE
made_for() {
    case $(od -An -t u2 -j 18 -N 2 "$1" | tr -d ' ') in
        62) echo linux-x64 ;;
        183) echo linux-arm64 ;;
        *) fail "$1 is not an executable for amd64 or arm64" ;;
    esac
}

# The version of .NET in a native executable: from what the publishing left beside it, else from the texts in the executable.
runtime_version() {
    {
        # Beside out/publish, or beside the folder of an architecture in it.
        cat "$(dirname "$1")"/../native*/obj/OrthancLauncher/project.assets.json \
            "$(dirname "$1")"/../../native*/obj/OrthancLauncher/project.assets.json 2>/dev/null |
            grep -oE 'Microsoft\.DotNet\.ILCompiler/[0-9][^"]*' || true
        LC_ALL=C grep -aoE '[0-9]+\.[0-9]+\.[0-9]+[-.a-z0-9]*\+[0-9a-f]{40}.https://github\.com/dotnet/' "$1"
    } | sed 's/^[^0-9].*\///; s/+.*//' | head -n 1
}

# The garbage collector reserves more address space than valgrind has, and sizes its first generation after the machine's
# caches; both are given here, so that machines count alike.
valgrind_variables="DOTNET_GCHeapHardLimit=20000000 DOTNET_GCRegionRange=40000000 DOTNET_GCgen0size=1000000"

# Traces a command of a list of commands: system_calls LIST COMMAND
# Prints all system calls, those of the program that is handed over to included, as strace -c counts them.
system_calls() {
    "$tools/measure" run "$1" "$2" "$(command -v strace)" -f -c -o "$work/calls" >/dev/null 2>&1 || return 1
    awk '$NF == "total" { print $4 }' "$work/calls"
}

# Counts the instructions of a command: instructions LIST COMMAND
# Prints two figures: those of the start (see benchmarks/count), and those of the rest until the program ends or hands over.
instructions() {
    rm -f "$work"/instructions*
    # shellcheck disable=SC2086
    "$tools/measure" run "$1" "$2" $valgrind_variables "$(command -v valgrind)" --tool=callgrind \
        --callgrind-out-file="$work/instructions" --dump-before='*execve*' --dump-before='*pthread_getattr_np*' \
        >"$work/messages" 2>&1 || return 1
    # A part ends where the runtime asks for the bounds of a thread's stack, and before execve, which would take callgrind's place
    # too; a program that ends by itself leaves the last part under the name without number.
    for part in "$work"/instructions*; do
        total=$(awk '$1 == "totals:" { print $2 }' "$part")
        number=${part##*instructions}
        [ -z "$total" ] || printf '%s %s\n' "$(echo "${number:-.999999}" | tr -d .)" "$total"
    done | sort -n | awk '{ start += last; last = $2 } END { if (NR == 0) exit 1; printf "%.0f %.0f\n", start, last }'
}

# Publishes the empty program in a folder of its own so that no other build is disturbed.
publish_empty() {
    mkdir -p "$tools"
    dotnet publish benchmarks/empty/empty.csproj --nologo -v quiet -c Release -r "$(architecture)" \
        --artifacts-path "$tools/native" -o "$tools/empty" >"$tools/empty.log" 2>&1 ||
        { cat "$tools/empty.log" >&2; fail "the empty program cannot be published"; }
    # valgrind reads symbols that lie beside an executable and stumbles over these.
    rm -f "$tools"/empty/*.dbg
}

# Puts a text into a document, between the markers of its name: between_markers NAME TEXT DOCUMENT
between_markers() {
    grep -q "^<!-- $1: begin" "$3" || fail "$3 has no marker <!-- $1: begin -->"
    awk -v name="$1" -v text="$2" '
        $0 ~ "^<!-- " name ": end" { skipping = 0 }
        !skipping { print }
        $0 ~ "^<!-- " name ": begin" {
            skipping = 1
            print ""
            while ((getline line < text) > 0) print line
            print ""
        }' "$3" >"$3.new"
    mv "$3.new" "$3"
}
