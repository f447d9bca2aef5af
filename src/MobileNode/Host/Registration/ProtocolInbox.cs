using System.Threading.Channels;
using DsMip.MobileNode.Control;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Datapath.Correspondents;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Registration;

/// <summary>Where all threads leave word for the protocol loop.</summary>
internal sealed class ProtocolInbox : IProtocolEvents, ICorrespondentEvents
{
    // Not bounded: what comes is bounded by what IPsec authenticates, by the kernel's changes, by the control socket's one client at a time; and
    // of what anybody may send, Binding Errors and all that correspondents say, few wait at most.
    private readonly Channel<ProtocolEvent> _events = Channel.CreateUnbounded<ProtocolEvent>(new UnboundedChannelOptions { SingleReader = true });

    private const int MostOfCorrespondents = 64;

    private int _bindingErrors, _notUnderstood, _ofCorrespondents;

    public ChannelReader<ProtocolEvent> Reader => _events.Reader;

    public void Post(ProtocolEvent what) => _events.Writer.TryWrite(what);

    public Task<StatusReport> StatusAsync(CancellationToken stop)
    {
        var answer = new TaskCompletionSource<StatusReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(new StatusWanted(answer));
        return answer.Task.WaitAsync(stop);
    }

    void IProtocolEvents.AcknowledgementReceived(BindingAcknowledgement acknowledgement, in Ingress ingress, ulong espHighestAccepted) =>
        Post(new AcknowledgementSeen(acknowledgement, ingress, espHighestAccepted));

    void IProtocolEvents.AdvertisementReceived(MobilePrefixAdvertisement advertisement, ulong espHighestAccepted) =>
        Post(new AdvertisementSeen(advertisement, espHighestAccepted));

    void IProtocolEvents.RevocationReceived(BindingRevocationIndication indication, ulong espHighestAccepted) =>
        Post(new RevocationSeen(indication, espHighestAccepted));

    void IProtocolEvents.SwitchReceived(HomeAgentSwitch message, ulong espHighestAccepted) => Post(new SwitchSeen(message, espHighestAccepted));

    /// <summary>The <see cref="BindingErrorSeen"/> is read; the next may come.</summary>
    public void BindingErrorTaken() => Interlocked.Exchange(ref _bindingErrors, 0);

    void IProtocolEvents.BindingErrorReceived()
    {
        if (Interlocked.Exchange(ref _bindingErrors, 1) == 0) Post(new BindingErrorSeen());
    }

    /// <summary>The <see cref="NotUnderstoodSeen"/> is read; the next may come.</summary>
    public void NotUnderstoodTaken() => Interlocked.Exchange(ref _notUnderstood, 0);

    void IProtocolEvents.MobilityNotUnderstood()
    {
        if (Interlocked.Exchange(ref _notUnderstood, 1) == 0) Post(new NotUnderstoodSeen());
    }

    /// <summary>A <see cref="CorrespondentEvent"/> is read; another one may come.</summary>
    public void CorrespondentTaken() => Interlocked.Decrement(ref _ofCorrespondents);

    void ICorrespondentEvents.MessageReceived(Ipv6Address correspondent, Ipv6Address destination, IMobilityMessage message, ReadOnlySpan<byte> header)
    {
        if (MayPost()) Post(new CorrespondentMessageSeen(correspondent, destination, message, header.ToArray()));
    }

    void ICorrespondentEvents.PacketTunnelled(Ipv6Address correspondent)
    {
        if (MayPost()) Post(new PacketTunnelledSeen(correspondent));
    }

    void ICorrespondentEvents.NotUnderstood(Ipv6Address correspondent, ulong cookie)
    {
        if (MayPost()) Post(new CorrespondentNotUnderstandingSeen(correspondent, cookie));
    }

    private bool MayPost()
    {
        if (Interlocked.Increment(ref _ofCorrespondents) <= MostOfCorrespondents) return true;
        CorrespondentTaken();
        return false;
    }

    void IProtocolEvents.CareOfAddressUnreachable(IpAddress careOf) => Post(new UnreachableSeen(careOf));
}
