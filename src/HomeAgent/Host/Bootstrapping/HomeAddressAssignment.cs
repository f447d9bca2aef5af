using DsMip.HomeAgent.Options;
using DsMip.Linux;
using DsMip.Wire;

namespace DsMip.HomeAgent.Bootstrapping;

/// <summary>
/// Which mobile node has which home address of the pool, on the disk before anybody acts on it, and in the directory for as long. One thread, but for the
/// directory.
/// </summary>
public sealed partial class HomeAddressAssignment
{
    private readonly BootstrappingOptions? _options;
    private readonly LeaseFile? _file;
    private readonly AssignableAddresses _assignable;
    private HomeAddressLeases _saved = HomeAddressLeases.None;

    /// <exception cref="DsMip.Configuration.ConfigurationException">The leases cannot be read.</exception>
    public HomeAddressAssignment(HomeAgentOptions options, ILogger<HomeAddressAssignment> log)
    {
        _assignable = new AssignableAddresses(options);
        _options = options.Ike?.Bootstrapping;
        if (_options is null) return;
        _file = new LeaseFile(options.Store);
        // Who is not in the configuration any more gets no keys, and an address that it has given to somebody else is his.
        var known = _options.Peers.Select(peer => peer.Ike.Identity).ToHashSet(StringComparer.Ordinal);
        var stands = _file.Load().All.ToLookup(lease => known.Contains(lease.Identity) && _assignable.Contains(lease.Address));
        foreach (var lease in stands[false]) Dropped(log, lease.Address, lease.Identity);
        _saved = Leases = new([.. stands[true]]);
        Nodes.Replace(Leases.All.Select(NodeOf));
    }

    public HomeAddressLeases Leases { get; private set; } = HomeAddressLeases.None;

    public BootstrappedMobileNodes Nodes { get; } = new();

    /// <summary>charon has given this address to who has proved to be this one.</summary>
    /// <returns>False: it is not his, and he must not keep what charon has given.</returns>
    /// <exception cref="LinuxException">The lease cannot be written; nothing has changed.</exception>
    public bool TryTake(string identity, Ipv6Address address, DateTimeOffset now)
    {
        if (!_assignable.Contains(address) || Leases.Take(identity, address, now) is not { } next) return false;
        Change(next);
        return true;
    }

    /// <summary>From time to time: who has used his address, and whose time is up? That somebody still uses his is written ten times in a lease time.</summary>
    /// <param name="isUsed">It has keys, or is bound.</param>
    /// <exception cref="LinuxException">The leases cannot be written; nothing has changed.</exception>
    public void Sweep(Func<Ipv6Address, bool> isUsed, DateTimeOffset now)
    {
        if (_options is null || Leases.All.IsEmpty) return;
        var next = Leases.Used(lease => isUsed(lease.Address), now).WithoutExpired(_options.LeaseTime, now);
        if (next.IsCloseTo(_saved, _options.LeaseTime / 10)) Leases = next;
        else Change(next);
    }

    private void Change(HomeAddressLeases next)
    {
        _file!.Save(next);
        _saved = Leases = next;
        Nodes.Replace(next.All.Select(NodeOf));
    }

    private MobileNodeOptions NodeOf(HomeAddressLease lease)
    {
        var peer = _options!.Peers.First(peer => peer.Ike.Identity == lease.Identity);
        return new MobileNodeOptions(lease.Address, null, null, peer.Ike, peer.ProtectPayload);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "home address {Address} is {Identity}'s no more: the configuration has given it to somebody else, or has not this mobile node or this address any more")]
    private static partial void Dropped(ILogger log, Ipv6Address address, string identity);
}
