using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary><see cref="XfrmPolicy"/> as XFRM_MSG_NEWPOLICY and back.</summary>
internal static class PolicyCodec
{
    private const uint AnyAlgorithm = uint.MaxValue;

    internal static WirePolicyId Id(XfrmSelector selector, XfrmDirection direction) =>
        new() { Selector = SelectorCodec.Write(selector), Direction = (byte)direction };

    internal static void Write(ref NetlinkWriter writer, XfrmPolicy policy)
    {
        writer.Body(new WirePolicy
        {
            Selector = SelectorCodec.Write(policy.Selector),
            Limits = WireLimits.None,
            Priority = policy.Priority,
            Direction = (byte)policy.Direction,
            Action = policy.Blocks ? XfrmAction.Block : XfrmAction.Allow,
        });
        if (policy.Template is not { } template) return;
        // Transport mode has the packet's own addresses, so those of the template may be left out and say nothing of the family.
        var family = template.Mode == XfrmMode.Tunnel ? template.Destination.FamilyOf() : policy.Selector.Family;
        var wire = new WireTemplate
        {
            Id = new WireId { Destination = XfrmAddress.Of(template.Destination), Protocol = IpProtocol.Esp },
            Family = (ushort)family,
            Source = XfrmAddress.Of(template.Source),
            Reqid = template.Reqid,
            Mode = (byte)template.Mode,
            AuthAlgorithms = AnyAlgorithm,
            EncryptionAlgorithms = AnyAlgorithm,
            CompressionAlgorithms = AnyAlgorithm,
        };
        MemoryMarshal.Write(writer.Reserve(XfrmAttribute.Template, Unsafe.SizeOf<WireTemplate>()), in wire);
    }

    /// <summary>XFRM_MSG_NEWPOLICY and UPDPOLICY.</summary>
    internal static void Read(in NetlinkReader message, List<XfrmPolicy> into)
    {
        if (message.Header.Type is not (XfrmMessage.NewPolicy or XfrmMessage.UpdatePolicy)) return;
        if (message.TryBody(out WirePolicy wire, out var attributes) && IsHostWide(in wire, attributes)) into.Add(Compose(in wire, attributes));
    }

    /// <summary>Policies of one socket, of marked packets, of an interface and sub-policies are another SPD's.</summary>
    internal static bool IsHostWide(in WirePolicy wire, NetlinkAttributes attributes)
    {
        // Above the three directions come those of sockets.
        if (wire.Direction > (byte)XfrmDirection.Forward || wire.Selector.InterfaceIndex != 0) return false;
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case XfrmAttribute.Mark when attributes.Data.ContainsAnyExcept((byte)0): return false;
                case XfrmAttribute.InterfaceId when attributes.Number != 0: return false;
                case XfrmAttribute.PolicyType when attributes.Data is [not XfrmPolicyType.Main, ..]: return false;
                default: break;
            }
        }
        return true;
    }

    private static XfrmPolicy Compose(in WirePolicy wire, NetlinkAttributes attributes)
    {
        XfrmTemplate? template = null;
        while (attributes.MoveNext())
            if (attributes.Type == XfrmAttribute.Template) template = FindEsp(attributes.Data);
        return new XfrmPolicy(SelectorCodec.Read(in wire.Selector), (XfrmDirection)wire.Direction, wire.Priority)
        {
            Blocks = wire.Action == XfrmAction.Block,
            Template = template,
        };
    }

    /// <summary>A bundle may ask for compression before ESP.</summary>
    private static XfrmTemplate? FindEsp(ReadOnlySpan<byte> data)
    {
        foreach (ref readonly var wire in MemoryMarshal.Cast<byte, WireTemplate>(data))
        {
            if (wire.Id.Protocol != IpProtocol.Esp) continue;
            var source = wire.Source.ReadOptional(wire.Family);
            return new XfrmTemplate((XfrmMode)wire.Mode, source, wire.Id.Destination.ReadOptional(wire.Family), wire.Reqid);
        }
        return null;
    }
}
