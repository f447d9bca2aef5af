using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>XFRM_MSG_NEWAE.</summary>
/// <param name="IsShort">The state has no bitmap; <paramref name="Replay"/> is then as of a window of 32.</param>
internal sealed record XfrmReplayAnswer(XfrmStateId Id, XfrmReplay Replay, bool IsShort)
{
    internal static void Read(in NetlinkReader message, List<XfrmReplayAnswer> into)
    {
        if (message.Header.Type != XfrmMessage.NewReplay || !message.TryBody(out WireReplayId wire, out var attributes)) return;
        if (wire.State.Protocol != IpProtocol.Esp) return;
        while (attributes.MoveNext())
        {
            if (attributes.Type is not (XfrmAttribute.Replay or XfrmAttribute.ReplayEsn)) continue;
            var isShort = attributes.Type == XfrmAttribute.Replay;
            var replay = isShort ? ReplayCodec.ReadShort(attributes.Data, XfrmLimit.ShortReplayWindow) : ReplayCodec.ReadEsn(attributes.Data);
            if (replay is not null) into.Add(new XfrmReplayAnswer(StateCodec.Id(in wire.State), replay, isShort));
        }
    }
}
