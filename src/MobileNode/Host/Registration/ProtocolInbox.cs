using System.Threading.Channels;
using DsMip.MobileNode.Control;
using DsMip.MobileNode.Datapath;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Registration;

/// <summary>Where all threads leave word for the protocol loop.</summary>
internal sealed class ProtocolInbox : IProtocolEvents
{
    // Not bounded: what comes is bounded by what IPsec authenticates, by the kernel's changes, and by the control socket's one client at a time.
    private readonly Channel<ProtocolEvent> _events = Channel.CreateUnbounded<ProtocolEvent>(new UnboundedChannelOptions { SingleReader = true });

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

    void IProtocolEvents.BindingErrorReceived() => Post(new BindingErrorSeen());

    void IProtocolEvents.CareOfAddressUnreachable(IpAddress careOf) => Post(new UnreachableSeen(careOf));
}
