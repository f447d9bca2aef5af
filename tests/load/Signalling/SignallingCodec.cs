using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Load;

/// <summary>Complete frames of Binding Updates, and Binding Acknowledgements out of sealed packets. One thread.</summary>
internal sealed class SignallingCodec(LoadSettings settings)
{
    private const byte HopLimit = 64;
    private readonly NodeIpsec _ipsec = new();
    private readonly byte[] _clear = new byte[Ipv6Header.Size + 256];
    private readonly byte[] _frame = new byte[SignallingPath.Headroom + 1024];
    private readonly BindingLifetime _lifetime = BindingLifetime.From(settings.Lifetime);

    public BindingLifetime Lifetime => _lifetime;

    /// <summary>What the mobile node reports as its care-of address from there; behind a simulated NAT a private one.</summary>
    public IpAddress CareOfAddress(in Attachment at) => at.Address.IsIpv4 && settings.SimulateNat
        ? new Ipv4Address(0xc0a80000 | (at.Address.AsIpv4.Value & 0xffff))
        : at.Address;

    /// <summary>The frame is good until the next call.</summary>
    public ReadOnlySpan<byte> Update(SimulatedNode node, in Attachment from, bool deregister)
    {
        var identity = node.Identity;
        var update = new BindingUpdate(
            new SequenceNumber(node.Sequence), Flags(from), deregister ? BindingLifetime.Zero : _lifetime, Options(node, from, deregister));
        var length = MobilityHeaderCodec.Write(update, identity.HomeAddress, settings.HomeAgent, _clear.AsSpan(Ipv6Header.Size));
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.MobilityHeader, HopLimit, identity.HomeAddress, settings.HomeAgent).Write(_clear);
        var packet = _ipsec.Seal(identity.BindingUpdate, ref node.EspNext, _clear.AsSpan(0, Ipv6Header.Size + length));
        packet.CopyTo(_frame.AsSpan(SignallingPath.Headroom));
        var path = new SignallingPath(from.Address, settings.HomeAgentIpv4, from.Port);
        return path.TryFrame(_frame, SignallingPath.Headroom, packet.Length, out var offset, out var total, out _) ? _frame.AsSpan(offset, total) : [];
    }

    /// <param name="packet">ESP, home agent to home address.</param>
    public BindingAcknowledgement? Acknowledgement(SimulatedNode node, ReadOnlySpan<byte> packet)
    {
        if (!_ipsec.TryOpen(node.Identity.BindingAcknowledgement, node.EspAccepted, packet, out var clear)) return null;
        if (clear.Length < Ipv6Header.Size) return null;
        var read = MobilityHeaderCodec.TryRead(clear[Ipv6Header.Size..], settings.HomeAgent, node.Identity.HomeAddress, out var message, out _);
        return read ? message as BindingAcknowledgement : null;
    }

    private BindingUpdateFlags Flags(in Attachment from)
    {
        const BindingUpdateFlags always = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration;
        return from.Address.IsIpv4 && settings.ForceUdp ? always | BindingUpdateFlags.ForceUdpEncapsulation : always;
    }

    private MobilityOptions Options(SimulatedNode node, in Attachment from, bool deregister)
    {
        var careOf = CareOfAddress(from);
        MobilityOption option = careOf.IsIpv4 ? new Ipv4CareOfAddressOption(careOf.AsIpv4) : new AlternateCareOfAddressOption(careOf.AsIpv6);
        return node.Ipv4 is { } ipv4 && !deregister
            ? MobilityOptions.Of(option, new Ipv4HomeAddressOption((byte)ipv4.Length, ipv4 == Registrations.AnyPrefix, ipv4.Address))
            : MobilityOptions.Of(option);
    }
}
