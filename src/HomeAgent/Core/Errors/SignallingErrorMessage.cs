using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Errors;

/// <summary>The packet that tells a sender of its <see cref="SignallingFault"/> (RFC 6275 9.2, 9.3.3; RFC 4443 3.4).</summary>
public static class SignallingErrorMessage
{
    private const byte HopLimit = 64;

    /// <summary>A complete IPv6 packet, straight to the source of the one it is about.</summary>
    /// <param name="invoking">The packet that the fault was found in.</param>
    public static byte[] Write(in SignallingFault fault, ReadOnlySpan<byte> invoking, Ipv6Address homeAgent) =>
        fault.IsBindingError ? BindingError(fault, homeAgent) : ParameterProblem(fault, invoking, homeAgent);

    private static byte[] BindingError(in SignallingFault fault, Ipv6Address homeAgent)
    {
        var message = new BindingError(fault.Status, fault.HomeAddress, MobilityOptions.None);
        var packet = Packet(IpProtocol.MobilityHeader, MobilityHeaderCodec.Measure(message), homeAgent, fault.Source);
        MobilityHeaderCodec.Write(message, homeAgent, fault.Source, packet.AsSpan(Ipv6Header.Size));
        return packet;
    }

    private static byte[] ParameterProblem(in SignallingFault fault, ReadOnlySpan<byte> invoking, Ipv6Address homeAgent)
    {
        var error = Icmpv6Error.ParameterProblem(Icmpv6ParameterProblemCode.ErroneousHeaderField, fault.Pointer);
        var packet = Packet(IpProtocol.Icmpv6, Icmpv6Error.Measure(invoking.Length), homeAgent, fault.Source);
        error.Write(packet.AsSpan(Ipv6Header.Size), invoking, homeAgent, fault.Source);
        return packet;
    }

    private static byte[] Packet(byte protocol, int length, Ipv6Address source, Ipv6Address destination)
    {
        var packet = new byte[Ipv6Header.Size + length];
        new Ipv6Header(0, 0, (ushort)length, protocol, HopLimit, source, destination).Write(packet);
        return packet;
    }
}
