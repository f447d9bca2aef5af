using System.Runtime.InteropServices;
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
        XfrmReplay? replay = null;
        var (isShort, packets) = (false, 0ul);
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case XfrmAttribute.Replay: (isShort, replay) = (true, ReplayCodec.ReadShort(attributes.Data, XfrmLimit.ShortReplayWindow)); break;
                case XfrmAttribute.ReplayEsn: (isShort, replay) = (false, ReplayCodec.ReadEsn(attributes.Data)); break;
                // struct xfrm_lifetime_cur: bytes, packets, times
                case XfrmAttribute.LifetimeValue when attributes.Data.Length >= 2 * sizeof(ulong):
                    packets = MemoryMarshal.Read<ulong>(attributes.Data[sizeof(ulong)..]);
                    break;
            }
        }
        if (replay is not null) into.Add(new XfrmReplayAnswer(StateCodec.Id(in wire.State), replay with { Packets = packets }, isShort));
    }
}
