using System.Security.Cryptography;
using System.Text;
using DsMip.HomeAgent.Options;
using DsMip.Ike;
using DsMip.NativeIpsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Bootstrapping;

/// <summary>What charon has to know: connections over home addresses, those in which home addresses are asked for, and the pools of these.</summary>
internal static class CharonPlan
{
    /// <param name="isTaken">Addresses of the pool that are neither leased nor free.</param>
    /// <param name="isBound">Addresses that have a binding; only who has a lease of it gets such a one.</param>
    public static CharonContents Of(
        HomeAgentOptions options, IkeOptions own, HomeAddressLeases leases, IEnumerable<MobileNodeOptions> leased, HomePrefixAttribute? prefix, Func<Ipv6Address, bool> isTaken,
        Func<Ipv6Address, bool> isBound)
    {
        List<IkeConnection> connections = [.. Connections(options, own, options.MobileNodes.Concat(leased))];
        if (own.Bootstrapping is not { } bootstrapping) return new CharonContents(connections, []);
        var configured = options.MobileNodes.Where(node => node.Ike is not null).ToList();
        var assignable = new AssignableAddresses(options).All.Where(address => !isTaken(address)).ToList();
        var free = assignable.Where(address => leases.Of(address) is null && !isBound(address)).ToList();
        foreach (var node in configured) connections.Add(Asking(options, own, node.Ike!, [node.HomeAddress]));
        foreach (var peer in bootstrapping.Peers)
            connections.Add(Asking(options, own, peer.Ike, leases.Of(peer.Ike.Identity) is { } lease ? [lease.Address] : free));
        if (configured.Select(node => node.Ike!).Concat(bootstrapping.Peers.Select(peer => peer.Ike)).FirstOrDefault(peer => peer.EapSecret is not null) is { } one)
            connections.Add(BootstrapConnection.AskingByEap(options.HomeAgentAddress, Authentication(own, one)));
        var pools = configured.Select(node => node.HomeAddress).Concat(assignable).Select(address => new HomeAddressPool(address, prefix));
        return new CharonContents(connections, [.. pools]);
    }

    /// <summary>Of each mobile node whose keys are negotiated, over its home address.</summary>
    public static IEnumerable<IkeConnection> Connections(HomeAgentOptions options, IkeOptions own, IEnumerable<MobileNodeOptions> nodes)
    {
        foreach (var node in nodes)
        {
            if (node.Ike is not { } peer) continue;
            var pair = new MobileIkePair(options.HomeAgentAddress, node.HomeAddress, Reqids(node.HomeAddress))
            {
                Ipv4HomeAddress = node.Ipv4HomeAddress,
                ProtectsPayload = node.ProtectPayload,
            };
            yield return MobileIkeConnection.ForHomeAgent(pair, Authentication(own, peer));
        }
    }

    /// <summary>Names, pools and prefix are; all else follows from the configuration. A lifetime that has run down a little is the same.</summary>
    public static bool IsSame(CharonContents one, CharonContents other) =>
        one.Pools.Count == other.Pools.Count
        && one.Pools.Zip(other.Pools, (a, b) => a.Address == b.Address && IsSame(a.Prefix, b.Prefix)).All(same => same)
        && one.Connections.Select(connection => connection.Name).SequenceEqual(other.Connections.Select(connection => connection.Name))
        && one.Connections.Zip(other.Connections, (a, b) => a.Pools.SequenceEqual(b.Pools)).All(same => same);

    /// <summary>Of the connection in which this peer asks for its home address.</summary>
    public static string NameOf(IkePeerOptions peer) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(peer.Identity)).AsSpan(0, 8));

    // What charon tells is at most a tenth too long or too short.
    private static bool IsSame(HomePrefixAttribute? one, HomePrefixAttribute? other) => (one, other) switch
    {
        ({ } a, { } b) => a.Prefix == b.Prefix && (a.Lifetime == b.Lifetime || (IsFinite(a) && IsFinite(b) && Difference(a, b) * 10 <= Math.Min(a.Lifetime, b.Lifetime))),
        _ => one is null && other is null,
    };

    private static bool IsFinite(HomePrefixAttribute attribute) => attribute.Lifetime != uint.MaxValue;

    private static long Difference(HomePrefixAttribute a, HomePrefixAttribute b) => Math.Abs((long)a.Lifetime - b.Lifetime);

    private static IkeConnection Asking(HomeAgentOptions options, IkeOptions own, IkePeerOptions peer, IEnumerable<Ipv6Address> addresses) =>
        BootstrapConnection.ForHomeAgent(NameOf(peer), options.HomeAgentAddress, Authentication(own, peer), addresses);

    private static IkeAuthentication Authentication(IkeOptions own, IkePeerOptions peer) => new(own.Identity, peer.Identity, peer switch
    {
        { PresharedKey: { } key } => new PresharedKey(key),
        { EapSecret: { } secret } => new EapAuthenticator(own.EapMethod, peer.Identity, secret, own.Certificate!, own.PrivateKey!),
        _ => new CertificateFiles(own.Certificate!, own.PrivateKey!, own.CaCertificate!),
    });

    private static IkeReqids Reqids(Ipv6Address home) => new(
        SignallingReqids.Of(home, AssociationPurpose.Signalling), SignallingReqids.Of(home, AssociationPurpose.ReturnRoutability),
        SignallingReqids.Of(home, AssociationPurpose.PrefixDiscovery), SignallingReqids.Of(home, AssociationPurpose.Payload));
}
