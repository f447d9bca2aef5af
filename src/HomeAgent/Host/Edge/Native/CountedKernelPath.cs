using DsMip.IPsec;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// The kernel's IPsec for sealed Mobility Headers, and what became of each of them: the kernel discards in silence, and lets clear messages out when it
/// likes, but its replay window tells which packets it has accepted.
/// </summary>
internal sealed class CountedKernelPath(IIpsecPath kernel, IKernelAssociations associations, IIpsecSink sink) : IIpsecPath
{
    public void Inbound(ReadOnlySpan<byte> packet)
    {
        if (!ProtectedPayload.TryReadSpi(packet, out var spi, out var number) || !associations.TryFindInbound(spi, out var association))
        {
            sink.Discarded(packet, IpsecDiscard.UnknownSpi);
            return;
        }
        if (associations.WasAccepted(association, number))
        {
            sink.Discarded(packet, IpsecDiscard.Replay);
            return;
        }
        kernel.Inbound(packet);
        if (!associations.WasAccepted(association, number)) sink.Discarded(packet, IpsecDiscard.IntegrityFailure);
    }

    public void Outbound(ReadOnlySpan<byte> packet) => kernel.Outbound(packet);
}
