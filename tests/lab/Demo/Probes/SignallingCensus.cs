using DsMip.Lab.Topology;

namespace DsMip.Lab.Probes;

/// <summary>
/// What tshark sees of the signalling in a capture. It looks into the UDP tunnel (port 4191 carries plain IP), so a Mobility Header
/// in the clear would be seen in whatever tunnel it travels.
/// </summary>
public sealed record SignallingCensus(int EspPackets, int ClearMobilityHeaders)
{
    public static SignallingCensus Of(string file) => new(Count(file, "esp"), Count(file, "mipv6"));

    private static int Count(string file, string filter)
    {
        var found = Shell.Run("tshark", ["-n", "-r", file, "-d", "udp.port==4191,ip", "-Y", filter, "-T", "fields", "-e", "frame.number"]);
        return found.Count(c => c == '\n');
    }
}
