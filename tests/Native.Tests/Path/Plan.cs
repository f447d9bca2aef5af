using DsMip.IPsec;
using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>The addresses and the SAs of these tests.</summary>
internal static class Plan
{
    internal static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8:a::1");
    internal static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:b::7");
    internal static readonly Ipv4Address Home4 = Ipv4Address.Parse("192.0.2.7");
    internal static readonly Ipv6Address OtherHome = Ipv6Address.Parse("2001:db8:b::8");
    internal static readonly Ipv6Address Correspondent = Ipv6Address.Parse("2001:db8:c::c");
    internal static readonly Ipv4Address Correspondent4 = Ipv4Address.Parse("198.51.100.12");

    internal static HomeAddresses Homes => new(Home, Home4);

    internal static uint Spi(AssociationPurpose purpose, bool fromMobileNode, int generation = 0) =>
        (uint)(0x1000 + 0x100 * generation + 0x10 * (int)purpose + (fromMobileNode ? 1 : 2));

    /// <summary>Keys that depend on the SPI.</summary>
    internal static SecurityAssociationParameters Keys(uint spi, EspSuite suite = EspSuite.AesGcm128, bool extended = true)
    {
        var profile = EspSuiteProfile.Of(suite);
        return new SecurityAssociationParameters(new Spi(spi), suite, Key(profile.EncryptionKeyLength), Key(profile.IntegrityKeyLength), extended);

        byte[] Key(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 + spi))];
    }

    /// <summary>One direction of one purpose, as a key manager installs it.</summary>
    internal static XfrmState State(AssociationPurpose purpose, bool fromMobileNode, int generation = 0, EspSuite suite = EspSuite.AesGcm128, Ipv6Address? home = null)
    {
        var mobileNode = home ?? Home;
        var (source, destination) = fromMobileNode ? (mobileNode, HomeAgent) : (HomeAgent, mobileNode);
        var isTunnel = purpose is AssociationPurpose.ReturnRoutability or AssociationPurpose.Payload;
        var protocol = purpose == AssociationPurpose.Signalling ? IpProtocol.MobilityHeader : IpProtocol.Icmpv6;
        var spi = Spi(purpose, fromMobileNode, generation);
        return new XfrmState(new XfrmStateId(destination, spi), source, isTunnel ? XfrmMode.Tunnel : XfrmMode.Transport)
        {
            Reqid = SignallingReqids.Of(mobileNode, purpose),
            AnyFamily = isTunnel,
            Selector = isTunnel ? null : new XfrmSelector(NetworkPrefix.Host(source), NetworkPrefix.Host(destination), protocol),
            Parameters = Keys(spi, suite),
        };
    }
}
