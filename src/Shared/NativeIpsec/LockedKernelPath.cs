using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.NativeIpsec;

/// <summary>
/// The kernel's IPsec for one sealed Mobility Header at a time (Req 4 of the draft, "locking"): it is out again, or discarded for good, when
/// <see cref="Inbound"/> returns, so that <see cref="LockReassociation"/> is right. For Binding Updates only; there is no Mobility Header to wait for in
/// other packets.
/// </summary>
/// <remarks>
/// The kernel lets a clear message out by a work queue (Linux 6.1, <c>xfrm_trans_queue</c>), so silence after the write means nothing. But its replay
/// window tells at once whether it has accepted the packet: then the message is waited for. Nothing is taken out on behalf of a packet that was not
/// accepted, so whoever forges packets neither gets a message of somebody else ascribed to himself nor makes anybody wait.
/// </remarks>
public sealed class LockedKernelPath(TunDevice tun, MobilityHeaderSocket messages, XfrmNetlink kernel, IIpsecSink sink) : IIpsecPath
{
    /// <summary>Then the message is lost above IPsec: a policy, a wrong checksum. It takes a packet that somebody with keys has sent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly KernelPath _path = new(tun, messages, sink);

    public void Inbound(ReadOnlySpan<byte> packet)
    {
        if (!TryFind(packet, out var state, out var low))
        {
            sink.Discarded(packet, IpsecDiscard.UnknownSpi);
            return;
        }
        var wasAccepted = IsAccepted(state, low);
        var refusal = tun.Write(packet);
        if (refusal != Errno.None) sink.Discarded(packet, IpsecDiscard.Unavailable);
        else if (wasAccepted) sink.Discarded(packet, IpsecDiscard.Replay);
        else if (!IsAccepted(state, low)) sink.Discarded(packet, IpsecDiscard.IntegrityFailure);
        else Await();
    }

    public void Outbound(ReadOnlySpan<byte> packet) => _path.Outbound(packet);

    private void Await()
    {
        if (!_path.TakeClear() && messages.Wait(Patience)) _path.TakeClear();
    }

    /// <summary>The state of this SPI, if it is the sender's: under another one's nothing comes out for this source.</summary>
    private bool TryFind(ReadOnlySpan<byte> packet, out XfrmStateId id, out uint low)
    {
        id = default;
        if (!ProtectedPayload.TryReadSpi(packet, out var spi, out low) || IpVersion.Of(packet) != 6) return false;
        id = new XfrmStateId(Ipv6Address.Read(packet[24..]), spi);
        return kernel.Find(id) is { } state && state.Source == Ipv6Address.Read(packet[8..]);
    }

    private bool IsAccepted(XfrmStateId id, uint low)
    {
        try
        {
            var replay = kernel.GetReplay(id);
            return replay.WasAccepted(replay.Whole(low));
        }
        catch (LinuxException e) when (e.Errno == Errno.ESRCH)
        {
            // Gone since it was found.
            return false;
        }
    }
}
