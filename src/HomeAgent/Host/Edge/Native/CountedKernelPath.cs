using DsMip.IPsec;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// The kernel's IPsec for sealed Mobility Headers, and what became of each of them: the kernel discards in silence, and lets clear messages out when it
/// likes, but its replay window tells which packets it has accepted.
/// </summary>
internal sealed class CountedKernelPath(IIpsecPath kernel, IKernelAssociations associations, IIpsecSink sink, TimeProvider clock) : IIpsecPath
{
    /// <summary>Each costs two questions to the kernel, and anybody can send them. What comes beyond that goes to the kernel and is not counted.</summary>
    private const int CountedPerSecond = 2000;

    private readonly SecondlyBudget<byte> _budget = new(CountedPerSecond);

    public void Inbound(ReadOnlySpan<byte> packet)
    {
        if (!ProtectedPayload.TryReadSpi(packet, out var spi, out var number) || !associations.TryFindInbound(spi, out var association))
        {
            sink.Discarded(packet, IpsecDiscard.UnknownSpi);
            return;
        }
        var before = _budget.TryTake(default, clock.GetUtcNow()) ? associations.Numbers(association) : null;
        if (before is not null && before.WasAccepted(before.Whole(number)))
        {
            sink.Discarded(packet, IpsecDiscard.Replay);
            return;
        }
        kernel.Inbound(packet);
        if (before is not null && associations.Numbers(association)?.HasAccepted(number, before) != true)
            sink.Discarded(packet, IpsecDiscard.IntegrityFailure);
    }

    public void Outbound(ReadOnlySpan<byte> packet) => kernel.Outbound(packet);
}
