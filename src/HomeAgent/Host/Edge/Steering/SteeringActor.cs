using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Steering;

/// <summary>Where an edge gets what others steer to it, and what they have sealed for frames that came in by it.</summary>
internal sealed class SteeringActor(
    HomeAgentOptions options, EdgePeers peers, SteeredArrivals arrivals, FrameSender sender, EdgeMetrics metrics, AuditLog audit, TimeProvider clock) : UntypedActor
{
    public const string Name = "steering";
    private const int NextHeaderOffset = 6;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SteeredFrame frame: Take(frame); break;
            case SteeredAnswer answer: Send(answer); break;
            default: Unhandled(message); break;
        }
    }

    private void Take(SteeredFrame frame)
    {
        var why = WhyNot(frame);
        if (why == DropReason.None && !arrivals.TryAdd(frame.Ingress with { Edge = peers.PlaceOf(frame.From) }, frame.Packet)) why = DropReason.QueueFull;
        if (why == DropReason.None) metrics.Steered(toOwner: false);
        else audit.Dropped(why, SourceOf(frame.Packet), frame.Ingress.Remote);
    }

    private DropReason WhyNot(SteeredFrame frame)
    {
        if (peers.PlaceOf(frame.From) == 0) return DropReason.EdgeUnreachable;
        if (clock.GetUtcNow() - frame.Since > BindingCacheEntryActor.LongestWait) return DropReason.StaleMessage;
        if (!Ipv6Header.TryRead(frame.Packet, out var header, out var why)) return why;
        return header.Destination == options.HomeAgentAddress && header.NextHeader == IpProtocol.Esp ? DropReason.None : DropReason.NotForUs;
    }

    /// <summary>Sealed by the owner's kernel; here it gets the outer headers of the way that the frame came.</summary>
    private void Send(SteeredAnswer answer)
    {
        var why = Transmit(answer);
        if (why != DropReason.None) audit.Dropped(why, default, answer.Ingress.Remote);
    }

    private DropReason Transmit(SteeredAnswer answer)
    {
        if (!Ipv6Header.TryRead(answer.Packet, out var header, out var why)) return why;
        if (header.Source != options.HomeAgentAddress || answer.Packet[NextHeaderOffset] != IpProtocol.Esp) return DropReason.UnprotectedSignalling;
        var buffer = new byte[Answer.Headroom + answer.Packet.Length];
        answer.Packet.CopyTo(buffer, Answer.Headroom);
        if (!Answer.TryReverse(buffer, Answer.Headroom, answer.Packet.Length, answer.Ingress, out var offset, out var length, out why)) return why;
        return sender.Send(buffer.AsSpan(offset, length)) == Errno.None ? DropReason.None : DropReason.Unreachable;
    }

    private static Ipv6Address SourceOf(ReadOnlySpan<byte> packet) =>
        Ipv6Header.TryReadHeader(packet, out var header, out _) ? header.Source : Ipv6Address.Any;
}
