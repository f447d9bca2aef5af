using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Wire;

namespace DsMip.NativeIpsec;

/// <summary>The two signalling SAs of a home address with keys from configuration, in the kernel. Nobody rekeys them, so their numbers must go on.</summary>
public static class ManualAssociations
{
    /// <summary>Puts both into the kernel, in place of those that an earlier run of ours left there.</summary>
    /// <param name="outboundUsed">Every number up to this one may have been sent under the outbound key.</param>
    /// <param name="inboundAccepted">Every number up to this one counts as a replay; 0: nothing was accepted under the inbound key yet.</param>
    /// <exception cref="LinuxException">The kernel refuses; EEXIST: the SPI belongs to an association that is not ours.</exception>
    public static void Install(
        XfrmNetlink kernel, bool atHomeAgent, Ipv6Address homeAgent, Ipv6Address homeAddress, SecurityAssociationParameters inbound,
        SecurityAssociationParameters outbound, ulong outboundUsed = 0, ulong inboundAccepted = 0)
    {
        var ends = new ProtectedEnds(atHomeAgent, homeAgent, homeAddress);
        var receiving = State(ends, ends.Remote, ends.Local, inbound);
        var sending = State(ends, ends.Local, ends.Remote, outbound);
        var received = Withdraw(kernel, receiving)?.InboundHighest ?? 0;
        var sent = Withdraw(kernel, sending)?.OutboundLast ?? 0;
        // Numbers of the earlier run are taken for new keys only where that costs nothing: a gap in what is sent.
        kernel.Add(receiving with { Replay = Resume(0, inboundAccepted == 0 ? 0 : Math.Max(inboundAccepted, received)) });
        kernel.Add(sending with { Replay = Resume(Math.Max(outboundUsed, sent), 0) });
    }

    /// <summary>Takes ours out; an association of somebody else with the same SPI stays.</summary>
    public static void Remove(
        XfrmNetlink kernel, bool atHomeAgent, Ipv6Address homeAgent, Ipv6Address homeAddress, Spi inbound, Spi outbound)
    {
        foreach (var id in (XfrmStateId[])[InboundId(atHomeAgent, homeAgent, homeAddress, inbound), OutboundId(atHomeAgent, homeAgent, homeAddress, outbound)])
            if (kernel.Find(id)?.Reqid == SignallingReqids.Of(homeAddress, AssociationPurpose.Signalling)) kernel.EnsureNo(id);
    }

    /// <summary>How the kernel knows the one that opens.</summary>
    public static XfrmStateId InboundId(bool atHomeAgent, Ipv6Address homeAgent, Ipv6Address homeAddress, Spi spi) =>
        new(new ProtectedEnds(atHomeAgent, homeAgent, homeAddress).Local, spi.Value);

    /// <summary>How the kernel knows the one that seals.</summary>
    public static XfrmStateId OutboundId(bool atHomeAgent, Ipv6Address homeAgent, Ipv6Address homeAddress, Spi spi) =>
        new(new ProtectedEnds(atHomeAgent, homeAgent, homeAddress).Remote, spi.Value);

    private static XfrmState State(in ProtectedEnds ends, Ipv6Address source, Ipv6Address destination, SecurityAssociationParameters parameters) =>
        new(new XfrmStateId(destination, parameters.Spi.Value), source, XfrmMode.Transport)
        {
            Reqid = SignallingReqids.Of(ends.HomeAddress, AssociationPurpose.Signalling),
            Selector = new XfrmSelector(NetworkPrefix.Host(source), NetworkPrefix.Host(destination), IpProtocol.MobilityHeader),
            Parameters = parameters,
        };

    /// <summary>Takes one of ours out; answers its numbers, null if there was none.</summary>
    private static XfrmReplay? Withdraw(XfrmNetlink kernel, XfrmState state)
    {
        if (kernel.Find(state.Id) is not { } old || old.Reqid != state.Reqid) return null;
        var numbers = kernel.GetReplay(state.Id);
        kernel.EnsureNo(state.Id);
        return numbers;
    }

    private static XfrmReplay? Resume(ulong sent, ulong accepted) => sent == 0 && accepted == 0 ? null : new XfrmReplay(sent, accepted);
}
