using System.CommandLine;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip completion</c>: scripts that ask this program what could come next.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        _dsmip() {
            local IFS=$'\n'
            COMPREPLY=($(dsmip "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null))
        }
        complete -F _dsmip dsmip
        """;

    private const string Zsh =
        """
        _dsmip() {
            local -a found
            found=("${(@f)$(dsmip "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -a found
        }
        compdef _dsmip dsmip
        """;

    private const string Fish = """complete -f -c dsmip -a '(dsmip "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'""";

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "A script for your shell: source <(dsmip completion bash)") { shell };
        command.SetAction(parsed =>
        {
            Console.WriteLine(parsed.GetRequiredValue(shell) switch { "zsh" => Zsh, "fish" => Fish, _ => Bash });
            return ExitCodes.Ok;
        });
        return command;
    }
}
