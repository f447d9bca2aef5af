using DsMip.IPsec;
using DsMip.Linux;

namespace DsMip.NativeIpsec;

/// <summary>
/// The kernel's IPsec as it is. Below it is a TUN interface: sealed packets are written to it and read from it. Above it, Mobility Headers come out of
/// a raw socket and go into it. The kernel works while it is written to, and after each call everything is taken that is there. A Mobility Header is
/// mostly there when the call returns, and sometimes a little later: since Linux 6.1 what comes out of transport mode goes through a work queue. Who
/// has to know waits: <see cref="LockedKernelPath"/>. What never comes the kernel has discarded: /proc/net/xfrm_stat counts why.
/// </summary>
/// <remarks>
/// Used by one thread at a time, which polls the two as well for what comes late. Owns neither. Not to be called
/// from a handler of the socket's own batch before that is done with its frame.
/// </remarks>
public sealed class KernelPath : IIpsecPath
{
    private readonly TunDevice _tun;
    private readonly IIpsecSink _sink;
    private readonly MobilityHeaderSocket _messages;
    private readonly ClearMessages _clear;
    private readonly byte[] _sealed = new byte[FrameLayout.MaximumFrame + 1];
    private bool _takesClear, _takesSealed;

    public KernelPath(TunDevice tun, MobilityHeaderSocket messages, IIpsecSink sink)
    {
        _tun = tun;
        _messages = messages;
        _sink = sink;
        _clear = new ClearMessages(sink);
    }

    /// <summary>A packet of the TUN's side, whatever it is; Mobility Headers that come of it go to the sink, all else to the kernel's own stack.</summary>
    public void Inbound(ReadOnlySpan<byte> packet)
    {
        var refusal = _tun.Write(packet);
        if (refusal == Errno.None) TakeClear();
        else _sink.Discarded(packet, refusal == Errno.EINVAL ? IpsecDiscard.Malformed : IpsecDiscard.Unavailable);
    }

    /// <summary>A Mobility Header right behind its IPv6 header. With it other packets may leave that the kernel has routed into the TUN meanwhile.</summary>
    public void Outbound(ReadOnlySpan<byte> packet)
    {
        var refusal = _messages.Send(packet);
        if (refusal != Errno.None) _sink.Discarded(packet, Reason(refusal));
        TakeSealed();
    }

    /// <summary>A call from within the sink does nothing: the outer one goes on until all is taken.</summary>
    /// <returns>Was there anything?</returns>
    internal bool TakeClear()
    {
        if (_takesClear) return false;
        _takesClear = true;
        try
        {
            var any = false;
            while (_messages.Receive(_clear) > 0) any = true;
            return any;
        }
        finally
        {
            _takesClear = false;
        }
    }

    /// <inheritdoc cref="TakeClear"/>
    private void TakeSealed()
    {
        // The TUN's own batch buffers may be in use by who calls; and a stream of payload must not hold this thread for ever.
        const int most = 1024;
        if (_takesSealed) return;
        _takesSealed = true;
        try
        {
            for (var i = 0; i < most; i++)
            {
                var length = _tun.Read(_sealed);
                if (length == 0) return;
                if (length <= FrameLayout.MaximumFrame) _sink.Protected(_sealed.AsSpan(0, length));
            }
        }
        finally
        {
            _takesSealed = false;
        }
    }

    private static IpsecDiscard Reason(Errno refusal) => refusal switch
    {
        Errno.EINVAL => IpsecDiscard.Malformed,
        Errno.EMSGSIZE => IpsecDiscard.TooBig,
        Errno.EPERM => IpsecDiscard.PolicyDiscard,
        _ => IpsecDiscard.Unavailable,
    };

    private sealed class ClearMessages(IIpsecSink sink) : IFrameHandler
    {
        public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length) => sink.Clear(buffer.Slice(offset, length));
    }
}
