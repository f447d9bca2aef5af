using DsMip.IPsec;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>Keeps what comes out of IPsec. Of what the kernel routes into the TUN only ESP: it greets interfaces with packets of its own.</summary>
internal sealed class PathSink : IIpsecSink
{
    internal List<byte[]> ClearPackets { get; } = [];
    internal List<byte[]> SealedPackets { get; } = [];
    internal List<IpsecDiscard> Discards { get; } = [];

    public void Clear(ReadOnlySpan<byte> packet) => ClearPackets.Add(packet.ToArray());

    public void Protected(ReadOnlySpan<byte> packet)
    {
        if (packet[0] >> 4 == 6 && packet[6] == IpProtocol.Esp) SealedPackets.Add(packet.ToArray());
    }

    public void Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => Discards.Add(why);
}
