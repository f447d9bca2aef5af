using System.Globalization;
using DsMip.Ike.Vici;
using DsMip.Wire;

namespace DsMip.Ike;

/// <summary>What charon has to know to make the security associations of one mobile node with its home agent.</summary>
/// <param name="Name">Unique among all connections of the charon.</param>
/// <param name="Local">Where IKE runs from; null: whatever address leads to the other end.</param>
/// <param name="Remote">Null: the other end comes from anywhere, and cannot be asked first.</param>
public sealed record IkeConnection(
    string Name, IpAddress? Local, IpAddress? Remote, IkeAuthentication Authentication, IReadOnlyList<IkeChild> Children)
{
    /// <summary>All names that we give begin so; what else charon has is somebody else's.</summary>
    public const string NamePrefix = "dsmip-";

    /// <summary>With an integrity check of its own (GCM); the exchanges are those of RFC 8031 and RFC 5903.</summary>
    public const string Proposal = "aes256gcm16-aes128gcm16-prfsha384-prfsha256-x25519-ecp384";

    /// <summary>From the start: port 4500 is the one whose packets RFC 3948 tells apart from ESP, and nothing has to float to it later.</summary>
    public const ushort Port = 4500;

    private static readonly string[] Narrower = ["::/1", "8000::/1"];

    /// <summary>
    /// A peer that has not been heard of for so long is asked whether it is there. Only IKE is heard: whether ESP comes in charon looks up at policies
    /// of its own.
    /// </summary>
    public TimeSpan DeadPeerDelay { get; init; } = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan UsualRekeyTime = TimeSpan.FromHours(4);

    public TimeSpan RekeyTime { get; init; } = UsualRekeyTime;

    /// <summary>
    /// Whether the two ends tell each other their new addresses (MOBIKE, RFC 4555). Between addresses that never change there is nothing to tell.
    /// </summary>
    public bool UsesMobike { get; init; }

    /// <summary>It replaces no other IKE SA of the same two identities.</summary>
    public bool StandsBeside { get; init; }

    /// <summary>By EAP, and for somebody else: see <see cref="BootstrapConnection.AskingByEap"/>.</summary>
    public bool AsksForIdentity { get; init; }

    /// <summary>This end begins without a child (RFC 6023).</summary>
    public bool IsChildless { get; init; }

    /// <summary>Addresses that this end asks for; the unspecified address: any.</summary>
    public IReadOnlyList<Ipv6Address> VirtualAddresses { get; init; } = [];

    /// <summary>Names of the pools out of which the other end gets what it asks for.</summary>
    public IReadOnlyList<string> Pools { get; init; } = [];

    /// <summary>
    /// The message of <c>load-conn</c>. A new IKE SA of the same identity replaces the former, which the other end has lost; one that moves by MOBIKE
    /// stands beside the one for signalling, and must not.
    /// </summary>
    internal ViciSection ToMessage(LoadedCertificates? certificates)
    {
        var connection = new ViciSection
        {
            { "version", "2" },
            { "local_addrs", new[] { Local?.ToString() ?? "%any" } },
            { "remote_addrs", AsksForIdentity ? Narrower : [Remote?.ToString() ?? "%any"] },
            { "local_port", Port.ToString(CultureInfo.InvariantCulture) },
            { "remote_port", Port.ToString(CultureInfo.InvariantCulture) },
            { "proposals", new[] { Proposal } },
            { "mobike", UsesMobike ? "yes" : "no" },
            { "unique", UsesMobike || StandsBeside ? "never" : "replace" },
            { "keyingtries", "0" },
            { "dpd_delay", IkeChild.Seconds(DeadPeerDelay) },
            { "rekey_time", IkeChild.Seconds(RekeyTime) },
            { "reauth_time", "0" },
            { "local", IkeParties.Local(Authentication, certificates) },
            { "remote", AsksForIdentity ? IkeParties.Anybody(Authentication) : IkeParties.Remote(Authentication, certificates) },
            { "children", ChildSections() },
        };
        if (IsChildless) connection.Add("childless", "force");
        if (VirtualAddresses.Count > 0) connection.Add("vips", VirtualAddresses.Select(address => address.ToString()).ToArray());
        if (Pools.Count > 0) connection.Add("pools", Pools.ToArray());
        return new ViciSection { { Name, connection } };
    }

    private ViciSection ChildSections()
    {
        var children = new ViciSection();
        foreach (var child in Children) children.Add(child.Name, child.ToSection());
        return children;
    }
}
