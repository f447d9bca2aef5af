using System.Buffers.Binary;
using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary><see cref="XfrmState"/> as XFRM_MSG_NEWSA and back, without the keys.</summary>
internal static class StateCodec
{
    internal static WireStateId Id(XfrmStateId id) => new()
    {
        Destination = XfrmAddress.Of(id.Destination),
        Spi = BinaryPrimitives.ReverseEndianness(id.Spi),
        Family = (ushort)id.Destination.FamilyOf(),
        Protocol = IpProtocol.Esp,
    };

    internal static XfrmStateId Id(in WireStateId wire) => new(wire.Destination.Read(wire.Family), BinaryPrimitives.ReverseEndianness(wire.Spi));

    internal static XfrmStateId Id(in WireState wire) => new(wire.Id.Destination.Read(wire.Family), BinaryPrimitives.ReverseEndianness(wire.Id.Spi));

    internal static void Write(ref NetlinkWriter writer, XfrmState state, SecurityAssociationParameters parameters)
    {
        // One word holds a short window; a longer one, or the upper halves of ESN, need the form with the bitmap.
        var usesBitmap = parameters.ExtendedSequenceNumbers || state.ReplayWindow > XfrmLimit.ShortReplayWindow;
        writer.Body(new WireState
        {
            Selector = state.Selector is { } selector ? SelectorCodec.Write(selector) : default,
            Id = new WireId
            {
                Destination = XfrmAddress.Of(state.Id.Destination),
                Spi = BinaryPrimitives.ReverseEndianness(state.Id.Spi),
                Protocol = IpProtocol.Esp,
            },
            Source = XfrmAddress.Of(state.Source),
            Limits = WireLimits.None,
            Reqid = state.Reqid,
            Family = (ushort)state.Id.Destination.FamilyOf(),
            Mode = (byte)state.Mode,
            ReplayWindow = usesBitmap ? (byte)0 : (byte)state.ReplayWindow,
            Flags = (byte)((state.AnyFamily ? XfrmStateFlag.AnyFamily : 0)
                | (parameters.ExtendedSequenceNumbers ? XfrmStateFlag.ExtendedSequenceNumbers : 0)),
        });
        EspAlgorithms.Write(ref writer, parameters);
        if (usesBitmap) ReplayCodec.WriteEsn(ref writer, state.Replay ?? new XfrmReplay(0, 0), state.ReplayWindow);
        else if (state.Replay is { } replay) ReplayCodec.WriteShort(ref writer, replay);
    }

    /// <summary>XFRM_MSG_NEWSA and UPDSA.</summary>
    internal static void Read(in NetlinkReader message, List<XfrmState> into)
    {
        if (message.Header.Type is not (XfrmMessage.NewState or XfrmMessage.UpdateState)) return;
        if (!message.TryBody(out WireState wire, out var attributes)) return;
        if (wire.Id.Protocol != IpProtocol.Esp || (XfrmMode)wire.Mode is not (XfrmMode.Transport or XfrmMode.Tunnel)) return;
        var hasAlgorithm = false;
        XfrmReplay? replay = null;
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case XfrmAttribute.Aead or XfrmAttribute.Crypt or XfrmAttribute.Auth or XfrmAttribute.AuthTruncated: hasAlgorithm = true; break;
                case XfrmAttribute.ReplayEsn: replay = ReplayCodec.ReadEsn(attributes.Data); break;
                case XfrmAttribute.Replay: replay = ReplayCodec.ReadShort(attributes.Data, wire.ReplayWindow); break;
                default: break;
            }
        }
        // Without one it only holds the place of a state that a key manager was asked for, or reserves its SPI.
        if (hasAlgorithm) into.Add(Compose(in wire, replay));
    }

    private static XfrmState Compose(in WireState wire, XfrmReplay? replay) => new(Id(in wire), wire.Source.Read(wire.Family), (XfrmMode)wire.Mode)
    {
        Reqid = wire.Reqid,
        Selector = SelectorCodec.ReadOptional(in wire.Selector),
        AnyFamily = (wire.Flags & XfrmStateFlag.AnyFamily) != 0,
        ReplayWindow = replay?.Window ?? wire.ReplayWindow,
        Replay = replay,
    };
}
