namespace DsMip.Linux.Netlink.Xfrm;

public sealed partial class XfrmNetlink
{
    /// <exception cref="LinuxException">ESRCH: there is no such state.</exception>
    public XfrmReplay GetReplay(XfrmStateId id)
    {
        var replay = AskReplay(id, out var isShort);
        if (!isShort) return replay;
        // The answer does not tell the length of a short window; the state does.
        return Find(id)?.Replay is { } whole ? whole with { Packets = replay.Packets } : replay;
    }

    /// <summary>Sequence numbers to go on from. The length of the window stays.</summary>
    /// <exception cref="LinuxException">ESRCH: there is no such state.</exception>
    public void SetReplay(XfrmStateId id, XfrmReplay replay)
    {
        var before = AskReplay(id, out var isShort);
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], XfrmMessage.NewReplay, RequestFlag.Acknowledge | RequestFlag.Replace);
        writer.Body(new WireReplayId { State = StateCodec.Id(id) });
        if (isShort) ReplayCodec.WriteShort(ref writer, replay);
        else ReplayCodec.WriteEsn(ref writer, replay, before.Window);
        _kernel.Change(writer.Finish(), $"setting the sequence numbers of IPsec state {id}");
    }

    private XfrmReplay AskReplay(XfrmStateId id, out bool isShort)
    {
        var operation = $"asking for the sequence numbers of IPsec state {id}";
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], XfrmMessage.GetReplay, 0);
        writer.Body(new WireReplayId { State = StateCodec.Id(id) });
        var answer = _kernel.Ask<XfrmReplayAnswer>(writer.Finish(), operation, XfrmReplayAnswer.Read)
            ?? throw new LinuxException(operation, Errno.EIO, "the kernel answers something else");
        isShort = answer.IsShort;
        return answer.Replay;
    }
}
