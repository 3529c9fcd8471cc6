using OrthancLauncher.Platform;

namespace OrthancLauncher.Commands;

/// <summary>Prints a shell's completion script. The script asks the launcher itself what may come next.</summary>
internal static class CompletionCommand
{
    /// <summary>The shells for which there is a script.</summary>
    public static readonly string[] Shells = ["bash", "zsh", "fish"];

    private const string Bash = """
        # Completion of orthanc-launcher for bash: source <(orthanc-launcher completion bash)
        _orthanc_launcher() {
            local IFS=$'\n' words
            words=$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
            COMPREPLY=($(compgen -W "${words}" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _orthanc_launcher orthanc-launcher

        """;

    private const string Zsh = """
        #compdef orthanc-launcher
        # Completion of orthanc-launcher for zsh: source <(orthanc-launcher completion zsh)
        _orthanc_launcher() {
            local -a words_found
            words_found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            words_found=(${words_found:#})
            if (( ${#words_found} )); then compadd -a words_found; else _files; fi
        }
        compdef _orthanc_launcher orthanc-launcher

        """;

    private const string Fish = """
        # Completion of orthanc-launcher for fish: orthanc-launcher completion fish | source
        function __orthanc_launcher
            set -l line (commandline -cp)
            orthanc-launcher "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c orthanc-launcher -a '(__orthanc_launcher)'

        """;

    /// <summary>Prints the script.</summary>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    /// <param name="host">The outside world.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string shell, LauncherHost host)
    {
        host.Write(shell switch
        {
            "zsh" => Zsh,
            "fish" => Fish,
            _ => Bash,
        });
        return ExitCodes.Fine;
    }
}
