using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Errors;

/// <summary>
/// What is wrong with a packet to the home agent that no IPsec protects, where RFC 6275 9.2 and 9.3.1 want its sender to be told. All values are
/// those from the wire (9.3.3). Nobody authenticates such a packet: how many answers there are is the caller's to limit.
/// </summary>
/// <param name="Why">
/// <see cref="DropReason.NoBinding"/>: Binding Error, status 1. <see cref="DropReason.UnknownMobilityHeaderType"/>: Binding Error, status 2.
/// <see cref="DropReason.BadPayloadProto"/>, <see cref="DropReason.BadHeaderLength"/>: ICMPv6 Parameter Problem, code 0.
/// </param>
/// <param name="Source">Where the answer goes, whatever bindings there are.</param>
/// <param name="HomeAddress">Of the Home Address option; the unspecified address without one.</param>
/// <param name="Pointer">Offset of the erroneous field, bytes; 0 if a Binding Error is due.</param>
public readonly record struct SignallingFault(DropReason Why, Ipv6Address Source, Ipv6Address HomeAddress, int Pointer = 0)
{
    private const int PayloadProtoOffset = 0, HeaderLenOffset = 1;

    /// <summary>False: there is nothing to tell. That does not make it a good packet.</summary>
    /// <param name="packet">IPv6, cut to its length, as it came from the wire.</param>
    /// <param name="bindings">Payload with a Home Address option has to come from the care-of address of a binding (9.3.1).</param>
    /// <param name="isServed">
    /// A home address whose Mobility Headers policy wants under IPsec (RFC 4877 7.2): in the clear they are discarded before anybody looks at them.
    /// </param>
    public static bool TryFind(
        ReadOnlySpan<byte> packet, Ipv6Address homeAgent, BindingTable bindings, Predicate<Ipv6Address> isServed, DateTimeOffset now,
        out SignallingFault fault)
    {
        fault = default;
        if (!Ipv6Header.TryRead(packet, out var header, out _) || header.Destination != homeAgent || header.Source == homeAgent) return false;
        if (!header.Source.IsUnicastRoutable) return false;
        if (!HomeAddressOption.TryFind(packet, out var option, out _)) return false;
        if (!ExtensionHeaderWalker.TryFindUpperLayer(packet, out var protocol, out var offset, out _)) return false;

        fault = new SignallingFault(DropReason.NoBinding, header.Source, option?.HomeAddress ?? default);
        if (option is { } found && !IsAuthenticatedElsewhere(found.Header.NextHeader))
            return !bindings.TryFind(found.HomeAddress, now, out var tunnel) || tunnel.Remote != header.Source;

        var sender = option?.HomeAddress ?? header.Source;
        return protocol == IpProtocol.MobilityHeader && !isServed(sender) && fault.IsBadMobilityHeader(packet[offset..], sender, homeAgent, offset, out fault);
    }

    public bool IsBindingError => Why is DropReason.NoBinding or DropReason.UnknownMobilityHeaderType;

    /// <summary>What the Binding Error says.</summary>
    public BindingErrorStatus Status =>
        Why == DropReason.NoBinding ? BindingErrorStatus.UnknownBindingForHomeAddressOption : BindingErrorStatus.UnrecognizedMobilityHeaderType;

    /// <summary>9.3.1: "processed normally". Each of them brings a proof of its own, or fails.</summary>
    private static bool IsAuthenticatedElsewhere(byte nextHeader) =>
        nextHeader is IpProtocol.Esp or IpProtocol.AuthenticationHeader or IpProtocol.MobilityHeader;

    private bool IsBadMobilityHeader(ReadOnlySpan<byte> message, Ipv6Address sender, Ipv6Address homeAgent, int offset, out SignallingFault fault)
    {
        MobilityHeaderCodec.TryRead(message, sender, homeAgent, out _, out var why);
        var field = why == DropReason.BadPayloadProto ? PayloadProtoOffset : HeaderLenOffset;
        fault = this with { Why = why, Pointer = why == DropReason.UnknownMobilityHeaderType ? 0 : offset + field };
        return why is DropReason.UnknownMobilityHeaderType or DropReason.BadPayloadProto or DropReason.BadHeaderLength;
    }
}
