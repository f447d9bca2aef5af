namespace DsMip.Linux.Netlink.Xfrm;

public sealed partial class XfrmNetlink
{
    /// <summary>Adds the policy, or replaces the one with the same selector and direction.</summary>
    public void Ensure(XfrmPolicy policy)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], XfrmMessage.UpdatePolicy, RequestFlag.Acknowledge);
        PolicyCodec.Write(ref writer, policy);
        _kernel.Change(writer.Finish(), $"installing IPsec {policy}");
    }

    /// <summary>False if there was none.</summary>
    public bool EnsureNo(XfrmSelector selector, XfrmDirection direction)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], XfrmMessage.DeletePolicy, RequestFlag.Acknowledge);
        writer.Body(PolicyCodec.Id(selector, direction));
        return _kernel.Change(writer.Finish(), $"deleting IPsec policy {direction} {selector}", Errno.ENOENT) == Errno.None;
    }

    public List<XfrmPolicy> GetPolicies()
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], XfrmMessage.GetPolicy, RequestFlag.Dump);
        return _kernel.Dump<XfrmPolicy>(writer.Finish(), "listing IPsec policies", PolicyCodec.Read);
    }
}
