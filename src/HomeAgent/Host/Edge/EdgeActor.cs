using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge.HomeLink;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>Where entities reach the edge. Payload never comes this way.</summary>
/// <param name="table">Knows the versions that stand.</param>
/// <param name="signalling">The edge's way out for acknowledgements.</param>
/// <param name="sync">Asked for what has passed this edge by.</param>
/// <param name="homeLink">Null: this edge is on no home link, and leaves questions about it to others.</param>
public sealed class EdgeActor(
    BindingTable table, IDatapath datapath, ISignallingEgress signalling, IResync sync, EdgeMetrics metrics, IAddressProbing? homeLink) : UntypedActor
{
    /// <summary>
    /// Versions are numbers of rows in the journal of one home address, and nobody writes that many. One that is too high would stand for ever.
    /// </summary>
    private const long LargestStep = 1L << 32;

    private readonly BatchNumbers _numbers = new();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TunnelBatch batch: Apply(batch); break;
            case Transmit transmit: Send(transmit); break;
            case ProbeAddress probe when homeLink is not null: _ = ProbeAsync(homeLink, probe, Sender); break;
            case ProbeAddress: break;
            case FrameDropped dropped: signalling.Ended(dropped); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>The tunnel is in force before its mobile node knows: whoever has the acknowledgement may send at once.</summary>
    private void Send(Transmit transmit)
    {
        if (transmit.Tunnel is { } changed) Apply(changed);
        signalling.Transmit(transmit);
    }

    private static async Task ProbeAsync(IAddressProbing homeLink, ProbeAddress probe, IActorRef asker)
    {
        if (await homeLink.ProbeAsync(probe.Home).ConfigureAwait(false) is { } isUnique) asker.Tell(new AddressProbed(probe.Home.Ipv6, isUnique));
    }

    private void Apply(TunnelBatch batch)
    {
        foreach (var changed in batch.Changes) Apply(changed);
        metrics.Changed(batch.Changes.Length);
        Sender.Tell(new BatchConfirmed(batch.Source, batch.Changes.IsEmpty ? BatchConfirmed.Heard : batch.Number), Self);
        var missing = _numbers.Note(batch);
        metrics.MissedBatches(missing.Batches);
        if (missing.Anything) sync.Request(SyncCause.MissedBatches);
    }

    private void Apply(TunnelChanged changed)
    {
        // Neither is negative.
        if (changed.Version - table.VersionOf(changed.Home.Ipv6) > LargestStep) metrics.RefusedChange();
        else if (changed.Tunnel is { } tunnel) datapath.Put(changed.Home, tunnel, changed.Version, changed.Expires);
        else datapath.Remove(changed.Home, changed.Version);
    }
}
