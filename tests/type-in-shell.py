"""Types a line and a tab into an interactive shell: type-in-shell.py SHELL FOLDER-ON-PATH LINE EXPECTED

Prints what the terminal shows after the tab. Exit code 1 if that does not become what is expected.
"""
import os
import pty
import re
import select
import sys
import time

SHELLS = {
    "bash": (["bash", "--norc", "-i"], 'PS1="rea""dy>"; source <(orthanc-launcher completion bash)'),
    "zsh": (["zsh", "-f", "-i"], 'unsetopt zle_bracketed_paste; PS1="rea""dy>"; autoload -U compinit; compinit -u -D; '
            'source <(orthanc-launcher completion zsh)'),
    "fish": (["fish", "--no-config", "--interactive"], 'orthanc-launcher completion fish | source; function fish_prompt; echo -n rea"dy>"; end'),
}
PATIENCE = 120


def main(shell, folder, line, expected):
    command, preparation = SHELLS[shell]
    child, terminal = pty.fork()
    if child == 0:
        environment = {"PATH": f"{folder}:{os.environ['PATH']}", "TERM": "dumb" if shell != "fish" else "xterm", "HOME": "/nonexistent",
                       "COLUMNS": "200", "XDG_CONFIG_HOME": "/tmp", "LANG": "C.UTF-8"}
        os.execvpe(command[0], command, environment)
    os.write(terminal, preparation.encode() + b"\n")
    read_until(terminal, "ready>")
    os.write(terminal, line.encode() + b"\t")
    shown = read_until(terminal, expected)
    print(shown)
    os.close(terminal)
    return 0 if expected in shown else 1


def read_until(terminal, expected):
    """What the terminal shows until the expected text is there and nothing more comes."""
    text, end = "", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.5)[0]:
            text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text + os.read(terminal, 65536).decode(errors="replace"))
        elif expected in text:
            break
    return text


sys.exit(main(*sys.argv[1:]))
