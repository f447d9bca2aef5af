using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.NativeIpsec;

/// <summary>
/// Tells what a state is for. Its own selector says so, as far as it names a protocol; where it does not, the number that we gave to its maker, or
/// else the policies whose template it fits.
/// </summary>
internal sealed class AssociationReader(Ipv6Address homeAgent, bool atHomeAgent, PolicyIndex policies)
{
    /// <summary>Null: not between a home address and the home agent, or not in use yet.</summary>
    internal KernelAssociation? Read(XfrmState state)
    {
        var isInbound = atHomeAgent ? state.Id.Destination == homeAgent : state.Source == homeAgent;
        var homeAgentEnd = isInbound == atHomeAgent ? state.Id.Destination : state.Source;
        var homeEnd = isInbound == atHomeAgent ? state.Source : state.Id.Destination;
        if (state.Id.Spi == 0 || homeAgentEnd != homeAgent || !homeEnd.IsIpv6) return null;
        var found = Judge(state, homeEnd.AsIpv6, isInbound);
        return new KernelAssociation(
            state.Id, state.Source, homeEnd.AsIpv6, found.Purpose, state.Mode, isInbound, found.Selector?.ToString() ?? SelectorsOfPolicies(state, isInbound))
        {
            CarriesBindingUpdates = found.Purpose == AssociationPurpose.Signalling && isInbound == atHomeAgent
                && (state.Selector?.SourcePort ?? (ushort)MobilityHeaderType.BindingUpdate) == (ushort)MobilityHeaderType.BindingUpdate,
        };
    }

    /// <summary>A state without a selector takes what the policies in force hand to it.</summary>
    private string SelectorsOfPolicies(XfrmState state, bool isInbound)
    {
        var selectors = string.Join(
            ", ", policies.For(state.Reqid).Where(policy => Fits(policy, state, isInbound)).Select(policy => policy.Selector.ToString()).Distinct());
        return selectors.Length > 0 ? selectors : "any";
    }

    private Judgement Judge(XfrmState state, Ipv6Address homeAddress, bool isInbound)
    {
        if (state.Selector is { Protocol: not 0 } own) return new Judgement(OfProtocol(own, state), own);
        var numbered = SignallingReqids.PurposeOf(homeAddress, state.Reqid, state.Mode);
        if (numbered != AssociationPurpose.Other) return new Judgement(numbered, state.Selector);
        foreach (var policy in policies.For(state.Reqid))
        {
            if (!Fits(policy, state, isInbound)) continue;
            var purpose = OfProtocol(policy.Selector, state);
            if (purpose != AssociationPurpose.Other) return new Judgement(purpose, policy.Selector);
        }
        return new Judgement(AssociationPurpose.Other, state.Selector);
    }

    private static AssociationPurpose OfProtocol(XfrmSelector selector, XfrmState state) => (selector.Protocol, state.Mode) switch
    {
        // The types of return routability have no business between the two themselves.
        (IpProtocol.MobilityHeader, XfrmMode.Transport) => selector.SourcePort is >= (ushort)MobilityHeaderType.HomeTestInit
            and <= (ushort)MobilityHeaderType.CareOfTest ? AssociationPurpose.Other : AssociationPurpose.Signalling,
        (IpProtocol.MobilityHeader, XfrmMode.Tunnel) => AssociationPurpose.ReturnRoutability,
        (IpProtocol.Icmpv6, XfrmMode.Transport) => AssociationPurpose.PrefixDiscovery,
        (0, XfrmMode.Tunnel) => AssociationPurpose.Payload,
        _ => AssociationPurpose.Other,
    };

    private static bool Fits(XfrmPolicy policy, XfrmState state, bool isInbound)
    {
        if (policy.Template is not { } template || template.Mode != state.Mode || (policy.Direction == XfrmDirection.Out) == isInbound) return false;
        return state.Mode == XfrmMode.Tunnel
            ? IsOr(template.Source, state.Source) && IsOr(template.Destination, state.Id.Destination)
            : Contains(policy.Selector.Source, state.Source) && Contains(policy.Selector.Destination, state.Id.Destination);
    }

    private static bool IsOr(IpAddress wanted, IpAddress address) => wanted.IsNone || wanted == address;

    private static bool Contains(NetworkPrefix prefix, IpAddress address) =>
        prefix.Family == IpFamily.Ipv6 && new Ipv6Prefix(prefix.Address.AsIpv6, prefix.Length).Contains(address.AsIpv6);

    private readonly record struct Judgement(AssociationPurpose Purpose, XfrmSelector? Selector);
}
