namespace DsMip.Wire;

/// <summary>The DSCP and ECN octet of either IP version (RFC 2474, RFC 3168), and what tunnels do with it (RFC 2983, RFC 6040).</summary>
public static class TrafficClass
{
    private const int Ipv4TypeOfService = 1;
    private const int EcnMask = 3;
    private const int NotEct = 0;
    private const int Ect0 = 2;
    private const int CongestionExperienced = 3;

    /// <param name="packet">An IP packet of either version.</param>
    public static byte Read(ReadOnlySpan<byte> packet) =>
        packet[0] >> 4 == 4 ? packet[Ipv4TypeOfService] : (byte)(packet[0] << 4 | packet[1] >> 4);

    /// <summary>
    /// Decapsulation as in RFC 6040 4.2, figure 4: the more severe mark of the two survives; a transport that knows no ECN sees congestion as
    /// the loss of the packet. The DSCP of the inner header stays (RFC 2983 3.1: it has meaning end to end, the outer one for the tunnel only).
    /// </summary>
    /// <param name="outer">Traffic class of the outer header.</param>
    /// <param name="inner">The packet inside, a whole header at least; its IPv4 checksum is kept right.</param>
    /// <returns>False: the packet has to be dropped.</returns>
    public static bool TryMergeEcn(byte outer, Span<byte> inner)
    {
        var before = Read(inner);
        if (!TryMergeEcn(outer & EcnMask, before & EcnMask, out var merged)) return false;
        var after = (byte)(before & ~EcnMask | merged);
        if (after != before) Write(inner, after);
        return true;
    }

    private static bool TryMergeEcn(int outer, int inner, out int merged)
    {
        merged = inner;
        if (inner == NotEct) return outer != CongestionExperienced;
        // Severity CE > ECT(1) > ECT(0): only an outer CE, or an outer ECT(1) over an inner ECT(0), adds anything.
        if (outer == CongestionExperienced || (inner == Ect0 && outer != NotEct)) merged = outer;
        return true;
    }

    private static void Write(Span<byte> packet, byte value)
    {
        if (packet[0] >> 4 == 4)
        {
            var ipv4 = new Ipv4View(packet);
            ipv4.TypeOfService = value;
        }
        else
        {
            var ipv6 = new Ipv6View(packet);
            ipv6.TrafficClass = value;
        }
    }
}
