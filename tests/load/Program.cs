using System.CommandLine;
using System.Net.Sockets;
using DsMip.Linux;
using DsMip.Load.Commands;

namespace DsMip.Load;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        var root = new RootCommand("Simulates mobile nodes, and checks what became of their bindings.")
        {
            NodesCommand.Create(), RunCommand.Create(), ReflectCommand.Create(), CheckCommand.Create(),
        };
        try
        {
            return root.Parse(arguments).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is LoadException or LinuxException or IOException or UnauthorizedAccessException or SocketException or Npgsql.NpgsqlException or HttpRequestException)
        {
            Console.Error.WriteLine($"dsmip-load: {e.Message.ReplaceLineEndings(" ")}");
            return LoadException.ExitCode;
        }
    }
}
