using System.CommandLine;
using System.CommandLine.Invocation;
using DsMip.Cli.Commands;

namespace DsMip.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        var parsed = Root().Parse(arguments);
        try
        {
            if (parsed.Action is ParseErrorAction && parsed.Errors.Count > 0) throw new CliException(ExitCodes.Usage, $"{parsed.Errors[0].Message} (dsmip --help)");
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
        }
        catch (CliException e)
        {
            return Complain(e.Message, e.ExitCode);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return Complain((e.InnerException ?? e).Message, ExitCodes.Failed);
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            return Complain("the home agent does not answer", ExitCodes.Failed);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Ok;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Administers DsMip home agents. Exit codes: 0 done, 1 failed, 2 wrong command line, 3 no such thing, 4 no permission, 5 conflict, 6 refused as wrong.")
        {
            BindingCommands.Create(), NodeCommands.Create(), EdgeCommands.Create(), ClusterCommands.Cluster(), ClusterCommands.Shards(), AddressCommands.Prefixes(), AddressCommands.Pools(),
            AuditCommand.Create(), EventsCommand.Create(), TraceCommand.Create(), TracesCommand.Create(), SummaryCommand.Create(), TokenCommand.Create(), CompletionCommand.Create(),
        };
        foreach (var option in Connection.Options) root.Options.Add(option);
        return root;
    }

    private static int Complain(string what, int code)
    {
        Console.Error.WriteLine($"dsmip: {what.ReplaceLineEndings(" ")}");
        return code;
    }
}
