using System.Buffers.Binary;
using DsMip.Linux.Interop;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>
/// Sees IPv4 | UDP | ESP (RFC 3948) on port 4500 without owning the port, which an IKE daemon may hold: IKE and keepalives are not for us. Frames
/// are complete IPv4 packets, never fragments. A copy only: <see cref="StackShield"/> keeps the stack from the original.
/// </summary>
public sealed class EspInUdpTap : IFrameSource
{
    private readonly FrameReceiver _receiver;

    private EspInUdpTap(FilterInstruction[] filter)
    {
        _receiver = new FrameReceiver(PacketSocket.Open(), 0, PacketSocket.Name);
        try
        {
            PacketSocket.Attach(_receiver.Socket, filter);
            _receiver.EnlargeQueue();
            PacketSocket.Bind(_receiver.Socket, EtherType.Ipv4, 0);
        }
        catch
        {
            _receiver.Dispose();
            throw;
        }
    }

    public FrameSourceKind Kind => FrameSourceKind.EspInUdp;
    public int FileDescriptor => _receiver.Socket.Number;
    public long Truncated => _receiver.Truncated;
    public long QueueDrops => _receiver.QueueDrops;

    /// <summary>What is sent to port 4500 of the home agent's address.</summary>
    /// <param name="homeAgent">0.0.0.0: any address of this machine.</param>
    /// <param name="excludedInterface">Never packets arriving there; 0 means none.</param>
    /// <exception cref="LinuxException">CAP_NET_RAW is missing.</exception>
    public static EspInUdpTap AtHomeAgent(Ipv4Address homeAgent, int excludedInterface = 0) =>
        new(EspInUdpFilter.ToHomeAgent(homeAgent, excludedInterface));

    /// <summary>What the home agent sends from its port 4500.</summary>
    /// <inheritdoc cref="AtHomeAgent"/>
    public static EspInUdpTap AtMobileNode(Ipv4Address homeAgent, int excludedInterface = 0) =>
        new(EspInUdpFilter.FromHomeAgent(homeAgent, excludedInterface));

    public int Receive(IFrameHandler handler)
    {
        var count = _receiver.Receive();
        for (var i = 0; i < count; i++)
        {
            if (!_receiver.IsWhole(i)) continue;
            var buffer = _receiver.Batch.Buffer(i);
            // A short packet is padded on Ethernet; Total Length says where it ends.
            var length = Math.Min(_receiver.Batch.Length(i), BinaryPrimitives.ReadUInt16BigEndian(buffer[(FrameLayout.Headroom + 2)..]));
            handler.Handle(this, buffer, FrameLayout.Headroom, length);
        }
        return count;
    }

    public void Dispose() => _receiver.Dispose();
}
