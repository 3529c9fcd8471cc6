using System.CommandLine;
using System.CommandLine.Completions;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>Prints a shell's completion script. The script asks the launcher itself what may come next.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    private const string Bash = """
        # Completion of orthanc-launcher for bash: source <(orthanc-launcher completion bash)
        _orthanc_launcher() {
            local word current=${COMP_WORDS[COMP_CWORD]#=}
            COMPREPLY=()
            while IFS= read -r word; do
                [[ ${word} != "${current}"* ]] || COMPREPLY+=("$(printf %q "${word}")")
            done < <("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
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
            [[ ${PREFIX} != --*=* ]] || compset -P '*='
            if (( ${#words_found} )); then compadd -a words_found; else _files; fi
        }
        compdef _orthanc_launcher orthanc-launcher

        """;

    private const string Fish = """
        # Completion of orthanc-launcher for fish: orthanc-launcher completion fish | source
        function __orthanc_launcher
            set -l line (commandline -cp)
            set -l option (string match -r -- '^--[^=]*=' (commandline -ct))
            for word in (orthanc-launcher "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
                echo -- "$option$word"
            end
        end
        complete -c orthanc-launcher -a '(__orthanc_launcher)'

        """;

    public static DocumentedCommand Build(LauncherHost host)
    {
        var shell = new Argument<string>("SHELL") { Description = Words.Alternatives(Shells) };
        shell.CompletionSources.Add(_ => Shells.Select(name => new CompletionItem(name)));
        shell.Validators.Add(result =>
        {
            if (!Shells.Contains(result.Tokens[^1].Value))
            {
                result.AddError($"completion: the shell must be {Words.Alternatives(Shells)}, not {result.Tokens[^1].Value}");
            }
        });
        var command = new DocumentedCommand("completion", "Print a shell's completion script.")
        {
            Examples = [new("source <(orthanc-launcher completion bash)", "in ~/.bashrc")],
        };
        command.Add(shell);
        command.SetAction(result => Run(result.GetValue(shell)!, host));
        return command;
    }

    private static int Run(string shell, LauncherHost host)
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
