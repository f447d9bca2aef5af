using System.Security.Cryptography;
using DsMip.IPsec;

namespace DsMip.Linux.Netlink.Xfrm;

public sealed partial class XfrmNetlink
{
    /// <exception cref="LinuxException">EEXIST: there is one of that SPI and destination.</exception>
    /// <exception cref="ArgumentException">Parameters or window are missing, or the window is too long.</exception>
    public void Add(XfrmState state)
    {
        var parameters = state.Parameters ?? throw new ArgumentException($"state {state.Id} has no parameters to be installed with", nameof(state));
        if (parameters.ExtendedSequenceNumbers && state.ReplayWindow == 0)
            throw new ArgumentException($"state {state.Id}: extended sequence numbers need a replay window", nameof(state));
        if (state.ReplayWindow > XfrmLimit.ReplayWindow)
            throw new ArgumentException($"state {state.Id}: a replay window holds {XfrmLimit.ReplayWindow} packets at most", nameof(state));
        Install(state, parameters);
    }

    /// <summary>Adds the state, in place of the one with its SPI and destination if there is one. Packets between the two find none.</summary>
    /// <remarks>The kernel's own update (XFRM_MSG_UPDSA) leaves keys, reqid, mode and sequence numbers of a state as they are.</remarks>
    public void Replace(XfrmState state)
    {
        EnsureNo(state.Id);
        Add(state);
    }

    /// <summary>False if there was none.</summary>
    public bool EnsureNo(XfrmStateId id)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], XfrmMessage.DeleteState, RequestFlag.Acknowledge);
        writer.Body(StateCodec.Id(id));
        return _kernel.Change(writer.Finish(), $"deleting IPsec state {id}", Errno.ESRCH) == Errno.None;
    }

    /// <summary>All that can protect packets; not the placeholders of states that a key manager has been asked for.</summary>
    public List<XfrmState> GetStates()
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], XfrmMessage.GetState, RequestFlag.Dump);
        var states = _kernel.Dump<XfrmState>(writer.Finish(), "listing IPsec states", StateCodec.Read);
        _kernel.Wipe();
        return states;
    }

    public XfrmState? Find(XfrmStateId id)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], XfrmMessage.GetState, 0);
        writer.Body(StateCodec.Id(id));
        var state = _kernel.Ask<XfrmState>(writer.Finish(), $"looking up IPsec state {id}", StateCodec.Read, Errno.ESRCH);
        _kernel.Wipe();
        return state;
    }

    private void Install(XfrmState state, SecurityAssociationParameters parameters)
    {
        Span<byte> buffer = stackalloc byte[RequestSize];
        var writer = new NetlinkWriter(buffer, XfrmMessage.NewState, RequestFlag.Acknowledge);
        StateCodec.Write(ref writer, state, parameters);
        var operation = $"adding IPsec state {state.Id}";
        try
        {
            var error = _kernel.Change(writer.Finish(), operation, Errno.EPROTONOSUPPORT, Errno.ENOSYS, Errno.ENOENT);
            if (error != Errno.None) throw new LinuxException(operation, error, XfrmRemedy.ForState(error, parameters.Suite));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }
}
