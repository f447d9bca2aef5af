using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.MobileNode.Configuration;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Protection;

/// <summary>
/// The mobile node's entries in the kernel's host-wide SPD (Req 2 of the draft, RFC 4877 7). Those for signalling are there as long as the daemon is;
/// those for everything else while the node is away from home, bound or not: what waits for a tunnel has to be sealed as well. Until the node knows
/// where it is, payload that has to be sealed is not let out.
/// </summary>
internal sealed class KernelPolicies : IDisposable
{
    private readonly InstalledPolicies _installed;
    private readonly MobileNodeOptions _options;
    private readonly IReadOnlyList<XfrmPolicy> _permanent;
    private IReadOnlyList<XfrmPolicy> _away;
    private IReadOnlyList<XfrmPolicy> _former = [];
    private HomeAddresses _home;
    private bool _isAway;

    /// <exception cref="LinuxException">The kernel has no IPsec or no Mobile IPv6, or CAP_NET_ADMIN is missing.</exception>
    public KernelPolicies(XfrmNetlink kernel, MobileNodeOptions options)
    {
        _options = options;
        _home = new HomeAddresses(options.HomeAddress, options.Ipv4HomeAddress ?? default);
        _permanent = MobilityPolicies.Permanent(false, options.HomeAgentAddress, options.HomeAddress);
        _isAway = options.ProtectPayload;
        _away = WantedAway();
        _installed = new InstalledPolicies(kernel, Wanted);
        _installed.Install(Wanted);
    }

    public void LeaveHome()
    {
        _isAway = true;
        Apply();
    }

    public void ReturnHome()
    {
        _isAway = false;
        Apply();
    }

    public void SetIpv4HomeAddress(Ipv4Address address)
    {
        _home = _home with { Ipv4 = address };
        Apply();
    }

    /// <summary>Puts back what somebody has taken away, and does again what the kernel refused.</summary>
    public void PutBack()
    {
        _installed.PutBack(Wanted);
        RemoveFormer();
    }

    public void Dispose()
    {
        _installed.Remove(_former);
        _installed.Remove(Wanted);
    }

    private IEnumerable<XfrmPolicy> Wanted => _permanent.Concat(_away);

    // Wanted first: whatever the kernel refuses now, it is put back later.
    private void Apply()
    {
        var before = _away;
        _away = WantedAway();
        _former = [.. _former.Union(before).Except(_away)];
        _installed.Install(_away.Except(before));
        RemoveFormer();
    }

    private void RemoveFormer()
    {
        _installed.Remove(_former);
        _former = [];
    }

    private IReadOnlyList<XfrmPolicy> WantedAway() =>
        _isAway ? MobilityPolicies.WhileAway(false, _options.HomeAgentAddress, _home, _options.ProtectPayload) : [];
}
