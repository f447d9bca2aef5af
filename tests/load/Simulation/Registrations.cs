using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Load;

/// <summary>Binding Updates and their answers, as a mobile node treats them (RFC 6275 11.7, 11.8). One thread; times in nanoseconds.</summary>
internal sealed class Registrations(LoadSettings settings, SignallingCodec codec, CareOfAddresses places, SendBatch output, AcknowledgementLog? log)
{
    /// <summary>Asked for with 0.0.0.0 (RFC 5555 3.1.1).</summary>
    public static readonly Ipv4Prefix AnyAddress = new(Ipv4Address.Any, 32), AnyPrefix = new(Ipv4Address.Any, 29);

    private const int PromptCures = 3;
    private readonly RetransmissionQueue _queue = new();
    private readonly long _grace = LoadClock.Of(settings.Grace);

    public PhaseMeter Meter { get; set; } = new("");

    /// <summary>Updates without an answer.</summary>
    public int Outstanding { get; private set; }

    /// <summary>Acknowledgements that came to another place than that of their update, or of its node.</summary>
    public long Misdelivered { get; private set; }

    /// <summary>ESP that no SA of the node opens, or that holds no Binding Acknowledgement.</summary>
    public long Unopened { get; private set; }

    /// <param name="move">To a new place. A node that is not registered gets one anyhow.</param>
    public void Begin(SimulatedNode node, bool move, bool deregister, long intended, long now)
    {
        node.Pending = move || !node.IsRegistered ? places.Next(node.OverIpv6) : node.Active;
        node.Intended = intended;
        node.Operation++;
        node.Outstanding = true;
        node.Deregisters = deregister;
        node.Attempts = 0;
        node.FirstOutstanding = (ushort)(node.Sequence + 1);
        Outstanding++;
        Meter.Started++;
        Send(node, now);
    }

    /// <summary>Sends again what has waited long enough; at most so many.</summary>
    public void Retransmit(long now, int limit)
    {
        for (var i = 0; i < limit && _queue.TryTake(now, out var node); i++)
        {
            Meter.Retransmissions++;
            // It may have been taken, and so may the one that follows.
            if (node!.Attempts == 1) Note(node, false, node.Sequence, codec.Lifetime);
            Send(node, now);
            Note(node, false, node.Sequence, codec.Lifetime);
        }
    }

    /// <param name="packet">ESP, home agent to home address.</param>
    /// <param name="at">Where it came.</param>
    public void Receive(SimulatedNode node, ReadOnlySpan<byte> packet, in Attachment at, long now)
    {
        if (codec.Acknowledgement(node, packet) is not { } acknowledgement)
        {
            Unopened++;
            return;
        }
        if (!node.IsAt(at, now)) Misdelivered++;
        var isOfThisOperation = (ushort)(acknowledgement.Sequence.Value - node.FirstOutstanding) <= (ushort)(node.Sequence - node.FirstOutstanding);
        if (acknowledgement.Status == BindingStatus.SequenceNumberOutOfWindow && node.Outstanding) Resynchronise(node, acknowledgement, now);
        else if (!isOfThisOperation || !node.Outstanding) Repeated(node, acknowledgement, isOfThisOperation);
        else Complete(node, acknowledgement, now);
    }

    /// <summary>Writes down what is unanswered: the home agent may have taken it.</summary>
    public void NoteOutstanding(IEnumerable<SimulatedNode> nodes)
    {
        foreach (var node in nodes)
            if (node.Outstanding) Note(node, false, node.Sequence, codec.Lifetime);
    }

    public void EndBatch() => log?.Flush();

    private void Send(SimulatedNode node, long now)
    {
        node.Sequence++;
        if (node.Attempts < byte.MaxValue) node.Attempts++;
        output.Add(codec.Update(node, node.Pending, node.Deregisters));
        _queue.Add(node, node.Attempts, !node.IsRegistered, now);
    }

    private void Resynchronise(SimulatedNode node, BindingAcknowledgement acknowledgement, long now)
    {
        Meter.Resynchronised++;
        node.Sequence = acknowledgement.Sequence.Value;
        node.FirstOutstanding = (ushort)(node.Sequence + 1);
        // Who is told so again and again waits like everybody else.
        if (node.Attempts > PromptCures) return;
        node.Operation++;
        Send(node, now);
    }

    private void Repeated(SimulatedNode node, BindingAcknowledgement acknowledgement, bool isOfThisOperation)
    {
        Meter.Repeated++;
        if (isOfThisOperation && acknowledgement.IsAccepted) Note(node, true, acknowledgement.Sequence.Value, acknowledgement.Lifetime, Ipv4Of(node, acknowledgement));
    }

    private void Complete(SimulatedNode node, BindingAcknowledgement acknowledgement, long now)
    {
        node.Outstanding = false;
        Outstanding--;
        Meter.Answered(acknowledgement.Status, node.Intended, now);
        if (!acknowledgement.IsAccepted) return;
        Note(node, true, acknowledgement.Sequence.Value, acknowledgement.Lifetime, Ipv4Of(node, acknowledgement));
        // From then on it is asked for by its name; who lost it asks for any.
        if (node.Identity.Ipv4HomeAddress is null && node.Ipv4 is { } asked) node.Ipv4 = Ipv4Of(node, acknowledgement) ?? (asked.Length == 32 ? AnyAddress : AnyPrefix);
        node.Move(now + _grace);
        node.Encapsulation = EncapsulationOf(node, acknowledgement);
    }

    private static Encapsulation EncapsulationOf(SimulatedNode node, BindingAcknowledgement acknowledgement)
    {
        if (node.OverIpv6) return Encapsulation.Ipv6;
        // All ones without F: no NAT, IP in IP (RFC 5555 3.2.2, 4.4.2).
        var option = acknowledgement.Options.Find<NatDetectionOption>();
        return option is { UdpRequired: true } or { RefreshSeconds: not NatDetectionOption.NoKeepaliveNeeded } ? Encapsulation.UdpIpv4 : Encapsulation.Ipv4;
    }

    /// <summary>What it was given.</summary>
    private static Ipv4Prefix? Ipv4Of(SimulatedNode node, BindingAcknowledgement acknowledgement) =>
        acknowledgement.Options.Find<Ipv4AddressAcknowledgementOption>() is { Status: Ipv4AddressStatus.Success } given
            // With an address comes the length of the home network.
            ? new Ipv4Prefix(given.HomeAddress, node.Ipv4 is { Length: < 32 } ? given.PrefixLength : 32)
            : null;

    private void Note(SimulatedNode node, bool acknowledged, ushort sequence, BindingLifetime lifetime, Ipv4Prefix? ipv4 = null)
    {
        if (log is null) return;
        var granted = node.Deregisters ? 0 : (int)lifetime.ToTimeSpan().TotalSeconds;
        log.Write(new AcknowledgementRecord(
            acknowledged, DateTimeOffset.UtcNow, node.Identity.HomeAddress, sequence, codec.CareOfAddress(node.Pending), node.Pending.Address,
            node.Pending.Port, granted, ipv4));
    }
}
