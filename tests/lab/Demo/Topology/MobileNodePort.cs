using System.Diagnostics;

namespace DsMip.Lab.Topology;

/// <summary>
/// A mobile node's namespace with its one interface, whose other end is a port in dsm-air. Moving takes the port from one bridge to
/// another as a person walking would: carrier lost, the addresses and routes go (as a DHCP or SLAAC client removes them), carrier
/// back, new addresses and default routes.
/// </summary>
public sealed class MobileNodePort
{
    private readonly string _state;

    private MobileNodePort(NetworkNamespace space, int host, string stateDirectory)
    {
        Namespace = space;
        Host = host;
        _state = Path.Combine(stateDirectory, space.Name);
    }

    public NetworkNamespace Namespace { get; }

    /// <summary>The host part of every address this node gets.</summary>
    public int Host { get; }

    public string HomeAddress => AddressPlan.Lease(Attachment.Home, Host)[0].Address;

    public string Ipv4HomeAddress => AddressPlan.Lease(Attachment.Home, Host)[1].Address;

    public Attachment? At => File.Exists(_state + ".at") ? Enum.Parse<Attachment>(File.ReadAllText(_state + ".at")) : null;

    private string Port => Namespace.Name["dsm-".Length..];

    public static MobileNodePort First(string stateDirectory) => new(new NetworkNamespace("dsm-mn"), 50, stateDirectory);

    public static MobileNodePort Second(string stateDirectory) => new(new NetworkNamespace("dsm-mn2"), 60, stateDirectory);

    public string CareOfAddress(Attachment network) => AddressPlan.Lease(network, Host)[0].Address;

    public bool Exists => File.Exists("/run/netns/" + Namespace.Name);

    public void Build()
    {
        File.Delete(_state + ".at");
        Shell.Run("ip", ["netns", "add", Namespace.Name]);
        // 2 is what Debian sets for rp_filter: a mobile node has to live with it.
        Namespace.Sysctl(
            "ipv6/conf/default/accept_dad=0", "ipv6/conf/default/accept_ra=0", "ipv4/conf/all/rp_filter=2", "ipv4/conf/default/rp_filter=2");
        Shell.Run("ip", ["link", "add", AddressPlan.Wan, "netns", Namespace.Name, "type", "veth", "peer", "name", Port, "netns", AddressPlan.Air.Name]);
        Namespace.Ip("link set lo up", $"link set {AddressPlan.Wan} up");
    }

    /// <summary>Moves to another network; the time is that from carrier lost to the last route set.</summary>
    public TimeSpan Move(Attachment to)
    {
        File.WriteAllText(_state + ".detach", Lines(Detach()));
        File.WriteAllText(_state + ".attach", Lines(Attach(to)));
        File.WriteAllText(_state + ".down", Lines([$"link set {Port} down", $"link set {Port} master {AddressPlan.Bridge(to)}"]));
        File.WriteAllText(_state + ".up", Lines([$"link set {Port} up"]));
        var (air, node) = (AddressPlan.Air.Name, Namespace.Name);
        // A DHCP or SLAAC exchange would have gone over the link before it gets an address: so wait until the link carries frames.
        var script = $"""
            set -e
            ip -n {air} -batch {_state}.down
            ip -n {node} -batch {_state}.detach
            ip -n {air} -batch {_state}.up
            until ip -n {air} -d -o link show {Port} | grep -q 'state forwarding' && ip -n {node} -o link show {AddressPlan.Wan} | grep -q 'state UP'; do :; done
            ip -n {node} -batch {_state}.attach
            """;
        var clock = Stopwatch.StartNew();
        Shell.Run("sh", ["-c", script]);
        clock.Stop();
        File.WriteAllText(_state + ".at", to.ToString());
        return clock.Elapsed;
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";

    private IEnumerable<string> Detach()
    {
        var lease = At is { } from ? AddressPlan.Lease(from, Host) : [];
        return [.. lease.Select(l => $"route del default via {l.Router} dev {AddressPlan.Wan}"), $"addr flush dev {AddressPlan.Wan} scope global"];
    }

    private IEnumerable<string> Attach(Attachment to)
    {
        foreach (var (address, length, router) in AddressPlan.Lease(to, Host))
        {
            var nodad = address.Contains(':', StringComparison.Ordinal) ? " nodad" : "";
            yield return $"addr add {address}/{length} dev {AddressPlan.Wan}{nodad}";
            yield return $"route add default via {router} dev {AddressPlan.Wan}";
        }
    }
}
