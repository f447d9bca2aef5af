using DsMip.Wire;

namespace DsMip.Tunnel.Tests;

/// <summary>Native signalling as RFC 6275 6.3 and 6.4 draw it, written by hand.</summary>
internal static class Native
{
    public static byte[] HomeAddressOption(byte[] esp) => Packets.Ipv6(
        Packets.CareOf, Packets.HomeAgent, IpProtocol.DestinationOptions,
        [.. Packets.Bytes("32 02 01020000 C910"), .. AddressBytes(Packets.HomeAddress), .. esp]);

    public static byte[] RoutingHeader(byte[] esp) => Packets.Ipv6(
        Packets.HomeAgent, Packets.CareOf, IpProtocol.Routing,
        [.. Packets.Bytes("32 02 02 01 00000000"), .. AddressBytes(Packets.HomeAddress), .. esp]);

    public static byte[] AddressBytes(Ipv6Address address)
    {
        var bytes = new byte[16];
        address.Write(bytes);
        return bytes;
    }
}
