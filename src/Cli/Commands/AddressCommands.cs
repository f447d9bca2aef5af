using System.CommandLine;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip prefixes</c> and <c>dsmip pools</c>.</summary>
internal static class AddressCommands
{
    public static Command Prefixes()
    {
        var command = new Command("prefixes", "Prefixes of the home link");
        command.SetAction((parsed, stop) => Requests.ListAsync(
            parsed, "home-prefixes", null, stop,
            ("PREFIX", "prefix"), ("VALID", "validSeconds"), ("PREFERRED", "preferredSeconds"), ("ROUTER", "routerAddress"), ("NODES", "mobileNodes"), ("BINDINGS", "bindings")));
        return command;
    }

    public static Command Pools()
    {
        var command = new Command("pools", "What IPv4 addresses and prefixes are leased from");
        command.SetAction((parsed, stop) => Requests.ListAsync(
            parsed, "ipv4-pools", null, stop, ("KIND", "kind"), ("RANGES", "ranges"), ("SIZE", "size"), ("RESERVED", "reserved"), ("LEASES", "leases"), ("LEASED", "leased")));
        return command;
    }
}
