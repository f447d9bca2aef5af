using DsMip.Ike;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Wire;

namespace DsMip.MobileNode.Protection;

/// <summary>The states of our reqids in the kernel.</summary>
internal sealed class NegotiatedStates(XfrmNetlink kernel, Ipv6Address homeAddress, Ipv6Address homeAgent)
{
    private readonly uint[] _reqids =
        [.. Enum.GetValues<AssociationPurpose>().Where(purpose => purpose != AssociationPurpose.Other).Select(purpose => SignallingReqids.Of(homeAddress, purpose))];

    public IReadOnlyList<XfrmStateId> List() => [.. kernel.GetStates().Where(IsOurs).Select(state => state.Id)];

    /// <summary>Removes those that charon does not know: of a charon that was killed. The kernel would go on sealing with them for an hour.</summary>
    public void Remove(IReadOnlyList<XfrmStateId> states, IReadOnlyList<ChildSa> negotiated)
    {
        var spis = negotiated.SelectMany(child => new[] { child.InboundSpi, child.OutboundSpi }).ToHashSet();
        foreach (var orphan in states.Where(state => !spis.Contains(state.Spi))) kernel.EnsureNo(orphan);
    }

    private bool IsOurs(XfrmState state) =>
        Array.IndexOf(_reqids, state.Reqid) >= 0
        && (IpAddress)homeAddress is var own && (IpAddress)homeAgent is var peer
        && (state.Source == own && state.Id.Destination == peer || state.Source == peer && state.Id.Destination == own);
}
