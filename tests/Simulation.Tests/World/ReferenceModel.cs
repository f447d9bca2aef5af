using DsMip.HomeAgent.Core;
using DsMip.Simulation.Tests.Network;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.World;

/// <summary>
/// What the home agent must believe, in a few lines and from other sources than the home agent has: the Binding Updates as the mobile node
/// made them, and the frames with their true outer source. It knows nothing of IPsec, of sessions and of options it does not need.
/// </summary>
internal sealed class ReferenceModel(HomePolicy policy)
{
    /// <summary>RFC 6275 12.</summary>
    private static readonly TimeSpan MaxDeleteBceTimeout = TimeSpan.FromSeconds(10);

    private const int IntegrityCheckValue = 16;
    private readonly Dictionary<string, (byte[] Esp, BindingUpdate Update)> _sent = [];
    private readonly HashSet<string> _decided = [];
    private SequenceNumber _last;
    private DateTimeOffset _remembered = DateTimeOffset.MinValue;

    /// <summary>The binding and nothing else explains what the home agent forwards.</summary>
    public sealed record Binding(BidirectionalTunnel Tunnel, bool Ipv4, DateTimeOffset Expires);

    public Binding? Current { get; private set; }

    /// <summary>Frames whose Binding Updates have had their effect: the ones worth replaying.</summary>
    public List<Frame> Spent { get; } = [];

    /// <summary>The home agent's answers as they left.</summary>
    public List<Frame> Answers { get; } = [];

    /// <summary>The newest Binding Update after IPsec, on its way or arrived.</summary>
    public byte[]? LastSealed { get; private set; }

    /// <summary>The mobile node has made this Binding Update, and IPsec this packet of it.</summary>
    public void Sent(ReadOnlySpan<byte> sealedPacket, BindingUpdate update)
    {
        LastSealed = sealedPacket.ToArray();
        var esp = LastSealed[40..];
        _sent.Add(Name(esp), (esp, update));
    }

    /// <summary>The home agent has acted on a frame. It had better be authentic.</summary>
    public void Decided(Frame frame, DateTimeOffset now)
    {
        var name = Name(frame.Bytes);
        if (!_sent.TryGetValue(name, out var sent) || !frame.Bytes.AsSpan().EndsWith(sent.Esp))
            throw new SafetyViolation($"acted on a forged or altered frame, {frame}");
        if (frame.Sender != Sender.MobileNode || !_decided.Add(name)) throw new SafetyViolation($"acted on a replay, {frame}");
        Spent.Add(frame);
        Apply(sent.Update, frame, now);
    }

    private void Apply(BindingUpdate update, Frame frame, DateTimeOffset now)
    {
        var known = now < _remembered;
        if (known && (ushort)(update.Sequence.Value - _last.Value) is 0 or >= 32768) return;
        if (update.Lifetime.IsZero)
        {
            Remember(update, null, now + MaxDeleteBceTimeout);
            return;
        }
        var expires = now + TimeSpan.FromSeconds(4 * Math.Min(update.Lifetime.Units, policy.MaximumLifetime.Units));
        if (IsRefused(update, frame)) _last = update.Sequence;
        else Remember(update, new Binding(TunnelTo(update, frame), update.Options.Find<Ipv4HomeAddressOption>() is not null, expires), expires);
    }

    private void Remember(BindingUpdate update, Binding? binding, DateTimeOffset until)
    {
        _last = update.Sequence;
        Current = binding;
        _remembered = until;
    }

    // The only refusal that an honest mobile node can meet here: flag F where the home agent does not want it (RFC 5555 4.5).
    private bool IsRefused(BindingUpdate update, Frame frame) =>
        (update.Flags & BindingUpdateFlags.ForceUdpEncapsulation) != 0 && !policy.AllowUdpRequest
        && TunnelTo(update, frame).Encapsulation != Encapsulation.UdpIpv4;

    private BidirectionalTunnel TunnelTo(BindingUpdate update, Frame frame)
    {
        if (!FrameHeader.IsIpv4(frame.Bytes))
            return new BidirectionalTunnel(Encapsulation.Ipv6, Place.HomeAgent, update.Options.Find<AlternateCareOfAddressOption>()!.CareOfAddress);
        var source = FrameHeader.SourceEndpoint(frame.Bytes);
        var nat = source.Address != update.Options.Find<Ipv4CareOfAddressOption>()!.CareOfAddress;
        var wanted = policy.AllowUdpRequest && (update.Flags & BindingUpdateFlags.ForceUdpEncapsulation) != 0;
        return nat || wanted || policy.ForceUdp
            ? new BidirectionalTunnel(Encapsulation.UdpIpv4, Place.HomeAgentIpv4, source.Address, Port.DsMip, source.Port)
            : new BidirectionalTunnel(Encapsulation.Ipv4, Place.HomeAgentIpv4, source.Address);
    }

    // ESP ends a frame whatever stands in front, and its integrity check value ends ESP.
    private static string Name(ReadOnlySpan<byte> frame) =>
        Convert.ToHexString(frame.Length < IntegrityCheckValue ? frame : frame[^IntegrityCheckValue..]);
}
