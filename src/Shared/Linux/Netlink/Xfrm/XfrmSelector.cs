using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>What traffic a policy or a state is for (<c>struct xfrm_selector</c>). Both prefixes are of one family.</summary>
/// <param name="Protocol">IP protocol number; 0: any.</param>
public sealed record XfrmSelector(NetworkPrefix Source, NetworkPrefix Destination, byte Protocol = 0)
{
    /// <summary>UDP and TCP: the port. Mobility Header: its type. ICMPv6: the type. Null: any.</summary>
    public ushort? SourcePort { get; init; }

    /// <summary>UDP and TCP: the port. ICMPv6: the code. Null: any.</summary>
    public ushort? DestinationPort { get; init; }

    public IpFamily Family => Source.Family;

    public override string ToString() => $"{Source} -> {Destination}{ProtocolText}";

    private string ProtocolText => Protocol switch
    {
        0 => "",
        IpProtocol.MobilityHeader => " mh" + TypeText,
        IpProtocol.Icmpv6 => " icmpv6" + TypeText,
        _ => $" proto {Protocol}" + TypeText,
    };

    private string TypeText => SourcePort is { } type ? $"[{type}]" : "";
}
