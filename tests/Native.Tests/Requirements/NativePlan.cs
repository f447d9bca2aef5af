using System.Net;
using DsMip.IPsec;
using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Simulation.Tests.World;

namespace DsMip.Native.Tests.Requirements;

/// <summary>Addresses, and the SAs of one mobile node as a key manager installs them.</summary>
internal static class NativePlan
{
    public const int Port = 4711;

    public static readonly Ipv6Address HomeAgent = Place.HomeAgent;
    public static readonly Ipv6Address Home = Subscriber.All[0].HomeAddress;
    public static readonly Ipv4Address Home4 = Subscriber.All[0].Ipv4HomeAddress;
    public static readonly Ipv6Address Correspondent = Place.Correspondent;
    public static readonly Ipv4Address Correspondent4 = Place.CorrespondentIpv4;

    private static readonly AssociationPurpose[] Purposes =
        [AssociationPurpose.Signalling, AssociationPurpose.ReturnRoutability, AssociationPurpose.PrefixDiscovery, AssociationPurpose.Payload];

    /// <param name="up">To the home agent.</param>
    public static uint Spi(AssociationPurpose purpose, bool up) => (up ? 0x1000u : 0x2000u) + 0x100 * (uint)purpose;

    public static IEnumerable<XfrmState> States() => Purposes.SelectMany(purpose => new[] { State(purpose, true), State(purpose, false) });

    public static IPAddress Address(Ipv6Address address) => IPAddress.Parse(address.ToString());

    public static IPAddress Address(Ipv4Address address) => IPAddress.Parse(address.ToString());

    private static XfrmState State(AssociationPurpose purpose, bool up)
    {
        var (source, destination) = up ? (Home, HomeAgent) : (HomeAgent, Home);
        var isTunnel = purpose is AssociationPurpose.ReturnRoutability or AssociationPurpose.Payload;
        var protocol = purpose == AssociationPurpose.Signalling ? IpProtocol.MobilityHeader : IpProtocol.Icmpv6;
        var spi = Spi(purpose, up);
        return new XfrmState(new XfrmStateId(destination, spi), source, isTunnel ? XfrmMode.Tunnel : XfrmMode.Transport)
        {
            Reqid = SignallingReqids.Of(Home, purpose),
            AnyFamily = isTunnel,
            Selector = isTunnel ? null : new XfrmSelector(NetworkPrefix.Host(source), NetworkPrefix.Host(destination), protocol),
            Parameters = new SecurityAssociationParameters(
                new Spi(spi), EspSuite.AesGcm128, Enumerable.Range(0, 20).Select(i => (byte)(i * 7 + spi + (spi >> 8))).ToArray(), []),
        };
    }
}
