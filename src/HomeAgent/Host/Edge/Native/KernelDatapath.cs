using DsMip.HomeAgent.Directory;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// The binding table, and what hangs on a binding in the kernel: policies for return routability and payload are in force while a mobile node is
/// away. They do not name the care-of address, so a handover changes nothing.
/// </summary>
internal sealed partial class KernelDatapath(
    BindingTable table, IAwayPolicies policies, IMobileNodeDirectory directory, ProtectedHomes homes, PreBindingPaths preBinding, TimeProvider clock,
    ILogger<KernelDatapath> log) : IDatapath, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Ipv6Address, (HomeAddresses Home, long Version, bool IsInstalled)> _away = [];

    public void Put(in HomeAddresses home, in BidirectionalTunnel tunnel, long version, DateTimeOffset expires)
    {
        lock (_lock)
        {
            // Before the tunnel, and the former ones go after it: nothing that is to be sealed goes in the clear meanwhile.
            var former = expires > clock.GetUtcNow() ? Leave(home, version) : home;
            table.Put(home, tunnel, version, expires);
            if (former != home) Shed(former, home);
            ReturnUnlessBound(home.Ipv6);
        }
        preBinding.Forget(home.Ipv6);
    }

    public void Remove(in HomeAddresses home, long version)
    {
        lock (_lock)
        {
            table.Remove(home, version);
            ReturnUnlessBound(home.Ipv6);
        }
        preBinding.Forget(home.Ipv6);
    }

    /// <summary>Puts back what somebody has taken away.</summary>
    public void Repair()
    {
        lock (_lock)
            foreach (var known in _away.Values.ToList()) _away[known.Home.Ipv6] = known with { IsInstalled = Install(known.Home) };
    }

    /// <summary>At the end of the process. The bindings stay in the store.</summary>
    public void Dispose()
    {
        lock (_lock)
            foreach (var home in _away.Keys.ToList()) Return(home);
    }

    /// <summary>What the kernel refused is tried again.</summary>
    /// <returns>Whose policies have been in force until now.</returns>
    private HomeAddresses Leave(in HomeAddresses home, long version)
    {
        var isAway = _away.TryGetValue(home.Ipv6, out var known);
        if (isAway && known.Version >= version) return home;
        var isInstalled = (known.Home == home && known.IsInstalled) || Install(home);
        _away[home.Ipv6] = (home, version, isInstalled);
        return isAway ? known.Home : home;
    }

    private bool Install(HomeAddresses home)
    {
        if (ProtectsPayload(home.Ipv6)) foreach (var address in Addresses(home)) homes.Add(address);
        return Try(home.Ipv6, () => policies.Install(home, ProtectsPayload(home.Ipv6)));
    }

    /// <summary>Another IPv4 home address has other policies.</summary>
    private void Shed(HomeAddresses former, HomeAddresses home)
    {
        Try(home.Ipv6, () => policies.Remove(former, ProtectsPayload(home.Ipv6), home));
        foreach (var address in Addresses(former).Except(Addresses(home))) homes.Remove(address);
    }

    private void ReturnUnlessBound(Ipv6Address home)
    {
        if (!table.TryFind(home, clock.GetUtcNow(), out _)) Return(home);
    }

    private void Return(Ipv6Address home)
    {
        if (!_away.Remove(home, out var known)) return;
        Try(home, () => policies.Remove(known.Home, ProtectsPayload(home)));
        foreach (var address in Addresses(known.Home)) homes.Remove(address);
    }

    private bool ProtectsPayload(Ipv6Address home) => directory.TryFind(home, out var node) && node.ProtectPayload;

    private static IEnumerable<IpAddress> Addresses(HomeAddresses home) => home.HasIpv4 ? [home.Ipv6, home.Ipv4] : [home.Ipv6];

    /// <summary>Without its policy a node that protects payload gets none, and the others get theirs.</summary>
    private bool Try(Ipv6Address home, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (LinuxException e)
        {
            Refused(log, home, e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the kernel's policies of {HomeAddress} are not what they should be: {Reason}")]
    private static partial void Refused(ILogger log, Ipv6Address homeAddress, string reason);
}
