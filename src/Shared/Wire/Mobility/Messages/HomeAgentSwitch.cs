namespace DsMip.Wire.Mobility;

/// <summary>Home Agent Switch, MH type 12 (RFC 5142 4).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |# of Addresses |   Reserved    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Home Agent Addresses                     |  16 bytes each
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Mobility Options                       |
/// </code>
/// </remarks>
/// <param name="HomeAgents">In order of preference; none: the mobile node has to discover one. At most <see cref="MostHomeAgents"/>.</param>
public sealed record HomeAgentSwitch(ValueArray<Ipv6Address> HomeAgents, MobilityOptions Options) : IMobilityMessage<HomeAgentSwitch>
{
    /// <summary>So many addresses, without options, fill the longest Mobility Header.</summary>
    public const int MostHomeAgents = (MobilityHeaderCodec.MaximumSize - MobilityHeaderCodec.HeaderSize - 2) / Ipv6Address.Size;

    public MobilityHeaderType Type => MobilityHeaderType.HomeAgentSwitch;

    public int MostData => 2 + Ipv6Address.Size * HomeAgents.Count;

    /// <exception cref="ArgumentException">There are more addresses than fit.</exception>
    public void WriteData(ref WireWriter writer)
    {
        if (HomeAgents.Count > MostHomeAgents) throw new ArgumentException($"{HomeAgents.Count} home agents do not fit into a Mobility Header");
        writer.WriteByte((byte)HomeAgents.Count);
        writer.WriteByte(0);
        foreach (var address in HomeAgents.AsSpan()) writer.WriteIpv6(address);
    }

    public static bool TryRead(ref WireReader reader, out HomeAgentSwitch? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadByte(out var count) || !reader.TrySkip(1) || reader.Remaining < count * Ipv6Address.Size) return false;
        var homeAgents = new Ipv6Address[count];
        for (var i = 0; i < count; i++) reader.TryReadIpv6(out homeAgents[i]);
        if (!MobilityOptionsCodec.TryRead(ref reader, out var options, out why)) return false;
        message = new HomeAgentSwitch(ValueArray.Create<Ipv6Address>(homeAgents), options);
        return true;
    }
}
