namespace DsMip.Wire.Tests.Headers;

/// <summary>Builds IPv6 packets out of hex.</summary>
internal static class Packet6
{
    public static readonly Ipv6Address Source = Ipv6Address.Parse("2001:db8:2::2");
    public static readonly Ipv6Address Destination = Ipv6Address.Parse("2001:db8:1::1");

    public static byte[] Of(byte nextHeader, string hex) => Of(nextHeader, Convert.FromHexString(hex));

    public static byte[] Of(byte nextHeader, params ReadOnlySpan<byte> payload) => Of(Source, Destination, nextHeader, payload);

    public static byte[] Of(Ipv6Address source, Ipv6Address destination, byte nextHeader, params ReadOnlySpan<byte> payload)
    {
        var packet = new byte[Ipv6Header.Size + payload.Length];
        new Ipv6Header(0, 0, (ushort)payload.Length, nextHeader, 64, source, destination).Write(packet);
        payload.CopyTo(packet.AsSpan(Ipv6Header.Size));
        return packet;
    }
}
