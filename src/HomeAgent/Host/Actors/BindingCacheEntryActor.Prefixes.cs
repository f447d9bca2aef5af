using Akka.Actor;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Prefixes;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.HomeAgent.Actors;

/// <summary>Prefix discovery (RFC 6275 10.6), under the IPsec of this entity. What is scheduled is not durable: a mobile node that is bound is told again.</summary>
public sealed partial class BindingCacheEntryActor
{
    private PrefixDelivery? _delivery;
    private int _prefixRevision;

    /// <summary>Where the last frame that was genuine came from: what nobody has asked for leaves there, too.</summary>
    private IActorRef? _edge;

    /// <summary>The solicitation that waits for its answer, and how it came.</summary>
    private (ushort Identifier, Ingress Way) _owed;

    /// <summary>One that is not in the list any more is not valid any more.</summary>
    private HomeNetworkPrefix? PrefixInForce => _node.Prefixes is { } prefixes
        ? prefixes.Table.Prefixes.Of(_home) ?? default(HomeNetworkPrefix) with { Valid = new PrefixLifetime(TimeSpan.Zero) }
        : null;

    // With the kernel's IPsec advertisements would have to pass a socket that there is not.
    private PrefixDelivery? Delivery => _ipsec is null ? null : _delivery;

    /// <summary>
    /// A solicitation is answered by the way it came, whether or not there is a binding; over IPv4, too, with a type 2 routing header (RFC 6275 10.6.3).
    /// </summary>
    private void Solicited(ISignallingFrame frame, MobilePrefixSolicitation solicitation, in Ingress ingress)
    {
        var answer = SolicitedAnswer.None;
        var why = Delivery is not { } delivery ? DropReason.UnexpectedMessage
            : ingress is { Encapsulation: Encapsulation.Native, HomeAddressOption: false } ? DropReason.BadHomeAddressOption
            : (answer = delivery.Solicited(_node.Clock.GetUtcNow())) == SolicitedAnswer.None ? DropReason.RateLimited : DropReason.None;
        if (why != DropReason.None)
        {
            Drop(frame, why);
            return;
        }
        var (edge, way, received) = (Sender, ingress with { HomeAddressOption = true }, frame.Received);
        if (answer == SolicitedAnswer.Later) _owed = (solicitation.Identifier, way);
        _trace?.Step(Traces.Persist);
        // Its ESP number is used up, and the answer uses one.
        Persist(new BindingCacheEntryState(_home, _entry, _ipsec!.StateToPersist()), durable =>
        {
            EndUpdate();
            EndTrace(DropReason.None);
            if (Apply(durable) is { } changed) _node.Edges.Tell(changed);
            Watch(_delivery!);
            if (answer == SolicitedAnswer.Later || !TryAdvertise(edge, solicitation.Identifier, way, received)) edge.Tell(new FrameDropped(_home, received));
        });
    }

    /// <summary>Lifetimes of the prefix may have changed, or it is time to tell the mobile node.</summary>
    private void AdvertisementIsDue()
    {
        if (_node.Prefixes is not { } prefixes) return;
        if (_entry is not { Deregistered: false } entry)
        {
            if (_entry is null) Context.Parent.Tell(new Akka.Cluster.Sharding.Passivate(Stop.Instance));
            return;
        }
        var now = _node.Clock.GetUtcNow();
        if (_prefixRevision != prefixes.Table.Revision)
        {
            if (WithinPrefix(entry) is var within && !ReferenceEquals(within, entry))
            {
                // As for Binding Updates: what is too much for the journal waits for the next second.
                if (TryBeginUpdate()) Shorten(within, prefixes.Table.Revision);
                else prefixes.Due.Set(_home, now, inForce: false);
                return;
            }
            FollowPrefixes(prefixes.Table.Revision);
        }
        if (_delivery?.Due is null) return;
        FollowDirectory();
        // After a restart nobody knows where to send; the next registration tells, and looks after what is due.
        if (Delivery is not { } delivery || _edge is not { } edge) return;
        if (delivery.TryAnswer(now)) TryAdvertise(edge, _owed.Identifier, _owed.Way, Transmit.Unasked);
        else if (delivery.TrySend(now)) TryAdvertise(edge, 0, entry.Ingress with { HomeAddressOption = true }, Transmit.Unasked);
        Watch(delivery);
    }

    private void FollowPrefixes(int revision)
    {
        var now = _node.Clock.GetUtcNow();
        _prefixRevision = revision;
        _delivery?.Changed(PrefixInForce!.Value.PreferredFor(now), _node.Prefixes!.Random(), now);
    }

    /// <summary>RFC 6275 10.3.1: no binding is longer than its prefix is valid.</summary>
    private void Shorten(BindingCacheEntry within, int revision) => Persist(new BindingCacheEntryState(_home, within, _esp), durable =>
    {
        EndUpdate();
        if (Apply(durable) is { } changed) _node.Edges.Tell(changed);
        FollowPrefixes(revision);
        CheckLifetime();
        if (_entry is not null) AdvertisementIsDue();
    });

    private BindingCacheEntry WithinPrefix(BindingCacheEntry entry)
    {
        if (entry.Deregistered || PrefixInForce is not { } prefix) return entry;
        var now = _node.Clock.GetUtcNow();
        var valid = prefix.ValidFor(now);
        return valid == TimeSpan.MaxValue || entry.Expires <= now + valid ? entry : entry with { Expires = now + valid };
    }

    /// <summary>A binding was accepted, or removed.</summary>
    private void ScheduleAdvertisement()
    {
        if (Delivery is not { } delivery || _node.Prefixes is not { } prefixes) return;
        if (_entry is not { Deregistered: false })
        {
            CancelAdvertisements();
            return;
        }
        var now = _node.Clock.GetUtcNow();
        var preferred = PrefixInForce!.Value.PreferredFor(now);
        if (_prefixRevision != prefixes.Table.Revision) delivery.Changed(preferred, prefixes.Random(), now);
        _prefixRevision = prefixes.Table.Revision;
        delivery.Registered(preferred, prefixes.Random(), now);
        Watch(delivery);
    }

    private void CancelAdvertisements()
    {
        if (_delivery is not { } delivery) return;
        delivery.Cancel();
        Watch(delivery);
    }

    private bool TryAdvertise(IActorRef edge, ushort identifier, in Ingress ingress, DateTimeOffset received)
    {
        var message = _node.Prefixes!.Table.Prefixes.Advertise(identifier, _node.Clock.GetUtcNow());
        var discard = Seal(SignallingPackets.Write(message, _node.Options.HomeAgentAddress, _home), out var packet);
        if (packet is null) _node.Metrics.Dropped(DropReasons.Of(discard));
        else edge.Tell(new Transmit(_home, ingress, packet, received));
        return packet is not null;
    }

    private void Watch(PrefixDelivery delivery)
    {
        if (delivery.Due is { } due) _node.Prefixes!.Due.Set(_home, due, inForce: false);
        else _node.Prefixes!.Due.Remove(_home);
    }
}
