using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Fuzz.Frames;

/// <summary>Who takes part in what is fuzzed.</summary>
internal static class Lab
{
    public static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8:1::1");
    public static readonly Ipv4Address HomeAgentIpv4 = Ipv4Address.Parse("198.51.100.1");
    public static readonly Ipv6Prefix HomePrefix = Ipv6Prefix.Parse("2001:db8:1::/64");
    public static readonly Ipv6Address Alice = Ipv6Address.Parse("2001:db8:1::a");
    public static readonly Ipv4Address AliceIpv4 = Ipv4Address.Parse("10.10.0.10");
    public static readonly Ipv6Address Bob = Ipv6Address.Parse("2001:db8:1::b");
    public static readonly Ipv6Address Visited = Ipv6Address.Parse("2001:db8:2::100");
    public static readonly Ipv4Address VisitedIpv4 = Ipv4Address.Parse("203.0.113.7");
    public static readonly Ipv4Address PrivateIpv4 = Ipv4Address.Parse("192.168.1.10");
    public static readonly Ipv6Address Correspondent = Ipv6Address.Parse("2001:db8:f::2");
    public static readonly Ipv4Address CorrespondentIpv4 = Ipv4Address.Parse("203.0.113.99");
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Ingress OverIpv6 = new(Encapsulation.Native, HomeAgent, Visited, HomeAddressOption: true);
    public static readonly Ingress FromHome = new(Encapsulation.Native, HomeAgent, Alice);
    public static readonly Ingress BehindNat = new(Encapsulation.UdpIpv4, HomeAgentIpv4, VisitedIpv4, 40_000, Port.DsMip);
    public static readonly Ingress OverIpv4 = new(Encapsulation.Ipv4, HomeAgentIpv4, VisitedIpv4);
    public static readonly Ingress[] Ways = [OverIpv6, FromHome, BehindNat, OverIpv4];

    /// <summary>All addresses, for inputs to have them in.</summary>
    public static IEnumerable<byte[]> Addresses =>
        new[] { HomeAgent, Alice, Bob, Visited, Correspondent, Ipv6Address.Any, Ipv6Address.Parse("ff02::1"), Ipv6Address.Parse("fe80::a") }.Select(Bytes)
            .Concat(new[] { HomeAgentIpv4, AliceIpv4, VisitedIpv4, PrivateIpv4, CorrespondentIpv4, Ipv4Address.Any, Ipv4Address.Parse("255.255.255.255") }.Select(Bytes));

    public static byte[] Bytes(Ipv6Address address)
    {
        var bytes = new byte[Ipv6Address.Size];
        address.Write(bytes);
        return bytes;
    }

    public static byte[] Bytes(Ipv4Address address)
    {
        var bytes = new byte[Ipv4Address.Size];
        address.Write(bytes);
        return bytes;
    }

    public static BindingUpdate Update(ushort sequence, params MobilityOption[] options) => new(
        new SequenceNumber(sequence), BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration, new BindingLifetime(150), MobilityOptions.Of(options));
}
