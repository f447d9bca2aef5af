using DsMip.Wire;

namespace DsMip.Ike;

/// <summary>
/// The connection of a mobile node and its home agent (RFC 4877 7, RFC 5555 5.2). IKE runs between the home address and the home agent, inside the
/// tunnel, so that every security association is between these two and no move of the mobile node is a matter of IKE.
/// <code>
///  child        mobile node       home agent      mode       carries
///  signalling   HoA[135]          HA[135]         transport  Binding Update and Acknowledgement
///  rr           HoA[135]          ::/0[135]       tunnel     return routability, through the home agent
///  prefix       HoA[58]           HA[58]          transport  Mobile Prefix Discovery
///  payload      HoA, HoA4         ::/0, 0.0.0.0/0 tunnel     everything else
/// </code>
/// Message types are left to the policies: Linux and RFC 4301 write them in different halves of a port.
/// </summary>
public static class MobileIkeConnection
{
    public const string SignallingChild = "signalling";
    public const string ReturnRoutabilityChild = "rr";
    public const string PrefixDiscoveryChild = "prefix";
    public const string PayloadChild = "payload";

    /// <summary>
    /// The home agent replaces keys later than the mobile node, which is to say never while the mobile node does it. The end that is asked uses its
    /// new state before the other has it, and a Binding Acknowledgement that comes too early does less harm than a Binding Update that does.
    /// </summary>
    private const double HomeAgentsPatience = 1.5;

    /// <summary>
    /// A mobile node without a network is not dead. If the home agent gave its keys up meanwhile, the first Binding Update from the next network would
    /// be lost; and the mobile node asks in much shorter intervals anyway.
    /// </summary>
    private static readonly TimeSpan UntilAMobileNodeIsDead = TimeSpan.FromMinutes(10);

    /// <summary>The same at both ends.</summary>
    public static string NameOf(Ipv6Address homeAddress) => IkeConnection.NamePrefix + homeAddress.ToString().Replace(':', '-');

    /// <summary>
    /// The home agent waits to be asked, and asks itself when it has a packet for the mobile node and no keys. The identity gets this home address
    /// and no other: its traffic selectors are in this connection, and no other connection takes the identity.
    /// </summary>
    public static IkeConnection ForHomeAgent(MobileIkePair pair, IkeAuthentication authentication) =>
        new(NameOf(pair.HomeAddress), pair.HomeAgent, pair.HomeAddress, authentication, [.. AtMobileNode(pair).Select(Mirrored)])
        {
            RekeyTime = IkeConnection.UsualRekeyTime * HomeAgentsPatience,
            DeadPeerDelay = UntilAMobileNodeIsDead,
        };

    /// <summary>The mobile node asks for the signalling keys as soon as charon has the connection, and again whenever they are lost.</summary>
    public static IkeConnection ForMobileNode(MobileIkePair pair, IkeAuthentication authentication) =>
        new(NameOf(pair.HomeAddress), pair.HomeAddress, pair.HomeAgent, authentication, [.. AtMobileNode(pair)]);

    private static IEnumerable<IkeChild> AtMobileNode(MobileIkePair pair)
    {
        var (node, agent) = ($"{pair.HomeAddress}/128", $"{pair.HomeAgent}/128");
        var (mobility, icmp) = ($"[{IpProtocol.MobilityHeader}]", $"[{IpProtocol.Icmpv6}]");
        yield return new(SignallingChild, false, pair.Reqids.Signalling, [node + mobility], [agent + mobility]) { Start = IkeStart.AtOnce };
        yield return new(ReturnRoutabilityChild, true, pair.Reqids.ReturnRoutability, [node + mobility], ["::/0" + mobility]);
        yield return new(PrefixDiscoveryChild, false, pair.Reqids.PrefixDiscovery, [node + icmp], [agent + icmp]);
        if (!pair.ProtectsPayload) yield break;
        yield return pair.Ipv4HomeAddress is { } ipv4
            ? new(PayloadChild, true, pair.Reqids.Payload, [node, $"{ipv4}/32"], ["::/0", "0.0.0.0/0"])
            : new(PayloadChild, true, pair.Reqids.Payload, [node], ["::/0"]);
    }

    private static IkeChild Mirrored(IkeChild child) =>
        child with
        {
            LocalTraffic = child.RemoteTraffic,
            RemoteTraffic = child.LocalTraffic,
            Start = IkeStart.WhenNeeded,
            RekeyTime = IkeChild.UsualRekeyTime * HomeAgentsPatience,
        };
}
