using System.CommandLine;
using DsMip.Wire;

namespace DsMip.Load.Commands;

/// <summary><c>dsmip-load reflect</c>: the correspondent node of the payload check.</summary>
internal static class ReflectCommand
{
    /// <summary>Where the payload check goes unless told otherwise.</summary>
    public const ushort DefaultPort = 4190;

    public static Command Create()
    {
        var address = Options.Required<Ipv6Address>("--address", "where to listen");
        var port = Options.With("--port", "UDP port", DefaultPort);
        var command = new Command("reflect", "answers and sends numbered payload, until interrupted") { address, port };
        command.SetAction((parsed, stop) => Task.Run(
            () =>
            {
                using var reflector = new Reflector(parsed.GetValue(address), parsed.GetValue(port));
                Console.WriteLine($"reflecting on [{parsed.GetValue(address)}]:{parsed.GetValue(port)}");
                reflector.Run(stop);
                Console.WriteLine($"{reflector.Received} packets came");
                return 0;
            },
            CancellationToken.None));
        return command;
    }
}
