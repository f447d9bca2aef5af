using System.CommandLine;
using DsMip.Wire;

namespace DsMip.Load.Commands;

/// <summary><c>dsmip-load nodes</c>: a file of mobile nodes.</summary>
internal static class NodesCommand
{
    private const int Most = 1 << 24;

    public static Command Create()
    {
        var count = Options.Required<int>("--count", "how many");
        var first = Options.Required<Ipv6Address>("--first", "home address of the first one, such as 2001:db8:1::1:0; the others count up");
        var ipv4 = Options.Optional<Ipv4Address>("--first-ipv4", "IPv4 home address of the first one; without it they have none");
        var seed = Options.With("--seed", "of the keys, which are the same for the same seed", 1);
        var output = new Option<string>("--out") { Description = "the file", Required = true };
        var command = new Command("nodes", "writes JSON lines of mobile nodes with keys, for 'dsmip-ha import' and for 'run'") { count, first, ipv4, seed, output };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(count) is < 1 or > Most) throw new LoadException($"--count: not in 1 to {Most}");
            Write(new NodeGeneration(parsed.GetValue(first), parsed.GetValue(count), parsed.GetValue(seed)) { FirstIpv4 = parsed.GetValue(ipv4) }, parsed.GetValue(output)!);
            return 0;
        });
        return command;
    }

    private static void Write(NodeGeneration generation, string path)
    {
        // Keys: for their owner only.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using var writer = new StreamWriter(path, options);
        NodeFile.Write(writer, generation);
    }
}
