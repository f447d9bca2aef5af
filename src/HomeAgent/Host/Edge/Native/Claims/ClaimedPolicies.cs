using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Options;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native.Claims;

/// <summary>Every edge knows who is away; the policies for it are in the kernel that has the SAs.</summary>
internal sealed class ClaimedPolicies(IAwayPolicies policies, KernelIpsec ipsec) : IAwayPolicies, IClaimedKernel
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Ipv6Address, (HomeAddresses Home, bool ProtectsPayload)> _away = [];
    private readonly HashSet<Ipv6Address> _claimed = [];

    public void Install(in HomeAddresses home, bool protectsPayload)
    {
        lock (_gate)
        {
            _away[home.Ipv6] = (home, protectsPayload);
            if (_claimed.Contains(home.Ipv6)) policies.Install(home, protectsPayload);
        }
    }

    public void Remove(in HomeAddresses home, bool protectsPayload, HomeAddresses? kept = null)
    {
        lock (_gate)
        {
            if (kept is null) _away.Remove(home.Ipv6);
            if (_claimed.Contains(home.Ipv6)) policies.Remove(home, protectsPayload, kept);
        }
    }

    public void Install(MobileNodeOptions node, NumbersClaimed claimed)
    {
        ipsec.Install(node, claimed);
        lock (_gate)
        {
            _claimed.Add(node.HomeAddress);
            if (_away.TryGetValue(node.HomeAddress, out var away)) policies.Install(away.Home, away.ProtectsPayload);
        }
    }

    public void Withdraw(MobileNodeOptions node)
    {
        lock (_gate)
        {
            var wasClaimed = _claimed.Remove(node.HomeAddress);
            if (wasClaimed && _away.TryGetValue(node.HomeAddress, out var away)) policies.Remove(away.Home, away.ProtectsPayload);
        }
        ipsec.Withdraw(node);
    }
}
