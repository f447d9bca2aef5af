using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.Fuzz.Targets;

/// <summary>Address discovery, prefix discovery, neighbour and router discovery, and errors of both versions. First byte: is the checksum put right?</summary>
internal sealed class IcmpMessages : IFuzzTarget
{
    private readonly byte[] _buffer = new byte[Mutator.Longest];

    public IEnumerable<byte[]> Seeds => LinkMessages.All.Select(message =>
    {
        var bytes = new byte[1 + Icmpv6Codec.Measure(message)];
        Icmpv6Codec.Write(message, Lab.Alice, Lab.HomeAgent, bytes.AsSpan(1));
        bytes[0] = 1;
        return bytes;
    }).Append([1, .. SeedPackets.TooBig(SeedPackets.Down)[Ipv6Header.Size..]]).Append([2, .. SeedPackets.FragmentationNeeded(SeedPackets.Down)[Ipv4Header.Size..]]);

    public IEnumerable<byte[]> Tokens => Lab.Addresses.Append([3, 4, 64, 0xc0]).Append([1, 1, 2, 0, 0, 0, 0, 1]).Append([8, 1]).Append([7, 1]);

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var repairs = reader.Byte();
        var message = _buffer.AsSpan(0, reader.Rest.Length);
        reader.Rest.CopyTo(message);
        if ((repairs & 1) != 0) Repair.Icmpv6(message, Lab.Alice, Lab.HomeAgent);
        else if ((repairs & 2) != 0) Repair.Icmpv4(message);
        if (Icmpv6Codec.TryRead(message, Lab.Alice, Lab.HomeAgent, out var read, out var why)) WriteAgain(read!, neighbor: false);
        else Require.That(why != DropReason.None, "what is refused has a reason");
        if (Icmpv6Codec.TryReadNeighbor(message, Lab.Alice, Lab.HomeAgent, out read, out _)) WriteAgain(read!, neighbor: true);
        Icmpv6Error.TryRead(message, Lab.Alice, Lab.HomeAgent, out _, out _, out _);
        Icmpv4Error.TryRead(message, out _, out _, out _);
        TunnelError.TryRead(message, out _, out _);
    }

    public void Dispose()
    {
        // It holds nothing.
    }

    private static void WriteAgain(Icmpv6Message read, bool neighbor)
    {
        var bytes = new byte[Icmpv6Codec.Measure(read)];
        Icmpv6Codec.Write(read, Lab.Alice, Lab.HomeAgent, bytes);
        var isRead = neighbor
            ? Icmpv6Codec.TryReadNeighbor(bytes, Lab.Alice, Lab.HomeAgent, out var reread, out _)
            : Icmpv6Codec.TryRead(bytes, Lab.Alice, Lab.HomeAgent, out reread, out _);
        Require.That(isRead && read.Equals(reread), "what was written is what was read");
    }
}
