using DsMip.IPsec;
using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.Time;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>All that the home agent has for one mobile node: its row in the store, its security associations and its entity.</summary>
internal sealed class ServedMobileNode(
    Scheduler scheduler, Random random, Subscriber subscriber, Setting setting, ReferenceModel model, Journal? journal) : IBindingHost
{
    /// <summary>Outbound ESP sequence numbers reserved at a time.</summary>
    private const ulong Block = 16;

    private DurableState _durable = DurableState.Empty;
    private InboundSecurityAssociation _updates = null!;
    private OutboundSecurityAssociation _acknowledgements = null!;
    private SimulatedBindingCacheEntry? _entity;
    private HomeAgentProcess _process = null!;

    /// <summary>Recovers in a process that has just begun.</summary>
    public void Start(HomeAgentProcess process)
    {
        _process = process;
        _updates = Keys.OpenUpdates(subscriber);
        _updates.RestoreHighest(_durable.Accepted);
        _acknowledgements = Keys.SealAcknowledgements(subscriber);
        _acknowledgements.Sequence.ResumeAt(_durable.Reserved + 1);
        Reserve();
        process.Ipsec.With(_updates).With(_acknowledgements);
        _entity = new SimulatedBindingCacheEntry(scheduler, random, subscriber, setting, _durable, this);
        Push(_durable);
    }

    public void Crash()
    {
        _entity!.Crash();
        _entity = null;
    }

    public void Receive(BindingUpdate update, in Ingress ingress, Frame frame) => _entity!.Receive(update, ingress, frame);

    DurableState IBindingHost.Persist(DurableState state, Frame frame, DateTimeOffset decided)
    {
        _durable = state with { Accepted = _updates.HighestAccepted, Reserved = _durable.Reserved };
        journal?.Note($"HA holds {state.Entry?.Tunnel?.ToString() ?? "nothing"} for {subscriber} of number {state.Entry?.Sequence} after {frame}");
        model.Decided(frame, decided);
        return _durable;
    }

    public void Push(DurableState state)
    {
        if (state.Entry is not { } entry) return;
        if (entry.Tunnel is { } tunnel) _process.Table.Put(entry.HomeAddresses, tunnel, state.Version, entry.Expires);
        else _process.Table.Remove(entry.HomeAddresses, state.Version);
    }

    void IBindingHost.Answer(BindingAcknowledgement acknowledgement, Ingress ingress)
    {
        journal?.Note($"HA answers {subscriber} {acknowledgement.Status} number {acknowledgement.Sequence} to {ingress.Remote}:{ingress.RemotePort}");
        if (_acknowledgements.Sequence.Remaining == 0) Reserve();
        var packet = _process.Ipsec.Seal(MobilityPacket.Write(Place.HomeAgent, subscriber.HomeAddress, acknowledgement));
        var frame = PacketBuffer.Apply(packet, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
            Tunnel.Answer.TryReverse(buffer, offset, length, ingress, out newOffset, out newLength, out why));
        model.Answers.Add(new Frame(frame!, Sender.HomeAgent));
        _process.Transmit(frame!);
    }

    private void Reserve()
    {
        _durable = _durable with { Reserved = _acknowledgements.Sequence.Next + Block - 1 };
        _acknowledgements.Sequence.ReservedThrough = _durable.Reserved;
    }
}
