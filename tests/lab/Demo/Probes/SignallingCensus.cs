namespace DsMip.Lab.Probes;

/// <summary>
/// What tshark sees of the signalling in a capture. It looks into the UDP tunnel, so a Mobility Header in the clear would be seen in
/// whatever tunnel it travels.
/// </summary>
public sealed record SignallingCensus(int EspPackets, int ClearMobilityHeaders)
{
    public static SignallingCensus Of(string file) => new(Tshark.Count(file, "esp"), Tshark.Count(file, "mipv6"));
}
