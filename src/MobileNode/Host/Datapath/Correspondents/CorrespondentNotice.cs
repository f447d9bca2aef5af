using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Datapath.Correspondents;

/// <summary>An ICMPv6 error about a packet that went to a correspondent directly: a test, or one behind a Home Address option (RFC 6275 11.3.5).</summary>
/// <param name="Cookie">Of the test that it quotes; null: it quotes another packet.</param>
internal readonly record struct CorrespondentNotice(Ipv6Address Correspondent, Icmpv6Error Error, ulong? Cookie)
{
    private const int CookieOffset = MobilityHeaderCodec.HeaderSize + 2;

    /// <summary>The test met somebody who knows no Mobility Headers.</summary>
    public bool IsNotUnderstood => Cookie is not null && BindingUpdateNotice.IsNotUnderstood(Error);

    /// <param name="frame">IPv6 with an ICMPv6 error.</param>
    public static bool TryRead(ReadOnlySpan<byte> frame, Ipv6Address homeAddress, out CorrespondentNotice notice)
    {
        notice = default;
        if (!Ipv6Header.TryRead(frame, out var ip, out _) || ip.NextHeader != IpProtocol.Icmpv6) return false;
        if (!Icmpv6Error.TryRead(frame[Ipv6Header.Size..ip.PacketLength], ip.Source, ip.Destination, out var error, out var quoted, out _)) return false;
        if (!Ipv6Header.TryReadHeader(quoted, out var sent, out _)) return false;
        var content = quoted[Ipv6Header.Size..];
        switch (sent.NextHeader)
        {
            case IpProtocol.MobilityHeader when content.Length >= CookieOffset + sizeof(ulong) && IsTest(content):
                notice = new CorrespondentNotice(sent.Destination, error, System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(content[CookieOffset..]));
                return true;
            case IpProtocol.DestinationOptions when IsBehindOption(content, homeAddress):
                notice = new CorrespondentNotice(sent.Destination, error, null);
                return true;
            default:
                return false;
        }
    }

    private static bool IsTest(ReadOnlySpan<byte> header) =>
        MobilityHeaderCodec.TryPeekType(header, out var type) && type is MobilityHeaderType.HomeTestInit or MobilityHeaderType.CareOfTestInit;

    // As we write it.
    private static bool IsBehindOption(ReadOnlySpan<byte> content, Ipv6Address homeAddress)
    {
        if (content.Length < HomeAddressOption.HeaderSize) return false;
        Span<byte> expected = stackalloc byte[HomeAddressOption.HeaderSize];
        HomeAddressOption.WriteHeader(expected, content[0], homeAddress);
        return content.StartsWith(expected);
    }
}
