using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// An ICMPv6 error about a Binding Update sent natively over IPv6. "Destination unreachable": the network gives addresses and has no way to the home
/// agent. "Unrecognized next header": it got there, and nobody understands it (RFC 6275 11.3.5). Nobody authenticates such a message, but it has to quote the SPI and sequence number of the last Binding
/// Update, which only the path has seen.
/// </summary>
internal static class BindingUpdateNotice
{
    /// <summary>Bytes of ESP that name a packet: SPI and sequence number.</summary>
    public const int EspHeaderSize = 8;

    /// <param name="frame">IPv6 with an ICMPv6 error.</param>
    /// <param name="lastEsp">The first <see cref="EspHeaderSize"/> bytes of ESP of the last Binding Update.</param>
    /// <param name="careOf">The address it was sent from.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> frame, Ipv6Address homeAgent, ReadOnlySpan<byte> lastEsp, out Icmpv6Error error, out Ipv6Address careOf)
    {
        (careOf, error) = (default, default);
        if (!Ipv6Header.TryRead(frame, out var ip, out _) || ip.NextHeader != IpProtocol.Icmpv6) return false;
        if (!Icmpv6Error.TryRead(frame[Ipv6Header.Size..ip.PacketLength], ip.Source, ip.Destination, out error, out var quoted, out _)) return false;
        if (!Ipv6Header.TryReadHeader(quoted, out var sent, out _)) return false;
        if (sent.Destination != homeAgent || sent.NextHeader != IpProtocol.DestinationOptions) return false;
        const int esp = Ipv6Header.Size + HomeAddressOption.HeaderSize;
        if (quoted.Length < esp + EspHeaderSize || !quoted.Slice(esp, EspHeaderSize).SequenceEqual(lastEsp)) return false;
        careOf = sent.Source;
        return error.Type == Icmpv6Type.DestinationUnreachable || IsNotUnderstood(error);
    }

    public static bool IsNotUnderstood(in Icmpv6Error error) => error is
    {
        Type: Icmpv6Type.ParameterProblem,
        Code: (byte)Icmpv6ParameterProblemCode.UnrecognizedNextHeader,
    };
}
