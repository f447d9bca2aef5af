using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.MobileNode.Configuration;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Protection;

/// <summary>
/// The mobile node's entries in the kernel's host-wide SPD (Req 2 of the draft, RFC 4877 7). Those for signalling are there as long as the daemon is;
/// those for everything else while the node is away from home, bound or not: what waits for a tunnel has to be sealed as well.
/// </summary>
internal sealed class KernelPolicies : IDisposable
{
    private readonly XfrmNetlink _kernel;
    private readonly InstalledPolicies _installed;
    private readonly MobileNodeOptions _options;
    private readonly IReadOnlyList<XfrmPolicy> _permanent;
    private IReadOnlyList<XfrmPolicy> _away = [];
    private HomeAddresses _home;
    private bool _isAway;

    /// <exception cref="LinuxException">The kernel has no IPsec or no Mobile IPv6, or CAP_NET_ADMIN is missing.</exception>
    public KernelPolicies(XfrmNetlink kernel, MobileNodeOptions options)
    {
        (_kernel, _options) = (kernel, options);
        _home = new HomeAddresses(options.HomeAddress, options.Ipv4HomeAddress ?? default);
        _permanent = MobilityPolicies.Permanent(false, options.HomeAgentAddress, options.HomeAddress);
        _installed = new InstalledPolicies(kernel);
        _installed.Install(_permanent);
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

    /// <summary>Puts back what somebody has taken away.</summary>
    public void PutBack()
    {
        var present = _kernel.GetPolicies().Select(policy => (policy.Selector, policy.Direction)).ToHashSet();
        _installed.Install(_permanent.Concat(_away).Where(policy => !present.Contains((policy.Selector, policy.Direction))));
    }

    public void Dispose()
    {
        _installed.Remove(_away);
        _installed.Remove(_permanent);
    }

    private void Apply()
    {
        var wanted = _isAway ? MobilityPolicies.WhileAway(false, _options.HomeAgentAddress, _home, _options.ProtectPayload) : [];
        _installed.Install(wanted.Except(_away));
        _installed.Remove(_away.Except(wanted));
        _away = wanted;
    }
}
