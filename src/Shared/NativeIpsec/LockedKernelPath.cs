using System.Diagnostics.CodeAnalysis;
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
public sealed class LockedKernelPath : IIpsecPath
{
    /// <summary>
    /// After ten rounds of silence, or a hundred of other messages, the message is lost above IPsec, by a policy or a wrong checksum. It takes a packet
    /// of somebody with keys, who can so slow us down; the tag makes nobody wait. Several rounds, because a machine that stood still finds one timer
    /// run down.
    /// </summary>
    private const int Patience = 100, Silence = 10;

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(10);

    private readonly TunDevice _tun;
    private readonly MobilityHeaderSocket _messages;
    private readonly XfrmNetlink _kernel;
    private readonly IIpsecSink _sink;
    private readonly Awaited _awaited;
    private readonly KernelPath _path;

    public LockedKernelPath(TunDevice tun, MobilityHeaderSocket messages, XfrmNetlink kernel, IIpsecSink sink)
    {
        (_tun, _messages, _kernel, _sink) = (tun, messages, kernel, sink);
        _awaited = new Awaited(sink);
        _path = new KernelPath(tun, messages, _awaited);
    }

    public void Inbound(ReadOnlySpan<byte> packet)
    {
        IpsecDiscard why;
        try
        {
            why = Enter(packet);
        }
        catch (LinuxException)
        {
            // Netlink was out of memory or did not answer; the next one may fare better.
            why = IpsecDiscard.Unavailable;
        }
        if (why == IpsecDiscard.None) Await(Ipv6Address.Read(packet[8..]));
        else _sink.Discarded(packet, why);
    }

    public void Outbound(ReadOnlySpan<byte> packet) => _path.Outbound(packet);

    /// <summary>Into the kernel; <see cref="IpsecDiscard.None"/> if it is accepted.</summary>
    private IpsecDiscard Enter(ReadOnlySpan<byte> packet)
    {
        if (!TryFind(packet, out var state, out var low) || !TryAsk(state, out var before)) return IpsecDiscard.UnknownSpi;
        var refusal = _tun.Write(packet);
        if (refusal != Errno.None) return IpsecDiscard.Unavailable;
        if (before.WasAccepted(before.Whole(low))) return IpsecDiscard.Replay;
        return TryAsk(state, out var after) && after.HasAccepted(low, before) ? IpsecDiscard.None : IpsecDiscard.IntegrityFailure;
    }

    /// <summary>Messages of others may come first; anybody can send the home agent a clear one.</summary>
    private void Await(Ipv6Address source)
    {
        _awaited.Expect(source);
        for (var patience = Patience; patience > 0 && _awaited.IsMissing;)
        {
            if (_messages.Wait(Round)) patience -= _path.TakeClear() ? 1 : Silence;
            else patience -= Silence;
        }
    }

    /// <summary>The state of this SPI, if it is the sender's: under another one's nothing comes out for this source.</summary>
    private bool TryFind(ReadOnlySpan<byte> packet, out XfrmStateId id, out uint low)
    {
        id = default;
        if (!ProtectedPayload.TryReadSpi(packet, out var spi, out low) || IpVersion.Of(packet) != 6) return false;
        id = new XfrmStateId(Ipv6Address.Read(packet[24..]), spi);
        return _kernel.Find(id) is { } state && state.Source == Ipv6Address.Read(packet[8..]);
    }

    /// <summary>False: it has gone since it was found.</summary>
    private bool TryAsk(XfrmStateId id, [NotNullWhen(true)] out XfrmReplay? numbers)
    {
        try
        {
            numbers = _kernel.GetReplay(id);
            return true;
        }
        catch (LinuxException e) when (e.Errno == Errno.ESRCH)
        {
            numbers = null;
            return false;
        }
    }

    /// <summary>Passes everything on and looks out for a message of one source.</summary>
    private sealed class Awaited(IIpsecSink sink) : IIpsecSink
    {
        private Ipv6Address _source;

        public bool IsMissing { get; private set; }

        public void Expect(Ipv6Address source) => (_source, IsMissing) = (source, true);

        public void Clear(ReadOnlySpan<byte> packet)
        {
            if (Ipv6Address.Read(packet[8..]) == _source) IsMissing = false;
            sink.Clear(packet);
        }

        public void Protected(ReadOnlySpan<byte> packet) => sink.Protected(packet);

        public void Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => sink.Discarded(packet, why);
    }
}
