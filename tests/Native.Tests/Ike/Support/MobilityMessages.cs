using System.Buffers.Binary;
using DsMip.Lab.Topology;
using DsMip.Linux;

namespace DsMip.Native.Tests.Ike;

/// <summary>Sends and receives Binding Updates above the kernel's IPsec.</summary>
internal sealed class MobilityMessages(NetworkNamespace space) : IFrameHandler, IDisposable
{
    private const int MessageLength = 16;

    private readonly MobilityHeaderSocket _socket = space.Enter(() => new MobilityHeaderSocket());
    private readonly List<(Ipv6Address Source, ushort Sequence)> _received = [];

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<(Ipv6Address Source, ushort Sequence)> Received()
    {
        while (_socket.Receive(this) > 0)
        {
        }

        return _received;
    }

    public Errno SendBindingUpdate(Ipv6Address source, Ipv6Address destination, ushort sequence)
    {
        var packet = new byte[Ipv6Header.Size + MessageLength];
        packet[0] = 0x60;
        packet[5] = MessageLength;
        packet[6] = IpProtocol.MobilityHeader;
        source.Write(packet.AsSpan(8));
        destination.Write(packet.AsSpan(24));
        // No next header, 16 bytes, type 5, checksum by the kernel, sequence, A and H, lifetime, PadN.
        byte[] message = [IpProtocol.NoNextHeader, 1, 5, 0, 0, 0, 0, 0, 0xc0, 0, 0, 100, 1, 2, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), sequence);
        message.CopyTo(packet.AsSpan(Ipv6Header.Size));
        return _socket.Send(packet);
    }

    public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        var packet = buffer.Slice(offset, length);
        _received.Add((Ipv6Address.Read(packet[8..]), BinaryPrimitives.ReadUInt16BigEndian(packet[(Ipv6Header.Size + 6)..])));
    }

    public void Dispose() => _socket.Dispose();
}
