using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Network;

/// <summary>The outer header of a frame as routers and NATs look at it. IPv4 headers have no options here.</summary>
internal static class FrameHeader
{
    private const int Ipv4Checksum = 10;
    private const int Ipv4Source = 12;
    private const int Ipv4Destination = 16;
    private const int UdpSourcePort = 20;
    private const int UdpDestinationPort = 22;
    private const int UdpChecksum = 26;

    public static bool IsIpv4(ReadOnlySpan<byte> frame) => frame[0] >> 4 == 4;

    public static bool IsUdpIpv4(ReadOnlySpan<byte> frame) => IsIpv4(frame) && frame[9] == IpProtocol.Udp;

    public static IpAddress Source(ReadOnlySpan<byte> frame) =>
        IsIpv4(frame) ? Ipv4Address.Read(frame[Ipv4Source..]) : Ipv6Address.Read(frame[8..]);

    public static IpAddress Destination(ReadOnlySpan<byte> frame) =>
        IsIpv4(frame) ? Ipv4Address.Read(frame[Ipv4Destination..]) : Ipv6Address.Read(frame[24..]);

    public static Endpoint SourceEndpoint(ReadOnlySpan<byte> frame) =>
        new(Source(frame).AsIpv4, BinaryPrimitives.ReadUInt16BigEndian(frame[UdpSourcePort..]));

    public static Endpoint DestinationEndpoint(ReadOnlySpan<byte> frame) =>
        new(Destination(frame).AsIpv4, BinaryPrimitives.ReadUInt16BigEndian(frame[UdpDestinationPort..]));

    public static Frame WithSource(this Frame frame, Endpoint source) => Translate(frame, Ipv4Source, UdpSourcePort, source);

    public static Frame WithDestination(this Frame frame, Endpoint destination) => Translate(frame, Ipv4Destination, UdpDestinationPort, destination);

    private static Frame Translate(Frame frame, int addressAt, int portAt, Endpoint endpoint)
    {
        var bytes = (byte[])frame.Bytes.Clone();
        Replace(bytes, addressAt, (ushort)(endpoint.Address.Value >> 16), Ipv4Checksum, UdpChecksum);
        Replace(bytes, addressAt + 2, (ushort)endpoint.Address.Value, Ipv4Checksum, UdpChecksum);
        Replace(bytes, portAt, endpoint.Port, UdpChecksum);
        return frame with { Bytes = bytes };
    }

    private static void Replace(byte[] bytes, int field, ushort value, params ReadOnlySpan<int> checksums)
    {
        var before = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(field));
        foreach (var at in checksums)
        {
            var sum = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
            // A UDP checksum of zero says that there is none, and stays so (RFC 768).
            if (at == UdpChecksum && sum == 0) continue;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), IncrementalChecksum.Update(sum, before, value));
        }
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(field), value);
    }
}
