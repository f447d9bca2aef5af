namespace DsMip.IPsec;

/// <summary>
/// IPsec as a bump in the stack (RFC 4301 3.3): our own ESP between the two sides of the boundary. Used by one thread at a time; a sink may
/// call back into it, since every packet has a buffer of its own.
/// </summary>
public sealed class BitsPath(SecurityAssociationDatabase sad, SecurityPolicyDatabase spd, IIpsecSink sink) : IIpsecPath
{
    private readonly EspSealing _sealing = new(sink);
    private readonly EspOpening _opening = new(sad, sink);

    public void Outbound(ReadOnlySpan<byte> packet)
    {
        if (!PacketLayout.TryRead(packet, out var layout))
        {
            sink.Discarded(packet, IpsecDiscard.Malformed);
            return;
        }

        packet = packet[..layout.Length];
        var selectors = SelectorReader.Read(packet, layout, PolicyDirection.Outbound);
        var entry = spd.Find(PolicyDirection.Outbound, selectors);
        switch (entry?.Action)
        {
            case PolicyAction.Bypass:
                sink.Protected(packet);
                break;
            case PolicyAction.Protect when sad.FindOutbound(selectors, entry) is { } sa:
                _sealing.Seal(packet, layout, sa);
                break;
            case PolicyAction.Protect:
                sink.Discarded(packet, IpsecDiscard.NoSecurityAssociation);
                break;
            default:
                sink.Discarded(packet, entry is null ? IpsecDiscard.NoPolicy : IpsecDiscard.PolicyDiscard);
                break;
        }
    }

    public void Inbound(ReadOnlySpan<byte> packet)
    {
        if (!PacketLayout.TryRead(packet, out var layout))
        {
            sink.Discarded(packet, IpsecDiscard.Malformed);
            return;
        }

        packet = packet[..layout.Length];
        if (layout.UpperProtocol == Wire.IpProtocol.Esp) _opening.Open(packet, layout);
        else Unprotected(packet, layout);
    }

    private void Unprotected(ReadOnlySpan<byte> packet, in PacketLayout layout)
    {
        var entry = spd.Find(PolicyDirection.Inbound, SelectorReader.Read(packet, layout, PolicyDirection.Inbound));
        switch (entry?.Action)
        {
            case PolicyAction.Bypass:
                sink.Clear(packet);
                break;
            case PolicyAction.Protect:
                sink.Discarded(packet, IpsecDiscard.ProtectionRequired);
                break;
            default:
                sink.Discarded(packet, entry is null ? IpsecDiscard.NoPolicy : IpsecDiscard.PolicyDiscard);
                break;
        }
    }
}
