using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge.Native.Claims;
using DsMip.HomeAgent.Edge.Steering;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>Answers where several edges seal, each what is its own: under numbers that it was given, and for frames that may have come in elsewhere.</summary>
internal sealed class SharedAnswers(NumberGrants grants, EdgePeers peers)
{
    /// <summary>The entity gives numbers with every answer.</summary>
    public void Extend(Transmit answer)
    {
        if (answer.Grant is { } grant) grants.Extend(answer.HomeAddress, grant);
    }

    public void Ended(FrameDropped dropped)
    {
        if (dropped.LostClaim != 0) grants.Lose(dropped.HomeAddress, dropped.LostClaim);
    }

    /// <summary>False: it leaves by this edge.</summary>
    /// <param name="packet">Sealed by the kernel.</param>
    /// <param name="why">It leaves nowhere.</param>
    public bool TrySend(ReadOnlySpan<byte> packet, in Ingress ingress, out DropReason why)
    {
        why = DropReason.NumbersNotClaimed;
        if (!ProtectedPayload.TryReadSpi(packet, out _, out var number) || !Ipv6Header.TryReadHeader(packet, out var header, out _)) return true;
        if (!grants.MayLeave(header.Destination, number)) return true;
        why = DropReason.None;
        if (ingress.Edge == 0) return false;
        if (peers.Find(ingress.Edge) is { } edge) edge.Tell(new SteeredAnswer(ingress with { Edge = 0 }, packet.ToArray()), ActorRefs.NoSender);
        else why = DropReason.EdgeUnreachable;
        return true;
    }
}
